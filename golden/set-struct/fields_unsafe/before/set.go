// The same with --unsafe-fixes.
package set

// Known is exported.
var Known = map[string]bool{"a": true} // refuse "`Known` is exported"

var known = map[string]bool{"a": true} // want "`known` holds nothing but true"

// Names is exported.
type Names map[string]bool // refuse "`Names` is exported"

type names map[string]bool // want "`names` holds nothing but true"

// Table has fields.
type Table struct {
	// Public is exported.
	Public  map[string]bool // refuse "`Table` is exported"
	private map[string]bool // want "unsafe: `Table` is exported"
	inner   inner
}

type inner struct{ Marks map[int]bool } // want "unsafe: `Table` is exported"

type hidden struct{ Marks map[string]bool } // want "`Marks` holds nothing but true"

type returned struct {
	Seen map[string]bool // refuse "`Find` is exported"
	seen map[string]bool // want "unsafe: `Find` is exported"
}

// Find returns what its importers have no name for.
func Find() *returned { return &returned{Seen: map[string]bool{}, seen: map[string]bool{}} }

// Has takes a set.
func Has(set map[string]bool, name string) bool { return set[name] } // refuse "`Has` is exported"

// Hidden has no set in its signature.
func Hidden(name string) bool {
	h := hidden{Marks: map[string]bool{"m": true}}
	n := names{"n": true}
	return h.Marks[name] && known[name] && n[name] && has(map[string]bool{}, name) // want "`set` holds nothing but true"
}

func has(set map[string]bool, name string) bool { return set[name] }

// Do is a method.
func (t *Table) Do(name string) bool {
	if t.private == nil {
		t.private = map[string]bool{}
	}
	t.private[name] = true // want "`set` holds nothing but true"
	t.inner.Marks = map[int]bool{1: true}
	return t.Public[name] && t.helper(map[rune]bool{}) && t.inner.Marks[2]
}

// Method takes a set.
func (t *Table) Method(set map[uint]bool) bool { return set[1] } // refuse "`Table` is exported"

func (t *Table) helper(set map[rune]bool) bool { return set['a'] }

// Callback takes a function.
func Callback(f func(map[int8]bool)) { f(map[int8]bool{1: true}) } // refuse "`Callback` is exported"

// Option is a function that changes what is hidden.
type Option func(*options)

type options struct{ allowed map[string]bool } // want "unsafe: `Allow` is exported"

// Allow gives an option.
func Allow(name string) Option {
	return func(o *options) {
		if o.allowed == nil {
			o.allowed = make(map[string]bool)
		}
		o.allowed[name] = true
	}
}
