"""What a plan looks like: text, JSON, counts, the rules' pages, the terminal."""

from __future__ import annotations

import copy
import io
import json as stdlib_json
import os
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import Console

from gofix20.model import (
    Edit,
    FileChange,
    Finding,
    Fix,
    Gain,
    GainLevel,
    GofixError,
    Outcome,
    Plan,
    Problem,
    Refusal,
    Safety,
    Statistics,
    Status,
)
from gofix20.report import json, rulebook, text
from gofix20.report.counts import Counts, kind_of_reason, refusals_by_reason
from gofix20.report.progress import ProgressLine
from gofix20.report.terminal import Terminal
from gofix20.transform import HEADINGS, Option, Transform

BASE = "/home/ada/project"
GAIN = Gain(GainLevel.LARGE, "16 rounds or more")
SCHEMA = Path(__file__).parent.parent / "docs" / "output.schema.json"


def outcome(
    status: Status = Status.UNVERIFIED,
    *,
    path: str = f"{BASE}/a.go",
    line: int = 3,
    message: str = "`s` grows in a loop",
    safety: Safety | None = Safety.SAFE,
    reason: str = "",
    rule: str = "GF05",
) -> Outcome:
    fix = None if safety is None else Fix("use a strings.Builder", (Edit(path, 10, 12, b"x"),), safety)
    return Outcome(Finding(rule, path, 10, 20, line, 5, message, GAIN, fix), status, reason)


def refusal(reason: str, *, line: int = 1, rule: str = "GF03", path: str = f"{BASE}/a.go") -> Refusal:
    return Refusal(rule, path, 1, 2, line, 1, reason)


def change(path: str = f"{BASE}/a.go") -> FileChange:
    return FileChange(path, "0" * 64, b"old\n", b"new\n")


MIXED = Plan(
    changes=(change(), change(f"{BASE}/b/b.go")),
    outcomes=(
        outcome(Status.APPLIED, path=f"{BASE}/b/b.go"),
        outcome(Status.APPLIED, line=30),
        outcome(Status.APPLIED, line=4, rule="GF13"),
        outcome(Status.BELOW_SAFETY, line=5, safety=Safety.UNSAFE, rule="GF06"),
        outcome(Status.BELOW_SAFETY, line=6, safety=None),
        outcome(Status.REJECTED, line=7, reason="a.go:7:2: undefined: b\nand more"),
        outcome(Status.SUPPRESSED, line=8),
        outcome(Status.BELOW_GAIN, line=9),
    ),
    refusals=(refusal("`out` is compared with nil at line 42", line=4), refusal("`x` is compared with nil at line 7")),
    problems=(Problem("types", f"{BASE}/c/c.go", 1, 2, "undefined: y"),),
    notes=(Problem("config", "", 0, 0, "nothing is suppressed"),),
    statistics=Statistics(3, 14, 5, 2, {"scan": 0.5, "verify": 12.25}),
)


# Findings


def test_findings_are_lines_in_order_with_what_is_fixable() -> None:
    assert text.findings(MIXED, BASE).splitlines() == [
        "a.go:4:5: GF13 `s` grows in a loop [*]",
        "a.go:5:5: GF06 `s` grows in a loop [unsafe]",
        "a.go:6:5: GF05 `s` grows in a loop",
        "a.go:7:5: GF05 `s` grows in a loop [*]",
        "a.go:30:5: GF05 `s` grows in a loop [*]",
        "b/b.go:3:5: GF05 `s` grows in a loop [*]",
    ]


def test_an_unsafe_fix_that_was_asked_for_is_fixable() -> None:
    assert text.findings(Plan(outcomes=(outcome(safety=Safety.UNSAFE),)), BASE).endswith(" [*]\n")


def test_refusals_stand_among_the_findings() -> None:
    lines = text.findings(MIXED, BASE, refused=True).splitlines()
    assert lines[0] == "a.go:1:1: GF03 refused: `x` is compared with nil at line 7"
    assert lines[1] == "a.go:4:1: GF03 refused: `out` is compared with nil at line 42"
    assert lines[2] == "a.go:4:5: GF13 `s` grows in a loop [*]"
    assert text.refusals(MIXED, BASE).splitlines() == lines[:2]


def test_a_path_outside_of_the_directory_is_absolute() -> None:
    plan = Plan(outcomes=(outcome(path=f"{BASE}-other/a.go"),))
    assert text.findings(plan, BASE).startswith(f"{BASE}-other/a.go:3:5: ")
    assert text.findings(plan, "/").startswith(f"{BASE[1:]}-other/a.go:3:5: ")


