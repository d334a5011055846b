// Named map types, with methods, and names for names of them.
package main

import (
	"flag"
	"fmt"
	"sort"
	"strings"
)

type set map[string]struct{} // want "`set` holds nothing but true"

func newSet(names ...string) set {
	s := make(set, len(names))
	for _, name := range names {
		s.add(name)
	}
	return s
}

func (s set) add(name string)      { s[name] = struct{}{} }
func (s set) has(name string) bool { _, ok := s[name]; return ok }
func (s set) missing(name string) bool {
	_, ok := s[name]
	return !ok
}

func (s *set) reset(name string) {
	*s = set{name: {}}
	(*s)["again"] = struct{}{}
}

func (s set) union(other set) set {
	all := set{}
	for name := range s {
		all[name] = struct{}{}
	}
	for name := range other {
		all[name] = struct{}{}
	}
	return all
}

func (s set) sorted() []string {
	names := make([]string, 0, len(s))
	for name := range s {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

type again set

type alias = set

type plainAlias = map[int]struct{} // want "`plainAlias` holds nothing but true"

func aliased(n int) bool {
	var p plainAlias = map[int]struct{}{1: {}}
	a := alias{"x": {}}
	g := again(a)
	if _, ok := p[n]; !ok {
		return false
	}
	_, ok := g["x"]
	return ok
}

type holder struct {
	set
	more alias
}

// flags is printed and parsed by package flag, and so becomes an interface.
type flags map[string]bool // refuse "`f` becomes an interface"

func (f flags) String() string { return fmt.Sprint(len(f)) }

func (f flags) Set(name string) error {
	f[name] = true
	return nil
}

type truth bool

type truths map[string]truth

func other() bool {
	t := truths{"a": true}
	return bool(t["a"])
}

type pointer *map[string]struct{} // want "`pointer` holds nothing but true"

func pointed() bool {
	m := map[string]struct{}{"p": {}}
	var p pointer = &m
	_, ok := (*p)["p"]
	return ok
}

type function func(map[rune]struct{}) bool // want "`function` holds nothing but true"

func (f function) call() bool { return f(map[rune]struct{}{'a': {}}) }

func main() {
	s := newSet("b", "a")
	fmt.Println(s.has("a"), s.missing("c"), strings.Join(s.union(set{"z": {}}).sorted(), ","), aliased(1))
	s.reset("r")
	h := holder{set: s, more: alias{"m": {}}}
	_, ok := h.set["r"]
	_, found := h.more["m"]
	fmt.Println(ok, found)
	fmt.Println(len(s), h.has("r"), h.more.has("n"), other(), pointed())
	f := flags{}
	flag.Var(f, "f", "names")
	fmt.Println(len(f), function(func(set map[rune]struct{}) bool { _, ok := set['a']; return ok }).call())
}
