// Bounds that are calls: of methods that always say the same, and of others.
package main

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
)

func inputs(f reflect.Type) []string {
	var out []string // want "unsafe: f.NumIn\\(\\) may be a method of somebody's own, which does more\\)$"
	for i := 0; i < f.NumIn(); i++ {
		out = append(out, f.In(i).String())
	}
	return out
}

func inputsButFirst(v reflect.Value) []string {
	f := v.Type()
	out := []string{} // want "`out` gets max\\(f.NumIn\\(\\)-1, 0\\) elements, one at a time: make room for them beforehand$"
	for i := 1; i < f.NumIn(); i++ {
		out = append(out, f.In(i).String())
	}
	return out
}

func fields(v reflect.Value) map[string]any {
	out := map[string]any{} // want "`out` gets v.NumField\\(\\) elements"
	for i := range v.NumField() {
		out[v.Type().Field(i).Name] = v.Field(i).Interface()
	}
	return out
}

func parameters(sig *types.Signature) []types.Type {
	var out []types.Type // want "`out` gets sig.Params\\(\\).Len\\(\\) elements"
	for i := 0; i < sig.Params().Len(); i++ {
		out = append(out, sig.Params().At(i).Type())
	}
	return out
}

// A type of somebody's own may do more when it is asked.
type counting struct {
	reflect.Type
	asked *int
}

func (c counting) NumIn() int { *c.asked++; return 2 }

func ofReal(v reflect.Value) []string {
	var out []string // want "`out` gets t.NumField\\(\\) elements, one at a time: make room for them beforehand$"
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for i := 0; i < t.NumField(); i++ {
		out = append(out, t.Field(i).Name)
	}
	return out
}

func ofValue(v reflect.Value) []string {
	out := []string{} // want "`out` gets v.Type\\(\\).NumField\\(\\) elements, one at a time: make room for them beforehand$"
	for i := range v.Type().NumField() {
		out = append(out, v.Type().Field(i).Name)
	}
	return out
}

func ofEither(v reflect.Value, c reflect.Type) []string {
	var out []string // want "unsafe: t.NumIn\\(\\) may be a method of somebody's own, which does more\\)$"
	t := v.Type()
	if c != nil {
		t = c
	}
	for i := 0; i < t.NumIn(); i++ {
		out = append(out, "in")
	}
	return out
}

func another(f reflect.Type) []string {
	out := []string{}
	for i := 0; i < f.NumIn(); i++ {
		out = append(out, f.String()) // refuse "`f` changes in the loop at line"
		f = f.In(0)
	}
	return out
}

// Not a function: it panics where it did, with what it had done before.
func panics(v reflect.Value) (n int, err any) {
	defer func() { err = recover() }()
	f := v.Type()
	out := []int{} // want "`out` gets f.NumIn\\(\\) elements, one at a time: make room for them beforehand$"
	n = 7
	for i := 0; i < f.NumIn(); i++ {
		out = append(out, i)
	}
	return len(out), nil
}

type queue struct{ items []int }

func (q *queue) Len() int {
	q.items = q.items[1:]
	return len(q.items)
}

func ofQueue(q *queue) []int {
	out := []int{}
	for i := 0; i < q.Len(); i++ {
		out = append(out, i) // refuse "the bound is a call that may do anything"
	}
	return out
}

func main() {
	f := reflect.TypeOf(func(int, string) {})
	fmt.Println(inputs(f), inputsButFirst(reflect.ValueOf(func(int, string) {})), inputs(reflect.TypeOf(func() {})) == nil, inputsButFirst(reflect.ValueOf(func() {})) == nil)
	fmt.Println(fields(reflect.ValueOf(struct{ A, B int }{1, 2})))
	sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(types.NewVar(token.NoPos, nil, "x", types.Typ[types.Int])), nil, false)
	fmt.Println(parameters(sig))
	fmt.Println(another(reflect.TypeOf(func(func()) {})))
	fmt.Println(panics(reflect.ValueOf(1)))
	asked := 0
	own := counting{f, &asked}
	fmt.Println(len(own.String()), asked, ofReal(reflect.ValueOf(&struct{ A, B int }{})), ofValue(reflect.ValueOf(struct{ A, B int }{})))
	fmt.Println(len(ofEither(reflect.ValueOf(own), own)), asked)
	fmt.Println(ofQueue(&queue{[]int{1, 2, 3, 4, 5}}))
}
