"""What happens when: documents come and change, are looked at, and what is found is shown and verified.

All of it is for the thread of the event loop; the engine runs in the workshop's threads. An answer counts only for
the versions that it was asked about: one that comes late is dropped, since the next is under way already.
"""

from __future__ import annotations

import asyncio
import functools
import os
import time
import traceback
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, Protocol

from lsprotocol.types import Diagnostic

from gofix20 import engine, process
from gofix20.helper import HelperError
from gofix20.lsp.diagnostics import diagnostic, is_fixable, shown
from gofix20.lsp.documents import Document, Documents, texts_of
from gofix20.lsp.settings import Settings
from gofix20.lsp.workers import Task
from gofix20.lsp.workshop import Snapshot, Verified, Wish, Workshop
from gofix20.model import GofixError, Outcome, Plan, Problem, Refusal, Safety

MOST_WISHES = 200
"""Verdicts that are kept, the latest."""
MOST_AHEAD = 20
"""Fixes of a file that are verified before anybody asks: each takes a `go vet` of its package."""
MOST_COMPLAINTS = 100
LONG = 1.0
"""Seconds after which it is said that something is going on."""
PAUSE = 0.3
"""Seconds between showing findings and verifying them, so that nothing is verified between two words."""


class Editor(Protocol):
    """What the session has to say to whoever has the documents open."""

    def publish(self, uri: str, version: int | None, diagnostics: Sequence[Diagnostic]) -> None: ...
    def log(self, message: str, *, debug: bool = False) -> None: ...
    def warn(self, message: str) -> None: ...
    def status(self, state: str, message: str) -> None: ...
    def begin(self, title: str) -> Progress: ...


