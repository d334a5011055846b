// Variables that are cut down step by step: what leaves is the last, small piece.
package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

var kept string

func text(name string) string {
	data, _ := os.ReadFile(name)
	return string(data)
}

func twice(name string) string {
	s := text(name)
	s = s[strings.Index(s, "main"):]
	s = strings.Clone(s[:strings.Index(s, "\n")]) // want "pins all of `s`, a whole file"
	return s
}

func trimmed(name string) string {
	s := text(name)
	s = strings.TrimPrefix(s, "//")
	s = strings.Clone(s[:8]) // want "pins all of `s`, a whole file"
	return s
}

func raw(name string) []byte {
	data, _ := os.ReadFile(name)
	data = data[3:]
	data = bytes.Clone(data[:8]) // want "pins all of `data`, a whole file"
	return data
}

func shared(name string) []byte {
	data, _ := os.ReadFile(name)
	all := data
	data = data[3:]
	data = data[:8] // want "unsafe: "
	all[4] = '!'
	return data
}

func between(name string) string {
	s := text(name)
	s = s[3:]
	kept = s
	s = s[:8] // refuse "is kept as well"
	return s
}

func inLoop(name string) (found []string) {
	s := text(name)
	for range 2 {
		s = s[3:]
		found = append(found, s)
		s = s[:len(s)/2]
	}
	s = s[:8] // refuse "is kept as well"
	return append(found, s)
}

func main() {
	fmt.Println(twice("main.go"), trimmed("main.go"), string(raw("main.go")), string(shared("main.go")), between("main.go"))
	fmt.Println(len(kept), len(inLoop("main.go")))
}
