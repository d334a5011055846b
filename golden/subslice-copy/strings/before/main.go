// Substrings: a copy is the same value, so the only question is whether it is worth it.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

func prefix(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	text := string(data)
	return text[:8], nil // want "^`text\\[:8\\]` pins all of `text`, a whole file, to keep 8 B: return a copy$"
}

func firstLine(name string) string {
	data, _ := os.ReadFile(name)
	text := string(data)
	i := strings.IndexByte(text, '\n')
	if i < 0 {
		return ""
	}
	return text[:i] // want "keep a part of it"
}

func extension(r io.Reader) string {
	data, _ := io.ReadAll(r)
	text := string(data)
	return text[strings.LastIndexByte(text, '.')+1:] // want "keep a part of it"
}

func trimmed(r io.Reader) string {
	data, _ := io.ReadAll(r)
	text := string(data)
	return strings.TrimSpace(text[:20]) // want "keep 20 B"
}

type page struct {
	title, body string
	tags        map[string]bool
	ids         []string
}

func (p *page) index(data []byte) {
	text := strings.Repeat(string(data), 1000)
	p.title = text[:5]               // want "store a copy$"
	p.tags[text[:4]] = true          // want "store a copy$"
	p.ids = append(p.ids, text[2:6]) // want "store a copy$"
}

func (p *page) whole(r io.Reader) {
	data, _ := io.ReadAll(r)
	text := string(data)
	p.body = text
	p.title = text[:5] // refuse "`text` is kept as well"
}

var cache sync.Map

func remember(r io.Reader) {
	data, _ := io.ReadAll(r)
	text := string(data)
	cache.Store(text[:4], len(text)) // want "store a copy$"
}

// What a function gives back of its argument is its caller's business.
func scheme(url string) string {
	return url[:4]
}

func cut(url string) string {
	return url[:strings.IndexByte(url, ':')]
}

var last string

// What it keeps for good is its own.
func seen(url string) {
	last = url[:4] // want "pins all of `url` to keep 4 B: store a copy$"
}

func newPage(r io.Reader) *page {
	data, _ := io.ReadAll(r)
	text := string(data)
	p := page{title: text[:3]} // want "return a copy$"
	return &p
}

// Used here, and gone.
func used(r io.Reader) int {
	data, _ := io.ReadAll(r)
	text := string(data)
	head := text[:4]
	counts := map[string]int{}
	counts[text[:2]]++
	fmt.Println(head, bytes.Equal(data[:2], []byte(head)))
	return len(counts) + strings.Count(head, "a") + len(text[:3]+"!")
}

// Every line is kept: together they are all of the file.
func lines(r io.Reader) []string {
	data, _ := io.ReadAll(r)
	text := string(data)
	var out []string
	for {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			return out
		}
		out = append(out, text[:i]) // refuse "one piece after the other is kept, which together may be all of it"
		text = text[i+1:]
	}
}

func chunks(r io.Reader) []string {
	data, _ := io.ReadAll(r)
	text := string(data)
	var out []string
	for i := 0; i+4 <= len(text); i += 4 {
		out = append(out, text[i:i+4]) // refuse "one piece after the other is kept, which together may be all of it"
	}
	return out
}

func main() {
	text := strings.Repeat("  hello: world.txt, how are you\n", 50_000)
	dir, err := os.MkdirTemp("", "strings")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name := dir + "/file"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		panic(err)
	}
	fmt.Println(prefix(name))
	in := func() io.Reader { return strings.NewReader(text) }
	fmt.Println(firstLine(name), len(extension(in())), trimmed(in()))
	p := &page{tags: map[string]bool{}}
	p.index([]byte("abcdefgh"))
	fmt.Println(p.title, p.tags, p.ids)
	p.whole(in())
	remember(in())
	fmt.Println(cache.Load("  he"))
	seen("https://example.org")
	fmt.Println(last, scheme("http://a"), cut("ftp://b"), newPage(in()).title, used(in()), len(lines(in())), len(chunks(in())))
	func() {
		defer func() { fmt.Println(recover()) }()
		prefix(os.DevNull)
	}()
}
