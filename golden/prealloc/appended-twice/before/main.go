// Code in view that appends to two copies of the slice: they share memory if there is room, and do not if there is none.
package main

import "fmt"

func nine() []string { return []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"} }

// Another name for it.
func get(list []string) string {
	kept := list
	list = append(list, "one")
	kept = append(kept, "two")
	return list[len(list)-1] + kept[len(kept)-1]
}
func make1() (out []string) {
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return
}

// The same function twice.
func with2(list []string, s string) []string { return append(list, s) }
func make2() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

// A variable of its own: each append makes another value.
func make3() []string {
	out := []string{} // want "`out` gets len\\(items\\) elements"
	for _, x := range nine() {
		out = append(out, x)
	}
	return out
}

// In a loop.
func make4() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

// A struct that is copied.
type box struct{ items []string }

func (b *box) add(s string) { b.items = append(b.items, s) }
func make5() *box {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return &box{out}
}

type box6 struct{ items []string }

func (b *box6) add(s string) { b.items = append(b.items, s) }
func make6() *box6 {
	b := &box6{}
	for _, x := range nine() {
		b.items = append(b.items, x) // refuse "`b.items` goes where it may be appended to more than once \\(line"
	}
	return b
}

// Under another type.
type strs []string

func make7() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it is appended to without the result being assigned back"
	}
	return out
}

// In a function literal.
func make8() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

// A method that returns it with one more.
type box9 struct{ items []string }

func (b box9) with(s string) []string { return append(b.items, s) }
func make9() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it is appended to without the result being assigned back"
	}
	return out
}

// Two elements.
func make10() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

// A variable of the same name.
func make11() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it is appended to without the result being assigned back"
	}
	return out
}

type tree struct {
	all []string
}

func (t *tree) fork() *tree  { return &tree{t.all} }
func (t *tree) add(s string) { t.all = append(t.all, s) }
func make12() *tree {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return &tree{all: out}
}

// A function that gives it back.
func more13(list []string) []string { list = append(list, "m"); return list }
func make13() []string {
	out := []string{} // want "`out` gets len\\(items\\) elements"
	for _, x := range nine() {
		out = append(out, x)
	}
	return out
}

// A struct that is copied, but of which the copies are only read.
type list struct{ items []string }

func (l *list) add(s string) { l.items = append(l.items, s) }
func (l list) size() int     { return len(l.items) }
func (l list) last() string  { return l.items[len(l.items)-1] }

func show(l list) string { return fmt.Sprint(l.size(), l.items[0]) }

func makeList() *list {
	l := &list{}
	for _, x := range nine() { // want "`l.items` gets len\\(elements\\) elements, one at a time: make room for them beforehand$"
		l.items = append(l.items, x)
	}
	return l
}

func makeLists() []list {
	var all []list
	for range 2 {
		var l list
		for _, x := range nine() { // want "`l.items` gets len\\(elements\\) elements, one at a time: make room for them beforehand$"
			l.items = append(l.items, x)
		}
		all = append(all, l) // refuse "`all` gets at most 4 elements: a capacity gains nothing"
	}
	return all
}

// Through a pointer, which is another name for the same variable.
func addTo(l *[]string) { *l = append(*l, "more") }

func makePointed() ([]string, int) {
	var out []string // want "`out` gets len\\(items\\) elements"
	for _, x := range nine() {
		out = append(out, x)
	}
	return out, len(out)
}

// Of what a goto goes back to.
func makeAgain() []string {
	out := []string{}
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return out
}

func again(all [][]string) [][]string {
	r := makeAgain()
again:
	a := r
	a = append(a, fmt.Sprint(len(all)))
	all = append(all, a)
	if len(all) < 3 {
		goto again
	}
	return all
}

// What is sent, and what an interface hides, may be anybody's; a result that is kept is not lost.
func makeNamed() (out []string) {
	for _, x := range nine() {
		out = append(out, x) // refuse "`out` goes where it may be appended to more than once \\(line"
	}
	return
}

func keepNamed() (r []string) {
	r = makeNamed()
	kept.add(r)
	return
}

type keeper struct{ items []string }

func (k *keeper) add(items []string) { k.items = items }
func (k *keeper) more()              { k.items = append(k.items, "kept") }

var kept keeper

func main() {
	fmt.Println(get(make1()))
	r := make2()
	a, b := with2(r, "1"), with2(r, "2")
	fmt.Println(a, b)
	q := make3()
	q = append(q, "x")
	fmt.Println(q)
	w := make4()
	var all [][]string // as many as it takes
	for i := range 3 {
		z := w
		z = append(z, fmt.Sprint(i))
		all = append(all, z) // refuse "`all` gets at most 4 elements: a capacity gains nothing"
	}
	fmt.Println(all)
	x := make5()
	y := *x
	x.add("1")
	y.add("2")
	fmt.Println(x, y)
	x6 := make6()
	y6 := *x6
	x6.add("1")
	y6.add("2")
	fmt.Println(x6, y6)
	s := make7()
	s1 := append(strs(s), "1")
	s2 := append(strs(s), "2")
	fmt.Println(s1, s2)
	c := make8()
	f := func() []string { d := c; d = append(d, "1"); return d }
	d1 := f()
	c = append(c, "2")
	fmt.Println(c, d1)
	b9 := box9{make9()}
	e1 := b9.with("1")
	e2 := b9.with("2")
	fmt.Println(e1, e2)
	v := make10()
	m := [][]string{v, v}
	for i := range m {
		m[i] = append(m[i], fmt.Sprint(i))
	}
	fmt.Println(m)
	l := make11()
	var l2 []string
	{
		l := append(l, "inner")
		l2 = l
	}
	l = append(l, "outer")
	fmt.Println(l, l2)
	t := make12()
	u := t.fork()
	t.add("1")
	u.add("2")
	fmt.Println(t, u)
	g := make13()
	g = more13(g)
	g = more13(g)
	g = append(g, "z")
	fmt.Println(g)
	made := makeList()
	made.add("1")
	fmt.Println(show(*made), made.last())
	for _, l := range makeLists() {
		fmt.Println(l.size(), l)
	}
	pointed, _ := makePointed()
	addTo(&pointed)
	addTo(&pointed)
	fmt.Println(pointed, again(nil))
	named := keepNamed()
	named = append(named, "named")
	kept.more()
	fmt.Println(named, kept)
}
