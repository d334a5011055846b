// Sets inside of other types.
package main

import (
	"fmt"
	"sync"
)

func lists() (n int) {
	levels := []map[string]bool{{"a": true}, {}} // want "`levels` holds nothing but true"
	levels = append(levels, map[string]bool{"b": true}, nil)
	for i := range levels {
		if levels[i]["a"] {
			n++
		}
	}
	for _, level := range levels {
		n += len(level)
	}
	copied := make([]map[string]bool, len(levels))
	copy(copied, levels)
	copied[1]["x"] = true
	return n + len(levels[1])
}

func array(i int) bool {
	var sets [3]map[int]bool // want "`sets` holds nothing but true"
	sets[i] = map[int]bool{i: true}
	pointer := &sets
	return sets[i][i] && !pointer[0][i]
}

var graph = map[string]map[string]bool{ // want "`graph` holds nothing but true"
	"a": {"b": true, "c": true},
	"b": nil,
}

func connect(from, to string) {
	if graph[from] == nil {
		graph[from] = make(map[string]bool)
	}
	graph[from][to] = true
	if _, ok := graph[to]; !ok {
		graph[to] = map[string]bool{}
	}
}

func connected(from, to string) bool {
	next, ok := graph[from]
	return ok && next[to]
}

func nested(k string) (n int) {
	deep := map[string][]map[int]bool{"a": {{1: true}, {2: true}}} // want "`deep` holds nothing but true"
	for _, sets := range deep {
		for _, set := range sets {
			for key := range set {
				n += key
			}
		}
	}
	if len(deep[k]) > 1 && deep[k][1][2] {
		n++
	}
	return n
}

func channels() (n int) {
	ch := make(chan map[string]bool, 2) // want "`ch` holds nothing but true"
	ch <- map[string]bool{"a": true}
	ch <- nil
	close(ch)
	for set := range ch {
		if set["a"] {
			n++
		}
	}
	set, ok := <-ch
	if !ok && !set["a"] {
		n += 10
	}
	select {
	case set = <-ch:
		n += len(set)
	default:
	}
	return n
}

func pointers() bool {
	p := new(map[string]bool) // want "`p` holds nothing but true"
	*p = map[string]bool{"a": true}
	q := &p
	(**q)["b"] = true
	return (*p)["b"]
}

type record struct{ tags map[string]bool } // want "`tags` holds nothing but true"

func records() (n int) {
	all := map[int]record{1: {tags: map[string]bool{"t": true}}, 2: {}}
	for _, one := range all {
		if one.tags["t"] {
			n++
		}
	}
	list := []*record{{map[string]bool{"u": true}}, {}}
	for i := range list {
		if list[i].tags["u"] {
			n++
		}
	}
	return n
}

// keys of interfaces may hold what is not comparable; its own elements tell nobody.
var keyed = map[any]map[any]bool{} // want "`keyed` holds nothing but true"

func keyedBy(a, b any) (found bool) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("recovered")
		}
	}()
	if keyed[a] == nil {
		keyed[a] = map[any]bool{}
	}
	keyed[a][b] = true
	return keyed[a][b]
}

type guarded struct {
	sync.Mutex
	known map[string]bool // want "`known` holds nothing but true"
}

func (g *guarded) first(name string) bool {
	g.Lock()
	defer g.Unlock()
	if g.known[name] {
		return false
	}
	g.known[name] = true
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
	g := guarded{known: map[string]bool{}}
	fmt.Println(g.first("a"), g.first("a"))
}
