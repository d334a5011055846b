// The package has another name here.
package main

import (
	f "fmt"
	str "strings"
)

func renamed(xs []string) string {
	var s str.Builder
	for i, x := range xs {
		s.WriteString(x)
		f.Fprint(&s, i) // want "`s` grows"
	}
	return str.ToUpper(s.String())
}

func main() { f.Println(renamed([]string{"a", "b"})) }
