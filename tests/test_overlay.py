"""Paths that Go prints lead back to the user's own files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gofix20.model import GofixError
from gofix20.overlay import Overlay


def test_only_what_differs_is_laid_over(tmp_path: Path) -> None:
    same, other, new = (str(tmp_path / name) for name in ("same.go", "other.go", "new.go"))
    Path(same).write_bytes(b"same")
    Path(other).write_bytes(b"old")
    overlay = Overlay({same: b"same", other: b"new", new: b""}, str(tmp_path / "scratch"))
    assert overlay.texts.keys() == {other, new}
    assert overlay.file is not None
    laid = json.loads(Path(overlay.file).read_text())["Replace"]
    assert {path: Path(backing).read_bytes() for path, backing in laid.items()} == {other: b"new", new: b""}
    assert Overlay({same: b"same"}, str(tmp_path / "scratch")).file is None
    assert Path(other).read_bytes() == b"old"


@pytest.mark.parametrize("prefix", ["", "../../tmp/", "/another/run's/scratch/", ".rep/"])
def test_only_the_end_of_a_path_counts(tmp_path: Path, prefix: str) -> None:
    path = str(tmp_path / "a b.go")
    overlay = Overlay({path: b"text"}, str(tmp_path / "scratch"))
    digest = os.path.basename(os.path.dirname(overlay.replace[path]))
    assert overlay.original(f"{prefix}{digest}/a b.go") == path
    assert overlay.original(f"{prefix}{digest}/grammar.y") == str(tmp_path / "grammar.y")
    assert overlay.mapped(f"see {prefix}{digest}/a b.go:3:4 and b.go:1") == "see a b.go:3:4 and b.go:1"


def test_other_paths_stay(tmp_path: Path) -> None:
    overlay = Overlay({str(tmp_path / "a.go"): b"text"}, str(tmp_path / "scratch"))
    for path in ("/a/b.go", f"/x/{'0' * 40}/a.go", "", "a.go"):
        assert overlay.original(path) == path
        assert overlay.mapped(path) == path


def test_same_text_has_the_same_name_in_every_run(tmp_path: Path) -> None:
    path = str(tmp_path / "a.go")
    first, second = (Overlay({path: b"text"}, str(tmp_path / name)) for name in ("one", "two"))
    assert first.replace[path] != second.replace[path]
    assert second.original(first.replace[path]) == path


def test_what_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GofixError, match="not valid UTF-8"):
        Overlay({os.fsdecode(b"/caf\xe9.go"): b""}, str(tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(GofixError, match="cannot write"):
        Overlay({"/a.go": b""}, str(tmp_path / "file"))
