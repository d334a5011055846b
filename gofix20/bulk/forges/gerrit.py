"""Gerrit, by its REST API: the Go project itself works that way.

A push to `refs/for/BRANCH` makes a change of each commit, known by its Change-Id, and a new patch set of one that is
there. What the rest of gofix20 knows as a pull request is a topic: the changes of one marker, told by the last of them.
So nothing is written into a commit that people do not expect there, and the marker is in no text that they read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

import requests

from gofix20.bulk import credentials, politeness
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
from gofix20.bulk.forges.errors import Notes, ours, ours_each, refused, shortened
from gofix20.bulk.secrets import Credential

LONGEST_MESSAGE = 15_000
"""Characters; Gerrit's own limit is 16 KiB, unless it is set to less."""
GUARD = ")]}'"
"""In front of each answer, so that no page can read it as a script."""
PAGE = 500
PERMISSIONS = "the user needs “Push” on refs/for/*, “Abandon”, and a password that Settings > HTTP Credentials makes"
_STATES = {"NEW": State.OPEN, "MERGED": State.MERGED, "ABANDONED": State.CLOSED}


def _ours(error: Exception, url: str) -> ForgeError | None:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return refused(url, error.response.status_code, shortened(error.response.text), PERMISSIONS)
    return None


class GerritForge:
    """A `Forge`."""

    kind: ClassVar[str] = "gerrit"

    def __init__(self, settings: ForgeSettings, credential: Credential | None, host: politeness.Host) -> None:
        self.settings = settings
        self._credential = credential
        self._host = host
        self._session = host.session()
        self._notes = Notes()
        # "/a" is what asks for a credential; without it, one that is sent is not looked at.
        self._base = settings.url.rstrip("/") + ("/a" if credential is not None else "")
        if credential is not None:
            self._session.auth = (credential.user, credential.secret.reveal())

    @classmethod
    def connect(cls, settings: ForgeSettings, clock: politeness.Clock | None) -> GerritForge:
        manners = politeness.Manners(settings.concurrency, settings.seconds_between_writes)
        return cls(settings, credentials.find(settings), politeness.host(settings.url, manners, clock))

    @ours(_ours)
    def check(self) -> Sequence[str]:
        notes = [f"Gerrit {self._ask('GET', '/config/server/version')}"]
        if self._credential is None:
            notes.append(f"no password: nothing can be pushed; {credentials.hint(self.settings)}")
        else:
            account = self._ask("GET", "/accounts/self")
            notes.append(f"signed in as {account.get('username') or account.get('email') or account['_account_id']}")
        return notes

    @ours_each(_ours)
    def search(self, query: Query) -> Iterator[Target]:
        if query.group is not None:
            asked = f"/projects/?d&p={quote(query.group, safe='')}"
        elif query.search is not None:
            asked = f"/projects/?query={quote(query.search, safe='')}"
        else:
            raise ForgeError("Gerrit has no organizations", "give a group, which is a prefix of projects' names")
        start = 0
        while True:
            found = self._ask("GET", f"{asked}&n={PAGE}&S={start}")
            projects = found if isinstance(found, list) else [{"name": name, **told} for name, told in found.items()]
            for project in projects:
                # What all projects inherit their permissions from, and where users are kept, have no code.
                if project["name"] not in {"All-Projects", "All-Users"}:
                    yield self._target(project["name"], project, "")
            if len(projects) < PAGE:
                return
            start += len(projects)

    @ours(_ours)
    def target(self, path: str) -> Target:
        if not path or set(path.split("/")) & {"", ".", ".."}:
            raise NotFoundError(f"“{path}” is no project of Gerrit's")
        project = self._ask("GET", f"/projects/{quote(path, safe='')}")
        head = str(self._ask("GET", f"/projects/{quote(path, safe='')}/HEAD"))
        return self._target(path, project, head.removeprefix("refs/heads/"))

    def credential(self) -> Credential | None:
        return self._credential

    def refspec(self, proposal: Proposal) -> str:
        options = [f"topic={topic(proposal.marker)}", "wip" if proposal.draft else "ready"]
        return f"refs/for/{proposal.base}%{','.join(options)}"

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        return (f"Change-Id: {change_id(marker, part)}",)

    @ours(_ours)
    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        """One at most; `branch` has no meaning, since nothing stays on one that is pushed for review."""
        changes = self._changes(target, marker)
        return [self._request(changes, branch)] if changes else []

    @ours(_ours)
    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        changes = self._changes(target, proposal.marker)
        if not any(change["status"] == "NEW" for change in changes):
            raise NotFoundError(
                f"{target.path} has no open change with the topic {topic(proposal.marker)}",
                "the push made none, or it was pushed by another user",
            )
        return self._dressed(changes, proposal)

    @ours(_ours)
    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        changes = self._changes(target, proposal.marker)
        if not any(change["status"] == "NEW" for change in changes):
            return self._request(changes, proposal.branch) if changes else request
        return self._dressed(changes, proposal)

    @ours(_ours)
    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        last = self._ask("GET", f"/changes/{request.number}")
        changes = self._query(f'project:"{target.path}" topic:"{last["topic"]}"') if last.get("topic") else [last]
        # The last first: an earlier one cannot be abandoned for good while another builds on it.
        for change in sorted(changes, key=lambda each: int(each["_number"]), reverse=True):
            if change["status"] == "NEW":
                change["status"] = self._ask("POST", f"/changes/{change['_number']}/abandon", {"message": comment})[
                    "status"
                ]
        return self._request(changes, request.branch)

    def notes(self) -> Sequence[str]:
        return self._notes.take()

    def _target(self, path: str, project: dict[str, Any], base: str) -> Target:
        web = self.settings.url.rstrip("/")
        return Target(
            forge=self.settings.name,
            path=path,
            clone_url=f"{self._base}/{quote(path)}",
            web_url=f"{web}/admin/repos/{quote(path)}",
            base=base,
            archived=project.get("state", "ACTIVE") != "ACTIVE",
        )

    def _changes(self, target: Target, marker: str) -> list[dict[str, Any]]:
        """All of a marker, the first commit first. Anybody may push with any topic: only our own count."""
        own = " owner:self" if self._credential is not None else ""
        return self._query(f'project:"{target.path}" topic:"{topic(marker)}"{own}')

    def _query(self, query: str) -> list[dict[str, Any]]:
        options = "&o=CURRENT_REVISION&o=DETAILED_LABELS&o=DETAILED_ACCOUNTS&o=MESSAGES"
        found = self._ask("GET", f"/changes/?q={quote(query, safe='')}{options}")
        return sorted(found, key=lambda change: int(change["_number"]))

    def _request(self, changes: Sequence[dict[str, Any]], branch: str) -> PullRequest:
        """Of a topic: open as long as one of its changes is, merged if one was and none is open."""
        for status in ("NEW", "MERGED", "ABANDONED"):
            of_status = [change for change in changes if change["status"] == status]
            if of_status:
                last = of_status[-1]
                return PullRequest(
                    number=str(last["_number"]),
                    url=f"{self.settings.url.rstrip('/')}/c/{quote(last['project'])}/+/{last['_number']}",
                    state=_STATES[status],
                    branch=branch,
                    head=last.get("current_revision"),
                    title=last["subject"],
                    body=_said(last),
                )
        raise ForgeError(f"{self.settings.url} knows states of changes that we do not")

    def _dressed(self, changes: Sequence[dict[str, Any]], proposal: Proposal) -> PullRequest:
        """Every open change of the topic; the body is a message on the last, and said again if it has changed."""
        opened = [change for change in changes if change["status"] == "NEW"]
        for change in opened:
            self._dress(change, proposal)
        last = opened[-1]
        body = _clipped(proposal.body)
        if _said(last) != body:
            review = {"message": body, "tag": _tag(body)}
            self._ask("POST", f"/changes/{last['_number']}/revisions/current/review", review)
            last["messages"] = [*last.get("messages", ()), {"tag": _tag(body), "message": body}]
        return self._request(changes, proposal.branch)

    def _dress(self, change: dict[str, Any], proposal: Proposal) -> None:
        number = change["_number"]
        if bool(change.get("work_in_progress")) != proposal.draft:
            self._try(f"{number} could not be made {'a draft' if proposal.draft else 'ready'}",
                      f"/changes/{number}/{'wip' if proposal.draft else 'ready'}", {})  # fmt: skip
        labels = [label for label in proposal.labels if label not in change.get("hashtags", ())]
        if labels:
            self._try(f"{number} has no hashtags {', '.join(labels)}", f"/changes/{number}/hashtags", {"add": labels})
        asked = {each.get("username") or each.get("email") for each in change.get("reviewers", {}).get("REVIEWER", ())}
        for name in proposal.reviewers:
            if name not in asked:
                answer = self._try(
                    f"{number} has no reviewer {name}", f"/changes/{number}/reviewers", {"reviewer": name}
                )
                if isinstance(answer, dict) and answer.get("error"):
                    self._notes.add(f"{number} has no reviewer {name}: {shortened(answer['error'])}")

    def _try(self, what: str, path: str, data: dict[str, Any]) -> Any:
        try:
            return self._ask("POST", path, data)
        except Exception as error:
            known = error if isinstance(error, ForgeError) else _ours(error, self.settings.url)
            self._notes.add(f"{what}: {known.message if known else shortened(str(error))}")

    def _ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        response = self._session.request(
            method, self._base + path, json=data, headers={"Accept": "application/json", "User-Agent": "gofix20"}
        )
        response.raise_for_status()
        text = response.text
        if not text.startswith(GUARD):
            if not text.strip():
                return None
            raise ForgeError(
                f"{self.settings.url} does not speak Gerrit's API: {shortened(text)}",
                "is url the server's own address, and kind its kind?",
            )
        return json.loads(text.removeprefix(GUARD))


def topic(marker: str) -> str:
    """A marker as people may read it, and as no other one is written."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", marker).strip("-")[:60]
    return f"gofix20-{readable}-{hashlib.sha256(marker.encode()).hexdigest()[:10]}"


def change_id(marker: str, part: str) -> str:
    return "I" + hashlib.sha1(f"gofix20\0{marker}\0{part}".encode(), usedforsecurity=False).hexdigest()


def _clipped(body: str) -> str:
    return body if len(body) <= LONGEST_MESSAGE else body[:LONGEST_MESSAGE] + "\n\n…"


def _tag(body: str) -> str:
    """Gerrit keeps a message as it likes: which one it was is told beside it."""
    return f"autogenerated:gofix20~{hashlib.sha256(body.encode()).hexdigest()[:16]}"


def _said(change: dict[str, Any]) -> str:
    """The body that we told a change last; empty if none, or if it is not in it any more."""
    for message in reversed(change.get("messages", ())):
        if str(message.get("tag", "")).startswith("autogenerated:gofix20~"):
            # Gerrit puts "Patch Set 2:" in front.
            text = str(message["message"])
            for begin in (text, text.partition("\n\n")[2]):
                if _tag(begin) == message["tag"]:
                    return begin
            return ""
    return ""
