"""Rounds: propose, merge, propose again on the new text, until nothing changes.

Rounds are run on one unit (a package as it is compiled for one purpose), with whatever files of it have
candidates. Where fixes overlap, or claim the same variable or name, the later one waits: in the next
round its rule sees the new text, and proposes something else or nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from gofix20.helper import Helper, HelperError
from gofix20.import_section import read_head
from gofix20.imports import compose_imports
from gofix20.lines import LineMap
from gofix20.merge import merge
from gofix20.model import Extent, Finding, Fix, Import, Problem, Refusal, Status
from gofix20.propose import Look, look, propose
from gofix20.syntax import GoFile, walk
from gofix20.transform import Transform

MOST_ROUNDS = 8
"""Sets of fixes that go round in circles are stopped here; what still waits then is a conflict."""

Key = tuple[str, str, int, str]
"""Which fix it is: rule, path, line in the text as read, title."""

Placed = TypeVar("Placed", Finding, Refusal)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file with matches, and what its directory's settings say of it."""

    path: str
    original: bytes
    """The text that the user has: as on disk, or an unsaved one."""
    rules: tuple[Transform, ...]
    counts: Callable[[int, int], bool]
    """Does a site on these lines of the original (first, last) count at all?"""
    decide: Callable[[Finding, int], Status | None]
    """Why a finding, at its place in the original and with its last line, is not to be applied; None if it is."""
    unit: str = ""
    """Which unit answers for it, where that is not the one of the rounds: tests have one of their own."""
    importable: Collection[str] | None = None
    """What it may newly import, where that is not what the rounds say."""


Join = Callable[[str, str], "Candidate | str"]
"""A path and a rule to the file as a fix of the rule may edit it, or to why none may."""


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A finding whose fix is in the new texts, and the lines (of the originals, inclusive) that it touches."""

    finding: Finding
    lines: Mapping[str, tuple[int, int]]
    extents: tuple[Extent, ...] = ()
    """The same, an edit at a time."""


@dataclass(slots=True)
class Result:
    """What the rounds came to. Positions are those of the original texts."""

    texts: dict[str, bytes] = field(default_factory=dict)
    """New texts, of the files that changed only."""
    joined: list[Candidate] = field(default_factory=list)
    """Files that are no candidates themselves, but that fixes of the others edit."""
    applied: list[AppliedFix] = field(default_factory=list)
    left: list[tuple[Finding, Status]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rounds: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    """What the stages parse, rewrite and merge took, without what the helper was asked."""

    @contextlib.contextmanager
    def timed(self, stage: str, helper: Helper) -> Iterator[None]:
        start = time.perf_counter() - helper.waited
        try:
            yield
        finally:
            taken = time.perf_counter() - helper.waited - start
            self.seconds[stage] = self.seconds.get(stage, 0.0) + taken


def key_of(finding: Finding) -> Key:
    return finding.rule, finding.path, finding.line, finding.fix.title if finding.fix else ""


@dataclass(slots=True)
class _File:
    candidate: Candidate
    text: bytes
    formatted: bool
    maps: list[LineMap] = field(default_factory=list)
    """From the text after each round to the one before."""
    findings: list[Finding] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    sites: set[object] = field(default_factory=set)
    """What it has in common with other files, and has settled for them."""

    def original_lines(self, first: int, last: int) -> tuple[int, int]:
        for step in reversed(self.maps):
            first, last = step.old_lines(first)[0], step.old_lines(last)[1]
        return first, max(first, last)

    def lines_of(self, placed: Finding | Refusal) -> tuple[int, int]:
        """The lines of the original that a finding of the current text is about."""
        return self.original_lines(placed.line, placed.line + self.text.count(b"\n", placed.start, placed.end))

    def at_origin(self, placed: Placed) -> Placed:
        """The same where the original has it; whole lines, if a fix has rewritten the line since."""
        if not self.maps:
            return placed
        first, last = self.lines_of(placed)
        if isinstance(placed, Refusal):
            placed = replace(placed, reason=self.with_original_lines(placed.reason))
        original = self.candidate.original
        start, end = offset_of_line(original, first), offset_of_line(original, last + 1)
        if original[start:end] == whole_lines(self.text, placed.start, placed.end):
            start += placed.column - 1
            return replace(placed, start=start, end=start + placed.end - placed.start, line=first)
        return replace(placed, start=start, end=end, line=first, column=1)

    def with_original_lines(self, reason: str) -> str:
        """A reason that names lines of the current text ("at line 42"), with the original's."""
        return re.sub(r"(?<=\bline )\d+", lambda line: str(self.original_lines(int(line[0]), int(line[0]))[0]), reason)


def whole_lines(text: bytes, start: int, end: int) -> bytes:
    """The lines that a range of bytes touches."""
    return text[text.rfind(b"\n", 0, start) + 1 : text.find(b"\n", end) + 1 or len(text)]


