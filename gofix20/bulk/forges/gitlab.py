"""GitLab, by python-gitlab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

import gitlab
from gitlab.exceptions import GitlabError, GitlabHttpError, GitlabParsingError

from gofix20.bulk import credentials, politeness
from gofix20.bulk.forges import markers, opening
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
from gofix20.bulk.forges.errors import ours, ours_each, refused, shortened
from gofix20.bulk.forges.served import Served
from gofix20.bulk.secrets import Credential

LONGEST_BODY = 1_000_000
DRAFT = "Draft: "
PERMISSIONS = "a token needs the scope `api`, and its user the role Developer in the project"
_QUICK_ACTION = re.compile(r"(?m)^(\s*)/(?=[A-Za-z_])")
_STATES = {"merged": State.MERGED, "closed": State.CLOSED}


def _ours(error: Exception, url: str) -> ForgeError | None:
    if isinstance(error, GitlabParsingError):
        return ForgeError(
            f"{url} answers something that is not JSON: {shortened(error.error_message)}",
            "is url the server's own address, and kind its kind?",
        )
    if isinstance(error, GitlabError) and error.response_code:
        return refused(url, error.response_code, shortened(error.error_message), PERMISSIONS)
    return None


class GitlabForge(Served):
    """A `Forge`."""

    kind: ClassVar[str] = "gitlab"

    def __init__(self, settings: ForgeSettings, credential: Credential | None, host: politeness.Host) -> None:
        super().__init__(settings, credential, host)
        self._ids: dict[str, int | None] = {}
        self._gitlab = gitlab.Gitlab(
            settings.url,
            # As a bearer: so it may be an OAuth token of glab's as well as a personal one.
            oauth_token=credential.secret.reveal() if credential is not None else None,
            session=host.session(),
            per_page=100,
            user_agent="gofix20",
            retry_transient_errors=False,
        )

    @ours(_ours)
    def check(self) -> Sequence[str]:
        if self._credential is None:
            some = self._gitlab.http_get("/projects", query_data={"per_page": 1, "simple": True})
            self._compare(some[0]["web_url"] if isinstance(some, list) and some else self.settings.url)
            return [f"no token: nothing can be opened; {credentials.hint(self.settings)}"]
        user: Any = self._gitlab.http_get("/user")
        if not isinstance(user, dict) or "username" not in user:
            raise ForgeError(f"{self.settings.url} does not speak GitLab's API: {shortened(user)}")
        self._compare(user["web_url"])
        notes = [f"signed in as {user['username']}"]
        try:
            scopes = self._gitlab.personal_access_tokens.get("self").scopes
            if "api" not in scopes:
                notes.append(f"the token may only {', '.join(scopes)}: {PERMISSIONS}")
        except GitlabError:
            # An OAuth token is none of them, and older servers do not tell.
            pass
        return notes

    def _compare(self, link: str) -> None:
        given = urlsplit(self.settings.url)
        if politeness.origin(link) != politeness.origin(self.settings.url) or not urlsplit(link).path.startswith(
            given.path.rstrip("/")
        ):
            right = politeness.origin(link)
            raise ForgeError(
                f"{self.settings.url} calls itself {right}: what it answers would lead to another host",
                f'set url = "{right}" in [forges.{self.settings.name}], or the server\'s external URL to this one',
            )

    @ours_each(_ours)
    def search(self, query: Query) -> Iterator[Target]:
        if query.group is not None:
            group = self._gitlab.groups.get(query.group, lazy=True)
            found: Any = group.projects.list(iterator=True, include_subgroups=True, with_shared=False)
        elif query.search is not None:
            found = self._gitlab.projects.list(iterator=True, search=query.search, search_namespaces=True)
        else:
            raise ForgeError("GitLab has no organizations", "give a group or a search")
        for project in found:
            yield self._target(project.attributes)

    @ours(_ours)
    def target(self, path: str) -> Target:
        if "/" not in path or set(path.split("/")) & {"", ".", ".."}:
            raise NotFoundError(f"“{path}” is no project of GitLab's", "it is group/name, or group/subgroup/name")
        return self._target(self._gitlab.projects.get(path).attributes)

    def refspec(self, proposal: Proposal) -> str:
        return f"refs/heads/{proposal.branch}"

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        return ()

    @ours(_ours)
    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        return [_request(each) for each in self._from(target, branch) if markers.has(each["description"], marker)]

    @ours(_ours)
    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        made, is_new = opening.once(
            self._host, lambda: self._open_one(target, proposal), lambda: self._create(target, proposal), _ours
        )
        if not is_new:
            made = self._dressed(target, made, proposal)
        elif proposal.draft and not made.get("draft", made.get("work_in_progress")):
            self._notes.add(f"{made['web_url']} is no draft: the server has none")
        return _request(made)

    @ours(_ours)
    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        made = self._merge_requests(target).get(int(request.number)).attributes
        return _request(self._dressed(target, made, proposal) if made["state"] == "opened" else made)

    @ours(_ours)
    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        requests = self._merge_requests(target)
        merge_request = requests.get(int(request.number))
        if merge_request.state != "opened":
            return _request(merge_request.attributes)
        # First, so that nothing says twice why it was closed.
        closed = requests.update(int(request.number), {"state_event": "close"})
        try:
            merge_request.notes.create({"body": _inert(comment)})
        except Exception as error:
            self._note(f"no comment says why {merge_request.web_url} was closed", error)
        return _request({**merge_request.attributes, **closed})

    def _merge_requests(self, target: Target) -> Any:
        return self._gitlab.projects.get(target.path, lazy=True).mergerequests

    def _target(self, project: dict[str, Any]) -> Target:
        if urlsplit(project["http_url_to_repo"]).scheme not in {"https", "http"}:
            raise ForgeError(f"{project['path_with_namespace']} is to be cloned from what is no HTTP")
        return Target(
            forge=self.settings.name,
            path=project["path_with_namespace"],
            clone_url=project["http_url_to_repo"],
            web_url=project["web_url"],
            base=project.get("default_branch") or "",
            archived=bool(project.get("archived")),
            fork=bool(project.get("forked_from_project")),
        )

    def _from(self, target: Target, branch: str) -> Iterator[dict[str, Any]]:
        """All from a branch of the target itself, the newest first; a fork may have one of the same name."""
        for each in self._merge_requests(target).list(
            iterator=True, source_branch=branch, state="all", order_by="created_at", sort="desc"
        ):
            told = each.attributes
            if told["source_branch"] == branch and told["source_project_id"] == told["target_project_id"]:
                yield told

    def _open_one(self, target: Target, proposal: Proposal, *, marked: bool = True) -> dict[str, Any] | None:
        for each in self._from(target, proposal.branch):
            if each["state"] == "opened" and (not marked or markers.has(each["description"], proposal.marker)):
                return each
        return None

    def _create(self, target: Target, proposal: Proposal) -> tuple[dict[str, Any], bool]:
        try:
            made = self._merge_requests(target).create(
                {
                    "source_branch": proposal.branch,
                    "target_branch": proposal.base,
                    "title": _title(proposal),
                    "description": _body(proposal),
                    "labels": ",".join(proposal.labels),
                    "reviewer_ids": self._reviewers(proposal),
                }
            )
        except GitlabHttpError as error:
            # Its marker is gone, since somebody wrote the body anew; but the branch is ours.
            existing = self._open_one(target, proposal, marked=False) if error.response_code == 409 else None
            if existing is None:
                raise
            return existing, False
        attributes: dict[str, Any] = made.attributes
        return attributes, True

    def _dressed(self, target: Target, made: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
        """With what it is to have; reviewers only if nobody was asked."""
        changes: dict[str, Any] = {}
        if made["title"] != _title(proposal):
            changes["title"] = _title(proposal)
        if (made["description"] or "").strip().splitlines() != _body(proposal).strip().splitlines():
            changes["description"] = _body(proposal)
        labels = [label for label in proposal.labels if label not in made.get("labels", ())]
        if labels:
            changes["add_labels"] = ",".join(labels)
        if not made.get("reviewers") and proposal.reviewers:
            changes["reviewer_ids"] = self._reviewers(proposal)
        if not changes:
            return made
        changed: dict[str, Any] = self._merge_requests(target).update(made["iid"], changes)
        return {**made, **changed}

    def _reviewers(self, proposal: Proposal) -> list[int]:
        ids = []
        for name in proposal.reviewers:
            if name not in self._ids:
                found = self._gitlab.users.list(username=name, get_all=False)
                self._ids[name] = found[0].id if found else None
            number = self._ids[name]
            if number is None:
                self._notes.add(f"there is no {name} to review anything")
            else:
                ids.append(number)
        return ids

    def _note(self, what: str, error: Exception) -> None:
        self._notes.excuse(what, error, _ours(error, self.settings.url))


def _title(proposal: Proposal) -> str:
    return DRAFT + proposal.title if proposal.draft else proposal.title


def _body(proposal: Proposal) -> str:
    return markers.marked(_inert(proposal.body), proposal.marker, LONGEST_BODY)


def _inert(text: str) -> str:
    """Without commands: GitLab carries out a line like "/merge"."""
    return _QUICK_ACTION.sub("\\1\u200b/", text)


def _request(made: dict[str, Any]) -> PullRequest:
    return PullRequest(
        number=str(made["iid"]),
        url=made["web_url"],
        state=_STATES.get(made["state"], State.OPEN),
        branch=made["source_branch"],
        head=made.get("sha"),
        title=made["title"] or "",
        body=made["description"] or "",
    )
