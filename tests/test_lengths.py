"""Which slice expressions end within the length of what they cut: told by the helper, and tried.

Each row is the body of a function with a cut of `x` in it, `x[:…]`. The functions are run as well, over many inputs,
with each cut taken for the question whether its end is at most `len(x)`: never more in WITHIN, sometimes in BEYOND.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from gofix20.discover import discover
from gofix20.engine import row_of
from gofix20.facts import Facts
from gofix20.helper import Helper
from gofix20.model import Build
from gofix20.syntax import GoFile, walk
from gofix20.toolchain import Toolchain, go
from gofix20.units import load

WITHIN = [
    "keep(x[:0])",
    "keep(x[:len(x)/2])",
    "if len(x) > 0 { keep(x[:len(x)-1]) }",
    "keep(x[:min(n, len(x))])",
    "if n >= 0 && n <= len(x) { keep(x[:n]) }",
    "if len(x) == 0 { return }; keep(x[:1])",
    "if len(x) < 3 { return }; keep(x[:2]); keep(x[1:3])",
    "if !(len(x) > 2) { return }; keep(x[:3])",
    "if n < 0 || len(x) < n { return }; keep(x[:n])",
    "if n > len(x) { n = len(x) }; if n >= 0 { keep(x[:n]) }",
    "if n < 0 { return }; if len(x) > n { x = x[:n] }; keep(x[:len(x)])",
    "if len(x) != 0 { keep(x[:1]) }",
    "switch { default: if len(x) <= 1 { break }; keep(x[:2]) }",
    "for i := range x { keep(x[:i]); keep(x[:i+1]) }",
    "for i := range x { if i == n { x = append(keep(x[:i:i]), 9); break } }",
    "for i := range x { keep(x[:i]); if i == n { x = nil; return } }",
    "for i := range len(x) { keep(x[:i+1]) }",
    "for i := 0; i < len(x); i++ { keep(x[:i]); keep(x[:i+1]) }",
    "if n < 0 { return }; for len(x) > n { keep(x[:n]); x = x[:len(x)-1] }",
    "m := len(x); if m > 2 { keep(x[:m-2]) }",
    "m := len(x); for range n { if m > 0 { keep(x[:m-1]) } }",
    "m := 0; for _, v := range x { if v > 1 { x[m] = v; m++ } }; keep(x[:m])",
    "var m int; for _, v := range x { if v > 1 { x[m] = v; m++ } }; keep(x[:m:m])",
    "m := copy(x, one); keep(x[:m])",
    "fill(&x); m := len(x); switch m { case 3: y := 0; y++; keep(x[:2]) }",
    "fill(&x); if len(x) > 1 { x = x[:len(x)-1]; keep(x[:len(x)]) }",
    "f := func() { x = x[:0] }; if len(x) > 1 { keep(x[:2]) }; f()",
    "m := copy(make([]int, 9), x); keep(x[:m])",
    "y := append([]int(nil), x...); if len(y) < 2 { return }; z := y; keep(z[:2])",
    "if len(x) < 2 { return }; func() { keep(x[:2]) }()",
    "if len(x) > 1 && cap(keep(x[:2])) > 0 { return }",
    "if len(x) == 0 || cap(keep(x[:1])) > 0 { return }",
    "m := sort.Search(len(x), func(i int) bool { return x[i] > n }); keep(x[:m])",
    "switch len(x) { case 3, 5: keep(x[:3]); case 4: keep(x[1:4]) }",
    "m := len(x); switch m { case 3: keep(x[:2]) }; if m < 2 { return }; keep(x[:2])",
    "switch { case len(x) > 3: keep(x[:4]); case n == 0, n == 1: case len(x) == 2: keep(x[:2]) }",
]

BEYOND = [
    "if n >= 0 && n <= cap(x) { keep(x[:n]) }",
    "if n >= 0 && n <= cap(x) { m := n; keep(x[:m]) }",
    "keep(x[:1])",
    "if n >= 0 && n <= len(x) { x = x[:0]; keep(x[:n]) }",
    "if len(x) == 0 { return }; x = x[:0]; keep(x[:1])",
    "if len(x) == 0 { n++ }; keep(x[:1])",
    "if len(x) < 3 { return }; keep(x[:4])",
    "if len(x) < n { return }; n++; if n > 0 && n <= cap(x) { keep(x[:n]) }",
    "if n := 1; len(x) < n { return }; if n >= 0 && n <= cap(x) { keep(x[:n]) }",
    "if len(x) != 1 { keep(x[:1]) }",
    "if len(x) < n { return } else { n = 6 }; keep(x[:n])",
    "for i := range x { if i+2 <= cap(x) { keep(x[:i+2]) } }",
    "for i := range x { keep(x[:i]); x = x[:0] }",
    "for i := range x { if i == 1 { x = x[:0] }; keep(x[:i]) }",
    "for i := range x { if i == 2 { i = 7 }; keep(x[:i]) }",
    "for i := range x { for range 2 { keep(x[:i]); if i > 0 { x = x[:0]; break }; keep(x[:i]) } }",
    "for i := range x { keep(x[:i]); switch i { case 0: x = x[:0]; break } }",
    "for i := 0; i < len(x); i++ { i += 2; keep(x[:i]) }",
    "for i := 0; i < len(x); x = x[:0] { i++; if i > 1 { return }; x = x[:0]; keep(x[:i]) }",
    "m := len(x); for range 2 { keep(x[:m]); x = x[:m/2] }",
    "m := len(x); x = x[:0]; keep(x[:m])",
    "m := len(x); m++; if m <= cap(x) { keep(x[:m]) }",
    "m := len(x); p := &m; *p = 7; keep(x[:m])",
    "m := len(x); p := &x; *p = x[:0]; keep(x[:m])",
    "m := len(x); f := func() { x = x[:0] }; f(); keep(x[:m])",
    "m := len(x); f := func() { keep(x[:m]); x = x[:0] }; f(); f()",
    "m := 0; for range x { m++ }; x = x[:0]; keep(x[:m])",
    "m := 0; for range x { m++ }; m++; if m <= cap(x) { keep(x[:m]) }",
    "m := 1; for _, v := range x { if v > 1 { x[m-1] = v; m++ } }; keep(x[:m])",
    "m := 0; y := make([]int, 9); for range 3 { y[m] = 1; m++ }; keep(x[:m])",
    "m := 0; y := make([]int, 9); for range 3 { x, y = y, x; x[m] = 1; m++; x, y = y, x }; keep(x[:m])",
    "m, k := few(); for range k { x[m-m] = 1; m++ }; keep(x[:m])",
    "m, k := few(); if k > 9 { x[m] = 1; m++ }; keep(x[:m])",
    "var m uint8; if m < 1 && len(x) > 3 { y := x[:2]; x = y; keep(x[:min(m-250, 6)]) }",
    "y := x; x = x[:0]; if len(y) < 2 { return }; keep(x[:2])",
    "m := copy(one, x); x = x[:0]; keep(x[:m])",
    "if len(x) < 2 { goto end }; x = x[:0]; goto end; end: keep(x[:2])",
    "m := sort.Search(len(x), func(i int) bool { x = x[:0]; return false }); keep(x[:m])",
    "if len(x) > 2 && emptied(&x) > 0 { keep(x[:2]) }",
    "switch len(x) { case 3, 1: keep(x[:3]) }",
    "p := &x; m := len(x); *p = (*p)[:0]; keep(x[:m])",
    "m := len(x); for range 2 { keep(x[:m]); emptied(&x) }",
    "m := len(x); for range 2 { keep(x[:m]); p := &x; *p = x[:0] }",
    "f := func() { x = x[:0] }; m := len(x); f(); keep(x[:m])",
    "f := func() { x = x[:0] }; for range 2 { if len(x) > 1 { f(); keep(x[:2]) } }",
    "ch := make(chan bool); go func() { x = x[:0]; ch <- true }(); m := len(x); <-ch; keep(x[:m])",
    "p := &x; m := len(x); for range iter { keep(x[:m]); *p = x[:0] }",
    "p := &x; m := len(x); for _, *p = range [][]int{nil, nil} { keep(x[:m]) }",
    "p := &x; m := len(x); for range emptying(p) { keep(x[:m]) }",
    "m := sort.Search(len(x)-3, func(int) bool { return false }); keep(x[:m+3])",
    "switch len(x) { case 1: fallthrough; case 3: keep(x[:3]) }",
    "switch len(x) { default: keep(x[:3]) }",
    "switch len(x) { case 3: x = x[:0]; keep(x[:3]) }",
    "switch { case len(x) > 3, n > 3: keep(x[:3]) }",
    "m := len(x); m = 5; switch m { case 5: keep(x[:5]) }",
    "m := len(x); x = x[:0]; switch m { case 5: keep(x[:5]) }",
    "l := list(x); m := len(l); l.drop(); keep([]int(l)[:m])",
]

PRELUDE = """package app

