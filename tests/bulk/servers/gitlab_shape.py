"""GitLab's REST API as far as gofix20 uses it, after its documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.bulk.servers.fake import Answer, ForgeServer, Pull, Repository, Request, now, paged

PEOPLE = {"ada": 7, "bob": 8}


class Gitlab:
    """A `Shape`."""

    prefix = "/api/v4"

    def __init__(self) -> None:
        project = r"/projects/([^/]+)"
        self.routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile(r"/user"), self.me),
            ("GET", re.compile(r"/users"), self.users),
            ("GET", re.compile(r"/personal_access_tokens/self"), self.token),
            ("GET", re.compile(r"/projects"), self.projects),
            ("GET", re.compile(r"/groups/([^/]+)/projects"), self.of_group),
            ("GET", re.compile(project), self.project),
            ("GET", re.compile(project + r"/merge_requests"), self.listed),
            ("POST", re.compile(project + r"/merge_requests"), self.open),
            ("GET", re.compile(project + r"/merge_requests/(\d+)"), self.one),
            ("PUT", re.compile(project + r"/merge_requests/(\d+)"), self.edit),
            ("POST", re.compile(project + r"/merge_requests/(\d+)/notes"), self.note),
        ]

    def answer(self, server: ForgeServer, request: Request) -> Answer:
        for method, pattern, handler in self.routes:
            found = pattern.fullmatch(request.path.removeprefix(self.prefix))
            if found is None or method != request.method:
                continue
            if method != "GET" and request.user is None:
                return self.no(401, "401 Unauthorized")
            told = found.groups()
            if not pattern.pattern.startswith("/projects/"):
                return handler(server, request, *told)
            # By its number too, as a client does that was told it.
            repository = next((each for each in server.repositories() if str(each.id) == told[0]), None)
            repository = repository or server.repository(unquote(told[0]))
            if repository is None:
                return self.no(404, "404 Project Not Found")
            repository.settle()
            if len(told) == 1:
                return handler(server, request, repository)
            pull = repository.pull(int(told[1]))
            return self.no(404, "404 Not found") if pull is None else handler(server, request, repository, pull)
        return self.no(404, "404 Not Found")

    def headers(self, server: ForgeServer) -> dict[str, str]:
        return {"RateLimit-Limit": "2000", "RateLimit-Remaining": "1999", "X-Gitlab-Meta": "{}"}

    def error(self, status: int, message: str) -> dict[str, Any]:
        return {"message": message}

    def pushed(self, server: ForgeServer, repository: Repository, user: str) -> None:
        """A merge request outlives its branch."""
        refs = repository.refs()
        for pull in repository.pulls:
            if pull.state == "open" and not pull.fork:
                pull.head = refs.get(f"refs/heads/{pull.branch}", pull.head)
        repository.save()

    def no(self, status: int, message: str | list[str]) -> Answer:
        return Answer(status, {"message": message})

    # What can be asked.

    def me(self, server: ForgeServer, request: Request) -> Answer:
        return Answer(200, _user(server, request.user)) if request.user else self.no(401, "401 Unauthorized")

    def users(self, server: ForgeServer, request: Request) -> Answer:
        name = request.query.get("username", "")
        return Answer(200, [_user(server, name)] if name in PEOPLE else [])

    def token(self, server: ForgeServer, request: Request) -> Answer:
        scopes = ["api"] if "api" not in server.missing else ["read_api"]
        return Answer(200, {"id": 1, "name": "t", "scopes": scopes, "active": True, "revoked": False})

    def projects(self, server: ForgeServer, request: Request) -> Answer:
        words = request.query.get("search", "").split()
        found = [each for each in server.repositories() if all(word in each.path for word in words)]
        return self._page(server, request, found)

    def of_group(self, server: ForgeServer, request: Request, name: str) -> Answer:
        group = unquote(name) + "/"
        found = [each for each in server.repositories() if each.path.startswith(group)]
        if request.query.get("include_subgroups", "false").lower() != "true":
            found = [each for each in found if "/" not in each.path.removeprefix(group)]
        return self._page(server, request, found) if found else self.no(404, "404 Group Not Found")

    def _page(self, server: ForgeServer, request: Request, found: list[Repository]) -> Answer:
        page, headers = paged(server, request, found)
        return Answer(200, [_project(server, each) for each in page], headers)

    def project(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        return Answer(200, _project(server, repository))

    def listed(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        found = list(repository.pulls)
        if "source_branch" in request.query:
            found = [pull for pull in found if pull.branch == request.query["source_branch"]]
        state = request.query.get("state", "all")
        found = [pull for pull in found if state in {"all", _state(pull)}]
        if request.query.get("sort", "desc") == "desc":
            found.reverse()
        page, headers = paged(server, request, found)
        return Answer(200, [_merge_request(server, repository, pull) for pull in page], headers)

    def open(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        data = request.data
        for name in ("source_branch", "target_branch", "title"):
            if not data.get(name):
                return Answer(400, {"error": f"{name} is missing, {name} is empty"})
        head = repository.refs().get(f"refs/heads/{data['source_branch']}")
        if head is None:
            return self.no(409, ['Source branch "' + data["source_branch"] + '" does not exist'])
        for pull in repository.pulls:
            same = (pull.branch, pull.base) == (data["source_branch"], data["target_branch"])
            if pull.state == "open" and same and not pull.fork:
                return self.no(
                    409, [f"Another open merge request already exists for this source branch: !{pull.number}"]
                )
        made = Pull(0, data["title"], data.get("description") or "", data["source_branch"], data["target_branch"], head)
        made.author, made.created, made.updated = request.user or "", now(), now()
        made.reviewers = _people(data)
        made.labels = [each for each in (data.get("labels") or "").split(",") if each]
        repository.add(_carried_out(made))
        return Answer(201, _merge_request(server, repository, made))

    def one(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        return Answer(200, _merge_request(server, repository, pull))

    def edit(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        data = request.data
        pull.title = data.get("title", pull.title)
        pull.body = data.get("description", pull.body) or ""
        added = [each for each in (data.get("add_labels") or "").split(",") if each]
        pull.labels += [each for each in added if each not in pull.labels]
        if "reviewer_ids" in data:
            pull.reviewers = _people(data)
        if data.get("state_event") == "close":
            if pull.state != "open":
                return self.no(422, ["state cannot transition via close"])
            pull.state = "closed"
        pull.updated = now()
        _carried_out(pull)
        repository.save()
        return self.one(server, request, repository, pull)

    def note(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        pull.comments.append(request.data["body"])
        repository.save()
        return Answer(201, {"id": len(pull.comments), "body": request.data["body"], "system": False})


def _carried_out(pull: Pull) -> Pull:
    """GitLab carries out commands that it finds in a description."""
    if re.search(r"(?m)^/close\s*$", pull.body):
        pull.state = "closed"
    return pull


def _people(data: dict[str, Any]) -> list[str]:
    return [name for name, number in PEOPLE.items() if number in (data.get("reviewer_ids") or ())]


def _state(pull: Pull) -> str:
    return "opened" if pull.state == "open" else pull.state


def _user(server: ForgeServer, name: str) -> dict[str, Any]:
    return {"id": PEOPLE.get(name, 1), "username": name, "name": name, "state": "active",
            "avatar_url": None, "web_url": f"{server.url}/{name}"}  # fmt: skip


def _project(server: ForgeServer, repository: Repository) -> dict[str, Any]:
    page = f"{server.url}/{repository.path}"
    shown = {
        "id": repository.id, "name": repository.path.rpartition("/")[2], "path": repository.path.rpartition("/")[2],
        "path_with_namespace": repository.path, "default_branch": repository.base, "web_url": page,
        "http_url_to_repo": f"{page}.git", "ssh_url_to_repo": f"git@127.0.0.1:{repository.path}.git",
        "archived": repository.archived, "visibility": "public", "empty_repo": False,
    }  # fmt: skip
    if repository.fork:
        shown["forked_from_project"] = {"id": 9999}
    return shown


def _merge_request(server: ForgeServer, repository: Repository, pull: Pull) -> dict[str, Any]:
    return {
        "id": repository.id * 1000 + pull.number, "iid": pull.number, "project_id": repository.id,
        "title": pull.title, "description": pull.body, "state": _state(pull), "created_at": pull.created,
        "updated_at": pull.updated, "source_branch": pull.branch, "target_branch": pull.base,
        "source_project_id": 9999 if pull.fork else repository.id, "target_project_id": repository.id,
        "author": _user(server, pull.author), "reviewers": [_user(server, each) for each in pull.reviewers],
        "labels": pull.labels, "draft": pull.title.startswith("Draft: "), "sha": pull.head,
        "work_in_progress": pull.title.startswith("Draft: "), "merge_status": "can_be_merged",
        "web_url": f"{server.url}/{repository.path}/-/merge_requests/{pull.number}",
    }  # fmt: skip
