// Package u is public.
package u

import (
	"encoding/json"
	"reflect"

	"golden/set-struct/exported_traps/internal/a"
)

type adder interface{ Add(set map[string]bool) } // refuse "it is part of an interface"

func use(x adder) { x.Add(map[string]bool{"x": true}) }

func Use() int {
	use(&a.T{})
	type mine struct{ a.Table }
	b, _ := json.Marshal(mine{a.Table{Seen: map[string]bool{}}}) // refuse "`Seen` is declared in another package"
	return len(b)
}

func Deep() bool { return reflect.DeepEqual(a.Deep, map[string]bool{"a": true}) } // refuse "becomes an interface"

func Known() []string { return a.Keys(a.Known) }

type S = a.Names

func Names() bool { s := S{"a": true}; return s["a"] }

func Copied() bool { return a.Copy(a.Copied)["c"] }

func Generic() bool {
	s := a.Set[string]{}
	s.Add("x")
	_, ok := s["x"]
	return ok
}

func Call() bool {
	var f a.Func = func(m map[int8]struct{}) bool { _, ok := m[1]; return ok }
	return f(map[int8]struct{}{1: {}})
}
