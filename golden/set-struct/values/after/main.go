// Reads as values: each is evaluated where it was.
package main

import (
	"fmt"
	"math"
	"strings"
)

type pair struct {
	a, b bool
	n    int
}

type flag bool

var stored bool

func (p pair) show(x bool) string { return fmt.Sprint(p, x) }

func show(x bool, more ...any) { fmt.Println(append([]any{x}, more...)...) }

func values(k string, p *pair, ch chan bool, rows []bool) (result bool) {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	_, x := m[k]
	var _, y = m[k+"a"]
	_, z := m[k+"b"]
	_, ok := m[k]
	var boxed any = ok
	_, x = m["a"]
	_, stored = m[k]
	_, boxed = m[k+"c"]
	_, found := m[k]
	not := !found
	_, has := m[k]
	both := has && x
	_, p.a = m[k]
	_, member := m[k]
	rows[0] = !member
	_, ok2 := m["a"]
	_, ok3 := m["zz"]
	a, b := ok2, ok3
	_, ok4 := m[k]
	show(ok4)
	_, ok5 := m["a"]
	_, ok6 := m["b"]
	_, ok7 := m["c"]
	show(ok5, ok6, ok7)
	_, ok8 := m[k]
	show(strings.Contains(k, "a"), ok8)
	_, ok9 := m[k]
	ch <- ok9
	_, ok10 := m[k]
	defer show(ok10, "deferred")
	_, ok11 := m[k]
	_, ok12 := m["b"]
	list := []bool{ok11, false, ok12}
	_, ok13 := m[k]
	q := pair{a: ok13, n: len(k)}
	_, ok14 := m[k]
	text := q.show(ok14)
	_, ok15 := m[k]
	named := flag(ok15)
	_, ok16 := m[k]
	index := map[bool]int{true: 1}[ok16]
	_, ok17 := m["a"]
	_, ok18 := m["b"]
	var (
		one = ok17
		two = ok18
	)
	_ = m[k]
	_, ok19 := m[k]
	var _ bool = ok19
	_, ok20 := m["a"]
	var (
		three bool = ok20
	)
	if _, c := m[k]; c && x {
		fmt.Println("c")
	}
	_, ok21 := m[k]
	if text := fmt.Sprint(ok21); text != "" {
		fmt.Println(text)
	}
	_, ok22 := m[k]
	for i := fmt.Sprint(ok22); i != ""; i = "" {
		fmt.Println(i)
	}
	switch _, d := m[k]; d {
	case true:
		_, result = m[k+k]
	}
	fmt.Println(x, y, z, boxed, not, both, a, b, list, q, text, named, index, one, two, stored, result, three)
	_, ok23 := m[k]
	return ok23
}

func closures() {
	m := make(map[int]struct{}) // want "`m` holds nothing but true"
	add := func(i int) { m[i] = struct{}{} }
	has := func(i int) bool { _, ok := m[i]; return ok }
	hasNot := func(i int) bool {
		// It is not there.
		_, ok := m[i]
		return !ok
	}
	boxed := func(i int) any { _, ok := m[i]; return ok }
	add(1)
	fmt.Println(has(1), has(2), hasNot(1), hasNot(2), boxed(1))
	done := make(chan bool)
	go func() { _, ok := m[1]; done <- ok }()
	fmt.Println(<-done)
}

func guards(k string, n int) []bool {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	and := func() bool {
		if n <= 1 {
			return false
		}
		_, ok := m[k]
		return ok
	}
	or := func() bool {
		if n > 1 {
			return true
		}
		_, ok := m[k]
		return ok
	}
	three := func() bool {
		if _, ok := m["a"]; !ok || n <= 0 {
			return false
		}
		_, ok := m[k]
		return ok && n != 2
	}
	more := func() bool {
		if n == 3 || k == "a" && n == 2 {
			return true
		}
		_, ok := m[k]
		return !ok
	}
	return []bool{and(), or(), three(), more()}
}

func negations(k string, n int, f float64, s string) []bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	float := func() bool {
		if !(f > 1.5) {
			return false
		}
		_, ok := m[k]
		return ok
	}
	text := func() bool {
		if s > "b" {
			return false
		}
		_, ok := m[k]
		return ok
	}
	calls := func() bool {
		if k == "" || fmtEmpty(k) || len(s) < n {
			return false
		}
		_, ok := m[k]
		return ok
	}
	return []bool{float(), text(), calls()}
}

func fmtEmpty(s string) bool { return fmt.Sprint(s) == "" }

func main() {
	nan := math.NaN()
	fmt.Println(negations("a", 1, nan, "c"), negations("a", 1, 2, "a"), negations("b", 1, 1, "b"))
	ch := make(chan bool, 1)
	p := &pair{}
	rows := []bool{false}
	for _, k := range []string{"a", "b", "c"} {
		fmt.Println(values(k, p, ch, rows), *p, rows, <-ch)
	}
	closures()
	for n := range 4 {
		fmt.Println(guards("a", n), guards("c", n))
	}
}
