// The language version is the file's; the compiler does not check library functions against it.
package main

import (
	"fmt"
	"strings"
)

func grow(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	if len(xs) > 0 {
		out = make([]int, 0, len(xs))
	}
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func growTwice(xs []int) []string {
	var (
		out []string // want "`out` gets 2\\*len\\(xs\\) elements, one at a time: make room for them beforehand$"
		n   int
	)
	if 2*len(xs) > 0 {
		out = make([]string, 0, 2*len(xs))
	}
	// each and its negative
	for _, x := range xs {
		out = append(out, fmt.Sprint(x), fmt.Sprint(-x))
		n++
	}
	return out
}

func growFields(line string) []string {
	var out []string // want "`out` gets len\\(fields\\) elements, one at a time: make room for them beforehand$"
	fields := strings.Fields(line)
	if len(fields) > 0 {
		out = make([]string, 0, len(fields))
	}
	for _, word := range fields {
		out = append(out, word+"!")
	}
	return out
}

func growLater(xs []int, yes bool) []int {
	var out []int // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	if !yes {
		return out
	}
	if len(xs) > 0 {
		out = make([]int, 0, len(xs))
	}
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func growResult(xs []int) (out []int) {
	if len(xs) > 0 {
		out = make([]int, 0, len(xs))
	}
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, x)
	}
	return
}

func growMore(xs []int) []int {
	var out []int
	out = append(out, xs...)
	for _, x := range xs {
		out = append(out, x) // refuse "slices\\.Grow needs Go 1\\.21; this file is Go 1\\.18"
	}
	return out
}

func growLiteral(xs []int) []int {
	out := []int{1}
	for _, x := range xs {
		out = append(out, x) // refuse "slices\\.Grow needs Go 1\\.21; this file is Go 1\\.18"
	}
	return out
}

func growInner(xs []int) []int {
	var out []int
	for len(out) < 2*len(xs) {
		for _, x := range xs {
			out = append(out, x) // refuse "slices\\.Grow needs Go 1\\.21; this file is Go 1\\.18"
		}
	}
	return out
}

func shadowed(xs []int) []int {
	var out []int
	make := func(n int) int { return n }
	for _, x := range xs {
		out = append(out, make(x)) // refuse "make means something else at line 86"
	}
	return out
}

func signed(n int) []int {
	out := []int{} // want "`out` gets n elements, one at a time: make room for them beforehand$"
	if n > 0 {
		out = make([]int, 0, n)
	}
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return out
}

func fine(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func main() {
	fmt.Println(growResult(nil) == nil, growResult([]int{}) == nil, growResult([]int{1}))
	fmt.Println(growTwice(nil) == nil, growFields("") == nil, growLater(nil, true) == nil, growMore(nil) == nil, growInner(nil) == nil, shadowed(nil) == nil)
	fmt.Println(growTwice([]int{1}), growFields("a b"), growLater([]int{1}, true), growMore([]int{1}), growLiteral([]int{1}), growInner([]int{1, 2}), shadowed([]int{1}))
	fmt.Println(grow(nil) == nil, grow([]int{1}), signed(-1), fine(nil) == nil)
}
