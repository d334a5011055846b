"""Fixtures: a forge of our own, time that passes at once, and GitHub's description of its API."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gofix20.bulk.politeness import Clock
from tests.bulk.servers import fetched
from tests.bulk.servers.fake import ForgeServer
from tests.bulk.servers.openapi import Description


class Patience:
    """A clock whose sleep passes at once, and what was slept."""

    def __init__(self, start: float) -> None:
        self.time = start
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep, lambda: 0.5)


@pytest.fixture
def server_clock() -> Patience:
    """Give a clock that nobody waits for; it starts at the server's time."""
    return Patience(time.time())


@pytest.fixture
def api_description() -> Description:
    """Give GitHub's description of its API; skipped where npm, which has it, is missing."""
    try:
        return _described()[0]
    except fetched.NotFetchedError as error:
        pytest.skip(str(error))


@pytest.fixture
def forge_server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ForgeServer]:
    """Give a forge of GitHub's shape, or of that which an indirect parameter names, that nothing is on yet.

    At the end all that was said to one of GitHub's shape, and all that it answered, is held to GitHub's
    descriptions, github.com's and Enterprise Server's, where they are at hand.
    """
    with ForgeServer(getattr(request, "param", "github"), tmp_path / "forge") as server:
        yield server
    if server.kind != "github":
        return
    try:
        descriptions = _described()
    except fetched.NotFetchedError:
        return
    for description in descriptions:
        mistakes = [each for exchange in server.exchanges for each in description.mistakes(exchange)]
        assert mistakes == []


@functools.cache
def _described() -> list[Description]:
    return [Description(path) for path in fetched.descriptions()]
