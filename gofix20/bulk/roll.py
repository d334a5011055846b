"""Which workers of this machine are alive: each holds a lock on a file, which the system takes from the dead.

So what a worker left behind when it was killed is known to be nobody's at once, and not only when its lease runs out.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import socket

from gofix20.bulk.git import remove

MARK = "@"


class Roll:
    """The files are in `directory`; names are of this machine."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._host = socket.gethostname()
        self._held: list[int] = []
        os.makedirs(directory, exist_ok=True)

    def enroll(self) -> str:
        """A new name, that is alive for as long as this process is."""
        name = f"{self._host}{MARK}{os.getpid()}-{secrets.token_hex(4)}"
        handle = os.open(os.path.join(self.directory, name), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._held.append(handle)
        return name

    def is_dead(self, name: str) -> bool:
        """Was it a worker here, and is it no more? Of other machines nothing is known."""
        if not name.startswith(self._host + MARK) or "/" in name:
            return False
        try:
            handle = os.open(os.path.join(self.directory, name), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(handle)
        return True

    def sweep(self, checkouts: str) -> None:
        """Delete what the dead have left: their checkouts, whose names begin with theirs, and their own files."""
        for entry in os.listdir(checkouts) if os.path.isdir(checkouts) else ():
            if self.is_dead(entry.partition("~")[0]):
                remove(os.path.join(checkouts, entry))
        for name in os.listdir(self.directory):
            if self.is_dead(name):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(self.directory, name))

    def close(self) -> None:
        for handle in self._held:
            os.close(handle)
        self._held.clear()
