// Who has the slice before the last append, who looks beyond its length, who appends to it behind its back: go#73830.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type list []int

func (l list) Len() int      { return len(l) }
func (l *list) add(x int)    { *l = append(*l, x) }
func (l list) at(i int) *int { return &l[i] }

type point struct{ x, y int }

func (p *point) move() { p.x++ }

func capacity(xs []int) int {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has its capacity looked at at line"
	}
	return cap(out) - cap(out)
}

func resliced(xs []int, n int) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is sliced up to an end that may lie beyond its length at line"
	}
	return fmt.Sprint(out[:n])
}

func threeIndexes(xs []int) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out[0:0:0]
}

func threeIndexesBeyond(xs []int, n int) (s string) {
	defer func() { s = fmt.Sprint(recover() != nil) }()
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is sliced up to an end that may lie beyond its length at line"
	}
	return fmt.Sprint(out[0:0:n])
}

func slicedWithin(xs []int) ([]int, []int, []int) {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out[len(out)/2:], out[:len(out)/2], out[:min(len(out), 3)]
}

func appendedElsewhere(xs []int) ([]int, []int) {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	a := append(out, 1)
	b := append(out, 2)
	return a[:0], b
}

func appendedBefore(xs []int) ([]int, []int) {
	out := []int{}
	first := append(out, 1)
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	return first, out
}

func elementAddress(xs []point) int {
	out := []point{}
	var p *point
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has the address of an element taken before the last append at line"
		if p == nil {
			p = &out[0]
		}
		p.x = 7
	}
	return len(out)
}

func elementField(xs []point) int {
	out := []point{}
	var p *int
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has the address of an element taken before the last append at line"
		if p == nil {
			p = &out[0].x
		}
		*p = 7
	}
	return len(out)
}

func elementMethod(xs []point) int {
	out := []point{}
	var move func()
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has the address of an element taken before the last append at line"
		if move == nil {
			move = out[0].move
		}
		move()
	}
	return len(out)
}

func elementArray(xs [][2]int) int {
	out := [][2]int{}
	var first []int
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has the address of an element taken before the last append at line"
		if first == nil {
			first = out[0][:]
		}
		first[0] = 7
	}
	return len(out)
}

func elementAddressAfter(xs []point) *point {
	out := []point{{}} // starts with an element
	out = []point{}
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements"
		out = append(out, x)
	}
	return &out[0]
}

func addressAfter(xs []point) *point {
	out := []point{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	out[0].move()
	return &out[0]
}

func address(xs []int) int {
	out := list{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has its address taken at line"
		out.add(x)
	}
	return out.Len()
}

func explicitAddress(xs []int) int {
	out := []int{}
	p := &out
	for _, x := range xs {
		out = append(out, x) // refuse "`out` has its address taken at line"
		*p = nil
	}
	return len(out)
}

func copied(xs []int) ([]int, []int) {
	out := []int{}
	var other []int
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
		other = out
	}
	return other, out
}

func passed(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
		keep(out)
	}
	return out
}

var kept []int

func keep(xs []int) { kept = xs }

func stored(xs []int) (r struct{ items []int }) {
	out := []int{}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
	}
	r.items = out
	out = append(out, 1)
	return r
}

func slicedBefore(xs []int) int {
	out := []int{}
	n := 0
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is sliced before the last append at line"
		n += len(out[1:])
	}
	return n
}

func readBefore(xs []int) ([]int, string) {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	words := []string{} // want "`words` gets len\\(xs\\) elements"
	line := ""
	for _, x := range xs {
		if len(out) > 0 && out[len(out)-1] == x {
			out[0]++
		}
		for i := range out {
			out[i] += i
		}
		out = append(out, x)
		words = append(words, fmt.Sprint(x))
		line = strings.Join(words, ",")
	}
	return out, line
}

func assignedBefore(xs []int) []int {
	out := []int{}
	if len(xs) > 1 {
		out = xs[:1]
	}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is assigned before the last append at line"
	}
	return out
}

func assignedInside(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		if x == 0 {
			out = nil
		}
		out = append(out, x) // refuse "`out` is assigned before the last append at line"
	}
	return out
}

func assignedAfter(xs []int) []int {
	out := []int{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	out = out[1:]
	return out
}

func together(xs []int) ([]int, int) {
	out, n := []int{}, 0
	for _, x := range xs {
		out, n = append(out, x), n+1
		out = append(out, x) // refuse "`out` is appended to without the result being assigned back at line"
	}
	return out, n
}

func captured(xs []int) []int {
	out := []int{}
	add := func(x int) { out = append(out, x) }
	for _, x := range xs {
		add(x)
		out = append(out, -x) // refuse "`out` is appended to in a function literal at line"
	}
	return out
}

func capturedLoop(xs []int) []int {
	out := []int{}
	func() {
		for _, x := range xs {
			out = append(out, x) // refuse "`out` is appended to in a function literal at line"
		}
	}()
	return out
}

func capturedBefore(xs []int) (a, b []int) {
	out := []int{}
	peek := func() []int { return out }
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
		a = peek()
	}
	return a, out
}

func capturedAfter(xs []string) []string {
	out := []string{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// Each round begins with a slice of its own; the one of the round before is somebody else's.
func freshEachRound(xss [][]int) [][]int {
	all := [][]int{} // want "`all` gets len\\(xss\\) elements"
	for _, xs := range xss {
		out := []int{} // want "`out` gets len\\(xs\\) elements"
		for _, x := range xs {
			out = append(out, x)
		}
		all = append(all, out)
	}
	return all
}

func againEachRound(xss [][]int) [][]int {
	all := [][]int{} // want "`all` gets len\\(xss\\) elements"
	out := []int{}
	for _, xs := range xss {
		for _, x := range xs {
			out = append(out, x) // refuse "`out` is copied or passed on before the last append at line"
		}
		all = append(all, out)
	}
	return all
}

func main() {
	xs := []int{5, 6, 7, 8, 9}
	fmt.Println(capacity(xs), resliced(xs, 5), threeIndexes(xs))
	fmt.Println(slicedWithin(xs))
	fmt.Println(appendedElsewhere(xs))
	fmt.Println(appendedBefore(xs))
	points := []point{{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}}
	fmt.Println(elementAddress(points), elementField(points), elementMethod(points), elementArray([][2]int{{1, 2}, {3, 4}, {5, 6}}))
	fmt.Println(*elementAddressAfter(points), *addressAfter(points), address(xs), explicitAddress(xs))
	fmt.Println(copied(xs))
	fmt.Println(passed(xs), kept, stored(xs), slicedBefore(xs))
	fmt.Println(readBefore(xs))
	fmt.Println(assignedBefore(xs), assignedInside(xs), assignedAfter(xs))
	fmt.Println(together(xs))
	fmt.Println(captured(xs), capturedLoop(xs))
	fmt.Println(capturedBefore(xs))
	fmt.Println(capturedAfter([]string{"b", "a"}), freshEachRound([][]int{xs, nil}), againEachRound([][]int{xs, xs}))
	_ = list(xs).at(0)
	fmt.Println(threeIndexesBeyond([]int{1}, 100))
}
