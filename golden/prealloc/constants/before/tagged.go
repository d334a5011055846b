//go:build !small

package main

const tagged = 10
