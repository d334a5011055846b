"""Rounds and what is told of them: an end to everything, and places of the text that the user has."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20 import engine
from gofix20.facts import Facts
from gofix20.model import Finding, Gain, GainLevel, Plan, Safety, Status
from gofix20.rounds import MOST_ROUNDS, offset_of_line, plain, whole_lines
from gofix20.toolchain import Toolchain
from gofix20.transform import Draft, Match, Transform
from tests.directed_rules import Also, Directed, Endless, use

Make = Callable[[Mapping[str, str | bytes]], str]

pytestmark = pytest.mark.xdist_group("rounds")


def run(root: str, toolchain: Toolchain) -> Plan:
    return engine.run(engine.Request(root, go=toolchain.go, jobs=1))


def test_rounds_that_never_settle_are_stopped(
    module: Make, monkeypatch: pytest.MonkeyPatch, toolchain: Toolchain
) -> None:
    use(monkeypatch, Directed, Endless)
    text = "package m\n\nfunc tick(n int) {}\n\nfunc A() int {\n\ttick(1)\n\n\treturn 1 //fix: return 2\n}\n"
    root = module({"a.go": text})
    plan = run(root, toolchain)
    assert plan.statistics.rounds == MOST_ROUNDS + 1
    endless = [outcome.status for outcome in plan.outcomes if outcome.finding.rule == "TT03"]
    assert (endless.count(Status.APPLIED), endless.count(Status.CONFLICT)) == (MOST_ROUNDS, 1)
    (change,) = plan.changes
    assert change.after.decode() == text.replace("tick(1)", f"tick({MOST_ROUNDS + 1})").replace(
        "return 1 //fix: return 2", "return 2"
    )


def test_what_a_later_round_finds_is_told_where_the_user_has_it(
    module: Make, monkeypatch: pytest.MonkeyPatch, toolchain: Toolchain
) -> None:
    use(monkeypatch, Directed, Also)
    text = """\
package m

func A() int {
	a := 1 //fix: a := 2\\n//grown\\n//and grown

	return a
}

func B() int {
	return 1 //also(claim=a): return 2
}

func C() int {
	return 1 //also(claim=a): return 3
}

func D() int {
	return 1 //also(claim=a,unsafe): return 4
}

func E() int {
	return 1 //also(refuse): never
}

func F() int {
	a, b := 1, 2 //fix: a, b := 1, 2 //also: a, b := 3, 4
	return a + b
}
"""
    root = module({"a.go": text})
    plan = run(root, toolchain)
    told = {(outcome.finding.line, outcome.finding.column, outcome.status) for outcome in plan.outcomes}
    applied = Status.APPLIED
    assert told == {
        (4, 9, applied),
        (10, 11, applied),
        (14, 11, applied),
        (18, 11, Status.BELOW_SAFETY),
        (26, 15, applied),
        # What the first one made of that line is not what the user has: the line as a whole.
        (26, 1, applied),
    }
    for outcome in plan.outcomes:
        finding = outcome.finding
        assert text.encode().count(b"\n", 0, finding.start) + 1 == finding.line
        if finding.column > 1:
            assert text.encode()[finding.start : finding.end].startswith((b"//fix", b"//also"))
    (refusal,) = plan.refusals
    assert (refusal.line, refusal.column, refusal.reason) == (22, 11, "never at line 22")
    assert text.encode()[refusal.start : refusal.end] == b"//also(refuse): never"
    assert b"a, b := 3, 4\n" in plan.changes[0].after


class Pair(Transform):
    """Renames `left` and `right` in both files of a package, or in none."""

    code = "TT04"
    name = "pair"
    needles = (b"left",)
    query = '((identifier) @id (#eq? @id "left"))'

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        draft = Draft.of(match)
        draft.replace(match["id"], "renamed")
        other = os.path.join(os.path.dirname(match.file.path), "b.go")
        text = Path(other).read_bytes()
        at = text.index(b"left")
        elsewhere = Draft(match.file, match.function)
        elsewhere.replace_range(at, at + 4, "renamed")
        draft.edits += [edit.__class__(other, edit.start, edit.end, edit.new) for edit in elsewhere.edits]
        return self.finding(match["id"], "rename", Gain(GainLevel.SMALL, ""), draft.fix("rename", Safety.SAFE))


def test_a_fix_of_two_files_lands_in_both_or_in_none(
    module: Make, monkeypatch: pytest.MonkeyPatch, toolchain: Toolchain
) -> None:
    use(monkeypatch, Pair, Directed)
    a = "package m\n\nfunc left() int { return 1 }\n"
    b = "package m\n\nfunc B() int {\n\tx := 1 //fix: x := 2\n\treturn x + left()\n}\n"
    root = module({"a.go": a, "b.go": b})
    plan = run(root, toolchain)
    texts = {os.path.basename(change.path): change.after for change in plan.changes}
    assert b"func renamed()" in texts["a.go"]
    assert b"x := 2\n\treturn x + renamed()" in texts["b.go"]
    assert len({change.group for change in plan.changes}) == 1


def test_lines_and_offsets() -> None:
    text = b"one\ntwo\n\nfour"
    assert [offset_of_line(text, line) for line in range(1, 7)] == [0, 4, 8, 9, 13, 13]
    assert whole_lines(text, 5, 6) == b"two\n"
    assert whole_lines(text, 2, 5) == b"one\ntwo\n"
    assert whole_lines(text, 10, 10) == b"four"
    assert plain(b"\xef\xbb\xbfa\r\nb\rc\n") == b"a\nb\rc\n"
