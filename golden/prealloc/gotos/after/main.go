// No goto jumps over a new variable, or runs the loop again.
package main

import (
	"fmt"
	"slices"
)

func again(xs []int) []int {
	n := 0
	out := []int{}
again:
	for _, x := range xs {
		out = append(out, x) // refuse "a goto goes back to before the last append at line"
	}
	n++
	if n < 3 {
		goto again
	}
	return out
}

func again2(xs []int) []int {
	n := 0
	var out []int
again:
	n++
	for _, x := range xs {
		out = append(out, x) // refuse "a goto goes back to before the last append at line"
	}
	if n < 3 {
		goto again
	}
	return out
}

func over(s []int) []int {
	out := []int{}
	if len(s) > 2 {
		goto end
	}
	for _, x := range s[1:] {
		out = append(out, x) // refuse "a goto might jump over a new variable at line"
	}
end:
	return out
}

func overMoved(s []int) []int {
	out := []int{} // want "`out` gets len\\(s\\) elements"
	if len(s) > 2 {
		goto end
	}
	out = slices.Grow(out, len(s))
	for _, x := range s {
		out = append(out, x)
	}
end:
	return out
}

func outOfLoop(s []int) []int {
	var out []int // want "unsafe: spare capacity .*; a nil slice may become an empty one"
	for _, x := range s {
		if x == 3 {
			goto end
		}
		out = append(out, x)
	}
end:
	return out
}

func before(s []int) []int {
	n := 0
start:
	n++
	out := make([]int, 0, len(s)) // want "`out` gets len\\(s\\) elements"
	for _, x := range s {
		out = append(out, x)
	}
	if n < 3 {
		goto start
	}
	return out
}

func main() {
	xs := []int{1, 2, 3}
	fmt.Println(again(xs), again2(xs), over(xs), overMoved(xs), outOfLoop(xs), before(xs), over(xs[:1]), overMoved(xs[:1]))
}
