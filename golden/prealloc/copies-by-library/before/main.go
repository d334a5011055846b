// Copies of a slice by way of the slices and maps packages, structs in containers, and the last mention of a variable.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

var nine = []int{1, 2, 3, 4, 5, 6, 7, 8, 9}

type item1 int

func cloned() string {
	var out []item1
	for _, x := range nine {
		out = append(out, item1(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	a := [][]item1{out}
	b := slices.Clone(a)
	a[0] = append(a[0], 100)
	b[0] = append(b[0], 200)
	return fmt.Sprint(a, b)
}

type item2 int

func valuesOf() string {
	var out []item2
	for _, x := range nine {
		out = append(out, item2(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	m := map[string][]item2{"a": out}
	var all [][]item2
	for i := range 2 {
		for xs := range maps.Values(m) {
			xs = append(xs, item2(i))
			all = append(all, xs) // refuse "nothing tells how many elements `all` gets"
		}
	}
	return fmt.Sprint(all)
}

type rec3 struct{ xs []int8 }

func structs() string {
	var r rec3
	for _, x := range nine {
		r.xs = append(r.xs, int8(x)) // refuse "`r.xs` goes where it may be appended to more than once \\(line"
	}
	a := []rec3{r}
	b := slices.Clone(a)
	a[0].xs = append(a[0].xs, 100)
	b[0].xs = append(b[0].xs, 50)
	return fmt.Sprint(a, b)
}

type item4 int

// Only one of the two has it.
func moved(yes bool) string {
	var out []item4 // want "`out` gets len\\(nine\\) elements"
	for _, x := range nine {
		out = append(out, item4(x))
	}
	a := out
	a = append(a, 100)
	a = append(a, 200)
	return fmt.Sprint(a)
}

type item5 int

func switched() string {
	var out []item5
	for _, x := range nine {
		out = append(out, item5(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	a, b := out, []item5{}
	a, b = b, a
	b, a = a, b
	c := a
	c = append(c, 1)
	a = append(a, 2)
	return fmt.Sprint(a, b, c)
}

type rec6 struct {
	xs   []int16
	next *rec6
}

func (r *rec6) push(x int16) { r.xs = append(r.xs, x) }

func linked() string {
	r := &rec6{}
	for _, x := range nine {
		r.xs = append(r.xs, int16(x)) // refuse "`r.xs` goes where it may be appended to more than once \\(line"
	}
	r.next = &rec6{xs: r.xs}
	r.push(100)
	r.next.push(200)
	return fmt.Sprint(r.xs, r.next.xs)
}

type rec7 struct{ xs []int32 }

func (r *rec7) push(x int32) *rec7 { r.xs = append(r.xs, x); return r }

func pushed() string {
	r := &rec7{}
	for _, x := range nine { // want "`r.xs` gets len\\(nine\\) elements"
		r.xs = append(r.xs, int32(x))
	}
	return fmt.Sprint(r.push(100).push(200).xs)
}

type stack struct{ xs []string }

func (s *stack) push(x string) { s.xs = append(s.xs, x) }
func (s *stack) pop() string {
	x := s.xs[len(s.xs)-1]
	s.xs = s.xs[:len(s.xs)-1]
	return x
}

func stacked() string {
	s := &stack{}
	for _, x := range nine { // want "`s.xs` gets len\\(nine\\) elements"
		s.xs = append(s.xs, strconv.Itoa(x))
	}
	s.push(s.pop() + s.pop())
	return fmt.Sprint(s.xs)
}

type saver struct{ xs []uint16 }

func (s *saver) mark() []uint16      { return s.xs }
func (s *saver) restore(xs []uint16) { s.xs = xs }
func (s *saver) push(x uint16)       { s.xs = append(s.xs, x) }

func restored() string {
	s := &saver{}
	for _, x := range nine {
		s.xs = append(s.xs, uint16(x)) // refuse "`s.xs` goes where it may be appended to more than once \\(line"
	}
	m := s.mark()
	s.push(100)
	long := s.mark()
	s.restore(m)
	s.push(200)
	return fmt.Sprint(s.xs, long)
}

type tree9 struct{ path []uint32 }

func walk(t *tree9, depth int, path []uint32, found *[][]uint32) {
	if depth == 0 {
		*found = append(*found, path)
		return
	}
	for i := range uint32(2) {
		walk(t, depth-1, append(path, i), found)
	}
}

func walked() string {
	var path []uint32
	for _, x := range nine {
		path = append(path, uint32(x)) // refuse "`path` goes where it is appended to without the result being assigned back \\(line"
	}
	var found [][]uint32
	walk(&tree9{}, 2, path, &found)
	return fmt.Sprint(found)
}

type item10 int

func again(n int, xs []item10) string {
	if n == 0 {
		return ""
	}
	ys := xs
	ys = append(ys, item10(n))
	more := again(n-1, xs)
	return fmt.Sprint(ys) + more
}

func repeated() string {
	var out []item10
	for _, x := range nine {
		out = append(out, item10(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return again(3, out)
}

type pieces struct{ xs []int64 }

func (p *pieces) halves() ([]int64, []int64) { return p.xs[:len(p.xs)-1], p.xs[len(p.xs)-1:] }

// Within its length.
func cutWithin() string {
	p := &pieces{}
	for _, x := range nine { // want "`p.xs` gets len\\(nine\\) elements"
		p.xs = append(p.xs, int64(x))
	}
	return fmt.Sprint(p.halves())
}

type item11 int

func prefixes(xs []item11) (found []string) {
	for i := range xs { // want "`found` gets len\\(xs\\) elements"
		found = append(found, fmt.Sprint(xs[:i], xs[:i+1]))
	}
	return found
}

func prefixed() string {
	var out []item11 // want "`out` gets len\\(nine\\) elements"
	for _, x := range nine {
		out = append(out, item11(x))
	}
	return fmt.Sprint(prefixes(out))
}

type item12 int

// The slice is another one in the second round.
func shrinking(xs []item12) (found []string) {
	for i := range xs { // want "unsafe: spare capacity would be left, which two later appends could share"
		found = append(found, fmt.Sprint(xs[:i]))
		xs = xs[:0]
		if i > 0 {
			break
		}
	}
	return found
}

func shrunk() string {
	var out []item12
	for _, x := range nine {
		out = append(out, item12(x)) // refuse "`out` goes where it is sliced up to `i` \\(line"
	}
	return fmt.Sprint(shrinking(out))
}

func main() {
	fmt.Println(cloned(), valuesOf(), structs(), moved(true), switched(), linked(), pushed(), stacked(), restored())
	fmt.Println(walked(), repeated(), cutWithin(), prefixed(), shrunk())
}
