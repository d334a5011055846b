// Copies of a slice that code in view appends to, by ways that are hard to follow: interfaces, function values, arrays.
package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
)

func js(v any) string { b, _ := json.Marshal(v); return string(b) }

var nine = []int{1, 2, 3, 4, 5, 6, 7, 8, 9}

func fill1() []int {
	out := []int{}
	for _, x := range nine {
		out = append(out, x) // refuse "`out` goes where it is appended to without the result being assigned back \\(line"
	}
	return out
}

// interface and back
func a1() string {
	var v any = fill1()
	a := append(v.([]int), 1)
	b := append(v.([]int), 2)
	return fmt.Sprint(a, b)
}

type named []string

func fill2() named {
	var out named
	for _, x := range nine {
		out = append(out, strconv.Itoa(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

// type switch
func a2() string {
	var v any = fill2()
	var all []named
	for range 2 {
		switch v := v.(type) {
		case named:
			v = append(v, strconv.Itoa(len(all)))
			all = append(all, v) // refuse "`all` gets at most 4 elements: a capacity gains nothing"
		}
	}
	return fmt.Sprint(all)
}

// function value
type item3 struct{ n int }

func fill3() []item3 {
	var out []item3
	for _, x := range nine {
		out = append(out, item3{x}) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}
func with3(xs []item3, n int) []item3 { return append(xs, item3{n}) }
func a3() string {
	f := with3
	r := fill3()
	a, b := f(r, 100), f(r, 200)
	return fmt.Sprint(a, b)
}

// function value result
type item4 struct{ n int }

func a4() string {
	var out []item4
	for _, x := range nine {
		out = append(out, item4{x}) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	get := func() []item4 { return out }
	fs := []func() []item4{get}
	a := fs[0]()
	b := fs[0]()
	a = append(a, item4{100})
	b = append(b, item4{200})
	return fmt.Sprint(a, b)
}

// range while appended
func a5(n int) string {
	out := []int{}
	for _, x := range nine {
		out = append(out, x) // refuse "`out` is ranged over while it is filled"
	}
	s := ""
	for i, o := range out {
		if i == 0 {
			out = append(out, 5)
			out[3] = 77
		}
		s += fmt.Sprint(o)
	}
	return s
}

// strconv
func fill6() []byte {
	out := []byte{}
	for _, x := range nine {
		out = append(out, byte('0'+x)) // refuse "`out` goes where it is appended to without the result being assigned back \\(line"
	}
	return out
}
func a6() string {
	r := fill6()
	a := strconv.AppendInt(r, 1, 10)
	b := strconv.AppendInt(r, 2, 10)
	return string(a) + string(b)
}

// slices.Insert
type item7 int

func a7() string {
	r := []item7{}
	for _, x := range nine {
		r = append(r, item7(x)) // refuse "`r` goes where it is appended to without the result being assigned back \\(line"
	}
	a := slices.Insert(r, len(r), 1)
	b := slices.Insert(r, len(r), 2)
	return fmt.Sprint(a, b)
}

// field sees alias through other field set before by helper
type S struct{ a, b []int }

func a8() string {
	s := S{a: []int{1}}
	func() { s.b = s.a }()
	for _, x := range nine {
		s.a = append(s.a, x) // refuse "`s.a` is copied or passed on before the last append"
	}
	s.b = append(s.b, 100)
	s.a[1] = 55
	return fmt.Sprint(s)
}

// struct copied in loop
func a9() string {
	snaps := make([]S, 0, len(nine)) // want "`snaps` gets len\\(nine\\) elements"
	s := S{}
	for _, x := range nine {
		s.a = append(s.a, x) // refuse "`s.a` goes where it is appended to without the result being assigned back \\(line"
		snaps = append(snaps, s)
	}
	snaps[4].a = append(snaps[4].a, 100)
	return fmt.Sprint(s, snaps[4])
}

// pointer struct given to others before
func keep(s *S) { kept = s }

var kept *S

func a10() string {
	s := &S{}
	keep(s)
	for _, x := range nine {
		s.a = append(s.a, x) // refuse "`s.a` goes where it is appended to without the result being assigned back \\(line"
		kept.b = append(kept.a, -x)
	}
	return fmt.Sprint(s)
}

// method value of struct
func (s *S) peek() []int { return s.a }
func a11() string {
	s := &S{}
	p := s.peek
	var first []int
	for _, x := range nine {
		s.a = append(s.a, x) // refuse "`s.a` goes where it is appended to without the result being assigned back \\(line"
		if first == nil {
			first = p()
		}
	}
	first = append(first, 100)
	return fmt.Sprint(s.a, first)
}

// set anew from a helper in a closure
func a12() string {
	out := []int{}
	reset := func() { out = nine[:2] }
	reset()
	for _, x := range nine {
		out = append(out, x) // refuse "`out` is assigned before the last append"
	}
	return fmt.Sprint(out, nine)
}

// shared with a param literal
func a13(in []int) string {
	s := S{a: in[:2]}
	for _, x := range []int{7, 7, 7, 7, 7, 7} {
		s.a = append(s.a, x) // refuse "`s.a` goes where it is appended to without the result being assigned back \\(line"
	}
	return fmt.Sprint(s, in)
}

// variadic aliasing
func a14(xs ...int) []int {
	for _, x := range nine { // want "unsafe: the memory behind its length may be shared, and is not written then"
		xs = append(xs, x)
	}
	return xs
}

// chan
func a15() string {
	c := make(chan []int, 2)
	out := []int{}
	for _, x := range nine {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	c <- out
	c <- out
	a, b := <-c, <-c
	a = append(a, 1)
	b = append(b, 2)
	return fmt.Sprint(a, b)
}

// arrays of slices copied
type box16 struct{ xs [2][]string }

func a16() string {
	var out []string
	for _, x := range nine {
		out = append(out, strconv.Itoa(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	p := [2][]string{out}
	q := p
	p[0] = append(p[0], "p")
	q[0] = append(q[0], "q")
	return fmt.Sprint(p, q)
}

// through a pointer copy
type item17 int

func a17() string {
	var out []item17
	for _, x := range nine {
		out = append(out, item17(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	r := out
	p := &r
	s := *p
	*p = append(*p, 1)
	s = append(s, 2)
	return fmt.Sprint(r, s)
}

// deferred append
type item18 int

func a18() (r []item18, t []item18) {
	var out []item18
	for _, x := range nine {
		out = append(out, item18(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	r = out
	defer func() { r = append(r, 1) }()
	t = out
	t = append(t, 2)
	return r, t
}

// generics
func push[T any](xs []T, x T) []T { xs = append(xs, x); return xs }

type item19 int

func a19() string {
	var out []item19
	for _, x := range nine {
		out = append(out, item19(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	a := push(out, 1)
	b := push(out, 2)
	return fmt.Sprint(a, b)
}

// sort with append within
type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return b[i] < b[j] }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func a20() string {
	var out []string // want "`out` gets len\\(nine\\) elements"
	out = slices.Grow(out, len(nine))
	for _, x := range nine {
		out = append(out, strconv.Itoa(10-x))
	}
	sort.Sort(byLen(out))
	return fmt.Sprint(out)
}

// map of structs copies
type rec struct{ xs []uint8 }

func a21() string {
	m := map[string]rec{}
	var r rec
	for _, x := range nine {
		r.xs = append(r.xs, uint8(x)) // refuse "`r.xs` goes where it may be appended to more than once \\(line"
	}
	m["a"], m["b"] = r, r
	for i, k := range []string{"a", "b"} {
		e := m[k]
		e.xs = append(e.xs, uint8(i))
		m[k] = e // refuse "`m` is read in the loop, so its keys may repeat"
	}
	return fmt.Sprint(m)
}

// embedded struct
type outer22 struct{ inner22 }
type inner22 struct{ xs []int16 }

func (i *inner22) add(x int16) { i.xs = append(i.xs, x) }
func a22() string {
	var i inner22
	for _, x := range nine {
		i.xs = append(i.xs, int16(x)) // refuse "`i.xs` goes where it may be appended to more than once \\(line"
	}
	a, b := outer22{i}, outer22{i}
	a.add(1)
	b.add(2)
	return fmt.Sprint(a, b)
}

// recursion
type item23 int

func a23(n int, out []item23) [][]item23 {
	if n == 0 {
		return [][]item23{out}
	}
	var all [][]item23
	for i := range 2 {
		all = append(all, a23(n-1, append(out, item23(i)))...) // refuse "nothing tells how many elements `all` gets"
	}
	return all
}
func b23() string {
	var out []item23
	for _, x := range nine {
		out = append(out, item23(x)) // refuse "`out` goes where it is appended to without the result being assigned back \\(line"
	}
	return fmt.Sprint(a23(2, out))
}

// grouping
type item24 int

func a24() string {
	groups := map[int][]item24{}
	var base []item24
	for _, x := range nine {
		base = append(base, item24(x)) // refuse "`base` goes where it may be appended to more than once \\(line"
	}
	for i := range 3 {
		groups[i] = base // refuse "`groups` is read in the loop, so its keys may repeat"
	}
	for i := range 3 {
		groups[i] = append(groups[i], item24(i))
	}
	return fmt.Sprint(groups)
}

// select receive
type item25 int

func a25() string {
	var out []item25
	for _, x := range nine {
		out = append(out, item25(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	var r []item25
	c := make(chan []item25, 1)
	for i := range 2 {
		c <- out
		select {
		case v := <-c:
			v = append(v, item25(i))
			if i == 0 {
				r = v
			}
		}
	}
	return fmt.Sprint(r)
}

// method expression
type item26 int
type list26 []item26

func (l list26) with(x item26) list26 { return append(l, x) }
func a26() string {
	var out list26
	for _, x := range nine {
		out = append(out, item26(x)) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	a := list26.with(out, 1)
	b := list26.with(out, 2)
	f := out.with
	c := f(3)
	return fmt.Sprint(a, b, c)
}

func main() {
	fmt.Println(1, a1(), 2, a2(), 3, a3(), 4, a4(), 5, a5(9), 6, a6(), 7, a7())
	fmt.Println(8, a8(), 9, a9(), 10, a10(), 11, a11(), 12, a12(), 13, a13([]int{1, 2, 3, 4, 5, 6, 7, 8, 9}))
	z := make([]int, 2, 20)
	fmt.Println(14, a14(z...), z[:20], 15, a15(), 16, a16(), 17, a17())
	fmt.Println(a18())
	fmt.Println(19, a19(), 20, a20(), 21, a21(), 22, a22(), 23, b23(), 24, a24(), 25, a25(), 26, a26())
}
