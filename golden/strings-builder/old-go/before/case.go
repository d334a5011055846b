package old

func concatenate(words []string) string {
	result := ""
	for _, s := range words {
		result += s // refuse "strings.Builder needs Go 1.10; this file is Go 1.9"
	}
	return result
}
