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

type set map[string]bool // want "`set` holds nothing but true"

type holder struct {
	names map[string]bool   // want "`names` holds nothing but true"
	sets  []map[string]bool // want "`sets` holds nothing but true"
}

var global map[string]bool // refuse "`global` becomes an interface"

var filled = map[string]bool{"a": true} // refuse "`filled` becomes an interface"

func (s set) has(k string) bool { return s[k] }

func parameter(m map[string]bool) bool { return m["a"] } // want "`m` holds nothing but true"

func result() map[string]bool { return nil } // want "`m` holds nothing but true"

func named() (m map[string]bool) { return m } // refuse "`named\\(\\)` becomes an interface"

func keys[K comparable, V any](m map[K]V) int { return len(m) }

func boxed(v any) string { return fmt.Sprint(v) }

func passed() bool {
	m := map[string]bool{"a": true}
	return parameter(m)
}

func generic() int {
	m := map[string]bool{"a": true} // refuse "its element type is a type parameter elsewhere"
	return keys(m)
}

func printed() string {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	return boxed(m)
}

func encoded() string {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	text, _ := json.Marshal(m)
	return string(text)
}

func templated() {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	template.Must(template.New("").Parse("{{if index . \"b\"}}yes{{else}}no{{end}}\n")).Execute(os.Stdout, m)
}

func reflected() string {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	return reflect.TypeOf(m).String()
}

func measured() uintptr {
	m := map[string]bool{"a": true} // refuse "`m\\[\"a\"\\]` is part of a constant, and not evaluated"
	return unsafe.Sizeof(m["a"])
}

func converted() any {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	var x any = m
	return x
}

func asSet() bool {
	m := map[string]bool{"a": true}
	s := set(m)
	return s.has("a")
}

func addressed() int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	p := &m
	return len(*p)
}

func sent(ch chan map[string]bool) int { // want "`ch` holds nothing but true"
	m := map[string]bool{"a": true}
	ch <- m
	return len(<-ch)
}

func inField() int {
	m := map[string]bool{"a": true}
	h := holder{names: m}
	return len(h.names) + len(h.sets)
}

func toField(h *holder) {
	m := map[string]bool{"a": true}
	h.names = m
}

func fromField(h *holder) bool {
	m := map[string]bool{"a": true}
	m = h.names
	return m["a"]
}

func fromCall() bool {
	var m map[string]bool
	m = result()
	return m["a"]
}

func fromTwo(f func() (map[string]bool, error)) bool { // want "`f` holds nothing but true"
	var m map[string]bool
	m, _ = f()
	return m["a"]
}

func toGlobal() {
	m := map[string]bool{"a": true}
	global = m
}

func toResult() (m map[string]bool) { // refuse "`toResult\\(\\)` becomes an interface"
	n := map[string]bool{"a": true}
	m = n
	return
}

func ofClosure() bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	has := func(m map[string]bool) bool { return m["a"] }
	return has(m)
}

func returned() func() map[string]bool { // refuse "`returned\\(\\)\\(\\)` becomes an interface"
	m := map[string]bool{"a": true}
	return func() map[string]bool { return m }
}

func ranged() (n int) {
	for _, m := range []map[string]bool{{"a": true}} { // want "`m` holds nothing but true"
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

func instantiated() int { return keys[string, bool](map[string]bool{"a": true}) }

func sorted() []string {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	var names []string
	m, names = map[string]bool{"b": true}, nil
	m, names = pair()
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}

func pair() (map[string]bool, []string) { return nil, nil }

func values() int {
	m := map[string]bool{"a": true} // refuse "`m` becomes an interface"
	_, ok := any(m).(map[string]bool)
	if ok {
		return 1
	}
	return 0
}

func main() {
	fmt.Println(named(), passed(), generic(), printed(), encoded(), reflected(), measured(), converted(), asSet())
	templated()
	fmt.Println(addressed(), sent(make(chan map[string]bool, 1)), inField(), fromCall())
	h := holder{}
	toField(&h)
	toGlobal()
	fmt.Println(fromField(&h), global, filled, toResult(), ofClosure(), returned()(), ranged())
	fmt.Println(asserted(map[string]bool{"a": true, "b": true}), instantiated(), sorted(), values()) // refuse "`map\\[string\\]bool\\{…\\}` becomes an interface"
	fmt.Println(fromTwo(func() (map[string]bool, error) { return nil, nil }))
}
