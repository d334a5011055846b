// Accumulations in headers, which hold one simple statement.
package main

import "fmt"

func post(xs []string) string {
	s := ""
	for i := 0; i < len(xs); s += xs[i] + "," { // want "`s` grows"
		i++
		if i == len(xs) {
			break
		}
	}
	return s
}

func ifHeader(xs []string) string {
	s := ""
	for _, x := range xs {
		if s += x + ","; len(s) > 3 { // want "`s` grows"
			s += "!"
		} else if s = s + "-"; s != "" {
			s += "?"
		}
		switch s += "/"; s {
		case "a,-?/":
			s += "first"
		}
	}
	return s
}

func clauses(xs []string, c chan string) string {
	s := ""
	for _, x := range xs {
		select {
		case c <- s:
			s += x + "sent" // want "`s` grows"
		case y := <-c:
			s += y + x
		}
		switch {
		case s == "", len(s) > 20:
			s += "long"
		}
	}
	return s
}

func labels(xs []string) string {
	s := ""
	for _, x := range xs {
		if x == "b" {
			goto add
		}
		s += "." // want "`s` grows"
	add:
		s += x + ","
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(post(xs), ifHeader(xs), clauses(xs, make(chan string, 1)), labels(xs))
	}
}
