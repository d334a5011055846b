// Other ways to reach the memory: closures, goroutines, elements' methods, lists of parts; and what is no small piece.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

type holder struct {
	head  []byte
	tally []counter
}

type counter struct{ n int }

func (c *counter) add() { c.n++ }

func called(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	set := func() { buf[0] = '!' }
	_, _ = r.Read(buf)
	h.head = buf[:4] // want "unsafe: `buf` is written at line 23"
	set()
}

func concurrent(r io.Reader, start, done chan bool) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	go fill(buf, start, done)
	return buf[:4] // refuse "`buf` is kept as well"
}

func fill(b []byte, start, done chan bool) {
	<-start
	b[0] = '?'
	done <- true
}

func brokenOff(h *holder, r io.Reader, n int) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	switch {
	case n > 0:
		h.head = buf[:4] // want "unsafe: `buf` is written at line 53"
		if n > 1 {
			break
		}
		return
	}
	buf[0] = '#'
}

func inParts(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	first := bytes.Split(buf, []byte("5"))[0]
	h.head = buf[:4] // want "unsafe: `buf` is written at line 61"
	first[1] = '%'
}

func counted(h *holder, n int) {
	tally := make([]counter, n)
	h.tally = tally[:2] // want "unsafe: the address of an element is taken at line 67"
	tally[0].add()
}

func same(name string) ([]byte, []byte) {
	data, _ := os.ReadFile(name)
	p := data[:4]
	return p, p // want "unsafe: another piece of `data` leaves at line 73"
}

// No small pieces, as far as anyone can see.
func large(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:2048]
}

func read(r io.Reader, start int) []byte {
	buf := make([]byte, 4096)
	for start < 3 {
		start++
	}
	first := start
	first += 0
	n, _ := r.Read(buf)
	return buf[first:n]
}

func hinted(b []byte) []byte {
	b = b[:4]
	return b
}

func joined(words []string) string {
	text := strings.Join(words, " ")
	return text[:strings.IndexByte(text, ' ')]
}

// Its address is taken: it may be anything.
func pointed(h *holder, r io.Reader) {
	buf := make([]byte, 4096)
	p := &buf
	_, _ = r.Read(buf)
	h.head = buf[:4]
	(*p)[0] = '&'
}

func main() {
	text := strings.Repeat("0123456789", 1000)
	in := func() io.Reader { return strings.NewReader(text) }
	h := &holder{}
	called(h, in())
	fmt.Println(string(h.head))
	start, done := make(chan bool), make(chan bool)
	b := concurrent(in(), start, done)
	start <- true
	<-done
	fmt.Println(string(b))
	for n := range 3 {
		brokenOff(h, in(), n)
		fmt.Println(string(h.head))
	}
	inParts(h, in())
	counted(h, 1000)
	fmt.Println(string(h.head), h.tally)
	file, err := os.CreateTemp("", "elsewhere")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, text)
	file.Close()
	one, two := same(file.Name())
	one[0] = '@'
	fmt.Println(string(two), len(large(file.Name())), len(read(in(), 0)), string(hinted([]byte(text))), joined([]string{"a", "b"}))
	pointed(h, in())
	fmt.Println(string(h.head))
}
