"""The baseline: what it knows, and what moves without being new."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gofix20 import cli, known
from gofix20.model import GofixError

Module = Callable[[Mapping[str, str | bytes]], str]

FILE = """\
package p

func first(n int) []int {
	out := make([]int, 0)
	for i := range n {
		out = append(out, i)
	}
	return out
}

func second(n int) []int {
	out := make([]int, 0)
	for i := range n {
		out = append(out, -i)
	}
	return out
}
"""
THIRD = FILE.partition("func second")[0].partition("\n\n")[2].replace("first", "third")


class Place:
    """A module with a baseline of what is in it."""

    def __init__(self, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capfd = capfd

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        captured = self.capfd.readouterr()
        return code, captured.out, captured.err

    def new(self, *arguments: str) -> list[str]:
        """The places of what `check` tells beyond the baseline."""
        code, out, _ = self.run("check", "--baseline", "gofix20-baseline.json", *arguments)
        found = [":".join(line.split(":")[:2]) for line in out.splitlines()]
        assert code == bool(found)
        return found

    def write(self, text: str, name: str = "a.go") -> None:
        (self.root / name).write_text(text)


@pytest.fixture
def place(module: Module, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Place:
    root = Path(module({"go.mod": "module example.com/m\n\ngo 1.22\n", "a.go": FILE}))
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    made = Place(root, capfd)
    code, out, err = made.run("baseline")
    assert (code, out, err) == (0, "", "2 findings in gofix20-baseline.json\n")
    return made


def test_what_is_known_is_not_told(place: Place) -> None:
    assert place.new() == []
    _, _, err = place.run("check", "--baseline", "gofix20-baseline.json")
    assert err == "no findings; 2 in the baseline\n"
    assert place.run("check")[0] == 1


def test_what_is_new_is_told(place: Place) -> None:
    place.write(FILE + "\n" + THIRD)
    assert place.new() == ["a.go:20"]
    place.write(THIRD.replace("third", "first_"), "b.go")
    (place.root / "b.go").write_text("package p\n\n" + THIRD.replace("third", "fourth"))
    assert place.new() == ["a.go:20", "b.go:4"]


def test_one_more_of_the_same_is_new(place: Place) -> None:
    """In the same function, on a line that reads the same: each entry excuses as many as there were."""
    again = "\tif n > 5 {\n\t\tout := make([]int, 0)\n\t\tfor i := range n {\n\t\t\tout = append(out, i)\n\t\t}\n"
    place.write(FILE.replace("\treturn out\n", f"{again}\t\treturn out\n\t}}\n\treturn out\n", 1))
    assert place.new() == ["a.go:9"]


@pytest.mark.parametrize(
    "changed",
    [
        FILE.replace("package p\n", 'package p\n\nimport "os"\n\nvar Name = os.Args[0]\n'),
        FILE.replace("\tout := ", "\t  out  :=  "),
        FILE.replace("func second", "// Third.\nfunc third() {}\n\nfunc second"),
        FILE.replace("func first", "func renamed"),
        FILE.replace("\n", "\r\n"),
        "package p\n\nfunc second"
        + FILE.partition("func second")[2]
        + "\nfunc first"
        + FILE.partition("func first")[2].partition("\n\nfunc")[0]
        + "\n",
        FILE.replace("out = append(out, i)", "out = append(out, i+1)"),
    ],
    ids=["below", "spaced", "between", "renamed", "crlf", "swapped", "elsewhere in it"],
)
def test_what_moved_is_not_new(place: Place, changed: str) -> None:
    assert changed != FILE
    (place.root / "a.go").write_bytes(changed.encode())
    assert place.new() == []


def test_a_file_that_was_renamed_is_not_new(place: Place) -> None:
    (place.root / "sub").mkdir()
    (place.root / "a.go").rename(place.root / "sub" / "b.go")
    assert place.new() == []
    # But a copy is: what it was copied from is still there.
    place.write(FILE)
    assert len(place.new()) == 2


def test_it_has_no_line_numbers_and_is_the_same_again(place: Place) -> None:
    text = (place.root / "gofix20-baseline.json").read_text()
    assert json.loads(text)["findings"][0] == {
        "path": "a.go",
        "code": "GF03",
        "function": "func first",
        "line": "out := make([]int, 0)",
        "count": 1,
    }
    place.write("// More.\n\n" + FILE)
    place.run("baseline")
    assert (place.root / "gofix20-baseline.json").read_text() == text
    assert len(text.splitlines()) == 5 + 2  # an entry a line


def test_it_counts_from_anywhere(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are those of the repository, whatever directory it is asked in, and wherever the file lies."""
    (place.root / "sub").mkdir()
    (place.root / "sub" / "b.go").write_text(FILE)
    place.run("baseline", "--output", "../elsewhere.json")
    monkeypatch.chdir(place.root / "sub")
    assert place.run("check", "--baseline", "../../elsewhere.json")[:2] == (0, "")


def test_a_new_one_in_another_directory_is_not_known(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.root / "sub").mkdir()
    (place.root / "sub" / "a.go").write_text(FILE)
    monkeypatch.chdir(place.root / "sub")
    code, out, _ = place.run("check", "--baseline", "../gofix20-baseline.json")
    assert (code, len(out.splitlines())) == (1, 2)


def test_json_and_the_formats_with_a_baseline(place: Place) -> None:
    place.write(FILE + "\n" + THIRD)
    _, out, _ = place.run("check", "--baseline", "gofix20-baseline.json", "--format", "json")
    document = json.loads(out)
    assert [finding["status"] for finding in document["findings"]] == ["baseline", "baseline", "unverified"]
    assert (document["summary"]["findings"], document["summary"]["known"]) == (1, 2)
    for format_, key in (("sarif", "fixes"), ("rdjson", "suggestions")):
        _, out, _ = place.run("check", "--baseline", "gofix20-baseline.json", "--format", format_)
        assert out.count(f'"{key}"') == 1


def test_what_does_not_compile_is_no_baseline(place: Place) -> None:
    place.write("package p\n\nvar x int = y\n", "b.go")
    code, _, err = place.run("baseline", "--output", "b.json")
    assert code == 1
    assert "does not compile" in err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no baseline"),
        ("[]", "no baseline"),
        ('{"version": 1}', "no baseline"),
        ('{"version": 1, "findings": [{"path": "a.go"}]}', "'code'"),
        ('{"version": 1, "findings": [{"path": "a", "code": "c", "function": "", "line": "", "count": 0}]}', "count"),
        ('{"version": 99, "findings": []}', "version 99"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(GofixError, match=says):
        known.read(str(tmp_path / "b.json"))


def test_a_baseline_that_is_not_there_is_named(place: Place) -> None:
    code, _, err = place.run("check", "--baseline", "absent.json")
    assert code == 2
    assert "absent.json" in err


def test_a_name_that_is_no_text_comes_back(tmp_path: Path) -> None:
    site = known.Site(os.fsdecode(b"\xff.go"), "GF05", "func f", 's += "\udcff"')
    (tmp_path / "b.json").write_text(known.written([site, site]))
    assert known.read(str(tmp_path / "b.json")) == {site: 2}
