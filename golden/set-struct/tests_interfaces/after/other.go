//go:build never

package set

func isLister(x any) bool {
	_, ok := x.(interface{ all() map[string]bool }) // refuse "an interface is asked for its type"
	return ok
}
