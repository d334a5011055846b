// How a slice or map may be declared.
package main

import "fmt"

type names []string

type index map[string]int

func inGroup(xs []string) (int, []string) {
	var (
		n   int
		out []string // want "`out` gets len\\(xs\\) elements"
		all = []string{} // want "`all` gets len\\(xs\\) elements"
	)
	for _, x := range xs {
		out = append(out, x)
		all = append(all, x)
	}
	return n + len(out), all
}

func oneInGroup(xs []string) int {
	var (
		out []string // want "`out` gets len\\(xs\\) elements"
	)
	for _, x := range xs {
		out = append(out, x)
	}
	return len(out)
}

func severalNames(xs []string) int {
	var out, other []string // want "`out` gets len\\(xs\\) elements" "`other` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
		other = append(other, x+x)
	}
	return len(out) + len(other)
}

func severalValues(xs []string) ([]string, index, int) {
	out, m, n := []string{}, index{}, 0 // want "`out` gets len\\(xs\\) elements" "`m` gets len\\(xs\\) elements"
	for i, x := range xs {
		out = append(out, x)
		m[x] = i
	}
	return out, m, n
}

func named(xs []string) any {
	out := names{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func converted(xs []string) int {
	out := names(nil) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return len(out)
}

func parenthesized(xs []string) []string {
	out := ([]string)(nil) // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		(out) = append((out), x)
	}
	return (out)
}

func withType(xs []string) any {
	var out names = []string{} // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func structs(xs []string) int {
	var out []struct { // want "`out` gets len\\(xs\\) elements"
		name string // of the thing
		size int
	}
	for _, x := range xs {
		out = append(out, struct {
			name string
			size int
		}{x, len(x)})
	}
	return len(out)
}

func oneLine(xs []string) []string {
	out := []string{}; for _, x := range xs { out = append(out, x) }; return out // want "`out` gets len\\(xs\\) elements"
}

func oneLineNil(xs []string) []string {
	var out []string; for _, x := range xs { out = append(out, x) }; return out // want "`out` gets len\\(xs\\) elements"
}

func withComments(xs []string) []string {
	// out has the names.
	out := []string{} // want "`out` gets len\\(xs\\) elements"
	fmt.Print()
	// Take all of them.
	for _, x := range xs { // one by one
		out = append(out, x)
	}
	return out
}

func commentInside(xs []string) []string {
	out := []string{ /* nothing yet */ } // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func commentBeforeType(xs []string) int {
	var /* these are */ out /* all of them */ []string // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return len(out)
}

func functions(xs []string) int {
	var out []func() // want "`out` gets len\\(xs\\) elements"
	for range xs {
		out = append(out, func() {})
	}
	return len(out)
}

func ofNamedTypes(xs []string) int {
	type out []string
	type element = string
	{
		var out []element // want "`out` gets len\\(xs\\) elements"
		for _, x := range xs {
			out = append(out, x)
		}
		if len(out) > 2 {
			return len(out)
		}
	}
	return len(out{})
}

func inClauses(xs []string, c chan int) (n int) {
	switch len(xs) {
	case 0:
	default:
		var out []string // want "`out` gets len\\(xs\\) elements"
		for _, x := range xs {
			out = append(out, x)
		}
		n = len(out)
	}
	select {
	case <-c:
		var out []string // want "`out` gets len\\(xs\\) elements"
		for _, x := range xs {
			out = append(out, x)
		}
		n += len(out)
	default:
	}
	return n
}

func inLiteral(xs []string) []string {
	return func() []string {
		out := []string{} // want "`out` gets len\\(xs\\) elements"
		for _, x := range xs {
			out = append(out, x)
		}
		return out
	}()
}

// None of these starts empty; what starts with elements may grow, and what is made with some may be made larger.
func notEmpty(xs, ys []string) ([]string, []string, []string, []string) {
	a := xs[:0]
	b := []string{"x"}
	c := make([]string, 1) // want "`c` gets 1\\+len\\(xs\\) elements"
	d := make([]string, 0, 3)
	var e []string = ys
	for _, x := range xs { // want "`b` gets len\\(xs\\) elements"
		a = append(a, x)
		b = append(b, x)
		c = append(c, x)
		d = append(d, x)
		e = append(e, x)
	}
	return a, append(b, e...), c, d
}

// Length and capacity mixed up: makezero#20, go#69872.
func mixedUp(xs []string) []string {
	out := make([]string, len(xs)) // want "gets len\\(xs\\)\\+len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func main() {
	xs := []string{"a", "b", "c"}
	fmt.Println(inGroup(xs))
	fmt.Println(severalValues(xs))
	fmt.Printf("%T %T\n", named(xs), withType(xs))
	fmt.Println(oneInGroup(xs), severalNames(xs), converted(xs), parenthesized(xs), structs(xs), oneLine(xs), oneLineNil(nil) == nil)
	fmt.Println(withComments(xs), commentInside(xs), inClauses(xs, nil), inLiteral(xs), mixedUp(xs))
	fmt.Println(commentBeforeType(xs), functions(xs), ofNamedTypes(xs))
	fmt.Println(notEmpty(xs[:3:3], xs))
}
