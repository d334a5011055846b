package set

import "testing"

func TestUnique(t *testing.T) {
	x := []string{"a"}
	seen := map[string]bool{"a": true} // want "`seen` holds nothing but true"
	if !seen["a"] || x[0] != "a" || Unique([]string{"a", "a"}) != 1 {
		t.Fatal("not unique")
	}
}
