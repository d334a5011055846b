// How much is too little, too much, or too much for the stack. A recursion overflowed its stack.
package main

import "fmt"

func few() []int {
	out := []int{}
	for i := range 4 {
		out = append(out, i) // refuse "`out` gets at most 4 elements: a capacity gains nothing"
	}
	return out
}

func fewOfArray(xs [3]int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` gets at most 4 elements: a capacity gains nothing"
	}
	return out
}

func fewOfVariable() []int {
	n := 2
	out := []int{}
	for i := range n {
		out = append(out, i, i) // refuse "`out` gets at most 4 elements: a capacity gains nothing"
	}
	return out
}

func nothing(xs []int) []struct{} {
	out := []struct{}{}
	for range xs {
		out = append(out, struct{}{}) // refuse "the elements of `out` have no size"
	}
	return out
}

func noArrays(xs []int) [][0]int {
	out := [][0]int{}
	for range xs {
		out = append(out, [0]int{}) // refuse "the elements of `out` have no size"
	}
	return out
}

func huge(stop bool) []int {
	out := []int{}
	for i := 0; i < 1<<23+1; i++ {
		out = append(out, i) // refuse "`out` would take more than 64 MiB at once"
	}
	return out
}

func hugeBytes() int {
	n := 0
	if n > 0 {
		out := []byte{}
		for i := 0; i < 3_000_000_000; i++ {
			out = append(out, 1) // refuse "`out` would take more than 64 MiB at once"
		}
		n = len(out)
	}
	return n
}

func fits() int {
	out := []int{} // want "`out` gets 1000000 elements"
	for i := 0; i < 1000000; i++ {
		out = append(out, i)
	}
	return len(out)
}

func recursive(n int) int {
	out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
	for i := range 1000 {
		out = append(out, i)
	}
	if n == 0 {
		return len(out)
	}
	return recursive(n-1) + len(out)
}

func ping(n int) int {
	out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
	for i := range 1000 {
		out = append(out, i)
	}
	return len(out) + pong(n)
}

func pong(n int) int {
	if n == 0 {
		return 0
	}
	return ping(n - 1)
}

func throughArray(n int, xs *[1000]int) int {
	out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
	for _, x := range xs {
		out = append(out, x)
	}
	if n == 0 {
		return len(out)
	}
	return throughArray(n-1, xs)
}

func throughVariable(n int) int {
	count := 1000
	out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
	for i := range count {
		out = append(out, i)
	}
	if n == 0 {
		return len(out)
	}
	return throughVariable(n - 1)
}

func recursiveLiteral(n int) int {
	var visit func(int) int
	visit = func(n int) int {
		out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
		for i := range 1000 {
			out = append(out, i)
		}
		if n == 0 {
			return len(out)
		}
		return visit(n - 1)
	}
	return visit(n)
}

var visitor func(int) int

func init() {
	visitor = func(n int) int {
		out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
		for i := range 1000 {
			out = append(out, i)
		}
		return len(out) + visitNext(n)
	}
}

func visitNext(n int) int {
	if n == 0 {
		return 0
	}
	return visitor(n - 1)
}

func throughValue(n int, next func(int) int) int {
	out := []int{} // want "gets (1000|len\\(xs\\)|count) elements, one at a time"
	for i := range 1000 {
		out = append(out, i)
	}
	return len(out) + next(n-1)
}

func recursiveSmall(n int) int {
	out := []int{} // want "`out` gets 500 elements"
	for i := range 500 {
		out = append(out, i)
	}
	if n == 0 {
		return len(out)
	}
	return recursiveSmall(n - 1)
}

func notRecursive() int {
	out := []int{} // want "`out` gets 1000 elements"
	for i := range 1000 {
		out = append(out, i)
	}
	return len(out)
}

// Of a type parameter only its uses tell whether it takes memory.
func generic[T any](xs []T) []T {
	out := []T{} // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func genericNothing[T any](xs []T) []T {
	out := []T{}
	for _, x := range xs {
		out = append(out, x) // refuse "the elements of `out` have no size"
	}
	return out
}

type pair[T any] struct{ items []T }

func (p pair[E]) copied() []E {
	out := []E{}
	for _, x := range p.items {
		out = append(out, x) // refuse "the elements of `out` have no size"
	}
	return out
}

// Each call leaves its loop early, and keeps what it has while the next ones run.
func manyCalls(depth int) int {
	if depth == 0 {
		return 0
	}
	out := []int{}
	for i := range 8000 {
		out = append(out, i*depth) // refuse "would take 64000 bytes in each call of a function that may call itself"
		if len(out) > 70 {
			break
		}
	}
	return out[len(out)-1] + manyCalls(depth-1)
}

func main() {
	println(manyCalls(3))
	fmt.Println(few(), fewOfArray([3]int{}), fewOfVariable(), len(nothing([]int{1})), len(noArrays(nil)), hugeBytes(), fits())
	fmt.Println(recursive(10000), ping(10000), throughArray(10000, new([1000]int)), throughVariable(10000), recursiveLiteral(10000))
	fmt.Println(visitor(10000))
	var next func(int) int
	next = func(n int) int {
		if n <= 0 {
			return 0
		}
		return throughValue(n, next)
	}
	fmt.Println(throughValue(10000, next), recursiveSmall(10000), notRecursive())
	fmt.Println(generic([]int{1}), len(genericNothing(make([]struct{}, 3))), len(pair[struct{}]{make([]struct{}, 2)}.copied()))
	_ = huge
}
