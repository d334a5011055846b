// Pieces that functions of the standard library give: Cut, Split, Fields, regular expressions.
package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
)

type entry struct{ key, value string }

func key(name string) entry {
	data, _ := os.ReadFile(name)
	before, _, _ := strings.Cut(string(data), "=")
	return entry{key: strings.Clone(before)} // want "keep a part of it: return a copy$"
}

func both(name string) entry {
	data, _ := os.ReadFile(name)
	before, after, _ := strings.Cut(string(data), "=") // refuse "`after` is kept as well"
	return entry{before, after}
}

func first(name string) string {
	data, _ := os.ReadFile(name)
	return strings.Clone(strings.Fields(string(data))[0]) // want "return a copy$"
}

func second(name string) string {
	data, _ := os.ReadFile(name)
	lines := strings.Split(string(data), "\n")
	return strings.Clone(lines[1]) // want "return a copy$"
}

func all(name string) ([]string, string) {
	data, _ := os.ReadFile(name)
	lines := strings.Split(string(data), "\n")
	return lines, lines[1] // refuse "`lines` is kept as well"
}

var word = regexp.MustCompile(`(\w+)=(\w+)`)

func matched(name string) string {
	data, _ := os.ReadFile(name)
	return strings.Clone(word.FindString(string(data))) // want "return a copy$"
}

func submatch(name string) string {
	data, _ := os.ReadFile(name)
	found := word.FindStringSubmatch(string(data))
	if found == nil {
		return ""
	}
	return strings.Clone(found[2]) // want "return a copy$"
}

func inBytes(name string) []byte {
	data, _ := os.ReadFile(name)
	before, _, ok := bytes.Cut(data, []byte("="))
	if !ok {
		return nil
	}
	return bytes.Clone(before) // want "return a copy$"
}

func cutAndWritten(name string) []byte {
	data, _ := os.ReadFile(name)
	before, after, _ := bytes.Cut(data, []byte("="))
	defer func() { after[0] = '!' }()
	return before // want "unsafe: `data` is written at line"
}

// A part of each line; the line itself is not kept.
func ids(name string) map[string]int {
	data, _ := os.ReadFile(name)
	found := map[string]int{}
	for n, line := range strings.Split(string(data), "\n") {
		if len(line) > 4 {
			found[strings.Clone(line[:4])] = n // want "return a copy$"
		}
	}
	return found
}

func linesToo(name string) map[string]string {
	data, _ := os.ReadFile(name)
	found := map[string]string{}
	for _, line := range strings.Split(string(data), "\n") { // refuse "one piece after the other is kept"
		if len(line) > 4 {
			found[line[:4]] = line // refuse "`line` is kept as well"
		}
	}
	return found
}

func main() {
	dir, err := os.MkdirTemp("", "parts")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name := dir + "/file"
	text := strings.Repeat("left=right, more\nother=thing\n", 1000)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		panic(err)
	}
	fmt.Println(key(name), len(both(name).value), first(name), second(name))
	lines, line := all(name)
	fmt.Println(len(lines), line, matched(name), submatch(name), string(inBytes(name)), string(cutAndWritten(name)))
	fmt.Println(ids(name), linesToo(name), inBytes(os.DevNull) == nil)
}
