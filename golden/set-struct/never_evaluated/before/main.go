// Parts of constant expressions are not evaluated at all: asking in front would evaluate them.
package main

import (
	"fmt"
	"unsafe"
)

func length(k any) int {
	m := map[any]bool{"a": true} // refuse "`m\\[k\\]` is part of a constant, and not evaluated"
	return len([1]bool{m[k]})
}

func size(k any) uintptr {
	m := map[any]bool{"a": true} // refuse "`m\\[k\\]` is part of a constant, and not evaluated"
	return unsafe.Sizeof(m[k])
}

func condition(k any) int {
	m := map[any]bool{"a": true} // refuse "`m\\[k\\]` is part of a constant, and not evaluated"
	if len([2]bool{m[k]}) == 2 {
		return 1
	}
	return 2
}

func ranged(k any) (n int) {
	m := map[any]bool{"a": true} // refuse "read where no statement can come before"
	for i := range [3]bool{m[k]} {
		n += i
	}
	return n
}

func evaluated(k any) int {
	m := map[any]bool{"a": true} // want "`m` holds nothing but true"
	return len([]bool{m[k]})
}

func main() {
	fmt.Println(length([]int{}), size([]int{}), condition([]int{}), ranged([]int{}))
	defer func() { fmt.Println(recover()) }()
	fmt.Println(evaluated("a"))
	fmt.Println(evaluated([]int{}))
}
