from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gofix20.suppress import Suppressions
from gofix20.syntax import GoFile, walk
from gofix20.syntax import text as node_text

RULES = {"GF03": "prealloc", "GF05": "strings-builder", "GF13": "set-struct", "ACME1": "acme-pool"}
PATH = "/src/a.go"


def parse(text: str | bytes) -> Suppressions:
    return Suppressions.parse(PATH, text.encode() if isinstance(text, str) else text, RULES)


def suppressed(text: str | bytes, code: str = "GF05") -> list[int]:
    """The lines on which a one-line finding of a rule would be suppressed."""
    source = text.encode() if isinstance(text, str) else text
    found = parse(source)
    return [line for line in range(1, source.count(b"\n") + 2) if found.suppressing(code, line)]


def notes(text: str) -> list[str]:
    return [note.message for note in parse(text).notes]


def lines(text: str, *marks: str) -> list[int]:
    """The numbers of the lines that hold one of the marks."""
    return [number for number, line in enumerate(text.split("\n"), 1) if any(mark in line for mark in marks)]


FUNCTION = """package p

{}
func f(xs []string) string {{ // in
	s := "" // in
	for _, x := range xs {{ // in
		s += x // in
	}} // in
	return s // in
}} // in

func g() {{}}
"""


# Where it counts


def test_text_without_directives_costs_nothing_and_shares_one_instance() -> None:
    first, second = parse("package p\n"), parse("package q // gofix20\n")
    assert first is second
    assert not first.suppressing("GF05", 1)
    assert first.unused(RULES) == []


def test_behind_code_it_counts_for_findings_that_meet_the_line() -> None:
    text = "package p\n\nfunc f() {\n\ta()\n\tb() //gofix20:ignore GF05 why\n\tc()\n}\n"
    assert suppressed(text) == [5]
    found = parse(text)
    assert found.suppressing("GF05", 4, 6)
    assert found.suppressing("GF05", 5, 6)
    assert not found.suppressing("GF05", 6, 7)
    assert not found.suppressing("GF13", 5)


def test_above_a_declaration_it_counts_for_all_of_it() -> None:
    text = FUNCTION.format("//gofix20:ignore GF05 not hot")
    assert suppressed(text) == lines(text, "// in")
    assert suppressed(text, "GF13") == []


@pytest.mark.parametrize(
    "declaration",
    [
        "type T struct { // in\n\ta int // in\n} // in",
        "var ( // in\n\ta = 1 // in\n\tb = 2 // in\n) // in",
        "const c = 1 + // in\n\t2 // in",
        "func (t T) m() { // in\n\tprint() // in\n} // in",
        "// Doc.\n//\n// More.\nfunc f() { // in\n} // in",
    ],
)
def test_every_kind_of_declaration(declaration: str) -> None:
    text = f"package p\n\n//gofix20:ignore GF05\n{declaration}\n\nvar next = 1\n"
    assert suppressed(text) == lines(text, "// in")


@pytest.mark.parametrize(
    "statement",
    [
        "for _, x := range []int{ // in\n\t\t1, // in\n\t} { // in\n\t\tprint(x)\n\t}",
        "if x := 1; x == // in\n\t\t2 { // in\n\t\tprint()\n\t} else if x == 3 {\n\t\tprint()\n\t}",
        "switch x := 1; x { // in\n\tcase 1:\n\t}",
        "switch x := any(1).(type) { // in\n\tcase int:\n\t\tprint(x)\n\t}",
        "select { // in\n\tdefault:\n\t}",
        "{ // in\n\t\tprint()\n\t}",
        "again: // in\n\tfor { // in\n\t\tcontinue again\n\t}",
        "x := []int{ // in\n\t\t1, // in\n\t} // in",
        "var x = []int{ // in\n\t\t1, // in\n\t} // in",
        "defer func() { // in\n\t\tprint() // in\n\t}() // in",
    ],
)
def test_above_a_statement_it_counts_for_the_statement_or_its_head(statement: str) -> None:
    text = f"package p\n\nfunc f() {{\n\t//gofix20:ignore GF05\n\t// More.\n\n\t{statement}\n\tprint(1)\n}}\n"
    assert suppressed(text) == lines(text, "// in")


def test_above_a_statement_a_finding_must_start_in_it() -> None:
    found = parse("package p\n\nfunc f() {\n\ta()\n\t//gofix20:ignore\n\tb()\n\tc()\n}\n")
    assert found.suppressing("GF05", 6, 9)
    assert not found.suppressing("GF05", 4, 6)


