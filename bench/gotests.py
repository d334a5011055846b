"""What `go test -json` and `go vet` say before and after a change, compared test by test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

PASS, FAIL, SKIP = "pass", "fail", "skip"

Outcomes = dict[str, str]
"""`package Test/sub` or, for the package as a whole, `package`, and how it ended."""


def parse(lines: Iterable[str]) -> Outcomes:
    """Read the events of `go test -json`. What began and never ended has failed: its process died."""
    outcomes: Outcomes = {}
    for line in lines:
        if not line.startswith("{"):
            continue  # what a tool printed past test2json
        try:
            event = json.loads(line)
        except ValueError:
            continue  # the last line of a run that was stopped
        package, action = event.get("Package"), event.get("Action")
        if not package:
            continue  # a build's own event: its packages' failures follow
        name = f"{package} {event['Test']}" if "Test" in event else package
        if action in (PASS, FAIL, SKIP):
            outcomes[name] = action
        elif action in ("run", "start"):
            outcomes.setdefault(name, FAIL)
    return outcomes


@dataclass(frozen=True, slots=True)
class Comparison:
    failing: tuple[str, ...]
    """Passed before and does not now."""
    vanished: tuple[str, ...]
    """Subtests that passed before and are not there now, of a test that passes: their names differ from run to run."""


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Comparison:
    """Compare two runs. A package that fails is told only where none of its tests is to blame."""
    failing: list[str] = []
    vanished: list[str] = []
    for name, outcome in before.items():
        now = after.get(name)
        if outcome != PASS or now in (PASS, SKIP):
            continue
        test, slash, _ = test_of(name).partition("/")
        parent = f"{package_of(name)} {test}" if slash else None
        if now is None and parent is not None and after.get(parent) in (PASS, SKIP):
            vanished.append(name)
        else:
            failing.append(name)
    told = {package_of(name) for name in failing if test_of(name)}
    failing = [name for name in failing if test_of(name) or name not in told]
    return Comparison(tuple(sorted(failing)), tuple(sorted(vanished)))


def package_of(name: str) -> str:
    return name.partition(" ")[0]


def test_of(name: str) -> str:
    return name.partition(" ")[2]


_PLACE = re.compile(r":\d+(:\d+)?(?=[:\s,)]|$)")
_DIRECTORY = re.compile(r"(?<!\S)[^\s:]*/(?=[^/\s:]+\.go\b)")


def complaints(text: str) -> Iterator[str]:
    """Give what go build or go vet complains of, a line each, without what says nothing of the code.

    Line numbers, which a fix may move; directories, since what vet has cached names the files of the run that made it.
    """
    for line in text.splitlines():
        line = _DIRECTORY.sub("", _PLACE.sub("", line.strip().removeprefix("vet: ")))
        if line and not line.startswith(("#", "exit status", "go: downloading")):
            yield line


def new_complaints(before: str, after: str) -> list[str]:
    """Give the complaints that are there more often than before."""
    left = list(complaints(before))
    new = []
    for line in complaints(after):
        if line in left:
            left.remove(line)
        else:
            new.append(line)
    return new
