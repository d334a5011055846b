"""What the sets of the differential proof are made of: see `sets` for how, and `snippets` for the holes in them."""

from __future__ import annotations

from tests.differential.snippets import snippets

KEYS: dict[str, tuple[list[str], str]] = {
    "string": (['"a"', '"b"', "s", 's + "x"', "in.S", "$Nfirst(in)"], "in.Words"),
    "int": (["1", "n", "n + 1", "in.Small", "len(s)", "in.N % 3"], "in.Ints"),
    "byte": (["'a'", "byte(n)", "byte(len(s))"], "in.Bytes[:min(len(in.Bytes), 9)]"),
    "rune": (["'a'", "rune(n)"], "[]rune(s)"),
    "float64": (["1", "float64(n)", "math.NaN()"], "[]float64{0, 1, math.NaN(), float64(n)}"),
    "[2]string": (['[2]string{"a"}', '[2]string{s, "b"}'], '[][2]string{{"a"}, {s, "b"}, {"b", s}}'),
    "$Npoint": (["$Npoint{n, s}", "$Npoint{1, s}"], '[]$Npoint{{n, s}, {1, "a"}, {n, s}}'),
    "any": (['"a"', "n", "s", "odd", "odd", "any(flag)"], "[]any{s, n, flag, s}"),
    "T": (["k1", "k2"], "xs"),
}
"""Types of keys: expressions of them, and a slice."""

YES = ["flag", "other", "!flag", "(n > 3)", "(len(in.Words) > 0)", '(s != "")']

HELPERS = snippets("""
func $Nsay(what string, yes bool) bool {
	tell(what, yes)
	return yes
}

func $Nkey[K any](what string, k K) K {
	tell(what, fmt.Sprint(k))
	return k
}

func $Nboth(one, other bool) {
	tell("both", []bool{one, other})
}

type $Npoint struct {
	x int
	y string
}

func $Nodd(in *Input) any {
	if in.Other {
		return in.Ints
	}
	return in.N
}

func $Nfirst(in *Input) string {
	if len(in.Words) == 0 {
		return "none"
	}
	return in.Words[0]
}

func $Ntry(f func()) {
	defer func() {
		if r := recover(); r != nil {
			tell("recovered", fmt.Sprint(r))
		}
	}()
	f()
}

func $Nshow[T any](x T) string { return fmt.Sprintf("%v %T", x, x) }

func $Nzero[K comparable, V any](m map[K]V) string {
	var zero V
	return fmt.Sprintf("%T %d", zero, len(m))
}

func $Ncount(yes bool) int {
	if yes {
		return 2
	}
	return 1
}

func $Npick[K any](yes bool, one, other K) K {
	if yes {
		return one
	}
	return other
}

func $Npair(in *Input) (bool, int) {
	tell("pair", in.Flag)
	return in.Flag, in.N
}

func $Nfrom[T any](in *Input) (zero T) {
	tell("$label", fmt.Sprintf("%T", zero))
	return zero
}
""")
"""What a scene may call: only what it does call is written."""

LOCAL = snippets("""
$m := make($T)

$m := make($T, len(in.Words))

$m := $T{}

var $m = $T{}

var $m = make($T)

$m, count := make($T), 0
count += n
tell("$label", count)

var (
	$v = 1
	$m  = make($T)
)
tell("$label", $v)

var $m $T
if $yes {
	$m = make($T)
}

$m := $T(nil)
if $yes || $m == nil {
	$m = $T{$key1: true}
}

$m := $T{$key1: true}

type set$label1 $T
$m := set$label1{}

type set$label1 = map[$K]bool
$m := make(set$label1)
""")
"""Declarations of a local set. ($label1: the same in the snippet.)"""

