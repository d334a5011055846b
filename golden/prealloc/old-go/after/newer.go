//go:build go1.21

package main

import "slices"

func growNewer(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}
