"""What must change its type together: variables, local types and expressions that hold the same values.

A value of one type is followed from wherever it is made to wherever it goes. Within a function that is assignment in
both directions, the declared types of the variables, and functions of package maps that give back what they get. Where
a value comes from, or goes to, something that is not followed (a parameter, a field, a call), that is a *way out*: the
component cannot change, and the way out says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gofix20.analysis.places import arguments, expressions, sides, with_parentheses, without_parentheses
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, text

SAME_TYPE = frozenset({"maps.Clone", "golang.org/x/exp/maps.Clone"})
"""Functions whose result is of the type of their argument, and holds the same elements."""
TWO_OF_A_TYPE = frozenset({"maps.Copy", "maps.Equal", "golang.org/x/exp/maps.Copy", "golang.org/x/exp/maps.Equal"})
"""Functions of two maps that must have the same element type."""
KEYS_ONLY = frozenset({"maps.Keys", "golang.org/x/exp/maps.Keys"})
BUILTINS = frozenset({"len", "delete", "clear"})
STATEMENTS_WITH_VALUES = frozenset({"assignment_statement", "short_var_declaration", "var_spec"})


@dataclass(frozen=True, slots=True)
class WayOut:
    """A place where values enter or leave a component, and what happens there."""

    reason: str
    node: Node


@dataclass(slots=True)
class Component:
    """Map variables, types and values of one function that can only change their type together."""

    types: list[Node] = field(default_factory=list)
    """Map types as they are written, in the order they were found."""
    variables: list[Object] = field(default_factory=list)
    literals: list[Node] = field(default_factory=list)
    """Composite literals of the type."""
    may_be_nil: list[Node] = field(default_factory=list)
    """Where a value may be nil: a declaration without a value, nil itself, a copy."""
    elements: list[Node] = field(default_factory=list)
    """Index expressions: an element is read or stored."""
    ranges: list[Node] = field(default_factory=list)
    """Range clauses over a value."""
    counted: list[Node] = field(default_factory=list)
    """Where the number of elements, or all of their keys, are asked for (ranges excepted)."""
    ways_out: list[WayOut] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call it: its first variable, else its first type."""
        if self.variables:
            return min(self.variables, key=lambda obj: obj.start).name
        return text(self.types[0]).decode()

    @property
    def start(self) -> int:
        return min(node.start_byte for node in self.types)


def component_of(type_: Node, facts: Facts) -> Component:
    """The component of a map type that is written in a function."""
    follower = Follower(facts)
    follower.type_expression(type_)
    return follower.component


