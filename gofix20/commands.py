"""What the commands do: the engine is run, its plan is shown, and for `apply` written.

Thin: what a plan holds is decided in the engine, what counts as what in report/counts.py. Here
is only what a command line adds: standard output and standard error, git's opinion of the files
that would be written, the order of things, and exit codes.

Exit codes: 0 done; 1 findings (`check`), a diff (`--exit-code`), or something that was wanted
and did not land; 2, by GofixError, nothing was written; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from gofix20 import apply as writer
from gofix20 import diff, engine, known, recall, registry, scaffold, toolchain, vcs
from gofix20.choice import root_of
from gofix20.config import Overrides
from gofix20.model import FileChange, GainLevel, GofixError, Plan, Problem, Status
from gofix20.report import rulebook, text
from gofix20.report.counts import Counts, is_shown
from gofix20.report.edits import Edits
from gofix20.report.formats import FORMATS, WITH_EDITS
from gofix20.report.report import Report
from gofix20.report.terminal import Terminal
from gofix20.texts import Texts


@dataclass(frozen=True, slots=True)
class Options:
    """What `apply` and `check` both take; None and () are "not given"."""

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    unsafe_fixes: bool | None = None
    min_gain: str | None = None
    tests: bool = False
    tags: tuple[str, ...] | None = None
    builds: str | None = None
    since: str | None = None
    output_format: str = "text"
    """Of standard output."""
    output: Mapping[str, str] = field(default_factory=dict)
    """The files of other formats."""
    show_refused: bool = False
    statistics: bool = False
    allow_dirty: bool = False
    jobs: int | None = None
    cache: bool = True
    profile_run: str | None = None
    config: str | None = None
    isolated: bool = False
    go: str | None = None
    stdin_filename: str | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False


INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the signal's number."""


def check(options: Options, *, exit_zero: bool, baseline: str | None = None) -> int:
    """`gofix20 check`: findings on standard output."""
    run = _Run.start(options)
    accepted = None if baseline is None else known.read(baseline)
    plan = run.plan(verify=False)
    texts = run.texts(plan)
    if accepted is not None:
        plan = known.marked(plan, accepted, texts, run.root, is_shown)
    counts = Counts.of(plan)
    code = int(counts.problems > 0 or (counts.findings > 0 and not exit_zero))
    # What carries fixes carries none that nobody has verified.
    verified = run.verified() if counts.fixable else None
    run.report(
        run.reported(plan, texts, verified, code),
        lambda terminal: text.findings(
            plan, run.directory, refused=options.show_refused, paint=terminal.out_paint if terminal else text.PLAIN
        ),
    )
    run.tell(plan, text.summary_of_check(plan, paint=run.terminal.err_paint))
    return code


def watch(options: Options, *, baseline: str | None = None) -> int:
    """`gofix20 check --watch`: the same again whenever something changes, until it is interrupted."""
    from gofix20.watch import changes

    terminal = Terminal(options.color, quiet=options.quiet)
    directory = os.getcwd()
    request = engine.Request(directory=directory, paths=options.paths or ("./...",))
    try:
        for _ in changes(engine.directories_of(request)):
            terminal.clear()
            try:
                check(options, exit_zero=True, baseline=baseline)
            except GofixError as error:
                # Half a go.mod, say: the next change may mend it.
                terminal.error(text.complaint(error.message, error.hint))
            terminal.err("watching for changes; Ctrl-C ends\n")
    except KeyboardInterrupt:
        terminal.err("\n")
    return 0


def baseline(options: Options, output: str) -> int:
    """`gofix20 baseline`: what `check` finds, into a file."""
    run = _Run.start(options)
    plan = run.plan(verify=False)
    found = [outcome.finding for outcome in plan.outcomes if is_shown(outcome)]
    run.write_file(output, known.written(known.sites(found, run.texts(plan), run.root)))
    run.tell(plan, text.summary_of_baseline(plan, output, paint=run.terminal.err_paint))
    return int(bool(plan.problems))


