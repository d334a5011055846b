// Constants that are true say so under another name.
package main

import "fmt"

const (
	yes      = true
	no       = !yes
	member   = bool(yes)
	two, one = 2, 1
)

type answer bool

const agreed answer = true

func named(k string) int {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	m[k] = struct{}{}
	m["c"] = struct{}{}
	m["d"], m["e"] = struct{}{}, struct{}{}
	return len(m)
}

func local(words []string) (n int) {
	const seen = true
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	for _, word := range words {
		if _, ok := m[word]; ok {
			n++
		}
		m[word] = struct{}{}
	}
	return n
}

func header(k string) (n int) {
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	if m[k] = (struct{}{}); k != "" {
		n = len(m)
	}
	return n
}

func removed(k string) bool {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	delete(m, k)
	_, ok := m["a"]
	return ok
}

func counted(k string) int {
	m := map[string]bool{"a": true} // refuse "false is stored at line .*, and told from what is not there"
	m[k] = no
	return len(m)
}

func literal(k string) int {
	m := map[string]bool{"a": no} // refuse "a literal holds another value than true"
	m[k] = true
	return len(m)
}

func otherTrue(k string) int {
	const true = one > two
	m := map[string]bool{k: true} // refuse "a literal holds another value than true"
	return len(m)
}

func otherFalse(k string) int {
	const false = one < two
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	m[k] = struct{}{}
	return len(m)
}

// How long an array is may be another build's matter, and its variable would have no use.
func ofArray(k string) int {
	var rows [2]int
	m := map[string]bool{"a": true} // refuse "false is stored at line .*, and told from what is not there"
	m[k] = len(rows) == 2
	return len(m)
}

func main() {
	fmt.Println(named("a"), local([]string{"a", "b", "a"}), header("x"), removed("a"), removed("b"))
	fmt.Println(counted("a"), counted("b"), literal("b"), otherTrue("a"), otherFalse("b"), ofArray("b"))
}
