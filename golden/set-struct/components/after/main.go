// Variables and types that hold the same maps change together, or not at all.
package main

import (
	"fmt"
	"maps"
	"slices"
)

func assigned(k string) int {
	a := make(map[string]struct{}) // want "`a` holds nothing but true"
	b := a
	var c map[string]struct{}
	c = b
	c[k] = struct{}{}
	a, b = b, a
	if _, ok := a[k]; ok {
		if _, ok := b[k]; ok && c != nil {
			return len(a)
		}
	}
	return 0
}

func sharedType(k string) int {
	var a, b map[string]struct{} // want "`a` holds nothing but true"
	a = map[string]struct{}{}
	b = make(map[string]struct{}, 3)
	a[k] = struct{}{}
	b[k+k] = struct{}{}
	return len(a) + len(b)
}

func declared(k string) int {
	var (
		a, b = map[string]struct{}{}, map[int]struct{}{} // want "`a` holds nothing but true" "`b` holds nothing but true"
		c    = a
	)
	a[k] = struct{}{}
	b[1] = struct{}{}
	return len(c) + len(b)
}

func copies(k string) (keys []string, same bool) {
	a := map[string]struct{}{"a": {}} // want "`a` holds nothing but true"
	b := maps.Clone(a)
	b[k] = struct{}{}
	maps.Copy(a, b)
	c := map[string]struct{}{}
	same = maps.Equal(a, c)
	for x := range maps.Keys(a) {
		keys = append(keys, x)
	}
	slices.Sort(keys)
	clear(b)
	delete(a, k)
	_, ok := a["a"]
	return append(keys, fmt.Sprint(len(a), len(b), ok, b == nil)), same
}

func localTypes(k string) (n int) {
	type set map[string]struct{} // want "`set` holds nothing but true"
	type other = set
	s := set{"a": {}}
	var t other = make(set)
	t[k] = struct{}{}
	u := set(nil)
	w := map[string]struct{}(t)
	x := other(w)
	if _, ok := s[k]; ok {
		if _, ok := u[k]; !ok {
			if _, ok := x[k]; ok {
				n++
			}
		}
	}
	return n + len(t)
}

func inLoop(rows [][]int) (n int) {
	for _, row := range rows {
		seen := map[int]struct{}{} // want "`seen` holds nothing but true"
		for _, v := range row {
			if _, ok := seen[v]; ok {
				n++
			}
			seen[v] = struct{}{}
		}
		seen = nil
	}
	return n
}

func reset(rows []int) (n int) {
	var seen map[int]struct{} // want "`seen` holds nothing but true"
	for _, v := range rows {
		if v == 0 || seen == nil {
			seen = make(map[int]struct{})
			continue
		}
		if _, ok := seen[v]; ok {
			n++
		}
		seen[v] = struct{}{}
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
	a := map[string]struct{}{"a": {}} // want "`a` holds nothing but true"
	b := a
	if len(k) > 1 {
		b[k] = struct{}{}
	} else {
		delete(b, k)
	}
	_, ok := a[k]
	return ok
}

func typed(k string, n any) bool {
	type set map[string]bool // refuse "an interface is asked for its type"
	s := set{"a": true}
	_, is := n.(set)
	return s[k] || is
}

func listed(k string) int {
	s := map[string]struct{}{"a": {}} // want "`s` holds nothing but true"
	list := []map[string]struct{}{s, {"b": {}}}
	return len(list) + len(s)
}

func switched() int {
	s := map[string]struct{}{"a": {}} // want "`s` holds nothing but true"
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
	type set map[string]struct{} // want "`set` holds nothing but true"
	s := make((set))
	s[k] = struct{}{}
	return len(s)
}

func converted[M map[string]bool](k string) int {
	a := map[string]bool{"a": true} // refuse "it becomes a type parameter"
	b := M(a)
	b[k] = true
	return len(a)
}

func ofRange(rows []map[string]struct{}) (n int) { // want "`rows` holds nothing but true"
	a := map[string]struct{}{"a": {}}
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
