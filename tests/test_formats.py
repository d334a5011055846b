"""The formats of a report, on the code of somebody who means no good, and as their readers read them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gofix20 import cli, registry
from gofix20.model import Finding, Fix, Gain, GainLevel, Outcome, Plan, Problem, Refusal, Safety, Status
from gofix20.report.formats import FORMATS
from gofix20.report.rdjson import markdown
from gofix20.report.report import Report
from gofix20.texts import Texts, Unit
from tests.reports import (
    commands,
    rdjson_span,
    sarif_path,
    sarif_span,
    valid_sarif,
    with_sarif_fix,
    with_suggestions,
)

Module = Callable[[Mapping[str, str | bytes]], str]

CODE = """\
package p

import "os"

// Joined has no gain to see from outside.
func Joined(words []string) string {
	s := ""
	for _, word := range words { /* 𐐀é */ s += word }
	os.Exit(0)
	return s
}

func squares(n int) []int {
	/* 𐐀𐐀 */ out := make([]int, 0)
	for i := 0; i < n; i++ {
		out = append(out, i*i)
	}
	return out
}
"""
BROKEN = """\
package broken

var 𐐀 int = /* 𐐀 */ "::error::<img src=x> ![a](http://e) @team {0} [t](1) %0A\\x1b[2J\\u202e"

