"""Tells new problems from those that were there before.

A problem is old if the same check said the same thing of the line that this line was made from. Each
old problem excuses one new one, so that a fix which copies a mistake is not excused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gofix20.lines import LineMap
from gofix20.model import Problem

__all__ = ["Report", "fresh"]


@dataclass(frozen=True, slots=True)
class Report:
    """A problem, and the check that found it: "compiler", "list", or the name of one of vet's analyzers."""

    check: str
    problem: Problem


def fresh(
    old: Sequence[Report], new: Sequence[Report], before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> list[Report]:
    """Give those of the `new` reports that no `old` one explains. The texts are those of the files that differ."""
    left, waiting = list(old), list(new)
    maps = {
        path: LineMap(before.get(path, b""), after[path])
        for path in {report.problem.path for report in new} & after.keys()
    }
    # What stands on an unchanged line first: it must not lose its excuse to a line that an edit made.
    for strict in (True, False):
        unexplained = []
        for report in waiting:
            lines = maps.get(report.problem.path)
            excuse = next((one for one in left if _explains(one, report, lines, strict)), None)
            if excuse is None:
                unexplained.append(report)
            else:
                left.remove(excuse)
        waiting = unexplained
    return waiting


def _explains(old: Report, new: Report, lines: LineMap | None, strict: bool) -> bool:
    was, now = old.problem, new.problem
    if old.check != new.check or was.path != now.path:
        return False
    if lines is None or not now.line:
        # A file that is the same, or no place at all: what it says may still mention a line that moved.
        return was.line == now.line and _gist(was.message) == _gist(now.message)
    first, last = lines.old_lines(now.line)
    if not first <= was.line <= last:
        return False
    if strict != lines.is_unchanged(now.line):
        return False
    same = _gist if strict else _outline
    return same(was.message) == same(now.message)


def _gist(message: str) -> str:
    """Strip the numbers of lines and columns, which an edit elsewhere in the file moves."""
    return re.sub(r"(?<=:)\d+|\b(at|on|line) \d+", "#", message)


def _outline(message: str) -> str:
    """Strip what the replaced text is made of as well: qualified names.

    vet's "non-constant format string in call to fmt.Sprintf" stays the same mistake when the fix
    turns the call into fmt.Fprintf.
    """
    return re.sub(r"\(?\*?\w+(?:\.\w+|\)\.\w+)+", "…", _gist(message))
