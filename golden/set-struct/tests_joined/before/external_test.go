package set_test

import (
	"testing"

	"golden/set-struct/tests_joined"
)

func TestExposed(t *testing.T) {
	if !set.Exposed["a"] {
		t.Fatal("not exposed")
	}
}
