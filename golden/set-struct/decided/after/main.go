// A value that is not constant is stored or removed, where nobody can tell what is false from what is not there.
package main

import (
	"fmt"
	"strings"
)

var trace []string

func note(name string, value bool) bool {
	trace = append(trace, name)
	return value
}

func local(words []string) (n int) {
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	for _, word := range words {
		if strings.HasPrefix(word, "a") {
			m[word] = struct{}{}
		} else {
			delete(m, word)
		}
	}
	for _, word := range words {
		if _, ok := m[word]; ok {
			n++
		}
	}
	return n
}

func both(k string, v bool) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if v {
		m[k] = struct{}{}
	} else {
		delete(m, k)
	}
	if len(k) > 3 && note("called", v) {
		m["x"] = struct{}{}
	} else {
		delete(m, "x")
	}
	_, ok := m["x"]
	if !ok {
		_, ok = m["a"]
		if ok {
			_, ok = m[k]
			ok = !ok
		}
	}
	return ok
}

func literal(k string) bool {
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	if struct{ v bool }{true}.v {
		m[k] = struct{}{}
	} else {
		delete(m, k)
	}
	_, ok := m[k]
	return ok
}

func listed(k string, v bool) int {
	m := map[string]bool{} // refuse "false is stored at line .*, and told from what is not there"
	m[k] = v
	return len(m)
}

func mayBeNil(k string, v bool) (found bool) {
	defer func() { fmt.Println(recover()) }()
	var m map[string]bool // refuse "false is stored, and the map may be nil"
	m[k] = v
	return m[k]
}

func ordered(k string) bool {
	m := map[string]bool{} // refuse "an element of `m` is given another value than true"
	m[k+fmt.Sprint(note("key", true))] = note("value", true)
	return m[k]
}

func replaced(k string) bool {
	m := map[string]bool{} // refuse "an element of `m` is given another value than true"
	next := func() bool {
		k = "b"
		return true
	}
	m[k] = next()
	return m["a"]
}

type point struct{ x, y int }

func replacedPart(p point) bool {
	m := map[point]bool{} // refuse "an element of `m` is given another value than true"
	next := func() bool {
		p.x++
		return true
	}
	m[p] = next()
	return m[point{1, 0}]
}

func replacedLength(words map[string]int) bool {
	m := map[point]bool{} // refuse "an element of `m` is given another value than true"
	next := func() bool {
		words["x"] = 1
		return true
	}
	m[point{len(words), 0}] = next()
	return m[point{0, 0}]
}

func itself(k string) bool {
	m := map[string]bool{"a": true} // refuse "several uses in one statement cannot be changed together"
	m[k] = m[k] || len(k) > 1
	return m[k]
}

func two(k string, v, w bool) bool {
	m := map[string]bool{} // refuse "an element of `m` is given another value than true"
	m[k], m["b"] = v, w
	return m[k]
}

func unhashable(k any, v bool) (found bool) {
	defer func() { fmt.Println(recover()) }()
	m := map[any]bool{} // refuse "a key may not be hashable, and `delete` says so in other words than a store of false"
	m[k] = v
	return m[k]
}

func inHeader(k string, v bool) bool {
	m := map[string]bool{} // refuse "an element of `m` is given another value than true"
	if m[k] = v; v {
		return m[k]
	}
	return false
}

func main() {
	fmt.Println(local([]string{"a", "b", "ab"}), both("a", false), both("b", true), both("long", true), literal("a"))
	fmt.Println(listed("a", false), mayBeNil("a", false), ordered("a"), replaced("a"), itself("bb"), two("a", true, false))
	fmt.Println(replacedPart(point{}), replacedLength(map[string]int{}))
	fmt.Println(unhashable([]int{}, false), inHeader("a", true), trace)
}
