// Reads in the conditions of loops: asked again each round, `continue` included.
package main

import "fmt"

func unused(name string) string {
	used := map[string]bool{"x": true, "x'": true, "x''": true} // want "`used` holds nothing but true"
	for used[name] {
		name += "'"
	}
	return name
}

func clauses(limit int) (sum int) {
	m := map[int]bool{0: true, 1: true, 2: true, 4: true} // want "`m` holds nothing but true"
	for i := 0; m[i]; i++ {                               // as long as they are there
		if i == 1 {
			continue
		}
		sum += i
	}
	for i := 0; i < limit && m[i] && sum < 100; i++ {
		// The body's own comment.
		sum += 10
	}
outer:
	for i := 9; !m[i]; i-- {
		for j := 0; m[j]; j++ {
			if i == 7 {
				continue outer
			}
			if i == 5 {
				break outer
			}
			sum += 1000
		}
	}
	for m[sum] {
	}
	for i := 0; m[i] && m[i+1]; i++ {
		sum++
	}
	for !m[3] == true && sum > 0 {
		m[3] = true
	}
	for m[sum] {
		sum++
	}
	return sum
}

func condition(n int) bool { return n < 5 }

func guarded(n int) int {
	m := map[int]bool{6: true} // want "`m` holds nothing but true"
	for condition(n) && !m[n*2] {
		n++
	}
	return n
}

func either(n int) int {
	m := map[int]bool{6: true} // refuse "`m\\[n\\]` is not always evaluated"
	for n < 3 || m[n] {
		n++
	}
	return n
}

func capturing() []func() int {
	m := map[int]bool{0: true, 1: true, 2: true} // want "`m` holds nothing but true"
	var fs []func() int
	for i := 0; m[i]; i++ {
		fs = append(fs, func() int { i *= 10; return i })
	}
	return fs
}

func update() (n int) {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	for ok := m[1]; ok; ok = m[n] {
		n++
		if n > 4 {
			break
		}
	}
	return n
}

func main() {
	fmt.Println(unused("x"), unused("y"))
	fmt.Println(clauses(2), clauses(9))
	fmt.Println(guarded(0), guarded(9), either(0))
	for _, f := range capturing() {
		fmt.Println(f(), f())
	}
	fmt.Println(update())
}
