// The example of the article that this rule comes from.
package main

import (
	"fmt"
	"strings"
)

func concatenate(words []string) string {
	var result strings.Builder
	for _, s := range words {
		result.WriteString(s) // want "`result` grows by concatenation in a loop"
	}
	return result.String()
}

func main() {
	fmt.Printf("%q %q %q\n", concatenate(nil), concatenate([]string{"a"}), concatenate([]string{"a", "", "b\xff"}))
}
