package main

import "example.com/m/internal/a"

func main() { println(a.Data["d"]) }
