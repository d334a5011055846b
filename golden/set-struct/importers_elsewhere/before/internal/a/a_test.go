package a

import (
	"testing"

	"example.com/m/other"
)

func TestUsed(t *testing.T) {
	if !Used["u"] || Used["v"] || !other.Has("o") {
		t.Fatal("not used")
	}
}
