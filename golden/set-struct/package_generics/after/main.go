// Generic types and functions of the package.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

type Set[T comparable] map[T]bool // want "unsafe: `Set` is exported"

func (s Set[T]) Add(x T)           { s[x] = true }
func (s Set[T]) Contains(x T) bool { return s[x] }

func setOf[T comparable](xs ...T) Set[T] {
	s := make(Set[T])
	for _, x := range xs {
		s.Add(x)
	}
	return s
}

type cache[K comparable, V any] struct {
	values map[K]V
	stale  map[K]struct{} // want "`stale` holds nothing but true"
}

func newCache[K comparable, V any]() *cache[K, V] {
	return &cache[K, V]{values: map[K]V{}, stale: map[K]struct{}{}}
}

func (c *cache[K, V]) get(k K) (v V, ok bool) {
	if _, ok := c.stale[k]; ok {
		return v, false
	}
	v, ok = c.values[k]
	return v, ok
}

func (c *cache[K, V]) drop(k K) { c.stale[k] = struct{}{} }

func has[K comparable](m map[K]struct{}, k K) bool { _, ok := m[k]; return ok } // want "`m` holds nothing but true"

type list[T any] struct{ items []map[string]struct{} } // want "`items` holds nothing but true"

func (l *list[T]) any(k string) bool {
	for _, item := range l.items {
		if _, ok := item[k]; ok {
			return true
		}
	}
	return false
}

// keysOf does the same with any map.
func keysOf[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sizeOf[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

// valuesOf looks at the elements.
func valuesOf[K comparable, V any](m map[K]V) (values []V) {
	for _, v := range m {
		values = append(values, v)
	}
	return values
}

func identity[T any](x T) T { return x }

// typeOf tells what it is given.
func typeOf[V any](m map[string]V) string { return fmt.Sprintf("%T", m) }

func zero[V any](map[string]V) string {
	var v V
	return fmt.Sprint(v)
}

func stored[K comparable, V any](m map[K]V, k K, v V) { m[k] = v }

func calls() []string {
	one := map[string]struct{}{"b": {}, "a": {}} // want "`one` holds nothing but true"
	two := map[int]struct{}{1: {}}               // want "`two` holds nothing but true"
	return append(keysOf(one), fmt.Sprint(sizeOf(two), keysOf(two), slices.Sorted(maps.Keys(one))))
}

func looks() int {
	m := map[int8]bool{1: true} // refuse "its element type is a type parameter elsewhere"
	return len(valuesOf(m))
}

func passes() int {
	m := map[int16]bool{1: true} // refuse "it is what a type parameter of `identity` stands for"
	return len(identity(m))
}

func tells() string {
	m := map[string]bool{"a": true} // refuse "its element type is a type parameter elsewhere"
	return typeOf(m)
}

func zeroes() string {
	m := map[string]bool{"a": true} // refuse "its element type is a type parameter elsewhere"
	return zero(m)
}

func stores() int {
	m := map[int64]bool{} // refuse "its element type is a type parameter elsewhere"
	stored(m, 1, true)
	return len(m)
}

func deleted(m map[uint8]bool) int { // refuse "it is what a type parameter of `DeleteFunc` stands for"
	maps.DeleteFunc(m, func(k uint8, v bool) bool { return v })
	return len(m)
}

type printable struct{ set map[string]bool } // want "unsafe: generic code turns it into an interface"

type sized struct{ set map[int32]bool } // want "unsafe: generic code turns it into an interface"

type listing[T any] struct{ items []T }

func (l listing[T]) show() string { return fmt.Sprint(l.items) }

func show[T any](x T) string { return fmt.Sprintf("%v", x) }

func forward[T any](x T) string { return show(x) }

type forwarded struct{ set map[uint16]bool } // want "unsafe: generic code turns it into an interface"

type moved struct{ set map[uint32]struct{} } // want "`set` holds nothing but true"

func first[T any](xs []T) T { return xs[0] }

func generally() []string {
	l := listing[sized]{[]sized{{map[int32]bool{1: true}}}}
	m := first(slices.Clone([]moved{{map[uint32]struct{}{1: {}}}}))
	if _, ok := m.set[1]; ok {
		fmt.Println("moved")
	}
	return []string{show(printable{map[string]bool{"p": true}}), l.show(), forward(forwarded{map[uint16]bool{1: true}})}
}

func main() {
	fmt.Println(generally())
	s := setOf(1, 2, 3)
	t := Set[string]{"x": true}
	fmt.Println(s.Contains(2), s.Contains(4), t.Contains("x"), len(s), has(map[rune]struct{}{'a': {}}, 'a'), has(map[uint]struct{}{}, 1))
	c := newCache[string, int]()
	c.values["a"], c.values["b"] = 1, 2
	c.drop("b")
	fmt.Println(c.get("a"))
	fmt.Println(c.get("b"))
	l := list[int]{[]map[string]struct{}{{"k": {}}}}
	fmt.Println(l.any("k"), l.any("l"), calls(), looks(), passes(), tells(), zeroes(), stores(), deleted(map[uint8]bool{1: true}))
}
