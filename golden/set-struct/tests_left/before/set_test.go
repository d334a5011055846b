package set

import "testing"

func TestUnique(t *testing.T) {
	seen := map[string]bool{"a": true}
	if !seen["a"] || Unique([]string{"a", "a"}) != 1 {
		t.Fatal("not unique")
	}
}
