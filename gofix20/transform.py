"""What a rule is: the `Transform` base class, and what it works with."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from gofix20.facts import Facts, Object
from gofix20.model import Edit, Finding, Fix, Gain, Import, Safety
from gofix20.syntax import GoFile, Node

__all__ = ["HEADINGS", "Documentation", "Draft", "Match", "Option", "Refuse", "Transform", "documentation"]

HEADINGS = (
    "What it does",
    "Why",
    "Example",
    "Use instead",
    "Fix safety",
    "When it refuses",
    "Measured gain",
)
"""The sections of a rule's docstring, in their order."""


class Refuse(Exception):  # noqa: N818 - it is a decision, not an error
    """An obligation of a rule does not hold: the site stays as it is, and `reason` says why.

    `node` is the place that the reason is about; its line is added to the reason. Without it the
    reason is about the site itself.
    """

    def __init__(self, reason: str, node: Node | None = None) -> None:
        if node is not None:
            reason = f"{reason} at line {node.start_point.row + 1}"
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a rule, set by `[rules.<code>]` in a configuration file."""

    name: str
    type: type
    default: object
    doc: str


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One match of a transform's query, within one top-level declaration."""

    file: GoFile
    function: Node
    """The top-level declaration (usually a function) that the match is in."""
    captures: Mapping[str, tuple[Node, ...]]

    def __getitem__(self, name: str) -> Node:
        return self.captures[name][0]

    @property
    def node(self) -> Node:
        """The first and outermost captured node."""
        nodes = (node for found in self.captures.values() for node in found)
        return min(nodes, key=lambda node: (node.start_byte, -node.end_byte))


@dataclass(slots=True)
class Draft:
    """A fix in the making. Text is given as str, with `\\n` and tabs; the engine keeps a file's own endings."""

    file: GoFile
    function: Node
    edits: list[Edit] = field(default_factory=list)
    needs: set[Import] = field(default_factory=set)
    frees: set[Import] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    relies: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, match: Match) -> Draft:
        return cls(match.file, match.function)

    def beside(self, facts: Facts) -> Draft:
        """The same fix, as it goes on in another declaration."""
        return Draft(facts.file, facts.function, self.edits, self.needs, self.frees, self.claims, self.relies)

    def replace_range(self, start: int, end: int, new: str) -> None:
        """Replace the bytes from `start` to `end`."""
        self.edits.append(Edit(self.file.path, start, end, new.encode()))

    def replace(self, node: Node, new: str) -> None:
        self.replace_range(node.start_byte, node.end_byte, new)

    def insert(self, offset: int, new: str) -> None:
        self.replace_range(offset, offset, new)

    def insert_line_before(self, statement: Node, new: str) -> None:
        """Put `new` on a line of its own before a statement, below the comments that stand above it.

        The statement must be the first thing on its line, or be preceded by other statements of that line
        (then `new` and a `;` go between).
        """
        start = self.file.text.rfind(b"\n", 0, statement.start_byte) + 1
        lead = self.file.text[start : statement.start_byte]
        if lead.strip(b" \t"):
            self.insert(statement.start_byte, new + "; ")
        else:
            self.insert(statement.start_byte, new + "\n" + lead.decode())

    def claim_name(self, name: str) -> None:
        """Say that the fix brings a new name into the function."""
        self.claims.add(f"{self.file.path}:{self.function.start_byte}:name:{name}")

    def claim(self, obj: Object) -> None:
        """Say that the fix changes the form of a variable."""
        self.claims.add(token_of(self.file, obj))

    def mention(self, obj: Object) -> None:
        """Say that the new text has a variable's name where it was not: its form must stay what it is."""
        self.relies.add(token_of(self.file, obj))

    def fix(self, title: str, safety: Safety, *, wide: bool = False) -> Fix:
        return Fix(
            title,
            tuple(sorted(self.edits, key=lambda edit: (edit.path, edit.start, edit.end))),
            safety,
            tuple(sorted(self.needs, key=lambda spec: spec.path)),
            tuple(sorted(self.frees, key=lambda spec: spec.path)),
            tuple(sorted(self.claims)),
            tuple(sorted(self.relies)),
            wide,
        )


def token_of(file: GoFile, obj: Object) -> str:
    return f"{file.path}:object:{obj.package}:{obj.start}:{obj.name}"


