"""Findings as an editor shows them."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol.types import CodeDescription, Diagnostic, DiagnosticSeverity, Range

from gofix20.lsp.positions import Text
from gofix20.model import Finding, GainLevel, Outcome, Safety, Status
from gofix20.report.counts import HIDDEN

SOURCE = "gofix20"


def shown(outcomes: tuple[Outcome, ...], path: str) -> list[Outcome]:
    """Those that are to be seen in a file."""
    return [outcome for outcome in outcomes if outcome.finding.path == path and outcome.status not in HIDDEN]


def is_fixable(outcome: Outcome, *, unsafe: bool) -> bool:
    """Can the user have its fix, one at a time?"""
    fix = outcome.finding.fix
    if fix is None or outcome.status not in (Status.UNVERIFIED, Status.BELOW_SAFETY):
        return False
    return fix.safety is Safety.SAFE or (unsafe and fix.safety is Safety.UNSAFE)


def diagnostic(finding: Finding, text: Text, pages: Mapping[str, str]) -> Diagnostic:
    """`pages` are the rules' documentation, as URIs."""
    page = pages.get(finding.rule)
    return Diagnostic(
        range=place_of(finding.start, finding.end, text),
        message=finding.message,
        severity=severity(finding.gain.level),
        code=finding.rule,
        code_description=None if page is None else CodeDescription(page),
        source=SOURCE,
    )


def severity(gain: GainLevel) -> DiagnosticSeverity:
    """What is known to gain is worth a line; the rest is there for whoever looks."""
    return DiagnosticSeverity.Information if gain >= GainLevel.SMALL else DiagnosticSeverity.Hint


def place_of(start: int, end: int, text: Text) -> Range:
    """Of a finding that goes over several lines, the first one: nobody wants a whole loop underlined."""
    found = text.data.find(b"\n", start, end)
    if found >= 0:
        end = found - 1 if text.data[found - 1 : found] == b"\r" else found
    return text.range(start, end)
