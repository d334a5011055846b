"""Ways out: how control leaves a loop or a statement, and who sees what a panic leaves behind."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from gofix20.analysis.places import BREAKABLE, FUNCTIONS
from gofix20.facts import Facts
from gofix20.syntax import Node, ancestors, contains, text, walk


@dataclass(frozen=True, slots=True)
class Exit:
    """A statement that takes control out of a region, other than by its end or a panic."""

    node: Node
    kind: str
    """return, break, continue or goto."""
    target: Node | None
    """The loop, switch or select that a break or continue is about; the labelled statement of a goto."""


def exits(region: Node) -> Iterator[Exit]:
    """Every return, goto, and every break and continue that leaves `region` (a loop's own included).

    The `continue` of a loop itself does not leave it; its own `break` does.
    """
    for node in walk(region, skip=("func_literal",)):
        if node.type == "return_statement":
            yield Exit(node, "return", None)
        elif node.type == "goto_statement":
            target = label_target(node)
            if target is None or not contains(region, target) or target == region:
                yield Exit(node, "goto", target)
        elif node.type in {"break_statement", "continue_statement"}:
            kind = node.type.partition("_")[0]
            target = branch_target(node)
            outside = target is None or not contains(region, target)
            itself = target is not None and (
                target == region or (contains(target, region) and target.end_byte == region.end_byte)
            )
            if outside or (itself and kind == "break"):
                yield Exit(node, kind, target)


def always_leaves(statement: Node, loop: Node) -> bool:
    """Does a statement that is reached return, or go out of the loop?"""
    if statement.type == "return_statement":
        return True
    target = branch_target(statement) if statement.type in {"break_statement", "continue_statement"} else None
    return target is not None and (
        (statement.type == "break_statement" and target == loop) or (contains(target, loop) and target != loop)
    )


def branch_target(node: Node) -> Node | None:
    """What a break or continue is about."""
    label = next((child for child in node.named_children if child.type == "label_name"), None)
    wanted = {"for_statement"} if node.type == "continue_statement" else BREAKABLE
    for outer in ancestors(node):
        if outer.type in FUNCTIONS:
            return None
        if outer.type in wanted and (label is None or text(label) in labels(outer)):
            return outer
    return None


def labels(statement: Node) -> set[bytes]:
    """The labels that stand directly before a statement."""
    found = set()
    parent = statement.parent
    while parent is not None and parent.type == "labeled_statement":
        found |= {text(child) for child in parent.named_children if child.type == "label_name"}
        parent = parent.parent
    return found


def label_target(node: Node) -> Node | None:
    """The labelled statement that a goto goes to."""
    name = next((text(child) for child in node.named_children if child.type == "label_name"), None)
    function = next((outer for outer in ancestors(node) if outer.type in FUNCTIONS), None)
    if function is None:
        return None
    for inner in walk(function):
        if inner.type == "labeled_statement" and any(
            child.type == "label_name" and text(child) == name for child in inner.named_children
        ):
            return inner
    return None


@functools.lru_cache(maxsize=8)  # every finding in a function asks
def gotos(function: Node) -> tuple[Node, ...]:
    """The goto statements of a function, not of the literals in it."""
    return tuple(node for node in walk(function, skip=("func_literal",)) if node.type == "goto_statement")


def is_goto_target(statement: Node, function: Node) -> bool:
    """Does a goto of the function go to this (labelled) statement or one inside its labels?"""
    names = {text(child) for child in statement.named_children if child.type == "label_name"} | labels(statement)
    return any(
        text(child) in names for node in gotos(function) for child in node.named_children if child.type == "label_name"
    )


def recovering_defers(function: Node, facts: Facts) -> list[Node]:
    """The defer statements of a function that may stop a panic.

    A deferred call of a known function that does not call recover does not.
    """
    return [
        node
        for node in walk(function, skip=("func_literal",))
        if node.type == "defer_statement" and may_recover(node, facts)
    ]


def may_recover(defer: Node, facts: Facts) -> bool:
    call = next((child for child in defer.named_children if child.type != "comment"), None)
    if call is None or call.type != "call_expression":
        return True
    callee = call.child_by_field_name("function")
    if callee is None:
        return True
    if callee.type == "func_literal":
        return any(
            node.type == "identifier"
            and (obj := facts.object(node)) is not None
            and obj.kind == "builtin"
            and obj.name == "recover"
            for node in walk(callee)
        )
    if facts.callee(call) in {"close", "delete", "print", "println", "copy", "clear"}:
        return False
    name = callee.child_by_field_name("field") if callee.type == "selector_expression" else callee
    obj = None if name is None else facts.object(name)
    return obj is None or obj.kind != "func" or obj.recovers


def is_quotient_assignment(node: Node) -> bool:
    """Is it `x /= y` or the like? It divides or shifts, and so may panic, without an expression that says so."""
    operator = node.child_by_field_name("operator") if node.type == "assignment_statement" else None
    return operator is not None and operator.type in {"/=", "%=", "<<=", ">>="}
