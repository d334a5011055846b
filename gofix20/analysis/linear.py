"""Integer expressions as sums of variables, lengths and constants, so that bounds can be subtracted."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from gofix20.analysis.places import arguments, without_parentheses
from gofix20.analysis.variables import assigned_values, is_shared, is_written, may_change_in, written_in
from gofix20.facts import Effect, Facts, Object, Type
from gofix20.syntax import Node, text, walk
from gofix20.transform import Refuse

SIGNED = frozenset({"int", "int8", "int16", "int32", "int64"})
INTEGERS = SIGNED | {"uint", "uint8", "uint16", "uint32", "uint64", "uintptr"}
FITS_INT = frozenset({"int8", "int16", "int32", "uint8", "uint16"})
"""Integers that every `int` holds."""
SMALL = 2**30
"""With up to that many more or less, a length still fits an `int`."""
NARROW = frozenset({"int8", "int16", "uint8", "uint16"})
"""Integers that are never more than a few thousand."""


GETTERS = frozenset(
    {
        "(reflect.Type).NumField", "(reflect.Type).NumMethod", "(reflect.Type).NumIn", "(reflect.Type).NumOut",
        "(reflect.Value).NumField", "(reflect.Value).NumMethod", "(reflect.Value).Type",
        "(*go/types.Tuple).Len", "(*go/types.Struct).NumFields", "(*go/types.TypeParamList).Len",
        "(*go/types.TypeList).Len", "(*go/types.Signature).Params", "(*go/types.Signature).Results",
        "(*go/types.Signature).TypeParams",
    }
)  # fmt: skip
"""Methods that say how large something is, or give a part of it, that never changes."""

OPERATORS = frozenset({"*", "/", "%", "<<", ">>", "&", "|", "^", "&^"})
"""That make an integer of two, which is not looked into."""
MEASURES = frozenset(
    {
        "(reflect.Value).Len", "(*go/types.Named).NumMethods", "(*go/types.Interface).NumMethods",
        "(*go/types.Interface).NumExplicitMethods", "(*go/types.Interface).NumEmbeddeds", "(*go/types.Union).Len",
        "(*go/types.MethodSet).Len", "(*container/list.List).Len", "(*bytes.Buffer).Len",
    }
)  # fmt: skip
"""Methods that say how large something is and do nothing else; it may be larger when they are asked again."""


@dataclass(frozen=True, slots=True)
class Term:
    """A variable or a length in a sum."""

    text: str
    kind: str
    factor: int
    not_negative: bool
    bounded: bool
    """It is at most the length of something in memory."""
    value: int | None = None
    portable: bool = False

    @property
    def is_small(self) -> bool:
        """Is it about the length of something in memory, and no constant that may be any number?"""
        return self.bounded and (self.value is None or abs(self.value) < 2**16)


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of terms and a constant."""

    terms: tuple[Term, ...] = ()
    constant: int = 0
    """No build can change it."""
    source: str | None = None
    """How the source writes it, where it is a constant as a whole."""
    kind: str = "int"
    operands: tuple[Node, ...] = ()
    rises: bool = False
    """As the program computes it, it may be too large for its type, and wrap."""
    falls: bool = False
    """It may be too small, and wrap."""

    def plus(self, more: int) -> Linear:
        return Linear(self.terms, self.constant + more, None, self.kind, self.operands)

    def computed(self, kind: str) -> Linear:
        """The same, as a sum that the program computes, in integers of some kind.

        What is added first and taken away again does not matter: integers wrap back.
        """
        is_small = kind == "int" and abs(self.constant) < SMALL and all(term.is_small for term in self.terms)
        if not self.terms or is_small:
            return self
        alone = len(self.terms) == 1 and self.terms[0].factor == 1
        rises, falls = not alone or self.constant > 0, not alone or self.constant < 0
        return dataclasses.replace(self, rises=rises, falls=falls)

    def minus(self, other: Linear) -> Linear:
        return self._combined(other, -1)

    def added(self, other: Linear) -> Linear:
        return self._combined(other, 1)

    def _combined(self, other: Linear, sign: int) -> Linear:
        terms = {(term.text, term.kind): term for term in self.terms}
        for term in other.terms:
            key = term.text, term.kind
            factor = sign * term.factor + (terms[key].factor if key in terms else 0)
            terms[key] = Term(term.text, term.kind, factor, term.not_negative, term.bounded, term.value, term.portable)
        return Linear(
            tuple(term for term in terms.values() if term.factor != 0),
            self.constant + sign * other.constant,
            None,
            self.kind,
            self.operands + other.operands,
        )


