"""The engine end to end, with real Go and test-only rules: what lands, what is dropped, what is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from gofix20 import choice, cli, engine
from gofix20.config import Overrides
from gofix20.model import GainLevel, GofixError, Outcome, Plan, Status
from gofix20.toolchain import Toolchain
from tests.directed_rules import Also, Directed, use

Make = Callable[[Mapping[str, str | bytes]], str]
Run = Callable[..., Plan]

pytestmark = pytest.mark.xdist_group("engine")


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Directed, Also)
    monkeypatch.setenv("GOPROXY", "off")
    monkeypatch.setenv("PYTHONSAFEPATH", "")


@pytest.fixture
def run(toolchain: Toolchain) -> Run:
    def run(directory: str | Path, *paths: str, **how: object) -> Plan:
        request = engine.Request(os.fspath(directory), paths or ("./...",), go=toolchain.go, jobs=1, **how)  # type: ignore[arg-type]
        return engine.run(request)

    return run


def text_of(plan: Plan, path: str | Path) -> str:
    """The new text of a file, as far as it changed, else the one on disk."""
    for change in plan.changes:
        if change.path == os.fspath(path):
            return change.after.decode()
    return Path(path).read_bytes().decode()


def statuses(plan: Plan, path: str | Path) -> list[Status]:
    return [outcome.status for outcome in plan.outcomes if outcome.finding.path == os.fspath(path)]


def lost(plan: Plan, path: str | Path) -> list[Outcome]:
    return [
        outcome
        for outcome in plan.outcomes
        if outcome.finding.path == os.fspath(path) and outcome.status is not Status.APPLIED
    ]


# One module of packages that are good or bad in different ways, and one run over it

TREE: dict[str, str | bytes] = {
    "go.mod": "module example.com/m\n\ngo 1.22\n",
    # what a rule breaks
    "one/a.go": """\
package one

func Good() int {
	return 1 //fix: return 2
}

func Bad() int {
	return 1 //fix: return nowhere
}

func Fine() int {
	return 1 //fix: return 3
}
""",
    "one/b.go": "package one\n\nfunc Beside() int {\n\treturn Good() //fix: return Fine()\n}\n",
    "two/a.go": """\
package two

func A() int {
	return 1 //fix: return "a"
}

func B() int {
	return 1 //fix: return 2
}

func C() int {
	return 1 //fix: return c
}
""",
    "vetted/a.go": """\
package vetted

import "fmt"

func A(s string) string {
	return s //fix: return fmt.Sprintf("%d", s)
}

func B(s string) string {
	return fmt.Sprint(s) //fix: return fmt.Sprintf("%s", s)
}
""",
    "tested/a.go": """\
package tested

func A(
	n int, //fix: n string,
) int {
	return 1 //fix: return 2
}
""",
    "tested/b.go": """\
package tested

func B(
	n int, //fix: n string,
) int {
	return 1 //fix: return 2
}
""",
    "tested/a_test.go": 'package tested\n\nimport "testing"\n\nfunc TestA(t *testing.T) { _ = A(1) }\n',
    "tested/b_test.go": """\
package tested_test

import (
	"testing"

	"example.com/m/tested"
)

func TestB(t *testing.T) { _ = tested.B(1) }
""",
    "several/a.go": """\
package several

import "os"

func A() int {
	return 1 //fix: return 2
}

func B() int {
	return os.Getpid() //fix: return 3
}

func C() int {
	return 1 //fix: return 4
}

func D() int {
	return 1 //fix: return 5
}
""",
    "malformed/a.go": "package malformed\n\nfunc A() int {\n\treturn 1 //fix(twice): return 2\n}\n",
    "crash/a.go": """\
package crash

func A() int {
	return 1 //fix(crash): oh

	return 2 //fix: return 3
}
""",
    # what goes together
    "claims/a.go": """\
package claims

func A() int {
	a := 1 //fix(claim=name): a := 2

	b := 1 //fix(claim=name): b := 2

	return a + b
}
""",
    "overlap/a.go": """\
package overlap

func A() int {
	a := 1 //fix(lines=2): a, b := 3, 4
	b := 1 //fix: b := 2
	return a + b
}
""",
    "imports/a.go": """\
package imports

import "os"

func A(s string) bool {
	return s == os.Args[0] //fix(needs=strings,frees=os): return strings.Contains(s, "a")
}

func B(s string) string {
	return s //fix(needs=strings): return strings.ToUpper(s)
}
""",
    "imported/a.go": """\
package imported

func One() int {
	return 1 //fix(needs=example.com/m/importer): return importer.Two()
}
""",
    "importer/a.go": """\
package importer

import "example.com/m/imported"

func Two() int {
	return imported.One() + 1
}
""",
    # what was bad before
    "broken/a.go": "package broken\n\nfunc A() int {\n\treturn a //fix: return 2\n}\n\nvar x int = y\n",
    "unparsed/a.go": "package unparsed\n\nfunc A() int {\n\treturn 1 //fix: return 2\n\n",
    "oldvet/a.go": """\
package oldvet

import "fmt"

func A(s string) string {
	return fmt.Sprintf("%d", s)
}

