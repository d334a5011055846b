// Package user is public, and imports what is internal.
package user

import (
	"encoding/json"
	"fmt"

	"golden/set-struct/exported_internal/internal/sets"
)

// Use uses all.
func Use(words []string) int {
	table := sets.Table{Seen: map[string]struct{}{"x": {}}, Values: map[string]bool{"v": false}} // refuse "`Values` is declared in another package"
	for _, word := range words {
		table.Add(word)
		if _, ok := table.Seen[word]; ok {
			if _, ok := sets.Known[word]; ok {
				delete(table.Seen, word)
			}
		}
	}
	sets.Known["b"] = struct{}{}
	found := sets.Unique(words, map[string]struct{}{"not": {}})
	for word := range found {
		table.Add(word)
	}
	names := sets.Names{"n": {}}
	if _, ok := names["m"]; ok || names.Has("n") {
		names["o"] = struct{}{}
	}
	fmt.Println(sets.Printed)
	text, _ := json.Marshal(sets.Encoded{Names: nil})
	return len(table.Seen) + len(table.Values) + len(text)
}

// Show gives what everybody can look into.
func Show() *sets.Shown { return &sets.Shown{Marks: map[string]bool{}} } // refuse "`Marks` is declared in another package"

type holder struct{ hidden *sets.Hidden }

func (h holder) has(name string) bool { _, ok := h.hidden.Marks[name]; return ok }

// Holds looks.
func Holds(name string) bool {
	return holder{&sets.Hidden{Marks: map[string]struct{}{"h": {}}}}.has(name)
}
