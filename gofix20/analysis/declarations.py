"""Declarations of one variable among others, and how to take it out of them."""

from __future__ import annotations

from dataclasses import dataclass

from gofix20.analysis.places import expressions
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, ancestors, contains, text, walk
from gofix20.transform import Refuse

IN_LISTS = frozenset({"statement_list", "labeled_statement"})
MEANINGFUL = frozenset({"identifier", "type_identifier", "package_identifier"})


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """Where a statement of a list declares a variable: `s := e`, `var s T = e`, or a line of `var ( … )`."""

    statement: Node
    spec: Node
    """The short_var_declaration or var_spec itself."""
    name: Node
    value: Node | None
    others: tuple[Node, ...]
    """The other names of the same statement or line."""
    other_values: tuple[Node, ...]
    type: Node | None
    in_block: bool
    """In a `var ( … )`."""
    others_are_new: bool
    """At least one of the others is declared here too (`a, s := …` may also assign an old `a`)."""


def declaration(obj: Object, facts: Facts) -> Declaration:
    """Raises Refuse if the variable is not declared by a statement of its own list, or not with a value of its own."""
    name = facts.definition(obj)
    spec = None if name is None else next((o for o in ancestors(name) if o.type != "expression_list"), None)
    if name is None or spec is None or obj.scope != "local":
        raise Refuse(f"`{obj.name}` is not declared by a statement")
    statement = spec
    if spec.type == "var_spec":
        statement = next(outer for outer in ancestors(spec) if outer.type == "var_declaration")
        named = spec.children_by_field_name("name")
    elif spec.type == "short_var_declaration":
        named = expressions(spec.child_by_field_name("left"))
    else:
        raise Refuse(f"`{obj.name}` is not declared by a statement", name)
    if statement.parent is None or statement.parent.type not in IN_LISTS:
        raise Refuse(f"`{obj.name}` is declared in a header", name)
    values = expressions(spec.child_by_field_name("value" if spec.type == "var_spec" else "right"))
    if values and len(values) != len(named):
        raise Refuse(f"`{obj.name}` is one of several results", name)
    at = named.index(name)
    others = tuple(node for node in named if node != name)
    return Declaration(
        statement,
        spec,
        name,
        values[at] if values else None,
        others,
        tuple(value for index, value in enumerate(values) if index != at),
        spec.child_by_field_name("type"),
        spec.parent is not None and spec.parent.type == "var_spec_list",
        spec.type == "var_spec" or any(is_new(node, facts) for node in others),
    )


def is_new(name: Node, facts: Facts) -> bool:
    obj = facts.object(name)
    return obj is not None and obj.start == name.start_byte and obj.name != "_"


def can_stand_alone(found: Declaration, facts: Facts) -> None:
    """The variable can be declared after the others, its value evaluated after theirs. Raises Refuse if not.

    The new declaration comes before its value is evaluated (a zero value that is then filled), so a name in the value
    that is also declared or assigned here would mean something else.
    """
    name = text(found.name).decode()
    for node in walk(found.spec):
        if node.type == "comment" and (found.value is None or found.others or not contains(found.value, node)):
            raise Refuse(f"a comment stands in the declaration of `{name}`", node)
    if found.value is None:
        return
    declared = {text(node) for node in (found.name, *found.others)}
    if any(node.type in MEANINGFUL and text(node) in declared for node in walk(found.value)):
        raise Refuse(f"the value of `{name}` mentions a name of the same declaration", found.value)
    if not found.others and not found.in_block:
        return
    alone = facts.effect(found.value) == Effect.NONE and all(
        facts.effect(value) < Effect.EFFECT for value in found.other_values
    )
    if facts.constant(found.value) is None and (found.in_block or not alone):
        raise Refuse(f"the value of `{name}` is evaluated among others", found.value)
    if found.in_block and not is_empty_string(found.value, facts):
        obj = facts.object(found.name)
        if obj is not None and any(contains(found.statement, use) for use in facts.uses(obj)):
            raise Refuse(f"`{name}` is used in the same declaration", found.name)


def is_empty_string(value: Node, facts: Facts) -> bool:
    """Is it the empty string in every build?"""
    constant = facts.constant(value)
    return constant is not None and constant.value == "" and constant.portable


def remainder(found: Declaration) -> str:
    """What is left of the statement (or of the line of a `var ( … )`) without the variable."""
    names = ", ".join(text(node).decode() for node in found.others)
    values = ", ".join(text(node).decode() for node in found.other_values)
    if found.spec.type == "short_var_declaration":
        return f"{names} {':=' if found.others_are_new else '='} {values}"
    type_ = "" if found.type is None else " " + text(found.type).decode()
    return ("" if found.in_block else "var ") + names + type_ + (f" = {values}" if values else "")
