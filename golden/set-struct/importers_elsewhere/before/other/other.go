// Package other is used by the tests of what its own tests use.
package other

// Has asks.
func Has(name string) bool { return name == "o" }
