// Somebody looks at any time: the variable is kept up to date.
package main

import (
	"fmt"
	"strings"
	"sync"
)

var text = "text:"

func atPanic(xs []string, n int) {
	for i := range n {
		text += xs[i] // want "`text` grows"
	}
}

func divided(xs []string, n int) {
	for _, x := range xs {
		text += x // want "`text` grows"
		n = 1 / n
	}
}

func byCall(xs []string) {
	for _, x := range xs {
		text += x // refuse "`text` is the package's, which may set it while the loop runs"
		addToText()
	}
}

func addToText() { text += "!" }

func throughPointer(xs []string) {
	p := pointer()
	for _, x := range xs {
		text += x // refuse "`.p` may be what `text` is, or a part of"
		*p = "p"
	}
}

func pointer() *string { return &text }

// The loop's function is called again by what it calls.
func walk(n int) string {
	s := ""
	var visit func(int)
	visit = func(n int) {
		for i := range n {
			s += fmt.Sprint(i) // refuse "`s` is another function's, which may set it while the loop runs"
			visit(i)
		}
	}
	visit(n)
	return s
}

func captured(xs []string, n int) (s string) {
	add := func() {
		defer func() { recover() }()
		for i := range n {
			s += xs[i] // want "`s` grows"
		}
	}
	add()
	return s
}

func setByDeferred(xs []string, n int) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s += fmt.Sprint(" then ", p)
		}
	}()
	for i := range n {
		if s == "ab" {
			s = ""
		}
		s += xs[i] + "." // want "`s` grows"
	}
	return s
}

func setByAnother(xs []string) string {
	s := ""
	set := func(x string) { s = x }
	for _, x := range xs {
		s += x // refuse "`s` is written in a function literal"
		set("<" + s + ">")
	}
	return s
}

func postStatement(xs []string) string {
	s, i := "", 0
	show := func() string { return s }
	for ; i < len(xs); s += xs[i-1] { // want "`s` grows"
		i++
		fmt.Println(show())
	}
	return s
}

func postStatementDeferred(xs []string) string {
	s, i := "", 0
	defer func() { fmt.Println(s) }()
	for ; i < len(xs); s += xs[i-1] { // refuse "`s` has to be kept up to date where no statement can stand"
		i++
	}
	return s
}

func locked(xs []string) string {
	var mu sync.Mutex
	s, done, seen := "", make(chan bool), make(chan string)
	go func() {
		for range done {
			mu.Lock()
			seen <- s
			mu.Unlock()
		}
	}()
	for _, x := range xs {
		mu.Lock()
		s += x // want "`s` grows"
		s += "," /* more */
		mu.Unlock()
		done <- true
		fmt.Println(<-seen)
	}
	close(done)
	return s
}

func resets(xs []string) (s string) {
	show := func(x string) string { return s + "/" + x }
	for _, x := range xs {
		if x == "b" {
			s = ""
		}
		if x == "c" { s += "one"; s += "line" } // want "`s` grows"
		switch x {
		case "d": s += show("d")
		default:
			s += show(x) // the usual
		}
	}
	return s
}

func inDeferredLoop(xs []string) {
	s := "deferred:"
	for _, x := range xs {
		s += x // want "`s` grows"
		defer func() { fmt.Println(s) }()
	}
}

func started(xs []string) string {
	var all []func() string
	s := ""
	for _, x := range xs {
		s += x // want "`s` grows"
		all = append(all, func() string { return s })
	}
	s += "end"
	var out []string
	for _, f := range all {
		out = append(out, f())
	}
	return strings.Join(out, "|")
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
	for _, xs := range [][]string{nil, {"a"}, {"a", "b"}, {"a", "b", "c", "d", "e"}} {
		quietly(func() { atPanic(xs, 3) })
		quietly(func() { divided(xs, 0) })
		fmt.Println(text)
		byCall(xs)
		throughPointer(xs)
		fmt.Println(text, walk(len(xs)), captured(xs, 3))
		quietly(func() { fmt.Println(setByDeferred(xs, 3)) })
		fmt.Println(setByAnother(xs), postStatement(xs), postStatementDeferred(xs), locked(xs), resets(xs))
		inDeferredLoop(xs)
		fmt.Println(started(xs))
	}
}
