package intests

import "testing"

func TestJoin(t *testing.T) {
	want, xs := "", []string{"a", "b", "c", "d"}
	for _, x := range xs {
		want += x // want "`want` grows"
	}
	if got := Join(xs); got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
