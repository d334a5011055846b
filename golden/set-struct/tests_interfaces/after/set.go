// Package set has methods that interfaces of files beside it match.
package set

type one struct{ n int }

func (o one) all() map[string]bool { return map[string]bool{"one": true} } // refuse "`all` is used in other.go"

func (o one) Some() map[string]bool { return map[string]bool{"one": true} } // refuse "it is part of method `Some`, which interfaces may match"

func (o one) few() map[string]struct{} { return map[string]struct{}{"one": {}} } // want "holds nothing but true"

// Count counts.
func Count(o int) int {
	x := one{o}
	return len(x.all()) + len(x.Some()) + len(x.few())
}
