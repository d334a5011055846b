"""match → ask → rewrite: what the transforms make of one file."""

from __future__ import annotations

import dataclasses
import functools
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gofix20.facts import Facts, Place
from gofix20.model import Finding, Problem, Refusal
from gofix20.syntax import GoFile, Node, apart, pieces
from gofix20.transform import Match, Refuse, Transform

Ask = Callable[[GoFile, Sequence[Node]], Sequence[Facts]]
"""The facts of some top-level declarations of a file; see `Helper.facts`."""
Kinds = tuple[tuple[int, type[Transform]], ...]
"""Rules, with their indexes among those that were asked about."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some declarations of a text in which rules may have matches."""

    start: int
    end: int
    queries: tuple[tuple[int, str], ...]
    """What to look for: which of the rules that were asked about, in their order, and with what."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file, as far as it was worth parsing for some rules."""

    file: GoFile
    rules: tuple[Transform | type[Transform], ...]
    parts: tuple[Part, ...]


def parts_of(rules: Sequence[Transform | type[Transform]], text: bytes) -> Iterator[Part]:
    """Where in a file rules may have matches. Bytes alone decide."""
    wanted = [(index, rule) for index, rule in enumerate(rules) if rule.needs_file(text)]
    if not wanted:
        return
    kinds = tuple((index, rule if isinstance(rule, type) else type(rule)) for index, rule in wanted)
    start = 0
    for piece in pieces(text):
        for at, end, queries in found_in(piece, kinds):
            yield Part(start + at, start + end, queries)
        start += len(piece)


@functools.lru_cache(maxsize=4096)
def found_in(piece: bytes, rules: Kinds) -> tuple[tuple[int, int, tuple[tuple[int, str], ...]], ...]:
    """The parts of a piece in which rules may have a match; what was typed into one leaves the others as they were."""
    if not any(rule.queries_for(piece) for _, rule in rules):
        return ()
    found, at = [], 0
    for part in apart(piece):
        queries = tuple((index, query) for index, rule in rules for query in rule.queries_for(part))
        if queries:
            found.append((at, at + len(part), queries))
        at += len(part)
    return tuple(found)


def look(path: str, text: bytes, rules: Iterable[Transform | type[Transform]]) -> Look:
    """Parse what some rules may have matches in."""
    asked = tuple(rules)
    parts = tuple(parts_of(asked, text))
    return Look(GoFile.parse_some(path, text, [(part.start, part.end) for part in parts]), asked, parts)


def matches(looked: Look) -> list[tuple[int, Match]]:
    """The rules' matches, each with the index of its rule and the declaration that it is in; by rule, then in order.

    One query, of all rules that may have something in a declaration, looks through it once.
    """
    found = []
    parts = looked.parts
    first = 0
    for declaration in looked.file.declarations() if parts else ():
        while first < len(parts) and parts[first].end <= declaration.start_byte:
            first += 1
        # It is in one part; in several where a line of one of its strings begins as a function does.
        wanted: set[tuple[int, str]] = set()
        last = first
        while last < len(parts) and parts[last].start < declaration.end_byte:
            wanted.update(parts[last].queries)
            last += 1
        asked = sorted(wanted)
        for which, captures in looked.file.matches_of(tuple(query for _, query in asked), declaration):
            nodes = {name: tuple(nodes) for name, nodes in captures.items()}
            match = Match(looked.file, declaration, nodes)
            node = match.node
            found.append(((asked[which][0], node.start_byte, -node.end_byte), match))
    found.sort(key=lambda one: one[0])
    return [(place[0], match) for place, match in found]


@dataclass(slots=True)
class Proposals:
    """What some rules make of one file, in the order of the text."""

    findings: list[Finding] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    sites: set[object] = field(default_factory=set)
    """Those that other files of the package may have too, with the rule: settled here."""
    problems: list[Problem] = field(default_factory=list)
    """Rules that failed on a site: a mistake of theirs, which keeps nobody else from the file."""


def propose(looked: Look, rules: Sequence[Transform], ask: Ask, settled: Collection[object] = ()) -> Proposals:
    """Run the rules over a file that was looked at for them.

    Sites that are `settled` were met in another file of the package.
    Facts are asked for once, for all declarations in which any rule has a match. A declaration that the
    grammar does not understand whole is refused.
    """
    proposals = Proposals()
    file = looked.file
    matched = [(rules[index], match) for index, match in matches(looked)]
    if not matched:
        return proposals
    declarations = sorted({match.function for _, match in matched}, key=lambda node: node.start_byte)
    sound = [node for node in declarations if not node.has_error]
    facts = dict(zip(sound, ask(file, sound), strict=True)) if sound else {}
    seen: set[object] = set()
    key: object
    for rule, match in matched:
        known = facts.get(match.function)
        if known is None:
            # Once a declaration, however often it matches.
            key = (rule.code, match.function.start_byte)
            if key not in seen:
                seen.add(key)
                proposals.refusals.append(refusal(rule, match, "syntax newer than our grammar"))
            continue
        try:
            site = rule.site(match, known)
            # A place may be what matches of several declarations, and files, are about.
            key = (rule.code, site if isinstance(site, Place) else (match.function.start_byte, site))
            if site is None or key in seen or key in settled:
                continue
            seen.add(key)
            if isinstance(site, Place):
                proposals.sites.add(key)
            finding = rule.rewrite(match, known)
        except Refuse as refused:
            proposals.refusals.append(refusal(rule, match, refused.reason))
        except Exception as error:  # whatever a rule (perhaps a third party's) does wrong
            proposals.problems.append(failure(rule, match, error))
        else:
            # A fix may begin in another file.
            proposals.findings.append(dataclasses.replace(finding, path=file.path))
    proposals.findings.sort(key=lambda finding: (finding.start, finding.rule))
    proposals.refusals.sort(key=lambda refusal: (refusal.start, refusal.rule))
    return proposals


def failure(rule: Transform, match: Match, error: Exception) -> Problem:
    place = match.node.start_point
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    message = f"{rule.code} failed here, which is a bug in it: {type(error).__name__}: {error} ({where})"
    return Problem("rule", match.file.path, place.row + 1, place.column + 1, message)


def refusal(rule: Transform, match: Match, reason: str) -> Refusal:
    node = match.node
    line, column = node.start_point.row + 1, node.start_point.column + 1
    return Refusal(rule.code, match.file.path, node.start_byte, node.end_byte, line, column, reason)