func B() int {
	return 1 //fix: return 2
}
""",
    "oldtest/a.go": "package oldtest\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
    "oldtest/a_test.go": "package oldtest\n\nvar _ string = A()\n",
    "cycle/a/a.go": 'package a\n\nimport _ "example.com/m/cycle/b"\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n',
    "cycle/b/b.go": 'package b\n\nimport _ "example.com/m/cycle/a"\n\nfunc B() int {\n\treturn 1 //fix: return 2\n}\n',
    # kinds of files
    "generated/a.go": (
        "// Code generated by hand. DO NOT EDIT.\n\npackage generated\n\n"
        "func A() int {\n\treturn 1 //fix: return 2\n}\n"
    ),
    "generated/b.go": "package generated\n\nfunc B() int {\n\treturn 1 //fix: return 2\n}\n",
    "lines/a.go": "package lines\n\nfunc A() int {\n//line other.y:7\n\treturn 1 //fix: return 2\n}\n",
    "lines/b.go": (
        "package lines\n\nconst text = `\n//line other.y:7\n`\n\nfunc B() int {\n\treturn 1 //fix: return 2\n}\n"
    ),
    "loose/a.go": """\
package loose
func   A( ) int {
   x  :=  1 //fix: x := 2
   return   x
}
""",
    "crlf/a.go": b"package crlf\r\n\r\nfunc A() int {\r\n\treturn 1 //fix: x := 2\\nreturn x\r\n}\r\n",
    "bom/a.go": (
        b"\xef\xbb\xbfpackage bom\n\n"
        b'func A() int {\n\treturn 1 //fix(needs=strings): return strings.Count("", "")\n}\n'
    ),
    "mixed/a.go": b"package mixed\n\nfunc A() int {\r\n\tx := 1 //fix: x := 2\n\treturn x\r\n}\n",
    "unended/a.go": b"package unended\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}",
    "version/a.go": "package version\n\nfunc A() int {\n\treturn 1 //fix(version): return 2\n}\n",
    "version/b.go": "//go:build go1.25\n\npackage version\n\nfunc B() int {\n\treturn 1 //fix(version): return 2\n}\n",
    "version/c.go": "//go:build go1.21\n\npackage version\n\nfunc C() int {\n\treturn 1 //fix(version): return 2\n}\n",
    "notests/a.go": "package notests\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
    "notests/a_test.go": "package notests\n\nfunc B() int {\n\treturn 1 //fix: return 2\n}\n",
    "testdata/a.go": "package testdata\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
    "_left/a.go": "package left\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
    "nested/go.mod": "module example.com/nested\n\ngo 1.21\n",
    "nested/a.go": "package nested\n\nfunc A() int {\n\treturn 1 //fix(version): return 2\n}\n",
    "windows/a.go": "package windows\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
    "windows/a_windows.go": "package windows\n\nfunc B() int {\n\treturn 1 //fix: return 2\n}\n",
    # what is asked for
    "levels/a.go": """\
package levels

func A() int {
	return 1 //fix(unsafe): return 2
}

func B() int {
	return 1 //fix(look): look at it
}

func C() int {
	return 1 //fix(refuse): not this
}
""",
    "suppressed/a.go": """\
package suppressed

func A() int {
	return 1 /*fix: return 2*/ //gofix20:ignore TT01 not here
}

//gofix20:ignore TT01 none of it
func B() int {
	return 1 //fix: return 2
}

func C() int {
	//nolint:gofix20
	return 1 //fix: return 2
}

func D() int {
	//nolint
	return 1 //fix: return 2
}

func E() int {
	return 1 //also: return 2
}

//gofix20:ignore TT02
func F() int {
	return 1 //fix: return 2
}
""",
    "suppressed/b.go": """\
//gofix20:ignore-file

package suppressed

func G() int {
	return 1 //fix: return 2
}
""",
    "configured/.gofix20.toml": 'ignore = ["TT02"]\nexclude = ["left.go"]\n\n[rules.directed]\nmark = "/* m */ "\n',
    "configured/a.go": """\
package configured

func A() int {
	return 1 //fix: return 2
}

func B() int {
	return 1 //also: return 2
}
""",
    "configured/left.go": "package configured\n\nfunc C() int {\n\treturn 1 //fix: return 2\n}\n",
    "configured/below/a.go": "package below\n\nfunc A() int {\n\treturn 1 //fix: return 2\n}\n",
}


LOST = """\
package lost

import "example.org/nowhere"

func A() int {
	return nowhere.A //fix: return 2
}
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("engine").resolve() / "m"
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


@pytest.fixture(scope="module")
def plan(tree: Path, toolchain: Toolchain) -> Iterator[Plan]:
    """What `apply` comes to."""
    with pytest.MonkeyPatch.context() as patch:
        use(patch, Directed, Also)
        patch.setenv("GOPROXY", "off")
        yield engine.run(engine.Request(str(tree), go=toolchain.go, jobs=1))


@pytest.fixture(scope="module")
def checked(tree: Path, plan: Plan, toolchain: Toolchain) -> Iterator[Plan]:
    """What `check` comes to."""
    with pytest.MonkeyPatch.context() as patch:
        use(patch, Directed, Also)
        patch.setenv("GOPROXY", "off")
        yield engine.run(engine.Request(str(tree), go=toolchain.go, jobs=1, verify=False))


def test_what_breaks_is_dropped_with_the_compilers_words_and_its_neighbours_land(plan: Plan, tree: Path) -> None:
    (bad,) = lost(plan, tree / "one/a.go")
    assert (bad.status, bad.reason, bad.finding.line) == (Status.REJECTED, "types: undefined: nowhere", 8)
    assert statuses(plan, tree / "one/a.go") == [Status.APPLIED, Status.REJECTED, Status.APPLIED]
    expected = str(TREE["one/a.go"]).replace("return 1 //fix: return 2", "return 2")
    assert text_of(plan, tree / "one/a.go") == expected.replace("return 1 //fix: return 3", "return 3")
    assert statuses(plan, tree / "one/b.go") == [Status.APPLIED]


