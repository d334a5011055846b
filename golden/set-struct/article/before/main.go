// The tip's own example: a set of strings.
package main

import "fmt"

func main() {
	words := []string{"go", "is", "go", "fast", "is"}
	seen := make(map[string]bool) // want "`seen` holds nothing but true: map.string.struct.*for clarity: no memory is saved"
	for _, word := range words {
		if seen[word] {
			continue
		}
		seen[word] = true
		fmt.Println(word)
	}
	fmt.Println(len(seen))
}
