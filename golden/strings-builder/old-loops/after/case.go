// Before Go 1.22 all rounds share the variables of a loop's header, and a closure of the round before looks.
package main

import (
	"fmt"
	"strings"
)

func shared(xs []string) {
	var looks []func()
	for _, s := range xs {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			for _, look := range looks {
				look()
			}
			sBuilder.WriteString(x) // want "`s` grows"
			s = sBuilder.String()
		}
		looks = append(looks, func() { fmt.Println(s) })
	}
}

func own(xs []string) {
	var looks []func()
	for _, x := range xs {
		s := x
		s, n := s+"0", 0
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, y := range xs {
			for _, look := range looks {
				look()
			}
			sBuilder.WriteString(y) // want "`s` grows"
			n++
		}
		s = sBuilder.String()
		looks = append(looks, func() { fmt.Println(s, n) })
	}
}

func main() {
	shared([]string{"a", "b", "c"})
	own([]string{"a", "b", "c"})
}
