// Package user is public, and imports what is internal.
package user

import (
	"encoding/json"
	"fmt"

	"golden/set-struct/exported_internal/internal/sets"
)

// Use uses all.
func Use(words []string) int {
	table := sets.Table{Seen: map[string]bool{"x": true}, Values: map[string]bool{"v": false}} // refuse "`Values` is declared in another package"
	for _, word := range words {
		table.Add(word)
		if table.Seen[word] && sets.Known[word] {
			delete(table.Seen, word)
		}
	}
	sets.Known["b"] = true
	found := sets.Unique(words, map[string]bool{"not": true})
	for word, known := range found {
		if !known {
			continue
		}
		table.Add(word)
	}
	names := sets.Names{"n": true}
	if names["m"] || names.Has("n") {
		names["o"] = true
	}
	fmt.Println(sets.Printed)
	text, _ := json.Marshal(sets.Encoded{Names: nil})
	return len(table.Seen) + len(table.Values) + len(text)
}

// Show gives what everybody can look into.
func Show() *sets.Shown { return &sets.Shown{Marks: map[string]bool{}} } // refuse "`Marks` is declared in another package"

type holder struct{ hidden *sets.Hidden }

func (h holder) has(name string) bool { return h.hidden.Marks[name] }

// Holds looks.
func Holds(name string) bool {
	return holder{&sets.Hidden{Marks: map[string]bool{"h": true}}}.has(name)
}
