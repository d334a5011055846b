// What is left alone, and why.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"unsafe"
)

func threeIndex(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:8:8] // refuse "three-index"
}

func emptied(n int) []byte {
	buf := make([]byte, n)
	return buf[:0] // refuse "`buf\\[:0\\]` keeps the memory on purpose"
}

const digits = "0123456789abcdef"

var kept []string

func constant(n int) {
	kept = append(kept, digits[2:4])
	const long = digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits +
		digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits +
		digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits +
		digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits +
		digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits +
		digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits + digits
	kept = append(kept, long[n:n+2]) // refuse "`long` is a constant: a piece of it pins nothing"
}

func mapped(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := syscall.Mmap(int(f.Fd()), 0, 4096, syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	return data[:8], nil // refuse "`data` is memory from mmap, cgo or unsafe"
}

func viewed(b []byte) {
	text := unsafe.String(&b[0], len(b))
	kept = append(kept, text[:4]) // refuse "`text` is memory from mmap, cgo or unsafe"
}

func overlaid(p *[16]byte) []byte {
	wide := (*[1 << 20]byte)(unsafe.Pointer(p))
	return wide[:8] // refuse "`wide` is memory from mmap, cgo or unsafe"
}

type reader struct {
	buf  []byte
	head []byte
	args []int
}

// The owner of the base holds the piece as well: nothing is to be freed.
func (r *reader) peek() {
	r.head = r.buf[:4]
	r.args = r.args[:0]
}

// Buffers that are written again and again.
type conn struct{ scratch [4096]byte }

func (c *conn) message(text string) []byte {
	head := c.scratch[:4] // refuse "`c.scratch\\[:4\\]` is appended to .*: a buffer that is used again"
	head = append(head, text...)
	return append(head, "\r\n"...)
}

func encoded(b []byte, text string) []byte {
	var out []byte
	if cap(b) >= 4+len(text) {
		out = b[:4] // refuse "`b\\[:4\\]` is appended to"
	} else {
		out = make([]byte, 4, 4+len(text))
	}
	return append(out, text...)
}

// A bufio.SplitFunc is there to give parts.
func letters(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if len(data) == 0 {
		return 0, nil, nil
	}
	return 1, data[:1], nil
}

// It tells the compiler how long the slice is.
func hinted(b []byte) uint32 {
	b = b[:4]
	return uint32(b[0]) | uint32(b[3])<<24
}

func main() {
	fmt.Println(len(threeIndex("/proc/self/exe")), len(emptied(4096)), hinted([]byte("abcdef")))
	fmt.Println(string(new(conn).message("x")), string(encoded(make([]byte, 0, 64), "y")))
	fmt.Println(letters([]byte("abc"), true))
	constant(3)
	big := []byte(strings.Repeat("x", 4096))
	viewed(big)
	p, err := mapped("/proc/self/exe")
	fmt.Println(len(p), err, kept)
	r := &reader{buf: big}
	r.peek()
	fmt.Println(string(r.head), len(r.args))
	_ = overlaid
}
