"""GitHub's REST API as far as gofix20 uses it; `tests/bulk/servers/openapi.py` holds it to GitHub's own description."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.bulk.servers.fake import Answer, ForgeServer, Pull, Repository, Request, now, paged

DOCUMENTATION = "https://docs.github.com/rest"
WHEN = "2026-01-02T03:04:05Z"
ROOT = (
    "current_user current_user_authorizations_html authorizations code_search commit_search emails emojis events feeds"
    " followers following gists issue_search issues keys label_search notifications organization"
    " organization_repositories organization_teams public_gists rate_limit repository repository_search"
    " current_user_repositories starred starred_gists user user_organizations user_repositories user_search"
)
OF_REPOSITORY = (
    "archive assignees blobs branches collaborators comments commits compare contents contributors deployments"
    " downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels"
    " languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags"
    " teams trees"
)


class Github:
    """A `Shape`."""

    prefix = "/api/"

    def __init__(self) -> None:
        self.routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile(r"/"), self.root),
            ("GET", re.compile(r"/user"), self.me),
            ("GET", re.compile(r"/users/([^/]+)"), self.owner),
            ("GET", re.compile(r"/(?:users|orgs)/([^/]+)/repos"), self.of_owner),
            ("GET", re.compile(r"/search/repositories"), self.search),
            ("GET", re.compile(r"/repositories/(\d+)"), self.by_id),
            ("GET", re.compile(r"/repos/([^/]+/[^/]+)"), self.repository),
            ("GET", re.compile(r"/repos/([^/]+/[^/]+)/pulls"), self.pulls),
            ("POST", re.compile(r"/repos/([^/]+/[^/]+)/pulls"), self.open),
            ("GET", re.compile(r"/repos/([^/]+/[^/]+)/pulls/(\d+)"), self.pull),
            ("PATCH", re.compile(r"/repos/([^/]+/[^/]+)/pulls/(\d+)"), self.edit),
            ("GET", re.compile(r"/repos/([^/]+/[^/]+)/pulls/(\d+)/reviews"), self.reviews),
            ("POST", re.compile(r"/repos/([^/]+/[^/]+)/pulls/(\d+)/requested_reviewers"), self.ask),
            ("POST", re.compile(r"/repos/([^/]+/[^/]+)/issues/(\d+)/labels"), self.label),
            ("POST", re.compile(r"/repos/([^/]+/[^/]+)/issues/(\d+)/comments"), self.comment),
        ]

    def answer(self, server: ForgeServer, request: Request) -> Answer:
        path = unquote(request.path)
        if path == "/api/graphql" and request.method == "POST":
            return self.graphql(server, request)
        for method, pattern, handler in self.routes:
            found = pattern.fullmatch(path.removeprefix("/api/v3") or "/")
            if found and method == request.method:
                if method != "GET" and request.user is None:
                    return self.no(401, "Requires authentication")
                return self._handled(server, request, handler, found.groups())
        return self.no(404, "Not Found")

    def _handled(
        self, server: ForgeServer, request: Request, handler: Callable[..., Answer], told: tuple[str, ...]
    ) -> Answer:
        if told and "/" in told[0]:
            repository = server.repository(told[0])
            if repository is None:
                return self.no(404, "Not Found")
            if told[0] in server.renamed:
                rest = unquote(request.path).partition(told[0])[2]
                location = f"{server.url}/api/v3/repositories/{repository.id}{rest}"
                data = {"message": "Moved Permanently", "url": location, "documentation_url": DOCUMENTATION}
                return Answer(301 if request.method == "GET" else 307, data, {"Location": location})
            repository.settle()
            if len(told) == 1:
                return handler(server, request, repository)
            pull = repository.pull(int(told[1]))
            return self.no(404, "Not Found") if pull is None else handler(server, request, repository, pull)
        return handler(server, request, *told)

    def headers(self, server: ForgeServer) -> dict[str, str]:
        return {
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-RateLimit-Limit": str(server.limit),
            "X-RateLimit-Remaining": str(max(0, server.limit - server.used)),
            "X-RateLimit-Reset": str(int(server.reset or time.time())),
            "X-RateLimit-Resource": "core",
            "X-OAuth-Scopes": "read:org" if "repo" in server.missing else "repo",
        }

    def error(self, status: int, message: str) -> dict[str, Any]:
        return {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}

    def pushed(self, server: ForgeServer, repository: Repository, user: str) -> None:
        repository.settle()

    def no(self, status: int, message: str, *errors: str) -> Answer:
        data = self.error(status, message)
        if errors:
            data["errors"] = [{"resource": "PullRequest", "code": "custom", "message": each} for each in errors]
        return Answer(status, data)

    # What can be asked.

    def root(self, server: ForgeServer, request: Request) -> Answer:
        links = {f"{name}_url": f"{server.url}/api/v3/{name}{{/x}}" for name in ROOT.split()}
        # The one that is a page.
        links["current_user_authorizations_html_url"] = f"{server.url}/settings/connections{{/client_id}}"
        return Answer(200, links)

    def me(self, server: ForgeServer, request: Request) -> Answer:
        if request.user is None:
            return self.no(401, "Requires authentication")
        return Answer(200, _whole_user(server, request.user))

    def owner(self, server: ForgeServer, request: Request, login: str) -> Answer:
        known = {each.path.partition("/")[0] for each in server.repositories()} | {server.user}
        return Answer(200, _whole_user(server, login)) if login in known else self.no(404, "Not Found")

    def of_owner(self, server: ForgeServer, request: Request, login: str) -> Answer:
        found = [each for each in server.repositories() if each.path.partition("/")[0] == login]
        page, headers = paged(server, request, found)
        return Answer(200, [_repository(server, each) for each in page], headers)

    def search(self, server: ForgeServer, request: Request) -> Answer:
        words = [word for word in request.query.get("q", "").split() if ":" not in word]
        if not request.query.get("q"):
            return self.no(422, "Validation Failed")
        found = [each for each in server.repositories() if all(word in each.path for word in words)]
        page, headers = paged(server, request, found)
        items = [{**_repository(server, each), "score": 1.0} for each in page]
        return Answer(200, {"total_count": len(found), "incomplete_results": False, "items": items}, headers)

    def by_id(self, server: ForgeServer, request: Request, number: str) -> Answer:
        found = next((each for each in server.repositories() if each.id == int(number)), None)
        return self.no(404, "Not Found") if found is None else self.repository(server, request, found)

    def repository(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        return Answer(200, _repository(server, repository))

    def pulls(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        found = list(repository.pulls)
        state = request.query.get("state", "open")
        if state != "all":
            found = [pull for pull in found if (pull.state == "open") == (state == "open")]
        head = request.query.get("head")
        # A head without a user is ignored by GitHub too.
        if head and ":" in head:
            owner, _, branch = head.partition(":")
            found = [pull for pull in found if _where(repository, pull).partition("/")[0] == owner]
            found = [pull for pull in found if pull.branch == branch]
        if request.query.get("direction", "desc") == "desc":
            found.reverse()
        page, headers = paged(server, request, found)
        return Answer(200, [_pull(server, repository, pull) for pull in page], headers)

    def open(self, server: ForgeServer, request: Request, repository: Repository) -> Answer:
        data = request.data
        refs = repository.refs()
        owner, _, branch = str(data["head"]).rpartition(":")
        if repository.archived:
            return self.no(403, "Repository was archived so is read-only.")
        if data.get("draft") and "drafts" not in server.features:
            return self.no(422, "Draft pull requests are not supported in this repository.")
        head, base = refs.get(f"refs/heads/{branch}"), refs.get(f"refs/heads/{data['base']}")
        if head is None or base is None:
            return self.no(422, "Validation Failed", f"{'head' if head is None else 'base'} is invalid")
        if head == base:
            return self.no(422, "Validation Failed", f"No commits between {data['base']} and {branch}")
        if any(pull.state == "open" and pull.branch == branch and not pull.fork for pull in repository.pulls):
            login = owner or repository.path.partition("/")[0]
            return self.no(422, "Validation Failed", f"A pull request already exists for {login}:{branch}.")
        made = Pull(0, data["title"], data.get("body") or "", branch, data["base"], head, draft=bool(data.get("draft")))
        made.author, made.created, made.updated = request.user or "", now(), now()
        repository.add(made)
        shown = _pull(server, repository, made, whole=True)
        return Answer(201, shown, {"Location": shown["url"]})

    def pull(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        return Answer(200, _pull(server, repository, pull, whole=True))

    def edit(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        data = request.data
        if data.get("state") == "open" and pull.state == "merged":
            return self.no(422, "Validation Failed", "cannot be reopened")
        pull.title, pull.body = data.get("title", pull.title), data.get("body", pull.body) or ""
        pull.base = data.get("base", pull.base)
        if pull.state != "merged":
            pull.state = data.get("state", pull.state)
        pull.updated = now()
        repository.save()
        return self.pull(server, request, repository, pull)

    def reviews(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        url = f"{server.url}/api/v3/repos/{repository.path}/pulls/{pull.number}"
        page = f"{server.url}/{repository.path}/pull/{pull.number}"
        review = {
            "id": 1, "node_id": "PRR_1", "user": _user(server, "ada"), "body": "", "state": "COMMENTED",
            "commit_id": pull.head, "html_url": page, "pull_request_url": url, "author_association": "MEMBER",
            "_links": {"html": {"href": page}, "pull_request": {"href": url}},
        }  # fmt: skip
        return Answer(200, [review] * pull.reviews)

    def ask(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        people, teams = request.data.get("reviewers", []), request.data.get("team_reviewers", [])
        if "reviewers" not in server.features:
            return self.no(404, "Not Found")
        if "stranger" in people:
            return self.no(422, "Reviews may only be requested from collaborators.")
        pull.reviewers += [each for each in people if each not in pull.reviewers]
        pull.teams += [each for each in teams if each not in pull.teams]
        repository.save()
        return Answer(201, _pull(server, repository, pull))

    def label(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        if "labels" not in server.features:
            return self.no(404, "Not Found")
        named = request.data["labels"] if isinstance(request.data, dict) else request.data
        pull.labels += [each for each in named if each not in pull.labels]
        repository.save()
        return Answer(200, [_label(server, repository, each) for each in pull.labels])

    def comment(self, server: ForgeServer, request: Request, repository: Repository, pull: Pull) -> Answer:
        pull.comments.append(request.data["body"])
        repository.save()
        issue = f"{server.url}/api/v3/repos/{repository.path}/issues/{pull.number}"
        data = {
            "id": len(pull.comments), "node_id": "IC_1", "body": request.data["body"], "issue_url": issue,
            "url": f"{issue}/comments/1", "html_url": f"{server.url}/{repository.path}/pull/{pull.number}#1",
            "user": _user(server, request.user or ""), "created_at": now(), "updated_at": now(),
            "author_association": "MEMBER",
        }  # fmt: skip
        return Answer(201, data)

    def graphql(self, server: ForgeServer, request: Request) -> Answer:
        """The two mutations for drafts: REST has none."""
        query, variables = request.data["query"], request.data["variables"]["input"]
        wanted = re.search(r"(convertPullRequestToDraft|markPullRequestReadyForReview)\(", query)
        if wanted is None or "drafts" not in server.features:
            return Answer(200, {"errors": [{"type": "FORBIDDEN", "message": "Draft pull requests are not supported"}]})
        number = variables["pullRequestId"].removeprefix("PR_")
        repository_id, _, pull_number = number.partition("_")
        repository = next(each for each in server.repositories() if each.id == int(repository_id))
        pull = repository.pull(int(pull_number))
        assert pull is not None
        pull.draft = wanted[1] == "convertPullRequestToDraft"
        repository.save()
        shown = {"pullRequest": {"isDraft": pull.draft}, "clientMutationId": None, "actor": {"login": server.user}}
        return Answer(200, {"data": {wanted[1]: shown}})


def _where(repository: Repository, pull: Pull) -> str:
    return pull.fork or repository.path


def _user(server: ForgeServer, login: str) -> dict[str, Any]:
    kind = "Organization" if login in server.organizations else "User"
    api = f"{server.url}/api/v3/users/{login}"
    return {
        "login": login, "id": 1 + sum(login.encode()), "node_id": f"U_{login}", "gravatar_id": "", "type": kind,
        "avatar_url": f"{server.url}/avatars/{login}", "html_url": f"{server.url}/{login}", "site_admin": False,
        "url": api, "followers_url": f"{api}/followers", "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}", "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions", "organizations_url": f"{api}/orgs", "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}", "received_events_url": f"{api}/received_events",
    }  # fmt: skip


def _whole_user(server: ForgeServer, login: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
    numbers = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
    return {**_user(server, login), **nothing, **numbers, "created_at": WHEN, "updated_at": WHEN}


def _repository(server: ForgeServer, repository: Repository) -> dict[str, Any]:
    owner, _, name = repository.path.partition("/")
    api, page = f"{server.url}/api/v3/repos/{repository.path}", f"{server.url}/{repository.path}"
    counts = (
        "forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count network_count"
        " subscribers_count"
    )
    return {
        **{f"{each}_url": f"{api}/{each}" for each in OF_REPOSITORY.split()},
        **dict.fromkeys(counts.split(), 0),
        **dict.fromkeys(["has_issues", "has_projects", "has_wiki", "has_downloads"], True),
        **dict.fromkeys(["has_pages", "has_discussions", "disabled", "private"], False),
        "id": repository.id, "node_id": f"R_{repository.id}", "name": name, "full_name": repository.path,
        "owner": _user(server, owner), "url": api, "html_url": page, "clone_url": f"{page}.git",
        "git_url": f"git://127.0.0.1/{repository.path}.git", "ssh_url": f"git@127.0.0.1:{repository.path}.git",
        "svn_url": page, "description": None, "homepage": None, "mirror_url": None, "license": None,
        "fork": repository.fork, "archived": repository.archived, "language": repository.language,
        "default_branch": repository.base, "created_at": WHEN, "updated_at": WHEN, "pushed_at": WHEN,
    }  # fmt: skip


def _label(server: ForgeServer, repository: Repository, name: str) -> dict[str, Any]:
    url = f"{server.url}/api/v3/repos/{repository.path}/labels/{name}"
    return {"id": sum(name.encode()), "node_id": f"L_{name}", "url": url, "name": name, "description": "",
            "color": "ededed", "default": False}  # fmt: skip


def _end(server: ForgeServer, path: str, repository: Repository, ref: str, sha: str) -> dict[str, Any]:
    owner = path.partition("/")[0]
    shown = {**_repository(server, repository), "full_name": path, "owner": _user(server, owner)}
    return {"label": f"{owner}:{ref}", "ref": ref, "sha": sha, "user": _user(server, owner), "repo": shown}


def _pull(server: ForgeServer, repository: Repository, pull: Pull, *, whole: bool = False) -> dict[str, Any]:
    api = f"{server.url}/api/v3/repos/{repository.path}"
    url, issue = f"{api}/pulls/{pull.number}", f"{api}/issues/{pull.number}"
    page = f"{server.url}/{repository.path}/pull/{pull.number}"
    statuses = f"{api}/statuses/{pull.head}"
    merged = pull.updated if pull.state == "merged" else None
    links = {
        "self": url, "html": page, "issue": issue, "comments": f"{issue}/comments", "commits": f"{url}/commits",
        "review_comments": f"{url}/comments", "review_comment": f"{api}/pulls/comments{{/number}}",
        "statuses": statuses,
    }  # fmt: skip
    base_sha = repository.refs().get(f"refs/heads/{pull.base}", "0" * 40)
    shown = {
        "url": url, "id": repository.id * 1000 + pull.number, "node_id": f"PR_{repository.id}_{pull.number}",
        "html_url": page, "diff_url": f"{page}.diff", "patch_url": f"{page}.patch", "issue_url": issue,
        "commits_url": links["commits"], "review_comments_url": links["review_comments"],
        "review_comment_url": links["review_comment"], "comments_url": links["comments"], "statuses_url": statuses,
        "number": pull.number, "state": "open" if pull.state == "open" else "closed", "locked": False,
        "title": pull.title, "user": _user(server, pull.author), "body": pull.body or None,
        "created_at": pull.created, "updated_at": pull.updated, "merged_at": merged,
        "closed_at": None if pull.state == "open" else pull.updated, "merge_commit_sha": None, "assignee": None,
        "assignees": [], "labels": [_label(server, repository, each) for each in pull.labels],
        "requested_reviewers": [_user(server, each) for each in pull.reviewers],
        "requested_teams": [_team(server, each) for each in pull.teams], "milestone": None, "draft": pull.draft,
        "head": _end(server, _where(repository, pull), repository, pull.branch, pull.head),
        "base": _end(server, repository.path, repository, pull.base, base_sha),
        "_links": {name: {"href": link} for name, link in links.items()},
        "author_association": "MEMBER", "auto_merge": None,
    }  # fmt: skip
    if whole:
        counts = dict.fromkeys(("additions", "changed_files", "commits", "deletions", "review_comments"), 0)
        shown |= {
            **counts, "comments": len(pull.comments), "mergeable": None, "mergeable_state": "unknown",
            "merged": merged is not None, "maintainer_can_modify": False, "merged_by": None, "rebaseable": None,
        }  # fmt: skip
    return shown


def _team(server: ForgeServer, slug: str) -> dict[str, Any]:
    url = f"{server.url}/api/v3/teams/1"
    return {"id": 1, "node_id": "T_1", "name": slug, "slug": slug, "description": None, "privacy": "closed",
            "notification_setting": "notifications_enabled", "permission": "pull", "url": url,
            "html_url": f"{server.url}/orgs/acme/teams/{slug}", "members_url": f"{url}/members{{/member}}",
            "repositories_url": f"{url}/repos", "parent": None, "type": "organization",
            "organization_id": 1}  # fmt: skip
