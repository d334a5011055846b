package main

var late map[string]struct{} // want "`late` holds nothing but true"

func init() { late = map[string]struct{}{"z": {}} }

func initialize() {
	late["y"] = struct{}{}
	clear(hidden)
}

func other(name string) bool {
	if _, ok := a[name]; ok {
		return true
	}
	_, ok := b[name]
	if ok {
		return true
	}
	_, found := hidden[name]
	return found
}
