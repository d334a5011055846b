// A key that cannot be hashed panics, and what ran before that panic can be seen.
package main

import "fmt"

func caught(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("recovered:", r)
		}
	}()
	f()
}

func reads(k any, rows []bool) {
	m := make(map[any]bool) // want "`m` holds nothing but true"
	m["a"] = true
	caught(func() {
		if m[k] {
			fmt.Println("in")
		}
	})
	caught(func() {
		for m[k] {
			break
		}
	})
	caught(func() { fmt.Println(m[k]) })
	caught(func() { m[k] = true })
	caught(func() { delete(m, k) })
	caught(func() {
		b := len(rows) > 5 || m[k]
		fmt.Println(b)
	})
}

func afterIndex(k any, rows []bool, i int) {
	m := map[any]bool{"a": true} // refuse "is evaluated after `rows\\[i\\]`"
	caught(func() {
		fmt.Println(rows[i], m[k])
	})
}

func pureAfterIndex(k string, rows []bool, i int) (a, b bool) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	defer func() { fmt.Println("recovered:", recover()) }()
	a, b = rows[i], m[k]
	return a, b
}

func nilStore() {
	var m map[string]bool // want "`m` holds nothing but true"
	caught(func() { m["a"] = true })
	fmt.Println(m["a"], m == nil, len(m))
	m = map[string]bool{}
	caught(func() { m["a"] = true })
	fmt.Println(m["a"], m == nil, len(m))
}

func nilKey(k any) {
	var m map[any]bool // want "`m` holds nothing but true"
	caught(func() { fmt.Println(m[k]) })
}

func target(k any, p *struct{ b bool }) {
	m := make(map[any]bool) // want "`m` holds nothing but true"
	caught(func() { p.b = m[k] })
}

func main() {
	reads("a", nil)
	reads(func() {}, nil)
	reads([]int{1}, nil)
	afterIndex(func() {}, nil, 1)
	afterIndex("a", []bool{true, true}, 1)
	fmt.Println(pureAfterIndex("a", []bool{true}, 0))
	fmt.Println(pureAfterIndex("a", []bool{true}, 1))
	nilStore()
	nilKey("a")
	nilKey([]int{})
	target(1, nil)
	target([]int{}, nil)
}
