"""GF13: a map[K]bool that is a set becomes a map[K]struct{}."""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from dataclasses import dataclass, field

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Gain,
    GainLevel,
    Match,
    Node,
    Object,
    Refuse,
    Safety,
    Transform,
    components,
    contains,
    membership,
    names,
    places,
    text,
    variables,
)  # fmt: skip


class SetStruct(Transform):
    """Make a set a `map[K]struct{}` where it is a `map[K]bool` that holds nothing but true.

    What it does
    ------------
    Finds local variables of a type `map[K]bool` that are used as sets, changes their element type to `struct{}`,
    stores `struct{}{}` in place of `true`, and asks for members with `_, ok := m[k]`. Variables that are assigned to
    each other, and types that are declared in the function, change together.

    Why
    ---
    A `map[K]bool` has three answers: true, false, and not there. Who reads it has to find out that there are only two.
    The element type `struct{}` says so, and the compiler holds everyone to it. It is a change for the reader, not for
    the machine: see "Measured gain".

    Example
    -------
        func unique(names []string) []string {
        	seen := make(map[string]bool)
        	var out []string
        	for _, name := range names {
        		if seen[name] {
        			continue
        		}
        		seen[name] = true
        		out = append(out, name)
        	}
        	return out
        }

    Use instead
    -----------
        func unique(names []string) []string {
        	seen := make(map[string]struct{})
        	var out []string
        	for _, name := range names {
        		if _, ok := seen[name]; ok {
        			continue
        		}
        		seen[name] = struct{}{}
        		out = append(out, name)
        	}
        	return out
        }

    Fix safety
    ----------
    Safe. It is done only where every use of the map is known and understood, and each element is asked for exactly when
    and as often as it was read, so that short circuits, the order of calls and panics stay. `m[k] = false` becomes
    `delete(m, k)` only where the map is never nil and nobody can tell "not there" from false.

    When it refuses
    ---------------
    Where the map comes from, or goes to, a place outside of the function: parameters, results, fields, package-level
    variables, other maps and slices, interfaces, calls of anything but the builtins and `maps.Keys`, `Clone`, `Copy`
    and `Equal`. Where a value other than the predeclared `true` is stored, or a `range` uses the values. Where an
    element is read in a place that has no room for a statement: behind `||`, behind `&&` of an `if` with an `else`, in
    a later `case`, beside a call. Where a new variable would be jumped over by a `goto`, or a comment would lose its
    place.

    Measured gain
    -------------
    Go 1.24 to 1.27: the same bytes for every key type, since a trailing field of size zero is padded. Go 1.23 and
    before: 9 % fewer bytes. No difference in time.
    """

    code = "GF13"
    needles = (b"]bool", b"] bool")
    query = """(map_type value: (type_identifier) @bool (#eq? @bool "bool")) @type"""
    safety = Safety.SAFE
    gain = "for clarity"

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        type_ = match["type"]
        if not is_bool(match["bool"], facts) or type_.parent is None or type_.parent.type in OTHERS_WRITE:
            return None
        return components.component_of(type_, facts).start

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        component = components.component_of(match["type"], facts)
        require_closed(component)
        uses = Uses.of(component, facts)
        draft = Draft.of(match)
        for type_ in component.types:
            draft.replace(element_type(type_, facts), "struct{}")
        for literal in component.literals:
            for member in members(literal, facts):
                draft.replace(member, "{}")
        for value in uses.stored:
            draft.replace(value, "(struct{}{})" if in_header(value) else "struct{}{}")
        for statement, element in uses.removed:
            require_absence_unseen(statement, uses, component, facts)
            names.builtin(facts, "delete", [statement])
            draft.replace(statement, f"delete({operand(element)}, {index(element)})")
        for pair in uses.pairs:
            merge_pair(pair, facts, draft)
        shared = any(variables.captures(facts, obj) for obj in component.variables)
        membership.ask_for_elements(uses.read, facts, draft, shared=shared)
        require_apart(draft)
        for obj in component.variables:
            draft.claim(obj)
        key = text(component.types[0].children_by_field_name("key")[0]).decode()
        gain = gain_of(facts, key)
        message = (
            f"`{component.name}` holds nothing but true: map[{key}]struct{{}} says that it is a set"
            f" (for clarity: {gain.why})"
        )
        fix = draft.fix(f"make `{component.name}` a set of struct{{}}", Safety.SAFE)
        return self.finding(match.node, message, gain, fix)


