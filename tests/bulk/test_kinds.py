"""A migration from beginning to end on each kind of forge: run, run again, update, close."""

from __future__ import annotations

from pathlib import Path

import pytest

from gofix20.bulk.journal import Journal, Stage
from tests.bulk.servers.fake import ForgeServer
from tests.bulk.test_safety import Migration
from tests.bulk.test_work import SET
from tests.bulk.world import LIST, REPOSITORY, bare, git, push

HEAD = 'name = "safe"\n[pull-requests]\nauthor = "Safe <safe@example.org>"\n[tests]\nrun = false\n'
FILES = {**REPOSITORY, "list.go": LIST + SET}


def stages(directory: Path) -> list[Stage]:
    return [pull.stage for pull in Journal(f"sqlite:///{directory}/safe.journal.sqlite", "safe").pulls()]


@pytest.mark.parametrize("kind", ["github", "gitlab", "gerrit"])
def test_on_a_server(kind: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with ForgeServer(kind, tmp_path / "server") as server:
        migration = Migration(tmp_path / "work", server)
        made = server.create_repository("acme/r", files=FILES)
        (migration.directory / "migration.toml").write_text(
            f'{HEAD}[forges.f]\nkind = "{kind}"\nurl = "{server.url}"\nuser = "{server.user}"\n'
            'token-variable = "OUR_TOKEN"\nseconds-between-writes = 0\n'
            '[[repositories]]\nforge = "f"\nlist = ["acme/r"]\n'
        )
        env = {"OUR_TOKEN": server.token, "GH_ENTERPRISE_TOKEN": ""}
        code, said = migration.run("run", env=env)
        assert code == 0, said
        opened = server.pulls("acme/r")
        assert {pull.state for pull in opened} == {"open"}
        assert len(opened) == (2 if kind == "gerrit" else 1), "Gerrit has a change for each commit"
        assert migration.run("run", env=env)[0] == 0
        assert len(server.pulls("acme/r")) == len(opened)

        push(made.directory, {"more.go": "package list\n"}, "Moves")
        code, said = migration.run("update", env=env)
        assert code == 0, said
        again = server.pulls("acme/r")
        assert [pull.number for pull in again] == [pull.number for pull in opened]
        assert {pull.state for pull in again} == {"open"}
        assert all(new.head != old.head for new, old in zip(again, opened, strict=True)), "made anew"
        assert stages(migration.directory) == [Stage.OPEN]

        code, said = migration.run("close", "--yes", "--yes", env=env)
        assert code == 0, said
        assert {pull.state for pull in server.pulls("acme/r")} == {"closed"}
        assert stages(migration.directory) == [Stage.WITHDRAWN]
        assert git(made.directory, "branch", "--list", "gofix20/*") == ""
        assert migration.run("run", env=env)[0] == 0
        assert {pull.state for pull in server.pulls("acme/r")} == {"closed"}


def test_on_plain_git(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    path = bare(tmp_path / "repositories" / "r.git", FILES)
    with ForgeServer("github", tmp_path / "server") as server:  # which nobody asks
        migration = Migration(work, server)
        pattern = str(tmp_path / "repositories" / "*.git")
        (work / "migration.toml").write_text(f'{HEAD}[[repositories]]\ndirectories = ["{pattern}"]\n')
        code, said = migration.run("run")
        assert code == 0, said
        (body,) = (work / "safe.pull-requests").rglob("*.md")
        assert "GF05" in body.read_text()
        assert len(git(path, "log", "--format=%s", "main..gofix20/safe-all").splitlines()) == 2
        push(path, {"list.go": None, "list_test.go": None, "a.go": "package list\n"}, "Gone")
        assert migration.run("update")[0] == 0
        assert stages(work) == [Stage.WITHDRAWN]
        assert git(path, "branch", "--list", "gofix20/*") == ""
        assert not server.exchanges
