"""A plan's new texts, cut up by the findings that they fix."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gofix20 import cli
from gofix20.model import Edit, Extent, FileChange, Finding, Fix, Gain, GainLevel, Import, Outcome, Plan, Safety, Status
from gofix20.report.edits import Edits, Piece
from tests.reports import edited, valid_sarif, with_sarif_fix, with_suggestions

Module = Callable[[Mapping[str, str | bytes]], str]

PATH = "/m/a.go"
OLD = b"package p\n\nfunc f() {\n\tone()\n\ttwo()\n\tthree()\n}\n\nfunc g() {\n\tfour()\n}\n"


def finding(line: int, path: str = PATH, **fix: Any) -> Finding:
    made = Fix(f"mend line {line}", (Edit(path, 0, 0, b""),), Safety.SAFE, **fix)
    return Finding("GF05", path, line * 10, line * 10 + 1, line, 1, "m", Gain(GainLevel.LARGE, ""), made)


def applied(placed: Finding, *extents: tuple[int, int], path: str = PATH) -> Outcome:
    return Outcome(placed, Status.APPLIED, extents=tuple(Extent(path, *lines) for lines in extents))


def changed(new: bytes, old: bytes = OLD, path: str = PATH) -> FileChange:
    return FileChange(path, "", old, new)


def piece(start: int, end: int, *new: bytes) -> Piece:
    return Piece(PATH, start, end, new)


def test_a_piece_belongs_to_the_finding_that_touched_it() -> None:
    one, four = finding(4), finding(10)
    new = OLD.replace(b"one", b"ONE").replace(b"four", b"FOUR")
    edits = Edits(Plan(changes=(changed(new),), outcomes=(applied(one, (4, 4)), applied(four, (10, 10)))))
    assert edits.fix_of(one) == (piece(3, 4, b"\tONE()\n"),)
    assert edits.fix_of(four) == (piece(9, 10, b"\tFOUR()\n"),)
    assert edits.fix_of(finding(5)) == ()
    # Only what is asked for is suggested.
    assert [(each.finding, each.piece) for each in edits.suggestions([four])] == [(four, piece(9, 10, b"\tFOUR()\n"))]


def test_what_shares_a_line_is_fixed_together() -> None:
    one, two = finding(4), finding(5)
    new = OLD.replace(b"\tone()\n\ttwo()\n", b"\tonetwo()\n")
    edits = Edits(Plan(changes=(changed(new),), outcomes=(applied(one, (4, 4)), applied(two, (5, 5)))))
    assert edits.fix_of(one) == edits.fix_of(two) == (piece(3, 5, b"\tonetwo()\n"),)
    ((owner, _, is_nearest),) = edits.suggestions([one, two])
    assert (owner, is_nearest) == (one, True)
    # The other one is known, say: then this one has it.
    ((owner, _, _),) = edits.suggestions([two])
    assert owner == two


def test_what_relies_on_another_is_fixed_with_it() -> None:
    one, four = finding(4, claims=("s",)), finding(10, relies=("s",))
    new = OLD.replace(b"one", b"ONE").replace(b"four", b"FOUR")
    edits = Edits(Plan(changes=(changed(new),), outcomes=(applied(one, (4, 4)), applied(four, (10, 10)))))
    assert edits.fix_of(one) == edits.fix_of(four) == (piece(3, 4, b"\tONE()\n"), piece(9, 10, b"\tFOUR()\n"))


def test_near_pieces_of_one_finding_are_one_suggestion() -> None:
    one, two = finding(4), finding(5)
    new = OLD.replace(b"one", b"ONE").replace(b"three", b"THREE")
    edits = Edits(Plan(changes=(changed(new),), outcomes=(applied(one, (4, 4), (6, 6)),)))
    assert [each.piece for each in edits.suggestions([one])] == [
        piece(3, 6, b"\tONE()\n", b"\ttwo()\n", b"\tTHREE()\n")
    ]
    # But not around a piece of another.
    new = new.replace(b"two", b"TWO")
    edits = Edits(
        Plan(changes=(changed(new, OLD.replace(b"two()\n", b"two()\n\n")),), outcomes=(applied(one, (4, 4)),))
    )
    assert edits.suggestions([two]) == []


def test_each_fix_has_its_own_imports() -> None:
    one, four = finding(4, needs=(Import("strings"),)), finding(10, needs=(Import("bytes"),))
    new = OLD.replace(b"\n\n", b'\n\nimport (\n\t"bytes"\n\t"strings"\n)\n\n', 1)
    new = new.replace(b"one()", b"strings.One()").replace(b"four()", b"bytes.Four()")
    edits = Edits(Plan(changes=(changed(new),), outcomes=(applied(one, (4, 4)), applied(four, (10, 10)))))
    for placed, own, other in ((one, b"strings", b"bytes"), (four, b"bytes", b"strings")):
        text = edited(OLD, [edits.replacement(each) for each in edits.fix_of(placed)])
        assert b'import "%s"\n' % own in text
        assert other not in text
    suggestions = edits.suggestions([one, four])
    assert [each.finding for each in suggestions] == [None, one, four]
    assert edited(OLD, [edits.replacement(each.piece) for each in suggestions]) == new
    # Of one that was not asked for, there is none.
    text = edited(OLD, [edits.replacement(each.piece) for each in edits.suggestions([four])])
    assert b'import "bytes"\n' in text
    assert b"strings" not in text


def test_imports_that_come_right_in_front_of_a_change() -> None:
    old, new = b"package p\n\nvar x = one()\n", b'package p\n\nimport "strings"\n\nvar x = strings.One()\n'
    one = finding(3, needs=(Import("strings"),))
    edits = Edits(Plan(changes=(changed(new, old),), outcomes=(applied(one, (3, 3)),)))
    assert edited(old, [edits.replacement(each) for each in edits.fix_of(one)]) == new
    assert edited(old, [edits.replacement(each.piece) for each in edits.suggestions([one])]) == new


def test_an_import_that_is_needed_no_more_leaves() -> None:
    old = b'package p\n\nimport "fmt"\n\nfunc f() string {\n\treturn fmt.Sprint(1)\n}\n'
    new = b'package p\n\nimport "strconv"\n\nfunc f() string {\n\treturn strconv.Itoa(1)\n}\n'
    one = finding(6, needs=(Import("strconv"),), frees=(Import("fmt"),))
    edits = Edits(Plan(changes=(changed(new, old),), outcomes=(applied(one, (6, 6)),)))
    assert edited(old, [edits.replacement(each) for each in edits.fix_of(one)]) == new


def test_what_the_formatter_did_beside_it_goes_with_it() -> None:
    old = b"package p\n\nvar (\n\ta = 1 // x\n\n\tb   = 2 // y\n\tccc = 3 // z\n)\n"
    new = b"package p\n\nvar (\n\ta = 1 // x\n\n\tb = 2 // y\n\tc = 3 // z\n)\n"
    one = finding(7)
    edits = Edits(Plan(changes=(changed(new, old),), outcomes=(applied(one, (7, 7)),)))
    assert edited(old, [edits.replacement(each) for each in edits.fix_of(one)]) == new
    apart = old.replace(b"\tccc", b"\t// c\n\tccc"), new.replace(b"\tc ", b"\t// c\n\tc ")
    edits = Edits(Plan(changes=(changed(apart[1], apart[0]),), outcomes=(applied(finding(8), (8, 8)),)))
    assert edited(apart[0], [edits.replacement(each) for each in edits.fix_of(finding(8))]) == apart[1]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "new",
    [
        OLD.replace(b"\ttwo()\n", b""),
        OLD + b"\nvar x = 1\n",
        OLD.removesuffix(b"\n"),
        OLD.partition(b"\n\nfunc g")[0] + b"\n",
        OLD.replace(b"func f", b"// f\nfunc f"),
    ],
    ids=["deleted", "appended", "unterminated", "cut off", "above"],
)
def test_replacements_make_the_new_text(new: bytes, ending: bytes) -> None:
    old, new = OLD.replace(b"\n", ending), new.replace(b"\n", ending)
    one = finding(1)
    edits = Edits(Plan(changes=(changed(new, old),), outcomes=(applied(one, (1, 99)),)))
    suggested = [edits.replacement(each.piece) for each in edits.suggestions([one])]
    assert edited(old, suggested) == new
    assert edited(old, [edits.replacement(each) for each in edits.fix_of(one)]) == new


SETS = {
    "a.go": "package p\n\nvar seen = map[string]bool{}\n\nfunc Add(s string) { seen[s] = true }\n",
    "b.go": "package p\n\nfunc Has(s string) bool { return seen[s] }\n",
}


def test_a_fix_of_several_files(
    module: Module, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    directory = Path(module(SETS))
    monkeypatch.chdir(directory)
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    cli.run(["check", "--format", "sarif"])
    run = valid_sarif(capfd.readouterr().out)
    (fix,) = run["results"][0]["fixes"]
    made = {Path(path.decode()).name: text for path, text in with_sarif_fix(run, fix).items()}
    cli.run(["check", "--format", "rdjson"])
    diagnostics = json.loads(capfd.readouterr().out)["diagnostics"]
    suggested = with_suggestions(directory, diagnostics)
    cli.run(["apply", "-q"])
    assert made == suggested == {name: (directory / name).read_bytes() for name in SETS}
    assert made["b.go"] != SETS["b.go"].encode()
    assert [each["message"] for each in diagnostics if each["location"]["path"] == "b.go"] == [
        "Part of the fix of line 3 of a.go."
    ]
