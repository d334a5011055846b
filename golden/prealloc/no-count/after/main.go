// Loops that nobody can count beforehand; loop bounds evaluated once against every time: go#77161, go#77034, intrange#12,
// #33, #48; channels: prealloc#20.
package main

import (
	"fmt"
	"iter"
)

func ofChannel(c chan int) []int {
	out := []int{}
	for x := range c {
		out = append(out, x)
	}
	return out
}

func ofIterator(seq iter.Seq[int]) []int {
	out := []int{}
	for x := range seq {
		out = append(out, x)
	}
	return out
}

func ofCondition(n int) []int {
	out := []int{}
	for n > 0 {
		out = append(out, n)
		n--
	}
	return out
}

func forever(n int) []int {
	out := []int{}
	for i := 0; ; i++ {
		if i == n {
			return out
		}
		out = append(out, i)
	}
}

func counterWritten(n int) []int {
	out := []int{}
	for i := 0; i < n; i++ {
		out = append(out, i) // refuse "the counter `i` is written in the loop at line"
		if i == 2 {
			i += n
		}
	}
	return out
}

func counterByPointer(n int) []int {
	out := []int{}
	for i := 0; i < n; i++ {
		p := &i
		out = append(out, i) // refuse "the counter `i` may be written through a closure or a pointer"
		*p += n
	}
	return out
}

func counterByClosure(n int) []int {
	out := []int{}
	for i := 0; i < n; i++ {
		skip := func() { i += n }
		out = append(out, i) // refuse "the counter `i` is written in the loop at line"
		skip()
	}
	return out
}

func boundWritten(xs []int) []int {
	out := []int{}
	for i := 0; i < len(xs); i++ {
		out = append(out, xs[i]) // refuse "`xs` changes in the loop at line"
		xs = xs[:len(xs)-1]
	}
	return out
}

func boundByPointer(n int) []int {
	p := &n
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := 0; i < n; i++ {
		out = append(out, i)
		shorten(p)
	}
	return out
}

func shorten(p *int) { *p -= 2 }

type list struct{ items []int }

func (l *list) pop() int {
	last := l.items[len(l.items)-1]
	l.items = l.items[:len(l.items)-1]
	return last
}

func boundInField(l *list) []int {
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := 0; i < len(l.items); i++ {
		out = append(out, l.pop())
	}
	return out
}

func boundInAssigned(l *list) []int {
	out := []int{}
	for i := 0; i < len(l.items); i++ {
		out = append(out, i) // refuse "`len\\(l.items\\)` changes in the loop at line"
		l.items = l.items[1:]
	}
	return out
}

func boundInStruct(ls []list) []int {
	l := &ls[0]
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := 0; i < len(l.items); i++ {
		out = append(out, i)
		ls[0] = list{}
	}
	return out
}

func boundInCopied(ls []list) []int {
	l := &ls[0]
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := 0; i < len(l.items); i++ {
		out = append(out, i)
		copy(ls, ls[1:])
	}
	return out
}

func boundBehind(n int) []int {
	p := &n
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := 0; i < *p; i++ {
		out = append(out, i)
		n--
	}
	return out
}

func boundIsCall(l *list) []int {
	out := make([]int, 0, min(max(l.size(), 0), 1024)) // want "gets min\\(max\\(l.size\\(\\), 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	for i := 0; i < l.size(); i++ {
		out = append(out, l.items[i])
	}
	return out
}

func (l *list) size() int { return len(l.items) }

// What it calls may make it shorter, and nobody has it afterwards.
func boundIsCallAndChanges(l *list) (sum int) {
	out := make([]int, 0, min(max(l.size(), 0), 1024)) // want "gets min\\(max\\(l.size\\(\\), 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	for i := 0; i < l.size(); i++ {
		out = append(out, l.pop())
	}
	for _, x := range out {
		sum += x
	}
	return sum
}

