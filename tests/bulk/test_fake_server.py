"""The server that stands in for forges: what other tests rely on."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import ForgeSettings, State
from tests.bulk.pushing import Clone
from tests.bulk.servers.fake import TOKEN

ROOT = Path(__file__).parents[2]


class Started:
    """The server as a program of its own."""

    def __init__(self, root: Path, port: int, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bulk.servers.fake", f"--root={root}", f"--port={port}", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_it_is_a_program_that_forgets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    code = tmp_path / "code"
    code.mkdir()
    (code / "main.go").write_text("package main\n")
    first = Started(tmp_path / "forge", 0, f"--repository=acme/shop={code}")
    try:
        forge = connect(ForgeSettings("hub", "github", first.url, token_variable="SHOP_TOKEN"))
        clone = Clone(forge, forge.target("acme/shop"), tmp_path / "clone")
        opened = forge.open(clone.target, clone.propose())
        with urllib.request.urlopen(opened.url) as page:
            assert b"Fewer allocations" in page.read()
    finally:
        first.kill()
    port = int(first.url.rpartition(":")[2])
    second = Started(tmp_path / "forge", port, f"--repository=acme/shop={code}")
    try:
        assert second.url == first.url
        (found,) = forge.find(clone.target, "m1/all", "gofix20/all")
        assert (found.number, found.state, found.head) == (opened.number, State.OPEN, opened.head)
    finally:
        second.kill()


def test_it_takes_the_token_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("another-token-0123456789\n")
    monkeypatch.setenv("SHOP_TOKEN", "another-token-0123456789")
    server = Started(tmp_path / "forge", 0, f"--token-file={tmp_path / 'token'}", "--kind=gitlab")
    try:
        settings = ForgeSettings("lab", "gitlab", server.url, token_variable="SHOP_TOKEN")
        assert connect(settings).check() == ["signed in as robot"]
        assert "another-token" not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
    finally:
        server.kill()


def test_nobody_else_can_reach_it(tmp_path: Path) -> None:
    server = Started(tmp_path / "forge", 0)
    try:
        assert server.url.startswith("http://127.0.0.1:")
        assert os.listdir(tmp_path / "forge") == []
    finally:
        server.kill()
