package sets

import "testing"

func TestUnique(t *testing.T) {
	found := Unique([]string{"A", "b"}, map[string]struct{}{"b": {}})
	_, ok := found["a"]
	ok = !ok
	if !ok {
		_, ok = found["b"]
	}
	if ok {
		t.Fatal("not unique")
	}
}
