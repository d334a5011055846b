// Package set has maps that are used as sets.
package set

func Distinct(names []string) int {
	seen := make(map[string]bool)
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
	}
	return len(seen)
}
