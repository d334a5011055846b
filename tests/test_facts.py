"""What go/types says of small pieces of Go, as rules are told it: one package, asked once.

Each row of a table is a place where a plausible answer would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gofix20.discover import discover
from gofix20.engine import row_of
from gofix20.facts import Constant, Effect, Facts, Object, Type
from gofix20.goversion import GoVersion
from gofix20.helper import Helper, HelperError
from gofix20.model import Build
from gofix20.syntax import GoFile, Node, walk
from gofix20.toolchain import Toolchain
from gofix20.units import load

NONE, MAY_PANIC, EFFECT = Effect.NONE, Effect.MAY_PANIC, Effect.EFFECT

PRELUDE = """package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	. "strconv"
	"strings"
	"unsafe"

	path "app/util"
	_ "encoding/json"
)

type inner struct{ n int; list []int }
func (i inner) byValue() int { return i.n }
func (i *inner) byPointer() int { return i.n }
type outer struct{ inner }
type linked struct{ *inner }
type boxed struct{ fmt.Stringer }
type pair struct{ a, b int }
type holder struct{ v any }
type text string
type shown string
func (shown) String() string { panic("run") }
type set map[string]bool
type generic[T any] struct{ value T; next *generic[T] }
func (g generic[T]) get() T { return g.value }
type hasher interface{ Hash() int }

var (
	i, j    int
	u       uint
	f, g    float64
	s, s2   string
	b       []byte
	xs, ys  []int
	arr     [4]int
	parr    *[4]int
	arrs    [2][3]any
	m       map[string]int
	anys    map[any]int
	p       *inner
	t, t2   inner
	o       outer
	l       linked
	bx      boxed
	pr, pr2 pair
	ho, ho2 holder
	a, a2   any
	err     error
	ch      chan int
	fn      func() int
	fns     []func() int
	named   text
	sh      shown
	h       hasher
	gi      generic[int]
	pgi     *generic[int]
	ptr     unsafe.Pointer
	_, _    = bytes.Clone, io.EOF
	_       = errors.New
	_       = Itoa
	_       = math.MaxInt
	_       = strings.Clone
	_       = path.Plain
	_       = fmt.Sprint
)

