"""What is kept between runs, and that a run with it comes to what one without it does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gofix20 import engine, golist, toolchain
from gofix20.model import Plan
from gofix20.warm import Warm, head_of

Make = Callable[[Mapping[str, str | bytes]], str]

A = """package m

type t struct{ seen map[string]bool }

func fill(x t) { x.seen["a"] = true }

func join(words []string) string {
	s := ""
	for _, word := range words {
		s += word
	}
	return s
}
"""
B = 'package m\n\nfunc use(x t) bool { return x.seen["a"] }\n'


@pytest.fixture
def warm() -> Iterator[Warm]:
    made = Warm()
    yield made
    made.retire()


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every call of `go list` since."""
    called: list[object] = []
    list_go = toolchain.go

    def go(which: toolchain.Toolchain, args: list[str], **given: Any) -> toolchain.Completed:
        called.append(args)
        return list_go(which, args, **given)

    monkeypatch.setattr(golist, "go", go)
    return called


def look(root: str, texts: Mapping[str, str], warm: Warm | None) -> Plan:
    unsaved = {f"{root}/{name}": text.encode() for name, text in texts.items()}
    request = engine.Request(root, tuple(unsaved), unsaved=unsaved, verify=False, tolerant=True, jobs=1, cache=False)
    return engine.run(request, None, warm)


def found(plan: Plan) -> list[tuple[str, int, int]]:
    return [(one.finding.rule, one.finding.line, one.finding.column) for one in plan.outcomes]


def test_a_keystroke_lists_nothing_anew(module: Make, warm: Warm, listings: list[object]) -> None:
    root = module({"a.go": A, "b.go": B})
    assert found(look(root, {"a.go": A}, warm)) == [("GF13", 3, 21), ("GF05", 10, 3)]
    assert listings
    listings.clear()
    below = A.replace("func join", "\nfunc join")
    assert found(look(root, {"a.go": below}, warm)) == [("GF13", 3, 21), ("GF05", 11, 3)]
    assert found(look(root, {"a.go": A.replace("+=", "=")}, warm)) == [("GF13", 3, 21)]
    assert not listings
    # An import is something else.
    new = A.replace("package m\n", 'package m\n\nimport "sort"\n\nvar _ = sort.Strings\n')
    assert found(look(root, {"a.go": new}, warm)) == [("GF13", 7, 21), ("GF05", 14, 3)]
    assert listings


CHANGES = [
    {"a.go": A},
    {"a.go": A, "b.go": B.replace("return", 'x.seen["b"] = false; return')},
    {"a.go": A, "b.go": B},
    {"a.go": A.replace("func join(", "func join( ")},
    {"a.go": A.replace("s += word", "s += wor")},
    {"a.go": A.replace("for _, word", "for _, word :")},
    {"a.go": A.replace("seen map[string]bool", "seen map[string]int")},
    {"a.go": A, "b.go": B + "\nvar s = 1\n"},
    {"b.go": B},
    {"a.go": A.replace("package m\n", 'package m\n\nimport . "strings"\n')},
    {"a.go": A.replace("package m\n", 'package m\n\nimport "os/exec"\n\nvar _ exec.Cmd\n')},
    {"a.go": "//go:build never\n\n" + A},
    {"a.go": A},
]


def test_a_warm_run_finds_what_a_cold_one_does(module: Make, warm: Warm) -> None:
    root = module({"a.go": A, "b.go": B})
    for texts in CHANGES:
        kept, cold = look(root, texts, warm), look(root, texts, None)
        assert found(kept) == found(cold), texts
        assert kept.refusals == cold.refusals, texts


def test_what_changes_on_disk_is_noticed(module: Make, warm: Warm) -> None:
    root = module({"a.go": A, "b.go": B, "sub/c.go": "package sub\n\ntype Words []string\n"})
    assert ("GF13", 3, 21) in found(look(root, {"a.go": A}, warm))
    Path(root, "b.go").write_text(B.replace("return", 'x.seen["b"] = false; return'))
    assert found(look(root, {"a.go": A}, warm)) == [("GF05", 10, 3)]
    Path(root, "b.go").unlink()
    assert ("GF13", 3, 21) in found(look(root, {"a.go": A}, warm))
    Path(root, "c.go").write_text(B.replace("return", 'x.seen["b"] = false; return'))
    assert found(look(root, {"a.go": A}, warm)) == [("GF05", 10, 3)]
    # Of another package somebody has to tell.
    text = 'package m\n\nimport "example.com/m/sub"\n\n' + A.partition("\n\n")[2].replace("[]string", "sub.Words")
    assert not look(root, {"a.go": text}, warm).problems
    Path(root, "sub", "c.go").write_text("package sub\n\ntype Words []int\n")
    warm.outdate(f"{root}/sub")
    (problem,) = look(root, {"a.go": text}, warm).problems
    assert "does not compile" in problem.message


def test_what_is_not_saved_in_another_package_counts(module: Make, warm: Warm) -> None:
    text = 'package m\n\nimport "example.com/m/sub"\n\n' + A.partition("\n\n")[2].replace("[]string", "sub.Words")
    root = module({"a.go": text, "sub/c.go": "package sub\n"})
    for words, is_broken in (("[]string", False), ("[]int", True), ("[]string", False)):
        unsaved = {f"{root}/a.go": text.encode(), f"{root}/sub/c.go": f"package sub\n\ntype Words {words}\n".encode()}
        request = engine.Request(
            root, (f"{root}/a.go",), unsaved=unsaved, verify=False, tolerant=True, jobs=1, cache=False
        )
        assert bool(engine.run(request, None, warm).problems) is is_broken


def test_one_helper_for_all_of_a_module_and_no_more_than_it_can_hold(module: Make, warm: Warm) -> None:
    root = module({f"p{n}/a.go": A for n in range(70)})
    for n in [*range(70), 3, 69]:
        assert found(look(f"{root}/p{n}", {"a.go": A}, warm)) == [("GF13", 3, 21), ("GF05", 10, 3)]
    assert warm._helpers is not None
    loaded = warm._helpers.first._load
    assert loaded is not None
    assert len(loaded["units"]) < 66
    assert len(warm._listed) <= 32


def test_heads() -> None:
    text = b'// c\npackage m\n\nimport "a"\n\nvar x = 1\n'
    assert head_of(text) == head_of(text + b"\nvar y int\n")
    for other in (b"//go:build x\n\n" + text, text.replace(b'"a"', b'"b"'), text + b"\n//go:embed a\nvar z string\n"):
        assert head_of(text) != head_of(other)


def test_one_finding_alone(module: Make) -> None:
    root = module({"a.go": A, "b.go": B})
    path = f"{root}/a.go"
    text = A.encode()
    start = text.index(b"s += word")
    only = frozenset([("GF05", path, start, start + len(b"s += word"))])
    request = engine.Request(root, (path,), unsaved={path: text}, only=only, cache=False)
    plan = engine.run(request)
    (change,) = plan.changes
    assert b"strings.Builder" in change.after
    assert b"map[string]bool" in change.after
    assert {one.finding.rule: one.status.value for one in plan.outcomes} == {"GF05": "applied", "GF13": "unverified"}
    assert os.path.basename(change.path) == "a.go"
