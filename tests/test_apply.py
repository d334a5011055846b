"""Files are written whole and in groups, whatever goes wrong, and whenever the process ends."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gofix20 import apply
from gofix20.apply import recover, write
from gofix20.model import FileChange, GofixError

OLD = {"a.go": b"old a\r\n", "b.go": b"\xef\xbb\xbfold b", "c.go": b"\xff\x0cold c\n"}
NEW = {name: text.replace(b"old", b"new") for name, text in OLD.items()}
STEPS = (
    "open", "write", "fsync", "close", "replace", "unlink", "fchmod", "fchown", "setxattr",
    "lstat", "fstat", "makedirs", "listdir",
)  # fmt: skip


def change(path: Path, before: bytes | None, after: bytes, group: str = "p") -> FileChange:
    return FileChange(str(path), hashlib.sha256(before or b"").hexdigest(), before, after, group)


class Tree:
    """Three old files in a directory, and a journal directory beside it."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "tree"
        self.journal = directory / "cache" / "journal"
        self.root.mkdir(parents=True)
        for name, text in OLD.items():
            (self.root / name).write_bytes(text)

    def changes(self, group: str = "p") -> list[FileChange]:
        return [change(self.root / name, OLD[name], NEW[name], group) for name in OLD]

    def write(self, changes: list[FileChange] | None = None) -> apply.WriteResult:
        return write(
            self.changes() if changes is None else changes, root=str(self.root), journal_directory=str(self.journal)
        )

    def recover(self) -> list[str]:
        return recover(str(self.journal))

    def texts(self) -> dict[str, bytes]:
        """Everything below the root, so that litter shows."""
        return {path.name: path.read_bytes() for path in sorted(self.root.iterdir())}

    def journals(self) -> list[str]:
        return sorted(name for name in os.listdir(self.journal) if name != "lock") if self.journal.is_dir() else []

    def paths(self, *names: str) -> tuple[str, ...]:
        return tuple(str(self.root / name) for name in names)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_everything_is_written(tree: Tree) -> None:
    (tree.root / "a.go").chmod(0o754)
    before = os.stat(tree.root / "b.go")
    result = tree.write()
    assert result == apply.WriteResult(tree.paths(*OLD), (), ())
    assert tree.texts() == NEW
    assert stat.S_IMODE(os.stat(tree.root / "a.go").st_mode) == 0o754
    after = os.stat(tree.root / "b.go")
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert tree.journals() == []
    assert tree.recover() == []


def test_nothing_to_write(tree: Tree) -> None:
    assert tree.write([]).written == ()
    assert recover(str(tree.root / "no such directory")) == []
    assert not (tree.root / "no such directory").exists()


