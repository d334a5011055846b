// Bounds that wrap: a loop that does not run for that reason gets no capacity, and stays nil.
package main

import (
	"fmt"
	"math"
	"slices"
)

// Where n-9 wraps, the loop does not run.
func upToEnd(n int) []int {
	var out []int // want "`out` gets max\\(n, n-9\\)-\\(n-9\\) elements"
	out = slices.Grow(out, max(n, n-9)-(n-9))
	for i := n - 9; i < n; i++ {
		out = append(out, i)
	}
	return out
}

func fromStart(start, size int) []int {
	out := make([]int, 0, max(start+size, start)-start) // want "`out` gets max\\(start\\+size, start\\)-start elements"
	for i := start; i < start+size; i++ {
		out = append(out, i)
	}
	return out
}

func window(start uint) []uint {
	var out []uint
	for i := start - 1; i < start+7; i++ {
		out = append(out, i) // refuse "the count of `out` may not fit an int"
	}
	return out
}

func threeOfThem(start int) []int {
	out := []int{}
	for i := start; i < start+3; i++ {
		out = append(out, i) // refuse "at most 4 elements"
	}
	return out
}

// Where n+1 wraps, the loop does not run; where n does, it has no end.
func fromOneBelow(n int) []int {
	out := make([]int, 0, max(n+1, 1)-1) // want "`out` gets max\\(n\\+1, 1\\)-1 elements"
	for i := 1; i < n+1; i++ {
		out = append(out, i)
	}
	return out
}

func downFrom(n int) []int {
	out := make([]int, 0, max(n+5, 9)-9) // want "`out` gets max\\(n\\+5, 9\\)-9 elements"
	for i := n + 5; i > 9; i-- {
		out = append(out, i)
	}
	return out
}

func unsignedBelow(n uint) []uint {
	out := make([]uint, 0, max(n+1, 1)-1) // want "`out` gets max\\(n\\+1, 1\\)-1 elements"
	for i := uint(1); i < n+1; i++ {
		out = append(out, i)
	}
	return out
}

func beforeTheLength(n int, xs []int) []int {
	out := make([]int, 0, max(len(xs), n-9)-(n-9)) // want "`out` gets max\\(len\\(xs\\), n-9\\)-\\(n-9\\) elements"
	for i := n - 9; i < len(xs); i++ {
		out = append(out, i)
	}
	return out
}

func behind(low, high int) []int {
	out := make([]int, 0, max(high, low+1)-(low+1)) // want "`out` gets max\\(high, low\\+1\\)-\\(low\\+1\\) elements"
	for i := low + 1; i < high; i++ {
		out = append(out, i)
	}
	return out
}

// The difference of two int8 may be no int8.
func narrow(low, high int8) []int8 {
	out := make([]int8, 0, max(int(high), int(low))-int(low)) // want "`out` gets max\\(int\\(high\\), int\\(low\\)\\)-int\\(low\\) elements"
	for i := low; i < high; i++ {
		out = append(out, i)
	}
	return out
}

func narrowSum(n int8) []int8 {
	var out []int8 // want "`out` gets max\\(int\\(n\\+100\\), 0\\) elements"
	out = slices.Grow(out, max(int(n+100), 0))
	for i := int8(0); i < n+100; i++ {
		out = append(out, i)
	}
	return out
}

func wide(n int64) []int64 {
	out := make([]int64, 0, max(n+2, 0)) // want "`out` gets max\\(n\\+2, 0\\) elements"
	for i := int64(0); i < n+2; i++ {
		out = append(out, i)
	}
	return out
}

func steps(start int) []int {
	var out []int
	for i := start; i < start+30; i += 3 {
		out = append(out, i) // refuse "the counter may wrap"
	}
	return out
}

func stepsTo(xs []int) []int {
	least := len(xs) - 3
	out := make([]int, 0, (max(least, 3)-3)/3) // want "`out` gets \\(max\\(least, 3\\)-3\\)/3 elements"
	for i := 5; i < least; i += 3 {
		out = append(out, i)
	}
	return out
}

func unsignedDifference(a, b uint) []uint {
	out := make([]uint, 0, max(b, a)-a) // want "`out` gets max\\(b, a\\)-a elements"
	for i := a; i < b; i++ {
		out = append(out, i)
	}
	return out
}

func unsignedFromOne(n uint) []uint {
	out := make([]uint, 0, max(n, 1)-1) // want "`out` gets max\\(n, 1\\)-1 elements"
	for i := uint(1); i < n; i++ {
		out = append(out, i)
	}
	return out
}

// What is in memory is far from that.
func twoLengths(xs, ys []int) []int {
	var out []int // want "`out` gets len\\(xs\\)\\+len\\(ys\\) elements"
	out = slices.Grow(out, len(xs)+len(ys))
	for i := range len(xs) + len(ys) {
		out = append(out, i)
	}
	return out
}

// A half is multiplied as a whole.
func pairs(xs []int) []int {
	out := make([]int, 0, 2*(len(xs)/2)) // want "`out` gets 2\\*\\(len\\(xs\\)/2\\) elements"
	for i := 0; i < len(xs)/2; i++ {
		out = append(out, xs[2*i+1], xs[2*i])
	}
	return out
}

