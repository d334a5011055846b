// Go 1.20 has bytes.Clone, but not slices.Clone.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

func head(name string) []byte {
	data, _ := os.ReadFile(name)
	return data[:8] // want "return a copy$"
}

func raw(name string) json.RawMessage {
	data, _ := os.ReadFile(name)
	message := json.RawMessage(data)
	return message[:8] // want "return a copy$"
}

func squares(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i * i
	}
	return all[:2] // want "return a copy$"
}

func main() {
	f, err := os.CreateTemp("", "old")
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	fmt.Fprint(f, strings.Repeat("0123456789", 1000))
	f.Close()
	fmt.Println(string(head(f.Name())), string(raw(f.Name())), squares(1000))
	fmt.Printf("%T %T\n", head(f.Name()), raw(f.Name()))
}
