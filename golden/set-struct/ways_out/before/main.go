// A set that leaves the function, in every way, stays as it is.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"text/template"
	"unsafe"
)

type set map[string]bool // refuse "`set` is a type of the package"

type holder struct {
	names map[string]bool   // refuse "`names` is a field"
	sets  []map[string]bool // refuse "the map is part of a larger type"
}

var global map[string]bool // refuse "`global` is a package-level variable"

var filled = map[string]bool{"a": true} // refuse "`filled` is a package-level variable"

func (s set) has(k string) bool { return s[k] }

func parameter(m map[string]bool) bool { return m["a"] } // refuse "`m` is a parameter"

func result() map[string]bool { return nil } // refuse "the map is a result"

func named() (m map[string]bool) { return m } // refuse "the map is a result"

func keys[K comparable, V any](m map[K]V) int { return len(m) }

func boxed(v any) string { return fmt.Sprint(v) }

func passed() bool {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `parameter`"
	return parameter(m)
}

func generic() int {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `keys`"
	return keys(m)
}

func printed() string {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `boxed`"
	return boxed(m)
}

func encoded() string {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `json.Marshal`"
	text, _ := json.Marshal(m)
	return string(text)
}

func templated() {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `template.Must"
	template.Must(template.New("").Parse("{{if index . \"b\"}}yes{{else}}no{{end}}\n")).Execute(os.Stdout, m)
}

func reflected() string {
	m := map[string]bool{"a": true} // refuse "`m` is passed to `reflect.TypeOf`"
	return reflect.TypeOf(m).String()
}

func measured() uintptr {
	m := map[string]bool{"a": true} // refuse "`m\\[\"a\"\\]` is part of a constant, and not evaluated"
	return unsafe.Sizeof(m["a"])
}

func converted() any {
	m := map[string]bool{"a": true} // refuse "it becomes `x`, which is no map"
	var x any = m
	return x
}

func asSet() bool {
	m := map[string]bool{"a": true} // refuse "its type `set` is declared elsewhere"
	s := set(m)
	return s.has("a")
}

func addressed() int {
	m := map[string]bool{"a": true} // refuse "`m` has its address taken"
	p := &m
	return len(*p)
}

func sent(ch chan map[string]bool) int { // refuse "the map is part of a larger type"
	m := map[string]bool{"a": true} // refuse "`m` is sent"
	ch <- m
	return len(<-ch)
}

func inField() int {
	m := map[string]bool{"a": true} // refuse "`m` is stored in a literal"
	h := holder{names: m}
	return len(h.names) + len(h.sets)
}

func toField(h *holder) {
	m := map[string]bool{"a": true} // refuse "it is stored in `h.names`"
	h.names = m
}

func fromField(h *holder) bool {
	m := map[string]bool{"a": true} // refuse "it is assigned from `h.names`"
	m = h.names
	return m["a"]
}

func fromCall() bool {
	var m map[string]bool // refuse "it comes from the call `result"
	m = result()
	return m["a"]
}

func fromTwo(f func() (map[string]bool, error)) bool { // refuse "the map is a result"
	var m map[string]bool // refuse "`m` is assigned from a call or a receive"
	m, _ = f()
	return m["a"]
}

func toGlobal() {
	m := map[string]bool{"a": true} // refuse "`global` is a package-level variable"
	global = m
}

func toResult() (m map[string]bool) { // refuse "the map is a result"
	n := map[string]bool{"a": true} // refuse "`m` is a named result"
	m = n
	return
}

func ofClosure() bool {
	m := map[string]bool{"a": true}                       // refuse "`m` is passed to `has`"
	has := func(m map[string]bool) bool { return m["a"] } // refuse "`m` is a parameter"
	return has(m)
}

func returned() func() map[string]bool { // refuse "the map is a result"
	m := map[string]bool{"a": true}            // refuse "`m` is returned"
	return func() map[string]bool { return m } // refuse "the map is a result"
}

func ranged() (n int) {
	for _, m := range []map[string]bool{{"a": true}} { // refuse "the map is part of a larger type"
		n += len(m)
	}
	return n
}

func asserted(x any) bool {
	m, ok := x.(map[string]bool)
	switch x := x.(type) {
	case map[string]bool:
		return x["b"]
	}
	return ok && m["a"]
}

func instantiated() int { return keys[string, bool](map[string]bool{"a": true}) } // refuse "`keys.string, bool.* is no map"

func sorted() []string {
	m := map[string]bool{"a": true} // refuse "`m` is assigned from a call or a receive"
	var names []string
	m, names = map[string]bool{"b": true}, nil
	m, names = pair()
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}

func pair() (map[string]bool, []string) { return nil, nil } // refuse "the map is a result"

func values() int {
	m := map[string]bool{"a": true} // refuse "`any\\(m\\)` is no map"
	_, ok := any(m).(map[string]bool)
	if ok {
		return 1
	}
	return 0
}

func main() {
	fmt.Println(named(), passed(), generic(), printed(), encoded(), reflected(), measured(), converted(), asSet())
	templated()
	fmt.Println(addressed(), sent(make(chan map[string]bool, 1)), inField(), fromCall()) // refuse "the map is part of a larger type"
	h := holder{}
	toField(&h)
	toGlobal()
	fmt.Println(fromField(&h), global, filled, toResult(), ofClosure(), returned()(), ranged())
	fmt.Println(asserted(map[string]bool{"a": true, "b": true}), instantiated(), sorted(), values()) // refuse "is passed to `asserted`"
	fmt.Println(fromTwo(func() (map[string]bool, error) { return nil, nil }))                        // refuse "the map is a result"
}
