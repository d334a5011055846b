// Package user has a file for another system.
package user

import "example.com/m/internal/a"

// Has asks.
func Has(name string) bool { return a.Used[name] || system(name) }
