"""Runs other programs: the one place that starts, waits for and ends a process.

A program is an absolute path, found by us: never in the current directory or by a relative PATH
entry, since the directory that we are pointed at is not trusted to run anything.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from gofix20.model import GofixError

PATIENCE = 5
"""How much nicer is what nobody waits for."""
PAUSE_SECONDS = 0.2
"""After which a pause looks whether it is to end."""
GRACE_SECONDS = 2.0
"""Between asking a process group to end, so that Go removes its work directory, and killing it."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a process left behind."""

    code: int
    stdout: bytes
    stderr: bytes


class CancelledError(Exception):
    """What a thread was doing is not wanted any more."""


class Leash:
    """Ends, from any thread, what the thread that holds it runs, and keeps it from starting more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self.is_cut = False
        self.is_patient = False
        """Can what it runs wait for others?"""

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """By this thread. Raises CancelledError, also from `run`, once it is cut."""
        _held.leash = self
        try:
            self.check()
            yield
        finally:
            _held.leash = None

    def cut(self) -> None:
        with self._lock:
            self.is_cut = True
            for process in self._running:
                if process.returncode is None:
                    _signal_group(process.pid, signal.SIGKILL)

    def check(self) -> None:
        if self.is_cut:
            raise CancelledError

    @contextlib.contextmanager
    def on(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        if self.is_patient:
            with contextlib.suppress(OSError):
                nicer = min(os.getpriority(os.PRIO_PROCESS, 0) + PATIENCE, 19)
                os.setpriority(os.PRIO_PROCESS, process.pid, nicer)
        with self._lock:
            self._running.add(process)
            if self.is_cut:
                _signal_group(process.pid, signal.SIGKILL)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(process)


_held = threading.local()


_withheld: set[str] = set()


def withhold(names: Iterable[str]) -> None:
    """Keep these environment variables from every process that is started from now on: they hold secrets."""
    _withheld.update(names)


def pause(seconds: float) -> None:
    """Sleep; CancelledError if the leash that this thread holds is cut meanwhile."""
    leash: Leash | None = getattr(_held, "leash", None)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(left if leash is None else min(left, PAUSE_SECONDS))
        if leash is not None:
            leash.check()


def path_entries() -> list[str]:
    """Give the entries of PATH that do not depend on the current directory."""
    return [entry for entry in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(entry)]


def programs(name: str) -> list[str]:
    """Give the absolute paths of all programs of a name on PATH, in order."""
    paths = (os.path.join(entry, name) for entry in path_entries())
    return [path for path in paths if os.path.isfile(path) and os.access(path, os.X_OK)]


def run(
    argv: Sequence[str],
    *,
    cwd: str,
    env: Mapping[str, str],
    stdin: bytes | None = None,
    timeout: float | None = None,
    inherited: Sequence[int] = (),
) -> Completed:
    """Run an absolute `argv[0]` to its end; no shell, no terminal, standard input empty unless given.

    Its whole process group is ended on a timeout (`timeout` seconds, a GofixError), on
    KeyboardInterrupt, and on any other exception. GofixError also if it cannot be started. CancelledError if
    the leash that this thread holds is cut. `inherited`: file descriptors that it gets.
    """
    leash: Leash | None = getattr(_held, "leash", None)
    if leash is not None:
        leash.check()
    process = _spawn(
        argv, cwd, env, subprocess.DEVNULL if stdin is None else subprocess.PIPE, subprocess.PIPE, inherited
    )
    try:
        with contextlib.nullcontext() if leash is None else leash.on(process):
            stdout, stderr = process.communicate(stdin, timeout)
    except subprocess.TimeoutExpired:
        stop(process)
        raise GofixError(f"`{' '.join(argv[:3])}` did not end within {timeout:g} seconds") from None
    except BaseException:
        stop(process)
        raise
    if leash is not None:
        leash.check()
    return Completed(process.returncode, stdout, stderr)


def start(
    argv: Sequence[str], *, cwd: str, env: Mapping[str, str], stderr: int | IO[bytes] = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a resident process with pipes for standard input and output; end it with `stop`.

    `stderr` is a file, or `subprocess.DEVNULL`: a pipe that nobody reads would fill and block it.
    """
    return _spawn(argv, cwd, env, subprocess.PIPE, stderr)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, close its pipes, and reap it; a second call does nothing."""
    try:
        # Once it is reaped, its number may be another's.
        if process.returncode is None:
            _signal_group(process.pid, signal.SIGINT)
            _wait_unreaped(process.pid, GRACE_SECONDS)
    finally:
        # Reached by a second Ctrl-C during the grace too. What it started may outlive it, so its
        # group is killed before it is reaped, while the number is still its own.
        if process.returncode is None:
            _signal_group(process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5.0)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _wait_unreaped(pid: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(ChildProcessError):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
                return
        time.sleep(0.01)


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _spawn(
    argv: Sequence[str],
    cwd: str,
    env: Mapping[str, str],
    stdin: int,
    stderr: int | IO[bytes],
    inherited: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    if not os.path.isabs(argv[0]):
        raise ValueError(f"not an absolute path: {argv[0]!r}")
    directory = os.path.abspath(cwd)
    try:
        return subprocess.Popen(
            argv,
            cwd=directory,
            # Go believes $PWD if it is the same directory, and names files by it.
            env={**{name: value for name, value in env.items() if name not in _withheld}, "PWD": directory},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            pass_fds=inherited,
            # A group of its own, so that one signal reaches all of it, and not our terminal.
            start_new_session=True,
        )
    except OSError as error:
        where = f"{error.filename}: " if isinstance(error.filename, str) and error.filename != argv[0] else ""
        raise GofixError(f"cannot run {argv[0]}: {where}{error.strerror or error}") from None
