"""How much of its base a piece is: what the bounds of a slice expression say."""

from __future__ import annotations

from dataclasses import dataclass

from gofix20.analysis.places import arguments, expressions, without_parentheses
from gofix20.analysis.provenance import base_of, values_of
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, children, text

FIRST = frozenset(
    f"{package}.Index{which}" for package in ("strings", "bytes") for which in ("", "Byte", "Any", "Rune", "Func")
)
LAST = frozenset(
    f"{package}.LastIndex{which}" for package in ("strings", "bytes") for which in ("", "Byte", "Any", "Func")
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a slice expression keeps of its base."""

    count: int | None
    """Elements, at most; None for a field that was searched for."""


def beginning(node: Node, facts: Facts) -> tuple[Node, Piece] | None:
    """The expression (or, of `strings.Cut`, the variable) that a small piece begins its way as, and how large it is."""
    if node.type == "slice_expression":
        piece = piece_of(node, facts)
        return None if piece is None or (piece.count or 0) < 0 else (node, piece)
    if node.type == "index_expression":
        return (node, Piece(None)) if base_of(node, facts).kind not in {"unknown", "mixed"} else None
    callee = facts.callee(node) or ""
    if callee in {"(*regexp.Regexp).FindString", "(*regexp.Regexp).Find"}:
        return node, Piece(None)
    if callee in {"strings.Cut", "bytes.Cut"}:
        before, _ = cut_targets(node)
        obj = None if before is None else facts.object(before)
        return (before, Piece(None)) if before is not None and obj is not None and obj.scope == "local" else None
    return None


def cut_targets(call: Node) -> tuple[Node | None, Node | None]:
    """What the parts before and after are assigned to by `a, b, ok := strings.Cut(…)`; None for `_`."""
    list_ = call.parent
    if list_ is None or list_.type != "expression_list" or list_.parent is None:
        return None, None
    names = expressions(list_.parent.child_by_field_name("left"))
    if len(names) != 3:
        return None, None
    before, after = (None if text(name) == b"_" else name for name in names[:2])
    return before, after


def piece_of(node: Node, facts: Facts) -> Piece | None:
    """What a slice expression keeps, if its bounds say that it is little: a constant number, or a parsed field."""
    operand = children(node, "operand")[0]
    low, high = node.child_by_field_name("start"), node.child_by_field_name("end")
    count = constant_length(operand, low, high, facts)
    if count is not None:
        return Piece(count)
    first, last = bound(low, facts), bound(high, facts)
    if first in {"zero", "constant", "first"} and last == "first":
        return Piece(None)  # up to what was searched for
    if first in {"last", "first", "place"} and last in {"first", "place", "last"}:
        return Piece(None)  # from one place to another
    if first == "last" and last == "zero":
        return Piece(None)  # behind the last of something
    return None


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
            return value(right, facts)
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
    obj = facts.object(node) if node.type == "identifier" else None
    if obj is not None and obj.kind == "var" and obj.scope == "local" and depth < 6:
        values = values_of(obj, facts)
        only = values[0].node if values is not None and len(values) == 1 and not is_several(values[0].use) else None
        return None if only is None or is_stepped(obj, facts) else limit(only, facts, depth + 1)
    return value(node, facts)


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
    return "unknown"


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
    return "unknown" if kinds & {"length", "unknown"} else "place"


def is_several(use: Node) -> bool:
    """Is the variable one of several that a call's results are assigned to?"""
    statement = use.parent.parent if use.parent is not None and use.parent.type == "expression_list" else None
    if statement is None:
        return False
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    return left is not None and right is not None and len(left.named_children) != len(right.named_children)
