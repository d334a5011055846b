// Slices that are made with elements where they are not declared.
package main

import "fmt"

func r1(n int, f func([]byte)) []byte {
	b := []byte{1, 2, 3}
	f(b)
	b = make([]byte, (n+7)/8) // want "`b` gets \\(n\\+7\\)/8\\+3 elements, in 1 append: make room for them beforehand$"
	b = append(b, []byte{1, 2, 3}...)
	return b
}

func r2(n int, more []byte) (b []byte) {
	var ct []byte
	if n > 0 {
		ct = nil
	} else {
		ct = make([]byte, n+16) // want "`ct` gets n\\+16\\+len\\(more\\) elements, in 1 append: make room for them beforehand$"
		copy(ct, more)
		ct = append(ct, more...)
	}
	return ct
}

func r3(n int, more []byte) (b []byte) {
	var ct []byte
	for range n {
		ct = make([]byte, n+16)
		ct = append(ct, more...)
	}
	return ct
}

func r4(n int, more []byte) (b []byte) {
	var ct []byte
	ct = make([]byte, n+16)
	g := func() { ct = nil }
	g()
	ct = append(ct, more...)
	return ct
}

func r5(n int, more []byte) (b []byte) {
	var ct []byte
	ct = make([]byte, n+16)
	if n > 3 {
		ct = more
	}
	ct = append(ct, more...)
	return ct
}

func r6(n int, more []byte) (b []byte) {
	var ct []byte
	ct = make([]byte, n+16)
	ct = append(ct, more...)
	ct = more
	ct = append(ct, more...)
	return ct
}

func r7(n int, more []byte) []byte {
	var b []byte
	for i := range n {
		_ = i
		b = append(b, 1)
	}
	b = make([]byte, n) // want "`b` gets n\\+len\\(more\\) elements, in 1 append: make room for them beforehand$"
	b = append(b, more...)
	return b
}

func r8(n int, more []byte) (int, []byte) {
	b := more[:0]
	b = make([]byte, n)
	b = append(b, more...) // refuse "`b` has its capacity looked at at line 78"
	return cap(b), b
}

func r9(n int, other, more []byte) []byte {
	var b []byte
	b = append(b, other...)
	fmt.Print(len(b), " ")
	b = make([]byte, n) // want "`b` gets n\\+len\\(more\\) elements, in 1 append"
	b = append(b, more...)
	return b
}

func main() {
	fmt.Println(r9(2, []byte("other"), []byte("more")))
	more := []byte("more")
	fmt.Println(r1(20, func([]byte) {}), r2(1, more), len(r2(0, more)), r3(3, more), r4(1, more), r5(1, more), r6(4, more), r7(2, more))
	_, b := r8(2, more)
	fmt.Println(b)
}
