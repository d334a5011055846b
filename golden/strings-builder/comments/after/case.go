// Comments stay beside what they speak of: go.dev/issue/72958, go.dev/issue/73473, go.dev/issue/42031.
package main

import (
	"fmt"
	"strings"
)

func kept(xs []string) string {
	// s is the list.
	var s strings.Builder // empty at first
	// Every one of them.
	for _, x := range xs { // in order
		// one at a time
		s.WriteString(x)
		s.WriteString(";") // want "`s` grows"
		s.WriteString(x +  // the name
			";") // the end
		s.WriteString( /* quoted */ "'")
		s.WriteString(x)
		s.WriteString((x /* again */))
		s.WriteString(".")
	}
	/* all done */
	return s.String() // as it is
}

func between(xs []string) string {
	s /* the sum */ := ""
	var sBuilder strings.Builder
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
	return s
}

func around(s string, xs []string) string {
	// Before the loop.
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		if x == "b" {
			// Enough.
			break // really
		}
	} /* after the loop */
	s = sBuilder.String()
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
