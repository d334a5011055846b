"""What happens to a variable: where it is written, whose closures see it, whether its address is taken."""

from __future__ import annotations

from gofix20.analysis.places import enclosing_function, expressions, with_parentheses
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, contains, walk


def owner(facts: Facts, obj: Object) -> Node | None:
    """The function (literal or declaration) whose variable it is; None if it is not declared in this declaration."""
    definition = facts.definition(obj)
    return None if definition is None else owner_of(definition)


def owner_of(definition: Node) -> Node | None:
    # A literal's parameters belong to the literal, and so do a declaration's.
    return enclosing_function(definition)


def captures(facts: Facts, obj: Object) -> list[Node]:
    """The uses of a variable in function literals other than the function whose variable it is."""
    home = owner(facts, obj)
    return [use for use in facts.uses(obj) if enclosing_function(use) != home]


def is_written(node: Node) -> bool:
    """Is this identifier assigned, incremented, or declared anew by `:=` or `range` where it stands?

    An element or a field of it (`x[i] = …`, `x.f = …`) being assigned does not count; see `is_changed`.
    """
    outer = with_parentheses(node)
    parent = outer.parent
    if parent is None:
        return False
    if parent.type in {"inc_statement", "dec_statement"}:
        return True
    if parent.type != "expression_list":
        return False
    statement = parent.parent
    return (
        statement is not None
        and statement.type in {"assignment_statement", "short_var_declaration", "range_clause", "receive_statement"}
        and statement.child_by_field_name("left") == parent
    )


def is_changed(facts: Facts, node: Node) -> bool:
    """Is this variable, or a part of it that lies within it (a field, an element of an array), written here?"""
    inner = node
    while not is_written(inner):
        inner = with_parentheses(inner)
        parent = inner.parent
        if parent is None or parent.type not in {"selector_expression", "index_expression"}:
            return False
        if parent.type == "selector_expression" and facts.follows_pointer(parent):
            return False
        if parent.type == "index_expression" and (
            parent.child_by_field_name("operand") != inner or not is_array(facts, inner)
        ):
            return False
        inner = parent
    return True


def is_address_taken(facts: Facts, node: Node) -> bool:
    """Is the address of this variable or element, or of a part of it that lies within it, taken here?

    `&x`, `&x.f`, `&x[i]` of an array, slicing an array, and a pointer method called on it.
    """
    inner = with_parentheses(node)
    while inner.parent is not None:
        parent = inner.parent
        if parent.type == "unary_expression":
            operator = parent.child_by_field_name("operator")
            return operator is not None and operator.type == "&"
        if parent.type == "selector_expression":
            if facts.takes_address(parent):
                return True
            if facts.follows_pointer(parent):
                return False
        elif parent.type == "index_expression":
            if parent.child_by_field_name("operand") != inner or not is_array(facts, inner):
                return False
        elif parent.type == "slice_expression":
            return parent.child_by_field_name("operand") == inner and is_array(facts, inner)
        elif parent.type != "parenthesized_expression":
            return False
        inner = parent
    return False


def is_array(facts: Facts, node: Node) -> bool:
    type_ = facts.type(node)
    return type_ is None or type_.kind in {"array", "typeparam"}


def written_in(facts: Facts, obj: Object, region: Node) -> list[Node]:
    """Where inside `region` a variable itself is written (its declaration there included)."""
    return [use for use in facts.places(obj) if contains(region, use) and is_written(use)]


def may_change_in(facts: Facts, obj: Object, region: Node) -> bool:
    """May the value of the variable itself be another after `region` ran than before?

    Anything but a local counts as changed by any call or receive; a local whose address is taken, or that a closure
    writes, too.
    """
    if obj.kind in {"const", "nil", "type", "builtin", "package", "func"}:
        return False
    if written_in(facts, obj, region):
        return True
    if obj.is_local and not is_shared(facts, obj):
        return False
    return has_effects(region, obj, facts)


def leaves_variable(call: Node, obj: Object, facts: Facts) -> bool:
    """Is it a call of a builtin that does not set it? `append` may set elements of an array that is sliced."""
    name = facts.callee(call)
    if name == "append":
        return obj.type is not None and obj.type.kind not in {"array", "struct", "typeparam"}
    return name in {"len", "cap", "make", "new", "min", "max"}


def is_shared(facts: Facts, obj: Object) -> bool:
    """May code that does not mention the variable here write it: through its address, or in a closure?"""
    return any(is_address_taken(facts, use) for use in facts.uses(obj)) or any(
        is_written(use) for use in captures(facts, obj)
    )


def has_effects(region: Node, obj: Object, facts: Facts) -> bool:
    """Is there anything inside that may set a variable: a call, a receive, a send, a select, a range over them?

    A growing slice (`x = append(x, …)`) is no such call, nor is asking for a length; conversions and harmless calls
    are. Literals' bodies are not entered, since they do not run here (calling them is a call).
    """
    for node in walk(region, skip=("func_literal",)):
        if node.type == "call_expression" and leaves_variable(node, obj, facts):
            continue
        if node.type in {"call_expression", "send_statement", "receive_statement", "select_statement", "go_statement"}:
            return True
        if node.type == "unary_expression":
            operator = node.child_by_field_name("operator")
            if operator is not None and operator.type == "<-":
                return True
    return False


def assigned_values(facts: Facts, use: Node) -> Node | None:
    """The expression that is assigned to the variable at this place, where it is one by itself (`x = e`, `x := e`)."""
    outer = with_parentheses(use)
    left = outer.parent
    if left is None or left.type != "expression_list" or left.parent is None:
        return None
    statement = left.parent
    values = expressions(statement.child_by_field_name("right"))
    names = expressions(left)
    if statement.type not in {"assignment_statement", "short_var_declaration"} or len(values) != len(names):
        return None
    return values[names.index(outer)]
