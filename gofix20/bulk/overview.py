"""How a migration stands, as one value: all that the table, the metrics and the reports show.

It is read from the journal alone, and without what is large there, so that it can be read anew each second: diffs and
bodies of pull requests are not in it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from gofix20 import registry
from gofix20.bulk.journal import OVER, Journal, Pull, Repository, Stage, Standing, Step
from gofix20.model import GofixError
from gofix20.transform import Transform

STAGES = ("clone", "fix", "test", "commit", "push", "open")
"""What the work on a repository is divided into, in the order in which it is done."""
PAUSE = 1200.0
"""Seconds without a step after which nobody was working: what was before says nothing of the rate now."""
LEAST = 10.0
"""Seconds of which a rate can be told."""
PROPOSED = tuple(stage for stage in Stage if stage is not Stage.WITHDRAWN)
"""Stages of pull requests whose fixes count as proposed."""
_STILL = (Standing.PENDING, Standing.WORKING)
_Named = TypeVar("_Named", Standing, Stage)


@dataclass(frozen=True)
class Request:
    """A pull request."""

    part: str
    stage: Stage
    number: str
    url: str
    title: str
    branch: str
    updated: float
    rules: Mapping[str, int]
    """How many fixes are in it, by rule."""
    files: Sequence[str]
    guilty: Sequence[str]
    """Fixes that were left out, because tests failed with them."""
    safety: Sequence[str]
    checks: Mapping[str, Any]
    """How it was verified: `gofix20.bulk.body.Checks`."""

    @property
    def fixes(self) -> int:
        return sum(self.rules.values())


@dataclass(frozen=True)
class Line:
    """A repository."""

    key: str
    forge: str
    path: str
    url: str
    standing: Standing
    reason: str
    is_final: bool
    """`run` does not try it again."""
    not_before: float
    owner: str
    is_abandoned: bool
    """Its worker is gone; `run` takes it up again."""
    updated: float
    modules: int
    found: Mapping[str, int]
    """Findings that can be fixed, by rule."""
    refused: int
    """Sites that were understood and left alone."""
    dropped: Sequence[str]
    """Fixes that the compiler had something against."""
    guilty: Sequence[str]
    """Fixes with which tests failed."""
    problems: Sequence[str]
    notes: Sequence[str]
    tests: Mapping[str, Any]
    said: str
    """By tests that failed as the repository is."""
    seconds: Mapping[str, float]
    """By stage."""
    requests: Sequence[Request]

    @property
    def fixes(self) -> int:
        """Proposed, in pull requests."""
        return sum(request.fixes for request in self.requests if request.stage in PROPOSED)


@dataclass(frozen=True)
class Rule:
    """What became of a rule's findings."""

    code: str
    found: int
    proposed: int
    merged: int
    left_out: int
    """Because the tests failed with them."""
    repositories: int
    """In which it found something."""


@dataclass(frozen=True)
class Current:
    """What is being done right now."""

    key: str
    owner: str
    step: str
    """Empty between two steps."""
    part: str
    since: float


