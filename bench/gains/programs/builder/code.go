// Package builder has strings that grow in loops.
package builder

import "fmt"

func Join(pieces []string) string {
	s := ""
	for _, piece := range pieces {
		s += piece
	}
	return s
}

func Format(numbers []int) string {
	s := ""
	for _, number := range numbers {
		s += fmt.Sprintf("%d,", number)
	}
	return s
}
