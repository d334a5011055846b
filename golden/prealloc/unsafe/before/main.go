// What is done with --unsafe-fixes: everything that need not print the same, so it is not run.
package unsafefixes

import "errors"

func filter(xs []int) []int {
	var out []int // want "unsafe: not every round appends, and where few do it is slower; a nil slice may become an empty one"
	for _, x := range xs {
		if x > 0 {
			out = append(out, x)
		}
	}
	return out
}

func records(n int, next func() ([8192]byte, error)) ([][8192]byte, error) {
	out := [][8192]byte{} // want "unsafe: max\\(n, 0\\) may be absurdly large"
	for range n {
		b, err := next()
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, errors.New("end")
}

func leaves(xs []int, stop int) []int {
	var out []int // want "unsafe: spare capacity would be left, which two later appends could share; a nil slice may become an empty one"
	for _, x := range xs {
		if x == stop {
			break
		}
		out = append(out, x)
	}
	return out
}
