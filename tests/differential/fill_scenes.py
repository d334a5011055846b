"""What a slice that is filled must not know beforehand: whole functions, for `prealloc`.

In each, one obligation of the rule decides: the loop moves what says how often it runs, a bound wraps, somebody holds
the slice before it is full. Beside each of these stand loops that look the same and are counted.
"""

from __future__ import annotations

import re
from random import Random

from tests.differential.snippets import Writer, called, function, snippets

FAR = snippets("""
for i := 0; i < top; i++ {
	i = max(i, top-$few)
	out = append(out, i)
}

for i := top; i > 0; i-- {
	i = min(i, $few)
	out = append(out, i)
}

for i := 0; i < top; i++ {
	top = min(top, $few)
	out = append(out, i)
}

for i, end := 0, top; i < end; i++ {
	end = min(end, $few)
	out = append(out, i)
}

box := $Nbox{limit: top}
for i := 0; i < box.limit; i++ {
	box.limit = min(box.limit, $few)
	out = append(out, i)
}

for i := $low; i < top; i += $step {
	if len(out) > $few {
		break
	}
	out = append(out, i)
}

for i := top; i > $low; i -= $step {
	if len(out) > $few {
		break
	}
	out = append(out, i)
}

for i := uint($low); i < in.U; i += $step {
	if len(out) > $few {
		break
	}
	out = append(out, int(i))
}

all := 1 << 40
for i := $low; i < all; i += $step {
	if len(out) > $few {
		break
	}
	out = append(out, i)
}

all := 1 << 40
for i := range all - len(in.Words) {
	if len(out) > $few {
		break
	}
	out = append(out, i)
}

for i := $low; i < 1e18; i++ {
	if len(out) > $few {
		break
	}
	out = append(out, i)
}

for i := range 1 << 30 {
	out = append(out, in.Ints[i])
}

const all = 1 << 29
for i := 0; i < all; i++ {
	out = append(out, in.Ints[i])
}
""")
"""They end soon, and what they are bounded by may be as large as a number gets."""

NEAR = snippets("""
for i := near - $size; i < near; i++ {
	out = append(out, i)
}

for i := near - $size; i < near; i += $step {
	out = append(out, i)
}

for i := near + $size; i > near; i -= $step {
	out = append(out, i)
}

for i := 1; i < near+1; i++ {
	out = append(out, i)
}

for i := near - $size; i < len(in.Words); i++ {
	out = append(out, i)
}

for i := count + 1; i < near; i++ {
	out = append(out, i)
}

low, high := int8(in.N), int8(in.Small*3)
for i := low; i < high; i++ {
	out = append(out, int(i))
}

high := int8(in.N)
for i := int8($low); i < high+100; i++ {
	out = append(out, int(i))
}

size := uint(in.Small)
for i := uint($low); i < size; i++ {
	out = append(out, int(i))
}

size, low := uint(in.Small), uint(len(in.Words))
for i := low; i < size; i++ {
	out = append(out, int(i))
}

size := uint(in.Small)
for i := size - 1; i < size+$size; i++ {
	out = append(out, int(i))
}

size := uint(in.Small)
for i := range size {
	out = append(out, int(i))
}

for i := range int64(near) {
	out = append(out, int(i))
}

long := int64(near)
for i := range long {
	out = append(out, int(i))
}

long := int64(near)
for i := int64(0); i <= long; i++ {
	out = append(out, int(i))
}

for i, more := 0, $Nclear(in); i < len(in.Words); i++ {
	out = append(out, i+more)
}

none := func() int { count = 0; return 1 }
for i, more := 0, none(); i < count; i++ {
	out = append(out, i+more)
}

long := $Nsize(near)
for i := range long {
	out = append(out, int(i))
}

for i := count; i < 30; i++ {
	out = append(out, i)
}

for i := range len(in.Words) + len(in.Ints) {
	out = append(out, i)
}

for i := range len(in.Words)/2 - 1 {
	out = append(out, i, i)
}

for i := range near {
	out = append(out, i)
}
""")
"""They run to their end, and where something wraps they do not run at all."""

