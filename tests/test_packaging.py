"""The wheel and the sdist hold exactly what the tree has, and the wheel works on its own."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from gofix20 import registry
from tests.installed import bin_directory, distributions, environment

pytestmark = pytest.mark.xdist_group("installed")


def files(root: Path, *places: str) -> set[str]:
    found: set[str] = set()
    for place in places:
        if (root / place).is_file():
            found.add(place)
        found |= {str(path.relative_to(root)) for path in (root / place).rglob("*") if path.is_file()}
    return found


def test_the_wheel_has_what_the_tree_has() -> None:
    source, wheel, _ = distributions()
    names = set(zipfile.ZipFile(wheel).namelist())
    packed = {name for name in names if ".dist-info/" not in name}
    tree = files(source, "gofix20") | {f"gofix20/{name}" for name in files(source, "transforms")}
    assert packed == tree
    assert {"gofix20/py.typed", "gofix20/gohelper/main.go", "gofix20/gohelper/go.mod.txt"} <= packed
    # No top-level `transforms`: `python -m gofix20` in a repository with a folder of that name would mix them up.
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"gofix20"}


def test_the_sdist_has_what_the_tree_has() -> None:
    source, _, sdist = distributions()
    with tarfile.open(sdist) as archive:
        packed = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    made = {name for name in packed if ".egg-info/" in name} | {"PKG-INFO", "setup.cfg"}
    kept = ("gofix20", "transforms", "tests", "golden", "examples", "docs", ".ci", "bench", "editors")
    alone: tuple[str, ...] = ("README.md", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "pyproject.toml", ".gitignore")
    alone += (".pre-commit-hooks.yaml", "action.yml")
    assert packed - made == files(source, *kept, *alone)


@pytest.mark.parametrize("how", [["gofix20"], ["python", "-P", "-m", "gofix20"]], ids=" ".join)
def test_the_wheel_works_without_the_checkout(how: list[str], tmp_path: Path) -> None:
    command = [str(bin_directory() / how[0]), *how[1:], "rules", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = [rule["code"] for rule in json.loads(done.stdout)["rules"]]
    assert found == list(registry.transforms())


def test_nothing_comes_from_the_checkout(tmp_path: Path) -> None:
    program = """\
import importlib.util, os, gofix20.helper
print(os.path.dirname(gofix20.__file__))
print(importlib.util.find_spec("gofix20.transforms").origin)
print(importlib.util.find_spec("transforms"), importlib.util.find_spec("tests"))
print({"main.go", "go.mod"} <= gofix20.helper.sources().keys())
"""
    command = [str(bin_directory() / "python"), "-P", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    home, transforms, nothing, helper = done.stdout.splitlines()
    assert home.startswith(f"{bin_directory().parent}{os.sep}lib"), done.stderr
    assert transforms == f"{home}/transforms/__init__.py"
    assert (nothing, helper) == ("None None", "True")
