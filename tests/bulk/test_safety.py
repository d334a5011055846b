"""Safe with other people's repositories: what is theirs runs nothing, sees nothing and changes nothing of ours.

The whole command line, on repositories that a server gives over HTTP, where somebody looks at every process meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gofix20.bulk import sandbox
from gofix20.model import GofixError
from tests.bulk.servers.fake import ForgeServer
from tests.bulk.world import LIST, MODULE, REPOSITORY, World, bare, git

BRANCH = "gofix20/safe-all"


def has_sandbox() -> str:
    """Why there is none here; empty if there is."""
    try:
        sandbox.program()
    except GofixError as error:
        return error.message
    return ""


needs_sandbox = pytest.mark.skipif(bool(has_sandbox()), reason=has_sandbox())


@dataclass
class Spy:
    """Looks at the processes that a process starts, for as long as it runs: their arguments and environments."""

    root: int
    seen: set[bytes] = field(default_factory=set)
    programs: set[bytes] = field(default_factory=set)
    own: bytes = b""

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            self.own = Path(f"/proc/{self.root}/cmdline").read_bytes()
            self.look()
            time.sleep(0.005)

    def look(self) -> None:
        children: dict[int, list[int]] = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = Path(f"/proc/{entry}/stat").read_text()
                except OSError:
                    continue
                children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
        todo = list(children.get(self.root, ()))
        while todo:
            pid = todo.pop()
            todo += children.get(pid, ())
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
                environment = Path(f"/proc/{pid}/environ").read_bytes()
            except OSError:
                continue
            if command == self.own:
                continue  # it is not yet what it will be
            self.seen |= {command, environment}
            self.programs.add(os.path.basename(command.partition(b"\0")[0]))


@dataclass
class Migration:
    """A migration of what is on a server."""

    directory: Path
    server: ForgeServer

    def write(self, tests: str = "run = false", more: str = "") -> None:
        (self.directory / "migration.toml").write_text(
            f'name = "safe"\n[forges.github]\nkind = "github"\nurl = "{self.server.url}"\nseconds-between-writes = 0\n'
            '[[repositories]]\nforge = "github"\norganization = "acme"\n'
            f'[pull-requests]\nauthor = "Safe <safe@example.org>"\n[tests]\n{tests}\n{more}\n'
        )

    def start(self, *arguments: str, env: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:
        own = os.environ | {"GH_ENTERPRISE_TOKEN": self.server.token, **env}
        return subprocess.Popen(
            [sys.executable, "-m", "gofix20", "migrate", *arguments], cwd=self.directory, env=own,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *arguments: str, env: Mapping[str, str] = {}) -> tuple[int, str]:
        process = self.start(*arguments, env=env)
        said, _ = process.communicate(timeout=500)
        return process.returncode, said.decode(errors="replace")

    def standings(self) -> dict[str, tuple[str, str]]:
        from gofix20.bulk.journal import Journal

        journal = Journal(f"sqlite:///{self.directory}/safe.journal.sqlite", "safe")
        return {one.target.path: (str(one.standing), one.reason) for one in journal.repositories()}

    def read(self, path: str, name: str) -> str:
        repository = self.server.repository(path)
        assert repository is not None
        return git(repository.directory, "show", f"{BRANCH}:{name}")


@pytest.fixture
def migration(tmp_path: Path) -> Iterator[Migration]:
    with ForgeServer("github", tmp_path / "server") as server:
        (tmp_path / "work").mkdir()
        yield Migration(tmp_path / "work", server)


HOSTILE = """package list

import (
\t"fmt"
\t"os"
\t"os/exec"
\t"path/filepath"
\t"strings"
\t"testing"
)

