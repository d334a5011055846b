package main

import (
	"fmt"
	_ "unsafe"

	"golden/set-struct/linked"
)

//go:linkname told golden/set-struct/linked.told
var told map[string]bool // refuse "`told` is linked by name"

func main() { fmt.Println(linked.Has("a"), linked.Has("c"), told) }
