// `m[k] = false` is a removal only if nobody can tell, and the map is not nil.
package main

import (
	"fmt"
	"maps"
	"slices"
)

func visible(keys []string) []bool {
	on := map[string]struct{}{"a": {}} // want "`on` holds nothing but true"
	for _, k := range keys {
		if _, ok := on[k]; ok {
			delete(on, k)
		} else {
			on[k] = struct{}{}
		}
		delete(on, k+"x") // whatever it was
	}
	return nil
}

func toggled(keys []string) (got []bool) {
	on := map[string]struct{}{"a": {}} // want "`on` holds nothing but true"
	for _, k := range keys {
		if _, ok := on[k]; ok {
			delete(on, k)
		} else {
			on[k] = struct{}{}
		}
		delete(on, k+"x") // whatever it was
		_, ok := on[k]
		_, found := on["a"]
		got = append(got, ok, found)
	}
	delete(on, "a")
	for i := 0; i < 3; delete(on, "b") {
		i++
	}
	_, ok := on["b"]
	return append(got, ok)
}

func hashed(k any) {
	on := make(map[any]bool, 4) // refuse "a key may not be hashable"
	defer func() { fmt.Println("recovered:", recover()) }()
	on[k] = false
	fmt.Println(on[k])
}

func counted() int {
	on := map[string]bool{} // refuse "false is stored at line .*, and told from what is not there"
	on["a"] = false
	return len(on)
}

func ranged() (keys []string) {
	on := map[string]bool{"b": true} // refuse "false is stored at line .*, and told from what is not there"
	on["a"] = false
	for k := range on {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func asked() bool {
	on := map[string]bool{"b": true} // refuse "false is stored at line .*, and told from what is not there"
	on["a"] = false
	_, ok := on["a"]
	return ok
}

func listed() []string {
	on := map[string]bool{"b": true} // refuse "false is stored at line .*, and told from what is not there"
	on["a"] = false
	return slices.Sorted(maps.Keys(on))
}

func copied() bool {
	on, off := map[string]bool{"b": true}, map[string]bool{} // refuse "false is stored at line .*, and told from what is not there"
	off["b"] = false
	maps.Copy(on, off)
	return on["b"]
}

func maybeNil(fill bool) {
	var on map[string]bool // refuse "false is stored, and the map may be nil"
	defer func() { fmt.Println("recovered:", recover()) }()
	if fill {
		on = make(map[string]bool)
	}
	on["a"] = false
	fmt.Println(on["a"])
}

func setToNil(fill bool) {
	on := map[string]bool{} // refuse "false is stored, and the map may be nil"
	defer func() { fmt.Println("recovered:", recover()) }()
	if !fill {
		on = nil
	}
	on["a"] = false
	fmt.Println(on["a"])
}

func cloned() {
	var none map[string]bool // refuse "false is stored, and the map may be nil"
	on := maps.Clone(none)
	defer func() { fmt.Println("recovered:", recover()) }()
	on["a"] = false
}

func shadowed(delete func(map[string]int)) bool {
	on := map[string]bool{"a": true} // refuse "delete means something else"
	on["a"] = false
	delete(nil)
	return on["a"]
}

func together(k string) bool {
	on := map[string]bool{"a": true} // refuse "false is stored together with other values"
	on["b"], on["a"] = true, false
	return on[k]
}

func pairs() bool {
	on := map[string]bool{"b": true} // refuse "false is stored at line .*, and told from what is not there"
	on["a"] = false
	v, ok := on["a"]
	return v || ok
}

func main() {
	fmt.Println(pairs())
	fmt.Println(visible([]string{"a", "b"}), toggled([]string{"a", "b", "a"}))
	hashed("a")
	hashed([]int{})
	fmt.Println(counted(), ranged(), asked(), listed(), copied())
	maybeNil(true)
	maybeNil(false)
	setToNil(true)
	setToNil(false)
	cloned()
	fmt.Println(shadowed(func(map[string]int) {}), together("a"), together("b"))
}
