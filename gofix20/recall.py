"""What is remembered of earlier runs: whole plans, until anything changes at all, and the results of packages, until
something does that they depend on.

That is: this program, Go, the settings, the files of the package (those of other builds and its tests included), what
they import (the export files of Go's cache are named by what is in them; where sources are read instead, these), and
which names other packages link to. What depends on more than that is not kept.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gofix20 import registry, trees, vcs
from gofix20.config import Settings
from gofix20.discover import Package
from gofix20.model import GofixError, Plan
from gofix20.rounds import Candidate, Result
from gofix20.store import Store, key_of
from gofix20.suppress import may_suppress
from gofix20.toolchain import Toolchain
from gofix20.units import Unit

__all__ = ["Memory", "forget"]

FOLDER = "results"
"""The folder of the user's cache that all of it is in."""

_LINKS = b"go:linkname"
_ENVIRONMENT = (
    *("GO", "CGO_", "CC", "CXX", "FC", "PKG_CONFIG", "CPATH", "C_INCLUDE", "LIBRARY_PATH"),
    *("GIT_", "XDG_", "HOME"),
)
"""How the names begin of what Go and git read of the environment."""


class Memory:
    """What one run remembers and keeps; for several threads, each at a package of its own.

    `directory` is the user's cache, None where nothing is to be remembered. `question` is whatever was asked that all
    results depend on, `directories` are where the code is, and `files` others that the answer depends on.
    """

    def __init__(
        self,
        directory: str | None,
        toolchain: Toolchain,
        question: object,
        directories: Sequence[str] = (),
        files: Iterable[str] = (),
    ) -> None:
        digest = None if directory is None else program()
        self._store = None if directory is None or digest is None else Store(os.path.join(directory, FOLDER))
        self._asked = (digest, toolchain, question)
        self._directories = directories
        self._files = {toolchain.go, os.path.join(toolchain.goroot, "VERSION"), *_go_settings(), *files}
        self._state: trees.State | None = None
        self._whole = ""
        self._contents = _Contents()
        self._sources: dict[int, str] = {}
        self._here = threading.local()

    # Whole plans

    def plan(self) -> Plan | None:
        """The plan of an earlier run that asked for the same, if nothing has changed since."""
        if self._store is None:
            return None
        self._state, self._whole = self._now(), self._key_of_all()
        found = self._store.get(self._whole)
        if isinstance(found, tuple) and found[0] == self._state.digest and isinstance(found[1], Plan):
            return found[1]
        return None

    def keep_plan(self, plan: Plan) -> None:
        """Keep a plan for who asks the same again; not if files were being written while it was made."""
        if self._store is not None and self._state is not None and self._state.settled and self._state == self._now():
            self._store.put(self._whole, (self._state.digest, plan))

    def _key_of_all(self) -> str:
        environment = sorted((name, value) for name, value in os.environ.items() if name.startswith(_ENVIRONMENT))
        return key_of(["plan", *self._asked, environment])

    def _now(self) -> trees.State:
        """The state of everything that the run may depend on."""
        around = [trees.around(directory) for directory in self._directories]
        places = {tree for some, _ in around for tree in some}
        files = self._files.union(*(above for _, above in around))
        for root in {vcs.root_of(place) for place in places}:
            if root is not None:
                # Other modules of a repository may import what an internal package exports.
                places.add(root)
                files.update(vcs.state_files(root))
        return trees.state_of(trees.outermost(places), files)

    # Results of packages

    def keys(
        self, units: Sequence[Unit], groups: Iterable[tuple[Sequence[Unit], Sequence[Candidate], Settings]]
    ) -> list[str | None]:
        """What the results of packages are kept by, None for one that is not to be kept.

        A group has some units of a package, its candidates and the settings for them; `units` are those of all
        packages that the rules know of. Which suppressions were of use is part of a run, and would be forgotten.
        """
        if self._store is None:
            return [None for _ in groups]
        paths = sorted({path for unit in units for path in unit.files})
        links = key_of(content.digest for content in map(self._contents.of, paths) if content.links)
        keys: list[str | None] = []
        for own, candidates, settings in groups:
            files = self._files_of(own[0].package, candidates)
            known = not any(may_suppress(candidate.original) for candidate in candidates)
            keys.append(key_of([*self._asked, links, settings, *map(self._row, own), *files]) if known else None)
        return keys

    def result(self, key: str | None) -> Result | None:
        found = None if self._store is None or key is None else self._store.get(key)
        self._here.unsure = False
        return found if isinstance(found, Result) else None

    def doubt(self) -> None:
        """Say that the result of the package that this thread is at depends on what its key does not know of."""
        self._here.unsure = True

    def keep(self, key: str | None, package: Package, result: Result) -> None:
        """Keep a result for the next run, if its files are still those that its key was made of."""
        if self._store is None or key is None or self._here.unsure or result.problems:
            return
        if all(self._contents.is_same(path) for path in (*package.all_files, *package.ignored_files)):
            self._store.put(key, result)

    def _row(self, unit: Unit) -> tuple[object, ...]:
        return (
            unit.id,
            unit.package.build,
            unit.files,
            unit.cgo_files,
            sorted(unit.imports.items()),
            sorted(unit.aliases.items()),
            unit.go_version,
            sorted(unit.importable),
            unit.cgo_types and self._contents.of(unit.cgo_types).digest,
            self._of_sources(unit),
        )

    def _files_of(self, package: Package, candidates: Iterable[Candidate]) -> list[object]:
        paths = (*package.all_files, *package.ignored_files)
        return [
            [(path, self._contents.of(path).digest) for path in paths],
            [
                (one.path, hashlib.sha256(one.original).digest(), [rule.code for rule in one.rules], one.unit)
                for one in candidates
            ],
        ]

    def _of_sources(self, unit: Unit) -> str:
        """A digest of all that is imported from its source; the units of one build share the table of it."""
        if id(unit.sources) not in self._sources:
            files = ((name, file) for name, source in sorted(unit.sources.items()) for file in source.files)
            self._sources[id(unit.sources)] = key_of((*one, self._contents.of(one[1]).digest) for one in files)
        return self._sources[id(unit.sources)]

    def close(self) -> None:
        if self._store is not None:
            self._store.prune()


