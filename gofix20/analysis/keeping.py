"""What is kept of a base anyway: all of it, or so many of its pieces that they may be all of it."""

from __future__ import annotations

from collections.abc import Sequence

from gofix20.analysis import destinations, following, sharing, variables
from gofix20.analysis.bounds import piece_of
from gofix20.analysis.origins import CUTS, TRIMS_AND_TELLS
from gofix20.analysis.pieces import Beginning, cut_targets, is_part
from gofix20.analysis.places import FUNCTIONS, arguments, enclosing_loops, statements, without_parentheses
from gofix20.analysis.provenance import Base, values_of
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, children, contains, text
from gofix20.transform import Refuse


def nothing_keeps_all(
    node: Node, begun: Beginning, values: Sequence[Node], goes: Sequence[destinations.Destination], facts: Facts
) -> None:
    """A copy frees nothing if the base, or most of it, is kept as well."""
    for obj in {begun.base.obj, root_of(node, facts)} - {None}:
        if obj is None or not obj.is_local:
            continue
        if obj.scope == "result" and not any(is_of(one.target, obj, facts) for one in goes):
            raise Refuse(f"`{obj.name}` is returned as well: a copy of a piece would free nothing")
        for use in facts.uses(obj):
            if variables.is_written(use):
                continue
            if destinations.captured(use, obj, destinations.Walk(facts, use)):
                raise Refuse(f"`{obj.name}` is captured as well: a copy of a piece would free nothing", use)
            whole = most_of(use, facts)
            if whole is not None:
                keeps_no_more(obj, use, whole, values, facts)
    if node.type != "call_expression" or facts.callee(node) not in CUTS:
        return
    after = cut_targets(node)[1]
    rest = None if after is None else facts.object(after)
    if after is None or rest is None or is_part(arguments(node)[0], facts):
        return
    if destinations.destinations(after, facts):
        raise Refuse(f"`{rest.name}` is kept as well: a copy of a piece would free nothing")


def leaving_its_owner(begun: Beginning, facts: Facts) -> list[destinations.Destination]:
    """Where the piece goes, but for places of the base's own owner."""
    found = destinations.destinations(begun.value, facts)
    owner = root_of(begun.value, facts)
    if begun.base.kind not in {"field", "global"} or owner is None:
        return found
    return [one for one in found if one.target is None or not is_owners(one.target, owner, begun.base, facts)]


def is_owners(target: Node, owner: Object, base: Base, facts: Facts) -> bool:
    """Is it in what the base is a part of, or the base itself (`tokens := d.tokens; d.tokens = tokens[:1]`)?"""
    field = target.child_by_field_name("field")
    return root_of(target, facts) == owner or (field is not None and facts.object(field) == base.obj)


def is_of(target: Node | None, obj: Object, facts: Facts) -> bool:
    return target is not None and facts.object(target) == obj


def root_of(node: Node, facts: Facts) -> Object | None:
    """The variable that an expression such as `s.a.b[:10]` begins with."""
    node = without_parentheses(node)
    while node.type in {"slice_expression", "selector_expression", "index_expression"}:
        node = without_parentheses(children(node, "operand")[0])
    return facts.object(node) if node.type == "identifier" else None


def most_of(use: Node, facts: Facts) -> Node | None:
    """The largest slice expression that begins with this use of a variable; None if it is but a piece."""
    whole = use
    while whole.parent is not None and whole.parent.type in {"slice_expression", "parenthesized_expression"}:
        if whole.parent.type == "slice_expression" and whole.parent.child_by_field_name("operand") != whole:
            return None
        whole = whole.parent
        if whole.type == "slice_expression" and piece_of(whole, facts) is not None:
            return None
    return whole


def keeps_no_more(obj: Object, use: Node, whole: Node, values: Sequence[Node], facts: Facts) -> None:
    if any(contains(value, use) for value in values):
        return
    declared = facts.definition(obj)
    for one in destinations.destinations(whole, facts):
        if is_part(use, facts) and is_picked(one.value, facts):
            continue  # a part of a part, which is copied as well
        for value in values:
            # The variable may have the copy by now, here or where it leaves.
            renewed = any(sharing.is_renewed(at, obj, value, facts) for at in (use, one.leaves))
            if not renewed and following.meet(one.leaves, value, declared, facts):
                raise Refuse(f"`{obj.name}` is kept as well: a copy of a piece would free nothing", one.leaves)


def is_picked(value: Node, facts: Facts) -> bool:
    return all(is_selected(value, loop, facts) for loop in enclosing_loops(value))


