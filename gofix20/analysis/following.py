"""What may happen after a value was taken, while the same memory is held."""

from __future__ import annotations

from gofix20.analysis.flow import gotos
from gofix20.analysis.places import FUNCTIONS, enclosing_function, enclosing_loops, statement_of
from gofix20.facts import Facts
from gofix20.syntax import Node, ancestors, contains


def may_follow(event: Node, leaving: Node, declared: Node | None, facts: Facts) -> bool:
    """May `event` happen after `leaving` was evaluated, to the same memory?

    `declared` is where the variable that holds the memory is declared: a loop around that starts anew with each round.
    """
    function = enclosing_function(leaving)
    if enclosing_function(event) != function or is_deferred(event, function):
        return True
    statement = statement_of(leaving)
    if statement is None or gotos(facts.function):
        return True
    if contains(statement, event) and not contains(leaving, event):
        return True
    if contains(leaving, event):
        return False
    last = ending(leaving)
    if event.start_byte >= leaving.start_byte:
        return last is None or event.start_byte < last.end_byte
    return last is None and any(contains(loop, event) for loop in rounds(leaving, declared))


def rounds(node: Node, declared: Node | None) -> list[Node]:
    """The loops around a node that go on with the same variable."""
    return [loop for loop in enclosing_loops(node) if declared is None or not contains(loop, declared)]


def is_deferred(node: Node, function: Node | None) -> bool:
    for outer in ancestors(node):
        if outer == function:
            return False
        if outer.type in {"defer_statement", "go_statement"}:
            return True
    return True


def ending(node: Node) -> Node | None:
    """The return statement that control comes to in any case after `node` (or that it is part of)."""
    for outer in ancestors(node):
        if outer.type == "return_statement":
            return outer
        if outer.type == "statement_list":
            last = [child for child in outer.named_children if child.type != "comment"][-1]
            # No break or continue on the way there, or a loop may go on.
            if last.type == "return_statement" and not any(
                skips(child) for child in outer.named_children if child.end_byte > node.start_byte
            ):
                return last
        if outer.type in FUNCTIONS or outer.type == "for_statement":
            return None  # the loop may go on before what stands behind it
    return None


def skips(statement: Node) -> bool:
    if statement.type in {"break_statement", "continue_statement", "goto_statement"}:
        return True
    return any(skips(child) for child in statement.named_children if child.type != "func_literal")


def meet(one: Node, other: Node, declared: Node | None, facts: Facts) -> bool:
    """May both be evaluated while one and the same memory is held?"""
    return may_follow(one, other, declared, facts) or may_follow(other, one, declared, facts)
