// Functions of the package that keep what they are given in something that runs, or is looked at, later.
package main

import (
	"bytes"
	"fmt"
	"os"
	"sort"
	"sync"
)

type text []byte

func (t text) mark() { t[0] = '!' }

func marker(b []byte) func() { return func() { b[0] = '!' } }

func byLiteral(name string) ([]byte, func()) {
	data, _ := os.ReadFile(name)
	mark := marker(data)
	return data[:4], mark // want "unsafe: it is passed to `.*[.]marker` at line"
}

func nested(b []byte) func() {
	mark := func() { b[0] = '!' }
	return func() { func() { mark() }() }
}

func byNestedLiteral(name string) ([]byte, func()) {
	data, _ := os.ReadFile(name)
	mark := nested(data)
	return data[:4], mark // want "unsafe: it is passed to `.*[.]nested` at line"
}

func once(b []byte) func() { return sync.OnceFunc(func() { b[0] = '!' }) }

func byOnce(name string) ([]byte, func()) {
	data, _ := os.ReadFile(name)
	mark := once(data)
	return data[:4], mark // want "unsafe: it is passed to `.*[.]once` at line"
}

func generic[T any](list []T) func(T) { return func(value T) { list[0] = value } }

func byGeneric(name string) ([]byte, func(byte)) {
	data, _ := os.ReadFile(name)
	mark := generic(data)
	return data[:4], mark // want "unsafe: it is passed to `.*[.]generic` at line"
}

func method(t text) func() { return t.mark }

func byMethodValue(name string) (text, func()) {
	data, _ := os.ReadFile(name)
	mark := method(data)
	return text(data[:4]), mark // want "unsafe: it is passed to `.*[.]method` at line"
}

func started(b []byte, turn chan bool) { go mark(b, turn) }

func mark(b []byte, turn chan bool) { <-turn; b[0] = '!'; turn <- true }

func byGoroutine(name string, turn chan bool) []byte {
	data, _ := os.ReadFile(name)
	started(data, turn)
	return data[:4] // want "unsafe: it is passed to `.*[.]started` at line"
}

func startedLiteral(b []byte, turn chan bool) {
	f := func() { <-turn; b[0] = '!'; turn <- true }
	go f()
}

func byStartedLiteral(name string, turn chan bool) []byte {
	data, _ := os.ReadFile(name)
	startedLiteral(data, turn)
	return data[:4] // want "unsafe: it is passed to `.*[.]startedLiteral` at line"
}

func first(b []byte) *byte { return &b[0] }

func byAddress(name string) ([]byte, *byte) {
	data, _ := os.ReadFile(name)
	address := first(data)
	return data[:4], address // want "unsafe: it is passed to `.*[.]first` at line"
}

var all func() []byte

func load(name string) []byte {
	data, _ := os.ReadFile(name)
	all = func() []byte { return data }
	return data
}

func byMaker(name string) []byte {
	data := load(name)
	return data[:4]
}

var length func() int

func loadMeasured(name string) []byte {
	data, _ := os.ReadFile(name)
	length = func() int { return len(data) }
	return data
}

func byReadingMaker(name string) []byte {
	data := loadMeasured(name)
	return data[:4]
}

func byAnotherBuild(name string) []byte {
	data, _ := os.ReadFile(name)
	looked(data)
	return data[:4] // want "unsafe: it is passed to `.*[.]looked` at line"
}

// These are done with it when they return.
func ordered(b []byte, by []int) {
	count := func(i int) byte { return b[by[i]] }
	sort.Slice(by, func(i, j int) bool { return b[by[i]] < b[by[j]] })
	defer func() { b[1] = count(0) }()
}

func bySorting(name string) []byte {
	data, _ := os.ReadFile(name)
	ordered(data, []int{3, 2, 1})
	return bytes.Clone(data[:4]) // want "return a copy$"
}

func main() {
	file, err := os.CreateTemp("", "")
	if err != nil {
		panic(err)
	}
	file.WriteString("something that is long")
	file.Close()
	name, turn := file.Name(), make(chan bool)

	piece, f := byLiteral(name)
	f()
	fmt.Println(string(piece))
	piece, f = byNestedLiteral(name)
	f()
	fmt.Println(string(piece))
	piece, f = byOnce(name)
	f()
	fmt.Println(string(piece))
	piece, set := byGeneric(name)
	set('!')
	fmt.Println(string(piece))
	marked, f := byMethodValue(name)
	f()
	fmt.Println(string(marked))
	piece = byGoroutine(name, turn)
	turn <- true
	<-turn
	fmt.Println(string(piece))
	piece = byStartedLiteral(name, turn)
	turn <- true
	<-turn
	fmt.Println(string(piece))
	piece, address := byAddress(name)
	*address = '!'
	fmt.Println(string(piece))
	piece = byMaker(name)
	all()[0] = '!'
	fmt.Println(string(piece))
	fmt.Println(string(byReadingMaker(name)), length())
	fmt.Println(string(bySorting(name)))
	fmt.Println(string(byAnotherBuild(name)))
}
