"""SARIF 2.1.0, for code scanning and for viewers: https://docs.oasis-open.org/sarif/sarif/v2.1.0/

Columns are UTF-16 code units, which `columnKind` says. A fix is complete in itself, imports included: a viewer takes
one at a time. There is one only where the verifier has passed it.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gofix20 import __version__, known
from gofix20.model import Finding, Outcome, Problem, Refusal, Safety
from gofix20.report.edits import Edits, Piece
from gofix20.report.report import Report, is_weighty
from gofix20.report.text import message
from gofix20.texts import Unit
from gofix20.transform import Transform, documentation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "gofix20/v1"

_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")


def document(report: Report) -> str:
    """The document, with its final newline."""
    rules = list(report.rules.values())
    index = {rule.code: number for number, rule in enumerate(rules)}
    results = [_result(report, outcome, index) for outcome in report.findings]
    if report.refused:
        results += [_refusal(report, refusal, index) for refusal in report.plan.refusals]
    told = [("error", problem) for problem in report.plan.problems] + [("note", note) for note in report.plan.notes]
    invocation = {
        "executionSuccessful": not report.plan.problems,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [_notification(report, level, problem) for level, problem in told],
    }
    run = {
        "tool": {
            "driver": {
                "name": "gofix20",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"uri": f"file://{_quoted(report.root).rstrip('/')}/"}},
        "columnKind": "utf16CodeUnits",
        "defaultEncoding": "utf-8",
        "defaultSourceLanguage": "go",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: type[Transform]) -> dict[str, Any]:
    doc = documentation(rule)
    summary = " ".join(doc.summary.split())
    sections = "\n\n".join(f"## {heading}\n\n{body}" for heading, body in doc.sections.items())
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _text(summary)},
        "fullDescription": {"text": _text(" ".join(doc.sections["What it does"].split()))},
        "help": {
            "text": _text(inspect.cleandoc(rule.__doc__ or "")),
            "markdown": _placeholders(f"# {rule.code} {rule.name}\n\n{doc.summary}\n\n{sections}"),
        },
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": ["performance"], "safety": rule.safety.name.lower(), "gain": rule.gain},
    }


def _result(report: Report, outcome: Outcome, index: Mapping[str, int]) -> dict[str, Any]:
    finding = outcome.finding
    result: dict[str, Any] = {
        **_site(report, finding, finding.message, index),
        "kind": "fail",
        "level": "warning" if is_weighty(finding) else "note",
        "partialFingerprints": {FINGERPRINT: report.fingerprint(finding)},
    }
    fixes = _fixes(report, finding)
    if fixes:
        result["fixes"] = fixes
    result["properties"] = {
        "status": outcome.status.value,
        "gain": {"level": finding.gain.level.name.lower(), "why": message(finding.gain.why)},
        **({"safety": finding.fix.safety.name.lower()} if finding.fix else {}),
        **({"reason": message(outcome.reason)} if outcome.reason else {}),
    }
    return result


def _refusal(report: Report, refusal: Refusal, index: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_site(report, refusal, f"refused: {refusal.reason}", index),
        "kind": "informational",
        "level": "none",
        "properties": {"status": "refused"},
    }


def _site(report: Report, placed: Finding | Refusal, told: str, index: Mapping[str, int]) -> dict[str, Any]:
    snippet = report.texts.of(placed.path)[placed.start : placed.end].decode("utf-8", "replace")
    region = {**_region(report, placed.path, placed.start, placed.end), "snippet": {"text": snippet}}
    rule = {"ruleId": placed.rule} | ({"ruleIndex": index[placed.rule]} if placed.rule in index else {})
    return {
        **rule,
        "message": {"text": _text(message(told))},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(report, placed.path), "region": region}}],
    }


def _fixes(report: Report, finding: Finding) -> list[dict[str, Any]]:
    if report.edits is None or finding.fix is None:
        return []
    changes: dict[str, list[dict[str, Any]]] = {}
    for piece in report.edits.fix_of(finding):
        changes.setdefault(piece.path, []).append(_replacement(report, report.edits, piece))
    if not changes:
        return []
    unsafe = " (unsafe)" if finding.fix.safety is Safety.UNSAFE else ""
    return [
        {
            "description": {"text": _text(message(finding.fix.title)) + unsafe},
            "artifactChanges": [
                {"artifactLocation": _artifact(report, path), "replacements": replacements}
                for path, replacements in changes.items()
            ],
        }
    ]


def _replacement(report: Report, edits: Edits, piece: Piece) -> dict[str, Any]:
    start, end, new = edits.replacement(piece)
    return {"deletedRegion": _region(report, piece.path, start, end), "insertedContent": {"text": new.decode("utf-8")}}


def _region(report: Report, path: str, start: int, end: int) -> dict[str, int]:
    region = report.texts.region(path, start, end, Unit.UTF16)
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _notification(report: Report, level: str, problem: Problem) -> dict[str, Any]:
    told: dict[str, Any] = {"level": level, "message": {"text": _text(message(problem.message))}}
    if problem.path:
        place: dict[str, Any] = {"artifactLocation": _artifact(report, problem.path)}
        if problem.line:
            place["region"] = {"startLine": problem.line}
            if problem.column:
                column = report.texts.column(problem.path, problem.line, problem.column, Unit.UTF16)
                place["region"]["startColumn"] = column
        told["locations"] = [{"physicalLocation": place}]
    return told


def _artifact(report: Report, path: str) -> dict[str, str]:
    relative = known.relative(path, report.root)
    if os.path.isabs(relative):
        return {"uri": f"file://{_quoted(relative)}"}
    return {"uri": _quoted(relative), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    """A path in a URI: by its bytes, whatever they are. A colon would make the first name a scheme."""
    return quote(os.fsencode(path), safe="/")


def _text(text: str) -> str:
    """A message as SARIF has it, in which `{0}` is a placeholder and `[text](1)` a link.

    By the letter (3.11.5) each brace is to be doubled, but viewers show both of them: `map[K]struct{{}}`.
    """
    return _LINK.sub(r"\\[\1\\]", _placeholders(text))


def _placeholders(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", text)
