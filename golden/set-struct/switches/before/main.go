// Reads in `switch`: only the tag, or the first expression of the first case, is always evaluated.
package main

import "fmt"

func note(s string) bool {
	fmt.Println("asked", s)
	return true
}

func tag(k string) (n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	switch m[k] {
	case true:
		n = 1
	default:
		n = 2
	}
	switch !m[k] {
	case false:
		n += 10
	}
	switch fmt.Sprint(m[k]) {
	case "true":
		n += 100
	}
	switch x := m[k]; {
	case x:
		n += 1000
	}
	return n
}

func firstCase(k string) (n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	switch {
	case m[k] && note("and"):
		n = 1
	case note("second"):
		n = 2
	}
	switch {
	default:
		n += 10
	case !m[k], note("third"):
		n += 20
	}
	switch true {
	case m[k]:
		n += 100
		fallthrough
	case false:
		n += 200
	}
	switch {
	case note("none"):
		if m[k] {
			break
		}
		n += 1000
	}
	return n
}

func laterCase(k string, x bool) int {
	m := map[string]bool{"a": true} // refuse "read in a case that is not always asked"
	switch {
	case x:
		return 1
	case m[k]:
		return 2
	}
	return 3
}

func laterExpression(k string, x bool) int {
	m := map[string]bool{"a": true} // refuse "read in a case that is not always asked"
	switch {
	case x, m[k]:
		return 1
	}
	return 3
}

func withTag(k string) int {
	m := map[string]bool{"a": true} // refuse "after the `switch` has evaluated something"
	switch note("tag") {
	case m[k]:
		return 1
	}
	return 3
}

func withInitializer(k string) int {
	m := map[string]bool{"a": true} // refuse "in a `switch` that has an initializer"
	switch k := k + "a"; {
	case m[k]:
		return 1
	}
	return 3
}

func tagWithInitializer(k string) int {
	m := map[string]bool{"a": true} // refuse "in a `switch` that has an initializer"
	switch k := k + "a"; m[k] {
	case true:
		return 1
	}
	return 3
}

func typeSwitch(k string) int {
	m := map[string]bool{"a": true} // refuse "read where no statement can come before"
	switch any(m[k]).(type) {
	case bool:
		return 1
	}
	return 3
}

func tagAndCase(k string) int {
	m := map[string]bool{"a": true} // refuse "several elements are compared where one `if` can ask for one"
	switch m[k] {
	case m[k+k]:
		return 1
	}
	return 3
}

func main() {
	for _, k := range []string{"a", "b"} {
		fmt.Println(tag(k), firstCase(k), withTag(k), tagAndCase(k), withInitializer(k), tagWithInitializer(k), typeSwitch(k))
		for _, x := range []bool{true, false} {
			fmt.Println(laterCase(k, x), laterExpression(k, x))
		}
	}
}
