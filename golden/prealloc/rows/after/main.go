// Appends in a row, without a loop, and slices that are made with elements and get more.
package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

type command struct{ flags, files []string }

func both(a, b []string) []string {
	var all []string // want "`all` gets len\\(a\\)\\+len\\(b\\) elements, in 2 appends: make room for them beforehand$"
	all = slices.Grow(all, len(a)+len(b))
	all = append(all, a...)
	all = append(all, b...)
	return all
}

func joined(a, b []string) string {
	all := make([]string, 0, len(a)+len(b)) // want "gets len\\(a\\)\\+len\\(b\\) elements"
	all = append(all, a...)
	all = append(all, b...)
	return strings.Join(all, " ")
}

func withConstants(c command) []string {
	args := make([]string, 0, len(c.flags)+max(len(c.files)-1, 0)+2) // want "gets len\\(c.flags\\)\\+max\\(len\\(c.files\\)-1, 0\\)\\+2 elements, in 3 appends"
	args = append(args, c.flags...)
	args = append(args, "-o", "out")
	return append(args, c.files[1:]...)
}

func ofBytes(head []byte, name string) []byte {
	out := make([]byte, 0, len(head)+len(name)+7) // want "gets len\\(head\\)\\+len\\(name\\)\\+7 elements, in 4 appends"
	out = append(out, head...)
	out = append(out, "::"...)
	out = append(out, name...)
	out = append(out, head[:5]...)
	return out
}

func fromElements(a, b []string) []string {
	args := []string{"build", "-o"}
	args = slices.Grow(args, len(a)+len(b))
	args = append(args, a...) // want "gets len\\(a\\)\\+len\\(b\\) elements, in 2 appends"
	args = append(args, b...)
	return args
}

func single(first func() int) []int {
	out := make([]int, 0, 5) // want "gets 5 elements, in 4 appends"
	out = append(out, first())
	out = append(out, first())
	out = append(out, 1, 2)
	out = append(out, first())
	return out
}

// What is appended under a condition is not counted.
func perhaps(a, b []string, long bool) []string {
	var args []string // want "gets len\\(a\\)\\+len\\(b\\) elements, in 2 appends"
	args = slices.Grow(args, len(a)+len(b))
	args = append(args, a...)
	if long {
		args = append(args, "--long")
	}
	args = append(args, b...)
	return args
}

func inLoop(commands []command) (n int) {
	for _, c := range commands {
		all := make([]string, 0, len(c.flags)+len(c.files)) // want "gets len\\(c.flags\\)\\+len\\(c.files\\) elements"
		all = append(all, c.flags...)
		all = append(all, c.files...)
		n += len(strings.Join(all, ""))
	}
	return n
}

// What is appended as a whole is as long in each round.
func lines(numbers []byte, head []byte) []byte {
	var out []byte // want "gets 6\\*len\\(numbers\\) elements, one at a time"
	out = slices.Grow(out, 6*len(numbers))
	for _, number := range numbers {
		out = append(out, "::"...)
		out = append(out, number)
		out = append(out, head[:3]...)
	}
	return out
}

func linesOfText(numbers []byte, end string) []byte {
	var out []byte
	for range numbers {
		out = append(out, end...) // refuse "nothing tells how many elements `out` gets"
	}
	return out
}

// It is made with so many.
func byBytes(numbers []byte, fill func([]byte)) []byte {
	var out []byte // want "gets 2\\*len\\(numbers\\) elements, one at a time"
	out = slices.Grow(out, 2*len(numbers))
	for range numbers {
		two := make([]byte, 2)
		fill(two)
		out = append(out, two...)
	}
	return out
}

func byOthers(numbers []byte) []byte {
	var out []byte
	for _, number := range numbers {
		some := make([]byte, 2)
		some = some[number%2:]
		out = append(out, some...) // refuse "nothing tells how many elements `out` gets"
	}
	return out
}

// Nothing to gain.

func once(a []string) []string {
	var all []string
	all = append(all, a...) // refuse "`all` grows once, to what it needs"
	return all
}

func onceAfterElements(a []string) []string {
	args := []string{"build", "-o"}
	args = append(args, a...) // refuse "`args` grows once, to what it needs"
	args = append(args, "file")
	return args
}

func few(a, b, c string) []string {
	var all []string
	all = append(all, a) // refuse "at most 4 elements"
	all = append(all, b)
	all = append(all, c)
	return all
}

// Nobody knows how long the first is: what is asked for would be used by that.
func unknownFirst(words func() []string, b []string) []string {
	var all []string
	all = append(all, words()...) // refuse "nothing tells how many elements `all` gets"
	all = append(all, b...)
	all = append(all, b...)
	return all
}

func notYetKnown(a []string, words func() []string) []string {
	var all []string
	all = append(all, a...) // refuse "grows once"
	b := words()
	all = append(all, b...)
	return all
}

// Traps.

func changes(c *command, grow func(*command)) []string {
	var all []string
	all = append(all, c.flags...) // refuse "grows once"
	grow(c)
	all = append(all, c.files...)
	return all
}

func leavesBetween(a, b []string) ([]string, error) {
	var all []string
	all = append(all, a...) // refuse "grows once"
	if len(b) == 0 {
		return all, errors.New("none")
	}
	all = append(all, b...)
	return all, nil
}

func itself(a []int) []int {
	var all []int
	all = append(all, a...) // refuse "grows once"
	all = append(all, all...)
	return all
}

func held(a, b []int) (int, int) {
	var all []int
	all = append(all, a...) // refuse "`all` is copied or passed on before the last append"
	before := all
	all = append(all, b...)
	all[0] = 7
	return before[0], all[0]
}

