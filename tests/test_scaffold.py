"""What `gofix20 new` lays out works at once."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import gofix20
from gofix20 import scaffold
from gofix20.model import GofixError
from gofix20.registry import CODE
from gofix20.toolchain import Toolchain
from gofix20.transform import Transform

HOME = Path(gofix20.__file__).parent.parent


class Taken(Transform):
    code = "GF23"
    name = "taken"


TAKEN: dict[str, type[Transform]] = {"GF05": Taken, "GF23": Taken}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("gofix20", "transforms", "golden"):
        (tmp_path / name).mkdir()
    (tmp_path / "gofix20" / "transform.py").touch()
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def laid(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_in_a_checkout_the_files_go_to_their_places(checkout: Path) -> None:
    before = laid(checkout)
    inside = checkout / "golden"
    paths = scaffold.lay_out("bytes_equal", str(inside), code=None, taken=TAKEN)
    assert laid(checkout) - before == {
        "transforms/bytes_equal.py",
        "golden/bytes-equal/example/before/example.go",
        "golden/bytes-equal/example/after/example.go",
        "golden/bytes-equal/refused/before/refused.go",
    }
    assert {os.path.relpath(path, checkout) for path in paths} == laid(checkout) - before
    source = (checkout / "transforms" / "bytes_equal.py").read_text()
    assert "class BytesEqual(Transform):" in source
    assert 'code = "GF24"' in source
    assert "$" not in source


def test_the_first_rule_after_the_twenty_tips_is_gf21(checkout: Path) -> None:
    scaffold.lay_out("bytes-equal", str(checkout), code=None, taken={})
    assert 'code = "GF21"' in (checkout / "transforms" / "bytes_equal.py").read_text()


@pytest.mark.parametrize("name", ["", "Upper", "a--b", "-a", "1a", "a b", "../a", "a/b", "ä"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(GofixError, match="is no name"):
        scaffold.lay_out(name, str(tmp_path), code=None, taken={})
    assert laid(tmp_path) == set()


def test_what_is_taken_is_refused(tmp_path: Path) -> None:
    for name, code in (("taken", None), ("other", "GF23"), ("other", "gf24"), ("other", "GF24\nx = 1")):
        with pytest.raises(GofixError):
            scaffold.lay_out(name, str(tmp_path), code=code, taken=TAKEN)
    assert laid(tmp_path) == set()


def test_no_file_is_overwritten(checkout: Path) -> None:
    (checkout / "golden" / "a" / "refused" / "before").mkdir(parents=True)
    mine = checkout / "golden" / "a" / "refused" / "before" / "refused.go"
    mine.symlink_to("nowhere")
    before = laid(checkout)
    with pytest.raises(GofixError, match="exists already; nothing was written"):
        scaffold.lay_out("a", str(checkout), code=None, taken={})
    assert laid(checkout) == before


@pytest.mark.parametrize(
    ("name", "code"),
    [("bytes-equal", "BE01"), ("strings", "ST01"), ("a", "AX01"), ("a-2", "AX01"), ("be-able", "BA01")],
)
def test_a_third_party_gets_a_code_of_its_own(name: str, code: str) -> None:
    found = scaffold.free_code(scaffold.initials(name), 1, ["GF05"])
    assert found == code
    assert CODE.fullmatch(found)
    assert scaffold.free_code(scaffold.initials(name), 1, [code]) == code[:2] + "02"


def run(*arguments: str, cwd: Path, **environment: str) -> str:
    # What the outer pytest was told is not for the one that is started here.
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env = {**outer, "PYTHONSAFEPATH": "1", **environment}
    done = subprocess.run(arguments, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_third_partys_rule_is_built_installed_found_and_passes_its_own_tests(
    tmp_path: Path, toolchain: Toolchain
) -> None:
    scaffold.lay_out("bytes-equal", str(tmp_path), code=None, taken={})
    root, site = tmp_path / "gofix20-bytes-equal", tmp_path / "site"
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", str(root), cwd=tmp_path)
    (wheel,) = (root / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
    search = os.pathsep.join([str(site), str(HOME)])
    rules = run(sys.executable, "-P", "-m", "gofix20", "rules", cwd=tmp_path, PYTHONPATH=search)
    assert "BE01  bytes-equal" in rules
    page = run(sys.executable, "-P", "-m", "gofix20", "explain", "BE", cwd=tmp_path, PYTHONPATH=search)
    assert "return bytes.Equal(a, b)" in page
    tests = run(
        *(sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"),
        cwd=root,
        PYTHONPATH=search,
        GOFIX20_GO=toolchain.go,
    )
    assert "2 passed" in tests
