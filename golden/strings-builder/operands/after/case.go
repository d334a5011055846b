// What is added is written operand by operand only where nobody can tell.
package main

import (
	"fmt"
	"strings"
)

type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("(%d,%d)", p.x, p.y) }

func split(xs []string, m map[string]string) string {
	var s strings.Builder
	for i, x := range xs {
		s.WriteString(x + "a" + "b" + m[x] + xs[i] + strings.ToUpper(x) + "c") // want "`s` grows"
		s.WriteString("a")
		s.WriteString("b")
		s.WriteString(x)
		s.WriteString(x)
		s.WriteString("c")
		s.WriteString("d")
		s.WriteString("a" + "b")
		s.WriteString("a" + "b")
	}
	return s.String()
}

// f sets x, and the sum may have been made with either: it stays one.
func effects(xs []string) string {
	x := "0"
	var s strings.Builder
	f := func() string { x += "1"; return "f" }
	for range xs {
		s.WriteString(x + f()) // want "`s` grows"
		s.WriteString(f() + x)
		s.WriteString(f())
	}
	return s.String()
}

func reading(xs []string) string {
	var s strings.Builder
	s.WriteString("r")
	get := func() string { return "[" + s.String() + "]" }
	for _, x := range xs {
		s.WriteString(x + get() + x) // want "`s` grows"
		s.WriteString(x + fmt.Sprint(s.Len()) + ".")
		fmt.Fprintf(&s, "%s %d", s.String(), s.Len())
		fmt.Fprint(&s, get())
	}
	return s.String()
}

func formatting(xs []string, p point, b []byte) string {
	var s strings.Builder
	for i, x := range xs {
		fmt.Fprintf(&s, "%d%%", i) // want "`s` grows"
		fmt.Fprintln(&s, x, i)
		fmt.Fprint(&s)
		fmt.Fprint(&s, xs, i, x)
		fmt.Fprint(&s, []any{1, "a"}...)
		s.WriteString(fmt.Sprint(three()))
		fmt.Fprintf(&s, "%v", p)
		s.WriteString(x)
		fmt.Fprintf(&s, "%d %x", i, b)
		s.WriteString("y")
		s.WriteString(x)
		fmt.Fprintf(&s, "%v", p)
		s.WriteString("y")
		fmt.Fprintf(&s,
			"%s %s",
			x, // the first
			x,
		)
		fmt.Fprintf(&s, "%s", x)
		fmt.Fprintf(&s, "%q", x)
	}
	return s.String()
}

func three() (int, string, bool) { return 1, "a", true }

// A closure that looks after a panic sees no half: what may panic is not written piece by piece.
func panics(xs []string, n int) (result string) {
	var s strings.Builder
	s.WriteString("p")
	look := func() string { return s.String() }
	defer func() {
		recover()
		result = look()
	}()
	for i := range n {
		s.WriteString("<" + xs[i] + ">") // want "`s` grows"
		s.WriteString("(" + strings.Repeat("x", 2-i) + ")")
		s.WriteString("{")
		fmt.Fprint(&s, i)
		s.WriteString("}")
	}
	return look()
}

func panicsUnseen(xs []string, n int) (result string) {
	defer func() {
		if p := recover(); p != nil {
			result = fmt.Sprint("recovered ", p)
		}
	}()
	var s strings.Builder
	s.WriteString("p")
	for i := range n {
		s.WriteString("<")
		s.WriteString(xs[i])
		s.WriteString(">") // want "`s` grows"
	}
	return s.String()
}

// A function literal sets a field of the struct.
func setInLiteral(xs []string) string {
	p := struct{ name string }{"a"}
	var s strings.Builder
	next := func() string { p.name += "n"; return "-" }
	for range xs {
		s.WriteString(p.name + next() + p.name) // want "`s` grows"
	}
	return s.String()
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
	var t strings.Builder
	for range xs {
		t.WriteString(xs[n] + string(b[n])) // want "`t` grows"
		t.WriteString("<")
		t.WriteString(xs[n])
		t.WriteString(">")
	}
	return t.String()
}

type node struct {
	name, value string
	next        *node
}

// But a nil pointer panics like another.
func pointers(n *node, m map[string]string) string {
	var s strings.Builder
	for ; n != nil; n = n.next {
		s.WriteString(n.name)
		s.WriteString("=")
		s.WriteString(n.value)
		s.WriteString(m[n.name])
		s.WriteString(";") // want "`s` grows"
		s.WriteString(n.next.name)
		s.WriteString("=")
		s.WriteString(n.next.value)
		s.WriteString(n.next.name + fmt.Sprint(m[n.next.value]))
	}
	return s.String()
}

func caught(f func() string) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprint(p)
		}
	}()
	return f()
}
