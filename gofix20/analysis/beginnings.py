"""Where a slice or map variable starts empty, and what may be written there instead."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gofix20.analysis.linear import is_length
from gofix20.analysis.paths import Path, denotes, mentions
from gofix20.analysis.places import (
    arguments,
    expressions,
    has_comment,
    indentation,
    siblings_before,
    sides,
    statement_of,
    without_parentheses,
)
from gofix20.analysis.variables import is_written
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import GoFile, Node, contains, text, walk
from gofix20.transform import Draft

SHORT = 40
"""How long a length is at most that is written twice."""


@dataclass(frozen=True, slots=True)
class Start:
    """A declaration that leaves a slice or map variable empty."""

    name: Node
    statement: Node
    """The declaration, in its statement list."""
    type: Node
    value: Node | None
    """What the variable is set to, if that is written."""
    is_nil: bool
    alone: bool
    """The statement declares nothing else."""
    length: Node | None = None
    """It is not empty: it is `make(T, length)`, with elements to set and more to append."""

    @property
    def list(self) -> Node:
        assert self.statement.parent is not None
        return self.statement.parent

    @property
    def takes_a_value(self) -> bool:
        """Can the declaration itself say how large the variable is to be?"""
        if self.value is not None:
            return not has_comment(self.value)
        spec = self.name.parent
        if spec is None or len(spec.children_by_field_name("name")) != 1:
            return False
        # A comment in front of the type would be lost.
        return not any(
            (node.type == "comment" and spec.start_byte <= node.start_byte < self.type.start_byte)
            or (self.alone and node.type == "comment" and node.start_byte < self.type.start_byte)
            for node in walk(self.statement)
        )

    def set_value(self, draft: Draft, before: str, after: str) -> None:
        """Make the declaration set the variable to `before`, the type as it is written, and `after`."""
        if self.value is not None:
            draft.replace(self.value, before + text(self.type).decode() + after)
            return
        plain = self.statement.named_children[0] == self.name.parent and text(self.statement).startswith(b"var ")
        if self.alone and plain:
            draft.replace_range(
                self.statement.start_byte, self.type.start_byte, f"{text(self.name).decode()} := {before}"
            )
        else:
            draft.replace_range(self.name.end_byte, self.type.start_byte, f" = {before}")
        draft.insert(self.type.end_byte, after)

    def is_movable(self, file: GoFile) -> bool:
        """Does it stand on lines of its own, with no comment above that speaks of it?"""
        if not self.alone or has_comment(self.statement):
            return False
        start = file.text.rfind(b"\n", 0, self.statement.start_byte) + 1
        end = file.text.find(b"\n", self.statement.end_byte)
        behind = file.text[self.statement.end_byte : end].strip()
        if file.text[start : self.statement.start_byte].strip() or (behind and not behind.startswith(b"//")):
            return False
        above = file.text[file.text.rfind(b"\n", 0, max(0, start - 1)) + 1 : start].strip()
        return not above.startswith(b"//") and not above.endswith(b"*/")

    def remove(self, draft: Draft) -> str:
        """Take the declaration's lines out, with the blank line that would be left at the top of a block.

        What is given back is the comment that stood behind it.
        """
        source = draft.file.text
        start = source.rfind(b"\n", 0, self.statement.start_byte) + 1
        end = source.find(b"\n", self.statement.end_byte) + 1
        after = source.find(b"\n", end) + 1
        if source[:start].rstrip().endswith(b"{") and not source[end:after].strip():
            end = after
        draft.replace_range(start, end, "")
        behind = source[self.statement.end_byte : source.find(b"\n", self.statement.end_byte)].strip().decode()
        return f" {behind}" if behind else ""


def insert_above(draft: Draft, statement: Node, lines: list[str]) -> None:
    """Put lines before a statement, above the comments that stand directly above it and speak of it."""
    first = statement
    while (before := first.prev_sibling) is not None and before.type == "comment":
        start = draft.file.text.rfind(b"\n", 0, before.start_byte) + 1
        if before.end_point.row + 1 != first.start_point.row or draft.file.text[start : before.start_byte].strip():
            break
        first = before
    draft.insert_line_before(first, f"\n{indentation(draft.file.text, first)}".join(lines))


def start_of(facts: Facts, obj: Object) -> Start | None:
    """The declaration of a local slice or map, if it stands in a statement list and leaves it empty."""
    name = facts.definition(obj)
    if name is None or name.parent is None or obj.type is None or obj.type.kind not in {"slice", "map"}:
        return None
    statement = statement_of(name)
    spec = name.parent
    if spec.type == "var_spec":
        names, values = spec.children_by_field_name("name"), expressions(spec.child_by_field_name("value"))
        type_ = spec.child_by_field_name("type")
        if statement is None or statement.type != "var_declaration":
            return None
        specs = [child for child in statement.named_children if child.type in {"var_spec", "var_spec_list"}]
        alone = len(names) == 1 and len(specs) == 1 and specs[0] == spec
        if not values:
            if type_ is None or obj.type.kind == "map":
                return None  # a nil map takes no store
            return Start(name, statement, type_, None, True, alone)
    elif spec.type == "expression_list" and spec.parent == statement and statement is not None:
        if statement.type != "short_var_declaration":
            return None
        names, values = expressions(spec), expressions(statement.child_by_field_name("right"))
        alone = len(names) == 1
    else:
        return None
    if len(names) != len(values):
        return None
    value = values[names.index(name)]
    written = empty_type(value, facts)
    if written is None:
        return made_start(Start(name, statement, value, value, False, alone), facts)
    return Start(name, statement, written, value, is_nil_value(value, facts), alone)


def made_start(start: Start, facts: Facts) -> Start | None:
    """`make(T, n)` of a slice, where writing `n` twice does no harm."""
    value = without_parentheses(start.value) if start.value is not None else None
    if value is None or value.type != "call_expression" or facts.callee(value) != "make":
        return None
    parts = arguments(value)
    type_ = facts.type(value)
    if len(parts) != 2 or type_ is None or type_.kind != "slice":
        return None
    length = without_parentheses(parts[1])
    measured, constant = facts.type(length), facts.constant(length)
    is_int = measured is not None and not measured.named and measured.kind in {"int", "untyped int"}
    simple = constant is not None or facts.effect(length) is Effect.NONE or is_length(length, facts)
    if not is_int or not simple or len(text(length)) > SHORT or b"\n" in text(length):
        return None
    return dataclasses.replace(start, type=parts[0], length=length)


def set_before(path: Path, loop: Node, facts: Facts) -> Start | None:
    """The statement of the loop's own list that sets a map, or makes the struct that has it, if it leaves it empty."""
    statement = statement_of(loop)
    if statement is None or statement.parent is None:
        return None
    written = [use for use in mentions(path, facts) if is_written(use)]
    for before in reversed(siblings_before(statement)):
        named, values = sides(declared_spec(before))
        for name, value in zip(named, values, strict=False):
            if denotes(name, path, facts):
                type_ = empty_type(value, facts)
                return None if type_ is None else Start(name, before, type_, value, False, False)
            if path.fields and denotes(name, Path(path.root), facts):
                element = element_of(value, path, facts)
                type_ = None if element is None else empty_type(element, facts)
                return None if type_ is None else Start(name, before, type_, element, False, False)
        if any(contains(before, use) for use in written):
            return None
    return None


