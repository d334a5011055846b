// Somebody could set the field meanwhile, whom nobody expects to; or two things go wrong at once.
package main

import "fmt"

type report struct{ out string }

type name string

func (n name) String() string { return "<" + string(n) + ">" }

func (r *report) addAll(names []fmt.Stringer) {
	r.out = "names:"
	for _, n := range names {
		r.out += n.String() + "," // want "`r.out` grows"
	}
}

func (r *report) format(values []any) {
	r.out = "values:"
	for _, v := range values {
		r.out += fmt.Sprintf("%v,", v) // want "`r.out` grows"
	}
}

func (r *report) errors(errs []error) {
	r.out = "errors:"
	for _, err := range errs {
		r.out += err.Error() // want "`r.out` grows"
	}
}

// Its own method adds to it.
func (r *report) String() string { r.out += "?"; return "report" }

func (r *report) formatItself(xs []string) {
	r.out = "itself:"
	for _, x := range xs {
		r.out += fmt.Sprint(x, r) // refuse "`r.out` can be set from outside while the loop runs"
	}
}

// A nil `r`, and an index that is too large.
func (r *report) index(xs []string, n int) {
	for i := range n {
		r.out += xs[i] // want "`r.out` grows"
	}
}

func (r *report) call(f func() string, n int) {
	r.out = "called:"
	for range n {
		r.out += f() // refuse "`r.out` can be set from outside while the loop runs"
	}
}

func main() {
	r := &report{}
	r.addAll([]fmt.Stringer{name("a"), name("b")})
	fmt.Println(r.out)
	r.format([]any{1, name("a"), "b", nil})
	fmt.Println(r.out)
	r.errors([]error{fmt.Errorf("e"), fmt.Errorf("f")})
	fmt.Println(r.out)
	r.formatItself([]string{"a", "b"})
	fmt.Println(r.out)
	r.index([]string{"a", "b"}, 2)
	r.call(func() string { return r.out[:1] }, 4)
	fmt.Println(r.out)
	func() {
		defer func() { fmt.Println(recover(), r.out) }()
		r.index([]string{"a", "b"}, 3)
	}()
}
