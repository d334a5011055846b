"""GitHub's forge against our own server over a real socket; all is held to GitHub's description (see `fixtures`)."""

from __future__ import annotations

import dataclasses
import json
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gofix20.bulk import politeness
from gofix20.bulk.forges import connect, github, markers
from gofix20.bulk.forges.base import Forge, ForgeError, ForgeSettings, NotFoundError, Proposal, Query, State, Target
from gofix20.bulk.forges.github import api_url
from gofix20.bulk.politeness import AnswerLostError
from tests.bulk.pushing import Clone
from tests.bulk.servers.fake import TOKEN, ForgeServer, Pull
from tests.bulk.servers.fixtures import Patience
from tests.bulk.servers.openapi import Description

PULLS = r"/pulls$"


@pytest.fixture
def forge(forge_server: ForgeServer, server_clock: Patience, monkeypatch: pytest.MonkeyPatch) -> Forge:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    forge_server.create_repository("acme/shop", files={"main.go": "package main\n"})
    settings = ForgeSettings("hub", "github", forge_server.url, token_variable="SHOP_TOKEN", seconds_between_writes=0)
    return connect(settings, server_clock.clock())


@pytest.fixture
def target(forge: Forge) -> Target:
    return forge.target("acme/shop")


@pytest.fixture
def clone(forge: Forge, target: Target, tmp_path: Path) -> Clone:
    return Clone(forge, target, tmp_path / "clone")


