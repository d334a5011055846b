// Whose field it is: nobody else's, or one that others may set, see, or find no struct for.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type page struct {
	title, out string
	n          int
	style      style
	next       *page
	byName     map[string]*page
	header
	*footer
}

type style struct{ css string }

type header struct{ top string }

type footer struct{ bottom string }

func (p *page) pad() string           { return strings.Repeat(" ", p.n) }
func (p *page) size() string          { return fmt.Sprint(len(p.out)) }
func (p *page) add(x string)          { p.out += x }
func (p *page) addTwice(x string)     { p.add(x); p.add(x) }
func (p page) titled(x string) string { return p.title + x + fmt.Sprint(len(p.out)) }
func sizeOf(p *page) int              { return len(p.out) }
func failing(p *page) (string, error) { return p.out + "!", nil }
func longest(xs []string) (most int) {
	for _, x := range xs {
		if len(x) > most {
			most = len(x)
		}
	}
	return most
}

func made(xs []string, f func(string) string) *page {
	p := &page{title: "made"}
	for _, x := range xs {
		p.out += f(x) // want "`p.out` grows"
	}
	return p
}

// The function has it already.
func madeAndGiven(xs []string, use func(*page) func(string) string) *page {
	p := &page{title: "given"}
	f := use(p)
	for _, x := range xs {
		p.out += f(x) // refuse "`p.out` can be set from outside while the loop runs"
	}
	return p
}

func madeOnce(xs []string) (all []*page) {
	p := new(page)
	for range 3 {
		for i, x := range xs {
			p.out += fmt.Sprint(i) + x // want "`p.out` grows"
		}
		all = append(all, p)
		if len(all) == 2 {
			p.add("two")
		}
	}
	return all
}

func local(xs []string, f func(string) string) page {
	var p page
	for i, x := range xs {
		p.out += f(x) // want "`p.out` grows"
		p.n += i
		if p.n > 5 {
			break
		}
	}
	return p
}

// A copy of all of it has what was written so far.
func localCopied(xs []string) (all []page) {
	var p page
	for _, x := range xs {
		p.out += x // want "`p.out` grows"
		all = append(all, p)
	}
	return all
}

func localCaptured(xs []string) string {
	var p page
	add := func(x string) { p.out += x }
	for _, x := range xs {
		p.out += x // refuse "`p.out` is written in a function literal"
		add(x)
	}
	return p.out
}

func localSeen(xs []string) string {
	var p page
	look := func() string { return p.out }
	for _, x := range xs {
		p.out += x // want "`p.out` grows"
		p.n += len(look())
	}
	return fmt.Sprint(p)
}

func localAddress(xs []string) string {
	var p page
	p.add("address")
	for _, x := range xs {
		p.out += x // refuse "`p` is assigned or shared, so `p.out` may be another's field"
		p.add(x)
	}
	return p.out
}

func result(xs []string, n int) (p page, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("recovered")
		}
	}()
	for i := range n {
		p.out += xs[i] // want "`p.out` grows"
	}
	return
}

func (p *page) methods(xs []string) {
	for _, x := range xs {
		p.out += p.pad() + x + p.size() + p.titled(x) // want "`p.out` grows"
		p.n = sizeOf(p) - longest(xs)
		if p.n < 0 {
			p.n = 0
		}
	}
}

func (p *page) written(xs []string) {
	for _, x := range xs {
		p.out += x // refuse "`p.out` can be set from outside while the loop runs"
		p.addTwice(x)
	}
}

func (p *page) several(xs []string) error {
	for range xs {
		text, err := failing(p)
		p.out += text + ";" // want "`p.out` grows"
		if len(p.out) > 5 {
			return err
		}
	}
	return nil
}

func (p *page) parts(xs []string) {
	for i, x := range xs {
		p.style.css += x + ";" // want "`p.style.css` grows"
		p.n += i
	}
	for _, x := range xs {
		p.top += x // want "`p.top` grows"
	}
}

func (p *page) partCopied(xs []string) (all []style) {
	p.n++
	for _, x := range xs {
		p.style.css += x // want "`p.style.css` grows"
		last := p.style
		p.title = last.css
	}
	for _, x := range xs {
		p.style.css += x // refuse "`p.style.css` can be set from outside while the loop runs"
		all = append(all, p.style)
	}
	return all
}

func (p *page) partAssigned(xs []string) {
	for _, x := range xs {
		p.style.css += x // refuse "`p.style` may be what `p.style.css` is, or a part of"
		if x == "b" {
			p.style = style{"new"}
		}
	}
}

func (p *page) embedded(xs []string) {
	for _, x := range xs {
		p.bottom += x // refuse "`p` may be nil"
	}
	p.bottom = "bottom"
	for _, x := range xs {
		p.bottom += x // want "`p.bottom` grows"
	}
	for _, x := range xs {
		p.bottom += x
		p.footer = &footer{x}
	}
}

func (p *page) throughMap(xs []string) {
	for _, x := range xs {
		p.out += x // refuse "`p.byName.x..out` may be what `p.out` is, or a part of"
		p.byName[x].out = ""
	}
}

func (p *page) whole(xs []string) {
	for _, x := range xs {
		p.out += x // refuse "`.p` may be what `p.out` is, or a part of"
		*p = page{title: x}
	}
}

func replaced(xs []string) string {
	var all page
	p := &all
	p.n = 1
	for _, x := range xs {
		p.out += x // refuse "`all` may be what `p.out` is, or a part of"
		if x == "b" {
			all = page{out: "b"}
		}
	}
	return p.out
}

