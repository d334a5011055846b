"""Writes changes to disk: each file atomically, the files of a group all or none, a kill survived.

How a group is written, under a lock that all runs with the same journal directory share:

1. Every file is read again. If one is not what the plan was made from, or may not be written, the
   whole group is left alone.
2. The journal is written and synced: where the files are, their old texts, the hashes of the new.
3. Each new text goes, synced, to a temporary file beside its file, with its mode, its extended
   attributes and, as far as we may, its owner.
4. Each file is replaced by `os.replace`, in one step; the directories are synced.
5. The journal is removed.

What a kill leaves is put right under the next lock. If the last file had been replaced, the group
stands. Else it is taken back: a file that has our new text gets its old one. A file that has
neither was changed by someone else meanwhile; it is left as it is, and named. An exception on the
way, Ctrl-C included, takes the group back at once, by the same code.

A symbolic link that leads to a file inside of the root is kept, and the file replaced; one that
leads out is refused. A hard link is parted: the other names keep the old text, which may be outside
of the root or a backup. A file that we may not write to is refused, although replacing it would
only take the right to write to its directory.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gofix20.model import FileChange, GofixError, Problem

LOCK_SECONDS = 30.0
"""How long to wait for another run to finish writing."""


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of the changes, by the paths that they were given with.

    A path in none of the three belongs to a group that was left alone for another of its files.
    """

    written: tuple[str, ...]
    stale: tuple[str, ...]
    """Changed, deleted or (a file that was to be new) created since they were read."""
    failed: tuple[Problem, ...]
    messages: tuple[str, ...] = ()
    """What an earlier run left behind, and was put right first; as from `recover`."""


class _StaleError(Exception):
    """The file is not what it was when it was read."""


class _RefusedError(Exception):
    """The file must not be written; the message says why."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A file to be written."""

    change: FileChange
    path: str
    """Where it really is, no symbolic link on the way."""
    before: bytes | None
    status: os.stat_result | None
    """As it was read; None for a new file."""
    temporary: str


def write(changes: Sequence[FileChange], *, root: str, journal_directory: str) -> WriteResult:
    """Write `changes`, none of them to a file outside of the directory `root`.

    Changes with the same `group` are written together or not at all; without one, each alone.
    Raises GofixError, with nothing written, if another run does not finish writing, or there can be
    no lock in `journal_directory`, which is made if it is not there.
    """
    groups: dict[tuple[str, str], list[FileChange]] = {}
    for change in changes:
        groups.setdefault((change.group, "" if change.group else change.path), []).append(change)
    written: list[str] = []
    stale: list[str] = []
    failed: list[Problem] = []
    with _locked(journal_directory):
        messages = _put_right(journal_directory)
        for group in groups.values():
            outdated, problems = _write_group(group, os.path.realpath(root), journal_directory)
            stale += outdated
            failed += problems
            if not outdated and not problems:
                written += [change.path for change in group]
    return WriteResult(tuple(written), tuple(stale), tuple(failed), tuple(messages))


def recover(journal_directory: str) -> list[str]:
    """Put right what a kill left half written; gives a sentence for each group of files it was.

    Raises GofixError if another run does not finish writing.
    """
    if not os.path.isdir(journal_directory):
        return []
    with _locked(journal_directory):
        return _put_right(journal_directory)


@contextlib.contextmanager
def _locked(journal_directory: str) -> Iterator[None]:
    """Keep other runs out; the system lets go of the lock of one that was killed."""
    with contextlib.ExitStack() as stack:
        try:
            os.makedirs(journal_directory, mode=0o700, exist_ok=True)
            lock = stack.enter_context(open(os.path.join(journal_directory, "lock"), "ab"))
            deadline = time.monotonic() + LOCK_SECONDS
            while not _is_ours(lock.fileno()):
                if time.monotonic() > deadline:
                    message = f"another run of gofix20 has been writing for more than {LOCK_SECONDS:g} seconds"
                    raise GofixError(message, "try again when it has ended")
                time.sleep(0.02)
        except OSError as error:
            message = f"cannot keep a journal in {journal_directory}: {error.strerror}; nothing was written"
            raise GofixError(message, "set GOFIX20_CACHE to a directory that you may write to") from error
        yield