def test_the_journal_is_nobody_elses_business(tree: Tree) -> None:
    tree.write()
    assert stat.S_IMODE(os.stat(tree.journal).st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_group_are_kept(tree: Tree) -> None:
    os.chown(tree.root / "a.go", 4321, 1234)
    tree.write()
    status = os.stat(tree.root / "a.go")
    assert (status.st_uid, status.st_gid) == (4321, 1234)


def test_an_owner_that_cannot_be_kept_is_no_obstacle(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def fchown(handle: int, uid: int, gid: int) -> NoReturn:
        asked.append((uid, gid))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    lstat = os.lstat

    def foreign(path: str) -> os.stat_result:
        fields = list(lstat(path))
        fields[stat.ST_UID], fields[stat.ST_GID] = 4321, 1234
        return os.stat_result(fields)

    monkeypatch.setattr(os, "fchown", fchown)
    monkeypatch.setattr(os, "lstat", foreign)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply, "_require_unchanged", lambda target: None)
        assert tree.write().failed == ()
    assert asked == [(4321, 1234), (-1, 1234)] * 3
    assert tree.texts() == NEW


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes are Linux's here")
def test_extended_attributes_are_kept(tree: Tree) -> None:
    try:
        os.setxattr(tree.root / "a.go", "user.note", b"kept")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    tree.write()
    assert os.getxattr(tree.root / "a.go", "user.note") == b"kept"


@pytest.mark.parametrize("how", ["changed", "deleted", "a directory now"])
def test_a_file_that_is_not_what_was_read_holds_its_group_back(tree: Tree, how: str) -> None:
    path = tree.root / "b.go"
    path.unlink()
    if how == "changed":
        path.write_bytes(b"mine")
    elif how == "a directory now":
        path.mkdir()
    other = tree.root / "other.go"
    other.write_bytes(b"x")
    result = tree.write([*tree.changes(), change(other, b"x", b"y", "q"), change(other, b"x", b"y", "")])
    assert result.written == (str(other), str(other))
    if how == "a directory now":
        assert [problem.path for problem in result.failed] == [str(path)]
        assert "not a regular file" in result.failed[0].message
        assert result.stale == ()
    else:
        assert result.stale == (str(path),)
        assert result.failed == ()
    assert (tree.root / "a.go").read_bytes() == OLD["a.go"]
    assert (tree.root / "c.go").read_bytes() == OLD["c.go"]
    if how == "changed":
        assert path.read_bytes() == b"mine"


def test_without_a_group_each_stands_for_itself(tree: Tree) -> None:
    (tree.root / "b.go").write_bytes(b"mine")
    result = tree.write(tree.changes(group=""))
    assert result.written == tree.paths("a.go", "c.go")
    assert result.stale == tree.paths("b.go")
    assert tree.texts() == {**NEW, "b.go": b"mine"}


def test_a_file_that_has_the_new_text_already_is_fine(tree: Tree) -> None:
    (tree.root / "b.go").write_bytes(NEW["b.go"])
    assert tree.write().written == tree.paths(*OLD)
    assert tree.texts() == NEW


def test_a_file_that_changes_while_its_group_is_written(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def replace_and_interfere(source: str, target: str) -> None:
        replace(source, target)
        if target == str(tree.root / "a.go"):
            (tree.root / "c.go").write_bytes(b"mine meanwhile")

    monkeypatch.setattr(os, "replace", replace_and_interfere)
    result = tree.write()
    assert (result.written, result.stale, result.failed) == ((), tree.paths("c.go"), ())
    assert tree.texts() == {**OLD, "c.go": b"mine meanwhile"}
    assert tree.journals() == []


def test_a_new_file(tree: Tree) -> None:
    new = change(tree.root / "new.go", None, b"new\n")
    assert tree.write([*tree.changes(), new]).written == tree.paths(*OLD, "new.go")
    assert tree.texts() == {**NEW, "new.go": b"new\n"}
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(os.stat(tree.root / "new.go").st_mode) == 0o666 & ~umask


def test_a_new_file_overwrites_nothing(tree: Tree) -> None:
    (tree.root / "new.go").write_bytes(b"mine")
    result = tree.write([*tree.changes(), change(tree.root / "new.go", None, b"new\n")])
    assert (result.written, result.stale) == ((), tree.paths("new.go"))
    assert tree.texts() == {**OLD, "new.go": b"mine"}


def test_a_new_file_in_no_directory(tree: Tree) -> None:
    result = tree.write([*tree.changes(), change(tree.root / "sub" / "new.go", None, b"new\n")])
    assert result.written == ()
    assert [problem.path for problem in result.failed] == [str(tree.root / "sub" / "new.go")]
    assert tree.texts() == OLD


def test_a_link_inside_of_the_tree_stays(tree: Tree) -> None:
    (tree.root / "link.go").symlink_to("a.go")
    result = tree.write([change(tree.root / "link.go", OLD["a.go"], NEW["a.go"])])
    assert result.written == tree.paths("link.go")
    assert os.readlink(tree.root / "link.go") == "a.go"
    assert (tree.root / "a.go").read_bytes() == NEW["a.go"]
    assert not (tree.root / "a.go").is_symlink()


def test_one_file_under_two_names(tree: Tree) -> None:
    (tree.root / "link.go").symlink_to("a.go")
    both = [change(tree.root / name, OLD["a.go"], NEW["a.go"]) for name in ("a.go", "link.go")]
    assert tree.write(both).written == tree.paths("a.go", "link.go")
    both = [change(tree.root / "a.go", NEW["a.go"], b"x"), change(tree.root / "link.go", NEW["a.go"], b"y")]
    assert [problem.path for problem in tree.write(both).failed] == [str(tree.root / "link.go")]
    assert (tree.root / "a.go").read_bytes() == NEW["a.go"]


@pytest.mark.parametrize("way", ["file", "directory", "chain", "beside"])
def test_no_link_leads_out_of_the_tree(tree: Tree, way: str) -> None:
    # "tree-2" starts with the name of the tree, and is not in it.
    outside = tree.root.with_name("tree-2" if way == "beside" else "outside")
    outside.mkdir()
    (outside / "x.go").write_bytes(b"theirs")
    if way == "directory":
        (tree.root / "sub").symlink_to(outside)
        path = tree.root / "sub" / "x.go"
    else:
        path = tree.root / "link.go"
        path.symlink_to(outside / "x.go")
    if way == "chain":
        (tree.root / "again.go").symlink_to("link.go")
        path = tree.root / "again.go"
    result = tree.write([*tree.changes(), change(path, b"theirs", b"ours")])
    assert result.written == ()
    assert [problem.path for problem in result.failed] == [str(path)]
    assert str(outside / "x.go") in result.failed[0].message
    assert (outside / "x.go").read_bytes() == b"theirs"
    assert (tree.root / "a.go").read_bytes() == OLD["a.go"]


@pytest.mark.parametrize("target", ["gone.go", "link.go"])
def test_a_link_to_nothing_or_to_itself(tree: Tree, target: str) -> None:
    (tree.root / "link.go").symlink_to(target)
    result = tree.write([change(tree.root / "link.go", b"x", b"y")])
    assert result.written == ()
    assert result.stale or result.failed
    assert os.readlink(tree.root / "link.go") == target


def test_a_root_that_is_a_link(tree: Tree) -> None:
    link = tree.root.with_name("link")
    link.symlink_to(tree.root)
    changes = [change(link / name, OLD[name], NEW[name]) for name in OLD]
    assert write(changes, root=str(link), journal_directory=str(tree.journal)).failed == ()
    assert tree.texts() == NEW


def test_hard_links_are_parted(tree: Tree) -> None:
    os.link(tree.root / "a.go", tree.root.with_name("backup.go"))
    tree.write()
    assert (tree.root / "a.go").read_bytes() == NEW["a.go"]
    assert tree.root.with_name("backup.go").read_bytes() == OLD["a.go"]


def test_a_read_only_file_holds_its_group_back(tree: Tree) -> None:
    (tree.root / "b.go").chmod(0o444)
    result = tree.write()
    assert result.written == ()
    assert [(problem.stage, problem.path) for problem in result.failed] == [("write", str(tree.root / "b.go"))]
    assert "read-only" in result.failed[0].message
    assert tree.texts() == OLD


def test_a_directory_that_may_not_be_written_to(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if os.path.dirname(path) == str(tree.root) and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    result = tree.write()
    assert result.written == ()
    assert [problem.path for problem in result.failed] == [str(tree.root / "a.go")]
    assert os.strerror(errno.EACCES) in result.failed[0].message
    assert tree.texts() == OLD
    assert tree.journals() == []


def test_a_journal_directory_that_cannot_be(tree: Tree) -> None:
    with pytest.raises(GofixError) as raised:
        write(tree.changes(), root=str(tree.root), journal_directory=str(tree.root / "a.go" / "journal"))
    assert str(tree.root / "a.go" / "journal") in raised.value.message
    assert raised.value.hint is not None
    assert tree.texts() == OLD


def test_names_that_are_no_text(tree: Tree) -> None:
    if sys.platform == "darwin":
        pytest.skip("its file systems take UTF-8 only")
    path = tree.root / os.fsdecode(b'\xff\n".go')
    path.write_bytes(b"x")
    with Killer("replace", 2):  # the journal's own, and then the file's
        assert tree.write([change(path, b"x", b"y"), change(tree.root / "a.go", OLD["a.go"], NEW["a.go"])]).failed
    assert tree.write([change(path, b"x", b"y")]).written == (str(path),)
    assert path.read_bytes() == b"y"


def test_what_a_power_cut_must_find_is_synced_in_time(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[tuple[str, str]] = []
    names: dict[int, str] = {}
    opened, synced, replace, unlink = os.open, os.fsync, os.replace, os.unlink

    def note_open(path: str, *rest: Any) -> int:
        handle = opened(path, *rest)
        names[handle] = path
        return handle

    def note_sync(handle: int) -> None:
        synced(handle)
        events.append(("sync", names[handle]))

    def note_replace(source: str, target: str) -> None:
        replace(source, target)
        assert ("sync", source) in events
        events.append(("replace", target))

    def note_unlink(path: str) -> None:
        unlink(path)
        events.append(("unlink", path))

    for name, function in {
        "open": note_open,
        "fsync": note_sync,
        "replace": note_replace,
        "unlink": note_unlink,
    }.items():
        monkeypatch.setattr(os, name, function)
    tree.write()
    journal = next(path for kind, path in events if kind == "unlink")
    moments = [("replace", journal), ("sync", str(tree.journal)), ("replace", str(tree.root / "a.go"))]
    moments += [("replace", str(tree.root / "c.go")), ("sync", str(tree.root)), ("unlink", journal)]
    assert [events.index(moment) for moment in moments] == sorted(events.index(moment) for moment in moments)


# What goes wrong at a step, before or after it was done.


class Killer:
    """Makes one call of one os function, by its number from 0, go wrong; all calls work again behind the with block."""

    def __init__(self, step: str, number: int, how: Callable[[], Any] | None = None, *, late: bool = False) -> None:
        self.step, self.number, self.late = step, number, late
        self.how = how or self.fail
        self.calls = 0
        self.patch = pytest.MonkeyPatch()

    @staticmethod
    def fail(*_: object) -> NoReturn:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def __enter__(self) -> Killer:
        if hasattr(os, self.step):
            self.patch.setattr(os, self.step, self.wrapped(getattr(os, self.step)))
        return self

    def __exit__(self, *_: object) -> None:
        self.patch.undo()

    def wrapped(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            mine = self.calls == self.number
            self.calls += 1
            if mine and not self.late:
                self.how()
            done = function(*args, **kwargs)
            if mine and self.late:
                self.how()
            return done

        return call


def failures(
    directory: Path, how: Callable[[], Any], late: bool, steps: Sequence[str] = STEPS
) -> Iterator[tuple[Tree, Killer]]:
    """A tree for each call of each step that writing it makes, and what makes that call go wrong."""
    for step in steps:
        number = 0
        while True:
            tree = Tree(directory / f"{step}-{number}")
            killer = Killer(step, number, how, late=late)
            yield tree, killer
            if killer.calls <= number:
                break
            number += 1


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_an_error_at_any_step_leaves_all_or_nothing(tmp_path: Path, late: bool) -> None:
    count = 0
    for tree, killer in failures(tmp_path, Killer.fail, late):
        count += 1
        result = None
        with killer:
            try:
                result = tree.write()
            except (GofixError, OSError):
                assert tree.texts() == OLD
        messages = tree.recover()
        assert tree.texts() in (OLD, NEW)
        if result is not None and not messages:
            assert (tree.texts() == NEW) == (result.written == tree.paths(*OLD))
            assert bool(result.failed) != bool(result.written)
        assert tree.journals() == []
        assert tree.write([change(tree.root / name, text, b"z") for name, text in tree.texts().items()]).failed == ()
    assert count > 60


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_ctrl_c_at_any_step_leaves_all_or_nothing(tmp_path: Path, late: bool) -> None:
    interrupted = 0
    for tree, killer in failures(tmp_path, interrupt, late):
        try:
            with killer:
                tree.write()
        except KeyboardInterrupt:
            interrupted += 1
        tree.recover()
        assert tree.texts() in (OLD, NEW)
        assert tree.journals() == []
    assert interrupted > 60


def test_ctrl_c_halfway_takes_back_at_once(tree: Tree) -> None:
    with pytest.raises(KeyboardInterrupt), Killer("replace", 2, interrupt, late=True):
        tree.write()
    assert tree.texts() == OLD
    assert tree.journals() == []


DRIVER = """
import os, sys
from pathlib import Path
sys.path[:0] = [{tests!r}]
import test_apply
print(test_apply.kill_everywhere(Path({directory!r}), {late!r}, {again!r}))
"""


def kill_everywhere(directory: Path, late: bool, again: bool) -> int:
    """Kill a child at each step, and look at what the next run makes of it (in a process that has no threads)."""
    count = 0
    for tree, killer in failures(directory, lambda: os._exit(9), late, ["replace"] if again else STEPS):
        killed = in_child(killer, tree.write)
        killer.calls = killer.number + 1 if killed else 0
        halfway = {name: tree.texts()[name] for name in OLD} not in (OLD, NEW)
        if again:
            # And kill the recovery as well, again and again, each time a step later.
            for number in range(12):
                for step in ("fsync", "replace", "unlink"):
                    in_child(Killer(step, number, lambda: os._exit(9), late=bool(number % 2)), tree.recover)
        messages = tree.recover()
        assert tree.texts() in (OLD, NEW), (killer.step, killer.number, tree.texts())
        assert messages or again or not halfway, "the next run says so"
        assert tree.journals() == []
        assert tree.recover() == []
        count += killed
    return count


def in_child(killer: Killer, task: Callable[[], Any]) -> bool:
    """Run `task` in a child; was it killed?"""
    child = os.fork()
    if child == 0:
        try:
            with killer:
                task()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9), status
    return status == 9


@pytest.mark.parametrize(
    ("late", "again", "least"), [(False, False, 60), (True, False, 60), (False, True, 4), (True, True, 4)]
)
def test_a_kill_at_any_step_is_put_right_by_the_next_run(tmp_path: Path, late: bool, again: bool, least: int) -> None:
    script = DRIVER.format(tests=os.path.dirname(__file__), directory=str(tmp_path), late=late, again=again)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least


def test_a_real_kill(tree: Tree) -> None:
    script = (
        "import os, sys, time\n"
        f"sys.path[:0] = [{os.path.dirname(__file__)!r}]\n"
        "import test_apply\nfrom pathlib import Path\n"
        f"tree = test_apply.Tree(Path({str(tree.root.parent)!r}) / 'child')\n"
        "def stop():\n    print('here', flush=True)\n    time.sleep(60)\n"
        "with test_apply.Killer('replace', 2, stop):\n    tree.write()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.send_signal(signal.SIGKILL)
    root = tree.root.parent / "child" / "tree"
    journal = str(tree.root.parent / "child" / "cache" / "journal")
    assert (root / "a.go").read_bytes() == NEW["a.go"]
    (message,) = recover(journal)
    assert str(root / "a.go") in message
    assert {path.name: path.read_bytes() for path in root.iterdir()} == OLD


def killed_halfway(tree: Tree, replaced: int) -> None:
    """Leave what a kill would have left once so many files were replaced."""
    with Killer("replace", replaced + 1, interrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply, "_settle", Killer.fail)
        with pytest.raises(KeyboardInterrupt):
            tree.write()
    assert len(tree.journals()) == 1


def test_what_someone_changed_meanwhile_is_left_alone(tree: Tree) -> None:
    killed_halfway(tree, 2)
    (tree.root / "a.go").write_bytes(b"mine")
    first, second = tree.recover()
    assert str(tree.root / "b.go") in first
    assert str(tree.root / "a.go") in second
    assert tree.texts() == {**OLD, "a.go": b"mine"}


def test_a_group_that_was_written_stands_whatever_came_later(tree: Tree) -> None:
    with pytest.raises(KeyboardInterrupt), Killer("unlink", 0, interrupt):
        tree.write()
    (tree.root / "b.go").write_bytes(b"mine")
    assert len(tree.recover()) == 1
    assert tree.texts() == {**NEW, "b.go": b"mine"}


def test_a_power_cut_that_lost_temporary_files(tree: Tree) -> None:
    killed_halfway(tree, 1)
    for path in tree.root.glob(".gofix20-*"):
        path.unlink()
    assert str(tree.root / "a.go") in tree.recover()[0]
    assert tree.texts() == OLD


def test_a_new_file_is_taken_back_too(tree: Tree) -> None:
    changes = [change(tree.root / "new.go", None, b"new\n"), *tree.changes()]
    with Killer("replace", 3):
        assert tree.write(changes).written == ()
    assert tree.texts() == OLD


def test_writing_puts_right_what_is_left_first(tree: Tree) -> None:
    killed_halfway(tree, 1)
    result = tree.write()
    assert result.written == tree.paths(*OLD)
    assert len(result.messages) == 1
    assert tree.texts() == NEW


def test_a_journal_that_cannot_be_read_is_named_and_kept(tree: Tree) -> None:
    tree.write()
    for content in ("{", "[]", json.dumps({"version": 2, "files": []})):
        (tree.journal / "0.json").write_text(content)
        (message,) = tree.recover()
        assert str(tree.journal / "0.json") in message
        assert tree.journals() == ["0.json"]


def test_what_cannot_be_taken_back_now_is_tried_again(tree: Tree) -> None:
    killed_halfway(tree, 1)
    with Killer("replace", 0):
        (message,) = tree.recover()
    assert "tries again" in message
    assert len(tree.recover()) == 1
    assert tree.texts() == OLD


def test_a_recovery_that_failed_leaves_no_litter(tree: Tree) -> None:
    killed_halfway(tree, 1)
    with Killer("replace", 0):
        tree.recover()
    (tree.root / "a.go").write_bytes(b"mine")
    tree.recover()
    assert tree.texts() == {**OLD, "a.go": b"mine"}


def test_two_runs_do_not_write_at_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write([])
    monkeypatch.setattr(apply, "LOCK_SECONDS", 0.2)
    with open(tree.journal / "lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(GofixError, match="another run"):
            tree.write()
        with pytest.raises(GofixError, match="another run"):
            tree.recover()
        assert tree.texts() == OLD
    assert tree.write().failed == ()


def test_a_run_waits_for_another(tree: Tree) -> None:
    script = (
        "import sys, time\nfrom gofix20 import apply\n"
        "with apply._locked(sys.argv[1]):\n    print('here', flush=True)\n    time.sleep(0.3)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tree.journal)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        started = time.monotonic()
        assert tree.write().written == tree.paths(*OLD)
        assert time.monotonic() - started > 0.05


small = st.sampled_from([b"", b"a", b"b\n"])
plans = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.tuples(small, small, small, st.sampled_from(["", "p", "q"]))
)


@given(plans)
@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_groups_are_all_or_none(
    tmp_path_factory: pytest.TempPathFactory, plan: Mapping[str, tuple[bytes, bytes, bytes, str]]
) -> None:
    """Each file: what was read, what is there now, what it is to become, and its group."""
    directory = tmp_path_factory.mktemp("groups")
    root = directory / "tree"
    root.mkdir()
    changes = []
    for name, (read, now, after, group) in plan.items():
        (root / name).write_bytes(now)
        changes.append(change(root / name, read, after, group))
    result = write(changes, root=str(root), journal_directory=str(directory / "journal"))
    fine = {name for name, (read, now, after, _) in plan.items() if now in (read, after)}
    for name, (_, now, after, group) in plan.items():
        whole = name in fine if not group else all(other in fine for other in plan if plan[other][3] == group)
        assert (str(root / name) in result.written) == whole
        assert (root / name).read_bytes() == (after if whole else now)
        assert (str(root / name) in result.stale) == (name not in fine)
