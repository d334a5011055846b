// Package sets is below internal: nobody outside of the module can import it.
package sets

import "strings"

// Known is exported.
var Known = map[string]bool{"a": true} // want "`Known` holds nothing but true.*unsafe: `Known` is exported"

// Printed becomes an interface in an importer.
var Printed = map[string]bool{"p": true} // refuse "`sets.Printed` becomes an interface at ../../user/user.go:\d+"

// Encoded is a field that an importer encodes.
type Encoded struct {
	Names map[string]bool // refuse "`sets.Encoded{.*}` becomes an interface at ../../user/user.go:\d+"
}

// Table has a set that importers make and read.
type Table struct {
	Seen map[string]bool // want "`Seen` holds nothing but true.*unsafe: `Table` is exported"
	// Values says more than that something is there.
	Values map[string]bool // refuse "a literal holds another value than true at ../../user/user.go:\d+"
}

// Add puts a word into the set.
func (t *Table) Add(word string) {
	if t.Seen[word] {
		return
	}
	t.Seen[word] = true
}

// Names is a named set.
type Names map[string]bool // want "`Names` holds nothing but true"

// Has asks.
func (n Names) Has(name string) bool { return n[name] }

// Unique has a parameter and a result.
func Unique(words []string, but map[string]bool) map[string]bool { // want "`but` holds nothing but true"
	found := make(map[string]bool)
	for _, word := range words {
		if !but[word] {
			found[strings.ToLower(word)] = true
		}
	}
	return found
}

// Alone is used by nobody else.
func Alone(words map[rune]bool) int { return len(words) } // want "`words` holds nothing but true"

// Told is tested from outside.
var Told = map[int]bool{1: true} // want "`Told` holds nothing but true"

// Shown is shown by what is public.
type Shown struct {
	Marks map[string]bool // refuse "`Show` is exported at ../../user/user.go:\d+"
}

// Hidden is part of what is public, but cannot be named there.
type Hidden struct {
	Marks map[string]bool // want "unsafe: `Hidden` is exported"
}
