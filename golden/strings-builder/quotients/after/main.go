// Assignments that divide or shift may panic without an expression that says so, and what a recover
// then sees of the string is a result.
package main

import (
	"fmt"
	"strings"
)

func quotient(xs []string, d int) (s string) {
	defer func() { recover() }()
	n := 10
	var sBuilder strings.Builder
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		n /= d
	}
	return s
}

func remainder(xs []string, d int) (s string) {
	defer func() { fmt.Println(recover(), s) }()
	n := 10
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		n %= d
	}
	return s
}

func shifted(xs []string, d int) (s string) {
	defer func() { recover() }()
	n := 10
	var sBuilder strings.Builder
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		n <<= d
	}
	return s
}

func main() {
	xs := []string{"a", "b"}
	fmt.Printf("%q %q %q\n", quotient(xs, 0), remainder(xs, 0), shifted(xs, -1))
}
