package room

import (
	"strconv"
	"testing"
)

var (
	slice []int
	index map[int]int
	all   []string
)

// mixed has 0 to count-1, the small and the large ones taking turns.
func mixed(count int) []int {
	numbers := make([]int, count)
	for i := range numbers {
		numbers[i] = i / 2
		if i%2 == 1 {
			numbers[i] += count / 2
		}
	}
	return numbers
}

func BenchmarkDouble(b *testing.B) {
	for _, count := range []int{8, 16, 64, 1000, 100000} {
		numbers := mixed(count)
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				slice = Double(numbers)
			}
		})
	}
}

func BenchmarkBoth(b *testing.B) {
	b.Run("16", func(b *testing.B) {
		b.ReportAllocs()
		words := make([]string, 16)
		for i := 0; i < b.N; i++ {
			all = Both(words, words)
		}
	})
}

func BenchmarkBelow(b *testing.B) {
	for _, count := range []int{16, 100, 1000, 10000} {
		numbers := mixed(count)
		for name, limit := range map[string]int{"none": 0, "half": count / 2} {
			b.Run(name+"/"+strconv.Itoa(count), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; i < b.N; i++ {
					slice = Below(numbers, limit)
				}
			})
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	for _, count := range []int{16, 100, 100000} {
		numbers := mixed(count)
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				index = Index(numbers)
			}
		})
	}
	repeated := mixed(100000)
	for i := range repeated {
		repeated[i] %= 1000
	}
	b.Run("repeated", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			index = Index(repeated)
		}
	})
}
