// Base and piece are followed through local variables.
package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

type header struct {
	magic  []byte
	fields map[string][]byte
	next   *header
}

func throughVariables(r io.Reader) []byte {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	body := data[4:]
	part := body[:8]
	if part[0] == 0 {
		return nil
	}
	head := part
	return bytes.Clone(head) // want "^`head` pins all of `data`, all that a reader gives, to keep 8 B: return a copy$"
}

func throughStruct(r io.Reader) *header {
	data, _ := io.ReadAll(r)
	h := &header{fields: map[string][]byte{}}
	h.magic = bytes.Clone(data[:4]) // want "return a copy$"
	return h
}

func throughLiteral(r io.Reader) []header {
	data, _ := io.ReadAll(r)
	return []header{{magic: bytes.Clone(data[:4])}} // want "return a copy$"
}

func throughList(readers ...io.Reader) (list [][]byte) {
	for _, r := range readers {
		data, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		list = append(list, bytes.Clone(data[:4])) // want "copy$"
	}
	return list
}

func stays(r io.Reader) int {
	data, _ := io.ReadAll(r)
	h := header{magic: data[:4], fields: map[string][]byte{"a": data[4:8]}}
	return len(h.magic) + len(h.fields)
}

func shortened(r io.Reader) []byte {
	data, _ := io.ReadAll(r)
	if len(data) > 8 {
		data = bytes.Clone(data[:8]) // want "return a copy$"
	}
	return data
}

func orElse(r io.Reader) []byte {
	data, _ := io.ReadAll(r)
	head := []byte("none")
	if len(data) > 8 {
		head = bytes.Clone(data[:8]) // want "return a copy$"
	}
	return head
}

func mixed(r io.Reader, other []byte) []byte {
	data, _ := io.ReadAll(r)
	if len(data) == 0 {
		data = other
	}
	return data[:8]
}

var packet = make([]byte, 1<<20)

func ofGlobal() []byte {
	return bytes.Clone(packet[:4]) // want "unsafe: `packet` is a package variable"
}

type frame struct{ body []byte }

func (f *frame) ofField() []byte {
	return bytes.Clone(f.body[:2]) // want "unsafe: `body` is a field"
}

func ofParameter(data []byte, c chan []byte) {
	c <- bytes.Clone(data[:4]) // want "send a copy .unsafe: `data` is a parameter"
}

func main() {
	in := func() io.Reader { return strings.NewReader(strings.Repeat("0123456789", 1000)) }
	fmt.Println(string(throughVariables(in())), string(throughStruct(in()).magic), string(throughLiteral(in())[0].magic))
	for _, b := range throughList(in(), in()) {
		fmt.Println(string(b))
	}
	c := make(chan []byte, 1)
	ofParameter([]byte("abcdefgh"), c)
	fmt.Println(stays(in()), string(shortened(in())), string(orElse(in())), string(mixed(in(), nil)), string(<-c))
	fmt.Println(ofGlobal(), string((&frame{body: []byte("abc")}).ofField()))
}
