// The count is asked for before the loop: where that panics, nothing may be missing that came first.
package main

import "fmt"

type group struct{ names, others []string }

type team struct {
	*group
	leads []string
}

var stage int

// A check for nil between the appends panics first.
func checked(a []string, g *group) []string {
	all := []string{}
	all = append(all, a...) // refuse "grows once, to what it needs"
	if g == nil {
		panic("no group")
	}
	all = append(all, g.names...)
	return all
}

func staged(a []string, g *group) []string {
	all := []string{"x"}
	all = append(all, a...) // refuse "grows once, to what it needs"
	stage = 1
	all = append(all, g.names...)
	return all
}

func indexed(a []string, g *group, at int) []string {
	all := []string{"x"}
	all = append(all, "y", a[at]) // refuse "grows once, to what it needs"
	all = append(all, g.names...)
	return all
}

// Where the first append panics over the same nil pointer, nothing has happened.
func beside(a []string, g *group) []string {
	all := []string{"x"}
	all = append(all, g.names...) // want "gets len\\(g.names\\)\\+len\\(g.others\\) elements"
	stage = 2
	all = append(all, g.others...)
	return all
}

// An embedded pointer may be nil as well.
func promoted(t *team) []string {
	all := []string{"x"}
	all = append(all, t.leads...) // refuse "grows once, to what it needs"
	stage = 3
	all = append(all, t.names...)
	return all
}

// Between nothing but appends of simple things nobody can tell.
func onlyAppends(a []string, g *group, more []string) []string {
	var all []string // want "gets len\\(a\\)\\+len\\(g.names\\)\\+len\\(more\\) elements"
	all = append(all, a...)
	all = append(all, g.names...)
	all = append(all, more...)
	return all
}

func captured(a []string, g *group) {
	var all []string
	defer func() { fmt.Println(recover() != nil, len(all)) }()
	all = append(all, a...) // refuse "grows once, to what it needs"
	all = append(all, g.names...)
}

type registry struct {
	*group
	seen map[string]bool
}

func (r *registry) reset(at []int) {
	stage = 4
	r.seen = map[string]bool{}
	stage = at[0]
	for _, name := range r.names {
		r.seen[name] = true // refuse "not certain to come after"
	}
}

// The values that a loop begins with panic before its bound does.
func begins(at []int, g *group) int {
	out := []int{}
	for i, k := 0, at[7]; i < len(g.names); i++ {
		out = append(out, i+k) // refuse "what the loop begins with may panic"
	}
	return len(out)
}

// Over a nil pointer both panic alike.
func beginsAlike(h, g *group) int {
	out := []int{} // want "gets len\\(g.names\\) elements"
	for i, k := 0, h.names; i < len(g.names); i++ {
		out = append(out, i+len(k))
	}
	return len(out)
}

// The inner loop may not be reached.
func inner(at []int, g *group) int {
	out := []int{} // want "gets len\\(g.names\\) elements"
	for range 8 {
		if len(at) == 1 {
			panic("one")
		}
		for i := 0; i < len(g.names); i++ {
			out = append(out, i)
		}
	}
	return len(out)
}

type board struct {
	rows        [8]int
	more, names []int
}

func innerBeside(b *board) int {
	var out []int // want "gets 8\\*len\\(b.rows\\) elements"
	for range 8 {
		for i := range b.rows {
			out = append(out, i)
		}
	}
	return len(out)
}

func innerAlike(b *board) int {
	var out []int // want "gets len\\(b.names\\)\\*len\\(b.more\\) elements.*unsafe"
	for range b.names {
		for j := 0; j < len(b.more); j++ {
			out = append(out, j)
		}
	}
	return len(out)
}

func innerOfArray(b *board) int {
	var out []int // want "gets len\\(b.more\\) elements"
	for i := range b.rows {
		stage = 10 + i
		for j := 0; j < len(b.more); j++ {
			out = append(out, j)
		}
	}
	return len(out)
}

func main() {
	fmt.Println(begins(make([]int, 9), &group{}), beginsAlike(&group{}, &group{names: []string{"a"}}))
	attempt("begins", func() { begins(nil, nil) })
	attempt("beginsAlike", func() { beginsAlike(nil, nil) })
	attempt("inner", func() { inner([]int{1}, nil) })
	attempt("innerBeside", func() { innerBeside(nil) })
	attempt("innerOfArray", func() { innerOfArray(nil) })
	attempt("innerAlike", func() { innerAlike(nil) })
	fmt.Println(inner(nil, &group{names: []string{"a"}}), innerBeside(&board{}), innerAlike(&board{more: []int{1, 2}}))
	a := []string{"a", "b"}
	attempt("checked", func() { checked(a, nil) })
	attempt("staged", func() { staged(a, nil) })
	attempt("indexed", func() { indexed(a, nil, 5) })
	attempt("beside", func() { beside(a, nil) })
	attempt("promoted", func() { promoted(&team{leads: a}) })
	attempt("onlyAppends", func() { onlyAppends(a, nil, a) })
	captured(a, nil)
	r := &registry{}
	attempt("reset", func() { r.reset([]int{9}) })
	fmt.Println(r.seen == nil)
	fmt.Println(len(checked(a, &group{a, a})), len(staged(a, &group{a, a})), len(indexed(a, &group{a, a}, 1)))
	fmt.Println(len(beside(a, &group{a, a})), len(promoted(&team{&group{a, a}, a})), len(onlyAppends(a, &group{a, a}, a)))
	attempt("reset", func() { (&registry{group: &group{a, a}}).reset([]int{9}) })
}

func attempt(name string, run func()) {
	defer func() { fmt.Println(name, recover(), stage) }()
	run()
}
