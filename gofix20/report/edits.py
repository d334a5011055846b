"""The new texts of a plan, cut up by the findings that they fix: for formats that carry edits.

An edit of a rule is not what is written: imports are composed, the result is formatted, and a fix may have been
thought out on the text that another one made. What has been verified are the plan's new texts, so the edits are cut
out of these. A piece belongs to the findings whose fixes have touched its lines. Findings that share a piece, or of
which one relies on what the other changes, are fixed together or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gofix20.diff import changed, lines_of
from gofix20.import_section import read_head
from gofix20.imports import compose_imports
from gofix20.model import FileChange, Finding, Fix, Outcome, Plan, Status
from gofix20.rounds import unused

NEAR = 8
"""Pieces of one fix with fewer lines between them are suggested as one, so that they are taken together."""


class Piece(NamedTuple):
    """The lines `start` to `end` (from 0, half-open) of a file's old text, and what comes in their place."""

    path: str
    start: int
    end: int
    new: tuple[bytes, ...]


@dataclass(slots=True)
class Together:
    """What is fixed together: the findings, and the pieces by path and in order, without imports."""

    findings: list[Finding] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def fixes(self) -> list[Fix]:
        return [finding.fix for finding in self.findings if finding.fix is not None]


class Suggestion(NamedTuple):
    """A piece of the change, each in one suggestion only; `finding` is None for imports."""

    finding: Finding | None
    piece: Piece
    is_nearest: bool
    """Of what is suggested for the finding, to its place."""


class Edits:
    """The edits of a plan that was verified."""

    def __init__(self, plan: Plan) -> None:
        self._old: dict[str, list[bytes]] = {}
        applied = [outcome for outcome in plan.outcomes if outcome.status is Status.APPLIED]
        owned = [piece for change in plan.changes for piece in self._cut(change, applied)]
        self._groups = _grouped(applied, owned)
        self._complete: dict[int, tuple[Piece, ...]] = {}

    def _cut(self, change: FileChange, applied: Sequence[Outcome]) -> Iterable[tuple[Piece, list[int]]]:
        """The pieces of a file, with the indexes of the outcomes that own them."""
        old, new = lines_of(change.before or b""), lines_of(change.after)
        self._old[change.path] = old
        places = [
            (index, extent.first, extent.last)
            for index, outcome in enumerate(applied)
            for extent in outcome.extents
            if extent.path == change.path
        ]
        imports, new_imports = _lines_of_imports(change.before or b""), _lines_of_imports(change.after)
        found: list[tuple[Piece, list[int]]] = []
        for start, end, new_start, new_end in changed(old, new):
            # Imports are composed for what is asked for: here they are cut off.
            start, new_start = max(start, min(imports, end)), max(new_start, min(new_imports, new_end))
            piece = Piece(change.path, start, end, tuple(new[new_start:new_end]))
            if start < end or piece.new:
                # An insertion is at the lines on both sides of it.
                first, last = (start + 1, end) if start < end else (start, start + 1)
                found.append((piece, [index for index, low, high in places if low <= last and first <= high]))
        # What the formatter did beside it goes with the nearest.
        with_owners = [(piece, owners) for piece, owners in found if owners]
        for piece, owners in found:
            if not owners and with_owners:
                owners += min(with_owners, key=lambda other: abs(other[0].start - piece.start))[1]
        return [(piece, owners) for piece, owners in found if owners]

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str, int], list[int]]:
        """The groups by what names a finding, in whatever round and run it was found."""
        found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for index, group in enumerate(self._groups):
            for finding in group.findings:
                found[_name(finding)].append(index)
        return found

    def fix_of(self, finding: Finding) -> tuple[Piece, ...]:
        """All that fixes a finding, complete in itself: with the imports that it needs, and no others."""
        group = self._group_of(finding)
        if group is None:
            return ()
        if group not in self._complete:
            self._complete[group] = tuple(self._completed(self._groups[group]))
        return self._complete[group]

    def _group_of(self, finding: Finding) -> int | None:
        groups = self._by_place.get(_name(finding), [])
        starts = [any(finding.start == other.start for other in self._groups[index].findings) for index in groups]
        # One of a later round may be known by its line alone.
        return groups[starts.index(True) if any(starts) else 0] if groups else None

    def _completed(self, group: Together) -> Iterable[Piece]:
        by_path: dict[str, list[Piece]] = defaultdict(list)
        for piece in (*self._imports_of([group]), *group.pieces):
            by_path[piece.path].append(piece)
        for pieces in by_path.values():
            yield from pieces

    def _imports_of(self, groups: Iterable[Together]) -> list[Piece]:
        """What becomes of the imports of the files that some groups touch."""
        by_path: dict[str, list[Together]] = defaultdict(list)
        for group in groups:
            for path in dict.fromkeys(piece.path for piece in group.pieces):
                by_path[path].append(group)
        made = []
        for path, of_path in by_path.items():
            fixes = [fix for group in of_path for fix in group.fixes if any(edit.path == path for edit in fix.edits)]
            needs = {spec for fix in fixes for spec in fix.needs}
            frees = {spec for fix in fixes for spec in fix.frees}
            if needs or frees:
                old = self._old[path]
                pieces = sorted(piece for group in of_path for piece in group.pieces if piece.path == path)
                without = unused(b"".join(_with(old, pieces)), frees)
                new = lines_of(compose_imports(b"".join(old), needs, without))
                made += [Piece(path, a, b, tuple(new[c:d])) for a, b, c, d in changed(old, new)]
        return made

    def suggestions(self, findings: Sequence[Finding]) -> list[Suggestion]:
        """What fixes some findings, in pieces that overlap nowhere: all of them together are the new text."""
        asked: dict[int, Finding] = {}
        for finding in findings:
            if (group := self._group_of(finding)) is not None:
                asked.setdefault(group, finding)
        owners = sorted((piece, index) for index, group in enumerate(self._groups) for piece in group.pieces)
        joined: list[tuple[Piece, int]] = []
        for piece, index in owners:
            last = joined[-1] if joined else None
            if last and last[1] == index and last[0].path == piece.path and piece.start - last[0].end < NEAR:
                between = self._old[piece.path][last[0].end : piece.start]
                joined[-1] = (last[0]._replace(end=piece.end, new=(*last[0].new, *between, *piece.new)), index)
            else:
                joined.append((piece, index))
        made = [Suggestion(asked[index], piece, False) for piece, index in joined if index in asked]
        nearest: dict[int, tuple[int, int]] = {}
        for number, (owner, piece, _) in enumerate(made):
            if owner is not None and owner.path == piece.path:
                distance = max(piece.start - owner.line + 1, owner.line - piece.end, 0)
                nearest[id(owner)] = min(nearest.get(id(owner), (distance, number)), (distance, number))
        for _, number in nearest.values():
            made[number] = made[number]._replace(is_nearest=True)
        imports = self._imports_of(self._groups[index] for index in sorted(asked))
        return [*(Suggestion(None, piece, True) for piece in imports), *made]

    def replacement(self, piece: Piece) -> tuple[int, int, bytes]:
        """A piece in bytes: from where to where, and what comes there. A line ending that stays is no part of it.

        What comes there is UTF-8, for Go's source is, or it does not compile.
        """
        old = self._old[piece.path]
        start = sum(map(len, old[: piece.start]))
        end = start + sum(map(len, old[piece.start : piece.end]))
        new = b"".join(piece.new)
        for ending in (b"\r\n", b"\n"):
            if new.endswith(ending) and piece.start < piece.end and old[piece.end - 1].endswith(ending):
                return start, end - len(ending), new.removesuffix(ending)
        return start, end, new


