"""Which fixes break a repository's tests: found by halving, so that the others can go on.

Tests that fail now and then are not held against anybody: what newly fails is run again, with the fixes and without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gofix20.bulk.fixing import Fixable
from gofix20.bulk.gotests import Runner, Test

MOST_RUNS = 60
"""Of tests, to find out who is guilty; what is still under suspicion then is dropped."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What passes, and what does not."""

    kept: Sequence[Fixable]
    guilty: Sequence[Fixable] = ()
    flaky: frozenset[Test] = frozenset()
    passed: int = 0
    """Tests, with what is kept."""
    seconds: float = 0.0
    """That the last run took."""
    runs: int = 0


@dataclass
class _Court:
    commit: Callable[[Sequence[Fixable]], str]
    check_out: Callable[[str], None]
    runner: Runner
    base: str
    flaky: set[Test]
    runs: int = 0
    newly: frozenset[Test] = field(default_factory=frozenset)

    def whole(self, kept: Sequence[Fixable]) -> tuple[frozenset[Test], int, float]:
        """Run all tests with these fixes: what newly fails each time; how many passed, and how long it took."""
        self._prepare(kept)
        ran = self.runner.run()
        if not ran.failed - self.flaky:
            return frozenset(), len(ran.passed), ran.seconds
        failing, flaky = self.runner.steady(ran)
        self.flaky |= flaky
        failing -= self.flaky
        if failing:  # perhaps they only fail more often today
            self._prepare([])
            for _ in range(self.runner.tests.reruns):
                again = self.runner.run(failing)
                self.flaky |= again.failed & failing
                failing -= again.failed
                if not failing:
                    break
        return failing, len(ran.passed), ran.seconds

    def is_good(self, kept: Sequence[Fixable]) -> bool:
        """Do the tests that newly failed pass with these fixes alone?"""
        self._prepare(kept)
        ran = self.runner.run(self.newly)
        failing, _ = self.runner.steady(ran)
        return not failing - self.flaky

    def innocent(self, good: list[Fixable], suspects: Sequence[Fixable]) -> list[Fixable]:
        """`good`, and those of the suspects that can go with them."""
        if not suspects or self.runs >= MOST_RUNS:
            return good
        if self.is_good([*good, *suspects]):
            return [*good, *suspects]
        if len(suspects) == 1:
            return good
        half = len(suspects) // 2
        return self.innocent(self.innocent(good, suspects[:half]), suspects[half:])

    def _prepare(self, kept: Sequence[Fixable]) -> None:
        self.runs += 1
        self.check_out(self.commit(kept) if kept else self.base)


def blame(
    findings: Sequence[Fixable], commit: Callable[[Sequence[Fixable]], str], check_out: Callable[[str], None],
    runner: Runner, base: str, flaky: set[Test],
) -> Blame:  # fmt: skip
    """Try fixes with the repository's tests, which pass at `base`; `flaky` grows by what fails now and then.

    `commit` makes a commit of some of the fixes, `check_out` puts one where the runner runs.
    """
    court = _Court(commit, check_out, runner, base, flaky)
    kept: Sequence[Fixable] = findings
    while kept:
        court.newly, passed, seconds = court.whole(kept)
        if not court.newly:
            return Blame(kept, _without(findings, kept), frozenset(flaky), passed, seconds, court.runs)
        fewer = court.innocent([], kept)
        # None is guilty alone, and yet together they are: then nothing is known of any of them.
        kept = fewer if len(fewer) < len(kept) else []
    return Blame([], findings, frozenset(flaky), runs=court.runs)


def _without(findings: Sequence[Fixable], kept: Sequence[Fixable]) -> list[Fixable]:
    return [one for one in findings if one not in kept]
