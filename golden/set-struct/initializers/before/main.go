// An `if` holds one initializer: the one it has moves in front, where its names are free.
package main

import "fmt"

func name(k string) string { return k + "!" }

func pair(k string) (string, bool) { return k, k != "" }

func moved(k string) (n int) {
	m := map[string]bool{"a!": true, "b": true} // want "`m` holds nothing but true"
	// Above.
	if x := name(k); m[x] { // beside
		n++
	} else {
		n += len(x)
	}
	if y, ok := pair(k); m[y] && ok {
		n += 10
	}
	if n++; m[k] {
		n += 100
	}
	if k = name(k); !m[k] {
		n += 1000
	}
	switch {
	case n > 3:
		if z := name(k); m[z] {
			n += 10000
		}
	}
	return n
}

func declaredBefore(k string) int {
	m := map[string]bool{"a!": true} // refuse "an element is read in an `if` that declares a variable, whose name is used elsewhere"
	x := 1
	if x := name(k); m[x] {
		return 2
	}
	return x
}

func usedBehind(x string) int {
	m := map[string]bool{"a!": true} // refuse "an element is read in an `if` that declares a variable, whose name is used elsewhere"
	for range 2 {
		if x := name(x); m[x] {
			return 2
		}
		x += "b"
	}
	return len(x)
}

func parameter(x string) int {
	m := map[string]bool{"a!": true} // refuse "an element is read in an `if` that declares a variable, whose name is used elsewhere"
	if x := name(x); m[x] {
		return 2
	}
	return 3
}

func twice(k string) (n int) {
	m := map[string]bool{"a!": true} // refuse "an element is read in an `if` that declares a variable, whose name is used elsewhere"
	if x := name(k); m[x] {
		n++
	}
	if x := name(k + k); m[x] {
		n++
	}
	return n
}

func apart(k string) (n int) {
	m := map[string]bool{"a!": true} // want "`m` holds nothing but true"
	if x := name(k); x == "b" {
		n++
	}
	if x := name(k); m[x] {
		n++
	}
	if x := name(k + k); x == "aa!" {
		n++
	}
	return n
}

func inElse(k string) int {
	m := map[string]bool{"a!": true} // want "`m` holds nothing but true"
	if k == "" {
		return 1
	} else if x := name(k); m[x] {
		return 2
	}
	return 3
}

func commented(k string) int {
	m := map[string]bool{"a!": true} // refuse "a comment stands behind an initializer"
	if x := name(k); /* why */ m[x] {
		return 2
	}
	return 3
}

func outer(k string) (x string) {
	m := map[string]bool{"a!": true} // refuse "an element is read in an `if` that declares a variable, whose name is used elsewhere"
	{
		x := "outer"
		for range 2 {
			if x := name(k); m[x] {
				k = "c"
			}
			x += "b"
		}
		fmt.Println(x)
	}
	return x
}

func readTwice(k string) (x bool, n int) {
	m := map[string]bool{"a!": true} // refuse "several uses in one statement cannot be changed together"
	if x = m[k+"!"]; m[k] {
		n++
	}
	return x, n
}

func readBehind(k string) (x bool, n int) {
	m := map[string]bool{"a": true} // want "`m` holds nothing but true"
	if x = m[k]; x && m[k+k] {
		n++
	}
	return x, n
}

func main() {
	for _, k := range []string{"a", "b", ""} {
		fmt.Println(outer(k))
		fmt.Println(readTwice(k))
		fmt.Println(readBehind(k))
		fmt.Println(moved(k), declaredBefore(k), usedBehind(k), parameter(k), twice(k), apart(k), inElse(k), commented(k))
	}
}
