package set

import "testing"

func TestKnown(t *testing.T) {
	local := map[int]bool{1: true} // it is not looked at
	if _, ok := known["a"]; !ok || !local[1] {
		t.Fatal("not known")
	}
	known["b"] = struct{}{}
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
	one := &table{seen: make(map[string]struct{})}
	ok := !one.first("a") || one.first("a")
	if !ok {
		_, ok = one.seen["a"]
		ok = !ok
	}
	if ok {
		t.Fatal("not the first")
	}
}
