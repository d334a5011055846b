"""What the measurements read and compare; nothing here measures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import gotests, peers, reasons, running, sites
from bench.gains import __main__ as gains
from bench.gains.claims import ALLOCATIONS, CLAIMS, PROGRAMS, TIME, Becomes, Claim, Ratio

# Tests before and after ---------------------------------------------------------------------


def events(*lines: tuple[str, str, str | None]) -> list[str]:
    return [json.dumps({"Action": a, "Package": p} | ({"Test": t} if t else {})) for a, p, t in lines]


def test_events_of_go_test() -> None:
    lines = events(
        ("start", "a", None),
        ("run", "a", "TestX"),
        ("run", "a", "TestX/one"),
        ("pass", "a", "TestX/one"),
        ("pass", "a", "TestX"),
        ("skip", "a", "TestY"),
        ("pass", "a", None),
        ("run", "b", "TestDies"),
    )
    noise = ["panic: in b", '{"ImportPath":"c","Action":"build-fail"}', '{"Action":"pa']
    assert gotests.parse([*lines, *noise]) == {
        "a": "pass",
        "a TestX": "pass",
        "a TestX/one": "pass",
        "a TestY": "skip",
        "b TestDies": "fail",
    }


@pytest.mark.parametrize(
    ("before", "after", "failing", "vanished"),
    [
        ({"a": "pass", "a T": "pass"}, {"a": "pass", "a T": "pass"}, (), ()),
        # The test is to blame, and not its package too.
        ({"a": "pass", "a T": "pass"}, {"a": "fail", "a T": "fail"}, ("a T",), ()),
        # It does not build any more: no test of it was run.
        ({"a": "pass", "a T": "pass"}, {"a": "fail"}, ("a T",), ()),
        # No test, and it does not build any more.
        ({"a": "pass"}, {"a": "fail"}, ("a",), ()),
        ({"a": "fail", "a T": "fail"}, {"a": "fail", "a T": "fail"}, (), ()),
        ({"a T": "pass"}, {"a T": "skip"}, (), ()),
        # A subtest named after a port or a temporary directory.
        ({"a/b T": "pass", "a/b T/1": "pass"}, {"a/b T": "pass", "a/b T/2": "pass"}, (), ("a/b T/1",)),
        ({"a T": "pass", "a T/1": "pass"}, {"a T": "fail"}, ("a T", "a T/1"), ()),
    ],
)
def test_newly_failing(
    before: dict[str, str], after: dict[str, str], failing: tuple[str, ...], vanished: tuple[str, ...]
) -> None:
    assert gotests.compare(before, after) == gotests.Comparison(failing, vanished)


def test_new_complaints_of_vet() -> None:
    before = "# example.com/m\n./a.go:3:2: x declared and not used\n/tmp/old/b.go:7:1: unreachable code\n"
    after = (
        "# example.com/m\nvet: ./a.go:5:2: x declared and not used\n"
        "b.go:9:1: unreachable code\nb.go:12:1: unreachable code\n"
    )
    assert gotests.new_complaints(before, after) == ["b.go: unreachable code"]
    assert gotests.new_complaints(after, before) == []


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("`x` is assigned before the last append at line 568", "`…` is assigned before the last append at line N"),
        ("slices.Grow needs Go 1.21; this file is Go 1.18", "slices.Grow needs Go N; this file is Go N"),
        ("more than 64 MiB in `a.b[0]`", "more than N MiB in `…`"),
        ("max(n, 0)+2 may be absurdly large, and no", "`…` may be absurdly large, and no"),
        ("the map is a result", "the map is a result"),
    ],
)
def test_a_reason_without_its_particulars(reason: str, kind: str) -> None:
    assert reasons.kind(reason) == kind


def test_reasons_over_modules() -> None:
    one = reasons.by_kind([{"code": "GF03", "reason": f"`{name}` is nil at line 1"} for name in "abc"])
    other = reasons.by_kind([{"code": "GF03", "reason": "`x` is nil at line 2"}, {"code": "GF13", "reason": "no"}])
    assert reasons.summed([one, other]) == [("GF03", "`…` is nil at line N", 4, 2), ("GF13", "no", 1, 1)]


# Peers --------------------------------------------------------------------------------------


def test_reports_of_an_analyzer() -> None:
    def posn(line: int, category: str) -> dict[str, str]:
        return {"posn": f"/tree/p/a.go:{line}:3", "message": f"{category} {line}", "category": category}

    output = "{}\n" + json.dumps({"p": {"perfsprint": [posn(4, "concat-loop"), posn(1, "fiximports")]}})
    output += json.dumps({"p [p.test]": {"perfsprint": [posn(4, "concat-loop"), posn(9, "concat-loop")]}})
    output += json.dumps({"q": {"perfsprint": {"error": "does not compile"}}})
    output += json.dumps({"r": {"perfsprint": [{"posn": "/tree/r.y:7", "message": "", "category": "concat-loop"}]}})
    found = sites.reports(output, Path("/tree"), "concat-loop")
    assert found == [
        sites.Site("p/a.go", 4, 3, "concat-loop 4"),
        sites.Site("p/a.go", 9, 3, "concat-loop 9"),
        sites.Site("r.y", 7, 1, ""),
    ]


def test_what_a_peer_could_not_load_is_told() -> None:
    assert peers.first_complaint("go: downloading a v1\n# example.com/p\n./a.go:1:1: expected 'package'\n") == (
        "./a.go:1:1: expected 'package'"
    )
    assert peers.first_complaint("") == ""
    text = peers.report({"tree": {"rows": [], "said": {"prealloc in .": "no Go 1.99"}}}, [], "go1.26")
    assert "- tree: prealloc in . could not load everything: no Go 1.99" in text


SOURCE = b"""package p

