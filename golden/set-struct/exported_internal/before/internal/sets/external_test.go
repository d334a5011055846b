package sets_test

import (
	"testing"

	"golden/set-struct/exported_internal/internal/sets"
)

func TestTold(t *testing.T) {
	if !sets.Told[1] || sets.Told[2] {
		t.Fatal("not told")
	}
	sets.Told[2] = true
}
