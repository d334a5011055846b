package builder

import (
	"strconv"
	"testing"
)

var sink string

func BenchmarkJoin(b *testing.B) {
	for _, count := range []int{1, 2, 3, 4, 8, 16, 100, 1000} {
		pieces := make([]string, count)
		for i := range pieces {
			pieces[i] = strconv.Itoa(10000000 + i)
		}
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				sink = Join(pieces)
			}
		})
	}
}

func BenchmarkFormat(b *testing.B) {
	for _, count := range []int{16, 100} {
		numbers := make([]int, count)
		for i := range numbers {
			numbers[i] = 1000000 + i
		}
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				sink = Format(numbers)
			}
		})
	}
}
