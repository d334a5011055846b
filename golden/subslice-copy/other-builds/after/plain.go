//go:build !special

package others

import (
	"bytes"
	"os"
)

func open(name string) []byte {
	data, _ := os.ReadFile(name)
	return data
}

func (p *page) keep(head []byte) { p.head = head }

func use(b []byte) { _ = len(b) }

func inItsFile(name string) []byte {
	return bytes.Clone(open(name)[:4]) // want "pins a whole file to keep 4 B: return a copy$"
}
