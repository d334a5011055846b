"""Finding the files in which a rule may have a match."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofix20 import registry, scan
from gofix20.propose import Look, Part, look, matches
from gofix20.syntax import GoFile, pieces
from gofix20.transform import Match
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
    return any(part.start < end and start < part.end and rule in part.rules for part in some.parts)


def extent(one: tuple[int, Match]) -> tuple[object, ...]:
    rule, match = one
    return rule, match.node.start_byte, match.node.end_byte, match.node.start_point


def test_what_is_parsed_of_a_file_has_every_match() -> None:
    """Parsed as a whole, they have no match that the parts have not, or have it at another place."""
    rules = list(registry.transforms().values())
    skipped = 0
    for case in cases():
        for name, source in case.before.items():
            some, all_of_it = look(name, source, rules), GoFile.parse(name, source)
            skipped += len(some.file.declarations()) < len(all_of_it.declarations())
            whole = Look(all_of_it, tuple(rules), (Part(0, len(source), tuple(range(len(rules)))),))
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