def test_two_that_break_in_one_package(plan: Plan, tree: Path) -> None:
    first, second = lost(plan, tree / "two/a.go")
    assert (first.finding.line, second.finding.line) == (4, 12)
    assert first.reason.startswith('types: cannot use "a"')
    assert second.reason == "types: undefined: c"
    assert "return 2\n" in text_of(plan, tree / "two/a.go")


def test_what_only_vet_finds_is_dropped(plan: Plan, tree: Path) -> None:
    (bad,) = lost(plan, tree / "vetted/a.go")
    assert bad.finding.line == 6
    assert bad.reason == "vet: fmt.Sprintf format %d has arg s of wrong type string"
    assert statuses(plan, tree / "vetted/a.go") == [Status.REJECTED, Status.APPLIED]


def test_what_breaks_only_a_test_is_found_among_several_and_nothing_else_is_dropped(plan: Plan, tree: Path) -> None:
    for name, callee in (("tested/a.go", "argument to A"), ("tested/b.go", "argument to tested.B")):
        (bad,) = lost(plan, tree / name)
        assert bad.finding.line == 4
        assert callee in bad.reason
        assert "return 2\n" in text_of(plan, tree / name)


def test_a_problem_far_from_the_fix_is_traced_to_it(plan: Plan, tree: Path) -> None:
    (bad,) = lost(plan, tree / "several/a.go")
    assert (bad.finding.line, bad.reason) == (10, 'types: "os" imported and not used')
    assert statuses(plan, tree / "several/a.go").count(Status.APPLIED) == 3


def test_a_fix_that_no_text_can_have_is_a_rejected_one(plan: Plan, tree: Path) -> None:
    assert [bad.reason for bad in lost(plan, tree / "malformed/a.go")] == ["its edits overlap"]


def test_a_rule_that_crashes_is_a_problem_and_keeps_nobody_from_the_file(plan: Plan, tree: Path) -> None:
    (problem,) = [problem for problem in plan.problems if problem.path == str(tree / "crash/a.go")]
    assert (problem.stage, problem.line) == ("rule", 4)
    assert "TT01 failed here, which is a bug in it: ValueError: oh (directed_rules.py:" in problem.message
    assert statuses(plan, tree / "crash/a.go") == [Status.APPLIED]


def test_fixes_that_claim_the_same_or_overlap_take_turns(plan: Plan, tree: Path) -> None:
    assert statuses(plan, tree / "claims/a.go") == [Status.APPLIED, Status.APPLIED]
    assert "a := 2\n\n\tb := 2\n" in text_of(plan, tree / "claims/a.go")
    # The second one's line is gone after the first.
    assert statuses(plan, tree / "overlap/a.go") == [Status.APPLIED]
    assert "a, b := 3, 4\n\treturn" in text_of(plan, tree / "overlap/a.go")
    assert plan.statistics.rounds == 3


def test_imports_come_and_go(plan: Plan, tree: Path) -> None:
    text = text_of(plan, tree / "imports/a.go")
    assert text.startswith('package imports\n\nimport "strings"\n\nfunc A')
    assert '"os"' not in text


def test_an_import_that_would_close_a_cycle_is_a_refusal(plan: Plan, tree: Path) -> None:
    (refusal,) = [refusal for refusal in plan.refusals if refusal.path == str(tree / "imported/a.go")]
    assert refusal.reason.startswith("importing example.com/m/importer here would close an import cycle")
    assert (refusal.line, refusal.column) == (4, 11)
    assert statuses(plan, tree / "imported/a.go") == []


def test_packages_that_were_broken_are_named_and_left_alone(plan: Plan, tree: Path) -> None:
    said = {problem.path: problem for problem in plan.problems}
    broken = said[str(tree / "broken/a.go")]
    assert (broken.stage, broken.line) == ("types", 4)
    assert broken.message == "example.com/m/broken is left alone, it does not compile: undefined: a (and 1 more)"
    assert "it does not compile: syntax error" in said[str(tree / "unparsed/a.go")].message
    for name in ("broken", "unparsed", "cycle/a", "cycle/b"):
        assert not any(change.path.startswith(str(tree / name)) for change in plan.changes)


def test_a_missing_dependency_is_an_error_that_says_what_to_run(
    tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, Directed)
    monkeypatch.setenv("GOPROXY", "off")
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (tmp_path / "a.go").write_text(LOST)
    with pytest.raises(GofixError, match=r"a dependency is missing: .*example\.org/nowhere.*run `go mod "):
        engine.run(engine.Request(str(tmp_path), go=toolchain.go, jobs=1))


def test_an_import_cycle_is_named(plan: Plan) -> None:
    said = [problem.message for problem in plan.problems if "import cycle not allowed" in problem.message]
    assert any(message.startswith("example.com/m/cycle/a: ") for message in said)
    assert any(message.startswith("example.com/m/cycle/b: ") for message in said)


def test_what_vet_said_before_is_not_blamed_on_us(plan: Plan, tree: Path) -> None:
    for name in ("oldvet/a.go", "oldtest/a.go"):
        assert statuses(plan, tree / name) == [Status.APPLIED]


