// Maps that are set after their declaration, fields, and keys that end the loop if they repeat.
package main

import (
	"errors"
	"fmt"
)

type index struct {
	name  string
	at    map[string]int
	names map[int]string
}

func inLiteral(xs []string) *index {
	ix := &index{ // want "`ix.at` gets len\\(xs\\) elements"
		name: "x",
		at:   make(map[string]int), // where each is
	}
	for i, x := range xs {
		ix.at[x] = i
	}
	return ix
}

func inBoth(xs []string) index {
	ix := index{at: map[string]int{}, names: map[int]string{}} // want "`ix.at` gets len\\(xs\\) elements" "`ix.names` gets len\\(xs\\) elements"
	for i, x := range xs {
		ix.at[x] = i
		ix.names[i] = x
	}
	return ix
}

func (ix *index) fill(xs []string) {
	ix.at = make(map[string]int) // want "`ix.at` gets len\\(xs\\) elements"
	for i, x := range xs {
		ix.at[x] = i
	}
}

func (ix *index) fillLater(xs []string) {
	ix.at = make(map[string]int)
	other(ix)
	for i, x := range xs {
		ix.at[x] = i // refuse "the loop is not certain to come after the declaration of `ix.at`"
	}
}

func (ix *index) again() {
	ix.at = make(map[string]int) // want "`ix.at` gets len\\(ix.names\\) elements"
	for i, x := range ix.names {
		ix.at[x] = i
	}
}

// The other one may be nil, and then the first was set.
func (ix *index) of(another *index) {
	ix.at = make(map[string]int)
	for i, x := range another.names {
		ix.at[x] = i // refuse "the loop is not certain to come after the declaration of `ix.at`"
	}
}

func ofNil() (ix index, err any) {
	defer func() { err = recover() }()
	ix.of(nil)
	return
}

func other(ix *index) { ix.at = map[string]int{"other": 1} }

func setLater(xs []string) map[string]bool {
	var m map[string]bool
	m = map[string]bool{} // want "`m` gets len\\(xs\\) elements"
	for _, x := range xs {
		m[x] = true
	}
	return m
}

var all map[string]bool

func ofPackage(xs []string) {
	all = make(map[string]bool) // want "`all` gets len\\(xs\\) elements"
	for _, x := range xs {
		all[x] = true
	}
}

func notOurs(ix *index, xs []string) {
	for i, x := range xs {
		ix.at[x] = i
	}
}

func twiceIsAnError(xs []string) (map[string]int, error) {
	m := make(map[string]int) // want "`m` gets len\\(xs\\) elements"
	for i, x := range xs {
		if _, ok := m[x]; ok {
			return nil, errors.New("twice")
		}
		m[x] = i
	}
	return m, nil
}

func twiceIsTheEnd(xs []string) map[string]bool {
	m := map[string]bool{} // want "`m` gets len\\(xs\\) elements"
	for _, x := range xs {
		if m[x] {
			break
		}
		m[x] = true
	}
	return m
}

func twiceIsSkipped(xs []string) map[string]bool {
	m := map[string]bool{}
	for _, x := range xs {
		if m[x] {
			continue
		}
		m[x] = true // refuse "`m` is read in the loop, so its keys may repeat at line"
	}
	return m
}

func notThereIsAnError(xs []string) (map[string]int, error) {
	m := map[string]int{}
	for i, x := range xs {
		if _, ok := m[x]; !ok && i > 3 {
			return nil, errors.New("new")
		}
		m[x] = i // refuse "`m` is read in the loop, so its keys may repeat at line"
	}
	return m, nil
}

func innerBreak(xs []string) map[string]bool {
	m := map[string]bool{}
	for _, x := range xs {
		switch {
		default:
			if m[x] {
				break
			}
			m[x] = true // refuse "`m` is read in the loop, so its keys may repeat at line"
		}
	}
	return m
}

func main() {
	xs := []string{"a", "b", "a"}
	fmt.Println(*inLiteral(xs), inBoth(xs), setLater(xs), notThere(xs))
	ix := new(index)
	ix.fill(xs)
	fmt.Println(ix.at)
	ix.fillLater(xs)
	notOurs(ix, xs)
	ofPackage(xs)
	fmt.Println(ix.at, all)
	ix.again()
	fmt.Println(ix.at, ix.at == nil)
	again, err := ofNil()
	fmt.Println(again.at == nil, err)
	fmt.Println(twiceIsAnError(xs))
	fmt.Println(twiceIsTheEnd(xs), twiceIsSkipped(xs), innerBreak(xs))
}

func notThere(xs []string) string { return fmt.Sprint(notThereIsAnError(xs)) }
