"""The formats that a report can have besides text, by the names that `--format` knows them by."""

from __future__ import annotations

from collections.abc import Callable

from gofix20.report import github, gitlab, json, junit, rdjson, sarif
from gofix20.report.report import Report


def _json(report: Report) -> str:
    names = {code: rule.name for code, rule in report.rules.items()}
    return json.document(report.plan, report.directory, names=names, diff=report.patch, statistics=report.statistics)


FORMATS: dict[str, Callable[[Report], str]] = {
    "json": _json,
    "sarif": sarif.document,
    "github": github.document,
    "gitlab": gitlab.document,
    "junit": junit.document,
    "rdjson": rdjson.document,
}

WITH_EDITS = frozenset({"sarif", "rdjson"})
"""Those that carry fixes, so that these have to be verified first."""
