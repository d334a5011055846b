// Operands that call: one write each, unless something beside a call may be changed by it.
package main

import (
	"fmt"
	"strings"
)

type item struct {
	name string
	n    int
}

func (i *item) next() string {
	i.n++
	i.name += "'"
	return fmt.Sprint(i.n)
}

func (i item) String() string { return "<" + i.name + ">" }

var count int

func tick() string {
	count++
	return fmt.Sprint("t", count)
}

func quiet(n int) string { return fmt.Sprint(n * 2) }

func separated(items []*item) string {
	var s strings.Builder
	for _, it := range items {
		s.WriteString("(")
		s.WriteString(it.next())
		s.WriteString(", ")
		s.WriteString(tick())
		s.WriteString(")") // want "`s` grows"
	}
	return s.String()
}

// The name is read when it was always read.
func beside(items []*item) string {
	var s strings.Builder
	for _, it := range items {
		s.WriteString(it.name + "=" + it.next() + ",") // want "`s` grows"
	}
	return s.String()
}

func global(xs []string) string {
	var s strings.Builder
	for range xs {
		s.WriteString(fmt.Sprint(count) + tick()) // want "`s` grows"
	}
	return s.String()
}

func written(xs []string) string {
	var s strings.Builder
	x := "x"
	change := func() string { x += "!"; return x }
	for range xs {
		s.WriteString(x + change() + x) // want "`s` grows"
	}
	return s.String()
}

func pure(xs []string) string {
	var s strings.Builder
	for i, x := range xs {
		s.WriteString(x)
		s.WriteString(quiet(i))
		s.WriteString(x)
		s.WriteString(tick()) // want "`s` grows"
	}
	return s.String()
}

// The index is looked at after the call.
func panicking(xs []string, n int) (s string) {
	defer func() {
		s += fmt.Sprint(recover(), count)
	}()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for range xs {
		sBuilder.WriteString(tick() + xs[n]) // want "`s` grows"
		s = sBuilder.String()
	}
	return s
}

func half(xs []string, f func(string) string) (s string) {
	text := "text:"
	defer func() {
		recover()
		s = text
	}()
	var textBuilder strings.Builder
	textBuilder.WriteString(text)
	for _, x := range xs {
		textBuilder.WriteString(x)
		textBuilder.WriteString(f(x)) // want "`text` grows"
		text = textBuilder.String()
	}
	return text
}

func formatted(items []item) string {
	var s strings.Builder
	for _, it := range items {
		fmt.Fprintf(&s, "%v", it)
		s.WriteString(":")
		fmt.Fprint(&s, it.n)
		s.WriteString("\n") // want "`s` grows"
	}
	return s.String()
}

// The operand reads what is built.
func reading(xs []string) string {
	var s strings.Builder
	size := func() string { return fmt.Sprint(s.Len()) }
	for _, x := range xs {
		s.WriteString(x + size() + size()) // want "`s` grows"
	}
	return s.String()
}

func received(c chan string) string {
	var s strings.Builder
	for range 4 {
		s.WriteString("<" + <-c + <-c + ">") // want "`s` grows"
	}
	return s.String()
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		var items []*item
		var values []item
		for _, x := range xs {
			items = append(items, &item{name: x})
			values = append(values, item{x, len(values)})
		}
		fmt.Println(separated(items), beside(items), global(xs), written(xs), pure(xs))
		fmt.Println(panicking(xs, 1), formatted(values), reading(xs))
		fmt.Println(half(xs, func(x string) string {
			if x == "b" {
				panic(x)
			}
			return x + x
		}))
	}
	c := make(chan string, 8)
	for i := range 8 {
		c <- fmt.Sprint(i)
	}
	fmt.Println(received(c))
}
