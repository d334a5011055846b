// A panic is a way out: who could see that the variable is behind?
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

func recovered(xs []string, n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	var sBuilder strings.Builder
	for i := range n {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
		s = sBuilder.String()
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
	var sBuilder strings.Builder
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
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
	var sBuilder strings.Builder
	for i := range n {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
		s = sBuilder.String()
	}
	return s, nil
}

func recoveredByValue(xs []string, n int, f func()) (s string) {
	defer f()
	var sBuilder strings.Builder
	for i := range n {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
		s = sBuilder.String()
	}
	return s
}

// Only the caller recovers, and has no result then.
func throughCaller(xs []string, n int) (s string) {
	var sBuilder strings.Builder
	for i := range n {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
	}
	s = sBuilder.String()
	return s
}

func seenByDefer(s string, xs []string, n int) {
	defer func() {
		recover()
		fmt.Println("deferred", s)
	}()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i := range n {
		sBuilder.WriteString(xs[i]) // want "`s` grows"
		s = sBuilder.String()
	}
}

func seenByDeferCalm(s string, xs []string, stop string) {
	defer func() { fmt.Println("deferred", s) }()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		if x == stop {
			s = sBuilder.String()
			return
		}
		sBuilder.WriteString(x) // want "`s` grows"
	}
	s = sBuilder.String()
}

func localSeenByDefer(xs []string, n int) {
	s := "local"
	defer func() {
		recover()
		fmt.Println("deferred", s)
	}()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for i := range n {
		sBuilder.WriteString("<")
		sBuilder.WriteString(xs[i])
		sBuilder.WriteString(">") // want "`s` grows"
		s = sBuilder.String()
	}
}

// An argument of a deferred call is evaluated at once.
func deferredArgument(xs []string) {
	var s strings.Builder
	for _, x := range xs {
		s.WriteString(x) // want "`s` grows"
		defer fmt.Println("argument", s.String())
	}
}

func goexit(xs []string, out *string) (s string) {
	defer func() { *out = s }()
	var sBuilder strings.Builder
	sBuilder.WriteString(s)
	for _, x := range xs {
		sBuilder.WriteString(x) // want "`s` grows"
		s = sBuilder.String()
		if x == "stop" {
			runtime.Goexit()
		}
	}
	return s
}

var total = "total"

func global(xs []string, n int) {
	var totalBuilder strings.Builder
	totalBuilder.WriteString(total)
	for i := range n {
		totalBuilder.WriteString(xs[i]) // want "`total` grows"
		total = totalBuilder.String()
	}
}

func globalCalm(xs []string) string {
	var totalBuilder strings.Builder
	totalBuilder.WriteString(total)
	for _, x := range xs {
		if x == "b" {
			total = totalBuilder.String()
			return "left at " + totalBuilder.String()
		}
		totalBuilder.WriteString(x) // want "`total` grows"
	}
	total = totalBuilder.String()
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
