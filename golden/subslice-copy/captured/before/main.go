// Pieces that a function literal captures, which outlives the call.
package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

func returned(name string) func() string {
	data, _ := os.ReadFile(name)
	text := string(data)
	title := strings.TrimSpace(text[:10]) // want "^`strings.TrimSpace\\(text\\[:10\\]\\)` pins all of `text`, a whole file, to keep 10 B: capture a copy$"
	return func() string { return title + "!" }
}

func handler(name string) http.HandlerFunc {
	data, _ := os.ReadFile(name)
	magic := data[:4] // want "capture a copy$"
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%x", magic) }
}

func handled(name string) {
	data, _ := os.ReadFile(name)
	title := string(data)[:10] // want "capture a copy$"
	http.HandleFunc("/title", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, title) })
}

func later(name string) {
	data, _ := os.ReadFile(name)
	title := string(data)[:10] // want "capture a copy$"
	time.AfterFunc(time.Hour, func() { fmt.Println(title) })
}

func started(name string, out chan<- string) {
	data, _ := os.ReadFile(name)
	title := string(data)[:10] // want "capture a copy$"
	go func() {
		for range 3 {
			out <- title + "?"
		}
	}()
}

func given(name string, out chan<- string) {
	data, _ := os.ReadFile(name)
	go serve(string(data)[:10], out) // want "capture a copy$"
}

func serve(title string, out chan<- string) {
	out <- title + "."
}

type page struct{ render func() string }

func stored(p *page, name string) {
	data, _ := os.ReadFile(name)
	title := string(data)[:10] // want "capture a copy$"
	p.render = func() string {
		return func() string { return title }()
	}
}

func writes(name string) func() string {
	data, _ := os.ReadFile(name)
	head := data[:4] // want "unsafe: `data` is read at line .*, and the piece is written"
	next := func() string {
		head[0]++
		return string(head)
	}
	next()
	fmt.Println(string(data[:4]))
	return next
}

func written(name string, go1, done chan bool) {
	data, _ := os.ReadFile(name)
	head := data[:4] // want "unsafe: `data` is written at line"
	go func() {
		<-go1
		fmt.Println(string(head))
		done <- true
	}()
	data[0] = '#'
}

// The literal has all of it, and a copy would be made at each call.
func whole(name string) func() string {
	data, _ := os.ReadFile(name)
	text := string(data)
	return func() string { return text[:4] } // refuse "`text` is captured as well"
}

func wholeToo(name string) func() (string, int) {
	data, _ := os.ReadFile(name)
	text := string(data)
	title := text[:4] // refuse "`text` is captured as well"
	return func() (string, int) { return title, len(text) }
}

// There is no one place for a copy.
func several(name string) (found []func() string) {
	data, _ := os.ReadFile(name)
	for _, line := range strings.Split(string(data), "\n") { // refuse "`line` gets its value with others, or from a loop"
		if strings.HasPrefix(line, "o") {
			found = append(found, func() string { return line })
		}
	}
	return found
}

// These do not outlive the call.
func joined(name string) int {
	data, _ := os.ReadFile(name)
	text := string(data)
	title, n := text[:10], 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		n = len(title)
	}()
	wg.Wait()
	done := make(chan int)
	go func() { done <- len(text[:4]) }()
	defer func() { fmt.Println("end of " + title) }()
	upper := func() string { return strings.ToUpper(title) }
	return n + <-done + len(upper()) + func() int { return len(title) }()
}

func main() {
	file, err := os.CreateTemp("", "captured")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	fmt.Fprint(file, "one line of text\n"+strings.Repeat("some more\n", 1000))
	file.Close()
	name := file.Name()
	fmt.Println(returned(name)(), handler(name) != nil)
	handled(name)
	later(name)
	c := make(chan string)
	started(name, c)
	fmt.Println(<-c, <-c, <-c)
	given(name, c)
	fmt.Println(<-c)
	p := &page{}
	stored(p, name)
	fmt.Println(p.render(), writes(name)())
	go1, done := make(chan bool), make(chan bool)
	written(name, go1, done)
	go1 <- true
	<-done
	fmt.Println(whole(name)())
	fmt.Println(wholeToo(name)())
	fmt.Println(several(name)[0](), joined(name))
}
