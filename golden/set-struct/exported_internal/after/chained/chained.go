// Package chained never imports sets.
package chained

import "golden/set-struct/exported_internal/internal/keep"

// Has asks.
func Has(name string) bool {
	if _, ok := keep.Kept[name]; ok {
		return true
	}
	all := keep.All()
	_, ok := all[name]
	return ok
}
