"""What `gofix20 migrate …` does: settings, journal and forges are put together, and somebody is told how it goes.

Exit codes: 0 all is done; 1 something failed, or waits; 2, by GofixError, nothing was begun; 130 interrupted.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from types import FrameType
from typing import Any

import rich.live
from rich.console import Console

from gofix20.bulk import beginning, metrics, report, sandbox, sources, table
from gofix20.bulk import settings as files
from gofix20.bulk.crew import Crew
from gofix20.bulk.fixing import fixing
from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import Forge, Target
from gofix20.bulk.git import Git, Remote, identity
from gofix20.bulk.journal import Journal, Stage, Standing
from gofix20.bulk.overview import Overview
from gofix20.bulk.parts import divided
from gofix20.bulk.roll import Roll
from gofix20.bulk.secrets import clean, holders
from gofix20.bulk.settings import Settings
from gofix20.bulk.work import Kit, withdraw_all
from gofix20.model import GofixError
from gofix20.process import withhold
from gofix20.report.terminal import Terminal
from gofix20.report.text import visible
from gofix20.toolchain import cache_directory

DEFAULT = "migration.toml"
OVERVIEW_SECONDS = 2.0
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Options:
    """What all of the commands take."""

    config: str = DEFAULT
    quiet: bool = False
    json: bool = False
    color: str = "auto"


def init(options: Options, ask: beginning.Ask | None) -> int:
    beginning.write(options.config, beginning.Answers() if ask is None else beginning.asked(ask))
    Terminal(quiet=options.quiet).err(f"{options.config} is written: look at it, then run `gofix20 migrate plan`\n")
    return 0


def connected(settings: Settings) -> Mapping[str, Forge]:
    """The forges that are used. From now on no process that is started gets what they were given."""
    used = {source.forge for source in settings.sources}
    forges = {name: connect(forge) for name, forge in settings.forges.items() if name in used}
    for forge in forges.values():
        forge.credential()
    withhold(holders(os.environ))
    return forges


def _checked(settings: Settings, terminal: Terminal) -> Mapping[str, Forge]:
    """The forges, each of which has said that it is what it should be."""
    forges = connected(settings)
    for forge in forges.values():
        for note in forge.check():
            terminal.err(f"note: {forge.settings.name}: {note}\n")
    return forges


def _git(settings: Settings) -> Git:
    directory = os.path.join(cache_directory(), "bulk")
    os.makedirs(directory, mode=0o700, exist_ok=True)
    return Git(directory, settings.limits.seconds)


def _roll(git: Git, settings: Settings) -> Roll:
    """Who works here; what the dead have left is deleted, and so are clones that are too many."""
    roll = Roll(os.path.join(git.directory, "workers"))
    roll.sweep(git.checkouts)
    git.prune(settings.limits.cache)
    return roll


def kit_of(settings: Settings, journal: Journal, forges: Mapping[str, Forge]) -> Kit:
    """What a worker needs; GofixError if something of it is missing."""
    if settings.tests.run and settings.tests.sandbox == "bwrap":
        sandbox.program()
    wanted = settings.pull_requests
    who = identity(wanted.author, sign_off=wanted.sign_off, sign=wanted.sign)
    git = _git(settings)
    roll = _roll(git, settings)
    return Kit(settings, journal, forges, git, who, roll, roll.enroll())


def plan(options: Options, *, diff: bool, jobs: int | None) -> int:
    """What would be done: repositories, findings, pull requests. The forges and the journal are only read."""
    terminal = Terminal(options.color, quiet=options.quiet)
    settings = files.read(options.config)
    forges = _checked(settings, terminal)
    git = _git(settings)
    owner = _roll(git, settings).enroll()
    failed = 0
    rows: list[dict[str, Any]] = []
    with ThreadPoolExecutor(jobs or settings.limits.jobs) as pool:
        each = functools.partial(_planned, settings, forges, git, owner)
        for row in pool.map(each, sources.targets(settings, forges)):
            failed += row["standing"] == Standing.FAILED
            rows.append(row)
            if options.json:
                continue
            terminal.out(_line(row, diff))
    if options.json:
        terminal.out(json.dumps({"version": 1, "repositories": rows}, indent=2) + "\n")
    fixes = sum(sum(row["rules"].values()) for row in rows)
    pulls = sum(row["pull_requests"] for row in rows)
    touched = sum(1 for row in rows if row["pull_requests"])
    terminal.err(
        f"{len(rows)} repositories: {fixes} fixes in {touched} of them, {pulls} pull requests before their tests have "
        f"their say; {failed} failed\n"
    )
    return 1 if failed else 0


def _planned(settings: Settings, forges: Mapping[str, Forge], git: Git, owner: str, target: Target) -> dict[str, Any]:
    row: dict[str, Any] = {
        "repository": target.path, "forge": target.forge, "standing": Standing.CLEAN, "reason": "", "rules": {},
        "pull_requests": 0, "diff": "",
    }  # fmt: skip
    try:
        reason = files.skipped(settings.skip, target)
        if reason:
            return row | {"standing": Standing.SKIPPED, "reason": reason}
        remote = Remote(target.clone_url, forges[target.forge].credential())
        base = target.base or git.heads(remote).default
        with git.room(owner) as room:
            tree, home = os.path.join(room, "tree"), os.path.join(room, "home")
            os.mkdir(home)
            with fixing(tree, settings.fixes, home, settings.limits.seconds) as engine:
                clone, commit = git.fetch(remote, base)
                git.checkout(clone, commit, tree)
                found = engine.find()
                if found.opted_out:
                    return row | {"standing": Standing.SKIPPED, "reason": "it has opted out"}
                wanted = settings.pull_requests
                parts = divided(found.findings, wanted.split, wanted.max_files, tree)
                return row | {
                    "standing": Standing.PENDING if parts else Standing.CLEAN, "rules": found.counts,
                    "pull_requests": len(parts), "reason": clean(found.problems[0]) if found.problems else "",
                    "diff": engine.write(found.findings).diff if found.findings else "",
                }  # fmt: skip
    except GofixError as error:
        return row | {"standing": Standing.FAILED, "reason": clean(error.message)}


def _line(row: Mapping[str, Any], diff: bool) -> str:
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(row["rules"].items()))
    if row["standing"] is Standing.PENDING:
        pulls = row["pull_requests"]
        what = f"{rules}; {pulls} pull request{'s' * (pulls != 1)}"
        what += f" ({row['reason']})" if row["reason"] else ""
    else:
        what = "nothing to fix" if row["standing"] is Standing.CLEAN else str(row["standing"])
        what += f": {row['reason']}" if row["reason"] else ""
    line = f"{visible(row['repository'])}: {visible(what)}\n"
    return line + row["diff"] if diff else line


def run(options: Options, *, jobs: int | None, wait: bool, scheduler: str | None, metrics_file: str | None) -> int:
    return _worked(options, update=False, jobs=jobs, wait=wait, scheduler=scheduler, metrics_file=metrics_file)


def update(options: Options, *, jobs: int | None, scheduler: str | None, metrics_file: str | None) -> int:
    return _worked(options, update=True, jobs=jobs, wait=False, scheduler=scheduler, metrics_file=metrics_file)


def _worked(
    options: Options, *, update: bool, jobs: int | None, wait: bool, scheduler: str | None, metrics_file: str | None
) -> int:
    terminal = Terminal(options.color, quiet=options.quiet)
    settings = _opened(options)[0] if update else files.read(options.config)
    forges = _checked(settings, terminal)
    journal = Journal(settings.journal_url, settings.name)
    kit = kit_of(settings, journal, forges)
    if not update:
        journal.add(list(sources.targets(settings, forges)))
    with _Telling(options, journal, metrics_file) as watcher:
        if scheduler is not None:
            from gofix20.bulk.cluster import Cluster

            crew: Any = Cluster(kit, scheduler, update=update, wait=wait, watcher=watcher)
        else:
            crew = Crew(kit, jobs or settings.limits.jobs, update=update, wait=wait, watcher=watcher)
        with _interruptible(crew.stop) as interrupted:
            crew.work()
    overview = Overview.of(journal)
    counts = overview.standings
    terminal.err("".join(f"{line}\n" for line in table.totals(overview)))
    if options.json:
        terminal.out(report.document(overview))
    if interrupted:
        return INTERRUPTED
    if journal.unfinished():
        terminal.err("run `gofix20 migrate run` again to go on; `gofix20 migrate status` says what waits for what\n")
    return 1 if counts[Standing.FAILED] or journal.unfinished() else 0


class _Telling:
    """Says how it goes, on standard error: a live view on a terminal, else a line for each step that has ended."""

    def __init__(self, options: Options, journal: Journal, metrics_file: str | None) -> None:
        self._journal, self._metrics = journal, metrics_file
        self._seen = journal.last_step()
        self._terminal = Terminal(options.color, quiet=options.quiet)
        self._console = Console(stderr=True, no_color=not self._terminal.err_paint.on)
        self._view: table.Live | None = None
        self._live: rich.live.Live | None = None
        self._written = 0.0

    def __enter__(self) -> Callable[[], None]:
        if self._terminal.draws and not self._terminal.quiet:
            self._view = table.Live(Overview.of(self._journal))
            self._live = rich.live.Live(self._view, console=self._console, refresh_per_second=2, transient=True)
            self._live.start()
        return self.tell

    def __exit__(self, *_: object) -> None:
        self._written = 0.0
        self.tell()
        if self._live is not None:
            self._live.stop()

    def tell(self) -> None:
        now = time.monotonic()
        # What is shown is made of the whole journal: not more often than somebody can read it.
        is_due = now - self._written >= OVERVIEW_SECONDS
        if (self._view is not None or self._metrics is not None) and is_due:
            self._written = now
            overview = Overview.of(self._journal)
            if self._view is not None:
                self._view.overview = overview
            if self._metrics is not None:
                metrics.write(self._metrics, metrics.document(overview, _requests()))
        if self._live is None:
            for number, step in self._journal.steps(self._seen):
                self._seen = number
                if step.phase != "begin":
                    self._terminal.err(table.log_line(step))


def _requests() -> Mapping[str, Mapping[str, float]]:
    """What was asked of each host."""
    from gofix20.bulk import politeness

    return {host: asdict(counts) for host, counts in politeness.counts().items()}


def status(options: Options, *, watch: bool, as_metrics: bool) -> int:
    """How far the migration is; exits like `run` would."""
    _, journal = _opened(options)
    terminal = Terminal(options.color, quiet=options.quiet)
    if watch:
        view = table.Live(Overview.of(journal))
        with rich.live.Live(view, console=Console(), refresh_per_second=2):
            while journal.unfinished():
                time.sleep(1)
                view.overview = Overview.of(journal)
    overview = Overview.of(journal)
    if as_metrics:
        terminal.out(metrics.document(overview))
    elif options.json:
        terminal.out(report.document(overview))
    elif not watch:
        if terminal.out_is_for_eyes:
            table.show(overview, Console(no_color=not terminal.out_paint.on))
        else:
            terminal.out(table.status(overview))
    counts = journal.counts()
    return 1 if counts[Standing.FAILED] or journal.unfinished() else 0


def tell(options: Options, *, html: str | None, json_file: str | None, markdown: str | None) -> int:
    """The report, in as many forms as are asked for."""
    settings, journal = _opened(options)
    terminal = Terminal(options.color, quiet=options.quiet)
    if html is json_file is markdown is None:
        html = os.path.join(settings.directory, f"{settings.name}.html")
    overview = Overview.of(journal)
    for form, file in (("html", html), ("json", json_file), ("markdown", markdown)):
        if file is None:
            continue
        text = report.render(overview, form, journal.diffs)
        if file == "-":
            terminal.out(text)
            continue
        try:
            with open(file, "w", encoding="utf-8", errors="surrogateescape") as stream:
                stream.write(text)
        except OSError as error:
            raise GofixError(f"{file} cannot be written: {error.strerror}") from None
        terminal.err(f"{file} is written\n")
    return 0


def _opened(options: Options) -> tuple[Settings, Journal]:
    """The settings, and the journal that has to be there."""
    settings = files.read(options.config)
    url = settings.journal_url
    path = url.removeprefix("sqlite:///")
    if path != url and not os.path.exists(path):
        raise GofixError("nothing was begun yet: there is no journal", "gofix20 migrate run begins")
    return settings, Journal(url, settings.name)


def close(options: Options, confirm: Callable[[str], bool]) -> int:
    """Close all that is open, and delete the branches that are ours; asked twice."""
    terminal = Terminal(options.color, quiet=options.quiet)
    settings, journal = _opened(options)
    pulls = [pull for pull in journal.pulls(bodies=False) if pull.stage in (Stage.OPEN, Stage.WITHDRAWING)]
    if not pulls:
        terminal.err("nothing is open\n")
        return 0
    keys = sorted({pull.key for pull in pulls})
    if not confirm(f"Close {len(pulls)} pull requests of {len(keys)} repositories, and delete their branches?"):
        raise GofixError("nothing was closed")
    if not confirm(f"Really close all of {settings.name}? None of them will be opened again."):
        raise GofixError("nothing was closed")
    kit = kit_of(settings, journal, _checked(settings, terminal))
    failed = 0
    for key in keys:
        lease = journal.acquire(key, kit.owner)
        if lease is None:
            terminal.error(f"{visible(key)}: somebody is working on it\n")
            failed += 1
            continue
        try:
            withdraw_all(kit, lease, "This migration was called off.")
        except GofixError as error:
            terminal.error(f"{visible(key)}: {visible(error.message)}\n")
            failed += 1
    terminal.err(f"{len(keys) - failed} repositories: closed; {failed} failed\n")
    return 1 if failed else 0


@contextmanager
def _interruptible(stop: Callable[[], None]) -> Iterator[list[int]]:
    """The first Ctrl-C lets what was begun come to its end, the second one does not. Gives the signals that came."""
    came: list[int] = []

    def first(number: int, frame: FrameType | None) -> None:
        came.append(number)
        stop()
        sys.stderr.write("stopping: what is being worked on is brought to its end; once more to leave at once\n")
        signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, first) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


