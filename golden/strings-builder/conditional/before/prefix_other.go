//go:build !linux

package main

const prefix = "other"
