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

$v := func($x $K) (bool, int) { return !$m[$x], n }
tell("$label", fmt.Sprint($v($key)))

if $v := $K($key); $m[$v] {
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

TRAPS = snippets("""
tell("$label", $m)

tell("$label", fmt.Sprint($m))

tell("$label", fmt.Sprintf("%T", $m))

$v, _ := json.Marshal($m)
tell("$label", string($v))

tell("$label", reflect.TypeOf($m).String())

tell("$label", reflect.ValueOf($m).MapIndex(reflect.ValueOf($K($key))).IsValid())
tell("$label", reflect.ValueOf($m).Type().Elem().Kind().String())

for _, $x := range $m {
	tell("$label", $x)
}

$v := 0
for _, $x := range $m {
	if any($x) == any(true) {
		$v++
	}
}
tell("$label", $v)

$m[$key1] = $m[$key2]
tell("$label", $m[$key1])

$m[$key1], $m[$key2] = $m[$key2], $m[$key1]
tell("$label", $m[$key1])
tell("$label", len($m))

$m[$key1] = $yes
tell("$label", $m[$key1])

func() {
	true := $yes
	$m[$key1] = true
	tell("$label", $m[$key1])
}()

func() {
	const true = 1 > 2
	$m[$key1] = true
	tell("$label", $m[$key1])
}()

func() {
	const false = 1 < 2
	$m[$key1] = false
	tell("$label", $m[$key1])
}()

func() {
	const true, false = false, true
	if $m[$key] == true {
		tell("$label", n)
	}
}()

func() {
	const false = 1 < 2
	$v := func($x $K) bool { return $said && $m[$x] }
	tell("$label", $v($key))
	tell("$label", false)
}()

$v := map[$K]bool{$key1: $yes}
maps.Copy($m, $v)
tell("$label", $m[$key1])

$v := map[$K]bool{$key1: false}
tell("$label", $v[$key1])
tell("$label", $m[$key1])
tell("$label", len($v))

func() {
	const true = 1 > 2
	$v := map[$K]bool{$key1: true}
	tell("$label", $v[$key1])
}()

$v := func() bool {
	$m[$key1] = !$m[$key1]
	tell("$label", len($m))
	return true
}
$Nboth($v(), $m[$key1])

$v := func() bool {
	delete($m, $key1)
	return true
}
$m[$key1] = true
$Nboth($v(), $m[$key1])

$v := func() bool {
	delete($m, $key1)
	return true
}
$m[$key1] = true
$Nboth($m[$key1], $v())

$v := func() bool {
	$m[$key1] = true
	return true
}
$w := func() (bool, bool) { return $v(), $m[$key1] }
tell("$label", fmt.Sprint($w()))

$v := func() bool {
	$m[$key1] = true
	return true
}
delete($m, $key1)
$w := func() (bool, bool) { return $m[$key1], $v() }
tell("$label", fmt.Sprint($w()))

$v := func() int {
	$m[$key1] = true
	return 0
}
delete($m, $key1)
$w := []bool{false}
$w[$v()] = $m[$key1]
tell("$label", $w)

$w := make(chan bool, 1)
$w <- true
$Nboth(<-$w, $m[$asked])

if $said || $m[$asked] {
	$do
	tell("$label", n)
}

if $yes && $m[$asked] {
	$do
} else {
	tell("$label", n)
}

if $said || $m[$asked] {
	tell("$label", n)
} else {
	$do
}

switch {
case $said:
	tell("$label", n)
case $m[$asked]:
	tell("$label", -n)
}

switch $said {
case $m[$asked]:
	tell("$label", n)
}

switch tell("$label", "switched"); {
case $m[$asked]:
	tell("$label", n)
}

tell("$label", len([2]bool{$m[$odd]}))

tell("$label", unsafe.Sizeof($m[$asked]))

tell("$label", unsafe.Sizeof($m[$key]) + uintptr(len([1]bool{$m[$key]})))

$v, ok := $m[$key]
ok = $v || $yes
tell("$label", []bool{$v, ok})

$v, ok := $m[$key]
$v = !$v
tell("$label", []bool{$v, ok})

$v, ok := $m[$key]
if $yes {
	ok := "another"
	tell("$label", fmt.Sprint($v, ok))
}
tell("$label", ok)

var $v, ok bool
$v, ok = $m[$key]
tell("$label", []bool{$v, ok})
$v = true
tell("$label", []bool{$v, ok})

$v, ok := $m[$key]
$w := &ok
*$w = false
tell("$label", []bool{$v, ok})

$m[$key1] = false
tell("$label", len($m))

$m[$key1] = false
_, $v := $m[$key1]
tell("$label", $v)

$m[$key1] = false
for $x := range $m {
	if $x == ($key1) {
		tell("$label", "ranged")
	}
}

$m[$key1] = false
tell("$label", len(slices.Collect(maps.Keys($m))))

$v := map[$K]bool{}
$m[$key1] = false
tell("$label", maps.Equal($m, $v))

$m[$key1] = false
if $v, ok := $m[$key1]; ok {
	tell("$label", $v)
}

var $v map[$K]bool
if $yes {
	$v = $m
}
$v[$key1] = false
tell("$label", $v[$key1])

func() {
	delete := func(_, _ any) { tell("$label", "not deleted") }
	$m[$key1] = false
	tell("$label", $m[$key1])
	delete(1, 2)
}()

$v := false
$m[$key1], $v = false, $said
tell("$label", []bool{$v, $m[$key1]})

$m[$key1], $m[$key2] = false, true
tell("$label", []bool{$m[$key1], $m[$key2]})

if $v, ok := any($m).(map[$K]bool); ok {
	tell("$label", len($v))
}

switch any($m).(type) {
case map[$K]bool:
	tell("$label", "a map of bool")
default:
	tell("$label", "another")
}

tell("$label", $Nshow($m))

tell("$label", $Nzero($m))

for $x := range maps.Values($m) {
	tell("$label", $x)
}

for _, $x := range maps.All($m) {
	tell("$label", $x)
}

var $v any = $m
tell("$label", fmt.Sprintf("%v", $v))

tell("$label", []any{n, $m})

$v := struct{ x any }{$m}
tell("$label", $v)

$v := make(chan any, 1)
$v <- $m
tell("$label", <-$v)

$Ntry(func() { panic($m) })

$v := &$m
tell("$label", *$v)

$v := make(chan bool, 1)
select {
case $v <- $m[$asked]:
	tell("$label", <-$v)
default:
}

for $x := range $Ncount($m[$asked]) {
	tell("$label", $x)
}

switch $v := any($m[$asked]).(type) {
case bool:
	tell("$label", $v)
}

$v := $yes
$w := func() $K {
	$v = !$v
	return $key1
}
$Nboth($v, $m[$w()])

$v := $yes
$w := func() $K {
	$v = !$v
	return $key1
}
$Nboth($m[$w()], $v)

$v := false
$Ntry(func() {
	defer func() { tell("$label", $v) }()
	$v = $yes && $m[$odd]
})

$v := true
$w := func() { tell("$label", $v) }
$Ntry(func() { $v = $yes || $m[$odd] })
$w()

$v := func() (r bool) {
	defer func() { recover() }()
	r = $yes && $m[$odd]
	return r
}
tell("$label", $v())

$v := func() (r bool) {
	defer func() { recover() }()
	r = true
	r = $yes || $m[$odd]
	return r
}
tell("$label", $v())

tell("$label", $yes && $m[$odd])

$Nboth($yes || $m[$odd], $yes)

$v := []bool{$yes && $m[$odd]}
tell("$label", $v)

$v := func() (bool, int) { return $yes || $m[$odd], n }
tell("$label", fmt.Sprint($v()))

$v := len([2]bool{$m[$odd]})
tell("$label", $v)

if len([2]bool{$m[$odd]}) == 2 {
	tell("$label", n)
}

func() {
	defer func() { tell("$label", fmt.Sprint(recover())) }()
	$m[$odd] = false
}()

switch $v := $said; $m[$asked] {
case $v:
	tell("$label", $v)
}

var $v *bool
if $yes {
	$v = new(bool)
}
*$v = $m[$asked]
tell("$label", *$v)

$v := []bool{}
$v[n & 1] = $m[$asked]

$v := func() bool { return $m[$K($key1)] == $m[$Nkey[$K]("$label", $key2)] }
tell("$label", $v())

tell("$label", $m[$Npick[$K]($m[$key1], $key1, $key2)])

if $v := $m[$key1]; $v && $m[$key2] {
	tell("$label", $v)
}

$v := func(m map[$K]bool) string { return fmt.Sprint(m) }
tell("$label", $v($m))

func() {
	type bool = string
	$v := map[$K]bool{$key1: "x"}
	tell("$label", $v[$key2])
}()
tell("$label", $m[$key1])

func() {
	type bool string
	$v := map[$K]bool{}
	$v[$key1] = "x"
	tell("$label", $v[$key2] + $v[$key1])
}()

type yes$label1 bool
$v := map[$K]yes$label1{$key1: true}
tell("$label", $v[$key1])
tell("$label", $m[$key2])

type yes$label1 = bool
var $v map[$K]yes$label1 = $m
tell("$label", $v[$key])

type yes$label1 = bool
$v := map[$K]yes$label1{}
$v[$key1] = true
if $v[$key] {
	tell("$label", n)
}

goto $L
$L:
tell("$label", $m[$asked])

$v := 0
$L:
if $m[$key] && $v < 2 {
	$v++
	goto $L
}
$Nboth($m[$key], $m[$key])
tell("$label", $v)

for $x := 0; $x < 3 && $said && $m[$asked]; $x++ {
	defer tell("$label", $x)
}

for $x := 0; $x < 3 && ($said || $m[$asked]); $x++ {
	tell("$label", $x)
}

func() {
	break$label1 := func() bool { return $m[$key1] }
	for $x := 0; $x < 2 && $m[$Npick[$K](break$label1(), $key1, $key2)]; $x++ {
		tell("$label", $x)
	}
}()

if $said && $m[$key1] == $m[$asked] {
	tell("$label", n)
}

if $m[$key1] && func() bool { return $m[$key2] }() {
	tell("$label", n)
}

$Nboth(in.Words[3] == s, $m[$odd])

$v := func() (bool, bool) { return in.Ints[2] > 0, $m[$odd] }
tell("$label", fmt.Sprint($v()))

tell("$label", map[bool]int{$m[$key1]: 1, !$m[$key1]: 2})

$v := [2]int{}
$v[map[bool]int{true: 1}[$m[$key1]]]++
tell("$label", $v)

$v := map[$K]bool{}
json.Unmarshal([]byte(`{"1": true, "a": false}`), &$v)
tell("$label", len($v))
tell("$label", $v[$key1])

template.Must(template.New("").Parse("{{range .}}{{.}}{{end}}")).Execute(os.Stdout, $m)
""")

HOMES: dict[str, str] = {
    "global": """
var $Nseen map[$K]bool
====
$Nseen = make(map[$K]bool)
====
$Nseen
""",
    "filled": """
var $Nseen = map[$K]bool{$fixed: true}
====
clear($Nseen)
====
$Nseen
""",
    "pair": """
var $Nhits, $Nseen = 0, make(map[$K]bool)
====
$Nhits++
$Nseen = make(map[$K]bool, 3)
====
$Nseen
""",
    "field": """
type $Nbox struct {
	set  map[$K]bool
	size int
}

func (b *$Nbox) add(k $K) bool {
	if b.set[k] {
		return false
	}
	b.set[k] = true
	b.size++
	return true
}
====
b := $Nbox{set: make(map[$K]bool)}
tell("$label", b.add($key))
====
b.set
""",
    "pointer": """
type $Nbox struct {
	size int
	set  map[$K]bool
}

func $Nnew(in *Input) *$Nbox {
	return &$Nbox{in.Small, map[$K]bool{}}
}
====
b := $Nnew(in)
if b.set[$key] {
	tell("$label", b.size)
}
====
b.set
""",
    "nested": """
type $Ninner struct{ set map[$K]bool }

type $Nbox struct {
	$Ninner
	more []$Ninner
}
====
var b $Nbox
b.set = make(map[$K]bool)
b.more = append(b.more, b.$Ninner)
b.more[0].set[$key] = true
====
b.set
""",
    "anonymous": """
====
b := struct {
	set map[$K]bool
	n   int
}{map[$K]bool{}, n}
tell("$label", b.n)
====
b.set
""",
    "parameter": """
func $Nadd(set map[$K]bool, k $K) bool {
	if set[k] {
		return false
	}
	set[k] = true
	return true
}

func $Nall(in *Input, k $K, sets ...map[$K]bool) (found int) {
	for _, set := range sets {
		if set[k] {
			found++
		}
	}
	return found
}
====
m := make(map[$K]bool)
tell("$label", $Nadd(m, $key))
tell("$label", $Nadd(m, $key))
tell("$label", $Nall(in, $key, m, nil, m))
====
m
""",
    "result": """
func $Nmake(in *Input, keys []$K) map[$K]bool {
	set := map[$K]bool{}
	for _, k := range keys {
		set[k] = true
	}
	return set
}

func $Nmay(in *Input, keys []$K) (set map[$K]bool, err error) {
	if in.Err != nil {
		return nil, in.Err
	}
	return $Nmake(in, keys), nil
}
====
m, err := $Nmay(in, $keys)
if err != nil {
	m = $Nmake(in, nil)
}
====
m
""",
    "named": """
type $Nset map[$K]bool

func (s $Nset) has(k $K) bool { return s[k] }

func (s $Nset) add(k $K) { s[k] = true }

func (s $Nset) both(one, other $K) bool { return s.has(one) && s[other] }
====
m := make($Nset)
m.add($key)
tell("$label", m.has($key))
tell("$label", m.both($key, $key))
====
m
""",
    "alias": """
type $Nset = map[$K]bool

func $Nhas(s $Nset, k $K) bool { return s[k] }
====
m := $Nset{}
tell("$label", $Nhas(m, $key))
====
m
""",
    "list": """
====
sets := []map[$K]bool{make(map[$K]bool), {}, nil}
tell("$label", sets[1][$key])
for $x, set := range sets {
	tell("$label", $x == len(set))
}
====
sets[0]
""",
    "table": """
====
table := map[string]map[$K]bool{}
for _, $x := range in.Words {
	if table[$x] == nil {
		table[$x] = make(map[$K]bool)
	}
	table[$x][$key] = true
}
if table[s] == nil {
	table[s] = map[$K]bool{}
}
====
table[s]
""",
    "literal": """
====
m := make(map[$K]bool)
has := func(set map[$K]bool, k $K) bool { return set[k] }
tell("$label", has(m, $key))
fresh := func() map[$K]bool { return map[$K]bool{} }
if $yes {
	m = fresh()
}
====
m
""",
    "generic": """
type $Nbag[E comparable] struct{ set map[E]bool }

func (b *$Nbag[E]) add(e E) {
	if b.set == nil {
		b.set = make(map[E]bool)
	}
	b.set[e] = true
}

func $Nuniq[E comparable](xs []E) map[E]bool {
	seen := make(map[E]bool, len(xs))
	for _, x := range xs {
		if !seen[x] {
			seen[x] = true
		}
	}
	return seen
}
====
var b $Nbag[$K]
b.add($key)
tell("$label", b.set[$key])
m := $Nuniq($keys)
====
m
""",
    "channel": """
====
ch := make(chan map[$K]bool, 1)
ch <- make(map[$K]bool)
m := <-ch
====
m
""",
}
"""Declarations, statements and the expression of the set, for sets that are not local variables alone."""

HOME_TRAPS: dict[str, list[str]] = {
    "field": snippets("""
tell("$label", b)

tell("$label", &b)

tell("$label", fmt.Sprintf("%+v", b))

tell("$label", fmt.Sprintf("%T", b.set))

$v, _ := json.Marshal(struct{ Set any }{b.set})
tell("$label", string($v))

tell("$label", reflect.TypeOf(b).Field(0).Type.String())

tell("$label", reflect.ValueOf(b).NumField())
tell("$label", fmt.Sprint(reflect.ValueOf(b).Field(0)))

$Ntry(func() { panic(fmt.Sprint(b)) })

tell("$label", $Nshow(b))

tell("$label", $Nshow([]$Nbox{b}))

tell("$label", $Nshow(map[string]*$Nbox{"x": &b}["x"]))

$v := []any{b}
tell("$label", $v)

$v := map[string]$Nbox{"x": b}
tell("$label", $v)

$v := struct{ inner $Nbox }{b}
tell("$label", $v)

$v := make(chan any, 1)
$v <- b
tell("$label", <-$v)

var $v interface{ add($K) bool } = &b
tell("$label", fmt.Sprint($v))

$v := func() any { return b }
tell("$label", $v())

type other$label1 struct {
	set  map[$K]bool
	size int
}
tell("$label", other$label1(b))

$v := sync.Map{}
$v.Store("b", b)
$w, _ := $v.Load("b")
tell("$label", $w)

$v := context.WithValue(context.Background(), "b", b)
tell("$label", $v.Value("b"))
"""),
    "pointer": snippets("""
tell("$label", b)

tell("$label", *b)

tell("$label", fmt.Sprintf("%v", *b))

tell("$label", $Nshow(*b))

tell("$label", [1]*$Nbox{b})
"""),
    "nested": snippets("""
tell("$label", b)

tell("$label", b.$Ninner)

tell("$label", fmt.Sprint(b.more))

tell("$label", b.more[0])

for _, $x := range b.more {
	tell("$label", $x)
}

tell("$label", $Nshow(b.more))
"""),
    "anonymous": snippets("""
tell("$label", b)

tell("$label", $Nshow(b))

tell("$label", fmt.Sprintf("%T", b))
"""),
    "parameter": snippets("""
$v := $Nadd
tell("$label", fmt.Sprintf("%T", $v))

tell("$label", fmt.Sprintf("%T", $Nadd))

var $v any = $Nadd
if $w, ok := $v.(func(map[$K]bool, $K) bool); ok {
	tell("$label", $w(nil, $key))
}

tell("$label", reflect.TypeOf($Nall).String())
"""),
    "result": snippets("""
tell("$label", $Nmake(in, nil))

tell("$label", fmt.Sprintf("%T", $Nmake))

tell("$label", fmt.Sprint($Nmay(in, nil)))

$v := any($Nmay)
$w, ok := $v.(func(*Input, []$K) (map[$K]bool, error))
tell("$label", []any{$w == nil, ok})
"""),
    "named": snippets("""
tell("$label", m)

var $v interface{ has($K) bool } = m
tell("$label", $v)

var $v interface{ has($K) bool } = m
$w, ok := $v.($Nset)
tell("$label", []any{len($w), ok, fmt.Sprint($v)})

tell("$label", fmt.Sprint(m))

tell("$label", map[$K]bool(m))

$v := m.add
$v($key)
tell("$label", m)

tell("$label", fmt.Sprintf("%v", struct{ s $Nset }{m}))

tell("$label", reflect.TypeOf(m).Elem().String())

tell("$label", reflect.ValueOf(m).Type().ConvertibleTo(reflect.TypeFor[map[$K]bool]()))
"""),
    "alias": snippets("""
tell("$label", fmt.Sprintf("%T", $Nhas))

tell("$label", any(m).($Nset))

switch any(m).(type) {
case $Nset:
	tell("$label", "a set")
}
"""),
    "list": snippets("""
tell("$label", sets)

tell("$label", $Nshow(sets[1:]))

sets = append(sets, $Nfrom[map[$K]bool](in))
tell("$label", fmt.Sprintf("%T", sets))

tell("$label", any(sets).([]map[$K]bool)[1])

tell("$label", sets[2])
"""),
    "table": snippets("""
tell("$label", table)

tell("$label", fmt.Sprint(table["a"]))

$v := 0
for _, $x := range table {
	$v += len($Nshow($x))
}
tell("$label", $v)
"""),
    "generic": snippets("""
tell("$label", b)

tell("$label", fmt.Sprintf("%T", b.set))

tell("$label", $Nuniq($keys))

tell("$label", fmt.Sprintf("%T", $Nuniq[$K]))
"""),
    "literal": snippets("""
tell("$label", fmt.Sprintf("%T", has))

tell("$label", fresh())

$v, ok := any(fresh).(func() map[$K]bool)
tell("$label", []any{$v == nil, ok})
"""),
}
"""Traps of one home."""

METHOD = """
type $Nmerger struct{ n int }

func (x $Nmerger) merge(set map[$K]bool) int {
	if set[$fixed] {
		return x.n
	}
	return len(set)
}
====
m := make(map[$K]bool)
tell("$label", $Nmerger{n}.merge(m))
if $x, ok := any($Nmerger{n}).(interface{ merge(map[$K]bool) int }); ok {
	tell("$label", $x.merge(m))
}
====
m
"""
"""Interfaces find a method by what it takes, which the program can ask at run time."""

FIXED = {
    "string": '"a"', "int": "1", "byte": "'a'", "rune": "'a'", "float64": "1", "[2]string": "[2]string{}",
    "$Npoint": "$Npoint{}", "any": '"a"',
}  # fmt: skip
"""A key that can stand in a package-level declaration."""
