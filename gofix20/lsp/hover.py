"""What is told of a finding where the mouse is: what, why, how much it gains, how safe it is."""

from __future__ import annotations

from collections.abc import Iterable

from gofix20 import registry
from gofix20.model import GainLevel, Outcome, Safety
from gofix20.transform import documentation

_GAIN = {
    GainLevel.NONE: "none",
    GainLevel.UNKNOWN: "depends on the data",
    GainLevel.SMALL: "small",
    GainLevel.LARGE: "large",
}
_SAFETY = {
    Safety.SAFE: "safe: every observable result is the same.",
    Safety.UNSAFE: "unsafe: the same only for code that does not depend on what “Fix safety” names.",
    Safety.DISPLAY: "nothing is changed: something to look at.",
}
_SECTIONS = ("Why", "Fix safety", "Measured gain")


def hover(outcomes: Iterable[Outcome]) -> str:
    """Markdown. The message may quote the user's code, and is set as it is."""
    return "\n\n---\n\n".join(map(_told, outcomes))


def _told(outcome: Outcome) -> str:
    finding = outcome.finding
    rule = registry.transforms()[finding.rule]
    told = documentation(rule)
    safety = Safety.DISPLAY if finding.fix is None else finding.fix.safety
    parts = [
        f"**{finding.rule} {rule.name}**: {finding.message}",
        f"- Fix: {_SAFETY[safety]}\n- Gain: {_GAIN[finding.gain.level]}: {finding.gain.why}",
    ]
    parts += [f"**{name}**\n\n{told.sections[name]}" for name in _SECTIONS if told.sections.get(name)]
    return "\n\n".join(parts)
