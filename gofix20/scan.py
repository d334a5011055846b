"""Finds the files in which a rule may have a match, by their bytes alone: most files stop here.

That costs less than to start a second process, and there is nothing to wait for: what is left is parsed where its
types are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gofix20 import registry
from gofix20.model import Problem
from gofix20.propose import look, matches, parts_of
from gofix20.transform import Transform


def scan(
    files: Iterable[tuple[str, Sequence[str]]],
    *,
    exact: bool = False,
    advance: Callable[[int], None] = lambda count: None,
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Which rules may match in which files. `files` are pairs of a path and the codes of the rules to try.

    `exact` is for files that are dear to look at: what may have a match is parsed, and counts only if it has one.
    Files that cannot be read become problems. `advance` is told how many files are done.
    """
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for path, codes in files:
        try:
            with open(path, "rb") as file:
                source = file.read()
            likely = promising(codes, source)
        except OSError as error:
            problems.append(Problem("read", path, 0, 0, error.strerror or str(error)))
            likely = ()
        if likely and exact:
            likely = matching(likely, path, source)
        if likely:
            found[path] = likely
        advance(1)
    return found, problems


def promising(codes: Iterable[str], text: bytes) -> tuple[str, ...]:
    """Those of the rules that may have a match in a text."""
    codes = tuple(codes)
    return chosen(codes, (index for part in parts_of(rules_of(codes), text) for index, _ in part.queries))


def matching(codes: Iterable[str], path: str, text: bytes) -> tuple[str, ...]:
    """Those of the rules that have a match in a text."""
    codes = tuple(codes)
    return chosen(codes, (index for index, _ in matches(look(path, text, rules_of(codes)))))


def rules_of(codes: Iterable[str]) -> list[type[Transform]]:
    return [registry.transforms()[code] for code in codes]


def chosen(codes: Sequence[str], indices: Iterable[int]) -> tuple[str, ...]:
    """The codes at some indices, each once, in their own order."""
    return tuple(codes[index] for index in sorted(set(indices)))
