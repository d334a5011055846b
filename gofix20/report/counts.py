"""What a plan comes to in numbers: the one place that decides what counts as what.

The summary line, the exit code and the JSON document must never disagree, so that all three
read the same `Counts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gofix20.model import Outcome, Plan, Status

HIDDEN = frozenset({Status.SUPPRESSED, Status.BELOW_GAIN, Status.GENERATED, Status.BASELINE})
"""What the user asked not to see, knows, or cannot be changed: in the JSON document, in no listing and no count."""

LOST = frozenset({Status.REJECTED, Status.CONFLICT, Status.STALE})
"""Fixes that were wanted and did not land: each of them makes the exit code 1."""


def is_shown(outcome: Outcome) -> bool:
    """Is it a finding for the user?"""
    return outcome.status not in HIDDEN


def shown(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that are a finding for the user."""
    return list(filter(is_shown, outcomes))


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one plan. `findings` is the sum of what is not hidden."""

    findings: int
    finding_files: int
    fixable: int
    """`apply` with the same options would try to make the fix (or has tried)."""
    unsafe: int
    """There is a fix, and it needs `--unsafe-fixes`."""
    display: int
    """There is no fix: something to look at."""
    applied: int
    changed_files: int
    rejected: int
    conflicts: int
    stale: int
    refused: int
    suppressed: int
    known: int
    """They are in the baseline."""
    problems: int

    @classmethod
    def of(cls, plan: Plan) -> Counts:
        findings = shown(plan.outcomes)
        by_status = Counter(outcome.status for outcome in plan.outcomes)
        unsafe = sum(1 for o in findings if o.status is Status.BELOW_SAFETY and o.finding.fix is not None)
        display = sum(1 for o in findings if o.finding.fix is None)
        return cls(
            findings=len(findings),
            finding_files=len({outcome.finding.path for outcome in findings}),
            fixable=len(findings) - unsafe - display,
            unsafe=unsafe,
            display=display,
            applied=by_status[Status.APPLIED],
            changed_files=len(plan.changes),
            rejected=by_status[Status.REJECTED],
            conflicts=by_status[Status.CONFLICT],
            stale=by_status[Status.STALE],
            refused=len(plan.refusals),
            suppressed=by_status[Status.SUPPRESSED],
            known=by_status[Status.BASELINE],
            problems=len(plan.problems),
        )

    @property
    def lost(self) -> int:
        """Fixes that were wanted and did not land."""
        return self.rejected + self.conflicts + self.stale


_PARTICULARS = (
    (re.compile(r"`[^`]*`"), "`…`"),
    (re.compile(r'"[^"]*"'), '"…"'),
    (re.compile(r"[\w./-]+\.go:\d+(?::\d+)?"), "FILE:N"),
    (re.compile(r"\b(lines?|column) \d+\b"), r"\1 N"),
)


def kind_of_reason(reason: str) -> str:
    """A refusal's reason without the names and places of its site, so that like reasons are counted together."""
    for pattern, placeholder in _PARTICULARS:
        reason = pattern.sub(placeholder, reason)
    return reason.strip()


def refusals_by_reason(plan: Plan) -> list[tuple[str, str, int]]:
    """`(rule, reason, count)`, the most frequent first: the most frequent reason is the next work."""
    kinds = Counter((refusal.rule, kind_of_reason(refusal.reason)) for refusal in plan.refusals)
    return [(rule, reason, n) for (rule, reason), n in sorted(kinds.items(), key=lambda kv: (-kv[1], kv[0]))]
