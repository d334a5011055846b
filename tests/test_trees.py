"""Whether anything has changed in some trees."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gofix20.trees import around, state_of


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "sub").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "a.go").write_text("package a\n")
    (root / "sub" / "b.go").write_text("package b\n")
    (tmp_path / "outside.go").write_text("package a\n")
    (root / "link.go").symlink_to(tmp_path / "outside.go")
    return root


def rewrite(path: Path) -> None:
    """The same size, and the same modification time: what is left is that the inode changed."""
    times = os.stat(path)
    path.write_text(path.read_text().swapcase())
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def make_link(path: Path, to: Path) -> Path:
    path.symlink_to(to)
    return path


CHANGES: dict[str, Callable[[Path], object]] = {
    "text": lambda root: (root / "sub" / "b.go").write_text("package c\n"),
    "same size and time": lambda root: rewrite(root / "sub" / "b.go"),
    "new file": lambda root: (root / "sub" / "c.go").write_text(""),
    "no file": lambda root: (root / "a.go").unlink(),
    "name": lambda root: (root / "a.go").rename(root / "c.go"),
    "new directory": lambda root: (root / "empty").mkdir(),
    "behind a link": lambda root: (root.parent / "outside.go").write_text("package outside\n"),
    "where a link leads": lambda root: os.replace(make_link(root / "other.go", root / "a.go"), root / "link.go"),
    "mode": lambda root: (root / "a.go").chmod(0o600),
    "a file above": lambda root: (root.parent / ".gitignore").write_text("a.go\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows(tree: Path, change: str) -> None:
    above = [str(tree.parent / ".gitignore")]
    before = state_of([str(tree)], above)
    assert state_of([str(tree)], above).digest == before.digest
    time.sleep(0.01)  # a file system's clock has ticks
    CHANGES[change](tree)
    assert state_of([str(tree)], above).digest != before.digest


def test_what_version_control_keeps_does_not(tree: Path) -> None:
    before = state_of([str(tree)])
    (tree / ".git" / "index").write_text("x")
    assert state_of([str(tree)]).digest == before.digest


def test_just_written_is_not_settled(tree: Path) -> None:
    assert not state_of([str(tree)]).settled
    assert state_of(["/usr/lib/nothing of that name"]).settled


def test_around(tmp_path: Path) -> None:
    module = tmp_path / "work" / "m"
    (module / "x" / "y").mkdir(parents=True)
    (module / "go.mod").write_text(
        "module m\n\nreplace a.example/a => ../a\n\n"
        'replace (\n\tb.example/b v1.0.0 => "./b"\n\tc.example/c => /opt/c // C\n)\n'
        "replace d.example/d => e.example/e v1.0.0\n"
    )
    (tmp_path / "work" / "go.work").write_text("go 1.24\n\nuse ./n\n\nuse (\n\t.\n\t./m // ours\n\t../o\n)\n")
    trees, files = around(str(module / "x" / "y"))
    work = str(tmp_path / "work")
    assert trees == {work, str(tmp_path / "o"), "/opt/c"}  # a, b and n are in what is there already
    assert {str(module / ".gofix20.toml"), str(tmp_path / "work" / "go.work"), str(tmp_path / "go.mod")} <= files
