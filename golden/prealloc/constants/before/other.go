//go:build !linux

package main

const system = 1 << 40
