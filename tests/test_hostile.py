"""The code that we are pointed at runs nothing of its own: it is handled, or named in the output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from gofix20.toolchain import Toolchain
from tests.installed import bin_directory, environment

pytestmark = pytest.mark.xdist_group("installed")

FIXABLE = """\
package {0}

func {1}(n int) []int {{
	out := make([]int, 0)
	for i := 0; i < n; i++ {{
		out = append(out, i*i)
	}}
	return out
}}
"""

MODULES = (
    "multiprocessing", "click", "gofix20", "sitecustomize", "usercustomize", "tree_sitter", "tree_sitter_go",
    "rich", "git", "unidiff", "pathspec", "tomllib", "platformdirs", "subprocess", "json", "concurrent",
    "runpy", "encodings",
)
PACKAGES = ("gofix20", "transforms", "tests", "multiprocessing")


class Place:
    """A Go module that means no good, and what shows that something of it ran."""

    def __init__(self, root: Path) -> None:
        self.root = root / "hostile" / "m"
        self.marks = root / "marks"
        self.marks.mkdir()
        self.program = root / "program"
        self.program.write_text(f'#!/bin/sh\n: > "{self.marks}/program-$$"\nexit 1\n')
        self.program.chmod(0o755)
        self.write("go.mod", "module example.com/m\n\ngo 1.22\n")
        self.write("a.go", FIXABLE.format("m", "A"))

    def write(self, name: str | bytes, text: str) -> Path:
        path = Path(os.fsdecode(os.path.join(os.fsencode(self.root), os.fsencode(name))))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def fixed(self, name: str) -> bool:
        return "make([]int, 0)\n" not in (self.root / name).read_text()

    def run(self, command: Sequence[str], **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(bin_directory() / command[0]), *command[1:]],
            cwd=self.root,
            env=environment(GOPROXY="off", GIT_CEILING_DIRECTORIES=str(self.root.parent.parent), **env),
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert os.listdir(self.marks) == [], done.stderr
        return done


@pytest.fixture
def place(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("GOFIX20_GO", toolchain.go)
    return Place(tmp_path.resolve())


# Python

FILES = 20


@pytest.fixture
def hostile_python(place: Place) -> Place:
    mark = "import os\nopen(os.path.join({0!r}, {1!r} + str(os.getpid())), 'w').close()\n"
    for name in MODULES:
        place.write(f"{name}.py", mark.format(str(place.marks), f"{name}.py-"))
    for name in PACKAGES:
        for inside in ("__init__", "__main__", "cli", "set_struct", "forkserver", "resource_tracker"):
            place.write(f"{name}/{inside}.py", mark.format(str(place.marks), f"{name}-{inside}-"))
    for number in range(FILES):
        place.write(f"f{number}.go", FIXABLE.format("m", f"F{number}"))
    return place


@pytest.mark.parametrize(
    "command",
    [
        ["gofix20"],
        ["python", "-P", "-m", "gofix20"],
    ],
    ids=("script", "module"),
)
def test_no_python_of_the_current_directory(hostile_python: Place, command: list[str]) -> None:
    done = hostile_python.run([*command, "check", "--select", "GF03", "--jobs", "2"])
    assert done.returncode == 1, done.stderr
    assert len(done.stdout.splitlines()) == FILES + 1


def test_it_would_have_run(hostile_python: Place) -> None:
    """What the tests above are worth: without `-P`, what lies in the current directory is imported."""
    subprocess.run([sys.executable, "-c", "import click, transforms"], cwd=hostile_python.root, check=True)
    assert {name.partition("-")[0] for name in os.listdir(hostile_python.marks)} >= {"click.py", "transforms"}


# git

CONFIGURATION = """
[core]
	fsmonitor = {0}
	hooksPath = {1}
	pager = {0}
	editor = {0}
	sshCommand = {0}
	gitProxy = {0}
	askPass = {0}
[diff]
	external = {0}
[diff "evil"]
	textconv = {0}
	command = {0}
[filter "evil"]
	clean = {0}
	smudge = {0}
	process = {0}
	required = true
[merge "evil"]
	driver = {0}
[credential]
	helper = !{0}
[gpg]
	program = {0}
[log]
	showSignature = true
[alias]
	status = !{0}
	diff = !{0}
	hash-object = !{0}
[status]
	submoduleSummary = true