def apply(options: Options, *, dry_run: bool, exit_code: bool) -> int:
    """`gofix20 apply`: files changed; with `--dry-run` a diff, with `-` the new text on standard output."""
    run = _Run.start(options)
    writes = not dry_run and run.stdin is None
    if writes:
        run.recover()
    plan = _sound(run.plan(verify=True), run.stdin)
    if not writes or not plan.changes:
        return run.show(plan, dry_run=dry_run, exit_code=exit_code)
    if not options.allow_dirty:
        _require_clean(plan.changes, run.directory)
    try:
        return run.show(run.write(plan), dry_run=False, exit_code=False)
    except KeyboardInterrupt:
        told = f"interrupted: {_after_interrupt(plan.changes, run.directory)}"
        run.terminal.error(f"gofix20: {text.message(told)}\n")
        return INTERRUPTED


def explain(rule: str, *, color: str) -> int:
    """`gofix20 explain`: a rule's documentation."""
    terminal = Terminal(color)
    found = rulebook.find(registry.transforms(), rule)
    width = min(shutil.get_terminal_size().columns, 100) if terminal.out_is_for_eyes else 80
    terminal.out(rulebook.page(found, width=width, paint=terminal.out_paint))
    return 0


def rules(output_format: str, *, color: str) -> int:
    """`gofix20 rules`: a table of them, or a JSON document."""
    terminal = Terminal(color)
    found = registry.transforms()
    as_json = output_format == "json"
    terminal.out(rulebook.document(found) if as_json else rulebook.listing(found, paint=terminal.out_paint))
    return 0


def clear_cache() -> int:
    """`gofix20 cache clear`: everything that earlier runs have kept, but what a killed one left half written."""
    recall.forget(toolchain.cache_directory())
    return 0


def new(name: str, code: str | None) -> int:
    """`gofix20 new`: the files of a new rule."""
    terminal = Terminal()
    directory = os.getcwd()
    for path in scaffold.lay_out(name, directory, code=code, taken=registry.transforms()):
        terminal.out(f"{text.shown_path(path, directory)}\n")
    return 0


