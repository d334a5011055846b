"""Fields of a local variable that nothing else reaches while a loop runs."""

from __future__ import annotations

from gofix20.analysis.accumulation import Target, target_of
from gofix20.analysis.flow import EXPRESSIONS, range_effect
from gofix20.analysis.places import enclosing_function, siblings_before, statement_of, with_parentheses
from gofix20.analysis.variables import is_shared, is_written
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, ancestors, contains, text, walk
from gofix20.transform import Refuse

CALM = frozenset({b"+", b"-", b"*", b"==", b"!=", b"<", b"<=", b">", b">="})
"""Operators that cannot panic on these types:"""
BASIC = frozenset({"string", "int", "bool"})
STRAIGHT = frozenset({"expression_statement", "assignment_statement", "short_var_declaration", "var_declaration"})
"""Statements that evaluate all that stands in them, but for what `&&` and `||` skip."""


def is_ours_alone(target: Target, region: Node, facts: Facts) -> None:
    """Raises Refuse unless the field `r.out` is only ever named so in the region, and reading it cannot panic there.

    Other selectors of `r` are fine, since they are other fields; `r` itself may not be copied, and no second path may
    lead to a field of the same declaration.
    """
    base, name = target.base, target.text
    assert base is not None
    if is_shared(facts, base) or any(is_written(use) for use in facts.uses(base)):
        raise Refuse(f"`{base.name}` is assigned or shared, so `{name}` may be another's field")
    for use in facts.uses(base):
        if contains(region, use) and is_whole(use, facts):
            raise Refuse(f"`{base.name}` is used as a whole", use)
    for place in facts.places(target.obj):
        selector = place.parent
        if contains(region, place) and (selector is None or target_of(selector, facts) != target):
            raise Refuse(f"another `{target.obj.name}` is used, which may be the same", place)
    first = next(use for use in target.uses(facts) if contains(region, use))
    if facts.follows_pointer(first) and (facts.is_promoted(first) or not is_known_to_be_there(target, region, facts)):
        raise Refuse(f"`{base.name}` may be nil")
    if effect_beside(target, region, facts) != Effect.NONE:
        raise Refuse(f"`{name}` can be seen from outside while the loop runs")


def is_whole(use: Node, facts: Facts) -> bool:
    """Is a variable used here other than for one of its fields?"""
    selector = with_parentheses(use).parent
    if selector is None or selector.type != "selector_expression":
        return True
    field = selector.child_by_field_name("field")
    obj = None if field is None else facts.object(field)
    return obj is None or obj.scope != "field"


def is_known_to_be_there(target: Target, region: Node, facts: Facts) -> bool:
    """Was the pointer followed before, on every way to the region, so that it is not nil?"""
    clause = next((child for child in region.named_children if child.type == "range_clause"), None)
    operand = None if clause is None else clause.child_by_field_name("right")
    if operand is not None and facts.effect(operand) < Effect.EFFECT and follows(operand, target, facts):
        return True
    function = enclosing_function(region)
    statement = statement_of(region)
    while statement is not None and function is not None and contains(function, statement) and statement != function:
        if any(before.type in STRAIGHT and follows(before, target, facts) for before in siblings_before(statement)):
            return True
        if statement.parent is None or statement.parent.parent is None:
            return False
        statement = statement_of(statement.parent.parent)
    return False


def follows(node: Node, target: Target, facts: Facts) -> bool:
    """Does evaluating the node certainly follow the pointer that the field is reached through?"""
    for inner in walk(node, skip=("func_literal",)):
        if inner.type != "selector_expression" or not facts.follows_pointer(inner) or facts.is_promoted(inner):
            continue
        operand = inner.child_by_field_name("operand")
        if operand is None or facts.object(operand) != target.base or is_whole(operand, facts):
            continue
        if not any(contains(node, outer) and is_logical(outer) for outer in ancestors(inner)):
            return True
    return False


def is_logical(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and text(operator) in {b"&&", b"||"}


def effect_beside(target: Target, region: Node, facts: Facts) -> Effect:
    """The worst that the region may do, apart from following the pointer that is known to be good to read a field."""
    worst = Effect.NONE
    for node in walk(region, skip=("func_literal",)):
        if node.type in {"send_statement", "select_statement", "go_statement", "defer_statement", "func_literal"}:
            return Effect.EFFECT
        if node.type == "range_clause":
            worst = max(worst, range_effect(node, facts))
        if node.type in EXPRESSIONS and facts.type(node) is not None and not is_harmless(node, target, facts):
            worst = max(worst, facts.effect(node))
        elif node.type == "call_expression" and facts.type(node) is None:
            return Effect.EFFECT
    return worst


def is_harmless(node: Node, target: Target, facts: Facts) -> bool:
    """Has the expression no effect of its own, whatever its operands (which are looked at too) have?"""
    operand = node.child_by_field_name("operand")
    if node.type == "selector_expression" and operand is not None and facts.object(operand) == target.base:
        written = node.parent is not None and is_written(node) and target_of(node, facts) != target
        return not facts.is_promoted(node) and not written
    type_ = facts.type(node)
    if node.type == "binary_expression":
        operator, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
        side = None if left is None else facts.type(left)
        return operator is not None and text(operator) in CALM and side is not None and side.kind in BASIC
    if facts.is_conversion(node):
        return type_ is not None and type_.kind == "string"
    return facts.callee(node) == "len"
