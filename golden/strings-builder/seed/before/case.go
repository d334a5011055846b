// The example of the article that this rule comes from.
package main

import "fmt"

func concatenate(words []string) string {
	var result string
	for _, s := range words {
		result += s // want "`result` grows by concatenation in a loop"
	}
	return result
}

func main() {
	fmt.Printf("%q %q %q\n", concatenate(nil), concatenate([]string{"a"}), concatenate([]string{"a", "", "b\xff"}))
}
