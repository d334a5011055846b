"""Gerrit's forge against a real Gerrit, pushed to over HTTP; skipped where mvn or java is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import Forge, ForgeError, ForgeSettings, NotFoundError, Query, State
from gofix20.bulk.forges.gerrit import topic
from tests.bulk.pushing import Clone
from tests.bulk.servers import fetched
from tests.bulk.servers.gerrit import GerritServer

FILES = {"go.mod": "module example.com/shop\n\ngo 1.22\n", "main.go": "package main\n"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GerritServer]:
    """Give a Gerrit with two projects and somebody who may review."""
    try:
        made = GerritServer(tmp_path_factory.mktemp("gerrit"))
    except fetched.NotFetchedError as error:
        pytest.skip(str(error))
    with made as server:
        server.ask("PUT", "/accounts/ada", {"name": "Ada", "email": "ada@example.com"})
        server.create_project("acme/shop", FILES)
        server.create_project("acme/tool", FILES)
        yield server


@pytest.fixture
def forge(server: GerritServer, monkeypatch: pytest.MonkeyPatch) -> Forge:
    monkeypatch.setenv("REVIEW_PASSWORD", server.token)
    settings = ForgeSettings(
        "review", "gerrit", server.url, user=server.user, token_variable="REVIEW_PASSWORD", seconds_between_writes=0
    )
    return connect(settings)


@pytest.fixture
def clone(forge: Forge, tmp_path: Path) -> Clone:
    return Clone(forge, forge.target("acme/shop"), tmp_path / "clone")


def test_from_beginning_to_end(forge: Forge, server: GerritServer, clone: Clone) -> None:
    target = clone.target
    version, user = forge.check()
    assert version.startswith("Gerrit ")
    assert user == "signed in as admin"
    marker = "m1/end --> <x>"
    assert forge.find(target, marker, "gofix20/all") == []
    with pytest.raises(NotFoundError, match="no open change"):
        forge.open(target, dataclasses.replace(clone.propose("m1/another"), marker=marker))

    body = "## What\n\nAnd *why*."
    proposal = clone.propose(marker, labels=["performance"], reviewers=["ada"], draft=True, body=body)
    opened = forge.open(target, proposal)
    assert (opened.state, opened.head, opened.title) == (State.OPEN, proposal.head, "Fix: fixed")
    assert opened.body == body
    change = server.ask("GET", f"/changes/{opened.number}?o=DETAILED_LABELS&o=MESSAGES")
    assert change["work_in_progress"]
    assert change["topic"] == topic(marker)
    assert change["hashtags"] == ["performance"]
    assert [each["_account_id"] for each in change["reviewers"]["REVIEWER"]]
    assert forge.find(target, marker, "gofix20/all") == [opened]
    before = len(change["messages"])
    assert forge.open(target, proposal) == opened
    assert len(server.ask("GET", f"/changes/{opened.number}?o=MESSAGES")["messages"]) == before

    again = dataclasses.replace(clone.propose(marker, text="better"), body="Something else.\n")
    changed = forge.update(target, opened, again)
    assert (changed.number, changed.head, changed.body) == (opened.number, again.head, "Something else.")
    change = server.ask("GET", f"/changes/{opened.number}?o=ALL_REVISIONS")
    assert len(change["revisions"]) == 2
    said = server.ask("GET", f"/changes/{opened.number}?o=MESSAGES")["messages"]
    assert forge.update(target, changed, again) == changed
    assert len(server.ask("GET", f"/changes/{opened.number}?o=MESSAGES")["messages"]) == len(said)
    assert not change.get("work_in_progress")

    closed = forge.close(target, changed, "Fixed by hand.")
    assert closed.state is State.CLOSED
    assert forge.close(target, changed, "Again.").state is State.CLOSED
    messages = [each["message"] for each in server.ask("GET", f"/changes/{opened.number}?o=MESSAGES")["messages"]]
    assert sum("Fixed by hand." in each for each in messages) == 1
    assert not any("Again." in each for each in messages)
    assert [each.state for each in forge.find(target, marker, "gofix20/all")] == [State.CLOSED]
    assert forge.update(target, closed, again).state is State.CLOSED
    assert forge.notes() == []


def test_a_commit_a_rule_is_a_change_a_rule(forge: Forge, server: GerritServer, clone: Clone) -> None:
    for part in ("GF05", "GF13"):
        (clone.directory / f"{part}.go").write_text("package main\n")
        clone.git("add", ".")
        clone.git("commit", "--quiet", "--message", f"Fix {part}\n\n{forge.trailers('m2/all', part)[0]}")
    proposal = clone.pushed("m2/all", "gofix20/all")
    opened = forge.open(clone.target, proposal)
    assert (opened.head, opened.title) == (proposal.head, "Fix GF13")
    changes = server.ask("GET", f'/changes/?q=topic:"{topic("m2/all")}"')
    assert sorted(change["subject"] for change in changes) == ["Fix GF05", "Fix GF13"]
    for change in sorted(changes, key=lambda each: int(each["_number"])):
        assert forge.find(clone.target, "m2/all", "gofix20/all")[0].state is State.OPEN
        review = {"labels": {"Code-Review": 2}}
        server.ask("POST", f"/changes/{change['_number']}/revisions/current/review", review)
        server.ask("POST", f"/changes/{change['_number']}/submit")
    (found,) = forge.find(clone.target, "m2/all", "gofix20/all")
    assert found.state is State.MERGED
    assert forge.update(clone.target, found, proposal).state is State.MERGED


def test_closing_closes_the_whole_topic(forge: Forge, server: GerritServer, clone: Clone) -> None:
    for part in ("one", "two"):
        (clone.directory / f"{part}.go").write_text("package main\n")
        clone.git("add", ".")
        clone.git("commit", "--quiet", "--message", f"Fix {part}\n\n{forge.trailers('m3/all', part)[0]}")
    opened = forge.open(clone.target, clone.pushed("m3/all", "gofix20/all"))
    assert forge.close(clone.target, opened, "No.").state is State.CLOSED
    changes = server.ask("GET", f'/changes/?q=topic:"{topic("m3/all")}"')
    assert [change["status"] for change in changes] == ["ABANDONED", "ABANDONED"]


def test_search_and_target(forge: Forge, server: GerritServer) -> None:
    assert [each.path for each in forge.search(Query(group="acme/"))] == ["acme/shop", "acme/tool"]
    assert [each.path for each in forge.search(Query(search="name:acme/tool"))] == ["acme/tool"]
    target = forge.target("acme/shop")
    assert (target.base, target.archived) == ("main", False)
    with pytest.raises(NotFoundError):
        forge.target("acme/none")
    server.ask("PUT", "/projects/old", {"branches": ["trunk"], "create_empty_commit": True})
    server.ask("PUT", "/projects/old/config", {"state": "READ_ONLY"})
    old = forge.target("old")
    assert (old.base, old.archived) == ("trunk", True)


def test_a_reviewer_who_is_none_is_a_note(forge: Forge, clone: Clone) -> None:
    forge.open(clone.target, clone.propose("m4/all", reviewers=["stranger"]))
    (note,) = forge.notes()
    assert "has no reviewer stranger" in note


def test_a_wrong_password(server: GerritServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEW_PASSWORD", "not-the-password")
    settings = ForgeSettings("review", "gerrit", server.url, user="admin", token_variable="REVIEW_PASSWORD")
    with pytest.raises(ForgeError, match="does not accept the credential") as caught:
        connect(settings).check()
    assert "not-the-password" not in caught.value.message
