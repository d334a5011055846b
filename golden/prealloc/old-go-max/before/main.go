// Counts that may be below 0, before Go 1.21 brought max.
package main

import "fmt"

type T struct{ a, b int }

func f1(n int) []int {
	var out []int // want "`out` gets n elements, one at a time: make room for them beforehand$"
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return out
}

func f2(n int) []int {
	out := []int{} // want "`out` gets n-1 elements, one at a time: make room for them beforehand$"
	for i := 1; i < n; i++ {
		out = append(out, i)
	}
	return out
}

func f3(xs []int) (out []int) {
	for i := 1; i < len(xs); i++ { // want "`out` gets len\\(xs\\)-1 elements, one at a time: make room for them beforehand$"
		out = append(out, xs[i]-xs[i-1])
	}
	return
}

func f4(xs []int) string {
	out := []byte{} // want "`out` gets len\\(xs\\)-1 elements, one at a time: make room for them beforehand$"
	for i := 0; i < len(xs)-1; i++ {
		out = append(out, byte(xs[i]))
	}
	return string(out)
}

func f5(n int) map[int]bool {
	m := map[int]bool{} // want "`m` gets n elements, one at a time: make room for them beforehand$"
	for i := 0; i < n; i++ {
		m[i] = i > 3
	}
	return m
}

func f6(n, k int) []int {
	out := []int{1, 2}
	for i := k; i < n; i++ {
		out = append(out, i) // refuse "slices\\.Grow needs Go 1\\.21; this file is Go 1\\.18"
	}
	return out
}

func f7(n int, xs []int) map[int]bool {
	m := map[int]bool{}
	for _, x := range xs {
		m[x] = false // refuse "max needs Go 1\\.21; this file is Go 1\\.18"
	}
	for i := 0; i < n; i++ {
		m[i] = i > 3
	}
	return m
}

func f8(n int) (int, map[int]bool) {
	m := map[int]bool{}
	other := m
	for i := 0; i < n; i++ {
		m[i] = i > 3 // refuse "max needs Go 1\\.21; this file is Go 1\\.18"
	}
	return len(other), m
}

func f9(n int) int {
	m := map[int]bool{}
	count := func() int { return len(m) }
	for i := 0; i < n; i++ {
		m[i] = i > 3 // refuse "max needs Go 1\\.21; this file is Go 1\\.18"
	}
	return count()
}

func main() {
	for n := -1; n < 3; n++ {
		fmt.Println(f1(n), f1(n) == nil, f2(n), f2(n) == nil, f5(n), f6(n, 1), f7(n, nil), f9(n))
		fmt.Println(f8(n))
	}
	fmt.Println(f3(nil), f3([]int{1, 2, 3}), f4([]int{1, 2}), f4(nil))
}
