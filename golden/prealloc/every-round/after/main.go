// Before the first append nothing may leave the loop, where a nil slice would become an empty one.
package main

import (
	"fmt"
	"slices"
)

func breaks(xs []int) []int {
	var out []int // want "unsafe: spare capacity .*; a nil slice may become an empty one"
	for _, x := range xs {
		if x < 0 {
			break
		}
		out = append(out, x)
	}
	return out
}

func returns(xs []int) []int {
	var out []int // want "unsafe: spare capacity .*; a nil slice may become an empty one"
	for _, x := range xs {
		if x < 0 {
			return out
		}
		out = append(out, x)
	}
	return out
}

func continues(xs []int) []int {
	var out []int // want "unsafe: not every round appends"
	for _, x := range xs {
		if x < 0 {
			continue
		}
		out = append(out, x)
	}
	return out
}

func breaksOut(xss [][]int) [][]int {
	var all [][]int // want "`all` gets len\\(xss\\) elements, one at a time: make room for them beforehand$"
	all = slices.Grow(all, len(xss))
outer:
	for _, xs := range xss {
		var out []int
		for _, x := range xs {
			if x < 0 {
				all = append(all, out)
				continue outer
			}
			out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
		}
		all = append(all, out)
	}
	return all
}

// The way out does not see it.
func fails(xs []int) ([]int, error) {
	var out []int // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		if x < 0 {
			return nil, fmt.Errorf("negative: %d", x)
		}
		out = append(out, x)
	}
	return out, nil
}

// Each round appends once, on every path.
func eitherWay(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		if x < 0 {
			out = append(out, -x)
			continue
		}
		switch {
		case x > 10:
			out = append(out, 10)
		case x > 5:
			fallthrough
		default:
			out = append(out, x)
		}
	}
	return out
}

// A panic is a way out on which a deferred function lets the result be seen.
func recovers(xs []int) (out []int) {
	defer func() { recover() }()
	for i := range xs { // want "unsafe: spare capacity .*; a nil slice may become an empty one"
		out = append(out, 10/xs[i])
	}
	return out
}

// It cannot recover.
func closes(xs []int) (out []int) {
	defer fmt.Print()
	out = slices.Grow(out, len(xs))
	for i := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, 10/xs[i])
	}
	return out
}

func deferred(xs []int) (err error) {
	var out []int
	defer func() {
		if recover() != nil && out == nil {
			err = fmt.Errorf("nothing")
		}
	}()
	for _, x := range xs {
		out = append(out, 10/x) // refuse "`out` is compared with nil before the last append at line"
	}
	return nil
}

// It has no known count, not even one.
func spreads(xss [][]int) []int {
	var out []int
	for _, xs := range xss {
		out = append(out, xs...) // refuse "nothing tells how many elements `out` gets"
	}
	return out
}

func main() {
	for _, xs := range [][]int{nil, {-1}, {0}, {1, -1, 2}, {3, 20, 7}} {
		fmt.Println(breaks(xs) == nil, returns(xs) == nil, continues(xs) == nil, breaksOut([][]int{xs, xs}))
		out, err := fails(xs)
		fmt.Println(out == nil, err, eitherWay(xs), recovers(xs) == nil, deferred(xs), spreads([][]int{xs}))
	}
	fmt.Println(closes([]int{1, 2}))
}
