// A label stands further left than its loop: what comes before it does not.
package main

import "fmt"

type text struct{ out string }

func result(in []string) (out string) {
loop:
	for {
		switch {
		case len(in) == 0:
			break loop
		case in[0] == "":
			in = in[1:]
			continue loop
		}
		out += in[0] // want "`out` grows"
		in = in[1:]
	}
	return
}

func (t *text) add(xs []string) {
outer:
	// Of words only.
	for i, x := range xs {
		switch {
		case x == "":
			continue outer
		case i > 3:
			break outer
		}
		t.out += x // want "`t.out` grows"
		i++        // for nothing
	}
}

func (t *text) rows(xss [][]string) {
	if t != nil {
	rows:
		for _, xs := range xss {
			for _, x := range xs {
				if x == "" {
					continue rows
				}
				t.out += x // want "`t.out` grows"
			}
			t.out += ";"
		}
	} else {
	none:
		for _, xs := range xss {
			for range xs {
				t.out += "nil" // want "`t.out` grows"
				continue none
			}
		}
	}
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"", "b", "", "c", "d", "e"}} {
		t := &text{}
		t.add(xs)
		t.rows([][]string{xs, nil, xs})
		fmt.Println(result(xs), t.out)
		func() {
			defer func() { fmt.Println(recover()) }()
			(*text)(nil).rows([][]string{nil, nil, xs})
		}()
	}
}
