// Two elements compared: both are asked for in front, in their order.
package main

import "fmt"

func compared(a, b string, flag bool) (n int) {
	m := map[string]bool{"a": true, "b": true} // want "`m` holds nothing but true"
	if m[a] != m[b] {
		n++
	}
	if m[a] == !m[b] && flag {
		n += 2
	}
	if m[a] == flag {
		n += 4
	} else if flag != m[b] {
		n += 8
	}
	same := m[a] == m[b]
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
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if c := a + b; m[a] != m[c] {
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
