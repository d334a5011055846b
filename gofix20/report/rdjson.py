"""Reviewdog's diagnostic format: findings as comments of a review, with suggestions that a click takes.

Columns count bytes. A suggestion is of whole lines, and there is one a diagnostic, because a forge shows one at the
place of its comment. Each piece of the change is in one suggestion only: all of them together are what `apply` writes.
So what belongs to a finding further away, and the imports of a file, are diagnostics of their own. Messages are
Markdown there.
"""

from __future__ import annotations

import json
import re
from typing import Any

from gofix20.model import Finding, Problem
from gofix20.report.edits import Edits, Piece, Suggestion
from gofix20.report.report import Report, is_weighty
from gofix20.report.text import message
from gofix20.texts import Region, Unit

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_MENTION = re.compile(r"(?<!\w)@[\w/-]+")
_MARKS = re.compile(r"[\\*]|<(?=[A-Za-z/!?])|(?<=\])\(|(?<!\w)_|_(?!\w)|^[#>]|`")


def document(report: Report) -> str:
    """The document, with its final newline. A problem without a file has no place in it."""
    diagnostics = [_problem(report, problem) for problem in report.plan.problems if problem.path]
    suggestions: list[Suggestion] = []
    if report.edits is not None:
        suggestions = report.edits.suggestions([outcome.finding for outcome in report.findings])
    nearest = {id(each.finding): each for each in suggestions if each.finding is not None and each.is_nearest}
    for outcome in report.findings:
        finding = outcome.finding
        diagnostics.append(_finding(report, finding, finding.message, nearest.get(id(finding))))
    for each in suggestions:
        if each.finding is None:
            diagnostics.append(_also(report, each.piece, "Imports for the fixes in this file."))
        elif not each.is_nearest:
            where = f"line {each.finding.line}"
            if each.piece.path != each.finding.path:
                where += f" of {report.from_here(each.finding.path)}"
            diagnostics.append(_also(report, each.piece, f"Part of the fix of {where}.", each.finding))
    return json.dumps({"source": {"name": "gofix20"}, "diagnostics": diagnostics}, indent=2) + "\n"


def _finding(report: Report, finding: Finding, told: str, suggestion: Suggestion | None) -> dict[str, Any]:
    region = report.texts.region(finding.path, finding.start, finding.end, Unit.BYTES)
    return {
        "message": markdown(message(told)),
        "location": {"path": report.from_here(finding.path), "range": _range(region)},
        "severity": "WARNING" if is_weighty(finding) else "INFO",
        "code": {"value": finding.rule},
        **_suggested(report, suggestion.piece if suggestion else None),
    }


def _also(report: Report, piece: Piece, told: str, finding: Finding | None = None) -> dict[str, Any]:
    suggested = _suggested(report, piece)
    return {
        "message": markdown(told),
        "location": {"path": report.from_here(piece.path), "range": suggested["suggestions"][0]["range"]},
        "severity": "INFO",
        **({"code": {"value": finding.rule}} if finding else {}),
        **suggested,
    }


def _problem(report: Report, problem: Problem) -> dict[str, Any]:
    start = {name: n for name, n in (("line", problem.line), ("column", problem.column)) if n}
    return {
        "message": markdown(message(problem.message)),
        "location": {"path": report.from_here(problem.path)} | ({"range": {"start": start}} if start else {}),
        "severity": "ERROR",
    }


def _suggested(report: Report, piece: Piece | None) -> dict[str, Any]:
    if piece is None or report.edits is None:
        return {}
    _, _, new = report.edits.replacement(piece)
    return {"suggestions": [{"range": _lines(report, report.edits, piece), "text": new.decode("utf-8")}]}


def _lines(report: Report, edits: Edits, piece: Piece) -> dict[str, Any]:
    """The range of a piece: lines without their last ending, or, where nothing stays of them, from column to column."""
    start, end, new = edits.replacement(piece)
    region = report.texts.region(piece.path, start, end, Unit.BYTES)
    if start < end and new and region.end_line == piece.end:
        return {"start": {"line": region.line}, "end": {"line": region.end_line}}
    return _range(region)


def _range(region: Region) -> dict[str, Any]:
    return {
        "start": {"line": region.line, "column": region.column},
        "end": {"line": region.end_line, "column": region.end_column},
    }


def markdown(text: str) -> str:
    """A message that means itself: code stays, what else could be HTML, a link, an image, or call somebody does not."""
    parts = []
    at = 0
    for code in _CODE.finditer(text):
        parts += [_escaped(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    # A mention is made after escapes are gone: only in code is it none.
    parts = []
    at = 0
    for mention in _MENTION.finditer(text):
        parts += [_MARKS.sub(r"\\\g<0>", text[at : mention.start()]), f"`{mention[0]}`"]
        at = mention.end()
    return "".join([*parts, _MARKS.sub(r"\\\g<0>", text[at:])])