func pairsOfAll(xs, ys []int) []int {
	out := make([]int, 0, len(ys)*(len(xs)/2)) // want "`out` gets len\\(ys\\)\\*\\(len\\(xs\\) / 2\\) elements"
	for range ys {
		for i := range len(xs) / 2 {
			out = append(out, i)
		}
	}
	return out
}

// An int of a type of its own becomes a plain one, as lengths are.
type size int

const most size = 20

func named(n size) []size {
	var out []size // want "`out` gets max\\(int\\(n\\), 0\\) elements"
	out = slices.Grow(out, max(int(n), 0))
	for i := size(0); i < n; i++ {
		out = append(out, i)
	}
	return out
}

func sum(xs []int, n size) []int {
	out := make([]int, 0, len(xs)+max(int(n), 0)) // want "`out` gets len\\(xs\\)\\+max\\(int\\(n\\), 0\\) elements"
	for _, x := range xs {
		out = append(out, x)
	}
	for i := range n {
		out = append(out, int(i))
	}
	return out
}

func prod(xs []int, n size) []int {
	out := make([]int, 0, len(xs)*2*max(int(n), 0)) // want "`out` gets len\\(xs\\)\\*2\\*max\\(int\\(n\\), 0\\) elements"
	for range xs {
		for i := range n {
			out = append(out, int(i), 1)
		}
	}
	return out
}

func constants(xs []int) []size {
	out := make([]size, 0, int(most)+len(xs)) // want "`out` gets int\\(most\\)\\+len\\(xs\\) elements"
	for i := size(0); i < most; i++ {
		out = append(out, i)
	}
	for range xs {
		out = append(out, 1)
	}
	return out
}

func get() size { return 5 }

func called() []int {
	var out []int // want "`out` gets max\\(int\\(items\\), 0\\) elements"
	items := get()
	out = slices.Grow(out, max(int(items), 0))
	for i := range items {
		out = append(out, int(i))
	}
	return out
}

// A variable may be any constant, which is the length of nothing.
func far() int {
	k := 1 << 40
	out := []int{}
	for i := 0; i < k; i += 2 {
		if len(out) > 5 {
			break
		}
		out = append(out, i) // refuse "the counter may wrap"
	}
	return len(out)
}

func farSum(xs []int) int {
	k := 1 << 40
	out := make([]int, 0, min(max(k+len(xs), 0), 1024)) // want "gets min\\(max\\(k\\+len\\(xs\\), 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	for i := range k + len(xs) {
		if len(out) > 5 {
			break
		}
		out = append(out, i)
	}
	return len(out)
}

func farDifference(xs []int) int {
	k := 1 << 40
	out := []int{} // want "unsafe: .* may be absurdly large"
	for i := len(xs); i < k; i++ {
		if len(out) > 5 {
			break
		}
		out = append(out, i)
	}
	return len(out)
}

func tail(n int8) []int8 {
	out := make([]int8, 0, max(100, int(n))-int(n)) // want "`out` gets max\\(100, int\\(n\\)\\)-int\\(n\\) elements"
	for i := n; i < 100; i++ {
		out = append(out, i)
	}
	return out
}

func tailInt(n int) []int {
	out := make([]int, 0, max(100, n)-n) // want "`out` gets max\\(100, n\\)-n elements"
	for i := n; i < 100; i++ {
		out = append(out, i)
	}
	return out
}

func main() {
	fmt.Println(named(3), named(-1) == nil, sum(nil, 3), prod([]int{1}, 3), constants(nil), called())
	fmt.Println(far(), farSum(nil), farDifference(nil), tail(96), len(tail(-128)), tailInt(96), tailInt(math.MaxInt))
	for _, n := range []int{math.MinInt, math.MinInt + 3, -300, 0, 3, 7, math.MaxInt} {
		fmt.Println(upToEnd(n), upToEnd(n) == nil, fromStart(5, n%9), threeOfThem(n), steps(n) == nil)
		fmt.Println(window(uint(n)), window(uint(n)) == nil)
	}
	for _, n := range []int{math.MinInt, -1, 0, 1, 4, math.MaxInt} {
		if n < 0 || n == math.MaxInt {
			fmt.Println(fromStart(1, math.MaxInt), fromOneBelow(math.MaxInt), downFrom(n), unsignedBelow(math.MaxUint))
		}
	}
	fmt.Println(fromOneBelow(5), downFrom(12), unsignedBelow(3), beforeTheLength(math.MinInt, nil), beforeTheLength(3, []int{1, 2}))
	fmt.Println(behind(3, math.MinInt), behind(-3, 3), behind(math.MaxInt-1, 7))
	fmt.Println(len(narrow(-128, 127)), narrow(3, -100), narrowSum(100) == nil, narrowSum(-90), wide(math.MaxInt64), wide(-1), wide(3))
	fmt.Println(unsignedDifference(5, 3), unsignedDifference(3, 5), unsignedFromOne(0), unsignedFromOne(3))
	fmt.Println(stepsTo(nil), stepsTo(make([]int, 20)), twoLengths(nil, nil) == nil, twoLengths([]int{1}, []int{2}))
	fmt.Println(pairs([]int{1, 2, 3, 4, 5}))
	fmt.Println(pairsOfAll([]int{1, 2, 3}, []int{4, 5, 6}))
}
