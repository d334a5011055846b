"""Paths and patterns, as Go takes them, to packages of files.

Whatever Go itself would not compile here (a broken package, a missing dependency) becomes a
problem and is left out; a path that means nothing is a `GofixError`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gofix20.golist import Listed, list_packages, package_problems, remedy
from gofix20.model import Build, GofixError, Problem
from gofix20.patterns import Target, directories, targets
from gofix20.toolchain import Toolchain

__all__ = [
    "Discovery", "LeftOut", "Module", "Package", "discover", "discover_again", "every_package", "is_generated",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Module:
    """A module whose own code is looked at."""

    path: str
    directory: str
    go_version: str
    """The language version that it asks for, as go.mod has it: "1.21", "1.26.0"; "1.16" where go.mod says none."""
    main: bool = True
    """Others' code, in the module cache or vendored, is never discovered."""


@dataclass(frozen=True, slots=True)
class Package:
    """The Go files of one directory, for one build. All files are absolute paths, named as Go names them."""

    import_path: str
    name: str
    directory: str
    module: Module
    files: tuple[str, ...]
    """Compiled always; without those that import "C"."""
    cgo_files: tuple[str, ...]
    test_files: tuple[str, ...]
    xtest_files: tuple[str, ...]
    """Of the external test package, `name_test`."""
    ignored_files: tuple[str, ...]
    """Left out by build constraints: not compiled, so not checked."""
    standard: bool
    """Part of the standard library or of Go's own commands."""
    build: Build

    @property
    def all_files(self) -> tuple[str, ...]:
        """Every file that some unit of the package compiles."""
        return (*self.files, *self.cgo_files, *self.test_files, *self.xtest_files)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that build constraints keep out of its package in one build."""

    path: str
    package: str
    """The name of the package that this build makes of the directory; empty if it makes none."""
    root: str
    """Where to ask Go for it: the module's directory."""
    problem: Problem | None
    """What to say if no other build has the file either; None where nobody asked for it by name."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What some paths mean."""

    packages: tuple[Package, ...]
    problems: tuple[Problem, ...]
    """Packages that Go cannot load, and so are not among `packages`: why, at least one each."""
    selected: Mapping[str, frozenset[str]]
    """By package directory, where only single files of it were asked for: these files."""
    left_out: tuple[LeftOut, ...] = ()
    """The files that were asked for, by what they are in or by name, and that build constraints leave out."""

    def wants(self, package: Package, file: str) -> bool:
        """Say whether a file of a package was asked for."""
        return file in self.selected.get(package.directory, (file,))


_FIELDS = (
    "Dir",
    "ImportPath",
    "Name",
    "Module",
    "Match",
    "Standard",
    "GoFiles",
    "CgoFiles",
    "TestGoFiles",
    "XTestGoFiles",
    "IgnoredGoFiles",
    "Incomplete",
    "Error",
    "DepsErrors",
)


def discover(
    toolchain: Toolchain,
    paths: Sequence[str],
    directory: str,
    build: Build,
    *,
    overlay: str | None = None,
) -> Discovery:
    """Find the packages that `paths` mean, seen from `directory`, an absolute path.

    A path is a file, a directory, either with `...` in it, or an import path or pattern of the main
    module. Each module is asked for in its own directory, nested ones and those of a workspace
    included. `overlay` is the file of a Go overlay. GofixError for a path that means nothing.
    """
    real = _Real()
    asked = [target for path in paths or ("./...",) for target in targets(toolchain, path, directory, overlay)]
    packages: dict[str, Package] = {}
    problems: list[Problem] = []
    left_out: dict[str, LeftOut] = {}
    whole: set[str] = set()
    single: dict[str, set[str]] = {}
    for root in dict.fromkeys(target.root for target in asked):
        here = [target for target in asked if target.root == root]
        home = _own_module(toolchain, root)
        patterns = list(dict.fromkeys(target.pattern for target in here))
        listed = list_packages(toolchain, patterns, _FIELDS, cwd=root, build=build, overlay=overlay)
        ours = [one for one in listed if "Dir" not in one or _module(one, home)]
        listed = [*listed, *_passed_over(toolchain, here, listed, root, build, overlay, real)]
        for file in _without_package(listed, here, home, root):
            left_out.setdefault(real(file.path), file)
        ours = [one for one in ours if not _excluded(one)]
        for target in here:
            if not any(target.pattern in one.get("Match", ()) for one in listed if "Dir" in one and _module(one, home)):
                covered = directories(toolchain, root, [target.pattern])
                if not any(os.path.dirname(one.path) in covered for one in left_out.values()):
                    raise _nothing(target, listed)
        for one in ours:
            found = package_problems(one, root)
            problems += found
            module = _module(one, home)
            if found or module is None:
                continue
            # Through a symbolic link, a directory may have several names, but its files are edited once.
            package = packages.setdefault(real(one["Dir"]), _package(one, module, build))
            for target in here:
                if target.pattern not in one.get("Match", ()):
                    continue
                if target.file is None:
                    whole.add(package.directory)
                    for path in package.ignored_files:
                        left_out.setdefault(
                            real(path), LeftOut(path, package.name, module.directory, None)
                        )
                elif problem := _left_out(package, target.file):
                    name = os.path.join(package.directory, os.path.basename(target.file))
                    if name in package.ignored_files:
                        left_out[real(name)] = LeftOut(name, package.name, module.directory, problem)
                    else:
                        problems.append(problem)
                else:
                    # As Go names it: the directory may have been given through a symbolic link.
                    name = os.path.join(package.directory, os.path.basename(target.file))
                    single.setdefault(package.directory, set()).add(name)
    return Discovery(
        tuple(one for one in packages.values() if one.directory in whole or one.directory in single),
        tuple(dict.fromkeys(problems)),
        {place: frozenset(names) for place, names in single.items() if place not in whole},
        tuple(left_out.values()),
    )


