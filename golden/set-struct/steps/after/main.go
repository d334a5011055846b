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
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if ok {
		_, ok = m[k]
	}
	return fmt.Sprint(ok)
}

func assigned(k string, n int) bool {
	m := map[string]bool{"a": true} // refuse "`s\\.found` may be changed by `note\\(\"first\", n > 1\\) \\|\\| m\\[k\\]`"
	var s struct{ found bool }
	s.found = note("first", n > 1) || m[k]
	return s.found
}

func deep(k string, n int) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := note("a", n > 1)
	if ok {
		_, ok = m[k]
		if !ok {
			ok = note("b", n > 2)
			if ok {
				_, ok = m[k+"b"]
				ok = !ok
			}
		}
	}
	return ok
}

func negated(k string, n int) (found bool) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if !ok {
		_, ok = m[k]
		ok = !ok
	}
	ok = !ok
	if !ok {
		_, ok = m["b"]
		ok = !ok
		if ok {
			ok = n == 3
		}
	}
	found = ok
	return found
}

func compared(k string, n int) (count int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if !ok {
		_, ok = m[k]
		ok = ok != (n < 0)
	}
	if ok {
		count++
		count++
	}
	return count
}

func inElse(k string, n int) string {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if n == 0 {
		return "none"
	} else {
		ok := n > 1
		if ok {
			_, ok = m[k]
		}
		if ok {
			return "both"
		} else {
			w := k + k
			ok := n > 2
			if !ok {
				_, ok = m[w]
			}
			if ok {
				trace = append(trace, w)
				return "one"
			} else {
				return "else " + w
			}
		}
	}
}

func initialized(k string, n int) (count int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	w := k + "!"
	ok := n > 1
	if !ok {
		_, ok = m[w]
	}
	if ok {
		count += len(w)
		count++
	}
	return count
}

func elseInitialized(k string) string {
	m := map[string]struct{}{"aa": {}} // want "`m` holds nothing but true"
	w := "outer"
	if k == "" {
		return w
	} else {
		w := k + k
		if _, ok := m[w]; ok {
			return w
		}
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
