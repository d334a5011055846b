"""GF13: maps that are sets, where they live, what is done to them, and what must keep them as they are.

A function has one or two scenes. A scene has a set of some kind of keys, in some home (a local variable, a field, a
parameter, …), some statements of a sort that the rule understands, each in some surroundings, and, one time in three,
a trap: something that shows what a set is made of, or that a read was moved.
"""

from __future__ import annotations

import re
from random import Random

from tests.differential.set_homes import ABOUT, HOME_TRAPS, HOMES, METHOD
from tests.differential.set_snippets import AROUND, COUNTS, EVENTS, FIXED, HELPERS, KEYS, LOCAL, READS, REMOVAL, YES
from tests.differential.set_traps import CHANGES, PLACES, TRAPS
from tests.differential.snippets import RECOVERING, Writer, called, function

RULE = "GF13"
SHARE = 28
"""How many of 100 sets have a trap."""
DECIDING = re.compile(r"\] = (false|\$said|\$yes && )")
"""Stores of what may be false: other uses that tell it from absence would keep the set as it is."""


class Scene:
    """A function with one set."""

    def __init__(self, random: Random, name: str) -> None:
        self.random = random
        self.name = name
        self.home = "local" if random.random() < 0.66 else random.choice([*HOMES, "typed", "method"])
        kinds = list(FIXED)
        self.key = "T" if self.home == "typed" else random.choice(["string", "string", "int", "any", *kinds])
        self.set = random.choice(["m", "seen", "set"])
        self.written = "map[$K]bool"
        self.writer = Writer(
            random,
            {
                "N": lambda: name,
                "m": lambda: self.set,
                "K": lambda: self.key,
                "T": lambda: self.written,
                "key": self.a_key,
                "odd": lambda: "odd" if self.key == "any" else self.a_key(),
                "keys": lambda: KEYS[self.key][1],
                "asked": lambda: f'$Nkey[$K]("$label", {self.a_key()})',
                "about": lambda: random.choice(ABOUT),
                "fixed": lambda: FIXED.get(self.key, '"a"'),
                "yes": lambda: random.choice(YES),
                "said": lambda: '$Nsay("$label", $yes)',
                "do": self.something,
                "inner": self.statement,
            },
        )
        self.removes = random.random() < 0.12 and self.key != "any"

    def a_key(self) -> str:
        return self.random.choice(KEYS[self.key][0])

    def something(self) -> str:
        if self.writer.depth > 5 or self.random.random() < 0.6:
            return self.random.choice(['tell("$label", n)', 'tell("$label", s)', "$m[$key] = true", "delete($m, $key)"])
        return self.random.choice(["if $m[$key] {\n\t$do\n}", 'tell("$label", $m[$key])', "if $yes {\n\t$do\n}"])

    def statement(self) -> str:
        """Something that the rule understands."""
        among = [READS, READS, REMOVAL] if self.removes else [READS, READS, EVENTS, COUNTS]
        return self.random.choice(self.random.choice(among))

    def placed(self, statement: str) -> str:
        """A statement, some of the time in others."""
        if self.random.random() < 0.7:
            return statement
        return self.random.choice(AROUND).replace("$inner", statement.replace("\n", "\n\t"), 1)

    def trap(self) -> str:
        own = HOME_TRAPS.get(self.home)
        among = own if own and self.random.random() < 0.6 else self.random.choice([TRAPS, TRAPS, PLACES, CHANGES])
        return self.random.choice(among)

    def write(self) -> str:
        fill = self.writer.fill
        trap = self.trap() if self.random.random() * 100 < SHARE else ""
        if "$odd" in trap and self.home != "typed":
            self.key = "any"
        self.removes = self.removes or DECIDING.search(trap) is not None
        declarations, before, self.set = self.place()
        inside = [self.placed(self.statement()) for _ in range(self.random.randint(*((0, 3) if trap else (2, 5))))]
        if trap:
            at = self.random.randint(0, len(inside))
            inside.insert(at, self.placed(trap))
            if self.random.random() < 0.5:
                inside.insert(at, "$m[$key] = true")
            inside.append("delete($m, $key)")
        body = "\n".join(fill(part) for part in [*before, *inside])
        head = "s, n, flag, other := in.S, in.N, in.Flag, in.Other\n_, _, _, _ = s, n, flag, other\n"
        if self.key == "any":
            head += f"odd := {self.name}odd(in)\n_ = odd\n"
        parts = [fill(text) for text in declarations]
        if self.home == "typed":
            calls = [f'{self.name}Part(in, in.S, "a", in.Words)', f"{self.name}Part(in, in.N, 1, in.Ints)"]
            calls.append(f"{self.name}Part[any](in, {self.name}odd(in), in.S, []any{{in.N, in.S}})")
            tries = "\n".join(f"{self.name}try(func() {{ {call} }})" for call in calls)
            parts.append(function(f"{self.name}Part[T comparable](in *Input, k1, k2 T, xs []T)", head + body))
            parts.append(function(f"{self.name}Scene(in *Input)", tries))
        else:
            parts.append(function(f"{self.name}Scene(in *Input)", head + body))
        return "\n\n".join([*parts, *called(map(fill, HELPERS), parts)])

    def place(self) -> tuple[list[str], list[str], str]:
        """What declares the set, and the expression that it is."""
        if self.home in {"local", "typed"}:
            declared = self.random.choice(LOCAL)
            while self.removes and "var $m $T" in declared:
                declared = self.random.choice(LOCAL)
            return [], [declared], self.set
        text = METHOD if self.home == "method" else HOMES[self.home]
        declarations, before, expression = text.split("====")
        return [declarations], [before.strip("\n")], expression.strip().replace("$N", self.name)


def write(random: Random, name: str) -> str:
    """A function with one or two sets, each in a scene of its own."""
    scenes = [f"{name}{letter}" for letter in "ab"[: random.choice([1, 1, 2])]]
    parts = [Scene(random, scene).write() for scene in scenes]
    calls = "\n".join(f"{name}run({scene}Scene, in)" for scene in scenes)
    return "\n\n".join([*parts, RECOVERING.replace("$N", name), function(f"{name}(in *Input)", calls)])
