"""gofix20 as its users have it: built as a wheel, and installed where the checkout is not on the path."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
MADE = shutil.ignore_patterns("__pycache__", ".*_cache", "node_modules")
MADE_ON_TOP = shutil.ignore_patterns(".git", ".hypothesis", ".venv*", "*.egg-info", "build", "dist")


def copy_of_checkout(to: Path) -> Path:
    """What a fresh clone would have: building leaves its marks in a tree."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        is_top = Path(folder) in (CHECKOUT, CHECKOUT / "editors" / "vscode")
        return MADE(folder, names) | (MADE_ON_TOP(folder, names) if is_top else set())

    return Path(shutil.copytree(CHECKOUT, to, ignore=ignored, symlinks=True))


def build(source: Path, to: Path, *what: str) -> None:
    """Build distributions with what is installed here: nothing is fetched."""
    run(sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", str(to), str(source))


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=tempfile.gettempdir())
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment(**more: str) -> dict[str, str]:
    """That of the tests, without what would put the checkout on a path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "COV_"))}
    return kept | more


def new_environment(at: Path, *wheels: Path) -> Path:
    """A virtual environment with these wheels, and the dependencies that the tests run with; gives its bin."""
    venv.create(at, with_pip=False, symlinks=True)
    python = at / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", *map(str, wheels))
    packages = next((at / "lib").glob("python*")) / "site-packages"
    # A path in a .pth file is no site directory: the .pth files there, that of an editable install say, do nothing.
    places = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (packages / "dependencies.pth").write_text("".join(f"{place}\n" for place in places))
    return at / "bin"


@functools.cache
def distributions() -> tuple[Path, Path, Path]:
    """A copy of the checkout, and the wheel and the sdist that were built from it; once a process."""
    base = Path(tempfile.mkdtemp(prefix="gofix20-built-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    source = copy_of_checkout(base / "source")
    build(source, base / "dist", "--wheel", "--sdist")
    (wheel,) = (base / "dist").glob("*.whl")
    (sdist,) = (base / "dist").glob("*.tar.gz")
    return source, wheel, sdist


@functools.cache
def bin_directory() -> Path:
    """That of an environment with gofix20 in it; once a process."""
    _, wheel, _ = distributions()
    return new_environment(wheel.parent.parent / "venv", wheel)