def written(sum_: Linear) -> str:
    """A sum as Go, what is taken away last."""
    parts = [
        f"{'+' if term.factor > 0 else '-'}{'' if abs(term.factor) == 1 else f'{abs(term.factor)}*'}"
        f"{f'({term.text})' if abs(term.factor) != 1 and '/' in term.text else term.text}"
        for term in sorted(sum_.terms, key=lambda term: -term.factor)
    ]
    constant = [f"{sum_.constant:+d}"] if sum_.constant or not parts else []
    first = constant if constant and sum_.constant >= 0 and (not parts or parts[0].startswith("-")) else []
    return "".join([*first, *parts, *([] if first else constant)]).removeprefix("+")


def as_int(written_as: str, kind: str) -> str | None:
    """An integer expression as an `int`; None if that might cut something off."""
    if kind in {"int", "untyped int"}:
        return written_as
    return f"int({written_as})" if kind in FITS_INT else None


def plain(written_as: str, type_: Type) -> str:
    """An integer of a defined type that is an `int`, as one: lengths are, and what slices.Grow takes."""
    return f"int({written_as})" if type_.named and type_.kind == "int" else written_as


def pointed_array(type_: Type) -> Type | None:
    """The array type that it is or points to."""
    if type_.kind == "array":
        return type_
    elem = type_.elem if type_.kind == "pointer" else None
    return elem if elem is not None and elem.kind == "array" else None


def elements_of(type_: Type) -> bool:
    """Does every element of it take memory, so that its length is bounded?

    A slice of empty structs can be as long as an int can count, and a type parameter may be one.
    """
    if type_.kind in {"string", "map"}:
        return True
    return type_.kind == "slice" and type_.elem is not None and type_.elem.occupies


def is_simple(node: Node, facts: Facts) -> bool:
    """A variable, a field of something simple, or what a simple pointer points to: cheap to write twice."""
    node = without_parentheses(node)
    if node.type == "identifier":
        return facts.object(node) is not None
    if node.type == "selector_expression":
        operand = node.child_by_field_name("operand")
        field = node.child_by_field_name("field")
        obj = None if field is None else facts.object(field)
        if operand is None or obj is None or obj.kind not in {"var", "const"}:
            return False
        base = facts.object(operand)
        return (base is not None and base.kind == "package") or is_simple(operand, facts)
    if node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        return text(node).startswith(b"*") and operand is not None and is_simple(operand, facts)
    return False


