"""Runs `go vet` over an overlay, and asks the compiler for all of its errors where vet tells only the first.

How vet speaks depends on Go: with `-json`, findings come on standard error under `# package` lines
up to 1.24, and on standard output without them from 1.25. A type error ends it with 1, on standard
error, the first one of a package only. In both, each unit that vet looked at leaves one JSON object,
`{}` if nothing was found: that is how we know that it was looked at.
"""

from __future__ import annotations

import enum
import itertools
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gofix20.discover import Package
from gofix20.excuses import Report
from gofix20.golist import Listed, batches, documents, error_problems, list_packages, located
from gofix20.model import GofixError, Problem
from gofix20.oldvet import FIRST_SOUND, tool_for
from gofix20.overlay import Overlay
from gofix20.toolchain import Toolchain, go

__all__ = ["Compiled", "Depth", "Vetted", "compile_all", "files_of", "vet"]


@dataclass(frozen=True, slots=True)
class Vetted:
    """What vet said of some packages."""

    findings: Mapping[str, tuple[Report, ...]]
    """By import path of the package; only those that have some."""
    visited: int
    """How many units it looked at."""
    failed: bool
    """It ended with an error: some packages do not compile, or it did not do its work."""
    complaints: tuple[Report, ...]
    """What it then said besides findings."""
    broken: tuple[Package, ...]
    """The packages that the complaints are about; all, if it does not say."""
    loaded: bool
    """False if it may not have come so far as to look at any package."""


def vet(
    toolchain: Toolchain,
    packages: Sequence[Package],
    overlay: Overlay,
    *,
    timeout: float | None = None,
    cached: bool = True,
) -> Vetted:
    """Vet packages of one module and one build, their tests included.

    Go 1.26 keeps what vet says of a package in one place with what it only learns of a dependency, and
    finds nothing in a package that it first met as a dependency. Without `cached`, nothing of an earlier
    run is used; that takes its time, so ask for it where less was visited than there is.
    """
    root, build = packages[0].module.directory, packages[0].build
    flags = [] if overlay.file is None else [f"-overlay={overlay.file}"]
    if overlay.file is not None and toolchain.version < FIRST_SOUND:
        flags.append(f"-vettool={tool_for(toolchain, overlay.replace, overlay.scratch)}")
    if not cached:
        # All flags are part of the key; this one says that a function which nobody has is like Printf.
        flags.append(f"-printf.funcs=gofix20_{secrets.token_hex(8)}")
    findings: dict[str, list[Report]] = {}
    complaints: list[Report] = []
    broken: dict[str, Package] = {}
    visited, failed, loaded = 0, False, True
    for batch in batches([package.import_path for package in packages]):
        done = go(toolchain, ["vet", "-json", *flags, *batch], cwd=root, build=build, timeout=timeout)
        words, trees = _split(done.stderr.decode("utf-8", "surrogateescape"))
        try:
            trees += documents(done.stdout.decode("utf-8", "surrogateescape"))
        except ValueError:
            raise GofixError(f"go vet ended with status {done.code} and printed what is not JSON") from None
        visited += len(trees)
        for tree in trees:
            for unit, analyzers in tree.items():
                package = _owner(unit, packages)
                found = _findings(unit, analyzers, package, overlay)
                findings.setdefault(package.import_path if package else unit, []).extend(found)
        if done.code == 0:
            continue
        failed = True
        about, lines = _about(words)
        loaded = loaded and "" not in about
        owners = [_owner(name, packages) for name in about]
        for package in owners if owners and None not in owners else packages:
            if package is not None:
                broken[package.import_path] = package
        said = list(located(lines, root, "types")) or [
            Problem("vet", "", 0, 0, f"go vet ended with status {done.code}, and did not say why")
        ]
        complaints += (Report("vet", _mapped(problem, overlay)) for problem in said)
    kept = {path: tuple(dict.fromkeys(found)) for path, found in findings.items()}
    return Vetted(kept, visited, failed, tuple(complaints), tuple(broken.values()), loaded)


