package set

import (
	"strconv"
	"testing"
)

var sink int

func BenchmarkDistinct(b *testing.B) {
	for _, count := range []int{10, 1000, 100000} {
		names := make([]string, count)
		for i := range names {
			names[i] = strconv.Itoa(i)
		}
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				sink = Distinct(names)
			}
		})
	}
}
