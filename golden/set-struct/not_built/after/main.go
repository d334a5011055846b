// Files that this build leaves out may use what the package declares.
package main

import "fmt"

var named = map[string]bool{"a": true} // refuse "`named` is used in main_plan9\\.go, which is not part of this build"

var free = map[string]struct{}{"a": {}} // want "`free` holds nothing but true"

func given(set map[string]bool) bool { return set["a"] } // refuse "`given` is used in main_plan9\\.go, which is not part of this build"

type record struct {
	tags  map[string]bool // refuse "`tags` is used in main_plan9\\.go, which is not part of this build"
	other map[string]bool // want "unsafe: what main_plan9\\.go does with it, which is not part of this build, is not known"
}

// private is out of reach for the other files: nothing that they name leads there.
type private struct{ marks map[string]struct{} } // want "`marks` holds nothing but true"

type reached struct{ marks map[int]bool } // want "unsafe: what main_plan9\\.go does with it, which is not part of this build, is not known"

func reach() *reached { return &reached{map[int]bool{1: true}} }

type positional struct{ set map[rune]bool } // refuse "`positional` is used in main_plan9\\.go, which is not part of this build"

// local has the name of something in another file, and is a variable of its own.
func local() bool {
	words := map[string]struct{}{"w": {}} // want "`words` holds nothing but true"
	_, ok := words["w"]
	return ok
}

func main() {
	r := record{tags: map[string]bool{"t": true}, other: map[string]bool{"o": true}}
	p := private{map[string]struct{}{"p": {}}}
	q := positional{map[rune]bool{'q': true}}
	if _, ok := free["a"]; ok {
		fmt.Println(named["a"])
	}
	if r.other["o"] {
		if _, ok := p.marks["p"]; ok {
			fmt.Println(r.tags["t"])
		}
	}
	if s := reach(); s.marks[1] {
		fmt.Println(q.set['q'])
	}
	fmt.Println(given(map[string]bool{}), local())
}
