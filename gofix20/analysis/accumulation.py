"""Variables that grow: `s += e` and `s = s + e`, what they add, and what else happens to the variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gofix20.analysis.declarations import is_empty_string
from gofix20.analysis.flow import branch_target
from gofix20.analysis.places import has_comment, only, with_parentheses, without_parentheses
from gofix20.analysis.variables import is_written
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, contains, text, walk


@dataclass(frozen=True, slots=True)
class Target:
    """What grows: a variable, or a field of one."""

    obj: Object
    base: Object | None
    """Of a field `r.out`, what `r` denotes."""
    path: tuple[Object, ...] = ()
    """Of a field `r.page.out`, the fields on the way: structs that are parts of what `r` is, or pointers to others."""

    @property
    def text(self) -> str:
        return ".".join(obj.name for obj in (self.base, *self.path, self.obj) if obj is not None)

    @property
    def declared_at(self) -> int:
        """The byte offset where the variable (of a field, what it is a field of) is declared; -1 if it is elsewhere."""
        return (self.base or self.obj).start

    def uses(self, facts: Facts) -> tuple[Node, ...]:
        """Every expression of this declaration that denotes it, in order; where it is declared does not count."""
        if self.base is None:
            return facts.uses(self.obj)
        fields = [node.parent for node in facts.places(self.obj) if node.parent is not None]
        return tuple(node for node in fields if target_of(node, facts) == self)


def target_of(node: Node, facts: Facts) -> Target | None:
    """The variable `s`, or the field `r.out` or `r.page.out` of a variable `r`, that an expression denotes."""
    node = without_parentheses(node)
    if node.type == "identifier":
        obj = facts.object(node)
        return None if obj is None or obj.kind != "var" else Target(obj, None)
    if node.type == "selector_expression":
        field, operand = node.child_by_field_name("field"), node.child_by_field_name("operand")
        obj = None if field is None else facts.object(field)
        if obj is None or operand is None or obj.scope != "field":
            return None
        base = facts.object(without_parentheses(operand))
        if base is not None and base.kind == "var":
            return Target(obj, base)
        around, type_ = target_of(operand, facts), facts.type(operand)
        if around is not None and around.base is not None and type_ is not None and type_.kind in {"struct", "pointer"}:
            return Target(obj, around.base, (*around.path, around.obj))
    return None


@dataclass(frozen=True, slots=True)
class Accumulation:
    """A statement `s += e` or `s = s + e`."""

    statement: Node
    target: Target
    operands: tuple[Node, ...]
    """What is added, from left to right, parentheses and `+` taken apart (concatenation is associative)."""


def accumulation(statement: Node, facts: Facts) -> Accumulation | None:
    """The accumulation that an assignment is, of whatever type; None if it is none."""
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    operator = statement.child_by_field_name("operator")
    if statement.type != "assignment_statement" or left is None or right is None or operator is None:
        return None
    name, value = only(left), only(right)
    if name is None or value is None:
        return None
    target = target_of(name, facts)
    if target is None:
        return None
    found = operands(value)
    if text(operator) == b"+=":
        return Accumulation(statement, target, found)
    if text(operator) == b"=" and len(found) > 1 and target_of(found[0], facts) == target:
        return Accumulation(statement, target, found[1:])
    return None


def operands(node: Node) -> tuple[Node, ...]:
    """What a chain of `+` adds up, without parentheses (unless a comment stands in them), from left to right."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if node.type == "binary_expression" and operator is not None and text(operator) == b"+" and left and right:
        return operands(left) + operands(right)
    return (node,)


def growth_around(use: Node, facts: Facts) -> Accumulation | None:
    """The accumulation whose own variable this use is: the `s` of `s += e`, either `s` of `s = s + e`."""
    around = {"parenthesized_expression", "binary_expression", "expression_list"}
    outer = use
    while outer.parent is not None and outer.parent.type in around:
        outer = outer.parent
    statement = outer.parent
    found = None if statement is None else accumulation(statement, facts)
    if found is None or found.target != target_of(use, facts):
        return None
    return found if not any(contains_start(operand, use) for operand in found.operands) else None


def contains_start(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte < outer.end_byte


def reset_around(use: Node, facts: Facts) -> Node | None:
    """The statement `s = ""` whose `s` this use is."""
    left = with_parentheses(use).parent
    statement = None if left is None else left.parent
    if left is None or statement is None or statement.type != "assignment_statement":
        return None
    operator, right = statement.child_by_field_name("operator"), statement.child_by_field_name("right")
    if statement.child_by_field_name("left") != left or operator is None or right is None or text(operator) != b"=":
        return None
    value = only(right)
    if only(left) is None or value is None or has_comment(statement) or not is_empty_string(value, facts):
        return None
    return statement


def is_other_write(use: Node, facts: Facts) -> bool:
    """Is the variable assigned here, other than grown or emptied?"""
    return is_written(use) and growth_around(use, facts) is None and reset_around(use, facts) is None


def assignment_around(use: Node) -> Node | None:
    """The statement of a statement list that assigns to the variable here."""
    left = with_parentheses(use).parent
    statement = None if left is None else left.parent
    if statement is None or statement.type not in {"assignment_statement", "short_var_declaration"}:
        return None
    in_list = statement.parent is not None and statement.parent.type == "statement_list"
    return statement if in_list and statement.child_by_field_name("left") == left else None


def begins_anew(statement: Node, target: Target, facts: Facts) -> bool:
    """Is it `s = e`, where `e` does not mention `s`?"""
    value = statement.child_by_field_name("right")
    one = None if value is None else only(value)
    left = statement.child_by_field_name("left")
    return (
        one is not None
        and left is not None
        and only(left) is not None
        and statement.type == "assignment_statement"
        and target.obj not in facts.mentioned(one)
    )


def assigned_in_each_round(target: Target, loop: Node, facts: Facts) -> Node | None:
    """A statement that gives the variable another value in every round, so that it does not grow from one to the next.

    Nothing but a way out of the loop leads past it.
    """
    body = loop.child_by_field_name("body")
    for use in target.uses(facts):
        if body is None or not contains(body, use) or not is_written(use) or growth_around(use, facts) is not None:
            continue
        statement = assignment_around(use)
        if statement is None or not is_straight(statement, body):
            continue
        before = (node for node in walk(body, skip=("func_literal",)) if node.start_byte < statement.start_byte)
        # What is made of its own old value is copied anew, whoever comes there.
        if not begins_anew(statement, target, facts) or not any(
            node.type == "goto_statement" or (node.type == "continue_statement" and branch_target(node) == loop)
            for node in before
        ):
            return statement
    return None


def is_straight(statement: Node, body: Node) -> bool:
    """Does nothing between a statement and the body that it is part of make it conditional?"""
    between = (outer for outer in ancestors(statement) if contains(body, outer))
    return all(outer.type in {"statement_list", "block"} for outer in between)


def stored_reads(uses: tuple[Node, ...]) -> Iterator[Node]:
    """Reads whose value is kept somewhere: assigned, returned, sent, or an element of a literal."""
    for use in uses:
        parent = with_parentheses(use).parent
        if parent is not None and parent.type in {"expression_list", "literal_element", "send_statement"}:
            yield use
