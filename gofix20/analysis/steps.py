"""Reads of `m[k]` that `&&` or `||` may skip, where no nested `if` says so: the condition becomes a variable.

`if a || m[k] { … }` becomes `ok := a`, `if !ok { _, ok = m[k] }` and `if ok { … }`: each operand is evaluated exactly
where and when it was.
"""

from __future__ import annotations

from gofix20.analysis.asking import TAB, Asker
from gofix20.analysis.evaluation import evaluated_first, is_logical, operands_around, short
from gofix20.analysis.places import has_comment, with_parentheses, without_parentheses
from gofix20.syntax import Node, contains, text, walk
from gofix20.transform import Refuse


def is_skipped(ask: Asker, read: Node, root: Node) -> bool:
    """May something in `root` leave the read out?"""
    return operands_around(ask.tested(read)[0], root).skipping is not None


def in_steps_before(ask: Asker, statement: Node, root: Node, reads: list[Node], first: str = "") -> None:
    """Evaluate the condition that the reads are in, a part of `root`, in statements before `statement`.

    `first` is a statement that comes before all of them.
    """
    condition = whole_condition(ask, reads[0], root)
    if any(not contains(condition, read) for read in reads):
        raise Refuse("elements are read in several conditions of one statement", reads[-1])
    type_ = ask.facts.type(condition)
    if type_ is None or not (type_.is_exactly("bool") or type_.kind == "untyped bool"):
        raise Refuse(f"`{short(condition)}` is of another type than bool", condition)
    if has_comment(condition):
        raise Refuse("a comment stands in a condition", condition)
    ask.require_room_before(statement, reads[0])
    if condition != root:
        evaluated_first(condition, root, ask.facts, pure=False, settled=[])
    name = ask.name_before(statement)
    ask.draft.claim_name(name)
    lines: list[str] = []
    lower(ask, condition, reads, name, lines, 0)
    ask.lines_before(statement, [first, *lines] if first else lines)
    ask.draft.replace(condition, name)


def whole_condition(ask: Asker, read: Node, root: Node) -> Node:
    """The outermost chain of `&&`, `||` and `!` that a read is an operand of."""
    condition = node = ask.tested(read)[0]
    while node != root and node.parent is not None:
        node = node.parent
        if node.type == "binary_expression" and is_logical(node):
            condition = node
        elif not (
            node.type == "parenthesized_expression"
            or (node.type == "unary_expression" and operator_of(node) == "!")
            or is_comparison(node)
        ):
            break
    return with_parentheses(condition) if condition != root else condition


def is_comparison(node: Node) -> bool:
    return node.type == "binary_expression" and operator_of(node) in {"==", "!="}


def operator_of(node: Node) -> str:
    return node.children_by_field_name("operator")[0].type


def lower(ask: Asker, node: Node, reads: list[Node], name: str, lines: list[str], depth: int) -> None:
    """Statements that give `name` the value of an expression; the first one of all declares it."""
    node = without_parentheses(node)
    here = [read for read in reads if contains(node, read)]
    tab, gets = TAB * depth, "=" if lines else ":="
    if not here:
        lines.append(f"{tab}{name} {gets} {text(node).decode()}")
    elif node.type == "binary_expression" and is_logical(node):
        lower(ask, node.children_by_field_name("left")[0], reads, name, lines, depth)
        lines.append(f"{tab}if {'' if operator_of(node) == '&&' else '!'}{name} {{")
        lower(ask, node.children_by_field_name("right")[0], reads, name, lines, depth + 1)
        lines.append(f"{tab}}}")
    elif without_parentheses(ask.tested(here[0])[0]) == node:
        lines.append(f"{tab}_, {name} {gets} {text(here[0]).decode()}")
        if ask.tested(here[0])[1] == "!{}":
            lines.append(f"{tab}{name} = !{name}")
    elif node.type == "unary_expression" and operator_of(node) == "!":
        lower(ask, node.children_by_field_name("operand")[0], reads, name, lines, depth)
        lines.append(f"{tab}{name} = !{name}")
    else:
        answered(ask, node, here, name, lines, depth)


def answered(ask: Asker, node: Node, here: list[Node], name: str, lines: list[str], depth: int) -> None:
    """An operand that does more with a read than to ask: the read comes first, under the same name."""
    if len(here) > 1 or any(inner.type == "func_literal" for inner in walk(node)):
        raise Refuse(f"`{short(here[-1])}` is not always evaluated", here[-1])
    ask.require_first(here, node)
    tab, gets = TAB * depth, "=" if lines else ":="
    lines.append(f"{tab}_, {name} {gets} {text(here[0]).decode()}")
    lines.append(f"{tab}{name} = {ask.answered(node.start_byte, node.end_byte, here, [name])}")
