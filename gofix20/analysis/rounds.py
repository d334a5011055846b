"""What one round of a loop adds to something: at least, at most, and before which ways out.

A path through the body that ends the round normally (by its end, or by the loop's own `continue`) adds some number of
elements; `Round.least` and `Round.most` bound it over all paths. Paths that leave the loop are told apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gofix20.analysis.flow import branch_target, is_quotient_assignment
from gofix20.analysis.places import BREAKABLE, expressions, statements, unlabelled, without_parentheses
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, contains, walk

Span = tuple[int, float]
"""At least, at most."""
Adds = Callable[[Node], "Span | None"]
"""What a simple statement adds; None if it adds nothing."""

NO_RETURN = frozenset(
    {
        "panic",
        "os.Exit",
        "log.Fatal",
        "log.Fatalf",
        "log.Fatalln",
        "log.Panic",
        "log.Panicf",
        "log.Panicln",
        "runtime.Goexit",
    }
)
ALLOCATING = frozenset({"append", "copy", "new", "min", "max", "len", "cap"})
"""Builtins that do not end anything, whatever their arguments (but for memory running out)."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A statement that leaves the loop, and what its round has added at least when it is reached."""

    node: Node
    kind: str
    """return, break, continue (of an outer loop), goto, panic (and what else does not come back)."""
    least: int


@dataclass(slots=True)
class Round:
    """One round of a loop."""

    least: int = 0
    most: float = 0
    leaving: list[Leaving] = field(default_factory=list)
    early: Effect = Effect.NONE
    """The worst that happens before the first element is added, in a round that does add one on every path."""
    worst: Effect = Effect.NONE
    """The worst that happens anywhere in the body."""


def round_of(loop: Node, adds: Adds, facts: Facts) -> Round:
    """What one round of a loop adds."""
    body = loop.child_by_field_name("body")
    walker = Walker(loop, adds, facts)
    if body is None:
        return walker.round
    end = walker.run(statements(body), (0, 0))
    clause = next((child for child in loop.named_children if child.type in {"for_clause"}), None)
    for part in ("condition", "update"):
        inner = None if clause is None else clause.child_by_field_name(part)
        if inner is not None:
            walker.round.worst = max(walker.round.worst, disturbance(inner, facts))
    ends = [*walker.ends, *([] if end is None else [end])]
    if ends:
        walker.round.least = min(low for low, _ in ends)
        walker.round.most = max(high for _, high in ends)
    return walker.round


def disturbance(node: Node, facts: Facts) -> Effect:
    """The worst that may happen when this runs, other than that memory runs out; literals' bodies are not entered."""
    worst = Effect.NONE
    for inner in walk(node, skip=("func_literal",)):
        if inner.type in {"send_statement", "select_statement", "go_statement", "defer_statement"}:
            return Effect.EFFECT
        if inner.type == "call_expression" and facts.callee(inner) in ALLOCATING:
            continue
        if inner.type == "range_clause":
            right = inner.child_by_field_name("right")
            type_ = None if right is None else facts.type(right)
            if type_ is None or type_.kind in {"chan", "func", "typeparam"}:
                return Effect.EFFECT
            if type_.kind == "pointer":
                worst = max(worst, Effect.MAY_PANIC)
        elif is_quotient_assignment(inner):
            worst = max(worst, Effect.MAY_PANIC)
        elif inner.type in OPERATIONS:
            worst = max(worst, own_effect(inner, facts))
        if worst is Effect.EFFECT:
            break
    return worst


OPERATIONS = frozenset(
    {
        "binary_expression", "call_expression", "composite_literal", "index_expression", "selector_expression",
        "slice_expression", "type_assertion_expression", "type_conversion_expression", "unary_expression",
    }
)  # fmt: skip


def own_effect(node: Node, facts: Facts) -> Effect:
    """The effect of an expression; where only an allocating builtin inside makes it one, of what surrounds that."""
    if facts.is_type(node):
        return Effect.NONE
    if facts.type(node) is None and node.type != "call_expression":
        return Effect.NONE if node.type == "selector_expression" else Effect.EFFECT
    found = facts.effect(node)
    if found is not Effect.EFFECT or (node.type == "call_expression" and not facts.is_conversion(node)):
        return found
    if node.type == "unary_expression" and (node.text or b"").startswith(b"<-"):
        return Effect.EFFECT
    # The operands are looked at on their own; what the operation itself may do is at most a panic.
    return Effect.MAY_PANIC


