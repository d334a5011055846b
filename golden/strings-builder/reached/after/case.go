// What leads to a field: a part of its struct, another run of the same literal, a pointer on the way, the package.
package main

import (
	"fmt"
	"strings"
)

type leaf struct {
	out string
	n   int
}

func (l *leaf) set(x string) { l.out = x }
func (l *leaf) add()         { l.out += "+" }

type book struct {
	leaf
	cover   leaf
	title   string
	array   [5]string
	ref     *leaf
	sequel  *book
	printed *leaf
}

type edition struct {
	*book
	year int
}

var list = []string{"a", "bb", "cc", "d", "e"}

// The address of a part is enough.
func partByPointer() string {
	r := &book{}
	q := &r.cover
	for _, x := range list {
		r.cover.out += x // refuse "`r.cover.out` can be set from outside while the loop runs"
		q.set("[" + q.out + "]")
	}
	return r.cover.out
}

func partByMethod() string {
	r := &book{}
	for _, x := range list {
		r.out += x // refuse "`r.out` can be set from outside while the loop runs"
		r.leaf.add()
	}
	return r.out
}

func partByMethodValue() string {
	r := &book{}
	set := r.cover.set
	for _, x := range list {
		r.cover.out += x // refuse "`r.cover.out` can be set from outside while the loop runs"
		set("<" + r.cover.out + ">")
	}
	return r.cover.out
}

func otherPart(f func(string) string) string {
	r := &book{}
	q := &r.cover
	var titleBuilder strings.Builder
	titleBuilder.WriteString(r.title)
	for _, x := range list {
		titleBuilder.WriteString(f(x)) // want "`r.title` grows"
		q.n++
	}
	r.title = titleBuilder.String()
	return r.title
}

// The literal runs again while it runs.
func again() string {
	var r leaf
	var visit func(n int)
	visit = func(n int) {
		for i := range n {
			r.out += fmt.Sprint(i) // refuse "`r.out` can be set from outside while the loop runs"
			visit(i)
		}
	}
	visit(4)
	return r.out
}

func once() string {
	var r leaf
	visit := func(n int) {
		var outBuilder strings.Builder
		outBuilder.WriteString(r.out)
		for i := range n {
			fmt.Fprint(&outBuilder, i) // want "`r.out` grows"
		}
		r.out = outBuilder.String()
	}
	visit(4)
	return r.out
}

// The length of an array is constant: nothing follows the pointer.
func length(r *book, xs []string) int {
	n := len(r.array)
	var titleBuilder strings.Builder
	if r != nil {
		titleBuilder.WriteString(r.title)
	}
	for _, x := range xs {
		titleBuilder.WriteString(x) // want "`r.title` grows"
		r.title = titleBuilder.String()
	}
	return n
}

func rounds(r *book) {
	for i := range r.array {
		fmt.Println(i)
		r.title += "x" // refuse "`r.title` can be set from outside while the loop runs"
	}
}

func silentRounds(r *book) (n int) {
	var titleBuilder strings.Builder
	if r != nil {
		titleBuilder.WriteString(r.title)
	}
	for i := range r.array {
		n += i
		titleBuilder.WriteString("x") // want "`r.title` grows"
		r.title = titleBuilder.String()
	}
	return n
}

// What a switch compares may not be comparable.
func compared(vs []any, w any) (s string) {
	defer func() { fmt.Println(recover()) }()
	var sBuilder strings.Builder
	for _, v := range vs {
		sBuilder.WriteString("x") // want "`s` grows"
		s = sBuilder.String()
		switch v {
		case w:
			sBuilder.WriteString("!")
			s = sBuilder.String()
		}
	}
	return s
}

// A pointer on the way.
func sequel(r *book, xs []string) {
	var titleBuilder strings.Builder
	if r != nil && r.sequel != nil {
		titleBuilder.WriteString(r.sequel.title)
	}
	for _, x := range xs {
		titleBuilder.WriteString(x) // want "`r.sequel.title` grows"
		r.sequel.title = titleBuilder.String()
	}
}

func sequelReplaced(r *book, xs []string) {
	for i, x := range xs {
		r.sequel.title += x // refuse "`r.sequel` may be what `r.sequel.title` is, or a part of"
		if i == 2 {
			r.sequel = &book{}
		}
	}
}

func sequelOfItself(r *book, xs []string) (n int) {
	var titleBuilder strings.Builder
	if r != nil && r.sequel != nil {
		titleBuilder.WriteString(r.sequel.title)
	}
	for _, x := range xs {
		titleBuilder.WriteString(x) // want "`r.sequel.title` grows"
		r.sequel.title = titleBuilder.String()
		n += len(r.title)
	}
	return n
}

func sequelReplacedByPointer(r *book, p **book, xs []string) {
	r.sequel.title = ""
	for _, x := range xs {
		r.sequel.title += x // refuse "`.p` may be what `r.sequel.title` is, or a part of"
		*p = &book{}
	}
}

