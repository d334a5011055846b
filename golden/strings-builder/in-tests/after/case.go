// go.dev/issue/78613: tests are changed where they are asked for, and not else.
package intests

import "strings"

func Join(xs []string) string {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return s.String()
}
