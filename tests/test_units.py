"""A unit brings what the type checker needs, and says what it may import."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence

import pytest

from gofix20.discover import discover
from gofix20.model import Build
from gofix20.toolchain import Toolchain
from gofix20.units import Unit, load

Make = Callable[[Mapping[str, str | bytes]], str]

EXTRA = ("bytes", "maps", "slices", "strings")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPROXY", "off")


def loaded(
    toolchain: Toolchain, root: str, *paths: str, tests: bool = True, extra: Sequence[str] = EXTRA
) -> dict[str, Unit]:
    packages = discover(toolchain, paths, root, Build()).packages
    units = load(toolchain, packages, tests=tests, extra=extra)
    assert len({unit.id for unit in units}) == len(units)
    return {unit.id: unit for unit in units}


def base(files: Sequence[str]) -> list[str]:
    return [os.path.basename(file) for file in files]


def test_units_of_a_package_with_tests(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "p/p.go": 'package p\n\nimport "os"\n\nvar P = os.Args\n',
            "p/p_test.go": 'package p\n\nimport "testing"\n\nfunc Hidden() {}\n\nfunc TestP(t *testing.T) {}\n',
            "p/x_test.go": (
                'package p_test\n\nimport (\n\t"example.com/m/p"\n\t"example.com/m/q"\n)\n\n'
                "func F() { p.Hidden(); q.Q() }\n"
            ),
            "q/q.go": 'package q\n\nimport "example.com/m/p"\n\nfunc Q() { _ = p.P }\n',
        }
    )
    units = loaded(toolchain, root, "./...")
    path = "example.com/m/p"
    assert list(units) == [path, f"{path} [{path}.test]", f"{path}_test [{path}.test]", "example.com/m/q"]
    alone, tested, external, other = units.values()
    assert [unit.import_path for unit in units.values()] == [path, path, f"{path}_test", "example.com/m/q"]
    assert [unit.name for unit in units.values()] == ["p", "p", "p_test", "q"]
    assert base(alone.files) == ["p.go"]
    assert base(tested.files) == ["p.go", "p_test.go"]
    assert base(external.files) == ["x_test.go"]
    assert all(unit.problems == () and unit.go_version == "1.22" for unit in units.values())
    # The test sees the package as compiled with its test files, and what depends on it likewise.
    assert external.imports[path] != other.imports[path]
    assert {"os", *EXTRA} <= alone.imports.keys()
    assert "testing" in tested.imports
    assert all(os.path.isfile(export) for unit in units.values() for export in unit.imports.values())
    assert all(unit.importable == set(EXTRA) for unit in units.values())
    without = loaded(toolchain, root, "./p", tests=False)
    assert list(without) == [path]
    assert without[path].imports.keys() == {"os", *EXTRA}


def test_only_external_tests(toolchain: Toolchain, module: Make) -> None:
    root = module({"x_test.go": "package m_test\n", "o/o_test.go": "package o\n"})
    assert list(loaded(toolchain, root, "./...")) == [
        "example.com/m_test [example.com/m.test]",
        "example.com/m/o [example.com/m/o.test]",
    ]
    assert loaded(toolchain, root, "./...", tests=False) == {}


def test_what_does_not_compile(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "a/a.go": 'package a\n\nfunc A() int { return "a" }\n',
            "b/b.go": 'package b\n\nimport "example.com/m/a"\n\nvar B = a.A()\n',
            "c/c.go": "package c\n",
            "c/c_test.go": 'package c\n\nimport _ "example.org/nowhere"\n',
        }
    )
    units = loaded(toolchain, root, "./...")
    (problem,) = units["example.com/m/a"].problems
    assert (problem.stage, problem.path, problem.line) == ("types", os.path.join(root, "a/a.go"), 3)
    (problem,) = units["example.com/m/b"].problems
    assert problem.message.startswith("example.com/m/b: it depends on what does not build: cannot use")
    assert units["example.com/m/c"].problems == ()
    (problem,) = units["example.com/m/c [example.com/m/c.test]"].problems
    assert problem.stage == "dependency"


def test_package_that_is_gone(toolchain: Toolchain, module: Make) -> None:
    root = module({"a/a.go": "package a\n", "b/b.go": "package b\n"})
    packages = discover(toolchain, ["./..."], root, Build()).packages
    shutil.rmtree(os.path.join(root, "b"))
    a, b = load(toolchain, packages, tests=True, extra=())
    assert a.problems == ()
    assert b.problems


def test_import_that_would_close_a_cycle(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "low/low.go": "package low\n",
            "low/x_test.go": "package low_test\n",
            "middle/middle.go": 'package middle\n\nimport _ "example.com/m/low"\n',
            "high/high.go": 'package high\n\nimport _ "example.com/m/middle"\n',
            "other/other.go": "package other\n",
        }
    )
    extra = ("example.com/m/middle", "example.com/m/other")
    units = loaded(toolchain, root, "./...", extra=extra)
    low = "example.com/m/low"
    assert units[low].importable == {"example.com/m/other"}
    # It could, compiled anew for the test: but nobody has compiled that.
    assert units[f"{low}_test [{low}.test]"].importable == {"example.com/m/other"}
    assert units["example.com/m/high"].importable == set(extra)
    assert units["example.com/m/middle"].importable == {"example.com/m/other"}
    assert units["example.com/m/other"].importable == {"example.com/m/middle"}


def test_standard_library_imports_nothing_new(toolchain: Toolchain) -> None:
    root = os.path.join(toolchain.goroot, "src")
    units = loaded(toolchain, root, "./strings", "./archive/tar", "./container/ring", tests=False)
    assert units["strings"].importable <= {"maps", "slices"}
    assert "strings" in units["archive/tar"].importable
    assert units["container/ring"].importable == frozenset()
    assert units["strings"].package.standard
    command = loaded(toolchain, os.path.join(root, "cmd"), "./internal/edit", tests=False)["cmd/internal/edit"]
    assert command.importable == set(EXTRA)


def test_what_only_the_tests_import_is_new_to_the_package(toolchain: Toolchain) -> None:
    root = os.path.join(toolchain.goroot, "src")
    units = loaded(toolchain, root, "./container/list", extra=("strings",))
    assert units["container/list [container/list.test]"].importable == frozenset()


def test_vendored_imports_have_two_names(toolchain: Toolchain) -> None:
    root = os.path.join(toolchain.goroot, "src")
    unit = loaded(toolchain, root, "./net/http", tests=False)["net/http"]
    written = next(text for text in unit.aliases if text.startswith("golang.org/x/"))
    assert unit.aliases[written] == f"vendor/{written}"
    assert unit.imports[written] == unit.imports[f"vendor/{written}"]


def test_vendored_module(toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "go.mod": "module example.com/m\n\ngo 1.22\n\nrequire example.org/dep v1.0.0\n",
            "a.go": 'package m\n\nimport "example.org/dep"\n\nvar A = dep.D\n',
            "vendor/modules.txt": "# example.org/dep v1.0.0\n## explicit; go 1.22\nexample.org/dep\n",
            "vendor/example.org/dep/dep.go": "package dep\n\nconst D = 1\n",
        }
    )
    unit = loaded(toolchain, root)["example.com/m"]
    assert unit.problems == ()
    assert "example.org/dep" in unit.imports
    assert unit.aliases == {}


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")
def test_cgo_files_are_apart(toolchain: Toolchain, module: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGO_ENABLED", "1")
    root = module(
        {
            "c/c.go": (
                'package c\n\n// static int f(void) { return 1; }\nimport "C"\n\n'
                "func F() int { return int(C.f()) }\n"
            ),
            "c/g.go": "package c\n\nfunc G() int { return F() }\n",
            "u/u.go": 'package u\n\nimport "example.com/m/c"\n\nvar U = c.F()\n',
        }
    )
    units = loaded(toolchain, root, "./...")
    cgo, user = units["example.com/m/c"], units["example.com/m/u"]
    assert (base(cgo.files), base(cgo.cgo_files)) == (["g.go"], ["c.go"])
    assert "C" not in cgo.imports
    assert cgo.problems == ()
    assert os.path.isfile(user.imports["example.com/m/c"])


def test_builds_and_modules_are_asked_for_apart(toolchain: Toolchain, module: Make) -> None:
    root = module({"a_linux.go": "package m\n\nvar A int\n", "a_windows.go": 'package m\n\nvar A int = "a"\n'})
    builds = [Build(goos="linux"), Build(goos="windows")]
    packages = [one for build in builds for one in discover(toolchain, ["."], root, build).packages]
    linux, windows = load(toolchain, packages, tests=False, extra=())
    assert base(linux.files) == ["a_linux.go"]
    assert linux.problems == ()
    assert [os.path.basename(problem.path) for problem in windows.problems] == ["a_windows.go"]
    assert windows.package.build == builds[1]
