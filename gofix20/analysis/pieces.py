"""Where a small piece of a larger memory begins its way."""

from __future__ import annotations

from dataclasses import dataclass

from gofix20.analysis.bounds import Piece, piece_of
from gofix20.analysis.origins import CUTS, FOUND, LENT, TRIMS, TRIMS_AND_TELLS
from gofix20.analysis.places import arguments, expressions, without_parentheses
from gofix20.analysis.provenance import Base, Value, base_of, maker_of_parts, part_of, range_operand, values_of
from gofix20.analysis.variables import is_written
from gofix20.facts import Facts, Object, Type
from gofix20.syntax import Node, children, text


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """A small piece, where it is taken."""

    value: Node
    """The expression; or the variable that it is assigned to, where it is one of several values."""
    piece: Piece
    base: Base

    @property
    def is_variable(self) -> bool:
        return self.value.parent is not None and is_written(self.value)


def beginning(node: Node, facts: Facts) -> Beginning | None:
    """What a node takes, if it is a small piece of something: a slice expression, an element of a list of parts (the
    variable of a loop over them), what is before a separator, what a pattern matches, what is lent."""
    if node.type == "slice_expression":
        piece = piece_of(node, facts)
        return None if piece is None or (piece.count or 0) < 0 else Beginning(node, piece, base_of(node, facts))
    if node.type == "index_expression":
        list_ = children(node, "operand")[0]
        if not is_memory(facts.type(node)) or is_written(node) or is_rest(list_, node, facts):
            return None
        return Beginning(node, Piece(None), part_of(list_, facts))
    if node.type == "range_clause":
        return ranged(node, facts)
    callee = facts.callee(node) or ""
    value: Node | None = node
    if callee in CUTS:
        value = cut_targets(node)[0]
    elif callee in LENT and facts.callee(node) != "(*bufio.Scanner).Bytes":
        value = first_target(node)
    elif callee not in FOUND | LENT.keys():
        return None
    return None if value is None else Beginning(value, Piece(None), base_of(node, facts))


def ranged(clause: Node, facts: Facts) -> Beginning | None:
    """The variable that takes one part after the other."""
    for name in expressions(clause.child_by_field_name("left")):
        obj = facts.object(name)
        operand = None if obj is None or obj.scope != "local" else range_operand(obj, facts)
        if operand is not None and is_memory(facts.type(name)):
            return Beginning(name, Piece(None), part_of(operand, facts))
    return None


def is_memory(type_: Type | None) -> bool:
    """Is it a string, or a slice of bytes (and not a list of such)?"""
    if type_ is None or type_.kind == "string":
        return type_ is not None
    return type_.kind == "slice" and type_.elem is not None and type_.elem.kind == "uint8"


def is_rest(list_: Node, node: Node, facts: Facts) -> bool:
    """Is it what `SplitN(x, sep, n)[n-1]` has left, which may be most of it?"""
    made = maker_of_parts(list_, facts)
    if made is None or not (facts.callee(made) or "").endswith(("SplitN", "SplitAfterN")):
        return False
    if is_part(arguments(made)[0], facts):
        return False
    most, index = facts.constant(arguments(made)[2]), facts.constant(children(node, "index")[0])
    if most is None or index is None:
        return True
    return isinstance(most.value, int) and isinstance(index.value, int) and index.value == most.value - 1


def is_part(node: Node, facts: Facts, depth: int = 0) -> bool:
    """Is it one of a list of parts (or a part of one), and not all of what they are of?"""
    node = without_parentheses(node)
    if depth > 8:
        return False
    if node.type == "slice_expression":
        return piece_of(node, facts) is not None or is_part(children(node, "operand")[0], facts, depth + 1)
    if node.type == "index_expression":
        return part_of(children(node, "operand")[0], facts).kind != "unknown"
    if node.type == "call_expression":
        return facts.callee(node) in TRIMS | TRIMS_AND_TELLS and is_part(arguments(node)[0], facts, depth + 1)
    obj = facts.object(node) if node.type == "identifier" else None
    if obj is None or obj.scope != "local":
        return False
    if range_operand(obj, facts) is not None:
        return True
    values = [value for value in values_of(obj, facts) or () if not is_of(value, obj, facts)]
    return bool(values) and all(is_part_of_value(value, facts, depth + 1) for value in values)


def is_of(value: Value, obj: Object, facts: Facts) -> bool:
    """Is a variable assigned what is a constant, or trimmed from itself?"""
    node = value.node
    if node is None or facts.constant(node) is not None:
        return True
    return node.type == "call_expression" and facts.callee(node) in TRIMS and facts.object(arguments(node)[0]) == obj


def is_part_of_value(value: Value, facts: Facts, depth: int) -> bool:
    assert value.node is not None
    if value.node.type == "call_expression" and facts.callee(value.node) in CUTS:
        return value.index == 0 or is_part(arguments(value.node)[0], facts, depth)
    return value.index == 0 and is_part(value.node, facts, depth)


def cut_targets(call: Node) -> tuple[Node | None, Node | None]:
    """What the parts before and after are assigned to by `a, b, ok := strings.Cut(…)`; None for `_`."""
    names = targets(call)
    if len(names) != 3:
        return None, None
    before, after = (None if text(name) == b"_" else name for name in names[:2])
    return before, after


def first_target(call: Node) -> Node | None:
    names = targets(call)
    return names[0] if names and text(names[0]) != b"_" else None


def targets(call: Node) -> list[Node]:
    """What the results of a call are assigned to, each by itself."""
    list_ = call.parent
    if list_ is None or list_.type != "expression_list" or list_.parent is None:
        return []
    return expressions(list_.parent.child_by_field_name("left"))
