// Where max means something else, the count is asked for only where it is more than 0.
package main

import (
	"fmt"
	"slices"
)

func h1(xs []int, max int) []int {
	f := []int{max}
	if n := len(xs) - 1; n > 0 {
		f = slices.Grow(f, n)
	}
	for i := 1; i < len(xs); i++ { // want "`f` gets len\\(xs\\)-1 elements, one at a time: make room for them beforehand$"
		f = append(f, xs[i]-xs[i-1])
	}
	return f
}

func h2(n int, max int) []int {
	f := []int{} // want "`f` gets n elements, one at a time: make room for them beforehand$"
	if n > 0 {
		f = make([]int, 0, n)
	}
	for i := 0; i < n; i++ {
		f = append(f, max)
	}
	return f
}

func h3(n int, max int) []int {
	var f []int // want "`f` gets n-4 elements, one at a time: make room for them beforehand$"
	f = append(f, 1)
	if n > 4 {
		f = slices.Grow(f, n-4)
	}
	for i := 0; i < n-4; i++ {
		f = append(f, max)
	}
	return f
}

func h4(n, k, max int) []int {
	f := []int{1}
	if n > k {
		f = slices.Grow(f, n-k)
	}
	for i := k; i < n; i++ { // want "`f` gets n-k elements, one at a time: make room for them beforehand$"
		f = append(f, max)
	}
	return f
}

func h5(n, k uint8, max int) []int {
	f := []int{1}
	for i := k; i < n; i++ {
		f = append(f, max) // refuse "max means something else at line 41"
	}
	return f
}

func h6(xs []int, n, max int) []int {
	f := make([]int, 0)
	for i := 0; i < n; i++ {
		for _, x := range xs {
			f = append(f, x*max) // refuse "max means something else at line 48"
		}
	}
	return f
}

func main() {
	for n := range 3 {
		fmt.Println(h1(make([]int, n), 1), h2(n-1, 4), h3(n+3, 1), h4(n, 1, 7), h5(uint8(n), 1, 7), h6([]int{1, 2}, n, 3))
	}
}
