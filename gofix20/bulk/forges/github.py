"""GitHub, GitHub Enterprise Server, and what speaks their REST API, by PyGithub.

Where a server lacks something (drafts, labels, reviewers), the pull request is made without it, and a note says so.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests
from github import Auth, Github, GithubException
from github.PullRequest import PullRequest as Pull
from github.Repository import Repository
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass, Requester
from urllib3 import Retry

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

LONGEST_BODY = 65_536
SEARCH_SHOWS = 1000
PERMISSIONS = (
    "a classic token needs the scope `repo` (`public_repo` for public repositories); a fine-grained one needs"
    " “Contents” and “Pull requests”: read and write, for this repository, and the organization's approval"
)
_PATH = re.compile(r"(?!\.)[A-Za-z0-9_.-]+/(?!\.\.?$)[A-Za-z0-9_.-]+")


def _ours(error: Exception, url: str) -> ForgeError | None:
    if isinstance(error, GithubException):
        data = error.data
        said: object = error.message or data
        if isinstance(data, dict):
            details = [each.get("message") or each.get("code") if isinstance(each, dict) else each
                       for each in data.get("errors") or ()]  # fmt: skip
            said = "; ".join(str(each) for each in [data.get("message") or data.get("data"), *details] if each) or data
        return refused(url, error.status, shortened(said), PERMISSIONS)
    if isinstance(error, AssertionError):
        return ForgeError(
            f"{url} gave an address that is not its own: {shortened(str(error))}",
            "set url to the address that the server uses itself; `gofix20 migrate plan` tells it",
        )
    return None


class GithubForge(Served):
    """A `Forge`."""

    kind: ClassVar[str] = "github"

    def __init__(self, settings: ForgeSettings, credential: Credential | None, host: politeness.Host) -> None:
        super().__init__(settings, credential, host)
        self._api = api_url(settings.url)
        self._session = host.session()
        self._local = threading.local()

    @staticmethod
    def api(url: str) -> str:
        return api_url(url)

    @ours(_ours)
    def check(self) -> Sequence[str]:
        notes = []
        try:
            headers, root = self._github.requester.requestJsonAndCheck("GET", "/")
        except GithubException as error:
            if error.status != 404:
                raise
            root = {"404": error.message or error.data}
        links = sorted({link.partition("{")[0] for link in root.values() if str(link).startswith("http")})
        if not links:
            raise ForgeError(
                f"{self._api} does not speak GitHub's API: {shortened(root)}",
                "url is the address that people open, and kind says what the server is",
            )
        # One or the other leads to a page; none to the API that was asked is what PyGithub refuses to follow.
        if not any(_is_below(link, self._api) for link in links):
            right = next((link.partition("/api/v3")[0] for link in links if "/api/v3" in link), None)
            right = right or politeness.origin(links[0])
            raise ForgeError(
                f"{self.settings.url} calls itself {right}: what it answers would lead to another host",
                f'set url = "{right}" in [forges.{self.settings.name}], or the server\'s base URL to this one',
            )
        if self._credential is None:
            rest = credentials.hint(self.settings)
            return [f"no token: nothing can be opened, and GitHub allows 60 requests an hour; {rest}"]
        try:
            headers, user = self._github.requester.requestJsonAndCheck("GET", "/user")
            notes.append(f"signed in as {user['login']}")
        except GithubException as error:
            # An app's token, and that of a workflow, is nobody's.
            if error.status != 403:
                raise
            notes.append("the token belongs to an app")
        scopes = headers.get("x-oauth-scopes")
        if scopes and not {"repo", "public_repo"} & set(re.split(r",\s*", scopes)):
            notes.append(f"the token may only {scopes}: {PERMISSIONS}")
        return notes

    @ours_each(_ours)
    def search(self, query: Query) -> Iterator[Target]:
        results = None
        if query.organization is not None:
            owner = self._github.get_user(query.organization)
            found: Iterable[Repository] = owner.get_repos()
            if owner.type == "Organization":
                # The other list has no private ones.
                found = self._github.get_organization(query.organization).get_repos()
        elif query.search is not None:
            found = results = self._github.search_repositories(query.search)
        else:
            raise ForgeError("GitHub has no groups", "give an organization or a search")
        for repository in found:
            yield self._target(repository)
        if results is not None and results.totalCount > SEARCH_SHOWS:
            self._notes.add(f"{results.totalCount} repositories match; GitHub shows {SEARCH_SHOWS} of them")

    @ours(_ours)
    def target(self, path: str) -> Target:
        return self._target(self._repository(path))

    def refspec(self, proposal: Proposal) -> str:
        return f"refs/heads/{proposal.branch}"

    def trailers(self, marker: str, part: str) -> Sequence[str]:
        return ()

    @ours(_ours)
    def find(self, target: Target, marker: str, branch: str) -> Sequence[PullRequest]:
        return [_request(pull) for pull in self._from(target, branch) if markers.has(pull.body, marker)]

    @ours(_ours)
    def open(self, target: Target, proposal: Proposal) -> PullRequest:
        repository = self._repository(target.path)
        pull, is_new = opening.once(
            self._host,
            lambda: self._open_one(target, proposal),
            lambda: self._create(repository, target, proposal),
            _ours,
        )
        self._dress(repository, pull, proposal, is_new=is_new)
        return _request(pull)

    @ours(_ours)
    def update(self, target: Target, request: PullRequest, proposal: Proposal) -> PullRequest:
        repository = self._repository(target.path)
        pull = repository.get_pull(int(request.number))
        if pull.state != "open":
            return _request(pull)
        body = markers.marked(proposal.body, proposal.marker, LONGEST_BODY)
        if pull.title != proposal.title or _lines(pull.body) != _lines(body):
            pull.edit(title=proposal.title, body=body)
        if bool(pull.draft) != proposal.draft:
            try:
                # REST cannot.
                _ = pull.convert_to_draft() if proposal.draft else pull.mark_ready_for_review()
            except Exception as error:
                self._note(f"{pull.html_url} could not be made {'a draft' if proposal.draft else 'ready'}", error)
        self._dress(repository, pull, proposal)
        return _request(pull)

    @ours(_ours)
    def close(self, target: Target, request: PullRequest, comment: str) -> PullRequest:
        repository = self._repository(target.path)
        pull = repository.get_pull(int(request.number))
        if pull.state == "open":
            # First, so that nothing says twice why it was closed.
            pull.edit(state="closed")
            try:
                repository.get_issue(pull.number).create_comment(comment)
            except Exception as error:
                self._note(f"no comment says why {pull.html_url} was closed", error)
        return _request(pull)

    @property
    def _github(self) -> Github:
        """One for each thread: PyGithub's connection holds the request that it is about to send."""
        made: Github | None = getattr(self._local, "github", None)
        if made is None:
            token = self._credential
            made = self._local.github = Github(
                auth=Auth.Token(token.secret.reveal()) if token is not None else None,
                base_url=self._api,
                user_agent="gofix20",
                per_page=100,
                retry=_Through(self._session),
                seconds_between_requests=None,
                seconds_between_writes=None,
                lazy=True,
            )
        return made

    def _repository(self, path: str) -> Repository:
        if not _PATH.fullmatch(path):
            raise NotFoundError(f"“{path}” is no repository of GitHub's", "it is owner/name")
        return self._github.get_repo(path)

    def _target(self, repository: Repository) -> Target:
        if not _PATH.fullmatch(repository.full_name):
            raise ForgeError(f"{self.settings.url} has a repository “{repository.full_name}”, which is no owner/name")
        if urlsplit(repository.clone_url).scheme not in {"https", "http"}:
            raise ForgeError(f"{repository.full_name} is to be cloned from {repository.clone_url}, which is no HTTP")
        return Target(
            forge=self.settings.name,
            path=repository.full_name,
            clone_url=repository.clone_url,
            web_url=repository.html_url,
            base=repository.default_branch or "",
            archived=bool(repository.archived),
            fork=bool(repository.fork),
            # Another language, or none, is only the one that there is most of.
            has_go=True if repository.language == "Go" else None,
        )

    def _from(self, target: Target, branch: str) -> Iterator[Pull]:
        """All from a branch of the target itself, the newest first; a fork may have one of the same name."""
        owner = target.path.partition("/")[0]
        pulls = self._repository(target.path).get_pulls(
            state="all", head=f"{owner}:{branch}", sort="created", direction="desc"
        )
        for pull in pulls:
            # Not every server filters.
            where = pull.head.repo
            if pull.head.ref == branch and where is not None and where.full_name.lower() == target.path.lower():
                yield pull

    def _open_one(self, target: Target, proposal: Proposal, *, marked: bool = True) -> Pull | None:
        for pull in self._from(target, proposal.branch):
            if pull.state == "open" and (not marked or markers.has(pull.body, proposal.marker)):
                return pull
        return None

    def _create(self, repository: Repository, target: Target, proposal: Proposal) -> tuple[Pull, bool]:
        body = markers.marked(proposal.body, proposal.marker, LONGEST_BODY)
        title, base, head = proposal.title, proposal.base, proposal.branch
        try:
            try:
                if proposal.draft:
                    return repository.create_pull(base, head, title=title, body=body, draft=True), True
            except GithubException as error:
                if error.status != 422 or "draft" not in str(error).lower():
                    raise
                self._note(f"{target.path} has no drafts: it is opened as ready", error)
            return repository.create_pull(base, head, title=title, body=body), True
        except GithubException as error:
            # Its marker is gone, since somebody wrote the body anew; but the branch is ours.
            existing = self._open_one(target, proposal, marked=False) if error.status == 422 else None
            if existing is None:
                raise
            return existing, False

    def _dress(self, repository: Repository, pull: Pull, proposal: Proposal, *, is_new: bool = False) -> None:
        """Labels that are missing, and reviewers, unless somebody was asked already or has reviewed it."""
        wanted = [label for label in proposal.labels if label not in {each.name for each in pull.labels or ()}]
        if wanted:
            try:
                # Not as PyGithub does: a bare list is not what GitHub describes.
                url = f"{repository.url}/issues/{pull.number}/labels"
                self._github.requester.requestJsonAndCheck("POST", url, input={"labels": wanted})
            except Exception as error:
                self._note(f"{pull.html_url} has no labels {', '.join(wanted)}", error)
        people = [each for each in proposal.reviewers if "/" not in each]
        teams = [each.partition("/")[2] for each in proposal.reviewers if "/" in each]
        # Whoever has reviewed it is not among them any more.
        asked = {each.login for each in pull.requested_reviewers or ()}
        asked_teams = {each.slug for each in pull.requested_teams or ()}
        if asked or asked_teams or not (people or teams):
            return
        try:
            if is_new or not any(True for _ in pull.get_reviews()):
                pull.create_review_request(reviewers=people, team_reviewers=teams)
        except Exception as error:
            self._note(f"{pull.html_url} has no reviewers {', '.join(proposal.reviewers)}", error)

    def _note(self, what: str, error: Exception) -> None:
        self._notes.excuse(what, error, _ours(error, self.settings.url))


