"""What is done with a slice variable: who can tell nil from empty, who holds it, who looks beyond its length."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from gofix20.analysis.paths import Path, denotes, mentions
from gofix20.analysis.places import arguments, enclosing_function, expressions, with_parentheses, without_parentheses
from gofix20.analysis.variables import is_address_taken, is_written
from gofix20.facts import Facts, Object
from gofix20.syntax import Node, ancestors, contains, text


class Role(enum.Enum):
    """What one use of a slice variable is."""

    GROWTH = "is appended to"
    """`x = append(x, …)`: both its mentions."""
    GROWN = "is grown"
    """`x = slices.Grow(x, n)`: both its mentions."""
    LENGTH = "is measured"
    RANGE = "is ranged over"
    ELEMENT = "is indexed"
    SPREAD = "is copied into another slice"
    """`append(dst, x...)`, `copy`, `string(x)`."""
    READ = "is only read"
    """An argument of a function of the standard library that reads or sorts the elements and keeps nothing."""
    ELEMENT_ADDRESS = "has the address of an element taken"
    NIL = "is compared with nil"
    PIECE = "is sliced"
    """A slice expression that stays within its length."""
    WHOLE = "is copied or passed on"
    WRITTEN = "is assigned"
    ADDRESS = "has its address taken"
    CAPACITY = "has its capacity looked at"
    BEYOND = "is sliced up to an end that may lie beyond its length"
    APPENDED = "is appended to without the result being assigned back"


HARMLESS = frozenset({Role.GROWTH, Role.GROWN, Role.LENGTH, Role.RANGE, Role.ELEMENT, Role.SPREAD, Role.READ})
"""Nobody who does these can tell nil from empty, and nobody has the slice afterwards."""
TELLS_NIL = frozenset({Role.NIL, Role.PIECE, Role.WHOLE})
HOLDS = frozenset({Role.PIECE, Role.WHOLE})

READERS = frozenset(
    {
        "strings.Join", "bytes.Join", "sort.Strings", "sort.Ints", "sort.Float64s", "sort.Slice", "sort.SliceStable",
        "sort.SliceIsSorted", "sort.StringsAreSorted", "sort.IntsAreSorted", "sort.SearchInts", "sort.SearchStrings",
        "slices.Sort", "slices.SortFunc", "slices.SortStableFunc", "slices.IsSorted", "slices.IsSortedFunc",
        "slices.Contains", "slices.ContainsFunc", "slices.Index", "slices.IndexFunc", "slices.Max", "slices.MaxFunc",
        "slices.Min", "slices.MinFunc", "slices.Reverse", "slices.BinarySearch", "slices.BinarySearchFunc",
        "slices.Equal", "slices.EqualFunc", "slices.Compare", "bytes.Equal", "bytes.Contains", "bytes.Index",
        "bytes.IndexByte", "bytes.HasPrefix", "bytes.HasSuffix", "bytes.Compare", "bytes.Count",
        "strings.NewReplacer", "hash/crc32.ChecksumIEEE", "crypto/sha256.Sum256", "encoding/hex.EncodeToString",
        "path.Join", "path/filepath.Join", "os/exec.Command", "os/exec.CommandContext", "errors.Join", "io.MultiReader",
        "io.MultiWriter", "reflect.Select",
    }
)  # fmt: skip
PRINTERS = frozenset({"fmt.Print", "fmt.Println", "fmt.Sprint", "fmt.Sprintln", "fmt.Fprint", "fmt.Fprintln"})
"""They write a nil slice as they write an empty one."""
FORMATTERS = {"fmt.Printf": 0, "fmt.Sprintf": 0, "fmt.Fprintf": 1, "fmt.Errorf": 0}
"""So do these with most formats: the place of the format."""


@dataclass(frozen=True, slots=True)
class Use:
    """One mention of a slice variable."""

    node: Node
    role: Role


def uses_of(facts: Facts, what: Object | Path) -> list[Use]:
    """Every use of a slice variable, or of a field, its declaration left out."""
    return [Use(node, role_of(facts, what, node)) for node in mentions(what, facts)]


def writes_of(facts: Facts, what: Object | Path) -> list[Node]:
    """The uses that set it to something else."""
    return [node for node in mentions(what, facts) if is_written(node) and role_of(facts, what, node) is Role.WRITTEN]


def growth(statement: Node, what: Object | Path, facts: Facts, by: str = "append") -> Node | None:
    """The call of `append` in `x = append(x, …)`, where the statement is just that."""
    if statement.type != "assignment_statement":
        return None
    operator = statement.child_by_field_name("operator")
    left, right = (
        expressions(statement.child_by_field_name("left")),
        expressions(statement.child_by_field_name("right")),
    )
    if operator is None or operator.type != "=" or len(left) != 1 or len(right) != 1:
        return None
    call = without_parentheses(right[0])
    if (
        not denotes(left[0], what, facts)
        or call.type != "call_expression"
        or facts.callee(call) != by
    ):
        return None
    parts = arguments(call)
    return call if parts and denotes(parts[0], what, facts) else None


def is_grown(facts: Facts, obj: Object) -> bool:
    """Does somebody say already, by `slices.Grow`, how large it is going to be?"""
    for use in facts.uses(obj):
        call = use.parent.parent if use.parent is not None and use.parent.type == "argument_list" else None
        if call is not None and facts.callee(call) == "slices.Grow":
            return True
    return False


def elements_added(call: Node) -> tuple[int, float]:
    """How many elements a call of `append` adds: at least, at most."""
    parts = arguments(call)[1:]
    if parts and parts[-1].type == "variadic_argument":
        return 0, math.inf
    return len(parts), len(parts)


def role_of(facts: Facts, what: Object | Path, node: Node) -> Role:
    outer = with_parentheses(node)
    parent = outer.parent
    if parent is None:
        return Role.WHOLE
    if is_written(node):
        statement = parent.parent if parent.type == "expression_list" else None
        if statement is None:
            return Role.WRITTEN
        if growth(statement, what, facts) is not None:
            return Role.GROWTH
        return Role.GROWN if growth(statement, what, facts, "slices.Grow") is not None else Role.WRITTEN
    if parent.type == "argument_list" and parent.parent is not None:
        return argument_role(facts, what, parent.parent, outer)
    if parent.type == "variadic_argument" and parent.parent is not None and parent.parent.parent is not None:
        call = parent.parent.parent
        return Role.SPREAD if facts.callee(call) == "append" else spread_role(facts, call)
    if parent.type == "index_expression" and parent.child_by_field_name("operand") == outer:
        return Role.ELEMENT_ADDRESS if is_address_taken(facts, parent) else Role.ELEMENT
    if parent.type == "slice_expression" and parent.child_by_field_name("operand") == outer:
        return Role.PIECE if facts.stays_within(parent) else Role.BEYOND
    if parent.type == "range_clause":
        return Role.RANGE
    if parent.type == "binary_expression":
        return Role.NIL
    if parent.type == "unary_expression" and text(parent).startswith(b"&"):
        return Role.ADDRESS
    if parent.type == "selector_expression" and facts.takes_address(parent):
        return Role.ADDRESS
    if parent.type == "type_conversion_expression":
        return converted_role(facts, parent)
    return Role.WHOLE


def argument_role(facts: Facts, what: Object | Path, call: Node, argument: Node) -> Role:
    name = facts.callee(call)
    if facts.is_conversion(call):
        return converted_role(facts, call)
    if name == "len":
        return Role.LENGTH
    if name in {"cap", "print", "println"}:
        return Role.CAPACITY
    if name in {"copy", "clear"}:
        return Role.SPREAD
    if name == "append":
        if arguments(call)[0] != argument:
            return Role.WHOLE
        left = with_parentheses(call).parent
        statement = left.parent if left is not None and left.type == "expression_list" else None
        return Role.GROWTH if statement is not None and growth(statement, what, facts) == call else Role.APPENDED
    if name == "slices.Grow":
        left = with_parentheses(call).parent
        statement = left.parent if left is not None and left.type == "expression_list" else None
        return Role.GROWN if statement is not None and growth(statement, what, facts, name) == call else Role.WHOLE
    if name in READERS and facts.is_static(call):
        return Role.READ
    type_ = facts.type(argument)
    if type_ is not None and not type_.named and (name in PRINTERS or prints_plainly(facts, call, name)):
        return Role.READ
    return Role.WHOLE


def spread_role(facts: Facts, call: Node) -> Role:
    """`f(x...)`: the callee gets the slice itself."""
    name = facts.callee(call)
    return Role.READ if name in READERS or name in PRINTERS else Role.WHOLE


def converted_role(facts: Facts, conversion: Node) -> Role:
    type_ = facts.type(conversion)
    return Role.SPREAD if type_ is not None and type_.kind == "string" else Role.WHOLE


def prints_plainly(facts: Facts, call: Node, name: str | None) -> bool:
    """A format that is known and has neither `#` nor an address in it."""
    if name not in FORMATTERS:
        return False
    parts = arguments(call)
    at = FORMATTERS[name]
    constant = facts.constant(parts[at]) if at < len(parts) else None
    format_ = constant.value if constant is not None else None
    return isinstance(format_, str) and "#" not in format_ and "p" not in verbs(format_)


def verbs(format_: str) -> set[str]:
    """The verb letters of a format, or more of its letters where it is unusual."""
    found = set()
    for part in format_.split("%")[1:]:
        found.add(part.lstrip("+-0123456789. *[]")[:1])
    return found


def may_follow(use: Node, later: Node, home: Node) -> bool:
    """May `later` run after `use`, both within one life of a variable that is declared in the list `home`?"""
    if later.start_byte >= use.end_byte:
        return True
    return any(
        outer.type == "for_statement" and contains(outer, later) and contains(home, outer) and outer != home
        for outer in ancestors(use)
    )


def returned_from(use: Node, function: Node) -> Node | None:
    """The return statement of the function that a use is in."""
    for outer in ancestors(use):
        if outer.type == "return_statement":
            return outer if enclosing_function(outer) == function else None
        if outer.type in {"func_literal", "function_declaration", "method_declaration"}:
            return None
    return None