func sink(...any) {}
func one[T any](x T) T { return x }
func two() (int, error) { return 0, nil }
"""

EFFECTS: list[tuple[str, Effect, str]] = [
    # the third column is a type parameter list, with `x` a variable of the first parameter
    (expression, effect, "")
    for effect, expressions in {
        NONE: [
            "i", "(i)", "1 + i", "-i", "^i", "s + s2", "f / g", "i / 2", "i % -3", "i << 3", "i >> u", "i == j",
            "s == s2", "p == nil", "a == nil", "fn == nil", "xs == nil", "ch == ch", "pr == pr2", "arr == arr",
            "t.n", "o.n", "o.inner.n", "pr.a", "gi.value", "arr[1]", "arr[3]", "xs[:]", "s[:]", "arr[:]", "&t", "&arr",
            "&pr.a", "func() int { return fn() }", "pair{1, i}", "pair{a: i}", "[]int{1, i}", "[]pair{{1, 2}, {a: i}}",
            "[]*pair{{1, 2}, {a: i}}", "map[string]int{}", "[...]int{5: i}", "len(xs)", "len(s)", "cap(xs)", "len(m)",
            "len(ch)", "(len)(xs)", "min(i, j)", "max(f, g)", "new(int)", "make([]int, 4)", "make(map[int]int)",
            "make(chan int)", "real(complex(f, g))", "string(b)", "[]byte(s)", "text(s)", "string(rune(i))",
            "float64(i)", "any(i)", "(*inner)(p)", "unsafe.Pointer(p)", "unsafe.Sizeof(fn())", "len([2]int{})",
            "Itoa(i)", "strings.ToLower(s)", "strings.Repeat", "fmt.Sprintf(\"%d %s\", i, s)", "fmt.Sprint(named, xs)",
            "one[int]", "path.Plain", "math.MaxInt", "strings.Join(nil, s)", "i > 0 && j > 0",
        ],
        MAY_PANIC: [
            "p.n", "l.n", "*p", "xs[0]", "xs[i]", "arr[i]", "s[0]", "parr[0]", "m[s]", "anys[i]", "parr[:]", "xs[1:]",
            "s[:i]", "a.(int)", "a == a2", "err == io.EOF", "ho == ho2", "arrs == arrs", "a == any(i)", "i / j",
            "i % j", "i << j", "&xs[0]", "&p.n", "&*p", "p.byValue", "t.byValue", "h.Hash", "bx.String", "l.byPointer",
            "[4]int(xs)", "(*[4]int)(xs)", "map[any]int{a: 1}", "[]map[any]int{{a: 1}}", "[]*map[any]int{{a: 1}}",
            "make([]int, i)", "make([]int, 1<<40)", "make([]int, 0, i)", "make(chan int, i)", "strings.Repeat(s, i)",
            "FormatInt(1, i)", "fmt.Sprint(xs[i])", "pgi.value", "pgi.next.value", "[]int{xs[0]}", "pair{a: p.n}",
            "Itoa(xs[0])", "i > 0 && xs[i] > 0", "string(xs[0])", "len(xs[1:])",
        ],
        EFFECT: [
            "fn()", "<-ch", "one(i)", "one[int](i)", "func() int { return 1 }()", "t.byValue()", "h.Hash()",
            "append(xs, 1)", "copy(xs, ys)", "recover()",
            "fmt.Sprint(sh)", "fmt.Sprint(p)", "fmt.Sprint(a)", "fmt.Sprint(t)",
            "fmt.Sprintf(\"%v\", err)", "len([1]int{fn()})", "fns[0]()", "[]int{fn()}", "pair{a: fn()}", "xs[fn()]",
            "strings.ToLower(path.Plain())", "path.Plain()", "new(strings.Builder).String()", "strings.Map(nil, s)",
            "text(path.Plain())", "(i == 0) == (fn() == 0)", "arr[fn()]", "unsafe.String(&b[0], i)", "any(<-ch)",
            "map[int]int{fn(): 1}", "fmt.Sprint([]shown{})", "fmt.Sprint(&s)", "inner.byValue(t)", "<-ch + 1",
        ],
    }.items()
    for expression in expressions
] + [
    ("x == y", MAY_PANIC, "T comparable"),
    ("x / y", MAY_PANIC, "T ~int | ~float64"),
    ("x << y", MAY_PANIC, "T ~int"),
    ("x + y", NONE, "T ~int | ~string"),
    ("x[:]", MAY_PANIC, "T *[4]int"),
    ("x[0]", MAY_PANIC, "T [4]int | *[4]int"),
    ("[4]int(x)", MAY_PANIC, "T ~[]int"),
    ("(*[4]int)(x)", MAY_PANIC, "T ~[]int"),
    ("T(x)", MAY_PANIC, "T ~[]int"),
    ("T{a: 1}", MAY_PANIC, "T ~map[any]int"),
    ("fmt.Sprint(x)", EFFECT, "T ~string"),
    ("len(x)", NONE, "T ~string | ~[]byte"),
    ("x.Hash", MAY_PANIC, "T hasher"),
    ("x.Hash()", EFFECT, "T hasher"),
    ("holder{x} == holder{y}", MAY_PANIC, "T any"),
    ("generic[T]{} == generic[T]{}", MAY_PANIC, "T comparable"),
]  # fmt: skip

CALLEES: list[tuple[str, str | None, bool]] = [
    ("len(xs)", "len", True),
    ("(len)(xs)", "len", True),
    ("Itoa(i)", "strconv.Itoa", True),
    ("strings.ToLower(s)", "strings.ToLower", True),
    ("(strings.ToLower)(s)", "strings.ToLower", True),
    ("path.Plain()", "app/util.Plain", True),
    ("one(i)", "app.one", True),
    ("one[int](i)", "app.one", True),
    ("(one[int])(i)", "app.one", True),
    ("t.byValue()", "(app.inner).byValue", True),
    ("p.byPointer()", "(*app.inner).byPointer", True),
    ("o.byPointer()", "(*app.inner).byPointer", True),
    ("gi.get()", "(app.generic[T]).get", True),
    ("bx.String()", "(fmt.Stringer).String", False),
    ("h.Hash()", "(app.hasher).Hash", False),
    ("err.Error()", "(error).Error", False),
    ("unsafe.Sizeof(i)", "unsafe.Sizeof", True),
    # Their first argument is the receiver.
    ("inner.byValue(t)", None, False),
    ("(*inner).byPointer(p)", None, False),
    ("hasher.Hash(h)", None, False),
    ("fn()", None, False),
    ("fns[0]()", None, False),
    ("func() int { return 1 }()", None, False),
    ("text(s)", None, False),
    ("struct{ f func() int }{}.f()", None, False),
]

# Where `tagged` and `Word` are declared in files that not every build has.
CONSTANTS = """
const plain = 3
const typed int64 = plain + 1
const (
	zero = iota
	uno
	sized = unsafe.Sizeof(uintptr(0))
	again
)
const viaTagged = tagged + 1
const word Word = 7
type Plain = int
type Mine uint16
const loop, pool = 1, loop
"""
PORTABLE: list[tuple[str, int | str | bool | None, bool]] = [
    ("3", 3, True),
    ("'a'", 97, True),
    ('"x" + "y"', "xy", True),
    ("1 << 40 >> 38", 4, True),
    ("plain", 3, True),
    ("typed", 4, True),
    ("uno", 1, True),
    ("pool", 1, True),
    ("int64(plain)*2", 6, True),
    ("Plain(5)", 5, True),
    ("Mine(5)", 5, True),
    ("len(\"abc\")", 3, True),
    ("max(plain, 7)", 7, True),
    ("!true", False, True),
    ("1 < plain", True, True),
    ("^5", -6, True),
    ("sized", 8, False),
    ("again", 8, False),
    ("^uint(0) >> 63", 1, False),
    ("32 << (^uint(0) >> 63)", 64, False),
    ("int(^uintptr(0) >> 60)", 15, False),
    ("tagged", 1, False),
    ("viaTagged", 2, False),
    ("suffixed", 1, False),
    ("word / 2", 3, False),
    ("Word(7)", 7, False),
    ("math.MaxInt8", 127, False),
    ("IntSize", 64, False),
    ("unsafe.Sizeof(i)", 8, False),
    ("len(arr)", 4, False),
    ("len([tagged]int{})", 1, False),
    ("path.Constant", 9, False),
    ("0.5", None, True),
]  # fmt: skip

# The last statement's expressions are asked about, by a comment behind them that names each.
SHAPES = """
func localTypes() {
	var x1 struct{ T int }
	{
		type T struct{ a int }
		var one []T
		_ = one
	}
	{
		type T struct{ b string }
		var two []T
		_ = two
	}
	_ = x1
}

