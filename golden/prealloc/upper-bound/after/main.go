// Spare capacity lets two later appends to the same slice share memory: the count must be exact where the slice goes elsewhere.
package main

import (
	"fmt"
	"strconv"
)

func leaves(xs []int, stop int) []int {
	out := []int{} // want "unsafe: spare capacity would be left, which two later appends could share\\)$"
	for _, x := range xs {
		out = append(out, x)
		if x == stop {
			break
		}
	}
	return out
}

func stays(xs []int, stop int) (int, []int) {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
		if x == stop {
			break
		}
	}
	all := append([]int{0}, out...)
	return len(out), all
}

func shrinks(m map[int]int) []int {
	out := []int{} // want "unsafe: spare capacity would be left"
	for k := range m {
		delete(m, k+1)
		out = append(out, k)
	}
	return out
}

func filter(xs []int) []int {
	out := []int{} // want "unsafe: not every round appends"
	for _, x := range xs {
		if x > 0 {
			out = append(out, x)
		}
	}
	return out
}

// What is certain counts, what comes on top of it does not.
func atLeast(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, x)
		if x > 0 {
			out = append(out, -x)
		}
	}
	return out
}

// What is called sets nothing.
func named(m map[int]int) []string {
	out := make([]string, 0, len(m)) // want "`out` gets len\\(m\\) elements, one at a time: make room for them beforehand$"
	for key, value := range m {
		out = append(out, name(key, value))
	}
	return out
}

func name(key, value int) string {
	if key == value {
		return "same"
	}
	return strconv.Itoa(key)
}

var shrinking = map[int]int{1: 2, 2: 3, 3: 4, 4: 5, 5: 6}

func take(key int) int {
	delete(shrinking, key+1)
	return key
}

func taken() []int {
	out := []int{} // want "unsafe: spare capacity would be left"
	for key := range shrinking {
		out = append(out, take(key))
	}
	return out
}

func main() {
	xs := []int{1, 2, 3, 4, 5, 6}
	fmt.Println(leaves(xs, 2), leaves(xs, 9))
	fmt.Println(stays(xs, 2))
	fmt.Println(len(shrinks(map[int]int{1: 1, 3: 3})), filter(xs), atLeast(xs))
	fmt.Println(named(map[int]int{1: 1}), len(taken()) > 0)
}
