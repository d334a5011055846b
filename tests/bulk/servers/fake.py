"""A small forge of our own: GitHub's, GitLab's or Gerrit's shape over a real socket, on real bare repositories.

For what no real server here offers: rate limits, 5xx, connections lost after the work was done, redirects. Git goes
through git's own `http-backend`. Pull requests are kept beside their repository, so that a server can be started again.

    with ForgeServer("github", tmp_path) as server:
        server.create_repository("acme/shop", from_directory="…/shop")   # or files={"main.go": "package main\\n…"}
        server.url                       # what goes into `url` of a forge
        server.token                     # what it accepts; as user: `server.user`
        server.pulls("acme/shop")        # [Pull(number=1, state="open", branch=…, body=…)]
        server.fail_next("lost", method="POST", path=r"/pulls$")
        server.merge("acme/shop", 1); server.close_pull("acme/shop", 1)      # as people do
        server.exchanges                 # what was asked and answered, oldest first

What `fail_next(what, times=1, method=None, path=None, seconds=1)` can do to the next requests of a method and a path
(a regular expression that is searched in it):

    limit            403, and no requests are left until `seconds` from now (GitHub's primary limit)
    secondary        403 with Retry-After (GitHub's secondary limit)
    secondary-silent 403 that only says so in its text
    too-many         429 with Retry-After and GitLab's headers
    error            500
    bad-gateway      502 with a page of HTML
    unavailable      503 with Retry-After
    lost-before      the connection is closed, nothing was done
    lost             it is done, and the connection closed without an answer
    error-after      it is done, and answered by 502
    slow             `seconds` pass before it is done
    cut              the answer ends in the middle
    garbage          200 with something that is no JSON
    page             200 with a page of HTML
    forbidden        403 for want of a permission
    unauthorized     401
    redirect         302 to the same path at `server.elsewhere`
    wrong-links      the answer calls the server `server.elsewhere`

As a program, until it is killed; prints the URL:

    python -m tests.bulk.servers.fake --kind github --root DIR [--port N] [--token-file FILE] [--repository NAME=DIR]…
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import html
import importlib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

TOKEN = "fake_0123456789abcdefTOKEN"
USER = "robot"
BACKEND_ENV = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.com",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.com",
}


@dataclass
class Pull:
    """A pull request, merge request or change."""

    number: int
    title: str
    body: str
    branch: str
    base: str
    head: str
    state: str = "open"
    """open, closed or merged."""
    draft: bool = False
    author: str = USER
    labels: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    reviews: int = 0
    fork: str | None = None
    """The repository that the branch is in, if it is another one."""
    change: str = ""
    """Gerrit's Change-Id; `branch` is then the topic."""
    revisions: list[str] = field(default_factory=list)
    created: str = "2026-01-02T03:04:05Z"
    updated: str = "2026-01-02T03:04:05Z"


@dataclass
class Repository:
    """What is known of a bare repository, in its file `forge.json`."""

    path: str
    id: int
    directory: Path
    base: str = "main"
    archived: bool = False
    fork: bool = False
    language: str | None = "Go"
    pulls: list[Pull] = field(default_factory=list)

    def save(self) -> None:
        text = json.dumps({**asdict(self), "directory": str(self.directory)}, indent=1)
        temporary = self.directory / "forge.json.new"
        temporary.write_text(text)
        temporary.replace(self.directory / "forge.json")

    def pull(self, number: int) -> Pull | None:
        return next((pull for pull in self.pulls if pull.number == number), None)

    def add(self, pull: Pull) -> Pull:
        pull.number = len(self.pulls) + 1
        self.pulls.append(pull)
        self.save()
        return pull

    def refs(self) -> dict[str, str]:
        listed = git(self.directory, "for-each-ref", "--format=%(refname) %(objectname)")
        return dict(line.split(" ", 1) for line in listed.splitlines())

    def settle(self) -> None:
        """As servers do after a push: what is open has its branch's commit, or is closed without one."""
        refs = self.refs()
        for pull in self.pulls:
            if pull.state == "open" and not pull.fork and not pull.change:
                head = refs.get(f"refs/heads/{pull.branch}")
                if head is None:
                    pull.state = "closed"
                elif head != pull.head:
                    pull.head, pull.updated = head, now()
        self.save()


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    """Without the query; as it was sent, that is with its %2F."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    user: str | None
    """Who it is from, or None."""

    @property
    def data(self) -> Any:
        return json.loads(self.body) if self.body else {}


@dataclass
class Answer:
    """What the server says."""

    status: int
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    """In place of `data` as JSON."""

    @property
    def content(self) -> bytes:
        if self.text is not None:
            return self.text.encode()
        return b"" if self.status == 204 else json.dumps(self.data).encode()


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, for tests to look at."""

    request: Request
    status: int
    headers: Mapping[str, str]
    content: bytes
    fault: str | None


