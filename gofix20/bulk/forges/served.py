"""What every forge with a server has: its settings, a credential, manners towards its host, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from gofix20.bulk import credentials, politeness
from gofix20.bulk.forges.base import ForgeSettings
from gofix20.bulk.forges.errors import Notes
from gofix20.bulk.secrets import Credential


class Served:
    """A base of forges; one that needs more makes it in its own `__init__`."""

    def __init__(self, settings: ForgeSettings, credential: Credential | None, host: politeness.Host) -> None:
        self.settings = settings
        self._credential = credential
        self._host = host
        self._notes = Notes()

    @classmethod
    def connect(cls, settings: ForgeSettings, clock: politeness.Clock | None) -> Self:
        manners = politeness.Manners(settings.concurrency, settings.seconds_between_writes)
        return cls(settings, credentials.find(settings), politeness.host(cls.api(settings.url), manners, clock))

    @staticmethod
    def api(url: str) -> str:
        """Where the API is of a server that people open at `url`."""
        return url

    def credential(self) -> Credential | None:
        return self._credential

    def notes(self) -> Sequence[str]:
        return self._notes.take()