def test_what_a_terminal_would_obey_is_shown_as_an_escape() -> None:
    path = os.fsdecode(b"/home/ada/project/a\x1b]0;x\x07\n\xff\xe2\x80\xae.go")
    line = text.findings(Plan(outcomes=(outcome(path=path, message="\x1b[2J\r`\u202eé`"),)), BASE)
    assert line == "a\\x1b]0;x\\x07\\n\\xff\\u202e.go:3:5: GF05 \\x1b[2J\\r`\\u202eé` [*]\n"


def test_a_quoted_compiler_keeps_its_lines() -> None:
    assert text.lost(MIXED, BASE) == ("a.go:7:5: GF05 dropped: a.go:7:2: undefined: b\n    and more\n")
    assert text.message("a\r\n\tb\n") == "a\n        b"
    assert text.message("a\n  ::error::b\n##[group]c") == "a\n    |   ::error::b\n    | ##[group]c"


def test_colour_changes_nothing_but_colour() -> None:
    painted = text.findings(MIXED, BASE, refused=True, paint=text.Paint(True))
    assert "\x1b[" in painted
    for style in ("0", "1", "2", "31", "36"):
        painted = painted.replace(f"\x1b[{style}m", "")
    assert painted == text.findings(MIXED, BASE, refused=True)


def test_problems_name_as_much_of_the_place_as_is_known() -> None:
    given = (*MIXED.problems, *MIXED.notes, Problem("list", f"{BASE}/d.go", 0, 0, "gone"))
    assert text.problems(given, BASE, label="problem").splitlines() == [
        "c/c.go:1:2: problem: undefined: y",
        "problem: nothing is suppressed",
        "d.go: problem: gone",
    ]


# Counts and summaries


def test_the_summary_of_apply() -> None:
    assert text.summary_of_apply(MIXED) == (
        "3 fixes in 2 files; 1 more with --unsafe-fixes; 2 refused; 1 dropped: did not pass; 1 suppressed;"
        " 1 problem\n"
    )
    plan = Plan(changes=(change(),), outcomes=(outcome(Status.APPLIED),))
    assert text.summary_of_apply(plan, dry_run=True) == "1 fix in 1 file; nothing was written (--dry-run)\n"
    lost = Plan(outcomes=(outcome(Status.CONFLICT), outcome(Status.STALE), outcome(Status.STALE)))
    assert text.summary_of_apply(lost) == "no fixes; 1 left: overlaps another fix; 2 not written\n"


def test_the_summary_of_check() -> None:
    assert text.summary_of_check(Plan()) == "no findings\n"
    plan = Plan(
        outcomes=(outcome(), outcome(), outcome(Status.BELOW_SAFETY), outcome(Status.BELOW_SAFETY, safety=None))
    )
    assert text.summary_of_check(plan) == (
        "4 findings in 1 file: 2 fixable with `gofix20 apply`, 1 with --unsafe-fixes, 1 to look at\n"
    )


def test_every_status_is_counted_somewhere() -> None:
    for status in Status:
        counts = Counts.of(Plan(outcomes=(outcome(status),)))
        hidden = status in (Status.SUPPRESSED, Status.BELOW_GAIN, Status.GENERATED, Status.BASELINE)
        assert counts.findings == (not hidden), status
        assert counts.findings == counts.fixable + counts.unsafe + counts.display
        assert counts.lost == (status in (Status.REJECTED, Status.CONFLICT, Status.STALE)), status


def test_like_reasons_are_counted_together() -> None:
    plan = Plan(
        refusals=(
            refusal("rare"),
            refusal("`out` is compared with nil at line 42"),
            refusal("`x` is compared with nil at line 7"),
            refusal("`x` is compared with nil at line 7", rule="GF05"),
        )
    )
    assert refusals_by_reason(plan) == [
        ("GF03", "`…` is compared with nil at line N", 2),
        ("GF03", "rare", 1),
        ("GF05", "`…` is compared with nil at line N", 1),
    ]
    assert (
        kind_of_reason('at x/y.go:3:4 it is "a\\b", on lines 3 and 4, n=5')
        == 'at FILE:N it is "…", on lines N and 4, n=5'
    )


def test_statistics_are_tables() -> None:
    assert text.statistics(MIXED) == (
        "rule  findings  fixable  fixed  refused\n"
        "GF03         0        0      0        2\n"
        "GF05         4        3      2        0\n"
        "GF06         1        0      0        0\n"
        "GF13         1        1      1        0\n"
        "\n"
        "refused  rule  reason\n"
        "      2  GF03  `…` is compared with nil at line N\n"
        "\n"
        "stage   seconds\n"
        "scan       0.50\n"
        "verify    12.25\n"
    )
    assert text.extent(MIXED) == "3 packages, 14 files, 2 rounds; 5 parsed\nscan 0.50 s, verify 12.25 s\n"


