"""Runs the engine for the editor: findings at once, and each new text that is offered only once it is verified.

Two helpers a module, each with its own thread: what was typed is not to wait for what is being verified.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from gofix20 import engine
from gofix20.config import Overrides
from gofix20.helper import HelperError
from gofix20.lsp.settings import Settings
from gofix20.lsp.workers import SHOWN, WANTED, Task, Worker
from gofix20.model import FileChange, Plan, Status
from gofix20.warm import Warm

MOST_MODULES = 3
"""Modules whose types stay loaded, the ones that were used last."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The package of a directory, as it stood when somebody asked."""

    directory: str
    root: str
    """The module's: what is loaded is shared in it."""
    editions: tuple[tuple[str, int], ...]
    """Of the documents whose texts count."""
    epoch: int
    """Which state of the disk."""
    texts: Mapping[str, bytes] = field(compare=False, hash=False)
    files: tuple[str, ...]
    """Those that are open, of this package."""
    settings: Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """Fixes that are asked for: one finding's (`site`), or the SAFE ones of a file or a package (`paths`)."""

    snapshot: Snapshot
    paths: tuple[str, ...]
    site: engine.Site | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a wish: changes that passed, or why there are none; neither where there is nothing to be done."""

    changes: tuple[FileChange, ...] = ()
    reason: str = ""
    applied: int = 0
    """How many fixes are in them."""


class Workshop:
    """All methods but the tasks themselves are for one thread."""

    def __init__(self) -> None:
        self._looking = Worker("looking")
        self._verifying = Worker("verifying")
        self._kept: OrderedDict[str, tuple[Warm, Warm]] = OrderedDict()

    def look(self, snapshot: Snapshot) -> Task[Plan]:
        """The findings in the open files of a package."""
        warm = self._warm(snapshot.root)[0]
        return self._looking.submit(lambda: _look(snapshot, warm), WANTED)

    def verify(self, wish: Wish) -> Task[Verified]:
        warm = self._warm(wish.snapshot.root)[1]
        return self._verifying.submit(lambda: _verify(wish, warm), SHOWN)

    def fix_everything(self, snapshot: Snapshot, progress: engine.Progress) -> Task[Verified]:
        """All SAFE fixes below the snapshot's directory."""
        wish = Wish(snapshot, ("./...",))
        return self._verifying.submit(lambda: _verify(wish, None, progress), WANTED)

    def report(self, snapshot: Snapshot, progress: engine.Progress) -> Task[Plan]:
        """All findings and refusals below the snapshot's directory."""
        request = _request(snapshot, ("./...",), verify=False)
        return self._verifying.submit(lambda: engine.run(request, progress), WANTED)

    def hurry(self, task: Task[Verified]) -> None:
        self._verifying.want(task, WANTED)

    def outdate(self, root: str | None = None, directory: str | None = None) -> None:
        """Something changed on disk: in a package of a module, in all of it, anywhere."""
        for place, pair in self._kept.items():
            if root is None or place == root:
                for warm in pair:
                    warm.outdate(directory)

    def restart(self) -> list[threading.Thread]:
        """End what is loaded; it is loaded anew when it is needed."""
        closing = [thread for pair in self._kept.values() for thread in _close(pair)]
        self._kept.clear()
        return closing

    def close(self) -> None:
        for worker in (self._looking, self._verifying):
            worker.close()
        for thread in self.restart():
            thread.join(5.0)

    def _warm(self, root: str) -> tuple[Warm, Warm]:
        if root not in self._kept:
            self._kept[root] = Warm(), Warm()
        self._kept.move_to_end(root)
        while len(self._kept) > MOST_MODULES:
            _close(self._kept.popitem(last=False)[1])
        return self._kept[root]


def _close(pair: tuple[Warm, Warm]) -> list[threading.Thread]:
    """A run that is under way ends first, and nobody here waits for it."""
    threads = [threading.Thread(target=warm.retire, daemon=True) for warm in pair]
    for thread in threads:
        thread.start()
    return threads


def _request(snapshot: Snapshot, paths: tuple[str, ...], **given: object) -> engine.Request:
    settings = snapshot.settings
    overrides = Overrides(
        select=settings.select,
        ignore=settings.ignore,
        min_gain=settings.min_gain,
        tags=settings.tags,
        unsafe=bool(given.pop("unsafe", False)),
    )
    return engine.Request(
        snapshot.directory, paths, overrides, go=settings.go, jobs=1, cache=False, unsaved=snapshot.texts,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def _look(snapshot: Snapshot, warm: Warm) -> Plan:
    request = _request(snapshot, snapshot.files, verify=False, tolerant=True)
    return _run(request, None, warm)


def _run(request: engine.Request, progress: engine.Progress | None, warm: Warm | None) -> Plan:
    if warm is None:
        return engine.run(request, progress)
    with warm.lock:
        try:
            return engine.run(request, progress, warm)
        except HelperError:
            # It starts again, a few times; perhaps it was killed for the memory that it had taken.
            return engine.run(request, progress, warm)


def _verify(wish: Wish, warm: Warm | None, progress: engine.Progress | None = None) -> Verified:
    only = None if wish.site is None else frozenset([wish.site])
    plan = _run(
        _request(wish.snapshot, wish.paths, verify=True, only=only, unsafe=wish.site is not None), progress, warm
    )
    applied = sum(outcome.status is Status.APPLIED for outcome in plan.outcomes)
    if not plan.verdict.ok:
        return Verified(reason="; ".join(problem.message for problem in plan.verdict.problems))
    if not plan.changes or not applied:
        return Verified(reason=_why_not(wish, plan))
    return Verified(plan.changes, applied=applied)


def _why_not(wish: Wish, plan: Plan) -> str:
    """Why a run came to no change: in the compiler's words if it has any."""
    for outcome in plan.outcomes:
        asked = wish.site is None or wish.site == engine.site_of(outcome.finding)
        if asked and outcome.status in (Status.REJECTED, Status.CONFLICT):
            return outcome.reason or "its edits overlap"
    for problem in plan.problems:
        place = f"{os.path.basename(problem.path)}:{problem.line}: " if problem.path and problem.line else ""
        return place + problem.message
    return "" if wish.site is None else "there is nothing to fix any more"
