// Names that mean something else.
package main

import "fmt"

func strings(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x // refuse "the name strings is taken"
	}
	return s
}

func main() { fmt.Println(strings([]string{"a", "b", "c", "d"})) }
