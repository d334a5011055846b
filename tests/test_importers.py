"""Who can come to know what an internal package exports: what is checked together, and what only its text tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gofix20 import engine
from gofix20.config import Overrides
from gofix20.discover import Module
from gofix20.importers import TOO_MUCH, Importers, Joint
from gofix20.model import Build, Plan, Status
from gofix20.toolchain import Toolchain

FILES = {
    "go.mod": "module example.com/m\n\ngo 1.24\n",
    "internal/low/low.go": 'package low\n\nvar Known = map[string]bool{"a": true}\n',
    "internal/low/low_test.go": 'package low\n\nimport _ "example.com/m/apart"\n',
    "apart/apart.go": "package apart\n",
    "apart/apart_test.go": 'package apart\n\nimport _ "example.com/m/internal/low"\n',
    "high/high.go": 'package high\n\nimport "example.com/m/internal/low"\n\nvar has = low.Known["b"]\n',
    "high/high_plan9.go": 'package high\n\nimport _ "example.com/m/internal/low"\n',
    "higher/higher_test.go": 'package higher_test\n\nimport _ "example.com/m/high"\n',
    "nobody/nobody.go": "package nobody\n",
    "nobody/nobody_plan9.go": "package nobody\n",
    "tools/go.mod": "module example.com/m/tools\n\ngo 1.24\n",
    "tools/tools.go": 'package tools\n\nimport _ "example.com/m/high"\n',
}


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def importers(root: Path, toolchain: Toolchain) -> Importers:
    module = Module("example.com/m", str(root), "1.24")
    return Importers(toolchain, module, Build(), str(root), None)


def join(root: Path, toolchain: Toolchain) -> Any:
    joint = importers(root, toolchain).join({"example.com/m/internal/low"}, "all")
    assert isinstance(joint, Joint)
    return joint.row


def test_all_that_depend_on_it(tmp_path: Path, toolchain: Toolchain) -> None:
    row = join(lay_out(tmp_path.resolve(), FILES), toolchain)
    units = {unit["import"]: unit for unit in row["units"]}
    paths = [path.removeprefix("example.com/m/") for path in units]
    assert sorted(paths) == ["apart", "high", "higher", "higher_test", "internal/low"]
    assert paths.index("internal/low") < paths.index("high")
    assert units["example.com/m/higher_test"]["external"]
    assert [unit["import"] for unit in row["units"] if unit.get("closed")] == ["example.com/m/internal/low"]


def test_tests_that_import_each_others_packages_come_late(tmp_path: Path, toolchain: Toolchain) -> None:
    row = join(lay_out(tmp_path.resolve(), FILES), toolchain)
    late = [path for unit in row["units"] for path in unit.get("late") or ()]
    assert late == [str(tmp_path.resolve() / "apart/apart_test.go")]


def test_what_another_build_has_is_beside(tmp_path: Path, toolchain: Toolchain) -> None:
    row = join(lay_out(tmp_path.resolve(), FILES), toolchain)
    assert row["beside"] == [str(tmp_path.resolve() / "high/high_plan9.go")]


def test_another_module_opens_what_it_imports(tmp_path: Path, toolchain: Toolchain) -> None:
    more = {"tools/more.go": 'package tools\n\nimport _ "example.com/m/internal/low"\n'}
    row = join(lay_out(tmp_path.resolve(), FILES | more), toolchain)
    low = next(unit for unit in row["units"] if unit["import"] == "example.com/m/internal/low")
    assert (low["closed"], low["opened"]) == (False, "tools/more.go")


def test_a_neighbour_that_a_workspace_names(tmp_path: Path, toolchain: Toolchain) -> None:
    root = tmp_path.resolve()
    lay_out(root / "m", FILES)
    another = {"go.mod": "module example.com/m/n\n", "n.go": 'package n\n\nimport _ "example.com/m/internal/low"\n'}
    lay_out(root / "n", another)
    (root / "go.work").write_text("go 1.24\n\nuse (\n\t./m\n\t./n // another\n)\n")
    row = join(root / "m", toolchain)
    low = next(unit for unit in row["units"] if unit["import"] == "example.com/m/internal/low")
    assert low["opened"] == "../n/n.go"


def test_too_much_is_not_checked(tmp_path: Path, toolchain: Toolchain) -> None:
    found = importers(lay_out(tmp_path.resolve(), FILES), toolchain).join({"example.com/m/internal/low"}, "all", 100)
    assert found == TOO_MUCH


def test_what_does_not_compile_is_named(tmp_path: Path, toolchain: Toolchain) -> None:
    broken = {"higher/higher.go": 'package higher\n\nimport (\n\t_ "example.com/m/gone"\n\t_ "example.com/m/high"\n)\n'}
    root = lay_out(tmp_path.resolve(), FILES | broken)
    found = importers(root, toolchain).join({"example.com/m/internal/low"}, "all")
    assert isinstance(found, str)
    assert found.startswith("example.com/m/higher depends on it, and does not compile")


def run(root: Path, toolchain: Toolchain, *paths: str, unsafe: bool = True, verify: bool = True) -> Plan:
    return engine.run(
        engine.Request(
            directory=str(root),
            paths=paths or ("./...",),
            overrides=Overrides(select=("GF13",), unsafe=unsafe),
            go=toolchain.go,
            jobs=1,
            verify=verify,
        )
    )


def test_one_fix_over_all_packages(tmp_path: Path, toolchain: Toolchain) -> None:
    root = lay_out(tmp_path.resolve(), FILES)
    plan = run(root, toolchain)
    assert [change.path.removeprefix(f"{root}/") for change in plan.changes] == ["high/high.go", "internal/low/low.go"]
    assert len({change.group for change in plan.changes}) == 1, "they are written together"


def test_it_is_shown_where_unsafe_fixes_are_not_wanted(tmp_path: Path, toolchain: Toolchain) -> None:
    root = lay_out(tmp_path.resolve(), FILES)
    shown = run(root, toolchain, unsafe=False, verify=False)
    assert [outcome.status for outcome in shown.outcomes] == [Status.BELOW_SAFETY]
    left = run(root, toolchain, unsafe=False)
    assert not left.outcomes
    assert [refusal.reason for refusal in left.refusals] == ["`Known` is exported"]


def test_what_was_not_asked_for_is_not_changed(tmp_path: Path, toolchain: Toolchain) -> None:
    plan = run(lay_out(tmp_path.resolve(), FILES), toolchain, "./internal/...")
    assert not plan.changes
    assert [refusal.reason for refusal in plan.refusals] == [
        "it is used in ../../high/high.go, and that is not among what was asked for"
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("func Is() bool { return any(low.Known) != nil }", "`low.Known` becomes an interface at ../../user/user.go:5"),
        ("func Known() map[string]bool { return low.Known }", "`Known` is exported at ../../user/user.go:5"),
        ("type Of[T any] struct{ t T }\n\nvar of = Of[map[string]bool]{low.Known}", "stands for at"),
    ],
)
def test_an_importer_that_cannot_change_keeps_all(tmp_path: Path, toolchain: Toolchain, line: str, reason: str) -> None:
    user = f'package user\n\nimport "example.com/m/internal/low"\n\n{line}\n'
    plan = run(lay_out(tmp_path.resolve(), FILES | {"user/user.go": user}), toolchain)
    assert not plan.changes
    assert any(reason in refusal.reason for refusal in plan.refusals if refusal.path.endswith("low.go"))
