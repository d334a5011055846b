// Importers that a list of the module's packages does not have: of another build, of another module, below testdata.
package main

import (
	"fmt"

	"example.com/m/internal/a"
	"example.com/m/internal/b"
	"example.com/m/other"
	"example.com/m/user"
)

func main() {
	_, used := a.Used["u"]
	fmt.Println(used, a.Left["l"], a.Data["d"], b.Opened["o"], other.Has("o"), user.Has("u"))
	a.Used["v"] = struct{}{}
	_, ok := a.Used["v"]
	_, found := a.Used["w"]
	fmt.Println(len(a.Used), ok, found)
}