class Reader:
    """Reads integer expressions. `substitutes` are variables that do not exist where the sum will be written.

    With a loop, `check_unchanged` tells that its body leaves the value of an expression alone.
    """

    def __init__(
        self, facts: Facts, substitutes: Mapping[Object, Node] | None = None, loop: Node | None = None
    ) -> None:
        self.facts = facts
        self.substitutes = dict(substitutes or {})
        self.loop = loop

    def read(self, node: Node, depth: int = 0) -> Linear:
        """The sum that an expression is. Raises Refuse if it is not one."""
        node = without_parentheses(node)
        constant = self.facts.constant(node)
        type_ = self.facts.type(node)
        if constant is not None:
            if not constant.portable or not isinstance(constant.value, int):
                raise Refuse("the bound is a constant that another build may change")
            kind = "int" if type_ is None else type_.kind
            simple = node.type in {"identifier", "int_literal", "selector_expression"}
            shown = text(node).decode() if simple else None
            if shown is not None and type_ is not None:
                shown = plain(shown, type_)
            return Linear((), constant.value, shown, kind, (node,) if simple else ())
        if type_ is None or type_.kind not in INTEGERS:
            raise Refuse("the bound is not a simple expression")
        if node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            operator = node.child_by_field_name("operator")
            assert left is not None
            assert right is not None
            assert operator is not None
            if operator.type == "+":
                return self.read(left, depth).added(self.read(right, depth)).computed(type_.kind)
            if operator.type == "-":
                return self.read(left, depth).minus(self.read(right, depth)).computed(type_.kind)
        if node.type == "identifier" and depth < 4:
            obj = self.facts.object(node)
            if obj is not None and obj in self.substitutes:
                return self.read(self.substitutes[obj], depth + 1)
        return Linear((self.term(node, type_),), operands=(node,))

    def term(self, node: Node, type_: Type) -> Term:
        shown = plain(text(node).decode(), type_)
        if "\n" in shown:
            raise Refuse("the bound is not a simple expression")
        if is_length(node, self.facts):
            of = arguments(node)[0]
            measured = self.facts.type(of)
            assert measured is not None
            self.exists(of)
            array = pointed_array(measured)
            return Term(
                shown, "int", 1, True, array is not None or elements_of(measured),
                None if array is None else array.length,
            )  # fmt: skip
        if is_quotient(node, self.facts):
            left = node.child_by_field_name("left")
            assert left is not None
            inner = self.term(without_parentheses(left), type_)
            return Term(shown, "int", 1, True, inner.bounded)
        converted = converted_integer(node, self.facts)
        if converted is not None:
            self.exists(converted)
            from_ = self.facts.type(converted)
            wide = type_.kind in {"int", "int32", "int64"}
            small = from_ is not None and from_.kind in NARROW and wide
            return Term(shown, type_.kind, 1, small and from_ is not None and from_.kind not in SIGNED, small)
        if node.type == "call_expression" and is_got(node, self.facts):
            self.exists(node)
            return Term(shown, "int", 1, True, True)
        self.exists(node)
        if not is_simple(node, self.facts):
            return self.whole(node, type_, shown)
        signed = type_.kind in SIGNED
        known = self.known(node)
        if known is not None and len(known.terms) <= 1:
            if not known.terms:
                return Term(shown, type_.kind, 1, known.constant >= 0, True, known.constant, True)
            term = known.terms[0]
            if term.factor == 1 and known.constant <= 0:
                at_least_0 = not signed or (term.not_negative and known.constant == 0)
                return Term(shown, type_.kind, 1, at_least_0, term.bounded)
        return Term(shown, type_.kind, 1, not signed, type_.kind in NARROW)

    def whole(self, node: Node, type_: Type, shown: str) -> Term:
        """A term that is not looked into: a product and its like, or a call of a function that changes nothing."""
        if node.type == "call_expression" and not self.facts.is_conversion(node):
            if not self.facts.is_quiet(node) and self.facts.callee(node) not in MEASURES:
                raise Refuse("the bound is a call that may do anything")
            if any(self.facts.effect(argument) is not Effect.NONE for argument in arguments(node)):
                raise Refuse("the bound is not a simple expression")
            measures = self.facts.callee(node) in MEASURES
            # A slice of empty structs can be as long as an int can count.
            bounded = type_.kind in NARROW or (measures and self.facts.callee(node) != "(reflect.Value).Len")
            return Term(shown, type_.kind, 1, measures or type_.kind not in SIGNED, bounded)
        operator = node.child_by_field_name("operator") if node.type == "binary_expression" else None
        if operator is None or operator.type not in OPERATORS or self.facts.effect(node) is not Effect.NONE:
            raise Refuse("the bound is not a simple expression")
        whole = shown if shown.endswith(")") and not shown.startswith("(") and type_.named else f"({shown})"
        return Term(whole, type_.kind, 1, type_.kind not in SIGNED, type_.kind in NARROW)

    def known(self, node: Node) -> Linear | None:
        """What a local variable that is assigned only where it is declared stands for."""
        obj = self.facts.object(node)
        if obj is None or obj.scope != "local" or is_shared(self.facts, obj):
            return None
        if any(is_written(use) for use in self.facts.uses(obj)):
            return None
        definition = self.facts.definition(obj)
        if definition is None:
            return None
        value = assigned_values(self.facts, definition) or declared_value(definition)
        if value is None:
            return None
        try:
            return Reader(self.facts).read(value, 3)
        except Refuse:
            return None

    def exists(self, node: Node) -> None:
        """Everything mentioned exists outside of the loop. Raises Refuse."""
        if self.loop is None:
            return
        for obj in self.facts.mentioned(node):
            if obj.is_local and self.loop.start_byte <= obj.start < self.loop.end_byte:
                raise Refuse(f"`{obj.name}` is declared in the loop", self.loop)

    def check_unchanged(self, node: Node) -> bool:
        """Is nothing that the loop's body calls able to change the value of an expression? Raises Refuse if it does."""
        assert self.loop is not None
        body = self.loop.child_by_field_name("body")
        if body is None or self.facts.constant(node) is not None:
            return True
        certain = True
        for obj in self.facts.mentioned(node):
            if obj.kind == "builtin" or obj.kind == "package" or obj.scope == "field":
                continue
            if written_in(self.facts, obj, body):
                raise Refuse(f"`{obj.name}` changes in the loop", node)
            certain = certain and not may_change_in(self.facts, obj, body)
        if reads_memory(node, self.facts) or asks(node, self.facts):
            if any(is_written(inner) and field_of(inner) in fields_of(node) for inner in walk(body)):
                raise Refuse(f"`{text(node).decode()}` changes in the loop", node)
            certain = certain and not disturbs_fields(node, body, self.facts)
        return certain


def declared_value(definition: Node) -> Node | None:
    """The value in `var x = value`, for one name."""
    spec = definition.parent
    if spec is None or spec.type != "var_spec" or len(spec.children_by_field_name("name")) != 1:
        return None
    values = spec.child_by_field_name("value")
    return None if values is None else next((child for child in values.named_children if child.type != "comment"), None)


def is_got(node: Node, facts: Facts) -> bool:
    """`t.NumField()` and its like: the same number whenever it is asked for."""
    function = node.child_by_field_name("function")
    operand = None if function is None else function.child_by_field_name("operand")
    if operand is None or arguments(node) or facts.callee(node) not in GETTERS:
        return False
    operand = without_parentheses(operand)
    return is_simple(operand, facts) or (operand.type == "call_expression" and is_got(operand, facts))


