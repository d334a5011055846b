// Memory that several variables get at once: what one of them does to it counts for all.
package main

import (
	"bytes"
	"fmt"
	"io"
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

func main() {
	h := &holder{}
	for _, set := range []func(*holder){
		inLoop, inLoopOnly, second, appendedOver, secondAlone, pieceOfSecond, pieceOfFirst, pieceBeside, beyond,
	} {
		set(h)
		if len(h.rest) > 0 {
			h.rest[0] = 'Z'
		}
		fmt.Println(string(h.head))
	}
}
