"""Variables and their fields as one thing that is filled: `x`, `x.f`, `x.f.g`."""

from __future__ import annotations

from dataclasses import dataclass

from gofix20.analysis.places import without_parentheses
from gofix20.facts import Facts, Object, Type
from gofix20.syntax import Node, text, walk


@dataclass(frozen=True, slots=True)
class Path:
    """A variable, or a field that is reached from one by names alone."""

    root: Object
    fields: tuple[Object, ...] = ()
    type: Type | None = None

    @property
    def name(self) -> str:
        return ".".join(obj.name for obj in (self.root, *self.fields))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Path) and (self.root, self.fields) == (other.root, other.fields)

    def __hash__(self) -> int:
        return hash((self.root, self.fields))


def path_of(node: Node, facts: Facts) -> Path | None:
    """The path that an expression is, if it is one."""
    node = without_parentheses(node)
    if node.type == "identifier":
        obj = facts.object(node)
        return Path(obj, (), obj.type) if obj is not None and obj.kind == "var" else None
    if node.type != "selector_expression":
        return None
    operand, name = node.child_by_field_name("operand"), node.child_by_field_name("field")
    field = None if name is None else facts.object(name)
    base = None if operand is None else path_of(operand, facts)
    if base is None or field is None or field.scope != "field":
        return None
    return Path(base.root, (*base.fields, field), facts.type(node))


def denotes(node: Node, what: Object | Path, facts: Facts) -> bool:
    """Does the expression denote this variable, or this path?"""
    node = without_parentheses(node)
    if isinstance(what, Object):
        return facts.object(node) == what
    return text(node).rstrip().endswith(what.name.rpartition(".")[2].encode()) and path_of(node, facts) == what


def mentions(what: Object | Path, facts: Facts) -> list[Node]:
    """Every expression of the declaration that denotes it, a variable's definition left out."""
    if isinstance(what, Object):
        return list(facts.uses(what))
    if not what.fields:
        return list(facts.uses(what.root))
    selectors = (name.parent for name in facts.equals(what.fields[-1]))
    return [
        node
        for node in selectors
        if node is not None and node.type == "selector_expression" and denotes(node, what, facts)
    ]


def holder_of(node: Node, facts: Facts) -> Path | None:
    """What has the field that an expression is: where that is a nil pointer, it panics.

    None for one that is promoted through an embedded pointer, which may be nil as well.
    """
    path = path_of(node, facts)
    if path is None or not path.fields or any(facts.goes_deep(inner) for inner in walk(node)):
        return None
    return Path(path.root, path.fields[:-1])


def is_beside(node: Node, other: Node, facts: Facts) -> bool:
    """Are they fields of the same thing, so that where one panics, over a nil pointer, the other does?"""
    holder = holder_of(node, facts)
    return holder is not None and holder == holder_of(other, facts)
