// What is not known to be empty can only grow just before the loop: it stays what it is, nil or not.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

type shelf struct {
	books []string
	sizes []int
	mu    *sync.Mutex
}

type library struct {
	*shelf
	other shelf
}

// It starts with elements.

func literal(xs []string) []string {
	args := []string{"-v", "-x"} // stays where it is
	for _, x := range xs {       // want "`args` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		args = append(args, x)
	}
	return args
}

func literalThenMore(xs, ys []string) []string {
	args := []string{"-v"}
	if len(ys) > 1 {
		args = []string{"-q", "-r"}
	}
	for _, x := range xs { // want "`args` gets len\\(xs\\) elements"
		args = append(args, x)
	}
	for _, y := range ys { // want "`args` gets 2\\*len\\(ys\\) elements"
		args = append(args, y, y)
	}
	return args
}

func literalSeen(xs []string) ([]string, []string) {
	args := []string{"-v"}
	seen := args
	for _, x := range xs {
		args = append(args, x) // refuse "`args` is copied or passed on before the last append at line"
	}
	return args, seen
}

func literalElement(xs []string) (string, []string) {
	args := []string{"-v"}
	p := &args[0]
	for _, x := range xs {
		args = append(args, x) // refuse "`args` has the address of an element taken before the last append at line"
	}
	*p = "changed"
	return *p, args
}

func literalLeft(xs []string) []string {
	args := []string{"-v"}
	for _, x := range xs { // want "unsafe: spare capacity would be left, which two later appends could share\\)$"
		if x == "" {
			return args
		}
		args = append(args, x)
	}
	return args
}

func literalFilter(xs []string) []string {
	args := []string{"-v"}
	for _, x := range xs { // want "unsafe: not every round appends, and where few do it is slower\\)$"
		if x != "" {
			args = append(args, x)
		}
	}
	return args
}

// It is set anew on the way.

func setAnew(xs []int) []int {
	var out []int
	out = []int{}
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		out = append(out, x)
	}
	return out
}

func setInBranch(xs []int, yes bool) []int {
	out := []int{}
	if yes {
		out = nil
	}
	for _, x := range xs { // want "`out` gets len\\(xs\\) elements"
		out = append(out, x)
	}
	return out
}

func setToOther(xs, ys []int) []int {
	var out []int
	if len(xs) > 5 {
		out = ys[:1]
	}
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is assigned before the last append at line"
	}
	return out
}

func setByTwo(xs []int) (out []int, err error) {
	out, err = load()
	for _, x := range xs {
		out = append(out, x) // refuse "`out` is assigned before the last append at line"
	}
	return out, err
}

func load() ([]int, error) { return make([]int, 1, 20), nil }

func setInLoop(xs []int) []int {
	out := []int{1}
	for _, x := range xs {
		if x == 0 {
			out = nil
		}
		out = append(out, x) // refuse "`out` is assigned before the last append at line"
	}
	return out
}

// Somebody has thought of it.
func hasRoom(xs []int, buf []int) ([]int, []int, []int) {
	a := buf[:0]
	b := make([]int, 0, 2)
	c := make([]int, 3) // want "`c` gets 3\\+len\\(xs\\) elements"
	for _, x := range xs {
		a = append(a, x)
		b = append(b, x)
		c = append(c, x)
	}
	return a, b, c
}

func bothBranches(xs, ys []int, yes bool) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	if yes {
		for _, x := range xs {
			out = append(out, x)
		}
	} else {
		for _, y := range ys { // want "`out` gets len\\(ys\\) elements"
			out = append(out, y)
		}
	}
	return out
}

// A parameter: the memory behind its length may be somebody else's, and is no longer written if it does not suffice.

func appendAll(dst []int, xs []int) []int {
	for _, x := range xs { // want "unsafe: the memory behind its length may be shared, and is not written then\\)$"
		dst = append(dst, x)
	}
	return dst
}

func appendSome(dst []int, xs []int) []int {
	for _, x := range xs {
		if x > 0 {
			dst = append(dst, x) // refuse "not every round appends to `dst`, which may hold something already"
		}
	}
	return dst
}

func appendToEmpty(dst []int, xs []int) []int {
	dst = dst[:0]
	for _, x := range xs {
		dst = append(dst, x)
	}
	return dst
}

func appendFew(dst []byte) []byte {
	for i := 0; i < 3; i++ {
		dst = append(dst, byte(i)) // refuse "`dst` gets at most 4 elements: a capacity gains nothing"
	}
	return dst
}

// A field of a struct that was made here is as good as a local.

func fresh(xs []string) *shelf {
	s := &shelf{}
	for _, x := range xs { // want "`s.books` gets len\\(xs\\) elements, one at a time: make room for them beforehand$" "`s.sizes` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		s.books = append(s.books, x)
		s.sizes = append(s.sizes, len(x))
	}
	return s
}

func freshValue(xs []string) (s2 shelf) {
	var s shelf
	s.books = []string{"first"}
	for _, x := range xs { // want "`s.books` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		s.books = append(s.books, x)
	}
	s2 = s
	return
}

