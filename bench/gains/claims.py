"""What the rules say that they gain, and the benchmark that shows it.

A claim's words are the rule's own, so that a figure that is changed there is missed here.
"""

from __future__ import annotations

from dataclasses import dataclass

TIME, ALLOCATIONS, BYTES, HELD = "ns/op", "allocs/op", "B/op", "held-B"
"""Units as `go test -bench` prints them."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """After by before, from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Becomes:
    """Two figures that do not depend on the machine."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Claim:
    rule: str
    words: str
    benchmark: str
    unit: str
    stated: Ratio | Becomes


def ratio(rule: str, words: str, benchmark: str, low: float, high: float | None = None, unit: str = TIME) -> Claim:
    return Claim(rule, words, benchmark, unit, Ratio(low, low if high is None else high))


CLAIMS = (
    ratio("GF03", "16 elements take ×0.6 of the time", "Double/16", 0.6),
    ratio("GF03", "1000 ×0.35 to ×0.5", "Double/1000", 0.35, 0.5),
    Claim("GF03", "9 allocations become 1", "Double/1000", ALLOCATIONS, Becomes(9, 1)),
    ratio("GF03", "100,000 ×0.07", "Double/100000", 0.07),
    ratio("GF03", "up to 8 nothing", "Double/8", 0.9, 1.1),
    Claim("GF03", "2 allocations become 1", "Both/16", ALLOCATIONS, Becomes(2, 1)),
    ratio("GF03", "Maps: 16 ×0.49", "Index/16", 0.49),
    ratio("GF03", "100,000 ×0.42", "Index/100000", 0.42),
    ratio("GF03", "1 % of the keys are distinct ×2.2", "Index/repeated", 2.2),
    ratio("GF03", "71 times the memory", "Index/repeated", 71, unit=BYTES),
    ratio("GF03", "keep nothing ×2.4 to ×4.8", "Below/none/100", 2.4, 4.8),
    ratio("GF03", "keep half ×0.5 to ×1.1", "Below/half/100", 0.5, 1.1),
    ratio("GF03", "keep half ×0.5 to ×1.1", "Below/half/1000", 0.5, 1.1),
    ratio("GF03", "×0.45 of the time or less", "Double/64", 0, 0.45),
    ratio("GF03", "×0.45 where the keys are distinct", "Index/100", 0.45),
    ratio("GF05", "4 take ×0.84 of the time", "Join/4", 0.84),
    ratio("GF05", "8 rounds ×0.39", "Join/8", 0.39),
    ratio("GF05", "16 ×0.25", "Join/16", 0.25),
    ratio("GF05", "100 ×0.10", "Join/100", 0.10),
    ratio("GF05", "1000 ×0.01", "Join/1000", 0.01),
    ratio("GF05", "16 rounds ×0.71", "Format/16", 0.71),
    ratio("GF05", "100 ×0.24", "Format/100", 0.24),
    ratio("GF05", "1 round ×3", "Join/1", 3),
    ratio("GF05", "2 ×1.5", "Join/2", 1.5),
    ratio("GF05", "3 ×1.07", "Join/3", 1.07),
    Claim("GF06", "16 B kept of 4 KB: 4126 → 42 B", "Held/4096", HELD, Becomes(4126, 42)),
    Claim("GF06", "of 64 KB: 65563 → 42 B", "Held/65536", HELD, Becomes(65563, 42)),
    ratio("GF06", "×1.4 to ×1.9 of the CPU time", "Head", 1.4, 1.9),
    ratio("GF13", "the same bytes for every key type", "Distinct/1000", 1, unit=BYTES),
    ratio("GF13", "the same bytes for every key type", "Distinct/100000", 1, unit=BYTES),
    ratio("GF13", "No difference in time", "Distinct/1000", 1),
)

PROGRAMS = {"GF03": "room", "GF05": "builder", "GF06": "piece", "GF13": "set"}
"""By rule, the package whose functions it is to change, each of them."""
