// Several sets in one statement, and closures in conditions.
package main

import "fmt"

func both(k string, n int) (got int) {
	a := map[string]struct{}{"a": {}, "c": {}} // want "`a` holds nothing but true"
	b := map[string]struct{}{"b": {}, "c": {}} // want "`b` holds nothing but true"
	if _, ok := a[k]; ok {
		if _, ok := b[k]; ok {
			got++
		}
	}
	if _, ok := a[k]; !ok && n > 1 {
		if _, ok := b[k]; ok {
			got += 2
		}
	}
	for range 3 {
		if _, ok := a[k]; ok {
			break
		} else if _, ok := b[k]; ok {
			break
		}
		got += 10
	}
	if _, ok := a[k]; ok {
		if _, ok := b[k]; ok {
			got += 100
		}
		a[k+"x"] = struct{}{}
	}
	_, ok := a[k]
	_, has := b[k]
	x, y := ok, has
	if x != y {
		got += 1000
	}
	_, found := a[k]
	_, member := b[k]
	fmt.Println(found, member)
	return got
}

func either(k string) (n int) {
	a := map[string]struct{}{"a": {}} // want "`a` holds nothing but true"

	b := map[string]struct{}{"b": {}} // want "`b` holds nothing but true"
	_, ok := a[k]
	found := ok
	if !found {
		_, found = b[k]
	}
	if found {
		n++
	}
	return n
}

func closure(k string, call func(func() bool) bool) bool {
	m := map[string]bool{"a": true} // refuse "several uses in one statement cannot be changed together"
	if m[k] && call(func() bool { m["z"] = true; return m["b"] }) {
		return true
	}
	return m["z"]
}

func closureInBody(k string) (fs []func() bool) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok := m[k]; ok {
		fs = append(fs, func() bool { _, ok := m["z"]; return ok })
	}
	m["z"] = struct{}{}
	return fs
}

func main() {
	call := func(f func() bool) bool { return !f() }
	for _, k := range []string{"a", "b", "c", "d"} {
		fmt.Println(both(k, 2), either(k), closure(k, call))
		for _, f := range closureInBody(k) {
			fmt.Println(f())
		}
	}
}
