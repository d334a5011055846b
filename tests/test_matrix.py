"""Build constraints and configurations, against what Go itself says of the same files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20 import constraints
from gofix20.constraints import clause_of, constraint_of, holds
from gofix20.golist import list_packages
from gofix20.matrix import Context, Matrix, cover, matrix_of, named
from gofix20.model import Build
from gofix20.toolchain import Toolchain

Make = Callable[[Mapping[str, str]], str]

EXPRESSIONS = (
    "linux",
    "!linux",
    "linux && !amd64",
    "windows || darwin && arm64",
    "(windows || darwin) && arm64",
    "!(linux && amd64) && !windows",
    "unix",
    "!unix",
    "unix && !(darwin || ios)",
    "cgo",
    "!cgo && linux",
    "gc && !gccgo",
    "gccgo",
    "go1.20",
    "go1.999",
    "!go1.999",
    "solaris",
    "solaris && !illumos",
    "android",
    "ignore",
    "one",
    "one && two",
    "one && !two",
    "!one && two || three",
    "race",
    "amd64.v1",
    "amd64.v3",
    "386",
    "wasm && js",
    "goexperiment.nothing",
    "one&&(two||!three)",
)
NAMES = (
    *("linux", "a_linux", "a_windows", "linux_amd64", "a_linux_amd64", "a_linux_arm64", "a_amd64_linux", "a_b_386"),
    *("a_unix", "a_windows_x", "_windows", "a_wasm", "a_js_wasm", "a.x_windows", "a_windows.x", "a_zos", "a_android"),
    *("windows_test", "a_linux_test", "a_plan9_amd64_test", "a_test_linux", "a_armbe", "a_illumos", "a_solaris"),
)
HEADERS = (
    "// Copyright\n\n//go:build windows\n\npackage p\n",
    "//go:build windows\npackage p\n",
    "/* a */ /* b\n*/\n//go:build windows\n\npackage p\n",
    "/*\n//go:build windows\n*/\npackage p\n",
    "// +build windows\n\npackage p\n",
    "// +build windows\npackage p\n",
    "// +build linux,amd64 darwin\n// +build !arm64\n\npackage p\n",
    "//+build !linux\n\n// Package p.\npackage p\n",
    "//   +build   one   two,!three\n\npackage p\n",
    "// +build\n\npackage p\n",
    "// +build !!linux a-b\n\npackage p\n",
    "// +build !a-b\n\npackage p\n",
    "//go:build linux\n// +build windows\n\npackage p\n",
    "// +build windows\n\n//go:build linux\n\npackage p\n",
    "\ufeff//go:build windows\n\npackage p\n",
    "//go:build windows\r\n\r\npackage p\r\n",
    "// +build windows\r\n\r\npackage p\r\n",
    "// go:build windows\n\npackage p\n",
    "//go:buildx windows\n\npackage p\n",
    "package p\n\n//go:build windows\n",
    "\t//go:build windows\n\npackage p\n",
    'package p\n\nimport "C"\n',
    'package p\n\nimport (\n\t"fmt"\n\t"C"\n)\n\nvar _ = fmt.Sprint\n',
    'package p\n\nimport _ "fmt"\n\nvar s = `\n"C"\n`\n',
)
CONTEXTS = (
    Build("linux", "amd64", (), True),
    Build("linux", "amd64", ("one",), False),
    Build("linux", "arm64", ("one", "two"), False),
    Build("windows", "amd64", (), False),
    Build("windows", "386", ("two", "three", "race"), False),
    Build("darwin", "arm64", ("one", "three"), False),
    Build("ios", "arm64", (), False),
    Build("android", "arm64", (), False),
    Build("illumos", "amd64", ("ignore",), False),
    Build("plan9", "amd64", (), False),
    Build("js", "wasm", (), False),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file in a directory each, so that none keeps Go from telling of another."""
    root = tmp_path_factory.mktemp("constraints").resolve()
    (root / "go.mod").write_text("module m\n\ngo 1.16\n")
    texts = [(f"e{number}/a.go", f"//go:build {expr}\n\npackage p\n") for number, expr in enumerate(EXPRESSIONS)]
    texts += [(f"n{number}/{name}.go", "package p\n") for number, name in enumerate(NAMES)]
    texts += [(f"h{number}/a.go", text) for number, text in enumerate(HEADERS)]
    texts += [("both/a_linux.go", "//go:build !amd64 && !one\n\npackage p\n")]
    for name, text in texts:
        (root / name).parent.mkdir()
        (root / name).write_bytes(text.encode())
    return {name: root / name for name, _ in texts}


