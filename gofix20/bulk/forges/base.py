"""What a forge has to be able to do. A new one is one file in this directory, and a line in `__init__.py`.

A forge is asked for the state of its server, and tells it to open, change and close pull requests ("merge request",
"change": each server's word for the same). Branches are pushed by git (`gofix20.bulk.git`), with the credential that
the forge names. All methods may block, are called from several threads, and raise `ForgeError` alone.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from gofix20.bulk.secrets import Credential, clean
from gofix20.model import GofixError


class ForgeError(GofixError):
    """A forge said no, or nothing; cleaned of secrets.

    `retry_after`: seconds after which it may say something else; None where trying again is no use.
    """

    def __init__(self, message: str, hint: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(clean(message), hint)
        self.retry_after = retry_after


class NotFoundError(ForgeError):
    """There is no such thing, or the credential may not see it."""


@dataclass(frozen=True, slots=True)
class ForgeSettings:
    """A table `[forges.NAME]` of migration.toml."""

    name: str
    kind: str
    """The `kind` of a `Forge`."""
    url: str
    """Of the server as people open it: https://github.com, https://git.example.com/gitlab; for plain git empty."""
    user: str | None = None
    """For git over HTTP, and for Gerrit."""
    token_variable: str | None = None
    """The environment variable that has the token; None: the kind's usual ones."""
    concurrency: int = 4
    """Requests at a time."""
    seconds_between_writes: float = 1.0
    """GitHub asks for one second; see its "best practices for using the REST API"."""
    directory: str | None = None
    """For plain git: where the body and the state of each pull request are kept as files; absolute."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which repositories are wanted, of those that a forge has; just one of the fields is set."""

    organization: str | None = None
    """GitHub: an organization or a user."""
    group: str | None = None
    """GitLab: a group, with its subgroups. Gerrit: a prefix of the names of projects."""
    search: str | None = None
    """As the forge's own search takes it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A repository that is to be migrated."""

    forge: str
    """The name of its forge in migration.toml."""
    path: str
    """What the forge calls it: owner/name, group/subgroup/name; for plain git its absolute path or URL."""
    clone_url: str
    """Without a credential in it."""
    web_url: str
    base: str
    """The branch that pull requests go to; empty: what HEAD is."""
    archived: bool = False
    fork: bool = False
    has_go: bool | None = None
    """None: the forge does not say."""

    @property
    def key(self) -> str:
        return f"{self.forge}:{self.path}"


class State(enum.StrEnum):
    """Of a pull request."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request as it is to be; its branch has been pushed."""

    marker: str
    """Unique among all migrations and portions; forges that have no better place write it into the body, unseen."""
    branch: str
    base: str
    head: str
    """The commit that was pushed."""
    title: str
    body: str
    """Markdown."""
    draft: bool = False
    labels: Sequence[str] = ()
    reviewers: Sequence[str] = ()
    """Users; GitHub: `org/team` is a team."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as the forge has it."""

    number: str
    """The forge's own name for it."""
    url: str
    state: State
    branch: str
    head: str | None
    """The commit that it has now; None where the forge does not say."""
    title: str = ""
    body: str = field(default="", repr=False)


class Forge(Protocol):
    """One server; made with its settings and, if it was found, a credential."""

    kind: ClassVar[str]
    settings: ForgeSettings

    def check(self) -> Sequence[str]:
        """Is the server there, is it the one that is configured, is the credential accepted? Gives notes for the user.

        ForgeError says what to do. Called by `plan` and before `run`.
        """
        ...

    def search(self, query: Query) -> Iterator[Target]: ...

    def target(self, path: str) -> Target:
        """NotFoundError if there is none."""
        ...

    def credential(self) -> Credential | None:
        """For git over HTTP to the server's host."""
        ...

    def refspec(self, proposal: Proposal) -> str:
        """Where `head` is pushed to: `refs/heads/BRANCH`, or what Gerrit wants."""
        ...

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        """Lines at the end of a commit's message: Gerrit's Change-Id. `part` names the commit among the marker's."""
        ...

    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        """All pull requests with the marker, of any state, the newest first; of any author who may have forged it,
        only those from `branch` in the target itself."""
        ...

    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        """Open it, or give the open one that has the marker; labels and reviewers that cannot be set are no error:
        they are told by `notes()`."""
        ...

    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        """Make its title, body, labels and draft state what they are to be."""
        ...

    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        """Close it, with a word why; no error if it is closed already. Its branch is deleted by git."""
        ...

    def notes(self) -> Sequence[str]:
        """What did not work out and is no error, since the last call."""
        ...
