// Code in view that gets the slice and looks at its capacity, reslices it, or appends to the same slice twice.
package main

import (
	"fmt"
	"slices"
)

func doubled(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, 2*x) // refuse "`out` goes where its capacity is asked for"
	}
	return out
}

func roomOf(xs []int) bool { return cap(xs) >= len(xs) }

func passed(xs []int) bool {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where its capacity is asked for"
	}
	return roomOf(out)
}

func tripled(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, 3*x) // refuse "`out` goes where it is sliced up to"
	}
	return out
}

func twice(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where it is appended to without the result being assigned back"
	}
	return out
}

func once(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func result(xs []int) (out []int) {
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where its capacity is asked for"
	}
	return
}

type store struct{ items []int }

func stored(xs []int) *store {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where it is sliced up to"
	}
	return &store{out}
}

func (s *store) more(n int) []int { return s.items[:n] }

type holder struct{ chains [][]int }

// What is sliced is what it is put into, which is no slice of its type.
func link(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func (h *holder) put(xs []int, n int) int {
	h.chains = append(h.chains, link(xs))
	return len(h.chains[:n])
}

func linkOfAny(xs []int) []int {
	var out []int
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where it is sliced up to `n`"
	}
	return out
}

func cut[T any](xs []T, n int) []T { return xs[:n] }

func first(xs []int) int {
	if len(xs) == 0 {
		return 0
	}
	return len(xs[:1])
}

func firstTwo(xs []int) int {
	if len(xs) == 0 {
		return 0
	}
	return len(xs[:2])
}

func firstOf(xs []int) int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return first(out)
}

func firstTwoOf(xs []int) int {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` goes where it is sliced up to `2`"
	}
	return firstTwo(out)
}

func main() {
	xs := []int{1, 2, 3}
	d := doubled(xs)
	fmt.Println(cap(d) >= 3, passed(xs))
	named := result(xs)
	fmt.Println(cap(named) >= 3)
	t := tripled(xs)
	for i := 3; i <= 3; i++ {
		fmt.Println(t[:i])
	}
	r := twice(xs)
	a, b := append(r, 4), append(r, 5)
	fmt.Println(len(a), len(b), r)
	o := once(xs)
	o = append(o, 4)
	fmt.Println(o, stored(xs).more(2))
	fmt.Println((&holder{}).put([]int{1}, 1), cut(linkOfAny([]int{1, 2}), 1))
	fmt.Println(firstOf([]int{1, 2, 3}), firstTwoOf([]int{1, 2, 3}))
}
