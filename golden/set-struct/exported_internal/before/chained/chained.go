// Package chained never imports sets.
package chained

import "golden/set-struct/exported_internal/internal/keep"

// Has asks.
func Has(name string) bool {
	if keep.Kept[name] {
		return true
	}
	all := keep.All()
	return all[name]
}
