// Package room has slices and maps that are filled by loops.
package room

func Double(numbers []int) []int {
	result := []int{}
	for _, number := range numbers {
		result = append(result, 2*number)
	}
	return result
}

func Both(a, b []string) []string {
	var all []string
	all = append(all, a...)
	all = append(all, b...)
	return all
}

func Below(numbers []int, limit int) []int {
	result := []int{}
	for _, number := range numbers {
		if number < limit {
			result = append(result, number)
		}
	}
	return result
}

func Index(keys []int) map[int]int {
	result := make(map[int]int)
	for i, key := range keys {
		result[key] = i
	}
	return result
}
