"""Generated functions, and the packages that they are written to: one file for each."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

GENERATORS = {"GF03": "fills", "GF05": "builder", "GF06": "pieces", "GF13": "sets"}
"""The modules of this package that write functions, by the rule that they are about."""
HARNESS = Path(__file__).parent / "harness"
GO_MOD = "module difference\n\ngo 1.24\n"
PER_PACKAGE = 250
IMPORTS = {
    path.rpartition("/")[2]: path
    for path in (
        "bufio", "bytes", "cmp", "container/heap", "container/list", "context", "encoding/base64", "encoding/binary",
        "encoding/hex", "encoding/json", "errors", "fmt", "hash/fnv", "io", "iter", "maps", "math", "os",
        "path/filepath", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "sync/atomic",
        "text/tabwriter", "text/template", "unicode", "unicode/utf8", "unsafe",
    )
}  # fmt: skip
"""What a function may use: the path of a package by its name."""
USE = re.compile(rf"(?<![\w.])({'|'.join(sorted(IMPORTS))})\.(?=[A-Z])")
NO_CODE = re.compile(r'"(?:\\.|[^"\\\n])*"|`[^`]*`|' + r"'(?:\\.|[^'\\\n])'|//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Function:
    """A generated function with all that it declares."""

    rule: str
    name: str
    text: str
    seed: str = ""
    """What `written` made it from."""

    @property
    def file(self) -> str:
        return f"{self.name}.go"


@dataclass(frozen=True, slots=True)
class Package:
    """Functions that are compiled together."""

    name: str
    functions: Sequence[Function]


def generator(rule: str) -> ModuleType:
    return importlib.import_module(f"tests.differential.{GENERATORS[rule]}")


def available() -> list[str]:
    return [rule for rule, name in GENERATORS.items() if (Path(__file__).parent / f"{name}.py").exists()]


def written(rule: str, seed: int, number: int) -> Function:
    """One function: the same for the same seed and number."""
    start = f"{seed}:{rule}:{number}"
    name = f"f{number}"
    return Function(rule, name, generator(rule).write(random.Random(start), name).strip() + "\n", start)


def packages(functions: Sequence[Function], size: int = PER_PACKAGE) -> list[Package]:
    """Functions of one rule each, in packages of some hundreds."""
    found = []
    for rule in dict.fromkeys(function.rule for function in functions):
        some = [function for function in functions if function.rule == rule]
        for start in range(0, len(some), size):
            found.append(Package(f"{rule.lower()}p{start // size}", some[start : start + size]))
    return found


def imports(text: str) -> list[str]:
    """The packages whose names a text uses."""
    return sorted({IMPORTS[name] for name in USE.findall(NO_CODE.sub(" ", text))})


def file_text(package: str, function: Function) -> str:
    paths = imports(function.text)
    block = "\n".join(f'import "{path}"' for path in paths)
    return f"package {package}\n\n{block}\n\n{function.text}"


def support(package: str) -> str:
    """What every package has beside its functions."""
    return (
        f'package {package}\n\nimport "difference/harness"\n\ntype Input = harness.Input\n\n'
        "func tell(label string, value any) {\n\tharness.Tell(label, value)\n}\n"
    )


def table(package: Package) -> str:
    """The list by which the program calls the functions of a package; they are not used as values."""
    rows = "".join(f"\tfunc(in *Input) {{ {function.name}(in) }},\n" for function in package.functions)
    return f"package {package.name}\n\nvar All = []func(in *Input){{\n{rows}}}\n"


def program(found: Sequence[Package]) -> str:
    """The main package, which calls both forms of all functions."""
    lines = ["package main", "", "import (", '\t"difference/harness"']
    for form in ("after", "before"):
        lines += [f'\t{form}_{package.name} "difference/{form}/{package.name}"' for package in found]
    lines += [")", "", "func main() {", "\tvar pairs []harness.Pair"]
    for package in found:
        lines += [
            f"\tfor index, before := range before_{package.name}.All {{",
            f"\t\tpairs = append(pairs, harness.Pair{{Before: before, After: after_{package.name}.All[index]}})",
            "\t}",
        ]
    lines += ["\tharness.Main(pairs)", "}", ""]
    return "\n".join(lines)