func sameTypes(bs []byte, us []uint8, rs []rune, is []int32, as []any, es []interface{}, e error) {
	_, _, _, _, _, _, _ = bs, us, rs, is, as, es, e
}

type twice struct{ a, b struct{} }
type mixed struct{ a struct{}; b int }

func sizes[T any, Z struct{}](a1 twice, a2 [0]int, a3 [3]struct{}, a4 mixed, a5 T, a6 Z, a7 Word) {
	_, _, _, _, _, _, _ = a1, a2, a3, a4, a5, a6, a7
}

func instantiates() {
	sizes[struct{}, struct{}](twice{}, [0]int{}, [3]struct{}{}, mixed{}, struct{}{}, struct{}{}, 0)
}

func fields(d declaredElsewhere, d2 alsoElsewhere, o1 outer, l1 linked, pl *linked) {
	_ = d.same
	_ = d2.same
	_ = o1.n
	_ = o1.byPointer
	_ = o1.byValue
	_ = l1.byPointer
	_ = pl.inner
	_ = generic[int]{}.value
	_ = generic[string]{}.value
	type embeds struct {
		declaredElsewhere
	}
	var _, blank = 1, 2
	_ = blank
}

func clauses(v any) {
	switch x := v.(type) {
	case int:
		_ = x
	case string:
		_ = x
	}
	type été struct{ naïve int }
	_ = été{}.naïve
}

func scopes(len int, s string) (result string) {
	x := 1
	if x := x; x > 0 {
		_ = x
	}
	switch cap := any(x).(type) {
	case int:
		copy := 2
		_ = copy
		_ = cap // END OF CLAUSE

	case string:
		_ = cap
	}
	func(delete string) { _ = delete }("")
	print := 3
	_ = print
	goto end
end:
	return s
}

func typeParameter[string any](x string, y int) {}

