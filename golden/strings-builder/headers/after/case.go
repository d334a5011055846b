// Accumulations in headers, which hold one simple statement.
package main

import (
	"fmt"
	"strings"
)

func post(xs []string) string {
	var s strings.Builder
	for i := 0; i < len(xs); s.WriteString(xs[i] + ",") { // want "`s` grows"
		i++
		if i == len(xs) {
			break
		}
	}
	return s.String()
}

func ifHeader(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		if s.WriteString(x + ","); s.Len() > 3 { // want "`s` grows"
			s.WriteString("!")
		} else if s.WriteString("-"); s.Len() > 0 {
			s.WriteString("?")
		}
		switch s.WriteString("/"); s.String() {
		case "a,-?/":
			s.WriteString("first")
		}
	}
	return s.String()
}

func clauses(xs []string, c chan string) string {
	var s strings.Builder
	for _, x := range xs {
		select {
		case c <- s.String():
			s.WriteString(x)
			s.WriteString("sent") // want "`s` grows"
		case y := <-c:
			s.WriteString(y)
			s.WriteString(x)
		}
		switch {
		case s.Len() == 0, s.Len() > 20:
			s.WriteString("long")
		}
	}
	return s.String()
}

func labels(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		if x == "b" {
			goto add
		}
		s.WriteString(".") // want "`s` grows"
	add:
		s.WriteString(x)
		s.WriteString(",")
	}
	return s.String()
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(post(xs), ifHeader(xs), clauses(xs, make(chan string, 1)), labels(xs))
	}
}