def test_above_a_case_a_field_and_a_closing_brace() -> None:
    text = (
        "package p\n\ntype T struct {\n\t//gofix20:ignore\n\ta struct { // in\n\t\tb int // in\n\t} // in\n"
        "\tc int\n}\n\nfunc f(x int) {\n\tswitch x {\n\t//gofix20:ignore\n\tcase 1: // in\n\t\tprint()\n"
        "\t//gofix20:ignore\n\t} // in\n}\n"
    )
    assert suppressed(text) == lines(text, "// in")


def test_two_directives_above_the_same_statement() -> None:
    text = "package p\n\n//gofix20:ignore GF05 a\n//gofix20:ignore GF13 b\nvar x = 1\n"
    assert suppressed(text, "GF05") == suppressed(text, "GF13") == [5]


@pytest.mark.parametrize("place", ["before", "after", "end"])
def test_ignore_file(place: str) -> None:
    directive = "//gofix20:ignore-file GF05 made by hand\n"
    text = {
        "before": f"{directive}\npackage p\n\nvar x = 1\n",
        "after": f"package p\n\n{directive}\nvar x = 1\n",
        "end": f"package p\n\nvar x = 1\n{directive}",
    }[place]
    assert len(suppressed(text)) == text.count("\n") + 1
    assert suppressed(text, "GF13") == []


def test_ignore_file_behind_code_is_not_read() -> None:
    text = "package p //gofix20:ignore-file\n"
    assert suppressed(text) == []
    assert notes(text) == ["//gofix20:ignore-file has no effect behind code, only on a line of its own"]


def test_ignore_above_the_package_clause_points_to_ignore_file() -> None:
    text = "//gofix20:ignore GF05\npackage p\n"
    assert suppressed(text) == []
    assert "//gofix20:ignore-file" in notes(text)[0]


# Which rules


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("//gofix20:ignore", set(RULES)),
        ("//gofix20:ignore measured, it is cold", set(RULES)),
        ("//gofix20:ignore // cold-path code", set(RULES)),
        ("//gofix20:ignore -- cold", set(RULES)),
        ("//gofix20:ignore GF05", {"GF05"}),
        ("//gofix20:ignore gf05", {"GF05"}),
        ("//gofix20:ignore\tGF05\tcold", {"GF05"}),
        ("//gofix20:ignore GF05 see RFC3339, and GF13", {"GF05"}),
        ("//gofix20:ignore GF05: GF13 comes later", {"GF05"}),
        ("//gofix20:ignore GF05// GF13 comes later", {"GF05"}),
        ("//gofix20:ignore strings-builder", {"GF05"}),
        ("//gofix20:ignore GF05,GF13", {"GF05", "GF13"}),
        ("//gofix20:ignore GF05 , prealloc why", {"GF05", "GF03"}),
        ("//gofix20:ignore GF05 GF13 acme-pool why not", {"GF05", "GF13", "ACME1"}),
    ],
)
def test_rules_that_a_directive_names(comment: str, codes: set[str]) -> None:
    text = f"package p\n\nvar x = 1 {comment}\n"
    assert {code for code in RULES if suppressed(text, code) == [3]} == codes
    assert notes(text) == []


@pytest.mark.parametrize(
    ("comment", "codes", "unknown"),
    [
        ("//gofix20:ignore GF99", set(), ["GF99"]),
        ("//gofix20:ignore GF99 why", set(), ["GF99"]),
        ("//gofix20:ignore GF05,GF99", {"GF05"}, ["GF99"]),
        ("//gofix20:ignore GF05 GF99 why", {"GF05"}, ["GF99"]),
        ("//gofix20:ignore GF05, nonsense", {"GF05"}, ["nonsense"]),
        ("//gofix20:ignore foo,bar", set(), ["foo", "bar"]),
        ("//gofix20:ignore strings-bilder", set(), ["strings-bilder"]),
        ("//gofix20:ignore preallok", set(), ["preallok"]),
        ("//gofix20:ignore not-a-rule", set(), ["not-a-rule"]),
        ("//gofix20:ignore XYZ12", set(), ["XYZ12"]),
    ],
)
def test_what_looks_like_a_rule_and_is_none_suppresses_nothing(
    comment: str, codes: set[str], unknown: list[str]
) -> None:
    text = f"package p\n\nvar x = 1 {comment}\n"
    assert {code for code in RULES if suppressed(text, code)} == codes
    assert [note.split("'")[1] for note in notes(text)] == unknown


def test_a_note_names_the_nearest_rule_and_the_place() -> None:
    (note,) = parse("package p\n\nvar x = 1 //gofix20:ignore strings-bilder\n").notes
    assert (note.stage, note.path, note.line, note.column) == ("suppress", PATH, 3, 11)
    assert note.message == "unknown rule 'strings-bilder'; the nearest is 'strings-builder'"


