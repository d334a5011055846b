// Functions in view that only read what they are given, while more is appended to it.
package main

import (
	"fmt"
	"slices"
)

type R struct{ a, b int }

func check(rs ...R) {
	for _, r := range rs {
		if r.a > 99 {
			panic("x")
		}
	}
}

func keepIt(rs []R) { kept = rs }

var kept []R

func isNil(rs []R) bool { return rs == nil }

func change(rs []R) { rs[0].a = 7 }

func l1(n int) []R {
	want := []R{{1, 2}}
	want = slices.Grow(want, 64)
	for i := 0; i < 64; i++ { // want "`want` gets 64 elements, one at a time: make room for them beforehand$"
		want = append(want, R{i, n})
		check(want...)
	}
	return want
}

func l2(n int) []R {
	want := make([]R, 0, 64) // want "`want` gets 64 elements, one at a time: make room for them beforehand$"
	for i := 0; i < 64; i++ {
		want = append(want, R{i, n})
		check(append(want, R{3, 4})...)
	}
	return want
}

func l3(n int) []R {
	var want []R
	for i := 0; i < 64; i++ {
		want = append(want, R{i, n}) // refuse "`want` is copied or passed on before the last append at line 46"
		keepIt(want)
	}
	return want
}

func l4(n int) []R {
	var want []R
	for i := 0; i < 64; i++ {
		want = append(want, R{i, n}) // refuse "`want` is appended to without the result being assigned back at line 55"
		change(append(want, R{3, 4}))
	}
	return want
}

func l5(n int) (r bool) {
	var want []R
	for i := 0; i < 64; i++ {
		r = isNil(want)
		want = append(want, R{i, n}) // refuse "`want` is copied or passed on before the last append at line 63"
	}
	return
}

func l6(n int) []R {
	var want []R
	for i := 0; i < 64; i++ {
		want = append(want, R{i, n}) // refuse "`want` is copied or passed on before the last append at line 73"
		go check(want...)
	}
	return want
}

func l7(n int) []R {
	var want []R
	for i := 0; i < 64; i++ {
		want = append(want, R{i, n}) // refuse "`want` is copied or passed on before the last append at line 82"
		change(want)
	}
	return want
}

func l8(n int) []R {
	var want []R
	for i := 0; i < 64; i++ {
		if i%2 == 0 {
			want = append(want, R{i, n}) // refuse "`want` is copied or passed on before the last append at line 93"
		}
		check(want...)
		want = append(want, R{n, i})
	}
	return want
}

func main() {
	fmt.Println(len(l1(1)), len(l2(1)), len(l3(1)), l4(1)[63], l5(1), len(l6(1)), l7(1)[0], len(l8(1)), len(kept))
}