func (i *inner) calls() { _ = i }
"""

RECURSION = """
func direct() { direct() }
func mutual() { mutual2() }
func mutual2() { mutual() }
func leaf() { plainLeaf(); _ = strings.ToLower(s) }
func plainLeaf() {}
var storedIn, literalIn func()
func stored() { storedIn() }
func init() { storedIn = stored }
func literal() { literalIn() }
func init() { literalIn = func() { literal() } }
type hook struct{ f func() }
var hooked hook
func throughField() { hooked.f() }
func init() { hooked.f = throughField }
func closure() { f := func() {}; f(); fmt.Println() }
func deferred() { defer deferred() }
func spawned() { go spawned() }
func asValue() { f := asValue; f() }
func calledBack(k *back) { fmt.Print(k) }
type back struct{}
func (k *back) String() string { calledBack(k); return s }
func overInterface(r runner) { r.run() }
type runner interface{ run() }
type runs struct{}
func (runs) run() { overInterface(runs{}) }
func generically[T any](x T, n int) { if n > 0 { generically(x, n-1) } }
func overParameter[T runner](x T) { x.run() }
type runs2 struct{}
func (runs2) run() { overParameter(runs2{}) }
func prints() { fmt.Println(s) }
"""
NOT_RECURSIVE = {"leaf", "plainLeaf", "closure", "prints"}

RECOVERS = """
func direct1() { recover() }
func inLiteral() { func() { recover() }() }
func notAtAll() { panic(1) }
func shadows() { recover := func() {}; recover() }
func bodyless()
type keeper struct{ io.Closer }
func (keeper) end() { recover() }
func deferrals(c io.Closer, k keeper, b bytes.Buffer) {
	defer direct1()
	defer inLiteral()
	defer notAtAll()
	defer shadows()
	defer bodyless()
	defer c.Close()
	defer k.Close()
	defer k.end()
	defer b.Reset()
	defer path.Catch()
	defer path.Plain()
}
"""
DEFERRED = {
    "direct1": True, "inLiteral": True, "notAtAll": False, "shadows": False, "bodyless": True, "c.Close": True,
    "k.Close": True, "k.end": True, "b.Reset": False, "path.Catch": True, "path.Plain": True,
}  # fmt: skip


def rows() -> Iterator[tuple[str, str]]:
    """(name of its function, its text) of every row that is an expression."""
    for number, (expression, _, params) in enumerate(EFFECTS):
        generic = f"[{params}]" if params else ""
        yield f"effect{number}", f"func effect{number}{generic}({'x, y T' if params else ''}) {{ _ = {expression} }}"
    for number, (expression, _, _) in enumerate(CALLEES):
        yield f"callee{number}", f"func callee{number}() {{ sink({expression}) }}"
    for number, (expression, _, _) in enumerate(PORTABLE):
        yield f"constant{number}", f"func constant{number}() {{ const _ = {expression} }}"


QUIET = """package app

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

type noted struct {
	notes []string
	text  string
	*noted2
	noted3
}

type noted2 struct{ deep string }

type noted3 struct{ flat string }

func (n *noted) size() int              { return len(n.text) }
func (n *noted) note(s string)          { n.text = s }
func (n noted) copied() (m int)         { for _, s := range n.notes { m += len(s) }; return m }
func (n *noted) built() string          { var b strings.Builder; b.WriteString(n.text); return b.String() }
func (n *noted) joined() string         { xs := append(n.notes, "x"); return strings.Join(xs, fmt.Sprint(n.size())) }
func (n *noted) grown() []noted         { return append([]noted{}, *n) }
func (n *noted) recursive(i int) int    { if i == 0 { return 0 }; return n.recursive(i - 1) }
func (n *noted) calling(f func()) bool  { f(); return true }
func (n *noted) late() bool             { defer n.size(); return true }
func (n *noted) shown(x any) string     { return fmt.Sprint(x) }
func (n *noted) counted() int           { counter++; return counter }
func (n *noted) element() int           { n.notes[0] = ""; return 0 }
func (n *noted) waiting(c chan int) int { return <-c }
func (n *noted) indirect() int          { return n.size() + n.copied() }
func (n *noted) indirectly() int        { n.note(""); return 0 }

type sizer interface{ size() int }

var counter int

