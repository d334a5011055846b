package main

import "fmt"

var words = named

func use(r *record) bool { return given(nil) && r.tags["x"] }

func show() { fmt.Println(reach(), positional{nil}) }
