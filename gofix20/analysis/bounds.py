"""How much of its operand a slice expression keeps: what its bounds say."""

from __future__ import annotations

from dataclasses import dataclass

from gofix20.analysis.following import ending
from gofix20.analysis.places import arguments, enclosing_loops, without_parentheses
from gofix20.analysis.provenance import values_of
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, children, contains, text

FIRST = frozenset(
    f"{package}.Index{which}" for package in ("strings", "bytes") for which in ("", "Byte", "Any", "Rune", "Func")
)
LAST = frozenset(
    f"{package}.LastIndex{which}" for package in ("strings", "bytes") for which in ("", "Byte", "Any", "Func")
)
PLACES = frozenset(f"(*regexp.Regexp).Find{what}Index" for what in ("", "String", "Submatch", "StringSubmatch"))
"""Functions that give the places where something was found, as a list."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a slice expression keeps of its base."""

    count: int | None
    """Elements, at most; None for a field that was searched for."""


def piece_of(node: Node, facts: Facts) -> Piece | None:
    """What a slice expression keeps, if its bounds say that it is little: a constant number, or a parsed field."""
    operand = children(node, "operand")[0]
    low, high = node.child_by_field_name("start"), node.child_by_field_name("end")
    count = constant_length(operand, low, high, facts)
    if count is not None:
        return Piece(count)
    first, last = bound(low, facts), bound(high, facts)
    if first in {"zero", "constant", "first"} and (
        last == "first" or (last == "place" and stops_at(high, node, facts))
    ):
        return Piece(None)  # up to what was searched for
    if first in {"last", "first", "place"} and last in {"first", "place", "last"}:
        return Piece(None)  # from one place to another
    if first == "last" and last == "zero":
        return Piece(None)  # behind the last of something
    return None


def stops_at(high: Node | None, node: Node, facts: Facts) -> bool:
    """Is the bound the variable of a loop that is left with the piece: `for i := range x { if … { return x[:i] } }`?"""
    obj = None if high is None else facts.object(without_parentheses(high))
    declared = None if obj is None else facts.definition(obj)
    last = ending(node)
    return declared is not None and any(
        contains(loop, declared) and last is not None and contains(loop, last) for loop in enclosing_loops(node)
    )


def constant_length(operand: Node, low: Node | None, high: Node | None, facts: Facts) -> int | None:
    """The number of elements that a slice expression has, or has at most."""
    start = 0 if low is None else value(low, facts)
    end = None if high is None else limit(high, facts)
    if start is not None and end is not None:
        return end - start
    if low is None:
        return None
    # x[len(x)-8:], x[len(x)-8 : len(x)-4], x[i : i+4]
    from_end = distance(low, operand, facts)
    to_end = 0 if high is None else distance(high, operand, facts)
    if from_end is not None and to_end is not None:
        return from_end - to_end
    if high is not None and high.type == "binary_expression" and facts.effect(low) is Effect.NONE:
        left, right = children(high, "left")[0], children(high, "right")[0]
        if text(children(high, "operator")[0]) == b"+" and text(left) == text(low):
            return limit(right, facts)
    return None


def distance(node: Node, operand: Node, facts: Facts) -> int | None:
    """k of `len(x)-k`; 0 of `len(x)`."""
    node = without_parentheses(node)
    if node.type == "call_expression" and facts.callee(node) == "len":
        return 0 if text(without_parentheses(arguments(node)[0])) == text(without_parentheses(operand)) else None
    if node.type == "binary_expression" and text(children(node, "operator")[0]) == b"-":
        inner, less = distance(children(node, "left")[0], operand, facts), value(children(node, "right")[0], facts)
        return None if inner is None or less is None else inner + less
    return None


def value(node: Node, facts: Facts) -> int | None:
    found = facts.constant(node)
    return found.value if found is not None and isinstance(found.value, int) else None


def limit(node: Node, facts: Facts, depth: int = 0) -> int | None:
    """The number that a bound is at most: a constant, or what `min` says."""
    node = without_parentheses(node)
    if node.type == "call_expression" and facts.callee(node) == "min":
        found = [most for argument in arguments(node) if (most := limit(argument, facts, depth)) is not None]
        return min(found, default=None)
    if node.type in {"call_expression", "type_conversion_expression"} and facts.is_conversion(node):
        inner = facts.type(arguments(node)[0]) if arguments(node) else None
        return MOST.get(inner.kind) if inner is not None else None
    obj = facts.object(node) if node.type == "identifier" else None
    if obj is not None and obj.kind == "var" and obj.scope == "local" and depth < 6:
        values = values_of(obj, facts)
        only = values[0].node if values is not None and len(values) == 1 and not is_several(values[0].use) else None
        return None if only is None or is_stepped(obj, facts) else limit(only, facts, depth + 1)
    return value(node, facts)


MOST = {"uint8": 255, "uint16": 65535}
"""What an unsigned number of so many bits is at most."""


def is_stepped(obj: Object, facts: Facts) -> bool:
    """Is the variable counted up or down?"""
    parents = [use.parent for use in facts.uses(obj) if use.parent is not None]
    return any(parent.type in {"inc_statement", "dec_statement"} for parent in parents)


def bound(node: Node | None, facts: Facts, depth: int = 0) -> str:
    """What a bound is.

    zero (or absent), constant, first or last (where something was found), place (another variable), length, or unknown.
    """
    if node is None:
        return "zero"
    node = without_parentheses(node)
    constant = value(node, facts)
    if constant is not None:
        return "constant" if constant else "zero"
    if depth > 6:
        return "unknown"
    if node.type == "binary_expression":
        left, right = (bound(children(node, side)[0], facts, depth + 1) for side in ("left", "right"))
        return next((kind for kind in (left, right) if kind not in {"zero", "constant"}), "unknown")
    if node.type == "call_expression":
        callee = facts.callee(node) or ""
        if callee in FIRST:
            return "first"
        return "last" if callee in LAST else "length" if callee in {"len", "cap", "min", "max", "copy"} else "unknown"
    if node.type == "identifier":
        return variable_bound(node, facts, depth)
    if node.type == "index_expression":
        return listed_bound(children(node, "operand")[0], facts)
    return "unknown"


def listed_bound(list_: Node, facts: Facts) -> str:
    """An element of what `FindStringIndex` gives."""
    obj = facts.object(list_) if list_.type == "identifier" else None
    values = values_of(obj, facts) if obj is not None and obj.is_local else None
    made = None if not values or len(values) != 1 else values[0].node
    return "first" if made is not None and facts.callee(made) in PLACES else "unknown"


def variable_bound(node: Node, facts: Facts, depth: int) -> str:
    obj = facts.object(node)
    values = values_of(obj, facts) if obj is not None and obj.is_local and obj.scope == "local" else None
    if values is None:
        return "place" if obj is not None and obj.scope == "local" else "unknown"
    kinds = set()
    for one in values:
        if one.node is None or one.index != 0 or is_several(one.use):
            return "unknown"  # a count that came with an error: usually all of it
        kinds.add(bound(one.node, facts, depth + 1))
    kinds -= {"zero", "constant"}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"first", "length"}:
        return "first"  # or all of it, where there is none
    return "unknown" if kinds & {"length", "unknown"} else "place"


def is_several(use: Node) -> bool:
    """Is the variable one of several that a call's results are assigned to?"""
    statement = use.parent.parent if use.parent is not None and use.parent.type == "expression_list" else None
    if statement is None:
        return False
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    return left is not None and right is not None and len(left.named_children) != len(right.named_children)
