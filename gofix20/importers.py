"""The packages of a module that can come to know what some of its internal ones export: all that depend on them.

Go lets nobody outside of a module import what is below its `internal` directories, but by the prefix of the path, so
that a nested module may; and what only another build imports is in no list of packages. Both are found by the text of
the files: whatever has an import path as a string counts.
"""

from __future__ import annotations

import graphlib
import itertools
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gofix20.discover import Module, Package, every_package
from gofix20.golist import Listed, list_packages
from gofix20.model import Build, Problem
from gofix20.toolchain import Toolchain

__all__ = ["MOST_SOURCE", "TOO_MUCH", "Importers", "Joint", "is_internal", "mentioned"]

_IMPORTS = ("Imports", "TestImports", "XTestImports")

MOST_SOURCE = 12_000_000
"""Bytes of source that are checked together: their types take a hundred times as much memory."""
TOO_MUCH = "too much of the module depends on it"


@dataclass(frozen=True, slots=True)
class Joint:
    """Packages that are checked together, since the same types are in all of them."""

    packages: tuple[Package, ...]
    row: Mapping[str, object]
    """As the helper wants it (see `joint` in its joint.go)."""


def is_internal(package: Package) -> bool:
    """Is it below an `internal` directory of its own module?"""
    path, module = package.import_path, package.module.path
    return path.startswith(f"{module}/") and "internal" in path.removeprefix(f"{module}/").split("/")


class Importers:
    """Who imports whom in one module, for one build.

    `root` is the directory, such as that of the repository, in which other modules may have business with it.
    """

    def __init__(self, toolchain: Toolchain, module: Module, build: Build, root: str, overlay: str | None) -> None:
        self._toolchain = toolchain
        self.module = module
        self._build = build
        self._root = root
        self._overlay = overlay

    @cached_property
    def _listed(self) -> list[tuple[Package, Listed, list[Problem]]]:
        fields = (*_IMPORTS, "ImportMap")
        return list(every_package(self._toolchain, self.module, self._build, fields, self._overlay))

    @cached_property
    def _seen(self) -> _Seen:
        return _Seen(self.module, self._root)

    @cached_property
    def directories(self) -> frozenset[str]:
        """Of all packages of the module that this build has."""
        return frozenset(package.directory for package, _, _ in self._listed)

    def needed(self, joint: Joint | str) -> frozenset[str]:
        """The directories of the packages that decide on what is joined: its own, and those that they import."""
        if isinstance(joint, str):
            return self.directories
        graph = _Graph({one["ImportPath"]: one for _, one, _ in self._listed})
        paths = graph.needed({package.import_path for package in joint.packages})
        return frozenset(package.directory for package, _, _ in self._listed if package.import_path in paths)

    def join(self, internal: Collection[str], name: str, most: int = MOST_SOURCE) -> Joint | str:
        """Some internal packages, by their import paths, and all that depend on them; or why not."""
        graph = _Graph({one["ImportPath"]: one for _, one, _ in self._listed})
        members = graph.dependents(internal)
        packages = [package for package, _, _ in self._listed if package.import_path in members]
        if sum(os.path.getsize(path) for package in packages for path in package.all_files) > most:
            return TOO_MUCH
        for package, _, problems in self._listed:
            if package.import_path in members and problems:
                return f"{package.import_path} depends on it, and does not compile: {problems[0].message}"
        order, late = graph.ordered(members)
        far, aliases = graph.outside(members, self.module)
        found = list_packages(
            self._toolchain,
            sorted(far),
            ("ImportPath", "Export", "Deps"),
            cwd=self.module.directory,
            build=self._build,
            flags=["-export"],
            overlay=self._overlay,
        )
        for one in found:
            if not members.isdisjoint(one.get("Deps") or ()):
                return f"{one['ImportPath']}, which is of another module, depends on it"
        by_path = {package.import_path: package for package in packages}
        inside = [_row(by_path[path], name, aliases, path in late, self._seen) for path in order]
        external = [_external(package, name, aliases) for package in packages if package.xtest_files]
        exports = {one["ImportPath"]: one["Export"] for one in found if one.get("Export")}
        checked = {path for package in packages for path in _checked_files(package)}
        beside = self._seen.beside(internal, checked)
        row = {"name": name, "units": [*inside, *external], "imports": exports, "beside": beside}
        return Joint(tuple(packages), row)


