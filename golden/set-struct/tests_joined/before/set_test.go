package set

import "testing"

func TestKnown(t *testing.T) {
	local := map[int]bool{1: true} // it is not looked at
	if !known["a"] || !local[1] {
		t.Fatal("not known")
	}
	known["b"] = true
	if !Has("a") && len(known) != 2 {
		t.Fatalf("%v", told)
	}
	if !has(map[string]bool{"x": true}, "x") {
		t.Fatal("not there")
	}
	for name, want := range left {
		if has(left, name) != want {
			t.Fatal(name)
		}
	}
	one := &table{seen: make(map[string]bool)}
	if !one.first("a") || one.first("a") || !one.seen["a"] {
		t.Fatal("not the first")
	}
}
