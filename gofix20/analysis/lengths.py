"""Does a slice expression end within the length of its operand, so that no capacity decides whether it panics?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gofix20.analysis.bounds import FIRST, LAST, value
from gofix20.analysis.flow import gotos
from gofix20.analysis.places import FUNCTIONS, arguments, statements, without_parentheses
from gofix20.analysis.provenance import converted, values_of
from gofix20.analysis.variables import is_address_taken, is_written
from gofix20.facts import Effect, Facts, Object, Type
from gofix20.syntax import Node, ancestors, children, text

COPIES = frozenset({"bytes.Clone", "slices.Clone"})
MAY_BE_ALL = frozenset({"strings.Index", "bytes.Index", "strings.LastIndex", "bytes.LastIndex"})
"""Functions that find nothing (`""`) even behind the last byte."""

JUMPS = frozenset({"return_statement", "continue_statement", "break_statement"})
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def is_within(piece: Node, facts: Facts) -> bool:
    """Does a slice expression keep nothing beyond `len` of what it cuts (or is that no slice)?"""
    operand = without_parentheses(children(piece, "operand")[0])
    high = piece.child_by_field_name("capacity") or piece.child_by_field_name("end")
    type_ = facts.type(operand)
    if high is None or (type_ is not None and type_.kind != "slice"):
        return True
    bound = Bound(operand, facts, at_once=facts.effect(high) is not Effect.EFFECT)
    return bound.leaves(high, 0) or bound.is_checked(high, piece)


@dataclass(frozen=True, slots=True)
class Bound:
    """What is known of numbers beside the length of a slice."""

    operand: Node
    facts: Facts
    at_once: bool
    """The number and the slice are evaluated in one expression, with nothing run between them."""
    since: int | None = None
    """Where the first variable that holds the number is declared: after the slice, or it is another round's number."""
    depth: int = 0

    def leaves(self, number: Node, count: int) -> bool:
        """Is a number at most `len(operand) - count`, by what it is made of?"""
        number = without_parentheses(number)
        known = value(number, self.facts)
        if known is not None:
            return known + count <= 0
        if number.type == "binary_expression":
            left, right = (children(number, side)[0] for side in ("left", "right"))
            change, operator = value(right, self.facts), text(children(number, "operator")[0])
            if change is None or change < 0 or operator not in {b"+", b"-"}:
                return False
            return self.leaves(left, count + change if operator == b"+" else count - change)
        if number.type == "call_expression":
            return self.call_leaves(number, count)
        return number.type == "identifier" and self.variable_leaves(number, count)

    def call_leaves(self, call: Node, count: int) -> bool:
        callee, given = self.facts.callee(call) or "", arguments(call)
        if callee == "min":
            return any(self.leaves(one, count) for one in given)
        if callee == "copy":
            return count <= 0 and any(self.is_as_long(one) for one in given)
        most = {"len": 0} | dict.fromkeys(FIRST | LAST, 1) | dict.fromkeys(MAY_BE_ALL, 0)
        return callee in most and count <= most[callee] and self.is_as_long(given[0])

    def variable_leaves(self, name: Node, count: int) -> bool:
        obj = self.facts.object(name)
        declared = None if obj is None else self.facts.definition(obj)
        if obj is None or declared is None or obj.scope != "local" or self.depth > 4:
            return False
        since = declared.start_byte if self.since is None else min(self.since, declared.start_byte)
        inner = Bound(self.operand, self.facts, False, since, self.depth + 1)
        over = ranged_by(obj, declared, self.facts)
        if over is not None:
            return count <= 1 and inner.is_as_long(over)
        values = values_of(obj, self.facts)
        if not values or is_counted(obj, self.facts) or (count > 0 and values[0].use != declared):
            return False
        return all(one.node is not None and one.index == 0 and inner.leaves(one.node, count) for one in values)

    def is_as_long(self, other: Node) -> bool:
        """Is what a number was told of as long as the operand?"""
        other = without_parentheses(other)
        obj = self.facts.object(other) if other.type == "identifier" else None
        if obj is None:
            return False
        same = [self.facts.object(one) for one in copied(self.operand, self.facts)]
        if self.at_once and same and obj == same[0]:
            return True
        declared = self.facts.definition(obj)
        return (
            obj in same
            and is_fixed(obj, self.facts)
            and declared is not None
            and (self.since is None or declared.start_byte < self.since)
        )

    def is_checked(self, number: Node, piece: Node) -> bool:
        """Is the code run only where a condition says that a number is at most `len(operand)`?"""
        bound = Bound(self.operand, self.facts, False)
        return not gotos(self.facts.function) and any(
            bound.follows(number, condition, holds) for condition, holds in conditions(piece)
        )

    def follows(self, number: Node, condition: Node, holds: bool) -> bool:
        condition = without_parentheses(condition)
        if condition.type == "unary_expression" and text(condition).startswith(b"!"):
            return self.follows(number, children(condition, "operand")[0], not holds)
        if condition.type != "binary_expression":
            return False
        operator = text(children(condition, "operator")[0]).decode()
        left, right = (without_parentheses(children(condition, side)[0]) for side in ("left", "right"))
        if operator in {"&&", "||"}:
            return (operator == "&&") == holds and any(self.follows(number, one, holds) for one in (left, right))
        operator = operator if holds else OPPOSITE.get(operator, operator)
        for length, other, told in ((left, right, operator), (right, left, MIRRORED.get(operator, operator))):
            if length.type == "call_expression" and self.facts.callee(length) == "len" and told in {">=", ">", "=="}:
                return self.is_as_long(arguments(length)[0]) and self.is_at_most(number, other, told == ">")
        return False

    def is_at_most(self, number: Node, other: Node, less: bool) -> bool:
        one, most = self.facts.constant(number), self.facts.constant(other)
        if one is not None and most is not None and one.portable and most.portable:
            return isinstance(one.value, int) and isinstance(most.value, int) and one.value <= most.value + less
        return text(number) == text(other) and all(
            obj.kind in {"const", "builtin", "type"} or is_fixed(obj, self.facts)
            for obj in self.facts.mentioned(number)
        )


