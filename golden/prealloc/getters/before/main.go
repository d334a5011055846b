// Bounds that are calls: of methods that always say the same, and of others.
package main

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
)

func inputs(f reflect.Type) []string {
	var out []string // want "`out` gets f.NumIn\\(\\) elements"
	for i := 0; i < f.NumIn(); i++ {
		out = append(out, f.In(i).String())
	}
	return out
}

func inputsButFirst(f reflect.Type) []string {
	out := []string{} // want "`out` gets max\\(f.NumIn\\(\\)-1, 0\\) elements"
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

func another(f reflect.Type) []string {
	out := []string{}
	for i := 0; i < f.NumIn(); i++ {
		out = append(out, f.String()) // refuse "`f` may change in the loop at line"
		f = f.In(0)
	}
	return out
}

// Not a function: it panics where it did, with what it had done before.
func panics(f reflect.Type) (n int, err any) {
	defer func() { err = recover() }()
	out := []int{} // want "`out` gets f.NumIn\\(\\) elements"
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
	fmt.Println(inputs(f), inputsButFirst(f), inputs(reflect.TypeOf(func() {})) == nil, inputsButFirst(reflect.TypeOf(func() {})) == nil)
	fmt.Println(fields(reflect.ValueOf(struct{ A, B int }{1, 2})))
	sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(types.NewVar(token.NoPos, nil, "x", types.Typ[types.Int])), nil, false)
	fmt.Println(parameters(sig))
	fmt.Println(another(reflect.TypeOf(func(func()) {})))
	fmt.Println(panics(reflect.TypeOf(1)))
	fmt.Println(ofQueue(&queue{[]int{1, 2, 3, 4, 5}}))
}
