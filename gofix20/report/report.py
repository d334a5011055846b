"""What every format of a report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gofix20 import known
from gofix20.model import Finding, GainLevel, Outcome, Plan
from gofix20.report.counts import shown
from gofix20.report.edits import Edits
from gofix20.texts import Texts
from gofix20.transform import Transform


@dataclass(frozen=True)
class Report:
    """A plan, and what surrounds it."""

    plan: Plan
    directory: str
    """The current one."""
    root: str
    """Of the repository, which is what a forge's paths are relative to; outside of git, of the module."""
    rules: Mapping[str, type[Transform]]
    texts: Texts
    edits: Edits | None = None
    """What was verified; None where nothing was."""
    refused: bool = False
    """Are the refusals told too, where a format leaves a choice?"""
    patch: bytes | None = None
    statistics: bool = False
    exit_code: int = 0

    @cached_property
    def findings(self) -> list[Outcome]:
        """What is to be told, by position."""
        return sorted(shown(self.plan.outcomes), key=lambda outcome: _order(outcome.finding))

    @cached_property
    def _fingerprints(self) -> Mapping[int, str]:
        # Of all of them: what is hidden must not change the others' names.
        findings = [outcome.finding for outcome in self.plan.outcomes]
        names = known.fingerprints(findings, self.texts, self.root)
        return {id(finding): name for finding, name in zip(findings, names, strict=True)}

    def fingerprint(self, finding: Finding) -> str:
        """What stays the same when lines move."""
        return self._fingerprints[id(finding)]

    def name(self, code: str) -> str:
        return self.rules[code].name if code in self.rules else code

    def from_root(self, path: str) -> str:
        """A path as a forge wants it."""
        return unicode(known.relative(path, self.root))

    def from_here(self, path: str) -> str:
        return unicode(known.relative(path, self.directory))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.path, finding.line, finding.column, finding.rule


def is_weighty(finding: Finding) -> bool:
    """Is it a warning, or only to be noted?"""
    return finding.gain.level is GainLevel.LARGE


def unicode(text: str) -> str:
    """`text` with bytes that are not UTF-8 shown as `\\xNN`: a lone surrogate makes others refuse a whole document."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return "".join(f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in text)
