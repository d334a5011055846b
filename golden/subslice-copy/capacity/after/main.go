// Slices whose capacity the compiler chooses: what lies in it decides whether a slice expression panics, and a copy may
// change it, since the slice escapes no longer.
package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

func converted(s string) []byte {
	data := []byte(strings.ToLower(strings.Repeat(s, 2)))
	return data[:8] // want "unsafe: the compiler chooses the capacity of `data`, which `data\[:8\]` may look at"
}

func inTwoSteps(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	head := data[:16]
	return head[:2] // want "unsafe: the compiler chooses the capacity of `data`, which"
}

func appended(ints []int) []int {
	all := append([]int(nil), ints...)
	return all[:2] // want "unsafe: the compiler chooses"
}

func cloned(name string) []byte {
	data, _ := os.ReadFile(name)
	data = bytes.Clone(data)
	return data[:8] // want "unsafe: the compiler chooses"
}

func joined(name string) []byte {
	data, _ := os.ReadFile(name)
	both := slices.Concat(data, data)
	return both[:4] // want "unsafe: the compiler chooses"
}

func asked(s string) (int, []byte) {
	data := []byte(strings.Repeat(s, 2))
	return cap(data), data[:1] // want "unsafe: the compiler chooses"
}

func askedElsewhere(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	fmt.Print(len(spare(data)), " ")
	if len(data) == 0 {
		return nil
	}
	return data[:1] // want "unsafe: it is passed to"
}

func spare(b []byte) []byte { return b[:cap(b)] }

func appendedTwice(s string) (string, []byte) {
	data := []byte(strings.Repeat(s, 2))
	one := append(data, 'a')
	other := append(data, 'b')
	return string(one) + string(other), data[:min(len(data), 2)] // want "unsafe"
}

func lastField(s string) []byte {
	fields := bytes.Split([]byte(strings.Repeat(s, 2)), []byte(","))
	return fields[len(fields)-1][:4] // want "unsafe: the compiler chooses"
}

func indexOfAnother(name string) []byte {
	file, _ := os.ReadFile(name)
	data := bytes.ToLower(file)
	i := bytes.IndexByte(data, 'c')
	data = data[min(len(data), 3):]
	return data[:i+1] // want "unsafe: the compiler chooses"
}

func indexOfAnotherRound(names ...string) (found []byte) {
	i := 0
	for _, name := range names {
		file, _ := os.ReadFile(name)
		data := bytes.ToLower(file)
		if i > 0 {
			return data[:i] // want "unsafe: the compiler chooses"
		}
		i = bytes.IndexByte(data, 'z')
	}
	return nil
}

func countedOn(name string) []byte {
	file, _ := os.ReadFile(name)
	data := bytes.ToLower(file)
	for i, c := range data {
		if c == 'c' {
			i += 5
			return data[:i] // want "unsafe: the compiler chooses"
		}
	}
	return nil
}

func checkedForAnother(s string, ok bool) []byte {
	data := []byte(strings.Repeat(s, 2))
	if ok || len(data) >= 8 {
		return data[:8] // want "unsafe: the compiler chooses"
	}
	return nil
}

func otherwise(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	if len(data) >= 8 {
		fmt.Print("long ")
	} else {
		return data[:8] // want "unsafe: the compiler chooses"
	}
	return nil
}

func checkedTooEarly(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	var n int
	if len(data) >= n {
		n = 9
		return data[:n] // want "unsafe: the compiler chooses"
	}
	return nil
}

func runes(s string) []rune {
	text := []rune(strings.Repeat(s, 2))
	if len(s) < 4 {
		return nil
	}
	return text[:4] // want "unsafe: the compiler chooses"
}

func own(s string) []byte { return bytes.Clone([]byte(s)) }

func fromOwn(s string) []byte {
	data := own(s)
	return data[:8] // want "unsafe: the compiler chooses"
}

// Nothing of these lies beyond what there is.
func checked(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	if len(data) < 8 {
		return nil
	}
	return bytes.Clone(data[:8]) // want "pins all of `data` to keep 8 B: return a copy$"
}

