// Variables and types that hold the same maps change together, or not at all.
package main

import (
	"fmt"
	"maps"
	"slices"
)

func assigned(k string) int {
	a := make(map[string]bool) // want "`a` holds nothing but true"
	b := a
	var c map[string]bool
	c = b
	c[k] = true
	a, b = b, a
	if a[k] && b[k] && c != nil {
		return len(a)
	}
	return 0
}

func sharedType(k string) int {
	var a, b map[string]bool // want "`a` holds nothing but true"
	a = map[string]bool{}
	b = make(map[string]bool, 3)
	a[k] = true
	b[k+k] = true
	return len(a) + len(b)
}

func declared(k string) int {
	var (
		a, b = map[string]bool{}, map[int]bool{} // want "`a` holds nothing but true" "`b` holds nothing but true"
		c    = a
	)
	a[k] = true
	b[1] = true
	return len(c) + len(b)
}

func copies(k string) (keys []string, same bool) {
	a := map[string]bool{"a": true} // want "`a` holds nothing but true"
	b := maps.Clone(a)
	b[k] = true
	maps.Copy(a, b)
	c := map[string]bool{}
	same = maps.Equal(a, c)
	for x := range maps.Keys(a) {
		keys = append(keys, x)
	}
	slices.Sort(keys)
	clear(b)
	delete(a, k)
	return append(keys, fmt.Sprint(len(a), len(b), a["a"], b == nil)), same
}

func localTypes(k string) (n int) {
	type set map[string]bool // want "`set` holds nothing but true"
	type other = set
	s := set{"a": true}
	var t other = make(set)
	t[k] = true
	u := set(nil)
	w := map[string]bool(t)
	x := other(w)
	if s[k] && !u[k] && x[k] {
		n++
	}
	return n + len(t)
}

func inLoop(rows [][]int) (n int) {
	for _, row := range rows {
		seen := map[int]bool{} // want "`seen` holds nothing but true"
		for _, v := range row {
			if seen[v] {
				n++
			}
			seen[v] = true
		}
		seen = nil
	}
	return n
}

func reset(rows []int) (n int) {
	var seen map[int]bool // want "`seen` holds nothing but true"
	for _, v := range rows {
		if v == 0 || seen == nil {
			seen = make(map[int]bool)
			continue
		}
		if seen[v] {
			n++
		}
		seen[v] = true
	}
	return n
}

func one(k string) map[string]bool { // refuse "`one\\(\"b\"\\)` becomes an interface"
	a := map[string]bool{"a": true}
	b := a
	b[k] = true
	c := b
	return c
}

func stored(k string) bool {
	a := map[string]bool{"a": true} // want "`a` holds nothing but true"
	b := a
	b[k] = len(k) > 1
	return a[k]
}

func typed(k string, n any) bool {
	type set map[string]bool // refuse "an interface is asked for its type"
	s := set{"a": true}
	_, is := n.(set)
	return s[k] || is
}

func listed(k string) int {
	s := map[string]bool{"a": true} // want "`s` holds nothing but true"
	list := []map[string]bool{s, {"b": true}}
	return len(list) + len(s)
}

func switched() int {
	s := map[string]bool{"a": true} // want "`s` holds nothing but true"
	switch s {
	case nil:
		return 1
	}
	return 2
}

type truth = bool

func otherNames(k string) bool {
	a := map[string]bool{"a": true} // refuse "its element type is another name for bool"
	var b map[string]truth
	b = a
	return b[k]
}

func parenthesized(k string) int {
	type set map[string]bool // want "`set` holds nothing but true"
	s := make((set))
	s[k] = true
	return len(s)
}

func converted[M map[string]bool](k string) int {
	a := map[string]bool{"a": true} // refuse "it becomes a type parameter"
	b := M(a)
	b[k] = true
	return len(a)
}

func ofRange(rows []map[string]bool) (n int) { // want "`rows` holds nothing but true"
	a := map[string]bool{"a": true}
	for _, row := range rows {
		a = row
		n += len(a)
	}
	return n
}

func ofSwitch(x any) int {
	a := map[string]bool{"a": true} // refuse "an interface is asked for its type"
	switch x := x.(type) {
	case map[string]bool:
		a = x
	}
	return len(a)
}

func main() {
	fmt.Println(otherNames("a"), parenthesized("a"), converted[map[string]bool]("b"), ofRange(nil), ofSwitch(nil))
	fmt.Println(assigned("a"), sharedType("a"), declared("a"), localTypes("a"), localTypes("b"))
	fmt.Println(copies("a"))
	fmt.Println(copies("b"))
	fmt.Println(inLoop([][]int{{1, 1}, {1, 2, 2, 2}}), reset([]int{1, 2, 2, 0, 2, 2}))
	fmt.Println(one("b"), stored("bb"), typed("a", nil), listed("a"), switched())
}
