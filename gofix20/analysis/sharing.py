"""Who else sees the memory of a slice, and when: could anyone tell a copy of a piece from the piece?"""

from __future__ import annotations

from collections.abc import Sequence

from gofix20.analysis.evaluation import short
from gofix20.analysis.events import Parts, events
from gofix20.analysis.flow import gotos
from gofix20.analysis.following import ending, may_follow, meet, rounds
from gofix20.analysis.origins import CUTS
from gofix20.analysis.places import FUNCTIONS, enclosing_function, expressions, with_parentheses
from gofix20.analysis.provenance import values_of
from gofix20.facts import Facts, Object, Type
from gofix20.syntax import Node, ancestors, children, contains, text, walk
from gofix20.transform import Refuse


def holders_of(node: Node, values: Sequence[Node], held: Sequence[Object], facts: Facts) -> list[Object]:
    """The variables that hold a memory, or parts of it: `held` on its way to the node, or what that is assigned to.

    None if the values have it at first hand. Raises Refuse where they are not known.
    """
    found = [*held, *(other for obj in held for other in held_beside(obj, facts))]
    if found or all(contains(value, node) for value in values):
        return list(dict.fromkeys(found))
    return given_by(node, facts)


def held_beside(obj: Object, facts: Facts) -> list[Object]:
    """The variables that hold other parts of what a variable was cut from. Raises Refuse where they are not known."""
    cuts = (value.node for value in values_of(obj, facts) or () if value.node is not None)
    found = [other for cut in cuts if facts.callee(cut) in CUTS for other in given_by(cut, facts)]
    return [other for other in found if other != obj]


def given_by(node: Node, facts: Facts) -> list[Object]:
    """The slices (or lists of such) that what an expression gives is assigned to: all of them, where it gives several.

    Raises Refuse unless all are variables of the function's own.
    """
    names = [name for name in assigned_first(node) if text(name) != b"_" and not is_other(facts.type(name))]
    objects = [facts.object(name) for name in names]
    found = [obj for obj in objects if obj is not None and obj.scope == "local"]
    if not found or len(found) < len(names):
        raise Refuse("who else has its memory is not known", node)
    return found


def is_other(type_: Type | None) -> bool:
    """Is it known to be no slice?"""
    return type_ is not None and type_.kind != "slice"


def assigned_first(node: Node) -> list[Node]:
    """What an expression, or what a function gives of it, is assigned to."""
    if node.type == "range_clause":
        return expressions(node.child_by_field_name("left"))
    for outer in ancestors(node):
        if outer.type == "var_spec":
            return children(outer, "name")
        if outer.type in {"assignment_statement", "short_var_declaration"}:
            left, right = (expressions(outer.child_by_field_name(side)) for side in ("left", "right"))
            at = next((at for at, one in enumerate(right) if contains(one, node)), None)
            return [] if at is None else [left[at]] if len(left) == len(right) else left
        if outer.type in FUNCTIONS or outer.type == "statement_list":
            return []
    return []


def capacity_doubt(node: Node, name: str) -> str:
    return f"the compiler chooses the capacity of {name}, which `{short(node)}` may look at"


def reaching(values: Sequence[Node], facts: Facts) -> Node | None:
    """A slice expression in the values that may end beyond the length of its operand."""
    cuts = (node for value in values for node in walk(value) if node.type == "slice_expression")
    return next((node for node in cuts if not facts.stays_within(node)), None)


def memory_doubt(obj: Object, values: Sequence[Node], writes: bool, facts: Facts, chosen: bool = False) -> str:
    """Who in this function could tell whether `values` share the memory that `obj` holds; empty if nobody can.

    `writes`: those who get the values write to them. `chosen`: the compiler chooses its capacity, and may choose
    another one where the values are copied.
    """
    declared = facts.definition(obj)
    home = None if declared is None else enclosing_function(declared)
    found = events(Parts(obj) if is_list_of_parts(obj, values[0], facts) else obj, facts, values)
    for value in values:
        if enclosing_function(value) != home:
            return f"`{obj.name}` is another function's variable"
        if ending(value) is None and rounds(value, declared):
            return f"the next round takes another piece of `{obj.name}`"
        others = [other for other in values if other != value and meet(other, value, declared, facts)]
        if others:
            return f"another piece of `{obj.name}` leaves at line {others[0].start_point.row + 1}"
        for event in found:
            if is_renewed(event.use, obj, value, facts):
                continue
            if event.kind == "capacity" and chosen:
                return capacity_doubt(event.node, f"`{obj.name}`")
            line = event.node.start_point.row + 1
            after = may_follow(event.node, value, declared, facts)
            if event.kind == "write" and after:
                return f"`{obj.name}` is written at line {line}"
            if event.kind in {"read", "later"} and writes and (after or event.kind == "later"):
                return f"`{obj.name}` is read at line {line}, and the piece is written"
            if event.kind in {"leave", "lost"} and (after or may_follow(value, event.node, declared, facts)):
                return f"{event.what or f'`{obj.name}` is shared'} at line {line}"
    return ""


def is_list_of_parts(obj: Object, value: Node, facts: Facts) -> bool:
    """Does the variable hold slices, one of which (or a piece of one) the value is?"""
    elem = None if obj.type is None else obj.type.elem
    piece = facts.type(value)
    if elem is None or piece is None or piece.elem is None:
        return False
    return elem.kind == "slice" and piece.elem.kind != "slice"


def is_renewed(use: Node, obj: Object, value: Node, facts: Facts) -> bool:
    """Does this use of a variable come after `obj = value`, so that it is of the copy and not of the base?"""
    target = assigned_target(value)
    if target is None or facts.object(target) != obj or facts.object(use) != obj:
        return False
    if enclosing_function(use) != enclosing_function(value) or gotos(facts.function):
        return False
    return use == target or (use.start_byte > value.end_byte and not rounds(value, facts.definition(obj)))


def assigned_target(value: Node) -> Node | None:
    """`x` of `x = value`."""
    list_ = with_parentheses(value).parent
    if list_ is None or list_.type != "expression_list" or list_.parent is None:
        return None
    left, right = (expressions(list_.parent.child_by_field_name(side)) for side in ("left", "right"))
    if list_.parent.type != "assignment_statement" or len(left) != 1 or len(right) != 1:
        return None
    return left[0]
