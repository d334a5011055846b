"""Fields of a local variable: whether code other than the region's own may set one while the region runs."""

from __future__ import annotations

from gofix20.analysis.accumulation import Target, target_of
from gofix20.analysis.declarations import declaration
from gofix20.analysis.effects import own_effect
from gofix20.analysis.flow import gotos
from gofix20.analysis.places import (
    enclosing_function,
    enclosing_loops,
    siblings_before,
    sides,
    statement_of,
    with_parentheses,
    without_parentheses,
)
from gofix20.analysis.variables import captures, is_address_taken, is_shared, is_written
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, ancestors, contains, text, walk
from gofix20.transform import Refuse

STRAIGHT = frozenset(
    {
        "expression_statement", "assignment_statement", "short_var_declaration", "var_declaration", "inc_statement",
        "dec_statement",
    }
)  # fmt: skip
"""Statements that evaluate all that stands in them, but for what `&&` and `||` skip."""
COMPOSED = frozenset({"struct", "array", "typeparam"})
"""Kinds of types of which a field may be a part."""


def is_in_nobodys_reach(target: Target, region: Node, facts: Facts) -> bool:
    """Does nobody but this function get at the variable with the field before the region ends?

    Because it is a struct of its own whose address is not taken, or because it is made here and is only used for its
    fields so far. Raises Refuse if it is assigned, or shared with closures that may assign it.
    """
    base = target.base
    assert base is not None
    shared = base.is_local and is_shared(facts, base)
    if shared or any(contains(region, use) and is_written(use) for use in facts.uses(base)):
        raise Refuse(f"`{base.name}` is assigned or shared, so `{target.text}` may be another's field")
    function, definition = enclosing_function(region), facts.definition(base)
    if goes_deep(target, facts) or function is None or definition is None:
        return False
    if enclosing_function(definition) != function:
        return False  # The function literal with the region may run twice at a time.
    if base.type is not None and base.type.kind == "struct":
        return True
    if captures(facts, base) or gotos(function):
        return False
    if any(not contains(loop, definition) for loop in enclosing_loops(region)):
        return False
    before = (use for use in facts.uses(base) if use.start_byte < region.end_byte and not is_returned(use))
    return is_made(base, facts) and not any(
        is_whole(use, facts) or is_pointed_into(use, target, facts) for use in before
    )


def is_pointed_into(use: Node, target: Target, facts: Facts) -> bool:
    """Is the address of a struct taken that is a part of what the variable points to, and that has the field?"""
    selector = with_parentheses(use).parent
    if selector is None or selector.type != "selector_expression" or not is_address_taken(facts, selector):
        return False
    field = selector.child_by_field_name("field")
    on_the_way = target.path[:1] == (None if field is None else facts.object(field),)
    return on_the_way or any(facts.is_promoted(each) for each in target.uses(facts))


def is_returned(use: Node) -> bool:
    parent = use.parent
    return parent is not None and parent.parent is not None and parent.parent.type == "return_statement"


def set_in_literals(target: Target, region: Node, facts: Facts) -> None:
    """Raises Refuse if another function than the region's assigns to the variable, or to a part of it."""
    base, function = target.base, enclosing_function(region)
    assert base is not None
    for use in facts.uses(base):
        place = with_parentheses(use)
        while place.parent is not None and place.parent.type in {"selector_expression", "index_expression"}:
            place = with_parentheses(place.parent)
        if is_written(place) and enclosing_function(use) != function:
            raise Refuse(f"`{target.text}` is written in a function literal", use)


def is_made(base: Object, facts: Facts) -> bool:
    """Is the variable's only value a pointer to something new?"""
    if any(is_written(use) for use in facts.uses(base)):
        return False
    try:
        value = declaration(base, facts).value
    except Refuse:
        return False
    if value is not None and value.type == "call_expression":
        return facts.callee(value) == "new"
    operand = None if value is None else value.child_by_field_name("operand")
    return value is not None and value.type == "unary_expression" and (
        operand is not None and without_parentheses(operand).type == "composite_literal"
    )  # fmt: skip


def is_whole(use: Node, facts: Facts) -> bool:
    """Is a variable used here other than for one of its fields?"""
    selector = with_parentheses(use).parent
    if selector is None or selector.type != "selector_expression":
        return True
    field = selector.child_by_field_name("field")
    obj = None if field is None else facts.object(field)
    return obj is None or obj.scope != "field"


