// What the new variable is called: `ok`, unless that name means something else where it would be seen.
package main

import "fmt"

func ok() string { return "the function" }

func inUse(k string) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	ok := "mine"
	if m[k] {
		fmt.Println(ok)
	}
	if m[k] {
		fmt.Println("not mine")
	}
	if m[k] {
		fmt.Println("in")
	} else {
		fmt.Println(ok)
	}
	if m[k] && ok == "mine" {
		fmt.Println("both")
	}
	if m[k] {
		ok = "changed"
	}
	fmt.Println(ok)
}

func called(k string) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		fmt.Println(ok())
	}
	if m[ok()] {
		fmt.Println("found")
	}
}

func own(k string, other map[string]int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		v, ok := other[k]
		fmt.Println(v, ok)
		if w, ok := other["b"]; ok {
			fmt.Println(w)
		}
	}
	if m[k] {
		fmt.Println(func(ok bool) bool { return !ok }(true))
	}
	if m[k] {
		var ok string
		fmt.Println(ok)
	}
}

func manyTaken(k string, ok, found bool) (has bool) {
	member, ok2 := 1, 2
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		fmt.Println(ok, found, has, member, ok2)
	}
	fmt.Println(m[k])
	return m["b"]
}

type fields struct{ ok bool }

func fieldsAndLabels(k string, f fields) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		fmt.Println(f.ok, fields{ok: true})
	}
ok:
	for range 3 {
		if m[k] {
			break ok
		}
		fmt.Println("round")
	}
}

func parameter(ok string) bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	return m[ok]
}

func namedResult(k string, deep bool) (ok bool) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	ok = true
	if m[k] {
		return
	}
	if deep {
		fmt.Println(m[k])
		return
	}
	func() {
		if m[k] {
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
