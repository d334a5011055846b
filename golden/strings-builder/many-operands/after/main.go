package main

import (
	"fmt"
	"strings"
)

type page struct {
	rows    [][]string
	tag, of string
}

func told(p *page, grow func(p *page, n int) string) (said any) {
	defer func() { said = recover() }()
	return grow(p, 1)
}

// With s there are six, and the compiler evaluates them one after another; five it would not.
func sixStrings(p *page, n int) string {
	s := ""
	for range n {
		s += p.rows[7][0] + p.tag + p.tag + p.tag + string(p.of[n]) // refuse "the compiler may look at 6 strings in another order than at 5"
	}
	return s
}

func fiveStrings(p *page, n int) string {
	var s strings.Builder
	for range n {
		s.WriteString(p.rows[7][0] + p.tag + p.tag + string(p.of[n])) // want "grows by concatenation"
	}
	return s.String()
}

func onlyOneMayPanic(p *page, n int) string {
	var s strings.Builder
	for range n {
		s.WriteString(p.rows[7][0] + p.tag + p.tag + p.tag + "!") // want "grows by concatenation"
	}
	return s.String()
}

func main() {
	p := &page{rows: [][]string{{"a"}}}
	fmt.Println(told(p, sixStrings), told(p, fiveStrings), told(p, onlyOneMayPanic))
}
