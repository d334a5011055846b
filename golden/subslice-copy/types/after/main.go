// The copy has the type that the piece had: bytes.Clone is for the unnamed []byte alone.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

type word uint16

type blob []byte

func (b blob) String() string { return fmt.Sprintf("blob of %d", len(b)) }

func raw(r io.Reader) json.RawMessage {
	data, _ := io.ReadAll(r)
	message := json.RawMessage(data)
	return slices.Clone(message[:7]) // want "return a copy$"
}

func assigned(r io.Reader) json.RawMessage {
	data, _ := io.ReadAll(r)
	return bytes.Clone(data[:7]) // want "return a copy$"
}

func converted(r io.Reader) blob {
	data, _ := io.ReadAll(r)
	return blob(bytes.Clone(data[:7])) // want "return a copy$"
}

func printed(r io.Reader) blob {
	data, _ := io.ReadAll(r)
	return blob(data[:7]) // want "unsafe: its methods print it at line"
}

func boxed(r io.Reader) any {
	data, _ := io.ReadAll(r)
	message := json.RawMessage(data)
	return message[:7] // want "unsafe: it becomes an interface"
}

func words(n int) []word {
	all := make([]word, n)
	all[0] = 7
	return slices.Clone(all[:3]) // want "keep 6 B"
}

func pointers(n int) []*int {
	all := make([]*int, n)
	return slices.Clone(all[:2]) // want "keep 16 B"
}

type record struct {
	id   int
	name string
}

func records(n int) []record {
	all := make([]record, 0, n)
	for i := range n {
		all = append(all, record{i, fmt.Sprint(i)})
	}
	return all[:2] // want "keep 48 B: return a copy .unsafe: the compiler chooses"
}

func generic[S ~[]E, E any](n int) S {
	all := make(S, n)
	return all[:2]
}

type label string

func labels(r io.Reader) label {
	data, _ := io.ReadAll(r)
	text := label(data)
	return label(strings.Clone(string(text[:4]))) // want "return a copy$"
}

func empty(n int) []struct{} {
	all := make([]struct{}, n)
	return all[:2]
}

func main() {
	in := func() io.Reader { return strings.NewReader(strings.Repeat(`"0123456789"`, 1000)) }
	fmt.Printf("%T %v %T %v\n", raw(in()), raw(in()), assigned(in()), assigned(in()))
	fmt.Printf("%T %v %T %v\n", converted(in())[0], string(converted(in())), boxed(in()), boxed(in()))
	fmt.Printf("%T %v %T %v\n", words(2000), words(2000), pointers(2000), pointers(2000))
	fmt.Printf("%T %v %T %v\n", records(1000), records(1000), generic[[]int](2000), generic[[]int](2000))
	fmt.Printf("%T %v %T %v\n", labels(in()), labels(in()), empty(9), empty(9))
	fmt.Println(printed(in()))
}
