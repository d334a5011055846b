"""The two forms of generated functions: as they are, and as the engine leaves them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gofix20 import engine
from gofix20.config import Overrides
from gofix20.model import Plan, Status
from gofix20.toolchain import Toolchain
from tests.differential.functions import GO_MOD, HARNESS, Function, Package, file_text, support


class BrokenError(Exception):
    """What was generated does not compile, or the engine failed on it: no proof of anything."""


@dataclass(slots=True)
class Fixed:
    """What the engine made of some functions."""

    before: dict[Function, str] = field(default_factory=dict)
    after: dict[Function, str] = field(default_factory=dict)
    """Of those that changed."""
    rules: dict[Function, set[str]] = field(default_factory=dict)
    """The rules that changed a function."""
    dropped: list[tuple[Function, str]] = field(default_factory=list)
    """Fixes that only the verifier has kept from being applied, with its words."""
    refused: dict[Function, list[str]] = field(default_factory=dict)
    discarded: dict[Function, str] = field(default_factory=dict)
    """What does not compile, and the compiler's first words."""


def write(folder: Path, package: Package) -> None:
    folder.mkdir(parents=True)
    (folder / "support.go").write_text(support(package.name))
    for function in package.functions:
        (folder / function.file).write_text(file_text(package.name, function))


def lay_out(root: Path, found: Sequence[Package], toolchain: Toolchain) -> None:
    """A module of the packages, formatted."""
    root.mkdir(parents=True)
    (root / "go.mod").write_text(GO_MOD)
    shutil.copytree(HARNESS, root / "harness")
    for package in found:
        write(root / "before" / package.name, package)
    assert toolchain.gofmt is not None
    done = subprocess.run([toolchain.gofmt, "-w", str(root / "before")], capture_output=True, text=True)
    if done.returncode != 0:
        raise BrokenError(done.stderr)


def fixed(root: Path, found: Sequence[Package], toolchain: Toolchain, select: Sequence[str] = ()) -> Fixed:
    """Lay the packages out, and apply the SAFE fixes of some rules (all, if none is named) in memory.

    What does not compile is taken out first.
    """
    lay_out(root, found, toolchain)
    made = Fixed()
    plan = planned(root, select, toolchain)
    if plan.problems:
        made.discarded = discard(root, found, toolchain)
        plan = planned(root, select, toolchain)
    if plan.problems:
        raise BrokenError("\n".join(map(str, plan.problems)))
    by_path: dict[str, Function] = {}
    for package in found:
        for function in package.functions:
            path = root / "before" / package.name / function.file
            if function not in made.discarded:
                by_path[os.fspath(path)] = function
                made.before[function] = path.read_text()
    for change in plan.changes:
        made.after[by_path[change.path]] = change.after.decode()
    for outcome in plan.outcomes:
        function = by_path[outcome.finding.path]
        if outcome.status is Status.APPLIED:
            made.rules.setdefault(function, set()).add(outcome.finding.rule)
        elif outcome.status is Status.REJECTED:
            made.dropped.append((function, f"{outcome.finding.rule}: {outcome.reason}"))
        elif outcome.status is Status.BELOW_SAFETY:
            why = outcome.finding.message.partition("(unsafe: ")[2] or "unsafe"
            made.refused.setdefault(function, []).append(f"{outcome.finding.rule}: unsafe: {shortened(why)}")
    for refusal in plan.refusals:
        reason = f"{refusal.rule}: {shortened(refusal.reason)}"
        made.refused.setdefault(by_path[refusal.path], []).append(reason)
    return made


def shortened(reason: str) -> str:
    """A reason without what is particular to one function."""
    return re.sub(r"`[^`]*`|\bf\d+\w*", "`…`", re.sub(r" at line .*| [(]line .*", "", reason))


def planned(root: Path, select: Sequence[str], toolchain: Toolchain) -> Plan:
    return engine.run(
        engine.Request(
            directory=str(root),
            paths=("./before/...",),
            overrides=Overrides(select=tuple(select) or None),
            go=toolchain.go,
            isolated=True,
            jobs=1,
        )
    )


def discard(root: Path, found: Sequence[Package], toolchain: Toolchain) -> dict[Function, str]:
    """Take out the functions that the compiler has something to say about; gives its first words."""
    command = [toolchain.go, "build", "-gcflags=-e", "./before/..."]
    said: dict[tuple[str, str], str] = {}
    for line in subprocess.run(command, cwd=root, capture_output=True, text=True).stderr.splitlines():
        match = re.match(r"before/(\w+)/(\w+\.go):(.*)", line)
        if match is not None:
            said.setdefault((match[1], match[2]), match[3])
    discarded = {}
    for package in found:
        for function in package.functions:
            why = said.get((package.name, function.file))
            if why is not None:
                discarded[function] = why
                (root / "before" / package.name / function.file).unlink()
    return discarded
