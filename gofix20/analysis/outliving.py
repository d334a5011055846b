"""Which goroutines may outlive the call that starts them: those that nobody waits for."""

from __future__ import annotations

from gofix20.analysis.places import enclosing_function
from gofix20.facts import Facts
from gofix20.syntax import Node, text, walk


def is_joined(start: Node, facts: Facts) -> bool:
    """May the function wait, after a go statement, for what it started: `Wait()`, a receive, a range over a channel?"""
    function = enclosing_function(start)
    return function is not None and any(
        waits(node, facts) for node in walk(function) if node.start_byte >= start.end_byte
    )


def waits(node: Node, facts: Facts) -> bool:
    if node.type in {"receive_statement", "select_statement"}:
        return True
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return operator is not None and text(operator) == b"<-"
    if node.type == "range_clause":
        operand = node.child_by_field_name("right")
        type_ = None if operand is None else facts.type(operand)
        return type_ is None or type_.kind == "chan"
    if node.type == "call_expression":
        return (facts.callee(node) or "").endswith(").Wait")
    return False
