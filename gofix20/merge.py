"""Fixes to one new text a file; what does not go together waits.

Fixes are independent proposals on the same text. They are taken in the order given, each whole or
not at all, over all of its files. In conflict are two that touch the same bytes, two of which only
one order would be right (different insertions at one place, an insertion at the edge of what the
other replaces), and two of which one claims what the other relies on, see `Fix`. The later one
waits: in the next round its rule sees the new text.

Clean is not yet sound: fixes can each be right and wrong together although they meet nowhere. That
is for the verifier to find.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from gofix20.import_section import BYTE_ORDER_MARK, line_ending
from gofix20.model import Edit, Fix

_order = attrgetter("start", "end")


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of fixes: each index into those given is in exactly one of the last three."""

    texts: Mapping[str, bytes]
    """By path, the new text of every file that an applied fix edits."""
    edits: Mapping[str, tuple[Edit, ...]]
    """By path, what was done to the old text, in the order of the text."""
    applied: tuple[int, ...]
    waiting: tuple[int, ...]
    """In conflict with one that was applied."""
    malformed: tuple[int, ...]
    """No text can have these: an edit outside of the text or of all files, or two that overlap. A rule's mistake."""


def merge(sources: Mapping[str, bytes], fixes: Sequence[Fix]) -> MergeResult:
    """Apply as many of `fixes` to the texts `sources` (by path) as go together, in order of preference.

    Identical replacements, and identical insertions of whole lines, count once however many fixes
    have them. An identical insertion of less (a closing parenthesis) is a conflict: two fixes may
    well mean two. Within one fix every insertion counts, in the order of its edits.

    New text takes the line ending of its file; nothing comes in front of a byte order mark or
    between the two halves of a `\\r\\n`.
    """
    endings = {path: line_ending(text) for path, text in sources.items()}
    taken: dict[str, list[Edit]] = {}
    seen: set[tuple[Edit, ...]] = set()
    claimed: set[str] = set()
    relied: set[str] = set()
    applied, waiting, malformed = [], [], []
    for index, fix in enumerate(fixes):
        edits = _well_formed(sources, endings, fix)
        if edits is None:
            malformed.append(index)
            continue
        if edits not in seen:
            fresh = [edit for edit in edits if not _is_shared(taken.get(edit.path, ()), edit)]
            conflict = any(_in_conflict(taken.get(edit.path, ()), edit) for edit in fresh)
            if conflict or not claimed.isdisjoint((*fix.claims, *fix.relies)) or not relied.isdisjoint(fix.claims):
                waiting.append(index)
                continue
            seen.add(edits)
            claimed.update(fix.claims)
            relied.update(fix.relies)
            for edit in fresh:
                insort(taken.setdefault(edit.path, []), edit, key=_order)
        applied.append(index)
    return MergeResult(
        {path: replaced(sources[path], edits) for path, edits in taken.items()},
        {path: tuple(edits) for path, edits in taken.items()},
        tuple(applied),
        tuple(waiting),
        tuple(malformed),
    )


def replaced(text: bytes, edits: Iterable[Edit]) -> bytes:
    """Give `text` with `edits` done, which are in order and do not overlap."""
    parts = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*parts, text[at:]])


def _well_formed(sources: Mapping[str, bytes], endings: Mapping[str, bytes], fix: Fix) -> tuple[Edit, ...] | None:
    """Give the edits of a fix as they fit their files, in order; None if they fit none."""
    edits: list[Edit] = []
    for edit in fix.edits:
        text = sources.get(edit.path)
        if text is None or not 0 <= edit.start <= edit.end <= len(text):
            return None
        new = re.sub(rb"\r?\n", endings[edit.path], edit.new) if endings[edit.path] != b"\n" else edit.new
        fitted = Edit(edit.path, _fitted(text, edit.start), _fitted(text, edit.end), new)
        is_insertion = fitted.start == fitted.end
        if new if is_insertion else fitted not in edits:
            edits.append(fitted)
    edits.sort(key=attrgetter("path", "start", "end"))
    for one, two in pairwise(edits):
        # In this order, what a fix inserts at the edge of what it replaces has one meaning.
        if one.path == two.path and two.start < one.end:
            return None
    return tuple(edits)


def _fitted(text: bytes, offset: int) -> int:
    if offset < len(BYTE_ORDER_MARK) and text.startswith(BYTE_ORDER_MARK):
        return len(BYTE_ORDER_MARK)
    return offset - 1 if offset and text[offset - 1 : offset + 1] == b"\r\n" else offset


def _neighbours(taken: Sequence[Edit], edit: Edit) -> list[Edit]:
    """Give those of the edits, which are in order and do not overlap, that `edit` meets or touches."""
    at = bisect_left(taken, (edit.start, edit.start), key=_order)
    while at > 0 and taken[at - 1].end >= edit.start:
        at -= 1
    found = []
    while at < len(taken) and taken[at].start <= edit.end:
        found.append(taken[at])
        at += 1
    return found


def _is_shared(taken: Sequence[Edit], edit: Edit) -> bool:
    """Is the same edit there already, so that once is enough?"""
    if edit.start == edit.end and not (edit.new.startswith((b"\n", b"\r\n")) or edit.new.endswith(b"\n")):
        return False
    return edit in _neighbours(taken, edit)


def _in_conflict(taken: Sequence[Edit], edit: Edit) -> bool:
    for other in _neighbours(taken, edit):
        insertion = edit.start == edit.end or other.start == other.end
        if insertion or max(edit.start, other.start) < min(edit.end, other.end):
            return True
    return False