@dataclass(frozen=True)
class Overview:
    """A migration, at a time."""

    migration: str
    now: float
    lines: Sequence[Line]
    recent: Sequence[Step]
    """The last steps, the newest last."""
    tallies: Mapping[tuple[str, str], int]
    """How often a step was written down, by its name and phase."""

    @classmethod
    def of(cls, journal: Journal, *, now: float | None = None) -> Overview:
        """As the journal has it; `now` is given where the same journal has to give the same."""
        now = time.time() if now is None else now
        pulls: dict[str, list[Pull]] = {}
        for pull in journal.pulls(bodies=False):
            pulls.setdefault(pull.key, []).append(pull)
        lines = [_line(one, pulls.get(one.key, ()), now) for one in journal.repositories()]
        return cls(journal.migration, now, lines, journal.recent(), journal.tallies())

    @cached_property
    def standings(self) -> Mapping[Standing, int]:
        """How many repositories stand where; each standing is named."""
        return _counted(Standing, (line.standing for line in self.lines))

    @cached_property
    def stages(self) -> Mapping[Stage, int]:
        """How far the pull requests have come; each stage is named."""
        return _counted(Stage, (request.stage for request in self.requests))

    @cached_property
    def requests(self) -> Sequence[Request]:
        return [request for line in self.lines for request in line.requests]

    @cached_property
    def seconds(self) -> Mapping[str, float]:
        """What the work took, by stage, in the order in which it is done."""
        total = dict.fromkeys(STAGES, 0.0)
        for line in self.lines:
            for stage, taken in line.seconds.items():
                total[stage] = total.get(stage, 0.0) + taken
        return total

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """By their codes."""
        found, proposed, merged, left_out, repositories = (Counter[str]() for _ in range(5))
        for line in self.lines:
            found.update(line.found)
            repositories.update(rule for rule, number in line.found.items() if number)
            # `path:line: RULE: reason`
            left_out.update(one.split(": ")[-2] for one in line.guilty if one.count(": ") >= 2)
            for request in line.requests:
                if request.stage in PROPOSED:
                    proposed.update(request.rules)
                if request.stage is Stage.MERGED:
                    merged.update(request.rules)
        codes = sorted(found.keys() | proposed.keys() | left_out.keys())
        columns = (found, proposed, merged, left_out, repositories)
        return [Rule(code, *(column[code] for column in columns)) for code in codes]

    @property
    def done(self) -> int:
        """Repositories that `run` does not look at again."""
        return sum(line.standing in OVER or (line.standing is Standing.FAILED and line.is_final) for line in self.lines)

    @property
    def fixes(self) -> int:
        return sum(rule.proposed for rule in self.rules)

    @property
    def errors(self) -> int:
        """Steps that went wrong."""
        return sum(number for (_, phase), number in self.tallies.items() if phase == "error")

    @cached_property
    def working(self) -> Sequence[Current]:
        """What is being worked on, the longest first."""
        last = {step.key: step for step in self.recent}
        found = []
        for line in self.lines:
            if line.standing is not Standing.WORKING or line.is_abandoned:
                continue
            step = last.get(line.key)
            if step is not None and step.phase == "begin":
                found.append(Current(line.key, line.owner, step.step, step.part, step.at))
            else:
                found.append(Current(line.key, line.owner, "", "", line.updated if step is None else step.at))
        return sorted(found, key=lambda current: (current.since, current.key))

    def failures(self, most: int = 5) -> Sequence[Step]:
        """The last steps that went wrong, the newest first."""
        return [step for step in reversed(self.recent) if step.phase == "error"][:most]

    @cached_property
    def rate(self) -> float | None:
        """Repositories in an hour, as it went lately; None while nobody works, or for too short a time."""
        if not self.working:
            return None
        began = self.now
        for step in reversed(self.recent):
            if began - step.at > PAUSE:
                break
            began = min(began, step.at)
        ended = sum(line.standing not in _STILL and line.updated >= began for line in self.lines)
        return ended / (self.now - began) * 3600 if ended and self.now - began >= LEAST else None

    @property
    def left(self) -> int:
        """Repositories that can be worked on without waiting for the limits of pull requests."""
        again = sum(line.standing is Standing.FAILED and not line.is_final for line in self.lines)
        return sum(self.standings[standing] for standing in _STILL) + again

    @property
    def time_left(self) -> float | None:
        """Seconds, if it goes on as it went lately."""
        return self.left / self.rate * 3600 if self.rate else None


def known_rules() -> Mapping[str, type[Transform]]:
    """The rules that are installed here; a report of others' names them by their codes."""
    try:
        return registry.transforms()
    except GofixError:
        return {}


def _counted(names: type[_Named], found: Iterable[_Named]) -> Mapping[_Named, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}


def _line(one: Repository, pulls: Sequence[Pull], now: float) -> Line:
    result, requests = one.result, [_request(pull) for pull in pulls]
    guilty = [text for part in result.get("guilty", {}).values() for text in part]
    guilty += [text for request in requests for text in request.guilty]
    return Line(
        key=one.key, forge=one.target.forge, path=one.target.path, url=one.target.web_url, standing=one.standing,
        reason=one.reason, is_final=one.standing in OVER or (one.standing is Standing.FAILED and not one.retry),
        not_before=one.not_before, owner=one.owner,
        is_abandoned=one.standing is Standing.WORKING and one.lease_until < now, updated=one.updated,
        modules=result.get("modules", 0), found=result.get("rules", {}), refused=result.get("refused", 0),
        dropped=result.get("dropped", ()), guilty=list(dict.fromkeys(guilty)), problems=result.get("problems", ()),
        notes=result.get("notes", ()), tests=result.get("tests", {}), said=result.get("said", ""),
        seconds=result.get("seconds", {}), requests=requests,
    )  # fmt: skip


def _request(pull: Pull) -> Request:
    details = pull.details
    return Request(
        part=pull.part, stage=pull.stage, number=pull.number, url=pull.url, title=pull.title, branch=pull.branch,
        updated=pull.updated, rules=details.get("rules", {}), files=details.get("files", ()),
        guilty=details.get("guilty", ()), safety=details.get("safety", ()), checks=details.get("checks", {}),
    )  # fmt: skip
