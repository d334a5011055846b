// Nil stays nil: pulumi#13311, vitess#20092, google-cloud-go#6919, pyscn#742, kubestellar/console#13322.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

func returned(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x*2)
	}
	return out
}

func converted(xs []int) []int {
	out := []int(nil) // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x*2)
	}
	return out
}

func compared(xs []int) bool {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x*2)
	}
	return out == nil
}

func encoded(xs []int) string {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x*2)
	}
	b, _ := json.Marshal(out)
	return string(b)
}

func equal(xs, ys []int) bool {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return reflect.DeepEqual(out, ys)
}

func spread(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return variadic(out...)
}

func variadic(xs ...int) []int { return xs }

// Nobody can tell.
func untold(xs []int) (int, []int) {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	sum := 0
	for i, x := range out {
		sum += x * out[i]
	}
	slices.Sort(out)
	return sum + len(out), append([]int(nil), out...)
}

// It never was nil.
func empty(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

// Ten times something is never nothing.
func positive() []int {
	out := make([]int, 0, 10) // want "`out` gets 10 elements"
	for i := range 10 {
		out = append(out, i)
	}
	return out
}

func positiveBefore(xs []int) []int {
	out := make([]int, 0, len(xs)+1) // want "`out` gets len\\(xs\\)\\+1 elements"
	out = append(out, -1)
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func positiveAfter(xs []int) []int {
	out := make([]int, 0, len(xs)+2) // want "`out` gets len\\(xs\\)\\+2 elements"
	for _, x := range xs {
		out = append(out, x)
	}
	out = append(out, 1, 2)
	return out
}

// In the first round it would be seen to be not nil.
func comparedInside(xs []int) int {
	n := 0
	var out []int
	for _, x := range xs {
		if out == nil {
			n++
		}
		out = append(out, x) // refuse "`out` is compared with nil before the last append at line"
	}
	return n + len(out)
}

func result(xs []int) (out []int) {
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements"
		out = append(out, x)
	}
	return
}

func resultOrError(xs []int) (out []int, err error) {
	out = slices.Grow(out, len(xs))
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements"
		if x < 0 {
			return nil, fmt.Errorf("negative: %d", x)
		}
		out = append(out, x)
	}
	return out, nil
}

func main() {
	for _, xs := range [][]int{nil, {}, {1}, {3, 2, 1}} {
		fmt.Println(returned(xs) == nil, converted(xs) == nil, compared(xs), encoded(xs), equal(xs, nil), equal(xs, []int{}))
		fmt.Println(spread(xs) == nil, empty(xs) == nil, comparedInside(xs), result(xs) == nil)
		n, copied := untold(xs)
		out, err := resultOrError(xs)
		fmt.Println(n, copied == nil, out == nil, err, returned(xs), positiveBefore(xs), positiveAfter(xs))
	}
	fmt.Println(positive())
	fmt.Println(resultOrError([]int{1, -1}))
}
