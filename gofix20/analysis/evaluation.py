"""Order of evaluation: what a statement evaluates before and after one of its expressions, and what may skip it.

Go fixes the order of calls, receives and logical operators only; where an operand stands between them is up to the
compiler (the spec's "Order of evaluation"). So an expression is only moved in front of its statement if no order is in
question.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gofix20.analysis.places import arguments, expressions
from gofix20.analysis.variables import captures, is_changed, may_change_in
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, text, walk
from gofix20.transform import Refuse

TRANSPARENT = frozenset(
    {
        "parenthesized_expression", "unary_expression", "selector_expression", "type_assertion_expression",
        "variadic_argument", "type_conversion_expression", "expression_statement", "return_statement", "go_statement",
        "defer_statement", "literal_element", "composite_literal", "var_declaration", "var_spec_list",
    }
)  # fmt: skip
"""They evaluate one operand of an expression, and nothing beside it."""
SELF_CONTAINED = frozenset(
    {
        "bool", "string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
        "uintptr", "float32", "float64", "complex64", "complex128",
    }
)  # fmt: skip
"""Kinds of values that no memory elsewhere is part of, or none that can change."""


@dataclass(slots=True)
class Operands:
    """The other operands that are evaluated with an expression, up to a root."""

    before: list[Node] = field(default_factory=list)
    """By the order of the text."""
    after: list[Node] = field(default_factory=list)
    """Those that are evaluated whether or not the expression says so; the right side of its `&&` is not."""
    skipping: Node | None = None
    """The innermost construct that may leave the expression out, or that is not understood."""


def operands_around(node: Node, root: Node) -> Operands:
    """What is evaluated beside `node` when `root` (an expression or a simple statement) is."""
    found = Operands()
    child = node
    while child != root:
        parent = child.parent
        assert parent is not None
        around(found, parent, child)
        child = parent
    return found


def around(found: Operands, parent: Node, child: Node) -> None:
    kind = parent.type
    if kind == "binary_expression":
        left, right = parent.children_by_field_name("left")[0], parent.children_by_field_name("right")[0]
        logical = is_logical(parent)
        if child == right:
            found.before.append(left)
            if logical and found.skipping is None:
                found.skipping = parent
        elif not logical:
            found.after.append(right)
    elif kind in {"argument_list", "expression_list", "literal_value"}:
        siblings(found, [one for one in parent.named_children if one.type != "comment"], child)
    elif kind == "call_expression":
        function = parent.children_by_field_name("function")[0]
        if child == function:
            found.after.extend(arguments(parent))
        else:
            found.before.append(function)
    elif kind in {"index_expression", "slice_expression", "keyed_element", "send_statement"}:
        siblings(found, [one for one in parent.named_children if one.type != "comment"], child)
    elif kind in {"assignment_statement", "short_var_declaration"}:
        if child == parent.child_by_field_name("right"):
            found.before.extend(expressions(parent.child_by_field_name("left")))
        else:
            found.after.extend(expressions(parent.child_by_field_name("right")))
    elif kind not in TRANSPARENT and kind != "var_spec" and found.skipping is None:
        found.skipping = parent


def siblings(found: Operands, parts: list[Node], child: Node) -> None:
    found.before.extend(part for part in parts if part.end_byte <= child.start_byte)
    found.after.extend(part for part in parts if part.start_byte >= child.end_byte)


def is_logical(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type in {"&&", "||"}


def is_never_evaluated(node: Node, root: Node, facts: Facts) -> bool:
    """Is it part of a constant expression (`unsafe.Sizeof(m[k])`, `len([1]bool{m[k]})`)?"""
    while node != root and node.parent is not None:
        node = node.parent
        if facts.constant(node) is not None:
            return True
    return False


def evaluated_first(node: Node, root: Node, facts: Facts, *, pure: bool, settled: list[Node]) -> None:
    """Raises Refuse unless evaluating `node` just before `root` changes nothing.

    `pure`: evaluating it cannot panic, nor meet what another goroutine does. `settled` are expressions that are
    evaluated before it either way.
    """
    if is_never_evaluated(node, root, facts):
        raise Refuse(f"`{short(node)}` is part of a constant, and not evaluated", node)
    found = operands_around(node, root)
    if found.skipping is not None:
        raise Refuse(f"`{short(node)}` is not always evaluated", node)
    bound = Effect.MAY_PANIC if pure else Effect.NONE
    for other in found.before:
        if other not in settled and operand_effect(other, facts) > bound:
            raise Refuse(f"`{short(node)}` is evaluated after `{short(other)}`", node)
    for other in found.after:
        if operand_effect(other, facts) > Effect.MAY_PANIC:
            raise Refuse(f"`{short(node)}` is evaluated beside a call or receive", node)
    if facts.effect(node) is Effect.EFFECT:
        # Whether a variable is read before or after a call beside it is not said anywhere.
        for other in (*found.before, *found.after):
            if is_changed_by(other, node, facts):
                raise Refuse(f"`{short(other)}` may be changed by `{short(node)}`", node)


def is_changed_by(operand: Node, node: Node, facts: Facts) -> bool:
    """May an operand that has no effects have another value once `node`, which may do anything, is evaluated?"""
    for obj in facts.mentioned(operand):
        if obj.kind == "var" and may_change_in(facts, obj, node):
            return True
        if obj.is_local and any(is_changed(facts, use) for use in captures(facts, obj)):
            return True  # a closure sets a field of it
    parts = operand.named_children if is_target(operand) else [operand]
    return any(looks_into(inner, facts) for part in parts for inner in walk(part, skip=("func_literal",)))


def looks_into(node: Node, facts: Facts) -> bool:
    """Does it look, of its own, into memory that its operands only refer to: `xs[i]`, `len(m)`, `string(bytes)`?"""
    if facts.constant(node) is not None:
        return False
    if node.type == "index_expression":
        type_ = facts.type(node.children_by_field_name("operand")[0])
        return type_ is None or type_.kind not in {"array", "string"}
    if node.type == "type_conversion_expression":
        operands = node.children_by_field_name("operand")
    elif node.type == "call_expression":
        operands = arguments(node)
    else:
        return False
    own = {"slice"} if facts.callee(node) in {"len", "cap"} else set()
    types = [facts.type(operand) for operand in operands]
    return any(type_ is None or type_.kind not in SELF_CONTAINED | own for type_ in types)


def operand_effect(node: Node, facts: Facts) -> Effect:
    """What evaluating an operand does, where it is called or assigned to only afterwards."""
    if facts.is_type(node) or text(node) == b"_":
        return Effect.NONE
    parent = node.parent
    if node.type == "literal_element":
        return operand_effect(node.named_children[0], facts)
    if node.type == "keyed_element":
        return max(operand_effect(part, facts) for part in node.named_children if part.type != "comment")
    called = parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node
    if called and node.type == "selector_expression":
        name = node.child_by_field_name("field")
        obj = None if name is None else facts.object(name)
        if obj is not None and obj.kind == "func":
            operand = node.children_by_field_name("operand")[0]
            packaged = facts.object(operand)
            if packaged is not None and packaged.kind == "package":
                return Effect.NONE
            return max(facts.effect(operand), Effect.MAY_PANIC if copies_receiver(node, facts) else Effect.NONE)
    if is_target(node):
        parts = [child for child in node.named_children if child.type not in {"comment", "field_identifier"}]
        if node.type in {"index_expression", "selector_expression", "unary_expression"}:
            return max((facts.effect(part) for part in parts), default=Effect.NONE)
        if node.type == "identifier":
            return Effect.NONE
    return facts.effect(node)


def copies_receiver(selector: Node, facts: Facts) -> bool:
    """May evaluating the receiver of a method call go through a pointer (or find a nil interface)?"""
    type_ = facts.type(selector.children_by_field_name("operand")[0])
    return type_ is None or type_.kind in {"pointer", "interface", "typeparam"} or facts.follows_pointer(selector)


def is_target(node: Node) -> bool:
    """Is it what is assigned to? (Its operands are evaluated first; that it cannot be stored to shows later.)"""
    parent = node.parent
    if parent is None or parent.type != "expression_list" or parent.parent is None:
        return False
    statement = parent.parent
    return (
        statement.type in {"assignment_statement", "short_var_declaration"}
        and statement.child_by_field_name("left") == parent
    )


def short(node: Node) -> str:
    line = text(node).decode(errors="replace").split("\n", 1)[0]
    return line if len(line) <= 40 else line[:37] + "…"
