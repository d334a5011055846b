// How the variable is declared: go.dev/issue/75318, go.dev/issue/76934 (mangled `var ( … )`).
package main

import "fmt"

func block(xs []string) string {
	var (
		s string
	)
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func middle(xs []string) string {
	var (
		n = len(xs)
		// s is the result.
		s   string // of all
		end = "."
	)
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s + end + fmt.Sprint(n)
}

func filled(xs []string) string {
	var (
		s           = "<"
		t, u        = "", 1
		v    string = ""
	)
	for _, x := range xs {
		s += x // want "`s` grows"
		t += x // want "`t` grows"
		v += x // want "`v` grows"
		u++
	}
	return s + t + v + fmt.Sprint(u)
}

// The next line of the block reads what the first one declares: only the loop gets a builder.
func usedInBlock(xs []string) string {
	var (
		s = "<"
		t = s + "!"
	)
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s + t
}

func several(xs []string) string {
	n, s := len(xs), ""
	for n > 0 {
		n--
		s += xs[n] // want "`s` grows"
	}
	return s
}

func severalFilled(xs []string, first string) string {
	s, n := first, len(xs)
	for n > 0 {
		n--
		s += xs[n] // want "`s` grows"
	}
	return s
}

func typed(xs []string) string {
	var a, s string
	for _, x := range xs {
		a = x
		s += x // want "`s` grows"
	}
	return a + s
}

func typedValue(xs []string) string {
	var s string = "x"
	var a, t = "y", "z"
	for _, x := range xs {
		s += x // want "`s` grows"
		t += x // want "`t` grows"
	}
	return a + s + t
}

func old(xs []string) string {
	n := 0
	n, s := len(xs), ""
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s + fmt.Sprint(n)
}

func blank(xs []string) string {
	_, s := len(xs), ""
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func two() (string, error) { return "two", nil }

// One of several results has no value of its own.
func results(xs []string) (string, error) {
	s, err := two()
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s, err
}

func lastResult(xs []string) (string, error) {
	err, s := func() (error, string) { return nil, "last" }()
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s, err
}

// The value mentions a name that the statement declares.
func swapped(x string, xs []string) string {
	for range 5 {
		x, s := "new", x
		for _, y := range xs {
			s += y // want "`s` grows"
		}
		fmt.Println(x, s)
	}
	return x
}

func inner(s string, xs []string) string {
	{
		s := s + "!"
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		fmt.Println(s)
	}
	return s
}

func ordered(xs []string, f func() string) string {
	s, t := f(), f()
	for _, x := range xs {
		s += x // want "`s` grows"
		fmt.Print()
		t += x // want "`t` grows"
	}
	return s + t
}

func clauses(k int, c chan string, xs []string) string {
	switch k {
	case 0:
		s := ""
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		return s
	default:
		var s string
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		fmt.Println(s)
	}
	select {
	case s := <-c:
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		return s
	default:
		s := "default"
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		return s
	}
}

func asserted(v any, xs []string) string {
	switch s := v.(type) {
	case string:
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		return s
	case []string:
		return fmt.Sprint(s)
	}
	return ""
}

func header(xs []string) string {
	if s := "h"; len(xs) > 0 {
		for _, x := range xs {
			s += x // want "`s` grows"
		}
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
	s := "l"
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	fmt.Println(s)
	if n++; n < 3 {
		goto again
	}
	return s
}

func closures(xs []string) string {
	join := func(sep string) string {
		s := ""
		for _, x := range xs {
			s += x + sep // want "`s` grows"
		}
		return s
	}
	return join(",") + join(";")
}

func generic[T ~[]string](xs T) string {
	var s string
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
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