def test_only_what_go_compiles_here_is_looked_at(plan: Plan, tree: Path) -> None:
    for name in ("generated/a.go", "notests/a_test.go", "testdata/a.go", "_left/a.go", "nested/a.go", "lines/a.go"):
        assert statuses(plan, tree / name) == []
    for name in ("generated/b.go", "notests/a.go", "windows/a.go", "lines/b.go"):
        assert statuses(plan, tree / name) == [Status.APPLIED]
    (note,) = [note for note in plan.notes if note.path == str(tree / "lines/a.go")]
    assert "//line" in note.message


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loose/a.go", b"package loose\nfunc   A( ) int {\n   x := 2\n   return   x\n}\n"),
        ("crlf/a.go", b"package crlf\r\n\r\nfunc A() int {\r\n\tx := 2\r\n\treturn x\r\n}\r\n"),
        (
            "bom/a.go",
            b'\xef\xbb\xbfpackage bom\n\nimport "strings"\n\nfunc A() int {\n\treturn strings.Count("", "")\n}\n',
        ),
        ("mixed/a.go", b"package mixed\n\nfunc A() int {\r\n\tx := 2\n\treturn x\r\n}\n"),
        ("unended/a.go", b"package unended\n\nfunc A() int {\n\treturn 2\n}"),
    ],
)
def test_what_is_not_ours_keeps_its_form(plan: Plan, tree: Path, name: str, expected: bytes) -> None:
    (change,) = [change for change in plan.changes if change.path == str(tree / name)]
    assert change.after == expected
    assert change.before == (tree / name).read_bytes()
    assert change.group == str((tree / name).parent)


def test_rules_see_the_language_version_of_each_file(plan: Plan, tree: Path) -> None:
    for name, version in (("version/a.go", "(1, 22)"), ("version/b.go", "(1, 25)"), ("version/c.go", "(1, 21)")):
        assert f"return 2 // {version}\n" in text_of(plan, tree / name)


def test_levels_and_refusals(plan: Plan, tree: Path) -> None:
    assert statuses(plan, tree / "levels/a.go") == [Status.BELOW_SAFETY, Status.BELOW_SAFETY]
    (refusal,) = [refusal for refusal in plan.refusals if refusal.path == str(tree / "levels/a.go")]
    assert refusal.reason == "not this at line 12"


def test_suppressions(plan: Plan, checked: Plan, tree: Path) -> None:
    by_line = {
        outcome.finding.line: outcome.status
        for outcome in plan.outcomes
        if outcome.finding.path == str(tree / "suppressed/a.go")
    }
    suppressed, applied = Status.SUPPRESSED, Status.APPLIED
    assert by_line == {4: suppressed, 9: suppressed, 14: suppressed, 19: suppressed, 23: applied, 28: applied}
    assert statuses(plan, tree / "suppressed/b.go") == [Status.SUPPRESSED]
    unused = [(note.path, note.line, note.message) for note in checked.notes if note.stage == "suppress"]
    assert unused == [(str(tree / "suppressed/a.go"), 26, "//gofix20:ignore TT02 suppresses nothing")]
    assert not any("suppresses nothing" in note.message for note in plan.notes)


def test_each_directory_has_its_own_configuration(plan: Plan, tree: Path) -> None:
    assert statuses(plan, tree / "configured/a.go") == [Status.APPLIED]
    assert "/* m */ return 2\n" in text_of(plan, tree / "configured/a.go")
    assert "/* m */ return 2\n" in text_of(plan, tree / "configured/below/a.go")
    assert "//also: return 2" in text_of(plan, tree / "configured/a.go")
    assert statuses(plan, tree / "configured/left.go") == []


def place_of(outcome: Outcome) -> tuple[str, int, int, int, int, str]:
    finding = outcome.finding
    return finding.path, finding.line, finding.column, finding.start, finding.end, finding.message


def test_check_finds_the_same_and_makes_nothing(plan: Plan, checked: Plan, tree: Path) -> None:
    assert checked.changes == ()
    # All but the fix that overlaps another, which by its turn has gone.
    found = {place_of(outcome) for outcome in checked.outcomes}
    assert {(path, line) for path, line, *_ in found - {place_of(outcome) for outcome in plan.outcomes}} == {
        (str(tree / "overlap/a.go"), 5)
    }
    assert {place_of(outcome) for outcome in plan.outcomes} <= found
    assert {outcome.status for outcome in checked.outcomes} == {
        Status.UNVERIFIED,
        Status.BELOW_SAFETY,
        Status.SUPPRESSED,
    }
    assert set(checked.problems) == set(plan.problems)
    assert "verify" not in checked.statistics.seconds


def test_what_is_applied_is_done(plan: Plan, tree: Path, tmp_path: Path, run: Run) -> None:
    """A second run, on the output of the first, has nothing to do, and offers again only what was dropped."""
    for change in plan.changes:
        place = tmp_path / os.path.relpath(change.path, tree)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(change.after)
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (tmp_path / "configured/.gofix20.toml").write_bytes((tree / "configured/.gofix20.toml").read_bytes())
    again = run(tmp_path.resolve(), verify=False)
    left = [outcome for outcome in again.outcomes if outcome.status is Status.UNVERIFIED]
    assert len(left) == sum(
        outcome.status is Status.REJECTED and "malformed" not in outcome.finding.path for outcome in plan.outcomes
    )


# Runs of their own


def test_exit_codes_and_words_on_the_command_line(
    module: Make, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], toolchain: Toolchain
) -> None:
    """A broken package is named and makes the exit code 1, and the others are fixed and written."""
    root = module({"a/a.go": fixable("a", "A"), "broken/a.go": TREE["broken/a.go"]})
    monkeypatch.chdir(root)
    assert cli.run(["apply", "--go", toolchain.go]) == 1
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "broken/a.go:4:9: problem: example.com/m/broken is left alone, it does not compile: undefined: a (and 1 more)",
        "1 fix in 1 file; 1 problem",
    ]
    assert "return 2\n" in Path(root, "a/a.go").read_text()
    assert Path(root, "broken/a.go").read_text() == TREE["broken/a.go"]


FIX = "\nfunc {0}() int {{\n\treturn 1 //fix: return 2\n}}\n"


def fixable(package: str, *names: str) -> str:
    return f"package {package}\n" + "".join(FIX.format(name) for name in names)


