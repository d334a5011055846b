"""Finds the files in which a rule has a match: bytes first, then syntax, in a pool of processes.

Most files stop at the needles. What is left is parsed here only to learn which rules match at all;
the engine parses the few that do once more, beside their types.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from gofix20 import registry
from gofix20.model import Problem
from gofix20.propose import has_needle
from gofix20.syntax import GoFile

SMALL = 48
"""So many files are parsed sooner than worker processes are started."""
CHUNK = 16


def scan(
    files: Iterable[tuple[str, Sequence[str]]],
    *,
    jobs: int | None = None,
    advance: Callable[[int], None] = lambda count: None,
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Which rules match in which files. `files` are pairs of a path and the codes of the rules to try.

    Files that cannot be read become problems. `advance` is told how many files are done.
    """
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    promising = []
    for path, codes in files:
        try:
            with open(path, "rb") as file:
                likely = with_needles(codes, file.read())
        except OSError as error:
            problems.append(Problem("read", path, 0, 0, error.strerror or str(error)))
            likely = ()
        if likely:
            promising.append((path, likely))
        else:
            advance(1)
    for path, matched in parsed(promising, jobs or os.cpu_count() or 1, advance):
        if matched:
            found[path] = matched
    return found, problems


def with_needles(codes: Iterable[str], text: bytes) -> tuple[str, ...]:
    """Those of the rules of which a needle occurs in the text."""
    rules = registry.transforms()
    return tuple(code for code in codes if has_needle(rules[code], text))


def parsed(
    files: Sequence[tuple[str, tuple[str, ...]]], jobs: int, advance: Callable[[int], None]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if jobs == 1 or len(files) < SMALL:
        for item in files:
            yield matching(item)
            advance(1)
        return
    # Not fork: a progress display has a thread, and a forked child would inherit its locks as they are.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(min(jobs, len(files) // CHUNK + 1), context) as pool:
        for result in pool.map(matching, files, chunksize=CHUNK):
            yield result
            advance(1)


def matching(item: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """The rules of `item` that match in its file; none if it cannot be read any more."""
    path, codes = item
    try:
        with open(path, "rb") as source:
            file = GoFile.parse(path, source.read())
    except OSError:
        return path, ()
    rules = registry.transforms()
    return path, tuple(code for code in codes if file.matches(rules[code].query))
