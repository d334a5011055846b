"""Tells when something changes that a check may depend on: the only user of watchfiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchfiles import Change, DefaultFilter, watch

from gofix20.model import GofixError
from gofix20.trees import around

NAMES = frozenset({"go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt", ".gofix20.toml", ".gitignore"})
QUIET_MS = 200
"""So long nothing has to change: editors write a file in several steps, and git changes many."""
WAKE_MS = 500
"""A watch begins with the first wait, which must end although nothing changes."""


class Relevant(DefaultFilter):
    """Go's files, and those that say how they are built and looked at; not what tools and version control keep."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and (path.endswith(".go") or path.rpartition("/")[2] in NAMES)


def changes(directories: Sequence[str]) -> Iterator[None]:
    """Once at the beginning, and again after each change around some directories.

    What changes while the caller is busy is told next. Raises KeyboardInterrupt, as everything does.
    """
    trees = {tree for directory in directories for tree in around(directory)[0]}
    try:
        first = True
        for changed in watch(
            *sorted(trees),
            watch_filter=Relevant(),
            debounce=4 * QUIET_MS,
            step=QUIET_MS,
            rust_timeout=WAKE_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            if first or changed:
                first = False
                yield
    except OSError as error:
        raise GofixError(
            f"cannot watch for changes: {error}", "set WATCHFILES_FORCE_POLLING=1 to look at the files instead"
        ) from None
