// What //go:embed fills lies in the program itself.
package main

import (
	_ "embed"
	"fmt"
)

//go:embed data.txt
var text string

var (
	//go:embed data.txt
	data []byte
)

var title string

func load() {
	title = text[:4] // refuse "`text` is filled by //go:embed: a piece of it pins nothing"
}

func head() []byte {
	return data[:4] // refuse "`data` is filled by //go:embed: a piece of it pins nothing"
}

func main() {
	load()
	fmt.Println(title, string(head()))
}
