"""What every forge has to do, each against our own server of its shape over a real socket."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gofix20.bulk import politeness
from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import Forge, ForgeError, ForgeSettings, NotFoundError, Query, State, Target
from tests.bulk.pushing import Clone
from tests.bulk.servers.fake import TOKEN, ForgeServer
from tests.bulk.servers.fixtures import Patience

KINDS = ["github", "gitlab", "gerrit"]
PATH = "acme/shop"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(kind: str, tmp_path: Path) -> Iterator[ForgeServer]:
    with ForgeServer(kind, tmp_path / "forge") as server:
        server.create_repository(PATH, files={"main.go": "package main\n"})
        yield server


@pytest.fixture
def forge(kind: str, server: ForgeServer, server_clock: Patience, monkeypatch: pytest.MonkeyPatch) -> Forge:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    settings = ForgeSettings(
        "hub", kind, server.url, user="robot", token_variable="SHOP_TOKEN", seconds_between_writes=0
    )
    return connect(settings, server_clock.clock())


@pytest.fixture
def target(forge: Forge) -> Target:
    return forge.target(PATH)


@pytest.fixture
def clone(forge: Forge, target: Target, tmp_path: Path) -> Clone:
    return Clone(forge, target, tmp_path / "clone")


def test_from_beginning_to_end(forge: Forge, server: ForgeServer, target: Target, clone: Clone, kind: str) -> None:
    assert any("robot" in note for note in forge.check())
    assert forge.find(target, "m1/all", "gofix20/all") == []
    proposal = clone.propose(labels=["performance"], reviewers=["ada"], draft=True)
    opened = forge.open(target, proposal)
    assert (opened.state, opened.branch, opened.head) == (State.OPEN, "gofix20/all", proposal.head)
    assert "What and why." in opened.body
    (pull,) = server.pulls(PATH)
    assert (pull.labels, pull.reviewers) == (["performance"], ["ada"])
    assert pull.draft or pull.title.startswith("Draft: ")
    assert forge.find(target, proposal.marker, proposal.branch) == [opened]

    again = dataclasses.replace(clone.propose(text="better"), title="Even fewer", body="What, why and how.")
    changed = forge.update(target, opened, again)
    assert (changed.number, changed.head) == (opened.number, again.head)
    assert "What, why and how." in changed.body
    assert forge.find(target, proposal.marker, proposal.branch) == [changed]
    (pull,) = server.pulls(PATH)
    assert not pull.draft
    assert not pull.title.startswith("Draft: ")
    assert pull.labels == ["performance"]
    assert len(pull.revisions) == (2 if kind == "gerrit" else 0)

    closed = forge.close(target, changed, "Fixed by hand.")
    assert (closed.number, closed.state) == (opened.number, State.CLOSED)
    assert forge.close(target, changed, "Again.").state is State.CLOSED
    (pull,) = server.pulls(PATH)
    assert sum("Fixed by hand." in comment for comment in pull.comments) == 1
    assert not any("Again." in comment for comment in pull.comments)
    assert [each.state for each in forge.find(target, proposal.marker, proposal.branch)] == [State.CLOSED]
    assert forge.update(target, closed, again).state is State.CLOSED
    assert forge.notes() == []


def test_opening_twice_is_opening_once(forge: Forge, server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose(labels=["performance"], reviewers=["ada"])
    first = forge.open(target, proposal)
    before = len(server.requests("POST|PUT|PATCH"))
    assert forge.open(target, proposal) == first
    assert forge.update(target, first, proposal) == first
    assert len(server.requests("POST|PUT|PATCH")) == before
    assert len(server.pulls(PATH)) == 1


@pytest.mark.parametrize("fault", ["lost", "error-after", "cut", "lost-before", "bad-gateway", "too-many"])
def test_no_answer_opens_no_second(
    fault: str, forge: Forge, server: ForgeServer, target: Target, clone: Clone, kind: str
) -> None:
    proposal = clone.propose()
    # Nothing is opened by a POST to Gerrit: a push does it, and whoever asks looks for it.
    server.fail_next(fault, times=2 if kind == "gerrit" else 1, method="GET" if kind == "gerrit" else "POST")
    assert forge.open(target, proposal).state is State.OPEN
    assert len(server.pulls(PATH)) == 1
    assert len(forge.find(target, proposal.marker, proposal.branch)) == 1


def test_merged(forge: Forge, server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    opened = forge.open(target, proposal)
    server.merge(PATH, int(opened.number))
    (found,) = forge.find(target, proposal.marker, proposal.branch)
    assert found.state is State.MERGED
    assert forge.update(target, found, dataclasses.replace(proposal, title="Late")).state is State.MERGED


def test_markers_are_told_apart(forge: Forge, target: Target, clone: Clone) -> None:
    for marker in ("m1/a", "m1/a-b", "m1/a --> <b>é", "m1/A"):
        proposal = clone.propose(marker, f"gofix20/{len(marker)}{marker[-1] == 'A'}")
        opened = forge.open(target, proposal)
        assert forge.find(target, marker, proposal.branch) == [opened]
        assert forge.find(target, marker + "x", proposal.branch) == []
        assert forge.find(target, marker[:-1], proposal.branch) == []


@pytest.mark.parametrize("fault", ["unauthorized", "forbidden", "garbage", "page", "error", "bad-gateway", "redirect"])
def test_every_failure_becomes_ours(fault: str, forge: Forge, server: ForgeServer, target: Target) -> None:
    server.fail_next(fault, times=1000)
    calls: list[Callable[[], object]] = [
        forge.check,
        lambda: list(forge.search(Query(search="shop"))),
        lambda: forge.target(PATH),
        lambda: forge.find(target, "m1/all", "gofix20/all"),
    ]
    for call in calls:
        with pytest.raises(ForgeError) as caught:
            call()
        error = caught.value
        assert type(error).__module__.startswith("gofix20.")
        assert (error.__context__, error.__cause__) == (None, None)
        assert TOKEN not in f"{error.message} {error.hint} {error!r}"
        assert (error.retry_after is not None) == (fault in {"error", "bad-gateway"})


@pytest.mark.parametrize("path", ["", "acme/none", "../acme", "acme/../shop", "acme//shop"])
def test_no_such_repository(path: str, forge: Forge) -> None:
    with pytest.raises(NotFoundError):
        forge.target(path)


def test_a_repository_is_told(forge: Forge, server: ForgeServer, target: Target, kind: str) -> None:
    assert (target.forge, target.path, target.base, target.key) == ("hub", PATH, "main", "hub:acme/shop")
    assert target.clone_url.startswith(server.url)
    assert TOKEN not in target.clone_url
    server.create_repository("acme/old", archived=True, base="trunk")
    old = forge.target("acme/old")
    assert (old.archived, old.base) == (True, "trunk")
    if kind == "gitlab":
        server.create_repository("acme/deep/down/tool", fork=True)
        found = list(forge.search(Query(group="acme")))
        assert [each.path for each in found] == [PATH, "acme/old", "acme/deep/down/tool"]
        assert [each.fork for each in found] == [False, False, True]
        assert forge.target("acme/deep/down/tool").clone_url.endswith("/acme/deep/down/tool.git")
    if kind == "gerrit":
        assert [each.path for each in forge.search(Query(group="acme/"))] == [PATH, "acme/old"]
    with pytest.raises(ForgeError, match="has no"):
        list(forge.search(Query(organization="a") if kind != "github" else Query(group="a")))


def test_an_answer_on_many_pages(forge: Forge, server: ForgeServer, kind: str) -> None:
    names = [f"big/r{number:03}" for number in range(220)]
    for name in names:
        server.create_repository(name)
    query = Query(organization="big") if kind == "github" else Query(group="big")
    assert [each.path for each in forge.search(query)] == names


CALLS = {
    "github": {"target": 1, "find": 1, "open": 2, "labels": 1, "reviewers": 1, "same": 1, "update": 2, "close": 3},
    "gitlab": {"target": 1, "find": 1, "open": 2, "labels": 0, "reviewers": 1, "same": 1, "update": 2, "close": 3},
    "gerrit": {"target": 2, "find": 1, "open": 2, "labels": 1, "reviewers": 1, "same": 1, "update": 2, "close": 3},
}
"""API calls, as docs/scale.md counts them; of labels and reviewers what they add to an opening, `same` is an update
where nothing has changed. GitLab is asked once for each reviewer's number, and remembers it."""