def copied(node: Node, facts: Facts, depth: int = 0) -> Iterator[Node]:
    """The variables that an expression is all of, or a copy of all of."""
    node = without_parentheses(node)
    if depth > 4:
        return
    if node.type == "identifier":
        yield node
        obj = facts.object(node)
        values = values_of(obj, facts) if obj is not None and is_fixed(obj, facts) else None
        for one in values or ():
            if one.node is not None and one.index == 0:
                yield from copied(one.node, facts, depth + 1)
    elif facts.is_conversion(node) or (node.type == "call_expression" and facts.callee(node) in COPIES):
        inner = converted(node)
        types = [facts.type(node), None if inner is None else facts.type(inner)]
        if inner is not None and (types[0] == types[1] or all(is_text(type_) for type_ in types)):
            yield from copied(inner, facts, depth + 1)


def is_text(type_: Type | None) -> bool:
    """Is it a string or a slice of bytes, which are as long as each other?"""
    if type_ is None or type_.kind in {"string", "untyped string"}:
        return type_ is not None
    return type_.kind == "slice" and type_.elem is not None and type_.elem.kind == "uint8"


def is_fixed(obj: Object, facts: Facts) -> bool:
    """Has a variable one value for as long as it lives?"""
    if obj.kind != "var" or obj.scope not in {"local", "parameter"}:
        return False
    if any(is_address_taken(facts, use) for use in facts.uses(obj)) or is_counted(obj, facts):
        return False
    declared = facts.definition(obj)
    if declared is not None and ranged_by(obj, declared, facts) is not None:
        return True
    values = values_of(obj, facts)
    if obj.scope == "parameter":
        return values == []
    return values is not None and len(values) == 1 and values[0].use == declared


def is_counted(obj: Object, facts: Facts) -> bool:
    return any(
        use.parent is not None and use.parent.type in {"inc_statement", "dec_statement"} for use in facts.uses(obj)
    )


def ranged_by(obj: Object, declared: Node, facts: Facts) -> Node | None:
    """What a loop goes over, if the variable is its index and nothing else."""
    clause = None if declared.parent is None else declared.parent.parent
    if clause is None or clause.type != "range_clause" or any(is_written(use) for use in facts.uses(obj)):
        return None
    over, first = children(clause, "right")[0], children(clause, "left")[0].named_children[0]
    type_ = facts.type(over)
    return over if first == declared and type_ is not None and type_.kind in {"slice", "string"} else None


def conditions(node: Node) -> Iterator[tuple[Node, bool]]:
    """The conditions that decide whether a node of a function is run, and whether they hold where it is."""
    child = node
    for outer in ancestors(node):
        if outer.type in FUNCTIONS:
            return
        if outer.type == "binary_expression" and children(outer, "right")[0] == child:
            operator = text(children(outer, "operator")[0])
            if operator in {b"&&", b"||"}:
                yield children(outer, "left")[0], operator == b"&&"
        elif outer.type == "if_statement":
            condition = outer.child_by_field_name("condition")
            if condition is not None and child == outer.child_by_field_name("consequence"):
                yield condition, True
            elif condition is not None and child == outer.child_by_field_name("alternative"):
                yield condition, False
        elif outer.type == "statement_list":
            for before in statements(outer):
                if before.end_byte <= child.start_byte and leaves(before):
                    yield children(before, "condition")[0], False
        child = outer


def leaves(statement: Node) -> bool:
    """Is it an `if` without `else` that does not go on behind itself?"""
    then = statement.child_by_field_name("consequence") if statement.type == "if_statement" else None
    if then is None or statement.child_by_field_name("alternative") is not None:
        return False
    body = statements(then)
    return bool(body) and body[-1].type in JUMPS