def _name(finding: Finding) -> tuple[str, str, int]:
    return finding.rule, finding.path, finding.line


def _with(old: Sequence[bytes], pieces: Iterable[Piece]) -> Iterable[bytes]:
    at = 0
    for piece in pieces:
        yield from old[at : piece.start]
        yield from piece.new
        at = piece.end
    yield from old[at:]


def _lines_of_imports(text: bytes) -> int:
    """How many lines of a text are its head up to the last import, and the blank ones behind it."""
    head = read_head(text)
    if head is None:
        return 0
    end = head.line_end(max([head.package_end, *(declaration.end for declaration in head.declarations)]))
    lines = lines_of(text)
    count = len(lines_of(text[:end]))
    while count < len(lines) and not lines[count].strip():
        count += 1
    return count


def _grouped(applied: Sequence[Outcome], owned: Sequence[tuple[Piece, Collection[int]]]) -> list[Together]:
    """What is fixed together, in the order of the findings."""
    group_of = list(range(len(applied)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = index = group_of[group_of[index]]
        return index

    def join(indexes: Iterable[int]) -> None:
        first, *others = [root(index) for index in indexes]
        for other in others:
            group_of[root(other)] = root(first)

    claimed: dict[str, list[int]] = defaultdict(list)
    for index, outcome in enumerate(applied):
        for claim in outcome.finding.fix.claims if outcome.finding.fix else ():
            claimed[claim].append(index)
    for index, outcome in enumerate(applied):
        for token in (*outcome.finding.fix.claims, *outcome.finding.fix.relies) if outcome.finding.fix else ():
            if token in claimed:
                join([index, *claimed[token]])
    for _, owners in owned:
        join(owners)
    groups: dict[int, Together] = defaultdict(Together)
    for index, outcome in enumerate(applied):
        groups[root(index)].findings.append(outcome.finding)
    for piece, owners in sorted(owned, key=lambda pair: pair[0][:3]):
        groups[root(next(iter(owners)))].pieces.append(piece)
    return list(groups.values())
