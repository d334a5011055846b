// Keys of a type parameter may be interfaces, whose hash panics.
package main

import "fmt"

type number interface{ ~int | ~string }

func unique[T comparable](xs []T) (out []T) {
	seen := make(map[T]struct{}) // want "`seen` holds nothing but true"
	for _, x := range xs {
		if _, ok := seen[x]; !ok {
			seen[x] = struct{}{}
			out = append(out, x)
		}
	}
	return out
}

func ordered[T comparable](rows []bool, i int, x T) (a, b bool) {
	seen := make(map[T]bool) // refuse "`seen\\[x\\]` is evaluated after `rows\\[i\\]`"
	defer func() { fmt.Println(recover()) }()
	a, b = rows[i], seen[x]
	return a, b
}

func constrained[M ~map[string]bool](m M) int { // refuse "it constrains a type parameter"
	n := M{"a": true}
	return len(m) + len(n)
}

func method() bool {
	var s stack[string]
	return s.twice("a") || s.twice("b")
}

type stack[T number] struct{ items []T }

func (s *stack[T]) twice(x T) bool {
	seen := map[T]struct{}{} // want "`seen` holds nothing but true"
	for _, item := range append(s.items, x, x) {
		if _, ok := seen[item]; ok {
			return true
		}
		seen[item] = struct{}{}
	}
	return false
}

func main() {
	fmt.Println(unique([]int{1, 1, 2}), unique([]any{1, "1", 1}), method())
	fmt.Println(ordered[any](nil, 0, []int{}))
	fmt.Println(ordered[any]([]bool{true}, 0, 1))
	fmt.Println(constrained(map[string]bool{"x": true})) // refuse "it is what a type parameter of `constrained` stands for"
}
