// No `goto` may jump over a new variable, and nothing comes between a label and its loop.
package main

import "fmt"

func jumps(k string, n int) int {
	m := map[string]bool{"a": true} // refuse "a goto may jump over a new variable"
	if n > 3 {
		goto end
	}
	fmt.Println(m[k])
end:
	return n
}

func headers(k string, n int) int {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
again:
	if m[k] && n < 3 {
		n++
		goto again
	}
	for m[k] {
		if n++; n > 5 {
			goto end
		}
	}
end:
	return n
}

func labelled(k string) (n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
loop:
	for i := 0; !m[fmt.Sprint(i)]; i++ {
		switch {
		case m[k]:
			break loop
		case i > 2:
			break loop
		}
		n++
	}
test:
	if m[k] {
		n++
		if n < 3 {
			goto test
		}
		n += 100
	}
	return n
}

func behindLabel(k string) (n int) {
	m := map[string]bool{"a": true} // refuse "read where no statement can come before"
loop:
	for i := fmt.Sprint(m[k]); ; i += "x" {
		if n++; len(i) > 7 {
			break loop
		}
	}
	return n
}

func inPlace(k string) (x bool) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	n := 0
again:
	x = m[k]
	if n++; n < 3 {
		goto again
	}
	return x
}

func literal(k string) bool {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if k == "" {
		goto end
	}
	k += k
end:
	return func() bool { return m[k] }()
}

func main() {
	for _, k := range []string{"a", "b", ""} {
		fmt.Println(jumps(k, 1), jumps(k, 5), headers(k, 1), labelled(k), behindLabel(k), inPlace(k), literal(k))
	}
}