@pytest.mark.parametrize(
    "comment",
    ["// gofix20:ignore GF05", "/*gofix20:ignore GF05*/", "//gofix20:ignored GF05", "//gofix20:ignore:GF05"],
)
def test_what_is_nearly_a_directive_is_noted_and_not_read(comment: str) -> None:
    text = f"package p\n\nvar x = 1 {comment}\n"
    assert suppressed(text) == []
    assert len(notes(text)) == 1


def test_a_comment_that_speaks_of_a_directive_is_none() -> None:
    text = "package p\n\n// See //gofix20:ignore GF05 and nolint.\nvar x = 1\n"
    assert suppressed(text) == []
    assert notes(text) == []


# Where it is no comment


@pytest.mark.parametrize(
    "literal",
    ['"//gofix20:ignore"', "`\n//gofix20:ignore\n//nolint\n`", '"\\"//nolint"', "`\\`+`//nolint`", "'\"' //\n"],
)
def test_in_a_literal_it_is_text(literal: str) -> None:
    assert suppressed(f"package p // gofix20:ignore nolint\n\nvar x = {literal}\n\nvar y = 1\n") == []


def test_a_quote_in_a_rune_or_comment_does_not_open_a_string() -> None:
    text = "package p\n\n// it's \"\n/* ` */\nvar q, r = '\"', '`' //gofix20:ignore\n"
    assert suppressed(text) == [5]


MARK = "//gofix20:ignore GF99"
LITERALS = [
    "1",
    "'\"'",
    "'\\''",
    '"\\""',
    f'"{MARK}"',
    f"`\n{MARK}\n`",
    '`"`',
    '"`"',
    "'`'",
    '"\\\\"',
    "`\\`",
    '"/*"',
    '"*/"',
]
COMMENTS = [f"{MARK}\n", f"{MARK}\r\n", f"/* {MARK} */", f"/*\n{MARK}\n*/", "// it's ` \"\n", "/* ` ' \" */", "/***/"]
BLANKS = [" ", "\n", "\t", "\r\n"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([f"{literal}," for literal in LITERALS] + COMMENTS + BLANKS), max_size=30))
def test_comments_are_those_of_the_grammar(pieces: list[str]) -> None:
    source = f"package p\n\nvar x = []any{{\n{''.join(pieces)}\n}}\n".encode()
    file = GoFile.parse(PATH, source)
    assert not file.root.has_error
    comments = [node for node in walk(file.root) if node.type == "comment" and node_text(node).startswith(b"//gofix20")]
    # The rule is unknown, so each directive that is read has a note.
    found = [(note.line, note.column) for note in parse(source).notes]
    assert found == [(node.start_point.row + 1, node.start_point.column + 1) for node in comments]


# nolint


@pytest.mark.parametrize(
    "comment",
    [
        "//nolint",
        "// nolint",
        "//nolint // why",
        "//nolint:all",
        "//nolint:gofix20",
        "//nolint: GoFix20",
        "//nolint:other,gofix20 // why",
    ],
)
def test_nolint_is_honoured(comment: str) -> None:
    assert suppressed(f"package p\n\nvar x = 1 {comment}\n\nvar y = 1\n") == [3]
    text = FUNCTION.format(comment)
    assert suppressed(text) == [3, *lines(text, "// in")]


@pytest.mark.parametrize(
    "comment", ["//nolint:other", "//nolint:other // gofix20", "//nolinter", "/* nolint */", "// no nolint"]
)
def test_nolint_of_others_is_not(comment: str) -> None:
    assert suppressed(f"package p\n\nvar x = 1 {comment}\n") == []
    assert suppressed(FUNCTION.format(comment)) == []


def test_nolint_counts_where_a_finding_starts() -> None:
    # As golangci-lint, which knows only that line: one inside a loop is there for another linter.
    found = parse("package p\n\nfunc f() {\n\ta()\n\tb() //nolint\n\tc()\n}\n")
    assert found.suppressing("GF05", 5, 9)
    assert not found.suppressing("GF05", 4, 6)


def test_nolint_above_a_statement_counts_for_its_body_too() -> None:
    text = "package p\n\nfunc f() {\n\t//nolint\n\tfor { // in\n\t\tprint() // in\n\t} // in\n\tprint()\n}\n"
    assert suppressed(text) == [4, *lines(text, "// in")]


def test_nolint_in_a_doc_comment_and_above_the_package_clause() -> None:
    text = FUNCTION.format("// F is.\n//\n//nolint:gofix20\n// More.")
    assert suppressed(text) == [3, 4, 5, 6, *lines(text, "// in")]
    assert len(suppressed("//nolint\npackage p\n\nvar x = 1\n")) == 5


