// Function literals that read or write the variable.
package main

import (
	"fmt"
	"sort"
	"strings"
)

func readAfterwards(xs []string) func() string {
	s := ""
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	return func() string { return s + "!" }
}

func readMeanwhile(xs []string) string {
	s := ""
	show := func() string { return "<" + s + ">" }
	for _, x := range xs {
		s += x // want "`s` grows"
		s += show()
	}
	return s
}

func parameterMeanwhile(s string, xs []string) string {
	show := func() string { return "<" + s + ">" }
	for _, x := range xs {
		s += x // want "`s` grows"
		fmt.Println(show())
	}
	return s
}

// Written behind the loop, the literal cannot have been made yet.
func parameterAfterwards(s string, xs []string) func() string {
	for _, x := range xs {
		s += strings.ToUpper(x) + fmt.Sprint(len(xs)) // want "`s` grows"
	}
	return func() string { return s }
}

// But an outer loop comes back with it.
func parameterAgain(s string, xs []string) string {
	show := func() {}
	for i := range 4 {
		s = s + fmt.Sprint(i) // refuse "`s` is assigned in every round"
		s = strings.ToLower(s)
		for _, x := range xs {
			show()
			s += x // want "`s` grows"
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
		for _, y := range ys {
			s += y // want "`s` grows"
		}
	}
	add(xs)
	add(xs)
	return s
}

func loopInLiteralThatCalls(xs []string) string {
	s := ""
	add := func(ys []string) {
		for _, y := range ys {
			s += fmt.Sprint(y, xs) // want "`s` grows"
		}
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
	for _, x := range xs {
		s += fmt.Sprint(x, s) // want "`s` grows"
		fmt.Println(x)
	}
}

func concurrent(xs []string) string {
	s := ""
	done := make(chan string)
	for _, x := range xs {
		s += x // want "`s` grows"
		ready := make(chan bool)
		go func() { done <- s; close(ready) }()
		s += <-done
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
	for x := range seq {
		s += x // want "`s` grows"
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
	t := ""
	for i := range numbers(n) {
		if i == 7 {
			return s, t
		}
		s += fmt.Sprint(i) // want "`s` grows"
		t += fmt.Sprint(i) // want "`t` grows"
	}
	return t, s
}

func sorted(xs []string) string {
	order := ""
	for _, x := range xs {
		order += x // want "`order` grows"
	}
	sort.Slice(xs, func(i, j int) bool { return strings.Index(order, xs[i]) > strings.Index(order, xs[j]) })
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
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		out = append(out, s)
	}
	return out
}

func carriedOn(xs []string) (n int) {
again:
	for s := "s"; len(s) < 9; s = s + "." {
		for _, x := range xs {
			if x == "c" {
				continue again
			}
			s += x // want "`s` grows"
		}
		n++
	}
	return n
}

func ranged(xs []string) (out []func() string) {
	for _, s := range xs {
		for _, x := range xs {
			s += x // want "`s` grows"
		}
		out = append(out, func() string { return s })
	}
	return out
}

// The literal is made behind the loop: it sees no half.
func madeBehind(xs []string) func() string {
	s := ""
	for i := range xs {
		s += xs[i] + "," + fmt.Sprint(i) // want "`s` grows"
	}
	return func() string { return s }
}

func madeBehindInALoop(xs []string, n int) (all []func() string) {
	for range 2 {
		s := ""
		for i := range n {
			s += xs[i] + "," // want "`s` grows"
		}
		all = append(all, func() string { return s })
	}
	return all
}

func madeEachRound(xs []string) {
	s, show := "", func() string { return "" }
	defer func() { fmt.Println(recover() != nil, show()) }()
	for n := range 4 {
		for i := range n {
			s += "," + xs[i] // want "`s` grows"
		}
		show = func() string { return s }
	}
}
