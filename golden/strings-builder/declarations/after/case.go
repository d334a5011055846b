// How the variable is declared: go.dev/issue/75318, go.dev/issue/76934 (mangled `var ( … )`).
package main

import (
	"fmt"
	"strings"
)

func block(xs []string) string {
	var (
		s strings.Builder
	)
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}

func middle(xs []string) string {
	var (
		n = len(xs)
		// s is the result.
		s   strings.Builder // of all
		end = "."
	)
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String() + end + fmt.Sprint(n)
}

func filled(xs []string) string {
	var (
		s strings.Builder
		u = 1
		t strings.Builder
		v strings.Builder
	)
	s.WriteString("<")
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		t.WriteString(x) // want "`t` grows"
		v.WriteString(x) // want "`v` grows"
		u++
	}
	return s.String() + t.String() + v.String() + fmt.Sprint(u)
}

// The next line of the block reads what the first one declares: only the loop gets a builder.
func usedInBlock(xs []string) string {
	var (
		s = "<"
		t = s + "!"
	)
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return s + t
}

func several(xs []string) string {
	n := len(xs)
	var s strings.Builder
	for n > 0 {
		n--
		s.WriteString(xs[n]) // want "`s` grows"
	}
	return s.String()
}

func severalFilled(xs []string, first string) string {
	n := len(xs)
	var s strings.Builder
	s.WriteString(first)
	for n > 0 {
		n--
		s.WriteString(xs[n]) // want "`s` grows"
	}
	return s.String()
}

func typed(xs []string) string {
	var a string
	var s strings.Builder
	for _, x := range xs {
		a = x
		s.WriteString(x) // want "`s` grows"
	}
	return a + s.String()
}

func typedValue(xs []string) string {
	var s strings.Builder
	s.WriteString("x")
	var a = "y"
	var t strings.Builder
	t.WriteString("z")
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		t.WriteString(x) // want "`t` grows"
	}
	return a + s.String() + t.String()
}

func old(xs []string) string {
	n := 0
	n = len(xs)
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String() + fmt.Sprint(n)
}

func blank(xs []string) string {
	_ = len(xs)
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}

func two() (string, error) { return "two", nil }

// One of several results has no value of its own.
func results(xs []string) (string, error) {
	s, err := two()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return s, err
}

func lastResult(xs []string) (string, error) {
	err, s := func() (error, string) { return nil, "last" }()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return s, err
}

// The value mentions a name that the statement declares.
func swapped(x string, xs []string) string {
	for range 5 {
		x, s := "new", x
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, y := range xs {
			sBuilder.WriteString(y) // want "`s` grows"
		}
		s = sBuilder.String()
		fmt.Println(x, s)
	}
	return x
}

func inner(s string, xs []string) string {
	{
		s := s + "!"
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		fmt.Println(s)
	}
	return s
}

func ordered(xs []string, f func() string) string {
	s, t := f(), f()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	var tBuilder strings.Builder
	tBuilder.WriteString(t)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		fmt.Print()
		tBuilder.WriteString(x) // want "`t` grows"
	}
	t = tBuilder.String()
	s = sBuilder.String()
	return s + t
}

func clauses(k int, c chan string, xs []string) string {
	switch k {
	case 0:
		var s strings.Builder
		for _, x := range xs {
			s.WriteString(x) // want "`s` grows"
		}
		return s.String()
	default:
		var s strings.Builder
		for _, x := range xs {
			s.WriteString(x) // want "`s` grows"
		}
		fmt.Println(s.String())
	}
	select {
	case s := <-c:
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		return s
	default:
		var s strings.Builder
		s.WriteString("default")
		for _, x := range xs {
			s.WriteString(x) // want "`s` grows"
		}
		return s.String()
	}
}

func asserted(v any, xs []string) string {
	switch s := v.(type) {
	case string:
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		return s
	case []string:
		return fmt.Sprint(s)
	}
	return ""
}

func header(xs []string) string {
	if s := "h"; len(xs) > 0 {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		return s
	}
	for s := ""; len(s) < 9; s += "abc" {
		fmt.Println(s)
	}
	return ""
}

func labelled(xs []string) string {
	n := 0
again:
	var s strings.Builder
	s.WriteString("l")
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	fmt.Println(s.String())
	if n++; n < 3 {
		goto again
	}
	return s.String()
}

func closures(xs []string) string {
	join := func(sep string) string {
		var s strings.Builder
		for _, x := range xs {
			s.WriteString(x)
			s.WriteString(sep) // want "`s` grows"
		}
		return s.String()
	}
	return join(",") + join(";")
}

func generic[T ~[]string](xs T) string {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c", "d"}} {
		fmt.Println(block(xs), middle(xs), filled(xs), usedInBlock(xs), several(xs), severalFilled(xs, "f"))
		fmt.Println(typed(xs), typedValue(xs), old(xs), blank(xs), swapped("w", xs), inner("i", xs))
		fmt.Println(results(xs))
		fmt.Println(lastResult(xs))
		n := 0
		fmt.Println(ordered(xs, func() string { n++; return fmt.Sprint(n) }))
		c := make(chan string, 1)
		fmt.Println(clauses(0, c, xs), clauses(1, c, xs))
		c <- "sent"
		fmt.Println(clauses(2, c, xs), asserted("v", xs), asserted(xs, xs), header(xs), labelled(xs))
		fmt.Println(closures(xs), generic(xs))
	}
}