def discover_again(
    toolchain: Toolchain, root: str, places: Sequence[str], build: Build, *, overlay: str | None = None
) -> tuple[tuple[Package, ...], Mapping[str, str]]:
    """Find the packages of some directories of one module in another build, and for others why they are none in it.

    The reasons are by the directory, links resolved.
    """
    home = _own_module(toolchain, root)
    patterns = [f"./{os.path.relpath(place, root)}" for place in places]
    listed = list_packages(toolchain, patterns, _FIELDS, cwd=root, build=build, overlay=overlay)
    packages: list[Package] = []
    reasons: dict[str, str] = {}
    for one in listed:
        if "Dir" not in one:
            continue
        if found := package_problems(one, root):
            reasons[os.path.realpath(one["Dir"])] = found[0].message
        elif module := _module(one, home):
            packages.append(_package(one, module, build))
    return tuple(packages), reasons


def every_package(
    toolchain: Toolchain, module: Module, build: Build, fields: Sequence[str], overlay: str | None
) -> Iterator[tuple[Package, Listed, list[Problem]]]:
    """Give all packages of one module that a build has, with what Go lists of them, and what is wrong with them."""
    home = _own_module(toolchain, module.directory)
    listed = list_packages(
        toolchain, ["./..."], (*_FIELDS, *fields), cwd=module.directory, build=build, overlay=overlay
    )
    for one in listed:
        owner = _module(one, home) if "Dir" in one else None
        if owner is not None and os.path.realpath(owner.directory) == os.path.realpath(module.directory):
            yield _package(one, owner, build), one, package_problems(one, module.directory)


