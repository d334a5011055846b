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
	var s strings.Builder
	for _, strings := range xs {
		s.WriteString(strings) // want "`s` grows"
	}
	return s.String()
}

func itself(xs []string) string {
	var strings strings.Builder
	for _, x := range xs {
		strings.WriteString(x) // want "`strings` grows"
	}
	return strings.String()
}

func beside(xs []string) string {
	strings, s := len(xs), ""
	for range strings {
		s += xs[0] // refuse "strings means something else"
	}
	return s
}

func taken(s, sBuilder string, xs []string) string {
	var sBuilder3 strings.Builder
	sBuilder3.WriteString(s)
	for _, x := range xs {
		sBuilder3.WriteString(x) // want "`s` grows"
		sBuilder2 := x
		fmt.Println(sBuilder2)
	}
	s = sBuilder3.String()
	return s + sBuilder
}

func Exported(Out string, xs []string) string {
	var outBuilder strings.Builder
	outBuilder.WriteString(Out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`Out` grows"
	}
	Out = outBuilder.String()
	var outBuilder2 strings.Builder
	outBuilder2.WriteString(Out)
	for _, x := range xs {
		outBuilder2.WriteString(x) // want "`Out` grows"
	}
	Out = outBuilder2.String()
	return Out
}

func main() {
	xs := []string{"a", "b"}
	fmt.Println(beside(xs), parameter(xs), declared(xs), itself(xs), taken("s", "b", xs), Exported("o", xs), strings.ToUpper("x"))
}
