"""Ways out: how control leaves a loop or a statement, and who sees what a panic leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gofix20.analysis.places import BREAKABLE, FUNCTIONS, expressions
from gofix20.analysis.variables import is_shared, written_in
from gofix20.facts import Effect, Facts
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


def gotos(function: Node) -> list[Node]:
    """The goto statements of a function, not of the literals in it."""
    return [node for node in walk(function, skip=("func_literal",)) if node.type == "goto_statement"]


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
        elif is_quotient_assignment(inner):
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
    if node.type == "call_expression" and not facts.is_conversion(node):
        if facts.is_quiet(node):
            return Effect.NONE if (facts.callee(node) or "").startswith(CERTAIN) else Effect.MAY_PANIC
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


def is_called(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node


CERTAIN = ("append", "len", "cap", "min", "max", "(*strings.Builder).Write", "(*strings.Builder).String", "fmt.Fprint")
"""What does not fail where it sets nothing else."""
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


def is_quotient_assignment(node: Node) -> bool:
    """Is it `x /= y` or the like? It divides or shifts, and so may panic, without an expression that says so."""
    operator = node.child_by_field_name("operator") if node.type == "assignment_statement" else None
    return operator is not None and operator.type in {"/=", "%=", "<<=", ">>="}


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
