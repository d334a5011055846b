// Function literals that read or write the variable.
package main

import (
	"fmt"
	"sort"
	"strings"
)

func readAfterwards(xs []string) func() string {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
	}
	return func() string { return s.String() + "!" }
}

func readMeanwhile(xs []string) string {
	var s strings.Builder
	show := func() string { return "<" + s.String() + ">" }
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		s.WriteString(show())
	}
	return s.String()
}

func parameterMeanwhile(s string, xs []string) string {
	show := func() string { return "<" + s + ">" }
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		fmt.Println(show())
	}
	return s
}

// Written behind the loop, the literal cannot have been made yet.
func parameterAfterwards(s string, xs []string) func() string {
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(strings.ToUpper(x))
		fmt.Fprint(&sBuilder, len(xs)) // want "`s` grows"
	}
	s = sBuilder.String()
	return func() string { return s }
}

// But an outer loop comes back with it.
func parameterAgain(s string, xs []string) string {
	show := func() {}
	for i := range 4 {
		s = s + fmt.Sprint(i) // refuse "`s` is assigned in every round"
		s = strings.ToLower(s)
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			show()
			sBuilder.WriteString(x) // want "`s` grows"
			s = sBuilder.String()
		}
		show = func() { fmt.Println(s) }
	}
	return s
}

func written(xs []string) string {
	s := ""
	add := func(x string) { s += x }
	for _, x := range xs {
		add(x)
		s += ";" // refuse "`s` is written in a function literal"
	}
	return s
}

func loopInLiteral(xs []string) string {
	s := ""
	add := func(ys []string) {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, y := range ys {
			sBuilder.WriteString(y) // want "`s` grows"
		}
		s = sBuilder.String()
	}
	add(xs)
	add(xs)
	return s
}

func loopInLiteralThatCalls(xs []string) string {
	s := ""
	add := func(ys []string) {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, y := range ys {
			fmt.Fprint(&sBuilder, y, xs) // want "`s` grows"
		}
		s = sBuilder.String()
	}
	add(xs)
	loud := func(ys []string) {
		for _, y := range ys {
			s += y // refuse "`s` is another function's, which may set it while the loop runs"
			fmt.Println(y)
		}
	}
	loud(xs)
	return s
}

func deferred(xs []string) {
	s := ""
	defer func() { fmt.Println("deferred", s) }()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		fmt.Fprint(&sBuilder, x, s) // want "`s` grows"
		s = sBuilder.String()
		fmt.Println(x)
	}
}

func concurrent(xs []string) string {
	s := ""
	done := make(chan string)
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		ready := make(chan bool)
		go func() { done <- s; close(ready) }()
		sBuilder.WriteString(<-done)
		s = sBuilder.String()
		<-ready
	}
	return s
}

// The iterator of a range-over-func loop reads what the body adds.
func iterated(s string) string {
	seq := func(yield func(string) bool) {
		for len(s) < 20 {
			if !yield(fmt.Sprint(len(s))) {
				return
			}
		}
	}
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for x := range seq {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
	}
	return s
}

func numbers(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

func iteratedElsewhere(s string, n int) (string, string) {
	var t strings.Builder
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i := range numbers(n) {
		if i == 7 {
			return sBuilder.String(), t.String()
		}
		fmt.Fprint(&sBuilder, i) // want "`s` grows"
		fmt.Fprint(&t, i)        // want "`t` grows"
	}
	s = sBuilder.String()
	return t.String(), s
}

func sorted(xs []string) string {
	var order strings.Builder
	for _, x := range xs {
		order.WriteString(x) // want "`order` grows"
	}
	sort.Slice(xs, func(i, j int) bool {
		return strings.Index(order.String(), xs[i]) > strings.Index(order.String(), xs[j])
	})
	return fmt.Sprint(xs)
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		fmt.Println(readAfterwards(xs)(), readMeanwhile(xs), parameterMeanwhile("s", xs), parameterAfterwards("s", xs)())
		madeEachRound(xs)
		fmt.Println(madeBehind(xs)())
		for _, f := range madeBehindInALoop(xs, len(xs)) {
			fmt.Println(f())
		}
		fmt.Println(parameterAgain("s", xs), written(xs), loopInLiteral(xs), loopInLiteralThatCalls(xs))
		fmt.Println(madeInLoop("s", xs), carried(xs), carriedOn(xs))
		for _, f := range ranged(xs) {
			fmt.Println(f())
		}
		deferred(xs)
		fmt.Println(concurrent(xs), iterated("s"), sorted(xs))
		fmt.Println(iteratedElsewhere("s", len(xs)))
		fmt.Println(iteratedElsewhere("s", 9))
	}
}

// What the loop makes may outlive it, and would go on with the builder.
func madeInLoop(s string, xs []string) string {
	var add func()
	for _, x := range xs {
		s += x // refuse "`s` is written in a function literal"
		add = func() { s += "!" }
	}
	if add != nil {
		add()
	}
	return s
}

// A variable of a three-clause header is carried into the next round.
func carried(xs []string) (out []string) {
	for s := ""; len(s) < 9; s += "." {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		out = append(out, s)
	}
	return out
}

func carriedOn(xs []string) (n int) {
again:
	for s := "s"; len(s) < 9; s = s + "." {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			if x == "c" {
				s = sBuilder.String()
				continue again
			}
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		n++
	}
	return n
}

func ranged(xs []string) (out []func() string) {
	for _, s := range xs {
		var sBuilder strings.Builder
		sBuilder.WriteString(s)
		for _, x := range xs {
			sBuilder.WriteString(x) // want "`s` grows"
		}
		s = sBuilder.String()
		out = append(out, func() string { return s })
	}
	return out
}

// The literal is made behind the loop: it sees no half.
func madeBehind(xs []string) func() string {
	var s strings.Builder
	for i := range xs {
		s.WriteString(xs[i])
		s.WriteString(",")
		fmt.Fprint(&s, i) // want "`s` grows"
	}
	return func() string { return s.String() }
}

func madeBehindInALoop(xs []string, n int) (all []func() string) {
	for range 2 {
		var s strings.Builder
		for i := range n {
			s.WriteString(xs[i])
			s.WriteString(",") // want "`s` grows"
		}
		all = append(all, func() string { return s.String() })
	}
	return all
}

func madeEachRound(xs []string) {
	show := func() string { return "" }
	var s strings.Builder
	defer func() { fmt.Println(recover() != nil, show()) }()
	for n := range 4 {
		for i := range n {
			s.WriteString("," + xs[i]) // want "`s` grows"
		}
		show = func() string { return s.String() }
	}
}