func checkedBefore(s string) []byte {
	text := strings.Repeat(s, 2)
	if len(text) == 0 || 8 > len(text) {
		return nil
	}
	data := []byte(text)
	return bytes.Clone(data[:8]) // want "return a copy$"
}

func checkedOnTheWay(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	if !(len(data) <= 8) && data[0] != 'x' {
		return bytes.Clone(data[:9]) // want "return a copy$"
	}
	return nil
}

func atMost(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	return bytes.Clone(data[:min(8, len(data))]) // want "return a copy$"
}

func fromTheEnd(s string) []byte {
	data := []byte(strings.Repeat(s, 2))
	return bytes.Clone(data[len(data)-8 : len(data)-4]) // want "return a copy$"
}

func searched(name string) []byte {
	file, _ := os.ReadFile(name)
	data := bytes.ToLower(file)
	i := bytes.IndexByte(data, ',')
	if i < 0 {
		return nil
	}
	return bytes.Clone(data[:i+1]) // want "return a copy$"
}

func cut(name string) []byte {
	file, _ := os.ReadFile(name)
	before, _, _ := bytes.Cut(bytes.ToLower(file), []byte(","))
	return bytes.Clone(before) // want "return a copy$"
}

// Capacities that the compiler has no say in.
func made(n int) []byte {
	data := make([]byte, n)
	return bytes.Clone(data[:8]) // want "return a copy$"
}

func read(name string) []byte {
	data, _ := os.ReadFile(name)
	return bytes.Clone(data[:8]) // want "return a copy$"
}

func write(s string) string {
	file, err := os.CreateTemp("", "")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	file.WriteString(s + s)
	return file.Name()
}

func main() {
	try := func(name string, f func() string) {
		defer func() {
			if problem := recover(); problem != nil {
				fmt.Println(name, problem)
			}
		}()
		fmt.Println(name, f())
	}
	for _, s := range []string{"", "ab", "c,", "01234567", strings.Repeat("0123456789,c", 8)} {
		name := write(s)
		try("converted", func() string { return string(converted(s)) })
		try("inTwoSteps", func() string { return string(inTwoSteps(s)) })
		try("appended", func() string { return fmt.Sprint(appended(make([]int, len(s)))) })
		try("cloned", func() string { return string(cloned(name)) })
		try("joined", func() string { return string(joined(name)) })
		try("asked", func() string { n, data := asked(s + "x"); return fmt.Sprint(n, string(data)) })
		try("askedElsewhere", func() string { return string(askedElsewhere(s)) })
		try("appendedTwice", func() string { both, _ := appendedTwice(s); return both })
		try("lastField", func() string { return string(lastField("a," + s)) })
		try("indexOfAnother", func() string { return string(indexOfAnother(name)) })
		try("indexOfAnotherRound", func() string { return string(indexOfAnotherRound(write("0123456789z"), name)) })
		try("countedOn", func() string { return string(countedOn(name)) })
		try("checkedForAnother", func() string { return string(checkedForAnother(s, true)) })
		try("otherwise", func() string { return string(otherwise(s)) })
		try("checkedTooEarly", func() string { return string(checkedTooEarly(s)) })
		try("runes", func() string { return string(runes(s)) + string(runes("öö")) })
		try("fromOwn", func() string { return string(fromOwn(s)) })
		try("checked", func() string { return string(checked(s)) })
		try("checkedBefore", func() string { return string(checkedBefore(s)) })
		try("checkedOnTheWay", func() string { return string(checkedOnTheWay(s)) })
		try("atMost", func() string { return string(atMost(s)) })
		try("fromTheEnd", func() string { return string(fromTheEnd(s)) })
		try("searched", func() string { return string(searched(name)) })
		try("cut", func() string { return string(cut(name)) })
		try("made", func() string { return string(made(len(s))) })
		try("read", func() string { return string(read(name)) })
	}
}