func deeper(r *edition, xs []string) {
	var outBuilder strings.Builder
	if r != nil && r.book != nil && r.book.sequel != nil && r.book.sequel.ref != nil {
		outBuilder.WriteString(r.book.sequel.ref.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`r.book.sequel.ref.out` grows"
		r.book.sequel.ref.out = outBuilder.String()
	}
}

// Emptied, but then lost.
func lost(r *book, xs []string) {
	r.sequel.title = ""
	r.lose()
	var titleBuilder strings.Builder
	if r != nil && r.sequel != nil {
		titleBuilder.WriteString(r.sequel.title)
	}
	for _, x := range xs {
		titleBuilder.WriteString(x) // want "`r.sequel.title` grows"
		r.sequel.title = titleBuilder.String()
	}
}

func (r *book) lose() { r.sequel = nil }

func lostAtOnce(r *edition, xs []string) {
	r.title, r.book = "", nil
	for _, x := range xs {
		r.title += x // refuse "`r` may be nil"
	}
}

func embeddedByPointer(r, other *edition) {
	r.title = "q"
	p := &r.book
	for _, x := range list {
		r.title += x // refuse "`.p` may be what `r.title` is, or a part of"
		*p = other.book
	}
}

// Fields of variables of the package.
var (
	shelf leaf
	desk  = &leaf{}
)

func onShelf(xs []string) {
	shelf = leaf{}
	var outBuilder strings.Builder
	outBuilder.WriteString(shelf.out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`shelf.out` grows"
	}
	shelf.out = outBuilder.String()
}

func onShelfUntilPanic(n int) {
	defer func() { fmt.Println(recover() != nil, shelf.out) }()
	var outBuilder strings.Builder
	outBuilder.WriteString(shelf.out)
	for i := range n {
		outBuilder.WriteString(list[i]) // want "`shelf.out` grows"
		shelf.out = outBuilder.String()
	}
}

func onShelfByCall(xs []string) {
	for _, x := range xs {
		shelf.out += x // refuse "`shelf.out` can be set from outside while the loop runs"
		bump()
	}
}

func bump() { shelf.out += "!" }

func onShelfByPointer(l *leaf, xs []string) (n int) {
	var outBuilder strings.Builder
	outBuilder.WriteString(shelf.out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`shelf.out` grows"
		shelf.out = outBuilder.String()
		n += len(l.out)
	}
	for _, x := range xs {
		shelf.out += x // refuse "`l.out` may be what `shelf.out` is, or a part of"
		l.out = "l"
	}
	return n
}

func onShelfReplaced(l *leaf, xs []string) {
	for _, x := range xs {
		shelf.out += x // refuse "`.l` may be what `shelf.out` is, or a part of"
		*l = leaf{}
	}
}

func onDesk(xs []string) {
	var outBuilder strings.Builder
	if desk != nil {
		outBuilder.WriteString(desk.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`desk.out` grows"
		desk.out = outBuilder.String()
	}
}

func onDeskReplaced(p **leaf, xs []string) {
	for i, x := range xs {
		desk.out += x // refuse "`.p` may be what `desk.out` is, or a part of"
		if i == 1 {
			*p = &leaf{}
		}
	}
}

func onDeskSwept(xs []string) {
	desk.out = ""
	sweep()
	var outBuilder strings.Builder
	if desk != nil {
		outBuilder.WriteString(desk.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`desk.out` grows"
		desk.out = outBuilder.String()
	}
}

func sweep() { desk = nil }

// No variables.
func elements(xs []string) (map[string]string, string, int) {
	m, all, n := map[string]string{}, [1]string{}, 0
	s := ""
	for _, x := range xs {
		m[x] += x           // refuse "is no variable of this package"
		all[0] = all[0] + x // refuse "is no variable of this package"
		s, n = s+x, n+1     // refuse "`s` is assigned together with others"
	}
	return m, s + all[0], n
}

func panics(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	fmt.Println(partByPointer(), partByMethod(), partByMethodValue(), again(), once())
	fmt.Println(otherPart(func(x string) string { return x + "," }))
	fmt.Println(length(nil, nil), length(&book{}, list))
	panics(func() { length(nil, list) })
	panics(func() { rounds(nil) })
	panics(func() { silentRounds(nil) })
	fmt.Println(silentRounds(&book{}))
	fmt.Println(compared([]any{1, 2, []int{1}}, []int{2}), compared([]any{1, 2}, 2))

	r := &book{}
	r.sequel = r
	sequel(r, list)
	fmt.Println(r.title, sequelOfItself(r, list), r.title)
	sequel(nil, nil)
	sequel(&book{}, nil)
	panics(func() { sequel(nil, list) })
	panics(func() { sequel(&book{}, list) })
	second := &book{}
	r.sequel = second
	sequelReplaced(r, list)
	fmt.Println(r.sequel.title, second.title)
	sequelReplacedByPointer(r, &r.sequel, list)
	fmt.Println(r.sequel.title)
	e := &edition{book: &book{sequel: &book{ref: &leaf{}}}}
	deeper(e, list)
	fmt.Println(e.sequel.ref.out)
	deeper(&edition{}, nil)
	panics(func() { deeper(&edition{}, list) })
	lost(r, nil)
	lostAtOnce(e, nil)
	one, two := &edition{book: &book{}}, &edition{book: &book{title: "b"}}
	embeddedByPointer(one, two)
	fmt.Println(one.title, two.title)

	onShelf(list)
	fmt.Println(shelf)
	onShelfUntilPanic(9)
	onShelfByCall(list)
	fmt.Println(shelf, onShelfByPointer(&shelf, list), shelf)
	onShelfReplaced(&shelf, list)
	fmt.Println(shelf)
	old := desk
	onDesk(list)
	onDeskReplaced(&desk, list)
	fmt.Println(*old, *desk)
	onDeskSwept(nil)
	onDesk(nil)
	panics(func() { onDesk(list) })
	fmt.Println(elements(list))
}
