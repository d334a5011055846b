// Sets inside of other types.
package main

import (
	"fmt"
	"sync"
)

func lists() (n int) {
	levels := []map[string]struct{}{{"a": {}}, {}} // want "`levels` holds nothing but true"
	levels = append(levels, map[string]struct{}{"b": {}}, nil)
	for i := range levels {
		if _, ok := levels[i]["a"]; ok {
			n++
		}
	}
	for _, level := range levels {
		n += len(level)
	}
	copied := make([]map[string]struct{}, len(levels))
	copy(copied, levels)
	copied[1]["x"] = struct{}{}
	return n + len(levels[1])
}

func array(i int) bool {
	var sets [3]map[int]struct{} // want "`sets` holds nothing but true"
	sets[i] = map[int]struct{}{i: {}}
	pointer := &sets
	if _, ok := sets[i][i]; !ok {
		return false
	}
	_, ok := pointer[0][i]
	return !ok
}

var graph = map[string]map[string]struct{}{ // want "`graph` holds nothing but true"
	"a": {"b": {}, "c": {}},
	"b": nil,
}

func connect(from, to string) {
	if graph[from] == nil {
		graph[from] = make(map[string]struct{})
	}
	graph[from][to] = struct{}{}
	if _, ok := graph[to]; !ok {
		graph[to] = map[string]struct{}{}
	}
}

func connected(from, to string) bool {
	next, ok := graph[from]
	if !ok {
		return false
	}
	_, found := next[to]
	return found
}

func nested(k string) (n int) {
	deep := map[string][]map[int]struct{}{"a": {{1: {}}, {2: {}}}} // want "`deep` holds nothing but true"
	for _, sets := range deep {
		for _, set := range sets {
			for key := range set {
				n += key
			}
		}
	}
	if len(deep[k]) > 1 {
		if _, ok := deep[k][1][2]; ok {
			n++
		}
	}
	return n
}

func channels() (n int) {
	ch := make(chan map[string]struct{}, 2) // want "`ch` holds nothing but true"
	ch <- map[string]struct{}{"a": {}}
	ch <- nil
	close(ch)
	for set := range ch {
		if _, ok := set["a"]; ok {
			n++
		}
	}
	set, ok := <-ch
	if !ok {
		if _, ok := set["a"]; !ok {
			n += 10
		}
	}
	select {
	case set = <-ch:
		n += len(set)
	default:
	}
	return n
}

func pointers() bool {
	p := new(map[string]struct{}) // want "`p` holds nothing but true"
	*p = map[string]struct{}{"a": {}}
	q := &p
	(**q)["b"] = struct{}{}
	_, ok := (*p)["b"]
	return ok
}

type record struct{ tags map[string]struct{} } // want "`tags` holds nothing but true"

func records() (n int) {
	all := map[int]record{1: {tags: map[string]struct{}{"t": {}}}, 2: {}}
	for _, one := range all {
		if _, ok := one.tags["t"]; ok {
			n++
		}
	}
	list := []*record{{map[string]struct{}{"u": {}}}, {}}
	for i := range list {
		if _, ok := list[i].tags["u"]; ok {
			n++
		}
	}
	return n
}

// keys of interfaces may hold what is not comparable; its own elements tell nobody.
var keyed = map[any]map[any]struct{}{} // want "`keyed` holds nothing but true"

func keyedBy(a, b any) (found bool) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("recovered")
		}
	}()
	if keyed[a] == nil {
		keyed[a] = map[any]struct{}{}
	}
	keyed[a][b] = struct{}{}
	_, ok := keyed[a][b]
	return ok
}

type guarded struct {
	sync.Mutex
	known map[string]struct{} // want "`known` holds nothing but true"
}

func (g *guarded) first(name string) bool {
	g.Lock()
	defer g.Unlock()
	if _, ok := g.known[name]; ok {
		return false
	}
	g.known[name] = struct{}{}
	return true
}

var kept sync.Map

func keep() int {
	set := map[string]bool{"a": true} // refuse "`set` becomes an interface"
	kept.Store("set", set)
	return len(set)
}

func main() {
	fmt.Println(lists(), array(1), nested("a"), channels(), pointers(), records(), keep())
	connect("b", "d")
	connect("a", "e")
	fmt.Println(connected("a", "b"), connected("b", "d"), connected("d", "a"), connected("x", "y"), len(graph))
	fmt.Println(keyedBy(1, "x"), keyedBy(1, []int{}), keyedBy([]int{}, 1))
	g := guarded{known: map[string]struct{}{}}
	fmt.Println(g.first("a"), g.first("a"))
}