def _checked_files(package: Package) -> tuple[str, ...]:
    """Without those that import "C": what they do with what they get from there is not known."""
    return (*package.files, *package.test_files, *package.xtest_files)


def _row(package: Package, joint: str, aliases: Mapping[str, str], late: bool, seen: _Seen) -> dict[str, object]:
    opened = seen.opened.get(package.import_path, "")
    return {
        "id": f"{package.import_path} [{joint}]",
        "import": package.import_path,
        "files": [*package.files, *([] if late else package.test_files)],
        "late": package.test_files if late else [],
        "cgo": package.cgo_files,
        "aliases": aliases,
        "go_version": f"go{package.module.go_version}" if package.module.go_version else "",
        "closed": is_internal(package) and not opened,
        "opened": opened,
    }


def _external(package: Package, joint: str, aliases: Mapping[str, str]) -> dict[str, object]:
    path = f"{package.import_path}_test"
    row: dict[str, object] = {"id": f"{path} [{joint}]", "import": path, "files": package.xtest_files}
    version = f"go{package.module.go_version}" if package.module.go_version else ""
    return row | {"aliases": aliases, "go_version": version, "external": True}


class _Graph:
    """Who imports whom in a module, as this build has it."""

    def __init__(self, listed: Mapping[str, Listed]) -> None:
        self._listed = listed

    def _imports(self, path: str, *fields: str) -> set[str]:
        return {name for field in fields for name in self._listed[path].get(field) or ()}

    def dependents(self, paths: Collection[str]) -> set[str]:
        """The packages themselves, and what imports them, directly or not, be it in its tests."""
        importers: dict[str, set[str]] = defaultdict(set)
        for path in self._listed:
            for name in self._imports(path, *_IMPORTS):
                importers[name].add(path)
        return _reached(paths, importers) & self._listed.keys()

    def needed(self, members: Collection[str]) -> set[str]:
        """The members, and all that they or their tests depend on."""
        found, waiting = set(members), [name for path in members for name in self._imports(path, *_IMPORTS)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._imports(name, "Imports") if name in self._listed else ()
        return found

    def ordered(self, members: Collection[str]) -> tuple[list[str], set[str]]:
        """The members, each behind what it imports; and those whose tests import what imports them."""
        late: set[str] = set()
        while True:
            fields = {path: ("Imports",) if path in late else ("Imports", "TestImports") for path in members}
            needs = {path: self._imports(path, *fields[path]) & {*members} for path in sorted(members)}
            try:
                return list(graphlib.TopologicalSorter(needs).static_order()), late
            except graphlib.CycleError as error:
                circle = error.args[1]
                tested = {path for it, path in itertools.pairwise(circle) if it not in self._imports(path, "Imports")}
                late.add(min(tested - late))  # Go would not compile a circle without one

    def outside(self, members: Collection[str], module: Module) -> tuple[set[str], dict[str, str]]:
        """What members import beside each other, and what is meant by paths that are written otherwise."""
        aliases: dict[str, str] = {}
        for path in members:
            aliases.update(self._listed[path].get("ImportMap") or {})
        far = {name for path in members for name in self._imports(path, *_IMPORTS)}
        for name in far:
            # What is written in a test is not among what Go tells of the package.
            if name.startswith(f"{module.path}/vendor/"):
                aliases[name.removeprefix(f"{module.path}/vendor/")] = name
        return {aliases.get(name, name) for name in far} - {*members, "C", "unsafe"}, aliases


def _reached(paths: Collection[str], importers: Mapping[str, Collection[str]]) -> set[str]:
    found, waiting = set(paths), list(paths)
    while waiting:
        for path in importers.get(waiting.pop(), ()):
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


class _Seen:
    """What the files below some directories import, whatever build they are for."""

    def __init__(self, module: Module, root: str) -> None:
        self._module = module
        self._roots = (module.directory, root, *_neighbours(module))
        self._modules: dict[str, tuple[str, str]] = {}
        self.opened: dict[str, str] = {}
        """What a file of another module may import, with the file."""
        self._files: dict[str, list[str]] = defaultdict(list)
        self._importers: dict[str, set[str]] = defaultdict(set)
        for path in self._walk():
            own, package = self._package(os.path.dirname(path))
            if own:
                self._files[package].append(path)
            if path.endswith(".go"):
                with open(path, "rb") as file:
                    text = file.read()
                for name in mentioned(self._module.path, text):
                    if own:
                        self._importers[name].add(package)
                    else:
                        self.opened.setdefault(name, os.path.relpath(path, module.directory))

    def beside(self, internal: Collection[str], checked: Collection[str]) -> list[str]:
        """The files of the module, in no package that is checked, that may see what the packages export."""
        concerned = _reached(internal, self._importers)
        return sorted(path for package in concerned for path in self._files[package] if path not in checked)

    def _walk(self) -> Iterator[str]:
        seen: set[str] = set()
        for root in self._roots:
            for place, folders, names in os.walk(root):
                real = os.path.realpath(place)
                if real in seen:
                    folders.clear()
                    continue
                seen.add(real)
                home = os.path.realpath(place) == os.path.realpath(self._module.directory)
                # What others have vendored is a copy of their own.
                folders[:] = [name for name in folders if name != ".git" and (home or name != "vendor")]
                yield from (os.path.join(place, name) for name in names if name.endswith((".go", ".s")))

    def _package(self, directory: str) -> tuple[bool, str]:
        """Is a directory one of the module; and the import path that it has, or would have, if so."""
        module, base = self._module_of(directory)
        inside = os.path.relpath(directory, base).replace(os.sep, "/")
        own = os.path.realpath(base) == os.path.realpath(self._module.directory) and not inside.startswith("vendor/")
        return own, module if inside == "." else f"{module}/{inside}"

    def _module_of(self, directory: str) -> tuple[str, str]:
        if directory not in self._modules:
            above = os.path.dirname(directory)
            file = os.path.join(directory, "go.mod")
            if os.path.realpath(directory) == os.path.realpath(self._module.directory):
                self._modules[directory] = self._module.path, directory
            elif os.path.exists(file) or above == directory:
                self._modules[directory] = directory, directory  # which one does not matter: another
            else:
                self._modules[directory] = self._module_of(above)
        return self._modules[directory]


def mentioned(module: str, text: bytes) -> set[str]:
    """The strings of a text that may be import paths, if it may have to do with a module at all."""
    if module.encode() not in text:
        return set()
    return {found.decode("utf-8", "replace") for found in _STRING.findall(text)}


_STRING = re.compile(rb"[\"`]([^\"`\s\\]+)[\"`]")
_PLACE = re.compile(r"(?:=>|\buse\b|^|\s)\s*\"?((?:\.{1,2}|/)[^\s\"()]*)\"?", re.MULTILINE)


def _neighbours(module: Module) -> Iterator[str]:
    """The directories that the module's go.mod and a workspace around it name."""
    files = [os.path.join(module.directory, "go.mod"), os.environ.get("GOWORK", "")]
    above = module.directory
    while os.path.dirname(above) != above:
        files.append(os.path.join(above, "go.work"))
        above = os.path.dirname(above)
    for path in files:
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                text = re.sub(r"//.*", "", file.read())
            for place in _PLACE.findall(text):
                directory = os.path.normpath(os.path.join(os.path.dirname(path), place))
                if os.path.isdir(directory):
                    yield directory
