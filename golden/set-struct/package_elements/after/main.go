// What a package does with elements, and with values, where none of its lines says so.
package main

import (
	"fmt"
	"os"
	"text/template"
	"unsafe"
)

func get[M ~map[K]V, K comparable, V any](m M, k K) V { return m[k] }

type mapLike[K comparable, V any] interface{ ~map[K]V }

func differ[M mapLike[K, V], K, V comparable](m M, a, b K) bool { return m[a] != m[b] }

func zero[M ~map[K]V, K comparable, V any](M) string {
	var v V
	return fmt.Sprintf("%T", v)
}

func size[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

func there[M mapLike[K, V], K comparable, V any](m M, k K) bool {
	_, ok := m[k]
	return ok
}

func generically() {
	got := map[string]bool{"a": true} // refuse "it is what a type parameter of `get` stands for"
	fmt.Println(get(got, "a"), get(got, "b"))
	told := map[int]bool{1: true} // refuse "it is what a type parameter of `differ` stands for"
	fmt.Println(differ(told, 1, 2), differ(told, 2, 3))
	empty := map[int8]bool{1: true} // refuse "it is what a type parameter of `zero` stands for"
	fmt.Println(zero(empty))
	sized := map[int16]struct{}{1: {}} // want "`sized` holds nothing but true"
	sized[2] = struct{}{}
	fmt.Println(size(sized), there(sized, 2), there(sized, 3))
}

type named = map[string]bool // refuse "an interface is asked for its type"

type lister interface{ list() named }

type larger interface{ lister }

type listed struct{ n int }

func (listed) list() map[string]bool { return nil } // refuse "it is part of method `list`, which interfaces may match"

func matched() {
	var x any = listed{}
	_, ok := x.(larger)
	_, also := x.(interface {
		lister
		fmt.Stringer
	})
	fmt.Println(ok, also, len(named{"a": true}))
}

type beside struct {
	first int
	set   map[uint16]bool // refuse "it is reached through unsafe.Pointer"
}

func moved() {
	b := beside{1, map[uint16]bool{1: true}}
	p := unsafe.Add(unsafe.Pointer(&b.first), unsafe.Offsetof(b.set))
	m := *(*map[uint16]bool)(p) // refuse "it is reached through unsafe.Pointer"
	fmt.Println(len(m))
	fmt.Println(m[1])
}

func caught(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func sets() []map[string]bool { return make([]map[string]bool, 1) } // refuse "false is stored, and the map may be nil"

func byNumber() (m map[uint]map[uint8]bool) { return nil } // refuse "false is stored, and the map may be nil"

func nils() {
	caught(func() { sets()[0]["x"] = false })
	caught(func() { byNumber()[1][1] = false })
	for _, m := range make([]map[int32]bool, 1) { // refuse "false is stored, and the map may be nil"
		caught(func() { m[1] = false })
	}
}

type page struct{ title string }

type options struct{ Set map[float32]bool } // refuse "`page{…}` becomes an interface"

type more struct{ n int }

func (p page) Options() options { return options{map[float32]bool{1: true}} }

func (p page) More() *more { return &more{1} }

func (m *more) Set() map[float64]bool { return map[float64]bool{1: true} } // refuse "it is part of method `Set`, which interfaces may match"

func (p page) hidden() (m map[complex64]struct{}) { return m } // want "`m` holds nothing but true"

func byMethod() {
	text := "{{.Options.Set}} {{.More.Set}}\n"
	if err := template.Must(template.New("page").Parse(text)).Execute(os.Stdout, page{"a"}); err != nil {
		fmt.Println(err, page{}.hidden() == nil)
	}
}

func elided() {
	sets := []*map[uint32]struct{}{{1: {}}} // want "`sets` holds nothing but true"
	fmt.Println(len(*sets[0]))
	if _, ok := (*sets[0])[1]; ok {
		fmt.Println("there")
	}
}

func main() {
	generically()
	matched()
	moved()
	nils()
	elided()
	byMethod()
}