def _is_ours(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_group(changes: Sequence[FileChange], root: str, journal_directory: str) -> tuple[list[str], list[Problem]]:
    """Write all of `changes` or none; gives the paths that are stale and the problems, both empty if written."""
    stale: list[str] = []
    problems: list[Problem] = []
    targets: dict[str, _Target] = {}
    for change in changes:
        try:
            target = _examined(change, root)
            if targets.setdefault(target.path, target).change.after != change.after:
                raise _RefusedError("it is one file under two names, and they would get different texts")
        except _StaleError:
            stale.append(change.path)
        except (_RefusedError, OSError) as error:
            problems.append(_problem(change.path, error))
    todo = [target for target in targets.values() if target.before != target.change.after]
    if stale or problems or not todo:
        return stale, problems
    try:
        journal = _write_journal(todo, journal_directory)
    except OSError as error:
        return [], [_problem(todo[0].change.path, f"no journal can be kept in {journal_directory}: {error.strerror}")]
    at = todo[0]
    try:
        for at in todo:
            _stage(at.temporary, at.change.after, like=None if at.status is None else at.path)
        for at in todo:
            _require_unchanged(at)
            os.replace(at.temporary, at.path)
        _sync_directories(target.path for target in todo)
    except BaseException as error:
        stands = False
        try:
            stands = _settle(journal).stands
        except OSError as second:
            problems.append(_problem(at.path, f"{second.strerror}, while taking back; the next run tries again"))
        if isinstance(error, _StaleError):
            stale.append(at.change.path)
        elif not isinstance(error, OSError):
            raise
        elif not stands:
            problems.append(_problem(at.change.path, error))
    else:
        # All is written: should the journal stay, the next run will find that out.
        with contextlib.suppress(OSError):
            os.unlink(journal)
    return stale, problems


def _examined(change: FileChange, root: str) -> _Target:
    """Look at what is on disk. Raises _StaleError, _RefusedError or OSError."""
    path = os.path.realpath(change.path)
    temporary = os.path.join(os.path.dirname(path), f".gofix20-{secrets.token_hex(8)}.tmp")
    if os.path.commonpath([root, path]) != root:
        raise _RefusedError(f"it is really {path}, outside of {root}: gofix20 follows no symbolic link out of the tree")
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        if change.before is not None:
            raise _StaleError from None
        return _Target(change, path, None, None, temporary)
    if not stat.S_ISREG(status.st_mode):
        raise _RefusedError("it is not a regular file")
    with open(path, "rb") as file:
        text = file.read()
    if text != change.after and (change.before is None or _digest(text) != change.sha256):
        raise _StaleError
    # For root, access() says yes to everything.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise _RefusedError("it is read-only")
    return _Target(change, path, text, status, temporary)


def _require_unchanged(target: _Target) -> None:
    """Raise _StaleError if the file is another one than was examined a moment ago."""
    try:
        now = os.lstat(target.path)
    except FileNotFoundError:
        if target.status is None:
            return
        raise _StaleError from None
    if target.status is None or _identity(now) != _identity(target.status):
        raise _StaleError


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode


def _stage(temporary: str, text: bytes, *, like: str | None, mode: int = 0o666) -> None:
    """Write `text` to a new file, synced, with the attributes of the file `like`, or else with `mode` and umask."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(temporary, flags, mode if like is None else 0o600)
    try:
        rest = memoryview(text)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if like is not None:
            _copy_attributes(handle, like)
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_attributes(handle: int, like: str) -> None:
    ours, status = os.fstat(handle), os.lstat(like)
    if (ours.st_uid, ours.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(handle, status.st_uid, status.st_gid)
        except PermissionError:
            # Only root may give files away; the group may be one of ours.
            with contextlib.suppress(PermissionError):
                os.fchown(handle, -1, status.st_gid)
    if sys.platform == "linux":
        # Access control lists and security labels; a file system may have none, or not let us.
        with contextlib.suppress(OSError):
            for name in os.listxattr(like):
                with contextlib.suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(like, name))
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _write_journal(targets: Sequence[_Target], journal_directory: str) -> str:
    """Put down what is about to happen; gives the path of the journal, which appears whole or not at all."""
    entries = [
        {
            "path": target.path,
            "before": None if target.before is None else base64.b64encode(target.before).decode(),
            "after": _digest(target.change.after),
            "temporary": target.temporary,
        }
        for target in targets
    ]
    path = os.path.join(journal_directory, f"{secrets.token_hex(8)}.json")
    try:
        _stage(path + ".tmp", json.dumps({"version": 1, "files": entries}).encode(), like=None, mode=0o600)
        os.replace(path + ".tmp", path)
        _sync_directories([path])
    except BaseException:
        for name in (path, path + ".tmp"):
            _unlink(name)
        raise
    return path


@dataclass(frozen=True, slots=True)
class _Settled:
    """How a journal was settled."""

    stands: bool
    """All files had been replaced."""
    restored: tuple[str, ...]
    foreign: tuple[str, ...]
    """Changed by someone else since; left alone."""


def _settle(journal: str) -> _Settled:
    """Bring a group to one of its two ends, and remove its journal.

    Every step can be done again, so that it may itself be killed. Raises OSError, and then the
    journal is still there.
    """
    with open(journal, "rb") as file:
        content = json.loads(file.read())
    if content["version"] != 1:
        raise ValueError("the journal of another version of gofix20")
    entries = content["files"]
    ours, foreign = [], []
    # All temporary files were there before the first was moved: one that is left was not moved. (After a
    # power cut it may be lost; then the old text tells.)
    unfinished = any(os.path.lexists(entry["temporary"]) for entry in entries)
    for entry in entries:
        entry["before"] = None if entry["before"] is None else base64.b64decode(entry["before"])
        text = _read_if_there(entry["path"])
        if text is not None and _digest(text) == entry["after"]:
            ours.append(entry)
        elif text == entry["before"]:
            unfinished = True
        else:
            foreign.append(entry["path"])
    if unfinished:
        for entry in ours:
            backup = entry["temporary"] + ".back"
            if entry["before"] is None:
                _unlink(entry["path"])
            else:
                _unlink(backup)
                _stage(backup, entry["before"], like=entry["path"])
                os.replace(backup, entry["path"])
        _sync_directories(entry["path"] for entry in ours)
        for entry in entries:
            _unlink(entry["temporary"] + ".back")
            _unlink(entry["temporary"])
    _unlink(journal)
    restored = [entry["path"] for entry in ours] if unfinished else []
    return _Settled(bool(ours) and not unfinished, tuple(restored), tuple(foreign))


def _put_right(journal_directory: str) -> list[str]:
    """Settle all journals. Under the lock they are those of runs that ended before their time."""
    messages = []
    for name in sorted(os.listdir(journal_directory)):
        path = os.path.join(journal_directory, name)
        if name.endswith(".json.tmp"):
            _unlink(path)
        if not name.endswith(".json"):
            continue
        try:
            settled = _settle(path)
        except OSError as error:
            why = f"{error.filename}: {error.strerror}; the next run tries again"
            messages.append(f"an earlier run was killed while it wrote, and cannot be taken back: {why}")
            continue
        except (ValueError, KeyError, TypeError):
            messages.append(f"an earlier run was killed while it wrote, and its journal {path} cannot be read")
            continue
        if settled.stands:
            messages.append("an earlier run was killed just after it had written its files; they stay as they are")
        elif settled.restored:
            listed = ", ".join(settled.restored)
            messages.append(f"an earlier run was killed while it wrote; what it had written is taken back: {listed}")
            if settled.foreign:
                listed = ", ".join(settled.foreign)
                messages.append(f"changed since that run, and therefore left as they are: {listed}")
    return messages


def _sync_directories(paths: Iterable[str]) -> None:
    """Make sure that the names in the directories of `paths` last."""
    for directory in sorted({os.path.dirname(path) for path in paths}):
        handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read_if_there(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _problem(path: str, error: Exception | str) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Problem("write", path, 0, 0, f"not written: {reason}")
