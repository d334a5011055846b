// A count that may be absurdly large, in a loop that may leave before it is reached: sourcegraph-public-snapshot#4761.
package main

import (
	"errors"
	"fmt"
)

type decoder struct{ data []byte }

func (d *decoder) next() (byte, error) {
	if len(d.data) == 0 {
		return 0, errors.New("end")
	}
	b := d.data[0]
	d.data = d.data[1:]
	return b, nil
}

func (d *decoder) records(n int) ([]byte, error) {
	out := []byte{} // want "gets min\\(max\\(n, 0\\), 1024\\) elements, one at a time: make room for them beforehand$"
	for range n {
		b, err := d.next()
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func indexes(xs []int, n int) (out []int, err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	found := []int{} // want "gets min\\(max\\(n, 0\\), 1024\\) elements"
	for i := 0; i < n; i++ {
		found = append(found, xs[i])
	}
	return found, nil
}

func stops(n uint) []uint {
	out := []uint{} // want "unsafe: spare capacity would be left"
	for i := range n {
		out = append(out, i)
		if i == 3 {
			break
		}
	}
	return out
}

func fromNegative(xs []int, low int) (out []int, err error) {
	defer func() { err = fmt.Errorf("%v", recover() != nil) }()
	found := []int{} // want "gets min\\(max\\(len\\(xs\\)-low, 0\\), 1024\\) elements"
	for i := low; i < len(xs); i++ {
		found = append(found, xs[i])
	}
	return found, nil
}

func betweenAny(xs []int, low, high int) (out []int, err error) {
	defer func() { err = fmt.Errorf("%v", recover() != nil) }()
	found := []int{} // want "unsafe: max\\(high, low\\)-low may be absurdly large"
	for i := low; i < high; i++ {
		found = append(found, xs[i])
	}
	return found, nil
}

func nilOrNot(low int, xs []int, next func(int) int) []int {
	var out []int // want "gets min\\(max\\(len\\(xs\\)-low, 0\\), 1024\\) elements"
	for i := low; i < len(xs); i++ {
		out = append(out, next(i))
	}
	return out
}

// Empty structs take no memory: their number says nothing.
func ofNothing(xs []struct{}) []int {
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := range xs {
		out = append(out, i)
		if i == 3 {
			return out
		}
	}
	return out
}

func ofNothings[T any](xs []T) []int {
	out := []int{} // want "unsafe: spare capacity would be left"
	for i := range xs {
		out = append(out, i)
		if i == 3 {
			return out
		}
	}
	return out
}

func mapped[T, U any](xs []T, f func(T) U) []U {
	var out []U // want "`out` gets len\\(xs\\) elements, one at a time: make room for them beforehand$"
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

// A large constant is only a count if the loop cannot leave early.
func largeConstant(xs []int) []int {
	out := []int{} // want "unsafe: 100000 may be absurdly large"
	for i := 0; i < 100000; i++ {
		if i == len(xs) {
			break
		}
		out = append(out, i)
	}
	return out
}

// What is long in bytes may be too long in pages.
func pages(s string) ([][8192]byte, error) {
	out := [][8192]byte{} // want "unsafe: len\\(s\\) may be absurdly large"
	for i := range len(s) {
		if s[i] == 0 {
			return nil, errors.New("zero")
		}
		out = append(out, [8192]byte{s[i]})
	}
	return out, nil
}

func product(xs, ys []string) (string, bool) {
	var out []string // want "unsafe: len\\(xs\\)\\*len\\(ys\\) may be absurdly large"
	for _, x := range xs {
		for _, y := range ys {
			if x == y {
				return x, len(out) > 3
			}
			out = append(out, x+y)
		}
	}
	return "", len(out) > 3
}

func narrow(n int, stop func(int8) bool) int {
	out := []int{} // want "`out` gets max\\(int8\\(n\\), 0\\) elements"
	for i := range int8(n) {
		if stop(i) {
			break
		}
		out = append(out, int(i))
	}
	return len(out)
}

func main() {
	fmt.Println(narrow(300, func(i int8) bool { return i > 9 }), narrow(-3, nil))
	fmt.Println((&decoder{[]byte("ab")}).records(1 << 62))
	fmt.Println((&decoder{[]byte("ab")}).records(-1))
	fmt.Println(indexes([]int{1, 2}, 1<<62))
	fmt.Println(stops(1 << 63))
	fmt.Println(fromNegative([]int{1}, -1<<62))
	fmt.Println(ofNothing(make([]struct{}, 1<<60)), ofNothings(make([]struct{}, 1<<60)))
	fmt.Println(mapped([]int{1, 2}, func(x int) string { return fmt.Sprint(x) }), largeConstant([]int{1}))
	fmt.Println(pages("\x00"))
	fmt.Println(product([]string{"a", "b"}, []string{"c", "b"}))
	fmt.Println(betweenAny([]int{1}, -1<<63, 1<<62))
	for _, low := range []int{-2, 0, 1, 2, 1<<63 - 1} {
		fmt.Println(nilOrNot(low, []int{1, 2}, func(i int) int { return i }) == nil)
	}
}
