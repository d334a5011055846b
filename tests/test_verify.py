"""The verifier says no to what breaks something, and yes to everything else: with real Go."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20.discover import Package, discover
from gofix20.model import Build, Problem, Verdict
from gofix20.process import run
from gofix20.toolchain import Toolchain
from gofix20.verify import Verifier

Make = Callable[[Mapping[str, str | bytes]], str]

TREE = {
    "go.mod": "module example.com/m\n\ngo 1.22\n",
    "good/good.go": "package good\n\nfunc One() int { return 1 }\n\nfunc Two() int { return 2 }\n",
    "good/more.go": "package good\n\nfunc Three() int { return One() + Two() }\n",
    "good/good_test.go": 'package good\n\nimport "testing"\n\nfunc TestOne(t *testing.T) { _ = One() }\n',
    "good/ext_test.go": (
        "package good_test\n\n"
        'import (\n\t"testing"\n\n\t"example.com/m/good"\n)\n\n'
        "func TestTwo(t *testing.T) { var n int = good.Two(); _ = n }\n"
    ),
    "user/user.go": 'package user\n\nimport "example.com/m/good"\n\nfunc Use() int { return good.Three() }\n',
    "vetted/vetted.go": (
        "package vetted\n\n"
        'import (\n\t"fmt"\n\t"os"\n)\n\n'
        'func Old(s string) string { return fmt.Sprintf("%d", s) }\n\n'
        'func New(s string) string { return fmt.Sprintf("%s", s) }\n\n'
        "func Out() { os.Stdout.Sync() }\n"
    ),
    "badtest/a.go": "package badtest\n\nfunc A() int { return 1 }\n",
    "badtest/a_test.go": 'package badtest\n\nvar a string = A()\n\nvar b int = "b"\n',
    "lost/lost.go": 'package lost\n\nimport "example.org/nowhere"\n\nvar _ = nowhere.X\n',
    "tagged/tagged.go": "package tagged\n\nfunc F() int { return f() }\n",
    "tagged/f_linux.go": "package tagged\n\nfunc f() int { return 1 }\n",
    "tagged/f_windows.go": "package tagged\n\nfunc f() int { return 2 }\n",
    "loose/loose.go": "package loose\n\nfunc   Odd( ) int { return 1 }\n\nfunc Even() int { return 2 }\n",
}
"""A module of packages that are good or bad in different ways. Nothing here writes to it."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("verify") / "m"
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(root)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPROXY", "off")


@pytest.fixture
def verifier(toolchain: Toolchain, tmp_path: Path) -> Verifier:
    return make_verifier(toolchain, tmp_path / "scratch")


def make_verifier(toolchain: Toolchain, scratch: Path, timeout: float | None = None) -> Verifier:
    return Verifier(toolchain, scratch=str(scratch), format=gofmt_of(toolchain), timeout=timeout)


def gofmt_of(toolchain: Toolchain) -> Callable[[bytes], bytes | None]:
    def gofmt(text: bytes) -> bytes | None:
        assert toolchain.gofmt is not None
        done = run([toolchain.gofmt], cwd="/", env={}, stdin=text)
        return done.stdout if done.code == 0 else None

    return gofmt


def packages_of(toolchain: Toolchain, root: str, *paths: str, build: Build | None = None) -> list[Package]:
    found = discover(toolchain, paths, root, build or Build())
    assert not found.problems
    return list(found.packages)


def fake(toolchain: Toolchain, directory: Path, instead: str) -> Toolchain:
    """A Go that does as told in place of vet."""
    script = directory / "go"
    script.write_text(f'#!/bin/sh\ncase "$1" in vet) {instead};; esac\nexec {toolchain.go} "$@"\n')
    script.chmod(0o755)
    return dataclasses.replace(toolchain, go=str(script))


def once(directory: Path, instead: str) -> str:
    """Shell commands that are run the first time only."""
    mark = directory / "once"
    return f"if [ ! -e {mark} ]; then touch {mark}; {instead}; fi"


