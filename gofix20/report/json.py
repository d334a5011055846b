"""A plan as one JSON document; its schema is docs/output.schema.json.

Strings are Unicode. Bytes of a file name or of the diff that are not UTF-8 become lone
surrogates U+DC80 to U+DCFF, as Python's "surrogateescape" has it, so that nothing is lost:
`text.encode("utf-8", "surrogateescape")` gives the bytes back.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from gofix20 import __version__
from gofix20.model import Finding, Outcome, Plan, Problem, Refusal, Status
from gofix20.report.counts import Counts
from gofix20.report.text import mark

VERSION = 1
"""Of the document's form: it grows when a member goes away or changes its meaning, not when one is added."""


def document(
    plan: Plan,
    base: str,
    *,
    names: Mapping[str, str],
    diff: bytes | None = None,
    statistics: bool = False,
) -> str:
    """The document, with its final newline.

    `base` is the directory that paths are made relative to (a path outside of it stays absolute);
    `names` gives a rule's name by its code; `diff` is None where none was made. Seconds are in it
    only with `statistics`, so that two runs over the same code give the same document.
    """
    ordered = sorted(plan.outcomes, key=lambda o: _order(o.finding))
    statuses = Counter(outcome.status for outcome in ordered)
    members: dict[str, str] = {
        "version": _inside(VERSION),
        "tool": _inside({"name": "gofix20", "version": __version__}),
        "findings": _rows(_finding(outcome, base, names) for outcome in ordered),
        "refusals": _rows(_refusal(refusal, base, names) for refusal in sorted(plan.refusals, key=_order)),
        "outcomes": _inside({status.value: statuses[status] for status in Status}),
        "files": _rows(_path(change.path, base) for change in plan.changes),
        "problems": _rows(_problem(problem, base) for problem in plan.problems),
        "notes": _rows(_problem(note, base) for note in plan.notes),
        "summary": _inside(asdict(Counts.of(plan))),
        "diff": _inside(None if diff is None else diff.decode("utf-8", "surrogateescape")),
        "statistics": _inside(_statistics(plan) if statistics else None),
    }
    return "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in members.items()) + "\n}\n"


def _inside(value: object) -> str:
    """A value as `json.dumps` has it within another one."""
    return json.dumps(value, indent=2).replace("\n", "\n  ")


def _rows(values: Iterable[object]) -> str:
    """A list, a row at a time: `json.dumps` takes a hundred times the memory of what it makes of all together."""
    rows = ",\n".join("    " + _inside(value).replace("\n", "\n  ") for value in values)
    return f"[\n{rows}\n  ]" if rows else "[]"


def _order(site: Finding | Refusal) -> tuple[str, int, int, str]:
    return site.path, site.line, site.column, site.rule


def _path(path: str, base: str) -> str:
    return os.path.relpath(path, base) if path.startswith(base.rstrip(os.sep) + os.sep) else path


def _finding(outcome: Outcome, base: str, names: Mapping[str, str]) -> dict[str, Any]:
    finding = outcome.finding
    fix = finding.fix
    return {
        "code": finding.rule,
        "name": names.get(finding.rule, ""),
        "path": _path(finding.path, base),
        "line": finding.line,
        "column": finding.column,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "gain": {"level": finding.gain.level.name.lower(), "why": finding.gain.why},
        "fix": None if fix is None else {"title": fix.title, "safety": fix.safety.name.lower()},
        "fixable": mark(outcome) == "[*]",
        "status": outcome.status.value,
        "reason": outcome.reason,
    }


def _refusal(refusal: Refusal, base: str, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": refusal.rule,
        "name": names.get(refusal.rule, ""),
        "path": _path(refusal.path, base),
        "line": refusal.line,
        "column": refusal.column,
        "start": refusal.start,
        "end": refusal.end,
        "reason": refusal.reason,
    }


def _problem(problem: Problem, base: str) -> dict[str, Any]:
    """A place that the stage did not name is null, not the 0 or "" of the model."""
    return {
        "stage": problem.stage,
        "path": _path(problem.path, base) if problem.path else None,
        "line": problem.line or None,
        "column": problem.column or None,
        "message": problem.message,
    }


def _statistics(plan: Plan) -> dict[str, Any]:
    ran = plan.statistics
    return {
        "packages": ran.packages,
        "files": ran.files,
        "parsed": ran.parsed,
        "rounds": ran.rounds,
        "seconds": {stage: round(taken, 3) for stage, taken in ran.seconds.items()},
    }
