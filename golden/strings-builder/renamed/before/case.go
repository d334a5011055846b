// The package has another name here.
package main

import (
	f "fmt"
	str "strings"
)

func renamed(xs []string) string {
	s := ""
	for i, x := range xs {
		s += x + f.Sprint(i) // want "`s` grows"
	}
	return str.ToUpper(s)
}

func main() { f.Println(renamed([]string{"a", "b"})) }