def forget(directory: str) -> None:
    """Take everything out of a cache directory that can be had again: results, and helpers that were built.

    Raises GofixError for what cannot be taken out.
    """
    try:
        Store(os.path.join(directory, FOLDER)).clear()
        for path in Path(directory).glob("helper-*"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise GofixError(f"cannot clear the cache {directory}: {error.strerror}") from None


def program() -> str | None:
    """A digest of this program and of what it runs on; None if a third party's rules take part in it."""
    rules = Path(*registry.built_in_package().__path__).resolve()
    return _digest(rules) if all(Path(path).resolve().parent == rules for path in registry.origins()) else None


@functools.cache
def _digest(rules: Path) -> str:
    own = Path(__file__).resolve().parent
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted({*own.rglob("*.py"), *own.rglob("*.go"), *rules.glob("*.py")}):
        digest.update(os.fsencode(path) + b"\0" + path.read_bytes() + b"\0")
    for name in ("tree_sitter", "tree_sitter_go"):
        folder = Path(os.fspath(sys.modules[name].__file__ or "")).parent
        files = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
        digest.update(repr(files).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Content:
    digest: str
    links: bool
    """Does it link to names of other packages?"""
    seen: tuple[int, ...]


class _Contents:
    """Digests of files, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, _Content] = {}

    def of(self, path: str) -> _Content:
        if path not in self._known:
            seen = trees.seen(path)
            try:
                content = Path(path).read_bytes()
            except OSError as error:
                self._known[path] = _Content(str(error), False, seen)
            else:
                self._known[path] = _Content(hashlib.sha256(content).hexdigest(), _LINKS in content, seen)
        return self._known[path]

    def is_same(self, path: str) -> bool:
        """Is a file what it was when it was read?"""
        return self.of(path).seen == trees.seen(path)


def _go_settings() -> list[str]:
    """Where `go env -w` may have written."""
    home, given = os.path.expanduser("~"), os.environ.get("GOENV", "")
    kept = [os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")]
    kept.append(os.path.join(home, "Library", "Application Support"))
    return [*([given] if os.path.isabs(given) else []), *(os.path.join(place, "go", "env") for place in kept)]