# The diff on a terminal


def test_a_diff_for_eyes() -> None:
    patch = b"--- a/x.go\n+++ b/x.go\n@@ -1,2 +1,2 @@\n \tsame\x1b[2J\r\n--- minus\n+++ plus\n--- a/y.go\n+++ b/y.go\n"
    assert text.diff(patch, paint=text.Paint(True)).decode().split("\n") == [
        "\x1b[1m--- a/x.go\x1b[0m",
        "\x1b[1m+++ b/x.go\x1b[0m",
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m",
        " \tsame\\x1b[2J\r",
        "\x1b[31m--- minus\x1b[0m",
        "\x1b[32m+++ plus\x1b[0m",
        "\x1b[1m--- a/y.go\x1b[0m",
        "\x1b[1m+++ b/y.go\x1b[0m",
        "",
    ]


def test_a_diff_for_eyes_without_colour_keeps_the_lines() -> None:
    patch = b"--- a/x.go\n+++ b/x.go\n@@ -1 +1 @@\n-a\x0c\xff\n\\ No newline at end of file\n+b\n"
    assert text.diff(patch, paint=text.PLAIN) == patch.replace(b"\x0c\xff", b"\\x0c\\xff")


# JSON


def strict(schema: Any) -> Any:
    """The schema with all members named: an addition to the document must be one to the schema."""
    if isinstance(schema, dict):
        schema = {key: strict(value) for key, value in schema.items()}
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            assert set(schema["required"]) == set(schema["properties"])
    elif isinstance(schema, list):
        schema = [strict(value) for value in schema]
    return schema


def validate(document: str) -> Any:
    schema = strict(stdlib_json.loads(SCHEMA.read_text()))
    jsonschema.Draft202012Validator.check_schema(schema)
    content = stdlib_json.loads(document)
    jsonschema.Draft202012Validator(schema).validate(content)
    return content


def test_the_document_follows_its_schema() -> None:
    content = validate(json.document(MIXED, BASE, names={"GF05": "strings-builder"}, diff=b"--- a\n", statistics=True))
    assert [(f["path"], f["line"], f["status"]) for f in content["findings"]][:2] == [
        ("a.go", 4, "applied"),
        ("a.go", 5, "below-safety"),
    ]
    rejected = next(f for f in content["findings"] if f["status"] == "rejected")
    assert rejected == {
        "code": "GF05",
        "name": "strings-builder",
        "path": "a.go",
        "line": 7,
        "column": 5,
        "start": 10,
        "end": 20,
        "message": "`s` grows in a loop",
        "gain": {"level": "large", "why": "16 rounds or more"},
        "fix": {"title": "use a strings.Builder", "safety": "safe"},
        "fixable": True,
        "status": "rejected",
        "reason": "a.go:7:2: undefined: b\nand more",
    }
    assert content["outcomes"]["applied"] == 3
    assert content["outcomes"]["stale"] == 0
    assert content["files"] == ["a.go", "b/b.go"]
    assert content["problems"][0]["path"] == "c/c.go"
    assert content["notes"][0] == {
        "stage": "config",
        "path": None,
        "line": None,
        "column": None,
        "message": "nothing is suppressed",
    }
    assert content["statistics"]["seconds"] == {"scan": 0.5, "verify": 12.25}
    assert content["summary"]["fixable"] == 4


def test_the_schema_rejects_what_is_not_in_it() -> None:
    content = stdlib_json.loads(json.document(MIXED, BASE, names={}))
    for path in (("findings", 0, "status"), ("version",), ("outcomes", "applied")):
        broken: Any = copy.deepcopy(content)
        inner = broken
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = "nonsense"
        with pytest.raises(jsonschema.ValidationError):
            validate(stdlib_json.dumps(broken))


def test_nothing_of_the_document_changes_from_run_to_run() -> None:
    content = validate(json.document(MIXED, BASE, names={}))
    assert content["statistics"] is None
    assert content["diff"] is None


def test_bytes_that_are_not_utf8_come_back() -> None:
    patch = b"-\xff\n+\xc3\xa9\n"
    plan = Plan(outcomes=(outcome(path=os.fsdecode(b"/home/ada/project/\xfe.go")),))
    content = validate(json.document(plan, BASE, names={}, diff=patch))
    assert content["diff"].encode("utf-8", "surrogateescape") == patch
    assert os.fsencode(content["findings"][0]["path"]) == b"\xfe.go"


# Rules


