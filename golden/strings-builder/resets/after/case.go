// `s` is emptied, or begun anew by an outer loop.
package main

import (
	"fmt"
	"strings"
)

func paragraphs(lines []string) []string {
	var out []string
	var s strings.Builder
	for _, line := range lines {
		if line == "" {
			out = append(out, s.String())
			s.Reset()
			continue
		}
		s.WriteString(line)
		s.WriteString("\n") // want "`s` grows"
	}
	return append(out, s.String())
}

// go.dev/issue/75283: assigned in between. Only the inner loop gets a builder.
func begun(rows [][]string) []string {
	var out []string
	s := ""
	for i, row := range rows {
		s = fmt.Sprint(i)
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range row {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		out = append(out, s)
	}
	return out
}

func trimmed(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x)
		s.WriteString(", ") // want "`s` grows"
	}
	return strings.TrimSuffix(s.String(), ", ")
}

func cut(xs []string) string {
	s := ""
	var sBuilder strings.Builder
	for _, x := range xs {
		sBuilder.WriteString(x)
		sBuilder.WriteString(", ") // want "`s` grows"
	}
	s = sBuilder.String()
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
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
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
		var s strings.Builder
		for _, x := range xs {
			s.WriteString(x) // want "`s` grows"
		}
		out = append(out, s.String())
	}
	return out
}

// perfsprint#58, perfsprint#64: several loops, and nested ones.
func nested(xss [][]string, s string) (string, int) {
	n := 0
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i, xs := range xss {
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		sBuilder.WriteString(";")
		n += i + sBuilder.Len()
	}
	s = sBuilder.String()
	var sBuilder2 strings.Builder
	sBuilder2.WriteString(s)
	for _, xs := range xss {
		fmt.Fprint(&sBuilder2, len(xs)) // want "`s` grows"
	}
	s = sBuilder2.String()
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
