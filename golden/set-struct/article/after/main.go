// The tip's own example: a set of strings.
package main

import "fmt"

func main() {
	words := []string{"go", "is", "go", "fast", "is"}
	seen := make(map[string]struct{}) // want "`seen` holds nothing but true: map.string.struct.*for clarity: no memory is saved"
	for _, word := range words {
		if _, ok := seen[word]; ok {
			continue
		}
		seen[word] = struct{}{}
		fmt.Println(word)
	}
	fmt.Println(len(seen))
}
