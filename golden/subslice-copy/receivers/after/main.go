// What those who get the piece do with it: some could tell that it is a copy.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sync"
)

func read(name string) []byte {
	data, _ := os.ReadFile(name)
	return bytes.Clone(data[:4]) // want "return a copy$"
}

func asked(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: its capacity is asked for at line"
}

func resliced(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: it is sliced up to `8` at line"
}

func appended(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: it is appended to"
}

func boxed(name string) any {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: it becomes an interface"
}

func reflected(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: it becomes an interface|unsafe: it is passed to `ValueOf`"
}

func passedOn(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: its capacity is asked for at line"
}

func through(b []byte) []byte { return b }

func valued(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:4] // want "unsafe: `valued` is used as a value at line"
}

type box struct {
	head []byte
	tail []byte
	hist [][]byte
}

func (b *box) fill(name string) {
	data, _ := os.ReadFile(name)
	b.head = bytes.Clone(data[:4]) // want "store a copy$"
}

func (b *box) fillTail(name string) {
	data, _ := os.ReadFile(name)
	b.tail = data[:4] // want "unsafe: it is appended to"
}

func (b *box) remember(name string) {
	data, _ := os.ReadFile(name)
	b.hist = append(b.hist, data[:4]) // want "unsafe: its capacity is asked for at line"
}

func (b *box) grow() { b.tail = append(b.tail, '!') }

func literal(name string) []byte {
	data, _ := os.ReadFile(name)
	get := func() []byte { return data[:4] } // want "unsafe: `data` is another function's variable"
	return bytes.ToUpper(get())
}

func ownLiteral(name string) string {
	get := func() []byte {
		data, _ := os.ReadFile(name)
		return bytes.Clone(data[:4]) // want "return a copy$"
	}
	return string(get())
}

func locked(n int) []sync.Mutex {
	locks := make([]sync.Mutex, n)
	return locks[:2] // refuse "its elements hold a lock"
}

func sent(name string, c chan<- []byte) {
	data, _ := os.ReadFile(name)
	c <- bytes.Clone(data[:4]) // want "send a copy$"
}

func main() {
	dir, err := os.MkdirTemp("", "receivers")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name := dir + "/file"
	if err := os.WriteFile(name, bytes.Repeat([]byte("0123456789"), 1000), 0o600); err != nil {
		panic(err)
	}
	head := read(name)
	fmt.Println(len(head), head[0], string(head), bytes.HasPrefix(head, []byte("01")), head[1:], head[:len(head)-1])
	for i, b := range head {
		fmt.Print(i, b, " ")
	}
	out, err := json.Marshal(head)
	fmt.Println(string(out), err, reflect.DeepEqual(head, []byte("0123")))
	fmt.Println(cap(asked(name)) > 4)
	fmt.Println(string(resliced(name)[:8]))
	one := appended(name)
	two, three := append(one, 'a'), append(one, 'b')
	fmt.Println(string(two), string(three))
	fmt.Println(boxed(name))
	fmt.Println(reflect.ValueOf(reflected(name)).Cap() > 4)
	fmt.Println(cap(through(passedOn(name))) > 4)
	get := valued
	fmt.Println(cap(get(name)) > 4)
	b := &box{}
	b.fill(name)
	b.fillTail(name)
	tail := b.tail
	b.grow()
	fmt.Println(string(b.head), string(b.tail), string(tail[:5]))
	b.remember(name)
	for _, old := range b.hist {
		fmt.Println(cap(old) > 4)
	}
	fmt.Println(string(literal(name)), ownLiteral(name), len(locked(10000)))
	c := make(chan []byte, 1)
	sent(name, c)
	fmt.Println(string(<-c))
}
