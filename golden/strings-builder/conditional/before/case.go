// A value that is declared empty by a constant of one build only is written all the same.
package main

import "fmt"

func start(xs []string) string {
	s := prefix
	for _, x := range xs {
		if x != "" {
			s += x // want "`s` grows"
		}
	}
	for s == prefix {
		s = "" + s + "none"
	}
	return s
}

func emptied(xs []string) string {
	s := prefix
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func main() { fmt.Println(start(nil), start([]string{"a", ""}), emptied(nil), emptied([]string{"b"})) }
