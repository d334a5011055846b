// Package linked has a variable that another package knows by its name in the program.
package linked

var told = map[string]bool{"a": true} // refuse "`told` is linked by name"

var kept = map[string]struct{}{"b": {}} // want "`kept` holds nothing but true"

// Has looks.
func Has(k string) bool {
	if told[k] {
		return true
	}
	_, ok := kept[k]
	return ok
}
