"""Dropping what breaks, with a verifier that knows what is bad: nothing else is dropped, whatever goes with what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import compress, count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gofix20.discover import Module, Package
from gofix20.model import Build, Edit, Finding, Fix, Gain, GainLevel, Problem, Safety, Verdict
from gofix20.prove import Work, prove
from gofix20.rounds import AppliedFix, Candidate, Key, Result, key_of
from gofix20.units import Unit

GAIN = Gain(GainLevel.SMALL, "")


def package(name: str) -> Package:
    module = Module("m", "/m", "1.22")
    return Package(f"m/{name}", name, f"/m/{name}", module, (f"/m/{name}/a.go",), (), (), (), (), False, Build())


def work_of(name: str, fixes: int) -> Work:
    """A package of one file, with a line `x // n` (and blank ones) for each fix, which makes the `x` a `fixed`."""
    path = f"/m/{name}/a.go"
    owner = package(name)
    unit = Unit(owner.import_path, owner.import_path, name, owner, (path,), (), {}, {}, "1.22", frozenset(), ())
    text = b"".join(b"x // %d\n\n\n\n" % index for index in range(fixes))
    work = Work(unit, (Candidate(path, text, (), lambda first, last: True, lambda finding, last: None),))
    work.result = made(work, ())
    return work


def made(work: Work, banned: Collection[Key]) -> Result:
    """What the rounds would make of it."""
    (candidate,) = work.candidates
    lines = candidate.original.split(b"\n")
    result = Result(rounds=1)
    for index in range(0, len(lines) - 1, 4):
        start = candidate.original.index(b"x // %d\n" % (index // 4))
        fix = Fix(f"fix {index // 4}", (Edit(candidate.path, start, start + 1, b"fixed"),), Safety.SAFE)
        finding = Finding("TT01", candidate.path, start, start + 1, index + 1, 1, "", GAIN, fix)
        if key_of(finding) not in banned:
            lines[index] = lines[index].replace(b"x", b"fixed")
            result.applied.append(AppliedFix(finding, {candidate.path: (index + 1, index + 1)}))
    if result.applied:
        result.texts[candidate.path] = b"\n".join(lines)
    return result


class Judge:
    """Says no to texts with bad fixes in them, at their lines or somewhere else; counts how often it is asked."""

    def __init__(self, bad: Mapping[str, Collection[int]], place: str) -> None:
        self.bad = bad
        self.place = place
        self.asked = 0

    def __call__(self, texts: Mapping[str, bytes]) -> Verdict:
        self.asked += 1
        problems = []
        for path, text in texts.items():
            lines = text.split(b"\n")
            for index in self.bad.get(path, ()):
                if lines[index * 4].startswith(b"fixed"):
                    where = {"line": (path, index * 4 + 1), "file": (path, 0), "beside": (f"{path}_test.go", 1)}
                    problems.append(Problem("types", *where.get(self.place, ("", 0)), 1, f"bad {index}"))
        # As a compiler does, it stops somewhere.
        return Verdict(not problems, tuple(problems[:2]))


def dropped(work: list[Work], judge: Judge) -> dict[tuple[str, int], str]:
    banned: dict[Key, str] = {}

    def redo(each: Work) -> None:
        each.result = made(each, banned)

    prove(work, judge, redo, banned)
    return {(path, (line - 1) // 4): words for (_, path, line, _), words in banned.items()}


@pytest.mark.parametrize("place", ["line", "file", "beside", "nowhere"])
@given(packages=st.lists(st.lists(st.booleans(), min_size=1, max_size=9), min_size=1, max_size=3))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_exactly_the_guilty_are_dropped(place: str, packages: list[list[bool]]) -> None:
    """`packages` says of each of their fixes whether it is bad."""
    work = [work_of(f"p{number}", len(fixes)) for number, fixes in enumerate(packages)]
    guilty = {f"/m/p{number}/a.go": [*compress(count(), fixes)] for number, fixes in enumerate(packages)}
    judge = Judge(guilty, place)
    expected = {(path, one): f"types: bad {one}" for path, some in guilty.items() for one in some}
    assert dropped(work, judge) == expected
    left = sum(len(each.result.applied) for each in work)
    assert left == sum(map(len, packages)) - len(expected)
    if left:
        assert judge({path: text for each in work for path, text in each.result.texts.items()}).ok


def test_one_among_many_is_found_in_few_verifications() -> None:
    judge = Judge({"/m/p/a.go": {41}}, "nowhere")
    assert dropped([work_of("p", 64)], judge) == {("/m/p/a.go", 41): "types: bad 41"}
    assert judge.asked <= 2 + 6


def test_a_problem_at_its_lines_needs_no_search() -> None:
    judge = Judge({"/m/p/a.go": {3, 9}}, "line")
    assert len(dropped([work_of("p", 20), work_of("q", 5)], judge)) == 2
    assert judge.asked == 2


def test_fixes_that_are_bad_only_together() -> None:
    """One of the two is dropped, and that is enough."""

    def judge(texts: Mapping[str, bytes]) -> Verdict:
        lines = texts["/m/p/a.go"].split(b"\n")
        ok = not (lines[4].startswith(b"fixed") and lines[12].startswith(b"fixed"))
        return Verdict(ok, () if ok else (Problem("types", "/m/p/a.go", 0, 0, "not both"),))

    work = [work_of("p", 6)]
    banned: dict[Key, str] = {}

    def redo(each: Work) -> None:
        each.result = made(each, banned)

    prove(work, judge, redo, banned)
    assert list(banned.values()) == ["types: not both"]
    assert len(work[0].result.applied) == 5


def test_a_verifier_that_says_no_without_a_word_leaves_nothing() -> None:
    work = [work_of("p", 2), work_of("q", 1)]
    banned: dict[Key, str] = {}

    def redo(each: Work) -> None:
        each.result = made(each, banned)

    prove(work, lambda texts: Verdict(ok=False), redo, banned)
    assert set(banned.values()) == {"go: the verifier could not be run"}
    assert not any(each.result.texts for each in work)


def test_the_lines_of_work_are_as_said() -> None:
    work = work_of("p", 3)
    assert work.result.texts == {"/m/p/a.go": b"fixed // 0\n\n\n\nfixed // 1\n\n\n\nfixed // 2\n\n\n\n"}
    for fix in work.result.applied:
        assert work.candidates[0].original[fix.finding.start : fix.finding.end] == b"x"