def made_before(path: Path, statement: Node, facts: Facts) -> Start | None:
    """The assignment `x = make(T, n)` in the list of a statement, if nothing sets `x` between the two."""
    written = [use for use in mentions(path, facts) if is_written(use)]
    for before in reversed(siblings_before(statement)):
        named, values = sides(before) if before.type == "assignment_statement" else ([], [])
        if len(named) == len(values) == 1 and denotes(named[0], path, facts):
            return made_start(Start(named[0], before, values[0], values[0], False, False), facts)
        if any(contains(before, use) for use in written):
            return None
    return None


def declared_spec(statement: Node) -> Node:
    """The part of a declaration of variables that has names and values, if it is one."""
    if statement.type != "var_declaration":
        return statement
    specs = [child for child in statement.named_children if child.type == "var_spec"]
    return specs[0] if len(specs) == 1 else statement


def element_of(value: Node, path: Path, facts: Facts) -> Node | None:
    """What a struct literal, or the address of one, sets the path's field to."""
    literal = value.child_by_field_name("operand") if value.type == "unary_expression" else value
    body = None if literal is None or literal.type != "composite_literal" else literal.child_by_field_name("body")
    for element in [] if body is None or len(path.fields) != 1 else body.named_children:
        key, given = element.child_by_field_name("key"), element.child_by_field_name("value")
        if key is not None and given is not None and text(key) == path.fields[0].name.encode():
            return given.named_children[0] if given.type == "literal_element" else given
    return None


def empty_type(value: Node, facts: Facts) -> Node | None:
    """The type in `T{}`, `make(T, 0)` or `T(nil)` of a slice, and in `M{}`, `make(M)` or `make(M, 0)` of a map."""
    value = without_parentheses(value)
    type_ = facts.type(value)
    if type_ is None or type_.kind not in {"slice", "map"}:
        return None
    if value.type == "composite_literal":
        body = value.child_by_field_name("body")
        elements = [] if body is None else [child for child in body.named_children if child.type != "comment"]
        return value.child_by_field_name("type") if not elements else None
    if value.type == "type_conversion_expression":
        operand = value.child_by_field_name("operand")
        is_empty = type_.kind == "slice" and operand is not None and facts.is_nil(operand)
        return value.child_by_field_name("type") if is_empty else None
    if value.type != "call_expression":
        return None
    parts = arguments(value)
    if facts.is_conversion(value):
        function = value.child_by_field_name("function")
        return function if type_.kind == "slice" and len(parts) == 1 and facts.is_nil(parts[0]) else None
    if facts.callee(value) != "make" or not parts or len(parts) > 2:
        return None
    if len(parts) == 1:
        return parts[0] if type_.kind == "map" else None
    constant = facts.constant(parts[1])
    return parts[0] if constant is not None and constant.value == 0 and constant.portable else None


def is_nil_value(value: Node, facts: Facts) -> bool:
    """Of an empty value: is it the nil slice (`T(nil)`)?"""
    value = without_parentheses(value)
    return value.type == "type_conversion_expression" or facts.is_conversion(value)
