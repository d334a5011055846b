"""The pipeline: discover → scan → match → ask → rewrite → merge → verify. Returns a `Plan`, writes nothing.

Every shell shows a `Plan`; what a shell knows that another would need too belongs in here.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import json
import os
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from gofix20 import registry, scan
from gofix20.choice import Choice, root_of
from gofix20.config import Configuration, Overrides, RuleInfo, Settings, excluded, selected
from gofix20.discover import Discovery, Package
from gofix20.elsewhere import Elsewhere, Search
from gofix20.golist import DEPENDENCY
from gofix20.helper import Helper, Helpers
from gofix20.importers import Joint, is_internal
from gofix20.joints import Joints, entangled
from gofix20.keeping import Done, is_apart, keeping
from gofix20.model import (
    Build,
    FileChange,
    Finding,
    GofixError,
    Outcome,
    Plan,
    Problem,
    Refusal,
    Statistics,
    Status,
    Verdict,
)
from gofix20.overlay import Overlay
from gofix20.prove import Work, prove, texts_of
from gofix20.recall import Found, Memory
from gofix20.rounds import Candidate, Key, Result, key_of, run_rounds
from gofix20.snapshot import Kept
from gofix20.toolchain import cache_directory, environment
from gofix20.units import Source, Unit
from gofix20.verify import Verifier
from gofix20.warm import Cold

STAGES = ("list", "scan", "load", "rules", "parse", "facts", "rewrite", "merge", "verify")
"""What a run takes its time for, as `--statistics` tells it. `rules` is the time from the first package to the last;
what it is made of, parse, facts, rewrite and merge, is counted in all threads and so may be more together."""
MOST_HELPERS = 4
"""More would wait for Python, which reads their answers in one thread at a time."""
EXTRA = ("bytes", "slices", "strings", "maps")
"""Packages that fixes may import: their types are there even where the code does not use them yet."""


Site = tuple[str, str, int, int]
"""A finding, by its rule and the place that it has in the text as read: path, start and end."""


def site_of(finding: Finding) -> Site:
    return finding.rule, finding.path, finding.start, finding.end


@dataclass(frozen=True, slots=True)
class Request:
    """What a shell asks for."""

    directory: str
    """The current directory, absolute: paths are relative to it."""
    paths: tuple[str, ...] = ("./...",)
    overrides: Overrides = field(default_factory=Overrides)
    config: str | None = None
    isolated: bool = False
    go: str | None = None
    tests: bool = False
    since: str | None = None
    jobs: int | None = None
    verify: bool = True
    """False for `check`: findings only, no new texts."""
    cache: bool = True
    """Are results taken from earlier runs, and kept for later ones?"""
    stdin: tuple[str, bytes] | None = None
    """The absolute path and the text of a file that is not saved: only it is looked at."""
    unsaved: Mapping[str, bytes] = field(default_factory=dict)
    """Texts of files that are open in an editor, by absolute path, in place of what is on disk."""
    only: frozenset[Site] | None = None
    """The findings whose fixes are wanted, if not all are."""
    tolerant: bool = False
    """Is what can be known of code that does not compile better than nothing? Only where nothing is changed."""

    @property
    def asked(self) -> Sequence[str]:
        """What is to be looked at."""
        return [self.stdin[0]] if self.stdin else self.paths


class Progress(Protocol):
    def stage(self, name: str, total: int | None) -> None: ...
    def advance(self, n: int = 1) -> None: ...


class Silent:
    def stage(self, name: str, total: int | None) -> None:
        pass

    def advance(self, n: int = 1) -> None:
        pass


def run(request: Request, progress: Progress | None = None, kept: Cold | None = None) -> Plan:
    """Find, prove, and (if asked) verify. Raises GofixError for what the user can mend.

    `kept` is what a shell that asks again and again keeps in between.
    """
    one = _Run(request, progress or Silent(), kept or Cold())
    return one.remembered() or one.plan()


@dataclass(slots=True)
class _Counts:
    packages: int = 0
    files: int = 0
    parsed: int = 0
    rounds: int = 0


@dataclass(slots=True)
class _Group:
    """A package, alone and with its tests: its units, each with its candidates."""

    units: list[tuple[Unit, list[Candidate]]]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(candidate for _, candidates in self.units for candidate in candidates)

    @property
    def work(self) -> Work:
        return Work(self.units[0][0], self.candidates)


class _Run:
    """One run: what was asked for, what it found out on the way, and what goes wrong."""

    def __init__(self, request: Request, progress: Progress, kept: Cold) -> None:
        self.request = request
        self.progress = progress
        self.kept = kept
        self.rules = registry.transforms()
        self.configuration = Configuration(
            request.overrides,
            [RuleInfo(code, rule.name, rule.options) for code, rule in self.rules.items()],
            config=None if request.config is None else os.path.join(request.directory, request.config),
            isolated=request.isolated,
            root_of=root_of,
        )
        self.directories = directories_of(request)
        self.toolchain = kept.find(request.go, self.directories)
        self.texts = {**request.unsaved, **(dict([request.stdin]) if request.stdin else {})}
        """What is not as it is on disk, or may not be."""
        self.asked_texts = [path for path in request.asked if path in self.texts]  # somebody has them open, or pipes in
        self.tests = request.tests or any(path.endswith("_test.go") for path in request.asked)
        self.choice = Choice(
            self.configuration,
            self.rules,
            self.texts,
            self.asked_texts,
            tests=self.tests,
            since=request.since,
            is_wanted=lambda finding: request.only is None or site_of(finding) in request.only,
        )
        self.suppressions = self.choice.suppressions
        self.problems, self.notes = self.choice.problems, self.choice.notes
        self.seconds: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self.counts = _Counts()
        self.banned: dict[Key, str] = {}
        self.accepted: dict[str, bytes] = {}
        """The new texts that passed so far."""
        self.tested: dict[tuple[Build, str], Unit | None] = {}
        self.joints = Joints(self.toolchain)
        self.looked_at: list[Package] = []
        self.compiled: set[str] = set()
        """The directories of packages that Go has compiled, or tried to, in this run."""
        self.doubted: set[str] = set()
        """The directories of packages that have changed, and perhaps do not compile: only Go can say that."""
        self.asked: set[str] = set()
        """The directories that were asked for."""
        self.lock = threading.Lock()
        """Held where a thread of `Helpers` asks for what only one may do at a time."""
        self.memory = self.memory_of()

    def memory_of(self) -> Memory:
        """What is remembered of runs that asked for the same, if that is to be: not of texts that nobody saved."""
        request = self.request
        is_kept = request.cache and not self.texts and request.since is None
        config = [] if request.config is None else [os.path.join(request.directory, request.config)]
        directory = cache_directory() if is_kept else None
        return Memory(directory, self.toolchain, replace(request, jobs=None), self.directories, config)

    def remembered(self) -> Plan | None:
        """The plan of an earlier run; only of what costs less to compare than to do, and writes nothing."""
        if self.request.verify or not any("..." in path for path in self.request.paths):
            return None
        with self.timed("list"):
            found = self.memory.plan()
        if found is None:
            return None
        seconds = MappingProxyType({"list": self.seconds["list"]})
        return replace(found, statistics=replace(found.statistics, seconds=seconds))

    def plan(self) -> Plan:
        count = self.request.jobs or min(os.cpu_count() or 1, MOST_HELPERS)
        self.toolchain = replace(self.toolchain, listings=self.memory.listings)
        with (
            tempfile.TemporaryDirectory(prefix="gofix20-") as scratch,
            self.kept.helpers(self.toolchain, count, self.texts) as helpers,
        ):
            helper = helpers.first
            waited = helper.waited
            self.memory.look(helper.outlines)
            for path in self.asked_texts if not self.request.tolerant else ():
                if (problem := helper.parse_error(path, self.texts[path])) is not None:
                    return Plan(problems=(problem,))
            # An unsaved text counts from the start: what it imports may differ from what is on disk.
            overlay = Overlay(self.texts, scratch)
            self.progress.stage("listing packages", None)
            with self.timed("list"):
                found = [self.discovered(build, overlay) for build in self.builds()]
            verifier = Verifier(self.toolchain, scratch=scratch, format=helper.format)
            elsewhere = Elsewhere(self.toolchain, self.builds()[0], self.directories[0], overlay.file)
            work: list[Work] = []
            for discovery in found:
                done = self.proposed(helpers, discovery, overlay)
                self.proved(helper, verifier, done, found, elsewhere)
                work += done
            work += self.left_out(helpers, verifier, found, elsewhere, overlay)
            self.progress.stage("keeping what was found", None)
            self.memory.keep_tested(self.tested)
            self.memory.leave(self.looked_at, self.joints.modules, helper.outlines)
            self.seconds["facts"] = sum(helper.waited for helper in helpers.all) - waited
        plan = self.made(work)
        self.memory.keep_plan(replace(plan, statistics=replace(plan.statistics, seconds={})))
        self.memory.close()
        return plan

    def builds(self) -> tuple[Build, ...]:
        """Every configuration that is asked for: those after the first find the files that it leaves out."""
        settings = [self.configuration.for_directory(directory) for directory in self.directories]
        return tuple(dict.fromkeys(build for each in settings for build in each.builds))

    def discovered(self, build: Build, overlay: Overlay) -> Discovery:
        request = self.request
        found = self.kept.discover(self.toolchain, request.asked, request.directory, build, overlay=overlay.file)
        require_dependencies(found.problems)
        self.problems.update(dict.fromkeys(found.problems))
        return found

    # match, ask, rewrite, merge

    def proposed(self, helpers: Helpers, found: Discovery, overlay: Overlay) -> list[Work]:
        """The work of one build: its units with candidates, each with the result of its rounds."""
        files = self.choice.files(found)
        self.asked |= {package.directory for package in found.packages}
        self.looked_at += found.packages
        self.counts.packages += len(found.packages)
        self.counts.files += len(files)
        self.progress.stage("reading files", len(files))
        with self.timed("scan"):
            matched = self.scanned(files)
        self.counts.parsed += len(matched)
        return self.worked_on(helpers, found.packages, matched, overlay, self.problems)

    def worked_on(
        self,
        helpers: Helpers,
        packages: Iterable[Package],
        matched: Mapping[str, tuple[str, ...]],
        overlay: Overlay,
        problems: dict[Problem, None],
        where: str = "",
    ) -> list[Work]:
        """The work of packages of one build, in files in which rules match; `problems` takes what is wrong."""
        touched = [package for package in packages if not matched.keys().isdisjoint(package.all_files)]
        if not touched:
            return []
        kept = self.memory.kept(touched, matched)
        while True:
            known = {directory for one in kept for directory in one.directories}
            stale = [package for package in touched if package.directory not in known]
            units = self.loaded(helpers, touched, stale, overlay, problems, where)
            if doubted := self.doubtful(helpers.first, units) - self.doubted:
                self.doubted |= doubted
                self.memory.doubt(doubted)
                kept = self.memory.kept(touched, matched)
                continue
            done = self.worked_anew(helpers, units, stale, matched, overlay, where)
            work = [one.work for one in done if one.work is not None]
            with self.timed("rules"):
                self.unite(helpers.first, work)
            if all(is_apart(one, work, self.joints.asking) for one in kept):
                break
            kept = [one for one in kept if is_apart(one, work, self.joints.asking)]
        problems.update(dict.fromkeys(problem for one in done for problem in one.wrong))
        for one in done:
            if one.work is not None and not one.remembered:
                for stage, seconds in one.work.result.seconds.items():
                    self.seconds[stage] += seconds
        self.memory.keep_all([*kept, *keeping(stale, matched, units, work, done, self.choice)], units)
        work += [each for one in kept for each in self.taken(one)]
        self.counts.rounds = max([self.counts.rounds, *(each.result.rounds for each in work)])
        return work

    def loaded(
        self,
        helpers: Helpers,
        touched: Sequence[Package],
        stale: Sequence[Package],
        overlay: Overlay,
        problems: dict[Problem, None],
        where: str,
    ) -> list[Unit]:
        """The units of packages of one build, of which some are to be looked at: known to the helpers."""
        self.progress.stage(f"loading types{where}", None)
        with self.timed("load"):
            anew = {package.directory for package in stale}
            known = {at.directory: self.memory.units(at, anew=at.directory in anew) for at in touched}
            unknown = [one for one in touched if not known[one.directory] or one.directory in self.doubted]
            found: dict[str, list[Unit]] = defaultdict(list)
            for unit in self.kept.load(self.toolchain, unknown, tests=self.tests, extra=EXTRA, overlay=overlay.file):
                found[unit.package.directory].append(unit)
            units = [unit for one in touched for unit in found.get(one.directory, known[one.directory])]
            if problems is self.problems:
                require_dependencies(problem for unit in units for problem in unit.problems)
            self.compiled = {package.directory for package in unknown}
            if not stale:
                return units
            arch = environment(self.toolchain, touched[0].build).get("GOARCH", "")
            sources = {name: row_of_source(source) for unit in units for name, source in unit.sources.items()}
            by_id = {unit.id: unit for unit in units}
            for helper in helpers.all:
                self.kept.tell(helper, [row_of(unit) for unit in units], arch, sources)
                for path, text in self.texts.items():
                    helper.overlay(path, text)
                helper.with_tests = functools.partial(self.with_tests, by_id, overlay)
                helper.with_importers = functools.partial(self.with_importers, by_id, overlay)
        return units

    def doubtful(self, helper: Helper, units: Iterable[Unit]) -> set[str]:
        """The directories of packages that have changed and do not compile, or only Go can say whether they do."""
        found = set()
        for unit in units:
            directory = unit.package.directory
            if self.memory.has_changed(directory) and directory not in found:
                is_right = not unit.problems and (directory in self.compiled or helper.compiles(unit.id))
                found |= set() if is_right else {directory}
        return found

    def worked_anew(
        self,
        helpers: Helpers,
        units: Sequence[Unit],
        stale: Collection[Package],
        matched: Mapping[str, tuple[str, ...]],
        overlay: Overlay,
        where: str,
    ) -> list[Done]:
        """What becomes of those packages of some units that nothing is known of."""
        with self.timed("rules"):
            directories = {package.directory for package in stale}
            mine = [unit for unit in units if unit.package.directory in directories]
            # A fix may edit a package's files and its tests at once; its external tests are a package of their own.
            together = itertools.groupby(mine, lambda unit: (unit.package.directory, unit.import_path))
            groups = [group for _, some in together if (group := self.grouped(list(some), matched)).units]
            self.progress.stage(f"finding{where}", len(groups))
            keys = self.memory.keys(units, self.remembering(groups, matched))
            known = {unit.id: unit for unit in units}

            def worked(helper: Helper, keyed: tuple[_Group, str | None]) -> Done:
                done = self.worked(overlay, known, helper, keyed)
                self.progress.advance()  # here, not in the order of the packages: a slow one would hide what goes on
                return done

            return list(helpers.each(worked, list(zip(groups, keys, strict=True))))

    def taken(self, kept: Kept) -> Iterator[Work]:
        """What an earlier run has found, as it left it."""
        self.suppressions.update(kept.suppressions)
        self.notes.update(dict.fromkeys(kept.notes))
        for unit, paths, result in kept.works:
            yield Work(unit, (), result, paths)

    def unite(self, helper: Helper, work: list[Work]) -> None:
        """Make one of works of which one edits files of the other's package, and run its rounds again.

        Those that ask what other packages do are one from the start: with each new text, all of these are checked anew.
        """
        stale = {index for index, each in enumerate(work) if self.request.verify and self.looks_beyond(each.unit)}
        while True:
            while (pair := entangled(work, self.joints.asking)) is not None:
                kept, gone = pair
                one, other = work[kept], work[gone]
                work[kept] = Work(
                    one.unit,
                    tuple(at_home(candidate, each.unit) for each in (one, other) for candidate in each.candidates),
                    Result(joined=[*one.result.joined, *other.result.joined]),
                )
                del work[gone]
                stale = {kept} | {index - (index > gone) for index in stale if index != gone}
            if not stale:
                return
            self.progress.stage("finding in several packages at once", len(stale))
            for index in sorted(stale):
                self.memory.begin()
                self.redo(helper, work[index])
                work[index].needs = self.memory.needs
                self.progress.advance()
            stale = set()

    def looks_beyond(self, unit: Unit) -> bool:
        """Is what other packages do with it to be asked? Not where nobody would see what comes of it."""
        shown = not self.request.verify or self.configuration.for_directory(unit.package.directory).unsafe
        return shown and not unit.sources and not self.texts and is_internal(unit.package)

    def with_importers(
        self, units: Mapping[str, Unit], overlay: Overlay, unit_id: str
    ) -> Mapping[str, object] | str | None:
        """What a package is checked with where it is internal, and what it exports is used by others of its module."""
        unit = units.get(unit_id)
        if unit is None or not self.looks_beyond(unit):
            return None
        with self.lock, self.timed("load"):
            found = self.joints.of(unit, units.values(), self.memory.needs, overlay.file)
            return found.row if isinstance(found, Joint) else found

    def remembering(
        self, groups: Sequence[_Group], matched: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[list[Unit], Mapping[str, tuple[str, ...]], Settings, set[str]]]:
        """What the results of packages depend on, beside what is in their files."""
        packages = [group.units[0][0].package for group in groups]
        ignored = self.choice.ignored_of(path for package in packages for path in package.all_files)
        for group, package in zip(groups, packages, strict=True):
            wanted = {one.path: matched[one.path] for one in group.candidates}
            units = [unit for unit, _ in group.units]
            settings = self.configuration.for_directory(package.directory)
            yield units, wanted, settings, ignored.intersection(package.all_files)

    def grouped(self, units: Sequence[Unit], matched: Mapping[str, tuple[str, ...]]) -> _Group:
        group = _Group([])
        for unit in units:
            found = (self.choice.candidate(path, matched[path], unit.id) for path in own_files(unit) if path in matched)
            if candidates := [candidate for candidate in found if candidate is not None]:
                group.units.append((unit, candidates))
        return group

    def with_tests(self, units: Mapping[str, Unit], overlay: Overlay, unit_id: str) -> Mapping[str, object] | None:
        """The unit of a package with its tests, if these compile, in place of the one without."""
        unit = units.get(unit_id)
        if unit is None or unit_id != unit.package.import_path or unit.sources:
            return None  # it has them, or they would have to be read from source as well
        key = unit.package.build, unit_id
        if key not in self.tested:
            found = units.get(f"{unit_id} [{unit_id}.test]") or self.memory.tested(key)
            found = found or self.kept.load_tests(self.toolchain, unit, overlay.file)
            self.tested[key] = found if found is not None and not found.problems else None
        tested = self.tested[key]
        if tested is None:
            self.memory.needs.all = True  # what they lack may come from anywhere
            return None
        self.memory.needs.sources |= tested.reach
        return row_of(tested)

    def scanned(self, files: Mapping[str, tuple[str, ...]], *, exact: bool = False) -> dict[str, tuple[str, ...]]:
        """The files in which a selected rule may have a match, with those rules."""
        texts = {path: text for path in files if (text := self.texts.get(path)) is not None}
        saved = {path: codes for path, codes in files.items() if path not in texts}
        known = {path: self.memory.scanned(path, codes, exact) for path, codes in saved.items()}
        unknown = [(path, codes) for path, codes in saved.items() if known[path] is None]
        self.progress.advance(len(saved) - len(unknown))
        matched, problems = scan.scan(unknown, exact=exact, advance=self.progress.advance)
        self.problems.update(dict.fromkeys(problems))
        failed = {problem.path for problem in problems}
        found = {path: scan.promising(files[path], text) for path, text in texts.items()}
        for path, codes in saved.items():
            found[path] = matched.get(path, ()) if known[path] is None else known[path] or ()
            if path not in failed:
                self.memory.keep_scanned(path, codes, exact, found[path])
        return {path: found[path] for path in files if found[path]}

    def worked(
        self, overlay: Overlay, known: Mapping[str, Unit], helper: Helper, keyed: tuple[_Group, str | None]
    ) -> Done:
        """The rounds of a package, of the units that compile; and what is wrong with the others."""
        group, key = keyed
        work = group.work
        directory = work.unit.package.directory
        self.memory.begin()
        if (found := self.memory.result(key)) is not None and self.takes(work, found, known, overlay):
            return Done(directory, work, self.memory.needs, remembered=True)
        self.memory.begin()
        for candidate in work.candidates:
            helper.overlay(candidate.path, candidate.original)
        broken = [self.broken(helper, unit, overlay) for unit, _ in group.units]
        wrong = [problem for problem in broken if problem is not None]
        sound = [
            one for one, problem in zip(group.units, broken, strict=True) if problem is None or self.request.tolerant
        ]
        if not sound:
            return Done(directory, None, self.memory.needs, wrong)
        work = _Group(sound).work
        # What it shares with other packages is found first: then it is one work with them.
        self.redo(helper, work, merged=self.request.verify and not self.looks_beyond(work.unit))
        if not wrong and not self.banned:
            self.memory.keep(key, work.unit.package, self.leaving(work))
        for path in {each.path for each in work.files} - self.texts.keys():
            helper.overlay(path, None)  # else they would all be kept to the end, for each helper
        return Done(directory, work, self.memory.needs, wrong)

    def leaving(self, work: Work) -> Found:
        joined = tuple(each.path for each in work.result.joined)
        suppressions = {each.path: self.suppressions[each.path][0] for each in work.files}
        return Found(replace(work.result, joined=[]), joined, suppressions, self.tests_of(work.unit))

    def takes(self, work: Work, found: Found, known: Mapping[str, Unit], overlay: Overlay) -> bool:
        """Take what an earlier run has found, if what it depends on and its key does not tell is the same."""
        if found.tests:
            self.with_tests(known, overlay, work.unit.id)
        joined = [self.joined(work.unit, path, "") for path in found.joined]
        if self.tests_of(work.unit) != found.tests or not all(isinstance(each, Candidate) for each in joined):
            return False
        work.result = replace(found.result, joined=[each for each in joined if isinstance(each, Candidate)])
        for path, suppressions in found.suppressions.items():
            self.suppressions[path] = suppressions, self.suppressions[path][1]
        return True

    def tests_of(self, unit: Unit) -> str:
        """A digest of the unit with a package's tests; empty if nobody asked for it."""
        key = unit.package.build, unit.id
        tested = self.tested.get(key)
        return "" if key not in self.tested else digest_of(None if tested is None else row_of(tested))

    def broken(self, helper: Helper, unit: Unit, overlay: Overlay) -> Problem | None:
        """Why a unit is left alone, if it does not compile."""
        problems = unit.problems or helper.check(unit.id)
        if not problems:
            return None
        # Go names an unsaved text by where it lies for the overlay.
        first = replace(problems[0], path=overlay.original(problems[0].path))
        # Named with the first thing that is wrong; the compiler tells the rest.
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        return replace(first, message=f"{unit.import_path} is left alone, it does not compile: {first.message}{more}")

    def redo(self, helper: Helper, work: Work, *, merged: bool | None = None) -> None:
        """The rounds of one unit, with what is banned by now."""
        for candidate in work.files:
            # So that both look at the same text, whatever becomes of the file meanwhile.
            helper.overlay(candidate.path, candidate.original)
        work.result = run_rounds(
            helper,
            work.unit.id,
            work.candidates,
            work.unit.importable,
            self.banned,
            join=functools.partial(self.joined, work.unit),
            merged=self.request.verify if merged is None else merged,
        )

    def joined(self, unit: Unit, path: str, rule: str) -> Candidate | str:
        with self.lock:
            return self.joining(unit, path, rule)

    def joining(self, unit: Unit, path: str, rule: str) -> Candidate | str:
        """A file of a package that a fix edits from another one, or why none may."""
        settings = self.configuration.for_directory(os.path.dirname(path))
        package = unit.package
        files = (*package.files, *package.test_files)
        if path not in files:
            found = (each for each in self.joints.packages() if each.build == package.build)
            package = next((each for each in found if os.path.dirname(path) == each.directory), package)
            files = (*package.files, *package.test_files, *package.xtest_files)
            if package.directory not in self.asked:
                return "that is not among what was asked for"
        if path not in files:
            return "that is no file of the package to be changed"
        if excluded(settings, path) or (rule and not selected(settings, rule, self.rules[rule].name, path)):
            return "that is not to be changed"
        if self.request.stdin:
            return "only one file is to be changed"
        if path in self.accepted:
            return "it was changed in another build"
        repository = self.choice.repository(package.directory)
        if repository is not None and repository.ignored([path]):
            return "git ignores it"
        return self.choice.candidate(path, ()) or "that is generated, or cannot be read"

    # what no build has that was asked for

    def left_out(
        self, helpers: Helpers, verifier: Verifier, found: Sequence[Discovery], elsewhere: Elsewhere, overlay: Overlay
    ) -> list[Work]:
        """The work in files that the builds asked for leave out, each in a configuration that has it."""
        built = {path for each in found for package in each.packages for path in package.all_files}
        files = {file.path: file for each in found for file in each.left_out if file.path not in built}
        wanted = [path for path in files if self.is_for_every_build(os.path.dirname(path))]
        codes = self.choice.chosen(wanted)
        self.progress.stage("reading files of other builds", len(codes))
        with self.timed("scan"):
            matched = self.scanned(codes, exact=True)
        self.counts.files += len(codes)
        self.counts.parsed += len(matched)
        search = Search(elsewhere, files, wanted, matched.keys(), self.texts)
        work: list[Work] = []
        while (step := search.next()) is not None:
            context, here = step
            name = elsewhere.name(context)
            self.progress.stage(f"listing packages for {name}", None)
            with self.timed("list"):
                packages, others = elsewhere.packages(context, here)
            self.looked_at += packages
            there = {file.path: matched[file.path] for file in here if file.path not in others}
            problems: dict[Problem, None] = {}
            try:
                done = self.worked_on(helpers, packages, there, overlay, problems, f" for {name}")
            except GofixError as error:
                done, others = [], {**others, **dict.fromkeys(there, f"{name}: {error.message}")}
            self.proved(helpers.first, verifier, done, [Discovery(tuple(packages), (), {})], elsewhere)
            work += done
            found_in = {path for each in done for path in each.paths}
            for path in there.keys() - found_in - others.keys():
                others[path] = f"{name}: {next(iter(problems)).message}" if problems else ""
            search.tried(context, here, others)
        self.problems.update(dict.fromkeys(search.problems()))
        self.notes.update(dict.fromkeys(search.notes()))
        return work

    def is_for_every_build(self, directory: str) -> bool:
        return self.configuration.for_directory(directory).every_build

    # verify

    def proved(
        self,
        helper: Helper,
        verifier: Verifier,
        work: list[Work],
        found: Sequence[Discovery],
        elsewhere: Elsewhere,
    ) -> None:
        """Leave in `work` only fixes that pass, in every build that has their files, and every one they depend on."""
        if not self.request.verify or not work:
            return

        def verify(after: Mapping[str, bytes]) -> Verdict:
            originals = {file.path: file.original for each in work for file in each.files}
            beside = {os.path.dirname(path) for path in after}
            before = {path: text for path, text in self.accepted.items() if os.path.dirname(path) in beside}
            before = {**self.texts, **before}
            before |= {path: originals[path] for path in after}
            for discovery in found:
                touched = [each for each in discovery.packages if not after.keys().isdisjoint(each.all_files)]
                verdict = verified([*touched, *self.joints.beside(touched, work)], before, after)
                if not verdict.ok:
                    return verdict
            others: list[Package] = []
            problems: list[Problem] = []
            for package, left_out in bases(found, after):
                if self.is_for_every_build(package.directory):
                    more, wrong = elsewhere.concerned(package, left_out, before, after)
                    others += more
                    problems += wrong
            if problems:
                return Verdict(False, tuple(problems))
            for build in dict.fromkeys(package.build for package in others):
                verdict = verified([package for package in others if package.build == build], before, after)
                if not verdict.ok:
                    return verdict
            return Verdict(ok=True)

        def verified(packages: Sequence[Package], before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Verdict:
            there = {path for package in packages for path in package.all_files}
            after = {path: text for path, text in after.items() if path in there}
            if not after:
                return Verdict(ok=True)
            build = packages[0].build
            count = "1 package" if len(packages) == 1 else f"{len(packages)} packages"
            self.progress.stage(f"verifying {count}" + ("" if build == asked[0] else f" for {build}"), None)
            # Of a system that nobody asked for, nothing is compiled yet.
            return verifier.verify(packages, before, after, compiled=build.is_foreign and build not in asked)

        asked = self.builds()
        with self.timed("verify"):
            prove(work, verify, functools.partial(self.redo, helper), self.banned)
        self.accepted.update(texts_of(work))

    # the plan

    def made(self, work: Sequence[Work]) -> Plan:
        changes, outcomes, refusals = [], [], []
        for each in work:
            self.problems.update(dict.fromkeys(each.result.problems))
            originals = {file.path: file.original for file in each.files}
            for path, after in each.result.texts.items():
                before = originals[path]
                digest = hashlib.sha256(before).hexdigest()
                changes.append(FileChange(path, digest, before, after, each.unit.package.directory))
            outcomes += [Outcome(fix.finding, Status.APPLIED, extents=fix.extents) for fix in each.result.applied]
            for finding, status in each.result.left:
                reason = self.banned.get(key_of(finding), "its edits overlap") if status is Status.REJECTED else ""
                outcomes.append(Outcome(finding, status, reason))
            refusals += each.result.refusals
        if not self.request.verify:
            for _, (suppressions, ran) in sorted(self.suppressions.items()):
                self.notes.update(dict.fromkeys(suppressions.unused(ran)))
        for _, (suppressions, _) in sorted(self.suppressions.items()):
            self.notes.update(dict.fromkeys(suppressions.notes))
        self.notes.update(dict.fromkeys(self.configuration.notes()))
        counts = self.counts
        return Plan(
            changes=tuple(sorted(changes, key=lambda change: change.path)),
            outcomes=tuple(sorted(outcomes, key=lambda outcome: place_of(outcome.finding))),
            refusals=tuple(sorted(dict.fromkeys(refusals), key=place_of)),
            problems=tuple(self.problems),
            notes=tuple(self.notes),
            statistics=Statistics(
                counts.packages,
                counts.files,
                counts.parsed,
                counts.rounds,
                MappingProxyType({stage: taken for stage, taken in self.seconds.items() if taken}),
            ),
        )

    @contextlib.contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - start


def require_dependencies(problems: Iterable[Problem]) -> None:
    """Raises GofixError if something is missing that fetching would mend: with it, the rest may look otherwise."""
    missing = list(dict.fromkeys(problem for problem in problems if problem.stage == DEPENDENCY))
    if missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise GofixError(f"a dependency is missing: {missing[0].message}{more}")


def bases(found: Sequence[Discovery], after: Mapping[str, bytes]) -> Iterator[tuple[Package, list[str]]]:
    """The packages that new texts are in, each once, with the files that none of the builds has."""
    packages: dict[str, list[Package]] = defaultdict(list)
    for discovery in found:
        for package in discovery.packages:
            packages[package.directory].append(package)
    for same in packages.values():
        built = {path for package in same for path in package.all_files}
        changed = [package for package in same if not after.keys().isdisjoint(package.all_files)]
        if changed:
            yield changed[0], [path for path in changed[0].ignored_files if path not in built]


def place_of(placed: Finding | Refusal) -> tuple[str, int, int, str]:
    return placed.path, placed.line, placed.column, placed.rule


def digest_of(row: Mapping[str, object] | None) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode("utf-8", "surrogateescape")).hexdigest()