Clues = tuple[bytes | Callable[[bytes], object], ...]
"""Of which one has to be found in a text: byte strings, and functions that look for something."""

_LOOP = re.compile(rb"for\b")


def has_one(clues: Clues, text: bytes) -> bool:
    for clue in clues:  # noqa: SIM110 - all files come through here, and `any` takes twice as long
        if (clue in text) if isinstance(clue, bytes) else clue(text):
            return True
    return False


def in_loop(*finders: Callable[[bytes, int], object]) -> Callable[[bytes], bool]:
    """A clue: what one of some functions finds in a text from some offset on, perhaps in a loop."""

    def is_found(text: bytes) -> bool:
        loop = _LOOP.search(text)
        return loop is not None and any(find(text, loop.end()) for find in finders)

    return is_found


class Transform:
    """Base class of the rules: one file, one class, one golden folder.

    The engine runs `query` over every declaration with the `clues` in files in which one of `needles` occurs, and asks
    `site` of each match what it is about; of matches with the same site, `rewrite` sees the first. Class docstrings
    have the fixed headings of `HEADINGS`.
    """

    code: ClassVar[str]
    """Such as GF05."""
    name: ClassVar[str] = ""
    """Made from the file's name by the registry: strings_builder.py is strings-builder."""
    files: ClassVar[tuple[str, ...]] = ("*.go",)
    needles: ClassVar[tuple[bytes, ...]]
    """Byte strings, one of which must occur in a file before it is worth parsing."""
    clues: ClassVar[tuple[Clues, ...]] = ()
    """What must occur in the text of a top-level declaration before it is worth parsing: of each row at least one.

    The cheap rows first: to look for a byte string takes a fiftieth of the time of most expressions. What is found in a
    declaration has to be found in its file as well.
    """
    query: ClassVar[str]
    """A tree-sitter query; a top-level declaration is the largest thing that it may span."""
    more: ClassVar[tuple[tuple[Clues, str], ...]] = ()
    """Queries for those of the declarations with all the clues in which one of some others occurs, too."""
    safety: ClassVar[Safety] = Safety.SAFE
    """The best that the rule's fixes can promise."""
    gain: ClassVar[str] = ""
    """A few words for the table of rules."""
    options: ClassVar[tuple[Option, ...]] = ()

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        self.settings: dict[str, Any] = {option.name: option.default for option in self.options} | dict(settings or {})

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        """What the match is about; None if it is nothing for this rule (that is not a refusal).

        A `Place` is one for all declarations of the package; anything else, for those that the match is in.
        """
        return match.node.start_byte

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        """The finding, usually with a fix. Raises `Refuse` where an obligation does not hold."""
        raise NotImplementedError

    @classmethod
    def needs_file(cls, text: bytes) -> bool:
        """Is it a file in which there may be something for this rule?"""
        return has_one(cls.needles, text) and all(has_one(row, text) for row in cls.clues)

    @classmethod
    def queries_for(cls, text: bytes) -> tuple[str, ...]:
        """What there may be for this rule in one or several declarations of such a file."""
        for row in cls.clues:
            if not has_one(row, text):
                return ()
        return (cls.query, *(query for row, query in cls.more if has_one(row, text)))

    def finding(self, node: Node, message: str, gain: Gain, fix: Fix | None = None) -> Finding:
        """A finding of this rule at a node; its file is filled in by the engine."""
        line, column = node.start_point.row + 1, node.start_point.column + 1
        return Finding(self.code, "", node.start_byte, node.end_byte, line, column, message, gain, fix)


@dataclass(frozen=True, slots=True)
class Documentation:
    """A rule's docstring, taken apart."""

    summary: str
    sections: Mapping[str, str]


def documentation(rule: type[Transform]) -> Documentation:
    """Take a rule's docstring apart at its headings. Raises ValueError, naming what is missing or misplaced."""
    doc = inspect.cleandoc(rule.__doc__ or "")
    parts = re.split(r"^(.+)\n-{3,}\n", doc, flags=re.MULTILINE)
    found = tuple(parts[1::2])
    if found != HEADINGS:
        there = ", ".join(found) or "missing"
        raise ValueError(f"{rule.__name__}: headings are {there}; they should be {', '.join(HEADINGS)}")
    return Documentation(
        parts[0].strip(), {name: body.strip("\n") for name, body in zip(found, parts[2::2], strict=True)}
    )