COUNTED = snippets("""
for i := 0; i < len(words); i++ {
	at := &i
	*at += $step
	out = append(out, i)
}

for i := 0; i < len(words); i++ {
	skip := func() { i += $step }
	skip()
	out = append(out, i)
}

for i := 0; i < len(words); i++ {
	i += $step
	out = append(out, i)
}

for i := 0; i < len(words); i++ {
	words = words[:len(words)/2]
	out = append(out, i)
}

for i := 0; i < len(in.Words); i++ {
	in.Words = in.Words[:len(in.Words)/2]
	out = append(out, i)
}

for i := 0; i < count; i++ {
	count -= $step
	out = append(out, i)
}

for i := 0; i < count-(none|1); i++ {
	out = append(out, i)
}

for i := 0; i < len(in.Words)-(none^1); i++ {
	out = append(out, i)
}

for i := 1; i < count; i++ {
	out = append(out, i)
}

for i := 0; i < len(words)/2; i++ {
	out = append(out, i, -i)
}

for i := range count {
	if len(out) < $power {
		out = append(out, i)
	}
}

for _, word := range words {
	if len(out) < $power {
		out = append(out, len(word))
	}
}

for _, word := range words {
	if len(out) == $power {
		break
	}
	out = append(out, len(word))
}

for i, word := range words {
	out = append(out, len(word))
	if i == $power-1 {
		break
	}
}

for _, word := range words {
	out = append(out, len(word))
}

for i, list := 0, words; i < len(list); i++ {
	out = append(out, len(list[i]))
}

for i, end := 0, len(words); i < end; i++ {
	out = append(out, len(words[i]))
}
""")
"""How many they give is what somebody sees who appends twice to what has no room."""

HELD = snippets("""
add := func() { out = append(out, $value) }
for _, word := range words {
	out = append(out, len(word))
}
$keep
add()
$late

for _, word := range words {
	out = append(out, len(word))
}
$keep
out = append(out, $value)
$late

count := len(words)
var kept reflect.Value
again:
for i := range count {
	out = append(out, i)
}
if !kept.IsValid() {
	kept = reflect.ValueOf(out)
	count = 2
	goto again
}
$late

for _, word := range words {
	out = append(out, len(word))
}
for at, each := range out {
	if at < 3 {
		out = append(out, each+$value)
	}
	if at+1 < len(out) {
		out[at+1] += each
	}
}

for _, word := range words {
	out = append(out, len(word))
}
for at := range out {
	out = append(out, out[at]+$value)
}

out = append(out, $value, $value, $value)
for at := range out {
	out = append(out, out[at]*2)
}

for i := range len(out) + $size {
	out = append(out, i)
}

for range out {
	out = append(out, $value)
}
""")
"""Somebody has the slice, or ranges over it, before it has got everything."""

WHOLE = snippets("""
func $N(in *Input) {
	$empty
	if in.Flag {
		goto done
	}
	for _, part := range $parts {
		out = append(out, len(part))
	}
done:
	tell("out", out)
}
----
func $N(in *Input) {
	words := $words
	slices := in.Small
	var out []int
	for _, word := range words {
		out = append(out, len(word)+slices)
	}
	tell("out", out)
}
----
func $Nfields(kind reflect.Type) []int {
	$empty
	for i := $ask {
		out = append(out, i)
	}
	return out
}

func $N(in *Input) {
	tell("fields", $Nfields($kind))
}
----
func $N(in *Input) {
	table := map[int]int{}
	for i := range 1 << 30 {
		table[i] = in.Ints[i]
	}
	tell("table", len(table))
}
----
func $N(in *Input) {
	near := min(in.N, 30)
	$shadow
	$empty
	for i := range near {
		out = append(out, i)
	}
	tell("out", out)
}
----
func $N(in *Input) {
	table := map[int]int{}
	for i := range in.N {
		if len(table) > $few {
			break
		}
		table[i] = i
	}
	tell("table", table)
}
----
func $N(in *Input) {
	var out $T
	for _, word := range in.Words {
		if len(word) > 2 {
			$leave
		}
		out = append(out, len(word))
	}
	tell("nil", out == nil)
}
----
func $Nmake(in *Input) (out $T) {
	defer func() {
		tell("recovered", recover() != nil)
	}()
	for i := range in.Words {
		out = append(out, i)
	}
	$risk
	return out
}

func $N(in *Input) {
	out := $Nmake(in)
	tell("out", out)
}
----
func $N(in *Input) {
	$shelf
	for _, word := range in.Words {
		box.items = append(box.items, len(word))
		$meanwhile
	}
	tell("items", box.items)
}
----
func $N(in *Input) {
	$begun
	for _, word := range in.Words {
		out = append(out, len(word))
		$again
	}
	tell("out", out)
}
----
func $Ndown(depth int) int {
	if depth == 0 {
		return 0
	}
	out := []int{}
	for i := range $frame {
		if len(out) > 20 {
			break
		}
		out = append(out, i*depth)
	}
	return out[len(out)-1] + $Ndown(depth-1)
}

func $N(in *Input) {
	tell("down", $Ndown(in.Small*200))
}
""")

TWICE = """
if size := len(out); size > 0 && size&(size-1) == 0 {
	kept := reflect.ValueOf(out)
	one, two := reflect.Append(kept, reflect.ValueOf(-1)), reflect.Append(kept, reflect.ValueOf(-2))
	tell("one", one.Interface())
	tell("two", two.Interface())
}""".strip()
"""Two appends to what is full without any capacity, where nobody sees that they are two."""

