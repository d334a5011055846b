package piece

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
)

var (
	sink []byte
	kept [][]byte
)

// The slice header of each piece counts: it is held too.
func BenchmarkHeld(b *testing.B) {
	for _, size := range []int{4096, 65536} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			const count = 1000
			for i := 0; i < b.N; i++ {
				before := live()
				kept = make([][]byte, count)
				for j := range kept {
					kept[j] = first(size)
				}
				b.ReportMetric(float64(live()-before)/count, "held-B")
				kept = nil
			}
		})
	}
}

func live() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func BenchmarkHead(b *testing.B) {
	text := strings.Repeat("x", 64)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		sink, _ = head(strings.NewReader(text))
	}
}
