// Package a is used in ways that only a look at the importer shows.
package a

type T struct{ seen map[string]bool } // refuse "it is part of method `Add`, which interfaces may match"

func (t *T) Add(set map[string]bool) { t.seen = set }

type Table struct{ Seen map[string]bool } // refuse "`mine{…}` becomes an interface at ../../u/u.go"

var Deep = map[string]bool{"a": true} // refuse "`a.Deep` becomes an interface at ../../u/u.go"

var Known = map[string]bool{"a": true} // want "`Known` holds nothing but true"

type Names map[string]bool // refuse "`S` is exported at ../../u/u.go"

func Keys[K comparable, V any](m map[K]V) (out []K) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

func Copy[M ~map[string]V, V any](m M) M { return m }

var Copied = map[string]bool{"c": true} // refuse "it is what a type parameter of `Copy` stands for at ../../u/u.go"

type Set[K comparable] map[K]bool // want "holds nothing but true"

func (s Set[K]) Add(k K) { s[k] = true }

type Func func(map[int8]bool) bool // want "holds nothing but true"
