// go.dev/issue/78613: tests are changed where they are asked for, and not else.
package intests

func Join(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return s
}
