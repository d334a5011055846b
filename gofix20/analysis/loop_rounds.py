"""Loops: how many rounds they have at most, where that can be told."""

from __future__ import annotations

from collections.abc import Iterable

from gofix20.analysis.places import only, without_parentheses
from gofix20.analysis.variables import written_in
from gofix20.facts import Facts
from gofix20.syntax import Node, text


def most_rounds(loop: Node, facts: Facts) -> int | None:
    """The most rounds that a loop has in any build; None if nobody knows."""
    for child in loop.named_children:
        if child.type == "range_clause":
            operand = child.child_by_field_name("right")
            return None if operand is None else most_elements(without_parentheses(operand), facts)
        if child.type == "for_clause":
            return counted_rounds(child, loop, facts)
    return None


def product(loops: Iterable[Node], facts: Facts) -> int | None:
    """The most rounds of the innermost of nested loops, all together."""
    most = 1
    for loop in loops:
        rounds = most_rounds(loop, facts)
        if rounds is None:
            return None
        most *= rounds
    return most


def most_elements(operand: Node, facts: Facts) -> int | None:
    """How many elements ranging over an operand gives at most."""
    constant = facts.constant(operand)
    if constant is not None:
        if not constant.portable or isinstance(constant.value, bool) or constant.value is None:
            return None
        return len(constant.value.encode()) if isinstance(constant.value, str) else max(constant.value, 0)
    type_ = facts.type(operand)
    if type_ is None:
        return None
    if type_.kind == "pointer" and type_.elem is not None:
        type_ = type_.elem
    if type_.kind == "array":
        return type_.length
    body = operand.child_by_field_name("body")
    if operand.type != "composite_literal" or body is None or type_.kind not in {"slice", "map"}:
        return None
    elements = [child for child in body.named_children if child.type != "comment"]
    if type_.kind == "slice" and any(child.type == "keyed_element" for child in elements):
        return None
    return len(elements)


def counted_rounds(clause: Node, loop: Node, facts: Facts) -> int | None:
    """Rounds of `for i := 0; i < n; i++` with constants throughout."""
    first, condition = clause.child_by_field_name("initializer"), clause.child_by_field_name("condition")
    update, body = clause.child_by_field_name("update"), loop.child_by_field_name("body")
    if first is None or condition is None or update is None or body is None:
        return None
    left, right = first.child_by_field_name("left"), first.child_by_field_name("right")
    name, value = (only(left), only(right)) if left is not None and right is not None else (None, None)
    obj = None if name is None else facts.object(name)
    start = None if value is None else integer(value, facts)
    step = constant_step(update, facts)
    bound = condition.child_by_field_name("right")
    compared, operator = condition.child_by_field_name("left"), condition.child_by_field_name("operator")
    if obj is None or start is None or step is None or bound is None or compared is None or operator is None:
        return None
    end = integer(bound, facts)
    if step[0] != obj.name or facts.object(compared) != obj or end is None or written_in(facts, obj, body):
        return None
    by = step[1]
    up, down = end - start, start - end
    distance = {b"<": up, b"<=": up + 1, b">": down, b">=": down + 1}.get(text(operator))
    if distance is None or by == 0 or (by > 0) != (text(operator) in {b"<", b"<="}):
        return None
    return max(0, -(-distance // abs(by)))


def constant_step(update: Node, facts: Facts) -> tuple[str, int] | None:
    """The variable that a post statement changes, and by how much."""
    if update.type in {"inc_statement", "dec_statement"}:
        operand = update.named_children[0]
        return text(operand).decode(), 1 if update.type == "inc_statement" else -1
    left, right = update.child_by_field_name("left"), update.child_by_field_name("right")
    operator = update.child_by_field_name("operator")
    if update.type != "assignment_statement" or left is None or right is None or operator is None:
        return None
    by = integer(right, facts)
    sign = {b"+=": 1, b"-=": -1}.get(text(operator))
    return None if by is None or sign is None else (text(left).decode(), sign * by)


def integer(node: Node, facts: Facts) -> int | None:
    inner = only(node)
    constant = None if inner is None else facts.constant(inner)
    if constant is None or not constant.portable or isinstance(constant.value, bool):
        return None
    return constant.value if isinstance(constant.value, int) else None


def is_endless(loop: Node) -> bool:
    """Has the loop neither a condition nor a range (so that only a break comes out of its end)?"""
    for child in loop.named_children:
        if child.type == "range_clause":
            return False
        if child.type == "for_clause":
            return child.child_by_field_name("condition") is None
    first = next((child for child in loop.named_children if child.type != "comment"), None)
    return first is None or first.type == "block"
