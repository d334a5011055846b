"""Maps that are filled: may their keys repeat?"""

from __future__ import annotations

from gofix20.analysis import counts, flow, places, variables
from gofix20.analysis.filling import Filled, Plan, stored_key
from gofix20.syntax import Node, contains, walk
from gofix20.transform import Refuse


def keys_do_not_repeat(filled: Filled) -> None:
    """A loop that looks at what it has stored says that keys repeat; one that deletes needs less room."""
    uses = filled.uses()
    for use in uses:
        loops = [
            loop
            for loop in places.enclosing_loops(use)
            if contains(filled.home, loop) and any(is_stored(store) and contains(loop, store) for store in uses)
        ]
        outer = places.with_parentheses(use)
        if not loops or outer.parent is None:
            continue
        if variables.is_written(use):
            raise Refuse(f"`{filled.name}` is assigned", use)
        if outer.parent.type == "index_expression" and outer.parent.child_by_field_name("operand") == outer:
            statement = places.statement_of(use)
            if leaves_if_there(outer.parent, loops[-1]):
                continue
            if statement is None or stored_key_of(places.unlabelled(statement), filled, outer.parent) is None:
                raise Refuse(f"`{filled.name}` is read in the loop, so its keys may repeat", use)
        elif outer.parent.type == "argument_list" and filled.facts.callee(outer.parent.parent or use) in {
            "delete",
            "clear",
        }:
            raise Refuse(f"`{filled.name}` loses elements in the loop", use)


def leaves_if_there(element: Node, loop: Node) -> bool:
    """`if _, ok := m[k]; ok { return … }`: keys do not repeat, or the loop is over."""
    branch = places.statement_of(element)
    if branch is None or branch.type != "if_statement":
        return False
    condition, then = branch.child_by_field_name("condition"), branch.child_by_field_name("consequence")
    first = branch.child_by_field_name("initializer")
    last = places.statements(then)[-1:] if then is not None else []
    if condition is None or not last or not flow.always_leaves(last[0], loop):
        return False
    if first is None:
        return condition == element
    names, values = places.sides(first)
    return len(names) == 2 and values == [element] and condition.text == names[1].text


def stored_key_of(statement: Node, filled: Filled, element: Node) -> Node | None:
    """The key, if the statement is a store and `element` what it stores to."""
    key = stored_key(statement, filled.path, filled.facts)
    return key if key is not None and element.child_by_field_name("index") == key else None


def is_stored(use: Node) -> bool:
    """Is this `m` in `m[k] = v`, `m[k] += v` or `m[k]++`?"""
    element = places.with_parentheses(use).parent
    return element is not None and element.type == "index_expression" and variables.is_written(element)


def keys_are_distinct(filled: Filled, plan: Plan) -> bool:
    """Is each key a loop variable that is another one in each round: a map's key, or a counter?"""
    for part in plan.loops:
        stores = [key for node in walk(part.node) if (key := stored_key(node, filled.path, filled.facts)) is not None]
        clause = counts.clause_of(part.node)
        if clause is None or len(stores) != 1:
            return False
        left = (
            clause.child_by_field_name("left")
            if clause.type == "range_clause"
            else clause.child_by_field_name("initializer")
        )
        named = left if clause.type == "range_clause" or left is None else left.child_by_field_name("left")
        first = places.expressions(named)[:1]
        obj = filled.facts.object(first[0]) if first else None
        if (
            obj is None
            or filled.facts.object(stores[0]) != obj
            or variables.written_in(filled.facts, obj, part.node.child_by_field_name("body") or part.node)
        ):
            return False
    return True
