from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gofix20 import vcs
from gofix20.model import GofixError
from gofix20.vcs import LineRanges, Repository, meets, open_repository, root_of

LINES = "".join(f"line {number}\n" for number in range(1, 21))


def git(cwd: Path | str, *args: str | bytes, **env: str) -> str:
    done = subprocess.run(
        ["git", *args], cwd=cwd, check=True, capture_output=True, env={**os.environ, **env}, timeout=60
    )
    return done.stdout.decode("utf-8", "surrogateescape")


def commit(root: Path, message: str = "more") -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--no-verify", "-m", message)
    return git(root, "rev-parse", "HEAD").strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit, the tag `base`."""
    root = tmp_path / "repo"
    (root / "sub").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", "repo")
    (root / "a.go").write_text(LINES)
    (root / "sub" / "b.go").write_text("package b\n")
    (root / ".gitignore").write_text("ignored.go\nout/\n")
    commit(root)
    git(root, "tag", "base")
    return root


def opened(directory: Path) -> Repository:
    repository = open_repository(str(directory))
    assert repository is not None
    return repository


def differing(root: Path, *names: str) -> list[str]:
    return [
        os.path.relpath(path, root) for path in opened(root).differing([str(root / name) for name in names])
    ]


def changed(
    root: Path, ref: str = "base", paths: Sequence[str] | None = None
) -> dict[str, LineRanges | None]:
    lines = opened(root).changed_lines(ref, None if paths is None else [str(root / path) for path in paths])
    return {os.path.relpath(path, root): ranges for path, ranges in lines.items()}


# Where a repository is


def test_root_of(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert root_of(str(root / "sub")) == root_of(str(root / "gone" / "deeper")) == str(root)
    assert root_of(str(tmp_path)) is None
    (root / "sub" / ".git").mkdir()  # not one that git would take
    assert root_of(str(root / "sub")) == str(root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root))
    assert root_of(str(root / "sub")) is None
    assert root_of(str(root)) == str(root)


def test_outside_of_git(tmp_path: Path) -> None:
    assert open_repository(str(tmp_path)) is None


def test_without_a_git_binary(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = root / "git"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    trap.chmod(0o700)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", ":.:../repo")
    assert open_repository(".") is None
    assert root_of(".") == str(root)
    code = f"from gofix20.vcs import open_repository; assert open_repository({str(root)!r}) is None"
    subprocess.run([sys.executable, "-P", "-c", code], check=True, env=fresh_environment(PATH=":."), cwd=root)
    assert not (tmp_path / "ran").exists()


def test_gitpython_runs_no_git_of_the_current_directory(root: Path, tmp_path: Path) -> None:
    """It runs `git version` when it is imported, by PATH."""
    trap = root / "git"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    trap.chmod(0o700)
    code = (
        f"from gofix20.vcs import open_repository; r = open_repository({str(root)!r})\n"
        f"assert r and r.differing([{str(root / 'a.go')!r}]) == []"
    )
    path = f":.:{os.environ['PATH']}"
    subprocess.run([sys.executable, "-P", "-c", code], check=True, env=fresh_environment(PATH=path), cwd=root)
    assert not (tmp_path / "ran").exists()


def fresh_environment(**changes: str) -> dict[str, str]:
    here = str(Path(vcs.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": here, **changes}
    env.pop("GIT_PYTHON_GIT_EXECUTABLE", None)
    return env


def test_a_git_that_does_not_work_is_none(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexit 69\n")
    (tmp_path / "bin" / "git").chmod(0o700)
    code = f"from gofix20.vcs import open_repository; print(open_repository({str(root)!r}))"
    env = fresh_environment(PATH=f"{tmp_path}/bin")
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, env=env)
    assert (done.stdout, done.stderr) == ("None\n", "")


def test_refusals_are_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        with pytest.raises(GofixError, match="belongs to another user") as caught:
            open_repository(str(root))
        assert caught.value.hint == f"git config --global --add safe.directory {root}"
    git(root, "config", "core.bare", "true")
    with pytest.raises(GofixError, match="is a bare git repository"):
        open_repository(str(root))
    (root / ".git" / "config").write_text("[core\n")
    with pytest.raises(GofixError, match=r"git rev-parse failed in .*: fatal: bad config line 1"):
        open_repository(str(root))


def test_a_working_tree_that_is_elsewhere(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    git(root, "config", "core.worktree", str(tmp_path / "elsewhere"))
    assert open_repository(str(root)) is None


def test_a_bare_repository_inside_a_checkout_is_not_taken(root: Path) -> None:
    git(root, "init", "-q", "--bare", "sub/bare")
    assert opened(root / "sub" / "bare").root == str(root)


# differing


def test_differing(root: Path) -> None:
    for name in (
        "staged",
        "unstaged",
        "both",
        "back",
        "renamed",
        "deleted",
        "untracked_now",
        "mode",
        "link",
        "same",
    ):
        (root / f"{name}.go").write_text(f"package {name}\n")
    commit(root)
    for name in ("staged", "both", "back"):
        (root / f"{name}.go").write_text("package changed\n")
    git(root, "add", "-u")
    (root / "back.go").write_text("package back\n")
    (root / "both.go").write_text("package again\n")
    (root / "unstaged.go").write_text("package changed\n")
    git(root, "mv", "renamed.go", "new.go")
    git(root, "rm", "-q", "--cached", "untracked_now.go")
    (root / "deleted.go").unlink()
    (root / "mode.go").chmod(0o755)
    (root / "link.go").unlink()
    (root / "link.go").symlink_to("same.go")
    (root / "untracked.go").write_text("")
    (root / "intended.go").write_text("")
    git(root, "add", "-N", "intended.go")
    (root / "ignored.go").write_text("")
    os.utime(root / "same.go", (1, 1))
    differ = "back both deleted ignored intended link missing mode new renamed staged unstaged untracked untracked_now"
    names = [*differ.split(), "same", "a", "sub/b"]
    assert differing(root, *(f"{name}.go" for name in names)) == [f"{name}.go" for name in differ.split()]
    assert differing(root / "sub", "b.go", "../a.go") == []
    git(root, "config", "core.filemode", "false")
    assert differing(root, "mode.go") == []


def test_hints_to_look_away_are_not_taken(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", "a.go")
    git(root, "update-index", "--skip-worktree", "sub/b.go")
    assert differing(root, "a.go", "sub/b.go") == []
    (root / "a.go").write_text("changed\n")
    (root / "sub" / "b.go").write_text("changed\n")
    assert differing(root, "a.go", "sub/b.go") == ["a.go", "sub/b.go"]


def test_conflict(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    (root / "a.go").write_text("theirs\n")
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / "a.go").write_text("ours\n")
    commit(root)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "-q", "other")
    (root / "a.go").write_text("ours\n")
    assert differing(root, "a.go", "sub/b.go") == ["a.go"]


def test_no_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "empty")
    (tmp_path / "empty" / "a.go").write_text("")
    git(tmp_path / "empty", "add", "a.go")
    assert differing(tmp_path / "empty", "a.go") == ["a.go"]
    with pytest.raises(GofixError, match="'HEAD' names no commit"):
        changed(tmp_path / "empty", "HEAD")
    git(tmp_path / "empty", "commit", "-qm", "first")
    git(tmp_path / "empty", "tag", "first")
    git(tmp_path / "empty", "checkout", "-q", "--orphan", "unborn")
    with pytest.raises(GofixError, match="has no HEAD yet"):
        changed(tmp_path / "empty", "first")


@pytest.mark.parametrize("configured", ["attributes", "eol", "autocrlf", "input", "text=auto"])
def test_line_endings_that_git_converts_do_not_differ(root: Path, configured: str) -> None:
    crlf = LINES.replace("\n", "\r\n").encode()
    (root / "a.go").write_bytes(crlf)
    assert differing(root, "a.go") == ["a.go"]
    assert changed(root) == {"a.go": ((1, 20),)}
    attributes = {"attributes": "*.go text\n", "eol": "a.* eol=crlf\n", "text=auto": "* text=auto\n"}
    if configured in attributes:
        (root / ".gitattributes").write_text(attributes[configured])
        git(root, "add", ".gitattributes")
        git(root, "commit", "-qm", "attributes")
        git(root, "tag", "-f", "base")
    else:
        git(root, "config", "core.autocrlf", "true" if configured == "autocrlf" else "input")
    assert git(root, "diff", "--name-only") == ""
    assert differing(root, "a.go") == []
    assert changed(root) == {}
    (root / "a.go").write_bytes(crlf.replace(b"line 7", b"LINE 7"))
    assert differing(root, "a.go") == ["a.go"]
    assert changed(root) == {"a.go": ((7, 7),)}
    if configured != "eol":
        (root / ".gitattributes").write_text("*.go -text\n")
        (root / "a.go").write_bytes(crlf)
        assert differing(root, "a.go") == ["a.go"]


@pytest.mark.parametrize("text", [b"a\n\0\n", b"a\n\rb\n"])
def test_what_looks_binary_is_not_converted(root: Path, text: bytes) -> None:
    (root / "binary.go").write_bytes(text)
    (root / ".gitattributes").write_text("* text=auto\n")
    commit(root)
    assert differing(root, "binary.go") == []
    (root / "binary.go").write_bytes(text.replace(b"\n", b"\r\n"))
    assert git(root, "diff", "--name-only") == "binary.go\n"
    assert differing(root, "binary.go") == ["binary.go"]


def test_crlf_in_git_itself(root: Path) -> None:
    text = LINES.replace("\n", "\r\n").encode()
    (root / "c.go").write_bytes(text)
    commit(root)
    git(root, "tag", "-f", "base")
    git(root, "config", "core.autocrlf", "true")
    assert differing(root, "c.go") == []
    (root / "c.go").write_bytes(text.replace(b"line 3", b"LINE 3"))
    assert changed(root) == {"c.go": ((3, 3),)}


# ignored


def test_ignored(root: Path) -> None:
    names = [
        "ignored.go",
        "out/x.go",
        "out/tracked.go",
        "a.go",
        "sub/ignored.go",
        "nested/ignored.go",
        "sub/b.go",
    ]
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    git(root, "add", "-f", "out/tracked.go")
    git(root / "nested", "init", "-q")
    (root / "link").symlink_to("out")
    paths = [str(root / name) for name in [*names, "link/x.go", "../outside.go"]]
    ignored = opened(root).ignored(paths)
    assert ignored == {str(root / name) for name in ("ignored.go", "out/x.go", "sub/ignored.go", "link/x.go")}
    assert opened(root / "sub").ignored([]) == set()
    assert opened(root).ignored([str(root / "a.go")]) == set()


def test_ignored_beside_a_submodule_that_is_not_there(root: Path) -> None:
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    (root / "module").mkdir()
    paths = [str(root / name) for name in ("module/x.go", "ignored.go")]
    assert opened(root).ignored(paths) == {str(root / "ignored.go")}


# changed_lines


def test_changed_lines(root: Path) -> None:
    lines = LINES.splitlines(keepends=True)
    (root / "a.go").write_text(
        "".join([*lines[:2], "new\n", "new\n", *lines[2:9], "ten\n", *lines[10:14], *lines[16:]])
    )
    (root / "committed.go").write_text("x\n")
    commit(root)
    (root / "untracked.go").write_text("x\n")
    (root / "ignored.go").write_text("x\n")
    (root / "sub" / "b.go").write_text("package b\n\nlast")
    (root / ".gitignore").unlink()
    git(root, "config", "core.excludesFile", str(root / ".git" / "excludes"))
    (root / ".git" / "excludes").write_text("ignored.go\n")
    assert changed(root) == {
        "a.go": ((3, 4), (12, 12), (17, 16)),
        "committed.go": None,
        "sub/b.go": ((2, 3),),
        "untracked.go": None,
    }
    assert changed(root / "sub") == {
        f"../{name}": ranges for name, ranges in changed(root).items() if name != "sub/b.go"
    } | {"b.go": ((2, 3),)}
    assert changed(root, paths=["a.go", "ignored.go", "missing.go", "sub", "../x"]) == {
        "a.go": ((3, 4), (12, 12), (17, 16)),
        "ignored.go": None,
    }


def test_lines_that_look_like_a_patch_are_lines(root: Path) -> None:
    lines = LINES.splitlines(keepends=True)
    (root / "sub" / "b.go").write_text(LINES)
    (root / "c.go").write_text(LINES)
    commit(root)
    git(root, "tag", "-f", "base")
    (root / "a.go").write_text("x\n" + LINES)
    lines[1:5] = ["++ b/b/0\n", "@@ -1 +1 @@\n", "-- a/a/0\n", "\\ No newline at end of file\n"]
    (root / "sub" / "b.go").write_text("".join([*lines[:10], "x\0\f\v\u2028\r\n", *lines[10:]]), newline="")
    (root / "c.go").write_text(LINES.removesuffix("\n"))
    assert changed(root) == {"a.go": ((1, 1),), "c.go": ((20, 20),), "sub/b.go": ((2, 5), (11, 11))}


@pytest.mark.parametrize(
    ("first", "last", "met"),
    [(1, 2, False), (2, 3, True), (4, 9, True), (5, 6, False), (5, 7, False), (7, 8, True), (8, 9, False)],
)
def test_meets(first: int, last: int, met: bool) -> None:
    assert meets(((3, 4), (8, 7)), first, last) is met
    assert not meets((), first, last)
    assert meets(None, first, last)


def test_only_what_came_after_the_merge_base_counts(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "feature")
    (root / "a.go").write_text(LINES.replace("line 2\n", "mine\n"))
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / "a.go").write_text(LINES.replace("line 18\n", "theirs\n"))
    commit(root)
    git(root, "checkout", "-q", "feature")
    assert changed(root, "main") == {"a.go": ((2, 2),)}
    (root / "a.go").write_text(LINES)  # taken back, and not committed
    assert changed(root, "main") == {}
    git(root, "worktree", "add", "-q", str(root.parent / "second"), "main")
    assert changed(root.parent / "second", "feature") == {"a.go": ((18, 18),)}
    assert differing(root.parent / "second", "a.go", "x.go") == ["x.go"]


@pytest.mark.parametrize(
    "ref",
    [
        "nowhere",
        "",
        "--all",
        "-c",
        "--git-dir=/tmp",
        "--output=x",
        "HEAD:a.go",
        "HEAD..HEAD",
        "^HEAD",
        "a\0b",
        "\n",
    ],
)
def test_what_is_no_commit(root: Path, ref: str) -> None:
    with pytest.raises(GofixError, match="names no commit"):
        changed(root, ref)
    assert not (root / "x").exists()


def test_a_branch_that_looks_like_an_option(root: Path) -> None:
    git(root, "update-ref", "refs/heads/--output=x", "HEAD")
    (root / "a.go").write_text("x\n" + LINES)
    assert changed(root, "--output=x") == {"a.go": ((1, 1),)}
    assert changed(root, "HEAD~0") == {"a.go": ((1, 1),)}


def test_a_shallow_clone_without_the_base(root: Path, tmp_path: Path) -> None:
    git(root, "checkout", "-q", "-b", "feature")
    (root / "c.go").write_text("")
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / "d.go").write_text("")
    commit(root)
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", "shallow")
    with pytest.raises(GofixError, match="shallow clone without the commit that origin/feature") as caught:
        changed(tmp_path / "shallow", "origin/feature")
    assert caught.value.hint == "git fetch --unshallow origin (or clone with the whole history)"
    with pytest.raises(GofixError, match="'gone' names no commit") as caught:
        changed(tmp_path / "shallow", "gone")
    assert caught.value.hint == "git fetch origin gone"
    with pytest.raises(GofixError, match="'origin/gone' names no commit") as caught:
        changed(tmp_path / "shallow", "origin/gone")
    assert caught.value.hint == "git fetch origin gone"
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow", "origin")
    assert changed(tmp_path / "shallow", "origin/feature") == {"d.go": None}


def test_histories_without_a_common_commit(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "island")
    commit(root, "island")
    with pytest.raises(GofixError, match="main and HEAD have no commit in common"):
        changed(root, "main")


NAMES = [
    "with blank.go",
    "qu\"ote'.go",
    "new\nline.go",
    "tab\t.go",
    "\\back.go",
    "-n.go",
    ":(top)x.go",
    "*.go",
    "é.go",
]


@pytest.mark.parametrize("name", [*NAMES, b"latin \xe9.go"])
def test_odd_names(root: Path, name: str | bytes) -> None:
    path = os.path.join(os.fsencode(root), os.fsencode(name))
    text = os.fsdecode(path)
    try:
        with open(path, "w") as stream:
            stream.write(LINES)
    except OSError:  # a file system that takes no other names than UTF-8
        with pytest.raises(UnicodeDecodeError):
            os.fsencode(name).decode()
        return
    assert opened(root).differing([text]) == [text]
    assert opened(root).changed_lines("HEAD") == {text: None}
    (root / ".git" / "info" / "exclude").write_text("*\n")
    assert opened(root).ignored([text]) == {text}
    git(root, "--literal-pathspecs", "add", "-f", "--", os.fsencode(name))
    git(root, "commit", "-qm", "odd")
    assert opened(root).ignored([text]) == set()
    assert opened(root).differing([text]) == []
    with open(path, "a") as stream:
        stream.write("more\n")
    assert opened(root).differing([text]) == [text]
    assert opened(root).changed_lines("HEAD") == {text: ((21, 21),)}


def test_sha256_repositories(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "repo")
    (tmp_path / "repo" / "a.go").write_text(LINES)
    commit(tmp_path / "repo")
    assert differing(tmp_path / "repo", "a.go") == []
    (tmp_path / "repo" / "a.go").write_text(LINES + "more")
    assert differing(tmp_path / "repo", "a.go") == ["a.go"]
    assert changed(tmp_path / "repo", "HEAD") == {"a.go": ((21, 21),)}


# Hostile checkouts


@pytest.fixture
def trapped(root: Path, tmp_path: Path) -> Callable[[], list[str]]:
    """Everything in a checkout that git can be made to run leaves its name; gives the names."""
    marks = tmp_path / "marks"
    marks.mkdir()

    def command(name: str, then: str = "true") -> str:
        return f"touch {marks}/{name}; {then}"

    hooks = root / "hooks"
    hooks.mkdir()
    for name in (
        "post-index-change",
        "fsmonitor-watchman",
        "pre-commit",
        "reference-transaction",
        "post-checkout",
    ):
        (hooks / name).write_text(f"#!/bin/sh\n{command('hook-' + name)}\n")
        (hooks / name).chmod(0o700)
    (root / ".gitattributes").write_text("*.go filter=evil diff=evil\nb.go text=auto\n")
    (root / "filtered.go").write_text(LINES)
    commit(root)
    git(root, "tag", "-f", "base")
    for key, value in {
        "core.hooksPath": str(hooks),
        "core.fsmonitor": command("fsmonitor", "false"),
        "diff.external": command("external"),
        "diff.evil.command": command("command"),
        "diff.evil.textconv": command("textconv", "cat"),
        "filter.evil.clean": command("clean", "cat"),
        "filter.evil.smudge": command("smudge", "cat"),
        "filter.evil.required": "true",
        "core.pager": command("pager", "cat"),
        "pager.diff": command("pager", "cat"),
        "core.editor": command("editor"),
        "core.askPass": command("askpass"),
        "alias.diff": f"!{command('alias')}",
        "alias.ls-tree": f"!{command('alias')}",
        "gpg.program": command("gpg"),
    }.items():
        git(root, "config", key, value)
    return lambda: sorted(path.name for path in marks.iterdir())


def test_the_traps_work(root: Path, trapped: Callable[[], list[str]]) -> None:
    (root / "filtered.go").write_text(LINES + "x")
    git(root, "status")
    git(root, "diff")
    git(root, "diff", "--no-ext-diff")
    assert {"clean", "command", "fsmonitor", "textconv"} <= set(trapped())


def test_nothing_in_a_checkout_is_run(root: Path, trapped: Callable[[], list[str]]) -> None:
    (root / "filtered.go").write_text("x\n" + LINES)
    (root / "a.go").write_bytes(LINES.replace("\n", "\r\n").encode())
    os.utime(root / "sub" / "b.go", (1, 1))
    before = snapshot(root)
    assert differing(root, "a.go", "filtered.go", "sub/b.go") == ["a.go", "filtered.go"]
    assert changed(root) == {"a.go": ((1, 20),), "filtered.go": ((1, 1),)}
    assert opened(root).ignored([str(root / "ignored.go"), str(root / "a.go")]) == {str(root / "ignored.go")}
    with pytest.raises(GofixError):
        changed(root, "gone")
    assert trapped() == []
    assert snapshot(root) == before


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in root.rglob("*")
    }


@pytest.mark.parametrize("url", ["ssh://host.invalid/x", "ext::touch {}/ran", "file://{}/gone"])
def test_a_partial_clone_fetches_nothing(root: Path, tmp_path: Path, url: str) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    (root / "a.go").write_text("x\n")
    commit(root)
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{root}", "partial")
    partial = tmp_path / "partial"
    for key, value in {
        "remote.origin.url": url.format(tmp_path),
        "protocol.ext.allow": "always",
        "core.sshCommand": f"touch {tmp_path}/ran; false",
        "remote.origin.uploadpack": f"touch {tmp_path}/ran; false",
    }.items():
        git(partial, "config", key, value)
    assert differing(partial, "a.go") == []
    with pytest.raises(GofixError) as caught:
        changed(partial)
    assert not (tmp_path / "ran").exists()
    assert "partial clone" in caught.value.message
    assert caught.value.hint == f"git -C {partial} diff --stat base...HEAD (git then fetches it)"
    with pytest.raises(subprocess.CalledProcessError):
        git(partial, "diff", "base")
    assert (tmp_path / "ran").exists(), "the trap does not work"


def test_every_call_is_guarded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import git as gitpython

    calls: list[list[str]] = []
    execute = gitpython.Git.execute

    def recorded(self: gitpython.Git, command: list[str], **options: Any) -> Any:
        calls.append(command)
        # The second is for a git before 2.39.4.
        assert (options["env"]["GIT_NO_LAZY_FETCH"], options["env"]["GIT_ALLOW_PROTOCOL"]) == ("1", "none")
        return execute(self, command, **options)

    monkeypatch.setattr(gitpython.Git, "execute", recorded)
    (root / "a.go").write_bytes(b"x\r\n")
    assert differing(root, "a.go") == list(changed(root)) == ["a.go"]
    assert opened(root).ignored([str(root / "ignored.go")])
    assert {"rev-parse", "ls-tree", "ls-files", "cat-file", "diff", "check-ignore"} <= {
        word for command in calls for word in command
    }
    for command in calls:
        assert os.path.isabs(command[0])
        assert {"core.fsmonitor=false", f"core.hooksPath={os.devnull}", "--no-optional-locks"} <= set(
            command[:7]
        )


@pytest.mark.parametrize("place", [".git", "{}/.git"])
def test_variables_of_a_hook_do_no_harm(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A hook gets the place of its repository, relative to its root or not."""
    (root / ".git" / "info" / "attributes").write_text("* filter=evil\n")
    git(root, "config", "filter.evil.clean", f"touch {tmp_path}/ran; cat")
    monkeypatch.setenv("GIT_DIR", place.format(root))
    monkeypatch.setenv("GIT_INDEX_FILE", place.format(root) + "/index")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.chdir(root / "sub")
    (root / "a.go").write_text("x\n" + LINES)
    assert differing(root / "sub", "b.go", "../a.go") == ["../a.go"]
    assert changed(root) == {"a.go": ((1, 1),)}
    assert not (tmp_path / "ran").exists()
