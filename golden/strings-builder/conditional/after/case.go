// A value that is declared empty by a constant of one build only is written all the same.
package main

import (
	"fmt"
	"strings"
)

func start(xs []string) string {
	s := prefix
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		if x != "" {
			sBuilder.WriteString(x) // want "`s` grows"
		}
	}
	s = sBuilder.String()
	for s == prefix {
		s = "" + s + "none"
	}
	return s
}

func emptied(xs []string) string {
	var s strings.Builder
	s.WriteString(prefix)
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}

func main() { fmt.Println(start(nil), start([]string{"a", ""}), emptied(nil), emptied([]string{"b"})) }
