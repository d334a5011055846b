package intests

import (
	"strings"
	"testing"
)

func TestJoin(t *testing.T) {
	xs := []string{"a", "b", "c", "d"}
	var want strings.Builder
	for _, x := range xs {
		want.WriteString(x) // want "`want` grows"
	}
	if got := Join(xs); got != want.String() {
		t.Errorf("%q, not %q", got, want.String())
	}
}
