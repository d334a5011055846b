// Reads in the conditions of loops: asked again each round, `continue` included.
package main

import "fmt"

func unused(name string) string {
	used := map[string]struct{}{"x": {}, "x'": {}, "x''": {}} // want "`used` holds nothing but true"
	for {
		if _, ok := used[name]; !ok {
			break
		}
		name += "'"
	}
	return name
}

func clauses(limit int) (sum int) {
	m := map[int]struct{}{0: {}, 1: {}, 2: {}, 4: {}} // want "`m` holds nothing but true"
	for i := 0; ; i++ {                               // as long as they are there
		if _, ok := m[i]; !ok {
			break
		}
		if i == 1 {
			continue
		}
		sum += i
	}
	for i := 0; i < limit; i++ {
		if _, ok := m[i]; !ok || sum >= 100 {
			break
		}
		// The body's own comment.
		sum += 10
	}
outer:
	for i := 9; ; i-- {
		if _, ok := m[i]; ok {
			break
		}
		for j := 0; ; j++ {
			if _, ok := m[j]; !ok {
				break
			}
			if i == 7 {
				continue outer
			}
			if i == 5 {
				break outer
			}
			sum += 1000
		}
	}
	for {
		if _, ok := m[sum]; !ok {
			break
		}
	}
	for i := 0; ; i++ {
		if _, ok := m[i]; !ok {
			break
		}
		if _, ok := m[i+1]; !ok {
			break
		}
		sum++
	}
	for {
		if _, ok := m[3]; !(!ok == true) || sum <= 0 {
			break
		}
		m[3] = struct{}{}
	}
	for {
		if _, ok := m[sum]; !ok {
			break
		}
		sum++
	}
	return sum
}

func condition(n int) bool { return n < 5 }

func guarded(n int) int {
	m := map[int]struct{}{6: {}} // want "`m` holds nothing but true"
	for condition(n) {
		if _, ok := m[n*2]; ok {
			break
		}
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
	m := map[int]struct{}{0: {}, 1: {}, 2: {}} // want "`m` holds nothing but true"
	var fs []func() int
	for i := 0; ; i++ {
		if _, ok := m[i]; !ok {
			break
		}
		fs = append(fs, func() int { i *= 10; return i })
	}
	return fs
}

func update() (n int) {
	m := map[int]struct{}{1: {}} // want "`m` holds nothing but true"
	for _, ok := m[1]; ok; _, ok = m[n] {
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
