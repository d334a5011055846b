"""Finding the files in which a rule may have a match."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofix20 import registry, scan
from gofix20.propose import Look, Part, look, matches, parts_of
from gofix20.syntax import MUCH, GoFile, apart, pieces
from gofix20.transform import Match, Transform
from tests.directed_rules import Also, Directed, Endless, use
from tests.golden_cases import cases


def test_needles_then_syntax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Directed, Also, Endless)
    texts = {
        "none.go": "package m\n",
        "both.go": "package m\n\nfunc f() {\n\ttick(1) //fix: x\n}\n",
        "needle.go": "package m\n\n// tick(1)\nvar x = 1\n",
        "other.go": "package m\n\nfunc f() {\n\ttick(1) //also: x\n}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "directory.go").mkdir()
    told: list[int] = []
    files = [(str(tmp_path / name), ("TT01", "TT03")) for name in (*texts, "directory.go", "absent.go")]
    found, problems = scan.scan(files, exact=True, advance=told.append)
    assert found == {str(tmp_path / "both.go"): ("TT01", "TT03"), str(tmp_path / "other.go"): ("TT03",)}
    assert [(problem.stage, Path(problem.path).name, problem.message) for problem in problems] == [
        ("read", "directory.go", "Is a directory"),
        ("read", "absent.go", "No such file or directory"),
    ]
    assert sum(told) == len(files)
    quick, _ = scan.scan(files)
    assert quick == found | {str(tmp_path / "needle.go"): ("TT03",)}


def is_in(some: Look, rule: int, match: Match) -> bool:
    start, end = match.function.start_byte, match.function.end_byte
    parts = [part for part in some.parts if part.start < end and start < part.end]
    return any(index == rule and has_match(query, match) for part in parts for index, query in part.queries)


def has_match(query: str, match: Match) -> bool:
    found = match.file.matches(query, match.function)
    return any(match.node == node for captures in found for nodes in captures.values() for node in nodes)


def extent(one: tuple[int, Match]) -> tuple[object, ...]:
    rule, match = one
    return rule, match.node.start_byte, match.node.end_byte, match.node.start_point


def asked_by(rule: type[Transform]) -> list[str]:
    return [rule.query, *(query for _, query in rule.more)]


def test_what_is_parsed_of_a_file_has_every_match() -> None:
    """Parsed as a whole, they have no match that the parts have not, or have it at another place."""
    rules = list(registry.transforms().values())
    skipped = 0
    for case in cases():
        for name, source in case.before.items():
            some, all_of_it = look(name, source, rules), GoFile.parse(name, source)
            skipped += len(some.file.declarations()) < len(all_of_it.declarations())
            queries = [(index, query) for index, rule in enumerate(rules) for query in asked_by(rule)]
            whole = Look(all_of_it, tuple(rules), (Part(0, len(source), tuple(queries)),))
            expected = [one for one in matches(whole) if is_in(some, *one)]
            assert list(map(extent, matches(some))) == list(map(extent, expected)), name
    assert skipped


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (b"package p\n", 1),
        (b"package p\n\nfunc f() {}\n\n// g does nothing.\nfunc g() {}\n", 3),
        (b"package p\n\nfunc f() {}\n\nvar s = `\nfunc g() {}\n`\n", 2),
        (b"package p\n\n/*\nfunc g() {}\n*/\nfunc f() {}\n", 2),
        (b"package p\n\nfunc f() rune { return '`' }\n\nfunc g() string { return \"`\" }\n\nfunc h() {}\n", 4),
        (b"package p\n\nvar x = \"/*\"\n\nfunc f() {}\n\nfunc g() {}\n", 1),
        (b"package p\r\n\r\nfunc f() {}\r\nfunc g() {}", 3),
    ],
)
def test_pieces(text: bytes, count: int) -> None:
    assert len(pieces(text)) == count
    assert b"".join(pieces(text)) == text


TABLE = b"\nvar table = []string{\n" + b'\t"a line",\n' * MUCH + b"}\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (b"func f() {\n\tg()\n}\n" + TABLE, 2),
        (b"func f() {\n\tg()\n}\n\n// g does nothing.\n", 1),
        (b"func f() { g() }\n" + TABLE, 1),
        (b"func f() string {\n\treturn `\n}\n`\n}\n" + TABLE, 1),
        (b"func f() {\n/*\n}\n*/\n}\n" + TABLE, 1),
        (TABLE * 2, 1),
    ],
)
def test_apart(text: bytes, count: int) -> None:
    assert len(apart(text)) == count
    assert b"".join(apart(text)) == text


def test_what_looks_like_the_end_of_a_function() -> None:
    """Cut there, the text has an error, and all of it is parsed."""
    ends = b"func f(x []int) {\n\tg(x[1:2])\n\tif x != nil {\n}\n"
    more = b"\tg(nil)\n" * MUCH + b"}\n"
    assert apart(ends + more) == (ends, more)
    looked = look("p.go", b"package p\n\n" + ends + more, [registry.transforms()["GF06"]])
    assert looked.file.is_whole
    assert [match.node.text for _, match in matches(looked)] == [b"x[1:2]"]


@pytest.mark.parametrize(
    ("statement", "is_looked_at"),
    [
        (b"s += f(x)", True),
        (b"n += a * b", False),
        (b"s = (s) + x", True),
        (b"s = (\n\t\t\ts + x)", True),
        (b"m[k], n = m[k]+x, n+1", True),
        (b"p.s,\n\t\t\tn = p.s+x, 1", True),
        ("é = é + x".encode(), True),
        (b"n = f(a + b)", False),
    ],
)
def test_what_may_grow_in_a_loop(statement: bytes, is_looked_at: bool) -> None:
    text = b"package p\n\nfunc f() {\n\t%sfor {\n\t\t%s\n\t}\n}\n"
    rules = [registry.transforms()["GF05"]]
    assert any(parts_of(rules, text % (b"", statement))) == is_looked_at
    assert not any(parts_of(rules, text % (statement + b"\n\t", b"g()")))
