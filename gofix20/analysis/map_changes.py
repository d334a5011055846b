"""Does a loop over a map leave the map alone?"""

from __future__ import annotations

from gofix20.analysis.places import expressions
from gofix20.analysis.variables import is_shared, is_written
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, text, walk


def may_shrink(operand: Node, loop: Node, facts: Facts) -> bool:
    """May the body take elements out of the map that is ranged over, or put some in?"""
    body = loop.child_by_field_name("body")
    if body is None:
        return True
    obj = facts.object(operand)
    own = obj is not None and obj.kind == "var" and obj.is_local and not is_shared(facts, obj)
    for node in walk(body):
        if node.type == "call_expression" and not facts.is_conversion(node):
            if facts.callee(node) in {"delete", "clear"}:
                return True
            if not runs_only_known_code(node, facts) and not (own and obj is not None and is_private(facts, obj)):
                return True
        elif node.type == "index_expression":
            inner = node.child_by_field_name("operand")
            type_ = None if inner is None else facts.type(inner)
            if is_written(node) and inner is not None and (type_ is None or type_ == facts.type(operand)):
                return True
        elif node.type in {"send_statement", "select_statement", "defer_statement", "go_statement"} or (
            node.type == "unary_expression" and text(node).startswith(b"<-")
        ):
            return True
    return False


def runs_only_known_code(call: Node, facts: Facts) -> bool:
    """Does the call run nothing that could change a map: a builtin, a harmless function, or one that sets nothing?"""
    name = facts.callee(call)
    if name is None:
        return False
    if name in {"append", "len", "cap", "copy", "make", "new", "min", "max", "panic", "print", "println"}:
        return True
    if name.partition(".")[0] in {"fmt", "errors", "strconv", "strings", "bytes", "sort"} and facts.is_static(call):
        return True  # their callbacks are methods of what is printed or compared; none has business with a map
    return facts.effect(call) < Effect.EFFECT or facts.is_quiet(call)


def is_private(facts: Facts, obj: Object) -> bool:
    """A map that was made here and given to nobody: it is only indexed, measured and ranged over."""
    if obj.scope != "local":
        return False
    for use in facts.uses(obj):
        parent = use.parent
        if parent is None:
            return False
        if parent.type == "index_expression" and parent.child_by_field_name("operand") == use:
            continue
        if parent.type == "range_clause":
            continue
        if (
            parent.type == "argument_list"
            and parent.parent is not None
            and facts.callee(parent.parent) in {"len", "delete", "clear"}
        ):
            continue
        return False
    definition = facts.definition(obj)
    spec = None if definition is None else definition.parent
    while spec is not None and spec.type == "expression_list":
        spec = spec.parent
    if spec is None:
        return False
    values = expressions(spec.child_by_field_name("right" if spec.type == "short_var_declaration" else "value"))
    return all(value.type == "composite_literal" or facts.callee(value) == "make" for value in values)
