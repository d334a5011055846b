// Conditions that no nested `if` can say: each operand is evaluated where and when it was.
package main

import "fmt"

var trace []string

func note(name string, value bool) bool {
	trace = append(trace, name)
	return value
}

type choice bool

func called(k string, n int) string {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	return fmt.Sprint(n > 1 && m[k])
}

func assigned(k string, n int) bool {
	m := map[string]bool{"a": true} // refuse "`s\\.found` may be changed by `note\\(\"first\", n > 1\\) \\|\\| m\\[k\\]`"
	var s struct{ found bool }
	s.found = note("first", n > 1) || m[k]
	return s.found
}

func deep(k string, n int) bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	return note("a", n > 1) && (m[k] || note("b", n > 2) && !m[k+"b"])
}

func negated(k string, n int) (found bool) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	found = !(n > 1 || m[k] == false) || !m["b"] && n == 3
	return found
}

func compared(k string, n int) (count int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 1 || m[k] != (n < 0) {
		count++
		count++
	}
	return count
}

func inElse(k string, n int) string {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n == 0 {
		return "none"
	} else if n > 1 && m[k] {
		return "both"
	} else if w := k + k; n > 2 || m[w] {
		trace = append(trace, w)
		return "one"
	} else {
		return "else " + w
	}
}

func initialized(k string, n int) (count int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if w := k + "!"; n > 1 || m[w] {
		count += len(w)
		count++
	}
	return count
}

func elseInitialized(k string) string {
	m := map[string]bool{"aa": true} // want "`m` holds nothing but true"
	w := "outer"
	if k == "" {
		return w
	} else if w := k + k; m[w] {
		return w
	}
	return w
}

func named(k string, n int) choice {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is not always evaluated"
	var c choice
	c = choice(n > 1) && choice(m[k])
	return c
}

func commented(k string, n int) (count int) {
	m := map[string]bool{"a": true} // refuse "a comment stands in a condition"
	if n > 1 ||                     // a comment
		m[k] {
		count++
		count++
	}
	return count
}

func behindCall(k string, n int) string {
	m := map[string]bool{"a": true} // refuse "`n > 1 && m\\[k\\]` is evaluated after `note\\(\"before\", true\\)`"
	return fmt.Sprint(note("before", true), n > 1 && m[k])
}

func several(k string, n int) []bool {
	m := map[string]bool{"a": true} // refuse "elements are read in several conditions of one statement"
	return []bool{n > 1 && m[k], n > 2 && m[k]}
}

func main() {
	for n := range 5 {
		for _, k := range []string{"a", "b"} {
			fmt.Println(called(k, n), assigned(k, n), deep(k, n), negated(k, n), compared(k, n), inElse(k, n))
			fmt.Println(initialized(k, n), elseInitialized(k), named(k, n), commented(k, n), behindCall(k, n), several(k, n))
		}
	}
	fmt.Println(trace)
}
