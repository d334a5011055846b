"""Finding the files in which a rule has a match, with and without worker processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofix20 import registry, scan
from tests.directed_rules import Also, Directed, Endless, use


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
    found, problems = scan.scan(files, jobs=2, advance=told.append)
    assert found == {str(tmp_path / "both.go"): ("TT01", "TT03"), str(tmp_path / "other.go"): ("TT03",)}
    assert [(problem.stage, Path(problem.path).name, problem.message) for problem in problems] == [
        ("read", "directory.go", "Is a directory"),
        ("read", "absent.go", "No such file or directory"),
    ]
    assert sum(told) == len(files)


def test_many_files_are_parsed_by_processes(tmp_path: Path) -> None:
    """With the real rules: those of this process are not the ones that a worker finds."""
    codes = tuple(registry.transforms())
    needles = b" ".join(needle for rule in registry.transforms().values() for needle in rule.needles)
    source = b"package m\n\n/* " + needles + b" */\n\nvar x = 1\n"
    files = []
    for number in range(scan.SMALL + scan.CHUNK + 1):
        path = tmp_path / f"{number}.go"
        path.write_bytes(source)
        files.append((str(path), codes))
    told: list[int] = []
    found, problems = scan.scan(files, jobs=2, advance=told.append)
    assert (problems, sum(told)) == ([], len(files))
    alone, _ = scan.scan(files[:2], jobs=1)
    assert {path: found.get(path) for path, _ in files[:2]} == {path: alone.get(path) for path, _ in files[:2]}
    assert len({found.get(path) for path, _ in files}) == 1


def test_a_file_that_goes_away_meanwhile_matches_nothing(tmp_path: Path) -> None:
    assert scan.matching((str(tmp_path / "gone.go"), ("GF03",))) == (str(tmp_path / "gone.go"), ())
