"""A progress line on standard error, for a run that takes longer than a second."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

DELAY = 1.0
"""Seconds that a run may take before anything is drawn."""


class ProgressLine:
    """The engine's progress. It is drawn by a thread, for a stage that waits for Go says nothing for long."""

    def __init__(self, console: Console, delay: float = DELAY) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            # Both streams are ours to write to, as bytes: rich would put text streams in their place.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task: TaskID | None = None
        self._drawn = False
        self._closed = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(delay, self._start)
        self._timer.daemon = True
        self._timer.start()

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; `total` is its number of steps, None where that is not known."""
        previous, self._task = self._task, self._progress.add_task(name, total=total)
        if previous is not None:
            self._progress.remove_task(previous)

    def advance(self, n: int = 1) -> None:
        """`n` steps of the stage are done."""
        if self._task is not None:
            self._progress.advance(self._task, n)

    def close(self) -> None:
        """Takes the line away, if there is one; none appears after that."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._drawn:
                self._progress.stop()

    def _start(self) -> None:
        with self._lock:
            if not self._closed:
                self._drawn = True
                self._progress.start()


@contextlib.contextmanager
def progress_line(*, color: bool) -> Iterator[ProgressLine]:
    """A progress line for the length of a `with`."""
    line = ProgressLine(Console(stderr=True, no_color=not color))
    try:
        yield line
    finally:
        line.close()
