// Fields, while nobody else can look at them.
package main

import "fmt"

type report struct {
	out   string
	n     int
	items []string
	sub   *sub
	*embedded
}

type sub struct{ out string }

type embedded struct{ text string }

func (r *report) add() {
	for _, x := range r.items {
		r.out += x + ";" // want "`r.out` grows"
	}
}

func (r *report) addUntil(stop string) (string, int) {
	r.out = ""
	for i, x := range r.items {
		if x == stop {
			return r.out, i
		}
		if len(x) > r.n {
			break
		}
		r.out += x // want "`r.out` grows"
	}
	return r.out, -1
}

// A nil `r` is only found out in the first round.
func (r *report) addOthers(xs []string) {
	for _, x := range xs {
		r.out += x // want "`r.out` grows"
	}
}

func (r *report) addCalling(xs []string) {
	r.n++
	for _, x := range r.items {
		r.out += x + r.copyOf().out // want "`r.out` grows"
	}
	for i := range r.items {
		r.out += xs[i] // want "`r.out` grows"
	}
	for _, x := range r.items {
		r.out += x // want "`r.out` grows"
		r.n += len(r.copyOf().out)
	}
}

// Another field is written through the pointer.
func (r *report) counting() {
	for _, x := range r.items {
		r.out += x // want "`r.out` grows"
		r.n = len(x)
	}
}

func (r *report) copyOf() *report { return r }

func alias(r, other *report) (n int) {
	r.n, other.n = 0, 0
	for _, x := range r.items {
		r.out += x // want "`r.out` grows"
		n += len(other.out)
	}
	return n
}

func assigned(r, other *report) {
	r.n, other.n = 0, 0
	for _, x := range r.items {
		r.out += x // refuse "`r` is assigned or shared, so `r.out` may be another's field"
		r = other
	}
}

func promoted(r *report) {
	r.n = 0
	for _, x := range r.items {
		r.text += x // refuse "`r` may be nil"
	}
}

func maybe(r *report, xs []string) {
	ok := r != nil && r.n > 0
	for _, x := range xs {
		r.out += x // want "`r.out` grows"
	}
	fmt.Println(ok)
}

func value(r report) string {
	for _, x := range r.items {
		r.out += x // want "`r.out` grows"
	}
	return r.out
}

func valueCopied(r report) (string, []report) {
	var all []report
	for _, x := range r.items {
		r.out += x // want "`r.out` grows"
		all = append(all, r)
	}
	return r.out, all
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		r := &report{items: xs, n: 1, embedded: &embedded{}}
		other := &report{items: xs, n: 1}
		r.add()
		fmt.Println(r.out, r.n)
		fmt.Println(r.addUntil("c"))
		r.addOthers(xs)
		(*report)(nil).addOthers(nil)
		r.addCalling(xs)
		r.counting()
		fmt.Println(alias(r, r), alias(r, other))
		assigned(r, other)
		promoted(r)
		maybe(r, xs)
		fmt.Println(r.out, r.text, other.out)
		fmt.Println(value(*r))
		text, all := valueCopied(*r)
		fmt.Println(text, len(all))
		fmt.Println(r.out, r.n)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		(*report)(nil).add()
	}()
}
