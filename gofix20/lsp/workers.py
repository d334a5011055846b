"""Threads that do one task after another, the most wanted first; a task that nobody wants any more is ended."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from gofix20.process import CancelledError, Leash

Made = TypeVar("Made")

SHOWN, WANTED = 0, -1
"""How soon something is to be done: somebody may come to want it, or is waiting for it."""


class Task(Generic[Made]):
    """Something to be made, in a thread."""

    def __init__(self, work: Callable[[], Made]) -> None:
        self.work = work
        self.future: Future[Made] = Future()
        self.is_wanted = False
        """Is somebody waiting for it?"""
        self.leash = Leash()

    def cancel(self) -> None:
        """Its future is cancelled at once; what runs for it is ended."""
        self.future.cancel()
        self.leash.cut()

    def run(self) -> None:
        if self.leash.is_cut:
            return
        try:
            with self.leash.held():
                made = self.work()
        except CancelledError:
            self.future.cancel()
        except BaseException as error:
            if not self.future.cancelled():
                self.future.set_exception(error)
        else:
            if not self.future.cancelled():
                self.future.set_result(made)


class Worker:
    """One thread. A lower number is more wanted."""

    def __init__(self, name: str) -> None:
        self._wake = threading.Condition()
        self._waiting: list[tuple[int, int, Task[Any]]] = []
        self._numbers = itertools.count()
        self._running: Task[Any] | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name=f"gofix20-{name}", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], Made], priority: int) -> Task[Made]:
        task: Task[Made] = Task(work)
        self.want(task, priority)
        return task

    def want(self, task: Task[Made], priority: int) -> None:
        """Do a task, which may be waiting already, as soon as one of this priority is due.

        One that nobody waits for is ended for one that somebody does: it is made again when it is asked for.
        """
        with self._wake:
            task.is_wanted = task.is_wanted or priority <= WANTED
            running = self._running
            if task.is_wanted and running is not None and running is not task and not running.is_wanted:
                running.cancel()
            heapq.heappush(self._waiting, (priority, next(self._numbers), task))
            self._wake.notify()

    def close(self, seconds: float = 5.0) -> None:
        with self._wake:
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
            running = self._running
            self._wake.notify()
        for _, _, task in waiting:
            task.cancel()
        if running is not None:
            running.cancel()
        self._thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._is_closed:
                    self._wake.wait()
                if self._is_closed:
                    return
                priority, _, task = heapq.heappop(self._waiting)
                if task.future.done():
                    continue  # it was wanted more than once
                self._running = task
            # Two go vets take all of a small machine, and somebody types there.
            task.leash.is_patient = priority > WANTED
            task.run()
            with self._wake:
                self._running = None
