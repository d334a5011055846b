"""A code quality report for GitLab: what it shows in a merge request is the difference of two.

It knows lines and no columns, and takes the fingerprint for the same finding's name in both reports.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from gofix20.model import Outcome, Problem
from gofix20.report.report import Report, is_weighty
from gofix20.report.text import message
from gofix20.texts import Unit


def document(report: Report) -> str:
    """The document, with its final newline. What has no file has no place in it."""
    entries = [_finding(report, outcome) for outcome in report.findings]
    entries += [_problem(report, problem) for problem in report.plan.problems if problem.path]
    return json.dumps(entries, indent=2) + "\n"


def _finding(report: Report, outcome: Outcome) -> dict[str, Any]:
    finding = outcome.finding
    region = report.texts.region(finding.path, finding.start, finding.end, Unit.BYTES)
    return {
        "description": f"{finding.rule}: {message(finding.message)}",
        "check_name": f"{finding.rule} ({report.name(finding.rule)})",
        "fingerprint": report.fingerprint(finding),
        "severity": "minor" if is_weighty(finding) else "info",
        "location": {
            "path": report.from_root(finding.path),
            "lines": {"begin": region.line, "end": region.end_line},
        },
    }


def _problem(report: Report, problem: Problem) -> dict[str, Any]:
    path = report.from_root(problem.path)
    told = message(problem.message)
    return {
        "description": told,
        "check_name": f"gofix20 ({problem.stage})",
        "fingerprint": hashlib.sha256(f"{problem.stage}\0{path}\0{told}".encode()).hexdigest()[:40],
        "severity": "major",
        "location": {"path": path, "lines": {"begin": problem.line or 1}},
    }
