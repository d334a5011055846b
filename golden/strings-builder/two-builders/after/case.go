// go.dev/issue/76983, go.dev/issue/77620: one builder is added to another; go.dev/issue/23084: none is copied.
package main

import (
	"fmt"
	"strings"
)

func combined(xs []string) string {
	var b strings.Builder
	var a strings.Builder
	for _, x := range xs {
		a.WriteString(x) // want "`a` grows"
		fmt.Print()
		b.WriteString(a.String()) // want "`b` grows"
		a.WriteString(b.String() + "," + a.String())
	}
	a.WriteString(b.String())
	return a.String() + b.String()
}

func copied(xs []string) (string, []string) {
	var s strings.Builder
	var all []string
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		t := s.String()
		t += "!"
		all = append(all, s.String(), t)
	}
	var u strings.Builder
	u.WriteString(s.String())
	for _, x := range all {
		u.WriteString(x) // want "`u` grows"
	}
	return s.String(), append(all, u.String())
}

type kept struct{ text string }

func stored(xs []string) []kept {
	var out []kept
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "may hold up to twice its bytes"
		out = append(out, kept{s.String()}, kept{text: s.String()})
	}
	return out
}

func measured(xs []string) (n int) {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "build it with a strings.Builder$"
		n += s.Len()
	}
	return n
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(combined(xs), stored(xs), measured(xs))
		fmt.Println(copied(xs))
	}
}
