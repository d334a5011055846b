// What is stored has to be true.
package main

import "fmt"

const yes = true

func plain() int {
	m := make(map[string]struct{}) // want "`m` holds nothing but true"
	m["a"] = struct{}{}
	m["b"], m["c"] = struct{}{}, struct{}{}
	(m["d"]) = struct{}{}
	x := 1
	m["e"], x = struct{}{}, 2
	for i := 0; i < 2; m[fmt.Sprint(i)] = (struct{}{}) {
		i++
	}
	if m["f"] = (struct{}{}); x > 1 {
		x++
	}
	switch m["g"] = (struct{}{}); x {
	}
	return len(m) + x
}

func computed(n int) int {
	m := make(map[string]bool) // refuse "false is stored at line .*, and told from what is not there"
	m["a"] = n > 1
	return len(m)
}

func constant() int {
	m := make(map[string]struct{}) // want "`m` holds nothing but true"
	m["a"] = struct{}{}
	return len(m)
}

func fromCall(f func() (int, bool)) int {
	m := make(map[string]bool) // refuse "an element of `m` is given another value than true"
	x := 0
	x, m["a"] = f()
	return len(m) + x
}

func fromItself() []bool {
	m := map[string]bool{"a": true} // refuse "several uses in one statement cannot be changed together"
	m["b"] = m["a"]
	m["c"] = m["x"]
	return []bool{m["b"], m["c"]}
}

func received(ch chan bool) int {
	m := make(map[string]bool) // refuse "an element of `m` is given another value than true"
	select {
	case m["a"] = <-ch:
	}
	m["b"] = <-ch
	return len(m)
}

func ranged(rows []int) int {
	m := make(map[string]bool) // refuse "an element of `m` is given another value than true"
	for _, m["a"] = range m2bool() {
	}
	return len(m) + len(rows)
}

func m2bool() []bool { return []bool{true, false} }

func shadowedTrue() int {
	true := false
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	if true {
		m["a"] = struct{}{}
	} else {
		delete(m, "a")
	}
	n := map[string]bool{"a": true} // refuse "a literal holds another value than true"
	if _, ok := m["a"]; ok || n["a"] {
		return 1
	}
	return 0
}

func shadowedBool() int {
	type bool string
	m := map[string]bool{"a": "true"}
	return len(m["a"])
}

func literals(k string) (n int) {
	m := map[string]struct{}{"a": {}, "b": {}}           // want "`m` holds nothing but true"
	empty := map[string]struct{}{}                       // want "`empty` holds nothing but true"
	typed := map[[2]int]struct{}{{1, 2}: {}, {3, 4}: {}} // want "`typed` holds nothing but true"
	long := map[string]struct{}{                         // want "`long` holds nothing but true"
		// The first.
		"first":  {}, // it is
		"second": {},

		/* last */ "last":/* yes */ {},
	}
	for range m {
		n++
	}
	if _, ok := typed[[2]int{1, 2}]; ok {
		if _, ok := empty[k]; !ok {
			if _, ok := long["last"]; ok {
				n += 10
			}
		}
	}
	if _, ok := map[string]struct{}{"x": {}, "a": {}}[k]; ok { // want "`map\\[string\\]bool` holds nothing but true"
		n += 100
	}
	for range map[int]struct{}{1: {}, 2: {}} { // want "`map\\[int\\]bool` holds nothing but true"
		n += 1000
	}
	return n
}

func falseLiteral(k string) bool {
	m := map[string]bool{"a": true, "b": false} // refuse "a literal holds another value than true"
	return m[k]
}

func main() {
	fmt.Println(plain(), computed(2), constant(), fromCall(func() (int, bool) { return 1, false }), fromItself())
	ch := make(chan bool, 2)
	ch <- true
	ch <- false
	fmt.Println(received(ch), ranged(nil), shadowedTrue(), shadowedBool())
	fmt.Println(literals("a"), literals("b"), falseLiteral("a"))
}