func g(n int) (s string) {
	for i := 0; i < n; i++ {
		s += "x"
	}
	return s
}
"""
NAMES = (
    "plain/a.go",
    "q0/new\nline.go",
    "q1/esc\x1b[31m.go",
    "q2/turned-\u202e.go",
    "q3/a<b>&amp;']]>.go",
    "q4/a[t](1) 100%25,a=b.go",
    "q5/é𐐀.go",
    "q6/a`@team`.go",
)
HOSTILE: dict[str, str | bytes] = {
    **dict.fromkeys(NAMES, CODE),
    "q7/crlf.go": CODE.replace("\n", "\r\n").encode(),
    "q8/bom.go": b"\xef\xbb\xbf" + CODE.encode(),
    "broken/b.go": BROKEN,
}


class Ran:
    """One run of the command line in a module."""

    def __init__(self, directory: str, capfd: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = cli.run(arguments)
        captured = capfd.readouterr()
        self.out, self.err = captured.out, captured.err
        assert "Traceback" not in self.err


Run = Callable[..., Ran]


@pytest.fixture
def hostile(module: Module, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = Path(module(HOSTILE))
    subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
    monkeypatch.chdir(directory)
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    return directory


@pytest.fixture
def run(hostile: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    return lambda *arguments: Ran(str(hostile), capfd, *arguments)


@pytest.fixture
def applied(hostile: Path, tmp_path: Path) -> dict[str, bytes]:
    """What `apply` makes of each file."""
    copy = shutil.copytree(hostile, tmp_path / "copy")
    here = os.getcwd()
    os.chdir(copy)
    assert cli.run(["apply", "-q", "--allow-dirty"]) == 1  # broken is left alone
    os.chdir(here)
    return {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*.go")}


# SARIF


@pytest.mark.parametrize("command", [["check"], ["apply", "--dry-run"]], ids=" ".join)
def test_sarif(run: Run, hostile: Path, applied: dict[str, bytes], command: list[str]) -> None:
    """The schema, a place in UTF-16 units, and fixes that are each complete: what is applied is what `apply` writes."""
    output = valid_sarif(run(*command, "--format", "sarif").out)
    assert output["columnKind"] == "utf16CodeUnits"
    made: dict[str, list[bytes]] = {}
    for result in output["results"]:
        (location,) = result["locations"]
        path = sarif_path(output, location["physicalLocation"]["artifactLocation"])
        name = os.fsdecode(path).removeprefix(f"{hostile.resolve()}/")
        text = (hostile / name).read_bytes()
        start, end = sarif_span(text, location["physicalLocation"]["region"])
        assert text[start:end] in (b"s += word", b"out")
        assert text[start:end].decode() == location["physicalLocation"]["region"]["snippet"]["text"]
        (fix,) = result["fixes"]
        made.setdefault(name, []).extend(with_sarif_fix(output, fix).values())
    assert made.keys() == set(HOSTILE) - {"broken/b.go"}
    for name, texts in made.items():
        builder, prealloc = sorted(texts, key=lambda text: b"strings" not in text)
        assert b'"strings"' in builder
        assert b'"strings"' not in prealloc
        # Together they are everything.
        assert {*builder.split(b"\n"), *prealloc.split(b"\n")} >= set(applied[name].split(b"\n"))
    (invocation,) = output["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 23}
    assert "{{0}}" in told["message"]["text"]
    assert "\\[t\\](1)" in told["message"]["text"]


def test_each_fix_of_sarif_compiles_alone(run: Run, hostile: Path) -> None:
    output = valid_sarif(run("check", "./plain", "--format", "sarif").out)
    for result in output["results"]:
        for path, text in with_sarif_fix(output, result["fixes"][0]).items():
            before = Path(os.fsdecode(path)).read_bytes()
            Path(os.fsdecode(path)).write_bytes(text)
            assert run("check", "./plain").code in (0, 1)
            assert "does not compile" not in run("check", "./plain").err
            Path(os.fsdecode(path)).write_bytes(before)


def test_the_rules_of_sarif_are_documented(run: Run) -> None:
    output = valid_sarif(run("check", "./plain", "--format", "sarif").out)
    rules = output["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(registry.transforms())
    assert all("## When it refuses" in rule["help"]["markdown"] for rule in rules)
    for result in output["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_refusals_are_in_sarif_if_asked_for(run: Run, hostile: Path) -> None:
    (hostile / "plain" / "b.go").write_text(
        "package p\n\nfunc odd(n int) (out []int) {\n\tout = []int{}\n\tgo func() {\n\t\tfor i := range n {\n"
        "\t\t\tout = append(out, i)\n\t\t}\n\t}()\n\treturn out\n}\n"
    )
    for arguments, told in (([], False), (["--show-refused"], True)):
        output = valid_sarif(run("check", "./plain", "--format", "sarif", *arguments).out)
        kinds = {(result["kind"], result["level"]) for result in output["results"]}
        assert (("informational", "none") in kinds) is told


def test_fingerprints_stay_when_lines_move(run: Run, hostile: Path) -> None:
    def names() -> dict[str, list[str]]:
        output = valid_sarif(run("check", "--format", "sarif").out)
        quality = json.loads(run("check", "--format", "gitlab").out)
        return {
            "sarif": sorted(result["partialFingerprints"]["gofix20/v1"] for result in output["results"]),
            "gitlab": sorted(entry["fingerprint"] for entry in quality if "line" in str(entry)),
        }

    (hostile / "plain" / "a.go").write_text(CODE + CODE.partition(")\n")[2].replace("package p", ""))
    before = names()
    for kind, found in before.items():
        assert len(set(found)) == len(found), kind
    text = (hostile / "plain" / "a.go").read_text()
    moved = text.replace("// Joined", "// More.\nfunc more() {}\n\n// Joined").replace("\tout :=", "\t  out :=")
    (hostile / "plain" / "a.go").write_text(moved)
    assert names() == before


# rdjson


@pytest.mark.parametrize("command", [["check"], ["apply", "--dry-run"]], ids=" ".join)
def test_rdjson(run: Run, hostile: Path, applied: dict[str, bytes], command: list[str]) -> None:
    """Suggestions apply cleanly: all of them together are what `apply` writes, and none of them overlap."""
    diagnostics = json.loads(run(*command, "--format", "rdjson").out)["diagnostics"]
    assert with_suggestions(hostile, diagnostics) == {
        name: text for name, text in applied.items() if name != "broken/b.go"
    }
    for diagnostic in diagnostics:
        # A forge shows one, where the comment is.
        assert len(diagnostic.get("suggestions", ())) <= 1
        if diagnostic.get("code") and "Part of" not in diagnostic["message"]:
            text = (hostile / diagnostic["location"]["path"]).read_bytes()
            start, end = rdjson_span(text, diagnostic["location"]["range"])
            assert text[start:end] in (b"s += word", b"out")
    (error,) = (each for each in diagnostics if each["severity"] == "ERROR")
    assert error["location"]["range"]["start"] == {"line": 3, "column": 27}


def test_a_message_means_itself_in_markdown() -> None:
    assert markdown("`a*b<c>` is <b>, *not* c * d, [x](y) ![i](u), a_b, _it_, a\\n, see @org/team and m@x") == (
        "`a*b<c>` is \\<b>, \\*not\\* c \\* d, [x]\\(y) ![i]\\(u), a_b, \\_it\\_, a\\\\n, see `@org/team` and m@x"
    )
    assert markdown("`` a`b `` and a ` b") == "`` a`b `` and a \\` b"


def reviewdog() -> str:
    found = shutil.which("reviewdog")
    if found is None:
        pytest.skip("reviewdog is not on PATH: go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0")
    return found


def test_reviewdog_reads_it(run: Run, hostile: Path, applied: dict[str, bytes]) -> None:
    """The real one: what it reads, of what is in no diff either, is what we wrote."""
    program = reviewdog()

    def read(format_: str) -> list[dict[str, Any]]:
        document = run("check", "--format", format_).out
        filters = ("-filter-mode=nofilter", "-diff=git diff --no-index /dev/null go.mod", "-fail-level=none")
        done = subprocess.run(
            [program, f"-f={format_}", "-reporter=rdjson", *filters], input=document, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        diagnostics: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
        return diagnostics

    diagnostics = read("rdjson")
    made = with_suggestions(hostile, diagnostics)
    assert {name: made[name] for name in NAMES} == {name: applied[name] for name in NAMES}
    assert {each["source"]["name"] for each in diagnostics} == {"gofix20"}
    places = {(each["location"]["path"], each["code"]["value"]) for each in read("sarif")}
    assert {(name, code) for name in NAMES for code in ("GF03", "GF05")} <= places


# GitHub


def test_github(run: Run, hostile: Path) -> None:
    ran = run("check", "--format", "github")
    assert not any(character in ran.out for character in "\x1b\u202e\r")
    found = commands(ran.out)
    assert {kind for kind, _, _ in found} == {"error", "warning", "notice"}
    places = [properties for kind, properties, _ in found if kind != "error"]
    assert {(each["line"], each["col"], each["endColumn"]) for each in places if each["file"] in NAMES} == {
        ("8", "41", "50"),
        ("14", "13", "16"),
    }
    assert {"q4/a[t](1) 100%25,a=b.go", "q0/new\\nline.go"} <= {each["file"] for each in places}
    (error,) = ((properties, told) for kind, properties, told in found if kind == "error")
    assert (error[0]["file"], error[0]["line"], error[0]["col"]) == ("broken/b.go", "3", "23")
    assert "::error::" in error[1]
    assert "%0A" in error[1]


def test_paths_for_a_forge_are_those_of_its_repository(
    run: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile / "plain")
    assert {properties["file"] for _, properties, _ in commands(run("check", "--format", "github").out)} == {
        "plain/a.go"
    }
    quality = json.loads(run("check", "--format", "gitlab").out)
    assert {entry["location"]["path"] for entry in quality} == {"plain/a.go"}
    # What runs in the same place takes them from there.
    assert {each["location"]["path"] for each in json.loads(run("check", "--format", "rdjson").out)["diagnostics"]} == {
        "a.go"
    }


def test_nothing_at_the_beginning_of_a_line_is_a_command(run: Run, hostile: Path) -> None:
    """The text goes to a log too."""
    (hostile / "plain" / "a.go").rename(hostile / "::warning::x.go")
    ran = run("check")
    told = ran.out + ran.err
    assert "::warning::x.go" in told
    assert not any(line.lstrip().startswith(("::", "##[")) for line in told.splitlines())


# GitLab, JUnit


def test_gitlab(run: Run, hostile: Path) -> None:
    entries = json.loads(run("check", "--format", "gitlab").out)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 2 * (len(HOSTILE) - 1) + 1
    for entry in entries:
        assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert (hostile / entry["location"]["path"]).is_file()
        assert entry["location"]["lines"]["begin"] in (3, 8, 14)
    assert [entry["check_name"] for entry in entries if entry["severity"] == "major"] == ["gofix20 (types)"]


def test_junit(run: Run) -> None:
    ran = run("check", "--format", "junit")
    root = ElementTree.fromstring(ran.out.encode())
    counts = {name: int(root.attrib[name]) for name in ("tests", "failures", "errors")}
    assert counts == {
        "tests": len(root.findall("testsuite/testcase")),
        "failures": len(root.findall("testsuite/testcase/failure")),
        "errors": len(root.findall("testsuite/testcase/error")),
    }
    assert (counts["failures"], counts["errors"]) == (2 * (len(HOSTILE) - 1), 1)
    texts = [failure.text or "" for failure in root.iter("failure")]
    assert any(text.startswith("plain/a.go:8:44: GF05 ") for text in texts)  # bytes, as in the text
    names = {suite.attrib["name"] for suite in root}
    assert {"q3/a<b>&amp;']]>.go", "q1/esc\\x1b[31m.go", "q0/new\\nline.go"} <= names


def test_a_run_without_findings_is_a_test_that_passed(run: Run, hostile: Path) -> None:
    (hostile / "plain" / "a.go").write_text("package p\n")
    ran = run("check", "./plain", "--format", "junit")
    (case,) = ElementTree.fromstring(ran.out.encode()).iter("testcase")
    assert (ran.code, list(case)) == (0, [])
    assert valid_sarif(run("check", "./plain", "--format", "sarif").out)["results"] == []
    assert run("check", "./plain", "--format", "github").out == ""
    assert json.loads(run("check", "./plain", "--format", "gitlab").out) == []
    assert json.loads(run("check", "./plain", "--format", "rdjson").out)["diagnostics"] == []


# Whatever a plan says


AWKWARD = "\x1b]0;t\x07 ::error::x\n::set-output name=a::b\r\n`{0}` <script>alert(1)</script> ]]> \udcff \ufffe %0A"


@pytest.mark.parametrize("format_", FORMATS)
def test_any_message_in_any_format(format_: str, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path / "x") + b"\xff\x1b:,.go")
    text = "package p\n/* 𐐀 */ var a = 1\n".encode()
    finding = Finding(
        "GF05", path, 18, 21, 2, 9, AWKWARD, Gain(GainLevel.LARGE, AWKWARD), Fix(AWKWARD, (), Safety.SAFE)
    )
    plan = Plan(
        outcomes=(Outcome(finding, Status.REJECTED, AWKWARD),),
        refusals=(Refusal("GF03", path, 18, 21, 2, 9, AWKWARD),),
        problems=(Problem("types", path, 2, 9, AWKWARD), Problem("list", "", 0, 0, AWKWARD)),
        notes=(Problem("config", path, 0, 0, AWKWARD),),
    )
    report = Report(
        plan, str(tmp_path), str(tmp_path), registry.transforms(), Texts({path: text}), refused=True, patch=b"\xff"
    )
    document = FORMATS[format_](report)
    assert not any(character in document for character in "\x1b\x07\r")
    if format_ == "json":
        assert json.loads(document)["findings"][0]["message"] == AWKWARD
        return
    document.encode()
    if format_ == "sarif":
        valid_sarif(document)
    elif format_ == "github":
        assert len(commands(document)) == 4
    elif format_ == "junit":
        ElementTree.fromstring(document.encode())
    else:
        json.loads(document)


# Columns


def test_columns() -> None:
    line = "\t/* 𐐀é */ x"
    texts = Texts({"/a": f"{line}\n".encode(), "/b": b"\xef\xbb\xbfx \xff y"})
    offset = len(line.encode()) - 1
    assert texts.region("/a", offset, offset + 1, Unit.BYTES) == (1, 15, 1, 16)
    assert texts.region("/a", offset, offset + 1, Unit.UTF16) == (1, 12, 1, 13)
    assert texts.region("/b", 3, 8, Unit.UTF16) == (1, 1, 1, 6)
    assert texts.region("/b", 3, 8, Unit.BYTES) == (1, 4, 1, 9)
    # A file that has been cut meanwhile, or is gone.
    assert texts.region("/a", 10_000, 10_001, Unit.UTF16) == (2, 1, 2, 1)
    assert texts.region("/absent", 10, 12, Unit.UTF16) == (1, 1, 1, 1)


# Where they go


def test_files_beside_the_text(run: Run, hostile: Path) -> None:
    ran = run(
        *("check", "./plain", "--output", "a.sarif", "--output", "json=b", "--output", "gitlab=gl-report.json"),
        *("--output", "tests.xml", "--output", "github=annotations", "--output", "text=t", "--output", "c.rdjson"),
    )
    assert ran.out.startswith("plain/a.go:8:44: GF05 ")
    assert "2 findings in 1 file" in ran.err
    assert (hostile / "t").read_text() == ran.out
    valid_sarif((hostile / "a.sarif").read_text())
    assert json.loads((hostile / "b").read_text())["summary"]["findings"] == 2
    assert len(json.loads((hostile / "gl-report.json").read_text())) == 2
    assert ElementTree.parse(hostile / "tests.xml").getroot().tag == "testsuites"
    assert len(commands((hostile / "annotations").read_text())) == 2
    assert json.loads((hostile / "c.rdjson").read_text())["source"] == {"name": "gofix20"}


def test_a_file_without_a_format_takes_that_of_standard_output(run: Run, hostile: Path) -> None:
    ran = run("check", "./plain", "--format", "gitlab", "--output", "gl-code-quality-report.json")
    assert ran.out.startswith("plain/a.go:8:44: GF05 ")
    assert len(json.loads((hostile / "gl-code-quality-report.json").read_text())) == 2
    ran = run("check", "./plain", "--format", "github", "--output", "results.sarif")
    assert len(commands(ran.out)) == 2
    valid_sarif((hostile / "results.sarif").read_text())


def test_a_dry_run_keeps_its_diff(run: Run, hostile: Path) -> None:
    ran = run("apply", "--dry-run", "./plain", "--output", "a.sarif", "--output", "text=d.patch")
    assert ran.out.startswith("--- a/plain/a.go\n")
    assert (hostile / "d.patch").read_text() == ran.out
    statuses = [result["properties"]["status"] for result in valid_sarif((hostile / "a.sarif").read_text())["results"]]
    assert statuses == ["applied", "applied"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--output", "report"], "--output sarif=report"),
        (["check", "--output", "absent/a.sarif"], "absent/a.sarif"),
        (["check", "--output", "sarif="], "no such file"),
        (["check", "--output", "plain"], "plain"),
        (["check", "--output", "a.sarif", "--output", "sarif=b"], "two files for sarif"),
        (["apply", "--format", "sarif"], "apply --dry-run"),
        (["apply", "--output", "github=x"], "apply --dry-run"),
        (["check", "--watch", "-", "--stdin-filename", "a.go"], "--watch"),
        (["check", "--baseline", "absent"], "absent"),
    ],
)
def test_bad_outputs_are_clear_errors(run: Run, hostile: Path, arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_a_report_that_cannot_be_written(run: Run, hostile: Path) -> None:
    ran = run("check", "./plain", "--output", "json=/dev/full")
    assert ran.code == 2
    assert "/dev/full: No space left on device" in ran.err


def test_an_unsaved_text(run: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hostile / "stdin").write_text(f"// One line more.\n{CODE}")
    with (hostile / "stdin").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        ran = run("check", "-", "--stdin-filename", "plain/a.go", "--format", "rdjson")
    diagnostics = json.loads(ran.out)["diagnostics"]
    assert [each["location"]["range"]["start"]["line"] for each in diagnostics if "code" in each] == [9, 15]
    assert all("suggestions" in each for each in diagnostics)
