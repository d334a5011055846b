// What must not be read earlier than it was: beside calls and receives, after what may panic, or what is skipped.
package main

import "fmt"

var log []string

func note(s string, b bool) bool {
	log = append(log, s)
	return b
}

func two(a, b any) { fmt.Println(a, b) }

func besideCall(k string) (bool, bool) {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated beside a call or receive"
	set := func() bool { m[k] = true; return true }
	return m[k], set()
}

func argument(k string) {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated beside a call or receive"
	set := func() bool { m[k] = true; return true }
	two(m[k], set())
}

func afterCall(k string) {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated after `note\\(k, true\\)`"
	two(note(k, true), m[k])
}

func receive(k string, ch chan int) (bool, int) {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated beside a call or receive"
	return m[k], <-ch
}

func skippedArgument(k string, n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	two(n > 1 && m[k], n)
}

func skippedField(k string, n int) bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	var x struct{ b bool }
	x.b = n > 1 || m[k]
	return x.b
}

func seenBetween(k any, n int) (x bool) {
	m := map[any]bool{"a": true} // want "`m` holds nothing but true"
	defer func() { recover() }()
	x = n > 1 && m[k]
	return x
}

func capturedBetween(k any, n int) bool {
	m := map[any]bool{"a": true} // want "`m` holds nothing but true"
	x := false
	func() {
		defer func() { recover() }()
		x = n > 1 && m[k]
	}()
	return x
}

func useOfItself(n int) bool {
	m := map[bool]bool{true: true} // want "`m` holds nothing but true"
	x := false
	x = n > 1 && m[x]
	return x
}

func steps(k string, n int) []bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	x := n > 1 && m[k]
	y := n > 1 || !m[k]
	ok := n > 2 && !m["a"+k] && n < 4 && m[k]
	y = x || m[k] && n == 3
	if n > 0 {
		x = n > 3 || m[k] == false // both
	}
	return []bool{x, y, ok}
}

func assigned(k string) []bool {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated after `rows\\[place\\(\\)\\]`"
	rows := []bool{false, false}
	place := func() int { m[k] = true; return 1 }
	rows[place()] = m[k]
	return rows
}

func changedKey(n int) (int, bool) {
	m := map[int]bool{1: true} // refuse "`n` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { n++; return n }
	return n, m[next()]
}

type point struct{ x, y int }

func changedPart(p point) {
	m := map[int]bool{1: true} // refuse "`p` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { p.x++; return p.x }
	fmt.Println(p, m[next()])
}

func changedElement(rows [2]int) {
	m := map[int]bool{1: true} // refuse "`rows` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { rows[1]++; return rows[1] }
	fmt.Println(rows, m[next()])
}

type size struct{ n int }

type word struct{ s string }

func changedLength(rows map[int]int) {
	m := map[int]bool{1: true} // refuse "`size{len\\(rows\\)}` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { rows[len(rows)] = 1; return 1 }
	fmt.Println(size{len(rows)}, m[next()])
}

func changedQueue(ch chan int) {
	m := map[int]bool{1: true} // refuse "`size{len\\(ch\\)}` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { ch <- 1; return 1 }
	fmt.Println(size{len(ch)}, m[next()])
}

func changedBytes(b []byte) {
	m := map[int]bool{1: true} // refuse "`word{string\\(b\\)}` may be changed by `m\\[next\\(\\)\\]`"
	next := func() int { b[0]++; return 1 }
	fmt.Println(word{string(b)}, m[next()])
}

func changedRow(rows []size) {
	m := map[int]bool{1: true} // refuse "`rows\\[i\\]`"
	next := func(i int) int { rows[i].n++; return i }
	for i := range rows {
		fmt.Println(rows[i], m[next(i)])
	}
}

func keptLength(rows []int, x float64) {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	next := func() int { rows[0]++; return 1 }
	fmt.Println(len(rows), int(x), rows, m[next()])
}

func changedBehind(p *point) {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	next := func() int { p.x++; return p.x }
	fmt.Println(p != nil, m[next()])
}

func keyCalled(n int) (int, bool) {
	m := map[int]bool{1: true} // want "`m` holds nothing but true"
	next := func() int { return n + 1 }
	return n, m[next()]
}

func ranged(k string) (n int) {
	m := map[string]bool{"a": true} // refuse "an element is read where no statement can come before"
	for range fmt.Sprint(m[k]) {
		n++
	}
	return n
}

func selected(k string, ch chan bool) {
	m := map[string]bool{"a": true} // refuse "an element is read where no statement can come before"
	select {
	case ch <- m[k]:
		fmt.Println("sent", <-ch)
	default:
		fmt.Println("not sent")
	}
}

func update(k string, n int) {
	m := map[string]bool{"a": true} // refuse "an element is read where no statement can come before"
	for i := 0; i < n; two(m[k], i) {
		i++
	}
}

func inKey() {
	m := map[bool]bool{true: true} // refuse "an element is read in the key of another read"
	fmt.Println(m[m[false]])
}

func afterShared(k string, rows []bool, i int) {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated after `rows\\[i\\]`"
	set := func() { m["b"] = true }
	defer func() { fmt.Println(recover()) }()
	two(rows[i], m[k])
	set()
}

func afterOneIndex(keys []string, rows []bool, i, j int) {
	m := map[string]bool{"a": true} // refuse "`m\\[keys\\[j\\]\\]` is evaluated after `rows\\[i\\]`"
	defer func() { fmt.Println(recover()) }()
	two(rows[i], m[keys[j]])
}

func place() int { return len(log) }

func toPlace(k string) []bool {
	m := map[string]bool{"a": true} // refuse "`m\\[k\\]` is evaluated after `rows\\[place\\(\\)\\]`"
	rows := make([]bool, 100)
	rows[place()] = m[k]
	return rows[:3]
}

func addressedBetween(k any, n int) bool {
	m := map[any]bool{"a": true} // want "`m` holds nothing but true"
	x := false
	p := &x
	defer func() { fmt.Println(recover(), *p) }()
	x = n > 1 && m[k]
	return x
}

func boxedBetween(k string, n int) any {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	var x any
	x = n > 1 && m[k]
	return x
}

func main() {
	changedPart(point{})
	changedElement([2]int{})
	changedLength(map[int]int{})
	changedQueue(make(chan int, 9))
	changedBytes([]byte("ab"))
	changedRow([]size{{1}, {2}})
	keptLength([]int{0}, 1.5)
	changedBehind(&point{})
	afterShared("a", []bool{true}, 0)
	afterShared("a", []bool{true}, 1)
	afterOneIndex([]string{"a"}, []bool{true}, 1, 1)
	fmt.Println(toPlace("a"), boxedBetween("a", 3), addressedBetween("a", 3), addressedBetween([]int{}, 3))
	fmt.Println(besideCall("b"))
	argument("b")
	afterCall("a")
	ch := make(chan int, 1)
	ch <- 1
	fmt.Println(receive("a", ch))
	skippedArgument("a", 2)
	fmt.Println(skippedField("a", 1), assigned("a"), assigned("b"), ranged("a"))
	for n := range 5 {
		fmt.Println(seenBetween("a", n), seenBetween([]int{}, n), useOfItself(n), steps("a", n), steps("b", n))
		fmt.Println(capturedBetween("a", n), capturedBetween([]int{}, n))
	}
	fmt.Println(changedKey(0))
	fmt.Println(keyCalled(0))
	selected("a", make(chan bool, 1))
	update("a", 2)
	inKey()
	fmt.Println(log)
}