class Progress(engine.Progress, Protocol):
    """A line that says how far something has come; for any thread."""

    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one text of a document."""

    edition: int
    outcomes: tuple[Outcome, ...]
    refusals: tuple[Refusal, ...]
    broken: str
    """Why nothing of its package can be fixed as it stands; empty if it compiles."""


class Session:
    """One editor."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.documents = Documents()
        self.folders: list[str] = []
        self.settings: dict[str, Settings] = {"": Settings()}
        """By folder; the one of the empty name is for everything else."""
        self.pages: Mapping[str, str] = {}
        self._workshop = Workshop()
        self._seen: dict[str, Seen] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._looking: dict[str, Task[Plan]] = {}
        self._wishes: OrderedDict[Wish, Task[Verified]] = OrderedDict()
        self._saves: Counter[str] = Counter()
        self._generation = 0
        self._told: set[str] = set()
        self._is_closed = False

    # Documents

    def opened(self, document: Document) -> None:
        self.schedule(document.directory, 0.0)

    def changed(self, document: Document) -> None:
        self._seen.pop(document.path, None)
        self._forget(document.directory)
        self.schedule(document.directory)

    def saved(self, document: Document) -> None:
        self.documents.saved(document)
        self.file_changed(document.path)

    def closed(self, document: Document) -> None:
        self._seen.pop(document.path, None)
        self.editor.publish(document.uri, None, ())
        if self.documents.beside(document.directory):
            # The others saw its unsaved text.
            if document.is_dirty:
                self.schedule(document.directory)
        else:
            self._stop(document.directory)
            self._forget(document.directory)

    def file_changed(self, path: str) -> None:
        """On disk, by whoever."""
        directory = os.path.dirname(path)
        self._saves[directory] += 1
        self._workshop.outdate(module_of(directory), directory if path.endswith(".go") else None)
        for other in {document.directory for document in self.documents}:
            if module_of(other) == module_of(directory) or path.endswith((".toml", ".mod", ".work")):
                self.schedule(other, 0.0 if other == directory else 1.0)

    def reconfigured(self) -> None:
        """Settings or folders are others now."""
        self._generation += 1
        for directory in {document.directory for document in self.documents}:
            self.schedule(directory, 0.0)

    def restart(self) -> None:
        self._told.clear()
        for task in self._wishes.values():
            task.cancel()
        self._wishes.clear()
        self._workshop.restart()
        self._workshop.outdate()
        self.reconfigured()

    def close(self) -> None:
        self._is_closed = True
        for timer in self._timers.values():
            timer.cancel()
        for wish in self._wishes.values():
            wish.cancel()
        for look in self._looking.values():
            look.cancel()
        self._workshop.close()

    # Looking

    def schedule(self, directory: str, delay: float | None = None) -> None:
        """Look at the open files of a package, once nobody types for a while."""
        if self._is_closed:
            return
        timer = self._timers.pop(directory, None)
        if timer is not None:
            timer.cancel()
        if delay is None:
            delay = self.settings_of(directory).debounce
        loop = asyncio.get_running_loop()
        self._timers[directory] = loop.call_later(delay, self._look, directory)

    def snapshot(self, directory: str, *, whole: bool = False) -> Snapshot:
        """The package of a directory, or all that is below it."""
        root = directory if whole else module_of(directory) or directory
        documents = self.documents.laid(directory, root)
        return Snapshot(
            directory,
            root,
            tuple(sorted((document.path, document.edition) for document in documents)),
            self._generation + sum(count for place, count in self._saves.items() if place != directory),
            texts_of(documents),
            tuple(sorted(document.path for document in documents if document.directory == directory)),
            self.settings_of(directory),
        )

    def settings_of(self, directory: str) -> Settings:
        inside = [folder for folder in self.settings if f"{directory}/".startswith(f"{folder}/")]
        return self.settings[max(inside, key=len, default="")]

    def _look(self, directory: str) -> None:
        self._timers.pop(directory, None)
        if not self.documents.beside(directory):
            return
        if module_of(directory) is None:
            self.editor.log(f"{directory} is in no module: nothing is looked at", debug=True)
            return
        snapshot = self.snapshot(directory)
        before = self._looking.pop(directory, None)
        if before is not None:
            before.cancel()
        task = self._looking[directory] = self._workshop.look(snapshot)
        self.editor.status("busy", f"looking at {os.path.basename(directory)}")
        self._tell_if_long(task, f"looking at {os.path.basename(directory)}")
        self._then(task.future, functools.partial(self._looked, snapshot, task, time.monotonic()))

    def _looked(self, snapshot: Snapshot, task: Task[Plan], start: float) -> None:
        if self._looking.get(snapshot.directory) is task:
            del self._looking[snapshot.directory]
        plan = self._result(task.future, snapshot)
        if plan is None:
            return
        seconds = time.monotonic() - start
        editions = dict(snapshot.editions)
        found = 0
        # Then what is refused is refused for what is not known of it.
        broken = reason_of(plan.problems)
        for document in self.documents.beside(snapshot.directory):
            if editions.get(document.path) != document.edition:
                continue  # it has changed since: another look is scheduled
            seen = Seen(
                document.edition,
                tuple(shown(plan.outcomes, document.path)),
                () if broken else tuple(refusal for refusal in plan.refusals if refusal.path == document.path),
                broken,
            )
            self._seen[document.path] = seen
            found += len(seen.outcomes)
            marks = [diagnostic(outcome.finding, document.text, self.pages) for outcome in seen.outcomes]
            self.editor.publish(document.uri, document.version, marks)
        name = os.path.basename(snapshot.directory)
        self.editor.log(f"{name}: {found} findings in {seconds * 1000:.0f} ms", debug=True)
        for problem in plan.problems:
            self.editor.log(f"{name}: {problem.message}", debug=True)
            if "helper died" in problem.message:
                self._complain(f"{problem.message}; the command gofix20.restart starts it anew")
        self.editor.status("ok", f"{found} in {name}")
        if snapshot == self.snapshot(snapshot.directory):
            asyncio.get_running_loop().call_later(PAUSE, self._verify_shown, snapshot)

    def _tell_if_long(self, task: Task[Any], title: str) -> None:
        def tell() -> None:
            if not task.future.done() and not self._is_closed:
                progress = self.editor.begin(title)
                task.future.add_done_callback(lambda _: progress.end())

        asyncio.get_running_loop().call_later(LONG, tell)

    def _result(self, future: Future[Plan], snapshot: Snapshot) -> Plan | None:
        try:
            return future.result()
        except (process.CancelledError, CancelledError):
            return None
        except GofixError as error:
            text = f"{error.message}\n{error.hint}" if error.hint else error.message
            self._complain(text)
        except HelperError as error:
            self._complain(f"{error}; the command gofix20.restart starts it anew")
        except Exception as error:
            self.editor.log("".join(traceback.format_exception(error)))
            self._complain(f"this is a bug in gofix20: {type(error).__name__}: {error}; its log has more")
        for document in self.documents.beside(snapshot.directory):
            if dict(snapshot.editions).get(document.path) == document.edition:
                self.editor.publish(document.uri, document.version, ())
        return None

    def _complain(self, text: str) -> None:
        self.editor.status("error", text)
        if text not in self._told and len(self._told) < MOST_COMPLAINTS:
            self._told.add(text)
            self.editor.warn(text)

    def seen(self, document: Document) -> Seen | None:
        """What was found in a document as it is now; None if nobody has looked yet."""
        found = self._seen.get(document.path)
        return found if found is not None and found.edition == document.edition else None

    # Verifying

    def _verify_shown(self, snapshot: Snapshot) -> None:
        if self._is_closed or snapshot != self.snapshot(snapshot.directory):
            return
        for path in snapshot.files:
            seen = self._seen.get(path)
            if seen is None or seen.broken:
                continue
            fixable = [one for one in seen.outcomes if is_fixable(one, unsafe=snapshot.settings.unsafe_fixes)]
            document = self.documents.get(path)
            at = 0 if document is None else document.touched
            # What is next to where somebody types is asked for first, if anything is.
            fixable.sort(key=lambda outcome: abs(outcome.finding.start - at))
            for outcome in fixable[:MOST_AHEAD]:
                self.verify(Wish(snapshot, (path,), engine.site_of(outcome.finding)))
            if any(one.finding.fix is not None and one.finding.fix.safety is Safety.SAFE for one in fixable):
                self.verify(Wish(snapshot, (path,)))

    def verify(self, wish: Wish, *, now: bool = False) -> Task[Verified]:
        """The verdict on a wish, as soon as it is there."""
        task = self._wishes.get(wish)
        if task is None or task.future.cancelled() or failed(task.future):
            task = self._wishes[wish] = self._workshop.verify(wish)
            while len(self._wishes) > MOST_WISHES:
                self._wishes.popitem(last=False)[1].cancel()
        self._wishes.move_to_end(wish)
        if now and not task.future.done():
            self._workshop.hurry(task)
            self._tell_if_long(task, f"verifying a fix in {os.path.basename(wish.paths[0])}")
        return task

    def fix_everything(self, folder: str, progress: Progress) -> Task[Verified]:
        return self._workshop.fix_everything(self.snapshot(folder, whole=True), progress)

    def report(self, folder: str, progress: Progress) -> Task[Plan]:
        return self._workshop.report(self.snapshot(folder, whole=True), progress)

    def verdict(self, wish: Wish) -> Verified | None:
        """The same if it is there already."""
        task = self._wishes.get(wish)
        if task is None or not task.future.done() or task.future.cancelled() or failed(task.future):
            return None
        return task.future.result()

    def _forget(self, directory: str) -> None:
        """End what was being verified of an older text."""
        for wish in [wish for wish in self._wishes if wish.snapshot.directory == directory]:
            self._wishes.pop(wish).cancel()

    def _stop(self, directory: str) -> None:
        if (timer := self._timers.pop(directory, None)) is not None:
            timer.cancel()
        if (task := self._looking.pop(directory, None)) is not None:
            task.cancel()

    def _then(self, future: Future[Plan], call: functools.partial[None]) -> None:
        loop = asyncio.get_running_loop()

        def done(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(call)

        future.add_done_callback(done)


def failed(future: Future[Verified]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is not None


def reason_of(problems: Sequence[Problem]) -> str:
    """Why a package cannot be fixed, if it does not compile."""
    for problem in problems:
        if problem.stage in ("types", "parse", "list", "dependency"):
            return problem.message
    return ""


@functools.lru_cache(maxsize=1024)
def _module_of(directory: str, epoch: int) -> str | None:
    work = os.environ.get("GOWORK", "")
    found: str | None = None
    above = directory
    while True:
        if found is None and os.path.isfile(os.path.join(above, "go.mod")):
            found = above
        if work != "off" and os.path.isfile(os.path.join(above, "go.work")):
            return above
        if os.path.dirname(above) == above:
            return found
        above = os.path.dirname(above)


def module_of(directory: str) -> str | None:
    """The root of the workspace or module that a directory is in."""
    # Asked at every keystroke, and go.mod files come and go seldom.
    return _module_of(directory, int(time.monotonic() / 5.0))
