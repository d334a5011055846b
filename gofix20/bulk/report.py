"""The report of a migration: one HTML page (`webpage`), JSON and Markdown.

The same journal at the same time gives the same bytes. All that comes from repositories and servers is shown with its
control characters made visible, and in Markdown as code, where a forge sees no mention, link, image or HTML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gofix20 import __version__
from gofix20.bulk import webpage
from gofix20.bulk.body import as_code
from gofix20.bulk.overview import Line, Overview, Request, Rule, known_rules
from gofix20.bulk.table import clock, duration, sentence, why
from gofix20.report.rdjson import markdown as prose
from gofix20.transform import documentation

VERSION = 1
"""Of the JSON document's form: it grows when a member goes away or changes its meaning, not when one is added."""
FORMATS = ("html", "json", "markdown")
MOST_ROWS = 500
"""Repositories that the Markdown names; forges bound what they show."""
MOST_CHARACTERS = 200
"""Of a text in a cell of it."""


def render(overview: Overview, form: str, diffs: webpage.Diffs | None = None) -> str:
    """The report in one of FORMATS, with its final newline; `diffs` None: without diffs."""
    if form == "html":
        return webpage.page(overview, diffs)
    return document(overview, diffs) if form == "json" else markdown(overview)


def document(overview: Overview, diffs: webpage.Diffs | None = None) -> str:
    """The JSON document; its schema is docs/migration.schema.json.

    Bytes of a file name that are not UTF-8 are lone surrogates, as in the other documents of gofix20.
    """
    content = {
        "version": VERSION,
        "tool": {"name": "gofix20", "version": __version__},
        "migration": overview.migration,
        "at": clock(overview.now),
        "totals": _totals(overview),
        "rules": [_rule(rule) for rule in overview.rules],
        "repositories": [
            _repository(line, diffs(line.key) if diffs and line.requests else {}) for line in overview.lines
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _totals(overview: Overview) -> dict[str, Any]:
    return {
        "repositories": {str(standing): number for standing, number in overview.standings.items()},
        "done": overview.done,
        "pull_requests": {str(stage): number for stage, number in overview.stages.items()},
        "fixes": {
            "found": sum(rule.found for rule in overview.rules),
            "proposed": overview.fixes,
            "merged": sum(rule.merged for rule in overview.rules),
            "left_out": sum(len(line.guilty) + len(line.dropped) for line in overview.lines),
        },
        "refused": sum(line.refused for line in overview.lines),
        "seconds": {stage: round(seconds, 3) for stage, seconds in overview.seconds.items()},
        "steps_failed": overview.errors,
        "repositories_an_hour": None if overview.rate is None else round(overview.rate, 3),
        "seconds_left": None if overview.time_left is None else round(overview.time_left, 3),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    told = known_rules().get(rule.code)
    return {
        "code": rule.code,
        "name": "" if told is None else told.name,
        "found": rule.found,
        "proposed": rule.proposed,
        "merged": rule.merged,
        "left_out": rule.left_out,
        "repositories": rule.repositories,
    }


def _repository(line: Line, diffs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": line.key,
        "forge": line.forge,
        "path": line.path,
        "url": line.url,
        "standing": line.standing.value,
        "reason": line.reason,
        "final": line.is_final,
        "updated": clock(line.updated),
        "modules": line.modules,
        "found": dict(line.found),
        "refused": line.refused,
        "dropped": list(line.dropped),
        "guilty": list(line.guilty),
        "problems": list(line.problems),
        "notes": list(line.notes),
        "tests": dict(line.tests),
        "said": line.said,
        "seconds": dict(line.seconds),
        "pull_requests": [_request(request, diffs.get(request.part)) for request in line.requests],
    }


def _request(request: Request, diff: str | None) -> dict[str, Any]:
    return {
        "part": request.part,
        "stage": request.stage.value,
        "number": request.number,
        "url": request.url,
        "title": request.title,
        "branch": request.branch,
        "updated": clock(request.updated),
        "fixes": dict(request.rules),
        "files": list(request.files),
        "guilty": list(request.guilty),
        "safety": list(request.safety),
        "checks": dict(request.checks),
        "diff": diff,
    }


def markdown(overview: Overview) -> str:
    """A page of Markdown: for a wiki, an issue, or the summary of a CI job."""
    parts = [f"# Migration {_code(overview.migration)}", f"{sentence(overview)}\n\nAs of {clock(overview.now)}."]
    standings = [[str(standing), number] for standing, number in overview.standings.items() if number]
    parts.append("## Repositories\n\n" + _table([("standing", False), ("repositories", True)], standings))
    stages = [[str(stage), number] for stage, number in overview.stages.items() if number]
    if stages:
        parts.append("## Pull requests\n\n" + _table([("stage", False), ("pull requests", True)], stages))
    if overview.rules:
        names = ("found", "proposed", "merged", "left out", "repositories")
        rules = [
            [_named(rule), rule.found, rule.proposed, rule.merged, rule.left_out, rule.repositories]
            for rule in overview.rules
        ]
        parts.append("## Fixes, by rule\n\n" + _table([("rule", False), *((name, True) for name in names)], rules))
    taken = [[_code(stage), duration(seconds)] for stage, seconds in overview.seconds.items() if seconds]
    if taken:
        parts.append("## Time, by stage\n\n" + _table([("stage", False), ("time", True)], taken))
    if overview.lines:
        columns = [(name, name == "fixes") for name in ("repository", "standing", "fixes", "pull requests", "why")]
        rows = [
            [_code(line.key), str(line.standing), line.fixes, ", ".join(map(_linked, line.requests)), _code(why(line))]
            for line in overview.lines[:MOST_ROWS]
        ]
        parts.append("## By repository\n\n" + _table(columns, rows))
        if len(overview.lines) > MOST_ROWS:
            parts.append(f"And {len(overview.lines) - MOST_ROWS:,} more.")
    return "\n\n".join(parts) + "\n"


def _named(rule: Rule) -> str:
    told = known_rules().get(rule.code)
    if told is None:
        return _code(rule.code)
    summary = prose(" ".join(documentation(told).summary.rstrip(".").split()))
    return f"{_code(rule.code)} {summary}".replace("|", "\\|")


def _linked(request: Request) -> str:
    named = _code(f"#{request.number}" if request.number else request.part)
    url = webpage.http(request.url)
    # What could end the link, or the cell, is written as in a URL.
    shown = f"[{named}](<{url.replace('|', '%7C').replace('<', '%3C').replace('>', '%3E')}>)" if url else named
    return f"{shown} {request.stage}"


def _table(columns: list[tuple[str, bool]], rows: list[list[Any]]) -> str:
    lines = ["| " + " | ".join(name for name, _ in columns) + " |"]
    lines.append("| " + " | ".join("---:" if right else "---" for _, right in columns) + " |")
    for row in rows:
        lines.append("| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) + " |")
    return "\n".join(lines)


def _code(text: str) -> str:
    """As code, in a cell: there a bar would end the cell, whatever it is behind."""
    short = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
    return as_code(short.replace("|", "¦")) if text else ""
