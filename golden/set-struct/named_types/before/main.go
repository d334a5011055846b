// Named map types, with methods, and names for names of them.
package main

import (
	"flag"
	"fmt"
	"sort"
	"strings"
)

type set map[string]bool // want "`set` holds nothing but true"

func newSet(names ...string) set {
	s := make(set, len(names))
	for _, name := range names {
		s.add(name)
	}
	return s
}

func (s set) add(name string)      { s[name] = true }
func (s set) has(name string) bool { return s[name] }
func (s set) missing(name string) bool {
	return !s[name]
}

func (s *set) reset(name string) {
	*s = set{name: true}
	(*s)["again"] = true
}

func (s set) union(other set) set {
	all := set{}
	for name := range s {
		all[name] = true
	}
	for name := range other {
		all[name] = true
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

type plainAlias = map[int]bool // want "`plainAlias` holds nothing but true"

func aliased(n int) bool {
	var p plainAlias = map[int]bool{1: true}
	a := alias{"x": true}
	g := again(a)
	return p[n] && g["x"]
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

type pointer *map[string]bool // want "`pointer` holds nothing but true"

func pointed() bool {
	m := map[string]bool{"p": true}
	var p pointer = &m
	return (*p)["p"]
}

type function func(map[rune]bool) bool // want "`function` holds nothing but true"

func (f function) call() bool { return f(map[rune]bool{'a': true}) }

func main() {
	s := newSet("b", "a")
	fmt.Println(s.has("a"), s.missing("c"), strings.Join(s.union(set{"z": true}).sorted(), ","), aliased(1))
	s.reset("r")
	h := holder{set: s, more: alias{"m": true}}
	fmt.Println(h.set["r"], h.more["m"])
	fmt.Println(len(s), h.has("r"), h.more.has("n"), other(), pointed())
	f := flags{}
	flag.Var(f, "f", "names")
	fmt.Println(len(f), function(func(set map[rune]bool) bool { return set['a'] }).call())
}
