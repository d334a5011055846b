// Package keep hands on what sets has.
package keep

import "golden/set-struct/exported_internal/internal/sets"

// Kept is the same map as sets.Known.
var Kept = sets.Known

// All is made here, and given to sets.
func All() map[string]bool { // want "`found` holds nothing but true.*unsafe: `All` is exported"
	return sets.Unique(nil, nil)
}
