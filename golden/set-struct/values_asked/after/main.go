// The value beside its `ok`: whatever is there is true.
package main

import (
	"fmt"
	"slices"
)

func pairs(k string) (got []bool) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok := m[k]; ok {
		got = append(got, true)
	}
	if _, ok := m[k]; ok {
		got = append(got, false)
	}
	if _, ok := m[k]; !ok {
		got = append(got, ok)
	} else if ok {
		got = append(got, !ok)
	}
	if _, ok := m[k]; ok {
		got = append(got, true)
	}
	_, v := m[k]
	_, v = m[k+"b"]
	_, _ = m[k]
	got = append(got, v)
	_, is := m[k]
	return append(got, is, is)
}

func shadowed(k string) bool {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	v, ok := m[k]
	if ok := !ok; ok {
		return v
	}
	return ok
}

func written(k string) bool {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	v, ok := m[k]
	if ok {
		v = false
	}
	return v
}

func assigned(k string) (v, ok bool) {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	v, ok = m[k]
	return
}

func addressed(k string) bool {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	v, ok := m[k]
	p := &v
	*p = !*p
	return v == ok
}

func keys() (found []string) {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	for k := range m {
		found = append(found, k)
	}
	for k, _ := range m {
		found = append(found, k)
	}
	for range m {
		found = append(found, "x")
	}
	var k string
	for k = range m {
		found = append(found, k)
	}
	slices.Sort(found)
	return found[:len(found)-2]
}

func rangeValues() (found []string) {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	for k := range m {
		found = append(found, k)
	}
	slices.Sort(found)
	return found
}

func rangeAssigned() (n int) {
	m := map[string]bool{"a": true, "b": true} // refuse "a range uses the value `in`"
	var in bool
	for _, in = range m {
		n++
	}
	if in {
		n *= 2
	}
	return n
}

func toElement(k string) []bool {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	rows := []bool{false}
	rows[0], _ = m[k]
	return rows
}

func declared(k string) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	var _, ok = m[k]
	return ok
}

func redeclared(k string) (bool, bool) {
	m := map[string]bool{"a": true} // refuse "both the value of an element and whether it is there are used"
	ok := k == ""
	v, ok := m[k]
	return v, ok
}

func main() {
	fmt.Println(toElement("a"), declared("a"), declared("b"))
	fmt.Println(redeclared("a"))
	for _, k := range []string{"a", "b"} {
		fmt.Println(pairs(k), shadowed(k), written(k), addressed(k))
		fmt.Println(assigned(k))
	}
	fmt.Println(keys(), rangeValues(), rangeAssigned())
}
