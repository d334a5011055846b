"""Real code: a few packages in a copy of the whole GOROOT are rewritten, vetted and tested by the copy's own Go."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gofix20.toolchain import Toolchain

pytestmark = pytest.mark.xdist_group("real")

PACKAGES = {"GF03": "debug/macho", "GF05": "debug/dwarf", "GF13": "debug/macho"}
"""For each rule a package in which it has a fix: small ones, whose tests are quick. GF06 has none in a small one."""


@dataclass(frozen=True)
class Rewritten:
    """The copy, and what `apply` said of it."""

    root: Path
    original: Path
    document: dict[str, Any]

    @property
    def go(self) -> str:
        return str(self.root / "bin" / "go")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.go, *arguments], cwd=self.root / "src", env=environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def environment() -> dict[str, str]:
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    env = {name: value for name, value in os.environ.items() if name not in ("GOROOT", "GOFLAGS", "GOTOOLCHAIN")}
    return env | {"PYTHONPATH": home, "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off"}


def link(source: str, target: str) -> None:
    """As good as a copy, for what is never written in place; a copy where there can be no link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Rewritten:
    root = tmp_path_factory.mktemp("real").resolve() / "goroot"
    original = Path(toolchain.goroot).resolve()
    shutil.copytree(original, root, symlinks=True, copy_function=link)
    command = [
        *(sys.executable, "-P", "-m", "gofix20", "apply", "--unsafe-fixes", "--format", "json"),
        *("--go", str(root / "bin" / "go"), *sorted({f"./{name}" for name in PACKAGES.values()})),
    ]
    done = subprocess.run(command, cwd=root / "src", env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Rewritten(root, original, json.loads(done.stdout))


def test_the_copy_builds_itself(rewritten: Rewritten) -> None:
    assert rewritten.run("list", "-f", "{{.Dir}}", "fmt").strip() == str(rewritten.root / "src" / "fmt")


@pytest.mark.parametrize("code", PACKAGES)
def test_each_rule_lands_a_fix(rewritten: Rewritten, code: str) -> None:
    landed = [
        finding["path"]
        for finding in rewritten.document["findings"]
        if finding["code"] == code and finding["status"] == "applied"
    ]
    assert PACKAGES[code] in {os.path.dirname(path) for path in landed}


def test_nothing_was_dropped_and_nothing_went_wrong(rewritten: Rewritten) -> None:
    assert {finding["status"] for finding in rewritten.document["findings"]} == {"applied"}
    assert rewritten.document["problems"] == []


def test_the_original_is_as_it_was(rewritten: Rewritten) -> None:
    """The copy shares its files with it, but for those that were written."""
    assert rewritten.document["files"]
    for name in rewritten.document["files"]:
        new, old = rewritten.root / "src" / name, rewritten.original / "src" / name
        assert new.read_bytes() != old.read_bytes()
        assert new.stat().st_mode == old.stat().st_mode
        assert new.stat().st_ino != old.stat().st_ino
    assert sorted(f"src/{name}" for name in rewritten.document["files"]) == sorted(
        str(path.relative_to(rewritten.root))
        for package in set(PACKAGES.values())
        for path in (rewritten.root / "src" / package).glob("*.go")
        if path.read_bytes() != (rewritten.original / path.relative_to(rewritten.root)).read_bytes()
    )


def test_what_was_changed_is_sound(rewritten: Rewritten) -> None:
    changed = sorted({f"./{os.path.dirname(name)}" for name in rewritten.document["files"]})
    rewritten.run("vet", *changed)
    rewritten.run("test", "-short", *changed)


def test_a_second_time_nothing_changes(rewritten: Rewritten) -> None:
    changed = sorted({f"./{os.path.dirname(name)}" for name in rewritten.document["files"]})
    command = [sys.executable, "-P", "-m", "gofix20", "check", "--unsafe-fixes", "--go", rewritten.go, *changed]
    done = subprocess.run(command, cwd=rewritten.root / "src", env=environment(), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
