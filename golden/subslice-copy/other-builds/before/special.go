//go:build special

package others

var shared = make([]byte, 1<<20)

func open(string) []byte { return shared }

func (p *page) keep([]byte) {}

func use(b []byte) { look(b) }

type asker struct{}

func (asker) take(b []byte) { look(b) }
