// What the function itself does with the base after (or while) the piece leaves.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

func before(r io.Reader) []byte {
	buf := make([]byte, 4096)
	if _, err := io.ReadFull(r, buf); err != nil {
		return nil
	}
	sort.Slice(buf, func(i, j int) bool { return buf[i] < buf[j] })
	buf[0] = 'x'
	return buf[:4] // want "return a copy$"
}

type holder struct {
	head, all []byte
	note      string
}

func writtenAfter(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	h.head = buf[:4] // want "unsafe: `buf` is written at line"
	buf[0] = 'X'
}

func clearedByDefer(r io.Reader) []byte {
	buf := make([]byte, 4096)
	defer clear(buf)
	_, _ = r.Read(buf)
	return buf[:4] // want "unsafe: `buf` is written at line"
}

func changedByClosure(r io.Reader) []byte {
	buf := make([]byte, 4096)
	defer func() { buf[1] = '!' }()
	_, _ = r.Read(buf)
	return buf[:4] // want "unsafe: `buf` is written at line"
}

func sameStatement(r io.Reader) ([]byte, int) {
	buf := make([]byte, 4096)
	return buf[:4], fill(r, buf) // want "unsafe: `buf` is written at line"
}

func fill(r io.Reader, b []byte) int {
	n, _ := r.Read(b)
	return n
}

func reused(r io.Reader) (pieces [][]byte) {
	buf := make([]byte, 4096)
	for {
		if _, err := io.ReadFull(r, buf); err != nil {
			return pieces
		}
		pieces = append(pieces, buf[:4]) // want "unsafe: the next round takes another piece of `buf`"
	}
}

func reusedUpTo(r io.Reader, n int) [][]byte {
	pieces := make([][]byte, 0, n)
	buf := make([]byte, 4096)
	for range n {
		_, _ = r.Read(buf)
		pieces = append(pieces, buf[:4]) // want "unsafe: the next round takes another piece of `buf`"
	}
	return pieces
}

func newEachRound(r io.Reader) (pieces [][]byte) {
	for {
		buf := make([]byte, 4096)
		if _, err := io.ReadFull(r, buf); err != nil {
			return pieces
		}
		pieces = append(pieces, buf[:4]) // want "copy$"
	}
}

func twice(r io.Reader) ([]byte, []byte) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	return buf[:4], buf[4:8] // want "unsafe: .* at line" "unsafe: .* at line"
}

func two(h *holder, r io.Reader) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	h.head = buf[:4] // want "unsafe: .* at line"
	return buf[2:6]  // want "unsafe: .* at line"
}

func either(r io.Reader, end bool) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	if end {
		return buf[len(buf)-4:] // want "copy$"
	}
	return buf[:4] // want "copy$"
}

func keptWhole(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	h.all = buf
	h.head = buf[:4] // refuse "^`buf` is kept as well: a copy of a piece would free nothing at line 114$"
}

func wholeOrPiece(r io.Reader, all bool) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	if all {
		return buf
	}
	return buf[:4] // want "copy$"
}

func split(data []byte) (head, rest []byte) {
	return data[:4], data[4:] // refuse "`data` is kept as well"
}

func readAfter(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	h.head = buf[:4] // want "copy$"
	h.note = strings.ToUpper(string(buf[:8]))
}

type scribbled struct{ head []byte }

func writtenThrough(s *scribbled, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	s.head = buf[:4] // want "unsafe: `buf` is read at line 145, and the piece is written"
	s.head[0] = '#'
	fmt.Println(string(buf[:8]))
}

func readLater(s *scribbled, r io.Reader) io.Reader {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	again := bytes.NewReader(buf)
	s.head = buf[:4] // want "unsafe: `buf` is read at line 151, and the piece is written"
	return again
}

func decoded(data io.Reader) []byte {
	all, _ := io.ReadAll(data)
	var v any
	if json.Unmarshal(all, &v) != nil {
		return all[:1] // want "copy$"
	}
	return nil
}

var registry []byte

func register(b []byte) { registry = b }

func registered(r io.Reader) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	register(buf)
	return buf[:4] // refuse "`buf` is kept as well: a copy of a piece would free nothing at line 172"
}

func inGoroutine(r io.Reader, done chan bool) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	go func() {
		<-done
		buf[0] = '?'
		done <- true
	}()
	return buf[:4] // refuse "`buf` is captured as well: a copy of a piece would free nothing at line 181"
}

func jumping(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	n := 0
again:
	_, _ = r.Read(buf)
	h.head = buf[:4] // want "unsafe: `buf` is written at line"
	if n++; n < 2 {
		goto again
	}
}

func element(r io.Reader) ([]byte, *byte) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	p := &buf[0]
	return buf[:4], p // want "unsafe: the address of an element is taken at line"
}

func main() {
	text := strings.Repeat("0123456789", 1000)
	in := func() io.Reader { return strings.NewReader(text) }
	h, s := &holder{}, &scribbled{}
	fmt.Println(string(before(in())))
	writtenAfter(h, in())
	fmt.Println(string(h.head), string(clearedByDefer(in())), string(changedByClosure(in())))
	b, n := sameStatement(in())
	fmt.Println(string(b), n)
	for _, p := range append(append(reused(in()), newEachRound(in())...), reusedUpTo(in(), 3)...) {
		fmt.Print(string(p), " ")
	}
	one, other := twice(in())
	fmt.Println(string(one), string(other), string(two(h, in())), string(h.head))
	fmt.Println(string(either(in(), true)), string(either(in(), false)))
	keptWhole(h, in())
	fmt.Println(string(h.head), len(h.all), len(wholeOrPiece(in(), true)), len(wholeOrPiece(in(), false)))
	one, other = split([]byte(text))
	fmt.Println(len(one), len(other))
	readAfter(h, in())
	fmt.Println(string(h.head), h.note)
	writtenThrough(s, in())
	again := readLater(s, in())
	s.head[0] = '@'
	all, _ := io.ReadAll(again)
	fmt.Println(string(all[:4]), string(decoded(in())))
	c := make(chan bool)
	b = registered(in())
	registry[0] = '%'
	fmt.Println(string(b))
	b = inGoroutine(in(), c)
	c <- true
	<-c
	fmt.Println(string(b))
	jumping(h, in())
	b, p := element(in())
	*p = '&'
	fmt.Println(string(h.head), string(b))
}