@dataclass
class Fault:
    what: str
    times: int
    method: str | None
    path: str | None
    seconds: float


class Shape(Protocol):
    """How a kind of server speaks."""

    prefix: str | tuple[str, ...]
    """What the paths of its API begin with."""

    def answer(self, server: ForgeServer, request: Request) -> Answer: ...

    def headers(self, server: ForgeServer) -> dict[str, str]:
        """Of every answer."""
        ...

    def error(self, status: int, message: str) -> Any:
        """The data of an answer that says no."""
        ...

    def pushed(self, server: ForgeServer, repository: Repository, user: str) -> None:
        """What happens after a push."""
        ...


class ForgeServer:
    """See the module's text. All of its methods may be called while it serves."""

    def __init__(self, kind: str, root: Path | str, port: int = 0, token: str = TOKEN, user: str = USER) -> None:
        self.kind = kind
        self.root = Path(root).resolve()
        self.token = token
        self.user = user
        self.organizations: set[str] = set()
        self.elsewhere = "http://other.example.com"
        self.limit = 5000
        self.used = 0
        self.reset = 0.0
        self.exchanges: deque[Exchange] = deque(maxlen=10_000)
        self.lock = threading.RLock()
        self.renamed: dict[str, str] = {}
        self.features = {"drafts", "labels", "reviewers"}
        """What is taken out is answered as servers do that lack it."""
        self.canned: dict[str, Any] = {}
        """What paths are answered by a GET, in place of what is there."""
        self.missing: set[str] = set()
        """Scopes that the token has not."""
        self._faults: list[Fault] = []
        self._repositories: dict[str, Repository] = {}
        self._shape = _shape(kind)
        self.root.mkdir(parents=True, exist_ok=True)
        for known in sorted(self.root.rglob("forge.json")):
            self._load(known)
        self._http = _Http(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> ForgeServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    # What tests set up, and look at.

    def create_repository(
        self,
        path: str,
        from_directory: Path | str | None = None,
        *,
        files: Mapping[str, str] | None = None,
        base: str = "main",
        archived: bool = False,
        fork: bool = False,
        language: str | None = "Go",
    ) -> Repository:
        """A bare repository with one commit: of what is in a directory (or of a bare repository there), or of files.

        Without either an empty one.
        """
        directory = self.root / f"{path}.git"
        if directory.exists():
            raise ValueError(f"there is a {path} already")
        directory.parent.mkdir(parents=True, exist_ok=True)
        source = Path(from_directory) if from_directory is not None else None
        if source is None and files is None:
            git(self.root, "init", "--quiet", "--bare", str(directory))
        elif source is not None and (source / "HEAD").exists() and (source / "objects").exists():
            git(self.root, "clone", "--quiet", "--bare", str(source), str(directory))
        else:
            with tempfile.TemporaryDirectory() as temporary:
                work = Path(temporary) / "work"
                if source is None:
                    work.mkdir()
                else:
                    shutil.copytree(source, work, symlinks=True, ignore=shutil.ignore_patterns(".git"))
                for name, text in (files or {}).items():
                    (work / name).parent.mkdir(parents=True, exist_ok=True)
                    (work / name).write_text(text)
                git(work, "init", "--quiet", f"--initial-branch={base}")
                git(work, "add", "--all", "--force")
                git(work, "commit", "--quiet", "--allow-empty", "--message=First")
                git(self.root, "clone", "--quiet", "--bare", str(work), str(directory))
        with (directory / "config").open("a") as config:
            config.write("[http]\nreceivepack = true\n[uploadpack]\nallowFilter = true\nallowAnySHA1InWant = true\n")
        (directory / "HEAD").write_text(f"ref: refs/heads/{base}\n")
        with self.lock:
            made = Repository(path, len(self._repositories) + 1, directory, base, archived, fork, language)
            self._repositories[path] = made
            made.save()
        return made

    def repositories(self) -> list[Repository]:
        with self.lock:
            return list(self._repositories.values())

    def repository(self, path: str) -> Repository | None:
        with self.lock:
            path = self.renamed.get(path, path)
            return self._repositories.get(path) or next(
                (each for each in self._repositories.values() if each.path.lower() == path.lower()), None
            )

    def pulls(self, path: str) -> list[Pull]:
        """Copies, the oldest first."""
        with self.lock:
            repository = self._repositories[path]
            repository.settle()
            return [replace(pull) for pull in repository.pulls]

    def fail_next(
        self, what: str, times: int = 1, *, method: str | None = None, path: str | None = None, seconds: float = 1
    ) -> None:
        with self.lock:
            self._faults.append(Fault(what, times, method, path, seconds))

    def close_pull(self, path: str, number: int) -> None:
        """As a person does who does not want it."""
        self._set(path, number, state="closed")

    def merge(self, path: str, number: int) -> None:
        """By a merge commit, made with git's plumbing."""
        with self.lock:
            repository = self._repositories[path]
            pull = self._pull(path, number)
            directory = repository.directory
            base = git(directory, "rev-parse", f"refs/heads/{pull.base}")
            tree = git(directory, "merge-tree", "--write-tree", base, pull.head).split("\n")[0]
            commit = git(directory, "commit-tree", tree, "-p", base, "-p", pull.head, "-m", f"Merge #{number}")
            git(directory, "update-ref", f"refs/heads/{pull.base}", commit)
            self._set(path, number, state="merged")

    def edit_pull(self, path: str, number: int, **changes: Any) -> None:
        """Any field, as a person might."""
        self._set(path, number, **changes)

    def add_pull(self, path: str, pull: Pull) -> Pull:
        """Somebody else's; its number is given."""
        with self.lock:
            return self._repositories[path].add(pull)

    def rename(self, path: str, new: str) -> None:
        with self.lock:
            repository = self._repositories.pop(path)
            (self.root / f"{new}.git").parent.mkdir(parents=True, exist_ok=True)
            repository.directory = repository.directory.rename(self.root / f"{new}.git")
            repository.path = new
            self._repositories[new] = repository
            self.renamed[path] = new
            repository.save()

    def requests(self, pattern: str = "") -> list[str]:
        """What was asked of the API and answered or not, as "GET /path"; git's requests are no API's."""
        asked = (f"{each.request.method} {each.request.path}" for each in self.exchanges)
        return [each for each in asked if ".git/" not in each and re.search(pattern, each)]

    # What the handler asks.

    def serve(self, request: Request) -> tuple[Answer, str | None]:
        """The answer, and what is to go wrong with it: lost, cut."""
        fault = self._fault(request)
        what = fault.what if fault else None
        if fault and what == "slow":
            time.sleep(fault.seconds)
        if fault is None or what in {"slow", "lost", "error-after", "cut", "wrong-links"}:
            with self.lock:
                if self.used >= self.limit and time.time() < self.reset:
                    answer = Answer(403, self._shape.error(403, "API rate limit exceeded for user ID 1."))
                else:
                    if time.time() >= self.reset:
                        self.used, self.reset = 0, time.time() + 3600
                    self.used += 1
                    if request.method == "GET" and request.path in self.canned:
                        answer = Answer(200, self.canned[request.path])
                    else:
                        answer = self._shape.answer(self, request)
        else:
            answer = self._failure(fault, request)
        if what == "error-after":
            answer = Answer(502, text="<html><title>502 Bad Gateway</title></html>")
        if what == "wrong-links":
            answer = Answer(answer.status, headers=answer.headers, text=answer.content.decode())
            answer.text = str(answer.text).replace(self.url, self.elsewhere)
            answer.headers = {name: text.replace(self.url, self.elsewhere) for name, text in answer.headers.items()}
        answer.headers = {**self._shape.headers(self), **answer.headers}
        if request.method == "GET" and answer.status == 200:
            etag = f'W/"{hashlib.sha256(answer.content).hexdigest()}"'
            answer.headers["ETag"] = etag
            if request.headers.get("if-none-match") == etag:
                # It does not count against GitHub's limit.
                self.used -= 1
                answer = Answer(304, headers=answer.headers, text="")
        return answer, what

    def pushed(self, path: str, user: str) -> None:
        with self.lock:
            repository = self.repository(path)
            if repository is not None:
                self._shape.pushed(self, repository, user)

    def api_prefix(self) -> str | tuple[str, ...]:
        return self._shape.prefix

    def refused(self, status: int, message: str) -> Any:
        return self._shape.error(status, message)

    def _fault(self, request: Request) -> Fault | None:
        with self.lock:
            for fault in self._faults:
                fits = fault.method in {None, request.method} and re.search(fault.path or "", request.path)
                if fits and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def _failure(self, fault: Fault, request: Request) -> Answer:
        shown = str(max(0, round(fault.seconds)))
        error = self._shape.error
        match fault.what:
            case "limit":
                reset = str(int(time.time() + fault.seconds))
                headers = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
                return Answer(403, error(403, "API rate limit exceeded for user ID 1."), headers)
            case "secondary":
                return Answer(403, error(403, "You have exceeded a secondary rate limit."), {"Retry-After": shown})
            case "secondary-silent":
                return Answer(403, error(403, "You have exceeded a secondary rate limit. Please wait a few minutes."))
            case "too-many":
                reset = str(int(time.time() + fault.seconds))
                headers = {"Retry-After": shown, "RateLimit-Remaining": "0", "RateLimit-Reset": reset}
                return Answer(429, text="Retry later\n", headers=headers)
            case "error":
                return Answer(500, error(500, "Server Error"))
            case "bad-gateway":
                return Answer(502, text="<html><head><title>502 Bad Gateway</title></head><body></body></html>")
            case "unavailable":
                return Answer(503, error(503, "Service unavailable"), {"Retry-After": shown})
            case "garbage":
                return Answer(200, text='{"half": [1, 2')
            case "page":
                return Answer(200, text="<!DOCTYPE html>\n<html><title>Sign in</title><body>Who are you?</body></html>")
            case "forbidden":
                return Answer(403, error(403, "Resource not accessible by personal access token"))
            case "unauthorized":
                return Answer(401, error(401, "Bad credentials"))
            case "redirect":
                return Answer(302, headers={"Location": self.elsewhere + request.path}, text="")
            case "lost-before":
                return Answer(500)
        raise ValueError(f"no such fault: {fault.what}")

    def _pull(self, path: str, number: int) -> Pull:
        pull = self._repositories[path].pull(number)
        if pull is None:
            raise KeyError(f"{path} has no #{number}")
        return pull

    def _set(self, path: str, number: int, **changes: Any) -> None:
        with self.lock:
            pull = self._pull(path, number)
            for name, value in changes.items():
                setattr(pull, name, value)
            pull.updated = now()
            self._repositories[path].save()

    def _load(self, file: Path) -> None:
        told = json.loads(file.read_text())
        pulls = [Pull(**each) for each in told.pop("pulls")]
        repository = Repository(**{**told, "directory": file.parent}, pulls=pulls)
        self._repositories[repository.path] = repository


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], forge: ForgeServer) -> None:
        self.forge = forge
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, *args: Any) -> None:
        """What was asked is in `exchanges`."""

    def do_GET(self) -> None:
        forge = self.server.forge
        parts = urlsplit(self.path)
        headers = {name.lower(): text for name, text in self.headers.items()}
        request = Request(
            self.command, parts.path, dict(parse_qsl(parts.query)), headers, self._body(), self._user(headers)
        )
        if self._bad_credentials(headers) and ".git/" not in parts.path:
            self._send(request, Answer(401, forge.refused(401, "Bad credentials")), None)
        elif re.search(r"/(info/refs|git-(upload|receive)-pack)$", parts.path):
            self._git(request, parts.query)
        elif (parts.path.rstrip("/") + "/").startswith(forge.api_prefix()):
            answer, fault = forge.serve(request)
            self._send(request, answer, fault)
        else:
            self._send(request, _page(forge, parts.path), None)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def _send(self, request: Request, answer: Answer, fault: str | None) -> None:
        content = answer.content
        kind = "text/html; charset=utf-8" if answer.text is not None else "application/json; charset=utf-8"
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **answer.headers}
        self.server.forge.exchanges.append(Exchange(request, answer.status, headers, content, fault))
        if fault in {"lost", "lost-before"}:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, text in headers.items():
            if not (answer.status in {204, 304} and name in {"Content-Type", "Content-Length"}):
                self.send_header(name, text)
        self.end_headers()
        if fault == "cut":
            content = content[: len(content) // 2]
            self.close_connection = True
        if answer.status not in {204, 304}:
            self.wfile.write(content)

    def _git(self, request: Request, query: str) -> None:
        forge = self.server.forge
        path, verb = re.split(r"(?:\.git)?/(?=(?:info/refs|git-(?:upload|receive)-pack)$)", request.path, maxsplit=1)
        path = unquote(path).removeprefix("/a/").lstrip("/")
        writes = "git-receive-pack" in verb or "service=git-receive-pack" in query
        repository = forge.repository(path)
        if repository is None:
            self._send(request, Answer(404, text="not found"), None)
            return
        if (writes and request.user is None) or self._bad_credentials(request.headers):
            self._send(request, Answer(401, text="who?", headers={"WWW-Authenticate": 'Basic realm="fake"'}), None)
            return
        fault = forge._fault(request)
        if fault is not None and fault.what not in {"lost", "slow"}:
            self._send(request, forge._failure(fault, request), fault.what)
            return
        if fault is not None and fault.what == "slow":
            time.sleep(fault.seconds)
        env = {
            **BACKEND_ENV,
            "GIT_PROJECT_ROOT": str(forge.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": f"/{repository.directory.relative_to(forge.root)}/{verb}",
            "QUERY_STRING": query,
            "REQUEST_METHOD": request.method,
            "CONTENT_TYPE": request.headers.get("content-type", ""),
            "REMOTE_USER": request.user or "",
            "REMOTE_ADDR": "127.0.0.1",
            "GIT_PROTOCOL": request.headers.get("git-protocol", ""),
            "CONTENT_LENGTH": str(len(request.body)),
        }
        done = subprocess.run(["git", "http-backend"], input=request.body, env=env, capture_output=True, check=False)
        if verb == "git-receive-pack":
            forge.pushed(repository.path, request.user or "")
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        status, headers = 200, {}
        for line in head.decode().splitlines():
            name, _, text = line.partition(": ")
            if name == "Status":
                status = int(text.split()[0])
            else:
                headers[name] = text
        forge.exchanges.append(Exchange(request, status, headers, b"", fault.what if fault else None))
        if fault is not None and fault.what == "lost":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, text in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            chunks = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            body = b"".join(chunks)
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body

    def _user(self, headers: Mapping[str, str]) -> str | None:
        return self.server.forge.user if _token(headers) == self.server.forge.token else None

    def _bad_credentials(self, headers: Mapping[str, str]) -> bool:
        return _token(headers) not in {None, self.server.forge.token}


def _token(headers: Mapping[str, str]) -> str | None:
    if "private-token" in headers:
        return headers["private-token"]
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return base64.b64decode(rest).decode().partition(":")[2]
    return rest or None


def _page(forge: ForgeServer, path: str) -> Answer:
    """For whoever follows the address of a pull request."""
    found = re.fullmatch(r"/(.+?)/(?:pull|-/merge_requests)/(\d+)", path) or re.fullmatch(r"/c/(.+)/\+/(\d+)", path)
    repository = forge.repository(found[1]) if found else None
    pull = repository.pull(int(found[2])) if found and repository else None
    if pull is None:
        return Answer(404, text="<!DOCTYPE html><title>Not found</title>")
    shown = f"#{pull.number} {pull.title}"
    return Answer(
        200,
        text=f"<!DOCTYPE html><title>{html.escape(shown)}</title><h1>{html.escape(shown)}</h1>"
        f"<p>{pull.state}: {html.escape(pull.branch)} → {html.escape(pull.base)}<pre>{html.escape(pull.body)}</pre>",
    )


def _shape(kind: str) -> Shape:
    module = importlib.import_module(f"tests.bulk.servers.{kind}_shape")
    shape: Shape = getattr(module, kind.capitalize())()
    return shape


def paged(server: ForgeServer, request: Request, items: Sequence[Any]) -> tuple[list[Any], dict[str, str]]:
    """One page of a list, and the header that says where the others are."""
    size = int(request.query.get("per_page", "30"))
    page = int(request.query.get("page", "1"))
    last = max(1, -(-len(items) // size))
    headers = {"X-Total": str(len(items)), "X-Total-Pages": str(last), "X-Page": str(page), "X-Per-Page": str(size)}
    links = []
    for name, number in (("prev", page - 1), ("next", page + 1), ("first", 1), ("last", last)):
        if 1 <= number <= last and number != page:
            query = "&".join(f"{key}={value}" for key, value in {**request.query, "page": str(number)}.items())
            links.append(f'<{server.url}{request.path}?{query}>; rel="{name}"')
    if links:
        headers["Link"] = ", ".join(links)
    headers["X-Next-Page"] = str(page + 1) if page < last else ""
    return list(items[(page - 1) * size : page * size]), headers


def git(directory: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=directory, env=BACKEND_ENV, capture_output=True, check=False, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr}")
    return done.stdout.strip()


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def main() -> None:
    parser = argparse.ArgumentParser(description="A forge for trying things out, on this machine alone.")
    parser.add_argument("--kind", choices=["github", "gitlab", "gerrit"], default="github")
    parser.add_argument("--root", type=Path, required=True, help="where its repositories are")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token-file", type=Path, help="what it accepts; without one, the same token each time")
    parser.add_argument("--repository", action="append", default=[], metavar="NAME=DIR", help="made if it is not there")
    arguments = parser.parse_args()
    token = arguments.token_file.read_text().strip() if arguments.token_file else TOKEN
    server = ForgeServer(arguments.kind, arguments.root, arguments.port, token)
    for each in arguments.repository:
        name, _, directory = each.partition("=")
        if server.repository(name) is None:
            server.create_repository(name, directory)
    print(server.url, flush=True)
    server.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
