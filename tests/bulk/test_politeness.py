"""How a server is spoken to, with time that passes at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from gofix20 import process
from gofix20.bulk import politeness
from gofix20.bulk.forges.base import ForgeError
from gofix20.bulk.politeness import AnswerLostError, Clock, Host, Manners, NotNowError
from tests.bulk.servers.fake import ForgeServer
from tests.bulk.servers.fixtures import Patience

MANNERS = Manners(concurrency=2, between_writes=0.0)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ForgeServer]:
    with ForgeServer("github", tmp_path / "forge") as server:
        server.create_repository("acme/shop")
        yield server


@pytest.fixture
def host(server: ForgeServer, server_clock: Patience) -> Host:
    return Host(server.url, MANNERS, server_clock.clock())


def ask(host: Host, path: str = "/api/v3/repos/acme/shop", method: str = "GET") -> requests.Response:
    return host.session().request(method, host.origin + path)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("limit", 30), ("secondary", 42), ("too-many", 17)],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_limit_is_waited_for(
    fault: str, seconds: int, method: str, host: Host, server: ForgeServer, server_clock: Patience
) -> None:
    """Also by a POST: it was refused, so it was not done."""
    server.fail_next(fault, seconds=seconds)
    ask(host, method=method)
    assert sum(server_clock.slept) == pytest.approx(seconds + 1.5, abs=1.1)
    assert host.counts().limited == 1
    assert host.counts().requests == 2
    assert host.counts().seconds_waited == sum(server_clock.slept)


def test_a_limit_without_a_time_is_a_minute_and_then_more(
    host: Host, server: ForgeServer, server_clock: Patience
) -> None:
    server.fail_next("secondary-silent", times=3)
    assert ask(host).ok
    assert [round(each) for each in server_clock.slept] == [62, 122, 242]


def test_one_thread_s_limit_is_every_thread_s(host: Host, server: ForgeServer, server_clock: Patience) -> None:
    server.fail_next("secondary", seconds=100)
    ask(host)
    server_clock.time -= 50
    server_clock.slept.clear()
    ask(host, "/api/v3/")
    assert server_clock.slept == [pytest.approx(50, abs=0.1)]


def test_the_last_request_of_a_limit_is_the_last(server: ForgeServer, host: Host, server_clock: Patience) -> None:
    server.limit = 2
    server.used, server.reset = 0, time.time() + 600
    ask(host)
    ask(host, "/api/v3/")
    assert server_clock.slept == []
    server.limit = 100
    ask(host, "/api/v3/users/acme")
    assert sum(server_clock.slept) == pytest.approx(601, abs=3)
    assert len(server.exchanges) == 3


def test_search_has_a_limit_of_its_own(host: Host, server: ForgeServer, server_clock: Patience) -> None:
    server.fail_next("limit", seconds=60, path="/search/")
    assert ask(host, "/api/v3/search/repositories?q=x").ok
    server_clock.time -= 60
    server_clock.slept.clear()
    ask(host)
    assert server_clock.slept == []


def test_a_limit_that_lasts_is_an_error(host: Host, server: ForgeServer, server_clock: Patience) -> None:
    server.fail_next("limit", seconds=3600)
    with pytest.raises(NotNowError) as caught:
        ask(host)
    assert caught.value.retry_after == pytest.approx(3601, abs=2)
    assert server_clock.slept == []


def test_a_server_that_never_means_it(host: Host, server: ForgeServer, server_clock: Patience) -> None:
    server.fail_next("secondary", times=1000, seconds=1)
    with pytest.raises(NotNowError, match="again and again") as caught:
        ask(host)
    assert caught.value.retry_after is not None
    assert len(server.exchanges) == MANNERS.tries + 1


def test_a_wait_ends_when_nobody_wants_it_any_more(server: ForgeServer) -> None:
    host = Host(server.url, MANNERS, Clock())
    server.fail_next("secondary", seconds=600)
    leash = process.Leash()
    threading.Timer(0.3, leash.cut).start()
    began = time.monotonic()
    with leash.held(), pytest.raises(process.CancelledError):
        ask(host)
    assert time.monotonic() - began < 30


def test_the_server_s_clock_is_the_one_that_counts(server: ForgeServer) -> None:
    ours = Patience(time.time() - 5000)
    host = Host(server.url, MANNERS, ours.clock())
    server.fail_next("limit", seconds=30)
    assert ask(host).ok
    assert sum(ours.slept) == pytest.approx(31.5, abs=1.1)


@pytest.mark.parametrize("fault", ["error", "bad-gateway", "lost-before", "lost", "cut", "error-after"])
def test_what_passes_is_tried_again_later_and_later(
    fault: str, host: Host, server: ForgeServer, server_clock: Patience
) -> None:
    server.fail_next(fault, times=4)
    assert ask(host).ok
    assert server_clock.slept == [1, 2, 4, 8], "full jitter: half of it, by this clock"
    assert host.counts().retries == 4


def test_unavailable_says_when(host: Host, server: ForgeServer, server_clock: Patience) -> None:
    server.fail_next("unavailable", seconds=33)
    assert ask(host).ok
    assert server_clock.slept == [33]


def test_it_gives_up(host: Host, server: ForgeServer) -> None:
    server.fail_next("error", times=100)
    assert ask(host).status_code == 500
    assert len(server.exchanges) == MANNERS.tries
    server.fail_next("lost", times=100)
    server._faults[0].times = 0
    with pytest.raises(ForgeError, match="cannot be reached") as caught:
        ask(host)
    assert caught.value.retry_after is not None
    assert len(server.exchanges) == 2 * MANNERS.tries


@pytest.mark.parametrize("fault", ["lost", "lost-before"])
def test_a_post_whose_answer_is_lost_is_not_sent_again(fault: str, host: Host, server: ForgeServer) -> None:
    server.fail_next(fault, times=100)
    with pytest.raises(AnswerLostError):
        ask(host, method="POST")
    assert len(server.exchanges) == 1


def test_a_post_that_was_never_sent_is(server_clock: Patience, server: ForgeServer) -> None:
    server.stop()
    host = Host(server.url, MANNERS, server_clock.clock())
    with pytest.raises(ForgeError, match=r"cannot be reached: .*refused"):
        ask(host, method="POST")
    assert host.counts().requests == MANNERS.tries


def test_a_post_that_failed_is_not_sent_again(host: Host, server: ForgeServer) -> None:
    server.fail_next("error-after")
    assert ask(host, method="POST").status_code == 502
    assert len(server.exchanges) == 1


def test_the_pause_between_writes(server: ForgeServer, server_clock: Patience) -> None:
    host = Host(server.url, Manners(between_writes=1.5), server_clock.clock())
    for method in ("POST", "GET", "PATCH", "GET", "DELETE"):
        ask(host, method=method)
    assert server_clock.slept == [pytest.approx(1.5), pytest.approx(1.5)]


def test_concurrency_is_the_host_s(server: ForgeServer) -> None:
    host = Host(server.url, Manners(concurrency=2), Clock())
    server.fail_next("slow", times=6, seconds=0.15)
    began = time.monotonic()
    threads = [threading.Thread(target=ask, args=(host,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began >= 0.45


def test_an_answer_is_kept_by_its_etag(host: Host, server: ForgeServer) -> None:
    session = host.session()
    url = f"{server.url}/api/v3/repos/acme/shop"
    first = session.get(url, headers={"Authorization": f"token {server.token}"})
    used = server.used
    again = session.get(url, headers={"Authorization": f"token {server.token}"})
    assert (again.status_code, again.json()) == (200, first.json())
    assert server.used == used
    assert host.counts().not_modified == 1
    session.get(url)
    assert host.counts().not_modified == 1, "what one credential may see is not another's"


def test_what_is_kept_is_bounded(server: ForgeServer, server_clock: Patience) -> None:
    for number in range(30):
        server.create_repository(f"acme/r{number}")
    size = len(requests.get(f"{server.url}/api/v3/repos/acme/r0", timeout=10).content)
    host = Host(server.url, Manners(cache_bytes=size * 10), server_clock.clock())
    for _ in range(2):
        for number in range(30):
            ask(host, f"/api/v3/repos/acme/r{number}")
    assert host._kept_bytes <= size * 10
    assert len(host._kept) < 12


def test_an_answer_has_an_end(host: Host, server: ForgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "LARGEST_ANSWER", 1000)
    with pytest.raises(ForgeError, match="without an end"):
        ask(host)


def test_redirects_stay_with_the_host(host: Host, server: ForgeServer, tmp_path: Path) -> None:
    server.rename("acme/shop", "acme/store")
    assert ask(host).json()["full_name"] == "acme/store"
    with ForgeServer("github", tmp_path / "other") as other:
        server.elsewhere = other.url
        server.fail_next("redirect")
        with pytest.raises(ForgeError, match="not the server that is configured"):
            host.session().get(f"{server.url}/api/v3/user", headers={"PRIVATE-TOKEN": server.token})
        assert not other.exchanges
    server.elsewhere = server.url
    server.fail_next("redirect", times=100)
    with pytest.raises(ForgeError, match="without an end"):
        ask(host)
    server.fail_next("redirect", times=100)
    with pytest.raises(ForgeError, match="would lose what it says"):
        ask(host, method="POST")


def test_no_cookies_and_no_netrc(
    host: Host, server: ForgeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ada password {server.token}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    ask(host)
    (exchange,) = server.exchanges
    assert "authorization" not in exchange.request.headers
    session = host.session()
    session.get(f"{server.url}/api/v3/")
    assert not session.cookies


def test_a_host_is_one_for_all() -> None:
    one = politeness.host("https://one.example.com/api/v3", MANNERS)
    assert politeness.host("https://ONE.example.com:443/x") is one
    assert politeness.host("https://two.example.com") is not one
    assert "https://one.example.com" in politeness.counts()
    assert politeness.origin("http://[::1]:8080/x") == "http://[::1]:8080"
