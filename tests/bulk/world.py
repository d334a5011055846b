"""A small world for a migration: bare repositories, a forge in memory, and a way to be killed at any point."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from gofix20.bulk.forges.base import (
    ForgeError,
    ForgeSettings,
    NotFoundError,
    Proposal,
    PullRequest,
    Query,
    State,
    Target,
)
from gofix20.bulk.git import Git, Identity
from gofix20.bulk.journal import Journal
from gofix20.bulk.roll import Roll
from gofix20.bulk.secrets import Credential
from gofix20.bulk.settings import PullRequests, Settings, Skip, Source, Tests
from gofix20.bulk.work import Kit

LIST = """package list

func Join(xs []string) string {
\ts := ""
\tfor _, x := range xs {
\t\ts += x
\t}
\treturn s
}
"""
TEST = """package list

import "testing"

func TestJoin(t *testing.T) {
\tif Join([]string{"a", "b"}) != "ab" {
\t\tt.Fatal("wrong")
\t}
}
"""
MODULE = "module example.org/list\n\ngo 1.22\n"
REPOSITORY: Mapping[str, str] = {"go.mod": MODULE, "list.go": LIST, "list_test.go": TEST}


def git(directory: Path | str, *arguments: str) -> str:
    """Git, as anybody else would call it."""
    env = os.environ | {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
        "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments], cwd=directory, env=env, capture_output=True, text=True, check=False, errors="replace"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def bare(path: Path, files: Mapping[str, str] = REPOSITORY) -> Path:
    """A bare repository with one commit on main."""
    path.parent.mkdir(parents=True, exist_ok=True)
    git(path.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(path))
    push(path, files, "Begin")
    return path


def push(path: Path, files: Mapping[str, str | None], message: str, branch: str = "main") -> str:
    """Commit files (None: delete) on top of a branch, as a person would; the new commit."""
    work = path.parent / f"{path.name}.person"
    if not work.exists():
        git(path.parent, "clone", "--quiet", str(path), str(work))
    git(work, "fetch", "--quiet", "origin")
    known = git(work, "branch", "--remotes", "--list", f"origin/{branch}")
    git(work, "checkout", "--quiet", "-B", branch, *([f"origin/{branch}"] if known else []))
    for name, text in files.items():
        if text is None:
            (work / name).unlink()
        else:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text)
    git(work, "add", "--all", "--force")
    git(work, "commit", "--quiet", "--allow-empty", "--message", message)
    git(work, "push", "--quiet", "origin", branch)
    return git(work, "rev-parse", "HEAD")


class KilledError(BaseException):
    """Where a test kills a worker; nothing that the worker does after it has any effect."""


@dataclass
class Fate:
    """Kills at the n-th point; points are before and after all that has an effect elsewhere."""

    at: int | None = None
    passed: int = 0
    dead: bool = False

    def point(self) -> None:
        if self.dead:
            raise KilledError
        self.passed += 1
        if self.passed == self.at:
            self.dead = True
            raise KilledError

    @contextmanager
    def around(self) -> Iterator[None]:
        self.point()
        yield
        self.point()


@dataclass
class Server:
    """What a forge's server remembers."""

    pulls: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, target: Target) -> list[dict[str, Any]]:
        return self.pulls.setdefault(target.path, [])


