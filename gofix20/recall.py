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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gofix20 import registry, trees, vcs
from gofix20.config import Settings
from gofix20.discover import Package
from gofix20.model import Build, GofixError, Plan
from gofix20.rounds import Result
from gofix20.snapshot import MOST_CHANGED, Kept, Needs, Shape, Snapshot, links_of, shape_at
from gofix20.store import Store, key_of
from gofix20.suppress import Suppressions
from gofix20.toolchain import Toolchain
from gofix20.units import Unit

__all__ = ["Found", "Memory", "forget"]

Outlines = Callable[[Sequence[str]], Mapping[str, str]]
"""Paths to what other packages see of the files; see `Helper.outlines`."""

FOLDER = "results"
"""The folder of the user's cache that all of it is in."""

_ENVIRONMENT = (
    *("GO", "CGO_", "CC", "CXX", "FC", "PKG_CONFIG", "CPATH", "C_INCLUDE", "LIBRARY_PATH"),
    *("GIT_", "XDG_", "HOME"),
)
"""How the names begin of what Go and git read of the environment."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a package, and what else its rounds have left."""

    result: Result
    """Without the files that joined it: `joined` has their paths."""
    joined: tuple[str, ...]
    suppressions: Mapping[str, Suppressions]
    tests: str
    """A digest of the unit with the package's tests, empty if it was not asked for."""


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
        self._before = Snapshot({})
        self._changed: frozenset[str] | None = None
        self._outside: frozenset[str] = frozenset()
        """Those of the changed files in which other packages may see a change."""
        self._next = Snapshot({})
        self._contents = _Contents()
        self._sources: dict[int, str] = {}
        self._here = threading.local()

    # Whole plans

    def plan(self) -> Plan | None:
        """The plan of an earlier run that asked for the same, if nothing has changed since."""
        if self._store is None:
            return None
        self._state = self._now()
        found = self._store.get(self._key("plan"))
        if isinstance(found, tuple) and found[0] == self._state.digest and isinstance(found[1], Plan):
            return found[1]
        self._recall()
        return None

    def keep_plan(self, plan: Plan) -> None:
        """Keep a plan for who asks the same again; not if files were being written while it was made."""
        state = self._state
        if self._store is not None and state is not None and state.settled and state.rows == self._now().rows:
            self._store.put(self._key("plan"), (state.digest, plan))

    def _key(self, what: str) -> str:
        environment = sorted((name, value) for name, value in os.environ.items() if name.startswith(_ENVIRONMENT))
        return key_of([what, *self._asked, environment])

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

    # What has not changed since an earlier run

    def _recall(self) -> None:
        found = None if self._store is None else self._store.get(self._key("snapshot"))
        assert self._state is not None
        if isinstance(found, Snapshot):
            self._before = found
            self._changed = found.changes(self._state.rows)
            if self._changed is not None:
                self._next.listings, self._next.links = found.listings, found.links

    @property
    def listings(self) -> dict[object, list[Mapping[str, Any]]] | None:
        """What Go has listed; None where that is not remembered."""
        return None if self._state is None else self._next.listings

    def scanned(self, path: str, codes: tuple[str, ...], exact: bool) -> tuple[str, ...] | None:
        """Which of some rules may match in a file, if that is known."""
        if self._state is None or (facts := self._state.rows.get(path)) is None:
            return None
        return self._before.scanned(path, codes, exact) if self._before.rows.get(path) == facts else None

    def keep_scanned(self, path: str, codes: tuple[str, ...], exact: bool, found: tuple[str, ...]) -> None:
        if self._state is not None:
            self._next.scans[path, exact] = codes, found

    def kept(self, packages: Sequence[Package], matched: Mapping[str, tuple[str, ...]]) -> list[Kept]:
        """What was found in some packages of one build, where it is what would be found now."""
        if self._changed is None:
            return []
        wanted = {
            package.directory: {path: matched[path] for path in package.all_files if path in matched}
            for package in packages
        }
        # Of others that have changed, nobody finds out whether they still compile.
        outside = {*self._outside, *(path for path in self._changed if os.path.dirname(path) not in wanted)}
        return [
            one
            for one in self._before.kept
            if one.build == packages[0].build
            and one.directories <= wanted.keys()
            and one.matched == {path: codes for each in one.directories for path, codes in wanted[each].items()}
            and one.needs.is_met(self._changed, outside)
        ]

    def look(self, outlines: Outlines) -> None:
        """See what of the changes shows outside of the packages that they are in."""
        paths = sorted(path for path in self._changed or () if not path.endswith("_test.go"))
        known, now = self._before.outlines, outlines(paths) if paths else {}
        self._outside = frozenset(path for path in paths if path not in now or now[path] != known.get(path))

    def doubt(self, directories: Collection[str]) -> None:
        """Take it that other packages see what has changed in some directories."""
        self._outside |= {path for path in self._changed or () if os.path.dirname(path) in directories}

    def has_changed(self, directory: str) -> bool:
        return any(os.path.dirname(path) == directory for path in self._changed or ())

    def units(self, package: Package, *, anew: bool) -> tuple[Unit, ...]:
        """The units of a package, if they need not be asked for; if it has changed, it may not compile.

        `anew` is for one that is to be looked at: what it imports has to be there.
        """
        units = () if self._changed is None else self._before.units.get((package.build, package.directory), ())
        if not anew:
            return units
        ours = [path for path in self._changed or () if os.path.dirname(path) == package.directory]
        if ours and (is_special(package) or (len(units) > 1 and any(path.endswith("_test.go") for path in ours))):
            return ()
        return units if all(map(self._is_known, units)) else ()

    def tested(self, key: tuple[Build, str]) -> Unit | None:
        """A unit with a package's tests, if it need not be asked for."""
        unit = None if self._changed is None else self._before.tested.get(key)
        return unit if unit is not None and self._is_known(unit) else None

    def _is_known(self, unit: Unit) -> bool:
        """Is nothing wrong with a unit, and does it import what it did, as far as types go?"""
        outside = set(map(os.path.dirname, self._outside))
        if unit.problems or unit.package.directory in outside or not unit.reach.isdisjoint(outside):
            return False
        return bool(unit.sources) or all(map(os.path.exists, unit.imports.values()))

    def keep_all(self, kept: Iterable[Kept], units: Iterable[Unit]) -> None:
        """Leave what was found in packages of one build, and their units, to the next run."""
        if self._state is None:
            return
        self._next.kept += kept
        for unit in units:
            place = unit.package.build, unit.package.directory
            self._next.units[place] = (*self._next.units.get(place, ()), unit)

    def keep_tested(self, tested: Mapping[tuple[Build, str], Unit | None]) -> None:
        self._next.tested.update({**self._before.tested} if self._changed is not None else {})
        self._next.tested.update({key: unit for key, unit in tested.items() if unit is not None})

    def leave(self, packages: Collection[Package], modules: Iterable[str], outlines: Outlines) -> None:
        """Leave all this to the next run. `packages` are those that were looked at, `modules` see `Snapshot`."""
        if self._store is None or self._state is None:
            return
        if self._changed is None or len(self._changed) > MOST_CHANGED:
            self._next.rows = self._state.relied_on()
            self._next.modules = frozenset(modules) | (frozenset() if self._changed is None else self._before.modules)
            self._next.shapes = dict(self._shapes(packages))
            self._next.outlines = self._outlines(packages, outlines)
            self._store.put(self._key("snapshot"), self._next)

    def close(self) -> None:
        if self._store is not None:
            self._store.prune()

    def _outlines(self, packages: Iterable[Package], outlines: Outlines) -> dict[str, str]:
        """The outlines of what packages declare, of the files that are still what they were when the run began."""
        assert self._state is not None
        rows, before = self._state.rows, self._before
        paths = {path for package in packages for path in package.files if path in rows}
        same = {path for path in paths & before.outlines.keys() if rows[path] == before.rows.get(path)}
        found = outlines(sorted(paths - same))
        now = {path: outline for path, outline in found.items() if trees.seen(path) == rows[path]}
        return {path: before.outlines[path] for path in same} | now

    def _shapes(self, packages: Iterable[Package]) -> Iterator[tuple[str, Shape]]:
        """The shapes of the files of packages that are still what they were when the run began."""
        assert self._state is not None
        same = self._before.modules == self._next.modules
        for path in sorted({path for package in packages for path in package_files(package)}):
            facts = self._state.rows.get(path)
            if same and facts == self._before.rows.get(path) and path in self._before.shapes:
                yield path, self._before.shapes[path]
            elif (shape := shape_at(path, self._next.modules)) is not None and trees.seen(path) == facts:
                yield path, shape

    # Results of packages

    def keys(
        self,
        units: Sequence[Unit],
        groups: Iterable[tuple[Sequence[Unit], Mapping[str, Sequence[str]], Settings, Collection[str]]],
    ) -> list[str | None]:
        """What the results of packages are kept by, None where nothing is.

        A group has some units of a package, the files to look at with their rules, the settings for them, and those
        files that git ignores; `units` are those of all packages that the rules know of.
        """
        if self._store is None:
            return [None for _ in groups]
        links = self._links_of(units)
        keys: list[str | None] = []
        for own, wanted, settings, ignored in groups:
            files = [(path, self._contents.of(path).digest) for path in files_beside(own[0].package)]
            rows = map(self._row, own)
            asked = sorted((path, tuple(codes)) for path, codes in wanted.items())
            keys.append(key_of([*self._asked, links, settings, sorted(ignored), asked, *rows, *files]))
        return keys

    def _links_of(self, units: Sequence[Unit]) -> str:
        """A digest of how some units of one build link to names of other packages."""
        build = units[0].package.build if units else Build()
        if self._changed is None or build not in self._next.links:
            paths = sorted({path for unit in units for path in unit.files})
            self._next.links[build] = key_of(links for path in paths if (links := self._contents.of(path).links))
        return self._next.links[build]

    def result(self, key: str | None) -> Found | None:
        found = None if self._store is None or key is None else self._store.get(key)
        return found if isinstance(found, Found) else None

    def keep(self, key: str | None, package: Package, found: Found) -> None:
        """Keep a result for the next run, if its files are still those that its key was made of."""
        if self._store is None or key is None or found.result.problems or self.needs.is_beyond:
            return
        if all(self._contents.is_same(path) for path in files_beside(package)):
            self._store.put(key, found)

    # What a result depends on

    @property
    def needs(self) -> Needs:
        """What the result that this thread is at depends on, beside the files of its package and what it imports."""
        needs: Needs | None = getattr(self._here, "needs", None)
        if needs is None:
            needs = self._here.needs = Needs()
        return needs

    def begin(self) -> None:
        """Say that this thread begins with another result."""
        self._here.needs = Needs()

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

    def _of_sources(self, unit: Unit) -> str:
        """A digest of all that is imported from its source; the units of one build share the table of it."""
        if id(unit.sources) not in self._sources:
            files = ((name, file) for name, source in sorted(unit.sources.items()) for file in source.files)
            self._sources[id(unit.sources)] = key_of((*one, self._contents.of(one[1]).digest) for one in files)
        return self._sources[id(unit.sources)]


def is_special(package: Package) -> bool:
    """Does the compiler ask more of a package than that its types are right? Of one with cgo, nobody knows."""
    first = package.import_path.partition("/")[0]
    return bool(package.cgo_files) or (package.standard and first in ("runtime", "internal"))


def package_files(package: Package) -> tuple[str, ...]:
    return (*package.all_files, *package.ignored_files)


def files_beside(package: Package) -> list[str]:
    """The files of a package, and all else in its directory that may use names of it: assembly."""
    try:
        names = sorted(name for name in os.listdir(package.directory) if name.endswith(".s"))
    except OSError:
        names = []
    return [*package_files(package), *(os.path.join(package.directory, name) for name in names)]


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
    links: tuple[bytes, ...]
    """The lines by which it links to names of other packages."""
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
                self._known[path] = _Content(str(error), (), seen)
            else:
                self._known[path] = _Content(hashlib.sha256(content).hexdigest(), links_of(content), seen)
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
