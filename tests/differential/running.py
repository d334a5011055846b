"""Build both forms of functions into one program, run them, and say which tell something else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gofix20.toolchain import Toolchain
from tests.differential.fixing import BrokenError
from tests.differential.functions import GO_MOD, HARNESS, Function, Package, program, support, table

MINUTES = 20 * 60
GO_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')


@dataclass(frozen=True, slots=True)
class Difference:
    """A function whose two forms tell different things."""

    function: Function
    input: int
    before: str
    after: str


@dataclass(slots=True)
class Compared:
    """What running both forms came to."""

    differences: list[Difference] = field(default_factory=list)
    flawed: dict[Function, str] = field(default_factory=dict)
    """Functions that prove nothing: unchanged, they end the program, or do not tell the same each time."""


def lay_out(
    root: Path, packages: Sequence[Package], before: Mapping[Function, str], after: Mapping[Function, str]
) -> list[Function]:
    """Write the program that calls both forms of the functions of `after`; gives them in its order."""
    root.mkdir(parents=True)
    (root / "go.mod").write_text(GO_MOD)
    shutil.copytree(HARNESS, root / "harness")
    chosen = [Package(each.name, [one for one in each.functions if one in after]) for each in packages]
    found = [package for package in chosen if package.functions]
    for package in found:
        for form, texts in (("before", before), ("after", after)):
            folder = root / form / package.name
            folder.mkdir(parents=True)
            (folder / "support.go").write_text(support(package.name))
            (folder / "all.go").write_text(table(package))
            for function in package.functions:
                (folder / function.file).write_text(texts[function])
    (root / "main.go").write_text(program(found))
    return [function for package in found for function in package.functions]


def build(root: Path, toolchain: Toolchain) -> str:
    """Build the program; gives what the compiler has to say, nothing if it has been built."""
    command = [toolchain.go, "build", "-gcflags=difference/...=-e", "-o", "program", "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    return done.stderr if done.returncode != 0 else ""


def compare(
    root: Path,
    packages: Sequence[Package],
    before: Mapping[Function, str],
    after: Mapping[Function, str],
    toolchain: Toolchain,
) -> Compared:
    """Run both forms of the functions of `after`; the texts are whole files."""
    if not after:
        return Compared()
    functions = lay_out(root, packages, before, after)
    problems = build(root, toolchain)
    if problems:
        raise BrokenError(problems)
    return run(root, functions)


def run(root: Path, functions: Sequence[Function]) -> Compared:
    """Run all functions; one that brings the program down is run again, alone, each form for itself."""
    found: dict[int, Difference] = {}
    made = Compared()
    start = 0
    while start < len(functions):
        rows, reason = ran(root, start, len(functions), "both")
        last = start
        for row in rows:
            kind, *rest = row.split(" ", 3)
            if kind == "at":
                last = int(rest[0])
            elif kind in {"differs", "unstable"}:
                one, other = (unquoted(text) for text in GO_QUOTED.findall(row))
                if kind == "unstable":
                    made.flawed[functions[last]] = f"does not tell the same each time:\n{one}\n{other}"
                else:
                    found.setdefault(last, Difference(functions[last], int(rest[1]), one, other))
        if not reason:
            break
        if last not in found:
            apart(root, functions[last], last, made)
        start = last + 1
    made.differences += [each for each in found.values() if each.function not in made.flawed]
    return made


def apart(root: Path, function: Function, index: int, made: Compared) -> None:
    """Compare a function that ends the program: how far each form comes, and what it dies of."""
    told = {}
    for form in ("before", "after"):
        rows, reason = ran(root, index, index + 1, form)
        told[form] = [unquoted(text) for row in rows if row.startswith("told ") for text in GO_QUOTED.findall(row)]
        told[form].append(f"the program ended: {reason}" if reason else "")
    if told["before"][-1]:
        made.flawed[function] = f"unchanged, {told['before'][-1]}"
        return
    for number, (one, other) in enumerate(zip(told["before"], told["after"], strict=False)):
        if one != other:
            made.differences.append(Difference(function, number, one, other))
            return


def ran(root: Path, start: int, end: int, form: str) -> tuple[list[str], str]:
    """What the program reports, and what it died of."""
    work = root / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    command = [str(root / "program"), str(work), str(start), str(end), form]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=MINUTES)
    rows = (work / "report").read_text().splitlines()
    if rows and rows[-1] == "end":
        return rows, ""
    reason = next((line for line in done.stderr.splitlines() if line), f"status {done.returncode}")
    return rows, reason


def unquoted(text: str) -> str:
    """A Go string literal of `%q`, as text."""
    literal = re.sub(r"\\x([0-9a-f]{2})", r"\\udc\1", text)
    return str(ast.literal_eval(literal))


def literal(root: Path, number: int) -> dict[str, str]:
    """The fields of an input, as Go expressions."""
    done = subprocess.run([str(root / "program"), str(root), str(number), "0", "input"], capture_output=True, text=True)
    return dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
