package main

const system = 10

// A function's own constant is the same wherever the function is.
func ofOwn() []int {
	const count = 20
	out := make([]int, 0, count) // want "gets count elements"
	for i := 0; i < count; i++ {
		out = append(out, i)
	}
	return out
}

func ofOwnOfOthers() []int {
	const count = system + 10
	out := []int{}
	for i := 0; i < count; i++ {
		out = append(out, i) // refuse "the bound is a constant that another build may change"
	}
	return out
}
