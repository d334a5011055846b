"""What of the files that Go names is to be looked at, by which rules, and what of what these find counts.

The settings of its directory decide, git (what it ignores, and what --since is about), and what a file says of itself.
"""

from __future__ import annotations

import functools
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from gofix20 import vcs
from gofix20.config import Configuration, Settings, excluded, selected
from gofix20.discover import Discovery, is_generated
from gofix20.model import Finding, GofixError, Problem, Safety, Status
from gofix20.rounds import Candidate
from gofix20.suppress import Suppressions
from gofix20.syntax import has_line_directives
from gofix20.transform import Transform


class Choice:
    """The files of one run: each is chosen once, whichever build has it first.

    `texts` are those that are not as on disk, of which `meant` are looked at even if git ignores them. `is_wanted` says
    whether a finding is one of those whose fixes were asked for.
    """

    def __init__(
        self,
        configuration: Configuration,
        rules: Mapping[str, type[Transform]],
        texts: Mapping[str, bytes],
        meant: Collection[str],
        *,
        tests: bool,
        since: str | None,
        is_wanted: Callable[[Finding], bool],
    ) -> None:
        self.configuration = configuration
        self.rules = rules
        self.names = {code: rule.name for code, rule in rules.items()}
        self.texts = texts
        self.meant = meant
        self.tests = tests
        self.revision = since
        self.is_wanted = is_wanted
        self.since: dict[str, vcs.LineRanges | None] = {}
        self.seen: set[str] = set()
        self.repositories: dict[str | None, vcs.Repository | None] = {}
        self.roots: dict[str, str | None] = {}
        """Of the repositories, by the directories in them."""
        self.suppressions: dict[str, tuple[Suppressions, Sequence[str]]] = {}
        """Of the candidates, with the rules that have looked at them."""
        self.problems: dict[Problem, None] = {}
        self.notes: dict[Problem, None] = {}

    def settings(self, path: str) -> Settings:
        return self.configuration.for_directory(os.path.dirname(path))

    def files(self, found: Discovery) -> dict[str, tuple[str, ...]]:
        """The files to look at that no earlier build had, with the rules selected for each."""
        return self.chosen(
            path
            for package in found.packages
            for path in (*package.files, *package.test_files, *package.xtest_files)
            if found.wants(package, path)
        )

    def chosen(self, paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Those files that settings and options leave in and that were not chosen before, with the rules for each."""
        files: dict[str, tuple[str, ...]] = {}
        for path in paths:
            settings = self.settings(path)
            is_left = path.endswith("_test.go") and not self.tests
            if is_left or path in self.seen or excluded(settings, path):
                continue
            codes = tuple(code for code, name in self.names.items() if selected(settings, code, name, path))
            if codes:
                files[path] = codes
        self.seen |= files.keys()
        return self.tracked(files)

    def tracked(self, files: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Those of the files that git does not ignore; with --since, of these the ones that differ from it."""
        by_repository: dict[vcs.Repository | None, list[str]] = defaultdict(list)
        for path in files:
            if path not in self.meant:  # what somebody has open, or pipes in, is meant
                by_repository[self.repository(os.path.dirname(path))].append(path)
        left: set[str] = set()
        for repository, paths in by_repository.items():
            if repository is not None:
                left |= repository.ignored(paths)
            if self.revision is None:
                continue
            if repository is None:
                raise GofixError(f"--since {self.revision}: no git repository at {os.path.dirname(paths[0])}")
            changed = repository.changed_lines(self.revision, paths)
            self.since.update((path, changed.get(path, ())) for path in paths)
            left |= set(paths) - changed.keys()
        return {path: codes for path, codes in files.items() if path not in left}

    def ignored_of(self, paths: Iterable[str]) -> set[str]:
        """Those of some files that git ignores."""
        by_repository: dict[vcs.Repository | None, list[str]] = defaultdict(list)
        for path in paths:
            by_repository[self.repository(os.path.dirname(path))].append(path)
        return {
            path
            for repository, some in by_repository.items()
            if repository is not None
            for path in repository.ignored(some)
        }

    def repository(self, directory: str) -> vcs.Repository | None:
        """The repository that a directory is in; several directories may be in several."""
        if directory not in self.roots:
            self.roots[directory] = vcs.root_of(directory)
        root = self.roots[directory]
        if root not in self.repositories:
            self.repositories[root] = None if root is None else vcs.open_repository(root)
        return self.repositories[root]

    def candidate(self, path: str, codes: Sequence[str], unit: str = "") -> Candidate | None:
        try:
            text = self.texts[path] if path in self.texts else read(path)
        except OSError as error:
            self.problems[Problem("read", path, 0, 0, error.strerror or str(error))] = None
            return None
        if is_generated(text):
            return None
        if has_line_directives(text):
            self.notes[Problem("read", path, 0, 0, "has //line directives, and is left alone")] = None
            return None
        settings = self.settings(path)
        suppressions = Suppressions.parse(path, text, self.names)
        if codes or path not in self.suppressions:
            self.suppressions[path] = suppressions, codes
        rules = tuple(self.rules[code](settings.rules.get(code)) for code in codes)
        return Candidate(
            path,
            text,
            rules,
            functools.partial(self.is_since, path),
            functools.partial(decision, settings, suppressions, self.is_wanted),
            unit,
        )

    def is_since(self, path: str, first: int, last: int) -> bool:
        """Do lines of a file meet what --since is about?"""
        return path not in self.since or vcs.meets(self.since[path], first, last)


def decision(
    settings: Settings, suppressions: Suppressions, is_wanted: Callable[[Finding], bool], finding: Finding, last: int
) -> Status | None:
    """Why a finding (which ends in line `last`) is not to be applied, whatever merge and verifier would say."""
    if not is_wanted(finding):
        return Status.UNVERIFIED
    if suppressions.suppressing(finding.rule, finding.line, last):
        return Status.SUPPRESSED
    if settings.min_gain is not None and finding.gain.level < settings.min_gain:
        return Status.BELOW_GAIN
    wanted = Safety.UNSAFE if settings.unsafe else Safety.SAFE
    if finding.fix is None or finding.fix.safety < wanted:
        return Status.BELOW_SAFETY
    return None


def root_of(directory: str) -> str | None:
    """The root of the repository that a directory is in; outside of git, that of its module."""
    root = vcs.root_of(directory)
    above = directory
    while root is None and os.path.dirname(above) != above:
        if os.path.exists(os.path.join(above, "go.mod")):
            root = above
        above = os.path.dirname(above)
    return root


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