def not_all_in_turn(node: Node, begun: Beginning, values: Sequence[Node], facts: Facts) -> None:
    """Pieces that a loop takes one after the other may together be all of the base."""
    if following.ending(node) is not None:
        return
    home = None if begun.base.obj is None else facts.definition(begun.base.obj)
    loops = [loop for loop in following.rounds(node, home) if goes_on(node, loop, facts)]
    if node.type == "range_clause" and node.parent is not None:
        loops.insert(0, node.parent)
    for loop in loops:
        if not all(is_selected(one, loop, facts) for one in values):
            raise Refuse("one piece after the other is kept, which together may be all of it")


def goes_on(node: Node, loop: Node, facts: Facts) -> bool:
    """Does each round of a loop take another piece of the same, up to all of it?"""
    operand = root_of(node, facts)
    if node.type == "call_expression":
        return False if facts.callee(node) not in CUTS else both_kept(node, loop, facts)
    declared = None if operand is None else facts.definition(operand)
    if declared is not None and contains(loop, declared):
        return False  # a piece of a part of it
    if node.type == "index_expression":
        return operand is not None and facts.constant(children(node, "index")[0]) is None
    if operand is not None and (written := variables.written_in(facts, operand, loop)):
        # Where something is left out before each piece, they are not all of it.
        return sum(is_shortened(use, facts) for use in written) < 2
    bounds = [node.child_by_field_name(name) for name in ("start", "end")]
    return any(one is not None and facts.constant(one) is None for one in bounds)


def is_shortened(use: Node, facts: Facts) -> bool:
    """Is it `x = x[i:]`?"""
    value = variables.assigned_values(facts, use)
    return value is not None and value.type == "slice_expression"


def both_kept(call: Node, loop: Node, facts: Facts) -> bool:
    """Is a line of many kept whole, in two parts?"""
    after = cut_targets(call)[1]
    line = arguments(call)[0]
    return after is not None and is_part(line, facts) and bool(destinations.destinations(after, facts))


def is_selected(value: Node, loop: Node, facts: Facts) -> bool:
    """Does a condition pick what is kept out of all that the loop goes over? (That a line is not empty, or no comment,
    leaves most of them.)"""
    child = value
    for outer in ancestors(value):
        if outer.type == "if_statement":
            condition = outer.child_by_field_name("condition")
            then, other = outer.child_by_field_name("consequence"), outer.child_by_field_name("alternative")
            if condition is not None and child in (then, other) and picks(condition, child == then, facts):
                return True
        if outer.type in {"expression_case", "type_case"}:
            return True
        if outer.type == "statement_list":
            for before in statements(outer):
                if before.end_byte <= child.start_byte and skips_unless_picked(before, facts):
                    return True
        if outer == loop or outer.type in FUNCTIONS:
            return False
        child = outer
    return False


def skips_unless_picked(statement: Node, facts: Facts) -> bool:
    """Is it `if !strings.HasPrefix(line, "x") { continue }`?"""
    if statement.type != "if_statement" or statement.child_by_field_name("alternative") is not None:
        return False
    condition, then = statement.child_by_field_name("condition"), statement.child_by_field_name("consequence")
    body = [] if then is None else statements(then)
    leaves = bool(body) and body[-1].type in {"continue_statement", "return_statement", "break_statement"}
    return condition is not None and leaves and picks(condition, False, facts)


def picks(condition: Node, holds: bool, facts: Facts) -> bool:
    """Is a condition, where it holds (or does not), true of few?"""
    condition = without_parentheses(condition)
    if condition.type == "unary_expression" and text(children(condition, "operator")[0]) == b"!":
        return picks(children(condition, "operand")[0], not holds, facts)
    if condition.type == "binary_expression":
        operator = text(children(condition, "operator")[0])
        left, right = children(condition, "left")[0], children(condition, "right")[0]
        if operator in {b"&&", b"||"}:
            any_of = any if (operator == b"&&") == holds else all
            return any_of(picks(side, holds, facts) for side in (left, right))
        constants = [facts.constant(side) for side in (left, right)]
        return (
            (operator == b"==") == holds
            and operator in {b"==", b"!="}
            and any(one is not None and one.value not in ("", 0, -1, None) for one in constants)
        )
    if condition.type == "call_expression":
        return holds and facts.callee(condition) is not None
    if condition.type == "index_expression":
        return holds
    obj = facts.object(condition) if condition.type == "identifier" else None
    values = values_of(obj, facts) if obj is not None and obj.is_local else None
    found = [value.node for value in values or () if value.node is not None]
    return (
        holds
        and bool(found)
        and all(one.type == "index_expression" or facts.callee(one) in TRIMS_AND_TELLS for one in found)
    )
