package a

import (
	"testing"

	"example.com/m/other"
)

func TestUsed(t *testing.T) {
	_, ok := Used["u"]
	ok = !ok
	if !ok {
		_, ok = Used["v"]
	}
	if !ok {
		ok = !other.Has("o")
	}
	if ok {
		t.Fatal("not used")
	}
}