func looked(a, b []int) int {
	var all []int
	all = append(all, a...) // refuse "has its capacity looked at"
	all = append(all, b...)
	return cap(all) - cap(all)
}

// It panics in the second append, with what it would have panicked with before.
func tooShort(a, b []int) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	all := make([]int, 0, max(len(a)-3, 0)+max(len(b)-3, 0)) // want "gets max\\(len\\(a\\)-3, 0\\)\\+max\\(len\\(b\\)-3, 0\\) elements"
	all = append(all, a[3:]...)
	all = append(all, b[3:]...)
	return errors.New(fmt.Sprint(len(all)))
}

// Whoever looks after a panic sees nil.
func nilAfterPanic(next func() string, b []string) (isNil bool) {
	var all []string
	defer func() {
		recover()
		isNil = all == nil
	}()
	all = append(all, next()) // refuse "is compared with nil before the last append"
	all = append(all, b...)
	return false
}

func jumps(a []int) []int {
	n := 0
	var all []int
again:
	all = append(all, a...) // refuse "a goto goes back to before the last append"
	all = append(all, a...)
	if n++; n < 2 {
		goto again
	}
	return all
}

// Made with elements.

func record(kind byte, body []byte) []byte {
	out := make([]byte, 3, 3+len(body)) // want "gets 3\\+len\\(body\\) elements, in 1 append: make room for them beforehand$"
	out[0], out[1], out[2] = kind, byte(len(body)>>8), byte(len(body))
	out = append(out, body...)
	return out
}

func terminated(s string) []byte {
	out := make([]byte, len(s), len(s)+1) // want "gets len\\(s\\)\\+1 elements"
	copy(out, s)
	out = append(out, 0)
	return out
}

func doubled(xs []int) []int {
	all := make([]int, len(xs), len(xs)+len(xs)+1) // want "gets len\\(xs\\)\\+len\\(xs\\)\\+1 elements"
	copy(all, xs)
	for _, x := range xs {
		all = append(all, 2*x)
	}
	all = append(all, 0)
	return all
}

func negative(n int, more []int) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	out := make([]int, n, n+len(more)) // want "gets n\\+len\\(more\\) elements"
	out = append(out, more...)
	return errors.New(fmt.Sprint(len(out)))
}

// It panics over the length, not over the pointer.
func whichPanic(n int, c *command) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	out := make([]string, n)
	out = append(out, c.flags...) // refuse "grows once"
	return errors.New(fmt.Sprint(len(out)))
}

func samePanic(c *command) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	out := make([]string, len(c.files), len(c.files)+len(c.flags)) // want "gets len\\(c.files\\)\\+len\\(c.flags\\) elements"
	out = append(out, c.flags...)
	return errors.New(fmt.Sprint(len(out)))
}

// What else has the elements would see what is set in them later.
func shared(more []int) (int, int) {
	out := make([]int, 2)
	other := out
	out = append(out, more...) // refuse "`out` is copied or passed on before the last append"
	out[0] = 7
	return other[0], out[0]
}

func pointed(more []int) (int, int) {
	out := make([]int, 2)
	first := &out[0]
	out = append(out, more...) // refuse "has the address of an element taken before the last append"
	out[0] = 7
	return *first, out[0]
}

func resliced(n int, more []int) (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	out := make([]int, 2)
	out = append(out, more...) // refuse "is sliced up to an end that may lie beyond its length"
	return errors.New(fmt.Sprint(len(out[:n])))
}

func lengthChanges(n int, more []int) int {
	out := make([]int, n)
	n = 3
	extra := more[:n]
	out = append(out, extra...) // refuse "grows once"
	return len(out)
}

func main() {
	one, two := []string{"a"}, []string{"b", "c"}
	fmt.Println(both(nil, nil) == nil, both(nil, one[:0]) == nil, both(one, two), joined(one, two))
	fmt.Println(withConstants(command{one, two}), ofBytes([]byte("12345"), "n"), fromElements(one, two))
	fmt.Println(single(func() int { return 7 }), perhaps(one, two, true), perhaps(nil, nil, false) == nil)
	fmt.Println(inLoop([]command{{one, two}, {}}), once(nil) == nil, onceAfterElements(two), few("a", "b", "c"))
	fmt.Println(unknownFirst(func() []string { return two }, one), notYetKnown(one, func() []string { return two }))
	fmt.Println(changes(&command{one, two}, func(c *command) { c.files = nil }))
	fmt.Println(leavesBetween(nil, nil))
	fmt.Println(itself([]int{1}))
	fmt.Println(held([]int{1}, []int{2}))
	fmt.Println(looked([]int{1}, nil), tooShort([]int{1}, nil), tooShort([]int{1, 2, 3}, []int{1}))
	fmt.Println(nilAfterPanic(func() string { panic("no") }, two), jumps([]int{1}))
	fmt.Println(record(1, []byte("body")), terminated("abc"), doubled([]int{1, 2}), negative(-1, nil), negative(1<<62, nil))
	fmt.Println(shared([]int{1}))
	fmt.Println(pointed([]int{1}))
	fmt.Println(whichPanic(-1, nil), whichPanic(1, nil), whichPanic(1, &command{one, two}), samePanic(nil), samePanic(&command{one, two}))
	fmt.Println(resliced(4, []int{1}), lengthChanges(2, []int{1, 2, 3, 4}))
	fmt.Println(string(lines([]byte("abc"), []byte("...."))), lines(nil, nil) == nil, linesOfText(nil, "") == nil)
	fmt.Println(byBytes([]byte("abc"), func(b []byte) { b[1] = 7 }), byOthers([]byte("abc")))
}
