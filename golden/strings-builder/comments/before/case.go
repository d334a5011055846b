// Comments stay beside what they speak of: go.dev/issue/72958, go.dev/issue/73473, go.dev/issue/42031.
package main

import "fmt"

func kept(xs []string) string {
	// s is the list.
	s := "" // empty at first
	// Every one of them.
	for _, x := range xs { // in order
		// one at a time
		s += x + ";" // want "`s` grows"
		s += x +     // the name
			";" // the end
		s += /* quoted */ "'" + x
		s = s + (x /* again */) + "."
	}
	/* all done */
	return s // as it is
}

func between(xs []string) string {
	s /* the sum */ := ""
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}

func around(s string, xs []string) string {
	// Before the loop.
	for _, x := range xs {
		s += x // want "`s` grows"
		if x == "b" {
			// Enough.
			break // really
		}
	} /* after the loop */
	// Before the return.
	return s
}

func lost(xs []string) string {
	s := ""
	for _, x := range xs {
		s = s + // refuse "a comment stands inside the concatenation"
			x
		s += x
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(kept(xs), between(xs), around("s", xs), lost(xs))
	}
}
