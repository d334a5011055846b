"""The golden cases as they lie in golden/<rule>/<case>/, and a Go module made of them.

A case is a Go package in `before/` and what it becomes in `after/` (without one, nothing may change).
Comments at the end of a line say what is expected there: `// want "…"` a finding, `// refuse "…"` a refusal,
each a regular expression of the message or reason. `case.toml` may set `unsafe`, `tests` and `options`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden"
EXPECTATION = re.compile(rb'// (want|refuse)((?: (?:"(?:[^"\\\n]|\\.)*"|`[^`\n]*`))+)')
QUOTED = re.compile(rb'"((?:[^"\\\n]|\\.)*)"|`([^`\n]*)`')
GO_MOD = "module golden\n\ngo 1.24\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `before` and `after` are texts by relative path; `after` has the unchanged files too."""

    rule: str
    name: str
    before: dict[str, bytes]
    after: dict[str, bytes]
    go_mod: str | None
    unsafe: bool = False
    tests: bool = False
    options: dict[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.rule}/{self.name}"

    @property
    def is_program(self) -> bool:
        return any(re.search(rb"^package main$", text, re.MULTILINE) for text in self.before.values())

    @property
    def has_tests(self) -> bool:
        return any(path.endswith("_test.go") for path in self.before)

    def expected(self, kind: str) -> list[tuple[str, int, str]]:
        """(relative path, line, regular expression) of every `want` or `refuse`."""
        found = []
        for path, text in self.before.items():
            for number, line in enumerate(text.split(b"\n"), 1):
                for match in EXPECTATION.finditer(line):
                    if match[1].decode() == kind:
                        for double, back in QUOTED.findall(match[2]):
                            pattern = back.decode() if back else re.sub(r'\\(["\\])', r"\1", double.decode())
                            found.append((path, number, pattern))
        return found


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cases(rule: str | None = None) -> list[Case]:
    found = []
    for folder in sorted(FOLDER.glob(f"{rule or '*'}/*")):
        if not (folder / "before").is_dir():
            continue
        before = texts(folder / "before")
        after = before | texts(folder / "after")
        settings = {}
        if (folder / "case.toml").exists():
            settings = tomllib.loads((folder / "case.toml").read_text())
        go_mod = (folder / "go.mod").read_text() if (folder / "go.mod").exists() else None
        found.append(Case(folder.parent.name, folder.name, before, after, go_mod, **settings))
    return found


def lay_out(
    root: Path,
    chosen: Iterable[Case],
    code: Callable[[Case], str],
    which: str = "before",
    change: Callable[[bytes], bytes] = bytes,
) -> None:
    """Write cases as packages of one module (those with a go.mod as nested ones), the Go files changed by `change`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "go.mod").write_text(GO_MOD)
    for case in chosen:
        folder = root / case.rule / case.name
        for name, text in (case.before if which == "before" else case.after).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(change(text) if name.endswith(".go") else text)
        if case.go_mod is not None:
            (folder / "go.mod").write_text(case.go_mod)
        if case.options:
            rows = "".join(f"{key} = {toml(value)}\n" for key, value in case.options.items())
            (folder / ".gofix20.toml").write_text(f"[rules.{code(case)}]\n{rows}")


def toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
