"""Test-only transforms that do what comments in the Go code tell them: the whole of a test is in its Go text.

    x := one() //fix: x := two()

replaces the line by `x := two()`. In parentheses may be how: `//fix(needs=strings,claim=x): …`. `//also: …` is the
same for a second rule. A comment must be inside of a top-level declaration.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import ClassVar

import pytest

from gofix20.facts import Facts
from gofix20.model import Finding, Gain, GainLevel, Import, Safety
from gofix20.transform import Draft, Match, Option, Refuse, Transform

DIRECTIVE = re.compile(r"/[/*](fix|also)(?:\(([^)]*)\))?:(.*?)(?:\*/)?")


class Directed(Transform):
    """Replaces a line by the text that a comment on it gives."""

    code = "TT01"
    name = "directed"
    needles = (b"//fix", b"/*fix")
    query = "(comment) @comment"
    options = (Option("mark", str, "", "Put in front of every new line."),)
    word: ClassVar[str] = "fix"

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        found = DIRECTIVE.fullmatch(said(match))
        return match.node.start_byte if found is not None and found[1] == self.word else None

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        found = DIRECTIVE.fullmatch(said(match))
        assert found is not None
        how = dict((*part.split("="), "")[:2] for part in (found[2] or "").split(",") if part)
        new = f"{self.settings['mark']}{found[3].strip()}".replace("\\n", "\n")
        if "refuse" in how:
            raise Refuse(new, match.node)
        if "crash" in how:
            raise ValueError(new)
        level = GainLevel[how.get("gain", "small").upper()]
        gain = Gain(level, "the test says so")
        if "look" in how:
            return self.finding(match.node, new, gain)
        if "version" in how:
            new += f" // {facts.go_version}"
        text, node = match.file.text, match.node
        start = text.rfind(b"\n", 0, node.start_byte) + 1
        while text[start : start + 1] in (b"\t", b" "):
            start += 1
        end = node.end_byte - text[: node.end_byte].endswith(b"\r")
        for _ in range(int(how.get("lines", "1")) - 1):
            end = text.find(b"\n", end + 1)
        draft = Draft.of(match)
        draft.replace_range(start, end, new)
        if "twice" in how:
            draft.replace_range(start + 1, end, new)
        for key, imports in (("needs", draft.needs), ("frees", draft.frees)):
            imports.update(Import(path) for path in how.get(key, "").split("+") if path)
        draft.claims.update(name for name in how.get("claim", "").split("+") if name)
        safety = Safety.UNSAFE if "unsafe" in how else Safety.SAFE
        return self.finding(node, f"should be {new}", gain, draft.fix(f"write {new}", safety))


class Also(Directed):
    """Does the same for the comments that begin with //also."""

    code = "TT02"
    name = "also"
    needles = (b"//also", b"/*also")
    word = "also"


def said(match: Match) -> str:
    return (match.node.text or b"").decode().rstrip("\r")


class Endless(Transform):
    """Counts every `tick(n)` up, and is never done."""

    code = "TT03"
    name = "endless"
    needles = (b"tick(",)
    query = '((call_expression function: (identifier) @f arguments: (argument_list (int_literal) @n)) (#eq? @f "tick"))'

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        number = match["n"]
        draft = Draft.of(match)
        draft.replace(number, str(int((number.text or b"0").decode()) + 1))
        return self.finding(number, "one more", Gain(GainLevel.SMALL, "more"), draft.fix("one more", Safety.SAFE))


def use(patch: pytest.MonkeyPatch, *rules: type[Transform]) -> None:
    """Let these be all the rules that there are."""
    found = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
    patch.setattr("gofix20.registry.transforms", lambda: found)
