"""Gerrit's REST API and its `refs/for/` as far as gofix20 uses them, after its documentation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.bulk.servers.fake import Answer, ForgeServer, Pull, Repository, Request, git, now

PEOPLE = {"ada": 7, "bob": 8}
STATUSES = {"open": "NEW", "closed": "ABANDONED", "merged": "MERGED"}


class Gerrit:
    """A `Shape`. A change is a `Pull` whose branch is its topic; numbers are the server's, not a project's."""

    prefix = ("/a/", "/changes/", "/projects/", "/config/", "/accounts/")

    def __init__(self) -> None:
        change = r"/changes/(\d+)"
        self.routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile(r"/config/server/version"), self.version),
            ("GET", re.compile(r"/accounts/self"), self.me),
            ("GET", re.compile(r"/projects/"), self.projects),
            ("GET", re.compile(r"/projects/([^/]+)"), self.project),
            ("GET", re.compile(r"/projects/([^/]+)/HEAD"), self.head),
            ("GET", re.compile(r"/changes/"), self.changes),
            ("GET", re.compile(change), self.change),
            ("POST", re.compile(change + r"/(wip|ready)"), self.draft),
            ("POST", re.compile(change + r"/hashtags"), self.hashtags),
            ("POST", re.compile(change + r"/reviewers"), self.reviewers),
            ("POST", re.compile(change + r"/revisions/current/review"), self.review),
            ("POST", re.compile(change + r"/abandon"), self.abandon),
        ]

    def answer(self, server: ForgeServer, request: Request) -> Answer:
        path = re.sub(r"^/a(?=/)", "", request.path)
        if path != request.path and request.user is None:
            return Answer(401, text="Unauthorized", headers={"WWW-Authenticate": 'Basic realm="Gerrit"'})
        for method, pattern, handler in self.routes:
            found = pattern.fullmatch(path)
            if found is None or method != request.method:
                continue
            told = found.groups()
            if told and told[0].isdigit():
                repository, pull = self._change(server, int(told[0]))
                if repository is None:
                    return Answer(404, text=f"Not found: {told[0]}")
                if method == "POST" and request.user is None:
                    return Answer(403, text="Authentication required")
                answer = handler(server, request, repository, pull, *told[1:])
                repository.save()
                return answer
            return handler(server, request, *told)
        return Answer(404, text="Not found")

    def headers(self, server: ForgeServer) -> dict[str, str]:
        return {"X-Frame-Options": "DENY"}

    def error(self, status: int, message: str) -> Any:
        return message

    def pushed(self, server: ForgeServer, repository: Repository, user: str) -> None:
        """What was pushed to refs/for/ becomes changes, one for each commit that is new."""
        for ref, tip in repository.refs().items():
            if not ref.startswith("refs/for/"):
                continue
            base, _, options = ref.removeprefix("refs/for/").partition("%")
            told = dict(option.partition("=")[::2] for option in options.split(","))
            git(repository.directory, "update-ref", "-d", ref)
            listed = git(repository.directory, "rev-list", "--reverse", tip, f"^refs/heads/{base}")
            for commit in listed.split():
                self._patch_set(server, repository, user, base, commit, told)
        repository.save()

    def _patch_set(
        self, server: ForgeServer, repository: Repository, user: str, base: str, commit: str, told: dict[str, str]
    ) -> None:
        message = git(repository.directory, "show", "--no-patch", "--format=%B", commit)
        ids = re.findall(r"(?m)^Change-Id: (I[0-9a-f]{40})$", message)
        if not ids:
            return
        same = [pull for pull in repository.pulls if (pull.change, pull.base) == (ids[-1], base)]
        if same:
            pull = same[0]
            if pull.state != "open" or pull.head == commit:
                return
        else:
            number = 1 + sum(len(each.pulls) for each in server.repositories())
            pull = Pull(number, "", "", "", base, commit, author=user, change=ids[-1], created=now())
            repository.pulls.append(pull)
        pull.title, pull.head, pull.updated = message.splitlines()[0], commit, now()
        pull.revisions.append(commit)
        pull.branch = told.get("topic", pull.branch)
        pull.draft = "wip" in told or (pull.draft and "ready" not in told)
        git(repository.directory, "update-ref", f"refs/changes/{pull.number:02}/{len(pull.revisions)}", commit)

    # What can be asked.

    def version(self, server: ForgeServer, request: Request) -> Answer:
        return _said("3.12.0")

    def me(self, server: ForgeServer, request: Request) -> Answer:
        return _said(_account(server.user))

    def projects(self, server: ForgeServer, request: Request) -> Answer:
        found = [each for each in server.repositories() if each.path.startswith(request.query.get("p", ""))]
        start, size = int(request.query.get("S", "0")), int(request.query.get("n", "500"))
        shown = {each.path: self._project(each) for each in found}
        shown["All-Projects"] = {"id": "All-Projects", "state": "ACTIVE"}
        return _said(dict(list(shown.items())[start : start + size]))

    def project(self, server: ForgeServer, request: Request, name: str) -> Answer:
        repository = server.repository(unquote(name))
        if repository is None:
            return Answer(404, text=f"Not found: {unquote(name)}")
        return _said({**self._project(repository), "name": repository.path})

    def head(self, server: ForgeServer, request: Request, name: str) -> Answer:
        repository = server.repository(unquote(name))
        return Answer(404, text="Not found") if repository is None else _said(f"refs/heads/{repository.base}")

    def changes(self, server: ForgeServer, request: Request) -> Answer:
        wanted = dict(re.findall(r'(\w+):"?([^"\s]+)"?', request.query.get("q", "")))
        found = [
            _change(repository, pull)
            for repository in server.repositories()
            for pull in repository.pulls
            if wanted.get("project") in {None, repository.path}
            and wanted.get("topic") in {None, pull.branch}
            and ("owner" not in wanted or pull.author == request.user)
        ]
        return _said(found[::-1])

    def change(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        return _said(_change(repository, pull))

    def draft(
        self, server: ForgeServer, request: Request, repository: Repository, pull: Pull, which: str
    ) -> Answer:
        if pull.draft == (which == "wip"):
            return Answer(409, text=f"change is already {which}")
        pull.draft = which == "wip"
        return Answer(200, text="")

    def hashtags(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        pull.labels += [each for each in request.data["add"] if each not in pull.labels]
        return _said(pull.labels)

    def reviewers(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        name = request.data["reviewer"]
        if name not in PEOPLE:
            answer = {"input": name, "error": f"Account '{name}' not found"}
            return Answer(400, text=")]}'\n" + json.dumps(answer))
        if name not in pull.reviewers:
            pull.reviewers.append(name)
        return _said({"input": name, "reviewers": [_account(name)]})

    def review(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        data = request.data
        said = f"Patch Set {len(pull.revisions)}:\n\n{data['message']}"
        pull.comments.append(json.dumps([data.get("tag", ""), said]))
        return _said({})

    def abandon(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        if pull.state != "open":
            return Answer(409, text=f"change is {STATUSES[pull.state].lower()}")
        pull.state = "closed"
        pull.comments.append(json.dumps(["autogenerated:gerrit:abandon", f"Abandoned\n\n{request.data['message']}"]))
        return _said(_change(repository, pull))

    def _project(self, repository: Repository) -> dict[str, Any]:
        name = repository.path.replace("/", "%2F")
        return {"id": name, "state": "READ_ONLY" if repository.archived else "ACTIVE"}

    def _change(self, server: ForgeServer, number: int) -> tuple[Repository | None, Pull | None]:
        for repository in server.repositories():
            pull = repository.pull(number)
            if pull is not None:
                return repository, pull
        return None, None


def _said(data: Any) -> Answer:
    return Answer(200, text=")]}'\n" + json.dumps(data), headers={"Content-Type": "application/json; charset=UTF-8"})


def _account(name: str) -> dict[str, Any]:
    return {"_account_id": PEOPLE.get(name, 1), "name": name, "username": name}


def _change(repository: Repository, pull: Pull) -> dict[str, Any]:
    shown = {
        "id": f"{repository.path.replace('/', '%2F')}~{pull.number}", "project": repository.path, "branch": pull.base,
        "topic": pull.branch, "hashtags": pull.labels, "change_id": pull.change, "subject": pull.title,
        "status": STATUSES[pull.state], "created": pull.created, "updated": pull.updated, "_number": pull.number,
        "owner": _account(pull.author), "current_revision": pull.head,
        "reviewers": {"REVIEWER": [_account(each) for each in pull.reviewers]} if pull.reviewers else {},
        "messages": [dict(zip(("tag", "message"), json.loads(each), strict=True)) for each in pull.comments],
    }  # fmt: skip
    if pull.draft:
        # Left out where it does not hold, as Gerrit does.
        shown["work_in_progress"] = True
    return shown


