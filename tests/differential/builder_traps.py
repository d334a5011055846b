"""Whole functions in which a string grows, and somebody else sets it, or means something else by its name: GF05.

See `snippets` for the holes in them.
"""

from __future__ import annotations

from random import Random

from tests.differential.snippets import Writer, called, snippets

OF_LOCALS = snippets("""
func $N(in *Input) {
	s := $start
	defer func() {
		tell("$label", s)
		tell("$label", recover())
	}()
	for i := range in.Ints {
		s += $many
	}
}
----
func $N(in *Input) {
	s := $start
	last := func() string {
		tell("$label", s)
		return s[min(len(s), 3):]
	}
	$head {
		s += $piece
		s += "."
		if $test {
			s = $asked
		}
	}
	tell("$label", s)
}
----
func $N(in *Input) {
	n := 0
	s := $start
	$head {
		s += $piece
		$header
	}
	tell("$label", s)
	tell("$label", n)
}
----
func $N(in *Input) {
	s := $start
	more := func() { $set }
	$head {
		s += $piece
		if $test {
			more()
		}
	}
	tell("$label", s)
}
----
func $N(in *Input) {
	s := $start
	ask, done := make(chan bool), make(chan bool)
	go func() {
		for range ask {
			$set
			done <- true
		}
	}()
	$head {
		s += $piece
		if $test {
			ask <- true
			<-done
		}
	}
	close(ask)
	tell("$label", s)
}
----
func $N(in *Input) {
	s := $start
	set := func() { $set }
	fill := func() {
		$head {
			s += $piece
			if $test {
				set()
			}
		}
	}
	fill()
	tell("$label", s)
}
----
func $N(in *Input) {
	s := $start
	var last func()
	fill := func() {
		$head {
			s += $piece
			last = func() { s += "!" }
		}
	}
	fill()
	$set
	if last != nil {
		last()
	}
	tell("$label", s)
}
----
func $N(in *Input) {
	tell("$label", $Ntext(in))
}

func $Ntext(in *Input) (s string) {
	$head {
		s += $piece
		if $test {
			defer func() { s += "!" }()
		}
	}
	$set
	return s
}
----
func $N(in *Input) {
	s := in.T
outer:
	for _, text := range in.Words {
		s = text + s
		for _, word := range in.More {
			s += $piece
			if s := word + text; len(s) > 4 {
				tell("$label", s)
				continue outer
			}
		}
		if s += ";"; len(s) > 500 {
			break
		}
	}
	tell("$label", s)
}
----
func $N(in *Input) {
	tell("$label", $Ntext(in))
}

func $Ntext(in *Input) (s string) {
	defer func() {
		if r := recover(); r != nil {
			tell("$label", s)
		}
	}()
	for i := 0; i < in.Small; s += in.Words[i] + in.T {
		i++
	}
	return s
}
----
func $N(in *Input) {
	s := $start
	for i := 0; i < in.Small; s += in.T + "," {
		i++
	}
	tell("$label", s)
}
----
func $N(in *Input) {
	s := $start
	$head {
		s = ""
		s += $piece
		s += in.T
		tell("$label", s)
	}
}
""")
"""A variable of the function's own, or of the one around."""

OF_PACKAGE = snippets("""
func $N(in *Input) {
	$Nall = $start
	p := &$Nall
	words := in.Words
	for _, word := range words {
		$Nall += word + ","
		if $test {
			*p = "(" + *p
		}
	}
	tell("$label", $Nall)
}
----
func $N(in *Input) {
	$Nall = $start
	n := 0
	$head {
		$Nall += $piece
		if $test {
			n += $Nset()
		}
	}
	tell("$label", $Nall)
	tell("$label", n)
}
----
func $N(in *Input) {
	$Nall = $start
	var last func()
	words, t := in.Words, in.T
	for _, word := range words {
		$Nall += word + t
		last = func() { $Nall += "!" }
	}
	$Nall = "(" + $Nall
	if last != nil {
		last()
	}
	tell("$label", $Nall)
}
----
func $N(in *Input) {
	$Nall = $start
	$Nfill(in.Words, in.T)
	tell("$label", $Nall)
}

func $Nfill(words []string, t string) {
	for _, word := range words {
		$Nall += word + t
		if $Nall := word + "."; $test {
			t = $Nall
			return
		}
	}
}
----
func $N(in *Input) {
	$Nall = $start
	defer func() { tell("$label", $Nall) }()
	for i := 0; i < in.Small; $Nall += in.Words[i] {
		i++
	}
}
""")
"""A variable of the package."""

