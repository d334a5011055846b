// The loop alone: parameters and named results, and every way out of the loop.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

func parameter(s string, xs []string) string {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	} // the end
	s = sBuilder.String()
	return s
}

func returned(s string, xs []string) (string, error) {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		if x == "" {
			return sBuilder.String(), errors.New("empty after " + sBuilder.String())
		}
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return s, nil
}

func bare(xs []string) (s string, n int) {
	var sBuilder strings.Builder
	for _, x := range xs {
		if x == "" {
			s = sBuilder.String()
			return
		}
		if x == "c" {
			return "c", n
		}
		sBuilder.WriteString(x) // want "`s` grows"
		n++
	}
	s = sBuilder.String()
	return
}

func labels(s string, xss [][]string) string {
outer:
	for i := 0; i < 3; i++ {
		s = "begin" + s
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, xs := range xss {
		inner:
			for _, x := range xs {
				switch x {
				case "a":
					sBuilder.WriteString(x) // want "`s` grows"
					break
				case "b":
					continue
				case "c":
					break inner
				case "d":
					continue inner
				case "e":
					s = sBuilder.String()
					continue outer
				case "f":
					s = sBuilder.String()
					break outer
				case "g":
					s = sBuilder.String()
					goto end
				default:
					sBuilder.WriteString("-")
				}
				sBuilder.WriteString(".")
			}
		}
		s = sBuilder.String()
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
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			if x == "" {
				continue outer
			}
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		out = append(out, s)
	}
	return out
}

func endless(s string, xs []string) string {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for {
		if len(xs) == 0 {
			return sBuilder.String()
		}
		sBuilder.WriteString(xs[0]) // want "`s` grows"
		xs = xs[1:]
	}
}

func begunResult(xs []string) (s string) {
	s = "begun"
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return
}

func endlessResult(xs []string) (s string, n int) {
	var sBuilder strings.Builder
	for {
		if n == len(xs) {
			return sBuilder.String(), n
		}
		sBuilder.WriteString(xs[n]) // want "`s` grows"
		n++
	}
}

func broken(s string, xs []string) string {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for {
		if len(xs) == 0 {
			break
		}
		sBuilder.WriteString(xs[0]) // want "`s` grows"
		xs = xs[1:]
	}
	s = sBuilder.String()
	return s
}

func header(s string, n int) (string, int) {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i := range sBuilder.String() {
		fmt.Fprint(&sBuilder, i) // want "`s` grows"
	}
	s = sBuilder.String()
	var sBuilder2 strings.Builder
	sBuilder2.WriteString(s)
	for sBuilder2.Len() < n {
		sBuilder2.WriteString("x") // want "`s` grows"
	}
	s = sBuilder2.String()
	var sBuilder3 strings.Builder
	sBuilder3.WriteString(s)
	for i := sBuilder3.Len(); i < n+8; sBuilder3.WriteString("y" + "z") { // want "`s` grows"
		i++
	}
	s = sBuilder3.String()
	var sBuilder4 strings.Builder
	sBuilder4.WriteString(s)
	for sBuilder4.WriteString("<"); sBuilder4.Len() < n+20; {
		sBuilder4.WriteString(">") // want "`s` grows"
	}
	s = sBuilder4.String()
	return s, len(s)
}

// Nothing reads it afterwards: nothing goes back.
func unread(s string, xs []string) (n int) {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		n += sBuilder.Len()
	}
	return n
}

func unreadLocal(xs []string) (n int) {
	s, err := "", error(nil)
	s, err = fmt.Sprint(xs), nil
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		n += sBuilder.Len()
	}
	if err != nil {
		return 0
	}
	return n
}

// Its only read is in the loop: without one in front of it the compiler would call it unused.
func overwritten(xs []string) (n int) {
	s := ""
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		n += sBuilder.Len()
	}
	s = sBuilder.String()
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
	var sBuilder strings.Builder
	for i := range xs {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
	}
	s = sBuilder.String()
	return s, nil
}

func literal(xs []string) string {
	f := func(s string) (t string) {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		var tBuilder strings.Builder
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
			fmt.Print()
			tBuilder.WriteString(sBuilder.String()) // want "`t` grows"
		}
		t = tBuilder.String()
		s = sBuilder.String()
		return s + t
	}
	return f("x")
}

func clause(k int, s string, xs []string) string {
	switch k {
	case 1:
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
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
