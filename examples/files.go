package main

import (
	"os"
	"strings"
)

type document struct {
	title string
	text  string
	words []string
	magic []byte
}

// magicOf keeps four bytes of a file, and with them all of it.
func magicOf(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return data[:min(len(data), 4)], nil
}

// load keeps the whole text anyway, so that a copy of the title would free nothing.
func load(name string) (*document, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	text := string(data)
	title, _, _ := strings.Cut(text, "\n")
	magic, err := magicOf(name)
	return &document{title, text, strings.Fields(text), magic}, err
}
