"""The configurations of a run beside those that were asked for: which are needed, and what is in them.

Needed by files with candidates that no build asked for has, and by changes that depend on what such files declare.
A package that cannot be had in a configuration is a reason in words, and its files are left alone.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from gofix20.constraints import And, Expr, clause_of, constraint_of, holds, imports_c
from gofix20.discover import LeftOut, Package, discover_again, is_generated
from gofix20.matrix import Context, Matrix, cover, matrix_of, named
from gofix20.model import Build, GofixError, Problem
from gofix20.overlay import on_disk
from gofix20.reach import Outline, change_of, dependent, outline_of
from gofix20.toolchain import Toolchain

__all__ = ["MOST", "Elsewhere", "Search"]

MOST = 16
"""Configurations in which a run looks for something. For each, all that the code imports is read anew: for Go's own
library, six take half as long again as the build at hand, and have two thirds of the files."""
MOST_VERIFIED = 24
"""Configurations in which something is verified: what the code imports is compiled there (once)."""
MOST_TRIED = 2
"""Configurations in which a file is looked for: not every system that it allows is one that its package knows."""
STAGE = "builds"


class Elsewhere:
    """What is known of other configurations than `build`, asked for in `directory`, over one state of the disk."""

    def __init__(self, toolchain: Toolchain, build: Build, directory: str, overlay: str | None) -> None:
        self._toolchain = toolchain
        self._build = build
        self._directory = directory
        self._overlay = overlay
        self._packages: dict[tuple[Context, str], Package | str] = {}
        self._outlines: dict[tuple[str, bytes], Outline] = {}
        self.searched: list[Context] = []
        self.verified: list[Context] = []
        self.tried: set[tuple[Expr, Context]] = set()

    @cached_property
    def matrix(self) -> Matrix:
        """Raises GofixError where Go does not say what it supports."""
        return matrix_of(self._toolchain, self._directory, self._build)

    @property
    def _used(self) -> list[Context]:
        return [*self.searched, *self.verified]

    def name(self, context: Context) -> str:
        return named(context, self.matrix.default)

    def has(self, context: Context, expr: Expr) -> bool:
        """Is that a configuration to look for a file in, which was not tried yet?"""
        return holds(expr, context.has) and (expr, context) not in self.tried

    # Files with candidates

    def needs(self, files: Iterable[LeftOut], texts: Mapping[str, bytes]) -> tuple[dict[str, Expr], dict[str, str]]:
        """What each file needs, and of those that no configuration can have why that is."""
        needed: dict[str, Expr] = {}
        reasons: dict[str, str] = {}
        for file in files:
            text = texts[file.path]
            name = clause_of(text)
            try:
                expr = constraint_of(file.path, text)
            except ValueError as error:
                reasons[file.path] = str(error)
                continue
            if imports_c(text):
                reasons[file.path] = "they use cgo"
            elif file.package and name not in (file.package, f"{file.package}_test"):
                reasons[file.path] = f"they are of another package ({name}) than the rest of their directory"
            elif not self.matrix.options(expr):
                reasons[file.path] = self.matrix.why_not(expr)
            else:
                needed[file.path] = expr
        return needed, reasons

    def next(self, waiting: Mapping[str, Expr]) -> Context | None:
        """The configuration that most of the waiting files are in; None if there is none, or too many have been."""
        tries = Counter(expr for expr, _ in self.tried)
        wanted = Counter(expr for expr in waiting.values() if tries[expr] < MOST_TRIED)
        if not wanted:
            return None
        chosen = cover(self.matrix, wanted, used=self._used, but=self.tried).contexts
        return next((context for context in chosen if _admitted(context, self.searched, MOST)), None)

    def packages(self, context: Context, files: Iterable[LeftOut]) -> tuple[list[Package], dict[str, str]]:
        """The packages of files in a configuration, and for files that are in none, why."""
        places: dict[str, list[str]] = defaultdict(list)
        known = list(files)
        for file in known:
            if (place := os.path.dirname(file.path)) not in places[file.root]:
                places[file.root].append(place)
        for root, some in places.items():
            self._discover(context, root, some)
        packages: list[Package] = []
        reasons: dict[str, str] = {}
        for file in known:
            found = self._packages[context, os.path.dirname(file.path)]
            if isinstance(found, str):
                reasons[file.path] = found
            elif file.path not in found.all_files:
                reasons[file.path] = f"Go leaves them out of {self.name(context)} too"
            elif found not in packages:
                packages.append(found)
        return packages, reasons

    def _discover(self, context: Context, root: str, places: Sequence[str]) -> None:
        unknown = [place for place in places if (context, place) not in self._packages]
        if not unknown:
            return
        why: Mapping[str, str] = {}
        try:
            packages, why = discover_again(
                self._toolchain, root, unknown, self.matrix.build(context), overlay=self._overlay
            )
        except GofixError as error:
            packages, why = (), dict.fromkeys(unknown, error.message)
        found = {os.path.realpath(package.directory): package for package in packages}
        for place in unknown:
            reason = why.get(os.path.realpath(place), "there is no such package")
            self._packages[context, place] = found.get(os.path.realpath(place), f"{self.name(context)}: {reason}")

    # Changes

    def concerned(
        self, package: Package, left_out: Sequence[str], before: Mapping[str, bytes], after: Mapping[str, bytes]
    ) -> tuple[list[Package], list[Problem]]:
        """The package in every configuration that changes of its files depend on; where there is none, the problem.

        `left_out` are files of its directory that no build which is looked at anyway has.
        """
        try:
            return self._concerned(package, left_out, before, after)
        except GofixError as error:
            return [], [_unchecked(next(path for path in package.all_files if path in after), 1, error.message)]

    def _concerned(
        self, package: Package, left_out: Sequence[str], before: Mapping[str, bytes], after: Mapping[str, bytes]
    ) -> tuple[list[Package], list[Problem]]:
        texts = {path: text for path in left_out if (text := before.get(path) or on_disk(path)) is not None}
        ours = (package.name, f"{package.name}_test")
        texts = {path: text for path, text in texts.items() if clause_of(text) in ours}
        if not texts:
            return [], []
        outlines = {path: self._outline(path, text) for path, text in texts.items()}
        built = [
            self._outline(path, before.get(path) or on_disk(path) or b"")
            for path in package.all_files
            if path in after or path not in package.xtest_files
        ]
        wanted: dict[Expr, tuple[str, int]] = {}
        for path in package.all_files:
            if path not in after or after[path] == before[path]:
                continue
            change = change_of(before[path], after[path])
            for other in sorted(dependent(change, built, outlines)):
                if other.endswith("_test.go") and not (change.wide or path.endswith("_test.go")):
                    continue  # nothing there is seen from here
                if (expr := self._both(path, before[path], other, texts[other])) is not None:
                    wanted.setdefault(expr, (path, change.line))
        packages: list[Package] = []
        problems: list[Problem] = []
        chosen = cover(self.matrix, dict.fromkeys(wanted, 1), used=self._used) if wanted else None
        for context in chosen.contexts if chosen else ():
            found: Package | str = f"{self.name(context)} would be one configuration too many for this run"
            if _admitted(context, self.verified, MOST_VERIFIED):
                self._discover(context, package.module.directory, [package.directory])
                found = self._packages[context, package.directory]
            if isinstance(found, Package):
                packages.append(found)
            else:
                place = next(place for expr, place in wanted.items() if holds(expr, context.has))
                problems.append(_unchecked(*place, found))
        for expr in chosen.left if chosen else ():
            problems.append(_unchecked(*wanted[expr], self.matrix.why_not(expr)))
        return packages, problems

    def _outline(self, path: str, text: bytes) -> Outline:
        if (path, text) not in self._outlines:
            self._outlines[path, text] = outline_of(text)
        return self._outlines[path, text]

    def _both(self, path: str, text: bytes, other: str, left_out: bytes) -> Expr | None:
        """What a configuration with both files needs; None if no build can have both."""
        try:
            expr = And((constraint_of(path, text), constraint_of(other, left_out)))
        except ValueError:
            return None
        return None if self.matrix.is_never(expr) else expr


class Search:
    """The files that no build which was asked for has, by their paths: looked for in one configuration after another.

    Those that are not `wanted` are told of only; in those that have `matched`, there may be something to be found.
    """

    def __init__(
        self,
        elsewhere: Elsewhere,
        files: Mapping[str, LeftOut],
        wanted: Collection[str],
        matched: Collection[str],
        texts: Mapping[str, bytes],
    ) -> None:
        self._elsewhere = elsewhere
        self._files = files
        self._wanted = wanted
        # Where a file was asked for by name, it is told what becomes of it even if it has nothing to be found.
        asked = [files[path] for path in wanted if path in matched or files[path].problem]
        read = ((file.path, texts.get(file.path) or on_disk(file.path)) for file in asked)
        known = {path: text for path, text in read if text is not None}
        asked = [file for file in asked if file.path in known]
        self._needed: dict[str, Expr] = {}
        self._reasons: dict[str, str] = {}
        try:
            self._needed, self._reasons = elsewhere.needs(asked, known)
        except GofixError as error:  # Go does not say what there is
            self._reasons = {file.path: error.message for file in asked}
        self._waiting = {
            path: expr for path, expr in self._needed.items() if path in matched and not is_generated(known[path])
        }

    def next(self) -> tuple[Context, list[LeftOut]] | None:
        """The next configuration to look in, and the files that it may have."""
        context = self._elsewhere.next(self._waiting) if self._waiting else None
        if context is None:
            return None
        here = [path for path, expr in self._waiting.items() if self._elsewhere.has(context, expr)]
        return context, [self._files[path] for path in here]

    def tried(self, context: Context, files: Iterable[LeftOut], others: Mapping[str, str]) -> None:
        """Say that files were looked for in a configuration, and of `others` why nothing came of it."""
        for file in files:
            if reason := others.get(file.path):
                self._reasons[file.path] = reason
            else:
                self._waiting.pop(file.path)
                self._reasons.pop(file.path, None)
            self._elsewhere.tried.add((self._needed[file.path], context))

    @property
    def _alone(self) -> Mapping[str, str]:
        """Why files were left alone."""
        most = f"a run looks at {MOST} other configurations at most, those that most files need"
        return self._reasons | {path: most for path in self._waiting if path not in self._reasons}

    def problems(self) -> Iterator[Problem]:
        """What somebody asked for and that was left alone."""
        reasons = self._alone
        missed = dict.fromkeys(path for path in self._files if path in reasons or path not in self._wanted)
        had = {file.problem for path, file in self._files.items() if path not in missed}
        for path in missed:
            if (problem := self._files[path].problem) is not None and problem not in had:
                why = f": {reasons[path]}" if path in reasons else ""
                yield replace(problem, message=problem.message + why)

    def notes(self) -> Iterator[Problem]:
        """What nobody asked for by name and that was left alone."""
        return told({path: why for path, why in self._alone.items() if not self._files[path].problem})


def _admitted(context: Context, among: list[Context], most: int) -> bool:
    if context not in among:
        if len(among) >= most:
            return False
        among.append(context)
    return True


def _unchecked(path: str, line: int, why: str) -> Problem:
    message = f"it depends on what another build declares otherwise, and cannot be checked there: {why}"
    return Problem(STAGE, path, line, 1, message)


def told(reasons: Mapping[str, str], shown: int = 2) -> Iterator[Problem]:
    """One note for all files that are left alone for the same reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for path, reason in reasons.items():
        by_reason[reason].append(path)
    for reason, paths in by_reason.items():
        others = [os.path.basename(path) for path in paths[1:shown]]
        more = len(paths) - 1 - len(others)
        also = f" (also {', '.join(others)}{f' and {more} more' if more else ''})" if others else ""
        yield Problem(STAGE, paths[0], 0, 0, f"not in the default build, and left alone{also}: {reason}")
