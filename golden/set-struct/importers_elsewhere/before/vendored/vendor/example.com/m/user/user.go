// Package user is a copy.
package user

import "example.com/m/internal/a"

// Has asks.
func Has(name string) bool { return a.Used[name] }