def edited(root: str, edits: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """New texts of files by their names: each with one piece replaced."""
    texts = {}
    for name, (old, new) in edits.items():
        path = os.path.join(root, name)
        text = Path(path).read_text()
        assert old in text
        texts[path] = text.replace(old, new, 1).encode()
    return texts


def told(verdict: Verdict, root: str) -> list[str]:
    """Problems as a user would read them."""
    assert verdict.ok == (not verdict.problems)
    return [line_of(problem, root) for problem in verdict.problems]


def line_of(problem: Problem, root: str) -> str:
    path = os.path.relpath(problem.path, root) if problem.path else "-"
    return f"{problem.stage} {path}:{problem.line} {problem.message}"


def snapshot(root: str) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path(root).rglob("*") if path.is_file()}


def test_sound_edit_passes_and_nothing_is_written(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    was = snapshot(tree)
    after = edited(tree, {"good/good.go": ("return 1", "return 10"), "good/good_test.go": ("_ = One()", "One()")})
    assert told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree) == []
    assert snapshot(tree) == was


def test_all_type_errors_are_told_at_their_new_lines(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    edits = {
        "good/good.go": ("func One", "// One is one.\n//\nfunc One"),
        "good/more.go": ("return One() + Two()", 'return One() + "2"'),
    }
    after = edited(tree, edits)
    path = os.path.join(tree, "good/good.go")
    after[path] = after[path].replace(b"return 2", b"x := 2; return nothing")
    verdict = verifier.verify(packages_of(toolchain, tree, "./good"), {}, after)
    lines = [line.split(" ")[:2] for line in told(verdict, tree) if not line.startswith("gofmt")]
    assert lines == [["types", "good/good.go:7"], ["types", "good/good.go:7"], ["types", "good/more.go:3"]]


def test_unused_import_is_told(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/good.go": ("package good\n", 'package good\n\nimport "strings"\n')})
    found = told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree)
    assert found == ['types good/good.go:3 "strings" imported and not used']


@pytest.mark.parametrize(
    ("name", "old", "new", "broken"),
    [
        ("good/good.go", "Two() int { return 2 }", 'Two() string { return "2" }', {"good/more.go", "good/ext_test.go"}),
        ("good/good.go", "func One", "func First", {"good/more.go", "good/good_test.go"}),
    ],
)
def test_files_that_only_use_what_was_changed(
    toolchain: Toolchain, verifier: Verifier, tree: str, name: str, old: str, new: str, broken: set[str]
) -> None:
    verdict = verifier.verify(packages_of(toolchain, tree, "./good"), {}, edited(tree, {name: (old, new)}))
    assert {os.path.relpath(problem.path, tree) for problem in verdict.problems} >= broken - {"good/ext_test.go"}
    assert not verdict.ok


def test_external_test_alone_is_broken(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    edits = {
        "good/good.go": ("Two() int { return 2 }", "Two() int8 { return 2 }"),
        "good/more.go": ("One() + Two()", "One() + int(Two())"),
    }
    found = told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, edited(tree, edits)), tree)
    assert len(found) == 1
    assert found[0].startswith("types good/ext_test.go:9 cannot use good.Two()")


def test_dependent_that_is_checked_along(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/more.go": ("func Three", "func Drei")})
    found = told(verifier.verify(packages_of(toolchain, tree, "./good", "./user"), {}, after), tree)
    assert found == ["types user/user.go:5 undefined: good.Three"]


def test_new_finding_of_vet(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"vetted/vetted.go": ('"%s"', '"%d"')})
    found = told(verifier.verify(packages_of(toolchain, tree, "./vetted"), {}, after), tree)
    assert len(found) == 1
    assert re.match(r"vet vetted/vetted.go:10 fmt.Sprintf format %d has arg s of wrong type string", found[0])


def test_old_finding_of_vet_may_move_and_change_its_words(
    toolchain: Toolchain, verifier: Verifier, tree: str
) -> None:
    packages = packages_of(toolchain, tree, "./vetted")
    moved = edited(tree, {"vetted/vetted.go": ("func Old", "// Old is old.\n//\n// Very.\nfunc Old")})
    assert told(verifier.verify(packages, {}, moved), tree) == []
    written = edited(
        tree, {"vetted/vetted.go": ('{ return fmt.Sprintf("%d", s) }', '{ fmt.Fprintf(os.Stdout, "%d", s); return s }')}
    )
    assert told(verifier.verify(packages, {}, written), tree) == []
    # One old mistake does not excuse two.
    twice = 'fmt.Sprintf("%d", s) + fmt.Sprintf("%d", s)'
    copied = edited(tree, {"vetted/vetted.go": ('fmt.Sprintf("%d", s)', twice)})
    assert len(told(verifier.verify(packages, {}, copied), tree)) == 1


