"""Whether anything has changed in the trees that a run looks at: their state, as the file system tells it.

As git does it with its index, a file is taken for unchanged if its size, its times and its inode are. Whatever a file
system tells too coarsely to see (a file written twice within two seconds) is not relied on: see `State.settled`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COARSE_NS = 2_000_000_000
"""The coarsest time stamps that a file system has (FAT's), in nanoseconds."""

_VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".jj"})
_ABOVE = (".gofix20.toml", ".gitignore", "go.mod", "go.work", "go.work.sum")
"""Files of the directories above a module that tell something of it."""
_LOCAL = re.compile(r"(?:=>|^\s*use\b|^\s+)\s*\(?\s*\"?(/[^\s\")]+|\.{1,2}(?:/[^\s\")]*|(?=[\s\")]|$)))", re.MULTILINE)
"""A directory that a go.mod replaces a module by, or that a go.work uses."""


Rows = dict[str, tuple[int, ...]]
"""What the file system tells of each path."""

LINKED = "\0"
"""Follows the path of a symbolic link where it is told what this leads to."""
MISSING = (0,)
"""What it tells of a path that is none."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of some files and of everything in some trees."""

    rows: Rows
    moment: int
    """When it was looked at, in nanoseconds."""

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(list(self.rows.items())).encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def settled(self) -> bool:
        """Nothing in it was written so shortly before that another write might not show."""
        return all(map(self.is_settled, self.rows.values()))

    def is_settled(self, facts: tuple[int, ...]) -> bool:
        return len(facts) == 1 or max(facts[2], facts[3]) + COARSE_NS < self.moment

    def relied_on(self) -> Rows:
        """The same, with nothing told of what may be written again and not show."""
        return {path: facts if self.is_settled(facts) else () for path, facts in self.rows.items()}


def state_of(trees: Iterable[str], files: Iterable[str] = ()) -> State:
    """The state of everything in some directories, but for what version control keeps, and of some files, there or not.

    Symbolic links count as what they lead to, but directories are not entered through them, as Go does not.
    """
    now = time.time_ns()
    rows: Rows = {}
    for tree in sorted(set(trees)):
        for path, found in _entries(tree):
            rows[path] = _facts(found)
    for path in sorted(set(files)):
        rows[path] = seen(path)
    return State(rows, now)


def seen(path: str) -> tuple[int, ...]:
    """What tells that a file has changed, as far as the file system knows."""
    try:
        return _facts(os.stat(path))
    except OSError:
        return MISSING


def _facts(found: os.stat_result) -> tuple[int, ...]:
    if stat.S_ISDIR(found.st_mode):  # its entries are told one by one
        return (found.st_mode,)
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev


def _entries(tree: str) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [tree]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            try:
                yield entry.path, entry.stat(follow_symlinks=False)
                if entry.is_symlink():
                    yield entry.path + LINKED, os.stat(entry.path)
                elif entry.is_dir(follow_symlinks=False) and entry.name not in _VERSION_CONTROL:
                    waiting.append(entry.path)
            except OSError:
                continue


def around(directory: str) -> tuple[set[str], set[str]]:
    """The trees that what Go makes of a directory depends on, and files above them.

    The trees are the module that it is in, and the directories that its go.mod, or a go.work above, names.
    """
    trees, files = {directory}, set()
    place = directory
    while True:
        files |= {os.path.join(place, name) for name in _ABOVE}
        for name in ("go.mod", "go.work"):
            path = os.path.join(place, name)
            if os.path.isfile(path):
                trees |= {place} if name == "go.mod" else set()
                trees |= _named(path)
        if os.path.dirname(place) == place:
            break
        place = os.path.dirname(place)
    workspace = os.environ.get("GOWORK", "")
    if os.path.isabs(workspace):
        files.add(workspace)
        trees |= _named(workspace)
    return outermost(trees), files


def _named(path: str) -> set[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return set()
    return {os.path.normpath(os.path.join(os.path.dirname(path), match[1])) for match in _LOCAL.finditer(text)}


def outermost(trees: Iterable[str]) -> set[str]:
    """Those of some directories that are in none of the others."""
    kept: set[str] = set()
    for tree in sorted(trees):
        if not any(tree == other or tree.startswith(other.rstrip(os.sep) + os.sep) for other in kept):
            kept.add(tree)
    return kept
