"""What may happen while a piece of code runs, beyond what it says: panics, and code that nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

from gofix20.analysis.flow import is_quotient_assignment
from gofix20.analysis.places import expressions
from gofix20.analysis.variables import is_shared, written_in
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, ancestors, contains, text, walk


def worst_effect(node: Node, facts: Facts, harmless: Callable[[Node], bool] = lambda node: False) -> Effect:
    """The worst that may happen when this runs, apart from what `harmless` expressions do of their own.

    NONE: nothing but that memory runs out. MAY_PANIC: only what is assigned there changes. EFFECT: code runs that
    nobody looked at, or another goroutine may. Literals' bodies are not entered.
    """
    worst = Effect.NONE
    for inner in walk(node, skip=("func_literal",)):
        if inner.type in {"send_statement", "select_statement", "go_statement", "defer_statement"}:
            return Effect.EFFECT
        if inner.type == "range_clause":
            worst = max(worst, range_effect(inner, facts))
        elif is_quotient_assignment(inner) or compares_unknown(inner, facts):
            worst = max(worst, Effect.MAY_PANIC)
        elif inner.type in EXPRESSIONS and not harmless(inner):
            worst = max(worst, own_effect(inner, facts))
        if worst is Effect.EFFECT:
            break
    return worst


def own_effect(node: Node, facts: Facts) -> Effect:
    """What an expression may do of its own, its operands (which are looked at too) apart, if it matters."""
    found = facts.effect(node)
    if found is Effect.NONE or (facts.type(node) is None and node.type != "call_expression"):
        return Effect.NONE  # the latter: the name of something in a package
    if is_called(node):
        return Effect.NONE  # the call is looked at
    operator = node.child_by_field_name("operator")
    if is_call(node, facts):
        if facts.is_quiet(node):
            name = facts.callee(node) or ""
            return Effect.NONE if name in CERTAIN or name.startswith(BUILDING) else Effect.MAY_PANIC
        return found
    if node.type == "unary_expression" and operator is not None and operator.type == "<-":
        return Effect.EFFECT
    if node.type == "binary_expression":
        left = node.child_by_field_name("left")
        side = None if left is None else facts.type(left)
        if operator is not None and text(operator) in CALM and side is not None and side.kind in BASIC:
            return Effect.NONE
    type_ = facts.type(node)
    if facts.is_conversion(node) and type_ is not None and type_.kind == "string":
        return Effect.NONE
    if node.type == "index_expression" and is_in_range(node, facts):
        return Effect.NONE
    return Effect.MAY_PANIC


def compares_unknown(node: Node, facts: Facts) -> bool:
    """Is it a `switch` over what may hold an interface? What that holds may not be comparable."""
    value = node.child_by_field_name("value") if node.type == "expression_switch_statement" else None
    type_ = None if value is None else facts.type(value)
    return value is not None and (type_ is None or type_.kind in {"interface", "struct", "array", "typeparam"})


def is_call(node: Node, facts: Facts) -> bool:
    return node.type == "call_expression" and not facts.is_conversion(node)


def is_called(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node


CERTAIN = frozenset({"append", "len", "cap", "min", "max"})
BUILDING = ("(*strings.Builder).Write", "(*strings.Builder).String", "(*strings.Builder).Len", "fmt.Fprint")
"""How the names of what does not fail begin, where it sets a builder and nothing else."""
CALM = frozenset({b"+", b"-", b"*", b"==", b"!=", b"<", b"<=", b">", b">=", b"&&", b"||"})
"""Operators that cannot panic on these types:"""
BASIC = frozenset({"string", "int", "bool", "uint8", "int32"})


def is_in_range(node: Node, facts: Facts) -> bool:
    """Is it `xs[i]` in a loop `for i := range xs` or `for i := 0; i < len(xs); i++`, where nothing sets `xs` or `i`?"""
    operand, index = node.child_by_field_name("operand"), node.child_by_field_name("index")
    xs = None if operand is None else facts.object(operand)
    i = None if index is None else facts.object(index)
    if xs is None or i is None or xs.type is None or xs.type.kind not in {"slice", "string"}:
        return False
    definition = facts.definition(i)
    loop = None if definition is None else next((o for o in ancestors(definition) if o.type == "for_statement"), None)
    body = None if loop is None else loop.child_by_field_name("body")
    if loop is None or body is None or not contains(body, node) or not (xs.is_local and i.is_local):
        return False
    if any(outer.type == "func_literal" and contains(body, outer) for outer in ancestors(node)):
        return False  # it may run later
    for obj in (xs, i):
        if is_shared(facts, obj) or written_in(facts, obj, body):
            return False
    clause = next((child for child in loop.named_children if child.type in {"range_clause", "for_clause"}), None)
    if clause is None or not contains(clause, definition or clause):
        return False
    if clause.type == "range_clause":
        ranged, keys = clause.child_by_field_name("right"), expressions(clause.child_by_field_name("left"))
        return ranged is not None and facts.object(ranged) == xs and keys[:1] == [definition]
    first, condition = clause.child_by_field_name("initializer"), clause.child_by_field_name("condition")
    update = clause.child_by_field_name("update")
    return (
        first is not None
        and condition is not None
        and update is not None
        and re.sub(rb"\s", b"", text(first)) == f"{i.name}:=0".encode()
        and re.sub(rb"\s", b"", text(condition)) == f"{i.name}<len({xs.name})".encode()
        and update.type == "inc_statement"
        and facts.callee(condition.children_by_field_name("right")[0]) == "len"
        and xs in facts.mentioned(condition)
    )


EXPRESSIONS = frozenset(
    {
        "binary_expression", "call_expression", "composite_literal", "index_expression", "selector_expression",
        "slice_expression", "type_assertion_expression", "type_conversion_expression", "unary_expression",
    }
)  # fmt: skip


def range_effect(clause: Node, facts: Facts) -> Effect:
    operand = clause.child_by_field_name("right")
    type_ = None if operand is None else facts.type(operand)
    if type_ is None or type_.kind in {"chan", "func", "typeparam"}:
        return Effect.EFFECT
    return Effect.NONE if type_.kind != "pointer" else Effect.MAY_PANIC