READS = snippets("""
if $m[$key] {
	$do
}

if !$m[$key] {
	$do
} else {
	$do
}

if $m[$key] {
	$do
} else if $yes {
	$do
}

if $yes {
	$do
} else if $m[$key] {
	$do
} else {
	$do
}

if $yes && $m[$key] {
	$do
}

if $said && !$m[$asked] {
	$do
}

if $m[$key] && $said {
	$do
}

if $m[$key] && $yes && !$m[$key] && $said {
	$do
}

if $m[$key] == $yes {
	$do
} else {
	$do
}

if $m[$key] != true {
	$do
}

if false == $m[$key] {
	$do
}

if $m[$key] == true && $said {
	$do
}

if $m[$key1] != $m[$key2] {
	$do
}

$v := $m[$key]
tell("$label", $v)

var $v bool = $m[$key]
tell("$label", $v)

var $v any
$v = $m[$key]
tell("$label", $v)

var $v any = $m[$key]
tell("$label", fmt.Sprintf("%v %T", $v, &$v))

var $v = !$m[$key]
$do
tell("$label", $v)

$v := $m[$key] && $yes
tell("$label", $v)

$v := $yes && $m[$key]
tell("$label", $v)

$v := $said || !$m[$asked]
tell("$label", $v)

$v := $yes
$v = $v || $said && $yes
$v = $said && $m[$key]
tell("$label", $v)

tell("$label", $m[$key])

tell("$label", any($m[$key]))

tell("$label", fmt.Sprint($m[$key], n, $m[$key]))

$v := []bool{$m[$key], true, $m[$key]}
tell("$label", $v)

$v := struct{ in bool }{$m[$key]}
tell("$label", $v)

$v := []any{1, 2}
$v[0] = $m[$key]
tell("$label", $v)

for $x := 0; $x < 3 && !$m[$key]; $x++ {
	$do
}

for $x := 0; !$m[$key1] && $x < 4; $x++ {
	$do
	$m[$key1] = true
}

$v := 0
for $m[$key] {
	if $v++; $v > 2 {
		break
	}
	$do
}

switch $m[$key] {
case true:
	$do
case false:
	$do
}

switch {
case $m[$key]:
	$do
case $yes:
	$do
default:
	$do
}

$v := func($x $K) bool { return $m[$x] }
tell("$label", $v($key))

$v := func($x $K) bool {
	return $yes && $m[$x]
}
$do
tell("$label", $v($key))

$v := func($x $K) bool { return $said || $m[$x] && $yes }
tell("$label", $v($key))

$v := func($x $K) bool { return struct{ x int }{n} != struct{ x int }{2} && $m[$x] }
tell("$label", $v($key))

$v := func($x $Npoint) bool { return $x == $Npoint{n, s} || $m[$key] && $x != $Npoint{1, s} }
tell("$label", $v($Npoint{in.Small, s}))

$v := func($x $K) (bool, int) { return !$m[$x], n }
tell("$label", fmt.Sprint($v($key)))

if $v := $K($key); $m[$v] {
	tell("$label", fmt.Sprint($v))
}

if $v := $K($key); $m[$v] != $m[$key] {
	tell("$label", fmt.Sprint($v))
}

for _, $x := range $keys {
	if $m[$x] {
		tell("$label", fmt.Sprint($x))
		continue
	}
	$m[$x] = true
}

$v := 0
for $w, $x := range $keys {
	if $w == 1 || $m[$x] {
		continue
	}
	$m[$x] = true
	$v++
}
tell("$label", $v)

$L:
for $w, $x := range $keys {
	for range 2 {
		if $m[$x] {
			continue $L
		}
		$m[$x] = true
		tell("$label", $w)
	}
}

$L:
for _, $x := range $keys {
	for range 2 {
		if !$m[$x] {
			$m[$x] = true
			continue
		}
		tell("$label", fmt.Sprint($x))
		if $yes || $m[$key] {
			break $L
		}
	}
}

func() {
	ok, found, has, member := 1, 2, 3, 4
	if $m[$key] {
		tell("$label", ok+found+has+member)
	}
	$v := $m[$key]
	tell("$label", []any{ok, found, has, member, $v})
}()

if ok := $yes; $m[$key] {
	tell("$label", ok)
}
""")

EVENTS = snippets("""
$m[$key] = true

$m[$key], $m[$key] = true, true

for _, $x := range $keys {
	$m[$x] = true
}

delete($m, $key)

if $m[$key] = true; $yes {
	$do
}

$v := 1
$m[$key], $v = true, $v+1
tell("$label", $v)

$v := func($x $K) { $m[$x] = true }
$v($key)

defer func() { delete($m, $key) }()

tell("$label", $m == nil)

$m[$asked] = true

const yes$label1 = true
$m[$key] = yes$label1

const yes$label1 = len("$m") > 0
$m[$key], $m[$key] = true, yes$label1

const yes$label1 = true
if $m[$key] == yes$label1 {
	$do
}
""")

COUNTS = snippets("""
tell("$label", len($m))

_, $v := $m[$key]
tell("$label", $v)

if _, ok := $m[$key]; ok {
	$do
}

if $v, ok := $m[$key]; $v && ok {
	$do
}

if $v, ok := $m[$key]; ok {
	tell("$label", $v)
}

$v := 0
for range $m {
	$v++
}
tell("$label", $v)

$v := []string{}
for $x := range $m {
	$v = append($v, fmt.Sprint($x))
}
slices.Sort($v)
tell("$label", $v)

clear($m)
tell("$label", len($m))

$v := maps.Clone($m)
$v[$key] = true
tell("$label", maps.Equal($v, $m))

$v := $m
$v[$key] = true
tell("$label", len($v) + len($m))

$v := len(slices.Collect(maps.Keys($m)))
tell("$label", $v)

defer func() { tell("$label", len($m)) }()

$v := sync.WaitGroup{}
$v.Add(1)
go func() {
	defer $v.Done()
	defer func() { recover() }()
	$m[$key] = true
}()
$v.Wait()
tell("$label", len($m))

switch _, ok := $m[$key]; {
case ok:
	$do
}
""")

REMOVAL = snippets("""
$m[$key] = false

for _, $x := range $keys {
	$m[$x] = false
}

if $m[$key1] {
	$m[$key1] = false
} else {
	$m[$key1] = true
}

$v := func($x $K) { $m[$x] = false }
$v($key)
""")
"""Stores of false, where nobody can tell it from absence."""

AROUND = snippets("""
if $yes {
	$inner
}

for range 2 {
	$inner
}

{
	$inner
}

func() {
	$inner
}()

$Ntry(func() {
	$inner
})

switch {
case $yes:
	$inner
default:
	$do
}

select {
default:
	$inner
}

for $x := range 2 {
	if $x == 1 && $yes {
		continue
	}
	$inner
}

if $yes {
	tell("$label", n)
} else {
	$inner
}

defer func() {
	$inner
}()
""")

FIXED = {
    "string": '"a"', "int": "1", "byte": "'a'", "rune": "'a'", "float64": "1", "[2]string": "[2]string{}",
    "$Npoint": "$Npoint{}", "any": '"a"',
}  # fmt: skip
"""A key that can stand in a package-level declaration."""
