// The string is assigned in the loop where it grows.
package main

import (
	"errors"
	"fmt"
	"strings"
)

func first(xs []string) string {
	var s strings.Builder
	for i, x := range xs {
		if i == 0 {
			s.Reset()
			s.WriteString("<")
			s.WriteString(x)
			s.WriteString(">")
		} else {
			s.WriteString(",")
			s.WriteString(x) // want "`s` grows"
		}
	}
	return s.String()
}

func whereEmpty(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		if s.Len() == 0 {
			s.WriteString("WHERE ")
		} else {
			s.WriteString(" AND ") // want "`s` grows"
		}
		s.WriteString(x)
	}
	return s.String()
}

// The first statement of another branch, and one that is not the first.
func whereNotEmpty(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		if s.Len() == 0 {
			s.WriteString(x) // want "`s` grows"
			s.Reset()
			s.WriteString("begin")
		} else {
			s.Reset()
			s.WriteString("again")
		}
		s.WriteString(x)
		s.WriteString(".")
	}
	return s.String()
}

func flushed(lines []string) []string {
	var out []string
	var block strings.Builder
	for _, line := range lines {
		if strings.HasPrefix(line, "#") {
			out = append(out, block.String())
			block.Reset()
			block.WriteString(line)
			continue
		}
		block.WriteString("\n")
		block.WriteString(line) // want "`block` grows"
	}
	return append(out, block.String())
}

// What continues a line leads past the assignment.
func continued(lines []string) []string {
	var out []string
	var s strings.Builder
	for _, line := range lines {
		if strings.HasSuffix(line, "\\") {
			s.WriteString(strings.TrimSuffix(line, "\\")) // want "`s` grows"
			continue
		}
		out = append(out, s.String()+line)
		s.Reset()
	}
	return append(out, s.String())
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
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		out = append(out, s)
	}
	return out
}

func rowsEmptied(xss [][]string) []string {
	var out []string
	var s strings.Builder
	for _, xs := range xss {
		for _, x := range xs {
			s.WriteString(x) // want "`s` grows"
		}
		out = append(out, s.String())
		s.Reset()
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
	var sBuilder strings.Builder
	for _, x := range xs {
		if strings.HasSuffix(x, "!") {
			s = sBuilder.String()
			s = strings.TrimSuffix(s, ", ") // only then
			sBuilder.Reset()
			sBuilder.WriteString(s)
		}
		sBuilder.WriteString(x)
		sBuilder.WriteString(", ") // want "`s` grows"
	}
	s = sBuilder.String()
	return s
}

func backspace(text string) string {
	out := ""
	var outBuilder strings.Builder
	for _, r := range text {
		switch {
		case r != '\b':
			outBuilder.WriteRune(r) // want "`out` grows"
		case outBuilder.Len() > 0:
			out = outBuilder.String()
			out = out[:len(out)-1]
			outBuilder.Reset()
			outBuilder.WriteString(out)
		}
	}
	out = outBuilder.String()
	return out
}

func pair(xs []string) (string, error) {
	s, err := "", error(nil)
	var sBuilder strings.Builder
	for _, x := range xs {
		if x == "c" {
			s = sBuilder.String()
			s, err = check(s)
			sBuilder.Reset()
			sBuilder.WriteString(s)
			if err != nil {
				return sBuilder.String(), err
			}
		}
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
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
	var sBuilder strings.Builder
	for _, x := range xs {
		if x == "b" {
			s = sBuilder.String()
			s, t = t, s
			sBuilder.Reset()
			sBuilder.WriteString(s)
		}
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
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
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i, x := range xs {
		if i == 2 {
			s = old(x)
			sBuilder.Reset()
			sBuilder.WriteString(s)
		}
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
	}
	return s
}

func assignedPanicking(xs []string, n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("recovered")
		}
	}()
	var sBuilder strings.Builder
	for i, x := range xs {
		if i == 1 {
			s = xs[n]
			sBuilder.Reset()
			sBuilder.WriteString(s)
		}
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
	}
	return s, nil
}

func labelled(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
	again:
		if x == "a" {
			x = "A"
			s.WriteString("again") // want "`s` grows"
			goto again
		}
		if x == "c" {
			s.Reset()
			s.WriteString("c")
		}
		s.WriteString(x)
	}
	return s.String()
}

func oneLine(xs []string) string {
	s := ""
	var sBuilder strings.Builder
	for i, x := range xs { if i == 1 { s = sBuilder.String(); s = "(" + s + ")"; sBuilder.Reset(); sBuilder.WriteString(s) }; sBuilder.WriteString(x) } // want "`s` grows"
	s = sBuilder.String()
	return s
}

func result(xs []string) (s string) {
	var sBuilder strings.Builder
	for i, x := range xs {
		if i == 2 {
			s = sBuilder.String()
			s = s[1:]
			sBuilder.Reset()
			sBuilder.WriteString(s)
		}
		if x == "stop" {
			s = sBuilder.String()
			return
		}
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
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
