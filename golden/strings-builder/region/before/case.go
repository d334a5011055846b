// The loop alone: parameters and named results, and every way out of the loop.
package main

import (
	"errors"
	"fmt"
	"os"
)

func parameter(s string, xs []string) string {
	for _, x := range xs {
		s += x // want "`s` grows"
	} // the end
	return s
}

func returned(s string, xs []string) (string, error) {
	for _, x := range xs {
		if x == "" {
			return s, errors.New("empty after " + s)
		}
		s += x // want "`s` grows"
	}
	return s, nil
}

func bare(xs []string) (s string, n int) {
	for _, x := range xs {
		if x == "" {
			return
		}
		if x == "c" {
			return "c", n
		}
		s += x // want "`s` grows"
		n++
	}
	return
}

func labels(s string, xss [][]string) string {
outer:
	for i := 0; i < 3; i++ {
		s = "begin" + s
		for _, xs := range xss {
		inner:
			for _, x := range xs {
				switch x {
				case "a":
					s += x // want "`s` grows"
					break
				case "b":
					continue
				case "c":
					break inner
				case "d":
					continue inner
				case "e":
					continue outer
				case "f":
					break outer
				case "g":
					goto end
				default:
					s += "-"
				}
				s += "."
			}
		}
	}
end:
	return s
}

// The variable ends with the round, and needs nothing back there.
func perRound(xss [][]string) (out []string) {
outer:
	for _, xs := range xss {
		s := "r"
		s = s + "s" + fmt.Sprint(len(out))
		if len(xs) > 2 {
			s = "long"
		}
		for _, x := range xs {
			if x == "" {
				continue outer
			}
			s += x // want "`s` grows"
		}
		out = append(out, s)
	}
	return out
}

func endless(s string, xs []string) string {
	for {
		if len(xs) == 0 {
			return s
		}
		s += xs[0] // want "`s` grows"
		xs = xs[1:]
	}
}

func begunResult(xs []string) (s string) {
	s = "begun"
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return
}

func endlessResult(xs []string) (s string, n int) {
	for {
		if n == len(xs) {
			return s, n
		}
		s += xs[n] // want "`s` grows"
		n++
	}
}

func broken(s string, xs []string) string {
	for {
		if len(xs) == 0 {
			break
		}
		s += xs[0] // want "`s` grows"
		xs = xs[1:]
	}
	return s
}

func header(s string, n int) (string, int) {
	for i := range s {
		s += fmt.Sprint(i) // want "`s` grows"
	}
	for len(s) < n {
		s += "x" // want "`s` grows"
	}
	for i := len(s); i < n+8; s += "y" + "z" { // want "`s` grows"
		i++
	}
	for s += "<"; len(s) < n+20; {
		s += ">" // want "`s` grows"
	}
	return s, len(s)
}

// Nothing reads it afterwards: nothing goes back.
func unread(s string, xs []string) (n int) {
	for _, x := range xs {
		s += x // want "`s` grows"
		n += len(s)
	}
	return n
}

func unreadLocal(xs []string) (n int) {
	s, err := "", error(nil)
	s, err = fmt.Sprint(xs), nil
	for _, x := range xs {
		s += x // want "`s` grows"
		n += len(s)
	}
	if err != nil {
		return 0
	}
	return n
}

// Its only read is in the loop: without one in front of it the compiler would call it unused.
func overwritten(xs []string) (n int) {
	s := ""
	for _, x := range xs {
		s += x // want "`s` grows"
		n += len(s)
	}
	s = "done"
	return n
}

// The result `s` is another one where the loop is left.
func hidden(s string, xs []string) string {
outer:
	for {
		for _, x := range xs {
			s += x // refuse "`s` means something else"
			{
				s := len(x)
				if s > 0 {
					break outer
				}
			}
		}
		s = "again" + s
		if len(s) > 20 {
			return s
		}
	}
	return s
}

func plainDefer(name string, xs []string) (s string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for i := range xs {
		s += xs[i] // want "`s` grows"
	}
	return s, nil
}

func literal(xs []string) string {
	f := func(s string) (t string) {
		for _, x := range xs {
			s += x // want "`s` grows"
			fmt.Print()
			t += s // want "`t` grows"
		}
		return s + t
	}
	return f("x")
}

func clause(k int, s string, xs []string) string {
	switch k {
	case 1:
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		fallthrough
	case 2:
		s += "2"
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c", "d"}, {"a", "", "b"}, {"x", "y", "g"}, {"e", "f"}, {"f"}} {
		fmt.Println(parameter("s", xs), endless("s", xs), broken("s", xs), unread("s", xs), unreadLocal(xs), literal(xs))
		fmt.Println(returned("s", xs))
		fmt.Println(endlessResult(xs))
		fmt.Println(begunResult(xs))
		fmt.Println(overwritten(xs))
		fmt.Println(bare(xs))
		fmt.Println(labels("s", [][]string{xs, {"a"}, xs}), perRound([][]string{xs, {"a"}, xs}))
		fmt.Println(header("ab", len(xs)))
		fmt.Println(hidden("s", xs), clause(1, "s", xs), clause(2, "s", xs))
		fmt.Println(plainDefer("/dev/null", xs))
		fmt.Println(plainDefer("/does/not/exist", xs))
	}
}