def test_tests_are_looked_at_when_asked_for(module: Make, run: Run) -> None:
    root = Path(
        module(
            {
                "a.go": fixable("m", "A"),
                "a_test.go": fixable("m", "B"),
                "b_test.go": 'package m_test\n\nimport "example.com/m"\n\nvar _ = m.A\n' + FIX.format("C"),
                "only/a_test.go": fixable("only", "D"),
                "bad/a_test.go": fixable("bad", "E") + "\nvar _ = nothing\n",
                "bad/a.go": fixable("bad", "F"),
            }
        )
    )
    plan = run(root, tests=True)
    for name in ("a.go", "a_test.go", "b_test.go", "only/a_test.go", "bad/a.go"):
        assert statuses(plan, root / name) == [Status.APPLIED], name
    assert statuses(plan, root / "bad/a_test.go") == []
    (problem,) = plan.problems
    assert (problem.path, "undefined: nothing" in problem.message) == (str(root / "bad/a_test.go"), True)


@pytest.mark.skipif(shutil.which("gcc") is None and shutil.which("clang") is None, reason="cgo needs a C compiler")
def test_cgo(module: Make, run: Run) -> None:
    """A file that imports "C" is left alone, for what is compiled is not its text; its siblings are fixed."""
    c_file = 'package m\n\n// int one(void) { return 1; }\nimport "C"\n' + FIX.format("A")
    root = Path(module({"a.go": c_file, "b.go": fixable("m", "B").replace("return 2", "return A()")}))
    plan = run(root)
    assert statuses(plan, root / "a.go") == []
    assert statuses(plan, root / "b.go") == [Status.APPLIED]
    assert plan.problems == ()


def test_modules_workspace_and_vendored(module: Make, run: Run) -> None:
    root = Path(
        module(
            {
                "one/go.mod": "module example.com/one\n\ngo 1.22\n\nrequire example.org/v v1.0.0\n",
                "one/a.go": 'package one\n\nimport "example.org/v"\n\nvar _ = v.V\n' + FIX.format("A"),
                "one/vendor/modules.txt": "# example.org/v v1.0.0\n## explicit; go 1.21\nexample.org/v\n",
                "one/vendor/example.org/v/v.go": fixable("v", "V"),
                "one/nested/go.mod": "module example.com/nested\n\ngo 1.21\n",
                "one/nested/a.go": fixable("nested", "A").replace("//fix:", "//fix(version):"),
            }
        )
    )
    plan = run(root / "one")
    assert statuses(plan, root / "one/a.go") == [Status.APPLIED]
    assert [change.path for change in plan.changes] == [str(root / "one/a.go")]
    nested = run(root, "./one/nested")
    assert "return 2 // (1, 21)\n" in text_of(nested, root / "one/nested/a.go")