def gain_of(facts: Facts, key: str) -> Gain:
    """By the file's version of Go: the tables changed with 1.24."""
    if facts.go_version < (1, 24):
        return Gain(GainLevel.SMALL, "it takes 9 % fewer bytes before Go 1.24, and the same bytes from then on")
    return Gain(GainLevel.NONE, f"no memory is saved, Go 1.24 and later store map[{key}]struct{{}} in the same bytes")


@dataclass(slots=True)
class Uses:
    """What a set's elements are used for."""

    read: list[Node] = field(default_factory=list)
    """Index expressions whose value is used."""
    stored: list[Node] = field(default_factory=list)
    """The `true` of each store."""
    removed: list[tuple[Node, Node]] = field(default_factory=list)
    """Statements that store false, with their index expression."""
    asked: list[Node] = field(default_factory=list)
    """Index expressions in the comma-ok form, whose value is not used."""
    pairs: list[Node] = field(default_factory=list)
    """Assignments `v, ok := m[k]` that use the value too."""

    @classmethod
    def of(cls, component: components.Component, facts: Facts) -> Uses:
        uses = cls()
        for clause in component.ranges:
            require_keys_only(clause)
        for element in component.elements:
            uses.add(element, facts)
        return uses

    def add(self, element: Node, facts: Facts) -> None:
        outer = places.with_parentheses(element)
        listed = outer.parent is not None and outer.parent.type == "expression_list"
        statement = outer.parent.parent if listed and outer.parent is not None else None
        if statement is None or statement.type not in ASSIGNING:
            self.read.append(element)
            return
        targets, values = places.sides(statement)
        if outer in targets:
            self.add_store(statement, element, targets, values, facts)
        elif len(targets) == len(values):
            # `var _ bool = m[k]` says what type the value is of.
            if text(targets[values.index(outer)]) != b"_" or statement.child_by_field_name("type") is not None:
                self.read.append(element)
        elif len(targets) == 2 and text(targets[0]) == b"_":
            self.asked.append(element)
        else:
            self.pairs.append(statement)

    def add_store(self, statement: Node, element: Node, targets: list[Node], values: list[Node], facts: Facts) -> None:
        value = components.value_for(statement, places.with_parentheses(element))
        stored = None if value is None else predeclared(value, facts)
        if value is None or stored not in {"true", "false"}:
            raise Refuse(f"an element of `{operand(element)}` is given another value than true", element)
        if stored == "true":
            self.stored.append(value)
        elif len(targets) == 1 and not places.has_comment(statement):
            self.removed.append((statement, element))
        else:
            raise Refuse("false is stored together with other values", statement)


ASSIGNING = frozenset(
    {"assignment_statement", "short_var_declaration", "var_spec", "range_clause", "receive_statement"}
)
OTHERS_WRITE = frozenset(
    {"type_case", "type_assertion_expression", "type_arguments", "type_elem", "type_constraint", "generic_type"}
)
"""Where a map type names what others made: nothing that this rule would change."""


def require_closed(component: components.Component) -> None:
    """Every value of the component comes from the function, and stays there."""
    for way_out in component.ways_out:
        itself = any(contains(way_out.node, type_) for type_ in component.types)
        raise Refuse(way_out.reason, None if itself else way_out.node)


def require_keys_only(clause: Node) -> None:
    targets = places.expressions(clause.child_by_field_name("left"))
    if len(targets) > 1 and text(targets[1]) != b"_":
        raise Refuse(f"a range uses the value `{text(targets[1]).decode()}`", clause)


def require_absence_unseen(
    statement: Node, uses: Uses, component: components.Component, facts: Facts
) -> None:
    """Nobody can tell an element that is false from one that is not there, and the map is not nil.

    A store to a nil map panics, `delete` does not.
    """
    seen = [*uses.asked, *uses.pairs, *component.ranges, *component.counted]
    line = statement.start_point.row + 1
    if seen:
        raise Refuse(f"false is stored at line {line}, and told from what is not there", seen[0])
    if any(not hashable_key(type_, facts) for type_ in component.types):
        raise Refuse("a key may not be hashable, and `delete` says so in other words than a store of false", statement)
    if component.may_be_nil:
        raise Refuse("false is stored, and the map may be nil", statement)


