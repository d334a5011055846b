// The whole variable becomes a builder.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

type pair struct{ Name, Value string }

func separated(xs []pair) string {
	var s strings.Builder
	for _, x := range xs {
		if s.Len() > 0 {
			s.WriteString(", ") // want "`s` grows by concatenation in a loop, each time as a copy: build it with a strings.Builder .a string that is kept may hold up to twice its bytes."
		}
		s.WriteString(x.Name)
		s.WriteString("=")
		s.WriteString(x.Value)
	}
	return s.String()
}

func assigned(xs []string) string {
	var s strings.Builder
	s.WriteString("[")
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		s.WriteString(";")
		s.WriteString(x)
		s.WriteString(".")
		s.WriteString(x)
		s.WriteString("<")
		s.WriteString(x)
	}
	s.WriteString("]")
	return s.String()
}

// go.dev/issue/78465 and its kin.
func itself(n int) string {
	var s strings.Builder
	s.WriteString("ab")
	for i := 0; i < n; i++ {
		s.WriteString(s.String()) // want "`s` grows"
		s.WriteString(s.String())
		s.WriteString(s.String() + s.String())
		s.WriteString("x" + s.String())
		s.WriteString(s.String())
	}
	return s.String()
}

// go.dev/issue/77659: reads between what is added.
func reads(xs []string) (string, int, bool) {
	var s strings.Builder
	n := 0
	for i, x := range xs {
		s.WriteString(x) // want "`s` grows"
		if s.String() == "ab" || s.Len() == 0 || s.Len() == 0 || s.Len() > 3 && s.String()[0] == 'a' {
			n += s.Len() + i
		}
		fmt.Println(s.String(), s.Len(), s.Len(), s.String()[s.Len():], s.String() < x, any(s.String()))
		s.WriteString(strconv.Itoa(n))
		for j, c := range s.String() {
			n += j + int(c)
		}
	}
	switch s.String() {
	case "":
		n++
	case "a":
		n--
	}
	t := s.String()
	s.WriteString("end")
	return t + s.String(), n, s.Len() > 0 == (s.Len() > 0)
}

func shadowed(xs []string) string {
	len := func(string) int { return 7 }
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		if len(s.String()) == 7 {
			s.WriteString("!")
		}
	}
	return s.String()
}

func parts(xs []string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d:", len(xs))
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}

func main() {
	for _, xs := range [][]string{nil, {""}, {"a"}, {"a", "b"}, {"ab", "", "ü", "d"}} {
		fmt.Println(assigned(xs), shadowed(xs), parts(xs))
		fmt.Println(reads(xs))
	}
	fmt.Println(itself(0), itself(1), len(itself(3)))
	fmt.Println(separated(nil), separated([]pair{{"a", "1"}, {"b", "2"}}))
}
