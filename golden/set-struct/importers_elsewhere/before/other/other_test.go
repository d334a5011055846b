package other

import (
	"testing"

	"example.com/m/internal/a"
)

func TestHas(t *testing.T) {
	if !a.Used["u"] || Has("u") {
		t.Fatal("it has")
	}
}
