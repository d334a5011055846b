"""Packages to units: what the type checker sees at once, with the export data of all that it imports."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gofix20.discover import Package
from gofix20.golist import Listed, list_packages, package_problems
from gofix20.model import Build, Problem
from gofix20.toolchain import Toolchain

__all__ = ["Source", "Unit", "load", "load_tests"]


@dataclass(frozen=True, slots=True)
class Source:
    """A package that is imported, to be read from its files."""

    files: tuple[str, ...]
    names: Mapping[str, str]
    """What its imports mean, where that is not what is written."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the type checker sees at once: a package, one with its tests, or an external test package."""

    id: str
    """As Go names it: `p`, `p [p.test]` or `p_test [p.test]`."""
    import_path: str
    """The package's own: `p`, `p` and `p_test`."""
    name: str
    package: Package
    files: tuple[str, ...]
    cgo_files: tuple[str, ...]
    imports: Mapping[str, str]
    """Export file by import path, as written (`golang.org/x/…`) and as meant (`vendor/golang.org/x/…`)."""
    aliases: Mapping[str, str]
    """The path that is meant by one as written, where they differ."""
    go_version: str
    importable: frozenset[str]
    """Those of the `extra` paths that its files may import as well."""
    problems: tuple[Problem, ...]
    """Why it does not compile; then it is to be left alone, and `imports` may lack some."""
    world: str = ""
    """Types of two units are the same in Go if this is, and never if not: other versions, recompiled for a test."""
    cgo_types: str = ""
    """The file, in Go's cache, of what cgo declares for `C.x`; empty if there is none."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """What it may import, directly or not, by name, if `imports` has such names in place of export files."""
    reach: frozenset[str] = frozenset()
    """The directories of all packages that `imports` depends on, directly or not."""


_UNIT_FIELDS = (
    "Dir",
    "ImportPath",
    "Name",
    "Export",
    "Imports",
    "ImportMap",
    "GoFiles",
    "CgoFiles",
    "Incomplete",
    "Error",
    "DepsErrors",
)


def load(
    toolchain: Toolchain,
    packages: Sequence[Package],
    *,
    tests: bool,
    extra: Sequence[str],
    overlay: str | None = None,
) -> tuple[Unit, ...]:
    """Make the units of some packages, compiling what they import (Go's build cache keeps it).

    One call of Go for each module and build. `extra` are paths of the standard library that a fix
    may want to import: `imports` has the ones that are in `importable` too. With `tests`, a package
    with tests gives up to three units. Without cgo, as on every other system, what they import is read
    from its sources: to compile all of it, for a system that nobody builds for here, takes a minute.
    """
    groups: dict[tuple[str, Build], list[Package]] = {}
    for package in packages:
        groups.setdefault((package.module.directory, package.build), []).append(package)
    units: list[Unit] = []
    for (root, build), group in groups.items():
        compiled = [] if build.cgo is False else ["-export"]
        flags = [*compiled, "-deps", *(["-test"] if tests else [])]
        paths = [package.import_path for package in group]
        graph = _Graph(toolchain, root, build, overlay)
        graph.add(paths, flags)
        if any(package.module.path != "std" for package in group):
            # Not in the call above: with -test, their own tests would be compiled too.
            graph.add([path for path in extra if path not in graph.listed], [*compiled, "-deps"])
        cgo = [package.import_path for package in group if package.cgo_files]
        if cgo:
            graph.add_cgo(cgo, ["-test"] if tests else [])
        if not compiled:
            graph.find_sources()
        for package in group:
            units += _units(package, graph, extra)
    return tuple(units)


def load_tests(toolchain: Toolchain, unit: Unit, overlay: str | None = None) -> Unit | None:
    """Make the unit of a package with its own tests, if it has such and they can be loaded, of the one without.

    Not by `load`: that would compile the tests, which are only checked here, and what imports the package for them.
    """
    package = unit.package
    name = f"{package.import_path} [{package.import_path}.test]"
    graph = _Graph(toolchain, package.module.directory, package.build, overlay)
    graph.add([package.import_path], ["-deps", "-test"])
    listed = graph.listed.get(name)
    if listed is None or package_problems(listed, graph.root):
        return None
    files = tuple(os.path.join(listed["Dir"], file) for file in listed.get("GoFiles") or ())
    # They import nothing that imports the package, so nothing that is compiled anew for them.
    graph = _Graph(toolchain, package.module.directory, package.build, overlay)
    wanted = {one for one in listed.get("Imports") or () if _path_of(one) not in unit.imports} - {"C", "unsafe"}
    if wanted:
        graph.add(sorted(wanted), ["-export", "-deps"])
        if any(package_problems(graph.listed[one], graph.root) for one in wanted & graph.listed.keys()):
            return None
    imports, aliases = _imports(listed, graph)
    return replace(
        unit,
        id=name,
        files=files,
        imports={**imports, **unit.imports},
        aliases={**aliases, **unit.aliases},
        reach=unit.reach.union(*map(graph.directories, wanted)),
    )


class _Graph:
    """What `go list -deps` told, by the name that it gives to a package or a variant of one."""

    def __init__(self, toolchain: Toolchain, root: str, build: Build, overlay: str | None) -> None:
        self.root = root
        self.listed: dict[str, Listed] = {}
        self.cgo_types: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self._reached: dict[str, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._toolchain = toolchain
        self._build = build
        self._overlay = overlay

    def add(self, paths: Sequence[str], flags: Sequence[str]) -> None:
        found = list_packages(
            self._toolchain,
            paths,
            _UNIT_FIELDS,
            cwd=self.root,
            build=self._build,
            flags=flags,
            overlay=self._overlay,
        )
        for one in found:
            self.listed.setdefault(one["ImportPath"], one)

    def export(self, name: str) -> str | None:
        """Give what the importer finds a package by: its export file, or its name where sources are read."""
        listed = self.listed.get(name, {})
        return name if name in self.sources else listed.get("Export")

    def find_sources(self) -> None:
        """Let everything that is listed be imported from its files."""
        for name, listed in self.listed.items():
            files = tuple(os.path.join(listed["Dir"], file) for file in listed.get("GoFiles") or ())
            if files and name != "unsafe":
                self.sources[name] = Source(files, listed.get("ImportMap") or {})

    def add_cgo(self, paths: Sequence[str], flags: Sequence[str]) -> None:
        """Find what cgo declared for some packages (it ran when they were compiled): a file of no other name."""
        fields = ("ImportPath", "Dir", "CompiledGoFiles")
        for one in list_packages(
            self._toolchain,
            paths,
            fields,
            cwd=self.root,
            build=self._build,
            flags=["-compiled", *flags],
            overlay=self._overlay,
        ):
            for file in one.get("CompiledGoFiles") or ():
                if os.path.isabs(file) and os.path.dirname(file) != one.get("Dir") and _is_cgo_types(file):
                    self.cgo_types[one["ImportPath"]] = file

    def reach(self, name: str) -> frozenset[str]:
        """Give the paths of all packages that one depends on, directly or not."""
        return frozenset(map(_path_of, self._reach(name)))

    def directories(self, name: str) -> frozenset[str]:
        """Give the directories of a package and of all that it depends on, directly or not."""
        found = (self.listed.get(each, {}).get("Dir") for each in (name, *self._reach(name)))
        return frozenset(directory for directory in found if directory)

    def shared(self, some: frozenset[str]) -> frozenset[str]:
        """The same set for all that are equal: most packages have no more than a few between them."""
        return self._sets.setdefault(some, some)

    def _reach(self, name: str) -> frozenset[str]:
        if name not in self._reached:
            seen: set[str] = set()
            waiting = [name]
            while waiting:
                for imported in self.listed.get(waiting.pop(), {}).get("Imports") or ():
                    if imported not in seen:
                        seen.add(imported)
                        waiting.append(imported)
            self._reached[name] = frozenset(seen)
        return self._reached[name]


def _is_cgo_types(path: str) -> bool:
    with contextlib.suppress(OSError), open(path, "rb") as file:
        return b"\nfunc _Cgo_ptr(" in file.read()
    return False


def _path_of(name: str) -> str:
    """Strip what makes a variant of a package's name: `p [q.test]` is `p`."""
    return name.partition(" ")[0]


def _units(package: Package, graph: _Graph, extra: Sequence[str]) -> Iterator[Unit]:
    path = package.import_path
    for name in (path, f"{path} [{path}.test]", f"{path}_test [{path}.test]"):
        listed = graph.listed.get(name)
        if listed is None:
            if name != path:
                continue  # it has no such tests
            listed = {"ImportPath": path, "Dir": package.directory, "Incomplete": True}
        problems = tuple(package_problems(listed, graph.root))
        files = tuple(os.path.join(listed["Dir"], file) for file in listed.get("GoFiles") or ())
        cgo_files = tuple(os.path.join(listed["Dir"], file) for file in listed.get("CgoFiles") or ())
        if not files and not cgo_files and not problems:
            continue  # only tests
        imports, aliases = _imports(listed, graph)
        if name in graph.cgo_types:
            for implied in ("syscall", "runtime/cgo"):  # by what cgo declares
                if export := graph.export(implied):
                    imports.setdefault(implied, export)
        importable = set()
        reach = set(graph.directories(name))
        recompiled = any(" " in imported for imported in listed.get("Imports") or ())
        for wanted in extra:
            variant = f"{wanted} [{path}.test]"
            chosen = variant if name != path and variant in graph.listed else wanted
            export = graph.export(chosen)
            if export and _may_import(package, name, wanted, chosen, graph):
                importable.add(wanted)
                reach |= graph.directories(chosen)
                recompiled = recompiled or " " in chosen
                imports.setdefault(wanted, export)
        yield Unit(
            id=name,
            import_path=_path_of(name),
            name=listed.get("Name", ""),
            package=package,
            files=files,
            cgo_files=cgo_files,
            imports=imports,
            aliases=aliases,
            go_version=package.module.go_version,
            importable=graph.shared(frozenset(importable)),
            problems=problems,
            world=name if recompiled else graph.root,
            cgo_types=graph.cgo_types.get(name, ""),
            sources=graph.sources,
            reach=graph.shared(frozenset(reach)),
        )


def _imports(listed: Listed, graph: _Graph) -> tuple[dict[str, str], dict[str, str]]:
    imports: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for name in listed.get("Imports") or ():
        export = graph.export(name)
        if export:  # neither "C" nor unsafe has one
            imports[_path_of(name)] = export
    for text, name in (listed.get("ImportMap") or {}).items():
        path = _path_of(name)
        if path != text:
            aliases[text] = path
            if path in imports:
                imports[text] = imports[path]
    return imports, aliases


def _may_import(package: Package, unit: str, wanted: str, chosen: str, graph: _Graph) -> bool:
    """Say whether a unit may import a package: no cycle, and nothing new for the standard library."""
    path = package.import_path
    if wanted == path:
        return False
    if unit == f"{path}_test [{path}.test]":
        # It may import what depends on the package under test, but only as compiled for this test.
        if chosen == wanted and path in graph.reach(wanted):
            return False
    elif path in graph.reach(wanted):
        return False
    if package.module.path != "std":
        return True
    # Its dependency test (go/build) holds the imports of each package to a list. A file of the package
    # itself is also in the unit with its tests, and must not take their imports for its own.
    own = path if package.files or package.cgo_files else unit
    return wanted in graph.reach(unit if unit.startswith(f"{path}_test ") else own)
