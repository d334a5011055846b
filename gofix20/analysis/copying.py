"""Copies of slices and strings: the same contents, nil where they were nil, and of the same type."""

from __future__ import annotations

from collections.abc import Collection

from gofix20.analysis import names
from gofix20.analysis.evaluation import operand_effect, operands_around, short
from gofix20.analysis.places import CASES, expressions, without_parentheses
from gofix20.facts import Effect, Facts, Type
from gofix20.syntax import Node, children, contains, text
from gofix20.transform import Draft, Refuse


def copy(value: Node, type_: Type, facts: Facts, draft: Draft) -> None:
    """Write a copy of an expression in its place. Raises Refuse where the file's Go or its names do not allow it.

    `bytes.Clone` gives a `[]byte` whatever it was given, so a named type takes `slices.Clone`, which keeps it.
    """
    if type_.kind == "string":
        names.require_version(facts, (1, 18), "strings.Clone")
        before, after = in_type(value, type_, facts) if type_.named else ("", "")
        package = names.package(facts, draft, "strings", [value])
        draft.insert(value.start_byte, f"{before}{package}.Clone({'string(' if before else ''}")
        draft.insert(value.end_byte, f"){after}")
        return
    packages = []
    if not type_.named and type_.elem is not None and type_.elem.is_exactly("byte") and facts.go_version >= (1, 20):
        packages.append("bytes")
    if facts.go_version >= (1, 21):
        packages.append("slices")
    if not packages:
        copy_by_append(value, facts, draft)
        return
    try:
        function = names.package(facts, draft, packages[0], [value])
    except Refuse:
        function = names.package(facts, draft, packages[-1], [value])
    wrap(value, function, draft)


def in_type(value: Node, type_: Type, facts: Facts) -> tuple[str, str]:
    """What stands around a copy of a string of a named type, as `name(strings.Clone(string(x)))`."""
    names.builtin(facts, "string", [value])
    meant = facts.visible(type_.text, value) if type_.text.isidentifier() else None
    if meant is None or meant.kind != "type" or meant.scope != "package":
        raise Refuse(f"`{short(value)}` is of type {type_.text}, which has no plain name here")
    return f"{type_.text}(", "))"


def wrap(value: Node, package: str, draft: Draft) -> None:
    draft.insert(value.start_byte, f"{package}.Clone(")
    draft.insert(value.end_byte, ")")


def copy_by_append(value: Node, facts: Facts, draft: Draft) -> None:
    """`append(x[:0:0], x[:10]...)`: of the slice's own type, nil where it is nil, and it panics where it did."""
    names.builtin(facts, "append", [value])
    operand = without_parentheses(children(value, "operand")[0]) if value.type == "slice_expression" else value
    obj = facts.object(operand) if operand.type == "identifier" else None
    if obj is None or facts.effect(value) is Effect.EFFECT:
        raise Refuse(f"bytes.Clone needs Go 1.20; this file is Go {facts.go_version[0]}.{facts.go_version[1]}")
    draft.mention(obj)
    draft.insert(value.start_byte, f"append({text(operand).decode()}[:0:0], ")
    draft.insert(value.end_byte, "...)")


def order_doubt(value: Node, copied: Collection[Node], facts: Facts) -> tuple[str, Node | None]:
    """What may panic or run in another order if a copy of `value` is made; empty if nothing does.

    `copied` are copied too. The second of the results is an expression that would settle the doubt if it were.

    A copy is a call, and calls are evaluated before what is no call, in the order of the text (the spec leaves open
    when the rest is). A slice is cut in that order too, but an element is taken last, like all that `is_late` tells.
    Where one value is assigned to one place, it is evaluated before that place is stored to either way; and a load
    through a nil pointer panics after the bounds of a slice are checked either way.
    """
    if facts.effect(value) is Effect.NONE:
        return "", None
    statement = value
    while statement.parent is not None and statement.parent.type not in CASES | {"statement_list", "source_file"}:
        statement = statement.parent
    around = operands_around(value, statement)
    is_element = without_parentheses(value).type == "index_expression"
    target = statement.child_by_field_name("left") if statement.type == "assignment_statement" else None
    for other in around.before:
        may_panic = operand_effect(other, facts) is Effect.MAY_PANIC
        if target is not None and contains(target, other) and len(expressions(target)) == 1:
            if may_panic and is_element and not is_late(other, facts, target=True):
                return f"`{short(other)}` may panic first", None
            continue
        inner = operand_of(other)
        if inner.type == "call_expression" and not facts.is_conversion(inner):
            continue  # it comes first either way
        if may_panic and inner not in copied and (is_element or not is_load(other)):
            return f"`{short(other)}` may panic first", inner
    for other in around.after:
        effect = operand_effect(other, facts)
        if effect is Effect.EFFECT:
            return f"`{short(other)}` is called beside it", None
        if is_element and effect is Effect.MAY_PANIC and not is_late(operand_of(other), facts):
            return f"`{short(other)}` may panic first", None
    return "", None


def is_late(node: Node, facts: Facts, *, target: bool = False) -> bool:
    """Is it evaluated when all calls have been made: a variable, or fields and elements of one?

    Of a map, only if it is a `target`: what is assigned to.
    """
    node = without_parentheses(node)
    if facts.effect(node) is Effect.NONE:
        return True
    if node.type == "selector_expression":
        return is_late(children(node, "operand")[0], facts)
    if node.type == "unary_expression":
        return text(children(node, "operator")[0]) == b"*" and is_late(children(node, "operand")[0], facts)
    if node.type == "index_expression":
        list_ = children(node, "operand")[0]
        type_ = facts.type(list_)
        listed = target or (type_ is not None and type_.kind in {"slice", "array", "pointer"})
        return listed and is_late(list_, facts) and is_late(children(node, "index")[0], facts)
    return False


def operand_of(node: Node) -> Node:
    """The expression of an element of a literal."""
    while node.type in {"keyed_element", "literal_element"}:
        node = node.named_children[-1]
    return node


def is_load(node: Node) -> bool:
    """Is it a variable, or fields of one?"""
    node = without_parentheses(node)
    while node.type == "selector_expression":
        node = without_parentheses(children(node, "operand")[0])
    return node.type == "identifier"
