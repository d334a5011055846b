"""Many repositories at a time, on one machine: threads that take what is due from the journal until nothing is.

The threads wait for git, the engine's processes and the tests; so many of them run as `limits.jobs` says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from gofix20.bulk.journal import Standing
from gofix20.bulk.work import MOST_ATTEMPTS, Kit, work_on

POLL_SECONDS = 1.0


class Crew:
    """Works on what is due until nothing is, or it is told to stop.

    `wait`: also until what waits for a limit, or failed and is to be tried again, is done. `watcher` is called about
    once a second.
    """

    def __init__(
        self, kit: Kit, jobs: int, *, update: bool = False, wait: bool = False,
        watcher: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self._kit, self._jobs, self._update, self._wait, self._watcher = kit, jobs, update, wait, watcher
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._taken: set[str] = set()
        """What is being worked on; of an update, also what is done."""
        self._running = 0
        self._error: BaseException | None = None

    def stop(self) -> None:
        """Begin nothing new."""
        self._stop.set()

    def work(self) -> None:
        """Raises what went wrong in a thread: a bug, or a journal that is gone; all else is in the journal."""
        self._kit.journal.free(self._kit.roll.is_dead)
        threads = [
            threading.Thread(target=self._thread, name=f"worker {number}", daemon=True)
            for number in range(self._jobs)
        ]
        for thread in threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in threads):
                for thread in threads:
                    thread.join(POLL_SECONDS / len(threads))
                if self._watcher is not None:
                    self._watcher()
        finally:
            self.stop()
        if self._error is not None:
            raise self._error

    def _thread(self) -> None:
        kit = replace(self._kit, owner=self._kit.roll.enroll())
        try:
            while not self._stop.is_set():
                key = self._next()
                if key is None:
                    return
                if not key:
                    self._stop.wait(POLL_SECONDS)
                    continue
                try:
                    one(kit, key, update=self._update)
                finally:
                    self._done(key)
        except BaseException as error:
            self._error = error
            self._stop.set()

    def _next(self) -> str | None:
        """The key of a repository to work on; empty for "not yet"; None for "nothing more"."""
        with self._lock:
            for key in self._kit.journal.due(len(self._taken) + 1, update=self._update):
                if key not in self._taken:
                    self._taken.add(key)
                    self._running += 1
                    return key
            # What runs now may be due again, if it comes to nothing.
            is_more = self._running > 0 or (self._wait and self._kit.journal.unfinished() > 0)
            return "" if is_more and not self._update else None

    def _done(self, key: str) -> None:
        with self._lock:
            self._running -= 1
            if not self._update:
                self._taken.discard(key)


def one(kit: Kit, key: str, *, update: bool = False) -> bool:
    """Work on one repository, if nobody else does."""
    lease = kit.journal.acquire(key, kit.owner)
    if lease is None:
        return False
    repository = kit.journal.repository(key)
    if repository is not None and repository.attempts > MOST_ATTEMPTS:
        # Each time, whoever worked on it ended without a word.
        lease.release(Standing.FAILED, f"given up: {MOST_ATTEMPTS} attempts have ended halfway", retry=False)
    else:
        work_on(kit, lease, update=update)
    return True
