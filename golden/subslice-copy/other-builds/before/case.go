// What a function does is only known where it has the same body in every build that has its caller.
package others

import (
	"io"
	"os"
)

type page struct{ head []byte }

func load(name string) []byte {
	data, _ := os.ReadFile(name)
	return data
}

func madeHere(name string) []byte {
	return load(name)[:4] // want "pins a whole file to keep 4 B: return a copy$"
}

func madeElsewhere(name string) []byte {
	return open(name)[:4]
}

func (p *page) keepHere(head []byte) { p.head = head }

func keptHere(p *page, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	p.keepHere(buf[:4]) // want "to keep 4 B: .* a copy"
}

func keptElsewhere(p *page, r io.Reader) {
	buf := make([]byte, 4096)
	_, _ = r.Read(buf)
	p.keep(buf[:4])
}

// Who gets the piece may ask for its capacity there.
func stored(l *leaf, name string) {
	data, _ := os.ReadFile(name)
	l.text = data[:4] // want "unsafe: `use` may have another body in another build at line"
	use(l.text)
}

func storedAndSeen(q *sheet, name string) {
	data, _ := os.ReadFile(name)
	q.body = data[:4] // want "to keep 4 B: store a copy$"
	see(q.body)
}

type leaf struct{ text []byte }

type sheet struct{ body []byte }

func see(b []byte) { _ = len(b) }

// One who gets the piece may be there only.
type taken struct{ body []byte }

type taker interface{ take(b []byte) }

type reader struct{}

func (reader) take(b []byte) { _ = len(b) }

func storedAndTaken(q *taken, t taker, name string) {
	data, _ := os.ReadFile(name)
	q.body = data[:4] // want "unsafe: `take` may be the one in special.go, which is not part of this build"
	t.take(q.body)
}

type opened struct{ body []byte }

type opener interface{ open(b []byte) }

func (reader) open(b []byte) { _ = len(b) }

func storedAndOpened(q *opened, o opener, name string) {
	data, _ := os.ReadFile(name)
	q.body = data[:4] // want "to keep 4 B: store a copy$"
	o.open(q.body)
}
