package sets_test

import (
	"testing"

	"golden/set-struct/exported_internal/internal/sets"
)

func TestTold(t *testing.T) {
	_, ok := sets.Told[1]
	ok = !ok
	if !ok {
		_, ok = sets.Told[2]
	}
	if ok {
		t.Fatal("not told")
	}
	sets.Told[2] = struct{}{}
}