def test_same_text_vetted_before_from_elsewhere(toolchain: Toolchain, tmp_path: Path, tree: str) -> None:
    # Go's cache replays findings with the path of the run that made them.
    after = edited(tree, {"vetted/vetted.go": ('"%s"', '"%v %v"')})
    packages = packages_of(toolchain, tree, "./vetted")
    for name in ("first", "second"):
        (problem,) = make_verifier(toolchain, tmp_path / name).verify(packages, {}, after).problems
        assert (problem.path, problem.line) == (os.path.join(tree, "vetted/vetted.go"), 10)


def test_finding_with_a_path_of_another_tree(toolchain: Toolchain, tmp_path: Path, tree: str) -> None:
    # The same happens between two copies of GOROOT: only the name of the file can be trusted.
    packages = packages_of(toolchain, tree, "./vetted")
    one = '{"posn": "/other/copy/vetted/vetted.go:10:2", "message": "it is new"}'
    said = f'{{"example.com/m/vetted": {{"printf": [{one}]}}}}'
    go = fake(toolchain, tmp_path, once(tmp_path, f"echo '{said}'; exit 0"))
    after = edited(tree, {"vetted/vetted.go": ("func New", "// New is new.\nfunc New")})
    found = told(make_verifier(go, tmp_path / "scratch").verify(packages, {}, after), tree)
    assert found == ["vet vetted/vetted.go:10 it is new"]


def test_scratch_that_begins_like_the_module(toolchain: Toolchain, tree: str) -> None:
    # Go shortens paths by string prefix: `…/mrep` beside the module `…/m` comes out as `.rep`.
    edits = {"vetted/vetted.go": ('"%s"', '"%v %v"'), "good/good.go": ("return 1", 'return "1"')}
    verifier = make_verifier(toolchain, Path(tree + "rep"))
    verdict = verifier.verify(packages_of(toolchain, tree, "./good", "./vetted"), {}, edited(tree, edits))
    assert {problem.path for problem in verdict.problems} == {os.path.join(tree, name) for name in edits}
    assert not any("rep" in problem.message for problem in verdict.problems)


