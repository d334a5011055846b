"""One repository from beginning to end: look, fix, verify, test, commit, push, open.

Nothing here is remembered but by the journal. Every step can be done again: what is in the checkout is made anew, a
branch is ours only if its commit stands in the journal, and a pull request is found by its marker.
"""

from __future__ import annotations

import contextlib
import os
import string
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from gofix20.bulk import body, surroundings
from gofix20.bulk.fixing import Fixable, Fixing, Found, Written, fixing
from gofix20.bulk.forges.base import Forge, NotFoundError, Proposal, PullRequest, State
from gofix20.bulk.git import Git, Identity, RejectedError, Remote
from gofix20.bulk.gotests import Runner, Test
from gofix20.bulk.guilty import Blame, blame
from gofix20.bulk.journal import ABOUT, STATES, Journal, Lease, LostLeaseError, Pull, Repository, Stage, Standing
from gofix20.bulk.parts import Part, divided
from gofix20.bulk.roll import Roll
from gofix20.bulk.secrets import clean
from gofix20.bulk.settings import Settings, skipped
from gofix20.model import GofixError

DIFF_LIMIT = 200_000
"""Characters of a part's diff that are kept for the report."""
TRY_AGAIN = 60.0
"""Seconds after which a repository that failed is tried again, doubled each time."""
MOST_ATTEMPTS = 5
OBSOLETE = "There is nothing left to fix: the branch that this goes to has changed."
OPTED_OUT = "This repository has opted out: `migrate = false` in its `.gofix20.toml`."
_BUILDS = {"default": "the default build", "all": "the default build, and others where files need them"}


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker works with; each has its own, secrets included."""

    settings: Settings
    journal: Journal
    forges: Mapping[str, Forge]
    git: Git
    identity: Identity
    roll: Roll
    owner: str


class _LeaveAlone(Exception):  # noqa: N818 - it is a decision, not an error
    """The repository is not to be touched; the message says why."""


class _Wait(Exception):  # noqa: N818
    """There are as many pull requests as there may be; ask again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def work_on(kit: Kit, lease: Lease, *, update: bool = False) -> None:
    """Take a repository as far as it goes, and write down how far that was.

    Raises interruptions, and GofixError if the journal cannot be written.

    `update`: look again at pull requests that are open, and at nothing else.
    """
    repository = kit.journal.repository(lease.key)
    assert repository is not None
    try:
        with lease.held():
            _Work(kit, lease, repository).go(update)
    except LostLeaseError:
        return  # whoever has it now writes down the rest
    except GofixError as error:
        wait = getattr(error, "retry_after", None)
        is_final = isinstance(error, NotFoundError) or repository.attempts >= MOST_ATTEMPTS
        pause = max(wait or 0.0, TRY_AGAIN * 2 ** (repository.attempts - 1))
        with contextlib.suppress(LostLeaseError):
            lease.release(Standing.FAILED, error.message, retry=not is_final, wait=pause)
    except Exception as error:
        # A bug of ours, and no reason to leave the other repositories alone.
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(where.filename)}:{where.lineno}"
        told = f"a bug in gofix20, please report it: {type(error).__name__}: {error} ({place})"
        with contextlib.suppress(LostLeaseError):
            lease.release(Standing.FAILED, told, retry=False)


