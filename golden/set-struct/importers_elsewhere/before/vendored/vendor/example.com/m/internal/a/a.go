// Package a is a copy.
package a

// Used is used.
var Used = map[string]bool{"u": true}
