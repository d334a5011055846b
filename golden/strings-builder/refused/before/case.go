// What a builder cannot stand for.
package refused

import "unsafe"

type name string

func namedType(xs []string) name {
	var s name
	for _, x := range xs {
		s += name(x) // refuse "`s` is of type name, not string"
	}
	return s
}

func typeParameter[T ~string](xs []T) T {
	var s T
	for _, x := range xs {
		s += x
	}
	return s
}

func numbers(xs []int) (n int, f float64) {
	for _, x := range xs {
		n += x
		f = f + float64(x)
	}
	return n, f
}

func address(xs []string) string {
	s := ""
	p := &s
	for _, x := range xs {
		s += x    // refuse "the address of `s` is taken"
		*p += "!" // refuse "is no variable of this package"
	}
	return s
}

func pointed(s string, xs []string) string {
	for _, x := range xs {
		s += x // refuse "the address of `s` is taken"
		change(&s)
	}
	return s
}

func change(p *string) { *p = "" }

func data(xs []string) *byte {
	s := ""
	for _, x := range xs {
		s += x // refuse "`s` is reached through unsafe"
	}
	return unsafe.StringData(s)
}

func elements(m map[string]string, a []string, p *string, xs []string) {
	for i, x := range xs {
		m[x] += x // refuse "is no variable of this package"
		a[i] += x // refuse "is no variable of this package"
		*p += x   // refuse "is no variable of this package"
	}
}

func prepended(xs []string) string {
	s := ""
	for _, x := range xs {
		s = x + s
	}
	return s
}

func two(s, t string, xs []string) string {
	for _, x := range xs {
		s, t = s+x, t+x // refuse "`s` is assigned together with others"
		s += t          // refuse "`s` is assigned in every round"
	}
	return s
}
