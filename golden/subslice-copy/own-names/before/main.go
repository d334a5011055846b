// Names: packages may be imported under other names, or their names taken.
package main

import (
	"fmt"
	"os"
	str "strings"
)

func renamed(name string) string {
	data, _ := os.ReadFile(name)
	text := string(data)
	return text[:str.Index(text, "5")] // want "return a copy$"
}

func taken(name string) []byte {
	bytes, _ := os.ReadFile(name)
	return bytes[:4] // want "return a copy$"
}

func allTaken(name string) []byte {
	bytes, _ := os.ReadFile(name)
	slices := len(bytes)
	fmt.Println(slices)
	return bytes[:4] // refuse "slices means something else"
}

func commented(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	return /* the magic */ data[ /* from */ 0:8 /* to */], err // want "return a copy$"
}

func parenthesized(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	return (data)[:(8)], err // want "return a copy$"
}

func main() {
	file, err := os.CreateTemp("", "names")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, str.Repeat("0123456789", 1000))
	file.Close()
	name := file.Name()
	fmt.Println(renamed(name), string(taken(name)), string(allTaken(name)))
	fmt.Println(commented(name))
	fmt.Println(parenthesized(name))
}
