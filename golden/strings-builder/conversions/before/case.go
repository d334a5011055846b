// `string(x)` operands, written without making the string where that is exactly the same.
package main

import "fmt"

type (
	named     []byte
	letter    byte
	letters   []letter
	character rune
	alias     = []byte
	text      = string
)

func conversions(b []byte, n named, l letters, u []uint8, a alias, r rune, i int32, c character, y byte, z letter) string {
	s := ""
	for range 4 {
		s += string(b) // want "`s` grows"
		s += string(n)
		s += string(l)
		s += string(u) + string(a)
		s += text(b)
		s += string(r) + string(i)
		s += string(c)
		s += string(y) + string(z)
		s += string('x') + string(b[1:])
		s += (string(b))
		s += string([]byte(nil))
		s += string([]rune{r})
	}
	return s
}

func generic[B ~[]byte, R rune | byte](b B, r R) string {
	s := ""
	for range 4 {
		s += string(b) // want "`s` grows"
		s += string(r)
	}
	return s
}

func shadowed(b byte) string {
	type rune int
	s := ""
	for range 4 {
		s += string(b) // want "`s` grows"
	}
	return s + fmt.Sprint(rune(1))
}

func notTheConversion(b []byte) string {
	string := func(b []byte) string { return "called" }
	s := ""
	for range 4 {
		s += string(b) // want "`s` grows"
	}
	return s
}

func main() {
	b := []byte("b\xff")
	for _, r := range []rune{'r', 'ü', -1, 0xD800, 0x110000, 0xFFFD} {
		fmt.Printf("%q\n", conversions(b, named(b), letters{'l'}, b, b, r, r, character(r), 200, 201))
	}
	fmt.Printf("%q %q %q %q\n", generic(named(b), 'g'), generic(b, byte(200)), shadowed(200), notTheConversion(b))
}
