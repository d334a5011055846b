// Both packages are imported with a dot.
package main

import (
	. "fmt"
	"strings"
	. "strings"
)

func dotted(xs []string) string {
	var s strings.Builder
	for i, x := range xs {
		s.WriteString(Sprint(i))
		s.WriteString(x) // want "`s` grows"
		s.WriteString(Sprintf("%s", x))
	}
	return ToUpper(s.String())
}

func main() { Println(dotted([]string{"a", "b"})) }
