// Variables of a package are known in all of its files.
package main

import (
	"fmt"
	"sort"
)

// keywords are never changed.
var keywords = map[string]struct{}{ // want "`keywords` holds nothing but true"
	"break": {}, // a comment stays
	"case":  {},
}

var (
	visited      map[int]struct{}                                   // want "`visited` holds nothing but true"
	a, b         = map[string]struct{}{}, make(map[string]struct{}) // want "`a` holds nothing but true"
	table        = keywords
	hidden, kept = map[string]struct{}{"x": {}}, 1 // want "`hidden` holds nothing but true"
)

var off = map[string]bool{"on": true, "off": false} // refuse "a literal holds another value than true"

var printed = map[string]bool{"x": true} // refuse "`printed` becomes an interface"

var _, decided = keywords["case"]

var (
	_, one    = keywords["one"]
	two, more = 2, 3
)

func isKeyword(word string) bool { _, ok := keywords[word]; return ok }

func lookup(word string, n int) string {
	ok := len(word) > 3
	if ok {
		_, ok = keywords[word]
	}
	if ok {
		return "long keyword"
	} else if _, ok := table[word]; ok {
		return "keyword"
	}
	return fmt.Sprint(n)
}

func visit(n int) bool {
	if visited == nil {
		visited = make(map[int]struct{})
	}
	defer func() { visited[n] = struct{}{} }()
	_, ok := visited[n]
	return ok
}

func swap() {
	a, b = b, a
	a["a"] = struct{}{}
}

func names() (found []string) {
	for name := range keywords {
		found = append(found, name)
	}
	sort.Strings(found)
	return found
}

func shadowed() bool {
	keywords := map[string]int{"case": 2}
	return keywords["case"] == 2
}

func main() {
	fmt.Println(isKeyword("case"), isKeyword("x"), lookup("break", 1), lookup("case", 2), lookup("y", 3))
	fmt.Println(visit(1), visit(1), visit(2), len(visited), names(), shadowed(), off["on"], off["off"], printed, decided, one, two, more)
	swap()
	fmt.Println(len(a), len(b), other("a"), other("c"), kept)
	initialize()
	_, ok := late["z"]
	fmt.Println(len(late), ok)
}