// It fails only where there is something to fix, so that what it found is told.
func TestLook(t *testing.T) {
\tvar found []string
\ttell := func(words ...any) { found = append(found, fmt.Sprint(words...)) }
\tnames, _ := filepath.Glob("/proc/[0-9]*/environ")
\ttell("processes ", len(names))
\tfor _, name := range names {
\t\ttext, err := os.ReadFile(name)
\t\ttell(name, " ", string(text), " ", err)
\t}
\thome, _ := os.ReadDir("/root")
\ttell("root ", home)
\tfor _, name := range []string{"/etc/shadow", "/root/.netrc", "/root/.ssh/id_rsa", "OUTSIDE"} {
\t\t_, err := os.ReadFile(name)
\t\ttell(name, " ", err)
\t}
\tcmd := exec.Command("git", "credential", "fill")
\tcmd.Stdin = strings.NewReader("url=SERVER\\n\\n")
\tout, err := cmd.CombinedOutput()
\ttell("credential ", string(out), " ", err)
\ttell("environment ", os.Environ())
\ttell("write ", os.WriteFile("/usr/here", nil, 0o600), os.Remove(".git"), os.WriteFile("OUTSIDE", nil, 0o600))
\t_, err = os.Stat(os.Getenv("SSH_AUTH_SOCK") + "/x")
\ttell("agent ", os.Getenv("SSH_AUTH_SOCK"), " ", err)
\tos.WriteFile("list.go", []byte("package list // hacked"), 0o600)
\ttext, _ := os.ReadFile("go.mod")
\tif strings.Contains(string(text), "tell") {
\t\tt.Fatal(strings.Join(found, "\\n"))
\t}
}
"""


@needs_sandbox
def test_a_hostile_test_sees_nothing_of_ours_and_a_token_is_nowhere(migration: Migration, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("of ours")
    hostile = HOSTILE.replace("OUTSIDE", str(outside)).replace("SERVER", migration.server.url)
    migration.server.create_repository("acme/quiet", files={**REPOSITORY, "hostile_test.go": hostile})
    telling = {**REPOSITORY, "go.mod": MODULE + "\n// tell\n", "hostile_test.go": hostile}
    migration.server.create_repository("acme/telling", files=telling)
    migration.write("run = true\nreruns = 1")
    secret = {"AWS_SECRET_ACCESS_KEY": "of-the-operator", "SSH_AUTH_SOCK": str(tmp_path / "agent")}
    process = migration.start("run", env=secret)
    spy = Spy(process.pid)
    thread = threading.Thread(target=spy.watch, args=(process,))
    thread.start()
    said, _ = process.communicate(timeout=500)
    thread.join()
    assert process.returncode == 0, said.decode()

    token = migration.server.token.encode()
    assert {b"git", b"go", b"bwrap"} <= spy.programs, "somebody else was looked at"
    assert not [text for text in spy.seen if token in text]
    assert token not in said
    assert outside.read_text() == "of ours"
    cache = Path(os.environ.get("GOFIX20_CACHE") or Path.home() / ".cache" / "gofix20") / "bulk"
    for directory in (migration.directory, cache):
        for file in directory.rglob("*"):
            if file.is_file() and not file.is_symlink():
                assert token not in file.read_bytes(), file

    assert migration.standings()["acme/quiet"] == ("opened", "")
    assert "strings.Builder" in migration.read("acme/quiet", "list.go"), "what a test wrote is in no commit of ours"
    assert "hacked" not in migration.read("acme/quiet", "list.go")
    standing, reason = migration.standings()["acme/telling"]
    assert (standing, reason) == ("skipped", "its own tests fail as it is: example.org/list TestLook")
    from gofix20.bulk.journal import Journal

    journal = Journal(f"sqlite:///{migration.directory}/safe.journal.sqlite", "safe")
    told = next(one.result["said"] for one in journal.repositories() if one.target.path == "acme/telling")
    assert "processes 2" in told, "only itself, and what keeps it"
    assert "of-the-operator" not in told
    assert migration.server.token not in told
    assert "credential" in told
    assert "password=" not in told
    assert f"{outside} open {outside}: no such file" in told
    assert "/etc/shadow open /etc/shadow: no such file" in told
    assert "write open /usr/here: read-only file system" in told
    assert "agent  " in told


def test_without_a_sandbox_tests_are_refused(migration: Migration, tmp_path: Path) -> None:
    migration.server.create_repository("acme/r", files=REPOSITORY)
    migration.write("run = true")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("git", "go"):
        found = next(Path(entry) / name for entry in os.environ["PATH"].split(":") if (Path(entry) / name).exists())
        (programs / name).symlink_to(found.resolve())
    code, said = migration.run("run", env={"PATH": str(programs)})
    assert code == 2
    assert "no sandbox (bwrap)" in said
    assert 'sandbox = "none"' in said
    assert not migration.server.pulls("acme/r")


def test_what_a_repository_configures_for_go_and_git_changes_nothing(migration: Migration, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    run = f"touch {marks}/ran"
    files = {
        **REPOSITORY,
        "go.mod": "module example.org/list\n\ngo 1.22\n\ntoolchain go1.99.0\n",
        "go.env": "GOFLAGS=-toolexec=/bin/false\n",
        ".gitattributes": "*.go filter=evil diff=evil merge=evil\n",
        ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch%20' + str(marks) + "/ran\n",
        ".lfsconfig": "[lfs]\n\turl = http://127.0.0.1:1/\n",
        ".gofix20.toml": "unsafe = true\n",
        "Makefile": f"test:\n\t{run}\n",
    }
    migration.server.create_repository("acme/r", files=files)
    repository = migration.server.repository("acme/r")
    assert repository is not None
    # As if somebody had put the repository's own configuration where a clone might take it from.
    git(repository.directory, "config", "filter.evil.smudge", run)
    git(repository.directory, "config", "core.fsmonitor", run)
    (repository.directory / "hooks").mkdir(exist_ok=True)
    for hook in ("post-checkout", "pre-push", "pre-commit", "post-commit"):
        (repository.directory / "hooks" / hook).write_text(f"#!/bin/sh\n{run}\n")
        (repository.directory / "hooks" / hook).chmod(0o755)
    # Above the clone, in what would be the operator's home: a workspace, and settings for Go.
    cache = tmp_path / "cache"
    (cache / "bulk").mkdir(parents=True, mode=0o700)
    cache.chmod(0o700)
    (cache / "bulk" / "go.work").write_text("go 1.22\n\nuse ./nowhere\n")
    home = tmp_path / "home"
    (home / ".config" / "go").mkdir(parents=True)
    (home / ".config" / "go" / "env").write_text("GOFLAGS=-tags=wrong\n")
    (home / ".gitconfig").write_text(f"[core]\n\thooksPath = {marks}\n\tfsmonitor = {run}\n")
    asked = ("GOCACHE", "GOMODCACHE")
    gopath = {name: subprocess.check_output(["go", "env", name], text=True).strip() for name in asked}
    migration.write()
    env = {"GOFIX20_CACHE": str(cache), "HOME": str(home), "GOFLAGS": "-mod=mod", **gopath}
    code, said = migration.run("run", env=env)
    assert code == 0, said
    assert migration.standings()["acme/r"] == ("opened", "")
    assert "strings.Builder" in migration.read("acme/r", "list.go")
    assert "toolchain go1.99.0" in migration.read("acme/r", "go.mod")
    assert not list(marks.iterdir())


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    world = World(tmp_path)
    outside = tmp_path / "outside.go"
    outside.write_text(LIST)
    path = bare(tmp_path / "r.git", {"go.mod": MODULE, "real.go": LIST.replace("Join", "Real")})
    work = tmp_path / "r.git.person"
    (work / "link.go").symlink_to(outside)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "A link")
    git(work, "push", "--quiet", "origin", "main")
    from gofix20.bulk.crew import one

    (key,) = world.add(path)
    one(world.kit(), key)
    assert outside.read_text() == LIST
    changed = git(path, "diff", "--name-only", "main", "gofix20/m-all").split()
    assert changed == ["real.go"]


def test_a_checkout_that_is_too_large_is_left_alone(tmp_path: Path) -> None:
    from gofix20.bulk.crew import one

    world = World(tmp_path)
    world.change(limits={"disk": 1})
    (key,) = world.add(bare(tmp_path / "r.git", {**REPOSITORY, "big.txt": "x" * (2 << 20)}))
    one(world.kit(), key)
    (repository,) = world.journal().repositories()
    assert (str(repository.standing), repository.reason) == ("skipped", "it is larger than 1 MiB")


def test_a_plan_writes_nothing_anywhere_but_in_the_cache(migration: Migration) -> None:
    migration.server.create_repository("acme/r", files=REPOSITORY)
    migration.write("run = true")
    before = sorted(migration.directory.iterdir())
    code, said = migration.run("plan", "--json", "-q")
    assert code == 0, said
    (row,) = json.loads(said)["repositories"]
    assert row["pull_requests"] == 1
    assert "+\tvar s strings.Builder" in row["diff"]
    assert sorted(migration.directory.iterdir()) == before
    assert not [
        each
        for each in migration.server.exchanges
        if each.request.method not in ("GET", "HEAD") and not each.request.path.endswith("/git-upload-pack")
    ]
