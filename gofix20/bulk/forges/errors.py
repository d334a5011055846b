"""What goes wrong with a server, in our words: nothing of a library, and no secret, leaves a forge."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

import requests

from gofix20.bulk.forges.base import ForgeError, NotFoundError
from gofix20.bulk.politeness import NotNowError, essence, origin
from gofix20.process import CancelledError

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 400
"""Characters of what a server says."""
LATER = 60.0
"""Seconds after which a server that failed may be asked again."""


def ours(translate: Callable[[Exception, str], ForgeError | None]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes every exception of a forge's method a ForgeError.

    `translate` knows the library's own; what it gives None for is made something of here. Raised outside of the
    `except`, so that the error does not hold on to the library's, which holds the request with its token.
    """

    def wrap(method: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return method(*args, **kwargs)
            except CancelledError:
                raise
            except Exception as error:
                problem = _made_ours(error, _url(args), translate)
            raise problem

        return call

    return wrap


def ours_each(
    translate: Callable[[Exception, str], ForgeError | None],
) -> Callable[[Callable[P, Iterator[T]]], Callable[P, Iterator[T]]]:
    """The same for a generator."""

    def wrap(method: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
        @functools.wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            try:
                yield from method(*args, **kwargs)
                return
            except CancelledError:
                raise
            except Exception as error:
                problem = _made_ours(error, _url(args), translate)
            raise problem

        return call

    return wrap


def refused(url: str, status: int, said: str, hint: str) -> ForgeError:
    """For an HTTP status; `hint` is what a token has to be allowed."""
    server, words = origin(url), shortened(said)
    if status == 401:
        return ForgeError(f"{server} does not accept the credential: {words}", "make a new token; " + hint)
    if status == 403:
        return ForgeError(f"{server} does not allow it: {words}", hint)
    if status == 404:
        return NotFoundError(f"{server} has no such thing, or the credential may not see it: {words}", hint)
    later = LATER if status >= 500 or status == 429 else None
    return ForgeError(f"{server} answers {status}: {words}", retry_after=later)


def shortened(said: object) -> str:
    """What a server said, on one line; of a page its title."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    if not isinstance(text, str):
        text = json.dumps(text, default=str)
    head, _, rest = text.partition("<title>")
    if rest and "<" in head:
        text = "a page, “" + rest.partition("</title>")[0] + "”"
    text = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class Notes:
    """What did not work out and is no error; a list for each thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    def add(self, note: str) -> None:
        self._all().append(note)

    def excuse(self, what: str, error: Exception, known: ForgeError | None) -> None:
        """Make a note of what went wrong; `known` is what a library's exception means.

        Not of a limit: that passes, and whoever opens or updates again finds it undone.
        """
        if isinstance(error, (CancelledError, NotNowError)):
            raise error
        said = error.message if isinstance(error, ForgeError) else known.message if known else shortened(str(error))
        self.add(f"{what}: {said}")

    def take(self) -> list[str]:
        notes, self._local.notes = self._all(), []
        return notes

    def _all(self) -> list[str]:
        if not hasattr(self._local, "notes"):
            self._local.notes = []
        notes: list[str] = self._local.notes
        return notes


def _url(args: tuple[Any, ...]) -> str:
    """Of the forge whose method it is."""
    return str(args[0].settings.url)


def _made_ours(
    error: Exception, url: str, translate: Callable[[Exception, str], ForgeError | None]
) -> ForgeError:
    if isinstance(error, ForgeError):
        # Made while something of a library was handled.
        error.__context__ = error.__cause__ = None
        return error.with_traceback(None)
    known = translate(error, url)
    if known is not None:
        return known
    server = origin(url)
    if isinstance(error, (requests.exceptions.InvalidJSONError, ValueError)):
        return ForgeError(
            f"{server} answers something that is not what its kind of server says: {shortened(str(error))}",
            "is url the server's own address, and kind its kind?",
        )
    if isinstance(error, requests.RequestException):
        return ForgeError(f"{server} cannot be reached: {shortened(essence(error))}", retry_after=LATER)
    if isinstance(error, (AssertionError, LookupError, TypeError, AttributeError, RuntimeError)):
        return ForgeError(
            f"{server} answers what was not expected: {type(error).__name__}: {shortened(str(error))}",
            "is url the server's own address? `gofix20 migrate plan` compares them",
        )
    return ForgeError(f"{server}: {type(error).__name__}: {shortened(str(error))}")
