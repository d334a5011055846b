// Comments stay, beside what they speak of.
package main

import "fmt"

func kept(k string, a bool) (n int) {
	// What was seen.
	m := make(map[string]bool) // want "`m` holds nothing but true" // by name
	m[k] = true                // now it is
	// Has it been seen?
	if m[k] { // yes
		n++ // count
	} // end
	if /* before */ m[k] /* behind */ {
		n++
	}
	if a && m[k] { // both
		// Inside.
		n++
	}
	// The loop.
	for m[k] { // while it is there
		// First.
		delete(m, k)
	}
	// A value.
	x := m[k] // of it
	// A call.
	fmt.Println(m[k], x) // that prints
	switch {             // what
	// The first.
	case m[k]: // is there
		n++
	}
	if m[k] == /* really */ true {
		n++
	}
	var y /* a flag */ bool = m[k]
	fmt.Println(y)
	if z := /* mine */ fmt.Sprint(k); m[z] {
		n++
	}
	// The end.
	return n
}

func between(k string, a bool) int {
	m := map[string]bool{"a": true} // refuse "a comment stands before `m\\[k\\]`"
	if a &&                         // first
		m[k] {
		return 1
	}
	return 2
}

func inLoop(k string, a bool) int {
	m := map[string]bool{"a": true} // refuse "a comment stands in the condition of a loop"
	for a && /* not */ m[k] {
		a = false
	}
	return 2
}

func behindCondition(k string) int {
	m := map[string]bool{"a": true} // refuse "a comment stands in the condition of a loop"
	for m[k] /* why */ {
		delete(m, k)
	}
	return 2
}

func inReturn(k string, a bool) bool {
	m := map[string]bool{"a": true} // refuse "a comment stands in a return statement"
	return a && /* and */ m[k]
}

func inJump(ks []string) (n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	for _, k := range ks {
		if k == "" || m[k] {
			// Nothing to do.
			continue
		}
		n++
	}
	return n
}

func inRemoval(k string) bool {
	m := map[string]bool{"a": true} // refuse "false is stored together with other values"
	m[ /* the key */ k] = false
	return m["b"]
}

func inSteps(k string, a bool) bool {
	m := map[string]bool{"a": true} // refuse "a comment stands in a condition"
	x := a && /* and */ m[k]
	return x
}

func main() {
	for _, k := range []string{"a", "b", ""} {
		fmt.Println(kept(k, true), between(k, true), inLoop(k, true), behindCondition(k), inReturn(k, true))
		fmt.Println(inJump([]string{k, "c"}), inRemoval(k), inSteps(k, true))
	}
}
