"""Go text from snippets with holes, for the generators that combine statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from random import Random

RECOVERING = """
func $Nrun(scene func(in *Input), in *Input) {
	defer func() {
		if r := recover(); r != nil {
			tell("recovered", fmt.Sprint(r))
		}
	}()
	scene(in)
}""".strip()
"""Runs a scene, so that another can follow."""
NAME = re.compile(r"(?:func|type|var) (?:\(.*?(\w+)\)|(\w+))")
HOLE = re.compile(r"\$([a-z]+\d*|[A-Z]\d*)")

VARIABLES = {"v", "w", "x", "L"}


def snippets(text: str) -> list[str]:
    """Snippets are divided by empty lines, or, where they have such, by lines `----`."""
    between = r"\n----\n" if "\n----\n" in text else r"\n\n"
    return [snippet.strip("\n") for snippet in re.split(between, text) if snippet.strip()]


class Writer:
    """Fills the holes of snippets.

    A hole is `$` and a word, or one capital. It is filled by a function of that name, anew each time; with a digit
    behind it (`$key1`), with the same text everywhere in one snippet. What the functions give may have holes in turn.
    `$v`, `$w`, `$x` and the goto label `$L` are names of the snippet's own; `$label` is a number told nowhere else.
    """

    def __init__(self, random: Random, holes: Mapping[str, Callable[[], str]]) -> None:
        self.random = random
        self.holes = dict(holes)
        self.count = 0
        self.depth = 0

    def fill(self, snippet: str) -> str:
        known: dict[str, str] = {}

        def hole(match: re.Match[str]) -> str:
            name = match[1].rstrip("0123456789")
            if match[1] in known:
                return known[match[1]]
            if name in VARIABLES:
                text = self.fresh(name)
            elif name == "label":
                text = self.fresh("")
            else:
                text = self.fill(self.holes[name]())
            if name in VARIABLES or name != match[1]:
                known[match[1]] = text
            return text

        self.depth += 1
        try:
            return HOLE.sub(hole, snippet)
        finally:
            self.depth -= 1

    def fresh(self, name: str) -> str:
        self.count += 1
        return f"{name}{self.count}"


def called(helpers: Iterable[str], parts: list[str]) -> list[str]:
    """The helpers that something mentions, methods with their types."""
    found: list[str] = []
    left = list(helpers)
    while new := [one for one in left if is_mentioned(one, "\n".join([*parts, *found]))]:
        found += new
        left = [one for one in left if one not in new]
    return found


def is_mentioned(declaration: str, text: str) -> bool:
    names = NAME.search(declaration)
    assert names is not None
    return re.search(rf"\b{names[1] or names[2]}\b", text) is not None


def function(signature: str, body: str) -> str:
    lines = "\n".join(f"\t{line}" for line in body.split("\n"))
    return f"func {signature} {{\n{lines}\n}}"
