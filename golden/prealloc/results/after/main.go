// Named results: whoever called sees them on every way out, a panic that is recovered included.
package main

import (
	"errors"
	"fmt"
	"slices"
)

func bare(xs []int) (out []int) {
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, x)
	}
	return
}

func bareBreak(xs []int) (out []int) {
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		if x < 0 {
			break
		}
		out = append(out, x)
	}
	return
}

func bareReturn(xs []int) (out []int) {
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		if x < 0 {
			return
		}
		out = append(out, x)
	}
	return
}

// The way out sets it to something else.
func unseen(xs []int) (out []int, err error) {
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		if x < 0 {
			return nil, errors.New("negative")
		}
		out = append(out, x)
	}
	return
}

// A deferred function might see it, whatever the return says.
func deferred(xs []int) (out []int, err error) {
	defer func() { err = errors.Join(err, fmt.Errorf("%d", len(out))) }()
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		if x < 0 {
			return nil, errors.New("negative")
		}
		out = append(out, x)
	}
	return
}

func panics(xs []int) (out []int) {
	defer func() { recover() }()
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		if x < 0 {
			panic("negative")
		}
		out = append(out, x)
	}
	return
}

// It has appended before it panics.
func panicsLater(xs []int) (out []int) {
	defer func() { recover() }()
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share\\)$"
		out = append(out, x)
		out[len(out)-1] /= x
	}
	return
}

// Without a recover nobody sees what a panic leaves.
func panicsOut(xs []int) (out []int) {
	defer fmt.Print()
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		if x < 0 {
			panic("negative")
		}
		out = append(out, 10/x)
	}
	return
}

// Where xs is empty, nothing has been appended when this panics.
func panicsBehind(xs, ys []int) (out []int) {
	defer func() { recover() }()
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		out = append(out, x)
	}
	out = append(out, ys[5])
	return out
}

func panicsBetween(xs, ys []int) (out []int) {
	defer func() { recover() }()
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
		out = append(out, x)
	}
	y := ys[5]
	for range 10 {
		out = append(out, y)
	}
	return out
}

// Known functions do not recover.
func printed(xs []int) (out []int) {
	defer fmt.Print()
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, x)
	}
	return
}

func inLiteral(xs []int) []int {
	return func() (out []int) {
		out = slices.Grow(out, len(xs))
		for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
			out = append(out, x)
		}
		return
	}()
}

func nilTested(xs []int) (out []int, none bool) {
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, x)
	}
	return out, out == nil
}

func main() {
	for _, xs := range [][]int{nil, {-1}, {1, 2}, {1, -1}} {
		fmt.Println(bare(xs) == nil, bareBreak(xs) == nil, bareReturn(xs) == nil, panics(xs) == nil, panicsLater(xs) == nil, printed(xs) == nil, inLiteral(xs) == nil)
		fmt.Println(panicsBehind(xs, xs) == nil, panicsBetween(xs, xs) == nil)
		fmt.Println(unseen(xs))
		fmt.Println(deferred(xs))
		fmt.Println(nilTested(xs))
	}
	fmt.Println(panicsOut([]int{1, 2}))
}