class _Work:
    """The work on one repository, and what was found out on the way."""

    def __init__(self, kit: Kit, lease: Lease, repository: Repository) -> None:
        self.kit, self.lease, self.repository = kit, lease, repository
        self.settings, self.target = kit.settings, repository.target
        self.forge = kit.forges[self.target.forge]
        self.remote = Remote(self.target.clone_url, self.forge.credential())
        self.pulls = {pull.part: pull for pull in kit.journal.pulls(lease.key)}
        self.result: dict[str, Any] = {"seconds": {}, **({} if not repository.result else dict(repository.result))}
        self.base_name = self.target.base
        self.base = ""

    def go(self, update: bool) -> None:
        try:
            reason = "" if update else skipped(self.settings.skip, self.target)
            if reason:
                raise _LeaveAlone(reason)
            self._look(update)
        except _LeaveAlone as decision:
            self._end(Standing.OPENED if update else Standing.SKIPPED, str(decision))
        except _Wait as wait:
            self._end(Standing.WAITING, "as many pull requests are open, or were opened, as may be", wait=wait.seconds)

    def _end(self, standing: Standing, reason: str = "", wait: float = 0.0) -> None:
        # What was tried again and went well counts no more.
        self.lease.release(standing, reason, wait=wait, base=self.base, result=self.result)

    def _look(self, update: bool) -> None:
        """Clone, and see what there is to be done."""
        for pull in [pull for pull in self.pulls.values() if pull.stage is Stage.WITHDRAWING]:
            self.withdraw(pull, OBSOLETE)
        open_pulls = [pull for pull in self.pulls.values() if pull.stage is Stage.OPEN]
        if update:
            for pull in open_pulls:
                self._refresh(pull)
            open_pulls = [pull for pull in self.pulls.values() if pull.stage is Stage.OPEN]
            if not open_pulls:
                self._end(Standing.OPENED)
                return
        git, limits = self.kit.git, self.settings.limits
        with self._timed("clone"):
            heads = git.heads(self.remote, [self.target.base] if self.target.base else [])
        self.base_name = self.target.base or heads.default
        if not self.base_name or not heads.commits:
            raise _LeaveAlone("it is empty")
        self.base = heads.commits.get(self.base_name, "")
        if update and all(pull.base == self.base for pull in open_pulls):
            self._end(Standing.OPENED)
            return
        with git.room(self.kit.owner) as room:
            tree, home = os.path.join(room, "tree"), os.path.join(room, "home")
            os.mkdir(home)
            # The engine's process starts while git is waited for.
            with fixing(tree, self.settings.fixes, home, limits.seconds) as engine:
                with self._timed("clone"), self.lease.step("clone") as told:
                    clone, self.base = git.fetch(self.remote, self.base_name)
                    told.append(self.base)
                with self._timed("clone"):
                    git.checkout(clone, self.base, tree)
                _bounded(tree, limits.disk)
                with self._timed("fix"), self.lease.step("fix") as told:
                    found = engine.find()
                    told.append(f"{len(found.findings)} findings")
                if update and found.opted_out:
                    for pull in open_pulls:
                        self.withdraw(pull, OPTED_OUT)
                self._take(found)
                bench = _Bench(self, engine, found, clone, room, tree)
                if update:
                    self._regenerate(bench, open_pulls)
                else:
                    self._propose(bench)

    def _take(self, found: Found) -> None:
        self.result |= {
            "rules": found.counts, "modules": found.modules, "refused": found.refused,
            "problems": [clean(one) for one in found.problems[:20]], "dropped": [clean(one) for one in found.dropped],
        }  # fmt: skip
        if found.opted_out:
            raise _LeaveAlone("it has opted out: migrate = false in its .gofix20.toml")
        if not found.modules:
            raise _LeaveAlone("it has no Go module")

    # Opening

    def _propose(self, bench: _Bench) -> None:
        """A pull request for each part that has none yet."""
        if not bench.found.findings:
            if bench.found.problems:
                raise _LeaveAlone(f"nothing to fix in what compiles; {clean(bench.found.problems[0])}")
            self._end(Standing.CLEAN)
            return
        wanted = self.settings.pull_requests
        parts = divided(bench.found.findings, wanted.split, wanted.max_files, bench.tree)
        empty: list[str] = []
        for part in parts:
            pull = self.pulls.get(part.name)
            if pull is not None and (pull.stage not in ABOUT or pull.stage is Stage.OPEN):
                continue
            if not self._one(bench, part):
                empty.append(part.name)
        if len(empty) == len(parts):
            raise _LeaveAlone("none of its fixes passed its tests")
        self._end(Standing.OPENED, f"nothing of {', '.join(empty)} passed the tests" if empty else "")

    def _one(self, bench: _Bench, part: Part) -> bool:
        """One pull request; False if nothing of it is left to propose."""
        wanted = self.settings.pull_requests
        marker, branch = f"{self.settings.name}/{part.name}", self._branch(part.name)
        wait = self.lease.reserve(part.name, marker, branch, wanted.open_at_once, wanted.open_an_hour)
        if wait is not None:
            raise _Wait(wait)
        if self._adopt(part.name, marker, branch) or self._resume(part.name, branch):
            return True
        built = bench.build(part, marker)
        if built is None:
            return False
        self._push(bench, built, branch)
        return True

    def _branch(self, part: str) -> str:
        template = string.Template(self.settings.pull_requests.branch)
        return template.substitute(migration=self.settings.name, part=part)

    def _adopt(self, part: str, marker: str, branch: str) -> bool:
        """Is there one already, from before a kill, or of a journal that was lost?"""
        found = self.forge.find(self.target, marker, branch)
        if not found:
            return False
        request = next((one for one in found if one.state is State.OPEN), found[0])
        self.lease.pull(part, stage=STATES[request.state], number=request.number, url=request.url, title=request.title)
        return True

    def _resume(self, part: str, branch: str) -> bool:
        """Was it pushed before a kill, on the same base? Then it only has to be opened."""
        pull = self._written(part)
        if pull is None or not pull.heads or pull.base != self.base:
            return False
        if self.kit.git.heads(self.remote, [branch]).commits.get(branch) != pull.heads[-1]:
            return False
        wanted = self.settings.pull_requests
        self._open(part, Proposal(
            pull.marker, branch, self.base_name, pull.heads[-1], pull.title, pull.body, wanted.draft, wanted.labels,
            wanted.reviewers,
        ))  # fmt: skip
        return True

    def _push(self, bench: _Bench, built: _Built, branch: str) -> None:
        """Push, then open or bring up to date; each written down before and after."""
        part, proposal, lease = built.part.name, built.proposal, self.lease
        written = self._written(part)
        known = () if written is None else written.heads
        remote_head = self.kit.git.heads(self.remote, [branch]).commits.get(branch)
        if remote_head is not None and remote_head not in known:
            lease.pull(part, stage=Stage.THEIRS)
            raise _LeaveAlone(f"the branch {branch} has commits that are not ours")
        was_open = part in self.pulls and self.pulls[part].stage is Stage.OPEN
        lease.pull(part, heads=[*known, proposal.head])
        if not was_open:
            self._note(built, Stage.PUSHING)
        try:
            with self._timed("push"), lease.step("push", part, f"{proposal.head} to {branch}"):
                lease.check()
                self.kit.git.push(
                    bench.clone, self.remote, proposal.head, self.forge.refspec(proposal), remote_head
                )
        except RejectedError as error:
            now = self.kit.git.heads(self.remote, [branch]).commits.get(branch)
            if now not in (None, proposal.head, *known):
                lease.pull(part, stage=Stage.THEIRS)
                raise _LeaveAlone(f"the branch {branch} has commits that are not ours") from None
            raise GofixError(error.message) from None
        self._open(part, proposal)
        # Only now: one that is open is made anew for as long as its base is not this one.
        self._note(built, Stage.OPEN)

    def _note(self, built: _Built, stage: Stage) -> None:
        proposal = built.proposal
        self.lease.pull(
            built.part.name, stage=stage, base=self.base, title=proposal.title, body=proposal.body,
            details=built.details,
        )  # fmt: skip

    def _open(self, part: str, proposal: Proposal) -> None:
        """Open a pull request whose branch is pushed, or bring the one that is open up to date."""
        lease, pull = self.lease, self.pulls.get(part)
        was_open = pull is not None and pull.stage is Stage.OPEN
        with self._timed("open"), lease.step("update" if was_open else "open", part) as told:
            if pull is not None and was_open:
                lease.check()
                current = PullRequest(pull.number, pull.url, State.OPEN, proposal.branch, proposal.head)
                request = self.forge.update(self.target, current, proposal)
            else:
                lease.pull(part, stage=Stage.OPENING)
                lease.check()
                request = self.forge.open(self.target, proposal)
            told.append(request.url)
        self.result["notes"] = [clean(note) for note in self.forge.notes()]
        lease.pull(part, stage=Stage.OPEN, number=request.number, url=request.url)

    def _written(self, part: str) -> Pull | None:
        """What stands in the journal of a part now, the commits that are ours above all."""
        return next((pull for pull in self.kit.journal.pulls(self.lease.key) if pull.part == part), None)

    # Keeping up to date

    def _refresh(self, pull: Pull) -> None:
        """What became of a pull request meanwhile."""
        found = self.forge.find(self.target, pull.marker, pull.branch)
        request = next((one for one in found if one.number == pull.number), found[0] if found else None)
        stage = pull.stage
        if request is not None and request.state is not State.OPEN:
            stage = STATES[request.state]
        elif request is not None and request.head is not None and request.head not in pull.heads:
            stage = Stage.THEIRS
        if stage is not pull.stage:
            self.lease.pull(pull.part, stage=stage)
            self.pulls[pull.part] = replace(pull, stage=stage)

    def _regenerate(self, bench: _Bench, open_pulls: Sequence[Pull]) -> None:
        """Their main branch has moved: make the change anew on it, or close what it has made obsolete."""
        wanted = self.settings.pull_requests
        parts = {
            part.name: part for part in divided(bench.found.findings, wanted.split, wanted.max_files, bench.tree)
        }
        for pull in open_pulls:
            part = parts.get(pull.part)
            built = None if part is None else bench.build(part, pull.marker)
            if built is None:
                self.withdraw(pull, OBSOLETE)
            else:
                self._push(bench, built, pull.branch)
        self._end(Standing.OPENED)

    def withdraw(self, pull: Pull, comment: str) -> None:
        """Close one of ours, and delete its branch unless somebody else has pushed to it."""
        # What is closed must be known to be closed by us, before people can see it.
        self.lease.pull(pull.part, stage=Stage.WITHDRAWING)
        with self.lease.step("close", pull.part):
            self.lease.check()
            request = PullRequest(pull.number, pull.url, State.OPEN, pull.branch, None)
            self.forge.close(self.target, request, comment)
        head = self.kit.git.heads(self.remote, [pull.branch]).commits.get(pull.branch)
        if head is not None and head in pull.heads:
            with self.lease.step("delete", pull.part, pull.branch):
                self.lease.check()
                self.kit.git.delete(self.remote, pull.branch, head)
        self.lease.pull(pull.part, stage=Stage.WITHDRAWN)
        self.pulls[pull.part] = replace(pull, stage=Stage.WITHDRAWN)

    def _timed(self, stage: str) -> _Timed:
        return _Timed(self.result["seconds"], stage)


