package sets

import "testing"

func TestUnique(t *testing.T) {
	found := Unique([]string{"A", "b"}, map[string]bool{"b": true})
	if !found["a"] || found["b"] {
		t.Fatal("not unique")
	}
}
