// What the new variable is called: `ok`, unless that name means something else where it would be seen.
package main

import "fmt"

func ok() string { return "the function" }

func inUse(k string) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := "mine"
	if _, found := m[k]; found {
		fmt.Println(ok)
	}
	if _, ok := m[k]; ok {
		fmt.Println("not mine")
	}
	if _, found := m[k]; found {
		fmt.Println("in")
	} else {
		fmt.Println(ok)
	}
	if _, found := m[k]; found && ok == "mine" {
		fmt.Println("both")
	}
	if _, found := m[k]; found {
		ok = "changed"
	}
	fmt.Println(ok)
}

func called(k string) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, found := m[k]; found {
		fmt.Println(ok())
	}
	if _, found := m[ok()]; found {
		fmt.Println("found")
	}
}

func own(k string, other map[string]int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok := m[k]; ok {
		v, ok := other[k]
		fmt.Println(v, ok)
		if w, ok := other["b"]; ok {
			fmt.Println(w)
		}
	}
	if _, ok := m[k]; ok {
		fmt.Println(func(ok bool) bool { return !ok }(true))
	}
	if _, ok := m[k]; ok {
		var ok string
		fmt.Println(ok)
	}
}

func manyTaken(k string, ok, found bool) (has bool) {
	member, ok2 := 1, 2
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok3 := m[k]; ok3 {
		fmt.Println(ok, found, has, member, ok2)
	}
	_, ok3 := m[k]
	fmt.Println(ok3)
	_, ok4 := m["b"]
	return ok4
}

type fields struct{ ok bool }

func fieldsAndLabels(k string, f fields) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok := m[k]; ok {
		fmt.Println(f.ok, fields{ok: true})
	}
ok:
	for range 3 {
		if _, ok := m[k]; ok {
			break ok
		}
		fmt.Println("round")
	}
}

func parameter(ok string) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	_, found := m[ok]
	return found
}

func namedResult(k string, deep bool) (ok bool) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok = true
	if _, found := m[k]; found {
		return
	}
	if deep {
		_, found := m[k]
		fmt.Println(found)
		return
	}
	func() {
		if _, ok := m[k]; ok {
			fmt.Println("of another function")
		}
	}()
	return false
}

func widenedResult(k string, deep bool) (x string) {
	m := map[string]bool{"a": true} // refuse "in an `if` that declares a variable, whose name is used elsewhere"
	x = "result"
	if deep {
		if x := k + k; m[x] {
			fmt.Println(x)
		}
		return
	}
	return x
}

func main() {
	fmt.Println(namedResult("a", true), namedResult("b", true), namedResult("b", false))
	fmt.Println(widenedResult("a", true), widenedResult("b", false))
	for _, k := range []string{"a", "b"} {
		inUse(k)
		called(k)
		own(k, map[string]int{"a": 1, "b": 2})
		fmt.Println(manyTaken(k, true, false))
		fieldsAndLabels(k, fields{})
		fmt.Println(parameter(k))
	}
}
