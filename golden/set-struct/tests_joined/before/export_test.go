package set

// Exposed is for the external tests.
var Exposed = exposed