def offset_of_line(text: bytes, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find(b"\n", at) + 1
        if at == 0:
            return len(text)
    return at


def run_rounds(
    helper: Helper,
    unit: str,
    candidates: Sequence[Candidate],
    importable: Collection[str] | None,
    banned: Collection[Key],
    *,
    join: Join = lambda path, rule: "it is no part of this run",
    merged: bool = True,
) -> Result:
    """All rounds of one unit. The helper must have the unit loaded with the original texts laid over, and has after.

    `importable` are the paths that files of the unit may newly import (None: all); a finding that needs another
    becomes a refusal. `join` gives files that fixes edit and that are no candidates. Fixes in `banned` are not applied.
    Without `merged` there is one round, and nothing is merged: what could be applied is `left` as UNVERIFIED.
    """
    result = Result()
    files: dict[str, _File] = {}
    for candidate in candidates:
        files[candidate.path] = _File(candidate, candidate.original, False)
    todo = list(files)
    while todo:
        result.rounds += 1
        for path in todo:
            try:
                with result.timed("parse", helper):
                    file = files[path]
                    looked = look(path, file.text, file.candidate.rules)
                with result.timed("rewrite", helper):
                    result.problems += propose_one(helper, unit, files, looked, importable)
                    join_files(helper, files, file, join, result)
            except HelperError as error:
                result.problems.append(Problem("types", path, 0, 0, str(error)))
                files[path].findings, files[path].refusals = [], []
        if not merged or result.rounds > MOST_ROUNDS:
            break
        with result.timed("merge", helper):
            changed = one_round(helper, files, banned, result)
        # What a file proposed for another that has changed is out of date, too.
        todo = [path for path, file in files.items() if path in changed or (changed and reaches(file, changed))]
    for path, file in files.items():
        if file.maps:
            result.texts[path] = file.text
            helper.overlay(path, file.candidate.original)
        for finding in file.findings:
            moved = file.at_origin(finding)
            status = status_of(files, file, finding, banned)
            result.left.append((moved, status or (Status.CONFLICT if merged else Status.UNVERIFIED)))
        result.refusals += [file.at_origin(refusal) for refusal in file.refusals if not is_met(refusal, files)]
    return result


def is_met(refusal: Refusal, files: Mapping[str, _File]) -> bool:
    """Does a fix that was found from another file change what seen from this one cannot be?"""
    return any(
        edit.path == refusal.path and refusal.start <= edit.start < refusal.end
        for file in files.values()
        for finding in file.findings
        if finding.fix is not None and finding.fix.wide and finding.rule == refusal.rule
        for edit in finding.fix.edits
    )


def reaches(file: _File, paths: Collection[str]) -> bool:
    return any(touches(finding.fix, path) for finding in file.findings if finding.fix for path in paths)


def status_of(files: Mapping[str, _File], file: _File, finding: Finding, banned: Collection[Key]) -> Status | None:
    moved = file.at_origin(finding)
    if moved.fix is not None and key_of(moved) in banned:
        return Status.REJECTED
    last = moved.line + file.candidate.original.count(b"\n", moved.start, moved.end)
    decided = file.candidate.decide(moved, last)
    if decided is None and finding.fix is not None:
        # A suppression counts wherever the fix would edit.
        for path, (first, last) in edited_lines(files, finding.fix):
            if files[path].candidate.decide(replace(moved, line=first), last) is Status.SUPPRESSED:
                return Status.SUPPRESSED
    return decided


def edited_lines(files: Mapping[str, _File], fix: Fix) -> Iterator[tuple[str, tuple[int, int]]]:
    """The lines of the originals that each edit of a fix touches."""
    for edit in fix.edits:
        file = files[edit.path]
        first = file.text.count(b"\n", 0, edit.start) + 1
        yield edit.path, file.original_lines(first, first + file.text.count(b"\n", edit.start, edit.end))


def join_files(helper: Helper, files: dict[str, _File], file: _File, join: Join, result: Result) -> None:
    """Take in the files that a file's fixes edit; a fix that edits what is not to be changed becomes a refusal."""
    for finding in list(file.findings):
        for path in dict.fromkeys(edit.path for edit in finding.fix.edits) if finding.fix else ():
            if path in files:
                continue
            joined = join(path, finding.rule)
            if isinstance(joined, str):
                file.findings.remove(finding)
                place = (finding.rule, finding.path, finding.start, finding.end, finding.line, finding.column)
                where = os.path.relpath(path, os.path.dirname(file.candidate.path))
                file.refusals.append(Refusal(*place, f"it is used in {where}, and {joined}"))
                break
            files[path] = _File(joined, joined.original, False)
            result.joined.append(joined)
            helper.overlay(path, joined.original)


def propose_one(
    helper: Helper, unit: str, files: Mapping[str, _File], looked: Look, importable: Collection[str] | None
) -> list[Problem]:
    file = files[looked.file.path]
    settled = {site for other in files.values() if other is not file for site in other.sites}
    unit = file.candidate.unit or unit
    importable = importable if file.candidate.importable is None else file.candidate.importable
    made = propose(
        looked, file.candidate.rules, lambda source, nodes: helper.facts(unit, source, nodes, importable), settled
    )
    file.sites = made.sites
    findings = [finding for finding in made.findings if file.candidate.counts(*file.lines_of(finding))]
    file.findings = []
    file.refusals = [refusal for refusal in made.refusals if file.candidate.counts(*file.lines_of(refusal))]
    head = read_head(file.text) if findings else None
    imported = {spec.path for declaration in head.declarations for spec in declaration.specs} if head else set()
    for finding in findings:
        wanted = [spec.path for spec in finding.fix.needs] if finding.fix else []
        far = [path for path in wanted if importable is not None and path not in importable and path not in imported]
        if far:
            reason = f"importing {far[0]} here would close an import cycle, or give the package a new dependency"
            place = (finding.rule, finding.path, finding.start, finding.end, finding.line, finding.column)
            file.refusals.append(Refusal(*place, reason))
        else:
            file.findings.append(finding)
    return made.problems


def one_round(helper: Helper, files: Mapping[str, _File], banned: Collection[Key], result: Result) -> list[str]:
    """Merge what was proposed; gives the paths of the files that changed."""
    wanted = [
        (file, finding, finding.fix)
        for file in files.values()
        for finding in file.findings
        if finding.fix is not None and status_of(files, file, finding, banned) is None
    ]
    if not wanted:
        return []
    merged = merge({path: file.text for path, file in files.items()}, [fix for _, _, fix in wanted])
    done = [wanted[index] for index in merged.applied]
    for file, finding, _ in (wanted[index] for index in merged.malformed):
        result.left.append((file.at_origin(finding), Status.REJECTED))
        file.findings.remove(finding)
    for file, finding, fix in done:
        lines: dict[str, tuple[int, int]] = {}
        extents = tuple(Extent(path, *touched) for path, touched in edited_lines(files, fix))
        for path, first, last in extents:
            before = lines.get(path, (first, last))
            lines[path] = min(first, before[0]), max(last, before[1])
        result.applied.append(AppliedFix(file.at_origin(finding), lines, extents))
        file.findings.remove(finding)
    changed = [path for path, text in merged.texts.items() if text != files[path].text]
    for path in changed:
        file = files[path]
        text = finish(helper, file, merged.texts[path], [fix for _, _, fix in done if touches(fix, path)])
        file.maps.append(LineMap(file.text, text))
        file.text = text
        helper.overlay(path, text)
    return changed


def touches(fix: Fix, path: str) -> bool:
    return any(edit.path == path for edit in fix.edits)


def finish(helper: Helper, file: _File, text: bytes, fixes: Sequence[Fix]) -> bytes:
    """Compose the imports, and format what was formatted; in a file that was not, only our own lines are ours."""
    needs = {spec for fix in fixes for spec in fix.needs}
    frees = {spec for fix in fixes for spec in fix.frees}
    if needs or frees:
        text = compose_imports(text, needs, unused(text, frees))
    if not file.maps:
        file.formatted = is_formatted(helper, file.text)
    return formatted(helper, text) if file.formatted else text


def is_formatted(helper: Helper, text: bytes) -> bool:
    """Is it what gofmt would make, but for a BOM and line endings that are all alike?"""
    return text.count(b"\r\n") in {0, text.count(b"\n")} and helper.format(plain(text)) == plain(text)


def formatted(helper: Helper, text: bytes) -> bytes:
    """gofmt, keeping a BOM and CRLF; the text itself if it does not parse (the verifier will say so)."""
    made = helper.format(plain(text))
    if made is None:
        return text
    if b"\r\n" in text:
        made = made.replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + made if text.startswith(b"\xef\xbb\xbf") else made


def plain(text: bytes) -> bytes:
    """Without BOM and CRs: gofmt lists every file that has them."""
    return text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def unused(text: bytes, frees: Collection[Import]) -> set[Import]:
    """Those of the imports whose name is written nowhere any more (where a local has that name, it counts as used)."""
    if not frees:
        return set()
    file = GoFile.parse("", text)
    written = {
        node.text
        for node in walk(file.root)
        if node.type in {"identifier", "package_identifier"}
        and node.parent is not None
        and node.parent.type in {"selector_expression", "qualified_type"}
    }
    return {spec for spec in frees if (spec.name or spec.path.rpartition("/")[2]).encode() not in written}
