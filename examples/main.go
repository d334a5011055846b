// Command examples prints what it finds in some files.
package main

import (
	"fmt"
	"os"
)

func main() {
	for _, name := range os.Args[1:] {
		doc, err := load(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Printf("%s%s begins with %q\n", bullet(), doc.title, doc.magic)
		fmt.Println(list(unique(doc.words)), lengths(doc.words), verdicts(doc.words))
		if long := longerThan(doc.words, 12); long != nil {
			fmt.Println(list(long))
		}
	}
}
