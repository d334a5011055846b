package other

import (
	"testing"

	"example.com/m/internal/a"
)

func TestHas(t *testing.T) {
	if _, ok := a.Used["u"]; !ok || Has("u") {
		t.Fatal("it has")
	}
}
