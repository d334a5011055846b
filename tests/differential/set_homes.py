"""Where the sets of the differential proof live, and the traps of each home: see `sets`."""

from __future__ import annotations

from tests.differential.snippets import snippets

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
    "asked": """
var $Nseen = map[$K]bool{$fixed: true}

var $Nhas = $about
====
tell("$label", $Nhas)
clear($Nseen)
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

ABOUT = [
    "$Nseen[$fixed]", "!$Nseen[$fixed]", "$Nseen[$fixed] == true", "fmt.Sprint($Nseen[$fixed])",
    "func() bool { return $Nseen[$fixed] }()", "[]bool{$Nseen[$fixed]}[0]",
]  # fmt: skip
"""What a variable of the package may be told about the set."""

UNREADABLE = """
func() {
	make := func(x int) int { return x + 1 }
	tell("$label", make(3))
	$m[$key] = true
}()
""".strip()
"""The grammar takes `make` for the one that makes something, and does not understand the function."""

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
    "parameter": [UNREADABLE, *snippets("""
$v := $Nadd
tell("$label", fmt.Sprintf("%T", $v))

tell("$label", fmt.Sprintf("%T", $Nadd))

var $v any = $Nadd
if $w, ok := $v.(func(map[$K]bool, $K) bool); ok {
	tell("$label", $w(nil, $key))
}

tell("$label", reflect.TypeOf($Nall).String())
""")],
    "result": [UNREADABLE, *snippets("""
tell("$label", $Nmake(in, nil))

tell("$label", fmt.Sprintf("%T", $Nmake))

tell("$label", fmt.Sprint($Nmay(in, nil)))

$v := any($Nmay)
$w, ok := $v.(func(*Input, []$K) (map[$K]bool, error))
tell("$label", []any{$w == nil, ok})
""")],
    "named": [UNREADABLE, *snippets("""
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
""")],
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
