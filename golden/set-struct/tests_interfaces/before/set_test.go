package set

import "testing"

func TestOne(t *testing.T) {
	for _, x := range []any{one{1}} {
		if _, ok := x.(interface{ Some() map[string]bool }); !ok {
			t.Fatalf("%T", x)
		}
	}
}
