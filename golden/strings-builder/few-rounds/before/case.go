// A builder is slower for at most three rounds.
package few

type grid [3]string

const (
	two  = 2
	many = 100
)

func constant(xs []string) string {
	s := ""
	for i := 0; i < 3; i++ {
		s += xs[i] // refuse "at most 3 rounds, for which a builder is slower"
	}
	return s
}

func named(xs []string) string {
	s := ""
	for i := two; i >= 0; i-- {
		s += xs[i] // refuse "at most 3 rounds"
	}
	return s
}

func steps(xs []string) string {
	s := ""
	for i := 0; i <= 8; i += 4 {
		s += xs[i] // refuse "at most 3 rounds"
	}
	return s
}

func counted(s string) string {
	for range 3 {
		s += "x" // refuse "at most 3 rounds"
	}
	return s
}

func array(g grid, p *[2]string) (s string) {
	for _, x := range g {
		s += x // refuse "at most 3 rounds"
	}
	for _, x := range p {
		s += x // refuse "at most 3 rounds"
	}
	return s
}

func literal(a, b string) string {
	s := ""
	for _, x := range []string{a, b} {
		s += x // refuse "at most 3 rounds"
	}
	for range "abc" {
		s += "d"
	}
	return s
}

func nested() string {
	s := ""
	for range 3 {
		for range 1 {
			s += "d" // refuse "at most 3 rounds"
		}
	}
	return s
}

func nestedMore() string {
	s := ""
	for range 2 {
		for range 2 {
			s += "d" // want "`s` grows"
		}
	}
	return s
}

func oneOfTwo(xs []string) string {
	s := ""
	for range 2 {
		s += "d" // want "`s` grows"
	}
	for _, x := range xs {
		s += x
	}
	return s
}

func enough(xs []string) string {
	s := ""
	for i := 0; i < 4; i++ {
		s += xs[i] // want "`s` grows"
	}
	for i := 0; i < many; i++ {
		s += "x"
	}
	return s
}

func unknown(xs []string) string {
	s, t := "", ""
	for i := 0; i < 3; i++ {
		if len(xs) > 2 {
			i--
		}
		s += xs[i] // want "`s` grows"
	}
	for i := 0; i < 3; {
		i += len(xs)
		t += xs[i] // want "`t` grows"
	}
	return s + t
}

// Not a loop's: it is declared anew every round.
func fresh(xs []string) (n int) {
	for _, x := range xs {
		s := x
		s += "y"
		n += len(s)
	}
	return n
}