def reads_memory(node: Node, facts: Facts) -> bool:
    """Does it read a field, or through a pointer?"""
    for inner in walk(node):
        name = inner.child_by_field_name("field") if inner.type == "selector_expression" else None
        obj = None if name is None else facts.object(name)
        harmless = name is None or (obj is not None and obj.scope in {"method", "package"})
        if inner.type == "unary_expression" or not harmless:
            return True
    return False


def is_length(node: Node, facts: Facts) -> bool:
    """`len(x)` of something simple that no other goroutine changes by itself (a channel)."""
    if node.type != "call_expression" or facts.callee(node) != "len":
        return False
    parts = arguments(node)
    type_ = facts.type(parts[0]) if len(parts) == 1 else None
    return type_ is not None and type_.kind != "chan" and is_simple(parts[0], facts)


def converted_integer(node: Node, facts: Facts) -> Node | None:
    """The simple variable in a conversion of integers, `int(header.count)`."""
    if node.type != "call_expression" or not facts.is_conversion(node):
        return None
    parts = arguments(node)
    type_ = facts.type(parts[0]) if len(parts) == 1 else None
    return parts[0] if type_ is not None and type_.kind in INTEGERS and is_simple(parts[0], facts) else None


def is_quotient(node: Node, facts: Facts) -> bool:
    """`len(x)/2`: a length by a positive constant."""
    if node.type != "binary_expression":
        return False
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None or operator.type != "/":
        return False
    constant = facts.constant(right)
    by = constant.value if constant is not None else None
    return isinstance(by, int) and by > 0 and is_length(without_parentheses(left), facts)


def disturbs_fields(node: Node, region: Node, facts: Facts) -> bool:
    """May running `region` change a field or a pointed-to variable that `node` reads?

    Any code that nobody looked at may; an assignment does if it is of a field of the same name, or through a pointer.
    """
    read = fields_of(node)
    through = asks(node, facts) or any(inner.type == "unary_expression" for inner in walk(node))
    for inner in walk(region, skip=("func_literal",)):
        if inner.type in {"send_statement", "select_statement", "go_statement", "defer_statement"} or (
            inner.type == "unary_expression" and text(inner).startswith(b"<-")
        ):
            return True
        if inner.type == "call_expression" and runs_code(inner, facts):
            return True
        if (
            inner.type == "call_expression"
            and facts.callee(inner) in {"copy", "append", "clear", "delete"}
            and (moves_structs(inner, facts) or (facts.callee(inner) != "append" and asks(node, facts)))
        ):
            return True
        if is_written(inner):
            type_ = facts.type(inner)
            if inner.type == "unary_expression" or type_ is None or type_.kind in {"struct", "array", "typeparam"}:
                return True  # of which the field may be a part
            if through and (inner.type != "identifier" or is_reachable(inner, facts)):
                return True
            if field_of(inner) in read:
                return True
    return False


def fields_of(node: Node) -> set[bytes]:
    """The names of the fields that an expression reads."""
    return {name for inner in walk(node) if (name := field_of(inner)) is not None}


def field_of(node: Node) -> bytes | None:
    field = node.child_by_field_name("field") if node.type == "selector_expression" else None
    return None if field is None else text(field)


def asks(node: Node, facts: Facts) -> bool:
    """Does it call a function that may read anything?"""
    return any(
        inner.type == "call_expression"
        and not facts.is_conversion(inner)
        and facts.callee(inner) not in {"len", "min", "max"} | GETTERS
        for inner in walk(node)
    )


def moves_structs(call: Node, facts: Facts) -> bool:
    """May `copy` or `append` write over a struct that somebody points to? Behind a variable's length nobody does."""
    first = without_parentheses(arguments(call)[0]) if arguments(call) else None
    type_ = None if first is None else facts.type(first)
    if first is None or (facts.callee(call) == "append" and first.type == "identifier"):
        return False
    return type_ is None or type_.elem is None or type_.elem.kind in {"struct", "array", "typeparam"}


def is_reachable(name: Node, facts: Facts) -> bool:
    """May a pointer lead to this variable?"""
    obj = facts.object(name)
    return obj is None or not obj.is_local or is_shared(facts, obj)


def runs_code(call: Node, facts: Facts) -> bool:
    """May the call run code that nobody looked at?"""
    if facts.is_conversion(call):
        return False
    if facts.callee(call) in {
        "append", "len", "cap", "copy", "delete", "clear", "make", "new", "min", "max", "panic", "print", "println",
    }:  # fmt: skip
        return False
    return facts.effect(call) is Effect.EFFECT and not facts.is_quiet(call)
