"""What a run leaves to the next one of the packages that it has worked on; see snapshot.py for what that needs."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gofix20.choice import Choice
from gofix20.discover import Package
from gofix20.model import Problem
from gofix20.prove import Work
from gofix20.snapshot import Kept, Needs
from gofix20.units import Unit


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a group."""

    directory: str
    work: Work | None
    needs: Needs
    wrong: Sequence[Problem] = ()
    """Why units of it were left alone."""
    remembered: bool = False


def keeping(
    packages: Iterable[Package],
    matched: Mapping[str, tuple[str, ...]],
    units: Iterable[Unit],
    work: Iterable[Work],
    done: Iterable[Done],
    choice: Choice,
) -> Iterator[Kept]:
    """What the next run may take as it is if what it depends on does not change; packages of one work together."""
    ours = {package.directory: package for package in packages}
    together = {directory: {directory} for directory in ours}
    works: dict[str, list[Work]] = defaultdict(list)
    needs: dict[str, Needs] = defaultdict(Needs)
    wrong = {os.path.dirname(problem.path) for problem in choice.problems}
    for unit in units:
        needs[unit.package.directory].sources |= unit.reach
        if unit.problems:
            wrong.add(unit.package.directory)
    for one in done:
        needs[one.directory].add(one.needs)
        if one.wrong or (one.work is not None and one.work.result.problems):
            wrong.add(one.directory)
    for each in work:
        home = each.unit.package.directory
        works[home].append(each)
        needs[home].add(each.needs)
        if each.result.problems:
            wrong.add(home)
        entangled = [together[at] for at in {home, *each.directories} & together.keys()]
        some = set[str]().union(*entangled)
        together.update(dict.fromkeys(some, some))
    for some in {id(each): each for each in together.values()}.values():
        if not some.isdisjoint(wrong):
            continue
        here = [each for directory in sorted(some) for each in works[directory]]
        paths = {path for each in here for path in each.paths}
        files = {path: matched[path] for at in some for path in ours[at].all_files if path in matched}
        all_needs = Needs({*some, *map(os.path.dirname, paths)})
        for directory in some:
            all_needs.add(needs[directory])
        yield Kept(
            next(ours[at].build for at in some),
            frozenset(some),
            files,
            tuple((each.unit, each.paths, replace(each.result, joined=[])) for each in here),
            tuple((path, choice.suppressions[path]) for path in sorted(paths) if path in choice.suppressions),
            tuple(note for note in choice.notes if note.path in files),
            all_needs,
        )


def is_apart(kept: Kept, work: Iterable[Work], jointly: Collection[str]) -> bool:
    """Can what was found in some packages stay, whatever others edit and ask?"""
    return not any(
        not kept.directories.isdisjoint(each.directories)
        or (kept.needs.spared is not None and each.unit.package.directory in jointly)
        for each in work
    )