# One run of the engine ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """What `apply` and `check` have in common: the options, where they were given, and how to tell."""

    options: Options
    terminal: Terminal
    directory: str
    stdin: tuple[str, bytes] | None
    """The absolute path that a text on standard input belongs to, and the text."""

    @classmethod
    def start(cls, options: Options) -> _Run:
        directory = os.getcwd()
        stdin = None
        if options.stdin_filename is not None:
            path = os.path.abspath(os.path.join(directory, options.stdin_filename))
            stdin = (path, sys.stdin.buffer.read())
        return cls(options, Terminal(options.color, quiet=options.quiet), directory, stdin)

    def plan(self, *, verify: bool) -> Plan:
        """Runs the engine, with a progress line on a terminal."""
        options = self.options
        request = engine.Request(
            paths=() if self.stdin else options.paths or ("./...",),
            directory=self.directory,
            overrides=Overrides(
                select=options.select,
                ignore=options.ignore,
                unsafe=options.unsafe_fixes,
                min_gain=None if options.min_gain is None else GainLevel[options.min_gain.upper()],
                tags=options.tags,
                builds=options.builds,
            ),
            config=options.config,
            isolated=options.isolated,
            go=options.go,
            tests=options.tests,
            since=options.since,
            # A profile is of one thread.
            jobs=options.jobs if options.profile_run is None else 1,
            cache=options.cache and options.profile_run is None,
            verify=verify,
            stdin=self.stdin,
        )
        if options.verbose:
            # The engine finds the same by the same question; its plan has no room for it.
            found = toolchain.find(options.go, engine.directories_of(request))
            passed_over = "".join(f"not {text.message(reason)}\n" for reason in found.passed_over)
            self.terminal.err(f"{passed_over}go{found.version} ({found.origin}): {text.visible(found.go)}\n")
        with _profiled(options.profile_run):
            return self.run(request)

    def run(self, request: engine.Request) -> Plan:
        if self.options.quiet or not self.terminal.draws:
            return engine.run(request)
        from gofix20.report.progress import progress_line

        with progress_line(color=self.terminal.err_paint.on) as progress:
            return engine.run(request, progress)

    def recover(self) -> None:
        """Finishes or takes back what a killed run left half written, before anything is read."""
        self._tell_recovered(writer.recover(_journal()))

    def _tell_recovered(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.terminal.error(f"gofix20: {text.message(line)}\n")

    def write(self, plan: Plan) -> Plan:
        """Writes the plan's changes; gives the plan as it came to be, with what could not be written."""
        written: list[str] = []
        stale: list[str] = []
        failed: list[Problem] = []
        for root, changes in _by_root(plan.changes, self.directory).items():
            result = writer.write(changes, root=root, journal_directory=_journal())
            # Another run may have been killed since this one looked.
            self._tell_recovered(result.messages)
            written += result.written
            stale += result.stale
            failed += result.failed
        return _as_written(plan, frozenset(written), frozenset(stale), failed)

    def show(self, plan: Plan, *, dry_run: bool, exit_code: bool) -> int:
        """What `apply` prints of a plan, and its exit code."""
        options, terminal = self.options, self.terminal
        patch = diff.unified_diff(plan.changes, self.directory) if dry_run else None
        counts = Counts.of(plan)
        code = int(counts.problems > 0 or counts.lost > 0 or bool(exit_code and patch))

        def product(terminal: Terminal | None) -> bytes:
            if patch is not None:
                if terminal is None or not terminal.out_is_for_eyes:
                    return patch
                return text.diff(patch, paint=terminal.out_paint)
            if self.stdin is not None:
                return plan.changes[0].after if plan.changes else self.stdin[1]
            return b""

        report = self.reported(plan, self.texts(plan), plan if dry_run or self.stdin else None, code)
        self.report(replace(report, patch=_diff_if_here(plan, self.directory) if patch is None else patch), product)
        if options.show_refused and options.output_format == "text":
            terminal.err(text.refusals(plan, self.directory, paint=terminal.err_paint))
        self.tell(plan, text.summary_of_apply(plan, dry_run=dry_run, paint=terminal.err_paint))
        return code

    # What is printed, and what is written beside it

    @property
    def root(self) -> str:
        """What a forge's paths are relative to."""
        return _tree(self.directory)

    @property
    def formats(self) -> frozenset[str]:
        return frozenset((self.options.output_format, *self.options.output))

    def texts(self, plan: Plan) -> Texts:
        before = {change.path: change.before for change in plan.changes if change.before is not None}
        return Texts(before | dict([self.stdin] if self.stdin else []))

    def verified(self) -> Plan | None:
        """The plan that `apply` would have, if a format wants its edits."""
        if not WITH_EDITS & self.formats:
            return None
        plan = replace(self, options=replace(self.options, verbose=False, profile_run=None)).plan(verify=True)
        return plan if plan.verdict.ok else None

    def reported(self, plan: Plan, texts: Texts, verified: Plan | None, exit_code: int) -> Report:
        """A report of a plan, with the edits of one that was verified."""
        edits = Edits(verified) if verified is not None and WITH_EDITS & self.formats else None
        return Report(
            plan,
            self.directory,
            self.root,
            registry.transforms(),
            texts,
            edits,
            refused=self.options.show_refused,
            statistics=self.options.statistics,
            exit_code=exit_code,
        )

    def report(self, report: Report, product: Callable[[Terminal | None], bytes | str]) -> None:
        """Each format where it is wanted; `product` is the text, for a terminal or for a file."""
        for format_, file in self.options.output.items():
            self.write_file(file, product(None) if format_ == "text" else FORMATS[format_](report))
        format_ = self.options.output_format
        self.terminal.out(product(self.terminal) if format_ == "text" else FORMATS[format_](report))

    def write_file(self, file: str, content: bytes | str) -> None:
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        try:
            with open(file, "wb") as stream:
                stream.write(data)
        except OSError as error:
            raise GofixError(f"cannot write {file}: {error.strerror}") from None

    def tell(self, plan: Plan, summary: str) -> None:
        """What standard error gets at the end of a run; of it `-q` leaves what explains the exit code."""
        terminal, paint = self.terminal, self.terminal.err_paint
        terminal.error(text.lost(plan, self.directory, paint=paint))
        terminal.error(text.problems(plan.problems, self.directory, label="problem", paint=paint))
        terminal.err(text.problems(plan.notes, self.directory, label="note", paint=paint))
        if self.options.statistics:
            terminal.err(text.statistics(plan, paint=paint))
        if self.options.verbose:
            terminal.err(text.extent(plan))
        terminal.err(summary)


@contextlib.contextmanager
def _profiled(path: str | None) -> Iterator[None]:
    """Write a profile of what is done, for `python -m pstats`, snakeviz and others."""
    if path is None:
        yield
        return
    import cProfile

    profile = cProfile.Profile()
    try:
        with profile:
            yield
    finally:
        try:
            profile.dump_stats(path)
        except OSError as error:
            raise GofixError(f"cannot write the profile {path}: {error.strerror}") from None


def _sound(plan: Plan, stdin: tuple[str, bytes] | None) -> Plan:
    """The plan without what must not get out, whatever the engine made of it."""
    if not plan.verdict.ok:
        # The engine drops the fixes that break something, so that what is left passes.
        return replace(plan, changes=(), problems=(*plan.problems, *plan.verdict.problems))
    if stdin is None:
        return plan
    path = stdin[0]
    for problem in plan.problems:
        if problem.stage == "parse" and problem.path == path:
            # As gofmt does: no text at all, rather than one that an editor would put in the other's place.
            place = f"{path}:{problem.line}:{problem.column}" if problem.line else path
            raise GofixError(f"{place}: {problem.message}")
    if any(change.path != path for change in plan.changes):
        raise GofixError(
            "the fixes of this text go together with changes of other files", "save the file, and run `gofix20 apply`"
        )
    return plan


def _diff_if_here(plan: Plan, directory: str) -> bytes | None:
    """The diff of changes that need none; None where it cannot name a file from here."""
    try:
        return diff.unified_diff(plan.changes, directory)
    except GofixError:
        return None


def _journal() -> str:
    return os.path.join(toolchain.cache_directory(), "journal")


def _require_clean(changes: Sequence[FileChange], directory: str) -> None:
    """Raises GofixError, listing them, if files that would be written differ from git's HEAD."""
    paths: dict[str | None, list[str]] = defaultdict(list)
    root_of = cache(vcs.root_of)
    for change in changes:
        paths[root_of(os.path.dirname(change.path))].append(change.path)
    dirty: list[str] = []
    for root, inside in paths.items():
        repository = None if root is None else vcs.open_repository(root)
        if repository is not None:
            dirty += repository.differing(inside)
    if dirty:
        listed = "\n".join(text.shown_path(path, directory) for path in sorted(dirty))
        raise GofixError(
            f"nothing was written, because files that would be differ from git's HEAD:\n{listed}",
            "commit or stash them, or pass --allow-dirty",
        )


def _by_root(changes: Sequence[FileChange], directory: str) -> dict[str, list[FileChange]]:
    """The changes by the tree that they may not lead out of, through a symbolic link or otherwise.

    That is the repository (outside of git: the module) of the current directory for all that is
    in it by its path, and for a PATH elsewhere the one that it is in itself.
    """
    tree_of = cache(_tree)
    here = tree_of(directory)
    roots: dict[str, list[FileChange]] = defaultdict(list)
    for change in changes:
        inside = change.path.startswith(here.rstrip(os.sep) + os.sep)
        roots[here if inside else tree_of(os.path.dirname(change.path))].append(change)
    return roots


def _tree(directory: str) -> str:
    return root_of(directory) or directory


def _as_written(plan: Plan, written: frozenset[str], stale: frozenset[str], failed: Sequence[Problem]) -> Plan:
    """The plan with the changes that are on disk now; a fix of which a file is not is one that did not land."""
    if all(change.path in written for change in plan.changes):
        return replace(plan, problems=(*plan.problems, *failed))
    missing = {change.path for change in plan.changes} - written
    outcomes = []
    for outcome in plan.outcomes:
        fix = outcome.finding.fix
        paths = {edit.path for edit in fix.edits} & missing if fix is not None else set()
        if outcome.status is Status.APPLIED and paths:
            reason = "it goes together with a file that was not written"
            if paths & {problem.path for problem in failed}:
                reason = "the file could not be written"
            elif paths & stale:
                reason = "the file changed meanwhile"
            outcome = replace(outcome, status=Status.STALE, reason=reason)
        outcomes.append(outcome)
    return replace(
        plan,
        changes=tuple(change for change in plan.changes if change.path in written),
        outcomes=tuple(outcomes),
        problems=(*plan.problems, *failed),
    )


def _after_interrupt(changes: Sequence[FileChange], directory: str) -> str:
    """Brings what was interrupted to one of its ends, and says which files are written."""
    writer.recover(_journal())
    written = [change.path for change in changes if _holds(change.path, change.after)]
    if not written:
        return "nothing was written"
    listed = "\n".join(text.shown_path(path, directory) for path in written)
    return f"{len(written)} of {len(changes)} files were written:\n{listed}"


def _holds(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == content
    except OSError:
        return False
