// Memory that several variables get at once, or one after the other: what one of them does to it counts for all.
package main

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

const content = "module here now\ngo there then\n"

func read() []byte {
	data, _ := io.ReadAll(strings.NewReader(content))
	return data
}

type holder struct{ head, rest []byte }

// The second variable of the loop has the memory, whatever the first is.
func inLoop(h *holder) {
	for i, line := range bytes.Split(read(), []byte("\n")) {
		if i == 1 {
			h.head = line // want "unsafe: `line` is written at line"
			line[0] = 'Z'
		}
	}
}

func inLoopOnly(h *holder) {
	for i, line := range bytes.Split(read(), []byte("\n")) {
		if i == 1 {
			h.head = bytes.Clone(line) // want "store a copy$"
			h.rest = nil
		}
	}
}

func second(h *holder) {
	before, after, _ := bytes.Cut(read()[:20], []byte(" "))
	fmt.Println(len(before))
	h.head = after // want "unsafe: `after` is written at line"
	after[0] = 'Z'
}

func appendedOver(h *holder) {
	before, after, _ := bytes.Cut(read()[:20], []byte(" "))
	h.head = after // want "unsafe: `before` is written at line"
	_ = append(before, "ZZZ"...)
}

func secondAlone(h *holder) {
	_, after, _ := bytes.Cut(read()[:20], []byte(" "))
	fmt.Println(len(after))
	h.head = bytes.Clone(after) // want "store a copy$"
}

func pieceOfSecond(h *holder) {
	one, other, _ := bytes.Cut(read(), []byte(" "))
	h.head = other[:4] // want "unsafe: `one` is written at line"
	_ = append(one, "ZZZZ"...)
}

func pieceOfFirst(h *holder) {
	one, other, _ := bytes.Cut(read(), []byte(" "))
	h.head = one[:9] // want "unsafe: `other` is written at line"
	other[0] = 'Z'
}

func pieceBeside(h *holder) {
	one, other, _ := bytes.Cut(read(), []byte(" "))
	fmt.Println(len(other))
	h.head = bytes.Clone(one[:4]) // want "store a copy$"
}

func beyond(h *holder) {
	var one []byte
	one, h.rest, _ = bytes.Cut(read(), []byte(" "))
	h.head = one[:9] // refuse "who else has its memory is not known"
}

// A line has the memory that its pieces are of, though no variable has all of it.
func pieceOfLine(h *holder) {
	for i, line := range bytes.Split(read(), []byte("\n")) {
		if i == 1 {
			h.head = line[:4] // want "unsafe: `line` is written at line"
			line[0] = 'Z'
		}
	}
}

func pieceOfLineOnly(h *holder) {
	for i, line := range bytes.Split(read(), []byte("\n")) {
		if i == 1 {
			line[0] = 'Z'
			h.head = bytes.Clone(line[:4]) // want "store a copy$"
		}
	}
}

func wordOfLine(h *holder) {
	for line := range bytes.SplitSeq(read(), []byte("\n")) {
		if bytes.HasPrefix(line, []byte("go")) {
			word, _, _ := bytes.Cut(line, []byte(" "))
			h.head = word // want "unsafe: `line` is written at line"
			line[0] = 'Z'
		}
	}
}

func matched(h *holder) {
	for _, match := range regexp.MustCompile("t(her)e").FindAllSubmatch(read(), -1) {
		h.head = match[1] // want "unsafe: `match` is written at line"
		match[0][1] = 'Z'
	}
}

// One of two memories, which have other names too.
func eitherWritten(h *holder) {
	one := read()
	data := one
	if h.rest != nil {
		data = read()
	}
	h.head = data[:6] // want "unsafe: `one` is written at line"
	one[0] = 'Z'
}

func eitherReturned(h *holder) []byte {
	one, other := read(), read()
	data := other
	if h.rest == nil {
		data = one
	}
	h.head = data[:6] // want "unsafe: `one` is shared at line"
	return one
}

func eitherOnly(h *holder) {
	one, other := read(), read()
	one[0], other[0] = 'Z', 'Z'
	data := other
	if h.rest == nil {
		data = one
	}
	h.head = bytes.Clone(data[:6]) // want "store a copy$"
}

func listOfEither(h *holder) {
	one := read()
	parts := bytes.Split(one, []byte(" "))
	if h.rest != nil {
		parts = bytes.Split(read(), []byte(" "))
	}
	h.head = parts[0] // want "unsafe: `one` is written at line"
	one[0] = 'Z'
}

func main() {
	h := &holder{}
	for _, set := range []func(*holder){
		inLoop, inLoopOnly, second, appendedOver, secondAlone, pieceOfSecond, pieceOfFirst, pieceBeside,
		pieceOfLine, pieceOfLineOnly, wordOfLine, matched, eitherWritten, eitherOnly, listOfEither, beyond,
	} {
		set(h)
		if len(h.rest) > 0 {
			h.rest[0] = 'Z'
		}
		fmt.Println(string(h.head))
	}
	h.rest = nil
	eitherReturned(h)[0] = 'Z'
	fmt.Println(string(h.head))
}
