// Several sets in one statement, and closures in conditions.
package main

import "fmt"

func both(k string, n int) (got int) {
	a := map[string]bool{"a": true, "c": true} // want "`a` holds nothing but true"
	b := map[string]bool{"b": true, "c": true} // want "`b` holds nothing but true"
	if a[k] && b[k] {
		got++
	}
	if !a[k] && n > 1 && b[k] {
		got += 2
	}
	for range 3 {
		if a[k] || b[k] {
			break
		}
		got += 10
	}
	if a[k] {
		if b[k] {
			got += 100
		}
		a[k+"x"] = true
	}
	x, y := a[k], b[k]
	if x != y {
		got += 1000
	}
	fmt.Println(a[k], b[k])
	return got
}

func either(k string) (n int) {
	a := map[string]bool{"a": true} // want "`a` holds nothing but true"

	b := map[string]bool{"b": true} // want "`b` holds nothing but true"
	if a[k] || b[k] {
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
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		fs = append(fs, func() bool { return m["z"] })
	}
	m["z"] = true
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
