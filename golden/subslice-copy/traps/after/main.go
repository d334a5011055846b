// Many ways in which somebody could tell a copy from the piece, each with what prints it.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

type H struct {
	a, b []byte
	s    string
	l    [][]byte
}

var h H

// t01: alias via range var of list, written later through the list
func t01(name string) {
	data, _ := os.ReadFile(name)
	lines := bytes.Split(data, []byte("\n"))
	for _, line := range lines {
		if bytes.HasPrefix(line, []byte("b")) {
			h.a = line // want "unsafe: the next round takes another piece of `data`"
		}
	}
	lines[1][0] = 'Z'
}

// t02: list kept elsewhere
func t02(name string) {
	data, _ := os.ReadFile(name)
	lines := bytes.Split(data, []byte("\n"))
	h.a = lines[0] // want "unsafe: parts of it are in a list"
	other(lines)
}
func other(l [][]byte) { l[0][0] = 'Y' }

// t03: FindSubmatch: nested groups share memory
var re = regexp.MustCompile(`(b(e)ta)`)

func t03(name string) {
	data, _ := os.ReadFile(name)
	m := re.FindSubmatch(data)
	h.a = m[1] // want "unsafe: `data` is written"
	m[2][0] = 'X'
}

// t04: two matches
func t04(name string) {
	data, _ := os.ReadFile(name)
	m := re.FindSubmatch(data)
	h.a, h.b = m[1], m[2] // want "unsafe: `data` is shared" "unsafe: `data` is shared"
	h.b[0] = 'W'
}

// t05: piece captured by goroutine that writes, base read later
func t05(name string) {
	data, _ := os.ReadFile(name)
	head := data[:4]
	done := make(chan bool)
	ok := make(chan bool)
	go func() {
		head[0] = 'V'
		close(done)
	}()
	_ = ok
	for {
		select {
		case <-done:
			fmt.Println(string(data[:4]))
			return
		case <-time.After(time.Second):
		}
	}
}

// t06: own function returning shared memory via method value
type loader struct{ cache []byte }

func (l *loader) load(name string) []byte {
	if l.cache == nil {
		l.cache, _ = os.ReadFile(name)
	}
	return l.cache
}

func t06(name string) {
	l := &loader{}
	h.a = l.load(name)[:4]
	l.cache[0] = 'U'
}

func loadTwice(name string) (a []byte, b []byte) {
	a, _ = os.ReadFile(name)
	b = a
	return
}

func t07(name string) {
	x, y := loadTwice(name)
	h.a = x[:4]
	y[0] = 'T'
}

func loadDefer(name string) (a []byte) {
	defer func() { h.b = a }()
	a, _ = os.ReadFile(name)
	return a
}

func t08(name string) {
	h.a = loadDefer(name)[:4]
	h.b[0] = 'S'
}

// t09: scanner with custom split returning shared memory
var sharedTok = []byte("shared-token")

func t09(r io.Reader) {
	sc := bufio.NewScanner(r)
	sc.Split(func(data []byte, atEOF bool) (int, []byte, error) { return len(data), sharedTok, bufio.ErrFinalToken })
	sc.Scan()
	h.a = sc.Bytes() // want "unsafe: it may be written over as it is, and the copy is not"
	sharedTok[0] = 'R'
}

// t10: scanner aliased
func t10(r io.Reader) {
	sc := bufio.NewScanner(r)
	s2 := sc
	sc.Scan()
	h.a = sc.Bytes() // want "unsafe: `sc` is shared"
	s2.Scan()
}

// t11: buffer alias
func t11(r io.Reader) {
	var buf bytes.Buffer
	buf.ReadFrom(r)
	p := &buf
	h.a = buf.Bytes()[:4] // want "unsafe: `buf` is shared"
	p.Bytes()[0] = 'Q'
}

// t12: loop scanning with break then later loop
func t12(r io.Reader) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		h.a = sc.Bytes() // want "unsafe: it may be written over as it is, and the copy is not"
		break
	}
	for sc.Scan() {
	}
}

// t17 sync.Pool
var pool = sync.Pool{New: func() any { b := make([]byte, 4096); return &b }}

func t17(r io.Reader) {
	b := pool.Get().(*[]byte)
	r.Read(*b)
	h.a = (*b)[:4]
	pool.Put(b)
}

// t18 trim result written
func t18(name string) {
	data, _ := os.ReadFile(name)
	line := bytes.TrimSpace(data[:6])
	h.a = line // want "unsafe: `data` is written"
	line[0] = 'O'
}