RISKS = snippets("""
out = append(out, in.Ints[5])

each := in.Ints[5]
for i := range 9 {
	out = append(out, i+each)
}

for _, each := range in.Ints {
	out = append(out, 10/each)
}

out = append(out, 7)
""")
"""What comes behind a loop, and may end the function."""

HELPERS = snippets("""
type $Nbox struct {
	limit int
}

type $Nshelf struct {
	items $T
	most  int
}

type $Nsize int

type $Nlist []int

type $Nkind struct {
	reflect.Type
}

func (k $Nkind) NumField() int {
	tell("asked", k.Name())
	return k.Type.NumField()
}

func $Nclear(in *Input) int {
	if in.Flag {
		in.Words = nil
	}
	return 1
}
""")

PRELUDE = {
    "top": "top := in.N",
    "near": "near := min(in.N, 30)",
    "count": "count := in.Small",
    "none": "none := len(in.T) / 9",
    "words": "words := in.Words",
}
"""What the loops mention."""
LOOPS = {"far": FAR, "near": NEAR, "counted": COUNTED, "held": HELD}
SEEN = snippets("""
tell("out", out)

tell("nil", out == nil)

tell("length", len(out))

for _, each := range out {
	tell("each", each)
}
""")


class Scene:
    def __init__(self, random: Random, name: str) -> None:
        self.random = random
        self.name = name
        self.type = random.choice(["[]int", "[]int", "[]int", "$Nlist"])

        def among(*choices: str) -> str:
            return random.choice(choices)

        self.writer = Writer(
            random,
            {
                "N": lambda: name,
                "T": lambda: self.type,
                "empty": lambda: among("out := $T{}", "out := make($T, 0)"),
                "few": lambda: among("3", "4", "7"),
                "size": lambda: among("6", "9", "20"),
                "step": lambda: among("2", "3"),
                "low": lambda: among("0", "1", "3"),
                "power": lambda: among("1", "4", "4", "8"),
                "value": lambda: among("7", "in.Small", "len(out)"),
                "frame": lambda: among("8000", "1000", "40"),
                "words": lambda: among("slices.Clone(in.Words)", "in.Words"),
                "parts": lambda: among('strings.Split(in.S, " ")', "strings.Fields(in.S)", "in.Words"),
                "ask": lambda: among("range kind.NumField()", "0; i < kind.NumField(); i++"),
                "kind": lambda: among("$Nkind{reflect.TypeOf(*in)}", "reflect.TypeOf(*in)"),
                "shadow": lambda: among(
                    'max := in.Small\ntell("max", max)',
                    "max := func(one, two int) int { return one - 100 }\n_ = max",
                    "len := func(list $T) int { return 4 }\n_ = len",
                ),
                "leave": lambda: among("break", "return", "break", "continue"),
                "risk": lambda: random.choice(RISKS),
                "shelf": lambda: among("box := $Nshelf{}", "box := &$Nshelf{most: 3}", "box := new($Nshelf)"),
                "meanwhile": lambda: among("", "", "box.most++", "if len(box.items) == $few {\nbox.items = nil\n}"),
                "begun": lambda: among("out := $T{in.Small, 1}", "var out $T\nif in.Flag {\nout = $T{1, 2}\n}"),
                "again": lambda: among("", f"if len(out) == $few {{\nout = {among('nil', 'out[:1]', '$T{7}')}\n}}"),
                "keep": lambda: "kept := reflect.ValueOf(out)",
                "late": lambda: 'late := reflect.Append(kept, reflect.ValueOf(-1))\ntell("late", late.Interface())',
            },
        )

    def write(self) -> str:
        random = self.random
        kind = random.choices([*LOOPS, "whole"], [4, 5, 6, 3, 6])[0]
        if kind == "whole":
            return self.together(random.choice(WHOLE))
        loop = random.choice(LOOPS[kind])
        begin = random.choice(["$empty", "var out $T", "var out $T"]) if kind == "near" else "$empty"
        end = {
            "far": SEEN[2:],
            "near": [random.choice(SEEN), SEEN[1]],
            "counted": [TWICE],
            "held": SEEN[:1],
        }[kind]
        prelude = [
            line
            for word, line in PRELUDE.items()
            if re.search(rf"\b{word}\b", loop) and not re.search(rf"\b{word}\b.* := ", loop)
        ]
        if kind == "near" and "\nfor " in loop:
            before, _, loop = loop.partition("\nfor ")
            prelude, loop = [*prelude, before], f"for {loop}"
        return self.together(function("$N(in *Input)", "\n".join([*prelude, begin, loop, *end])))

    def together(self, text: str) -> str:
        parts = [self.writer.fill(text)]
        return "\n\n".join([*called([self.writer.fill(one) for one in HELPERS], parts), *parts])


def write(random: Random, name: str) -> str:
    return Scene(random, name).write()