def require_apart(draft: Draft) -> None:
    """No edit is made in what another one replaces (a closure in a condition, and both use the set)."""
    edits = sorted(draft.edits, key=lambda edit: (edit.start, edit.end))
    for one, other in itertools.pairwise(edits):
        if other.start < one.end or other.start == one.start:
            line, _ = draft.file.line_and_column(other.start)
            raise Refuse(f"several uses at line {line} cannot be changed together")


def merge_pair(statement: Node, facts: Facts, draft: Draft) -> None:
    """`v, ok := m[k]`: since whatever is there is true, `v` is `ok`."""
    (value, present), _ = places.sides(statement)
    if text(present) == b"_" and value.type == "identifier":
        draft.replace(value, "_")
        draft.replace(present, text(value).decode())
        return
    objects = [facts.object(name) for name in (value, present)]
    if any(is_changed(obj, facts) for obj in objects):
        raise Refuse("both the value of an element and whether it is there are used", statement)
    one, other = objects
    assert one is not None
    assert other is not None
    for use in facts.uses(one):
        if facts.visible(other.name, use) != other:
            raise Refuse("both the value of an element and whether it is there are used", statement)
        draft.replace(joined_with(use, other, facts), other.name)
    draft.replace(value, "_")


def is_changed(obj: Object | None, facts: Facts) -> bool:
    """Is it written anywhere but in its declaration (in the statement that asked, too)?"""
    return obj is None or any(
        variables.is_written(use) or variables.is_address_taken(facts, use) for use in facts.uses(obj)
    )


def joined_with(use: Node, other: Object, facts: Facts) -> Node:
    """The `v && ok` or `v || ok` that a use of `v` is part of, or the use alone."""
    outer = places.with_parentheses(use)
    parent = outer.parent
    if parent is not None and parent.type == "binary_expression":
        sides = [places.without_parentheses(child) for child in parent.named_children if child.type != "comment"]
        operator = parent.children_by_field_name("operator")[0].type
        if operator in {"&&", "||"} and any(facts.object(side) == other for side in sides):
            return parent
    return use


def members(literal: Node, facts: Facts) -> list[Node]:
    """The values of a literal, each of them true."""
    found = []
    for element in literal.children_by_field_name("body")[0].named_children:
        if element.type == "comment":
            continue
        value = element.child_by_field_name("value") if element.type == "keyed_element" else None
        inner = None if value is None else value.named_children[0]
        if inner is None or predeclared(inner, facts) != "true":
            raise Refuse("a literal holds another value than true", element)
        found.append(inner)
    return found


def element_type(type_: Node, facts: Facts) -> Node:
    value = type_.children_by_field_name("value")[0]
    if not is_bool(value, facts):
        raise Refuse("its element type is another name for bool", value)
    return value


def hashable_key(type_: Node, facts: Facts) -> bool:
    key = facts.type(type_.children_by_field_name("key")[0])
    return key is not None and key.hashable


def is_bool(node: Node, facts: Facts) -> bool:
    obj = facts.object(node)
    return obj is not None and obj.scope == "universe" and obj.name == "bool"


def predeclared(node: Node, facts: Facts) -> str | None:
    """The name, if it is a predeclared one."""
    obj = facts.object(places.without_parentheses(node))
    return obj.name if obj is not None and obj.scope == "universe" else None


def in_header(node: Node) -> bool:
    """Is a statement that it is in part of a header? A `{` there may begin the body."""
    while node.parent is not None and node.parent.type not in {"statement_list", "labeled_statement"}:
        if node.parent.type in {"if_statement", "for_clause", "expression_switch_statement", "type_switch_statement"}:
            return True
        node = node.parent
    return False


def operand(element: Node) -> str:
    return text(element.children_by_field_name("operand")[0]).decode()


def index(element: Node) -> str:
    return text(element.children_by_field_name("index")[0]).decode()
