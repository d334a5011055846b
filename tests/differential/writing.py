"""What generators write with: lines, blocks, fresh names, and dice."""

from __future__ import annotations

import contextlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
USED, OPTIONAL = "\0", "\1"
LITERAL = re.compile(r'"(?:\\.|[^"\\\n])*"|`[^`]*`|//.*')


class Writer:
    """Lines of Go in the making. Indentation is left to gofmt."""

    def __init__(self, dice: random.Random, name: str) -> None:
        self.dice = dice
        self.name = name
        self.lines: list[str] = []
        self.declarations: dict[str, str] = {}
        """Other package-level declarations, by what they are for: each is written once."""
        self.names: Counter[str] = Counter()
        self.depth = 0

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def one(self, *choices: T) -> T:
        return self.dice.choice(choices)

    def weighted(self, choices: Mapping[T, float]) -> T:
        return self.dice.choices(list(choices), list(choices.values()))[0]

    def some(self, choices: Sequence[T], least: int, most: int) -> list[T]:
        return [self.dice.choice(choices) for _ in range(self.dice.randint(least, most))]

    def add(self, *lines: str) -> None:
        self.lines += lines

    @contextlib.contextmanager
    def block(self, head: str, foot: str = "}") -> Iterator[None]:
        self.lines.append(head + " {")
        self.depth += 1
        yield
        self.depth -= 1
        self.lines.append(foot)

    def fresh(self, base: str) -> str:
        """A name that no other variable of the function has: `word`, `word2`, …"""
        self.names[base] += 1
        return base if self.names[base] == 1 else f"{base}{self.names[base]}"

    def used(self, name: str) -> None:
        """Here a variable has been declared, which the compiler wants to be used."""
        self.lines.append(f"{USED}{name}")

    def optional(self, name: str, declaration: str) -> None:
        """Declare a variable here if something behind it mentions it."""
        self.lines.append(f"{OPTIONAL}{name}\n{declaration}")

    def with_optional(self) -> list[str]:
        lines: list[str] = []
        for line in reversed(self.lines):
            if line.startswith(OPTIONAL):
                name, declaration = line.removeprefix(OPTIONAL).split("\n", 1)
                if not any(re.search(rf"(?<!\.)\b{name}\b", LITERAL.sub("", later)) for later in lines):
                    continue
                lines += [f"{USED}{name}", declaration]
            else:
                lines.append(line)
        return lines[::-1]

    def with_uses(self) -> list[str]:
        self.lines = self.with_optional()
        lines = []
        for index, line in enumerate(self.lines):
            if not line.startswith(USED):
                lines.append(line)
                continue
            name = line.removeprefix(USED)
            rest = "\n".join(self.lines[index + 1 :])
            rest = LITERAL.sub("", "\n".join(self.lines[index + 1 :]))
            written = rf"\b{name}(\+\+|--|( [-+*/^]?=|, \w+ =|:) )|, {name} = |^{name} = {name}\b"
            rest = re.sub(written, "", rest, flags=re.MULTILINE)
            if not re.search(rf"\b{name}\b", rest):
                lines.append(f"_ = {name}")
        return lines

    def declare(self, what: str, text: Callable[[str], str]) -> str:
        """The name of a package-level declaration, written the first time that it is asked for."""
        own = f"{self.name}{what}"
        if what not in self.declarations:
            self.declarations[what] = ""  # it may ask for itself
            self.declarations[what] = text(own)
        return own

    def text(self) -> str:
        """All that is needed: a declaration that nothing uses may have been asked for, and not been chosen."""
        body = "\n".join(self.with_uses())
        needed: list[str] = []
        waiting = [body]
        while waiting:
            current = waiting.pop()
            for what, declaration in self.declarations.items():
                if what not in needed and re.search(rf"\b{self.name}{what}\b", current):
                    needed.append(what)
                    waiting.append(declaration)
        return "\n\n".join([*(self.declarations[what] for what in needed), body])
