// Both packages are imported with a dot.
package main

import (
	. "fmt"
	. "strings"
)

func dotted(xs []string) string {
	s := ""
	for i, x := range xs {
		s += Sprint(i) + x // want "`s` grows"
		s += Sprintf("%s", x)
	}
	return ToUpper(s)
}

func main() { Println(dotted([]string{"a", "b"})) }