def is_read_otherwise(target: Target, region: Node, facts: Facts) -> bool:
    """Is the field, in the region, perhaps part of a larger value that is used, or meant by another name?"""
    base = target.base
    assert base is not None
    if any(contains(region, use) and is_whole(use, facts) for use in facts.uses(base)):
        return True
    around = None if base.type is None else base.type.elem or base.type
    in_part = bool(target.path) or any(facts.is_promoted(use) for use in target.uses(facts))
    for node in walk(region):
        type_ = facts.type(node)
        if type_ is None or type_.kind not in COMPOSED or facts.is_type(node) or facts.object(node) == base:
            continue
        if is_on_the_way(node, target, facts):
            continue
        if around is None or in_part or min(around.size, type_.size) < 0 or type_.size >= around.size:
            return True
    return any(
        contains(region, place) and (place.parent is None or target_of(place.parent, facts) != target)
        for place in facts.places(target.obj)
    )


def is_on_the_way(node: Node, target: Target, facts: Facts) -> bool:
    """Is it the `r.page` of another field `r.page.title`?"""
    parent = with_parentheses(node).parent
    return parent is not None and parent.type == "selector_expression" and target_of(parent, facts) is not None


def nothing_else_sets_it(target: Target, region: Node, facts: Facts) -> None:
    """Raises Refuse if an assignment in the region may set the variable or field by another name."""
    deep = goes_deep(target, facts)
    for node in walk(region):
        if node.type in {"assignment_statement", "short_var_declaration", "range_clause", "receive_statement"}:
            left = sides(node)[0]
        elif node.type in {"inc_statement", "dec_statement"}:
            left = [node.named_children[0]]
        else:
            continue
        for place in left:
            if may_be_it(without_parentheses(place), target, facts, deep=deep):
                raise Refuse(f"`{text(place).decode()}` may be what `{target.text}` is, or a part of", place)


def may_be_it(place: Node, target: Target, facts: Facts, *, deep: bool) -> bool:
    type_ = facts.type(place)
    kind = "typeparam" if type_ is None else type_.kind
    if text(place) == b"_" or target_of(place, facts) == target:
        return False
    if place.type == "identifier":
        obj = facts.object(place)
        shared = obj is None or not obj.is_local or any(is_address_taken(facts, use) for use in facts.uses(obj))
        return target.base is not None and kind in COMPOSED and shared
    if place.type == "selector_expression":
        field = place.child_by_field_name("field")
        if field is None or facts.object(field) == target.obj:
            return True
        # An embedded pointer may lead to the field.
        return target.base is not None and (kind in COMPOSED or (deep and kind == "pointer"))
    if place.type == "index_expression":
        return target.base is not None and kind in COMPOSED
    indirect = deep or (target.base is not None and not target.base.is_local)
    return kind == "string" or kind in COMPOSED or (indirect and kind == "pointer")


def is_known_to_be_there(target: Target, region: Node, facts: Facts) -> bool:
    """Are the pointers to the field certainly not nil: followed before on every way to the region, or just made?"""
    base = target.base
    assert base is not None
    deep = goes_deep(target, facts)
    if not deep and base.type is not None and base.type.kind == "struct":
        return True
    if not deep and is_made(base, facts):
        return True
    if any(is_written(use) for use in facts.uses(base)):
        return False
    if is_ranged_over(target, region, facts):
        return True
    function, statement = enclosing_function(region), statement_of(region)
    if function is None or statement is None or gotos(function):
        return False
    if deep or not base.is_local:  # What leads there may be set at any time.
        return any(is_set_alone(before, target, facts) for before in siblings_before(statement)[-1:])
    if any(is_checked_by(outer, region, target, facts) for outer in ancestors(region) if contains(function, outer)):
        return True
    while statement is not None and contains(function, statement) and statement != function:
        if any(before.type in STRAIGHT and follows(before, target, facts) for before in siblings_before(statement)):
            return True
        if statement.parent is None or statement.parent.parent is None:
            return False
        statement = statement_of(statement.parent.parent)
    return False


def is_set_alone(statement: Node, target: Target, facts: Facts) -> bool:
    """Is it `r.page.out = e` or `+= e`, and no call in it?"""
    if statement.type != "assignment_statement":
        return False
    left, right = sides(statement)
    return (
        len(left) == 1
        and target_of(left[0], facts) == target
        and all(facts.effect(value) < Effect.EFFECT for value in right)
    )


