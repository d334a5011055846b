"""The compiler has the last word: fixes that break something are found and dropped, all others go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gofix20.lines import LineMap
from gofix20.model import Problem, Verdict
from gofix20.rounds import Candidate, Key, Result, key_of
from gofix20.snapshot import Needs
from gofix20.units import Unit
from gofix20.verify import TOOL as GO_FAILED

Verify = Callable[[Mapping[str, bytes]], Verdict]
"""New texts, by path, to what is wrong with them that was not wrong before."""


@dataclass(slots=True)
class Work:
    """One unit, the candidates in it, and what the rounds made of them."""

    unit: Unit
    candidates: tuple[Candidate, ...]
    result: Result = field(default_factory=Result)
    known: tuple[str, ...] = ()
    """The paths of its files, where it is as an earlier run left it, without candidates."""
    needs: Needs = field(default_factory=Needs)

    @property
    def files(self) -> tuple[Candidate, ...]:
        """The candidates, and what their fixes edit besides."""
        return (*self.candidates, *self.result.joined)

    @property
    def paths(self) -> tuple[str, ...]:
        return self.known or tuple(file.path for file in self.files)

    @property
    def directories(self) -> set[str]:
        return set(map(os.path.dirname, self.paths))


def prove(work: Sequence[Work], verify: Verify, redo: Callable[[Work], None], banned: dict[Key, str]) -> None:
    """Bans fixes, each with the words that condemn it, until the texts of `work` pass together.

    `redo` runs a work's rounds again, with what is banned by then. Every pass over the loop bans at least one fix,
    so that it ends: at the worst with none left.
    """
    while texts := texts_of(work):
        verdict = verify(texts)
        if verdict.ok:
            return
        problems = verdict.problems or (Problem(GO_FAILED, "", 0, 0, "the verifier could not be run"),)
        condemned: dict[Key, str] = {}
        if (failure := next((problem for problem in problems if problem.stage == GO_FAILED), None)) is not None:
            # Go itself failed: that is no fix's fault, and every further question would fail too.
            condemned = dict.fromkeys(keys_of(work), words(failure))
            problems = ()
        doubtful: dict[tuple[Key, ...], Problem] = {}
        for problem in problems:
            suspects = suspects_of(work, problem)
            if len(suspects) == 1:
                condemned.setdefault(suspects[0], words(problem))
            else:
                doubtful.setdefault(tuple(suspects), problem)
        if doubtful and not condemned:
            # The fewest suspects first: what is dropped for them may settle the rest.
            several, problem = min(doubtful.items(), key=lambda item: len(item[0]))
            guilty, problem = bisect(work, several, problem, verify, redo, banned)
            condemned[guilty] = words(problem)
        banned.update(condemned)
        for each in work:
            if any(key_of(fix.finding) in condemned for fix in each.result.applied):
                redo(each)


def words(problem: Problem) -> str:
    """What condemns a fix, as the outcome quotes it."""
    return f"{problem.stage}: {problem.message}"


def texts_of(work: Sequence[Work]) -> dict[str, bytes]:
    return {path: text for each in work for path, text in each.result.texts.items()}


def keys_of(work: Sequence[Work]) -> list[Key]:
    return list(dict.fromkeys(key_of(fix.finding) for each in work for fix in each.result.applied))


def suspects_of(work: Sequence[Work], problem: Problem) -> list[Key]:
    """The fixes that may have caused a problem: those at its lines, else of its file, its package, all. Never none."""
    if problem.path:
        for each in work:
            if problem.path in each.result.texts and (found := at_lines(each, problem)):
                return found
        for same in (lambda path: path == problem.path, lambda path: beside(path, problem.path)):
            found = [key_of(fix.finding) for each in work for fix in each.result.applied if any(map(same, fix.lines))]
            if found:
                return list(dict.fromkeys(found))
    return keys_of(work)


def beside(path: str, other: str) -> bool:
    return os.path.dirname(path) == os.path.dirname(other)


def at_lines(work: Work, problem: Problem) -> list[Key]:
    """The fixes whose lines, or the lines next to them, the problem's line comes from; the nearest extent wins."""
    original = next(each.original for each in work.files if each.path == problem.path)
    first, last = LineMap(original, work.result.texts[problem.path]).old_lines(problem.line)
    found = [
        (end - start, key_of(fix.finding))
        for fix in work.result.applied
        for path, (start, end) in fix.lines.items()
        if path == problem.path and start - 1 <= last and first <= end + 1
    ]
    return list(dict.fromkeys(key for _, key in sorted(found)))


def bisect(
    work: Sequence[Work],
    suspects: Sequence[Key],
    problem: Problem,
    verify: Verify,
    redo: Callable[[Work], None],
    banned: dict[Key, str],
) -> tuple[Key, Problem]:
    """One guilty fix, most likely a suspect, and what is wrong with it: in about log₂ n verifications of its packages.

    It is the last of the shortest run of fixes, counted from the first suspect, that does not pass. However many are
    guilty, that one is: without it, the run passes.
    """
    concerned = [each for each in work if any(key_of(fix.finding) in suspects for fix in each.result.applied)]
    others = (key_of(fix.finding) for each in concerned for fix in each.result.applied)
    fixes = list(dict.fromkeys((*suspects, *others)))
    good, bad, tried = 0, len(fixes), len(suspects)
    while bad - good > 1:
        if not good < tried < bad:
            tried = (good + bad) // 2
        left_out = fixes[tried:]
        banned.update(dict.fromkeys(left_out, ""))
        for each in concerned:
            redo(each)
        texts = texts_of(concerned)
        verdict = verify(texts) if texts else Verdict(ok=True)
        for key in left_out:
            del banned[key]
        if verdict.ok:
            good = tried
        else:
            bad, problem = tried, next(iter(verdict.problems), problem)
    for each in concerned:
        redo(each)
    return fixes[bad - 1], problem