@pytest.mark.parametrize("above", ["//nolint\n", "\t//nolint\n\n", "\t//nolint\n\ty()\n"])
def test_nolint_must_stand_directly_above_and_in_the_same_column(above: str) -> None:
    text = f"package p\n\nfunc f() {{\n{above}\tx()\n}}\n"
    assert suppressed(text) == [4, *lines(text, "y()")]


def test_a_nolint_behind_code_reaches_no_further() -> None:
    assert suppressed("package p\n\nfunc f() {\n{ //nolint\n  for {\n  a()\n  }\n}\n}\n") == [4]
    text = "package p\n\nfunc f() {\n\ta() // why\n\t//nolint\n\tfor { // in\n\t\tb() // in\n\t} // in\n\tc()\n}\n"
    assert suppressed(text) == [5, *lines(text, "// in")]


# Ends of lines, a BOM, code that the grammar does not know


def test_crlf_and_bom() -> None:
    text = FUNCTION.format("//gofix20:ignore GF05")
    crlf = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert suppressed(crlf) == suppressed(text) != []
    assert parse(crlf).notes == ()
    assert suppressed("package p\r\n\r\nvar x = 1 //nolint\r\nvar y = 1 //nolint:all\r\n") == [3, 4]
    assert len(suppressed(b"\xef\xbb\xbf//nolint:gofix20\r\npackage p\r\n")) == 3
    assert len(suppressed(b"\xef\xbb\xbf//gofix20:ignore-file GF05\r\npackage p\r\n")) == 3


def test_code_that_does_not_parse() -> None:
    assert suppressed("package p\n\nfunc f( {\n\t//gofix20:ignore GF05\n\tx ++ y y\n}\n") == [5]
    # What the grammar makes no sense of has no extent.
    assert suppressed("package p\n\n//gofix20:ignore\n1 any := x var [ any chan any [ switch\n struct {\n") == [4]


def test_a_directive_with_no_code_below() -> None:
    text = "package p\n\n//gofix20:ignore GF05"
    assert suppressed(text) == []
    assert [problem.line for problem in parse(text).unused(RULES)] == [3]


def test_a_parsed_file_is_used_and_gives_the_same() -> None:
    text = FUNCTION.format("//gofix20:ignore GF05").encode()
    found = Suppressions.parse(PATH, text, RULES, file=GoFile.parse(PATH, text))
    assert found == parse(text)
    assert found.suppressing("GF05", 7)


# Unused


def unused(text: str, findings: list[tuple[str, int]], ran: set[str]) -> list[str]:
    found = parse(text)
    for code, line in findings:
        found.suppressing(code, line)
    return [problem.message for problem in found.unused(ran)]


def test_unused_counts_only_rules_that_ran() -> None:
    text = "package p\n\nvar x = 1 //gofix20:ignore GF05,GF13 why\n"
    assert unused(text, [], set()) == []
    assert unused(text, [], {"GF03"}) == []
    assert unused(text, [], {"GF05"}) == ["//gofix20:ignore GF05,GF13 suppresses nothing of GF05"]
    assert unused(text, [], set(RULES)) == ["//gofix20:ignore GF05,GF13 suppresses nothing"]
    assert unused(text, [("GF05", 3)], set(RULES)) == ["//gofix20:ignore GF05,GF13 suppresses nothing of GF13"]
    assert unused(text, [("GF05", 3), ("GF13", 3)], set(RULES)) == []
    assert unused(text, [("GF05", 2)], {"GF05", "GF13"}) == ["//gofix20:ignore GF05,GF13 suppresses nothing"]


def test_unused_ignore_of_every_rule_needs_every_rule() -> None:
    text = "package p\n\nvar x = 1 //gofix20:ignore\n"
    assert unused(text, [], {"GF05"}) == []
    assert unused(text, [], set(RULES)) == ["//gofix20:ignore suppresses nothing"]
    assert unused(text, [("GF05", 3)], set(RULES)) == []


def test_unused_says_where_and_never_speaks_of_nolint() -> None:
    text = "//gofix20:ignore-file GF13\npackage p\n\nvar x = 1 //nolint:gofix20\n\nvar y = 1 //gofix20:ignore\n"
    problems = parse(text).unused(RULES)
    assert [(p.stage, p.path, p.line, p.column) for p in problems] == [
        ("suppress", PATH, 1, 1),
        ("suppress", PATH, 6, 11),
    ]


def test_what_a_nolint_suppresses_too_is_used() -> None:
    text = "package p\n\n//nolint\nvar x = 1 //gofix20:ignore GF05\n"
    assert unused(text, [("GF05", 4)], set(RULES)) == []
