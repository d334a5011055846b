// The package's tests change with it, though they are not looked at themselves.
package set

var known = map[string]struct{}{"a": {}} // want "`known` holds nothing but true"

var told = map[string]bool{"a": true} // refuse "`told` becomes an interface"

var exposed = map[string]bool{"a": true} // refuse "`Exposed` is exported"

var left = map[string]bool{"a": true} // refuse "a range uses the value `want`"

var apart = map[string]struct{}{"a": {}} // want "`apart` holds nothing but true"

func has(set map[string]bool, name string) bool { return set[name] }

type table struct{ seen map[string]struct{} } // want "`seen` holds nothing but true"

func (t *table) first(name string) bool {
	if _, ok := t.seen[name]; ok {
		return false
	}
	t.seen[name] = struct{}{}
	return true
}

// Has looks.
func Has(name string) bool {
	t := &table{map[string]struct{}{}}
	_, ok := known[name]
	if !ok || !told[name] || !exposed[name] || !left[name] {
		return false
	}
	_, found := apart[name]
	return found && has(map[string]bool{}, name) && t.first(name)
}
