// A goto neither leads to the loop nor jumps over what is new.
package main

import (
	"fmt"
	"strings"
)

func toLoop(s string, xs []string) string {
	n := 0
loop:
	for _, x := range xs {
		s += x // refuse "a goto leads to the loop"
	}
	if n++; n < 3 {
		goto loop
	}
	return s
}

func past(s string, xs []string) string {
	if len(xs) == 1 {
		goto end
	}
	for _, x := range xs {
		s += x // refuse "a goto leads past the loop"
	}
end:
	return s
}

func back(s string, xs []string) string {
	n := 0
again:
	n++
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	if n < 3 {
		goto again
	}
	return s
}

func out(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		if x == "b" {
			goto end
		}
		s.WriteString(x) // want "`s` grows"
	}
	s.WriteString("all")
end:
	return s.String()
}

func named(xs []string) (s string) {
	n := 0
again:
	for i := 0; i < 5; i++ {
		for _, x := range xs {
			if x == "b" && n < 3 {
				n++
				goto again
			}
			s += x // refuse "a goto leads to the loop"
		}
	}
	return
}

// The second time around the result is no longer empty.
func notEmptyAgain(xs []string) (s string) {
	n := 0
again:
	n++
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	s += ";"
	if n < 3 {
		goto again
	}
	return
}

// What stands before the loop reads it afterwards.
func readAgain(s string, xs []string) (n int) {
again:
	n += len(s)
	if n > 20 {
		return n
	}
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	n++
	goto again
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(toLoop("s", xs), past("s", xs), back("s", xs), out(xs), named(xs), notEmptyAgain(xs), readAgain("s", xs))
	}
}