@pytest.mark.parametrize("build", CONTEXTS, ids=lambda build: f"{build.goos}-{build.goarch}-{'-'.join(build.tags)}")
def test_constraints_are_evaluated_as_by_go(build: Build, files: dict[str, Path], toolchain: Toolchain) -> None:
    root = str(next(iter(files.values())).parent.parent)
    fields = ("Dir", "GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles", "IgnoredGoFiles")
    patterns = [f"./{path.parent.name}" for path in files.values()]
    listed = list_packages(toolchain, patterns, fields, cwd=root, build=build)
    built, ignored = set(), set()
    for one in listed:
        built |= {f"{one['Dir']}/{name}" for field in fields[1:5] for name in one.get(field) or ()}
        ignored |= {f"{one['Dir']}/{name}" for name in one.get("IgnoredGoFiles") or ()}
    has = matrix_of(toolchain, root, build).default.has
    told = {name: str(path) in built for name, path in files.items() if str(path) in built | ignored}
    assert {name: holds(constraint_of(name, files[name].read_bytes()), has) for name in told} == told
    assert len(told) >= len(files) - 1  # all but `_windows.go`, which Go does not look at


def test_known_names_are_gos_own(toolchain: Toolchain) -> None:
    places = (Path(toolchain.goroot, "src", name, "syslist.go") for name in ("internal/syslist", "go/build"))
    text = next(place for place in places if place.exists()).read_text()
    lists = [frozenset(re.findall(r'"(\w+)":', part)) for part in re.split(r"var \w+ = map", text)[1:]]
    assert lists == [constraints.KNOWN_OS, constraints.UNIX, constraints.KNOWN_ARCH]


@pytest.mark.parametrize("text", ["linux &&", "(linux", "!!linux", "linux)", "a-b", "", "linux windows", "&& linux"])
def test_what_go_does_not_read_is_no_constraint(text: str) -> None:
    with pytest.raises(ValueError, match="//go:build"):
        constraint_of("a.go", f"//go:build {text}\n\npackage p\n".encode())
    with pytest.raises(ValueError, match="multiple"):
        constraint_of("a.go", b"//go:build linux\n//go:build windows\n\npackage p\n")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("package p\n", "p"),
        ("// package q\n/* package r\n */ package  p // s\n", "p"),
        ("\ufeff\npackage p_test\n", "p_test"),
        ("import p\n", ""),
    ],
)
def test_package_clause(text: str, name: str) -> None:
    assert clause_of(text.encode()) == name


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    own = frozenset({"gc", "go1.25", "go1.26", "amd64.v1", "goexperiment.on"})
    platforms = (
        *(("linux", "amd64"), ("linux", "arm64"), ("linux", "386"), ("windows", "amd64"), ("windows", "386")),
        *(("darwin", "amd64"), ("darwin", "arm64"), ("freebsd", "amd64"), ("js", "wasm")),
    )
    return Matrix(Context("linux", "amd64", True, frozenset({"given"}), own), platforms)