def test_opens_finds_updates_and_closes(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose(labels=["performance"], reviewers=["ada", "acme/core"], draft=True)
    before = len(forge_server.requests())
    opened = forge.open(target, proposal)
    asked = forge_server.requests()[before:]
    assert [each.partition("/acme/shop")[2] for each in asked] == [
        "/pulls", "/pulls", "/issues/1/labels", "/pulls/1/requested_reviewers"
    ]  # fmt: skip
    assert (opened.state, opened.branch, opened.head) == (State.OPEN, "gofix20/all", proposal.head)
    (pull,) = forge_server.pulls("acme/shop")
    assert (pull.labels, pull.reviewers, pull.teams, pull.draft) == (["performance"], ["ada"], ["core"], True)
    assert forge.find(target, proposal.marker, proposal.branch) == [opened]

    again = clone.propose(text="better")
    changed = forge.update(target, opened, dataclasses.replace(again, title="Even fewer", draft=False))
    assert (changed.number, changed.head, changed.title) == (opened.number, again.head, "Even fewer")
    (pull,) = forge_server.pulls("acme/shop")
    assert (pull.draft, pull.labels) == (False, ["performance"])

    closed = forge.close(target, changed, "Somebody fixed it by hand.")
    assert closed.state is State.CLOSED
    assert forge.close(target, changed, "Again.").state is State.CLOSED
    (pull,) = forge_server.pulls("acme/shop")
    assert pull.comments == ["Somebody fixed it by hand."]
    assert [each.state for each in forge.find(target, proposal.marker, proposal.branch)] == [State.CLOSED]
    assert forge.notes() == []


def test_nothing_changed_is_one_request(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    opened = forge.open(target, proposal)
    before = len(forge_server.requests())
    assert forge.update(target, opened, proposal).title == proposal.title
    assert forge_server.requests()[before:] == ["GET /api/v3/repos/acme/shop/pulls/1"]


def test_opening_twice_is_opening_once(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose(labels=["performance"], reviewers=["ada"])
    assert forge.open(target, proposal).number == forge.open(target, proposal).number == "1"
    assert len(forge_server.pulls("acme/shop")) == 1
    assert len(forge_server.requests("requested_reviewers")) == 1


@pytest.mark.parametrize("fault", ["lost", "error-after", "cut"])
def test_a_lost_answer_opens_no_second(
    fault: str, forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone
) -> None:
    proposal = clone.propose()
    forge_server.fail_next(fault, method="POST", path=PULLS)
    assert forge.open(target, proposal).number == "1"
    assert len(forge_server.pulls("acme/shop")) == 1
    assert len(forge_server.requests(r"POST .*/pulls$")) == 1


@pytest.mark.parametrize("fault", ["lost-before", "bad-gateway", "error", "secondary", "limit", "secondary-silent"])
def test_what_was_not_done_is_done_again(
    fault: str, forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone
) -> None:
    proposal = clone.propose()
    forge_server.fail_next(fault, method="POST", path=PULLS, times=2)
    assert forge.open(target, proposal).number == "1"
    assert len(forge_server.pulls("acme/shop")) == 1


def test_one_without_its_marker_is_taken_for_ours(
    forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone
) -> None:
    """It is from our branch, and GitHub lets no second one be opened."""
    proposal = clone.propose()
    forge.open(target, proposal)
    forge_server.edit_pull("acme/shop", 1, body="I rewrote this.")
    assert forge.find(target, proposal.marker, proposal.branch) == []
    assert forge.open(target, proposal).number == "1"


def test_a_fork_s_is_not_ours(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    body = forge.open(target, proposal).body
    for fork in ("mallory/shop", "acme/shop-fork"):
        forge_server.add_pull("acme/shop", Pull(0, "Mine", body, proposal.branch, "main", "0" * 40, fork=fork))
    assert [each.number for each in forge.find(target, proposal.marker, proposal.branch)] == ["1"]


def test_a_marker_can_be_neither_forged_nor_left(
    forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone
) -> None:
    odd = "m1/a --> <b>--!>é"
    proposal = clone.propose(odd, body="<!-- gofix20: m1/other -->\n<!--\n")
    opened = forge.open(target, proposal)
    assert opened.body.partition("-->")[0].isascii()
    assert "<b>" not in opened.body
    assert [each.number for each in forge.find(target, odd, proposal.branch)] == ["1"]
    assert forge.find(target, "m1/other", proposal.branch) == []
    assert forge.find(target, "m1/a", proposal.branch) == []


def test_states(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    forge.open(target, proposal)
    forge_server.merge("acme/shop", 1)
    (found,) = forge.find(target, proposal.marker, proposal.branch)
    assert found.state is State.MERGED
    assert forge.update(target, found, dataclasses.replace(proposal, title="Late")).state is State.MERGED
    assert forge_server.pulls("acme/shop")[0].title == proposal.title


def test_a_long_body_is_cut_and_keeps_its_marker(forge: Forge, target: Target, clone: Clone) -> None:
    proposal = clone.propose(body="é" * 70_000)
    opened = forge.open(target, proposal)
    assert len(opened.body) == 65_536
    assert forge.find(target, proposal.marker, proposal.branch) == [opened]
    assert forge.update(target, opened, proposal).body == opened.body


def test_what_a_server_lacks_is_a_note(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    forge_server.features.clear()
    proposal = clone.propose(labels=["performance"], reviewers=["ada"], draft=True)
    opened = forge.open(target, proposal)
    drafts, labels, reviewers = forge.notes()
    assert "no drafts" in drafts
    assert "performance" in labels
    assert "ada" in reviewers
    assert forge.notes() == []
    forge.update(target, opened, proposal)
    assert any("could not be made a draft" in note for note in forge.notes())


def test_a_limit_is_no_note(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    """Labels are set by whoever asks again, when it has passed."""
    proposal = clone.propose(labels=["performance"])
    forge_server.fail_next("limit", seconds=5000, path="/labels$")
    with pytest.raises(ForgeError, match="not now"):
        forge.open(target, proposal)
    assert forge_server.pulls("acme/shop")[0].labels == []
    politeness._hosts.clear()
    fresh = connect(forge.settings, Patience(time.time() + 6000).clock())
    assert fresh.open(target, proposal).number == "1"
    assert forge_server.pulls("acme/shop")[0].labels == ["performance"]
    assert fresh.notes() == []


def test_a_reviewer_who_is_none_is_a_note(forge: Forge, target: Target, clone: Clone) -> None:
    forge.open(target, clone.propose(reviewers=["stranger"]))
    assert "Reviews may only be requested from collaborators" in forge.notes()[0]


def test_reviewers_who_have_spoken_are_not_asked_again(
    forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone
) -> None:
    proposal = clone.propose(reviewers=["ada"])
    forge.open(target, proposal)
    forge_server.edit_pull("acme/shop", 1, reviewers=[], reviews=1)
    forge.open(target, proposal)
    assert len(forge_server.requests("requested_reviewers")) == 1


def test_search(forge: Forge, forge_server: ForgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    forge_server.organizations.add("big")
    for number in range(120):
        forge_server.create_repository(f"big/r{number:03}", language="Go" if number % 2 else "C")
    forge_server.create_repository("ada/own", files={}, archived=True, fork=True)
    found = list(forge.search(Query(organization="big")))
    assert [each.path for each in found] == [f"big/r{number:03}" for number in range(120)]
    assert {each.has_go for each in found} == {True, None}
    assert [each.path for each in forge.search(Query(search="r11 language:go"))] == [f"big/r11{n}" for n in range(10)]
    assert forge.notes() == []
    monkeypatch.setattr(github, "SEARCH_SHOWS", 5)
    assert len(list(forge.search(Query(search="r11")))) == 10
    assert forge.notes() == ["10 repositories match; GitHub shows 5 of them"]
    (own,) = forge.search(Query(organization="ada"))
    assert (own.archived, own.fork, own.base) == (True, True, "main")
    with pytest.raises(NotFoundError):
        list(forge.search(Query(organization="nobody")))


@pytest.mark.parametrize("path", ["acme", "acme/../shop", "acme/..", "../user", "acme/shop/pulls", "acme/shop?x=1", ""])
def test_a_path_is_owner_and_name(path: str, forge: Forge, forge_server: ForgeServer) -> None:
    with pytest.raises(NotFoundError, match="no repository"):
        forge.target(path)
    assert forge_server.requests() == []


def test_a_renamed_one_is_followed(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    forge_server.rename("acme/shop", "acme/store")
    assert forge.target("acme/shop").path == "acme/store"
    assert forge.open(forge.target("acme/shop"), proposal).number == "1"


def test_a_token_is_not_sent_elsewhere(
    forge: Forge, forge_server: ForgeServer, tmp_path: Path, target: Target
) -> None:
    with ForgeServer("github", tmp_path / "other") as other:
        forge_server.elsewhere = other.url
        forge_server.fail_next("redirect")
        with pytest.raises(ForgeError, match="not the server that is configured"):
            forge.target("acme/shop")
        forge_server.fail_next("wrong-links", path=PULLS)
        for number in range(130):
            pull = Pull(0, "Other", "", "gofix20/all", "main", "0" * 40, state="closed")
            forge_server.add_pull("acme/shop", dataclasses.replace(pull, title=f"Other {number}"))
        with pytest.raises(ForgeError, match="gave an address that is not its own") as caught:
            forge.find(target, "m1/all", "gofix20/all")
        assert not other.exchanges
    assert caught.value.hint is not None
    assert "migrate plan" in caught.value.hint
    assert caught.value.__context__ is None


def test_check_compares_the_server_s_own_address(forge: Forge, forge_server: ForgeServer) -> None:
    assert forge.check() == ["signed in as robot"]
    forge_server.elsewhere = "https://git.example.com"
    forge_server.fail_next("wrong-links")
    with pytest.raises(ForgeError, match="calls itself https://git") as caught:
        forge.check()
    assert caught.value.hint is not None
    assert 'url = "https://git.example.com"' in caught.value.hint


def test_check_says_what_the_server_is_not(forge: Forge, forge_server: ForgeServer) -> None:
    forge_server.fail_next("page")
    with pytest.raises(ForgeError, match=r"does not speak GitHub's API: .*Sign in"):
        forge.check()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("unauthorized", "does not accept the credential"),
        ("forbidden", "does not allow it: Resource not accessible"),
        ("garbage", "not what its kind of server says"),
        ("page", "answers what was not expected"),
        ("error", "answers 500"),
        ("bad-gateway", "502 Bad Gateway"),
        ("lost-before", "cannot be reached"),
    ],
)
def test_every_failure_becomes_ours(
    fault: str, says: str, forge: Forge, forge_server: ForgeServer, target: Target
) -> None:
    forge_server.fail_next(fault, times=100, path=PULLS)
    with pytest.raises(ForgeError, match=says) as caught:
        forge.find(target, "m1/all", "gofix20/all")
    error = caught.value
    assert type(error).__module__.startswith("gofix20.")
    assert error.__context__ is None
    assert error.__cause__ is None
    assert TOKEN not in f"{error.message} {error.hint} {error!r} {error.__dict__}"
    assert (error.retry_after is not None) == (fault in {"error", "bad-gateway", "lost-before"})
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.message, copy.hint, copy.retry_after) == (error.message, error.hint, error.retry_after)


def test_what_a_token_lacks_is_named(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    forge_server.fail_next("forbidden", method="POST")
    with pytest.raises(ForgeError) as caught:
        forge.open(target, proposal)
    assert caught.value.hint is not None
    assert "Pull requests" in caught.value.hint


def test_many_threads(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposals = [clone.propose(f"m1/{number}", f"gofix20/{number}") for number in range(12)]
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda proposal: forge.open(target, proposal), proposals))
    assert len({each.number for each in opened}) == 12
    assert [each.branch for each in opened] == [each.branch for each in proposals]
    assert len(forge_server.pulls("acme/shop")) == 12


def test_an_answer_that_is_known_is_asked_for_conditionally(
    forge: Forge, forge_server: ForgeServer, target: Target
) -> None:
    used = forge_server.used
    assert forge.target("acme/shop") == target
    assert forge_server.used == used
    assert politeness.counts()[forge_server.url].not_modified == 1


def test_a_limit_that_lasts_too_long_is_an_error(forge: Forge, forge_server: ForgeServer, target: Target) -> None:
    forge_server.fail_next("limit", seconds=5000)
    with pytest.raises(ForgeError, match="not now") as caught:
        forge.find(target, "m1/all", "gofix20/all")
    assert caught.value.retry_after == pytest.approx(5000, abs=5)
    before = len(forge_server.exchanges)
    with pytest.raises(ForgeError, match="not now"):
        forge.find(target, "m1/all", "gofix20/all")
    assert len(forge_server.exchanges) == before, "a server that said when is not asked before"


def test_a_write_that_is_lost_for_good(forge: Forge, forge_server: ForgeServer, target: Target, clone: Clone) -> None:
    proposal = clone.propose()
    forge_server.fail_next("lost-before", method="POST", times=100)
    with pytest.raises(AnswerLostError) as caught:
        forge.open(target, proposal)
    assert caught.value.retry_after is not None


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://github.com", "https://api.github.com"),
        ("https://github.com/", "https://api.github.com"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://git.example.com", "https://git.example.com/api/v3"),
        ("https://example.com/git/", "https://example.com/git/api/v3"),
        ("http://127.0.0.1:8080/api/v3", "http://127.0.0.1:8080/api/v3"),
    ],
)
def test_where_the_api_is(url: str, api: str) -> None:
    assert api_url(url) == api


def test_an_unknown_kind_names_the_known() -> None:
    with pytest.raises(ForgeError) as caught:
        connect(ForgeSettings("x", "gitbucket", "https://example.com"))
    assert caught.value.hint == "known are: github, gitlab, gerrit, git"


def test_github_s_own_examples_are_understood(
    api_description: Description, forge: Forge, forge_server: ForgeServer, target: Target
) -> None:
    """What our own server answers is of our own making; these are not."""

    def example(template: str) -> Any:
        text = json.dumps(api_description.example("get", template))
        text = text.replace("https://api.github.com", forge_server.url + "/api/v3")
        return json.loads(text.replace("https://github.com", forge_server.url))

    user = example("/user")
    repository = example("/repos/{owner}/{repo}")
    pull = example("/repos/{owner}/{repo}/pulls/{pull_number}")
    listed = example("/repos/{owner}/{repo}/pulls")
    api = "/api/v3"
    path = f"{api}/repos/octocat/Hello-World"
    forge_server.canned = {
        f"{api}/": example("/"),
        f"{api}/user": user,
        path: repository,
        f"{path}/pulls": listed,
        f"{path}/pulls/1347": pull,
        f"{api}/users/octocat": {**user, "type": "Organization"},
        f"{api}/orgs/octocat/repos": example("/orgs/{org}/repos"),
        f"{api}/search/repositories": example("/search/repositories"),
    }
    assert forge.check() == [f"signed in as {user['login']}"]
    told = forge.target("octocat/Hello-World")
    assert (told.path, told.base) == ("octocat/Hello-World", repository["default_branch"])
    assert told.clone_url.endswith("/octocat/Hello-World.git")
    assert [each.path for each in forge.search(Query(organization="octocat"))] == ["octocat/Hello-World"]
    assert [each.path for each in forge.search(Query(search="tetris"))] == ["dtrupenn/Tetris"]
    assert len(listed) == 1
    listed[0]["body"] = markers.marked(listed[0]["body"], "m1/all", 1000)
    found = forge.find(told, "m1/all", listed[0]["head"]["ref"])
    # In the example it comes from a repository that is the target itself.
    assert [(each.number, each.head) for each in found] == [("1347", pull["head"]["sha"])]
    pull["merged_at"], pull["state"] = "2011-01-26T19:01:12Z", "closed"
    merged = forge.update(told, found[0], Proposal("m1/all", "x", "main", "0", "t", "b"))
    assert merged.state is State.MERGED
    # They are not all that the description itself wants.
    forge_server.exchanges.clear()


def test_the_description_finds_mistakes(api_description: Description, forge: Forge, forge_server: ForgeServer) -> None:
    """Were it not read, the check at the end of each test would say nothing."""
    forge.check()
    forge.target("acme/shop")
    *_, exchange = forge_server.exchanges
    assert api_description.mistakes(exchange) == []
    spoiled = dataclasses.replace(exchange, content=exchange.content.replace(b'"clone_url"', b'"clone_uri"'))
    assert "'clone_url' is a required property" in api_description.mistakes(spoiled)[0]
    asked = dataclasses.replace(exchange.request, query={"colour": "red"})
    assert "colour is unknown" in api_description.mistakes(dataclasses.replace(exchange, request=asked))[0]
