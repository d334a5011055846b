package main

// list copies all that it has with each word that it adds.
func list(words []string) string {
	s := ""
	for _, word := range words {
		if s != "" {
			s += ", "
		}
		s += "“" + word + "”"
	}
	return s
}

// unique needs to know what is in the map, and nothing else.
func unique(words []string) []string {
	seen := make(map[string]bool)
	found := []string{}
	for _, word := range words {
		if seen[word] {
			continue
		}
		seen[word] = true
		found = append(found, word)
	}
	return found
}

// lengths knows how many there will be.
func lengths(words []string) []int {
	result := make([]int, 0)
	for _, word := range words {
		result = append(result, len(word))
	}
	return result
}

// longerThan returns nil if there is none, and its caller looks.
func longerThan(words []string, size int) []string {
	var found []string
	for _, word := range words {
		if len(word) > size {
			found = append(found, word)
		}
	}
	return found
}

// verdicts tells false from missing: its map is no set.
func verdicts(words []string) map[string]bool {
	good := map[string]bool{"yes": true, "no": false}
	found := make(map[string]bool)
	for _, word := range words {
		if verdict, known := good[word]; known {
			found[word] = verdict
		}
	}
	return found
}

// bullet is too short for a builder.
func bullet() string {
	s := ""
	for range 3 {
		s += "* "
	}
	return s
}
