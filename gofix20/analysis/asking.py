"""Asking for an element with `_, ok := m[k]`: what the question says, and what the answer takes the place of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gofix20.analysis import flow, names
from gofix20.analysis.conditions import Level, truth
from gofix20.analysis.evaluation import evaluated_first, short
from gofix20.analysis.places import (
    enclosing_function,
    has_comment,
    indentation,
    with_parentheses,
)
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains
from gofix20.transform import Draft, Refuse

WISHES = ("ok", "found", "has", "member")
TAB: Final = "\t"


@dataclass(frozen=True, slots=True)
class Header:
    """What an `if` or `switch` says: `asked` is `_, ok := m[k]`, and `tested` a condition with `ok` in it."""

    name: str
    asked: str
    tested: str
    read: Node

    @property
    def parts(self) -> list[str | Node]:
        """Both, with the read as it stands in the source."""
        return [f"_, {self.name} := ", self.read, f"; {self.tested}"]


class Asker:
    """Writes questions about the elements of one component of maps into a draft."""

    def __init__(self, reads: Sequence[Node], facts: Facts, draft: Draft, *, shared: bool) -> None:
        self.reads = sorted(reads, key=lambda node: node.start_byte)
        """Index expressions, all that there are of the component."""
        self.facts = facts
        self.draft = draft
        self.shared = shared
        """A closure, and so perhaps another goroutine, may see the map."""
        self.source = draft.file.text
        self.scopes = names.Scopes(facts)

    def tested(self, read: Node) -> tuple[Node, str]:
        """The expression that the answer replaces, and how: `m[k] == false` becomes `!ok`."""
        outer = with_parentheses(read)
        parent = outer.parent
        if parent is not None and parent.type == "binary_expression":
            operator = parent.children_by_field_name("operator")[0].type
            other = next(child for child in parent.named_children if child != outer and child.type != "comment")
            said = truth(other, self.facts)
            if operator in {"==", "!="} and said is not None and not has_comment(parent):
                differs = (operator == "==") != said
                return with_parentheses(parent), "!{}" if differs else "{}"
        return outer, "{}"

    def is_pure(self, read: Node) -> bool:
        """Evaluating it cannot panic, and nobody else is at the map."""
        operand = self.facts.type(read.children_by_field_name("operand")[0])
        key = None if operand is None else operand.key
        index = read.children_by_field_name("index")[0]
        return not self.shared and key is not None and key.hashable and self.facts.effect(index) is Effect.NONE

    def require_first(self, reads: list[Node], root: Node) -> None:
        settled: list[Node] = []
        for read in reads:
            outer = self.tested(read)[0]
            evaluated_first(outer, root, self.facts, pure=self.is_pure(read), settled=settled)
            settled.append(outer)

    def answered(self, start: int, end: int, reads: Sequence[Node], answers: Sequence[str]) -> str:
        """The text from `start` to `end` with answers in place of the reads in it."""
        parts, at = [], start
        for read, answer in zip(reads, answers, strict=True):
            node, form = self.tested(read)
            parts += [self.text(at, node.start_byte), form.format(answer)]
            at = node.end_byte
        return "".join((*parts, self.text(at, end)))

    def text(self, start: int, end: int) -> str:
        return self.source[start:end].decode()

    def question(self, name: str, read: Node) -> str:
        return f"_, {name} := {self.text(read.start_byte, read.end_byte)}"

    def header(self, level: Level, reads: list[Node], end: int, but: str = "") -> Header:
        """An initializer that asks, and the level's condition; the new name, any but `but`, is known until `end`."""
        if len(reads) != 1:
            raise Refuse("several elements are compared where one `if` can ask for one", reads[1])
        self.require_first(reads, level[0])
        name = self.scopes.in_header(level[0].start_byte, end, *(wish for wish in WISHES if wish != but))
        tested = self.answered(level[0].start_byte, level[-1].end_byte, reads, [name])
        return Header(name, self.question(name, reads[0]), tested, reads[0])

    def compose(self, start: int, end: int, parts: Sequence[str | Node]) -> None:
        """Replace what is between two offsets by texts and nodes; the nodes, in their order, stay where they are."""
        new = ""
        for part in parts:
            if isinstance(part, str):
                new += part
            else:
                self.draft.replace_range(start, part.start_byte, new)
                new, start = "", part.end_byte
        self.draft.replace_range(start, end, new)

    def ask_before(self, statement: Node, reads: list[Node], root: Node, first: Sequence[str] = ()) -> list[str]:
        """Ask for elements that `root`, a part of a statement, evaluates first, in lines before it (behind `first`)."""
        self.require_room_before(statement, reads[0])
        self.require_first(reads, root)
        if is_else(statement) and len(reads) > 1:
            raise Refuse("several elements are compared behind an `else`", reads[1])
        found = [self.name_before(statement) for _ in reads]
        questions = [self.question(name, read) for name, read in zip(found, reads, strict=True)]
        self.lines_before(statement, [*first, *questions])
        for name in found:
            self.draft.claim_name(name)
        return found

    def require_room_before(self, statement: Node, read: Node) -> None:
        """A new variable may be declared before the statement."""
        function = enclosing_function(statement)
        listed = statement.parent is not None and statement.parent.type == "statement_list"
        if not (listed or is_else(statement)) or function is None:
            raise Refuse("an element is read where no statement can come before", read)
        if flow.gotos(function):
            raise Refuse("a goto may jump over a new variable for the element that is read", read)

    def name_before(self, statement: Node) -> str:
        """A name for a variable that is declared in front of a statement."""
        assert statement.parent is not None
        if is_else(statement):
            return names.fresh(self.facts, *WISHES)
        return self.scopes.in_list(statement.parent, *WISHES)

    def lines_before(self, statement: Node, lines: list[str]) -> None:
        if is_else(statement):
            # `else if` becomes `else {`, the lines, and the `if`.
            self.draft.insert(statement.start_byte, "\n".join(["{", *lines, ""]))
            self.draft.insert(statement.end_byte, "\n}")
            return
        start = self.source.rfind(b"\n", 0, statement.start_byte) + 1
        first = not self.source[start : statement.start_byte].strip()
        between = "\n" + indentation(self.source, statement) if first else "; "
        self.draft.insert_line_before(statement, between.join(lines))

    def answered_in(self, node: Node, reads: list[Node], name: str) -> str:
        here = [read for read in reads if contains(node, read)]
        return self.answered(node.start_byte, node.end_byte, here, [name] * len(here))

    def replace_reads(self, reads: list[Node], answers: list[str]) -> None:
        for read, answer in zip(reads, answers, strict=True):
            node, form = self.tested(read)
            self.draft.replace(node, form.format(answer))

    def after_line(self, offset: int) -> int:
        """Where a statement that ends at `offset` may be followed by others: behind a comment of its line."""
        end = self.source.find(b"\n", offset)
        end = len(self.source) if end < 0 else end
        rest = self.source[offset:end].strip()
        if rest and not rest.startswith(b"//"):
            return offset
        return end - 1 if self.source[end - 1 : end] == b"\r" else end


def is_else(statement: Node) -> bool:
    """Is it the `if` of an `else if`?"""
    parent = statement.parent
    return statement.type == "if_statement" and parent is not None and parent.type == "if_statement"


def require_no_comment(source: bytes, before: Level, after: Level) -> None:
    between = source[before[-1].end_byte : after[0].start_byte]
    if b"/" in between:
        raise Refuse(f"a comment stands before `{short(after[0])}`", after[0])