def at_home(candidate: Candidate, unit: Unit) -> Candidate:
    """A candidate that says itself what unit it is of."""
    importable = unit.importable if candidate.importable is None else candidate.importable
    return replace(candidate, unit=candidate.unit or unit.id, importable=importable)


def own_files(unit: Unit) -> tuple[str, ...]:
    """The files that this unit is asked about: a package's own are not asked about once more with its tests."""
    package = unit.package
    if unit.id == package.import_path:
        return package.files
    return package.xtest_files if unit.import_path.endswith("_test") else package.test_files


def row_of(unit: Unit) -> dict[str, object]:
    """A unit as the helper wants it."""
    return {
        "id": unit.id,
        "import": unit.import_path,
        "files": unit.files,
        "cgo": unit.cgo_files,
        "imports": dict(unit.imports),
        "aliases": dict(unit.aliases),
        "go_version": f"go{unit.go_version}" if unit.go_version else "",
        "world": unit.world,
        "cgo_types": unit.cgo_types,
    }


def row_of_source(source: Source) -> dict[str, object]:
    return {"files": source.files, "map": dict(source.names)}


def directories_of(request: Request) -> list[str]:
    """Where the code is that was asked for: what decides on the Go that is needed, and on the build matrix."""
    found = []
    for path in request.asked:
        place = os.path.normpath(os.path.join(request.directory, path.partition("...")[0]))
        while not os.path.isdir(place) and os.path.dirname(place) != place:
            place = os.path.dirname(place)
        found.append(place)
    return list(dict.fromkeys(found)) or [request.directory]
