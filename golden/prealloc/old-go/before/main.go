// The language version is the file's; the compiler does not check library functions against it.
package main

import "fmt"

func grow(xs []int) []int {
	var out []int
	for _, x := range xs {
		out = append(out, x) // refuse "slices.Grow needs Go 1.21; this file is Go 1.18"
	}
	return out
}

func signed(n int) []int {
	out := []int{}
	for i := 0; i < n; i++ {
		out = append(out, i) // refuse "max needs Go 1.21; this file is Go 1.18"
	}
	return out
}

func fine(xs []int) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func main() {
	fmt.Println(grow(nil) == nil, signed(-1), fine(nil) == nil)
}
