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
	m := map[string]bool{"a": true, "b": true} // want "`m` holds nothing but true"
	x := m[k]
	var y = m[k+"a"]
	var z bool = m[k+"b"]
	var boxed any = m[k]
	x = m["a"]
	stored = m[k]
	boxed = m[k+"c"]
	not := !m[k]
	both := m[k] && x
	p.a = m[k]
	rows[0] = !m[k]
	a, b := m["a"], m["zz"]
	show(m[k])
	show(m["a"], m["b"], m["c"])
	show(strings.Contains(k, "a"), m[k])
	ch <- m[k]
	defer show(m[k], "deferred")
	list := []bool{m[k], false, m["b"]}
	q := pair{a: m[k], n: len(k)}
	text := q.show(m[k])
	named := flag(m[k])
	index := map[bool]int{true: 1}[m[k]]
	var (
		one = m["a"]
		two = m["b"]
	)
	_ = m[k]
	var _ bool = m[k]
	var (
		three bool = m["a"]
	)
	if c := m[k]; c && x {
		fmt.Println("c")
	}
	if text := fmt.Sprint(m[k]); text != "" {
		fmt.Println(text)
	}
	for i := fmt.Sprint(m[k]); i != ""; i = "" {
		fmt.Println(i)
	}
	switch d := m[k]; d {
	case true:
		result = m[k+k]
	}
	fmt.Println(x, y, z, boxed, not, both, a, b, list, q, text, named, index, one, two, stored, result, three)
	return m[k]
}

func closures() {
	m := make(map[int]bool) // want "`m` holds nothing but true"
	add := func(i int) { m[i] = true }
	has := func(i int) bool { return m[i] }
	hasNot := func(i int) bool {
		// It is not there.
		return !m[i]
	}
	boxed := func(i int) any { return m[i] }
	add(1)
	fmt.Println(has(1), has(2), hasNot(1), hasNot(2), boxed(1))
	done := make(chan bool)
	go func() { done <- m[1] }()
	fmt.Println(<-done)
}

func guards(k string, n int) []bool {
	m := map[string]bool{"a": true, "b": true} // want "`m` holds nothing but true"
	and := func() bool { return n > 1 && m[k] }
	or := func() bool { return n > 1 || m[k] }
	three := func() bool {
		return m["a"] && n > 0 && m[k] && n != 2
	}
	more := func() bool {
		return n == 3 || k == "a" && n == 2 || !m[k]
	}
	return []bool{and(), or(), three(), more()}
}

func negations(k string, n int, f float64, s string) []bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	float := func() bool { return f > 1.5 && m[k] }
	text := func() bool { return s <= "b" && m[k] }
	calls := func() bool { return k != "" && !fmtEmpty(k) && len(s) >= n && m[k] }
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
