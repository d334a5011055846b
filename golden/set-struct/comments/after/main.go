// Comments stay, beside what they speak of.
package main

import "fmt"

func kept(k string, a bool) (n int) {
	// What was seen.
	m := make(map[string]struct{}) // want "`m` holds nothing but true" // by name
	m[k] = struct{}{}              // now it is
	// Has it been seen?
	if _, ok := m[k]; ok { // yes
		n++ // count
	} // end
	if /* before */ _, ok := m[k]; ok /* behind */ {
		n++
	}
	if a {
		if _, ok := m[k]; ok { // both
			// Inside.
			n++
		}
	}
	// The loop.
	for { // while it is there
		if _, ok := m[k]; !ok {
			break
		}
		// First.
		delete(m, k)
	}
	// A value.
	_, x := m[k] // of it
	// A call.
	_, ok := m[k]
	fmt.Println(ok, x)      // that prints
	switch _, ok := m[k]; { // what
	// The first.
	case ok: // is there
		n++
	}
	if _, ok := m[k]; ok == /* really */ true {
		n++
	}
	_, found := m[k]
	var y /* a flag */ bool = found
	fmt.Println(y)
	z := /* mine */ fmt.Sprint(k)
	if _, ok := m[z]; ok {
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
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	for _, k := range ks {
		ok := k == ""
		if !ok {
			_, ok = m[k]
		}
		if ok {
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