def covered(matrix: Matrix, *wanted: str) -> tuple[list[str], list[str]]:
    exprs = {constraint_of("a.go", f"//go:build {one}\n\npackage p\n".encode()): one for one in wanted}
    chosen = cover(matrix, dict.fromkeys(exprs, 1))
    return [named(context, matrix.default) for context in chosen.contexts], [exprs[expr] for expr in chosen.left]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["windows"], ["windows/amd64"]),
        (["windows", "!linux", "!unix"], ["windows/amd64"]),
        (["windows", "windows && !amd64"], ["windows/386"]),
        (["!linux"], ["windows/amd64"]),
        (["!amd64"], ["linux/arm64"]),
        (["darwin || freebsd", "freebsd"], ["freebsd/amd64"]),
        (["!cgo"], ["without cgo"]),
        (["one"], ["tag one"]),
        (["one && two || three && two && four"], ["tags one, two"]),
        # A tag is set for what needs it, and for nothing else.
        (["one && windows", "windows"], ["windows/amd64", "windows/amd64, tag one"]),
        (["one", "windows"], ["windows/amd64", "tag one"]),
        (["!given && windows || darwin"], ["darwin/amd64"]),
        (["a && b && c && d && e && f && g && h"], ["tags a, b, c, d, e, f, g, h"]),
        (["js && wasm"], ["js/wasm"]),
    ],
)
def test_few_configurations_near_the_default_one(matrix: Matrix, wanted: list[str], expected: list[str]) -> None:
    assert covered(matrix, *wanted) == (expected, [])


@pytest.mark.parametrize(
    ("text", "why", "never"),
    [
        ("ignore", "out of every build", True),
        ("darwin && cgo", "C compiler", False),
        ("go1.99", "go1.99", True),
        ("gccgo", "gccgo", True),
        ("!given", "no configuration", True),
        ("goexperiment.off", "goexperiment.off", False),
        ("!goexperiment.on", "goexperiment.on", True),
        ("amd64.v3", "amd64.v3", False),
        ("linux && windows", "no configuration", True),
        ("nacl", "no configuration", True),
    ],
)
def test_what_no_configuration_builds(matrix: Matrix, text: str, why: str, never: bool) -> None:
    assert covered(matrix, text, "windows") == (["windows/amd64"], [text])
    expr = constraint_of("a.go", f"//go:build {text}\n\npackage p\n".encode())
    assert why in matrix.why_not(expr)
    assert matrix.is_never(expr) is never


def test_what_was_tried_in_vain_is_not_chosen_again(matrix: Matrix) -> None:
    expr = constraint_of("a_windows.go", b"package p\n")
    first, second = (context for context in matrix.options(expr))
    assert cover(matrix, {expr: 1}, but={(expr, first)}).contexts == (second,)
    assert cover(matrix, {expr: 1}, used=[second]).contexts == (second,)
    assert cover(matrix, {expr: 1}, but={(expr, first), (expr, second)}).left == (expr,)


def test_a_configuration_is_asked_of_go_as_it_is_meant(toolchain: Toolchain, module: Make) -> None:
    root = module({"a.go": "package m\n", "a_windows.go": "package m\n", "b.go": "//go:build one\n\npackage m\n"})
    matrix = matrix_of(toolchain, root, Build("linux", "amd64", ("given",)))
    assert matrix.platforms[0] == ("linux", "amd64")
    assert {("windows", "amd64"), ("darwin", "arm64"), ("js", "wasm")} <= set(matrix.platforms)
    for name, expected in (("a_windows.go", {"a.go", "a_windows.go"}), ("b.go", {"a.go", "b.go"})):
        expr = constraint_of(name, Path(root, name).read_bytes())
        (context,) = cover(matrix, {expr: 1}).contexts
        (listed,) = list_packages(toolchain, ["."], ("GoFiles",), cwd=root, build=matrix.build(context))
        assert set(listed["GoFiles"]) == expected
        again = matrix_of(toolchain, root, matrix.build(context)).default
        assert again.tags == context.tags >= {"given"}
        assert (again.goos, again.goarch, again.cgo) == (context.goos, context.goarch, context.cgo)
