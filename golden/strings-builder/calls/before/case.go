// Operands that call: one write each, unless something beside a call may be changed by it.
package main

import "fmt"

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
	s := ""
	for _, it := range items {
		s += "(" + it.next() + ", " + tick() + ")" // want "`s` grows"
	}
	return s
}

// The name is read when it was always read.
func beside(items []*item) string {
	s := ""
	for _, it := range items {
		s += it.name + "=" + it.next() + "," // want "`s` grows"
	}
	return s
}

func global(xs []string) string {
	s := ""
	for range xs {
		s += fmt.Sprint(count) + tick() // want "`s` grows"
	}
	return s
}

func written(xs []string) string {
	s := ""
	x := "x"
	change := func() string { x += "!"; return x }
	for range xs {
		s += x + change() + x // want "`s` grows"
	}
	return s
}

func pure(xs []string) string {
	s := ""
	for i, x := range xs {
		s += x + quiet(i) + x + tick() // want "`s` grows"
	}
	return s
}

// The index is looked at after the call.
func panicking(xs []string, n int) (s string) {
	defer func() {
		s += fmt.Sprint(recover(), count)
	}()
	for range xs {
		s += tick() + xs[n] // want "`s` grows"
	}
	return s
}

func half(xs []string, f func(string) string) (s string) {
	text := "text:"
	defer func() {
		recover()
		s = text
	}()
	for _, x := range xs {
		text += x + f(x) // want "`text` grows"
	}
	return text
}

func formatted(items []item) string {
	s := ""
	for _, it := range items {
		s += fmt.Sprintf("%v", it) + ":" + fmt.Sprint(it.n) + "\n" // want "`s` grows"
	}
	return s
}

// The operand reads what is built.
func reading(xs []string) string {
	s := ""
	size := func() string { return fmt.Sprint(len(s)) }
	for _, x := range xs {
		s += x + size() + size() // want "`s` grows"
	}
	return s
}

func received(c chan string) string {
	s := ""
	for range 4 {
		s += "<" + <-c + <-c + ">" // want "`s` grows"
	}
	return s
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
