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
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for _, x := range xs {
		outBuilder.WriteString(f(x)) // want "`p.out` grows"
	}
	p.out = outBuilder.String()
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
		var outBuilder strings.Builder
		outBuilder.WriteString(p.out)
		for i, x := range xs {
			fmt.Fprint(&outBuilder, i)
			outBuilder.WriteString(x) // want "`p.out` grows"
		}
		p.out = outBuilder.String()
		all = append(all, p)
		if len(all) == 2 {
			p.add("two")
		}
	}
	return all
}

func local(xs []string, f func(string) string) page {
	var p page
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for i, x := range xs {
		outBuilder.WriteString(f(x)) // want "`p.out` grows"
		p.n += i
		if p.n > 5 {
			break
		}
	}
	p.out = outBuilder.String()
	return p
}

// A copy of all of it has what was written so far.
func localCopied(xs []string) (all []page) {
	var p page
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`p.out` grows"
		p.out = outBuilder.String()
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
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`p.out` grows"
		p.out = outBuilder.String()
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
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for i := range n {
		outBuilder.WriteString(xs[i]) // want "`p.out` grows"
		p.out = outBuilder.String()
	}
	return
}

func (p *page) methods(xs []string) {
	var outBuilder strings.Builder
	if p != nil {
		outBuilder.WriteString(p.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(p.pad())
		outBuilder.WriteString(x)
		outBuilder.WriteString(p.size())
		outBuilder.WriteString(p.titled(x)) // want "`p.out` grows"
		p.out = outBuilder.String()
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
	var outBuilder strings.Builder
	if p != nil {
		outBuilder.WriteString(p.out)
	}
	for range xs {
		text, err := failing(p)
		outBuilder.WriteString(text)
		outBuilder.WriteString(";") // want "`p.out` grows"
		p.out = outBuilder.String()
		if len(p.out) > 5 {
			return err
		}
	}
	return nil
}

func (p *page) parts(xs []string) {
	var cssBuilder strings.Builder
	if p != nil {
		cssBuilder.WriteString(p.style.css)
	}
	for i, x := range xs {
		cssBuilder.WriteString(x)
		cssBuilder.WriteString(";") // want "`p.style.css` grows"
		p.style.css = cssBuilder.String()
		p.n += i
	}
	var topBuilder strings.Builder
	if p != nil {
		topBuilder.WriteString(p.top)
	}
	for _, x := range xs {
		topBuilder.WriteString(x) // want "`p.top` grows"
		p.top = topBuilder.String()
	}
}

func (p *page) partCopied(xs []string) (all []style) {
	p.n++
	var cssBuilder strings.Builder
	cssBuilder.WriteString(p.style.css)
	for _, x := range xs {
		cssBuilder.WriteString(x) // want "`p.style.css` grows"
		p.style.css = cssBuilder.String()
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
	var bottomBuilder strings.Builder
	bottomBuilder.WriteString(p.bottom)
	for _, x := range xs {
		bottomBuilder.WriteString(x) // want "`p.bottom` grows"
	}
	p.bottom = bottomBuilder.String()
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
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`p.out` grows"
		p.out = outBuilder.String()
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
		var outBuilder strings.Builder
		if p != nil {
			outBuilder.WriteString(p.out)
		}
		for _, x := range xs {
			outBuilder.WriteString(x) // want "`p.out` grows"
			p.out = outBuilder.String()
		}
		p = p.next
	}
}

func (p *page) perhapsNil(xs []string) (text string) {
	defer func() { text += fmt.Sprint(recover()) }()
	var outBuilder strings.Builder
	if p != nil {
		outBuilder.WriteString(p.out)
	}
	for _, x := range xs {
		text = x
		outBuilder.WriteString(x)
		outBuilder.WriteString(text) // want "`p.out` grows"
		p.out = outBuilder.String()
	}
	return text
}

func (p *page) perhapsNilCalling(xs []string) (text string) {
	defer func() { text += fmt.Sprint(recover()) }()
	var outBuilder strings.Builder
	if p != nil {
		outBuilder.WriteString(p.out)
	}
	for _, x := range xs {
		if x == "" {
			continue
		}
		outBuilder.WriteString(p.title + p.size()) // want "`p.out` grows"
		p.out = outBuilder.String()
	}
	return "none"
}

func panicking(p *page, xs []string, n int) {
	p.n++
	defer func() { recover() }()
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for i := 0; i < n; i++ {
		outBuilder.WriteString("<")
		outBuilder.WriteString(xs[i])
		outBuilder.WriteString(">") // want "`p.out` grows"
		p.out = outBuilder.String()
	}
}

func inRange(p *page, xs []string) {
	p.n++
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for i := range xs {
		outBuilder.WriteString(xs[i]) // want "`p.out` grows"
	}
	p.out = outBuilder.String()
	var outBuilder2 strings.Builder
	outBuilder2.WriteString(p.out)
	for i := 0; i < len(xs); i++ {
		outBuilder2.WriteString(",")
		outBuilder2.WriteString(xs[i]) // want "`p.out` grows"
	}
	p.out = outBuilder2.String()
	var outBuilder3 strings.Builder
	outBuilder3.WriteString(p.out)
	for i := 0; i < len(xs); i++ {
		outBuilder3.WriteString(xs[i]) // want "`p.out` grows"
		p.out = outBuilder3.String()
		xs = xs[:len(xs)-i]
	}
}

// A part is copied that has the field.
func (p *page) headerCopied(xs []string) (last header) {
	p.n++
	var topBuilder strings.Builder
	topBuilder.WriteString(p.top)
	for _, x := range xs {
		topBuilder.WriteString(x) // want "`p.top` grows"
		p.top = topBuilder.String()
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
	var outBuilder strings.Builder
	if p != nil {
		outBuilder.WriteString(p.out)
	}
	for _, x := range xs {
		outBuilder.WriteString(x) // want "`p.out` grows"
		p.out = outBuilder.String()
	}
}

// A named result that `defer` hands on.
func handedOn(xs []string, n int, to *string) (p page) {
	defer func() { *to = p.out }()
	var outBuilder strings.Builder
	outBuilder.WriteString(p.out)
	for i := range n {
		if xs[i] == "c" {
			return page{out: "returned"}
		}
		outBuilder.WriteString(xs[i]) // want "`p.out` grows"
		p.out = outBuilder.String()
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
