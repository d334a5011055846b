// Package exported is a library: callers that are not in view may use the capacity of what they get.
package exported

import (
	"bytes"
	"io"
	"os"
	"strings"
)

// Head is exported.
func Head(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return data[:8], nil // want "unsafe: `Head` is exported at line"
}

func head(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(data[:8]), nil // want "return a copy$"
}

func relayed(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return data[:8], nil // want "unsafe: `Relayed` is exported at line"
}

// Relayed gives away what it got.
func Relayed(name string) ([]byte, error) { return relayed(name) }

// File has one field of each kind.
type File struct {
	Magic []byte
	magic []byte
	parts [][]byte
	index map[string][]byte
}

func (f *File) read(r io.Reader) {
	data, _ := io.ReadAll(r)
	f.Magic = data[:4] // want "unsafe: `Magic` is exported at line"
}

func (f *File) readOwn(r io.Reader) {
	data, _ := io.ReadAll(r)
	f.magic = bytes.Clone(data[:4]) // want "store a copy$"
}

func (f *File) readPart(r io.Reader) {
	data, _ := io.ReadAll(r)
	f.parts = append(f.parts, data[:4]) // want "unsafe: `\\[\\]\\[\\]byte` is part of what is exported"
}

func (f *File) readIndex(r io.Reader) {
	data, _ := io.ReadAll(r)
	f.index["magic"] = bytes.Clone(data[:4]) // want "store a copy$"
}

// Parts gives away a container.
func (f *File) Parts() [][]byte { return f.parts }

// Current is a package variable that anybody may read.
var Current []byte

var current []byte

func remember(r io.Reader) {
	data, _ := io.ReadAll(r)
	Current = data[:4] // want "unsafe: `Current` is exported at line"
}

func rememberOwn(r io.Reader) {
	data, _ := io.ReadAll(r)
	current = bytes.Clone(data[:4]) // want "store a copy$"
}

// Title is a string, of which a copy cannot be told.
func Title(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	text := string(data)
	return strings.Clone(text[:8]), nil // want "return a copy$"
}

// Use keeps the unexported functions in use.
func Use(r io.Reader) (int, int) {
	b, _ := head("x")
	f := &File{index: map[string][]byte{}}
	f.read(r)
	f.readOwn(r)
	f.readPart(r)
	f.readIndex(r)
	remember(r)
	rememberOwn(r)
	return len(b) + len(current), len(f.magic) + len(f.index["magic"])
}
