package set

import "testing"

func TestUnique(t *testing.T) {
	x := []string{"a"}
	seen := map[string]struct{}{"a": {}} // want "`seen` holds nothing but true"
	if _, ok := seen["a"]; !ok || x[0] != "a" || Unique([]string{"a", "a"}) != 1 {
		t.Fatal("not unique")
	}
}
