// Package a is used by a file of another build, and by one below testdata.
package a

// Used is used in this build only.
var Used = map[string]bool{"u": true} // want "`Used` holds nothing but true.*unsafe: `Used` is exported"

// Left is used in a file that this build leaves out.
var Left = map[string]bool{"l": true} // refuse "`Left` is used in user/user_windows.go, which is not part of this build"

// Data is used by a program below testdata.
var Data = map[string]bool{"d": true} // refuse "`Data` is used in prog/main.go, which is not part of this build"