func freshErr(xs []string) (*shelf, error) {
	s := &shelf{books: []string{}, sizes: nil}
	for _, x := range xs { // want "`s.books` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
		if x == "" {
			return nil, errors.New("empty")
		}
		s.books = append(s.books, x)
	}
	return s, nil
}

func freshLeft(xs []string) *shelf {
	s := new(shelf)
	for _, x := range xs { // want "unsafe: spare capacity would be left"
		if x == "" {
			return s
		}
		s.books = append(s.books, x)
	}
	return s
}

func given(books, xs []string) *shelf {
	s := &shelf{books: books}
	for _, x := range xs { // want "unsafe: the memory behind its length may be shared"
		s.books = append(s.books, x)
	}
	return s
}

func keptBefore(xs []string) *shelf {
	s := &shelf{}
	kept = s
	for _, x := range xs { // want "unsafe: the memory behind its length may be shared"
		s.books = append(s.books, x)
	}
	return s
}

var kept *shelf

func embedded(xs []string) library {
	var l library
	l.shelf = kept
	for _, x := range xs { // want "unsafe: the memory behind its length may be shared"
		l.books = append(l.books, x)
	}
	return l
}

// It may be nil where nothing is appended, and others may look at it.
func (s *shelf) add(xs []string) {
	for _, x := range xs { // want "unsafe: the memory behind its length may be shared, and is not written then; `s` may be nil where the loop does not run\\)"
		s.books = append(s.books, x)
	}
}

func (s *shelf) addLocked(xs []string) {
	for _, x := range xs {
		s.mu.Lock()
		s.books = append(s.books, x) // refuse "`s.books` is locked in the loop at line"
		s.mu.Unlock()
	}
}

func next(shelves []*shelf, xs []string) {
	s := shelves[0]
	for i, x := range xs {
		s.books = append(s.books, x) // refuse "`s` may change in the loop at line"
		s = shelves[i%2]
	}
}

func (s *shelf) again(xs []string) {
	s.books = s.books[:0]
	for _, x := range xs {
		s.books = append(s.books, x)
	}
}

func ranged(s *shelf) {
	for _, x := range s.books {
		s.books = append(s.books, x) // refuse "`s.books` is ranged over while it is filled"
	}
}

func each(shelves []*shelf, x string) {
	for _, s := range shelves {
		s.books = append(s.books, x)
	}
}

type seen struct{ items []int }

func looked(xs []int) int {
	s := &seen{}
	for _, x := range xs {
		s.items = append(s.items, x) // refuse "`s.items` has its capacity looked at at line"
	}
	return cap(s.items) - cap(s.items)
}

func lookedElsewhere(xs []int) seen {
	var s seen
	for _, x := range xs {
		s.items = append(s.items, x) // refuse "`s.items` goes where its capacity is asked for \\(line"
	}
	return s
}

func shown(v any) string {
	text, err := json.Marshal(v)
	return fmt.Sprint(string(text), err)
}

// A range over the indices alone has counted them before.
func twice(x int) []int {
	out := []int{x, x + 1}
	for i := range out { // want "`out` gets len\\(out\\) elements"
		out = append(out, 2*out[i])
	}
	return out
}

func main() {
	fmt.Println(twice(3))
	xs, ys := []string{"a", "b"}, []string{"c"}
	fmt.Println(literal(nil), literal(xs), literalThenMore(xs, ys), literalThenMore(nil, xs))
	fmt.Println(literalSeen(xs))
	fmt.Println(literalElement(xs))
	fmt.Println(literalFilter(xs), literalFilter(nil))
	fmt.Println(literalLeft([]string{"a", "", "b"}))
	ns := []int{1, 2, 3, 4, 5, 6}
	fmt.Println(shown(setAnew(nil)), shown(setInBranch(nil, true)), shown(setInBranch(nil, false)), setInBranch(ns, true))
	fmt.Println(setToOther(ns, []int{7, 8, 9}), setInLoop([]int{1, 0, 2}))
	fmt.Println(setByTwo(ns))
	fmt.Println(hasRoom(ns, ns[:2:2]))
	fmt.Println(shown(bothBranches(nil, nil, true)), shown(bothBranches(nil, nil, false)), bothBranches(nil, ns, false), bothBranches(ns, nil, true))
	array := [4]int{}
	fmt.Println(appendAll(array[:0], ns), array, appendSome(nil, ns), appendFew(nil), appendToEmpty(array[:2], ns))
	fmt.Println(shown(fresh(nil).books), fresh(xs).sizes, shown(freshValue(nil).books), freshValue(xs).books)
	s, err := freshErr(nil)
	fmt.Println(shown(s.books), shown(s.sizes), err)
	fmt.Println(freshErr([]string{"a", ""}))
	fmt.Println(shown(freshLeft([]string{""}).books), given(xs[:1], ys).books, xs, keptBefore(ys).books, embedded(xs).books)
	(*shelf)(nil).add(nil)
	kept.add(xs)
	kept.mu = &sync.Mutex{}
	kept.addLocked(xs)
	next([]*shelf{kept, {}}, xs)
	each([]*shelf{kept}, "z")
	ranged(kept)
	kept.again(kept.books)
	fmt.Println(kept.books, looked(ns), lookedElsewhere(ns))
}