def test_a_workspace(tmp_path: Path, run: Run) -> None:
    root = tmp_path.resolve()
    for name in ("one", "two"):
        (root / name).mkdir()
        (root / name / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.22\n")
        (root / name / "a.go").write_text(fixable(name, "A"))
    (root / "two/b.go").write_text('package two\n\nimport "example.com/one"\n\nvar _ = one.A\n' + FIX.format("B"))
    (root / "go.work").write_text("go 1.22\n\nuse (\n\t./one\n\t./two\n)\n")
    plan = run(root)
    assert {os.path.relpath(change.path, root) for change in plan.changes} == {"one/a.go", "two/a.go", "two/b.go"}
    assert plan.problems == ()


def git(directory: str, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=directory, check=True, capture_output=True)


def test_since(module: Make, run: Run) -> None:
    before = fixable("m", "A", "B")
    root = module({"a.go": before, "b.go": fixable("m", "C"), ".gitignore": "ignored.go\n"})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    module({"a.go": before.replace("B()", "D()"), "ignored.go": fixable("m", "E"), "new.go": fixable("m", "F")})
    # The line of the finding itself has to differ, not one near it.
    assert {outcome.finding.path for outcome in run(root, since="main").outcomes} == {f"{root}/new.go"}
    module({"a.go": before.replace("D()", "B()") + FIX.format("G")})
    plan = run(root, since="main")
    found = [(os.path.relpath(outcome.finding.path, root), outcome.finding.line) for outcome in plan.outcomes]
    assert found == [("a.go", 12), ("new.go", 4)]
    assert text_of(plan, f"{root}/a.go") == before + FIX.format("G").replace("return 1 //fix: return 2", "return 2")
    everything = {os.path.relpath(outcome.finding.path, root) for outcome in run(root, verify=False).outcomes}
    assert everything == {"a.go", "b.go", "new.go"}
    with pytest.raises(GofixError, match="absent"):
        run(root, since="absent")


def test_since_needs_a_repository(module: Make, run: Run) -> None:
    with pytest.raises(GofixError, match="no git repository"):
        run(module({"a.go": fixable("m", "A")}), since="main")


def test_the_build_matrix(module: Make, run: Run) -> None:
    """A file for another system is fixed under that system, and verified under every one that has it."""
    root = Path(
        module(
            {
                ".gofix20.toml": 'builds = [{goos = "linux"}, {goos = "windows"}, {tags = ["tagged"]}]\n',
                "a.go": fixable("m", "A"),
                "a_linux.go": "package m\n\nconst here int = 1\n",
                "a_windows.go": "package m\n\nconst here int8 = 1\n"
                + FIX.format("B")
                + FIX.format("C").replace("return 2", "return here"),
                "tagged.go": "//go:build tagged\n\n" + fixable("m", "D"),
                "a_plan9.go": fixable("m", "E"),
                "both.go": fixable("m", "F").replace("return 2", "return here"),
            }
        )
    )
    plan = run(root)
    assert statuses(plan, root / "a.go") == [Status.APPLIED]
    assert statuses(plan, root / "a_windows.go") == [Status.APPLIED, Status.REJECTED]
    assert statuses(plan, root / "tagged.go") == [Status.APPLIED]
    assert statuses(plan, root / "a_plan9.go") == []
    # Sound where it was found, and broken by another build.
    (bad,) = lost(plan, root / "both.go")
    assert bad.status is Status.REJECTED
    assert "int8" in bad.reason


def test_tags(module: Make, run: Run) -> None:
    root = Path(module({"a.go": fixable("m", "A"), "b.go": "//go:build special\n\n" + fixable("m", "B")}))
    default = Overrides(builds="default")
    assert statuses(run(root, verify=False, overrides=default), root / "b.go") == []
    plan = run(root, overrides=Overrides(tags=("special",), builds="default"))
    assert statuses(plan, root / "b.go") == [Status.APPLIED]
    # A file that is asked for and left out is named.
    (problem,) = run(root, "b.go", verify=False, overrides=default).problems
    assert "build constraints leave it out" in problem.message


BEYOND: dict[str, str] = {
    "a.go": fixable("m", "A"),
    "a_windows.go": "package m\n\nimport \"syscall\"\n\nvar Handle syscall.Handle\n" + FIX.format("Windows"),
    "arch.go": "//go:build linux && !amd64 && !arm64\n\n" + fixable("m", "Arch"),
    "old.go": "// +build tagged,!other\n\n" + fixable("m", "Tagged"),
    "gen.go": "//go:build ignore\n\n" + fixable("main", "Generate"),
    "nothing_plan9.go": "package m\n",
    "c_darwin.go": 'package m\n\nimport "C"\n' + FIX.format("Cgo"),
    "pure.go": "//go:build !cgo\n\n" + fixable("m", "Pure"),
    "newer.go": "//go:build go1.999\n\n" + fixable("m", "Newer"),
    "only/a_windows.go": fixable("only", "Only"),
    "only/testdata/a_windows.go": fixable("testdata", "Data"),
    "only/nested/go.mod": "module nested\n",
    "only/nested/a_windows.go": fixable("nested", "Nested"),
    "conflict/a.go": fixable("conflict", "A"),
    "conflict/b.go": "//go:build second\n\n" + fixable("conflict", "A"),
    "generated/a.go": "package generated\n",
    "generated/z_windows.go": "// Code generated by hand. DO NOT EDIT.\n\n" + fixable("generated", "A"),
}


@pytest.fixture(scope="module")
def beyond(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("beyond").resolve()
    for name, text in {"go.mod": "module example.com/m\n\ngo 1.22\n", **BEYOND}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_what_the_default_build_leaves_out_is_found_where_it_is_built(
    beyond: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CGO_ENABLED", "1")
    stages: list[str] = []

    class Stages(engine.Silent):
        def stage(self, name: str, total: int | None) -> None:
            stages.append(name)

    request = engine.Request(str(beyond), ("./...",), jobs=1)
    plan = engine.run(request, Stages())
    applied = {outcome.finding.path for outcome in plan.outcomes if outcome.status is Status.APPLIED}
    expected = ("a.go", "a_windows.go", "arch.go", "old.go", "pure.go", "only/a_windows.go", "conflict/a.go")
    assert applied == {str(beyond / name) for name in expected}
    assert applied == {outcome.finding.path for outcome in plan.outcomes}
    assert plan.problems == ()
    notes = {os.path.relpath(note.path, beyond): note.message for note in plan.notes}
    assert "another package (main)" in notes["gen.go"]
    assert "cgo" in notes["c_darwin.go"]
    assert "no configuration of this Go" in notes["newer.go"]
    assert "redeclared" in notes["conflict/b.go"]
    assert len(notes) == 4
    # Nothing is loaded for a system for which there is nothing to be found.
    assert any("windows/amd64" in stage or "windows/" in stage for stage in stages)
    assert not any("plan9" in stage or "darwin" in stage for stage in stages)


def test_a_file_or_directory_of_another_build_that_is_asked_for(beyond: Path, run: Run) -> None:
    for path in ("only/a_windows.go", "./only", "./only/..."):
        plan = run(beyond, path, verify=False)
        assert {outcome.finding.path for outcome in plan.outcomes} == {str(beyond / "only/a_windows.go")}
        assert plan.problems == ()
    (problem,) = run(beyond, "gen.go", verify=False).problems
    assert problem.path == str(beyond / "gen.go")
    assert "build constraints leave it out" in problem.message
    assert "another package" in problem.message
    unsaved = BEYOND["a_windows.go"].encode() + FIX.format("More").encode()
    plan = run(beyond, stdin=(str(beyond / "a_windows.go"), unsaved))
    assert statuses(plan, beyond / "a_windows.go") == [Status.APPLIED] * 2


def test_tests_of_another_build(module: Make, run: Run) -> None:
    """What they import is read from source, as compiled for the test: p itself has what its own tests add."""
    root = Path(
        module(
            {
                "a.go": "package m\n\ntype T struct{}\n",
                "between/b.go": 'package between\n\nimport "example.com/m"\n\nfunc New() m.T { return m.T{} }\n',
                "add_windows_test.go": "package m\n\nfunc (T) Added() int { return 1 }\n" + FIX.format("Inside"),
                "x_windows_test.go": 'package m_test\n\nimport (\n\t"testing"\n\n\t"example.com/m/between"\n)\n\n'
                "func TestX(t *testing.T) {\n\tx := between.New() //fix: x := between.New().Added()\n\t_ = x\n}\n",
            }
        )
    )
    plan = run(root, tests=True)
    for name in ("add_windows_test.go", "x_windows_test.go"):
        assert statuses(plan, root / name) == [Status.APPLIED]
    assert statuses(run(root), root / "add_windows_test.go") == []


def test_builds_can_be_restricted(beyond: Path, run: Run) -> None:
    default = {str(beyond / "a.go"), str(beyond / "conflict/a.go")}
    plan = run(beyond, verify=False, overrides=Overrides(builds="default"))
    assert {outcome.finding.path for outcome in plan.outcomes} == default
    for text, expected in (('builds = "default"\n', {str(beyond / "only/a_windows.go")}), ('builds = "all"\n', None)):
        (beyond / ".gofix20.toml").write_text(text)
        # The nearest file counts alone: that directory has its own word.
        (beyond / "only/.gofix20.toml").write_text("")
        plan = run(beyond, verify=False)
        found = {outcome.finding.path for outcome in plan.outcomes}
        assert found == default | expected if expected else found > default
        plan = run(beyond, verify=False, overrides=Overrides(builds="default"))
        assert {outcome.finding.path for outcome in plan.outcomes} == default
        (beyond / ".gofix20.toml").unlink()
        (beyond / "only/.gofix20.toml").unlink()


def test_a_missing_dependency_of_another_build_is_a_note(module: Make, run: Run) -> None:
    root = Path(
        module(
            {
                "a.go": fixable("m", "A"),
                "a_windows.go": 'package m\n\nimport _ "example.org/missing"\n' + FIX.format("B"),
                "b.go": "//go:build !windows && !linux\n\n" + fixable("m", "C"),
            }
        )
    )
    plan = run(root)
    assert statuses(plan, root / "a.go") == [Status.APPLIED]
    assert statuses(plan, root / "a_windows.go") == []
    assert statuses(plan, root / "b.go") == [Status.APPLIED]
    assert plan.problems == ()
    (note,) = plan.notes
    assert note.path == str(root / "a_windows.go")
    assert "windows/" in note.message
    assert "example.org/missing" in note.message


def test_a_change_is_verified_wherever_what_it_depends_on_is_declared_otherwise(module: Make, run: Run) -> None:
    """A type, a parameter or a name may be another one in a file of another build."""
    fix = "\nfunc {0}() {2} {{\n\treturn {1} //fix: return {3}\n}}\n"
    declared = "package m\n\nconst number {0} = 1\n\nconst same int = 1\n\ntype number2 = {0}\n"
    root = Path(
        module(
            {
                "typed.go": "package m\n"
                + fix.format("Typed", "0", "int", "int(1) + number")
                + fix.format("Fine", "0", "int", "1 + same")
                + fix.format("Deep", "0", "int", "1 + pair.left")
                + fix.format("Shadowed", "0", "int", "min(1, 2)")
                + "\ntype both struct{ left number2 }\n\nvar pair both\n",
                "a_linux.go": declared.format("int"),
                "a_windows.go": declared.format("int8"),
                "a_plan9.go": declared.format("int") + "\nvar min = 3\n",
                "local_linux.go": "package m\n" + fix.format("Local", "0", "int", "int(1) + number"),
            }
        )
    )
    plan = run(root)
    found = {outcome.finding.line: outcome for outcome in plan.outcomes if outcome.finding.path.endswith("typed.go")}
    said = [found[line].status for line in sorted(found)]
    assert said == [Status.REJECTED, Status.APPLIED, Status.REJECTED, Status.REJECTED]
    assert "int8" in found[min(found)].reason
    # No build has both that file and the other number.
    assert statuses(plan, root / "local_linux.go") == [Status.APPLIED]
    alone = run(root, overrides=Overrides(builds="default"))
    assert [outcome.status for outcome in alone.outcomes] == [Status.APPLIED] * 5


def test_a_change_of_a_declaration_is_verified_in_every_build_of_its_package(module: Make, run: Run) -> None:
    change = "package m\n\ntype T struct {\n\tN int //fix: N int8\n}\n"
    root = Path(
        module(
            {
                "used/a.go": change.replace("package m", "package used"),
                "used/b_windows.go": "package used\n\nvar x int = T{}.N\n",
                "tested/a.go": change.replace("package m", "package tested"),
                "tested/b_test.go": "//go:build special\n\npackage tested\n\nvar x int = T{}.N\n",
                "unbuilt/a.go": change.replace("package m", "package unbuilt"),
                "unbuilt/b.go": "//go:build goexperiment.nothing\n\npackage unbuilt\n",
                "fine/a.go": change.replace("package m", "package fine"),
                "fine/b_windows.go": "package fine\n\nvar x = T{}.N\n",
                "fine/gen.go": "//go:build ignore\n\npackage main\n\nvar x int = T{}.N\n",
            }
        )
    )
    plan = run(root)
    for name, words in (("used", "int8"), ("tested", "int8"), ("unbuilt", "goexperiment.nothing")):
        (bad,) = lost(plan, root / name / "a.go")
        assert bad.status is Status.REJECTED
        assert words in bad.reason
    assert statuses(plan, root / "fine/a.go") == [Status.APPLIED]


def test_what_the_command_line_selects(module: Make, run: Run) -> None:
    text = (
        fixable("m", "A")
        + FIX.format("B").replace("//fix", "//also")
        + FIX.format("C").replace("//fix", "//fix(unsafe)")
    )
    root = module({"a.go": text, "b.go": fixable("m", "D").replace("//fix", "//fix(gain=large)")})
    plan = run(root, "b.go", verify=False)
    assert [outcome.finding.path for outcome in plan.outcomes] == [f"{root}/b.go"]
    plan = run(root, verify=False, overrides=Overrides(select=("also",)))
    assert [outcome.finding.rule for outcome in plan.outcomes] == ["TT02"]
    plan = run(root, overrides=Overrides(unsafe=True, ignore=("TT02",)))
    assert [outcome.status for outcome in plan.outcomes] == [Status.APPLIED] * 3
    plan = run(root, overrides=Overrides(min_gain=GainLevel.LARGE))
    assert [change.path for change in plan.changes] == [f"{root}/b.go"]
    assert [outcome.status for outcome in plan.outcomes].count(Status.BELOW_GAIN) == 3


# Unsaved texts


def test_an_unsaved_text(module: Make, run: Run) -> None:
    """It counts in place of what is on disk, which it need not be like; other files are as on disk, and stay so."""
    root = Path(
        module(
            {
                "a.go": "package m\n\nfunc Old() {}\n",
                "b.go": fixable("m", "B"),
                "c/c.go": "package c\n\nfunc C() int { return 1 }\n",
            }
        )
    )
    text = """\
package m

import (
	"net/url"

	"example.com/m/c"
)

func A() int {
	_ = url.PathEscape
	return c.C() //fix(needs=strings): return c.C() + B() + strings.Count("", "")
}
"""
    path = root / "a.go"
    plan = run(root, stdin=(str(path), text.encode()))
    assert plan.problems == ()
    (change,) = plan.changes
    assert (change.path, change.before) == (str(path), text.encode())
    assert '"net/url"\n\t"strings"\n' in change.after.decode()
    assert path.read_text() == "package m\n\nfunc Old() {}\n"
    new = run(root, stdin=(str(root / "new.go"), fixable("m", "New").encode()))
    assert [change.path for change in new.changes] == [str(root / "new.go")]
    assert not (root / "new.go").exists()
    wrong = run(root, stdin=(str(path), text.replace("strings.Count", "strings.Cuont").encode()))
    assert wrong.changes == ()
    assert [outcome.reason for outcome in wrong.outcomes] == ["types: undefined: strings.Cuont"]
    broken = run(root, stdin=(str(path), text.replace("url.PathEscape", "url.Nothing").encode()))
    assert broken.changes == ()
    (problem,) = broken.problems
    assert (problem.path, problem.line) == (str(path), 10)
    unused = run(root, stdin=(str(path), text.replace("_ = url.PathEscape", "").encode()))
    assert [(problem.path, problem.line) for problem in unused.problems] == [(str(path), 4)]
    test = run(root, stdin=(str(root / "a_test.go"), fixable("m", "T").encode()))
    assert [change.path for change in test.changes] == [str(root / "a_test.go")]


def test_an_unsaved_text_that_does_not_parse(
    module: Make,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    toolchain: Toolchain,
) -> None:
    root = module({"a.go": fixable("m", "A")})
    (tmp_path / "stdin").write_text("package m\n\nfunc A( {\n\treturn 1 //fix: return 2\n}\n")
    monkeypatch.chdir(root)
    with (tmp_path / "stdin").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert cli.run(["apply", "-", "--stdin-filename", "a.go", "--go", toolchain.go]) == 2
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"gofix20: {root}/a.go:3:9: ")


# What happens meanwhile


def test_a_file_that_changes_meanwhile_is_not_written(
    module: Make, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], toolchain: Toolchain
) -> None:
    root = module({"a/a.go": fixable("a", "A"), "b/b.go": fixable("b", "B")})
    run = engine.run

    def and_meanwhile(*arguments: object, **named: object) -> Plan:
        plan = run(*arguments, **named)  # type: ignore[arg-type]
        Path(root, "a/a.go").write_text("package a\n")
        return plan

    monkeypatch.setattr(engine, "run", and_meanwhile)
    monkeypatch.chdir(root)
    assert cli.run(["apply", "--go", toolchain.go]) == 1
    assert "a/a.go:4:11: TT01 not written: the file changed meanwhile\n" in capfd.readouterr().err
    assert Path(root, "a/a.go").read_text() == "package a\n"
    assert "return 2\n" in Path(root, "b/b.go").read_text()


def test_a_file_that_cannot_be_read_is_named(module: Make, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = module({"a.go": fixable("m", "A"), "b.go": fixable("m", "B")})
    read = choice.read

    def fails(path: str) -> bytes:
        if path.endswith("a.go"):
            raise PermissionError(13, "Permission denied", path)
        return read(path)

    monkeypatch.setattr(choice, "read", fails)
    plan = run(root)
    assert [(problem.stage, problem.path, problem.message) for problem in plan.problems] == [
        ("read", f"{root}/a.go", "Permission denied")
    ]
    assert [change.path for change in plan.changes] == [f"{root}/b.go"]


def test_a_directory_through_a_symbolic_link(module: Make, run: Run, tmp_path: Path) -> None:
    """A file is edited once, whatever names it has; Go follows no link to a directory in a pattern."""
    root = Path(module({"real/a.go": fixable("real", "A")}))
    (root / "linked").symlink_to(root / "real")
    assert [change.path for change in run(root).changes] == [str(root / "real/a.go")]
    (tmp_path / "way").symlink_to(root)
    plan = run(tmp_path / "way", "./...", "./real")
    assert [os.path.realpath(change.path) for change in plan.changes] == [os.path.realpath(root / "real/a.go")]


def test_nothing_there(module: Make, run: Run) -> None:
    root = module({"a.go": "package m\n"})
    plan = run(root)
    assert (plan.changes, plan.outcomes, plan.problems) == ((), (), ())
    with pytest.raises(GofixError, match="absent"):
        run(root, "./absent")
