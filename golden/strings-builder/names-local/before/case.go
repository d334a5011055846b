// `strings` is imported, and hidden in places; a builder's name is free everywhere in the function.
package main

import (
	"fmt"
	"strings"
)

func parameter(strings []string) string {
	s := ""
	for _, x := range strings {
		s += x // refuse "strings means something else"
	}
	return s
}

func declared(xs []string) string {
	s := ""
	for _, strings := range xs {
		s += strings // want "`s` grows"
	}
	return s
}

func itself(xs []string) string {
	strings := ""
	for _, x := range xs {
		strings += x // want "`strings` grows"
	}
	return strings
}

func beside(xs []string) string {
	strings, s := len(xs), ""
	for range strings {
		s += xs[0] // refuse "strings means something else"
	}
	return s
}

func taken(s, sBuilder string, xs []string) string {
	for _, x := range xs {
		s += x // want "`s` grows"
		sBuilder2 := x
		fmt.Println(sBuilder2)
	}
	return s + sBuilder
}

func Exported(Out string, xs []string) string {
	for _, x := range xs {
		Out += x // want "`Out` grows"
	}
	for _, x := range xs {
		Out += x // want "`Out` grows"
	}
	return Out
}

func main() {
	xs := []string{"a", "b"}
	fmt.Println(beside(xs), parameter(xs), declared(xs), itself(xs), taken("s", "b", xs), Exported("o", xs), strings.ToUpper("x"))
}
