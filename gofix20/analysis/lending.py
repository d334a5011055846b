"""Memory that a Scanner, Reader or Buffer lends: is it the function's own, and is it written again?"""

from __future__ import annotations

from collections.abc import Sequence

from gofix20.analysis.following import may_follow
from gofix20.analysis.places import arguments, enclosing_function, without_parentheses
from gofix20.analysis.provenance import Base, values_of
from gofix20.analysis.sharing import holders_of, memory_doubt
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, children, text

OWN = frozenset({"bufio.NewScanner", "new"})
"""Functions that make an owner with a buffer that nobody else has; bufio.NewReader may give back what it is given."""

HARMLESS = frozenset({"Text", "Err", "Len", "Cap", "Available", "Buffered", "Size", "String"})
"""Methods that leave the buffer as it is, and give none of it away."""

GIVING = frozenset({"Bytes", "Next", "Peek", "ReadSlice", "ReadLine"})

BORROWING = frozenset(
    {
        "io.Copy", "io.CopyN", "io.CopyBuffer", "fmt.Fprint", "fmt.Fprintf", "fmt.Fprintln", "io.WriteString",
        "encoding/binary.Write", "encoding/json.Indent", "encoding/json.Compact", "io.ReadFull",
    }
)  # fmt: skip
"""Functions that have what they read from or write to only while they run."""


def lending_doubt(base: Base, values: Sequence[Node], writes: bool, facts: Facts) -> str:
    """Why memory that is lent may change, or be seen by others, after the values are taken; empty if it cannot."""
    if base.obj is None or not is_own(base.obj, facts):
        return written_again(base)
    given: list[Node] = []
    for use in facts.uses(base.obj):
        what = method_of(use, facts)
        if what is None:
            return f"`{base.obj.name}` is shared at line {use.start_point.row + 1}"
        if what in GIVING:
            given.append(use)
        if what in {"Buffer", "Split", "Reset"}:
            return written_again(base)
        for value in values:
            if enclosing_function(use) != enclosing_function(value):
                return written_again(base)
            if may_follow(use, value, facts.definition(base.obj), facts) and what not in HARMLESS | GIVING:
                return written_again(base)
    if len(given) != 1:
        return written_again(base)
    call = next(outer for outer in ancestors(given[0]) if outer.type == "call_expression")
    doubts = (memory_doubt(holder, values, writes, facts) for holder in holders_of(call, values, (), facts))
    return next(filter(None, doubts), "")


def written_again(base: Base) -> str:
    if base.kind == "lent":
        return "it may be written over as it is, and the copy is not"
    name = "it" if base.obj is None else f"`{base.obj.name}`"
    return f"{name} may be written again: others may share its memory on purpose"


def is_own(owner: Object, facts: Facts) -> bool:
    """Did the function make the owner, with a buffer of its own?"""
    if owner.scope != "local":
        return False
    values = values_of(owner, facts)
    if values is None or len(values) > 1:
        return owner.type is not None and owner.type.kind == "struct" and not assigned(owner, facts)
    for value in values:
        if value.node is None or value.node.type != "call_expression" or facts.callee(value.node) not in OWN:
            return value.node is not None and is_empty_literal(value.node)
    return bool(values) or (owner.type is not None and owner.type.kind == "struct")


def assigned(owner: Object, facts: Facts) -> bool:
    """Is a variable that holds a buffer itself assigned anything?"""
    for use in facts.uses(owner):
        list_ = use.parent
        if list_ is None or list_.type != "expression_list" or list_.parent is None:
            continue
        if list_.parent.child_by_field_name("left") == list_:
            return True
    declared = facts.definition(owner)
    spec = None if declared is None else declared.parent
    return spec is None or spec.type != "var_spec" or spec.child_by_field_name("value") is not None


def is_empty_literal(node: Node) -> bool:
    if node.type == "unary_expression":
        node = without_parentheses(children(node, "operand")[0])
    return node.type == "composite_literal" and children(node, "body")[0].named_child_count == 0


def method_of(use: Node, facts: Facts) -> str | None:
    """The method of the owner that is called here ("write" where it is lent to a function); None for anything else."""
    parent = use.parent
    assert parent is not None
    outer = parent.parent
    if parent.type == "selector_expression" and outer is not None and outer.type == "call_expression":
        called = outer.child_by_field_name("function") == parent and not started(outer)
        return text(children(parent, "field")[0]).decode() if called else None
    argument = parent if parent.type == "unary_expression" else use
    call = argument.parent.parent if argument.parent is not None else None
    if call is None or call.type != "call_expression" or argument not in arguments(call) or started(call):
        return None
    return "write" if facts.callee(call) in BORROWING else None


def started(call: Node) -> bool:
    return call.parent is not None and call.parent.type in {"go_statement", "defer_statement"}
