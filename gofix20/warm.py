"""What a shell that asks again and again keeps between its runs: a helper with the types loaded, and what Go listed.

So that a keystroke costs what it changes: the text of one file, not a listing of its package; and in the helper the
function that it is in (see renewal.go), not the types of all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from gofix20.discover import Discovery, discover
from gofix20.goversion import needs_of
from gofix20.helper import Helper, Helpers
from gofix20.model import Build
from gofix20.overlay import on_disk
from gofix20.snapshot import shape_of
from gofix20.toolchain import Toolchain, find
from gofix20.trees import seen
from gofix20.units import Unit, load, load_tests

__all__ = ["Cold", "Warm"]

MOST_LISTED = 32
"""Answers of Go that are kept, the latest."""

MOST_FILES = 20_000
"""Files of which it is known what they were."""

Made = TypeVar("Made")
_Head = tuple[Hashable, bytes]


class Cold:
    """Nothing is kept: what a run needs is made for it, and goes with it."""

    def find(self, explicit: str | None, directories: Sequence[str]) -> Toolchain:
        return find(explicit, directories)

    @contextlib.contextmanager
    def helpers(self, toolchain: Toolchain, count: int, texts: Mapping[str, bytes]) -> Iterator[Helpers]:
        """The helpers of a run that has `texts` in place of what is on disk."""
        with Helpers(toolchain, count) as helpers:
            yield helpers

    def discover(
        self, toolchain: Toolchain, paths: Sequence[str], directory: str, build: Build, *, overlay: str | None
    ) -> Discovery:
        return discover(toolchain, paths, directory, build, overlay=overlay)

    def load(
        self,
        toolchain: Toolchain,
        packages: Sequence[Any],
        *,
        tests: bool,
        extra: Sequence[str],
        overlay: str | None,
    ) -> tuple[Unit, ...]:
        return load(toolchain, packages, tests=tests, extra=extra, overlay=overlay)

    def load_tests(self, toolchain: Toolchain, unit: Unit, overlay: str | None) -> Unit | None:
        return load_tests(toolchain, unit, overlay)

    def tell(
        self, helper: Helper, units: Sequence[Mapping[str, Any]], arch: str, sources: Mapping[str, Any]
    ) -> None:
        """Let the helper know of the units of a run."""
        helper.load(units, arch, sources)


class Warm(Cold):
    """Keeps one helper, and what Go listed while nothing changes that a listing depends on. For one thread at a time.

    That is the files of the packages that are asked about by name, with their build constraints and imports; and the
    go.mod and go.work files above them. Whoever knows that anything else has changed, says so by `outdate`.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        """To be held by a run."""
        self._epoch = 0
        self._changes: Counter[str] = Counter()
        self._helpers: Helpers | None = None
        self._toolchain: Toolchain | None = None
        self._found: dict[Hashable, Toolchain] = {}
        self._listed: OrderedDict[Hashable, Any] = OrderedDict()
        self._heads: dict[str, _Head] = {}
        self._state: Hashable = None
        self._directories: tuple[str, ...] = ()
        self._is_retired = False

    def outdate(self, directory: str | None = None) -> None:
        """Something has changed on which what is listed may depend: a package, or it cannot be said what."""
        if directory is None:
            self._epoch += 1
        else:
            self._changes[directory] += 1

    def close(self) -> None:
        if self._helpers is not None:
            self._helpers.__exit__(None, None, None)
            self._helpers = None
        self._listed.clear()
        self._heads.clear()

    def retire(self) -> None:
        """Close for good, from any thread; a run that another one may be at fails."""
        self._is_retired = True
        if not self.lock.acquire(blocking=False):
            if self._helpers is not None:
                self._helpers.first.abandon()
            self.lock.acquire()
        try:
            self.close()
        finally:
            self.lock.release()

    # A run

    def find(self, explicit: str | None, directories: Sequence[str]) -> Toolchain:
        needs = needs_of(directories)
        key = explicit, needs, os.environ.get("PATH"), self._epoch
        if key not in self._found:
            self._found = {key: find(explicit, directories)}
        self._directories = tuple(directories)
        return self._found[key]

    @contextlib.contextmanager
    def helpers(self, toolchain: Toolchain, count: int, texts: Mapping[str, bytes]) -> Iterator[Helpers]:
        if self._helpers is None or self._toolchain != toolchain:
            self.close()
            self._helpers, self._toolchain = Helpers(toolchain, 1), toolchain
        if len(self._heads) > MOST_FILES:
            # What the helper has read of them is not watched any more.
            self._heads.clear()
            self._helpers.first.unload()
        self._state, changed = self._state_of(self._directories, texts)
        self._helpers.first.settle(texts, changed)
        try:
            yield self._helpers
        finally:
            if self._is_retired:
                self.close()

    def discover(
        self, toolchain: Toolchain, paths: Sequence[str], directory: str, build: Build, *, overlay: str | None
    ) -> Discovery:
        key = "discover", toolchain, tuple(paths), directory, build
        return self._once(key, lambda: discover(toolchain, paths, directory, build, overlay=overlay))

    def load(
        self,
        toolchain: Toolchain,
        packages: Sequence[Any],
        *,
        tests: bool,
        extra: Sequence[str],
        overlay: str | None,
    ) -> tuple[Unit, ...]:
        key = "load", toolchain, tuple(packages), tests, tuple(extra)
        return self._once(key, lambda: load(toolchain, packages, tests=tests, extra=extra, overlay=overlay))

    def load_tests(self, toolchain: Toolchain, unit: Unit, overlay: str | None) -> Unit | None:
        key = "tests", toolchain, unit.id, unit.package
        return self._once(key, lambda: load_tests(toolchain, unit, overlay))

    def tell(
        self, helper: Helper, units: Sequence[Mapping[str, Any]], arch: str, sources: Mapping[str, Any]
    ) -> None:
        if sources:
            helper.load(units, arch, sources)
        else:
            helper.load_more(units, arch)

    # What a listing depends on

    def _once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        key = key, self._state
        if key not in self._listed:
            self._listed[key] = make()
            while len(self._listed) > MOST_LISTED:
                self._listed.popitem(last=False)
        self._listed.move_to_end(key)
        made: Made = self._listed[key]
        return made

    def _state_of(self, directories: Sequence[str], texts: Mapping[str, bytes]) -> tuple[Hashable, list[str]]:
        """What a listing depends on, and the files that have changed since they were looked at last."""
        # Of the packages themselves it is seen what has changed.
        elsewhere = sum(count for place, count in self._changes.items() if place not in directories)
        parts: list[Hashable] = [self._epoch, elsewhere]
        changed: list[str] = []
        for directory in directories:
            own = {path for path in texts if os.path.dirname(path) == directory}
            for path in sorted(own.union(_go_files(directory))):
                known = self._heads.get(path)
                head = self._heads[path] = self._head(path, texts.get(path), known)
                if known is not None and known[0] != head[0]:
                    changed.append(path)
                parts.append((path, head[1]))
            parts += [(path, seen(path)) for path in _module_files(directory)]
        # What they import is compiled from the unsaved texts as well.
        parts += [
            (path, hashlib.sha256(text).digest())
            for path, text in sorted(texts.items())
            if os.path.dirname(path) not in directories and on_disk(path) != text
        ]
        return tuple(parts), changed

    def _head(self, path: str, text: bytes | None, known: _Head | None) -> _Head:
        """What tells whether a file changed, and a digest of what in it a listing depends on."""
        if text is not None:
            return hashlib.sha256(text).digest(), head_of(text)
        now = seen(path)
        return known if known is not None and known[0] == now else (now, head_of(on_disk(path) or b""))


def head_of(text: bytes) -> bytes:
    """A digest of package clause, imports and all that stands above or between: constraints, directives, C code."""
    return shape_of(text, ()) or b""


def _go_files(directory: str) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.path for entry in entries if entry.name.endswith(".go")]
    except OSError:
        return []


def _module_files(directory: str) -> Iterator[str]:
    while True:
        for name in ("go.mod", "go.sum", "go.work", "go.work.sum"):
            yield os.path.join(directory, name)
        if os.path.dirname(directory) == directory:
            return
        directory = os.path.dirname(directory)
