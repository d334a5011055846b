// What a Scanner, a Reader or a Buffer gives is written over; where it is not, a copy frees the buffer.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

type record struct{ id, raw []byte }

type holder struct{ first, second []byte }

func collected(r io.Reader) (out [][]byte) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		out = append(out, sc.Bytes()) // want "^`sc.Bytes\\(\\)` lies in the buffer of a bufio.Scanner, which the next Scan writes over: return a copy .unsafe: it may be written over as it is, and the copy is not.$"
	}
	return out
}

func indexed(r io.Reader) map[int][]byte {
	sc := bufio.NewScanner(r)
	m := map[int][]byte{}
	for i := 0; sc.Scan(); i++ {
		line := sc.Bytes()
		m[i] = line // want "which the next Scan writes over: return a copy"
	}
	return m
}

func sent(r io.Reader, lines chan<- []byte) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		lines <- sc.Bytes() // want "which the next Scan writes over: send a copy"
	}
}

func inParts(r io.Reader) (out []record) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		id, rest, _ := bytes.Cut(sc.Bytes(), []byte(" "))
		out = append(out, record{raw: rest, id: id}) // want "`rest` lies in .* writes over" "`id` lies in .* writes over"
	}
	return out
}

func firstFields(r io.Reader) (out [][]byte) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		out = append(out, bytes.Fields(sc.Bytes())[0]) // want "writes over"
		out = append(out, sc.Bytes()[:2])              // want "writes over"
	}
	return out
}

func slices(r *bufio.Reader) (out [][]byte) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return out
		}
		out = append(out, line) // want "^`line` lies in the buffer of a bufio.Reader, which the next read writes over: return a copy"
	}
}

func (h *holder) peeked(r *bufio.Reader) {
	b, err := r.Peek(4)
	if err == nil {
		h.first = b // want "the next read writes over: store a copy"
	}
}

// Nobody scans again: what is kept is the same, and the buffer can be freed.
func single(r io.Reader) []byte {
	sc := bufio.NewScanner(r)
	if sc.Scan() {
		return sc.Bytes() // want "writes over: return a copy$"
	}
	return nil
}

func (h *holder) singleStored(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Scan()
	h.first = sc.Bytes() // want "writes over: store a copy$"
}

func (h *holder) scannedAgain(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Scan()
	h.first = sc.Bytes() // want "unsafe: it may be written over"
	sc.Scan()
}

func (h *holder) scannedByDefer(r io.Reader) {
	sc := bufio.NewScanner(r)
	defer func() { sc.Scan() }()
	sc.Scan()
	h.first = sc.Bytes() // want "unsafe: it may be written over"
}

func (h *holder) writtenThrough(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Scan()
	b := sc.Bytes()
	h.first = b // want "unsafe: `b` is written at line"
	b[0] = '!'
}

func (h *holder) twice(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Scan()
	h.first = sc.Bytes()  // want "unsafe: it may be written over"
	h.second = sc.Bytes() // want "unsafe: it may be written over"
}

func (h *holder) passed(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Scan()
	h.first = sc.Bytes() // want "unsafe: `sc` is shared at line"
	more(sc)
}

func more(sc *bufio.Scanner) { sc.Scan() }

func (h *holder) own(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Buffer(mine[:], 64)
	sc.Scan()
	h.first = sc.Bytes() // want "unsafe: it may be written over"
}

var mine [64]byte

// bufio.NewReader gives back what it is given if that is one already.
func (h *holder) again(r io.Reader) {
	b, _ := bufio.NewReader(r).Peek(4)
	h.first = b // want "unsafe: it may be written over"
}

// A buffer of one's own, of which only a piece is kept.
func buffered(r io.Reader) []byte {
	var buf bytes.Buffer
	if _, err := io.Copy(&buf, r); err != nil {
		return nil
	}
	return buf.Bytes()[:4] // want "^`buf.Bytes\\(\\)\\[:4\\]` pins all of `buf` to keep 4 B: return a copy$"
}

func (h *holder) bufferedMore(r io.Reader) {
	buf := new(bytes.Buffer)
	buf.ReadFrom(r)
	h.first = buf.Bytes()[:4] // want "unsafe: `buf` may be written again"
	buf.Reset()
	buf.WriteString("####")
}

func (h *holder) bufferedOf(buf *bytes.Buffer) {
	h.first = buf.Bytes()[:4] // want "unsafe: it may be written again"
}

func (h *holder) bufferedThrough(r io.Reader) {
	buf := &bytes.Buffer{}
	buf.ReadFrom(r)
	head := buf.Bytes()[:4]
	h.first = head // want "unsafe: `head` is written at line"
	head[0] = '$'
}

func (h *holder) bufferedOver(r io.Reader) {
	buf := bytes.NewBuffer(mine[:0])
	buf.ReadFrom(r)
	h.first = buf.Bytes()[:4] // want "unsafe: `buf` may be written again"
	mine[0] = '*'
}

// Who hands on what is lent to him does so on purpose.
type lines struct{ sc *bufio.Scanner }

func (l *lines) next() ([]byte, bool) {
	if !l.sc.Scan() {
		return nil, false
	}
	return l.sc.Bytes(), true
}

func magic(r *bufio.Reader) ([]byte, error) {
	b, err := r.Peek(2)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Copies already, or gone before the next Scan.
func copied(r io.Reader) (out []string, n int) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		one := record{raw: sc.Bytes()}
		n += len(one.raw)
		out = append(out, string(sc.Bytes()))
	}
	return out, n
}

func show(what string, lines ...[]byte) {
	fmt.Print(what)
	for _, line := range lines {
		fmt.Printf(" %s", line)
	}
	fmt.Println()
}

func main() {
	in := func() io.Reader { return strings.NewReader("one 1\ntwo 2\nthree 3\n") }
	show("collected", collected(in())...)
	show("indexed", indexed(in())[1])
	c := make(chan []byte, 3)
	sent(in(), c)
	show("sent", <-c, <-c)
	for _, r := range inParts(in()) {
		show("parts", r.id, r.raw)
	}
	show("fields", firstFields(in())...)
	show("slices", slices(bufio.NewReader(in()))...)
	h := &holder{}
	h.peeked(bufio.NewReader(in()))
	show("peeked", h.first)
	show("single", single(in()))
	for _, f := range []func(io.Reader){
		h.singleStored, h.scannedAgain, h.scannedByDefer, h.passed, h.own, h.again,
	} {
		f(in())
		show("stored", h.first)
	}
	show("buffered", buffered(in()))
	l := lines{bufio.NewScanner(in())}
	line, _ := l.next()
	b, _ := magic(bufio.NewReader(in()))
	show("handed on", line, b)
	fmt.Println(copied(in()))
	_ = []any{h.writtenThrough, h.twice, h.bufferedMore, h.bufferedOf, h.bufferedThrough, h.bufferedOver}
}
