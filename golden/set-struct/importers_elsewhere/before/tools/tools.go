// Package tools is a module of its own.
package tools

import "example.com/m/internal/b"

// Has asks.
func Has(name string) bool { return b.Opened[name] }
