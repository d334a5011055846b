// Fields, while nobody else can look at them.
package main

import (
	"fmt"
	"strings"
)

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
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x)
		outBuilder.WriteString(";") // want "`r.out` grows"
	}
	r.out = outBuilder.String()
}

func (r *report) addUntil(stop string) (string, int) {
	r.out = ""
	var outBuilder strings.Builder
	for i, x := range r.items {
		if x == stop {
			r.out = outBuilder.String()
			return outBuilder.String(), i
		}
		if len(x) > r.n {
			break
		}
		outBuilder.WriteString(x) // want "`r.out` grows"
	}
	r.out = outBuilder.String()
	return r.out, -1
}

// A nil `r` is only found out in the first round.
func (r *report) addOthers(xs []string) {
	var outBuilder strings.Builder
	if r != nil {
		outBuilder.WriteString(r.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`r.out` grows"
		r.out = outBuilder.String()
	}
}

func (r *report) addCalling(xs []string) {
	r.n++
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x + r.copyOf().out) // want "`r.out` grows"
		r.out = outBuilder.String()
	}
	var outBuilder2 strings.Builder
	outBuilder2.WriteString(r.out)
	for i := range r.items {
		outBuilder2.WriteString(xs[i]) // want "`r.out` grows"
		r.out = outBuilder2.String()
	}
	var outBuilder3 strings.Builder
	outBuilder3.WriteString(r.out)
	for _, x := range r.items {
		outBuilder3.WriteString(x) // want "`r.out` grows"
		r.out = outBuilder3.String()
		r.n += len(r.copyOf().out)
	}
}

// Another field is written through the pointer.
func (r *report) counting() {
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x) // want "`r.out` grows"
		r.n = len(x)
	}
	r.out = outBuilder.String()
}

func (r *report) copyOf() *report { return r }

func alias(r, other *report) (n int) {
	r.n, other.n = 0, 0
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x) // want "`r.out` grows"
		r.out = outBuilder.String()
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
	var outBuilder strings.Builder
	if r != nil {
		outBuilder.WriteString(r.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`r.out` grows"
		r.out = outBuilder.String()
	}
	fmt.Println(ok)
}

func value(r report) string {
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x) // want "`r.out` grows"
	}
	r.out = outBuilder.String()
	return r.out
}

func valueCopied(r report) (string, []report) {
	var all []report
	var outBuilder strings.Builder
	outBuilder.WriteString(r.out)
	for _, x := range r.items {
		outBuilder.WriteString(x) // want "`r.out` grows"
		r.out = outBuilder.String()
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
