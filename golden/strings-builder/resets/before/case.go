// `s` is emptied, or begun anew by an outer loop.
package main

import (
	"fmt"
	"strings"
)

func paragraphs(lines []string) []string {
	var out []string
	s := ""
	for _, line := range lines {
		if line == "" {
			out = append(out, s)
			s = ""
			continue
		}
		s += line + "\n" // want "`s` grows"
	}
	return append(out, s)
}

// go.dev/issue/75283: assigned in between. Only the inner loop gets a builder.
func begun(rows [][]string) []string {
	var out []string
	s := ""
	for i, row := range rows {
		s = fmt.Sprint(i)
		for _, x := range row {
			s += x // want "`s` grows"
		}
		out = append(out, s)
	}
	return out
}

func trimmed(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x + ", " // want "`s` grows"
	}
	return strings.TrimSuffix(s, ", ")
}

func cut(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x + ", " // want "`s` grows"
	}
	if len(s) > 0 {
		s = s[:len(s)-2]
	}
	return s
}

func chosen(xs []string, short bool) string {
	s := "long:"
	if short {
		s = "short:"
	}
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func prepended(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x // refuse "`s` is assigned in every round"
		s = "(" + s + ")"
	}
	return s
}

// The outer loop does not repeat what it declares.
func rows(xss [][]string) (out []string) {
	for _, xs := range xss {
		s := ""
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		out = append(out, s)
	}
	return out
}

// perfsprint#58, perfsprint#64: several loops, and nested ones.
func nested(xss [][]string, s string) (string, int) {
	n := 0
	for i, xs := range xss {
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		s += ";"
		n += i + len(s)
	}
	for _, xs := range xss {
		s += fmt.Sprint(len(xs)) // want "`s` grows"
	}
	return s, n
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "", "b", "c"}, {""}} {
		fmt.Printf("%q\n", paragraphs(xs))
		fmt.Println(trimmed(xs), cut(xs), chosen(xs, true), chosen(xs, false), prepended(xs))
		fmt.Println(begun([][]string{xs, nil, xs}), rows([][]string{xs, xs}))
		fmt.Println(nested([][]string{xs, xs}, "s"))
	}
}
