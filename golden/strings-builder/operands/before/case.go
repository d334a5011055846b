// What is added is written operand by operand only where nobody can tell.
package main

import (
	"fmt"
	"strings"
)

type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("(%d,%d)", p.x, p.y) }

func split(xs []string, m map[string]string) string {
	s := ""
	for i, x := range xs {
		s += x + "a" + "b" + m[x] + xs[i] + strings.ToUpper(x) + "c" // want "`s` grows"
		s += "a" + ("b" + x) + (x + "c") + "d"
		s += "a" + "b"
		s += ("a" + "b")
	}
	return s
}

// f sets x, and the sum may have been made with either: it stays one.
func effects(xs []string) string {
	s, x := "", "0"
	f := func() string { x += "1"; return "f" }
	for range xs {
		s += x + f() // want "`s` grows"
		s += f() + x
		s += f()
	}
	return s
}

func reading(xs []string) string {
	s := "r"
	get := func() string { return "[" + s + "]" }
	for _, x := range xs {
		s += x + get() + x // want "`s` grows"
		s += x + fmt.Sprint(len(s)) + "."
		s += fmt.Sprintf("%s %d", s, len(s))
		s += fmt.Sprint(get())
	}
	return s
}

func formatting(xs []string, p point, b []byte) string {
	s := ""
	for i, x := range xs {
		s += fmt.Sprintf("%d%%", i) // want "`s` grows"
		s += fmt.Sprintln(x, i)
		s += fmt.Sprint()
		s += fmt.Sprint(xs, i, x)
		s += fmt.Sprint([]any{1, "a"}...)
		s += fmt.Sprint(three())
		s += fmt.Sprintf("%v", p)
		s += x + fmt.Sprintf("%d %x", i, b) + "y"
		s += x + fmt.Sprintf("%v", p) + "y"
		s += fmt.Sprintf(
			"%s %s",
			x, // the first
			x,
		)
		s += fmt.Sprintf("%s", x) + fmt.Sprintf("%q", x)
	}
	return s
}

func three() (int, string, bool) { return 1, "a", true }

// A closure that looks after a panic sees no half: what may panic is not written piece by piece.
func panics(xs []string, n int) (result string) {
	s := "p"
	look := func() string { return s }
	defer func() {
		recover()
		result = look()
	}()
	for i := range n {
		s += "<" + xs[i] + ">" // want "`s` grows"
		s += "(" + strings.Repeat("x", 2-i) + ")"
		s += "{" + fmt.Sprint(i) + "}"
	}
	return look()
}

func panicsUnseen(xs []string, n int) (result string) {
	defer func() {
		if p := recover(); p != nil {
			result = fmt.Sprint("recovered ", p)
		}
	}()
	s := "p"
	for i := range n {
		s += "<" + xs[i] + ">" // want "`s` grows"
	}
	return s
}

// A function literal sets a field of the struct.
func setInLiteral(xs []string) string {
	p := struct{ name string }{"a"}
	s := ""
	next := func() string { p.name += "n"; return "-" }
	for range xs {
		s += p.name + next() + p.name // want "`s` grows"
	}
	return s
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(split(xs, map[string]string{"a": "A"}), effects(xs), reading(xs))
		fmt.Println(setInLiteral(xs))
		fmt.Println(formatting(xs, point{1, 2}, []byte("xy")))
		fmt.Println(caught(func() string { return panicsInOrder(xs, []byte("ab"), 3) }))
		fmt.Println(caught(func() string { return pointers(&node{next: &node{}}, nil) }))
		fmt.Println(panics(xs, 5), panicsUnseen(xs, 2), panicsUnseen(xs, len(xs)))
	}
}

// The compiler looks at string(b[n]) before xs[n]: which of them panics is seen by the caller.
func panicsInOrder(xs []string, b []byte, n int) (s string) {
	t := ""
	for range xs {
		t += xs[n] + string(b[n]) // want "`t` grows"
		t += "<" + xs[n] + ">"
	}
	return t
}

type node struct {
	name, value string
	next        *node
}

// But a nil pointer panics like another.
func pointers(n *node, m map[string]string) string {
	s := ""
	for ; n != nil; n = n.next {
		s += n.name + "=" + n.value + m[n.name] + ";" // want "`s` grows"
		s += n.next.name + "=" + n.next.value
		s += n.next.name + fmt.Sprint(m[n.next.value])
	}
	return s
}

func caught(f func() string) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprint(p)
		}
	}()
	return f()
}
