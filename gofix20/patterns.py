"""What a PATH means: in which module's directory to ask Go for which pattern.

A path is what Go takes for one, and more: a path inside a nested module, or in one module of a
workspace, is asked for in that module, where Go alone would refuse it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gofix20.golist import documents, list_error
from gofix20.model import GofixError
from gofix20.toolchain import Toolchain, go

__all__ = ["Target", "directories", "targets"]


@dataclass(frozen=True, slots=True)
class Target:
    """One PATH: where to ask Go for it, and how."""

    path: str
    root: str
    pattern: str
    file: str | None = None


def targets(toolchain: Toolchain, path: str, directory: str, overlay: str | None) -> Iterator[Target]:
    """Say what one PATH means: usually one pattern, in a workspace's root one for each module below."""
    if not path:
        raise GofixError("an empty path means nothing", "the current directory is .")
    base, dots, rest = _split(path)
    place = os.path.normpath(os.path.join(directory, base))
    if not dots and (os.path.isfile(place) or (overlay and place.endswith(".go"))):
        if not place.endswith(".go"):
            raise GofixError(f"{path} is not a Go file")
        root = _root(toolchain, os.path.dirname(place))
        yield Target(path, root, _relative(os.path.dirname(place), root), place)
    elif os.path.isdir(place):
        if rest == "..." and _upward(place, "go.mod") is None:
            for root in _workspace_below(toolchain, place):
                yield Target(path, root, "./...")
            return
        root = _root(toolchain, place)
        yield Target(path, root, _relative(place, root) + (f"/{rest}" if dots else ""))
    elif path.startswith(("-", os.sep, "./", "../")) or path in (".", ".."):
        raise GofixError(f"{path}: no such file or directory")
    elif "..." in base or re.fullmatch(r"[\w.~/!+-]+", path) is None:
        raise GofixError(f"{path}: no such file or directory, and not an import path")
    else:
        yield Target(path, _root(toolchain, directory), path)


def directories(toolchain: Toolchain, root: str, patterns: Sequence[str]) -> list[str]:
    """Give the directories with Go files that patterns with `...` cover in a module, as Go walks it.

    Those too of which Go builds no file in any one configuration; an import path's pattern covers none.
    """
    found: dict[str, None] = {}
    ignored: re.Pattern[str] | None = None
    for pattern in patterns:
        base, dots, _ = _split("./..." if pattern == "..." else pattern)
        if not dots or not base.startswith("."):
            continue
        expression = re.compile(_expression(pattern))
        ignored = ignored or _ignored(toolchain, root)
        top = os.path.normpath(os.path.join(root, base))
        for place, names, files in os.walk(top):
            relative = _relative(place, root)
            if place != top and ("go.mod" in files or (ignored and ignored.fullmatch(relative))):
                names.clear()
                continue
            names[:] = sorted(name for name in names if name[0] not in "._" and name not in ("testdata", "vendor"))
            has_some = any(name.endswith(".go") and name[0] not in "._" for name in files)
            if has_some and expression.fullmatch(relative):
                found[place] = None
    return list(found)


def _expression(pattern: str) -> str:
    """Go's patterns as a regular expression: `x/...` is also `x`."""
    pattern = "./..." if pattern == "..." else pattern
    expression = re.escape(pattern).replace(r"\.\.\.", ".*")
    return expression.removesuffix("/.*") + "(/.*)?" if expression.endswith("/.*") else expression


def _ignored(toolchain: Toolchain, root: str) -> re.Pattern[str] | None:
    """Read the `ignore` directives of a go.mod: directories that `...` does not cover."""
    with open(os.path.join(root, "go.mod"), "rb") as file:
        if b"ignore" not in file.read():
            return None
    done = go(toolchain, ["mod", "edit", "-json"], cwd=root)
    if done.code != 0:
        return None
    rows = next(documents(done.stdout.decode("utf-8", "surrogateescape"))).get("Ignore") or ()
    places = [row["Path"].strip("/") for row in rows]
    anchored = [re.escape(place) if place.startswith("./") else rf"\./(.*/)?{re.escape(place)}" for place in places]
    return re.compile("|".join(anchored)) if anchored else None


def _split(path: str) -> tuple[str, bool, str]:
    """Cut `a/b.../c` into the directory before the wildcard, whether there is one, and the rest: `a`, `b.../c`."""
    at = path.find("...")
    if at < 0:
        return path, False, ""
    cut = path.rfind("/", 0, at) + 1
    return path[:cut] or ".", True, path[cut:]


def _relative(place: str, root: str) -> str:
    """Name a directory so that Go takes it for neither an option nor an import path."""
    relative = os.path.relpath(place, root)
    return relative if relative == "." else f"./{relative}"


def _upward(directory: str, name: str) -> str | None:
    """Find the nearest directory upward that has a file of that name."""
    while not os.path.isfile(os.path.join(directory, name)):
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent
    return directory


def _root(toolchain: Toolchain, directory: str) -> str:
    """Find the root of the module of a directory; GofixError names the modules below if there is none."""
    root = _upward(directory, "go.mod")
    if root is not None:
        return root
    below = _workspace_below(toolchain, directory)
    raise GofixError(
        f"{directory} is in no module, but there are modules below it: {', '.join(below)}",
        "give their directories as paths: gofix20 … "
        + " ".join(f"{os.path.relpath(one, directory)}/..." for one in below),
    )


def _workspace_below(toolchain: Toolchain, directory: str) -> list[str]:
    """Give the modules of the workspace that are below a directory without a go.mod; GofixError if there are none."""
    answer = go(toolchain, ["env", "GOWORK"], cwd=directory).stdout.decode("utf-8", "surrogateescape").strip()
    if answer and answer != "off":
        done = go(toolchain, ["work", "edit", "-json", answer], cwd=directory)
        if done.code != 0:
            raise list_error(done.stderr.decode("utf-8", "replace"), directory)
        places = []
        for used in next(documents(done.stdout.decode("utf-8", "surrogateescape"))).get("Use") or ():
            place = os.path.normpath(os.path.join(os.path.dirname(answer), used["DiskPath"]))
            if place.startswith(os.path.join(directory, "")):
                places.append(place)
        if places:
            return places
    below = _modules_below(directory)
    if not below:
        raise GofixError(f"no go.mod in {directory} or above it", "run gofix20 in a Go module, or: go mod init")
    relative = [os.path.relpath(place, directory) for place in below]
    raise GofixError(
        f"no go.mod in {directory} or above it, but there are modules below: {', '.join(relative)}",
        "name them: gofix20 … " + " ".join(f"./{place}/..." for place in relative),
    )


_DEEPEST = 4
_MOST_NAMED = 8


def _modules_below(directory: str) -> list[str]:
    """Find a few modules below, for a message: not deep, since `directory` may be somebody's home."""
    found: list[str] = []
    for place, names, files in os.walk(directory):
        if "go.mod" in files:
            found.append(place)
        if len(found) >= _MOST_NAMED:
            break
        depth = os.path.relpath(place, directory).count(os.sep)
        skipped = {"vendor", "testdata", "node_modules"}
        names[:] = sorted(
            name for name in names if depth < _DEEPEST and name[0] not in "._" and name not in skipped
        )
    return found
