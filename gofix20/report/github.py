"""Annotations for GitHub Actions, as workflow commands on standard output.

`::warning file=a.go,line=3,col=5,title=…::message`. A line of the log that starts with `::` is a command to the runner,
so nothing that others have written may begin a line or end a property. Columns are UTF-16 code units; they are left out
where a site has several lines, since the runner takes none there.
"""

from __future__ import annotations

from gofix20.model import Outcome, Problem
from gofix20.report.report import Report, is_weighty
from gofix20.report.text import message, shown_path
from gofix20.texts import Unit


def document(report: Report) -> str:
    """One command a line, notes last: of each kind, the page shows the first ten of a step."""
    lines = [_problem(report, "error", problem) for problem in report.plan.problems]
    lines += [_finding(report, outcome) for outcome in report.findings]
    lines += [_problem(report, "notice", note) for note in report.plan.notes]
    return "".join(f"{line}\n" for line in lines)


def _finding(report: Report, outcome: Outcome) -> str:
    finding = outcome.finding
    region = report.texts.region(finding.path, finding.start, finding.end, Unit.UTF16)
    properties = {
        "file": shown_path(finding.path, report.root),
        "line": str(region.line),
        "endLine": str(region.end_line),
        "title": f"{finding.rule} ({report.name(finding.rule)})",
    }
    if region.line == region.end_line:
        properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    return _command("warning" if is_weighty(finding) else "notice", properties, finding.message)


def _problem(report: Report, kind: str, problem: Problem) -> str:
    properties = {"title": "gofix20"}
    if problem.path:
        properties["file"] = shown_path(problem.path, report.root)
    if problem.path and problem.line:
        properties["line"] = str(problem.line)
        if problem.column:
            properties["col"] = str(report.texts.column(problem.path, problem.line, problem.column, Unit.UTF16))
    return _command(kind, properties, problem.message)


def _command(kind: str, properties: dict[str, str], told: str) -> str:
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {given}::{_data(message(told))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
