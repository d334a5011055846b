// The examples of the article about twenty performance tips: tip 3.
package main

import "fmt"

func slice() []int {
	const count = 10000
	s := make([]int, 0, count) // want "`s` gets count elements"
	for i := 0; i < count; i++ {
		s = append(s, i)
	}
	return s
}

func both() ([]int, map[int]string) {
	const count = 10000
	s := make([]int, 0, count)        // want "`s` gets count elements"
	m := make(map[int]string, count) // want "`m` gets count elements"
	for i := 0; i < count; i++ {
		s = append(s, i)
		m[i] = fmt.Sprint(i)
	}
	return s, m
}

type user struct{ Name string }

func names(users []user) int {
	out := make([]string, 0, len(users)) // want "`out` gets len\\(users\\) elements"
	for _, u := range users {
		out = append(out, u.Name)
	}
	return len(out)
}

func main() {
	s, m := both()
	fmt.Println(len(slice()), len(s), s[9999], len(m), m[9999], names(nil), names([]user{{"a"}}))
}