func replacedElement(xs []string) string {
	var all [2]page
	p := &all[0]
	p.n = 1
	for _, x := range xs {
		p.out += x // refuse "`all.0.` may be what `p.out` is, or a part of"
		if x == "b" {
			all[0] = page{out: "b"}
		}
	}
	return p.out
}

func copiedElement(xs []string) (string, page) {
	var all [2]page
	p, last := &all[0], page{}
	p.n = 1
	for _, x := range xs {
		p.out += x // want "`p.out` grows"
		last = all[0]
	}
	return p.out, last
}

func appended(xs []string) string {
	all := []page{{}}
	p := &all[0]
	p.n = 1
	for _, x := range xs {
		p.out += x // refuse "`p.out` can be set from outside while the loop runs"
		all = append(all[:0], page{out: x})
	}
	return p.out
}

func moved(first *page, xs []string) {
	p := first
	for p != nil {
		for _, x := range xs {
			p.out += x // want "`p.out` grows"
		}
		p = p.next
	}
}

func (p *page) perhapsNil(xs []string) (text string) {
	defer func() { text += fmt.Sprint(recover()) }()
	for _, x := range xs {
		text = x
		p.out += x + text // want "`p.out` grows"
	}
	return text
}

func (p *page) perhapsNilCalling(xs []string) (text string) {
	defer func() { text += fmt.Sprint(recover()) }()
	for _, x := range xs {
		if x == "" {
			continue
		}
		p.out += p.title + p.size() // want "`p.out` grows"
	}
	return "none"
}

func panicking(p *page, xs []string, n int) {
	p.n++
	defer func() { recover() }()
	for i := 0; i < n; i++ {
		p.out += "<" + xs[i] + ">" // want "`p.out` grows"
	}
}

func inRange(p *page, xs []string) {
	p.n++
	for i := range xs {
		p.out += xs[i] // want "`p.out` grows"
	}
	for i := 0; i < len(xs); i++ {
		p.out += "," + xs[i] // want "`p.out` grows"
	}
	for i := 0; i < len(xs); i++ {
		p.out += xs[i] // want "`p.out` grows"
		xs = xs[:len(xs)-i]
	}
}

// A part is copied that has the field.
func (p *page) headerCopied(xs []string) (last header) {
	p.n++
	for _, x := range xs {
		p.top += x // want "`p.top` grows"
		last = p.header
	}
	return last
}

// The footer is another's, too.
func footers(f *footer, xs []string, look func() string) string {
	p := page{footer: f}
	p.bottom = ""
	for _, x := range xs {
		p.bottom += x + look() // refuse "`p.bottom` can be set from outside while the loop runs"
	}
	return p.bottom
}

func partSetByLiteral(xs []string) string {
	var p page
	empty := func() { p.style = style{} }
	for _, x := range xs {
		p.style.css += x // refuse "`p.style.css` is written in a function literal"
		if x == "b" {
			empty()
		}
	}
	return p.style.css
}

// A pointer may be nil here, since the goto leads past the assignment.
func (p *page) jumped(xs []string) {
	if p == nil {
		goto loop
	}
	p.n = 1
loop:
	fmt.Println("loop")
	for _, x := range xs {
		p.out += x // want "`p.out` grows"
	}
}

// A named result that `defer` hands on.
func handedOn(xs []string, n int, to *string) (p page) {
	defer func() { *to = p.out }()
	for i := range n {
		if xs[i] == "c" {
			return page{out: "returned"}
		}
		p.out += xs[i] // want "`p.out` grows"
	}
	return
}

func main() {
	for _, xs := range [][]string{nil, {""}, {"a"}, {"a", "b", "c"}, {"b", "b", "", "cc", "ddd"}} {
		f := func(x string) string { return x + x }
		fmt.Println(made(xs, f).out, madeAndGiven(xs, func(p *page) func(string) string {
			return func(x string) string { p.out += "+"; return x }
		}).out)
		for _, p := range madeOnce(xs) {
			fmt.Println(p.out)
		}
		fmt.Println(local(xs, f).out, localCaptured(xs), localSeen(xs), localAddress(xs))
		for _, p := range localCopied(xs) {
			fmt.Println(p.out)
		}
		p, err := result(xs, 2)
		fmt.Println(p.out, err)
		q := &page{title: "q", footer: &footer{}, byName: map[string]*page{}}
		for _, x := range xs {
			q.byName[x] = q
		}
		q.methods(xs)
		q.written(xs)
		fmt.Println(q.several(xs), q.out)
		q.parts(xs)
		fmt.Println(q.partCopied(xs))
		q.partAssigned(xs)
		fmt.Println(q.style, q.top)
		q.embedded(xs)
		fmt.Println(q.bottom)
		q.throughMap(xs)
		fmt.Println(q.out, replaced(xs), replacedElement(xs), appended(xs))
		one, two := copiedElement(xs)
		fmt.Println(one, two.out)
		q.next = &page{next: &page{}}
		moved(q, xs)
		panicking(q, xs, 2)
		inRange(q, xs)
		fmt.Println(q.out, q.next.out, q.next.next.out)
		fmt.Println((*page)(nil).perhapsNil(xs), q.perhapsNil(xs), (*page)(nil).perhapsNilCalling(xs), q.perhapsNilCalling(xs))
		fmt.Println(q.headerCopied(xs), footers(q.footer, xs, func() string { q.bottom += "+"; return q.bottom }), partSetByLiteral(xs))
		(*page)(nil).jumped(nil)
		q.jumped(xs)
		text := ""
		func() {
			defer func() { fmt.Println(recover() != nil, text) }()
			handedOn(xs, 4, &text)
		}()
		q.whole(xs)
		fmt.Println(q.out)
	}
}
