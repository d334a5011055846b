"""Many machines: the repositories on a Dask cluster, with the same journal and the same results as on one.

Dask keeps nothing, and may run a task twice: what counts is the journal. A task is a repository's key; whoever runs it
has to get the lease first, and each worker has secrets of its own, from its own environment. Here is only what submits
the tasks, and submits them again when the scheduler has forgotten them or a worker is gone.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gofix20.bulk.crew import one
from gofix20.bulk.journal import Journal
from gofix20.bulk.settings import Settings
from gofix20.bulk.work import Kit
from gofix20.model import GofixError

POLL_SECONDS = 2.0
AHEAD = 3
"""Tasks for each thread of the cluster that are submitted at a time: few, so that little is forgotten."""
PATIENCE = 300.0
"""Seconds without a scheduler or a worker, after which the driver gives up; the journal stays as it is."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is sent to a worker: no secret is in it."""

    settings: Settings
    key: str
    update: bool


def perform(task: Task) -> bool:
    """On a worker: take the lease, and work on the repository. False if somebody else has it."""
    return one(_kit(task.settings), task.key, update=task.update)


_kits: dict[int, tuple[Settings, Kit]] = {}
"""By thread: connections and sessions are not shared."""


def _kit(settings: Settings) -> Kit:
    from gofix20.bulk.commands import connected, kit_of

    thread = threading.get_ident()
    if thread not in _kits or _kits[thread][0] != settings:
        journal = Journal(settings.journal_url, settings.name)
        _kits[thread] = settings, kit_of(settings, journal, connected(settings))
    return _kits[thread][1]


class Cluster:
    """Drives a cluster until nothing is due; the counterpart of `Crew`."""

    def __init__(
        self, kit: Kit, scheduler: str, *, update: bool = False, wait: bool = False,
        watcher: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        if kit.journal.is_local:
            raise GofixError(
                "--scheduler needs a journal that all machines can reach, and this one is an SQLite file",
                "set GOFIX20_JOURNAL=postgresql://…, here and for each worker",
            )
        self._kit, self._address, self._update, self._wait, self._watcher = kit, scheduler, update, wait, watcher
        self._stop = threading.Event()
        self._done: set[str] = set()
        """Of an update."""

    def stop(self) -> None:
        self._stop.set()

    def work(self) -> None:
        try:
            import distributed
        except ModuleNotFoundError:
            raise GofixError("--scheduler needs Dask", "python -m pip install 'gofix20[cluster]'") from None
        connect: Any = distributed.Client
        lost: Any = distributed.comm.core.CommClosedError
        since = time.monotonic()
        while not self._stop.is_set():
            try:
                # Connected anew when the scheduler was: one that has been restarted knows nothing of us.
                with connect(self._address, timeout=10, set_as_default=False, name="gofix20") as client:
                    if self._drive(client, distributed, since):
                        return
            except (OSError, TimeoutError, lost) as error:
                if time.monotonic() - since > PATIENCE:
                    raise GofixError(f"the scheduler {self._address} is not there: {error}") from None
                self._pause()
                continue
            since = time.monotonic()

    def _drive(self, client: Any, distributed: Any, since: float) -> bool:
        """Submit what is due and wait for it; True once nothing is, False to connect anew."""
        running: dict[Any, str] = {}
        seen = time.monotonic()
        while not self._stop.is_set():
            if client.status != "running":
                return False
            for future in [future for future in running if future.done()]:
                key = running.pop(future)
                if future.status == "error":
                    # A bug of ours, or a worker that was killed: the journal says what is due again.
                    error = future.exception()
                    if not isinstance(error, (distributed.KilledWorker, distributed.client.FutureCancelledError)):
                        raise error
                elif future.status == "cancelled":
                    return False  # the scheduler has been restarted
                elif self._update:
                    self._done.add(key)
            # Of this machine it is known at once who is dead; of others, when their leases run out.
            self._kit.journal.free(self._kit.roll.is_dead)
            threads = sum(client.nthreads().values())
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > PATIENCE:
                raise GofixError(f"the scheduler {self._address} has no workers", "dask worker ADDRESS --nthreads 2")
            busy = set(running.values()) | self._done
            wanted = AHEAD * threads - len(running)
            # One more than can be submitted: whether there is anything, also while there is no worker.
            due = self._kit.journal.due(len(busy) + max(wanted, 1), update=self._update)
            due = [key for key in due if key not in busy]
            for key in due[: max(wanted, 0)]:
                task = Task(self._kit.settings, key, self._update)
                running[client.submit(perform, task, key=_name(task), pure=False, retries=0)] = key
            if not running and not due and not self._is_more():
                return True
            if self._watcher is not None:
                self._watcher()
            self._pause()
        with contextlib.suppress(Exception):
            client.cancel(list(running))
        return True

    def _is_more(self) -> bool:
        """Is there something that will be due: a lease that has to run out, or what is waited for?"""
        journal = self._kit.journal
        return not self._update and (journal.leased() > 0 or (self._wait and journal.unfinished() > 0))

    def _pause(self) -> None:
        self._stop.wait(POLL_SECONDS)


def _name(task: Task) -> str:
    """Of a task: another each time, since Dask gives the old result for an old name."""
    return f"{task.settings.name}-{task.key}-{time.time_ns()}"
