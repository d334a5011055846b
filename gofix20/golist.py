"""Asks `go list`, and reads what it and the compiler say.

`go list -e` ends with 0 whatever is wrong with the packages and tells it in their JSON; a code
other than 0 means that it could not even look (a broken go.mod, an unknown flag).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gofix20.model import Build, GofixError, Problem
from gofix20.toolchain import Toolchain, go

__all__ = [
    "DEPENDENCY",
    "Listed",
    "batches",
    "documents",
    "error_problems",
    "list_error",
    "list_packages",
    "located",
    "package_problems",
    "remedy",
]

Listed = Mapping[str, Any]
"""One package as `go list -json` prints it."""

DEPENDENCY = "dependency"
"""The stage of a problem that fetching or recording a dependency would mend."""

_COMPILING = frozenset({"-export", "-compiled"})
_LONGEST = 100_000
"""Bytes of arguments for one process; systems allow from 256 KiB up, the environment included."""


def list_packages(
    toolchain: Toolchain,
    patterns: Sequence[str],
    fields: Sequence[str],
    *,
    cwd: str,
    build: Build,
    flags: Sequence[str] = (),
    overlay: str | None = None,
    timeout: float | None = None,
) -> list[Listed]:
    """List packages, tolerating broken ones; in several calls if the command line would be too long.

    `fields` are all that Go works out, so naming few is what makes it fast. GofixError if Go could not look. What a
    toolchain has told before is not asked again, but for what it compiles and what an overlay has a part in.
    """
    asked = tuple(patterns), tuple(fields), cwd, build, tuple(flags)
    told = None if overlay or not _COMPILING.isdisjoint(flags) else toolchain.listings
    if told is not None and asked in told:
        return told[asked]
    laid = [] if overlay is None else [f"-overlay={overlay}"]
    found: list[Listed] = []
    for batch in batches(patterns):
        args = ["list", "-e", *flags, *laid, "-json=" + ",".join(fields), "--", *batch]
        done = go(toolchain, args, cwd=cwd, build=build, timeout=timeout)
        if done.code != 0:
            raise list_error(done.stderr.decode("utf-8", "replace"), cwd)
        try:
            found += documents(done.stdout.decode("utf-8", "surrogateescape"))
        except ValueError:
            raise GofixError(f"go list printed what is not JSON in {cwd}") from None
    if told is not None and all(map(_is_lasting, found)):
        told[asked] = found
    return found


_LASTING = re.compile(r'build constraints exclude all Go files|"\w+" is a pseudo-package')


def _is_lasting(listed: Listed) -> bool:
    """Does nothing but the files themselves decide it? A dependency that is missing may come without any change."""
    error = (listed.get("Error") or {}).get("Err", "")
    return not listed.get("DepsErrors") and (not error or _LASTING.match(error) is not None)


def batches(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Cut arguments into runs that fit on a command line."""
    batch: list[str] = []
    length = 0
    for argument in arguments:
        size = len(os.fsencode(argument)) + 9  # a terminating zero and a pointer each
        if batch and length + size > _LONGEST:
            yield batch
            batch, length = [], 0
        batch.append(argument)
        length += size
    if batch:
        yield batch


def documents(text: str) -> Iterator[Listed]:
    """Read JSON objects that stand one after another; ValueError at anything else."""
    decoder = json.JSONDecoder()
    at = _blanks(text, 0)
    while at < len(text):
        document, end = decoder.raw_decode(text, at)
        if not isinstance(document, dict):
            raise ValueError(f"not a JSON object at {at}")
        yield document
        at = _blanks(text, end)


def _blanks(text: str, at: int) -> int:
    found = re.compile(r"\s*").match(text, at)
    return found.end() if found else at


def list_error(stderr: str, directory: str) -> GofixError:
    """Turn the words of a Go that could not look into an error, with what helps if Go knows or we do."""
    lines = [line for line in stderr.strip().splitlines() if not line.startswith("go: downloading ")]
    text = "\n".join(lines) or "it says nothing"
    return GofixError(f"go list failed in {directory}: {text}", remedy(text))


