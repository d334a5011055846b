"""`check` and `apply --dry-run` write nothing: not a byte, a mode or a time of the tree, .git and go.sum included."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gofix20.toolchain import Toolchain

pytestmark = pytest.mark.xdist_group("nothing_written")

FIXABLE = """\
package {0}

func Squares(n int) []int {{
	out := make([]int, 0)
	for i := 0; i < n; i++ {{
		out = append(out, i*i)
	}}
	return out
}}
"""


def state_of(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything of a tree that a write could change. Not the access times: reading changes those."""
    found: dict[str, tuple[object, ...]] = {}
    for place, directories, files in os.walk(root):
        for name in (".", *directories, *files):
            path = os.path.join(place, name)
            status = os.lstat(path)
            content: object = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)
            elif stat.S_ISREG(status.st_mode):
                content = Path(path).read_bytes()
            found[path] = status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, content
    return found


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a workspace of two modules, one of which depends on the other by a replaced version."""
    root = tmp_path_factory.mktemp("nothing").resolve() / "tree"
    files = {
        "go.work": "go 1.22\n\nuse (\n\t./one\n\t./two\n)\n",
        "go.work.sum": "example.org/old v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        # Not as `go mod tidy` would have it, in several ways.
        "one/go.mod": (
            "module example.com/one\n\ngo 1.22\nrequire   example.org/unused v1.0.0\n\n"
            "replace example.org/unused => ../unused\n"
        ),
        "one/go.sum": "example.org/gone v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "one/a.go": FIXABLE.format("one"),
        "one/a_test.go": FIXABLE.format("one").replace("Squares", "More"),
        "one/broken/a.go": FIXABLE.format("broken") + "\nvar _ = nothing\n",
        "two/go.mod": "module example.com/two\n\ngo 1.22\n",
        "two/a.go": FIXABLE.format("two"),
        "unused/go.mod": "module example.org/unused\n",
        "unused/a.go": "package unused\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "link").symlink_to("one")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    # Git would like to refresh its index: a file that is the same, but younger than it knows.
    os.utime(root / "one/a.go", (1, 1))
    (root / "two/new.go").write_text(FIXABLE.format("two").replace("Squares", "New"))
    os.chmod(root / "two/a.go", 0o640)
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--tests", "--since", "HEAD"],
        ["apply", "--dry-run"],
        ["apply", "--dry-run", "--tests", "--format", "json"],
    ],
    ids=" ".join,
)
def test_nothing_is_written(tree: Path, toolchain: Toolchain, arguments: list[str]) -> None:
    before = state_of(tree)
    command = [sys.executable, "-P", "-m", "gofix20", *arguments, "--go", toolchain.go]
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        command, cwd=tree, env={**os.environ, "PYTHONPATH": home, "GOPROXY": "off"}, capture_output=True, text=True
    )
    assert state_of(tree) == before
    # And it had something to do: with --since only what git does not know.
    assert ("two/new.go" in done.stdout) is True, done.stderr
    assert ("two/a.go" in done.stdout) is ("--since" not in arguments), done.stderr
    assert done.returncode == 1, done.stderr


def test_a_change_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    before = state_of(tmp_path)
    assert state_of(tmp_path) == before
    (tmp_path / "a").write_text("b")
    changed = state_of(tmp_path)
    assert changed != before
    (tmp_path / "b").touch()
    (tmp_path / "b").unlink()
    assert state_of(tmp_path) != changed
