from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from gofix20.goversion import MINIMUM, GoVersion, needs_of


def test_versions_are_ordered_as_go_orders_them() -> None:
    texts = [
        "1.9",
        "1.21.13",
        "1.22",
        "1.22beta1",
        "1.22rc1",
        "1.22rc2",
        "1.22rc10",
        "1.22.0",
        "1.22.10",
        "2.0",
    ]
    versions = [GoVersion.parse(text) for text in texts]
    assert all(low < high for low, high in itertools.pairwise(versions))
    assert [str(version) for version in versions] == texts


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("go1.26.8", GoVersion(1, 26, 8)),
        ("1.26", GoVersion(1, 26)),
        ("go1.27rc1", GoVersion(1, 27, None, "rc1")),
        ("devel go1.28-5f6a2ee Mon Jan 5", GoVersion(1, 28)),
        ("go1.28-devel_5f6a2ee", GoVersion(1, 28)),
        ("go1.26.8 X:nosomething", GoVersion(1, 26, 8)),
        ("go1.24.1-custom", GoVersion(1, 24, 1)),
    ],
)
def test_parse(text: str, version: GoVersion) -> None:
    assert GoVersion.parse(text) == version


@pytest.mark.parametrize(
    "text", ["", "go", "default", "1", "1.x", "devel +abc", "1.22.x", "1.22rc", "1.2.3.4"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="not a Go version"):
        GoVersion.parse(text)


def test_nearest_files_upward_count(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    (tmp_path / "go.mod").write_text("module outer\ngo 1.40\n")
    (tmp_path / "go.work").write_text("go 1.25.1 // why\nuse ./a\n")
    (tmp_path / "a" / "go.mod").write_text(
        'module "m" // go 1.99\r\n\r\n// go 1.98\r\ngo 1.24\r\ntoolchain go1.26.2\r\n'
    )
    needs = needs_of([str(inner), str(inner.parent)])
    assert (needs.go, needs.go_file) == (GoVersion(1, 25, 1), str(tmp_path / "go.work"))
    assert (needs.wish, needs.wish_file) == (GoVersion(1, 26, 2), str(tmp_path / "a" / "go.mod"))
    assert needs.trees == ()
    assert needs.places == (str(inner),)


def test_gowork_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "go.work").write_text("go 1.30\n")
    other = tmp_path / "other.work"
    other.write_text("go 1.29\n")
    monkeypatch.setenv("GOWORK", "off")
    assert needs_of([str(tmp_path)]).go == MINIMUM
    monkeypatch.setenv("GOWORK", str(other))
    assert needs_of([str(tmp_path)]).go == GoVersion(1, 29)


def test_files_that_are_no_files_are_left_to_go(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go.mod")
    (tmp_path / "go.work").write_bytes(b"\xff\xfe go\n toolchain default\n go 1.2.3.4 \ngo one\n")
    assert needs_of([str(tmp_path)]).wish == MINIMUM
    assert needs_of([str(tmp_path / "missing")]).go == MINIMUM


@pytest.mark.parametrize(("name", "inside"), [("std", "src"), ("cmd", "src/cmd")])
def test_a_go_tree_is_seen(tmp_path: Path, name: str, inside: str) -> None:
    (tmp_path / inside / "fmt").mkdir(parents=True)
    (tmp_path / inside / "go.mod").write_text(f"module {name}\n\ngo 1.26\n")
    assert needs_of([str(tmp_path / inside / "fmt")]).trees == (os.path.realpath(tmp_path),)
