package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// A process that doubles its memory before it looks for garbage, as Go's do, takes twice what the largest package of a
// tree needs. There are a few such processes at once, on machines that build at the same time.

// headroom is how much garbage may lie around before it is looked for, in bytes, whether little or much is in use; and
// leastPercent what it may be of that, where it is so much that the collector would do little else.
const (
	headroom     = 64 << 20
	leastPercent = 25
	mostPercent  = 200
)

// saveMemory has the collector leave the same room whatever is in use.
var saveMemory = sync.OnceFunc(func() { runtime.SetFinalizer(&cycle{}, (*cycle).over) })

// cycle is unreachable at the end of each of the collector's cycles.
type cycle struct{ _ *cycle }

func (c *cycle) over() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return // a Go that does not count it
	}
	percent := headroom * 100 / max(sample[0].Value.Uint64(), 1)
	debug.SetGCPercent(int(min(max(percent, leastPercent), mostPercent)))
	runtime.SetFinalizer(c, (*cycle).over)
}

// maxChecked and maxHeld bound the memory: questions come package by package, so old ones can go. maxHeld is in bytes of
// source, of which each takes some thirty when it is checked; a package that is larger is there
// alone, with its variants.
const (
	maxChecked = 4
	maxHeld    = 6 << 20
)

// makeRoom forgets what there is too much of beside a package that is about to be checked. Its variants stay: what is asked
// about it goes back and forth between them.
func (s *session) makeRoom(c *checked) {
	for at := 0; at < len(s.order); {
		id := s.order[at]
		if len(s.order) >= maxChecked || s.isTooMuch(c) && s.checked[id].unit.directory() != c.unit.directory() {
			s.forget(id, c)
		} else {
			at++
		}
	}
	for _, j := range s.joints {
		if j.view != nil && s.isTooMuch(c) {
			j.release(s)
		}
	}
}

// isTooMuch tells whether a package and what is kept of others need more memory than they may.
func (s *session) isTooMuch(c *checked) bool {
	if s.warm {
		return false
	}
	held := c.size()
	for _, other := range s.checked {
		held += other.size()
	}
	for _, j := range s.joints {
		if j.view != nil {
			held += j.view.size()
		}
	}
	return held > maxHeld
}

// size is that of a package's text.
func (c *checked) size() int {
	size := 0
	for _, f := range c.files {
		size += int(f.FileEnd - f.FileStart)
	}
	return size
}