func quiet(n *noted, s sizer, e error, b *strings.Builder) {
	var own strings.Builder
	sink(n.size())
	n.note("")
	sink(n.copied())
	sink(n.built())
	sink(n.joined())
	sink(n.grown())
	sink(n.recursive(3))
	sink(n.calling(nil))
	sink(n.late())
	sink(n.shown(e))
	sink(n.counted())
	sink(n.element())
	sink(n.waiting(nil))
	sink(n.indirect())
	sink(n.indirectly())
	sink(s.size())
	sink(e.Error())
	own.WriteString("")
	b.WriteString("")
	fmt.Fprintf(&own, "%d", 1)
	fmt.Fprintf(b, "%d", 2)
	fmt.Fprintf(&own, "%v", e)
	sink(time.Now())
	sink(errors.New(""))
	sink(append([]string{}, ""))
	sink(append([]noted{}, *n))
	copy(n.notes, n.notes)
	sink(string([]byte{}))
	sink(n.deep)
	sink(n.flat)
}
"""

VARIED = """
func varied() int { return 1 }
func variedMaker() []byte { return bytes.Clone(b) }
"""
CALLS = """
	_ = varied()
	_ = variedMaker()
	defer varied()
}
"""
OTHER_BODIES = {
    "body_amd64.go": f'package app\n\nimport "bytes"\n{VARIED}\nfunc fromItsFile() {{{CALLS}',
    "body_other.go": f'//go:build !amd64\n\npackage app\n\nimport "bytes"\n{VARIED}',
    "asks_amd64.go": f"package app\n\nfunc fromItsLike() {{{CALLS}",
    "asks_gc_amd64.go": f"//go:build gc && go1.1\n\npackage app\n\nfunc fromFewer() {{{CALLS}",
    "asks_by_tag.go": f"//go:build (go1.1 && amd64)\n\npackage app\n\nfunc fromItsTag() {{{CALLS}",
    "asks.go": f"package app\n\nfunc fromAll() {{{CALLS}\nfunc onlyVaried() {{ varied() }}\n",
    "asks_here.go": f"//go:build amd64 || arm64\n\npackage app\n\nfunc fromMore() {{{CALLS}",
    # Behind a //go:build line, and in the package's comment, these are no constraints.
    "asks_old.go": f"//go:build gc\n// +build amd64\n\npackage app\n\nfunc fromStale() {{{CALLS}",
    "asks_doc.go": f"// +build amd64\npackage app\n\nfunc fromComment() {{{CALLS}",
}
HAS_BODY = {
    "fromItsFile": True, "fromItsLike": True, "fromFewer": True, "fromItsTag": True, "fromAll": False,
    "fromMore": False, "fromStale": False, "fromComment": False,
}  # fmt: skip


FILES: Mapping[str, str] = {
    "quiet.go": QUIET,
    "go.mod": "module app\n\ngo 1.22\n",
    "main.go": PRELUDE + CONSTANTS + SHAPES + RECOVERS + "\n".join(text for _, text in rows()),
    "recursion.go": 'package app\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\n'
    + RECURSION,
    "asm.s": "",
    "tagged.go": "//go:build amd64 || !amd64\n\npackage app\n\nconst tagged = 1\n\ntype Word uint\n",
    "x_amd64.go": "package app\n\nconst suffixed = 1\n",
    "x_other.go": "//go:build !amd64\n\npackage app\n\nconst suffixed = 1\n",
    "elsewhere.go": (
        "package app\n\ntype declaredElsewhere struct{ same int }\n\ntype alsoElsewhere struct{ same int }\n"
    ),
    "older.go": "//go:build go1.21\n\npackage app\n\nfunc old() {}\n",
    "newer.go": (
        "//go:build go1.23\n\npackage app\n\nfunc young() {}\n\nfunc ranged() { for range over { } }\n\n"
        "func over(yield func() bool) { ranged() }\n"
    ),
    **OTHER_BODIES,
    "windows.go": "\ufeffpackage app\r\n\r\nfunc crlf() string {\r\n\treturn s + `a\r\nb` + s2\r\n}\r\n",
    "util/util.go": (
        "package util\n\nconst Constant = 9\n\nfunc Catch() { recover() }\n\nfunc Plain() (s string) { return s }\n"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    helper: Helper
    functions: Mapping[str, Facts]
    files: Mapping[str, GoFile]

    def __getitem__(self, name: str) -> Facts:
        return self.functions[name]

    def visible(self, facts: Facts, name: str, marker: str, *, behind: bool = False) -> Object | None:
        """What a name means where a piece of text begins (or ends) in a declaration."""
        text = facts.file.text
        at = text.index(marker.encode(), facts.function.start_byte)
        return facts.visible_at(name, at + len(marker.encode()) if behind else at)


@pytest.fixture(scope="module")
def asked(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    root = tmp_path_factory.mktemp("facts")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode())
    found = discover(toolchain, ["."], str(root), Build(goarch="amd64")).packages
    (unit,) = load(toolchain, found, tests=False, extra=())
    with Helper(toolchain) as helper:
        helper.load([row_of(unit)], "amd64")
        assert (unit.problems, helper.check(unit.id)) == ((), ())
        functions: dict[str, Facts] = {}
        files = {}
        for path in unit.files:
            file = files[Path(path).name] = GoFile.parse(path, Path(path).read_bytes())
            for facts in helper.facts(unit.id, file, file.declarations()):
                functions[name_of(facts.function)] = facts
        yield Asked(helper, functions, files)


def name_of(declaration: Node) -> str:
    name = declaration.child_by_field_name("name")
    return written(name) if name is not None else f"{declaration.type} {declaration.start_byte}"


def written(node: Node) -> str:
    assert node.text is not None
    return node.text.decode()


def the(facts: Facts, text: str, kind: str | None = None) -> Node:
    """The outermost node of a declaration's body that is written like this."""
    body = facts.function.child_by_field_name("body") or facts.function
    found = [node for node in walk(body) if written(node) == text and (kind is None or node.type == kind)]
    assert found, text
    return found[0]