class StringsBuilder(Transform):
    """Grow a string
    with a builder.

    What it does
    ------------
    Something with a very long sentence that has to be filled, because nobody likes lines that go on and on for ever.

    Why
    ---
    - one
    - two `words` that
      go on

    Example
    -------
    ```go
    s := ""

        s += x
    ```

    Use instead
    -----------
        var s strings.Builder

        s.WriteString(x)

    Fix safety
    ----------
    Safe.

    When it refuses
    ---------------
    Never.

    Measured gain
    -------------
    | a | b |
    | 1 | 2 |
    """

    code = "GF05"
    name = "strings-builder"
    gain = "×0.1"
    options = (Option("at-least", int, 4, "rounds"),)


class SetStruct(StringsBuilder):
    __doc__ = StringsBuilder.__doc__
    code = "GF13"
    name = "set-struct"


RULES: dict[str, type[Transform]] = {"GF05": StringsBuilder, "GF13": SetStruct}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("GF05", "GF05"), ("gf13", "GF13"), ("strings-builder", "GF05"), ("set_struct", "GF13"), ("str", "GF05")],
)
def test_a_rule_is_found_by_code_name_or_beginning(wanted: str, code: str) -> None:
    assert rulebook.find(RULES, wanted).code == code


def test_a_rule_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(GofixError, match="there is no rule 'string-builders'") as error:
        rulebook.find(RULES, "string-builders")
    assert error.value.hint == "did you mean GF05 (strings-builder)?"
    with pytest.raises(GofixError, match=r"several rules: GF05 \(strings-builder\), GF13"):
        rulebook.find(RULES, "gf")
    with pytest.raises(GofixError):
        rulebook.find(RULES, "")


def test_the_page_of_a_rule() -> None:
    page = rulebook.page(StringsBuilder, width=60)
    headings = [line for line in page.splitlines() if line in HEADINGS]
    assert headings == list(HEADINGS)
    assert page.startswith("GF05 strings-builder\n\nGrow a string with a builder.\n\nSafety: safe. Gain: ×0.1.\n")
    assert "  Something with a very long sentence that has to be filled,\n  because" in page
    assert '      s := ""\n\n          s += x\n' in page
    assert "      var s strings.Builder\n\n      s.WriteString(x)\n" in page
    assert "  - one\n  - two `words` that go on\n" in page
    assert "  | a | b |\n  | 1 | 2 |\n" in page
    assert page.endswith("Options\n  - `at-least` (default 4): rounds\n")
    assert "\x1b" not in page
    assert "\x1b[36mwords\x1b[0m" in rulebook.page(StringsBuilder, width=60, paint=text.Paint(True))


def test_the_table_of_rules() -> None:
    assert rulebook.listing(RULES).splitlines() == [
        "code  name             safety  gain  what it does",
        "GF05  strings-builder  safe    ×0.1  Grow a string with a builder.",
        "GF13  set-struct       safe    ×0.1  Grow a string with a builder.",
    ]
    entry = stdlib_json.loads(rulebook.document(RULES))["rules"][0]
    assert entry["summary"] == "Grow a string with a builder."
    assert entry["options"] == [{"name": "at-least", "type": "int", "default": 4, "doc": "rounds"}]


# The terminal


class Tty(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8")

    def isatty(self) -> bool:
        return True


def test_colour_on_a_terminal_unless_somebody_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Tty())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert (Terminal().out_paint.on, Terminal().err_paint.on) == (True, False)
    assert (Terminal("never").out_paint.on, Terminal("always").err_paint.on) == (False, True)
    assert Terminal("never").out_is_for_eyes
    monkeypatch.setenv("NO_COLOR", "")
    assert Terminal().out_paint.on
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal().out_paint.on
    assert Terminal("always").out_paint.on
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not Terminal().out_paint.on


def test_a_closed_stream_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    terminal = Terminal()
    terminal.out(b"x")
    terminal.error("x")


def test_quiet_leaves_errors(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(quiet=True)
    terminal.err("told")
    terminal.error("wrong")
    terminal.out("product")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("product", "wrong")


# Progress


def console(stream: io.StringIO) -> Console:
    return Console(file=stream, force_terminal=True, width=80, color_system=None)


def test_a_short_run_shows_no_progress() -> None:
    stream = io.StringIO()
    line = ProgressLine(console(stream), delay=60)
    line.stage("reading files", 3)
    line.advance()
    line.close()
    assert stream.getvalue() == ""


def test_a_long_run_shows_its_stage_and_takes_it_away() -> None:
    stream = io.StringIO()
    line = ProgressLine(console(stream), delay=0)
    line.stage("reading [files]", 3)
    line.advance(2)
    line._timer.join()
    line.stage("verifying", None)
    line.close()
    shown = stream.getvalue()
    assert "reading [files]" in shown or "verifying" in shown
    assert shown.endswith("\x1b[2K")
