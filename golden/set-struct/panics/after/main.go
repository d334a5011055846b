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
	m := make(map[any]struct{}) // want "`m` holds nothing but true"
	m["a"] = struct{}{}
	caught(func() {
		if _, ok := m[k]; ok {
			fmt.Println("in")
		}
	})
	caught(func() {
		for {
			if _, ok := m[k]; !ok {
				break
			}
			break
		}
	})
	caught(func() { _, ok := m[k]; fmt.Println(ok) })
	caught(func() { m[k] = struct{}{} })
	caught(func() { delete(m, k) })
	caught(func() {
		b := len(rows) > 5
		if !b {
			_, b = m[k]
		}
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
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	defer func() { fmt.Println("recovered:", recover()) }()
	_, ok := m[k]
	a, b = rows[i], ok
	return a, b
}

func nilStore() {
	var m map[string]struct{} // want "`m` holds nothing but true"
	caught(func() { m["a"] = struct{}{} })
	_, ok := m["a"]
	fmt.Println(ok, m == nil, len(m))
	m = map[string]struct{}{}
	caught(func() { m["a"] = struct{}{} })
	_, found := m["a"]
	fmt.Println(found, m == nil, len(m))
}

func nilKey(k any) {
	var m map[any]struct{} // want "`m` holds nothing but true"
	caught(func() { _, ok := m[k]; fmt.Println(ok) })
}

func target(k any, p *struct{ b bool }) {
	m := make(map[any]struct{}) // want "`m` holds nothing but true"
	caught(func() { _, ok := m[k]; p.b = ok })
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
