// `string(x)` operands, written without making the string where that is exactly the same.
package main

import (
	"fmt"
	"strings"
)

type (
	named     []byte
	letter    byte
	letters   []letter
	character rune
	alias     = []byte
	text      = string
)

func conversions(b []byte, n named, l letters, u []uint8, a alias, r rune, i int32, c character, y byte, z letter) string {
	var s strings.Builder
	for range 4 {
		s.Write(b) // want "`s` grows"
		s.Write(n)
		s.WriteString(string(l))
		s.Write(u)
		s.Write(a)
		s.Write(b)
		s.WriteRune(r)
		s.WriteRune(i)
		s.WriteString(string(c))
		s.WriteRune(rune(y))
		s.WriteString(string(z))
		s.WriteString(string('x'))
		s.Write(b[1:])
		s.Write(b)
		s.Write([]byte(nil))
		s.WriteString(string([]rune{r}))
	}
	return s.String()
}

func generic[B ~[]byte, R rune | byte](b B, r R) string {
	var s strings.Builder
	for range 4 {
		s.WriteString(string(b)) // want "`s` grows"
		s.WriteString(string(r))
	}
	return s.String()
}

func shadowed(b byte) string {
	type rune int
	var s strings.Builder
	for range 4 {
		s.WriteString(string(b)) // want "`s` grows"
	}
	return s.String() + fmt.Sprint(rune(1))
}

func notTheConversion(b []byte) string {
	string := func(b []byte) string { return "called" }
	var s strings.Builder
	for range 4 {
		s.WriteString(string(b)) // want "`s` grows"
	}
	return s.String()
}

func main() {
	b := []byte("b\xff")
	for _, r := range []rune{'r', 'ü', -1, 0xD800, 0x110000, 0xFFFD} {
		fmt.Printf("%q\n", conversions(b, named(b), letters{'l'}, b, b, r, r, character(r), 200, 201))
	}
	fmt.Printf("%q %q %q %q\n", generic(named(b), 'g'), generic(b, byte(200)), shadowed(200), notTheConversion(b))
}