def _about(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the names of the packages that lines stand under ("" for none), and these lines without the names."""
    names: list[str] = []
    lines: list[str] = []
    name = ""
    for line in words:
        if line.startswith("# "):
            # Up to Go 1.24 also over packages of which there is nothing to say, and again as "# [name]".
            name = line[2:]
        elif not line.startswith("go: downloading "):
            names.append(name)
            lines.append(line)
    return list(dict.fromkeys(names)), lines


def _split(text: str) -> tuple[list[str], list[Listed]]:
    """Cut what Go printed into lines for people and JSON objects, which begin and end at the start of a line."""
    words: list[str] = []
    trees: list[Listed] = []
    inside: list[str] = []
    for line in text.splitlines():
        if inside or line in ("{", "{}"):
            inside.append(line)
            if line in ("}", "{}"):
                trees += documents("\n".join(inside))
                inside = []
        else:
            words.append(line)
    return words + inside, trees


def _findings(
    unit: str, analyzers: Mapping[str, Any], package: Package | None, overlay: Overlay
) -> Iterator[Report]:
    for analyzer, found in analyzers.items():
        if isinstance(found, Mapping):  # the analyzer itself failed
            yield Report(analyzer, Problem("vet", "", 0, 0, f"{unit}: {analyzer}: {found.get('error', '')}"))
            continue
        for one in found:
            place = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", one.get("posn", ""), re.DOTALL)
            path = _own_path(place[1], package, overlay) if place else ""
            line, column = (int(place[2]), int(place[3] or 0)) if place else (0, 0)
            yield Report(analyzer, Problem("vet", path, line, column, overlay.mapped(one.get("message", ""))))


def _own_path(path: str, package: Package | None, overlay: Overlay) -> str:
    """Give the user's path for one in a finding, which may be that of an earlier run: go by its name then."""
    original = overlay.original(path)
    if original == path and package is not None:
        beside = os.path.join(package.directory, os.path.basename(path))
        if beside in package.all_files:
            return beside
    return original


def _owner(name: str, packages: Sequence[Package]) -> Package | None:
    """Find the package that a unit's name is of: `p`, `p [p.test]`, `p_test [p.test]` or `p_test`."""
    path = _path_of(name)
    by_path = {package.import_path: package for package in packages}
    return by_path.get(path) or by_path.get(path.removesuffix("_test"))


def _path_of(name: str) -> str:
    return name.partition(" ")[0]


def _mapped(problem: Problem, overlay: Overlay) -> Problem:
    path, message = overlay.original(problem.path), overlay.mapped(problem.message)
    stage = problem.stage if path else "vet"
    return Problem(stage, path, problem.line, problem.column, message)


# The compiler


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the compiler said of some packages."""

    reports: tuple[Report, ...]
    sound: frozenset[str]
    """The files that are in at least one unit that compiles."""
    broken: int
    """How many units do not compile, of those that vet looks at."""
    unloadable: frozenset[str]
    """Import paths of the packages that cannot even be loaded; vet looks at none at all if there is one."""


_FIELDS = ("Dir", "ImportPath", "ForTest", "GoFiles", "CgoFiles", "Incomplete", "Error", "DepsErrors")


class Depth(enum.Enum):
    """How far to go for the errors of packages; each step may compile everything anew."""

    LOAD = ("-test",)
    """What keeps them from being loaded: an import cycle, a missing dependency."""
    BUILD = ("-export", "-test")
    """What the compiler says too; it stops at ten errors."""
    ALL = ("-export", "-test", "-gcflags=-e")
    ALONE = ("-export",)
    """Without the tests, and all that they need."""
    ALONE_ALL = ("-export", "-gcflags=-e")


def compile_all(
    toolchain: Toolchain,
    packages: Sequence[Package],
    overlay: Overlay,
    depth: Depth,
    *,
    timeout: float | None = None,
) -> Compiled:
    """Compile packages of one module and one build, with their tests or alone, and give their errors."""
    root = packages[0].module.directory
    listed = list_packages(
        toolchain,
        [package.import_path for package in packages],
        _FIELDS,
        cwd=root,
        build=packages[0].build,
        flags=depth.value,
        overlay=overlay.file,
        timeout=timeout,
    )
    units = {one["ImportPath"]: one for one in listed}
    reports: list[Report] = []
    for one in listed:
        # A dependency's as well: it may be one of ours, or one that ours broke.
        for error in _errors(one):
            for problem in error_problems(error, root):
                placed = problem if problem.path else _at_import(problem, error, packages, overlay)
                reports.append(Report("compiler", _mapped(placed, overlay)))
    broken, sound, unloadable = 0, set(), set()
    for package in packages:
        path = package.import_path
        variants = [units.get(name) for name in (path, f"{path} [{path}.test]", f"{path}_test [{path}.test]")]
        for variant in variants:
            if variant is not None and not _errors(variant):
                sound |= {os.path.join(variant["Dir"], name) for name in files_of(variant)}
        # Of a package and the same with its tests, vet looks at the second.
        looked_at = [variants[1] or variants[0], variants[2]]
        broken += sum(1 for variant in looked_at if variant is not None and _errors(variant))
        alone = variants[0]
        if alone is None or any(not error["Err"].startswith("# ") for error in _errors(alone)):
            unloadable.add(path)
    return Compiled(tuple(dict.fromkeys(reports)), frozenset(sound), broken, frozenset(unloadable))


def _errors(listed: Listed) -> list[Mapping[str, Any]]:
    own = listed.get("Error")
    return [*([own] if own else []), *(listed.get("DepsErrors") or [])]


def files_of(listed: Listed) -> list[str]:
    """Give the names of all files that Go lists as compiled."""
    fields = ("GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles")
    return [name for field in fields for name in listed.get(field) or ()]


def _at_import(
    problem: Problem, error: Mapping[str, Any], packages: Sequence[Package], overlay: Overlay
) -> Problem:
    """Place an import cycle, for which Go names packages only, at an import in one of the texts laid over."""
    stack = error.get("ImportStack") or []
    for importer, imported in itertools.pairwise(stack):
        package = _owner(importer, packages)
        for path in package.all_files if package else ():
            at = overlay.texts.get(path, b"").find(f'"{_path_of(imported)}"'.encode())
            if at >= 0:
                line = overlay.texts[path].count(b"\n", 0, at) + 1
                return replace(problem, path=path, line=line, column=at - overlay.texts[path].rfind(b"\n", 0, at))
    return problem
