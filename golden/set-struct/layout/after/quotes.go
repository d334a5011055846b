package main

// quoted has a string with a line like the beginning of a function, and quotes that hide where strings end.
func quoted(k string) int {
	const quote = '`'
	text := `one
func two() {` + "`"
	m := map[string]struct{}{k: {}} // want "`m` holds nothing but true"
	if _, ok := m[text]; ok {
		return quote
	}
	return len(m)
}
