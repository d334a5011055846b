// Package b is used by a module below this one.
package b

// Opened is used by another module.
var Opened = map[string]bool{"o": true} // refuse "`Opened` is exported, and tools/tools.go of another module may use it"