def withdraw_all(kit: Kit, lease: Lease, comment: str) -> int:
    """Close all that is open of a repository, and delete the branches that are ours; how many."""
    repository = kit.journal.repository(lease.key)
    assert repository is not None
    with lease.held():
        work = _Work(kit, lease, repository)
        closed = [pull for pull in work.pulls.values() if pull.stage in (Stage.OPEN, Stage.WITHDRAWING)]
        for pull in closed:
            work.withdraw(pull, comment)
        lease.release(Standing.OPENED, "closed by `gofix20 migrate close`")
    return len(closed)


@dataclass(frozen=True, slots=True)
class _Built:
    """A part that passed: the last of its commits, and the pull request that it is to be."""

    part: Part
    proposal: Proposal
    details: Mapping[str, Any]


@dataclass
class _Bench:
    """A checkout on which parts are made and tried."""

    work: _Work
    engine: Fixing
    found: Found
    clone: str
    room: str
    tree: str
    _runner: Runner | None = None
    _flaky: set[Test] = field(default_factory=set)

    def build(self, part: Part, marker: str) -> _Built | None:
        """Commit the fixes of a part, and try its tests; what breaks them is left out. None if nothing remains."""
        settings, work = self.work.settings, self.work
        verdict = Blame(part.findings)
        if settings.tests.run:
            runner = self._ready()
            with work._timed("test"), work.lease.step("test", part.name) as told:
                verdict = blame(
                    part.findings, lambda kept: self._commit(part, kept, marker)[0], self._try, runner, work.base,
                    self._flaky,
                )  # fmt: skip
                told.append(f"{verdict.passed} passed, {len(verdict.guilty)} fixes dropped, {verdict.runs} runs")
        if not verdict.kept:
            work.result.setdefault("guilty", {})[part.name] = _told(verdict.guilty)
            return None
        kept = Part(part.name, tuple(verdict.kept))
        with work._timed("commit"), work.lease.step("commit", part.name) as told:
            head, written = self._commit(part, verdict.kept, marker)
            told.append(head)
        wanted, rules = settings.pull_requests, self.found.rules
        checks = body.Checks(
            go=surroundings.go_version(), builds=_BUILDS[settings.fixes.builds],
            tests=" ".join(settings.tests.command) if settings.tests.run else "",
            sandboxed=settings.tests.sandbox != "none", passed=verdict.passed, seconds=verdict.seconds,
            flaky=[" ".join(filter(None, test)) for test in sorted(verdict.flaky)],
            dropped=[*self.found.dropped, *_told(verdict.guilty)],
        )  # fmt: skip
        proposal = Proposal(
            marker, work._branch(part.name), work.base_name, head, body.title(wanted.title, kept, rules),
            body.body(kept, rules, checks, wanted.introduction), wanted.draft, wanted.labels, wanted.reviewers,
        )  # fmt: skip
        details = {
            "rules": {rule: len(members) for rule, members in kept.rules.items()},
            "files": sorted(written.files), "diff": written.diff[:DIFF_LIMIT], "checks": asdict(checks),
            "guilty": _told(verdict.guilty), "safety": sorted({one.safety for one in kept.findings}),
        }  # fmt: skip
        return _Built(kept, proposal, details)

    def _ready(self) -> Runner:
        """What runs the tests; made when it is first needed, after they were seen to pass as the repository is."""
        if self._runner is None:
            work = self.work
            tree = os.path.join(self.room, "test")
            runner = Runner(work.settings.tests, self.room, tree, self._modules(), self.clone)
            with work._timed("test"), work.lease.step("test before") as told:
                self._try(work.base)
                ran = runner.run()
                failing, flaky = runner.steady(ran)
                told.append(f"{len(ran.passed)} passed, {len(failing)} failed, {len(flaky)} flaky")
            work.result["tests"] = {
                "passed": len(ran.passed), "failed": sorted(map(list, failing))[:50],
                "flaky": sorted(map(list, flaky))[:50],
            }  # fmt: skip
            if failing:
                work.result["said"] = ran.said
                names = ", ".join(" ".join(filter(None, test)) or "the command" for test in sorted(failing)[:3])
                raise _LeaveAlone(f"its own tests fail as it is: {names}")
            self._flaky |= flaky
            self._runner = runner
        return self._runner

    def _modules(self) -> list[str]:
        """The directories of the modules in which something is fixed."""
        found = set()
        for one in self.found.findings:
            directory = os.path.dirname(one.path)
            while directory and not os.path.isfile(os.path.join(self.tree, directory, "go.mod")):
                directory = os.path.dirname(directory)
            found.add(directory or ".")
        return sorted(found)

    def _try(self, commit: str) -> None:
        """Check a commit out where tests are run: what they do there reaches no commit of ours."""
        self.work.kit.git.checkout(self.clone, commit, os.path.join(self.room, "test"))

    def _commit(self, part: Part, kept: Sequence[Fixable], marker: str) -> tuple[str, Written]:
        """Commits with these fixes, one a rule, on the base; the last one, and what all of them change."""
        git, wanted, work = self.work.kit.git, self.work.settings.pull_requests, self.work
        written = self.engine.write([])
        git.go_back(self.tree, work.base)
        head, files, so_far = work.base, set[str](), list[Fixable]()
        for rule, members in Part(part.name, tuple(kept)).rules.items():
            so_far += members
            written = self.engine.write(so_far)
            files |= set(written.files)
            told = self.found.rules[rule]
            message = body.commit_message(
                wanted.commit_message, rule, told, members, work.forge.trailers(marker, rule)
            )
            head = git.commit(self.tree, sorted(files), message, work.kit.identity) or head
        return head, written


class _Timed:
    """Adds what a block takes to the seconds of a stage."""

    def __init__(self, seconds: dict[str, float], stage: str) -> None:
        self._seconds, self._stage = seconds, stage

    def __enter__(self) -> None:
        self._start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        took = time.monotonic() - self._start
        self._seconds[self._stage] = round(self._seconds.get(self._stage, 0.0) + took, 3)


def _told(findings: Sequence[Fixable]) -> list[str]:
    return [f"{one.path}:{one.line}: {one.rule}: its tests fail with it" for one in findings]


def _bounded(tree: str, mebibytes: int) -> None:
    """A checkout that is too large is left alone."""
    total = 0
    for directory, _, files in os.walk(tree):
        total += sum(os.lstat(os.path.join(directory, name)).st_size for name in files)
        if total > mebibytes << 20:
            raise _LeaveAlone(f"it is larger than {mebibytes} MiB")
