"""How a server is spoken to: not too often, not too much at once, again when it may, and never with somebody else.

A `Host` is one server. The sessions that it makes go through one adapter, whichever library uses them: it waits for
the server's limits (GitHub's primary and secondary ones, GitLab's, `Retry-After`), tries again what may be asked again,
with exponential back-off and full jitter, asks conditionally where it has an answer already (304 does not count against
GitHub's limit), and sends nothing to another host. The libraries' own retries are switched off.
"""

from __future__ import annotations

import email.utils
import io
import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from urllib3.exceptions import MaxRetryError, NewConnectionError

from gofix20 import process
from gofix20.bulk.forges.base import ForgeError

REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
"""What may be asked again although nobody knows what became of the first time; a POST would do it twice."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
PASSING = frozenset({500, 502, 503, 504})
TIMEOUT = (10.0, 60.0)
"""Seconds: to connect, and between two bytes of an answer."""
LONGEST_ANSWER = 300.0
"""Seconds for all of an answer, and the bytes that it may have."""
LARGEST_ANSWER = 64 << 20
HOPS = 5
"""Redirects that are followed, one after the other."""


class NotNowError(ForgeError):
    """The server says when it may be asked again, and that is not soon."""


class AnswerLostError(ForgeError):
    """It was asked to do something, and nobody knows whether it did: look before asking again."""


@dataclass(frozen=True, slots=True)
class Manners:
    """What is polite; seconds."""

    concurrency: int = 4
    between_writes: float = 1.0
    tries: int = 6
    first_delay: float = 1.0
    longest_delay: float = 60.0
    secondary_delay: float = 60.0
    """Where GitHub says "secondary rate limit" without a time: its documentation asks for a minute, then for more."""
    longest_wait: float = 900.0
    """For one request, all waits together; what takes longer is an error that says when to come back."""
    cache_bytes: int = 16 << 20
    """Of answers that are remembered with their ETag."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, for tests to take its place."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = process.pause
    jitter: Callable[[], float] = random.random


