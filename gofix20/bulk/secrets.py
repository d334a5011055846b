"""Secrets: held so that no print, log or error shows them.

A token lives in a `Secret`, whose text is got by `reveal()` alone. What comes from outside (a library's exception,
git's standard error, a server's answer) goes through `clean` before anybody sees it.
"""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

HIDDEN = "[hidden]"
SHORTEST = 4
"""Characters. A shorter secret would be replaced in words that have nothing to do with it."""

_known: set[str] = set()
_lock = threading.Lock()
_IN_URL = re.compile(r"(?<=://)[^/\s@'\"]+@")
_IN_HEADER = re.compile(r"(?i)((?:authorization|private-token|cookie|proxy-authorization)['\"]?\s*[:=]\s*)[^\r\n]+")


class Secret:
    """A text that no repr, format or pickle shows; from its making on, `clean` takes it out of all texts."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text
        if len(text) >= SHORTEST:
            with _lock:
                _known.update(_forms(text))

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not sent anywhere: each worker has its own")


@dataclass(frozen=True, slots=True)
class Credential:
    """What git and a forge's API are told."""

    user: str
    secret: Secret

    def __post_init__(self) -> None:
        # As HTTP's basic authentication writes the pair: it may come back in what a server or a library says.
        pair = f"{self.user}:{self.secret.reveal()}".encode()
        with _lock:
            _known.add(base64.b64encode(pair).decode())


def holders(environment: Mapping[str, str]) -> list[str]:
    """The names of variables that have a secret in them."""
    with _lock:
        known = tuple(_known)
    return [name for name, value in environment.items() if any(secret in value for secret in known)]


def clean(text: str) -> str:
    """The text without any secret that was ever made, and without what stands before @ in a URL."""
    with _lock:
        known = sorted(_known, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, HIDDEN)
    text = _IN_URL.sub(HIDDEN + "@", text)
    return _IN_HEADER.sub(rf"\1{HIDDEN}", text)


def _forms(text: str) -> set[str]:
    """How a secret may be written."""
    return {text, quote(text, safe=""), base64.b64encode(text.encode()).decode()}
