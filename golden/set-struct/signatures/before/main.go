// Parameters and results change with what they are given, and with what takes them.
package main

import (
	"fmt"
	"sort"
)

func add(seen map[string]bool, names ...string) map[string]bool { // want "`seen` holds nothing but true"
	for _, name := range names {
		seen[name] = true
	}
	return seen
}

func walk(n int, seen map[int]bool) int { // want "`seen` holds nothing but true"
	if n == 0 || seen[n] {
		return 0
	}
	seen[n] = true
	return 1 + walk(n/2, seen) + walk(n-1, seen)
}

func both(one, other map[int]bool) (common map[int]bool, err error) { // want "`one` holds nothing but true" "`common` holds nothing but true"
	common = map[int]bool{}
	for n := range one {
		if other[n] {
			common[n] = true
		}
	}
	return
}

func size(sets ...map[rune]bool) (n int) { // want "`sets` holds nothing but true"
	for _, set := range sets {
		n += len(set)
	}
	return n
}

func letters(word string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range word {
		set[r] = true
	}
	return set
}

func optional(known map[string]bool, name string) bool { return known == nil || known[name] }

func falses(set map[string]bool) { set["no"] = false } // refuse "false is stored at line .*, and told from what is not there"

type finder struct{ depth int }

// find is a method, which no interface here knows.
func (f *finder) find(n int, seen map[int]bool) bool { // want "`seen` holds nothing but true"
	f.depth++
	if seen[n] {
		return true
	}
	seen[n] = true
	return n < 9 && f.find(n*2%7, seen)
}

// Has is one that interfaces anywhere may know, since a finder becomes one.
func (f *finder) Has(seen map[int8]bool) bool { return seen[1] } // refuse "it is part of method `Has`, which interfaces may match"

type asker struct{}

// has and ask are methods that an interface here knows.
func (asker) has(set map[int16]bool) bool { return set[1] } // refuse "it is part of method `has`, which interfaces may match"

func (asker) ask(set map[uint16]bool) bool { return set[1] } // refuse "it is part of method `ask`, which interfaces may match"

func dynamic(x any) bool {
	known, ok := x.(interface{ has(map[int16]bool) bool }) // refuse "an interface is asked for its type"
	return ok && known.has(map[int16]bool{1: true})
}

type questioner interface{ ask(map[uint16]bool) bool } // refuse "it is part of an interface"

type quiet struct{}

// Has of a type that nobody sees as an interface may change.
func (quiet) Has(set map[uint32]bool) bool { return set[3] } // want "`set` holds nothing but true"

// passed is a function that is used as a value, of a type that is written.
func passed(set map[int32]bool) int { return len(set) } // want "`set` holds nothing but true"

func apply(f func(map[int32]bool) int) int { return f(map[int32]bool{1: true}) }

var table = map[string]func(map[uint8]bool) bool{ // want "`table` holds nothing but true"
	"one": func(set map[uint8]bool) bool { return set[1] },
	"all": all,
}

func all(set map[uint8]bool) bool { return len(set) > 1 }

// boxed is a function that becomes an interface, by which its type may be asked for.
func boxed(set map[int64]bool) int { return len(set) } // refuse "`boxed` becomes an interface"

func closures(words []string) (found []string) {
	seen := make(map[string]bool) // want "`seen` holds nothing but true"
	visit := func(word string, known map[string]bool) bool {
		if known[word] {
			return false
		}
		known[word] = true
		return true
	}
	for _, word := range words {
		if visit(word, seen) {
			found = append(found, word)
		}
	}
	var inner func(map[uint64]bool, uint64) int // want "`inner` holds nothing but true"
	inner = func(set map[uint64]bool, n uint64) int {
		if set[n] {
			return len(set)
		}
		set[n] = true
		return inner(set, n%3)
	}
	return append(found, fmt.Sprint(inner(map[uint64]bool{}, 7)))
}

func main() {
	set := add(make(map[string]bool), "a", "b")
	if set["a"] {
		fmt.Println("a")
	}
	fmt.Println(len(set), walk(5, map[int]bool{}), optional(nil, "x"), optional(add(map[string]bool{}), "x"))
	common, err := both(map[int]bool{1: true, 2: true}, map[int]bool{2: true})
	fmt.Println(len(common), err, size(), size(letters("go"), letters("good")), size([]map[rune]bool{letters("x")}...))
	no := map[string]bool{"no": true}
	falses(no)
	fmt.Println(len(no))
	f := &finder{}
	fmt.Println(f.find(3, map[int]bool{}), f.Has(map[int8]bool{1: true}), any(f) != nil)
	fmt.Println(dynamic(asker{}), questioner(asker{}).ask(map[uint16]bool{1: true}), asker{}.has(nil))
	fmt.Println(apply(passed), table["one"](map[uint8]bool{1: true}), table["all"](nil), quiet{}.Has(map[uint32]bool{3: true}))
	fmt.Printf("%T %d\n", boxed, boxed(nil))
	words := closures([]string{"b", "a", "b"})
	sort.Strings(words)
	fmt.Println(words)
	func(set map[float64]bool) { fmt.Println(len(set)) }(map[float64]bool{1: true}) // want "`set` holds nothing but true"
}