@dataclass(slots=True)
class Counts:
    """What happened with one host."""

    requests: int = 0
    """Sent, each try and each hop of a redirect."""
    writes: int = 0
    not_modified: int = 0
    retries: int = 0
    limited: int = 0
    """Answers that told us to wait."""
    waits: int = 0
    seconds_waited: float = 0.0

    def copy(self) -> Counts:
        return Counts(*(getattr(self, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class _Answer:
    """As it came, and as it is kept if it has an ETag."""

    status: int
    reason: str
    headers: CaseInsensitiveDict[str]
    body: bytes


@dataclass(slots=True)
class _Journey:
    """Of one request, from the first try to the last."""

    tries: int = 0
    waited: float = 0.0
    limits: int = 0


class Host:
    """One server, by its origin ("https://api.github.com"), for all threads."""

    def __init__(self, origin: str, manners: Manners, clock: Clock) -> None:
        self.origin = origin
        self.manners = manners
        self.clock = clock
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(max(1, manners.concurrency))
        self._next_write = 0.0
        self._not_before: dict[str, float] = {}
        self._kept: OrderedDict[tuple[str, str, str], _Answer] = OrderedDict()
        self._kept_bytes = 0
        self._counts = Counts()

    def counts(self) -> Counts:
        with self._lock:
            return self._counts.copy()

    def session(self) -> requests.Session:
        """A session that reaches this host alone, keeps no cookies and takes no credential from a netrc file."""
        session = requests.Session()
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.auth = _as_it_is
        adapter = _Adapter(self)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session

    def pause(self, tries: int) -> None:
        """The wait before a try that its caller decides about."""
        with self._lock:
            self._counts.retries += 1
        self._sleep(self._backoff(tries))

    # What the adapter asks.

    @contextmanager
    def slot(self) -> Iterator[None]:
        with self._slots:
            yield

    def await_turn(self, method: str, bucket: str, journey: _Journey) -> None:
        """Until the server's limits, and the pause between two writes, allow another request."""
        while True:
            with self._lock:
                now = self.clock.now()
                limit = max(self._not_before.get(bucket, 0.0), self._not_before.get("", 0.0)) - now
                if limit <= 0:
                    break
            self.wait(limit, journey, "its rate limit")
        if method in READS:
            return
        with self._lock:
            now = self.clock.now()
            start = max(now, self._next_write)
            self._next_write = start + self.manners.between_writes
        if start > now:
            self._sleep(start - now)

    def wait(self, seconds: float, journey: _Journey, why: str) -> None:
        if journey.waited + seconds > self.manners.longest_wait:
            raise NotNowError(
                f"{self.origin} says: not now, because of {why}; again in {seconds:.0f} seconds",
                "run the same command again then: it goes on where it was",
                retry_after=seconds,
            )
        journey.waited += seconds
        self._sleep(seconds)

    def back_off(self, journey: _Journey, why: str) -> None:
        with self._lock:
            self._counts.retries += 1
        self.wait(self._backoff(journey.tries), journey, why)

    def sent(self, method: str) -> None:
        with self._lock:
            self._counts.requests += 1
            self._counts.writes += method not in READS

    def obey(self, response: requests.Response, bucket: str, journey: _Journey) -> bool:
        """Remember what the answer says of the server's limits. Was the request refused because of one?"""
        now = self.clock.now()
        told = _told_to_wait(response, now)
        refused = response.status_code == 429 or (
            response.status_code == 403 and (told is not None or "rate limit" in response.text.lower())
        )
        if not refused and not (told is not None and response.ok and _exhausted(response)):
            return False
        # Each time more, as GitHub asks.
        wait = told if told is not None else self.manners.secondary_delay * 2**journey.limits
        # Also where the last one that the limit allows was answered. A primary limit is a resource's, others all have.
        everything = "retry-after" in response.headers or not _exhausted(response)
        with self._lock:
            self._counts.limited += refused
            key = "" if everything else bucket
            # Not all threads in the same instant, and not in the second in which it is still refused.
            self._not_before[key] = max(self._not_before.get(key, 0.0), now + wait + 1 + self.clock.jitter())
        return refused

    def kept(self, key: tuple[str, str, str]) -> _Answer | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[str, str, str], answer: _Answer) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept_bytes -= len(old.body) if old else 0
            if len(answer.body) > self.manners.cache_bytes // 8:
                return
            self._kept[key] = answer
            self._kept_bytes += len(answer.body)
            while self._kept_bytes > self.manners.cache_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._kept_bytes -= len(oldest.body)

    def not_modified(self) -> None:
        with self._lock:
            self._counts.not_modified += 1

    def _backoff(self, tries: int) -> float:
        longest: float = min(self.manners.longest_delay, self.manners.first_delay * 2**tries)
        return longest * self.clock.jitter()

    def _sleep(self, seconds: float) -> None:
        with self._lock:
            self._counts.waits += 1
            self._counts.seconds_waited += seconds
        self.clock.sleep(seconds)


class _Adapter(HTTPAdapter):
    """What a session sends goes through here."""

    def __init__(self, host: Host) -> None:
        self.host = host
        super().__init__(max_retries=0, pool_maxsize=max(1, host.manners.concurrency))

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        journey = _Journey()
        kwargs["timeout"] = TIMEOUT
        for _ in range(HOPS):
            response = self._answer(request, journey, *args, **kwargs)
            target = _redirected(request, response)
            if target is None:
                return response
            request = request.copy()
            request.url = target
        raise ForgeError(f"{self.host.origin} redirects without an end")

    def _answer(
        self, request: requests.PreparedRequest, journey: _Journey, *args: Any, **kwargs: Any
    ) -> requests.Response:
        host, method, url = self.host, str(request.method), str(request.url)
        if origin(url) != host.origin:
            raise ForgeError(
                f"{host.origin} sends us on to {origin(url)}, which is not the server that is configured",
                f'set url to the address that the server uses itself; nothing was sent to "{origin(url)}"',
            )
        bucket = "search" if "/search/" in url else "rest"
        while True:
            host.await_turn(method, bucket, journey)
            try:
                with host.slot():
                    response = self._once(request, *args, **kwargs)
            except requests.RequestException as error:
                if method not in REPEATABLE and not _never_sent(error):
                    raise AnswerLostError(
                        f"{host.origin} did not answer: {essence(error)}", retry_after=host.manners.longest_delay
                    ) from None
                journey.tries += 1
                if journey.tries >= host.manners.tries:
                    raise ForgeError(
                        f"{host.origin} cannot be reached: {essence(error)}", retry_after=host.manners.longest_delay
                    ) from None
                host.back_off(journey, "a lost connection")
                continue
            refused = host.obey(response, bucket, journey)
            if refused:
                journey.limits += 1
                if journey.limits > host.manners.tries:
                    raise NotNowError(
                        f"{host.origin} says “not now” again and again: {response.text[:200]}",
                        retry_after=host.manners.longest_wait,
                    )
                continue
            if response.status_code in PASSING and method in REPEATABLE:
                journey.tries += 1
                if journey.tries >= host.manners.tries:
                    return response
                told = _told_to_wait(response, host.clock.now())
                if told:
                    host.wait(told, journey, f"error {response.status_code}")
                else:
                    host.back_off(journey, f"error {response.status_code}")
                continue
            return response

    def _once(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send it, and read the whole answer: a connection that breaks in the middle of it is one that broke."""
        host = self.host
        key = (str(request.url), str(request.headers.get("Accept")), _who(request))
        kept = host.kept(key) if request.method == "GET" else None
        if kept is not None:
            request = request.copy()
            request.headers["If-None-Match"] = kept.headers["ETag"]
        host.sent(str(request.method))
        response = super().send(request, *args, **{**kwargs, "stream": True})
        body = self._body(response)
        headers = CaseInsensitiveDict(response.headers)
        # The body is what it was decoded to.
        for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
            headers.pop(name, None)
        answer = _Answer(response.status_code, response.reason, headers, body)
        if kept is not None and answer.status == 304:
            host.not_modified()
            # The new one's limits, the old one's body.
            answer = _Answer(kept.status, kept.reason, CaseInsensitiveDict({**kept.headers, **headers}), kept.body)
        if request.method == "GET" and answer.status == 200 and "ETag" in headers:
            host.keep(key, answer)
        return self._response(request, answer)

    def _body(self, response: requests.Response) -> bytes:
        chunks, size, end = [], 0, self.host.clock.now() + LONGEST_ANSWER
        for chunk in response.iter_content(1 << 16):
            chunks.append(chunk)
            size += len(chunk)
            if size > LARGEST_ANSWER or self.host.clock.now() > end:
                response.close()
                raise ForgeError(f"{self.host.origin} answers without an end")
        return b"".join(chunks)

    def _response(self, request: requests.PreparedRequest, answer: _Answer) -> requests.Response:
        raw = HTTPResponse(
            io.BytesIO(answer.body), answer.headers, answer.status, reason=answer.reason, preload_content=False
        )
        response = self.build_response(request, raw)
        _ = response.content
        return response


_hosts: dict[str, Host] = {}
_hosts_lock = threading.Lock()


def host(url: str, manners: Manners | None = None, clock: Clock | None = None) -> Host:
    """The host of a URL: the same for all that speak to it, with the manners of the first."""
    name = origin(url)
    with _hosts_lock:
        if name not in _hosts:
            _hosts[name] = Host(name, manners or Manners(), clock or Clock())
        return _hosts[name]


def counts() -> dict[str, Counts]:
    """Of every host that was spoken to."""
    with _hosts_lock:
        hosts = list(_hosts.values())
    return {host.origin: host.counts() for host in hosts}


def origin(url: str) -> str:
    """Scheme, host and port of a URL, as one text."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    name = parts.hostname or ""
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{port}"


def essence(error: BaseException) -> str:
    """What an exception of urllib3 or requests says in the end, without the address of an object."""
    seen = error
    while seen.args and isinstance(seen.args[0], BaseException):
        seen = seen.args[0]
    reason = getattr(seen, "reason", None)
    if isinstance(reason, BaseException):
        return essence(reason)
    text = str(seen.args[-1]) if seen.args and isinstance(seen, NewConnectionError) else str(seen)
    return text.rpartition(">: ")[2] or type(seen).__name__


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _who(request: requests.PreparedRequest) -> str:
    """Two credentials may be told different things."""
    told = [request.headers.get(name) for name in ("Authorization", "PRIVATE-TOKEN", "JOB-TOKEN")]
    return str(hash(tuple(told)))


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def _redirected(request: requests.PreparedRequest, response: requests.Response) -> str | None:
    """Where a redirect leads that keeps what was asked; GitHub's for a repository that was renamed."""
    location = response.headers.get("Location")
    if response.status_code not in {301, 302, 307, 308} or not location:
        return None
    target = urljoin(str(request.url), location)
    if request.method not in READS and response.status_code in {301, 302}:
        raise ForgeError(
            f"{origin(str(request.url))} sends a {request.method} on to {origin(target)}, and would lose what it says",
            "set url to the address that the server uses itself",
        )
    return target


def _exhausted(response: requests.Response) -> bool:
    remaining = response.headers.get("x-ratelimit-remaining", response.headers.get("RateLimit-Remaining"))
    return remaining is not None and remaining.strip() == "0"


def _told_to_wait(response: requests.Response, now: float) -> float | None:
    """Seconds; GitHub's documentation has `retry-after` go first."""
    after = response.headers.get("Retry-After")
    if after is not None:
        if after.strip().isdigit():
            return float(after)
        when = _date(after)
        if when is not None:
            return max(0.0, when - (_date(response.headers.get("Date")) or now))
    if _exhausted(response):
        reset = response.headers.get("x-ratelimit-reset", response.headers.get("RateLimit-Reset"))
        try:
            seconds = float(reset or "")
        except ValueError:
            return None
        # By the server's own clock, if it tells: ours may be wrong.
        return max(0.0, seconds - (_date(response.headers.get("Date")) or now))
    return None


def _date(text: str | None) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(text or "").timestamp()
    except (ValueError, TypeError):
        return None
