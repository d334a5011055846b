// Reads in the conditions of `if`.
package main

import "fmt"

var trace []string

func yes(name string) bool {
	trace = append(trace, name)
	return true
}

func first(k string) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if m[k] {
		fmt.Println("in", k)
	}
	if !m[k] {
		fmt.Println("not in", k)
	}
	if m[k] {
		fmt.Println("in parentheses", k)
	}
	if !(m[k]) {
		fmt.Println("not in parentheses", k)
	}
	if m[k] && yes("and") {
		fmt.Println("and", k)
	}
	if m[k] || yes("or") {
		fmt.Println("or", k)
	} else {
		fmt.Println("neither", k)
	}
	if !(m[k] && yes("nand")) || yes("more") {
		fmt.Println("long", k)
	}
	if m[k] == true {
		fmt.Println("equal", k)
	}
	if m["b"+k] != true || yes("unequal") {
		fmt.Println("different", k)
	}
	if false != m[k] {
		fmt.Println("turned", k)
	}
	if fmt.Sprint(m[k]) == "true" {
		fmt.Println("printed", k)
	}
}

func chains(k string, n int) {
	m := map[string]bool{"a": true, "c": true} // want "`m` holds nothing but true"
	if n > 3 {
		fmt.Println("many")
	} else if m[k] {
		fmt.Println("in")
	} else if !m[k+k] && n > 1 {
		fmt.Println("not twice")
	} else {
		fmt.Println("else")
	}
}

func nested(k string, n int) {
	m := map[string]bool{"a": true, "c": true} // want "`m` holds nothing but true"
	if n > 1 && m[k] {
		fmt.Println("many and in")
	}
	if n > 1 && yes("between") && !m[k] && yes("behind") {
		fmt.Println("many and not in")
	}
	if m["a"] && m["b"] && m["c"] {
		fmt.Println("all three")
	}
	if n > 1 && (m[k] || yes("alternative")) {
		fmt.Println("inner alternative")
	}
	if v := n * n; v > 3 && m[k] {
		fmt.Println("with initializer", v)
	}
	if n == 0 {
		fmt.Println("none")
	} else if n > 1 && m[k] {
		fmt.Println("else and")
	}
}

func elseBehind(k string, n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 1 && m[k] {
		fmt.Println("both")
	} else {
		fmt.Println("not both")
	}
}

func or(k string, n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 1 || m[k] {
		fmt.Println("one of them", k)
		n++
	}
}

func deepOr(k string, n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if (n > 1 || m[k]) && k != "" {
		fmt.Println("one of them", k)
	}
}

func longBodies(keys []string, n int) (got []string) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	for _, k := range keys {
		if n > 3 || m[k] {
			n++
			continue
		}
		got = append(got, k)
	}
	return got
}

func emptyBody(k string, n int) int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 3 || m[k] {
	}
	return n
}

func longJump(k string, n int) string {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 3 || m[k] {
		return "a result that is too long to be written twice: " + fmt.Sprint(n, k)
	}
	return ""
}

func jumpReads(k string, n int) bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 3 || m[k] {
		return m["b"]
	}
	return true
}

func jumpCloses(k string, n int) func() int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if n > 3 || m[k] {
		return func() int { return n }
	}
	return nil
}

func jumpElse(keys []string, n int) int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	for i, k := range keys {
		if i == 0 || m[k] {
			continue
		} else if n > 1 {
			n *= 2
		} else {
			n--
		}
	}
	return n
}

func jumps(keys []string, n int) int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	count := 0
	for _, k := range keys {
		if k == "" || m[k] {
			continue
		}
		if m[k+"a"] || yes("middle") && n > 100 || m["a"+k] {
			break
		}
		if v := len(k); v > 5 || m[k] {
			continue
		} else if v > 3 {
			count += 100
		}
		if n > 200 || !m["a"] {
			return -1
		}
		m[k] = true
		count++
	}
	return count
}

type point struct{ x, y int }

// What was no header may hold a literal that a header may not.
func literals(p point, n int) bool {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	return p == point{1, 2} && m[n]
}

func literalBehind(p point, n int) bool {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	return m[n] || p != point{n, 2} || m[-n]
}

func literalAsKey(n int) bool {
	m := map[point]bool{{1, 2}: true} // want "`m` holds nothing but true"
	return m[point{n, 2}] && n > len([]int{1}) && m[point{1, n}]
}

func main() {
	for n := range 3 {
		fmt.Println(literals(point{n, 2}, 1), literalBehind(point{1, 2}, n), literalAsKey(n))
	}
	for _, k := range []string{"a", "b", "c"} {
		first(k)
		for n := range 5 {
			chains(k, n)
			nested(k, n)
			elseBehind(k, n)
			or(k, n)
			deepOr(k, n)
		}
	}
	fmt.Println(emptyBody("a", 2))
	fmt.Println(longBodies([]string{"a", "b"}, 1), longJump("a", 1), jumpReads("b", 5), jumpCloses("b", 1) == nil)
	fmt.Println(jumpElse([]string{"a", "b", "a", "c"}, 3))
	fmt.Println(jumps([]string{"", "a", "x", "x", "yy", "zzzz", "zzzzzz", "aaaaa", "q"}, 3), trace)
}
