// What still compiles and means something else: each keeps a set of the package as it is.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"text/template"
	_ "unsafe"
)

var formatted = map[string]bool{"a": true} // refuse "`formatted` becomes an interface"

var marshalled = map[string]bool{"a": true} // refuse "`marshalled` becomes an interface"

var reflected = map[string]bool{"a": true} // refuse "`&reflected` becomes an interface"

var gobbed = map[string]bool{"a": true} // refuse "`gobbed` becomes an interface"

var templated = map[string]bool{"a": true} // refuse "it is part of method `Names`, which interfaces may match"

var thrown = map[string]bool{"a": true} // refuse "`thrown` becomes an interface"

var compared = map[string]bool{"a": true} // refuse "`&compared` becomes an interface"

var switched = map[string]bool{"a": true} // refuse "`&switched` becomes an interface"

var listed = map[string]bool{"a": true} // refuse "`listed` becomes an interface"

var keyed = map[string]bool{"a": true} // refuse "`&keyed` becomes an interface"

var sent = map[string]bool{"a": true} // refuse "`sent` becomes an interface"

var captured = map[string]bool{"a": true} // refuse "`captured` becomes an interface"

var returned = map[string]bool{"a": true} // refuse "`returned` becomes an interface"

var logged = map[string]bool{"a": true} // refuse "`logged` becomes an interface"

var addressed = map[string]bool{"a": true} // refuse "`&addressed` becomes an interface"

var method = methodSet{"a": true}

type methodSet map[string]bool // refuse "`method` becomes an interface"

func (m methodSet) Has(k string) bool { return m[k] }

//go:linkname linked
var linked = map[string]bool{"a": true} // refuse "`linked` is linked by name"

var elsewhere = map[string]bool{"a": true} // refuse "`elsewhere` is used in tagged\\.go, which is not part of this build"

type failure struct{ Names map[string]bool } // refuse "`failure\\{…\\}` becomes an interface"

func (f failure) Error() string { return "failure" }

type view struct{ Flags map[string]bool }

func (v view) Names() map[string]bool { return v.Flags }

func throw() (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(thrown)
}

func asAny() any { return returned }

type hasser interface{ Has(string) bool }

func fails() error { return failure{map[string]bool{"f": true}} }

func main() {
	fmt.Println(formatted)
	text, _ := json.Marshal(map[string]any{"x": marshalled})
	fmt.Println(string(text), reflect.ValueOf(&reflected).Elem().Type(), throw(), asAny())
	var buffer bytes.Buffer
	fmt.Println(gob.NewEncoder(&buffer).Encode(gobbed), buffer.Len())
	template.Must(template.New("").Parse("{{if index .Flags \"b\"}}yes{{else}}no{{end}}\n")).Execute(os.Stdout, view{templated})
	var x any = 1
	fmt.Println(x == any(&compared))
	switch x {
	case &switched:
		fmt.Println("same")
	}
	for _, one := range []any{listed} {
		fmt.Printf("%T\n", one)
	}
	byType := map[any]string{&keyed: "set"}
	fmt.Println(len(byType))
	ch := make(chan any, 1)
	ch <- sent
	fmt.Println(<-ch)
	func(x any) { fmt.Println(x) }(captured)
	slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})).Info("logged", "set", logged)
	var pointer any = &addressed
	*pointer.(*map[string]bool) = map[string]bool{"b": true} // refuse "an interface is asked for its type"
	fmt.Println(len(addressed), linked["a"], hasser(method).Has("a"), len(elsewhere), errors.Is(fails(), nil))
}
