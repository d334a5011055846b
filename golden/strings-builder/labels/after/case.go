// A label stands further left than its loop: what comes before it does not.
package main

import (
	"fmt"
	"strings"
)

type text struct{ out string }

func result(in []string) (out string) {
	var outBuilder strings.Builder
loop:
	for {
		switch {
		case len(in) == 0:
			break loop
		case in[0] == "":
			in = in[1:]
			continue loop
		}
		outBuilder.WriteString(in[0]) // want "`out` grows"
		in = in[1:]
	}
	out = outBuilder.String()
	return
}

func (t *text) add(xs []string) {
	var outBuilder strings.Builder
	if t != nil {
		outBuilder.WriteString(t.out)
	}
outer:
	// Of words only.
	for i, x := range xs {
		switch {
		case x == "":
			continue outer
		case i > 3:
			break outer
		}
		outBuilder.WriteString(x) // want "`t.out` grows"
		t.out = outBuilder.String()
		i++ // for nothing
	}
}

func (t *text) rows(xss [][]string) {
	if t != nil {
		var outBuilder strings.Builder
		outBuilder.WriteString(t.out)
	rows:
		for _, xs := range xss {
			for _, x := range xs {
				if x == "" {
					continue rows
				}
				outBuilder.WriteString(x) // want "`t.out` grows"
			}
			outBuilder.WriteString(";")
		}
		t.out = outBuilder.String()
	} else {
		var outBuilder2 strings.Builder
		if t != nil {
			outBuilder2.WriteString(t.out)
		}
	none:
		for _, xs := range xss {
			for range xs {
				outBuilder2.WriteString("nil") // want "`t.out` grows"
				t.out = outBuilder2.String()
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
