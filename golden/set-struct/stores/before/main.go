// What is stored has to be true.
package main

import "fmt"

const yes = true

func plain() int {
	m := make(map[string]bool) // want "`m` holds nothing but true"
	m["a"] = true
	m["b"], m["c"] = true, (true)
	(m["d"]) = true
	x := 1
	m["e"], x = true, 2
	for i := 0; i < 2; m[fmt.Sprint(i)] = true {
		i++
	}
	if m["f"] = true; x > 1 {
		x++
	}
	switch m["g"] = true; x {
	}
	return len(m) + x
}

func computed(n int) int {
	m := make(map[string]bool) // refuse "false is stored at line .*, and told from what is not there"
	m["a"] = n > 1
	return len(m)
}

func constant() int {
	m := make(map[string]bool) // want "`m` holds nothing but true"
	m["a"] = yes
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
	m := map[string]bool{} // want "`m` holds nothing but true"
	m["a"] = true
	n := map[string]bool{"a": true} // refuse "a literal holds another value than true"
	if m["a"] || n["a"] {
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
	m := map[string]bool{"a": true, "b": true}           // want "`m` holds nothing but true"
	empty := map[string]bool{}                           // want "`empty` holds nothing but true"
	typed := map[[2]int]bool{{1, 2}: true, {3, 4}: true} // want "`typed` holds nothing but true"
	long := map[string]bool{                             // want "`long` holds nothing but true"
		// The first.
		"first":  true, // it is
		"second": (true),

		/* last */ "last":/* yes */ true,
	}
	for range m {
		n++
	}
	if typed[[2]int{1, 2}] && !empty[k] && long["last"] {
		n += 10
	}
	if map[string]bool{"x": true, "a": true}[k] { // want "`map\\[string\\]bool` holds nothing but true"
		n += 100
	}
	for range map[int]bool{1: true, 2: true} { // want "`map\\[int\\]bool` holds nothing but true"
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
