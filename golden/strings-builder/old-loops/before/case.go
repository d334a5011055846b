// Before Go 1.22 all rounds share the variables of a loop's header, and a closure of the round before looks.
package main

import "fmt"

func shared(xs []string) {
	var looks []func()
	for _, s := range xs {
		for _, x := range xs {
			for _, look := range looks {
				look()
			}
			s += x // want "`s` grows"
		}
		looks = append(looks, func() { fmt.Println(s) })
	}
}

func own(xs []string) {
	var looks []func()
	for _, x := range xs {
		s := x
		s, n := s+"0", 0
		for _, y := range xs {
			for _, look := range looks {
				look()
			}
			s += y // want "`s` grows"
			n++
		}
		looks = append(looks, func() { fmt.Println(s, n) })
	}
}

func main() {
	shared([]string{"a", "b", "c"})
	own([]string{"a", "b", "c"})
}
