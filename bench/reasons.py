"""Refusals by kind: the table of them over many repositories is the project's backlog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from gofix20.report.counts import kind_of_reason

_NUMBER = re.compile(r"(?<![\w.×])\d+(?:[.,]\d+)*\b")
_CAPACITY = re.compile(r"^[^`;]*(?= may be absurdly large)")


def kind(reason: str) -> str:
    """Give a reason without names, places and numbers."""
    return _NUMBER.sub("N", kind_of_reason(_CAPACITY.sub("`…`", reason)))


def by_kind(refusals: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Count refusals by rule and kind, as `GF03 the kind`."""
    return dict(Counter(f"{refusal['code']} {kind(refusal['reason'])}" for refusal in refusals))


def summed(counts: Iterable[Mapping[str, int]]) -> list[tuple[str, str, int, int]]:
    """Give `(rule, kind, how many, in how many of the counts)`, the most frequent first."""
    total: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for count in counts:
        total.update(count)
        places.update(count.keys())
    ordered = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return [(*_split(name), number, places[name]) for name, number in ordered]


def _split(name: str) -> tuple[str, str]:
    rule, _, reason = name.partition(" ")
    return rule, reason