def test_text_that_does_not_parse(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/good.go": ("func One() int {", "func One( int {")})
    found = told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree)
    assert found
    assert all(line.startswith("types good/good.go:3 syntax error") for line in found)


def test_import_cycle_is_told_at_the_import(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/more.go": ("good\n", 'good\n\nimport _ "example.com/m/user"\n')})
    found = told(verifier.verify(packages_of(toolchain, tree, "./good", "./vetted"), {}, after), tree)
    assert found[0] == (
        "list good/more.go:3 import cycle not allowed: "
        "example.com/m/good imports example.com/m/user imports example.com/m/good"
    )
    assert all(line.startswith("list good/more.go:3 import cycle") for line in found)


def test_missing_dependency_is_told_with_what_helps(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/more.go": ("good\n", 'good\n\nimport _ "example.org/missing"\n')})
    (problem,) = verifier.verify(packages_of(toolchain, tree, "./good"), {}, after).problems
    assert problem.stage == "dependency"
    assert (os.path.relpath(problem.path, tree), problem.line) == ("good/more.go", 3)
    assert "go mod" in problem.message


def test_package_whose_tests_did_not_compile_before(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    packages = packages_of(toolchain, tree, "./badtest", "./good")
    sound = edited(tree, {"badtest/a.go": ("return 1", "return 2"), "good/good.go": ("return 1", "return 2")})
    assert told(verifier.verify(packages, {}, sound), tree) == []
    broken = edited(tree, {"badtest/a.go": ("return 1", "return nil")})
    assert [line[:24] for line in told(verifier.verify(packages, {}, broken), tree)] == ["types badtest/a.go:3 can"]
    in_the_test = edited(tree, {"badtest/a_test.go": ("var b int", "var c int")})
    assert told(verifier.verify(packages, {}, in_the_test), tree) == [
        "vet badtest/a_test.go:0 the new text cannot be checked: it did not compile before, and does not now"
    ]


def test_package_that_cannot_be_loaded_does_not_hide_the_others(
    toolchain: Toolchain, verifier: Verifier, tree: str
) -> None:
    found = discover(toolchain, ["./vetted"], tree, Build()).packages
    # As if it had been sound when it was listed: `discover` itself would leave it out.
    lost = dataclasses.replace(
        found[0],
        import_path="example.com/m/lost",
        directory=os.path.join(tree, "lost"),
        files=(os.path.join(tree, "lost/lost.go"),),
    )
    both = [*found, lost]
    sound = edited(tree, {"vetted/vetted.go": ('"%s"', '"<%s>"')})
    assert told(verifier.verify(both, {}, sound), tree) == []
    broken = edited(tree, {"vetted/vetted.go": ('"%s"', '"%d"')})
    assert [line[:25] for line in told(verifier.verify(both, {}, broken), tree)] == ["vet vetted/vetted.go:10 f"]
    itself = edited(tree, {"lost/lost.go": ("nowhere.X", "nowhere.Y")})
    assert told(verifier.verify(both, {}, itself), tree) == [
        "vet lost/lost.go:0 the new text cannot be checked: it did not compile before, and does not now"
    ]


def test_file_that_go_would_leave_out(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/good_test.go": ("package good", "//go:build never\n\npackage good")})
    assert told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree) == [
        "vet good/good_test.go:0 the new text cannot be checked: with the new text, Go leaves it out of its package"
    ]


def test_file_of_no_package(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"tagged/f_windows.go": ("2", "3")})
    linux = packages_of(toolchain, tree, "./tagged", build=Build(goos="linux"))
    assert told(verifier.verify(linux, {}, after), tree) == [
        "vet tagged/f_windows.go:0 the new text cannot be checked: it is in no package that is built"
    ]


def test_each_build_checks_its_own_files(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    builds = [Build(goos="linux"), Build(goos="windows", goarch="amd64")]
    packages = [one for build in builds for one in packages_of(toolchain, tree, "./tagged", build=build)]
    after = edited(tree, {"tagged/f_linux.go": ("1", "10"), "tagged/f_windows.go": ("2", "nil")})
    found = told(verifier.verify(packages, {}, after), tree)
    assert len(found) == 1
    assert found[0].startswith("types tagged/f_windows.go:3 cannot use nil")


ELSEWHERE = {
    "a.go": "package m\n\nfunc A() int { return b() }\n",
    "b_plan9.go": 'package m\n\nimport "fmt"\n\nfunc b() int { _ = fmt.Sprintf("%d", 1); return 1 }\n\nvar c = 1\n',
    "b_other.go": "//go:build !plan9\n\npackage m\n\nfunc b() int { return 1 }\n\nvar c = 1\n",
    "a_test.go": 'package m\n\nimport "testing"\n\nvar strings int = c\n\nfunc TestA(*testing.T) {}\n',
}
IMPORTED = 'import (\n\t"fmt"\n\t"strings"\n)\n\nvar _ = strings.Clone'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("return 1", "return 2", ""),
        ("return 1", "return nil", "types b_plan9.go:5 cannot use nil"),
        ("return 1", "x := 1; return 1", "types b_plan9.go:5 declared and not used: x"),
        ("return 1", "return d", "types b_plan9.go:5 undefined: d"),
        # what a test can see
        ("var c = 1", 'var c = ""', "types a_test.go:5 cannot use c"),
        ('import "fmt"', IMPORTED, "types "),
        # what the compiler says nothing of
        ('"%d", 1', '"%d", "1"', ""),
    ],
)
def test_only_compiled(toolchain: Toolchain, verifier: Verifier, module: Make, old: str, new: str, said: str) -> None:
    root = module(ELSEWHERE)
    packages = packages_of(toolchain, root, ".", build=Build(goos="plan9", goarch="386"))
    found = told(verifier.verify(packages, {}, edited(root, {"b_plan9.go": (old, new)}), compiled=True), root)
    assert len(found) == bool(said) or said == "types "
    assert all(one.startswith(said) for one in found)
    assert bool(found) == bool(said)


def test_only_compiled_is_not_accepted_unseen(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    root = module({**ELSEWHERE, "broken_plan9.go": "package m\n\nvar d int = nil\n"})
    packages = packages_of(toolchain, root, ".", build=Build(goos="plan9", goarch="386"))
    found = told(verifier.verify(packages, {}, edited(root, {"b_plan9.go": ("1)", "2)")}), compiled=True), root)
    assert found == [
        "vet b_plan9.go:0 the new text cannot be checked: it did not compile before, and does not now"
    ]
    after = edited(root, {"b_plan9.go": ("package m", "//go:build linux\n\npackage m")})
    assert told(verifier.verify(packages, {}, after, compiled=True), root)[0] == (
        "vet b_plan9.go:0 the new text cannot be checked: with the new text, Go leaves it out of its package"
    )


def test_only_compiled_are_no_tests_that_differ(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    root = module(ELSEWHERE)
    packages = packages_of(toolchain, root, ".", build=Build(goos="plan9", goarch="386"))
    after = edited(root, {"a_test.go": ("= c", "= nil")})
    assert told(verifier.verify(packages, {}, after, compiled=True), root) == [
        "types a_test.go:5 cannot use nil as int value in variable declaration"
    ]


def test_unsaved_text_is_what_was_before(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    packages = packages_of(toolchain, tree, "./vetted")
    before = edited(tree, {"vetted/vetted.go": ('"%s"', '"%d"')})
    after = {path: text.replace(b"func Out", b"\n// Out is out.\nfunc Out") for path, text in before.items()}
    loose = ["gofmt vetted/vetted.go:12 gofmt would change this line"]
    assert told(verifier.verify(packages, before, after), tree) == loose
    after = {path: text.replace(b"\n\nfunc Out", b"\n\n// Out is out.\nfunc Out") for path, text in before.items()}
    assert told(verifier.verify(packages, before, after), tree) == []


def test_other_unsaved_files_count_too(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    before = edited(tree, {"good/more.go": ("func Three", "func Four() int { return 4 }\n\nfunc Three")})
    after = edited(tree, {"good/good.go": ("return 1", "return Four() - 3")})
    assert told(verifier.verify(packages_of(toolchain, tree, "./good"), before, after), tree) == []
    assert not verifier.verify(packages_of(toolchain, tree, "./good"), {}, after).ok


# gofmt


def test_formatted_file_must_stay_so(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    after = edited(tree, {"good/good.go": ("func Two() int { return 2 }", "func Two() int {\n  return 2\n}")})
    found = told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree)
    assert found == ["gofmt good/good.go:6 gofmt would change this line"]


@pytest.mark.parametrize("around", [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"), (b"\xef\xbb\xbf", b"\r\n")])
def test_line_endings_and_marks_do_not_count(
    toolchain: Toolchain, verifier: Verifier, tree: str, around: tuple[bytes, bytes]
) -> None:
    def dressed(text: bytes) -> bytes:
        return around[0] + text.replace(b"\n", around[1])

    path = os.path.join(tree, "good/good.go")
    text = Path(path).read_bytes()
    before, after = {path: dressed(text)}, {path: dressed(text.replace(b"return 2", b"return 20"))}
    packages = packages_of(toolchain, tree, "./good")
    assert told(verifier.verify(packages, before, after), tree) == []
    bad = {path: dressed(text.replace(b"return 2", b"return  20"))}
    assert told(verifier.verify(packages, before, bad), tree) == ["gofmt good/good.go:5 gofmt would change this line"]


def test_in_a_file_that_was_not_formatted_only_our_lines_count(
    toolchain: Toolchain, verifier: Verifier, tree: str
) -> None:
    packages = packages_of(toolchain, tree, "./loose")

    def found(old: str, new: str) -> list[str]:
        return told(verifier.verify(packages, {}, edited(tree, {"loose/loose.go": (old, new)})), tree)

    assert found("return 2", "return 20") == []
    assert found("Odd( ) int { return 1 }", "Odd( ) int { return 10 }") == []
    assert found("return 2", "return  20") == ["gofmt loose/loose.go:5 gofmt would change this line"]
    assert found("return 2 }", "return }")[0].startswith("types loose/loose.go:5 not enough return values")


def test_odd_file_names(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    names = ["a b.go", "c[1].d.go", "e'f.go", "g&<h>.go", "ï,j.go", "k$^.go", "l\\m.go"]
    text = 'package m\n\nimport "fmt"\n\nfunc F{}() string {{ return fmt.Sprint({}) }}\n'
    root = module({name: text.format(number, number) for number, name in enumerate(names)})
    (package,) = packages_of(toolchain, root, ".")
    assert len(package.files) == len(names)
    after = {path: Path(path).read_bytes().replace(b"Sprint(", b'Sprintf("%s", ') for path in package.files}
    verdict = verifier.verify([package], {}, after)
    assert [(problem.stage, problem.path) for problem in verdict.problems] == [("vet", path) for path in package.files]


# Other kinds of modules


def test_workspace_with_a_nested_module(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    root = module(
        {
            "go.work": "go 1.22\n\nuse (\n\t.\n\t./nested\n)\n",
            "a.go": 'package m\n\nimport "example.com/nested"\n\nvar A int = nested.N\n',
            "nested/go.mod": "module example.com/nested\n\ngo 1.22\n",
            "nested/n.go": "package nested\n\nconst N = 1\n",
        }
    )
    packages = packages_of(toolchain, root, "./...", "./nested")
    assert [package.module.path for package in packages] == ["example.com/m", "example.com/nested"]
    sound = edited(root, {"a.go": ("nested.N", "nested.N + 1"), "nested/n.go": ("1", "2")})
    assert told(verifier.verify(packages, {}, sound), root) == []
    # What is laid over one module is what the other sees.
    broken = edited(root, {"nested/n.go": ("1", '"1"')})
    found = told(verifier.verify(packages, {}, broken), root)
    assert [line.partition(" cannot")[0] for line in found] == ["types a.go:5"]


def test_vendored_module(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    root = module(
        {
            "go.mod": "module example.com/m\n\ngo 1.22\n\nrequire example.org/dep v1.0.0\n",
            "a.go": 'package m\n\nimport "example.org/dep"\n\nvar A int = dep.D\n',
            "vendor/modules.txt": "# example.org/dep v1.0.0\n## explicit; go 1.22\nexample.org/dep\n",
            "vendor/example.org/dep/dep.go": "package dep\n\nconst D = 1\n",
        }
    )
    packages = packages_of(toolchain, root, "./...")
    assert told(verifier.verify(packages, {}, edited(root, {"a.go": ("dep.D", "dep.D + 1")})), root) == []
    broken = edited(root, {"a.go": ("dep.D", "dep.E")})
    assert told(verifier.verify(packages, {}, broken), root) == ["types a.go:5 undefined: dep.E"]


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")
def test_cgo_package(
    toolchain: Toolchain, verifier: Verifier, module: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CGO_ENABLED", "1")
    root = module(
        {
            "c.go": (
                'package m\n\n// static int f(void) { return 1; }\nimport "C"\n\n'
                "func F() int { return int(C.f()) }\n"
            ),
            "g.go": "package m\n\nfunc G() int { return F() }\n",
        }
    )
    packages = packages_of(toolchain, root, "./...")
    assert packages[0].cgo_files == (os.path.join(root, "c.go"),)
    assert told(verifier.verify(packages, {}, edited(root, {"g.go": ("F()", "F() + 1")})), root) == []
    broken = edited(root, {"c.go": ("int(C.f())", "C.f()"), "g.go": ("F()", "F() + nil")})
    found = told(verifier.verify(packages, {}, broken), root)
    assert {line.split(" ")[1] for line in found} == {"c.go:6", "g.go:3"}


def test_standard_library_may_be_laid_over(toolchain: Toolchain, verifier: Verifier) -> None:
    root = os.path.join(toolchain.goroot, "src")
    packages = packages_of(toolchain, root, "./container/ring")
    edit = {"container/ring/ring.go": ("package ring", "package ring\n\nvar unused = nothing")}
    verdict = verifier.verify(packages, {}, edited(root, edit))
    assert "types container/ring/ring.go:9 undefined: nothing" in [
        re.sub(r":\d+ ", ":9 ", line) for line in told(verdict, root)
    ]


def test_package_that_the_compiler_knows_by_itself(toolchain: Toolchain, verifier: Verifier) -> None:
    root = os.path.join(toolchain.goroot, "src")
    packages = packages_of(toolchain, root, "./unsafe", "./container/ring")
    ring = {"container/ring/ring.go": ("package ring", "package ring\n\nvar unused = 1")}
    assert told(verifier.verify(packages, {}, edited(root, ring)), root) == []
    unsafe = edited(root, {"unsafe/unsafe.go": ("package unsafe", "package unsafe\n\nvar unused = 1")})
    assert not verifier.verify(packages, {}, unsafe).ok


# Never good by accident


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        ("echo 'go: no such tool \"vet\"' >&2; exit 2", 'go: no such tool "vet"'),
        ("echo '{}{}'; echo 'go: write: no space left on device' >&2; exit 1", "go: write: no space left on device"),
        ("exit 1", "go vet ended with status 1, and did not say why"),
    ],
)
def test_vet_that_does_not_do_its_work(
    toolchain: Toolchain, tmp_path: Path, tree: str, instead: str, message: str
) -> None:
    packages = packages_of(toolchain, tree, "./good")
    # The first time that something goes wrong, it has not gone wrong before.
    verifier = make_verifier(fake(toolchain, tmp_path, once(tmp_path, instead)), tmp_path / "scratch")
    after = edited(tree, {"good/good.go": ("return 1", "return 10")})
    assert told(verifier.verify(packages, {}, after), tree) == [f"vet -:0 {message}"]


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        ("exit 0", "go vet looked at 0 of 2 packages and tests: it does not say why"),
        ("echo '{}'; exit 0", "go vet looked at 1 of 2 packages and tests: it does not say why"),
        (
            "echo 'go: no such tool \"vet\"' >&2; exit 2",
            'go vet looked at 0 of 2 packages and tests: go: no such tool "vet"',
        ),
        ("echo '{} oops'; exit 0", "go vet ended with status 0 and printed what is not JSON"),
    ],
)
def test_vet_that_never_works(
    toolchain: Toolchain, tmp_path: Path, tree: str, instead: str, message: str
) -> None:
    verifier = make_verifier(fake(toolchain, tmp_path, instead), tmp_path / "scratch")
    after = edited(tree, {"good/good.go": ("return 1", "return 10")})
    verdict = verifier.verify(packages_of(toolchain, tree, "./good"), {}, after)
    assert told(verdict, tree) == [f"go -:0 {message}"]


def test_package_that_vet_met_as_a_dependency(toolchain: Toolchain, verifier: Verifier, module: Make) -> None:
    # Go 1.26 then says nothing more of it: the old finding would be taken for a new one.
    unique = f"// {os.urandom(8).hex()}\n"
    leaf = 'package leaf\n\nimport "fmt"\n\nfunc F() string { return fmt.Sprintf("%d", "x") }\n'
    root = module(
        {
            "leaf/leaf.go": unique + leaf,
            "top/top.go": 'package top\n\nimport "example.com/m/leaf"\n\nfunc T() string { return leaf.F() }\n',
        }
    )
    leaf_package, top = packages_of(toolchain, root, "./leaf", "./top")
    texts = edited(root, {"top/top.go": ("F()", "F() + leaf.F()")})
    assert told(verifier.verify([top], {}, texts), root) == []
    moved = edited(root, {"leaf/leaf.go": ("func F()", "// F is f.\nfunc F()")})
    assert told(verifier.verify([leaf_package], {}, moved), root) == []


def test_timeout(toolchain: Toolchain, tmp_path: Path, tree: str) -> None:
    verifier = make_verifier(fake(toolchain, tmp_path, "sleep 60"), tmp_path / "scratch", timeout=0.5)
    after = edited(tree, {"good/good.go": ("return 1", "return 10")})
    (line,) = told(verifier.verify(packages_of(toolchain, tree, "./good"), {}, after), tree)
    assert line.startswith("go -:0 ")
    assert "did not end within 0.5 seconds" in line


def test_name_that_go_cannot_be_told(toolchain: Toolchain, verifier: Verifier, tree: str) -> None:
    (package,) = packages_of(toolchain, tree, "./vetted")
    path = os.path.join(tree, "vetted", os.fsdecode(b"caf\xe9.go"))
    odd = dataclasses.replace(package, files=(*package.files, path))
    (line,) = told(verifier.verify([odd], {}, {path: b"package vetted\n"}), tree)
    assert "its name is not valid UTF-8" in line


def test_nothing_to_verify(toolchain: Toolchain, tmp_path: Path, tree: str) -> None:
    text = Path(tree, "good/good.go").read_bytes()
    same = {os.path.join(tree, "good/good.go"): text}
    assert make_verifier(toolchain, tmp_path / "scratch").verify([], {}, same) == Verdict(ok=True)
