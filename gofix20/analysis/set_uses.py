"""What a set's elements are used for: stored, removed, asked for, read; and what each becomes with struct{}."""

from __future__ import annotations

from dataclasses import dataclass, field

from gofix20.analysis.components import Part
from gofix20.analysis.conditions import for_header, truth
from gofix20.analysis.evaluation import is_changed_by
from gofix20.analysis.places import expressions, has_comment, sides, with_parentheses, without_parentheses
from gofix20.analysis.variables import is_address_taken, is_written
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, text
from gofix20.transform import Draft, Refuse

ASSIGNING = frozenset(
    {"assignment_statement", "short_var_declaration", "var_spec", "range_clause", "receive_statement"}
)


@dataclass(slots=True)
class Uses:
    """What a set's elements are used for."""

    read: list[Node] = field(default_factory=list)
    """Index expressions whose value is used."""
    stored: list[Node] = field(default_factory=list)
    """The `true` of each store."""
    removed: list[tuple[Node, Node]] = field(default_factory=list)
    """Statements that store false, with their index expression."""
    asked: list[Node] = field(default_factory=list)
    """Index expressions in the comma-ok form, whose value is not used."""
    pairs: list[Node] = field(default_factory=list)
    """Assignments `v, ok := m[k]` that use the value too."""
    decided: list[tuple[Node, Node, Node]] = field(default_factory=list)
    """Statements that store what is not constant, with their index expression and the value."""
    ranged: set[Object] = field(default_factory=set)
    """Variables that are the value of a range over such a map, and so true."""
    kept: list[Node] = field(default_factory=list)
    """Such variables, stored."""

    @classmethod
    def of(cls, part: Part) -> Uses:
        uses = cls()
        for clause in part.ranges:
            targets = expressions(clause.child_by_field_name("left"))
            if len(targets) > 1 and (obj := part.facts.object(targets[1])) is not None:
                uses.ranged.add(obj)
        for element in part.elements:
            uses.add(element, part.facts)
        return uses

    def add(self, element: Node, facts: Facts) -> None:
        outer = with_parentheses(element)
        listed = outer.parent is not None and outer.parent.type == "expression_list"
        statement = outer.parent.parent if listed and outer.parent is not None else None
        if statement is None or statement.type not in ASSIGNING:
            self.read.append(element)
            return
        targets, values = sides(statement)
        if outer in targets:
            self.add_store(statement, element, targets, values, facts)
        elif len(targets) == len(values):
            # `var _ bool = m[k]` says what type the value is of.
            if text(targets[values.index(outer)]) != b"_" or statement.child_by_field_name("type") is not None:
                self.read.append(element)
        elif len(targets) == 2 and text(targets[0]) == b"_":
            self.asked.append(element)
        else:
            self.pairs.append(statement)

    def add_store(self, statement: Node, element: Node, targets: list[Node], values: list[Node], facts: Facts) -> None:
        outer = with_parentheses(element)
        value = values[targets.index(outer)] if len(targets) == len(values) else None
        if value is None:
            raise Refuse(f"an element of `{operand(element)}` is given another value than true", element)
        alone = len(targets) == 1 and not has_comment(statement)
        stored = truth(value, facts)
        if stored:
            self.stored.append(value)
        elif stored is False and alone:
            self.removed.append((statement, element))
        elif stored is False:
            raise Refuse("false is stored together with other values", statement)
        elif facts.object(without_parentheses(value)) in self.ranged:
            self.kept.append(value)
        elif alone and statement.parent is not None and statement.parent.type == "statement_list":
            require_decidable(element, value, facts)
            self.decided.append((statement, element, value))
        else:
            raise Refuse(f"an element of `{operand(element)}` is given another value than true", element)


def require_decidable(element: Node, value: Node, facts: Facts) -> None:
    """`m[k] = v` may become `if v`, a store and a removal: v is evaluated first, and may change neither m nor k."""
    parts = element.children_by_field_name("operand") + element.children_by_field_name("index")
    free = all(facts.effect(part) is Effect.NONE for part in parts)
    settled = facts.effect(value) is Effect.NONE or not any(is_changed_by(part, value, facts) for part in parts)
    if not (free and settled):
        raise Refuse(f"an element of `{operand(element)}` is given another value than true", element)


def decided(element: Node, value: Node, indent: str) -> str:
    condition = for_header(text(value).decode(), [value])
    kept, key = operand(element), index(element)
    lines = [f"if {condition} {{", f"\t{kept}[{key}] = struct{{}}{{}}", "} else {", f"\tdelete({kept}, {key})", "}"]
    return f"\n{indent}".join(lines)


def merge_pair(statement: Node, facts: Facts, draft: Draft) -> None:
    """`v, ok := m[k]`: since whatever is there is true, `v` is `ok`."""
    (value, present), _ = sides(statement)
    if text(present) == b"_" and value.type == "identifier":
        draft.replace(value, "_")
        draft.replace(present, text(value).decode())
        return
    objects = [facts.object(name) for name in (value, present)]
    if any(is_changed(obj, facts) for obj in objects):
        raise Refuse("both the value of an element and whether it is there are used", statement)
    one, other = objects
    assert one is not None
    assert other is not None
    for use in facts.uses(one):
        if facts.visible(other.name, use) != other:
            raise Refuse("both the value of an element and whether it is there are used", statement)
        draft.replace(joined_with(use, other, facts), other.name)
    draft.replace(value, "_")


def is_changed(obj: Object | None, facts: Facts) -> bool:
    """Is it written anywhere but in its declaration (in the statement that asked, too)?"""
    return obj is None or any(is_written(use) or is_address_taken(facts, use) for use in facts.uses(obj))


def joined_with(use: Node, other: Object, facts: Facts) -> Node:
    """The `v && ok` or `v || ok` that a use of `v` is part of, or the use alone."""
    outer = with_parentheses(use)
    parent = outer.parent
    if parent is not None and parent.type == "binary_expression":
        operands = [without_parentheses(child) for child in parent.named_children if child.type != "comment"]
        operator = parent.children_by_field_name("operator")[0].type
        if operator in {"&&", "||"} and any(facts.object(side) == other for side in operands):
            return parent
    return use


def members(literal: Node, facts: Facts) -> list[Node]:
    """The values of a literal, each of them true."""
    found = []
    body = literal if literal.type == "literal_value" else literal.children_by_field_name("body")[0]
    for element in body.named_children:
        if element.type == "comment":
            continue
        value = element.child_by_field_name("value") if element.type == "keyed_element" else None
        inner = None if value is None else value.named_children[0]
        if inner is None or not truth(inner, facts):
            raise Refuse("a literal holds another value than true", element)
        found.append(inner)
    return found


def hashable_key(type_: Node, facts: Facts) -> bool:
    key = facts.type(type_.children_by_field_name("key")[0])
    return key is not None and key.hashable


def operand(element: Node) -> str:
    return text(element.children_by_field_name("operand")[0]).decode()


def index(element: Node) -> str:
    return text(element.children_by_field_name("index")[0]).decode()