class Follower:
    """Collects one component. Every node and object is looked at once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.component = Component()
        self._seen: set[tuple[str, int]] = set()

    def first_time(self, kind: str, node: Node) -> bool:
        key = (kind, node.start_byte)
        new = key not in self._seen
        self._seen.add(key)
        return new

    def way_out(self, reason: str, node: Node) -> None:
        self.component.ways_out.append(WayOut(reason, node))

    # Types

    def type_expression(self, node: Node) -> None:
        """A type as it is written: a map type, or the name of a type of this function."""
        while node.type == "parenthesized_type":
            node = next(child for child in node.named_children if child.type != "comment")
        if not self.first_time("type", node):
            return
        if node.type == "map_type":
            self.component.types.append(node)
        elif (obj := self.facts.object(node)) is not None and obj.kind == "type" and obj.scope == "local":
            self.local_type(obj)
        else:
            self.way_out(f"its type `{text(node).decode()}` is declared elsewhere", node)
        self.type_context(node)

    def type_context(self, node: Node) -> None:
        """What a written type is the type of."""
        parent = node.parent
        while parent is not None and parent.type == "parenthesized_type":
            node, parent = parent, parent.parent
        assert parent is not None
        if parent.type == "var_spec":
            self.declared(parent)
        elif parent.type in {"composite_literal", "type_conversion_expression"}:
            self.value(parent)
        elif (
            parent.type == "argument_list" and parent.parent is not None and self.facts.callee(parent.parent) == "make"
        ):
            self.value(parent.parent)
        elif parent.type == "call_expression" or (
            parent.type == "parenthesized_expression" and self.facts.is_type(parent)
        ):
            self.conversion_around(node)
        elif parent.type in {"type_spec", "type_alias"} and (name := parent.child_by_field_name("name")) is not None:
            self.defined(name)
        else:
            self.way_out(place_of_type(parent), node)

    def conversion_around(self, node: Node) -> None:
        outer = with_parentheses(node)
        parent = outer.parent
        if parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == outer:
            self.value(parent)
        else:
            self.way_out("it is part of a larger type", node)

    def defined(self, name: Node) -> None:
        """`type name …`."""
        obj = self.facts.object(name)
        if obj is None or obj.scope != "local":
            self.way_out(f"`{text(name).decode()}` is a type of the package", name)
        else:
            self.local_type(obj)

    def local_type(self, obj: Object) -> None:
        definition = self.facts.definition(obj)
        if definition is None:
            return
        if not self.first_time("object", definition):
            return
        spec = definition.parent
        written = None if spec is None else spec.child_by_field_name("type")
        if spec is None or spec.type not in {"type_spec", "type_alias"} or written is None:
            self.way_out(f"nothing is known of `{obj.name}`", definition)
            return
        self.type_expression(written)
        for use in self.facts.uses(obj):
            self.type_expression(use)

    # Variables

    def declared(self, spec: Node) -> None:
        """`var a, b T = …`: the names share the type."""
        values = expressions(spec.child_by_field_name("value"))
        if not values:
            self.component.may_be_nil.append(spec)
        for name in sides(spec)[0]:
            self.target(name)
        for value in values:
            self.value(value)

    def target(self, node: Node) -> None:
        """What a value is assigned to."""
        node = without_parentheses(node)
        obj = self.facts.object(node) if node.type == "identifier" else None
        if node.type == "identifier" and text(node) == b"_":
            return
        if obj is None or obj.kind != "var":
            self.way_out(f"it is stored in `{shorten(node)}`", node)
        else:
            self.variable(obj, node)

    def variable(self, obj: Object, node: Node) -> None:
        definition = self.facts.definition(obj)
        if obj.scope != "local" or definition is None:
            self.way_out(f"`{obj.name}` is {SCOPES.get(obj.scope, 'not a local variable')}", node)
            return
        if not self.first_time("object", definition):
            return
        if obj.type is None or obj.type.kind != "map":
            self.way_out(f"it becomes `{obj.name}`, which is no map", node)
            return
        self.component.variables.append(obj)
        self.declaration(definition)
        for use in self.facts.uses(obj):
            self.value(use)

    def declaration(self, definition: Node) -> None:
        parent = definition.parent
        if parent is not None and parent.type == "var_spec":
            written = parent.child_by_field_name("type")
            if written is not None:
                self.type_expression(written)
                return
        spec = parent.parent if parent is not None and parent.type == "expression_list" else parent
        if spec is None or spec.type not in {"var_spec", "short_var_declaration"}:
            self.way_out(f"`{text(definition).decode()}` is not declared by a plain assignment", definition)
            return
        self.assigned(spec, definition)

    def assigned(self, statement: Node, name: Node) -> None:
        """`name` (as it stands in the left side of `statement`) is given a value there."""
        value = value_for(statement, name)
        if value is None:
            self.way_out(f"`{text(name).decode()}` is assigned from a call or a receive", name)
        else:
            self.value(value)

    # Values

    def value(self, node: Node) -> None:
        """An expression of the type: where it comes from, and where it goes."""
        node = without_parentheses(node)
        if not self.first_time("value", node):
            return
        self.source(node)
        self.destination(node)

    def source(self, node: Node) -> None:
        facts = self.facts
        type_ = facts.type(node)
        if facts.is_nil(node):
            self.component.may_be_nil.append(node)
        elif type_ is None or type_.kind != "map":
            self.way_out(f"`{shorten(node)}` is no map", node)
        elif node.type == "identifier":
            obj = facts.object(node)
            if obj is None or obj.kind != "var":
                self.way_out(f"nothing is known of `{shorten(node)}`", node)
            else:
                self.variable(obj, node)
        elif node.type == "composite_literal":
            self.component.literals.append(node)
            self.type_expression(node.children_by_field_name("type")[0])
        elif node.type == "type_conversion_expression":
            self.type_expression(node.children_by_field_name("type")[0])
            self.value(node.children_by_field_name("operand")[0])
        elif node.type == "call_expression":
            self.called(node)
        else:
            self.way_out(f"it is assigned from `{shorten(node)}`", node)

    def called(self, call: Node) -> None:
        """A call gives a value of the type."""
        given = arguments(call)
        function = call.children_by_field_name("function")[0]
        if self.facts.callee(call) == "make" and given:
            self.type_expression(given[0])
        elif self.facts.callee(call) in SAME_TYPE and plain(function) and len(given) == 1:
            self.value(given[0])
        elif self.facts.is_conversion(call) and len(given) == 1:
            self.type_expression(without_parentheses(function))
            self.value(given[0])
        else:
            self.way_out(f"it comes from the call `{shorten(function)}(…)`", call)

    def destination(self, node: Node) -> None:
        outer = with_parentheses(node)
        parent = outer.parent
        assert parent is not None
        if parent.type == "index_expression" and parent.child_by_field_name("operand") == outer:
            self.component.elements.append(parent)
        elif parent.type == "range_clause" and parent.child_by_field_name("right") == outer:
            self.component.ranges.append(parent)
        elif parent.type == "var_spec":
            pass  # a definition
        elif parent.type == "expression_list" and parent.parent is not None:
            self.in_list(outer, parent.parent)
        elif parent.type == "binary_expression" and any(
            self.facts.is_nil(child) for child in parent.named_children if child != outer
        ):
            pass  # compared with nil
        elif parent.type == "argument_list" and parent.parent is not None:
            self.argument(outer, parent.parent)
        elif parent.type == "type_conversion_expression":
            self.value(parent)
        else:
            self.way_out(f"`{shorten(node)}` {DESTINATIONS.get(parent.type, 'is used as a value')}", node)

    def in_list(self, node: Node, statement: Node) -> None:
        """One of the expressions on either side of an assignment, or of another list."""
        if statement.type not in STATEMENTS_WITH_VALUES:
            self.way_out(f"`{shorten(node)}` {DESTINATIONS.get(statement.type, 'is used as a value')}", node)
        elif statement.child_by_field_name("left") == node.parent:
            self.assigned(statement, node)
        elif (target := target_for(statement, node)) is not None:
            self.target(target)
        else:
            self.way_out(f"`{shorten(node)}` is used as a value", node)

    def argument(self, node: Node, call: Node) -> None:
        callee = self.facts.callee(call)
        function = call.children_by_field_name("function")[0]
        given = arguments(call)
        if callee in KEYS_ONLY and plain(function):
            self.component.counted.append(node)
        elif callee in BUILTINS and given[0] == node:
            if callee == "len":
                self.component.counted.append(node)
        elif callee in TWO_OF_A_TYPE and plain(function):
            self.component.counted.append(node)
            for other in given:
                self.value(other)
        elif (callee in SAME_TYPE and plain(function)) or self.facts.is_conversion(call):
            self.value(call)
        else:
            self.way_out(f"`{shorten(node)}` is passed to `{shorten(function)}`", node)


SCOPES = {
    "parameter": "a parameter", "result": "a named result", "receiver": "a receiver", "field": "a field",
    "package": "a package-level variable",
}  # fmt: skip
DESTINATIONS = {
    "return_statement": "is returned", "send_statement": "is sent", "unary_expression": "has its address taken",
    "literal_element": "is stored in a literal", "selector_expression": "has a method called on it",
    "binary_expression": "is compared", "range_clause": "is assigned by a range",
    "receive_statement": "is assigned by a receive", "type_assertion_expression": "is asserted",
}  # fmt: skip


def place_of_type(parent: Node) -> str:
    """What a type stands in, where it belongs to no variable or value of the function."""
    kind = {
        "parameter_declaration": "a parameter", "variadic_parameter_declaration": "a parameter",
        "function_declaration": "a result", "method_declaration": "a result", "func_literal": "a result",
        "function_type": "a result", "field_declaration": "a field",
    }.get(parent.type)  # fmt: skip
    if kind is None:
        return "the map is part of a larger type"
    listed = parent.parent
    if listed is not None and listed.parent is not None and listed == listed.parent.child_by_field_name("result"):
        kind = "a result"
    name = None if kind == "a result" else parent.child_by_field_name("name")
    return f"`{text(name).decode()}` is {kind}" if name is not None else f"the map is {kind}"


def plain(function: Node) -> bool:
    """Is it called without type arguments?"""
    return function.type in {"identifier", "selector_expression"}


def value_for(statement: Node, name: Node) -> Node | None:
    """The expression that something on the left side is given, where each has one of its own."""
    names, values = sides(statement)
    return values[names.index(name)] if len(names) == len(values) and name in names else None


def target_for(statement: Node, value: Node) -> Node | None:
    """What an expression on the right side is assigned to, where each has one of its own."""
    names, values = sides(statement)
    return names[values.index(value)] if len(names) == len(values) and value in values else None


def shorten(node: Node) -> str:
    """The node's text where it is short and on one line, else its beginning."""
    line, _, rest = text(node).decode(errors="replace").partition("\n")
    return line if not rest and len(line) <= 40 else line[:37].rstrip() + "…"
