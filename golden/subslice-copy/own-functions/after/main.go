// Memory that comes from functions of the package, and pieces that these put somewhere.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

func read(name string) ([]byte, error) { return os.ReadFile(name) }

func must(name string) []byte {
	data, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return data
}

func text(name string) (string, error) {
	data, err := read(name)
	if err != nil {
		return "", fmt.Errorf("text: %w", err)
	}
	return strings.TrimSpace(string(data)), nil
}

func named(name string) (data []byte, size int, err error) {
	data, err = os.ReadFile(name)
	if err != nil {
		return
	}
	size = len(data)
	return
}

func viaWrapper(name string) ([]byte, error) {
	data, err := read(name)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(data[:4]), nil // want "^`data\\[:4\\]` pins all of `data`, a whole file, to keep 4 B: return a copy$"
}

func direct(name string) []byte {
	return bytes.Clone(must(name)[:4]) // want "^`must\\(name\\)\\[:4\\]` pins a whole file to keep 4 B: return a copy$"
}

func firstWord(name string) string {
	s, _ := text(name)
	return strings.Clone(strings.Fields(s)[0]) // want "pins all of `s`, a whole file, to keep a part of it: return a copy$"
}

func viaNamed(name string) []byte {
	data, _, _ := named(name)
	return bytes.Clone(data[:4]) // want "a whole file, .* return a copy$"
}

// These keep what they give, or let others write to it: nothing is known of it.
var cache = map[string][]byte{}

func cached(name string) []byte {
	if data, ok := cache[name]; ok {
		return data
	}
	data, _ := os.ReadFile(name)
	cache[name] = data
	return data
}

var last []byte

func remembered(name string) []byte {
	data, _ := os.ReadFile(name)
	last = data
	return data
}

func scribbled(name string) []byte {
	data, _ := os.ReadFile(name)
	go func() { data[0] = '!' }()
	return data
}

func both(name string) ([]byte, []byte) {
	data, _ := os.ReadFile(name)
	return data, data
}

func shared(name string) (a, b, c, d []byte) {
	one, _ := both(name)
	return cached(name)[:4], remembered(name)[:4], scribbled(name)[:4], one[:4]
}

// A piece of what no variable held before is held by one now.
type holder struct {
	head, more []byte
	name       string
	names      []string
	index      map[string]int
}

func (h *holder) through(name string) {
	p := must(name)[:4]
	h.head = p // want "unsafe: `p` is written at line"
	p[0] = '#'
}

func (h *holder) throughFresh() {
	p := bytes.Repeat([]byte("x"), 4096)[:4]
	h.head = p // want "unsafe: `p` is written at line"
	p[1] = '#'
}

func (h *holder) throughList(name string) {
	fields := bytes.Fields(must(name))
	h.head = fields[0] // want "unsafe: `fields` is written at line"
	fields[0][0] = '#'
}

func (h *holder) throughField(name string) {
	fields := bytes.Fields(must(name))
	first := fields[0]
	h.head = first // want "unsafe: `fields` is written at line"
	first[0] = '%'
}

func (h *holder) throughLoop(name string) {
	for _, field := range bytes.Fields(must(name)) {
		if bytes.HasPrefix(field, []byte("w")) {
			h.head = field // want "unsafe: `field` is written at line"
			field[0] = '&'
		}
	}
}

// Where functions of the package put it.
func (h *holder) set(b []byte) { h.head = b }

func (h *holder) add(name string) { h.names = append(h.names, name) }

func (h *holder) count(name string) { h.index[strings.TrimSpace(name)]++ }

func (h *holder) addTwice(name string) { h.add(name); h.add(name) }

func newHolder(name string) *holder { return &holder{name: name} }

func made(name string) *holder {
	h := &holder{}
	h.name = name
	return h
}

func trimmed(s string) string { return strings.Trim(s, "ow") }

func upper(s string) string { return strings.ToUpper(s) }

var registry []string

func register(name string) { registry = append(registry, name) }

func (h *holder) fill(r io.Reader) {
	data, _ := io.ReadAll(r)
	s := string(data)
	h.set(bytes.Clone(data[:4]))      // want "store a copy$"
	h.add(strings.Clone(s[:4]))       // want "store a copy$"
	h.count(strings.Clone(s[:3]))     // want "store a copy$"
	h.addTwice(strings.Clone(s[4:7])) // want "store a copy$"
	register(strings.Clone(s[:2]))    // want "store a copy$"
	fmt.Println(upper(s[:4]), trimmed(s[:6]))
}

func constructed(r io.Reader) *holder {
	data, _ := io.ReadAll(r)
	return newHolder(strings.Clone(string(data)[:5])) // want "return a copy$"
}

func constructedToo(r io.Reader) *holder {
	data, _ := io.ReadAll(r)
	return made(strings.Clone(string(data)[:5])) // want "return a copy$"
}

func passedThrough(r io.Reader) string {
	data, _ := io.ReadAll(r)
	return trimmed(strings.Clone(string(data)[:9])) // want "return a copy$"
}

func dropped(r io.Reader) int {
	data, _ := io.ReadAll(r)
	h := &holder{index: map[string]int{}}
	h.add(string(data)[:4])
	h.count(string(data)[:4])
	return len(newHolder(string(data)[:5]).name) + len(h.names)
}

// Who fills it appends to it: two of them would share what comes after.
func (h *holder) grow(b []byte) {
	h.head = append(b, '1')
	h.more = append(b, '2')
}

func (h *holder) grown(r io.Reader) {
	data, _ := io.ReadAll(r)
	h.grow(data[:4])
}

// An unknown function may keep the base.
func opaque(r io.Reader, f func([]byte)) []byte {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	f(buf)
	return buf[:4] // want "unsafe: it is passed on at line"
}

func main() {
	file, err := os.CreateTemp("", "own")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	content := "hello world, " + strings.Repeat("and so on ", 1000)
	fmt.Fprint(file, content)
	file.Close()
	name := file.Name()
	a, _ := viaWrapper(name)
	fmt.Println(string(a), string(direct(name)), firstWord(name), string(viaNamed(name)))
	a, b, _, d := shared(name)
	fmt.Println(string(a), string(b), string(d), string(cache[name][:3]), string(last[:3]))
	h := &holder{index: map[string]int{}}
	for _, f := range []func(string){h.through, h.throughList, h.throughField, h.throughLoop} {
		f(name)
		fmt.Println(string(h.head))
	}
	h.throughFresh()
	fmt.Println(string(h.head))
	h.fill(strings.NewReader(content))
	fmt.Println(string(h.head), h.names, h.index, registry)
	fmt.Println(constructed(strings.NewReader(content)).name, constructedToo(strings.NewReader(content)).name)
	fmt.Println(passedThrough(strings.NewReader(content)), dropped(strings.NewReader(content)))
	h.grown(strings.NewReader(content))
	fmt.Println(string(h.head), string(h.more))
	fmt.Println(string(opaque(strings.NewReader(content), func([]byte) {})))
}
