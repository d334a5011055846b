//go:build !special

package others

import "os"

func open(name string) []byte {
	data, _ := os.ReadFile(name)
	return data
}

func (p *page) keep(head []byte) { p.head = head }

func use(b []byte) { _ = len(b) }

func inItsFile(name string) []byte {
	return open(name)[:4] // want "pins a whole file to keep 4 B: return a copy$"
}
