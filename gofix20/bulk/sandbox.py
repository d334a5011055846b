"""A sandbox for other people's tests, by bubblewrap (`bwrap`): what runs in it sees the checkout, Go, the system's
programs, and nothing of ours.

In particular: no process but its own (a child with a clean environment could still read its parent's from /proc), no
HOME but an empty one, no sockets of agents, no network unless it is allowed, nothing that it can write but the
checkout, its HOME and /tmp. It is no ordinary user's account and no root's: without capabilities, in namespaces of its
own, and all of it ends with us.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gofix20.model import GofixError
from gofix20.process import programs, run

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store")
_SETTINGS = (
    "passwd", "group", "nsswitch.conf", "hosts", "host.conf", "resolv.conf", "localtime", "timezone", "mime.types",
    "protocols",
    "services", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ssl/certs", "ca-certificates", "pki", "alternatives",
)  # fmt: skip
"""Of /etc. Not all of it: there are keys and passwords in it."""
USER = 1000
"""Whom the tests take themselves for. Some do not work as root, and some programs refuse to."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a program in the sandbox has."""

    readable: Sequence[str]
    """Directories and files, where they are."""
    writable: Sequence[str]
    home: str
    """Writable, and its HOME."""
    environment: Mapping[str, str]
    network: bool
    memory: int
    """MiB, for each process, and for what is in /tmp."""


def program() -> str:
    """bwrap, if it is here and works. GofixError says what else can be done."""
    hint = 'install bubblewrap; or, if the repositories are trusted, set sandbox = "none" or run = false under [tests]'
    found = next(iter(programs("bwrap")), None)
    if found is None:
        raise GofixError("the repositories' tests are to be run, and there is no sandbox (bwrap) for them", hint)
    argv = [found, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    done = run(argv, cwd="/", env={"PATH": os.environ.get("PATH", "")}, timeout=60)
    if done.code:
        said = done.stderr.decode(errors="replace").strip()
        raise GofixError(f"the repositories' tests are to be run, and bwrap does not work here: {said}", hint)
    return found


def wrapped(bwrap: str, room: Room) -> list[str]:
    """What to put before the program and its arguments; the current directory has to be in the room."""
    argv = [
        bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", str(USER),
        "--gid", str(USER), "--hostname", "sandbox", "--proc", "/proc", "--dev", "/dev",
        "--size", str(room.memory << 20), "--tmpfs", "/tmp", "--dir", "/run", "--symlink", "/tmp", "/var/tmp",
    ]  # fmt: skip
    if room.network:
        argv.append("--share-net")
    for path in _SYSTEM:
        if os.path.islink(path):
            argv += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            argv += ["--ro-bind", path, path]
    for name in _SETTINGS:
        argv += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in room.writable:
        argv += ["--bind", path, path]
    argv += ["--bind", room.home, room.home]
    for path in room.readable:  # last: what is only to be read may be in what may be written
        argv += ["--ro-bind", path, path]
    argv += ["--remount-ro", "/", "--clearenv"]
    for name, value in ({**room.environment, "HOME": room.home, "TMPDIR": "/tmp"}).items():
        argv += ["--setenv", name, value]
    # Of each process; a file that one writes is bounded too (ulimit counts blocks of 512 bytes).
    limits = f"ulimit -d {room.memory << 10}; ulimit -f {room.memory << 11}; ulimit -c 0"
    return [*argv, "--", "/bin/sh", "-c", f'{limits}; exec "$@"', "sh"]


def script(argv: Sequence[str]) -> str:
    """A shell script that runs these with whatever it is given behind them: for `go test -exec`."""
    return f'#!/bin/sh\nexec {shlex.join(argv)} "$@"\n'