// t19 cut: rest written through data
func t19(name string) {
	data, _ := os.ReadFile(name)
	k, _, _ := bytes.Cut(data, []byte(" "))
	h.a = k // want "unsafe: `data` is written"
	data[0] = 'N'
}

// t20 CutPrefix alias
func t20(name string) {
	data, _ := os.ReadFile(name)
	first := bytes.Fields(data)[0]
	v, ok := bytes.CutPrefix(first, []byte("a"))
	if ok {
		h.a = v // want "unsafe: `data` is written"
	}
	first[1] = 'M'
}

// t21 map values
var m = map[string][]byte{}

func t21(name string) {
	data, _ := os.ReadFile(name)
	m["x"] = data[:4] // want "unsafe: `data` is read at line .*, and the piece is written"
	x := m["x"]
	x[0] = 'L'
	fmt.Println(string(data[:4]))
}

// t22 closure returned writes; called later reads base? base captured too
func t22(name string) (func(), func() string) {
	data, _ := os.ReadFile(name)
	head := data[:4] // refuse "captured as well"
	return func() { head[0]++ }, func() string { return string(data[:4]) }
}

// t23 list from FindAll
func t23(name string) {
	data, _ := os.ReadFile(name)
	all := re.FindAll(data, -1)
	h.a = all[0] // want "unsafe: `data` is written"
	for _, x := range all {
		x[0] = 'K'
	}
}

// t24: fields of base struct with param
func t24(name string) (out [][]byte) {
	data, _ := os.ReadFile(name)
	for _, f := range bytes.Fields(data) {
		if len(f) == 4 && f[0] == 'b' {
			out = append(out, f) // want "unsafe: the next round takes another piece of `data`"
			out = append(out, f)
		}
	}
	if len(out) > 1 {
		out[0][0] = 'J'
	}
	return out
}

// t26 nil-ness
func t26(name string) bool {
	data, _ := os.ReadFile(name)
	m := regexp.MustCompile(`(zzz)?alpha`).FindSubmatch(data)
	h.a = bytes.Clone(m[1]) // want "a copy$"
	return h.a == nil
}

// t27 panics order: index out of range in second
func t27(name string) (s string) {
	defer func() { s = fmt.Sprint(recover(), h.s) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	lines := strings.Split(text, "\n")
	h.s, s = strings.Clone(lines[1]), strings.Clone(lines[99]) // want "a copy$" "a copy$"
	return
}

func t28(name string) (s string) {
	defer func() { s = fmt.Sprint(recover(), h.s) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	var mm map[string]string
	mm[text[:3]] = text[3 : 1<<20]
	return
}

func t29(name string) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	var mm map[string]string
	mm[text[:3]] = strings.Fields(text)[1000]
	return
}

func t30(name string) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	var p *H
	p.s = strings.Split(text, "\n")[1000]
	return
}

func t31(name string) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	arr := []string{"x"}
	i := 5
	r := []any{arr[i], strings.Split(text, "\n")[1000]}
	return fmt.Sprint(r)
}

func t32(name string) (s string) {
	defer func() { s = fmt.Sprint(recover(), global) }()
	data, _ := os.ReadFile(name)
	text := string(data)
	global = ""
	out = append(out, T{strings.Split(text, "\n")[1000], set()}) // want "unsafe: `set\\(\\)` is called beside it"
	return
}

var global string
var out []T

type T struct{ a, b string }

func set() string { global = "set"; return "" }

func main() {
	f, _ := os.CreateTemp("", "trap")
	fmt.Fprint(f, "alpha one\nbeta two\ngamma\n"+strings.Repeat("filler filler\n", 500))
	f.Close()
	n := f.Name()
	defer os.Remove(n)
	in := func() io.Reader {
		return strings.NewReader("first line\nsecond line\nthird\n" + strings.Repeat("x\n", 5000))
	}
	show := func(k string) { fmt.Printf("%s %.12q %.12q %q\n", k, h.a, h.b, h.s); h = H{} }
	for i, t := range []func(string){t01, t02, t03, t04, t05, t06, t07, t08} {
		t(n)
		show(fmt.Sprint("a", i+1))
	}
	for i, t := range []func(io.Reader){t09, t10, t11, t12, t17} {
		t(in())
		show(fmt.Sprint("r", i))
	}
	for i, t := range []func(string){t18, t19, t20, t21, t23} {
		t(n)
		show(fmt.Sprint("c", i+1))
	}
	inc, get := t22(n)
	inc()
	fmt.Println(get())
	for _, b := range t24(n) {
		fmt.Println(string(b))
	}
	fmt.Println(t26(n), t27(n), t28(n), t29(n), t30(n), t31(n), t32(n))
}