def test_how_many_calls(forge: Forge, server: ForgeServer, target: Target, clone: Clone, kind: str) -> None:
    counted: dict[str, int] = {}

    def count(name: str, call: Callable[[], object]) -> None:
        before = len(server.requests())
        call()
        counted[name] = len(server.requests()) - before

    count("target", lambda: forge.target(PATH))
    count("find", lambda: forge.find(target, "m1/all", "gofix20/all"))
    plain = clone.propose()
    count("open", lambda: forge.open(target, plain))
    (opened,) = forge.find(target, plain.marker, plain.branch)
    count("same", lambda: forge.update(target, opened, plain))
    changed = dataclasses.replace(plain, title="Another", body="Another.")
    count("update", lambda: forge.update(target, opened, changed))
    count("close", lambda: forge.close(target, opened, "Why."))
    labelled = clone.propose("m2/all", "gofix20/two", labels=["performance", "go"])
    count("labels", lambda: forge.open(target, labelled))
    reviewed = clone.propose("m3/all", "gofix20/three", reviewers=["ada"])
    count("reviewers", lambda: forge.open(target, reviewed))
    counted["labels"] -= counted["open"]
    counted["reviewers"] -= counted["open"]
    assert counted == CALLS[kind]


def test_it_is_counted(forge: Forge, server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    before = politeness.counts()[server.url]
    asked = len(server.requests())
    forge.open(target, proposal)
    after = politeness.counts()[server.url]
    assert after.requests - before.requests == len(server.requests()) - asked
    assert after.writes - before.writes == 1


def test_gitlab_carries_out_no_command_of_a_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    with ForgeServer("gitlab", tmp_path / "forge") as server:
        server.create_repository(PATH, files={"main.go": "package main\n"})
        forge = connect(ForgeSettings("hub", "gitlab", server.url, token_variable="SHOP_TOKEN"))
        clone = Clone(forge, forge.target(PATH), tmp_path / "clone")
        opened = forge.open(clone.target, clone.propose(body="Why:\n\n/close\n  /assign @ada\n```\n/merge\n```\n"))
        assert opened.state is State.OPEN
        assert server.pulls(PATH)[0].state == "open"


def test_gerrit_s_commits_are_changes_of_one_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    with ForgeServer("gerrit", tmp_path / "forge") as server:
        server.create_repository(PATH, files={"main.go": "package main\n"})
        settings = ForgeSettings(
            "hub", "gerrit", server.url, user="robot", token_variable="SHOP_TOKEN", seconds_between_writes=0
        )
        forge = connect(settings)
        clone = Clone(forge, forge.target(PATH), tmp_path / "clone")
        for part in ("GF05", "GF13"):
            (clone.directory / f"{part}.go").write_text("package main\n")
            clone.git("add", ".")
            clone.git("commit", "--quiet", "--message", f"Fix {part}\n\n{forge.trailers('m1/all', part)[0]}")
        proposal = clone.pushed("m1/all", "gofix20/all")
        opened = forge.open(clone.target, proposal)
        first, second = server.pulls(PATH)
        assert (opened.number, opened.head) == (str(second.number), proposal.head)
        assert (first.title, second.title) == ("Fix GF05", "Fix GF13")
        assert not first.comments
        # Merged one by one: it is open until the last.
        server.merge(PATH, first.number)
        assert forge.find(clone.target, "m1/all", "gofix20/all")[0].state is State.OPEN
        server.merge(PATH, second.number)
        assert forge.find(clone.target, "m1/all", "gofix20/all")[0].state is State.MERGED
        # Somebody else's with the same topic is not ours.
        server.edit_pull(PATH, first.number, author="mallory", state="closed")
        server.edit_pull(PATH, second.number, author="mallory", state="closed")
        assert forge.find(clone.target, "m1/all", "gofix20/all") == []
