"""What shows what a set is made of, or that a read was moved: see `sets`."""

from __future__ import annotations

from tests.differential.snippets import snippets

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
"""Who looks at the map as it is, and what is read beside what."""

PLACES = snippets("""
if $yes && $m[$key1] == $m[$key2] {
	$do
}

for $x := 0; $x < 2 && $m[$key1] != $m[$key2]; $x++ {
	tell("$label", $x)
}

switch $m[$key1] == $m[$key2] {
case true:
	$do
}

switch $m[$key1] {
case $m[$key2]:
	tell("$label", n)
}

if $yes {
	$do
} else if $m[$key1] == $m[$key2] {
	$do
}

if $yes {
	$do
} else if $v := $K($key1); $m[$v] != $m[$key2] {
	$do
}

if $v := $m[$key1]; $m[$key2] && $v {
	$do
}

if $v := fmt.Sprint($m[$key1]); $m[$key2] && $v != "" {
	$do
}

$L:
for $x := $Ncount($m[$key]); $x < 4; $x++ {
	for range 2 {
		if $x == 2 {
			continue $L
		}
		tell("$label", $x)
	}
}

$L:
switch $v := fmt.Sprint($m[$key]); {
case $yes && $v != "":
	if $v == "true" {
		break $L
	}
	tell("$label", $v)
}

for $x := 0; $x < 4; $x += $Ncount($m[$key]) {
	tell("$label", $x)
}

for $x := ""; len($x) < 9; $x += fmt.Sprint($m[$key]) {
	tell("$label", $x)
}

if $yes {
	goto $L
}
$Nboth($m[$key1], $m[$key2])
$L:
tell("$label", n)

$v := false
if $yes {
	goto $L
}
tell("$label", n)
$v = $m[$key1] == $m[$key2]
$L:
tell("$label", $v)

$v := 0
if $v++; $yes {
	goto $L
}
if $m[$key1] != $m[$key2] {
	$v++
}
$L:
tell("$label", $v)

tell("$label", $yes && $m[$key1] == $m[$key2])

$v := []bool{$yes || $m[$key1] != $m[$key2]}
tell("$label", $v)

$Nboth($yes && $m[$key1], $yes || $m[$key2])

$v := []bool{$yes && $m[$key1], $yes || !$m[$key2]}
tell("$label", $v)

type yes$label1 bool
$v := yes$label1($yes)
tell("$label", $v && $m[$key] == $yes)

type yes$label1 bool
$v := []yes$label1{yes$label1($yes) || $m[$key] != $yes}
tell("$label", $v)

$v := $m[$Npick[$K]($m[$key1], $key1, $key2)]
tell("$label", $v)

$v := map[string]int{fmt.Sprint($m[$key1]): n}
tell("$label", $v[fmt.Sprint($m[$key2])])

for $x := 0; $x < 3 && ($yes || $m[$odd]); $x++ {
	tell("$label", $x)
}

switch $yes && $m[$odd] {
case true:
	tell("$label", n)
}

switch {
case $yes || $m[$odd]:
	tell("$label", n)
default:
	$do
}

switch {
case $yes && !$m[$odd]:
	tell("$label", n)
}

if n := in.Small; $m[$key] && n > 2 {
	tell("$label", n)
}
tell("$label", n)

if s, n := s + "y", len(s); $m[$key] {
	tell("$label", s)
} else {
	tell("$label", n)
}
$Nboth(s != "", $m[$key])

$v := $K($key)
if $m[$v] {
	tell("$label", n)
}
{
	$do
}

$v, $w := $K($key), $yes
if $w && $m[$v] {
	tell("$label", n)
}
{
	tell("$label", s)
}
""")
"""Reads where there is no place to ask, or not for two of them, or not always."""

CHANGES = snippets("""
$v := struct{ x int }{n}
$w := func() $K {
	$v.x++
	return $key1
}
tell("$label", fmt.Sprint($v, $m[$w()]))

$v := struct{ x, y string }{s, s}
$w := func() $K {
	$v = struct{ x, y string }{y: "set"}
	return $key1
}
tell("$label", []any{$v, $m[$w()]})

$v := struct{ x [2]int }{}
$w := func() $K {
	$v.x[1]--
	return $key1
}
tell("$label", fmt.Sprint($m[$key2], $v, $m[$w()]))

$v := map[string]int{}
$w := func() $K {
	$v[fmt.Sprint(len($v))] = n
	return $key1
}
tell("$label", fmt.Sprint(struct{ x int }{len($v)}, $m[$w()]))

$v := []byte("bytes")
$w := func() $K {
	$v[0]++
	return $key1
}
tell("$label", []any{struct{ x string }{string($v)}, $m[$w()]})

$v := []$Npoint{{n, s}, {1, s}}
for $x := range $v {
	$w := func() $K {
		$v[$x].x++
		return $key1
	}
	tell("$label", fmt.Sprint($v[$x], $m[$w()]))
}

$v := 0
$m[$key1], $v = $Npair(in)
tell("$label", $v)

$v := make(chan bool, 1)
$v <- $yes
$w := false
$m[$key1], $w = <-$v
tell("$label", $w)

for _, $m[$key1] = range []bool{$yes, true} {
	tell("$label", n)
}

$m[$asked] = $said
tell("$label", $m[$key])

$m[$asked] = $yes && $said

if $yes {
	$m[$asked] = $said
}

var $v bool
for _, $v = range $m {
	if $v {
		tell("$label", n)
	}
}

var $v bool
for _, $v = range $m {
	if !$v {
		continue
	}
	tell("$label", n)
}
tell("$label", $v)

$v := []bool{false}
for _, $v[0] = range $m {
	tell("$label", $v)
}

const no$label1 = 2 < 1
$m[$key1] = no$label1
tell("$label", len($m))

const no$label1 = !true
$v := map[$K]bool{$key1: no$label1}
tell("$label", len($v))
tell("$label", $v[$key1])

var $v [1]int
$m[$key1] = len($v) == 2
tell("$label", len($m))
""")
"""What is stored may be false, or another value than it would be elsewhere; or what is beside a read changes."""