def type_of(facts: Facts, name: str) -> Type:
    node = next(node for node in walk(facts.function) if written(node) == name and facts.object(node) is not None)
    found = facts.type(node)
    assert found is not None
    return found


@pytest.mark.parametrize("number", range(len(EFFECTS)), ids=lambda n: f"{EFFECTS[n][0]} {EFFECTS[n][2]}".strip())
def test_effects(asked: Asked, number: int) -> None:
    expression, expected, _ = EFFECTS[number]
    facts = asked[f"effect{number}"]
    assert facts.effect(the(facts, expression)) == expected


@pytest.mark.parametrize("number", range(len(CALLEES)), ids=lambda n: CALLEES[n][0])
def test_callees(asked: Asked, number: int) -> None:
    expression, callee, static = CALLEES[number]
    facts = asked[f"callee{number}"]
    node = the(facts, expression)
    assert (facts.callee(node), facts.is_static(node)) == (callee, static)


@pytest.mark.parametrize("number", range(len(PORTABLE)), ids=lambda n: PORTABLE[n][0])
def test_constants(asked: Asked, number: int) -> None:
    expression, value, portable = PORTABLE[number]
    facts = asked[f"constant{number}"]
    assert facts.constant(the(facts, expression)) == Constant(value, portable)


@pytest.mark.parametrize(
    "name",
    ["direct", "mutual", "mutual2", "stored", "literal", "throughField", "deferred", "spawned", "asValue",
     "calledBack", "overInterface", "generically", "overParameter", "onlyVaried", *sorted(NOT_RECURSIVE)],
)  # fmt: skip
def test_recursion(asked: Asked, name: str) -> None:
    assert asked[name].recursive == (name not in NOT_RECURSIVE)


@pytest.mark.parametrize("name", DEFERRED)
def test_recovers(asked: Asked, name: str) -> None:
    facts = asked["deferrals"]
    obj = facts.object(the(facts, name.rpartition(".")[2]))
    assert obj is not None
    assert obj.recovers == DEFERRED[name]


def test_types_of_one_name_are_told_apart(asked: Asked) -> None:
    facts = asked["localTypes"]
    one, two = type_of(facts, "one"), type_of(facts, "two")
    assert one.text == two.text == "[]T"
    assert one != two
    assert one.elem != two.elem
    assert one == type_of(facts, "one")


def test_identical_types_are_equal_however_they_are_written(asked: Asked) -> None:
    facts = asked["sameTypes"]
    bs, us, rs, is_, as_, es = (type_of(facts, name) for name in ("bs", "us", "rs", "is", "as", "es"))
    assert bs == us
    assert hash(bs) == hash(us)
    assert rs == is_
    assert as_ == es
    assert bs != rs
    assert (bs.text, us.text) == ("[]byte", "[]uint8")
    assert [each.elem and each.elem.kind for each in (bs, us, rs, is_)] == ["uint8", "uint8", "int32", "int32"]
    assert all(each.elem is not None and each.elem.is_exactly(name) for each in (bs, us) for name in ("byte", "uint8"))
    assert all(each.elem is not None and each.elem.is_exactly("any") for each in (as_, es))
    assert not type_of(facts, "e").is_exactly("any")


