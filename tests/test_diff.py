"""The diff is taken by git apply and by patch -p1, and each makes of it exactly the new text."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gofix20.diff import Summary, summary, unified_diff
from gofix20.model import FileChange, GofixError

Apply = Callable[[bytes, Path], None]


def run(directory: Path, *argv: str | Path, patch: bytes = b"") -> bytes:
    """Run a program that may not be there, and give what it prints."""
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not installed")
    done = subprocess.run(argv, cwd=directory, input=patch, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def git_apply(patch: bytes, directory: Path) -> None:
    run(directory, "git", "apply", patch=patch)


def gnu_patch(patch: bytes, directory: Path) -> None:
    if b"GNU" not in run(directory, "patch", "--version"):
        pytest.skip("this patch does not read quoted names")
    run(directory, "patch", "-p1", "--quiet", patch=patch)


both_programs = pytest.mark.parametrize("apply", [git_apply, gnu_patch])


def change(path: Path, before: bytes | None, after: bytes) -> FileChange:
    return FileChange(str(path), hashlib.sha256(before or b"").hexdigest(), before, after)


def lay_out(directory: Path, texts: Mapping[str, bytes | None]) -> None:
    for name, text in texts.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_bytes(text)


def check(apply: Apply, directory: Path, changes: Mapping[str, tuple[bytes | None, bytes]]) -> bytes:
    """Make a diff of files below `directory`, apply it there, and compare what is on disk."""
    directory.mkdir(exist_ok=True)
    lay_out(directory, {name: before for name, (before, _) in changes.items()})
    patch = unified_diff([change(directory / name, *texts) for name, texts in changes.items()], str(directory))
    if patch:
        apply(patch, directory)
    for name, (_, after) in changes.items():
        assert (directory / name).read_bytes() == after, patch
    assert sorted(path.name for path in directory.rglob("*") if path.is_file() and ".git" not in path.parts) == sorted(
        Path(name).name for name in changes
    ), "something else was written, such as a reject"
    return patch


LINES = [
    b"",
    b"x",
    b"}",
    b"\tif a {",
    b"a\rb",
    b"\x0c",
    b"\r",
    b"\xff\xfe",
    b"\xef\xbb\xbfx",
    b"-- y",
    b"++ z",
    b"@@ -1 +1 @@",
]
ENDS = [b"\n", b"\n", b"\n", b"\r\n"]


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    lines = draw(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=30))
    text = b"".join(line + end for line, end in lines)
    return text if draw(st.booleans()) else text.removesuffix(b"\n")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A text, and the same with a few of its lines changed, so that there is context and more than one hunk."""
    before = draw(texts())
    lines = before.split(b"\n")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(LINES), max_size=2))
    return before, b"\n".join(lines)


few = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@both_programs
def test_any_text_becomes_the_other(apply: Apply, tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("any")

    @few
    @given(st.lists(st.one_of(pairs(), st.tuples(texts(), texts())), min_size=1, max_size=6))
    def holds(given_texts: list[tuple[bytes, bytes]]) -> None:
        shutil.rmtree(directory)
        directory.mkdir()
        check(apply, directory, {f"{index}.go": pair for index, pair in enumerate(given_texts)})

    holds()


@given(st.one_of(pairs(), st.tuples(texts(), texts())))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_a_diff_read_by_the_book_gives_the_new_text(pair: tuple[bytes, bytes]) -> None:
    before, after = pair
    patch = unified_diff([change(Path("/r/x.go"), before, after)], "/r")
    assert (patch == b"") == (before == after)
    assert by_the_book(before, patch) == after
    counted = Summary(0, 0, 0)
    if patch:
        body = patch.split(b"\n")[2:]
        counted = Summary(1, sum(line[:1] == b"+" for line in body), sum(line[:1] == b"-" for line in body))
    assert summary(patch) == counted


def by_the_book(before: bytes, patch: bytes) -> bytes:
    """Apply a diff of one file by its line numbers, checking each count and each line that should be there."""
    old, rows = with_ends(before), with_ends(patch)[2:]
    new: list[bytes] = []
    at = 0
    while rows:
        found = re.fullmatch(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", rows.pop(0))
        assert found
        start, count, new_start, new_count = (1 if group is None else int(group) for group in found.groups())
        begin = start - 1 if count else start
        new += old[at:begin]
        at = begin
        assert len(new) == (new_start - 1 if new_count else new_start)
        while rows and not rows[0].startswith(b"@@"):
            mark, line = rows[0][:1], rows.pop(0)[1:]
            if rows and rows[0].startswith(b"\\"):
                assert rows.pop(0) == b"\\ No newline at end of file\n"
                line = line[:-1]
            if mark != b"+":
                assert old[at] == line
                at, count = at + 1, count - 1
            if mark != b"-":
                new.append(line)
                new_count -= 1
        assert count == new_count == 0
    return b"".join(new + old[at:])


def with_ends(text: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", text)


NAMES = [
    "plain.go",
    "a b.go",
    " leading.go",
    "trailing ",
    "two  blanks.go",
    'quote"s.go',
    "apostrophe's.go",
    "tab\there.go",
    "back\\slash.go",
    "backslash at the end\\",
    "new\nline.go",
    "return\r.go",
    "bell\a.go",
    "escape \x1b[31m.go",
    "straße.go",
    "日本.go",
    "-dash.go",
    "$(x).go",
    "like a date 2002-04-10 17:00:00.000 +0000",
    "sub/deep/x.go",
    "here/same.go",
    "herewith/x.go",
    "b/x.go",
]
if sys.platform == "linux":
    NAMES.append(os.fsdecode(b"latin-\xe9.go"))


@both_programs
def test_file_names_in_a_sub_directory_of_a_repository(apply: Apply, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "-q")
    here = tmp_path / "here"
    patch = check(apply, here, dict.fromkeys(NAMES, (b"old\nsame\r\n", b"new\nsame\r\n")))
    assert summary(patch) == Summary(len(NAMES), len(NAMES), len(NAMES))
    assert b"\x1b" not in patch
    check(apply, tmp_path / "new", dict.fromkeys(NAMES, (None, b"new file\n")))


@both_programs
@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone(apply: Apply, name: str, tmp_path: Path) -> None:
    # git guesses how much of a name to strip from the first names it sees, so each must do without others.
    run(tmp_path, "git", "init", "-q")
    check(apply, tmp_path / "here", {name: (b"old\n", b"new\n")})


def test_names_are_quoted_as_git_quotes_them(tmp_path: Path) -> None:
    lay_out(tmp_path, {name: b"old\n" for name in NAMES if name != "trailing "})
    run(tmp_path, "git", "init", "-q")
    run(tmp_path, "git", "add", ".")
    changes = []
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file() and ".git" not in path.parts):
        path.write_bytes(b"new\n")
        changes.append(change(path, b"old\n", b"new\n"))
    theirs = run(tmp_path, "git", "diff")
    headers = [line for line in theirs.split(b"\n") if line.startswith((b"--- ", b"+++ "))]
    ours = [line for line in unified_diff(changes, str(tmp_path)).split(b"\n") if line.startswith((b"--- ", b"+++ "))]
    assert set(headers) == set(ours)


@both_programs
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\n", b"a"),
        (b"a", b"a\n"),
        (b"a", b"b"),
        (b"a\nb", b"a\nb\nc"),
        (b"", b"a\n"),
        (b"a\n", b""),
        (None, b"a\n"),
        (None, b"a\r\nb"),
        (b"\xef\xbb\xbfa\r\n\x0c\r\nb\rc\r\n", b"\xef\xbb\xbfa2\r\n\x0c\r\nb\rc2\r\n"),
        (b"o\0ld\nx", b"ne\0w\nx"),
        (b"a\r\nb\nc\r\n", b"a\nb\r\nc\r\n"),
    ],
)
def test_ends_of_lines_and_files(apply: Apply, before: bytes | None, after: bytes, tmp_path: Path) -> None:
    check(apply, tmp_path, {"x.go": (before, after), "y.go": (b"1\r\n", b"2\r\n"), "z.go": (None, b"new\n")})


def test_what_does_not_change_is_not_there() -> None:
    assert unified_diff([change(Path("/r/x.go"), b"a\n", b"a\n")], "/r") == b""
    assert summary(b"") == Summary(0, 0, 0)


