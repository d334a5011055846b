//go:build small

package main

const tagged = 0