def test_sizes(asked: Asked) -> None:
    facts = asked["sizes"]
    found = {name: type_of(facts, name) for name in ("a1", "a2", "a3", "a4", "a5", "a6", "a7")}
    assert {name: each.size for name, each in found.items()} == {
        "a1": 0, "a2": 0, "a3": 0, "a4": 8, "a5": -1, "a6": -1, "a7": 8,
    }  # fmt: skip
    assert [name for name, each in found.items() if each.occupies] == ["a4", "a7"]


def test_objects_of_other_files_are_told_apart(asked: Asked) -> None:
    facts = asked["fields"]
    fields = [facts.object(node) for node in walk(facts.function) if written(node) == "same"]
    assert len(fields) == 2
    assert None not in fields
    assert fields[0] != fields[1]
    assert all(field is not None and field.start == -1 and field.scope == "field" for field in fields)
    own = asked["type_declaration " + str(asked.files["elsewhere.go"].declarations()[1].start_byte)]
    there = own.object(next(node for node in walk(own.function) if written(node) == "same"))
    assert there == fields[0]
    assert there is not None
    assert there.start > 0


def test_generic_fields_are_one_object(asked: Asked) -> None:
    facts = asked["fields"]
    values = {facts.object(node) for node in walk(facts.function) if written(node) == "value"}
    assert len(values) == 1
    assert None not in values


def test_selectors(asked: Asked) -> None:
    facts = asked["fields"]
    told = {
        text: (facts.is_promoted(node), facts.follows_pointer(node), facts.takes_address(node))
        for text in ("o1.n", "o1.byPointer", "o1.byValue", "l1.byPointer", "pl.inner", "d.same")
        for node in [the(facts, text)]
    }
    assert told == {
        "o1.n": (True, False, False), "o1.byPointer": (True, False, True), "o1.byValue": (True, False, False),
        "l1.byPointer": (True, True, False), "pl.inner": (False, True, False), "d.same": (False, False, False),
    }  # fmt: skip


def test_quiet_calls(asked: Asked) -> None:
    facts = asked["quiet"]
    calls = [
        node for node in walk(facts.function) if node.type == "call_expression" and not written(node).startswith("sink")
    ]
    assert [written(node) for node in calls if facts.is_quiet(node)] == [
        "n.size()", "n.copied()", "n.built()", "n.joined()", "n.indirect()", 'own.WriteString("")',
        'fmt.Fprintf(&own, "%d", 1)', 'append([]string{}, "")', "string([]byte{})",
    ]  # fmt: skip


@pytest.mark.parametrize("name", HAS_BODY)
def test_a_body_counts_where_every_build_has_it(asked: Asked, name: str) -> None:
    facts = asked[name]
    call, maker = the(facts, "varied()"), the(facts, "variedMaker()")
    function = facts.object(the(facts, "varied"))
    assert function is not None
    assert facts.is_quiet(call) == HAS_BODY[name]
    assert function.recovers == (not HAS_BODY[name])
    assert facts.origins(maker) == (("bytes.Clone",) if HAS_BODY[name] else ())
    assert facts.recursive == (not HAS_BODY[name])


def test_embedded_pointers(asked: Asked) -> None:
    facts = asked["quiet"]
    assert [facts.goes_deep(the(facts, text)) for text in ("n.deep", "n.flat", "n.notes")] == [True, False, False]


def test_an_embedded_field_is_a_use_of_its_type(asked: Asked) -> None:
    facts = asked["fields"]
    node = next(node for node in walk(facts.function) if written(node.parent or node) == "declaredElsewhere")
    field = facts.object(node)
    assert field is not None
    assert field.scope == "field"
    type_ = facts.object(next(n for n in walk(facts.function) if written(n) == "declaredElsewhere"))
    assert type_ is not None
    assert type_.kind == "type"
    assert node in facts.places(type_)


def test_the_blank_name_denotes_nothing(asked: Asked) -> None:
    facts = asked["fields"]
    assert all(facts.object(node) is None for node in walk(facts.function) if written(node) == "_")


def test_variables_of_a_type_switch(asked: Asked) -> None:
    facts = asked["clauses"]
    first, second = (
        facts.object(node)
        for node in walk(facts.function)
        if node.type == "identifier" and written(node) == "x" and facts.object(node)
    )
    assert first is not None
    assert first != second
    assert (first.type and first.type.text, len(facts.places(first))) == ("int", 1)