@dataclass
class MemoryForge:
    """A forge whose server is an object: for what does not depend on how one speaks to a server."""

    kind: ClassVar[str] = "memory"
    server: Server
    fate: Fate
    settings: ForgeSettings = field(default_factory=lambda: ForgeSettings("memory", "memory", ""))
    refuse: Callable[[str], ForgeError | None] = lambda what: None

    def check(self) -> Sequence[str]:
        return ()

    def search(self, query: Query) -> Iterator[Target]:
        raise NotImplementedError

    def target(self, path: str) -> Target:
        if not os.path.isdir(path):
            raise NotFoundError(f"there is no {path}")
        return Target("memory", path, Path(path).as_uri(), path, "")

    def credential(self) -> Credential | None:
        return None

    def refspec(self, proposal: Proposal) -> str:
        return f"refs/heads/{proposal.branch}"

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        return ()

    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        self._may("find")
        with self.fate.around():
            return [self._seen(target, one) for one in reversed(self.server.of(target)) if one["marker"] == marker]

    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        self._may("open")
        with self.fate.around():
            pulls = self.server.of(target)
            there = next((one for one in pulls if one["marker"] == proposal.marker and one["state"] == "open"), None)
            if there is None:
                there = {"number": str(len(pulls) + 1), "state": "open", "marker": proposal.marker}
                pulls.append(there)
            there.update(branch=proposal.branch, title=proposal.title, body=proposal.body)
            return self._seen(target, there)

    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        with self.fate.around():
            one = self._get(target, request)
            one.update(title=proposal.title, body=proposal.body)
            return self._seen(target, one)

    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        with self.fate.around():
            one = self._get(target, request)
            one.update(state="closed", comment=comment)
            return self._seen(target, one)

    def notes(self) -> Sequence[str]:
        return ()

    def _may(self, what: str) -> None:
        error = self.refuse(what)
        if error is not None:
            raise error

    def _get(self, target: Target, request: PullRequest) -> dict[str, Any]:
        return next(one for one in self.server.of(target) if one["number"] == request.number)

    def _seen(self, target: Target, one: Mapping[str, Any]) -> PullRequest:
        heads = git(target.path, "for-each-ref", "--format=%(objectname)", f"refs/heads/{one['branch']}")
        url = f"memory:{target.path}#{one['number']}"
        return PullRequest(one["number"], url, State(one["state"]), one["branch"], heads or None, one["title"])


class MortalGit(Git):
    """Git that is killed with the worker."""

    fate: Fate

    def _remote(self, *arguments: Any, **named: Any) -> bytes:
        with self.fate.around():
            return super()._remote(*arguments, **named)


class MortalJournal(Journal):
    """A journal whose transactions are points too."""

    fate: Fate | None = None

    @contextmanager
    def _open(self) -> Iterator[Any]:
        if self.fate is not None:
            self.fate.point()
        with super()._open() as db:
            yield db
        if self.fate is not None:
            self.fate.point()


@dataclass
class World:
    """Repositories, a server, a journal: what stays when a worker is killed."""

    directory: Path
    server: Server = field(default_factory=Server)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        path = str(self.directory / "migration.toml")
        forges = {"memory": ForgeSettings("memory", "memory", "")}
        tests = Tests(run=False)
        wanted = PullRequests(author="Fix <fix@example.org>")
        self.settings = Settings("m", path, forges, (Source("memory"),), pull_requests=wanted, tests=tests, skip=Skip())

    def change(self, **values: Any) -> None:
        """Other settings, by section."""
        for name, value in values.items():
            self.settings = replace(self.settings, **{name: replace(getattr(self.settings, name), **value)})

    def journal(self, fate: Fate | None = None) -> Journal:
        journal = MortalJournal(f"sqlite:///{self.directory}/journal.sqlite", "m")
        journal.fate = fate
        return journal

    def kit(self, fate: Fate | None = None, **forge: Any) -> Kit:
        """A worker's own."""
        fate = fate or Fate()
        (self.directory / "git").mkdir(exist_ok=True)
        worker = MortalGit(str(self.directory / "git"))
        worker.fate = fate
        forges = {"memory": MemoryForge(self.server, fate, **forge)}
        who = Identity("Fix", "fix@example.org")
        roll = Roll(str(self.directory / "git" / "workers"))
        return Kit(self.settings, self.journal(fate), forges, worker, who, roll, f"worker-{next(self.numbers)}")

    def add(self, *repositories: Path) -> list[str]:
        """Take repositories up; their keys."""
        targets = [Target("memory", str(path), path.as_uri(), str(path), "") for path in repositories]
        self.journal().add(targets)
        return [target.key for target in targets]

    def pulls(self, path: Path) -> list[dict[str, Any]]:
        return self.server.pulls.get(str(path), [])