func boundIsChanged(l *list) (out []int) {
	for i := 0; i < l.size(); i++ { // want "unsafe: spare capacity would be left"
		out = append(out, i)
		l.items = l.items[1:]
	}
	return out
}

type queue struct{ waiting chan int }

func (q *queue) size() int { return len(q.waiting) }

func boundIsOfChannel(q *queue) []int {
	out := []int{}
	for i := 0; i < q.size(); i++ {
		out = append(out, <-q.waiting) // refuse "the bound is a call that may do anything"
	}
	return out
}

func (l *list) next() int {
	l.pop()
	return len(l.items)
}

func boundIsCallThatChanges(l *list) []int {
	out := []int{}
	for i := 0; i < l.next(); i++ {
		out = append(out, i) // refuse "the bound is a call that may do anything"
	}
	return out
}

func (l *list) clear() int {
	l.items = nil
	return 1
}

// What a loop begins with runs behind what stands before it.
func boundInBeginning(l *list) []int {
	var out []int
	for i, more := 0, l.clear(); i < len(l.items); i++ {
		out = append(out, i+more) // refuse "what the loop begins with may change its bound"
	}
	return out
}

func boundCapturedInBeginning(n int) []int {
	var out []int
	none := func() int { n = 0; return 1 }
	for i, more := 0, none(); i < n; i++ {
		out = append(out, i+more) // refuse "what the loop begins with may change its bound"
	}
	return out
}

func unsignedDownwards(n uint) []uint {
	out := []uint{}
	for i := n; i >= 0; i-- {
		if i == 0 {
			break
		}
		out = append(out, i)
	}
	return out
}

func wrongWay() []int {
	out := []int{}
	for i := 10; i < 3; i++ {
		out = append(out, i)
	}
	return out
}

func wraps(n int8) []int8 {
	out := []int8{}
	for i := int8(0); i < n; i += 2 {
		out = append(out, i) // refuse "the counter may wrap"
		if len(out) > 200 {
			break
		}
	}
	return out
}

func unequal(n int) []int {
	out := []int{}
	for i := 0; i != n; i++ {
		if i > 3 {
			break
		}
		out = append(out, i)
	}
	return out
}

// A capacity stands on one line.
func boundOnTwoLines(l *list) []int {
	out := []int{}
	for i := 0; i < len(
		l.items,
	); i++ {
		out = append(out, i) // refuse "the bound is not a simple expression"
	}
	return out
}

func product(n, m int) []int {
	out := make([]int, 0, max(n*m, 0)) // want "gets max\\(n\\*m, 0\\) elements, one at a time: make room for them beforehand$"
	for i := 0; i < n*m; i++ {
		out = append(out, i)
	}
	return out
}

func main() {
	c := make(chan int, 1)
	c <- 1
	close(c)
	fmt.Println(ofChannel(c), ofIterator(func(yield func(int) bool) { yield(1) }), ofCondition(3), forever(3))
	fmt.Println(counterWritten(5), counterByPointer(5), counterByClosure(5), boundWritten([]int{1, 2, 3}), boundByPointer(5))
	fmt.Println(boundInField(&list{[]int{1, 2, 3}}), boundIsCall(&list{[]int{1, 2}}))
	fmt.Println(boundInAssigned(&list{[]int{1, 2, 3}}), boundIsCallAndChanges(&list{[]int{1, 2, 3}}))
	fmt.Println(boundIsChanged(&list{[]int{1, 2, 3}}), boundIsOfChannel(&queue{}), boundIsCallThatChanges(&list{[]int{1, 2}}))
	fmt.Println(boundInStruct([]list{{[]int{1, 2}}}), boundInCopied([]list{{[]int{1, 2}}, {}}), boundBehind(4))
	fmt.Println(boundInBeginning(&list{[]int{1, 2, 3}}) == nil, boundCapturedInBeginning(3) == nil)
	fmt.Println(boundOnTwoLines(&list{[]int{1, 2, 3}}), unsignedDownwards(3), wrongWay(), len(wraps(127)), unequal(-1), product(-1, 2))
}
