// go.dev/issue/76983, go.dev/issue/77620: one builder is added to another; go.dev/issue/23084: none is copied.
package main

import "fmt"

func combined(xs []string) string {
	var a, b string
	for _, x := range xs {
		a += x // want "`a` grows"
		fmt.Print()
		b += a // want "`b` grows"
		a += b + "," + a
	}
	a += b
	return a + b
}

func copied(xs []string) (string, []string) {
	s := ""
	var all []string
	for _, x := range xs {
		s += x // want "`s` grows"
		t := s
		t += "!"
		all = append(all, s, t)
	}
	u := s
	for _, x := range all {
		u += x // want "`u` grows"
	}
	return s, append(all, u)
}

type kept struct{ text string }

func stored(xs []string) []kept {
	var out []kept
	s := ""
	for _, x := range xs {
		s += x // want "may hold up to twice its bytes"
		out = append(out, kept{s}, kept{text: s})
	}
	return out
}

func measured(xs []string) (n int) {
	s := ""
	for _, x := range xs {
		s += x // want "build it with a strings.Builder$"
		n += len(s)
	}
	return n
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(combined(xs), stored(xs), measured(xs))
		fmt.Println(copied(xs))
	}
}