"""


def test_no_command_of_a_git_configuration(place: Place) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=place.root, check=True, capture_output=True)

    place.write(".gitattributes", "*.go filter=evil diff=evil merge=evil\n")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    hooks = place.root / ".git" / "hooks"
    for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        hooks.mkdir(exist_ok=True)
        (hooks / name).write_text(place.program.read_text())
        (hooks / name).chmod(0o755)
    with (place.root / ".git" / "config").open("a") as stream:
        stream.write(CONFIGURATION.format(place.program, hooks))
    place.write("b.go", FIXABLE.format("m", "B"))
    (place.root / "a.go").touch()

    since = place.run(["gofix20", "check", "--since", "main"])
    assert "b.go:" in since.stdout, since.stderr
    assert "a.go:" not in since.stdout
    dry = place.run(["gofix20", "apply", "--dry-run"])
    assert (dry.returncode, dry.stdout.count("+++ b/")) == (0, 2), dry.stderr
    dirty = place.run(["gofix20", "apply"])
    assert dirty.returncode == 2
    assert "b.go" in dirty.stderr
    (place.root / "b.go").unlink()
    applied = place.run(["gofix20", "apply"])
    assert applied.returncode == 0, applied.stderr
    assert place.fixed("a.go")


# Go


def test_no_program_of_goflags(place: Place, tmp_path: Path) -> None:
    for flag in (f"-toolexec={place.program}", f"-vettool={place.program}", "-mod=mod"):
        done = place.run(["gofix20", "apply"], GOFLAGS=flag)
        assert done.returncode == 2
        assert flag in done.stderr
        kept = tmp_path / "goenv"
        kept.write_text(f"GOFLAGS={flag}\n")
        done = place.run(["gofix20", "check"], GOENV=str(kept))
        assert done.returncode == 2
        assert flag in done.stderr
        assert "go env -u GOFLAGS" in done.stderr


def test_a_go_work_above(place: Place) -> None:
    above = place.root.parent
    (above / "go.work").write_text("go 1.22\n\nuse ./other\n")
    (above / "other").mkdir()
    (above / "other" / "go.mod").write_text("module example.com/other\n\ngo 1.22\n")
    done = place.run(["gofix20", "apply"])
    assert "go work use ., or set GOWORK=off" in done.stderr
    assert done.returncode in (1, 2)
    (above / "go.work").write_text("go 1.99\n\ntoolchain go1.99.0\n\nuse ./m\n")
    done = place.run(["gofix20", "apply"])
    assert done.returncode == 2
    assert "1.99" in done.stderr
    assert not place.fixed("a.go")
    (above / "go.work").write_text(f"go 1.22\n\nuse ./m\n\nreplace example.org/evil => {above / 'other'}\n")
    done = place.run(["gofix20", "apply"])
    assert done.returncode == 0, done.stderr
    assert place.fixed("a.go")
    assert not (above / "go.work.sum").exists()


def test_no_go_or_git_of_the_current_directory(place: Place) -> None:
    for name in ("go", "git", "gofmt", "gcc", "sh"):
        place.write(name, place.program.read_text()).chmod(0o755)
    done = place.run(["gofix20", "apply"], PATH=f":.:{os.environ['PATH']}", GOFIX20_GO="")
    assert done.returncode == 0, done.stderr


# Files


def test_symbolic_links_out_of_the_tree(place: Place) -> None:
    outside = place.root.parent.parent / "outside"
    (outside / "below").mkdir(parents=True)
    texts = {}
    for name in ("linked.go", "below/b.go"):
        path = outside / name
        path.write_text(FIXABLE.format("m", "Linked"))
        texts[path] = path.read_text()
    (place.root / "c").mkdir()
    (place.root / "c" / "linked.go").symlink_to(outside / "linked.go")
    (place.root / "sub").symlink_to(outside / "below")
    done = place.run(["gofix20", "apply"])
    assert done.returncode == 1
    assert "c/linked.go" in done.stderr
    assert "symbolic link" in done.stderr
    asked = place.run(["gofix20", "apply", "./sub"])
    assert asked.returncode in (1, 2), asked.stderr
    assert {path: path.read_text() for path in texts} == texts
    assert (place.root / "c" / "linked.go").is_symlink()
    assert place.fixed("a.go")


NAMES = (
    b"esc\x1b[31m.go",
    b"tab\t.go",
    b"new\nline.go",
    b"not-utf8-\xe9.go",
    b"turned-\xe2\x80\xae.go",
    b"bl ank.go",
    b"qu'o\"te.go",
    b"back\\slash.go",
    b"$(program).go",
    b";program.go",
    b"-o.go",
    b"--.go",
    b"@file.go",
    b"d\x1bir/a.go",
    b"-tags/a.go",
    b"@dir/a.go",
)


def test_names(place: Place) -> None:
    """Where Go takes a name, the file is fixed; where not, its package is named; and nothing is shown raw."""
    names = [os.fsdecode(b"p%d/%s" % (number, name)) for number, name in enumerate(NAMES)]
    for name in names:
        place.write(os.fsencode(name), FIXABLE.format("p", "F"))
    done = place.run(["gofix20", "apply"])
    assert done.stdout == ""
    assert not any(character in done.stderr for character in "\x1b\u202e")
    assert done.returncode == 1
    for name in ("a.go", "p1/tab\t.go", "p2/new\nline.go", "p4/turned-\u202e.go", "p5/bl ank.go", "p6/qu'o\"te.go"):
        assert place.fixed(name), done.stderr
    for number, name in enumerate(names):
        assert place.fixed(name) or re.search(rf"\bp{number}\b", done.stderr), (name, done.stderr)
    checked = place.run(["gofix20", "check", "--select", "GF03", "--show-refused"])
    assert not any(character in checked.stdout + checked.stderr for character in "\x1b\u202e")


def test_names_in_a_diff(place: Place) -> None:
    place.write(b"esc\x1b[31m.go", FIXABLE.format("m", "B"))
    place.write(b"new\nline.go", FIXABLE.format("m", "C"))
    done = place.run(["gofix20", "apply", "--dry-run"])
    assert done.returncode == 0, done.stderr
    assert '--- "a/esc\\033[31m.go"\n' in done.stdout
    assert '+++ "b/new\\nline.go"\n' in done.stdout
    subprocess.run(["git", "apply"], cwd=place.root, input=done.stdout, text=True, check=True)
    assert all(map(place.fixed, ("a.go", "esc\x1b[31m.go", "new\nline.go")))
