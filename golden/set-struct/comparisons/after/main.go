// Two elements compared: both are asked for in front, in their order.
package main

import "fmt"

func compared(a, b string, flag bool) (n int) {
	m := map[string]struct{}{"a": {}, "b": {}} // want "`m` holds nothing but true"
	_, ok := m[a]
	_, found := m[b]
	if ok != found {
		n++
	}
	_, has := m[a]
	_, member := m[b]
	if has == !member && flag {
		n += 2
	}
	if _, ok := m[a]; ok == flag {
		n += 4
	} else if _, ok := m[b]; flag != ok {
		n += 8
	}
	_, ok2 := m[a]
	_, ok3 := m[b]
	same := ok2 == ok3
	if same {
		n += 16
	}
	return n
}

func inElse(a, b string, flag bool) int {
	m := map[string]bool{"a": true} // refuse "several elements are compared behind an `else`"
	if flag {
		return 1
	} else if m[a] != m[b] {
		return 2
	}
	return 3
}

func behindAnd(a, b string, flag bool) int {
	m := map[string]bool{"a": true} // refuse "several elements are compared where one `if` can ask for one"
	if flag && m[a] != m[b] {
		return 2
	}
	return 3
}

func behindInitializer(a, b string) int {
	m := map[string]struct{}{"a": {}} // want "`m` holds nothing but true"
	c := a + b
	_, ok := m[a]
	_, found := m[c]
	if ok != found {
		return 2
	}
	return 3
}

func main() {
	for _, a := range []string{"a", "c"} {
		for _, b := range []string{"b", "d"} {
			for _, flag := range []bool{true, false} {
				fmt.Println(compared(a, b, flag), inElse(a, b, flag), behindAnd(a, b, flag), behindInitializer(a, b))
			}
		}
	}
}
