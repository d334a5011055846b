// The string is assigned in the loop where it grows.
package main

import (
	"errors"
	"fmt"
	"strings"
)

func first(xs []string) string {
	s := ""
	for i, x := range xs {
		if i == 0 {
			s = "<" + x + ">"
		} else {
			s += "," + x // want "`s` grows"
		}
	}
	return s
}

func whereEmpty(xs []string) string {
	s := ""
	for _, x := range xs {
		if s == "" {
			s = "WHERE "
		} else {
			s += " AND " // want "`s` grows"
		}
		s += x
	}
	return s
}

// The first statement of another branch, and one that is not the first.
func whereNotEmpty(xs []string) string {
	s := ""
	for _, x := range xs {
		if s == "" {
			s += x // want "`s` grows"
			s = "begin"
		} else {
			s = "again"
		}
		s += x + "."
	}
	return s
}

func flushed(lines []string) []string {
	var out []string
	block := ""
	for _, line := range lines {
		if strings.HasPrefix(line, "#") {
			out = append(out, block)
			block = line
			continue
		}
		block += "\n" + line // want "`block` grows"
	}
	return append(out, block)
}

// What continues a line leads past the assignment.
func continued(lines []string) []string {
	var out []string
	s := ""
	for _, line := range lines {
		if strings.HasSuffix(line, "\\") {
			s += strings.TrimSuffix(line, "\\") // want "`s` grows"
			continue
		}
		out = append(out, s+line)
		s = ""
	}
	return append(out, s)
}

func everyRound(xs []string) []string {
	var out []string
	s := ""
	for _, x := range xs {
		s = x
		s += "." // refuse "`s` is assigned in every round"
		out = append(out, s)
	}
	return out
}

func emptiedEveryRound(xs []string) []string {
	var out []string
	s := ""
	for _, x := range xs {
		s += x // refuse "`s` is assigned in every round"
		s += "."
		out = append(out, s)
		s = ""
	}
	return out
}

// The outer loop begins anew, the inner one grows.
func rows(xss [][]string) []string {
	var out []string
	s := ""
	for _, xs := range xss {
		s = "r"
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		out = append(out, s)
	}
	return out
}

func rowsEmptied(xss [][]string) []string {
	var out []string
	s := ""
	for _, xs := range xss {
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		out = append(out, s)
		s = ""
	}
	return out
}

// Copied anew in every round but the first.
func copied(xs []string) string {
	s := ""
	for i, x := range xs {
		if i == 0 {
			s = x
			continue
		}
		s = fmt.Sprintf("(%s %s)", s, x)
		s += ";" // refuse "`s` is assigned in every round"
	}
	return s
}

func trimmed(xs []string) string {
	s := ""
	for _, x := range xs {
		if strings.HasSuffix(x, "!") {
			s = strings.TrimSuffix(s, ", ") // only then
		}
		s += x + ", " // want "`s` grows"
	}
	return s
}

func backspace(text string) string {
	out := ""
	for _, r := range text {
		switch {
		case r != '\b':
			out += string(r) // want "`out` grows"
		case out != "":
			out = out[:len(out)-1]
		}
	}
	return out
}

func pair(xs []string) (string, error) {
	s, err := "", error(nil)
	for _, x := range xs {
		if x == "c" {
			s, err = check(s)
			if err != nil {
				return s, err
			}
		}
		s += x // want "`s` grows"
	}
	return s, nil
}

func check(s string) (string, error) {
	if len(s) > 3 {
		return "long " + s, errors.New("too long")
	}
	return s + "?", nil
}

func swapped(xs []string) (string, string) {
	s, t := "", "t"
	for _, x := range xs {
		if x == "b" {
			s, t = t, s
		}
		s += x // want "`s` grows"
	}
	return s, t
}

func inHeader(xs []string) string {
	s := ""
	for _, x := range xs {
		if s = s + x; len(s) > 5 { // refuse "`s` is assigned"
			s = "long"
		}
		if s = strings.TrimSpace(s); s == "" {
			return s
		}
	}
	return s
}

func inRange(xs []string) string {
	s := ""
	for _, x := range xs {
		for _, s = range xs {
			s += x // refuse "`s` is assigned"
		}
	}
	return s
}

// Whoever reads it while it is assigned reads the old one.
func readMeanwhile(xs []string) string {
	s := ""
	old := func(x string) string { return s + "<" + x }
	for i, x := range xs {
		if i == 2 {
			s = old(x)
		}
		s += x // want "`s` grows"
	}
	return s
}

func assignedPanicking(xs []string, n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("recovered")
		}
	}()
	for i, x := range xs {
		if i == 1 {
			s = xs[n]
		}
		s += x // want "`s` grows"
	}
	return s, nil
}

func labelled(xs []string) string {
	s := ""
	for _, x := range xs {
	again:
		if x == "a" {
			x = "A"
			s = s + "again" // want "`s` grows"
			goto again
		}
		if x == "c" {
			s = "c"
		}
		s += x
	}
	return s
}

func oneLine(xs []string) string {
	s := ""
	for i, x := range xs { if i == 1 { s = "(" + s + ")" }; s += x } // want "`s` grows"
	return s
}

func result(xs []string) (s string) {
	for i, x := range xs {
		if i == 2 {
			s = s[1:]
		}
		if x == "stop" {
			return
		}
		s += x // want "`s` grows"
	}
	return
}

// Most of what happens to it is no growth.
func path(parts []string) string {
	s := ""
	for _, part := range parts {
		switch part {
		case "":
			s = "/"
		case "b":
			s = s[:strings.LastIndex(s, "/")+1]
		default:
			s += "/" + part // refuse "`s` is assigned in more places than it grows in"
		}
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b"}, {"", "b", "c", "d!"}, {"a", "#b", "c\\", "d", "stop", "e"}, {"b", "b", "c", "c", "c"}} {
		fmt.Println(first(xs), whereEmpty(xs), whereNotEmpty(xs), trimmed(xs), copied(xs))
		fmt.Printf("%q %q %q %q\n", flushed(xs), continued(xs), everyRound(xs), emptiedEveryRound(xs))
		fmt.Println(rows([][]string{xs, nil, xs}), rowsEmptied([][]string{xs, nil, xs}))
		fmt.Println(pair(xs))
		fmt.Println(swapped(xs))
		fmt.Println(inHeader(xs), inRange(xs), readMeanwhile(xs), labelled(xs), oneLine(xs), path(xs))
		fmt.Println(assignedPanicking(xs, 0))
		fmt.Println(assignedPanicking(xs, 7))
		fmt.Println(backspace("ab\b\bcd\b\b\be" + strings.Join(xs, "\b")))
		func() {
			defer func() { fmt.Println(recover()) }()
			fmt.Println(result(xs))
		}()
	}
}
