package main

var late map[string]bool // want "`late` holds nothing but true"

func init() { late = map[string]bool{"z": true} }

func initialize() {
	late["y"] = true
	clear(hidden)
}

func other(name string) bool {
	return a[name] || b[name] || hidden[name]
}