def api_url(url: str) -> str:
    """Of a server as people open it."""
    parts = urlsplit(url.rstrip("/"))
    if parts.hostname in {"github.com", "www.github.com", "api.github.com"}:
        return "https://api.github.com"
    if parts.hostname is not None and parts.hostname.endswith(".ghe.com"):
        return f"{parts.scheme}://api.{parts.hostname.removeprefix('api.')}"
    path = parts.path if parts.path.endswith("/api/v3") else f"{parts.path}/api/v3"
    return parts._replace(path=path).geturl()


def _is_below(link: str, api: str) -> bool:
    return politeness.origin(link) == politeness.origin(api) and urlsplit(link).path.startswith(urlsplit(api).path)


def _request(pull: Pull) -> PullRequest:
    closed = State.CLOSED if pull.merged_at is None else State.MERGED
    return PullRequest(
        number=str(pull.number),
        url=pull.html_url,
        state=State.OPEN if pull.state == "open" else closed,
        branch=pull.head.ref,
        head=pull.head.sha,
        title=pull.title or "",
        body=pull.body or "",
    )


def _lines(body: str | None) -> list[str]:
    return (body or "").strip().splitlines()


class _Through(Retry):
    """How PyGithub, which makes its connections itself, is told which session they go through."""

    def __init__(self, session: requests.Session) -> None:
        super().__init__(0)
        self.session = session


class _Plain(HTTPRequestsConnectionClass):
    def __init__(self, host: str, port: int | None = None, retry: Any = None, **kwargs: Any) -> None:
        if not isinstance(retry, _Through):
            super().__init__(host, port, retry=retry, **kwargs)
            return
        self.protocol, self.host, self.port = "http", host, port or 80
        self.session, self.timeout, self.verify = retry.session, None, True

    def close(self) -> None:
        """The session stays: others use it."""


class _Secure(HTTPSRequestsConnectionClass):
    def __init__(self, host: str, port: int | None = None, retry: Any = None, **kwargs: Any) -> None:
        if not isinstance(retry, _Through):
            super().__init__(host, port, retry=retry, **kwargs)
            return
        self.protocol, self.host, self.port = "https", host, port or 443
        self.session, self.timeout, self.verify = retry.session, None, True

    def close(self) -> None:
        """The session stays: others use it."""


Requester.injectConnectionClasses(_Plain, _Secure)