def pointers(target: Target, facts: Facts) -> list[str] | None:
    """What must not be nil for the field to be there, in order; None if it has no name."""
    if is_hidden(target, facts):
        return None
    found, name = [], ""
    for obj in (target.base, *target.path):
        assert obj is not None
        name = f"{name}.{obj.name}" if name else obj.name
        if obj.type is None or obj.type.kind != "struct":
            found.append(name)
    return found


def is_ranged_over(target: Target, region: Node, facts: Facts) -> bool:
    """Does the loop range over what is reached through the pointer? (Of an array, only the length may be asked.)"""
    clause = range_clause(region)
    operand = None if clause is None else clause.child_by_field_name("right")
    type_ = None if operand is None else facts.type(operand)
    if operand is None or type_ is None or type_.kind in COMPOSED:
        return False
    return facts.effect(operand) < Effect.EFFECT and follows(operand, target, facts)


def range_clause(loop: Node) -> Node | None:
    return next((child for child in loop.named_children if child.type == "range_clause"), None)


def is_checked_by(branch: Node, region: Node, target: Target, facts: Facts) -> bool:
    """Is it `if r != nil { … }`, with the region between the braces?"""
    then = branch.child_by_field_name("consequence")
    if then is None or not contains(then, region):
        return False
    condition = branch.child_by_field_name("condition") if branch.type == "if_statement" else None
    left = None if condition is None else condition.child_by_field_name("left")
    right = None if condition is None else condition.child_by_field_name("right")
    operator = None if condition is None else condition.child_by_field_name("operator")
    if left is None or right is None or operator is None or operator.type != "!=" or goes_deep(target, facts):
        return False
    return facts.object(left) == target.base and facts.is_nil(right)


def goes_deep(target: Target, facts: Facts) -> bool:
    """Is a pointer on the way to the field that is not the variable itself?"""
    return is_hidden(target, facts) or any(obj.type is None or obj.type.kind != "struct" for obj in target.path)


def is_hidden(target: Target, facts: Facts) -> bool:
    """Is an embedded pointer on the way, which nobody names?"""
    for use in target.uses(facts):
        node: Node | None = use
        while node is not None and node.type == "selector_expression":
            if facts.goes_deep(node):
                return True
            operand = node.child_by_field_name("operand")
            node = None if operand is None else without_parentheses(operand)
    return False


def follows(node: Node, target: Target, facts: Facts) -> bool:
    """Does evaluating the node certainly follow the pointers that the field is reached through?"""
    deep = goes_deep(target, facts)
    for inner in walk(node, skip=("func_literal",)):
        if inner.type != "selector_expression" or (
            target_of(inner, facts) != target and (deep or not is_good(inner, target, facts))
        ):
            continue
        around = [outer for outer in ancestors(inner) if contains(node, outer)]
        if not any(is_logical(outer) or facts.constant(outer) is not None for outer in around):
            return True  # `len(r.array)` is constant: it is not evaluated.
    return False


def is_logical(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and text(operator) in {b"&&", b"||"}


def is_good(node: Node, target: Target, facts: Facts) -> bool:
    """Is it a selector that follows the pointer to the field, and so cannot panic where that is known to be there?"""
    operand, field = node.child_by_field_name("operand"), node.child_by_field_name("field")
    if node.type != "selector_expression" or operand is None or field is None:
        return False
    if target_of(node, facts) == target:
        return True
    obj = facts.object(field)
    return (
        facts.object(operand) == target.base and obj is not None and obj.scope == "field" and not facts.goes_deep(node)
    )


def unforeseen_calls(target: Target, region: Node, facts: Facts) -> list[Node]:
    """The calls that may run anything, but are for formatting others: nobody would expect them to set the field."""
    assert target.base is not None
    whole = [use for use in facts.uses(target.base) if contains(region, use) and is_whole(use, facts)]
    return [
        node
        for node in walk(region, skip=("func_literal",))
        if node.type == "call_expression"
        and own_effect(node, facts) is Effect.EFFECT
        and is_for_formatting(node, facts)
        and not any(contains(node, use) for use in whole)
    ]


def is_for_formatting(call: Node, facts: Facts) -> bool:
    """Is it a call of fmt.Sprintf or the like, or of a method String or Error?"""
    if (facts.callee(call) or "").startswith("fmt.Sprint"):
        return True
    function = call.child_by_field_name("function")
    method = None if function is None else function.child_by_field_name("field")
    obj = None if method is None else facts.object(method)
    return obj is not None and obj.kind == "func" and obj.scope == "method" and obj.name in {"String", "Error"}
