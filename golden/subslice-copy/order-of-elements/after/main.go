// An element is taken after all calls: a copy of it comes before what came first, and another panic is seen.
package main

import (
	"fmt"
	"io"
	"strings"
)

func read(content string) string {
	data, _ := io.ReadAll(strings.NewReader(content))
	return string(data)
}

type row struct {
	name string
	n    int
	next *row
}

func assertedBehind(content string, x any) (string, int) {
	words := strings.Fields(read(content))
	return words[3], x.(int) // want "unsafe: `x.\\(int\\)` may panic first"
}

func cutBehind(content string) (string, string) {
	whole := read(content)
	words := strings.Fields(whole)
	return words[3], whole[:40] // want "unsafe: `whole\\[:40\\]` may panic first" "unsafe: `words\\[3\\]` may panic first"
}

func loadedBefore(content string, r *row) (int, string) {
	words := strings.Fields(read(content))
	return r.n, words[3] // want "unsafe: `r.n` may panic first"
}

func loadedBehind(content string, r *row) row {
	words := strings.Fields(read(content))
	return row{name: strings.Clone(words[3]), n: r.n} // want "return a copy$"
}

func listedBehind(content string, ns []int) row {
	words := strings.Fields(read(content))
	return row{strings.Clone(words[3]), ns[4], nil} // want "return a copy$"
}

func assertedTo(content string, x any) {
	words := strings.Fields(read(content))
	x.(*row).name = words[3] // want "unsafe: `x.\\(\\*row\\).name` may panic first"
}

func found(content string, rows map[any]*row, key any) {
	words := strings.Fields(read(content))
	rows[key].name = words[3] // want "unsafe: `rows\\[key\\].name` may panic first"
}

func divided(content string, to []string, n int) {
	words := strings.Fields(read(content))
	to[1/n] = words[3] // want "unsafe: `to\\[1/n\\]` may panic first"
}

func loadedTo(content string, r *row) {
	words := strings.Fields(read(content))
	r.next.name = strings.Clone(words[3]) // want "store a copy$"
}

func listedTo(content string, rows []*row) {
	words := strings.Fields(read(content))
	rows[2].next.name = strings.Clone(words[3]) // want "store a copy$"
}

func storedTo(content string, named []map[any]string, key any) {
	words := strings.Fields(read(content))
	named[1][key] = strings.Clone(words[3]) // want "store a copy$"
}

func pointedTo(content string, to **string) {
	words := strings.Fields(read(content))
	**to = strings.Clone(words[3]) // want "store a copy$"
}

func attempt(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	for _, content := range []string{"one two", strings.Repeat("one two three ", 9)} {
		attempt(func() { fmt.Println(assertedBehind(content, "")) })
		attempt(func() { fmt.Println(cutBehind(content)) })
		attempt(func() { fmt.Println(loadedBefore(content, nil)) })
		attempt(func() { fmt.Println(loadedBehind(content, nil)) })
		attempt(func() { fmt.Println(listedBehind(content, nil)) })
		attempt(func() { assertedTo(content, 1) })
		attempt(func() { found(content, nil, []int{}) })
		attempt(func() { divided(content, nil, 0) })
		attempt(func() { loadedTo(content, &row{}) })
		attempt(func() { listedTo(content, nil) })
		attempt(func() { storedTo(content, nil, []int{}) })
		attempt(func() { pointedTo(content, nil) })
	}
}
