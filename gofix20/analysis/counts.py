"""How often a loop runs: a Go expression for it, and what is known of its value.

A count speaks of a loop whose body does not leave early. It can be written directly before the loop and
means there what the loop will do, given that nothing in the body changes what the loop looks at; where it
may be written instead (further up) is for the caller to say, from `Count.operands`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gofix20.analysis.linear import (
    FITS_INT,
    INTEGERS,
    MEASURES,
    SIGNED,
    Linear,
    Reader,
    Term,
    as_int,
    asks,
    elements_of,
    is_simple,
    plain,
    pointed_array,
    written,
)
from gofix20.analysis.linear import is_length as is_length_of
from gofix20.analysis.map_changes import may_shrink
from gofix20.analysis.places import expressions, without_parentheses
from gofix20.analysis.variables import is_shared, is_written
from gofix20.facts import Effect, Facts, Object
from gofix20.syntax import Node, contains, text
from gofix20.transform import Refuse

PLACEHOLDER = "\0"
"""Stands in `Count.text` for the operand that needs a name."""
LIMIT = "\1"
"""Stands in `Count.at_most` for the most that is asked for."""
NARROW = {"int8": 2**7 - 1, "int16": 2**15 - 1, "uint8": 2**8 - 1, "uint16": 2**16 - 1}


@dataclass(frozen=True, slots=True)
class Count:
    """How often a loop runs."""

    text: str
    """A Go expression, without effects; see `named`."""
    value: int | None
    """Where it is known."""
    portable: bool
    """`value` is the same in every build."""
    exact: bool
    """Else it is an upper bound: the runes of a string, a map that the body may shrink."""
    bounded: bool
    """It is the length of something in memory, give or take a few, or a constant: it cannot be absurdly large."""
    kind: str
    """The integer type of `text`: "int", "uint8", …"""
    wants_max: bool
    """The text uses the builtin `max` or `min` (Go 1.21)."""
    is_sum: bool
    """The text is to be put in parentheses if it is multiplied."""
    operands: tuple[Node, ...]
    """The expressions that the text is made from."""
    named: Node | None = None
    """An operand of the `range` clause that is to be given a name before the loop: the text has PLACEHOLDER for it."""
    at_most: str | None = None
    """The text where it is not bounded and cannot wrap, but LIMIT at most, which every `int` holds."""

    def limited(self, limit: int) -> Count:
        """It, or so many where it is more, if it is not bounded."""
        if self.bounded or self.at_most is None:
            return self
        shown = self.at_most.replace(LIMIT, str(limit))
        kind = "int" if self.kind == "int" else "int32"
        return dataclasses.replace(self, text=shown, kind=kind, bounded=True, wants_max=True, at_most=None)

    @property
    def shown(self) -> str:
        """The text for a message."""
        return self.text.replace(PLACEHOLDER, "the count")

    def as_int(self) -> str | None:
        """The text as an `int`; None if that might cut something off."""
        if self.text.isdigit() and self.portable and self.value is not None and self.value < 2**31:
            return self.text
        return as_int(self.text, self.kind)

    def times(self, factor: int) -> str | None:
        if factor == 1:
            return self.text
        whole = self.as_int()
        if whole is None:
            return None
        return f"{factor}*({whole})" if self.is_sum and whole == self.text else f"{factor}*{whole}"


def clause_of(loop: Node) -> Node | None:
    """The range clause or the `for` clause of a loop."""
    return next((child for child in loop.named_children if child.type in {"range_clause", "for_clause"}), None)


def count_of(loop: Node, facts: Facts) -> Count | None:
    """How often the loop runs; None if nobody can tell beforehand (a condition, a channel, an iterator).

    Raises Refuse where it has a count that is not to be relied on.
    """
    clause = clause_of(loop)
    if clause is None:
        return None
    return range_count(loop, clause, facts) if clause.type == "range_clause" else clause_count(loop, clause, facts)


def range_count(loop: Node, clause: Node, facts: Facts) -> Count | None:
    operand = clause.child_by_field_name("right")
    type_ = None if operand is None else facts.type(operand)
    if operand is None or type_ is None:
        return None
    if type_.kind in INTEGERS or type_.kind in {"untyped int", "untyped rune"}:
        try:
            count = linear_count(Reader(facts).read(operand), Linear())
            if not asks(operand, facts) or facts.callee(without_parentheses(operand)) in MEASURES:
                return count
        except Refuse:
            if facts.effect(operand) is not Effect.EFFECT or type_.kind not in INTEGERS:
                raise
        signed, given = type_.kind in SIGNED, plain(PLACEHOLDER, type_)
        shown = f"max({given}, 0)" if signed else given
        return limitable(Count(shown, None, False, True, False, type_.kind, signed, False, (), operand))
    array = pointed_array(type_)
    if array is None and type_.kind not in {"slice", "string", "untyped string", "map"}:
        return None
    inner = without_parentheses(operand)
    if inner.type == "composite_literal":
        return literal_count(inner, type_.kind)
    constant = facts.constant(inner)
    if constant is not None:
        if not constant.portable or not isinstance(constant.value, str):
            return None
        runes = len(constant.value)
        return constant_count(runes, str(runes), "int", True)
    value = None if array is None else array.length
    counted, named = operand, None
    converted = bytes_of_string(inner, facts)
    if converted is not None and is_simple(converted, facts):
        counted = converted
    elif not is_simple(inner, facts):
        named = operand
    count = Count(
        text=f"len({PLACEHOLDER if named is not None else text(without_parentheses(counted)).decode()})",
        value=value,
        portable=False,  # of an array, whose length may be a constant that varies
        exact=type_.kind != "string" and not (type_.kind == "map" and may_shrink(inner, loop, facts)),
        bounded=value is not None or elements_of(type_),
        kind="int",
        wants_max=False,
        is_sum=False,
        operands=(counted,),
        named=named,
    )
    return limitable(count)


def bytes_of_string(node: Node, facts: Facts) -> Node | None:
    """The string of `[]byte(s)`: the compiler ranges over it without a copy."""
    if node.type not in {"type_conversion_expression", "call_expression"}:
        return None
    inner = node.child_by_field_name("operand")
    type_ = facts.type(node)
    if inner is None or type_ is None or type_.elem is None or not type_.elem.is_exactly("byte"):
        return None
    from_ = facts.type(inner)
    return inner if from_ is not None and from_.kind == "string" else None


def literal_count(literal: Node, kind: str) -> Count | None:
    body = literal.child_by_field_name("body")
    elements = [] if body is None else [child for child in body.named_children if child.type != "comment"]
    if kind not in {"slice", "array"} or any(child.type == "keyed_element" for child in elements):
        return None  # its keys say how long it is
    return constant_count(len(elements), str(len(elements)), "int", True)


def constant_count(value: int, written_as: str, kind: str, portable: bool, operands: tuple[Node, ...] = ()) -> Count:
    is_sum = not written_as.isidentifier() and not written_as.isdigit()
    return Count(written_as, value, portable, True, True, kind, False, is_sum, operands)


# Three-clause loops


def clause_count(loop: Node, clause: Node, facts: Facts) -> Count | None:
    """`for i := first; i < bound; i++` and its like."""
    condition = clause.child_by_field_name("condition")
    update = clause.child_by_field_name("update")
    first = clause.child_by_field_name("initializer")
    if condition is None or update is None or first is None or first.type != "short_var_declaration":
        return None
    if condition.type != "binary_expression":
        return None
    counter, step = stepped(update, facts)
    if counter is None:
        return None
    names = expressions(first.child_by_field_name("left"))
    values = expressions(first.child_by_field_name("right"))
    if len(names) != len(values):
        return None
    initial = {obj: value for name, value in zip(names, values, strict=True) if (obj := facts.object(name)) is not None}
    if counter not in initial or counter.type is None or counter.type.kind not in INTEGERS:
        return None
    operator, bound = bounded_by(condition, counter, facts)
    if operator is None or bound is None:
        return None
    counter_is_ours(counter, update, facts)
    reader = Reader(facts, {obj: value for obj, value in initial.items() if obj != counter}, loop)
    low, high = reader.read(initial[counter]), reader.read(bound)
    if any(facts.effect(value) is Effect.EFFECT for value in values):
        raise Refuse("what the loop begins with may change its bound", first)
    unchanged = Reader(facts, initial, loop)
    certain = unchanged.check_unchanged(bound)
    count = steps(operator, low, high, step, counter.type.kind)
    if count is not None and may_panic_before(values, count, facts):
        raise Refuse("what the loop begins with may panic before its bound does", first)
    return count if count is None or certain else dataclasses.replace(count, exact=False)


def may_panic_before(values: list[Node], count: Count, facts: Facts) -> bool:
    """May the values that a loop begins with panic, and the count, which is asked for earlier, with something else?

    Over nil pointers all panic alike.
    """
    return any(facts.effect(operand) is not Effect.NONE for operand in count.operands) and any(
        facts.effect(value) is not Effect.NONE and not is_simple(value, facts) and not is_length_of(value, facts)
        for value in values
    )


def stepped(update: Node, facts: Facts) -> tuple[Object | None, int]:
    """The counter of a post statement and its step."""
    if update.type in {"inc_statement", "dec_statement"}:
        operand = next((child for child in update.named_children if child.type != "comment"), None)
        obj = None if operand is None else facts.object(without_parentheses(operand))
        return obj, 1 if update.type == "inc_statement" else -1
    if update.type != "assignment_statement":
        return None, 0
    left, right = expressions(update.child_by_field_name("left")), expressions(update.child_by_field_name("right"))
    operator = update.child_by_field_name("operator")
    if len(left) != 1 or len(right) != 1 or operator is None:
        return None, 0
    counter, change, sign = facts.object(without_parentheses(left[0])), right[0], operator.type
    if sign == "=":
        change, sign = changed_by(counter, right[0], facts)
    constant = facts.constant(change)
    if constant is None or not constant.portable or not isinstance(constant.value, int) or constant.value < 1:
        return None, 0
    return (counter, constant.value if sign == "+=" else -constant.value) if sign in {"+=", "-="} else (None, 0)


def changed_by(counter: Object | None, value: Node, facts: Facts) -> tuple[Node, str]:
    """What `i = i + 2` adds, and that it does."""
    value = without_parentheses(value)
    left, right = value.child_by_field_name("left"), value.child_by_field_name("right")
    operator = value.child_by_field_name("operator")
    if value.type != "binary_expression" or left is None or right is None or operator is None or counter is None:
        return value, ""
    if operator.type == "+" and facts.object(without_parentheses(right)) == counter:
        left, right = right, left
    is_counter = facts.object(without_parentheses(left)) == counter
    return right, f"{operator.type}=" if is_counter and operator.type in {"+", "-"} else ""


MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


def bounded_by(condition: Node, counter: Object, facts: Facts) -> tuple[str | None, Node | None]:
    """The comparison, with the counter on the left, and the bound on the right."""
    left, right = condition.child_by_field_name("left"), condition.child_by_field_name("right")
    operator = condition.child_by_field_name("operator")
    if left is None or right is None or operator is None or operator.type not in MIRRORED:
        return None, None
    if facts.object(without_parentheses(left)) == counter:
        return operator.type, right
    if facts.object(without_parentheses(right)) == counter:
        return MIRRORED[operator.type], left
    return None, None


def counter_is_ours(counter: Object, update: Node, facts: Facts) -> None:
    """Nothing but the post statement writes the counter. Raises Refuse."""
    for use in facts.uses(counter):
        if is_written(use) and not contains(update, use):
            raise Refuse(f"the counter `{counter.name}` is written in the loop", use)
    if is_shared(facts, counter):
        raise Refuse(f"the counter `{counter.name}` may be written through a closure or a pointer", update)


def steps(operator: str, low: Linear, high: Linear, step: int, kind: str) -> Count | None:
    """The number of rounds from `low` on while `counter operator high` holds."""
    if operator == "!=":
        # Only from below, and only where it is reached: else it goes on until the counter wraps.
        if (
            step != 1
            or low.terms
            or low.constant != 0
            or not all(term.not_negative for term in high.terms)
            or high.constant < 0
        ):
            return None
        operator = "<"
    if (step > 0) != (operator in {"<", "<="}):
        return None  # it runs until the counter wraps, or once
    if step < 0:
        low, high = high, low
    if operator in {"<=", ">="}:
        if step < 0 and kind not in SIGNED and not (not low.terms and low.constant > 0):
            return None  # an unsigned counter is always at least 0
        high = dataclasses.replace(high, constant=high.constant + 1, source=None)
    elif step < 0 and low.constant:
        low = dataclasses.replace(low, source=None)
    width = abs(step)
    if width == 1:
        return linear_count(high, low)
    span = high.minus(low)
    if not span.terms:
        most = NARROW.get(kind, 2**31 - 1)
        if may_miss(high, low) or max(abs(high.constant), abs(low.constant)) + width > most:
            raise Refuse("the counter may wrap")
        value = max(0, -(-span.constant // width))
        return constant_count(value, str(value), "int", True)
    if (
        step < 0
        or low.terms
        or len(span.terms) != 1
        or not span.terms[0].is_small
        or span.terms[0].kind != "int"
        or span.terms[0].factor != 1
    ):
        raise Refuse("the counter may wrap")
    # Rounded up; below 0 it is less than one step.
    top, least = written(span.plus(width - 1)), 1 - width - span.constant
    if least > 0 and not span.terms[0].not_negative:
        length = f"(max({span.terms[0].text}, {least})-{least})/{width}"
    elif least > 0 or not span.terms[0].not_negative:
        length = f"max({top}, 0)/{width}"
    else:
        length = f"({top})/{width}"
    return Count(length, None, False, True, True, "int", "max(" in length, True, span.operands)


def may_miss(high: Linear, low: Linear) -> bool:
    """May a loop from `low` to `high` not run at all, because one of them wraps, where their difference says it does?

    `for i := 1; i < n+1; i++` and `for i := n-9; i < n; i++` do not, of the largest and the smallest n. From 0 on, the
    difference is what the program itself computes.
    """
    return low.falls or (high.rises and (bool(low.terms) or low.constant > 0))


def linear_count(high: Linear, low: Linear) -> Count | None:
    """`high - low`, and 0 where that is negative, written so that it is right where something wraps."""
    span = high.minus(low)
    if not span.terms and span.constant <= 0:
        return None
    kind = next((term.kind for term in (*high.terms, *low.terms)), "int")
    if may_miss(high, low) or (kind in FITS_INT and (high.constant or low.terms or low.constant)):
        return compared(high, low, kind)
    if not span.terms:
        as_is = high.source if high.source is not None and low.constant == 0 else None
        operands = high.operands if as_is is not None and not as_is.isdigit() else ()
        return constant_count(span.constant, as_is or str(span.constant), high.kind if as_is else "int", True, operands)
    if len(span.terms) == 1 and span.terms[0].factor == 1:
        return limitable(one_term(span, span.terms[0]))
    if all(small(term) and term.factor == 1 for term in span.terms) and span.constant >= 0:
        return Count(written(span), None, False, True, True, kind, False, True, span.operands)
    if all(small(term) and abs(term.factor) == 1 for term in span.terms):
        return Count(f"max({written(span)}, 0)", None, False, True, True, kind, True, False, span.operands)
    return compared(high, low, kind)


def small(term: Term) -> bool:
    """Is it a length, or no larger than one, so that a few can be added and subtracted?"""
    return term.not_negative and term.is_small and term.kind == "int"


def one_term(span: Linear, term: Term) -> Count:
    more = span.constant
    value = None if term.value is None else max(0, term.value + more)
    bounded = term.bounded or term.value is not None
    if term.not_negative and more >= 0:
        shown = written(span)
    elif term.not_negative and term.kind in SIGNED:
        shown = f"max({written(span)}, 0)"
    elif more < 0:
        # max(n-1, 0) would be huge for the smallest n that there is.
        shown = f"max({term.text}, {-more})-{-more}"
    else:
        shown = f"max({bare(written(span))}, 0)"
    wants_max = shown.startswith("max(")
    is_sum = "/" in term.text or not shown.endswith(")") if wants_max else more != 0 or "/" in term.text
    return Count(shown, value, term.portable, True, bounded, term.kind, wants_max, is_sum, span.operands)


def compared(high: Linear, low: Linear, kind: str) -> Count:
    """`max(high, low)-low`, with both as the loop computes them: that is right even where they wrap."""
    span = high.minus(low)
    top, bottom = (written(end) for end in (high, low))
    if low.terms:
        bottom = as_int(bottom, kind) or bottom
    if high.terms:
        top = as_int(top, kind) or top
    bounded = all(term.is_small if term.factor == 1 else term.factor < 0 and term.not_negative for term in span.terms)
    known = bounded and not high.falls and not low.rises and kind in SIGNED
    less = f"({bottom})" if not bottom.isidentifier() and not bottom.isdigit() and not bottom.endswith(")") else bottom
    return Count(
        text=f"max({top}, 0)" if bottom == "0" else f"max({top}, {bottom})-{less}",
        value=None if span.terms else span.constant,
        portable=False,
        exact=True,
        bounded=known or not span.terms,
        kind="int" if kind in FITS_INT else kind,
        wants_max=True,
        is_sum=bottom != "0",
        operands=span.operands,
        at_most=limited(top, less, is_length(high) and kind in SIGNED),
    )


def limited(top: str, less: str, is_far_from_wrapping: bool) -> str | None:
    if less == "0":
        return f"min(max({top}, 0), {LIMIT})"
    return f"min(max({top}-{less}, 0), {LIMIT})" if is_far_from_wrapping else None


def is_length(high: Linear) -> bool:
    """Is it the length of something, or of several? From that, no difference wraps to more than 0."""
    return high.constant >= 0 and not high.rises and all(small(term) and term.factor == 1 for term in high.terms)


def limitable(count: Count) -> Count:
    """With a text that is limited, of a count whose own cannot wrap."""
    if count.kind in NARROW:
        return dataclasses.replace(count, bounded=True)
    if count.bounded or count.value is not None:
        return count
    return dataclasses.replace(count, at_most=f"min({bare(count.text)}, {LIMIT})")


def ends_of(shown: str) -> tuple[str, str] | None:
    """Of `max(n, k)-k` and `max(n-1, 0)`: n and k, n-1 and 0. None for other texts."""
    start, _, less = shown.rpartition(")")
    high, comma, low = start.removeprefix("max(").rpartition(", ")
    whole = all(part.count("(") == part.count(")") and ", " not in part for part in (high, low))
    fits = less == "" if low == "0" else less in {f"-{low}", f"-({low})"}
    return (high, low) if shown.startswith("max(") and comma and whole and fits else None


def bare(base: str) -> str:
    """An expression as an argument, which needs no parentheses."""
    inner = base[1:-1]
    return inner if base.startswith("(") and base.endswith(")") and not {"(", ")"} & set(inner) else base
