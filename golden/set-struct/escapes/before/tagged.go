//go:build never

package main

import "fmt"

func init() { fmt.Println(elsewhere) }