_REMEDIES = (
    # Vendoring first: with it, nothing else that Go proposes has an effect.
    (r"-mod=vendor|inconsistent vendoring", "go mod vendor"),
    (r"go: updates to go\.(mod|sum) needed", "go mod tidy"),
    (r"not one of the workspace modules|modules listed in go\.work", "go work use ., or set GOWORK=off"),
    (r"lookup disabled by GOPROXY=off|dial tcp|i/o timeout|no such host|proxyconnect", "go mod download"),
    (r"no required module provides|cannot find module providing|missing go\.sum entry", "go mod tidy"),
    (r"reading https?://|unrecognized import path|: git \w|checksum mismatch", "go mod download"),
)


def remedy(text: str) -> str | None:
    """Give the command that helps against what Go says, or None where fetching would not."""
    for pattern, command in _REMEDIES[:4]:
        if re.search(pattern, text):
            return command
    proposed = re.search(r"; to add(?: it)?:\n\s+(go mod \S.*)", text)
    if proposed:  # not `go get`, which may change the versions of other things
        return proposed.group(1).strip()
    for pattern, command in _REMEDIES[4:]:
        if re.search(pattern, text):
            return command
    return None


def package_problems(listed: Listed, cwd: str) -> list[Problem]:
    """What `go list` has to say against one package; empty if it can be loaded (and, asked for -export, built).

    An error in what it depends on is one problem, without a place, that names both packages.
    """
    name, directory = listed["ImportPath"], listed.get("Dir", "")
    # Given -deps, an error of its own (an import cycle) is repeated among those of its dependencies.
    own = listed.get("Error")
    problems: list[Problem] = []
    for error in [own] if own else listed.get("DepsErrors") or []:
        found = error_problems(error, cwd)
        first = found[0]
        if not own and os.path.dirname(first.path) != directory:
            place = f" ({first.path}:{first.line})" if first.path else ""
            found = [Problem(first.stage, "", 0, 0, f"it depends on what does not build: {first.message}{place}")]
        for problem in found:
            problems.append(problem if problem.path else replace(problem, message=f"{name}: {problem.message}"))
    if not problems and listed.get("Incomplete"):
        problems.append(Problem("list", "", 0, 0, f"{name}: it cannot be loaded"))
    return list(dict.fromkeys(problems))


def error_problems(error: Mapping[str, Any], cwd: str) -> list[Problem]:
    """Read one error of a package; at least one problem, and all that the compiler said if it was built."""
    text = str(error.get("Err", "")).rstrip("\n")
    if text.startswith("# "):  # a compiler's output, under the package's name
        return list(located(text.splitlines()[1:], cwd, "types")) or [Problem("types", "", 0, 0, text)]
    stack = error.get("ImportStack") or []
    if "import cycle" in text and stack:
        text += ": " + " imports ".join(stack)
    command = remedy(text)
    first = text.split("\n", 1)[0].removesuffix("; to add it:").removesuffix("; to add:")
    message = f"{first}; run `{command}`" if command else text
    path, line, column = _place(str(error.get("Pos", "")), cwd)
    return [Problem(DEPENDENCY if command else "list", path, line, column, message)]


def _place(position: str, cwd: str) -> tuple[str, int, int]:
    found = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", position, re.DOTALL)
    if not found:
        return "", 0, 0
    return os.path.normpath(os.path.join(cwd, found[1])), int(found[2]), int(found[3] or 0)


_LOCATED = re.compile(r"(?:vet: )?(\S.*?):(\d+)(?::(\d+))?: (.*)")


def located(lines: Iterable[str], cwd: str, stage: str) -> Iterator[Problem]:
    """Read `path:line:column: message` lines, paths relative to `cwd`, as problems of a stage.

    An indented line belongs to the message before it. Any other line is a problem without a place,
    so that nothing that a tool said is lost.
    """
    problem: Problem | None = None
    for line in lines:
        if not line.strip() or line.strip() == "too many errors":
            continue
        if line[0] in "\t " and problem is not None:
            problem = replace(problem, message=f"{problem.message}\n{line}")
            continue
        if problem is not None:
            yield problem
        found = _LOCATED.fullmatch(line)
        if found:
            path = os.path.normpath(os.path.join(cwd, found[1]))
            problem = Problem(stage, path, int(found[2]), int(found[3] or 0), found[4])
        else:
            problem = Problem(stage, "", 0, 0, line)
    if problem is not None:
        yield problem