def test_names_that_are_not_ascii(asked: Asked) -> None:
    facts = asked["clauses"]
    named = {written(node): facts.object(node) for node in walk(facts.function) if "é" in written(node)}
    assert named["été"] is not None
    assert named["été"].name == "été"
    field = facts.object(next(node for node in walk(facts.function) if written(node) == "naïve"))
    assert field is not None
    assert len(facts.places(field)) == 2


def test_scopes(asked: Asked) -> None:
    facts = asked["scopes"]
    objects = {obj.name: obj for node in walk(facts.function) if (obj := facts.object(node)) is not None}
    assert {name: objects[name].scope for name in ("len", "result", "x", "print", "string", "end")} == {
        "len": "parameter", "result": "result", "x": "local", "print": "local", "string": "universe", "end": "local",
    }  # fmt: skip
    assert objects["delete"].scope == "parameter"
    assert objects["end"].kind == "label"
    receiver = asked["calls"].object(the(asked["calls"], "i"))
    assert receiver is not None
    assert receiver.scope == "receiver"


@pytest.mark.parametrize(
    ("name", "marker", "behind", "scope"),
    [
        ("len", "x := 1", False, "parameter"),
        ("result", "x := 1", False, "result"),
        ("x", "x := 1", False, None),
        ("x", "x := 1", True, "local"),
        ("x", "x; x > 0", False, "local"),
        ("cap", "switch cap", False, "universe"),
        ("cap", "copy := 2", False, "local"),
        ("copy", "copy := 2", False, "universe"),
        ("copy", "_ = copy", False, "local"),
        ("copy", "_ = cap", True, "local"),
        ("copy", " // END OF CLAUSE", True, "local"),
        ("cap", " // END OF CLAUSE", True, "local"),
        ("copy", "case string:", False, "universe"),
        ("delete", "_ = delete", False, "parameter"),
        ("delete", "print := 3", False, "universe"),
        ("print", "_ = print", False, "local"),
        ("strings", "x := 1", False, "file"),
        ("path", "x := 1", False, "file"),
        ("Itoa", "x := 1", False, "package"),
        ("json", "x := 1", False, None),
        ("nobody", "x := 1", False, None),
        ("inner", "x := 1", False, "package"),
        ("nil", "x := 1", False, "universe"),
    ],
)
def test_visible(asked: Asked, name: str, marker: str, behind: bool, scope: str | None) -> None:
    found = asked.visible(asked["scopes"], name, marker, behind=behind)
    assert (None if found is None else found.scope) == scope


def test_visible_gives_the_same_object(asked: Asked) -> None:
    facts = asked["scopes"]
    inner, outer = asked.visible(facts, "x", "_ = x"), asked.visible(facts, "x", "switch cap")
    uses = [facts.object(node) for node in walk(facts.function) if written(node) == "x"]
    assert inner in uses
    assert outer in uses
    assert inner != outer


def test_a_type_parameter_is_in_scope_in_the_signature(asked: Asked) -> None:
    found = asked.visible(asked["typeParameter"], "string", "y int")
    assert found is not None
    assert (found.kind, found.scope) == ("type", "local")


def test_file_versions(asked: Asked, toolchain: Toolchain) -> None:
    assert asked["scopes"].go_version == (1, 22)
    assert asked["old"].go_version == (1, 21)
    if toolchain.version >= GoVersion.parse("1.23"):  # an older one leaves the file out
        assert asked["young"].go_version == (1, 23)
        assert asked["ranged"].recursive  # through the iterator


def test_imports(asked: Asked) -> None:
    imports = {spec.path: spec for spec in asked["scopes"].imports}
    assert (imports["app/util"].name, imports["app/util"].used) == ("path", True)
    assert imports["strconv"].name == "."
    assert imports["encoding/json"].name == "_"
    assert imports["bytes"].name == "bytes"


def test_offsets_behind_a_bom_and_carriage_returns(asked: Asked) -> None:
    facts = asked["crlf"]
    uses = [written(node) for node in walk(facts.function) if (obj := facts.object(node)) and obj.scope == "package"]
    assert uses == ["crlf", "s", "s2"]


def test_another_text_is_not_answered_about(asked: Asked) -> None:
    file = asked.files["elsewhere.go"]
    other = GoFile.parse(file.path, b"// one more line\n" + file.text)
    with pytest.raises(HelperError, match="not the text"):
        asked.helper.facts("app", other, other.declarations())
