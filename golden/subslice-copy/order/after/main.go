// A copy is a call: what is evaluated beside it must come in the same order, panics included.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
)

var steps []string

func step(what string) error {
	steps = append(steps, what)
	return errors.New(what)
}

func callBehind(name string) ([]byte, error) {
	data, _ := os.ReadFile(name)
	return data[:8], step("behind") // want "unsafe: `step\\(\"behind\"\\)` is called beside it"
}

func callBefore(name string) (error, []byte) {
	data, _ := os.ReadFile(name)
	return step("before"), bytes.Clone(data[:8]) // want "return a copy$"
}

func panicBefore(name string, p *int) (int, []byte) {
	data, _ := os.ReadFile(name)
	return *p, data[:8] // want "unsafe: `\\*p` may panic first"
}

func panicBehind(name string, p *int) ([]byte, int) {
	data, _ := os.ReadFile(name)
	return bytes.Clone(data[:8]), *p // want "return a copy$"
}

func variable(name string) ([]byte, error) {
	data, _ := os.ReadFile(name)
	head := data[:8]
	return bytes.Clone(head), step("behind a variable") // want "return a copy$"
}

type node struct {
	next *node
	head []byte
}

func throughNil(n *node, name string) {
	data, _ := os.ReadFile(name)
	n.next.head = bytes.Clone(data[:8]) // want "store a copy$"
}

func intoNilMap(m map[string][]byte, name string) {
	data, _ := os.ReadFile(name)
	m["head"] = bytes.Clone(data[:8]) // want "store a copy$"
}

func outOfRange(list [][]byte, i int, name string) {
	data, _ := os.ReadFile(name)
	list[i] = bytes.Clone(data[:8]) // want "store a copy$"
}

func (n *node) fields(name string) (*node, []byte) {
	data, _ := os.ReadFile(name)
	return n.next, bytes.Clone(data[:8]) // want "return a copy$"
}

type group struct{ parts [][]int }

func elementBefore(list []group, i int, n int) {
	data := make([]int, n)
	list[0].parts = append(list[i].parts, data[:8]) // want "unsafe: `list\\[i\\].parts` may panic first"
}

func attempt(f func()) {
	defer func() { fmt.Println(recover(), steps) }()
	steps = nil
	f()
}

func main() {
	file, err := os.CreateTemp("", "order")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, "0123456789")
	file.Close()
	for _, name := range []string{file.Name(), os.DevNull} {
		attempt(func() { fmt.Println(callBehind(name)) })
		attempt(func() { fmt.Println(callBefore(name)) })
		attempt(func() { fmt.Println(panicBefore(name, nil)) })
		attempt(func() { fmt.Println(panicBehind(name, nil)) })
		attempt(func() { fmt.Println(variable(name)) })
		attempt(func() { throughNil(&node{}, name) })
		attempt(func() { intoNilMap(nil, name) })
		attempt(func() { (*node)(nil).fields(name) })
		attempt(func() { elementBefore(nil, 3, 0) })
		attempt(func() { outOfRange(nil, 3, name) })
	}
}