import "sort"

var one = []int{1}

type list []int

func (l *list) drop() { *l = (*l)[:0] }

func keep(x []int) []int { return x }

func few() (int, int) { return 2, 3 }

func fill(x *[]int) {}

func iter(yield func() bool) { _ = yield() && yield() }

func emptying(x *[]int) func(func() bool) {
	return func(yield func() bool) { *x = (*x)[:0]; yield() }
}

func emptied(x *[]int) int { *x = (*x)[:0]; return 3 }

var _ = sort.Search

"""

TRIED = """
var at, most = "", map[string]int{}

func ask(length, end int) []int {
	most[at] = max(most[at], end-length)
	return make([]int, max(length, end))[:max(end, 0)]
}

func try(name string, f func([]int, int)) {
	at = name
	for length := range 6 {
		for n := -1; n < 8; n++ {
			x := make([]int, length, 8)
			for i := range x { x[i] = i }
			func() {
				defer func() { recover() }()
				f(x, n)
			}()
		}
	}
}

func main() {
%s
	for name, beyond := range most { println(name, beyond) }
}
"""


def rows() -> Mapping[str, str]:
    tables = {"within": WITHIN, "beyond": BEYOND}
    return {f"{table}{at}": body for table, bodies in tables.items() for at, body in enumerate(bodies)}


def source(bodies: Mapping[str, str]) -> str:
    return "".join(f"func {name}(x []int, n int) {{ {body} }}\n\n" for name, body in bodies.items())


@pytest.fixture(scope="module")
def known(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[bool]]:
    """Give what the helper says of the slice expressions that are kept, by function."""
    root = tmp_path_factory.mktemp("lengths")
    (root / "go.mod").write_text("module example.com/m\n\ngo 1.23\n")
    (root / "app.go").write_text(PRELUDE + source(rows()))
    found = discover(toolchain, ["."], str(root), Build(goarch="amd64")).packages
    (unit,) = load(toolchain, found, tests=False, extra=())
    with Helper(toolchain) as helper:
        helper.load([row_of(unit)], "amd64")
        assert (unit.problems, helper.check(unit.id)) == ((), ())
        file = GoFile.parse(unit.files[0], Path(unit.files[0]).read_bytes())
        return dict(said(facts) for facts in helper.facts(unit.id, file, file.declarations()))


def said(facts: Facts) -> tuple[str, list[bool]]:
    name = facts.function.child_by_field_name("name")
    cuts = [
        node
        for node in walk(facts.function)
        if node.type == "slice_expression" and node.parent is not None and node.parent.type == "argument_list"
    ]
    return "" if name is None or name.text is None else name.text.decode(), [facts.stays_within(cut) for cut in cuts]


@pytest.mark.parametrize("name", rows(), ids=lambda name: f"{name[:6]}: {rows()[name]}")
def test_what_ends_within_is_told_apart(known: Mapping[str, list[bool]], name: str) -> None:
    assert known[name]
    if name.startswith("within"):
        assert all(known[name])
    else:
        assert not all(known[name])


def test_the_rows_are_what_they_say(toolchain: Toolchain, tmp_path: Path) -> None:
    bodies = {
        name: re.sub(r"keep\((\[\]int\(l\)|\w+)\[\d*:([^\[\]]*?)(?::\w+)?\]\)", r"ask(len(\1), int(\2))", body)
        for name, body in rows().items()
    }
    calls = "".join(f'\ttry("{name}", {name})\n' for name in bodies)
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.23\n")
    (tmp_path / "app.go").write_text(PRELUDE.replace("package app", "package main") + source(bodies) + TRIED % calls)
    ran = go(toolchain, ["run", "."], cwd=str(tmp_path))
    assert ran.code == 0, ran.stderr.decode()
    beyond = {name: int(by) for name, by in (line.split() for line in ran.stderr.decode().splitlines())}
    assert len(beyond) == len(bodies)
    assert {name for name in bodies if name.startswith("within") and beyond[name] > 0} == set()
    assert {name for name in bodies if name.startswith("beyond") and beyond[name] <= 0} == set()
