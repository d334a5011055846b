// A name means what go/types says, and a new one is fresh at every place.
package main

import (
	"fmt"
	"sort"
	str "strings"
)

func appendShadowed(xs []int) []int {
	append := func(a []int, x int) []int { return a }
	out := []int{}
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func makeShadowed(xs []int) []int {
	make := func() int { return len(xs) }
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "make means something else at line"
	}
	return append([]int{make()}, out...)
}

func makeHidden(xs []int) []int {
	make := 3
	out := []int{}
	for _, x := range xs {
		out = append(out, x+make) // refuse "make means something else at line"
	}
	return out
}

func lenShadowed(xs []int) []int {
	len := 3
	out := []int{}
	for _, x := range xs {
		out = append(out, x+len) // refuse "len means something else at line"
	}
	return out
}

func maxShadowed(n int) []int {
	max := 3
	out := []int{} // want "`out` gets n elements"
	for i := range n {
		out = append(out, i+max)
	}
	return out
}

func intShadowed(n uint8) []string {
	const int = "x"
	out := []string{}
	for range n {
		out = append(out, "a", "b") // refuse "int means something else at line"
	}
	return out
}

func slicesShadowed(slices [][]int) [][]int {
	var out [][]int
	for _, x := range slices {
		out = append(out, x) // refuse "the name slices is taken at line"
	}
	return out
}

func emptyShadowed(xs []int) []int {
	make := func(n int) []int { return xs }
	out := make(0)
	for _, x := range xs {
		out = append(out, x) // refuse "syntax newer than our grammar"
	}
	return out
}

func fresh(s, items string) []string {
	fields := 1
	parts := []string{} // want "`parts` gets len\\(elements\\) elements"
	for _, part := range str.Split(s, ",") {
		parts = append(parts, part+items)
	}
	return parts[fields:]
}

func rangeShadows(xs [][]int) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	for _, xs := range xs {
		out = append(out, len(xs))
	}
	return out
}

// The variable shadows what the capacity would be made of, only after the declaration.
func sameName(xs []int) []string {
	names := xs
	{
		names := []string{} // want "`names` gets len\\(xs\\) elements"
		for _, x := range xs {
			names = append(names, fmt.Sprint(x))
		}
		sort.Strings(names)
		xs = nil
		if len(names) > 0 {
			return names
		}
	}
	return make([]string, len(names))
}

func shadowsOperand(out []int) []int {
	{
		out := []int{}
		for _, x := range out {
			out = append(out, x) // refuse "`out` is ranged over while it is filled"
		}
		_ = out
	}
	return out
}

func main() {
	xs := []int{1, 2, 3}
	fmt.Println(appendShadowed(xs), makeShadowed(nil), makeHidden(xs), lenShadowed(xs), maxShadowed(2), intShadowed(2))
	fmt.Println(slicesShadowed(nil) == nil, emptyShadowed(xs[:1]), fresh("a,b", "!"), rangeShadows([][]int{xs}), sameName(xs), shadowsOperand(xs))
}
