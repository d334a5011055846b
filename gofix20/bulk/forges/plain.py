"""Plain git: a branch is pushed, and what would be a pull request's body is a file for whoever takes it from there.

In the directory of the settings, each repository has one of its own, and in it each branch a Markdown file and what is
known of its state beside it, as JSON. People close one, or say that it is merged, by writing so into the latter.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from gofix20.bulk import credentials
from gofix20.bulk.forges import markers
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
from gofix20.bulk.secrets import Credential

LONGEST_BODY = 10_000_000


class PlainForge:
    """A `Forge`."""

    kind: ClassVar[str] = "git"

    def __init__(self, settings: ForgeSettings, credential: Credential | None) -> None:
        if not settings.directory or not os.path.isabs(settings.directory):
            raise ForgeError(
                f"[forges.{settings.name}] is plain git, and has to say where bodies go",
                'add directory = "…", an absolute path',
            )
        self.settings = settings
        self._credential = credential
        self._directory = Path(settings.directory)
        self._lock = threading.Lock()

    @classmethod
    def connect(cls, settings: ForgeSettings, clock: object) -> PlainForge:
        return cls(settings, credentials.find(settings))

    def check(self) -> Sequence[str]:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ForgeError(f"{self._directory} cannot be made: {error.strerror}") from None
        if not os.access(self._directory, os.W_OK):
            raise ForgeError(f"{self._directory} cannot be written to")
        return []

    def search(self, query: Query) -> Iterator[Target]:
        raise ForgeError("plain git has no list of repositories", "name them, or the directory that they are in")

    def target(self, path: str) -> Target:
        """A directory, or a URL; whether there is anything is for git to say."""
        local = path.removeprefix("file://")
        if os.path.isabs(local) and not os.path.isdir(local):
            raise NotFoundError(f"there is no repository {local}")
        return Target(self.settings.name, path, clone_url=path, web_url="" if os.path.isabs(local) else path, base="")

    def credential(self) -> Credential | None:
        return self._credential

    def refspec(self, proposal: Proposal) -> str:
        return f"refs/heads/{proposal.branch}"

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        return ()

    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        with self._lock:
            told = self._read(self._file(target, marker))
        return [_request(told)] if told is not None and told["branch"] == branch else []

    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        return self._write(target, proposal)

    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        return self._write(target, proposal)

    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        with self._lock:
            file = Path(request.number)
            told = self._read(file)
            if told is None:
                raise NotFoundError(f"{file} is not there any more")
            if told["state"] == State.OPEN:
                told |= {"state": State.CLOSED, "comment": comment}
                self._save(file, json.dumps(told, indent=2) + "\n")
        return _request(told)

    def notes(self) -> Sequence[str]:
        return []

    def _write(self, target: Target, proposal: Proposal) -> PullRequest:
        file = self._file(target, proposal.marker)
        with self._lock:
            known = self._read(file)
            if known is not None and known["state"] != State.OPEN:
                return _request(known)
            body = markers.marked(proposal.body, proposal.marker, LONGEST_BODY)
            page = file.with_suffix(".md")
            told = {
                "number": str(file),
                "url": page.as_uri(),
                "state": State.OPEN,
                "repository": target.path,
                "branch": proposal.branch,
                "base": proposal.base,
                "head": proposal.head,
                "title": proposal.title,
                "draft": proposal.draft,
                "labels": list(proposal.labels),
                "reviewers": list(proposal.reviewers),
                "marker": proposal.marker,
            }
            # The page first: what the other file says is done.
            self._save(page, f"{body.partition(chr(10))[0]}\n\n# {proposal.title}\n\n{proposal.body}\n")
            self._save(file, json.dumps(told, indent=2) + "\n")
        return _request(told)

    def _file(self, target: Target, marker: str) -> Path:
        return self._directory / _name(target.path) / f"{_name(marker)}.json"

    def _read(self, file: Path) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads(file.read_text())
            told["state"] = State(told["state"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ForgeError(f"{file} cannot be read: {error}", 'its "state" is open, merged or closed') from None
        return told

    def _save(self, file: Path, text: str) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_name(f".{file.name}.{os.getpid()}")
            temporary.write_text(text)
            os.replace(temporary, file)
        except OSError as error:
            raise ForgeError(f"{file} cannot be written: {error.strerror}") from None


def _name(text: str) -> str:
    """For a file; readable, and no two texts have the same."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")[-60:]
    return f"{readable}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _request(told: dict[str, Any]) -> PullRequest:
    page = Path(told["number"]).with_suffix(".md")
    try:
        body = page.read_text()
    except OSError:
        body = ""
    return PullRequest(
        told["number"], told["url"], State(told["state"]), told["branch"], told["head"], told["title"], body
    )
