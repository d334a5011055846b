"""A real Gerrit, of the parts that are on Maven Central, on the loopback interface; starts within half a minute.

    with GerritServer(tmp_path) as server:
        server.create_project("shop", {"main.go": "package main\\n"})
        server.url, server.user, server.token
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from tests.bulk.servers import fetched
from tests.bulk.servers.fake import BACKEND_ENV, git

HERE = Path(__file__).parent
CONFIGURATION = """\
[gerrit]
	basePath = git
	canonicalWebUrl = {url}/
[auth]
	type = DEVELOPMENT_BECOME_ANY_ACCOUNT
	gitBasicAuthPolicy = HTTP
[httpd]
	listenUrl = {url}/
[index]
	type = lucene
[sendemail]
	enable = false
[container]
	user = root
"""
FIRST_PASSWORD = "secret"
"""Of the administrator that `--dev` makes."""
SECONDS = 120


class GerritServer:
    """See the module's text."""

    def __init__(self, root: Path) -> None:
        java, jars = fetched.gerrit()
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.user = "admin"
        self.token = "a-password-of-the-tests-0123456789"
        site = root / "site"
        (site / "etc").mkdir(parents=True)
        (site / "etc/gerrit.config").write_text(CONFIGURATION.format(url=self.url))
        self._log = (root / "log").open("wb")
        path = ":".join(map(str, jars))
        self._process = subprocess.Popen(
            [java, "-Xmx512m", "-Djava.io.tmpdir=" + str(root), "-cp", path, str(HERE / "Start.java"), str(site)],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**BACKEND_ENV, "HOME": str(root)},
        )

    def __enter__(self) -> GerritServer:
        try:
            self._wait()
            told = {"http_password": self.token}
            self.ask("PUT", "/accounts/self/password.http", told, password=FIRST_PASSWORD)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()

    def ask(self, method: str, path: str, data: Any = None, *, password: str | None = None) -> Any:
        """What Gerrit's REST API answers the administrator."""
        answer = requests.request(
            method, f"{self.url}/a{path}", json=data, auth=(self.user, password or self.token), timeout=30
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        text = answer.text.removeprefix(")]}'")
        return json.loads(text) if answer.text.startswith(")]}'") else text

    def create_project(self, name: str, files: Mapping[str, str]) -> None:
        """With one commit, pushed past any review."""
        self.ask("PUT", "/projects/" + name.replace("/", "%2F"), {"branches": ["main"]})
        work = self.root / "work" / name
        work.mkdir(parents=True)
        for path, text in files.items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_text(text)
        git(work, "init", "--quiet", "--initial-branch=main")
        git(work, "add", "--all")
        git(work, "commit", "--quiet", "--message=First")
        scheme, _, rest = self.url.partition("://")
        git(work, "push", "--quiet", f"{scheme}://{self.user}:{self.token}@{rest}/a/{name}", "HEAD:refs/heads/main")

    def _wait(self) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                if requests.get(f"{self.url}/config/server/version", timeout=5).ok:
                    return
            except requests.ConnectionError:
                pass
            time.sleep(0.3)
        log = (self.root / "log").read_text(errors="replace")
        raise RuntimeError(f"Gerrit does not start:\n{log[-3000:]}")