def test_the_diff_is_what_one_expects() -> None:
    before = b"".join(b"line %d\n" % number for number in range(1, 31))
    after = before.replace(b"line 5\n", b"five\n").replace(b"line 12\n", b"").replace(b"line 25\n", b"line 25\nnew\n")
    assert (
        unified_diff([change(Path("/r/p/x.go"), before, after)], "/r")
        == b"""\
--- a/p/x.go
+++ b/p/x.go
@@ -2,14 +2,13 @@
 line 2
 line 3
 line 4
-line 5
+five
 line 6
 line 7
 line 8
 line 9
 line 10
 line 11
-line 12
 line 13
 line 14
 line 15
@@ -23,6 +22,7 @@
 line 23
 line 24
 line 25
+new
 line 26
 line 27
 line 28
"""
    )


@pytest.mark.parametrize("apart", [5, 6, 7, 8])
def test_hunks_are_parted_where_git_parts_them(apart: int, tmp_path: Path) -> None:
    before = b"a\n" + b"".join(b"line %d\n" % number for number in range(apart)) + b"b\n"
    after = b"A" + before[1:-2] + b"B\n"
    run(tmp_path, "git", "init", "-q")
    lay_out(tmp_path, {"x.go": before})
    run(tmp_path, "git", "add", ".")
    lay_out(tmp_path, {"x.go": after})
    theirs = run(tmp_path, "git", "diff")
    ours = unified_diff([change(tmp_path / "x.go", before, after)], str(tmp_path))
    # git also says which function the lines are in.
    theirs = re.sub(rb"(?m)^(@@ .* @@).*$", rb"\1", theirs)
    assert ours[ours.index(b"@@") :] == theirs[theirs.index(b"@@") :]


def test_braces_do_not_pair_functions_that_have_nothing_in_common() -> None:
    old = b"func a() {\n\tone()\n}\n\nfunc b() {\n\ttwo()\n}\n"
    new = b"func c() {\n\tthree()\n}\n\n" + old
    patch = unified_diff([change(Path("/r/x.go"), old, new)], "/r")
    assert [line for line in patch.split(b"\n")[3:] if line[:1] == b"+"] == [
        b"+func c() {",
        b"+\tthree()",
        b"+}",
        b"+",
    ]
    assert b"\n-" not in patch[10:]


def test_a_long_table_does_not_take_forever() -> None:
    old = b"".join(b"\t%d,\n" % (number % 50) for number in range(20_000))
    new = old.replace(b"\t7,\n", b"\t0x7,\n", 1)[:-4] + b"\t8,\n"
    started = time.monotonic()
    assert by_the_book(old, unified_diff([change(Path("/r/x.go"), old, new)], "/r")) == new
    assert time.monotonic() - started < 10


def test_a_path_outside_names_the_directory_to_run_in(tmp_path: Path) -> None:
    changes = [change(tmp_path / "my mod" / "a" / "x.go", b"a", b"b"), change(tmp_path / "my mod" / "y.go", b"a", b"b")]
    with pytest.raises(GofixError) as raised:
        unified_diff(changes, str(tmp_path / "my mod" / "a"))
    assert str(tmp_path / "my mod" / "y.go") in raised.value.message
    assert raised.value.hint is not None
    assert raised.value.hint.endswith(f"cd '{tmp_path / 'my mod'}'")


def test_two_names_of_one_directory(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for path, base in (("real/x.go", "link"), ("link/x.go", "real")):
        patch = unified_diff([change(tmp_path / path, b"a\n", b"b\n")], str(tmp_path / base))
        assert patch.startswith(b"--- a/x.go\n")


def test_a_name_that_git_guesses_wrong_takes_p1(tmp_path: Path) -> None:
    # Should git learn to do without -p1 here, the module's docstring can forget about it.
    run(tmp_path, "git", "init", "-q")
    here = tmp_path / "p" / "q"
    lay_out(here, {"p/q/x.go": b"old\n"})
    patch = unified_diff([change(here / "p/q/x.go", b"old\n", b"new\n")], str(here))
    assert subprocess.run(["git", "apply"], cwd=here, input=patch, capture_output=True, check=False).returncode != 0
    run(here, "git", "apply", "-p1", patch=patch)
    assert (here / "p/q/x.go").read_bytes() == b"new\n"
