// Counts of loops over slices, arrays, maps, strings, and integers.
package main

import (
	"fmt"
	"slices"
	"strings"
)

type table struct {
	rows []string
	next *table
	grid [12]int
}

func ofMap(m map[string]int) []string {
	keys := make([]string, 0, len(m)) // want "`keys` gets len\\(m\\) elements"
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func ofArray(grid [12]int) []int {
	out := make([]int, 0, len(grid)) // want "`out` gets len\\(grid\\) elements"
	for _, x := range grid {
		out = append(out, x)
	}
	return out
}

func ofPointer(grid *[12]int) []int {
	out := make([]int, 0, len(grid)) // want "`out` gets len\\(grid\\) elements"
	for i := range grid {
		out = append(out, i)
	}
	return out
}

func ofField(t *table) []string {
	out := make([]string, 0, len(t.next.rows)) // want "`out` gets len\\(t.next.rows\\) elements"
	for _, row := range t.next.rows {
		out = append(out, row)
	}
	return out
}

func ofBytes(s string) []int {
	out := make([]int, 0, len(s)) // want "`out` gets len\\(s\\) elements"
	for _, b := range []byte(s) {
		out = append(out, int(b))
	}
	return out
}

// The bytes of a string are an upper bound of its runes: not where somebody else gets the slice.
func ofRunes(s string) int {
	out := make([]rune, 0, len(s)) // want "`out` gets len\\(s\\) elements, one at a time: make room for them beforehand$"
	for _, r := range s {
		out = append(out, r)
	}
	return len(out)
}

func runesLeave(s string) []rune {
	out := []rune{} // want "unsafe: spare capacity would be left"
	for _, r := range s {
		out = append(out, r)
	}
	return out
}

func ofInteger(n int) []int {
	out := make([]int, 0, max(n, 0)) // want "`out` gets max\\(n, 0\\) elements"
	for i := range n {
		out = append(out, i*i)
	}
	return out
}

func ofUnsigned(n uint) []uint {
	out := make([]uint, 0, n) // want "`out` gets n elements"
	for i := range n {
		out = append(out, i)
	}
	return out
}

func ofSmall(n uint8) []int {
	out := make([]int, 0, 2*int(n)) // want "`out` gets 2\\*int\\(n\\) elements"
	for i := uint8(0); i < n; i++ {
		out = append(out, int(i), -1)
	}
	return out
}

func ofLength(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for i := range len(xs) {
		out = append(out, i)
	}
	return out
}

func upTo(n int) []int {
	out := make([]int, 0, max(n, 0)) // want "`out` gets max\\(n, 0\\) elements"
	for i := 1; i <= n; i++ {
		out = append(out, i)
	}
	return out
}

func fromOne(xs []int) []int {
	out := make([]int, 0, max(len(xs)-1, 0)) // want "`out` gets max\\(len\\(xs\\)-1, 0\\) elements"
	for i := 1; i < len(xs); i++ {
		out = append(out, xs[i]-xs[i-1])
	}
	return out
}

func fromTwo(n int) []int {
	out := make([]int, 0, max(n, 2)-2) // want "`out` gets max\\(n, 2\\)-2 elements"
	for i := 2; i < n; i++ {
		out = append(out, i)
	}
	return out
}

func downwards(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for i := len(xs) - 1; i >= 0; i-- {
		out = append(out, xs[i])
	}
	return out
}

func countdown(n int) []int {
	out := make([]int, 0, max(n, 0)) // want "`out` gets max\\(n, 0\\) elements"
	for i := n; 0 < i; i-- {
		out = append(out, i)
	}
	return out
}

func everySecond(xs []int) []int {
	out := make([]int, 0, (len(xs)+1)/2) // want "`out` gets \\(len\\(xs\\)\\+1\\)/2 elements"
	for i := 0; i < len(xs); i += 2 {
		out = append(out, xs[i])
	}
	return out
}

func everyThird() []int {
	out := make([]int, 0, 34) // want "`out` gets 34 elements"
	for i := 0; i <= 100; i += 3 {
		out = append(out, i)
	}
	return out
}

func range2(low, high int) []int {
	out := make([]int, 0, max(high, low)-low) // want "`out` gets max\\(high, low\\)-low elements"
	for i := low; i < high; i++ {
		out = append(out, i)
	}
	return out
}

func boundInClause(xs []int) []int {
	out := make([]int, 0, len(xs)) // want "`out` gets len\\(xs\\) elements"
	for i, n := 0, len(xs); i < n; i++ {
		out = append(out, xs[i])
	}
	return out
}

func boundBefore(xs []int) []int {
	n := len(xs)
	out := make([]int, 0, n) // want "`out` gets n elements"
	for i := 0; i < n; i++ {
		out = append(out, xs[i])
	}
	return out
}

// A call in the range clause is given a name first.
func ofCall(s string) []string {
	parts := strings.Split(s, ",")
	out := make([]string, 0, len(parts)) // want "`out` gets len\\(parts\\) elements"
	for _, part := range parts {
		out = append(out, part+"!")
	}
	return out
}

func ofCallNil(s string) []string {
	var out []string // want "`out` gets len\\(fields\\) elements"
	fields := strings.Fields(s)
	out = slices.Grow(out, len(fields))
	for _, field := range fields {
		out = append(out, field+"!")
	}
	return out
}

func ofSlice(xs []int) []int {
	items := xs[1:]
	out := make([]int, 0, len(items)) // want "`out` gets len\\(items\\) elements"
	for _, x := range items {
		out = append(out, x)
	}
	return out
}

func ofLiteral() []int {
	out := make([]int, 0, 6) // want "`out` gets 6 elements"
	for _, x := range []int{1, 2, 3, 4, 5, 6} {
		out = append(out, x)
	}
	return out
}

func several(xs []int) []int {
	out := make([]int, 0, 3*len(xs)) // want "`out` gets 3\\*len\\(xs\\) elements"
	for _, x := range xs {
		out = append(out, x, x)
		out = append(out, x)
	}
	return out
}

func inSequence(xs []int, m map[int]int) []int {
	out := make([]int, 0, len(xs)+len(m)+2) // want "`out` gets len\\(xs\\)\\+len\\(m\\)\\+2 elements"
	out = append(out, 0)
	for _, x := range xs {
		out = append(out, x)
	}
	for _, x := range m {
		out = append(out, x)
	}
	out = append(out, 1)
	return out
}

func nested(xs, ys []int) []int {
	out := make([]int, 0, len(xs)*len(ys)) // want "`out` gets len\\(xs\\)\\*len\\(ys\\) elements"
	for _, x := range xs {
		for _, y := range ys {
			out = append(out, x*y)
		}
	}
	return out
}

// The inner loop gets shorter from round to round: no product.
func nestedChanged(xs, ys []int) []int {
	out := []int{} // want "`out` gets len\\(ys\\) elements"
	for _, x := range xs {
		out = slices.Grow(out, len(ys))
		for _, y := range ys {
			out = append(out, x*y)
		}
		ys = ys[:len(ys)/2]
	}
	return out
}

func innerAlone(xss [][]int) []int {
	var out []int // want "`out` gets len\\(xs\\) elements"
	for _, xs := range xss {
		out = slices.Grow(out, len(xs))
		for _, x := range xs {
			out = append(out, x)
		}
	}
	return out
}

// The bound may be negative, and then the loop does not run.
func belowZero(s string) []int {
	k := len(s) - 3
	out := []int(nil) // want "`out` gets max\\(k, 0\\)/3 elements"
	out = slices.Grow(out, max(k, 0)/3)
	for i := 2; i <= k-1; i += 3 {
		out = append(out, i)
	}
	return out
}

func stepsWrittenOut(xs []string) []string {
	out := make([]string, 0, (len(xs)+1)/2) // want "gets \\(len\\(xs\\)\\+1\\)/2 elements"
	for i := 0; i < len(xs); i = i + 2 {
		out = append(out, xs[i])
	}
	return out
}

func downWrittenOut(xs []string) []string {
	out := make([]string, 0, len(xs)) // want "gets len\\(xs\\) elements"
	for i := len(xs) - 1; i >= 0; i = i - 1 {
		out = append(out, xs[i])
	}
	return out
}

func stepsElsewhere(xs []string, j int) []string {
	out := []string{}
	for i := 0; i < len(xs); i = j + 100 {
		out = append(out, xs[i])
	}
	for i := 1; i < len(xs); i = 100 - i {
		out = append(out, xs[i])
	}
	return out
}

func main() {
	fmt.Println(belowZero("") == nil, belowZero("abc") == nil, belowZero("abcdefgh"))
	fmt.Println(ofMap(nil), ofMap(map[string]int{"a": 1, "b": 2}))
	fmt.Println(ofArray([12]int{3: 4}), ofPointer(nil), ofField(&table{next: &table{rows: []string{"x"}}}))
	fmt.Println(ofBytes("añb"), ofRunes("añb\xff"), runesLeave("añb\xff"), ofUnsigned(3), ofSmall(100))
	for _, n := range []int{-9223372036854775808, -1, 0, 1, 5} {
		fmt.Println(ofInteger(n), upTo(n), fromTwo(n), countdown(n), range2(n, n+3), range2(3, n))
	}
	fmt.Println(range2(9223372036854775807, -9223372036854775808))
	for n := range 5 {
		xs := make([]int, n)
		for i := range xs {
			xs[i] = i + 1
		}
		fmt.Println(ofLength(xs), fromOne(xs), downwards(xs), everySecond(xs), boundInClause(xs), boundBefore(xs))
		fmt.Println(several(xs), inSequence(xs, map[int]int{7: 7}), nested(xs, xs), innerAlone([][]int{xs, nil, xs}))
		if n > 0 {
			fmt.Println(ofSlice(xs))
		}
	}
	fmt.Println(nestedChanged([]int{1, 2, 3}, []int{4, 5, 6, 7}))
	fmt.Println(everyThird(), ofCall("a,b"), ofCall(""), ofCallNil(" a b "), ofCallNil("") == nil, ofLiteral())
	words := []string{"a", "b", "c"}
	fmt.Println(stepsWrittenOut(words), downWrittenOut(words), stepsElsewhere(words, 0))
}
