// Reads in the conditions of `if`.
package main

import "fmt"

var trace []string

func yes(name string) bool {
	trace = append(trace, name)
	return true
}

func first(k string) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	if _, ok := m[k]; ok {
		fmt.Println("in", k)
	}
	if _, ok := m[k]; !ok {
		fmt.Println("not in", k)
	}
	if _, ok := m[k]; ok {
		fmt.Println("in parentheses", k)
	}
	if _, ok := m[k]; !ok {
		fmt.Println("not in parentheses", k)
	}
	if _, ok := m[k]; ok && yes("and") {
		fmt.Println("and", k)
	}
	if _, ok := m[k]; ok || yes("or") {
		fmt.Println("or", k)
	} else {
		fmt.Println("neither", k)
	}
	if _, ok := m[k]; !(ok && yes("nand")) || yes("more") {
		fmt.Println("long", k)
	}
	if _, ok := m[k]; ok {
		fmt.Println("equal", k)
	}
	if _, ok := m["b"+k]; !ok || yes("unequal") {
		fmt.Println("different", k)
	}
	if _, ok := m[k]; ok {
		fmt.Println("turned", k)
	}
	if _, ok := m[k]; fmt.Sprint(ok) == "true" {
		fmt.Println("printed", k)
	}
}

func chains(k string, n int) {
	m := map[string]struct{}{"a": {}, "c": {}} // want "`m` holds nothing but true"
	if n > 3 {
		fmt.Println("many")
	} else if _, ok := m[k]; ok {
		fmt.Println("in")
	} else if _, ok := m[k+k]; !ok && n > 1 {
		fmt.Println("not twice")
	} else {
		fmt.Println("else")
	}
}

func nested(k string, n int) {
	m := map[string]struct{}{"a": {}, "c": {}} // want "`m` holds nothing but true"
	if n > 1 {
		if _, ok := m[k]; ok {
			fmt.Println("many and in")
		}
	}
	if n > 1 && yes("between") {
		if _, ok := m[k]; !ok && yes("behind") {
			fmt.Println("many and not in")
		}
	}
	if _, ok := m["a"]; ok {
		if _, ok := m["b"]; ok {
			if _, ok := m["c"]; ok {
				fmt.Println("all three")
			}
		}
	}
	if n > 1 {
		if _, ok := m[k]; ok || yes("alternative") {
			fmt.Println("inner alternative")
		}
	}
	if v := n * n; v > 3 {
		if _, ok := m[k]; ok {
			fmt.Println("with initializer", v)
		}
	}
	if n == 0 {
		fmt.Println("none")
	} else if n > 1 {
		if _, ok := m[k]; ok {
			fmt.Println("else and")
		}
	}
}

func elseBehind(k string, n int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if ok {
		_, ok = m[k]
	}
	if ok {
		fmt.Println("both")
	} else {
		fmt.Println("not both")
	}
}

func or(k string, n int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if !ok {
		_, ok = m[k]
	}
	if ok {
		fmt.Println("one of them", k)
		n++
	}
}

func deepOr(k string, n int) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 1
	if !ok {
		_, ok = m[k]
	}
	if ok {
		ok = k != ""
	}
	if ok {
		fmt.Println("one of them", k)
	}
}

func longBodies(keys []string, n int) (got []string) {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	for _, k := range keys {
		ok := n > 3
		if !ok {
			_, ok = m[k]
		}
		if ok {
			n++
			continue
		}
		got = append(got, k)
	}
	return got
}

func emptyBody(k string, n int) int {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 3
	if !ok {
		_, ok = m[k]
	}
	if ok {
	}
	return n
}

func longJump(k string, n int) string {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 3
	if !ok {
		_, ok = m[k]
	}
	if ok {
		return "a result that is too long to be written twice: " + fmt.Sprint(n, k)
	}
	return ""
}

func jumpReads(k string, n int) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 3
	if !ok {
		_, ok = m[k]
	}
	if ok {
		_, ok := m["b"]
		return ok
	}
	return true
}

func jumpCloses(k string, n int) func() int {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	ok := n > 3
	if !ok {
		_, ok = m[k]
	}
	if ok {
		return func() int { return n }
	}
	return nil
}

func jumpElse(keys []string, n int) int {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	for i, k := range keys {
		if i == 0 {
			continue
		} else if _, ok := m[k]; ok {
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
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	count := 0
	for _, k := range keys {
		if k == "" {
			continue
		}
		if _, ok := m[k]; ok {
			continue
		}
		if _, ok := m[k+"a"]; ok || yes("middle") && n > 100 {
			break
		}
		if _, ok := m["a"+k]; ok {
			break
		}
		if v := len(k); v > 5 {
			continue
		} else if _, ok := m[k]; ok {
			continue
		} else if v > 3 {
			count += 100
		}
		if n > 200 {
			return -1
		}
		if _, ok := m["a"]; !ok {
			return -1
		}
		m[k] = struct{}{}
		count++
	}
	return count
}

type point struct{ x, y int }

// What was no header may hold a literal that a header may not.
func literals(p point, n int) bool {
	m := map[int]struct{}{1: {}} // want "`m` holds nothing but true"
	if (p != point{1, 2}) {
		return false
	}
	_, ok := m[n]
	return ok
}

func literalBehind(p point, n int) bool {
	m := map[int]struct{}{1: {}} // want "`m` holds nothing but true"
	if _, ok := m[n]; (ok || p != point{n, 2}) {
		return true
	}
	_, ok := m[-n]
	return ok
}

func literalAsKey(n int) bool {
	m := map[point]struct{}{{1, 2}: {}} // want "`m` holds nothing but true"
	if _, ok := m[point{n, 2}]; !ok || n <= len([]int{1}) {
		return false
	}
	_, ok := m[point{1, n}]
	return ok
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
