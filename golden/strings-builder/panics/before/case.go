// A panic is a way out: who could see that the variable is behind?
package main

import (
	"errors"
	"fmt"
	"runtime"
)

func recovered(xs []string, n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	for i := range n {
		s += xs[i] // want "`s` grows"
	}
	return s, nil
}

// Nothing in the loop can panic.
func calm(xs []string) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	for _, x := range xs {
		s += x // want "`s` grows"
	}
	if len(xs) > 2 {
		panic(s)
	}
	return s, nil
}

func mustNot(err *error) {
	if p := recover(); p != nil {
		*err = errors.New("recovered")
	}
}

func recoveredByName(xs []string, n int) (s string, err error) {
	defer mustNot(&err)
	for i := range n {
		s += xs[i] // want "`s` grows"
	}
	return s, nil
}

func recoveredByValue(xs []string, n int, f func()) (s string) {
	defer f()
	for i := range n {
		s += xs[i] // want "`s` grows"
	}
	return s
}

// Only the caller recovers, and has no result then.
func throughCaller(xs []string, n int) (s string) {
	for i := range n {
		s += xs[i] // want "`s` grows"
	}
	return s
}

func seenByDefer(s string, xs []string, n int) {
	defer func() {
		recover()
		fmt.Println("deferred", s)
	}()
	for i := range n {
		s += xs[i] // want "`s` grows"
	}
}

func seenByDeferCalm(s string, xs []string, stop string) {
	defer func() { fmt.Println("deferred", s) }()
	for _, x := range xs {
		if x == stop {
			return
		}
		s += x // want "`s` grows"
	}
}

func localSeenByDefer(xs []string, n int) {
	s := "local"
	defer func() {
		recover()
		fmt.Println("deferred", s)
	}()
	for i := range n {
		s += "<" + xs[i] + ">" // want "`s` grows"
	}
}

// An argument of a deferred call is evaluated at once.
func deferredArgument(xs []string) {
	s := ""
	for _, x := range xs {
		s += x // want "`s` grows"
		defer fmt.Println("argument", s)
	}
}

func goexit(xs []string, out *string) (s string) {
	defer func() { *out = s }()
	for _, x := range xs {
		s += x // want "`s` grows"
		if x == "stop" {
			runtime.Goexit()
		}
	}
	return s
}

var total = "total"

func global(xs []string, n int) {
	for i := range n {
		total += xs[i] // want "`total` grows"
	}
}

func globalCalm(xs []string) string {
	for _, x := range xs {
		if x == "b" {
			return "left at " + total
		}
		total += x // want "`total` grows"
	}
	return total
}

func quietly(f func()) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Println("caller:", p)
		}
	}()
	f()
}

func main() {
	for _, xs := range [][]string{nil, {"a"}, {"a", "b"}, {"a", "c", "d", "stop", "e"}} {
		quietly(func() { fmt.Println(recovered(xs, 2)) })
		quietly(func() { fmt.Println(calm(xs)) })
		quietly(func() { fmt.Println(recoveredByName(xs, 2)) })
		quietly(func() { fmt.Println(recoveredByValue(xs, 2, func() { recover() })) })
		quietly(func() { fmt.Println(throughCaller(xs, 2)) })
		quietly(func() { seenByDefer("s", xs, 2) })
		quietly(func() { seenByDeferCalm("s", xs, "c") })
		quietly(func() { localSeenByDefer(xs, 2) })
		quietly(func() { deferredArgument(xs) })
		done, out := make(chan bool), ""
		go func() {
			defer close(done)
			goexit(xs, &out)
		}()
		<-done
		fmt.Println(out)
		quietly(func() { global(xs, 2) })
		fmt.Println(globalCalm(xs), total)
	}
}
