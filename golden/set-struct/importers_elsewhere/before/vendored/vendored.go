// Package vendored has a copy of the module, which stays as it is.
package vendored

import "example.com/m/user"

// Has asks.
func Has(name string) bool { return user.Has(name) }
