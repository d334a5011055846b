// Fields change with all that is stored in them. Who prints the struct, or asks what type its fields have, must not see it.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"unsafe"
)

type scanner struct {
	seen  map[string]struct{}                 // want "`seen` holds nothing but true"
	other struct{ inner map[string]struct{} } // want "`other` holds nothing but true"
	depth int
}

func newScanner() *scanner {
	s := &scanner{seen: map[string]struct{}{}}
	s.other.inner = make(map[string]struct{})
	return s
}

func (s *scanner) scan(words []string) (n int) {
	for _, word := range words {
		if _, ok := s.seen[word]; ok {
			continue
		}
		s.seen[word] = struct{}{}
		if _, ok := s.other.inner[word]; ok && len(word) > 1 {
			n++
		} else {
			n += 2
		}
		s.other.inner[word+word] = struct{}{}
	}
	return n
}

type pair struct {
	set  map[int]struct{} // want "`set` holds nothing but true"
	name string
}

type outer struct {
	pair
	*link
}

type link struct{ done map[int]struct{} } // want "`done` holds nothing but true"

func embedded() int {
	o := outer{pair{map[int]struct{}{1: {}}, "x"}, &link{done: map[int]struct{}{}}}
	o.done[3] = struct{}{}
	copied := o.pair
	copied.set[2] = struct{}{}
	if _, ok := o.set[2]; ok {
		if _, ok := o.link.done[2]; !ok {
			return len(o.set)
		}
	}
	return 0
}

type source struct{ flags map[string]struct{} } // want "`flags` holds nothing but true"

type target struct{ flags map[string]struct{} }

func converted() bool {
	s := source{map[string]struct{}{"a": {}}}
	t := target(s)
	_, ok := t.flags["a"]
	return ok
}

type shown struct{ flags map[string]bool } // its type becomes an interface // want "unsafe: `s` becomes an interface"

type shownInside struct{ part shown }

func show(s shownInside) string { return fmt.Sprintf("%v", s) }

type encoded struct {
	Flags map[string]bool // refuse "`encoded\\{…\\}` becomes an interface"
	inner innerFlags
}

type innerFlags struct{ Names map[string]bool } // want "unsafe: `encoded\\{…\\}` becomes an interface"

func encode() string {
	text, _ := json.Marshal(encoded{Flags: map[string]bool{"a": true}, inner: innerFlags{map[string]bool{"b": true}}})
	return string(text)
}

type Promoted struct{ innerShown }

type innerShown struct{ Names map[string]bool } // refuse "`Promoted\\{…\\}` becomes an interface"

func promote() string {
	text, _ := json.Marshal(Promoted{innerShown{map[string]bool{"p": true}}})
	return string(text)
}

type plain struct {
	Public map[string]struct{} // want "`Public` holds nothing but true"
}

func public() bool {
	p := plain{Public: map[string]struct{}{"a": {}}}
	_, ok := p.Public["a"]
	return ok
}

func anonymous() (n int) {
	tests := []struct {
		name string
		want map[string]struct{} // want "`tests` holds nothing but true"
	}{
		{"one", map[string]struct{}{"a": {}}},
		{name: "two", want: map[string]struct{}{"b": {}}},
	}
	for _, test := range tests {
		if _, ok := test.want["a"]; ok {
			n++
		}
	}
	return n
}

func asked() bool {
	var x any = struct{ set map[uint]bool }{map[uint]bool{1: true}} // refuse "`struct\\{set map\\[uint\\]bool\\}\\{…\\}` becomes an interface"
	_, ok := x.(struct{ set map[uint]bool })                        // refuse "an interface is asked for its type"
	return ok
}

func compared() bool {
	got := struct{ set map[uint8]bool }{map[uint8]bool{1: true}} // refuse "`got\\.set` becomes an interface"
	return reflect.DeepEqual(got.set, map[uint8]bool{1: true})   // refuse "`map\\[uint8\\]bool\\{…\\}` becomes an interface"
}

type raw struct{ set map[int]bool } // refuse "it is reached through unsafe\\.Pointer"

type layout struct{ set map[int]bool } // refuse "it is reached through unsafe\\.Pointer"

func reinterpreted() bool {
	r := &raw{map[int]bool{1: true}}
	return (*layout)(unsafe.Pointer(r)).set[1]
}

type sized struct{ set map[int16]struct{} } // want "`set` holds nothing but true"

func (s sized) size() uintptr {
	return unsafe.Sizeof(s) + unsafe.Sizeof(s.set) + unsafe.Offsetof(s.set)
}

type node struct {
	next *node
	seen map[*node]struct{} // want "`seen` holds nothing but true"
}

func linked() bool {
	n := &node{seen: map[*node]struct{}{}}
	n.next = &node{next: n, seen: n.seen}
	n.seen[n] = struct{}{}
	if _, ok := n.next.seen[n]; !ok {
		return false
	}
	_, ok := n.next.seen[n.next]
	return !ok
}

type printedElsewhere struct{ marks map[string]bool } // want "unsafe: `p` becomes an interface"

func (p *printedElsewhere) String() string { return "marks" }

func stringer() string {
	p := &printedElsewhere{marks: map[string]bool{"m": true}}
	if p.marks["m"] {
		return fmt.Sprint(p)
	}
	return ""
}

func nilStruct() (found bool) {
	defer func() { fmt.Println(recover() != nil) }()
	var s *scanner
	ok := s.depth > 0
	if !ok {
		_, ok = s.seen["a"]
	}
	found = ok
	return found
}

func main() {
	fmt.Println(newScanner().scan([]string{"a", "b", "a", "aa"}), embedded(), converted(), encode(), promote(), public())
	fmt.Println(show(shownInside{shown{map[string]bool{"a": true}}}), anonymous(), asked(), compared(), reinterpreted())
	fmt.Println(sized{}.size() > 0, linked(), stringer(), nilStruct())
}
