"""The helper's process: built once, resident, replaced when it dies, and gone at the end."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from gofix20 import helper as helpers
from gofix20.config import Overrides
from gofix20.discover import discover
from gofix20.engine import Request, row_of, run
from gofix20.helper import MOST_RESTARTS, Helper, HelperError, build
from gofix20.model import Build, GofixError
from gofix20.syntax import GoFile, walk
from gofix20.toolchain import Toolchain, cache_directory
from gofix20.units import Unit, load

Make = Callable[[Mapping[str, str | bytes]], str]

BROKEN = """package p

const a = b
const b = a

type T struct{ t T }
type U [2]U
type L [len(l)]int

var l L

type I interface{ I }
type A = A

func f(t T, u U, l L) {
	x := a + 1
	for i := range nowhere {
		_ = t.t.t
		_ = u[0][1] == u[i]
		_ = map[T]U{t: u}
	}
	missing.Call(x)
	var y T = T(u)
}
"""


@pytest.fixture
def helper(toolchain: Toolchain) -> Iterator[Helper]:
    with Helper(toolchain) as made:
        yield made


def row(path: str, **more: object) -> dict[str, object]:
    """A unit of one file that imports nothing."""
    return {"id": "p", "import": "p", "files": [path], "imports": {}, "go_version": "go1.22"} | more


def source(path: Path, text: str | bytes) -> GoFile:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return GoFile.parse(str(path), path.read_bytes())


def pid(helper: Helper) -> int:
    process = helper._process
    assert process is not None
    return process.pid


def kill(helper: Helper) -> None:
    process = helper._process
    assert process is not None
    process.kill()
    process.wait(10)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


# Built once


def test_it_is_built_once_for_its_sources_and_version(toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(toolchain)
    before = os.stat(first)
    assert stat.S_IMODE(before.st_mode) & 0o111
    monkeypatch.setattr(helpers, "go", None)  # whoever would build would fail
    assert build(toolchain) == first
    assert os.stat(first) == before
    other = {name: text + b"\n" for name, text in helpers.sources().items()}
    monkeypatch.setattr(helpers, "sources", lambda: other)
    with pytest.raises(TypeError):
        build(toolchain)


def test_what_the_compiler_says_is_told(toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.go": b"package main\n\nfunc main() { nowhere() }\n", "go.mod": b"module m\n\ngo 1.22\n"}
    monkeypatch.setattr(helpers, "sources", lambda: files)
    before = set(os.listdir(cache_directory()))
    with pytest.raises(GofixError, match="undefined: nowhere"):
        build(toolchain)
    assert set(os.listdir(cache_directory())) == before  # no half of it is left


# Its life


def test_it_starts_with_the_first_question_and_stays(helper: Helper) -> None:
    assert helper._process is None
    assert helper.format(b"package  p\n") == b"package p\n"
    first = pid(helper)
    assert helper.format(b"package  q\n") == b"package q\n"
    assert pid(helper) == first
    helper.close()
    helper.close()
    assert not is_alive(first)


def test_it_ends_with_its_input(toolchain: Toolchain) -> None:
    process = subprocess.Popen([build(toolchain)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.communicate(timeout=10)
    assert process.returncode == 0


def test_it_is_replaced_and_knows_what_it_was_told(helper: Helper, tmp_path: Path) -> None:
    file = source(tmp_path / "a.go", "package p\n\nfunc f() {}\n")
    helper.load([row(file.path)])
    helper.overlay(file.path, b"package p\n\nfunc g() {}\n")
    assert helper.check("p") == ()
    kill(helper)
    with pytest.raises(HelperError, match="died at this request"):
        helper.check("p")
    laid = GoFile.parse(file.path, b"package p\n\nfunc g() {}\n")
    (facts,) = helper.facts("p", laid, [laid.declarations()[-1]])
    assert "g" in facts.names()


def test_it_is_not_replaced_for_ever(helper: Helper) -> None:
    for _ in range(MOST_RESTARTS + 1):
        helper.format(b"package p\n")
        kill(helper)
        assert helper.format(b"package p\n") is None
    for _ in range(2):
        with pytest.raises(HelperError, match="too often"):
            helper.check("p")
    assert helper._process is None


@pytest.mark.parametrize("said", ["not JSON", "[1]", '{"cut": ', "\\377\\376"])
def test_garbage_is_as_good_as_its_death(
    helper: Helper, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "garbage"
    script.write_text(f"#!/bin/sh\nread line\nprintf '{said}\\n'\nexec cat >/dev/null\n")
    script.chmod(0o755)
    monkeypatch.setattr(helpers, "build", lambda _: str(script))
    with pytest.raises(HelperError, match="died"):
        helper.check("p")
    assert helper._process is None


def test_an_interrupt_does_not_mix_up_the_replies(helper: Helper, monkeypatch: pytest.MonkeyPatch) -> None:
    helper.format(b"package p\n")
    before = pid(helper)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(helpers, "exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            helper.format(b"package q\n")
    assert helper.format(b"package r\n") == b"package r\n"
    assert pid(helper) != before
    assert not is_alive(before)


# Requests


@pytest.mark.parametrize(
    "line", ["", "nonsense", "[]", "{}", '{"op": "check", "unit": 3}', '{"op": "facts", "path": "/x.go"}']
)
def test_a_bad_request_is_answered(toolchain: Toolchain, line: str) -> None:
    good = json.dumps({"op": "format", "text": "cGFja2FnZSBwCg=="})
    with subprocess.Popen([build(toolchain)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{line}\n{good}\n".encode())
        process.stdin.flush()  # and left open: the end of its input ends it
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        process.stdin.close()
    assert first["error"]
    assert second["text"] == "cGFja2FnZSBwCg=="


def test_format(helper: Helper) -> None:
    assert helper.format(b"package p\nfunc  f( ) { }\n") == b"package p\n\nfunc f() {}\n"
    assert helper.format(b"package p\nfunc {\n") is None
    assert helper.format(b"x := 1\n") is None  # a piece of a file is none


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"package p\n", None),
        (b"package p\n\nfunc f() {\n\treturn }}\n", (4, 10)),
        (b"func f() {}\n", (1, 1)),
        (b"", (1, 1)),
        (b"package p\n\n//line other.go:77\nvar = 1\n", (4, 5)),
        (b'package p\n\nvar s = "\xff"\n', (3, 10)),
    ],
)
def test_parse_error(helper: Helper, text: bytes, place: tuple[int, int] | None) -> None:
    problem = helper.parse_error("/some/where.go", text)
    assert (None if problem is None else (problem.line, problem.column)) == place
    if problem is not None:
        assert (problem.stage, problem.path) == ("parse", "/some/where.go")


def test_overlay(helper: Helper, tmp_path: Path) -> None:
    file = source(tmp_path / "a.go", "package p\n\nvar x = 1\n")
    helper.load([row(file.path)])
    assert helper.check("p") == ()
    helper.overlay(file.path, b'package p\n\nvar x int = "no"\n')
    (problem,) = helper.check("p")
    assert (problem.stage, problem.path, problem.line, problem.column) == ("types", file.path, 3, 13)
    helper.overlay(file.path, None)
    assert helper.check("p") == ()
    # A file that is nowhere else.
    helper.overlay(str(tmp_path / "b.go"), b"package p\n\nvar y = x\n")
    helper.load([row(file.path, files=[file.path, str(tmp_path / "b.go")])])
    assert helper.check("p") == ()


def test_a_path_that_is_not_utf_8(helper: Helper, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "a") + b"\xff.go"
    Path(os.fsdecode(path)).write_bytes(b"package p\n")
    helper.load([row(os.fsdecode(path))])
    assert helper.check("p")  # Go's own tools cannot name it either: the package is left alone
    assert helper.format(b"package p\n") == b"package p\n"


def test_an_unknown_unit_or_file(helper: Helper, tmp_path: Path) -> None:
    file = source(tmp_path / "a.go", "package p\n")
    helper.load([row(file.path)])
    assert "unknown package" in helper.check("q")[0].message
    other = GoFile.parse("/other.go", b"package p\n")
    with pytest.raises(HelperError, match="not a file of p"):
        helper.facts("p", other, other.declarations())


def test_broken_code_is_survived(helper: Helper, tmp_path: Path) -> None:
    file = source(tmp_path / "a.go", BROKEN)
    helper.load([row(file.path)])
    assert helper.check("p")
    first = pid(helper)
    helper.facts("p", file, file.declarations())
    # Also every beginning of it, as an editor sends them.
    for end in range(0, len(BROKEN), 97):
        cut = GoFile.parse(file.path, BROKEN[:end].encode())
        helper.overlay(file.path, cut.text)
        helper.check("p")
        helper.facts("p", cut, cut.declarations())
    assert pid(helper) == first


def test_a_big_reply_and_deep_nesting(helper: Helper, tmp_path: Path) -> None:
    deep = "(" * 2000 + "x" + ")" * 2000
    long = " + ".join(["x"] * 20000)
    file = source(tmp_path / "a.go", f"package p\n\nfunc f(x int) int {{\n\treturn {deep} + {long}\n}}\n")
    helper.load([row(file.path)])
    began = time.monotonic()
    (facts,) = helper.facts("p", file, [file.declarations()[-1]])
    assert time.monotonic() - began < 20  # linear, not quadratic, in the depth
    assert len(facts._row["exprs"]) > 40000
    assert len(json.dumps(facts._row)) > 1_000_000
    assert helper.check("p") == ()


def test_a_unit_of_many_files(helper: Helper, tmp_path: Path) -> None:
    paths = []
    for number in range(2000):
        path = tmp_path / f"f{number}.go"
        path.write_text(f"package p\n\nfunc f{number}() int {{ return f{(number + 1) % 2000}() }}\n")
        paths.append(str(path))
    helper.load([row("", files=paths)])
    assert helper.check("p") == ()
    file = GoFile.parse(paths[7], Path(paths[7]).read_bytes())
    (facts,) = helper.facts("p", file, [file.declarations()[-1]])
    assert facts.recursive


# Units with export data


def units_of(toolchain: Toolchain, root: str, *, tests: bool = False) -> dict[str, Unit]:
    packages = discover(toolchain, ["./..."], root, Build()).packages
    return {unit.id: unit for unit in load(toolchain, packages, tests=tests, extra=())}


def test_a_test_variant_has_types_of_its_own(helper: Helper, toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "p/p.go": "package p\n\ntype T struct{}\n",
            "p/export_test.go": "package p\n\nfunc (T) Hidden() int { return 1 }\n",
            "p/x_test.go": (
                'package p_test\n\nimport (\n\t"example.com/m/p"\n\t"example.com/m/q"\n)\n\n'
                "var _ interface{ Hidden() int } = q.Make()\n\nvar _ p.T = q.Make()\n"
            ),
            "q/q.go": 'package q\n\nimport "example.com/m/p"\n\nfunc Make() p.T { return p.T{} }\n',
            "r/r.go": (
                'package r\n\nimport "example.com/m/q"\n\nvar _, Has = any(q.Make()).(interface{ Hidden() int })\n'
            ),
        }
    )
    units = units_of(toolchain, root, tests=True)
    for order in (list(units), list(reversed(units))):
        helper.load([row_of(unit) for unit in units.values()])
        assert {name: helper.check(name) for name in order} == dict.fromkeys(order, ())


@pytest.mark.skipif(shutil.which("gcc") is None and shutil.which("clang") is None, reason="cgo needs a C compiler")
def test_a_package_with_cgo_is_known(helper: Helper, toolchain: Toolchain, module: Make) -> None:
    root = module(
        {
            "c/cgo.go": (
                "package c\n\n/*\n#include <stdlib.h>\nstruct point { int x; };\n*/\n"
                'import "C"\n\ntype point = C.struct_point\n\n'
                "func make() *point { return (*point)(C.calloc(1, C.size_t(4))) }\n\nconst Size = 3\n"
            ),
            "c/plain.go": (
                "package c\n\nfunc X() int {\n\tp := make()\n\tvar a [Size]int\n\treturn int(p.x) + a[Size-1]\n}\n"
            ),
        }
    )
    units = units_of(toolchain, root)
    unit = units["example.com/m/c"]
    if not unit.cgo_files:
        pytest.fail("cgo is off: a C compiler is needed for this test")
    assert unit.problems == ()
    helper.load([row_of(unit)])
    assert helper.check(unit.id) == ()
    file = GoFile.parse(unit.files[0], Path(unit.files[0]).read_bytes())
    (facts,) = helper.facts(unit.id, file, [file.declarations()[-1]])
    call, size = (
        next(node for node in walk(facts.function) if node.text == written) for written in (b"make()", b"Size")
    )
    type_ = facts.type(call)
    assert type_ is not None
    assert type_.kind == "pointer"
    constant = facts.constant(size)
    assert constant is not None
    assert not constant.portable  # without cgo, another file may declare it
    # Without what cgo declares, what it would say is unknown; nothing is guessed, and nothing is wrong.
    helper.load([row_of(unit) | {"cgo_types": ""}])
    (facts,) = helper.facts(unit.id, file, [file.declarations()[-1]])
    type_ = facts.type(call)
    assert type_ is None or type_.kind in {"pointer", "invalid type"}


def test_little_memory_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the helper forgets, because it is large, is looked at again."""
    golden = Path(__file__).parent.parent / "golden"
    shutil.copytree(golden / "set-struct" / "exported_internal" / "before", tmp_path / "m")
    (tmp_path / "m" / "go.mod").write_text("module golden/set-struct/exported_internal\n\ngo 1.24\n")
    for case in sorted(golden.glob("prealloc/*"))[::8]:
        shutil.copytree(case / "before", tmp_path / "m" / case.name)
    request = Request(
        str(tmp_path / "m"), isolated=True, tests=True, cache=False, jobs=1, overrides=Overrides(unsafe=True)
    )
    plan = run(request)
    assert len(plan.outcomes) > 20
    assert any("internal" in change.path for change in plan.changes)
    ample = helpers.sources()
    small = {name: re.sub(rb"(maxHeld|maxExported)( += )\d+ << 20", rb"\1\g<2>1", text) for name, text in ample.items()}
    assert {name for name, text in small.items() if text != ample[name]} == {"memory.go", "worlds.go"}
    monkeypatch.setattr(helpers, "sources", lambda: small)
    assert replace(run(request), statistics=plan.statistics) == plan
