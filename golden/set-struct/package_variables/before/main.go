// Variables of a package are known in all of its files.
package main

import (
	"fmt"
	"sort"
)

// keywords are never changed.
var keywords = map[string]bool{ // want "`keywords` holds nothing but true"
	"break": true, // a comment stays
	"case":  true,
}

var (
	visited      map[int]bool                               // want "`visited` holds nothing but true"
	a, b         = map[string]bool{}, make(map[string]bool) // want "`a` holds nothing but true"
	table        = keywords
	hidden, kept = map[string]bool{"x": true}, 1 // want "`hidden` holds nothing but true"
)

var off = map[string]bool{"on": true, "off": false} // refuse "a literal holds another value than true"

var printed = map[string]bool{"x": true} // refuse "`printed` becomes an interface"

var decided = keywords["case"]

var (
	one       = keywords["one"]
	two, more = 2, 3
)

func isKeyword(word string) bool { return keywords[word] }

func lookup(word string, n int) string {
	if len(word) > 3 && keywords[word] {
		return "long keyword"
	} else if table[word] {
		return "keyword"
	}
	return fmt.Sprint(n)
}

func visit(n int) bool {
	if visited == nil {
		visited = make(map[int]bool)
	}
	defer func() { visited[n] = true }()
	return visited[n]
}

func swap() {
	a, b = b, a
	a["a"] = true
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
	fmt.Println(len(late), late["z"])
}
