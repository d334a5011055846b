// A constant counts as known only if no build can change it.
package main

import (
	"fmt"
	"math"
	"strconv"
	"unsafe"
)

const wordSize = unsafe.Sizeof(uintptr(0)) * 10

const (
	_ = iota * 8
	eight
	sixteen
)

const typed int64 = 20

func ofOtherPackage() []int {
	out := []int{}
	for i := range strconv.IntSize {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}

func ofSize() []uintptr {
	out := []uintptr{}
	for i := uintptr(0); i < wordSize; i++ {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}

func ofTaggedFile() []int {
	out := []int{}
	for i := 0; i < tagged; i++ {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}

// Another build may have none.
func ofTaggedArray(xs [tagged]int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}

func ofSum(xs []int) []int {
	out := []int{}
	for i := 0; i < len(xs)+strconv.IntSize; i++ {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}

func ofSystem() []int {
	out := []int{}
	for i := 0; i < system; i++ {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}

func ofIota() []int {
	out := []int{} // want "`out` gets sixteen elements"
	for i := 0; i < sixteen; i++ {
		out = append(out, i)
	}
	return out
}

func ofTyped() []int64 {
	var out []int64 // want "`out` gets typed elements"
	for i := int64(0); i < typed; i++ {
		out = append(out, i)
	}
	return out
}

func ofDifference() []int {
	var out []int // want "`out` gets 8 elements"
	for i := eight; i < sixteen; i++ {
		out = append(out, i)
	}
	return out
}

func ofFloat() []float64 {
	out := []float64{}
	for x := 0.0; x < 10; x++ {
		out = append(out, x+math.Pi)
	}
	return out
}

func main() {
	fmt.Println(len(ofOtherPackage()) > 0, len(ofSize()) > 0, len(ofSum(nil)) > 0, ofTaggedFile(), ofTaggedArray([tagged]int{}), len(ofSystem()), ofIota(), ofTyped(), ofDifference(), ofFloat())
}