class Walker:
    """Runs through a loop's body once, with the span of what was added so far; None where control does not come."""

    def __init__(self, loop: Node, adds: Adds, facts: Facts) -> None:
        self.loop = loop
        self.adds = adds
        self.facts = facts
        self.round = Round()
        self.ends: list[Span] = []
        self.breaks: dict[int, list[Span]] = {}

    def run(self, nodes: Sequence[Node], state: Span | None) -> Span | None:
        for node in nodes:
            if state is None:
                break
            state = self.statement(node, state)
        return state

    def touch(self, node: Node | None, state: Span) -> None:
        """An expression or a simple statement is evaluated here."""
        if node is None:
            return
        effect = disturbance(node, self.facts)
        self.round.worst = max(self.round.worst, effect)
        if state[0] == 0:
            self.round.early = max(self.round.early, effect)

    def add(self, node: Node, state: Span) -> None:
        """A statement that adds something: its operands are evaluated; the adding itself cannot fail.

        The map that is stored into was made; a key that holds an interface may be impossible to hash.
        """
        self.touch(node.child_by_field_name("right"), state)
        for target in expressions(node.child_by_field_name("left")):
            key = without_parentheses(target).child_by_field_name("index")
            if key is None:
                continue
            self.touch(key, state)
            type_ = self.facts.type(key)
            if type_ is None or not type_.hashable:
                self.round.worst = max(self.round.worst, Effect.MAY_PANIC)

    def leave(self, node: Node, kind: str, state: Span) -> None:
        self.round.leaving.append(Leaving(node, kind, state[0]))

    def statement(self, node: Node, state: Span) -> Span | None:
        node = unlabelled(node)
        added = self.adds(node)
        if added is not None:
            self.add(node, state)
            return state[0] + added[0], state[1] + added[1]
        kind = node.type
        if kind == "block":
            return self.run(statements(node), state)
        if kind == "if_statement":
            return self.branch(node, state)
        if kind == "for_statement":
            return self.inner_loop(node, state)
        if kind in BREAKABLE:
            return self.switch(node, state)
        if kind in {"return_statement", "goto_statement"}:
            self.touch(node, state)
            self.leave(node, kind.partition("_")[0], state)
            return None
        if kind in {"break_statement", "continue_statement"}:
            self.jump(node, kind.partition("_")[0], state)
            return None
        if kind == "expression_statement":
            call = next((child for child in node.named_children if child.type == "call_expression"), None)
            if call is not None and self.facts.callee(call) in NO_RETURN:
                self.touch(node, state)
                self.leave(node, "panic", state)
                return None
        self.touch(node, state)
        return state

    def jump(self, node: Node, kind: str, state: Span) -> None:
        target = branch_target(node)
        if target == self.loop:
            if kind == "continue":
                self.ends.append(state)
            else:
                self.leave(node, kind, state)
        elif target is not None and contains(self.loop, target):
            if kind == "break":
                self.breaks.setdefault(target.id, []).append(state)
        else:
            self.leave(node, kind, state)

    def branch(self, node: Node, state: Span) -> Span | None:
        first = node.child_by_field_name("initializer")
        now: Span | None = state if first is None else self.statement(first, state)
        if now is None:
            return None
        self.touch(node.child_by_field_name("condition"), now)
        then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        return joined(
            [now if then is None else self.statement(then, now), now if other is None else self.statement(other, now)]
        )

    def inner_loop(self, node: Node, state: Span) -> Span | None:
        for child in node.named_children:
            if child.type != "block" and child.type != "comment":
                self.touch(child, state)
        body = node.child_by_field_name("body")
        before = len(self.round.leaving)
        end = None if body is None else self.run(statements(body), state)
        # Later rounds of it have added more when they leave; at least this much has been added in any case.
        self.round.leaving[before:] = [
            Leaving(found.node, found.kind, state[0]) for found in self.round.leaving[before:]
        ]
        spans = [*self.breaks.pop(node.id, []), *([] if end is None else [end])]
        grows = any(high > state[1] for _, high in spans) or any(
            self.adds(unlabelled(inner)) is not None for inner in walk(node, skip=("func_literal",)) if inner != node
        )
        return state[0], math.inf if grows else state[1]

    def switch(self, node: Node, state: Span) -> Span | None:
        first = node.child_by_field_name("initializer")
        now: Span | None = state if first is None else self.statement(first, state)
        if now is None:
            return None
        self.touch(node.child_by_field_name("value"), now)
        if node.type == "select_statement":
            self.round.worst = Effect.EFFECT
            if now[0] == 0:
                self.round.early = Effect.EFFECT
        ends: list[Span | None] = []
        falls: Span | None = None
        complete = node.type == "select_statement"
        for case in (child for child in node.named_children if child.type.endswith("_case")):
            complete = complete or case.type == "default_case"
            for value in case.named_children:
                if value.type not in {"statement_list", "comment"} and node.type == "expression_switch_statement":
                    self.touch(value, now)
            body = statements(case)
            start = joined([now, falls])
            assert start is not None
            end = self.run([inner for inner in body if inner.type != "fallthrough_statement"], start)
            falls = end if body and body[-1].type == "fallthrough_statement" else None
            if falls is None:
                ends.append(end)
        if not complete:
            ends.append(now)
        ends += self.breaks.pop(node.id, [])
        return joined(ends)


def joined(states: Sequence[Span | None]) -> Span | None:
    """What holds where several paths meet."""
    known = [state for state in states if state is not None]
    if not known:
        return None
    return min(low for low, _ in known), max(high for _, high in known)
