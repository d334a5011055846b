// What is appended around the loops: other slices as a whole, and by a last append that is not assigned back.
package main

import (
	"encoding/json"
	"fmt"
	"slices"
)

func spread(base, xs []string) []string {
	out := make([]string, 0, len(base)+len(xs)) // want "`out` gets len\\(base\\)\\+len\\(xs\\) elements, one at a time: make room for them beforehand$"
	out = append(out, base...)
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func spreadAfter(xs, more []string) []string {
	out := make([]string, 0, len(xs)+len(more)+1) // want "`out` gets len\\(xs\\)\\+len\\(more\\)\\+1 elements"
	for _, x := range xs {
		out = append(out, x)
	}
	out = append(out, more...)
	out = append(out, "end")
	return out
}

// Both may be empty, and then it is nil.
func spreadNil(base, xs []string) []string {
	var out []string // want "`out` gets len\\(xs\\) elements"
	out = append(out, base...)
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func spreadChanged(base, xs []string) []string {
	out := make([]string, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
		base = base[1:]
	}
	out = append(out, base...)
	return out
}

func spreadItself(xs []string) []string {
	out := make([]string, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	out = append(out, out...)
	return out
}

func bytesOf(prefix string, xs []byte) []byte {
	out := make([]byte, 0, len(prefix)+len(xs)) // want "`out` gets len\\(prefix\\)\\+len\\(xs\\) elements"
	out = append(out, prefix...)
	for _, x := range xs {
		out = append(out, x+1)
	}
	return out
}

func lastAppend(xs []string) []string {
	out := make([]string, 0, len(xs)+1) // want "`out` gets len\\(xs\\)\\+1 elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
	}
	return append(out, "end")
}

func lastAppendNamed(xs []string) []string {
	out := make([]string, 0, len(xs)+2) // want "`out` gets len\\(xs\\)\\+2 elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
	}
	all := append(out, "end", "of")
	return all
}

// Nothing may be added, and then it is the slice itself.
func lastSpread(xs, more []string) []string {
	var out []string // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return append(out, more...)
}

func twoLast(xs []string) ([]string, []string) {
	out := []string{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	return append(out, "a"), append(out, "b")
}

func lastInLoop(xs []string) (all [][]string) {
	out := []string{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	for i := range 3 {
		all = append(all, append(out, fmt.Sprint(i))) // refuse "`all` gets at most 4 elements: a capacity gains nothing"
	}
	return all
}

func lastAndHeld(xs []string) ([]string, []string) {
	out := []string{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	held = out
	return append(out, "a"), append(held, "b")
}

var held []string

func lastAndRead(xs []string) []string {
	out := []string{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	all := append(out, "a")
	all[0] = "changed"
	return out
}

func lastOfResult(xs []string) (out []string) {
	defer func() { held = out }()
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	return append(out, "a")
}

func lastDeferred(xs []string) []string {
	out := []string{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	defer func() { held = append(out, "late") }()
	return append(out, "a")
}

func early(xs []string) []string {
	out := make([]string, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	if len(xs) > 1 {
		return out
	}
	return append(out, "few")
}

func inBranches(xs []string, k int) []string {
	out := make([]string, 0, len(xs)) // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
	}
	switch k {
	case 0:
		return append(out, "none")
	case 1:
		return append(out, "one")
	}
	return out
}

// The runes of a constant.
func constantRunes() []int {
	out := make([]int, 0, 6) // want "`out` gets 6 elements"
	for i := range "Größe!" {
		out = append(out, i)
	}
	return out
}

func constantBytes() []int {
	out := []int{}
	for i := range "\xff\xfe\xfd\xfc\xfb" {
		out = append(out, i)
	}
	return out
}

func shown(xs []string) string {
	text, _ := json.Marshal(xs)
	return string(text)
}

func main() {
	xs, ys := []string{"a", "b"}, []string{"c", "d", "e"}
	fmt.Println(spread(ys, xs), shown(spread(nil, nil)), spreadAfter(xs, ys), shown(spreadNil(nil, nil)), spreadNil(nil, xs), spreadNil(xs, nil))
	fmt.Println(spreadChanged(ys, xs), spreadItself(xs), bytesOf("ab", []byte{1, 2}))
	fmt.Println(lastAppend(nil), lastAppend(xs), lastAppendNamed(xs), shown(lastSpread(nil, nil)), lastSpread(nil, xs), lastSpread(xs, nil))
	fmt.Println(twoLast([]string{"a"}))
	fmt.Println(lastInLoop([]string{"a", "b", "c", "d"}))
	fmt.Println(lastAndHeld([]string{"a", "b", "c"}))
	fmt.Println(lastAndRead([]string{"a", "b", "c"}), lastOfResult(xs), held, lastDeferred(xs), held)
	fmt.Println(early(xs), early(nil), inBranches(xs, 0), inBranches(xs, 1), inBranches(nil, 2) == nil, constantRunes(), constantBytes())
}
