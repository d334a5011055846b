// The article's own example: a piece of a parameter, which the caller may share on purpose.
package main

import "fmt"

func getSubSlice(data []byte) []byte {
	return data[:10] // want "^`data\\[:10\\]` pins all of `data` to keep 10 B: return a copy \\(unsafe: `data` is a parameter"
}

func main() {
	data := make([]byte, 1<<20)
	copy(data, "0123456789abcdef")
	fmt.Printf("%s\n", getSubSlice(data))
}
