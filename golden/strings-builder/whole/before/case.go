// The whole variable becomes a builder.
package main

import (
	"fmt"
	"strconv"
)

type pair struct{ Name, Value string }

func separated(xs []pair) string {
	s := ""
	for _, x := range xs {
		if s != "" {
			s += ", " // want "`s` grows by concatenation in a loop, each time as a copy: build it with a strings.Builder .a string that is kept may hold up to twice its bytes."
		}
		s += x.Name + "=" + x.Value
	}
	return s
}

func assigned(xs []string) string {
	s := "["
	for _, x := range xs {
		s = s + x // want "`s` grows"
		s = s + ";" + x + "."
		s = (s + x) + ("<" + x)
	}
	s += "]"
	return s
}

// go.dev/issue/78465 and its kin.
func itself(n int) string {
	s := "ab"
	for i := 0; i < n; i++ {
		s += s // want "`s` grows"
		s += (s)
		s += s + s
		s += "x" + s
		s = s + s
	}
	return s
}

// go.dev/issue/77659: reads between what is added.
func reads(xs []string) (string, int, bool) {
	var s string
	n := 0
	for i, x := range xs {
		s += x // want "`s` grows"
		if s == "ab" || "" == s || s == `` || len(s) > 3 && s[0] == 'a' {
			n += len(s) + i
		}
		fmt.Println(s, len(s), len((s)), s[len(s):], s < x, any(s))
		s += strconv.Itoa(n)
		for j, c := range s {
			n += j + int(c)
		}
	}
	switch s {
	case "":
		n++
	case "a":
		n--
	}
	t := s
	s += "end"
	return t + s, n, s != "" == (len(s) > 0)
}

func shadowed(xs []string) string {
	len := func(string) int { return 7 }
	var s string
	for _, x := range xs {
		s += x // want "`s` grows"
		if len(s) == 7 {
			s += "!"
		}
	}
	return s
}

func parts(xs []string) string {
	s := fmt.Sprintf("%d:", len(xs))
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {""}, {"a"}, {"a", "b"}, {"ab", "", "ü", "d"}} {
		fmt.Println(assigned(xs), shadowed(xs), parts(xs))
		fmt.Println(reads(xs))
	}
	fmt.Println(itself(0), itself(1), len(itself(3)))
	fmt.Println(separated(nil), separated([]pair{{"a", "1"}, {"b", "2"}}))
}
