// Maps: a size hint cannot be seen, but it costs memory where keys repeat or little is stored.
package main

import (
	"fmt"
	"strings"
)

func ofSlice(xs []string) map[string]int {
	m := make(map[string]int, len(xs)) // want "`m` gets len\\(xs\\) elements"
	for i, x := range xs {
		m[x] = i
	}
	return m
}

func ofMap(old map[string]int) map[int]string {
	m := make(map[int]string, len(old)) // want "`m` gets len\\(old\\) elements"
	for k, v := range old {
		m[v] = k
	}
	return m
}

func copyOf(old map[string]int) map[string]int {
	m := make(map[string]int, len(old)) // want "`m` gets len\\(old\\) elements"
	for k, v := range old {
		m[k] = v
	}
	return m
}

func counted(n int) map[int]int {
	m := make(map[int]int, max(n, 0)) // want "`m` gets max\\(n, 0\\) elements"
	for i := 0; i < n; i++ {
		m[i] = i * i
	}
	return m
}

func twoStores(xs []string) map[string]bool {
	m := make(map[string]bool, 2*len(xs)) // want "`m` gets 2\\*len\\(xs\\) elements"
	for _, x := range xs {
		m[x] = true
		m[x+x] = false
	}
	return m
}

func ofStructs(xs []string) map[string]struct{} {
	m := make(map[string]struct{}, len(xs)) // want "`m` gets len\\(xs\\) elements"
	for _, x := range xs {
		m[x] = struct{}{}
	}
	return m
}

func ofSlices(xs []string) map[string][]string {
	m := make(map[string][]string, len(xs)) // want "`m` gets len\\(xs\\) elements"
	for _, x := range xs {
		m[x] = strings.Fields(x)
	}
	return m
}

func fails(xs []string) (map[string]int, error) {
	m := make(map[string]int, len(xs)) // want "`m` gets len\\(xs\\) elements"
	for i, x := range xs {
		if x == "" {
			return nil, fmt.Errorf("empty: %d", i)
		}
		m[x] = i
	}
	return m, nil
}

// Only a hint: it grows while it is ranged over.
func grows(old map[int]int) map[int]int {
	m := make(map[int]int, len(old)) // want "`m` gets len\\(old\\) elements"
	for k, v := range old {
		if k < 3 {
			old[k+10] = v
		}
		m[k] = v
	}
	return m
}

func repeats(xs []string) (map[string]int, map[string]int, map[string][]int, map[string]bool, map[string]int) {
	a := map[string]int{}
	b := map[string]int{}
	c := map[string][]int{}
	d := map[string]bool{}
	e := map[string]int{}
	for i, x := range xs {
		a[x] += i                // refuse "`a` is read in the loop, so its keys may repeat at line"
		b[x] = b[x] + 1          // refuse "`b` is read in the loop, so its keys may repeat at line"
		c[x] = append(c[x], i)   // refuse "`c` is read in the loop, so its keys may repeat at line"
		e[x]++
		if d[x] {
			continue
		}
		d[x] = true // refuse "`d` is read in the loop, so its keys may repeat at line"
	}
	return a, b, c, d, e
}

func filtered(xs []string) map[string]bool {
	m := map[string]bool{} // want "unsafe: not every round stores, and where few do it is slower and takes more memory\\)$"
	for _, x := range xs {
		if x != "" {
			m[x] = true
		}
	}
	return m
}

func deletes(xs []string) map[string]bool {
	m := map[string]bool{}
	last := ""
	for _, x := range xs {
		delete(m, last)
		m[x] = true // refuse "`m` loses elements in the loop at line"
		last = x
	}
	return m
}

func assigned(xs []string) map[string]bool {
	m := map[string]bool{}
	for i, x := range xs {
		if i == 3 {
			m = map[string]bool{}
		}
		m[x] = true // refuse "`m` is assigned at line"
	}
	return m
}

func decoded(n int, next func() (int, error)) (map[int]int, error) {
	m := make(map[int]int, min(max(n, 0), 1024)) // want "gets min\\(max\\(n, 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	for i := 0; i < n; i++ {
		x, err := next()
		if err != nil {
			return nil, err
		}
		m[i] = x
	}
	return m, nil
}

// A map has room for eight anyway.
func few() map[int]int {
	m := map[int]int{}
	for i := range 8 {
		m[i] = i // refuse "`m` gets at most 8 elements: a capacity gains nothing"
	}
	return m
}

// A nil map takes no store: it panics as before.
func isNil(xs []string) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	var m map[string]bool
	for _, x := range xs {
		m[x] = true
	}
	return nil
}

func inner(xss [][]string) map[string]bool {
	m := map[string]bool{}
	for _, xs := range xss {
		for _, x := range xs {
			m[x] = true // refuse "nothing tells how many elements `m` gets"
		}
	}
	return m
}

func ofInner(xss [][]string) map[int]map[string]bool {
	m := make(map[int]map[string]bool, len(xss)) // want "`m` gets len\\(xss\\) elements"
	for i, xs := range xss {
		inner := make(map[string]bool, len(xs)) // want "`inner` gets len\\(xs\\) elements"
		for _, x := range xs {
			inner[x] = true
		}
		m[i] = inner
	}
	return m
}

func main() {
	xs := []string{"a", "b", "a"}
	fmt.Println(ofSlice(xs), ofMap(map[string]int{"a": 1}), copyOf(nil), counted(-5), counted(3), twoStores(xs), ofStructs(xs))
	fmt.Println(ofSlices(xs), len(grows(map[int]int{1: 1})) > 0, filtered(xs), deletes(xs), assigned(xs), few(), isNil(xs))
	fmt.Println(fails([]string{"a", ""}))
	fmt.Println(repeats(xs))
	fmt.Println(decoded(1<<40, func() (int, error) { return 0, fmt.Errorf("end") }))
	fmt.Println(inner([][]string{xs}), ofInner([][]string{xs, nil}))
}
