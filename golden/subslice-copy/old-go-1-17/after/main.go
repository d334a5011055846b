// Before Go 1.20 there is no bytes.Clone, before 1.18 no strings.Clone.
package main

import (
	"fmt"
	"os"
	"strings"
)

func head(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return append(data[:0:0], data[:8]...), nil // want "return a copy$"
}

func piece(name string) []byte {
	data, _ := os.ReadFile(name)
	p := data[:8]
	if p[0] == 0 {
		return nil
	}
	return append(p[:0:0], p...) // want "return a copy$"
}

func text(name string) string {
	data, _ := os.ReadFile(name)
	s := string(data)
	return s[:4] // refuse "strings.Clone needs Go 1.18; this file is Go 1.17"
}

func direct(s string) []byte {
	return []byte(strings.Repeat(s, 2000))[:3] // refuse "bytes.Clone needs Go 1.20; this file is Go 1.17"
}

func shadowed(name string) []byte {
	append := func(a, b []byte) []byte { return b }
	data, _ := os.ReadFile(name)
	return append(nil, data)[:4]
}

func hidden(name string) []byte {
	data, _ := os.ReadFile(name)
	append := len(data)
	fmt.Println(append)
	return data[:4] // refuse "append means something else"
}

func main() {
	f, err := os.CreateTemp("", "old")
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	fmt.Fprint(f, strings.Repeat("0123456789", 1000))
	f.Close()
	p, err := head(f.Name())
	fmt.Println(string(p), err, string(piece(f.Name())), text(f.Name()), string(direct("abc")), string(shadowed(f.Name())), string(hidden(f.Name())))
	func() {
		defer func() { fmt.Println(recover()) }()
		head(os.DevNull)
	}()
}
