"""How something is opened once, whatever becomes of the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gofix20.bulk.forges.base import ForgeError
from gofix20.bulk.politeness import Host, NotNowError

T = TypeVar("T")


def once(
    host: Host,
    look: Callable[[], T | None],
    create: Callable[[], tuple[T, bool]],
    translate: Callable[[Exception, str], ForgeError | None],
) -> tuple[T, bool]:
    """What `look` finds or `create` makes, and whether it is new.

    It is looked for before each try: whoever tried before us may have died before the answer, and a connection may
    break, or a gateway give up, after the server did what was asked.
    """
    tries = 0
    while True:
        found = look()
        if found is not None:
            return found, False
        try:
            return create()
        except Exception as error:
            if isinstance(error, NotNowError):
                raise
            problem = error if isinstance(error, ForgeError) else translate(error, host.origin)
            if problem is None or problem.retry_after is None or tries == host.manners.tries:
                raise
        host.pause(tries)
        tries += 1