class _Real:
    """`os.path.realpath`, which looks at each directory once, however much is in it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        if path not in self._known:
            above, name = os.path.split(path)
            is_plain = above and name not in ("", ".", "..") and not os.path.islink(path)
            self._known[path] = os.path.join(self(above), name) if is_plain else os.path.realpath(path)
        return self._known[path]


def _without_package(
    listed: Sequence[Listed], asked: Sequence[Target], home: Module | None, root: str
) -> Iterator[LeftOut]:
    """Give the files that were asked for in directories of which this build has none."""
    for one in listed:
        module = _module(one, home) if _excluded(one) else None
        if module is None:
            continue
        meant = [target for target in asked if target.pattern in one.get("Match", ())]
        names = {os.path.basename(target.file) for target in meant if target.file is not None}
        all_of_them = not meant or any(target.file is None for target in meant)
        for path in _files(one, "IgnoredGoFiles"):
            if all_of_them or os.path.basename(path) in names:
                yield LeftOut(path, "", module.directory, package_problems(one, root)[0] if meant else None)


def _excluded(listed: Listed) -> bool:
    """Is it a directory with Go files, of which build constraints leave out all?"""
    has_some = any(listed.get(field) for field in ("GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles"))
    return bool(listed.get("Error") and listed.get("IgnoredGoFiles")) and not has_some


def _passed_over(
    toolchain: Toolchain,
    asked: Sequence[Target],
    listed: Sequence[Listed],
    root: str,
    build: Build,
    overlay: str | None,
    real: Callable[[str], str],
) -> Iterator[Listed]:
    """List the directories that a pattern with `...` covers and that Go passes over, since this build has none of it.

    Without `Match`: nobody asked for them by name.
    """
    patterns = [target.pattern for target in asked if target.file is None]
    known = {real(one["Dir"]) for one in listed if "Dir" in one}
    missing = [place for place in directories(toolchain, root, patterns) if real(place) not in known]
    if missing:
        names = [f"./{os.path.relpath(place, root)}" for place in missing]
        for one in list_packages(toolchain, names, _FIELDS, cwd=root, build=build, overlay=overlay):
            if _excluded(one):
                yield {key: value for key, value in one.items() if key != "Match"}


def _own_module(toolchain: Toolchain, root: str) -> Module | None:
    """Give the module of Go's own tree (`std`, `cmd`), which `go list` does not tell, or None.

    GofixError if that tree is not this Go's: it would build its own standard library instead.
    """
    with open(os.path.join(root, "go.mod"), encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    name = re.search(r"^module\s+\"?(std|cmd)\"?\s*$", text, re.MULTILINE)
    if name is None:
        return None
    version = re.search(r"^go\s+(\S+)", text, re.MULTILINE)
    source = os.path.join(toolchain.goroot, "src", *(["cmd"] if name[1] == "cmd" else []))
    if os.path.realpath(root) != os.path.realpath(source):
        raise GofixError(
            f"{root} is Go's own tree, and {toolchain.go} does not build it: its own is {source}",
            "copy the whole of GOROOT and name the copy's own Go: --go COPY/bin/go",
        )
    return Module(name[1], root, version[1] if version else "", main=True)


def _module(listed: Listed, home: Module | None) -> Module | None:
    """Give the main module that a package belongs to; None if it is somebody else's, or vendored."""
    told = listed.get("Module")
    if listed.get("Standard"):
        module = home
    elif told and told.get("Main"):
        # Without a `go` line, Go compiles it as 1.16.
        module = Module(told["Path"], told["Dir"], told.get("GoVersion", "1.16"))
    else:
        return None
    if module is None:
        return None
    inside = os.path.relpath(listed["Dir"], module.directory).split(os.sep)
    return None if inside[0] == os.pardir or "vendor" in inside else module


def _files(listed: Listed, field: str) -> tuple[str, ...]:
    return tuple(os.path.join(listed["Dir"], name) for name in listed.get(field) or ())


def _package(listed: Listed, module: Module, build: Build) -> Package:
    return Package(
        import_path=listed["ImportPath"],
        name=listed.get("Name", ""),
        directory=listed["Dir"],
        module=module,
        files=_files(listed, "GoFiles"),
        cgo_files=_files(listed, "CgoFiles"),
        test_files=_files(listed, "TestGoFiles"),
        xtest_files=_files(listed, "XTestGoFiles"),
        ignored_files=_files(listed, "IgnoredGoFiles"),
        standard=bool(listed.get("Standard")),
        build=build,
    )


def _left_out(package: Package, file: str) -> Problem | None:
    """Say why a file that was asked for is not compiled, if it is not."""
    name = os.path.basename(file)
    if name in map(os.path.basename, package.all_files):
        return None
    ignored = name in map(os.path.basename, package.ignored_files)
    why = "build constraints leave it out" if ignored else "Go skips files of that name"
    return Problem("list", file, 0, 0, f"not compiled, so not looked at: {why}")


def _nothing(target: Target, listed: Sequence[Listed]) -> GofixError:
    """Say why a path matched no package of ours."""
    for one in listed:
        if target.pattern in one.get("Match", ()):
            message = (one.get("Error") or {}).get("Err")
            if not message:
                return GofixError(f"{target.path}: {one['ImportPath']} is not code of the module in {target.root}")
            return GofixError(f"{target.path}: {message}", remedy(message))
    return GofixError(f"{target.path}: no Go packages there", "a directory, a file, or a pattern such as ./...")


_CLAUSE = re.compile(rb"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_GENERATED = re.compile(rb"^// Code generated .* DO NOT EDIT\.\r?$", re.MULTILINE)


def is_generated(text: bytes) -> bool:
    """Say whether a file is marked as generated, in a line before its package clause."""
    text = text.removeprefix(b"\xef\xbb\xbf")
    before = _CLAUSE.match(text)
    return before is not None and _GENERATED.search(text, 0, before.end()) is not None
