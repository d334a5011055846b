// Appends in several loops and statements add, as far as their counts can be told before the first of the loops.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type tree struct{ items []int }

func sum(xs, ys []int) []int {
	out := make([]int, 0, len(xs)+len(ys)+1) // want "`out` gets len\\(xs\\)\\+len\\(ys\\)\\+1 elements"
	for _, x := range xs {
		out = append(out, x)
	}
	for _, y := range ys {
		out = append(out, y)
	}
	out = append(out, 0)
	return out
}

func ofCall(s string, ys []string) []string {
	parts := strings.Split(s, ",")
	out := make([]string, 0, len(parts)+len(ys)) // want "`out` gets len\\(parts\\)\\+len\\(ys\\) elements"
	for _, x := range parts {
		out = append(out, x)
	}
	for _, y := range ys {
		out = append(out, y)
	}
	return out
}

func changed(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs { // want "`ys` gets len\\(xs\\) elements.*unsafe: the memory behind its length may be shared"
		out = append(out, x)
		ys = append(ys, x)
	}
	for _, y := range ys {
		out = append(out, y)
	}
	return out
}

func changedBetween(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	ys = ys[:0]
	for _, y := range ys {
		out = append(out, y)
	}
	return out
}

func declaredBetween(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	zs := ys
	for _, z := range zs {
		out = append(out, z)
	}
	return out
}

const limit = 6

func constantBetween(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	const limit = 10
	for i := range limit {
		out = append(out, i)
	}
	return out
}

func twoConstants() []int {
	const few = 3
	out := make([]int, 0, 2*few+limit+1) // want "`out` gets 2\\*few\\+limit\\+1 elements"
	for i := range few {
		out = append(out, i, i)
	}
	for i := range limit {
		out = append(out, i)
	}
	out = append(out, 1)
	return out
}

func shadowedBetween(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	xs, zs := ys, ys
	{
		ys := zs[:0]
		_ = ys
	}
	for _, z := range xs {
		out = append(out, z)
	}
	return out
}

// It may panic before the first loop has run.
func mayPanic(xs []int, t *tree, count *int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		*count++
		out = append(out, x)
	}
	for _, y := range t.items {
		out = append(out, y)
	}
	return out
}

func leaves(xs, ys []int) ([]int, error) {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		if x < 0 {
			return nil, errors.New("negative")
		}
		out = append(out, x)
	}
	for _, y := range ys {
		out = append(out, y)
	}
	return out, nil
}

func returnsBetween(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	if len(xs) > 2 {
		return out
	}
	for _, y := range ys {
		out = append(out, y)
	}
	return out
}

func thenFilter(xs, ys []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	for _, y := range ys {
		if y > 1 {
			out = append(out, y)
		}
	}
	return out
}

// What is spread has no known count, and is likely to be the larger part.
func spreadsToo(xss [][]int) []int {
	out := []int{}
	for _, xs := range xss {
		out = append(out, len(xs)) // refuse "nothing tells how many elements `out` gets"
		out = append(out, xs...)
	}
	return out
}

func main() {
	xs, ys := []int{1, 2, 3}, []int{4, 5}
	fmt.Println(sum(xs, ys), ofCall("a,b", []string{"c"}), changed(xs, ys), changedBetween(xs, ys), declaredBetween(xs, ys))
	fmt.Println(shadowedBetween(xs, ys), returnsBetween(xs, ys), returnsBetween(nil, ys), thenFilter(xs, ys), spreadsToo([][]int{xs, ys}))
	fmt.Println(leaves(xs, ys))
	fmt.Println(constantBetween(xs), twoConstants())
	count := 0
	func() {
		defer func() { fmt.Println(recover() != nil, count) }()
		mayPanic(xs, nil, &count)
	}()
}
