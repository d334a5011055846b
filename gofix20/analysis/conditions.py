"""Conditions: their operands, and their negation."""

from __future__ import annotations

from collections.abc import Iterable

from gofix20.facts import Facts
from gofix20.syntax import Node, contains, text

Level = list[Node]
"""Operands of one chain of `&&` or `||`."""
OPPOSITE = {"==": "!=", "!=": "=="}
ORDERED_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""Not of floating-point numbers: nothing holds of NaN."""


def split(expression: Node, operator: str, reads: list[Node]) -> list[Level]:
    """The operands of a chain of one operator, in levels: one begins at each that has reads.

    So only the first operand of a level has reads, and that of the first level may have none.
    """
    operands: list[Node] = []
    chain(expression, operator, operands)
    levels = [operands[:1]]
    for operand in operands[1:]:
        if inside([operand], reads):
            levels.append([operand])
        else:
            levels[-1].append(operand)
    return levels


def chain(node: Node, operator: str, operands: list[Node]) -> None:
    if node.type == "binary_expression" and node.children_by_field_name("operator")[0].type == operator:
        chain(node.children_by_field_name("left")[0], operator, operands)
        chain(node.children_by_field_name("right")[0], operator, operands)
    else:
        operands.append(node)


def inside(level: Level, reads: list[Node]) -> list[Node]:
    return [read for read in reads if any(contains(operand, read) for operand in level)]


def negated(node: Node, new: str, facts: Facts) -> str:
    """The negation of a condition whose text is now `new`."""
    if new.startswith("!") and (node.type == "unary_expression" or new[1:].isidentifier()):
        return new[1:].lstrip()
    if node.type != "binary_expression" or new.isidentifier():
        return f"!{new}"
    operator = node.children_by_field_name("operator")[0].type
    opposite = OPPOSITE.get(operator) or (ORDERED_OPPOSITE.get(operator) if is_ordered(node, facts) else None)
    if opposite is None or new != text(node).decode():
        return f"!({new})"
    left, right = (node.children_by_field_name(side)[0] for side in ("left", "right"))
    return f"{text(left).decode()} {opposite} {text(right).decode()}"


def truth(node: Node, facts: Facts) -> bool | None:
    """What a constant says in every build; None of anything else.

    It is of this package, so that no import is left without a use where it goes.
    """
    constant = facts.constant(node)
    known = constant is not None and constant.portable and isinstance(constant.value, bool)
    return bool(constant.value) if constant is not None and known else None


BRACKETED = frozenset({"parenthesized_expression", "argument_list", "literal_value", "func_literal", "type_arguments"})


def for_header(condition: str, operands: Iterable[Node]) -> str:
    """A condition as a header may have it: a `{` outside of all brackets would begin the body."""
    return f"({condition})" if any(map(opens_a_body, operands)) else condition


def opens_a_body(node: Node) -> bool:
    if node.type == "composite_literal" or node.type in BRACKETED:
        return node.type == "composite_literal"
    if node.type in {"index_expression", "slice_expression"}:
        return opens_a_body(node.children_by_field_name("operand")[0])
    return any(map(opens_a_body, node.named_children))


def is_ordered(comparison: Node, facts: Facts) -> bool:
    """Does it compare integers or strings?"""
    types = [facts.type(side) for side in comparison.named_children if side.type != "comment"]
    return all(type_ is not None and (type_.kind == "string" or "int" in type_.kind) for type_ in types)