OF_FIELDS = snippets("""
func $N(in *Input) {
	page := &$Npage{out: $start}
	page.$Nfill(in.Words, page)
	tell("$label", page)
}

func (r *$Npage) $Nfill(words []string, other *$Npage) {
	r.count++
	for _, word := range words {
		r.out += word + ","
		if $test {
			$setother
		}
	}
}
----
func $N(in *Input) {
	page := &$Npage{out: $start}
	page.$Nfill(in)
	tell("$label", page)
}

func (r *$Npage) $Nfill(in *Input) {
	r.count++
	$head {
		r.out += $piece
		if $test {
			r.$Nmark()
		}
	}
}
----
func $N(in *Input) {
	page := &$Npage{out: $start}
	page.$Nfill(in, func() { page.out = "(" + page.out })
	tell("$label", page)
}

func (r *$Npage) $Nfill(in *Input, change func()) {
	$head {
		r.out += $piece
		if $test {
			change()
		}
	}
	r.count++
}
----
func $N(in *Input) {
	page := &$Nwide{$Nbody: &$Nbody{out: $start}}
	if in.Flag {
		page.$Nbody = nil
	}
	defer func() {
		tell("$label", fmt.Sprint(recover()))
		tell("$label", page)
	}()
	page.$Nfill(in.Words, in.T)
}

func (r *$Nwide) $Nfill(words []string, t string) {
	for _, word := range words {
		r.out += word + t
	}
}
----
func $N(in *Input) {
	var page *$Npage
	if in.Flag {
		page = &$Npage{out: $start}
	}
	defer func() { tell("$label", page) }()
	page.$Nfill(in.Words, in.T)
}

func (r *$Npage) $Nfill(words []string, nil string) {
	for _, word := range words {
		r.out += word + nil
	}
}
----
func $N(in *Input) {
	last := &$Nnode{out: $start}
	first := &$Nnode{next: last}
	first.$Nfill(in.Words)
	tell("$label", first)
}

func (r *$Nnode) $Nfill(words []string) {
	for _, word := range words {
		r.out += word + ","
		if $test && r.next != nil {
			r = r.next
		}
	}
}
----
func $N(in *Input) {
	r := &$Npage{out: $start}
	pages := []*$Npage{r}
	$head {
		r.out += $piece
		if $test {
			r = &$Npage{out: "new"}
			pages = append(pages, r)
		}
	}
	tell("$label", pages)
}
----
func $N(in *Input) {
	r, n := $Npage{out: $start}, 0
	$head {
		r.out += $piece
		if $test {
			n++
			r = $Npage{count: n}
		}
	}
	tell("$label", r)
}
----
func $N(in *Input) {
	r := $Npage{out: $start}
	p := &r
	$head {
		r.out += $piece
		if $test {
			p.$Nmark()
		}
	}
	tell("$label", r)
}
----
func $N(in *Input) {
	r := $Npage{out: $start}
	set := func() { $setfield }
	$head {
		r.out += $piece
		if $test {
			set()
		}
	}
	tell("$label", r)
}
----
func $N(in *Input) {
	page := &$Npage{out: $start}
	page.$Nfill(in.Words, in.T)
	tell("$label", page)
}

func (r *$Npage) $Nfill(words []string, t string) {
	r.count++
	for _, word := range words {
		r.out += word + t
		if r := len(word); r > 3 {
			return
		}
	}
}
""")
"""A field."""

HELPERS = snippets("""
var $Nall string

func $Nset() int {
	$setall
	return len($Nall)
}

type $Npage struct {
	out   string
	count int
}

func (r *$Npage) $Nmark() {
	r.count++
	$setfield
}

type $Nbody struct{ out string }

type $Nwide struct {
	*$Nbody
	count int
}

type $Nnode struct {
	out  string
	next *$Nnode
}
""")


def write(random: Random, name: str) -> str:
    one = random.choice
    sets = ['# += "|"', '# = ""', '# = "(" + #', "# = strings.ToUpper(#)", "# = #[len(#)/2:]"]
    writer = Writer(
        random,
        {
            "N": lambda: name,
            "start": lambda: one(['""', "in.T", '"begin "', "in.T"]),
            "head": lambda: one(
                [
                    "for _, word := range in.Words",
                    "for _, word := range in.More",
                    "for _, word := range strings.Fields(in.S)",
                ]
            ),
            "piece": lambda: one(["word", 'word + ","', '"<" + word + ">"', "in.T + word", "strings.TrimSpace(word)"]),
            "test": lambda: one(["len(word) > 3", 'word == "a"', 'word < "r"', 'word != ""']),
            # Where the compiler evaluates six strings in another order than five: which of two panics first?
            "many": lambda: " + ".join(
                [
                    one(["in.Words[i]", "in.Nested[i][0]", "in.More[i]"]),
                    *(one(["in.T", "in.S"]) for _ in range(one([2, 3, 3, 3]))),
                    one(["string(in.T[i])", "string(in.T[i])", "string(in.S[i])"]),
                ]
            ),
            "asked": lambda: one(["last()", "last() + in.T", "in.T + last()"]),
            "header": lambda: one(
                [
                    "if s = strings.TrimSpace(s); $test {\n\tn++\n}",
                    "if s = in.T + s; len(s) > 9 {\n\tn++\n}",
                    "switch s = strings.ToLower(s); {\ncase $test:\n\tn++\n}",
                    "for s = in.T; n < 2; n++ {\n}",
                    'for i := 0; i < 2; s, i = s+"<", i+1 {\n\tn++\n}',
                    "for _, s = range in.More {\n\tn++\n}",
                ]
            ),
            "set": lambda: one(sets).replace("#", "s"),
            "setall": lambda: one(sets).replace("#", f"{name}all"),
            "setother": lambda: one([*sets, f"*other = {name}page{{count: 2}}"]).replace("#", "other.out"),
            "setfield": lambda: one(sets).replace("#", "r.out"),
        },
    )
    part = writer.fill(one([*OF_LOCALS, *OF_PACKAGE, *OF_FIELDS]))
    return "\n\n".join([part, *called([writer.fill(helper) for helper in HELPERS], [part])])
