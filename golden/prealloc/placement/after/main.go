// Where the capacity is asked for: only where the loop is certain to come next.
package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
)

func next(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	total := 0
	seen := make(map[int]bool, len(xs)) // want "`seen` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
		seen[x] = true
	}
	return append(slices.Clone(out), total)
}

// An early return would pay for memory that it does not use.
func returnBetween(xs []int) ([]int, error) {
	if len(xs) > 100 {
		return nil, errors.New("too many")
	}
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out, nil
}

func usedBetween(xs []int) ([]int, error) {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	if len(xs) > 100 {
		return out, errors.New("too many")
	}
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out, nil
}

func callBetween(name string, xs []int) []int {
	_, err := os.Stat(name)
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	if err != nil {
		return out
	}
	return out[1:]
}

func callBetweenMap(name string, xs []int) map[int]bool {
	_, err := os.Stat(name)
	out := make(map[int]bool, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out[x] = err == nil
	}
	return out
}

// There is nothing like Grow for maps.
func usedBetweenMap(xs []int) (map[int]bool, error) {
	out := map[int]bool{}
	if len(xs) > 100 {
		return out, errors.New("too many")
	}
	for _, x := range xs {
		out[x] = true // refuse "the loop is not certain to come after the declaration of `out`"
	}
	return out, nil
}

func inBranch(xs []int, yes bool) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	if yes {
		out = slices.Grow(out, len(xs))
		for _, x := range xs {
			out = append(out, x)
		}
	}
	return out
}

// The operand means something else further up, or does not exist there: prealloc's own test data.
func declaredBetween(m map[string][]int) []int {
	xs := m["a"]
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func changedBetween(xs []int) []int {
	xs = xs[2:]
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

var xs = []int{1, 2, 3}

func shadowedBetween() []int {
	xs := xs[1:]
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func changedByCall(t *tree) []int {
	var out []int // want "`out` gets len\\(t.items\\) elements"
	t.grow()
	out = slices.Grow(out, len(t.items))
	for _, x := range t.items {
		out = append(out, x)
	}
	return out
}

type tree struct{ items []int }

func (t *tree) grow() { t.items = append(t.items, 1, 2, 3) }

func changedField(t *tree) []int {
	t.items = nil
	out := make([]int, 0, len(t.items)) // want "`out` gets len\\(t.items\\) elements"
	for _, x := range t.items {
		out = append(out, x)
	}
	return out
}

// A nil pointer must not panic before the write that a recover sees.
func panicsLater(t *tree) (n int, err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	n = 7
	out := make([]int, 0, len(t.items)) // want "`out` gets len\\(t.items\\) elements"
	for _, x := range t.items {
		out = append(out, x)
	}
	return len(out), nil
}

// A declaration is moved past no label.
func labelBetween(xs []int) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
outer:
	for {
		for _, x := range xs {
			if x > 2 {
				break outer
			}
		}
		fmt.Print()
		break
	}
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func typeBetween(xs []int) any {
	type number = int
	fmt.Print()
	type number2 = string
	out := make([]number, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func typeShadowed(xs []int) any {
	type number int
	fmt.Print()
	{
		type number string
		_ = number("")
	}
	out := make([]number, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, number(x))
	}
	return out
}

type kind int

func typeHidden(xs []int) any {
	out := []kind{} // want "`out` gets len\\(xs\\) elements"
	fmt.Print()
	type kind string
	out = slices.Grow(out, len(xs))
	for range xs {
		out = append(out, 1)
	}
	return []any{out, kind("")}
}

const limit = 6

func constantBetween() []int {
	const limit = 10
	out := make([]int, 0, limit) // want "`out` gets limit elements"
	for i := 0; i < limit; i++ {
		out = append(out, i)
	}
	return out
}

func labelled(xss [][]int) []int {
	fmt.Print()
	out := make([]int, 0, len(xss)) // want "`out` gets len\\(xss\\) elements"
outer:
	for _, xs := range xss {
		for _, x := range xs {
			if x == 2 {
				out = append(out, x)
				continue outer
			}
		}
		out = append(out, 0)
	}
	return out
}

func afterEarlierAppends(xs []int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	out = append(out, 1)
	fmt.Print()
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

// A number may be absurdly large, and what stands between may end before it is.
func panicBetween(xs []int, n int) (out []int, err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	found := make([]int, 0, min(max(n, 0), 1024)) // want "gets min\\(max\\(n, 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	first := xs[5]
	for i := range n {
		found = append(found, first+i)
	}
	return found, nil
}

func main() {
	fmt.Println(next([]int{1, 2}), inBranch(xs, true), inBranch(xs, false))
	fmt.Println(returnBetween(xs))
	fmt.Println(usedBetween(xs))
	fmt.Println(callBetween("/", xs), callBetweenMap("/", xs))
	fmt.Println(usedBetweenMap(xs))
	fmt.Println(declaredBetween(map[string][]int{"a": {1}}), changedBetween(xs), shadowedBetween(), changedByCall(&tree{}))
	fmt.Println(changedField(&tree{xs}), labelBetween(xs), typeBetween(xs), typeShadowed(xs), labelled([][]int{xs, {}, xs}))
	fmt.Printf("%T %d %d\n", typeHidden(xs), len(constantBetween()), limit)
	fmt.Println(panicsLater(nil))
	fmt.Println(panicBetween(xs, 1<<62))
	fmt.Println(afterEarlierAppends(xs))
}
