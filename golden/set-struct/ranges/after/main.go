// The value of a range is true; where more is done with it than that, it stays.
package main

import (
	"fmt"
	"sort"
)

func asked(names ...string) (found []string) {
	m := map[string]struct{}{} // want "`m` holds nothing but true"
	for _, name := range names {
		m[name] = struct{}{}
	}
	for name := range m {
		found = append(found, name)
		found = append(found, name+name)
	}
	for name := range m {
		found = append(found, "!"+name)
	}
	for name := range m {
		if len(name) > 1 {
			found = append(found, "long "+name)
		}
	}
	for name := range m {
		if len(name) > 1 {
			found = append(found, "and long "+name)
		}
	}
	for name := range m {
		if len(name) > 1 {
			found = append(found, "or long "+name)
		}
	}
	sort.Strings(found)
	return found
}

func counted() (n int) {
	m := map[int]struct{}{1: {}, 2: {}} // want "`m` holds nothing but true"
	for range m {
		n++
	}
	return n
}

func copied(from map[string]struct{}) map[string]struct{} { // want "`from` holds nothing but true"
	to := make(map[string]struct{}, len(from))
	for k, v := range from {
		to[k] = v
	}
	for k, v := range from {
		to[k+k] = (v)
	}
	return to
}

func printed() {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for k, v := range m {
		fmt.Println(k, v)
	}
}

func changed() int {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	n := map[int]bool{}
	for k, v := range m {
		v = k > 3
		n[k] = v
	}
	return len(n)
}

func outside() (v bool) {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for _, v = range m {
		if v {
			break
		}
	}
	return v
}

func elseToo() (n int) {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for _, v := range m {
		if v {
			n++
		} else {
			n--
		}
	}
	return n
}

func declares() (n int) {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for k, v := range m {
		if v {
			k := k + 1
			n += k
		}
		n += k
	}
	return n
}

func commented() (n int) {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for _, v := range m {
		if v { // it is
			n++
		}
	}
	return n
}

func falses() (n int) {
	m := map[int]bool{1: true} // refuse "false is stored at line .*, and told from what is not there"
	m[2] = false
	for _, v := range m {
		if v {
			n++
		}
	}
	return n
}

func negatedBody() (n int) {
	m := map[int]bool{1: true} // refuse "a range uses the value `v`"
	for _, v := range m {
		if !v {
			n++
			n++
		}
	}
	return n
}

func main() {
	fmt.Println(asked("a", "bb"), counted(), len(copied(map[string]struct{}{"a": {}, "b": {}})))
	printed()
	fmt.Println(changed(), outside(), elseToo(), declares(), commented(), falses(), negatedBody())
}
