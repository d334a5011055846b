"""GF06: small pieces of large memory, the ways that they leave, and who could tell a copy from a piece.

A function has one or two scenes. A scene has something that is large, of which a function of its own takes a piece; a
route by which that leaves; and those who get it, who read it and write to it. In `SHARE` scenes of a hundred there is a
trap: the memory is somebody else's, or is written when the piece has left, or who gets the piece looks beyond its end.
"""

from __future__ import annotations

import re
from random import Random

from tests.differential.piece_snippets import (
    AFTER,
    AFTER_BYTES,
    AFTER_NUMBERS,
    BASES,
    BEFORE,
    BEFORE_TEXT,
    CHOSEN,
    DEFERRED,
    ELEMENTS,
    GROWN,
    HELPERS,
    LATE,
    OTHER_NAMES,
    PARTS,
    PIECES,
    READS,
    ROUTES,
    SIGHTS,
    USES,
    USES_TEXT,
    WRITES,
)
from tests.differential.piece_traps import (
    NAMED,
    OF_CHOSEN,
    ORDERS,
    ORDERS_OF_PARTS,
    OTHERS,
    OTHERS_BYTES,
    WRITTEN,
    WRITTEN_PARTS,
)
from tests.differential.snippets import RECOVERING, Writer, called, function, snippets

RULE = "GF06"
SHARE = 45
"""How many scenes in a hundred have a trap: fewer of those with text."""


class Scene:
    """A function that takes a piece, and one that gets it."""

    def __init__(self, random: Random, name: str) -> None:
        self.random = random
        self.name = name
        kinds = ["[]byte"] * 9 + ["string"] * 4 + ["[]int"] * 3 + ["[]$Nrec"]
        self.type = random.choice(kinds)
        element, one, other = ELEMENTS[self.type]
        self.after = ""
        self.writer = Writer(
            random,
            {
                "N": lambda: name,
                "B": lambda: self.type,
                "E": lambda: element,
                "e": lambda: one,
                "z": lambda: other,
                "base": self.a_base,
                "whole": lambda: random.choice(BASES[self.type]),
                "piece": self.a_piece,
                "text": lambda: "strings" if self.is_text else "bytes",
                "colon": lambda: '":"' if self.is_text else '[]byte(":")',
                "none": lambda: '""' if self.is_text else "nil",
                "from": lambda: str(random.choice([0, 600, 900])),
                "after": lambda: self.after,
                "chosen": lambda: random.choice(CHOSEN[self.type]),
                "reach": lambda: str(random.choice([3, 6, 7, 9, 20])),
            },
        )

    @property
    def is_text(self) -> bool:
        return self.type == "string"

    def a_base(self) -> str:
        # What the compiler gives room to is UNSAFE in most places, and so it comes less often.
        grown = GROWN.get(self.type, []) if self.random.random() < 0.4 else []
        return self.random.choice([*BASES[self.type], *grown])

    def a_piece(self) -> str:
        parts = PARTS.get(self.type)
        return self.random.choice(snippets(parts if parts and self.random.random() < 0.35 else PIECES))

    def write(self) -> str:
        # A copy of text is only told where something may panic or run beside it.
        if self.random.random() * 100 >= (SHARE / 2 if self.is_text else SHARE):
            return self.route("")
        orders = [*ORDERS, *(ORDERS_OF_PARTS if self.type in PARTS else [])]
        if self.is_text:
            return self.whole(self.random.choice([NAMED, orders, orders]))
        in_bytes = self.type == "[]byte"
        kinds = {
            "sight": 9,
            "after": 10,
            "written": 12,
            "others": 8,
            "orders": 3,
            "chosen": 3 if self.type in CHOSEN else 0,
        }
        kind = self.random.choices(list(kinds), list(kinds.values()))[0]
        if kind in {"sight", "after"}:
            return self.route(kind)
        wholes = {
            "written": [*WRITTEN, *(WRITTEN_PARTS if in_bytes else [])],
            "others": [*OTHERS, *(OTHERS_BYTES if in_bytes else [])],
            "orders": orders,
            "chosen": OF_CHOSEN,
        }
        return self.whole(wholes[kind])

    def whole(self, among: list[str]) -> str:
        """A function that is a trap as it is."""
        declarations, _, body = self.random.choice(among).rpartition("====")
        return self.together(self.writer.fill(declarations), [self.writer.fill(body.strip("\n"))])

    def route(self, trap: str) -> str:
        """A piece that leaves by some route, after and before other things."""
        random = self.random
        routes = [one for one in ROUTES if self.type in PARTS or "$text" not in one]
        if trap == "after" and random.random() < 0.7:
            routes = [one for one in routes if "$after" in one]
        declarations, head, leave, fetch = (part.strip("\n") for part in random.choice(routes).split("===="))
        base = self.writer.fill("$base")
        other_name = not self.is_text and random.random() < 0.25
        if other_name:
            base = f"{by_first(base)}\n{random.choice(OTHER_NAMES)}"
        inside = [base, *random.sample(BEFORE_TEXT if self.is_text else BEFORE, random.choice([0, 0, 1, 2]))]
        got = [*random.sample(USES_TEXT if self.is_text else USES, random.randint(1, 3))]
        if trap == "after":
            numbers = AFTER_NUMBERS if self.type in {"[]byte", "[]int"} else []
            among = [*AFTER, *numbers, *(AFTER_BYTES if self.type == "[]byte" else [])]
            after = random.choice(among if "$after" in leave else DEFERRED)
            if other_name and random.random() < 0.7:
                after = by_first(after)
            if "$after" in leave:
                self.after = after
            else:
                inside.append(after)
        elif trap == "sight":
            got.append(random.choice(SIGHTS))
        elif random.random() < 0.4:
            self.after = random.choice(READS)
        elif not self.is_text and "len(data)" not in leave:
            got += random.sample(WRITES, random.choice([0, 1, 1]))
        random.shuffle(got)
        leave = self.writer.fill(leave)
        if "data[at:" in leave:
            inside.append("at := in.Small % 8")
        taking = function(self.writer.fill(head).removeprefix("func "), self.writer.fill("\n".join([*inside, leave])))
        if trap == "after":
            got = [LATE, 'tell("$label", fmt.Sprint(p))', *got]
        body = [fetch, *(scoped(use) for use in got)]
        return self.together(f"{self.writer.fill(declarations)}\n\n{taking}", [self.writer.fill(part) for part in body])

    def together(self, declarations: str, body: list[str]) -> str:
        parts = [declarations.strip(), function(f"{self.name}Scene(in *Input)", "\n".join(body))]
        helpers = [self.writer.fill(one) for one in HELPERS]
        return "\n\n".join([*(part for part in parts if part), *called(helpers, parts)])


def by_first(text: str) -> str:
    return re.sub(r"\bdata\b", "first", text)


def scoped(statement: str) -> str:
    """In a block of its own where it declares something."""
    if ":=" not in statement and "var " not in statement:
        return statement
    return "func() {\n\t" + statement.replace("\n", "\n\t") + "\n}()"


def write(random: Random, name: str) -> str:
    """A function with one or two pieces, each in a scene of its own."""
    scenes = [f"{name}{letter}" for letter in "ab"[: random.choice([1, 1, 2])]]
    parts = [Scene(random, scene).write() for scene in scenes]
    calls = "\n".join(f"{name}run({scene}Scene, in)" for scene in scenes)
    return "\n\n".join([*parts, RECOVERING.replace("$N", name), function(f"{name}(in *Input)", calls)])
