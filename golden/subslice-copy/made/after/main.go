// Memory that the function makes itself, and of which only a small piece leaves.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func fromFile(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(data[:8]), nil // want "pins all of `data`, a whole file, to keep 8 B: return a copy$"
}

func fromReader(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if len(data) < 8 {
		return nil, errors.New("too short")
	}
	return bytes.Clone(data[len(data)-8:]), nil // want "keep 8 B"
}

func fromBuffer(r io.Reader) ([]byte, error) {
	buf := make([]byte, 1<<20)
	if _, err := io.ReadFull(r, buf); err != nil {
		return nil, err
	}
	return bytes.Clone(buf[4:8]), nil // want "^`buf\\[4:8\\]` pins 1 MiB to keep 4 B: return a copy$"
}

func fromSized(r io.Reader, size int) []byte {
	buf := make([]byte, size)
	n, _ := r.Read(buf)
	fmt.Println("read", n)
	return bytes.Clone(buf[:4]) // want "pins all of `buf`, a buffer of any size, to keep 4 B"
}

func fromString(text string) []byte {
	data := []byte(strings.Repeat(text, 1000))
	for i := range data {
		data[i] ^= 1
	}
	return data[:3] // want "keep 3 B: return a copy .unsafe: the compiler chooses the capacity of `data`, which `data\[:3\]` may look at.$"
}

func fromArray(r io.Reader) []byte {
	var block [4096]byte
	n, _ := r.Read(block[:])
	fmt.Println("read", n)
	return bytes.Clone(block[:16]) // want "pins 4 KiB to keep 16 B"
}

func upToNewline(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return bytes.Clone(data[:i]), nil // want "pins all of `data`, a whole file, to keep a part of it"
}

func word(name string) []byte {
	data, _ := os.ReadFile(name)
	start := 0
	for start < len(data) && data[start] == ' ' {
		start++
	}
	end := start
	for end < len(data) && data[end] != ' ' {
		end++
	}
	return bytes.Clone(data[start:end]) // want "keep a part of it"
}

func at(name string, i int) []byte {
	data, _ := os.ReadFile(name)
	if binary.BigEndian.Uint16(data) == 0 {
		return nil
	}
	return bytes.Clone(data[i : i+4]) // want "keep 4 B"
}

func grown(n int) []int {
	var squares []int
	for i := range n {
		squares = append(squares, i*i)
	}
	return squares[:2] // want "keep 16 B: return a copy .unsafe: the compiler chooses the capacity"
}

func atMost(name string) []byte {
	data, _ := os.ReadFile(name)
	return bytes.Clone(data[:min(len(data), 512)]) // want "keep 512 B"
}

func atMostNamed(name string) []byte {
	data, _ := os.ReadFile(name)
	n := min(16, len(data))
	return bytes.Clone(data[:n]) // want "keep 16 B"
}

func counted(name string) []byte {
	data, _ := os.ReadFile(name)
	n := 0
	for n < len(data) && data[n] != '!' {
		n++
	}
	return data[:n]
}

// Nothing to gain: small, or most of it, or of no known size.
func small(r io.Reader) []byte {
	buf := make([]byte, 512)
	n, _ := r.Read(buf)
	fmt.Println(n)
	return buf[:4]
}

func half(r io.Reader) []byte {
	buf := make([]byte, 4096)
	n, _ := r.Read(buf)
	fmt.Println(n)
	return buf[:2048]
}

func filled(r io.Reader) []byte {
	buf := make([]byte, 4096)
	n, _ := r.Read(buf)
	return buf[:n]
}

func rest(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[4:]
}

func main() {
	text := strings.Repeat("  hello world, how are you\n", 50_000)
	dir, err := os.MkdirTemp("", "made")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name := dir + "/file"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		panic(err)
	}
	fmt.Println(fromFile(name))
	fmt.Println(fromReader(strings.NewReader(text)))
	fmt.Println(fromReader(strings.NewReader("short")))
	fmt.Println(fromBuffer(strings.NewReader(text)))
	fmt.Println(fromSized(strings.NewReader(text), 64))
	fmt.Println(fromString("abc"))
	fmt.Println(fromArray(strings.NewReader(text)))
	fmt.Println(upToNewline(name))
	fmt.Println(word(name), len(atMost(name)), string(atMostNamed(name)), len(counted(name)), at(name, 2), grown(100))
	fmt.Println(small(strings.NewReader(text)), len(half(strings.NewReader(text))), len(filled(strings.NewReader(text))), len(rest(name)))
	func() {
		defer func() { fmt.Println(recover()) }()
		fromFile(os.DevNull)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		fromSized(strings.NewReader(""), 2)
	}()
}