func first(xs []string) string {
	s := ""
	for _, x := range xs {
		s += x
	}
	return s
}

func second(xs []string) (s string, out []int) {
	for _, x := range xs {
		s = s + x
		out = append(out, len(x))
	}
	return s, out
}
"""


def finding(line: int, text: str, message: str = "", *, safe: bool = True, code: str = "GF05") -> dict[str, Any]:
    start = sum(len(one) + 1 for one in SOURCE.split(b"\n")[: line - 1])
    start = SOURCE.index(text.encode(), start)
    place = {"path": "a.go", "line": line, "start": start, "end": start + len(text), "code": code}
    if not message:
        return place | {"reason": "`s` is seen by a closure"}
    return place | {
        "message": message,
        "status": "applied" if safe else "below-safety",
        "reason": "",
        "fix": {"safety": "safe" if safe else "unsafe"},
    }


def judge(answer: dict[str, Any], site: sites.Site, rule: str) -> tuple[str, str]:
    found = sites.ours({"notes": [], "problems": [], **answer}, lambda path: SOURCE, ".")
    ours = sites.match(site, rule, sites.Source(SOURCE, "a.go"), list(found))
    return ours.fate, ours.reason


def test_a_site_is_the_variable_of_its_function() -> None:
    answer = {
        "findings": [finding(6, "s += x", "`s` grows by concatenation in a loop")],
        "refusals": [finding(13, "s = s + x")],
    }
    first, second = sites.Site("a.go", 6, 3, "concat-loop"), sites.Site("a.go", 13, 3, "concat-loop")
    assert judge(answer, first, "GF05") == ("fixed", "")
    assert judge(answer, second, "GF05") == ("refused", "`s` is seen by a closure")
    assert judge({"findings": [], "refusals": []}, first, "GF05") == ("not seen", "")
    left_alone = {"findings": [], "refusals": [], "notes": [{"path": "a.go", "message": "is left alone"}]}
    assert judge(left_alone, first, "GF05") == ("refused", "is left alone")


def test_a_site_of_prealloc_is_the_variable_that_it_names() -> None:
    message = "`out` gets len(xs) elements (unsafe: a nil slice may become an empty one)"
    answer = {"findings": [finding(14, "out", message, safe=False, code="GF03")], "refusals": []}
    site = sites.Site("a.go", 11, 37, "Consider preallocating out with capacity len(xs)")
    assert judge(answer, site, "GF03") == ("unsafe", "a nil slice may become an empty one")
    assert judge(answer, site, "GF05") == ("not seen", "")


def test_a_declaration_in_a_literal_is_none() -> None:
    text = b"package p\n\nfunc f() {\n\tx := `\nfunc g() {\n`\n\ty := \"`\"\n}\n"
    text += b"/*\nvar z int\n*/\nvar w = '`'\nconst c = 1\n"
    assert sites.Source(text, "a.go").starts == [3, 12, 13]


def test_the_better_of_two_answers_counts() -> None:
    refused = finding(4, "s")
    answer = {"findings": [finding(6, "s += x", "`s` grows")], "refusals": [refused]}
    assert judge(answer, sites.Site("a.go", 6, 3, ""), "GF05")[0] == "fixed"


def test_generated_files_are_told_apart() -> None:
    assert sites.Source(b"// Code generated by x. DO NOT EDIT.\npackage p\n", "a.go").generated
    assert not sites.Source(b"package p // Code generated by x. DO NOT EDIT.\n", "a.go").generated
    assert sites.Source(b"", "parser.go.y").generated


def test_the_report_counts_and_lists_what_is_not_fixed() -> None:
    rows = [
        {
            "peer": "prealloc",
            "path": "p/a.go",
            "line": line,
            "fate": fate,
            "reason": reason,
            "rule": "GF03",
            "says": "Consider preallocating x",
            "source": "var x []int",
        }
        for line, fate, reason in [
            (1, "fixed", ""),
            (2, "refused", "`x` | nil"),
            (3, "generated", ""),
            (4, "refused", "once"),
            (5, "not seen", ""),
            (6, "unsafe", "once"),
        ]
    ]
    judgements: list[dict[str, Any]] = [
        {"rule": "GF03", "reason": "nil$", "program": "`x == nil` becomes false"},
        {"reason": "once", "kind": "nothing to gain", "program": "None"},
        {"line": 5, "kind": "would change", "program": "`cap(x)`"},
    ]
    text = peers.report({"tree": {"rows": rows}}, judgements, "go1.26")
    assert "| tree | prealloc | 6 | 1 | 1 | 1 | 1 | 1 | 1 | 0 | 1 | 33.3 % |" in text
    assert "| p/a.go:4 | prealloc | nothing to gain | once | None |" in text
    assert "| p/a.go:5 | prealloc | would change |  | `cap(x)` |" in text
    with pytest.raises(ValueError, match="a kind that there is not: boring"):
        peers.report({"tree": {"rows": rows}}, [{"line": 4, "kind": "boring", "program": ""}], "go1.26")
    assert "| p/a.go:2 | prealloc | refused | `x` \\| nil | `x == nil` becomes false |" in text
    assert "p/a.go:1" not in text
    assert "p/a.go:3" not in text


def test_cases_become_modules(tmp_path: Path) -> None:
    cases = tmp_path / "testdata"
    (cases / "src" / "p").mkdir(parents=True)
    for name in ("one.go", "one_test.go", "two.go", "src/p/p.go"):
        (cases / name).write_text("package test\n")
    made = peers.as_module(cases, tmp_path / "work")
    found = sorted(str(file.relative_to(made)) for file in made.rglob("*") if file.is_file())
    assert found == ["go.mod", "one/one.go", "one/one_test.go", "src/p/p.go", "two/two.go"]


# Gains --------------------------------------------------------------------------------------


def test_lines_of_a_benchmark() -> None:
    output = "goos: linux\nBenchmarkJoin/16-2   \t 10\t 12.5 ns/op\t 48 B/op\t 2 allocs/op\nBenchmarkX\nPASS\n"
    figures: gains.Figures = {}
    gains.best(figures, output)
    gains.best(figures, output.replace("12.5", "11").replace(" 2 allocs", " 3 allocs"))
    assert figures == {"Join/16": {"ns/op": 11.0, "B/op": 48.0, "allocs/op": 2.0}}


@pytest.mark.parametrize(
    ("claim", "before", "after", "verdict"),
    [
        (Claim("GF05", "×0.25", "J", TIME, Ratio(0.25, 0.25)), 100, 27, gains.HOLDS),
        (Claim("GF05", "×0.25", "J", TIME, Ratio(0.25, 0.25)), 100, 40, gains.WORSE),
        (Claim("GF05", "×0.25", "J", TIME, Ratio(0.25, 0.25)), 100, 10, gains.BETTER),
        (Claim("GF05", "×0.3", "J", TIME, Ratio(0.3, 0.3)), 100, 30, gains.UNSTATED),
        (Claim("GF05", "×0.25", "K", TIME, Ratio(0.25, 0.25)), 100, 30, gains.UNKNOWN),
        (Claim("GF05", "9 become 1", "J", ALLOCATIONS, Becomes(9, 1)), 9, 1, gains.HOLDS),
        (Claim("GF05", "9 become 1", "J", ALLOCATIONS, Becomes(9, 1)), 9, 2, gains.WORSE),
        (Claim("GF05", "9 become 1", "J", ALLOCATIONS, Becomes(9, 1)), 5, 1, gains.WORSE),
    ],
)
def test_what_is_stated_is_held_against_what_is_measured(
    claim: Claim, before: float, after: float, verdict: str
) -> None:
    said = {"GF05": "16 rounds ×0.25; 9 become 1"}
    assert gains.verdict(claim, said, {"J": {claim.unit: before}}, {"J": {claim.unit: after}})[1] == verdict


def test_a_figure_without_a_benchmark_is_told() -> None:
    claims = [Claim("GF05", "16 rounds ×0.25", "J", TIME, Ratio(0.25, 0.25))]
    assert gains.unmeasured({"GF05": "16 rounds ×0.25, 17 ×0.2; ×0.25"}, claims) == [("GF05", "×0.2")]


def test_each_claim_is_of_a_program() -> None:
    for claim in CLAIMS:
        benchmark = claim.benchmark.partition("/")[0]
        tests = (gains.HERE / "programs" / PROGRAMS[claim.rule] / "code_test.go").read_text()
        assert f"func Benchmark{benchmark}(" in tests


# Both ---------------------------------------------------------------------------------------


def test_modules_of_a_checkout(tmp_path: Path) -> None:
    for name in ("go.mod", "sub/go.mod", "vendor/x/go.mod", "a/testdata/go.mod", "_x/go.mod", ".y/go.mod"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("module m\n")
    assert list(running.modules(tmp_path)) == [tmp_path, tmp_path / "sub"]


def test_results_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    running.Results(path).keep("a", {"n": 1})
    assert running.Results(path).kept == {"a": {"n": 1}}


def test_a_table() -> None:
    assert running.table(("a", "b"), [(1, "x|y\nz")]) == "| a | b |\n| --: | --- |\n| 1 | x\\|y z |"
