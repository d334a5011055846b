// Test files are changed where they are asked for.
package set

func Unique(xs []string) int {
	seen := map[string]struct{}{} // want "`seen` holds nothing but true"
	for _, x := range xs {
		seen[x] = struct{}{}
	}
	return len(seen)
}
