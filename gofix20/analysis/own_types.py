"""Methods of reflect.Type: whose are they, the runtime's or those of a type that embeds it and does more?"""

from __future__ import annotations

from gofix20.analysis.places import without_parentheses
from gofix20.analysis.variables import assigned_values, is_shared, is_written
from gofix20.facts import Facts, Object
from gofix20.syntax import Node

REAL_TYPES = frozenset({"reflect.TypeOf", "reflect.TypeFor", "(reflect.Value).Type"})
"""They give the runtime's own."""


def may_be_overridden(node: Node, facts: Facts, depth: int = 0) -> bool:
    """Does it ask a reflect.Type that may be somebody's own, with methods that do more?"""
    node = without_parentheses(node)
    if node.type == "call_expression":
        name = facts.callee(node) or ""
        function = node.child_by_field_name("function")
        operand = None if function is None else function.child_by_field_name("operand")
        if name in REAL_TYPES:
            return False
        if name.startswith("(reflect.Type)."):
            return operand is None or is_foreign(operand, facts, depth)
    return False


def is_foreign(node: Node, facts: Facts, depth: int) -> bool:
    """May this reflect.Type be another than the runtime's?"""
    node = without_parentheses(node)
    if node.type == "call_expression":
        name = facts.callee(node) or ""
        return name not in REAL_TYPES and (
            not name.startswith("(reflect.Type).") or may_be_overridden(node, facts, depth + 1)
        )
    obj = facts.object(node) if node.type == "identifier" else None
    definition = None if obj is None else facts.definition(obj)
    if obj is None or definition is None or obj.scope != "local" or is_shared(facts, obj) or depth > 3:
        return True
    written = [definition, *(use for use in facts.uses(obj) if is_written(use))]
    values = [assigned_values(facts, place) for place in written]
    return any(value is None or is_foreign_but(value, obj, facts, depth + 1) for value in values)


def is_foreign_but(value: Node, obj: Object, facts: Facts, depth: int) -> bool:
    """The same of a value of the variable: `t = t.Elem()` is as real as `t` was."""
    value = without_parentheses(value)
    function = value.child_by_field_name("function") if value.type == "call_expression" else None
    operand = None if function is None else function.child_by_field_name("operand")
    asked = operand is not None and facts.object(operand) == obj
    if asked and (facts.callee(value) or "").startswith("(reflect.Type)."):
        return False
    return is_foreign(value, facts, depth)
