//go:build go1.21

package main

func growNewer(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}
