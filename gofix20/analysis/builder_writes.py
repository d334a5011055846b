"""What becomes of a string's uses where a strings.Builder takes its place: writes, reads, its declaration."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from gofix20.analysis.accumulation import Target, contains_start, target_of
from gofix20.analysis.accumulation import operands as operands_of
from gofix20.analysis.declarations import IN_LISTS, Declaration, is_empty_string, remainder
from gofix20.analysis.effects import is_call
from gofix20.analysis.places import (
    arguments,
    expressions,
    has_comment,
    indentation,
    statements,
    unlabelled,
    with_parentheses,
    without_parentheses,
)
from gofix20.analysis.variables import captures, may_change_in
from gofix20.facts import Effect, Facts
from gofix20.syntax import Node, text, walk
from gofix20.transform import Draft, Refuse

FORMATTING = {"fmt.Sprintf": "Fprintf", "fmt.Sprint": "Fprint", "fmt.Sprintln": "Fprintln"}
UNSHARED = frozenset({"string", "bool", "int", "int32", "int64", "uint8", "uint", "uint64", "struct"})
"""Kinds of types of which a variable shares nothing with another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One write: the text from `start` to `end`, with something before it and behind."""

    start: int
    end: int
    opening: str
    closing: str


def piece(operand: Node, builder: str, facts: Facts) -> Piece:
    """How to write one operand: a string, or what it is made of if that can be written without making one."""
    args = arguments(operand)
    function = operand.child_by_field_name("function")
    if operand.type == "call_expression" and function is not None:
        if facts.is_conversion(operand) and len(args) == 1 and not has_comment(operand):
            how = conversion(args[0], operand, facts)
            if how is not None:
                return Piece(args[0].start_byte, args[0].end_byte, f"{builder}.{how[0]}", how[1])
        formatting = FORMATTING.get(facts.callee(operand) or "")
        package = function.child_by_field_name("operand")
        list_ = operand.child_by_field_name("arguments")
        if formatting and package is not None and list_ is not None and not is_one_tuple(args, facts):
            comma = ", " if args else ""
            start = args[0].start_byte if args and not has_comment(list_) else list_.start_byte + 1
            return Piece(start, operand.end_byte, f"{text(package).decode()}.{formatting}(&{builder}{comma}", "")
    return Piece(operand.start_byte, operand.end_byte, f"{builder}.WriteString(", ")")


def is_one_tuple(args: list[Node], facts: Facts) -> bool:
    """Is it `f(g())`, where `g` gives several values?"""
    if len(args) != 1 or args[0].type == "variadic_argument":
        return False
    type_ = facts.type(args[0])
    return type_ is None or type_.kind == "tuple"


def conversion(arg: Node, call: Node, facts: Facts) -> tuple[str, str] | None:
    """How to write `string(arg)` without making the string, where that is exactly the same: (opening, closing).

    `string(byte(200))` is the two bytes of U+00C8, so a byte is written as the rune that it stands for. Other named
    types and type parameters are not assignable to what the methods take; wider integers would be cut.
    """
    type_ = facts.type(arg)
    if type_ is None or facts.constant(arg) is not None or facts.is_nil(arg):
        return None
    if type_.kind == "slice" and type_.elem is not None and type_.elem.is_exactly("byte"):
        return "Write(", ")"
    if type_.is_exactly("rune"):
        return "WriteRune(", ")"
    if type_.is_exactly("byte"):
        meant = facts.visible("rune", call)
        if meant is not None and meant.scope == "universe":
            return "WriteRune(rune(", "))"
    return None


def pieces(operands: tuple[Node, ...], builder: str, facts: Facts, file_text: bytes) -> list[Piece]:
    """One write for every operand; constants that stand beside each other stay together."""
    found: list[Piece] = []
    constant_before = False
    for operand in operands:
        constant = facts.constant(operand) is not None
        if found and constant and constant_before and file_text[found[-1].end : operand.start_byte].strip() == b"+":
            found[-1] = Piece(found[-1].start, operand.end_byte, found[-1].opening, found[-1].closing)
        else:
            found.append(piece(operand, builder, facts))
        constant_before = constant
    return found


def may_be_split(operands: tuple[Node, ...], target: Target, facts: Facts, half_is_seen: bool) -> bool:
    """Is one write for each operand the same as one for all of them?

    Not if one reads the string itself, nor, where somebody can see the half that was written, if one may panic or run
    other code. Calls keep their order, so that they are split if nothing beside them may panic or be changed by them.
    May two panic, they must in the same way: the compiler looks at `string(b[n])` before `xs[n]` in
    `xs[n] + string(b[n])`.
    """
    if any(target.obj in facts.mentioned(operand) for operand in operands):
        return False
    calls = [operand for operand in operands if facts.effect(operand) == Effect.EFFECT]
    panicking = [operand for operand in operands if facts.effect(operand) == Effect.MAY_PANIC]
    if half_is_seen:
        return not panicking and not calls
    if calls:
        others = [operand for operand in operands if operand not in calls]
        return not panicking and all(is_call(call, facts) for call in calls) and not any(
            may_be_changed(other, call, facts) for other in others for call in calls
        )  # fmt: skip
    return len(panicking) < 2 or all(only_follows_pointers(operand, facts) for operand in panicking)


MOST_AT_ONCE = 5
"""So many strings the compiler adds up with arguments of one call, in an order of its own; more, one after another."""


def is_split(operands: tuple[Node, ...], target: Target, facts: Facts, half_is_seen: bool) -> bool:
    """Is what is added to the string written with one write for each operand?

    Else it is with one for all, which is a string fewer. Raises Refuse where that may change what is evaluated first.
    """
    if may_be_split(operands, target, facts, half_is_seen):
        return True
    constants = [facts.constant(operand) is not None for operand in operands]
    fewest = len(operands) - sum(one and other for one, other in itertools.pairwise(constants))
    if fewest <= MOST_AT_ONCE <= len(operands) and order_matters(operands, facts):
        raise Refuse(f"the compiler may look at {MOST_AT_ONCE + 1} strings in another order than at {MOST_AT_ONCE}")
    return False


def order_matters(operands: tuple[Node, ...], facts: Facts) -> bool:
    """May it show which of some operands is evaluated first, where calls or indices are among them?"""
    calls = any(facts.effect(operand) == Effect.EFFECT for operand in operands)
    panicking = [operand for operand in operands if facts.effect(operand) != Effect.NONE]
    others = [operand for operand in panicking if not only_follows_pointers(operand, facts)]
    if calls or len(others) != 1:
        return calls or len(others) > 1
    # Of what is nil for one it is nil for all: then they panic alike.
    known = facts.mentioned(others[0])
    bases = [without_parentheses(one).child_by_field_name("operand") for one in panicking if one != others[0]]
    return any(base is None or facts.object(without_parentheses(base)) not in known for base in bases)


def may_be_changed(operand: Node, call: Node, facts: Facts) -> bool:
    """May a call change the value of an operand that has no effect?"""
    for obj in facts.mentioned(operand):
        if obj.kind == "var" and (obj.type is None or obj.type.kind not in UNSHARED):
            return True
        if obj.is_local and obj.type is not None and obj.type.kind == "struct" and captures(facts, obj):
            return True  # A function literal may set a field of it.
        if obj.kind == "var" and obj.scope != "field" and may_change_in(facts, obj, call):
            return True
    return False


def only_follows_pointers(node: Node, facts: Facts) -> bool:
    """Can the expression panic in no other way than by following a nil pointer: `p.f`, `p.q.f`, `m[p.f]` of strings?"""
    node = without_parentheses(node)
    operand = node.child_by_field_name("operand")
    if facts.effect(node) == Effect.NONE:
        return True
    if node.type == "selector_expression" and operand is not None:
        type_ = facts.type(node)
        return type_ is not None and type_.kind != "func" and only_follows_pointers(operand, facts)
    index = node.child_by_field_name("index")
    if node.type == "index_expression" and operand is not None and index is not None:
        base, key = facts.type(operand), facts.type(index)
        can_be_hashed = base is not None and base.key is not None and key is not None and key.is_exactly("string")
        return can_be_hashed and only_follows_pointers(operand, facts) and only_follows_pointers(index, facts)
    return False


def write(
    draft: Draft, facts: Facts, within: Node, operands: tuple[Node, ...], builder: str, *, split: bool, first: str = ""
) -> None:
    """Turn the statement `within` into writes of its operands; `first` comes before them.

    Raises Refuse where a comment in it would be lost.
    """
    file_text = draft.file.text
    in_list = within.parent is not None and within.parent.type in IN_LISTS
    comments = [node for node in walk(within) if node.type == "comment"]
    if split and in_list and not any(between(operands, node) for node in comments):
        parts = pieces(operands, builder, facts, file_text)
        separator = "\n" + indentation(file_text, within) if has_own_lines(file_text, within) else "; "
    elif len(operands) == 1:
        parts = [piece(operands[0], builder, facts)]
        separator = ""
    else:
        parts = [Piece(node.start_byte, node.end_byte, "", "") for node in operands]
        parts[0] = Piece(parts[0].start, parts[0].end, f"{builder}.WriteString(", "")
        parts[-1] = Piece(parts[-1].start, parts[-1].end, "", ")")
        separator = " + "
    at, closing = within.start_byte, first
    for index, part in enumerate(parts):
        gap = file_text[at : part.start]
        kept = index > 0 and separator == " + " and not re.search(rb"[()]", gap)
        if not kept:
            replace_gap(draft, comments, at, part.start, closing + (separator if index else "") + part.opening)
        at, closing = part.end, part.closing
    replace_gap(draft, comments, at, within.end_byte, closing)


def replace_gap(draft: Draft, comments: list[Node], start: int, end: int, new: str) -> None:
    """Replace what stands between operands. A comment of one line that it holds is kept at the end."""
    for comment in comments:
        if start <= comment.start_byte < end:
            if text(comment).startswith(b"//") or b"\n" in text(comment):
                raise Refuse("a comment stands inside the concatenation", comment)
            new += f" {text(comment).decode()} "
    if start < end or new:
        draft.replace_range(start, end, new)


def between(operands: tuple[Node, ...], comment: Node) -> bool:
    """Does a comment stand between operands (and not inside one)?"""
    inside = any(contains_start(operand, comment) for operand in operands)
    return not inside and operands[0].start_byte < comment.start_byte < operands[-1].end_byte


def has_own_lines(file_text: bytes, node: Node) -> bool:
    """Is nothing else on the lines of a statement, a comment behind it apart?"""
    start = file_text.rfind(b"\n", 0, node.start_byte) + 1
    end = file_text.find(b"\n", node.end_byte)
    rest = file_text[node.end_byte : end if end >= 0 else len(file_text)].strip()
    return not file_text[start : node.start_byte].strip(b" \t") and (not rest or rest.startswith(b"//"))


def read(draft: Draft, facts: Facts, use: Node, builder: str) -> None:
    """Turn a read of the string into one of the builder: `Len` where only the length is asked, else `String`."""
    outer = with_parentheses(use)
    parent = outer.parent
    if parent is not None and not has_comment(parent):
        call = parent.parent
        if parent.type == "argument_list" and call is not None and facts.callee(call) == "len":
            draft.replace(call, f"{builder}.Len()")
            return
        if parent.type == "binary_expression":
            operator = parent.child_by_field_name("operator")
            comparison = {b"==": "==", b"!=": ">"}.get(b"" if operator is None else text(operator))
            other = next((child for child in parent.named_children if child != outer), outer)
            if comparison and other.type.endswith("_string_literal") and is_empty_string(other, facts):
                draft.replace(parent, f"{builder}.Len() {comparison} 0")
                return
    draft.replace(use, f"{builder}.String()")


def declare(draft: Draft, facts: Facts, target: Target, found: Declaration, type_: str) -> None:
    """Make a declared string a builder of the type `type_`, with the string's first value written to it."""
    name, statement = target.obj.name, found.statement
    if type_.partition(".")[0] in {text(node).decode() for node in found.others}:
        raise Refuse(f"{type_.partition('.')[0]} means something else", found.name)
    line = found.spec if found.in_block else statement
    own_lines = has_own_lines(draft.file.text, line)
    separator = "\n" + indentation(draft.file.text, line) if own_lines else "; "
    value = None if found.value is None or is_empty_string(found.value, facts) else found.value
    if found.in_block:
        rest = remainder(found) + separator if found.others else ""
        draft.replace(found.spec, f"{rest}{name} {type_}")
        if value is not None:
            insert_after(draft, statement, f"{name}.WriteString({text(value).decode()})")
        return
    declared = (remainder(found) + separator if found.others else "") + f"var {name} {type_}"
    if value is None:
        draft.replace(statement, declared)
    elif found.others:
        draft.replace(statement, f"{declared}{separator}{name}.WriteString({text(value).decode()})")
    else:
        parts = operands_of(value)
        split = may_be_split(parts, target, facts, half_is_seen=False)
        write(draft, facts, statement, parts, name, split=split, first=declared + separator)


def insert_before(draft: Draft, statement: Node, *lines: str) -> None:
    """Put statements before one, on lines of their own unless it shares its line."""
    start = draft.file.text.rfind(b"\n", 0, statement.start_byte) + 1
    lead = draft.file.text[start : statement.start_byte]
    separator = "; " if lead.strip(b" \t") else "\n" + lead.decode()
    deeper = ""
    if separator != "; ":  # A label stands further left than what it labels.
        deeper = indentation(draft.file.text, unlabelled(statement)).removeprefix(lead.decode())
    draft.insert(statement.start_byte, "".join(deeper + line + separator for line in lines))


def insert_after(draft: Draft, statement: Node, *lines: str) -> None:
    """Put statements behind one and the comment on its last line."""
    file_text = draft.file.text
    end = file_text.find(b"\n", statement.end_byte)
    rest = file_text[statement.end_byte : end if end >= 0 else len(file_text)].rstrip()
    if re.fullmatch(rb"\s*(//.*|/\*((?!\*/).)*\*/)?", rest):
        lead = "\n" + indentation(file_text, statement)
        draft.insert(statement.end_byte + len(rest), "".join(lead + line for line in lines))
    else:
        draft.insert(statement.end_byte, "".join("; " + line for line in lines))


def begin(draft: Draft, facts: Facts, statement: Node, target: Target, builder: str) -> None:
    """Turn `s = e`, where `e` does not read the string, into a reset and writes."""
    value = operands_of(expressions(statement.child_by_field_name("right"))[0])
    separator = "\n" + indentation(draft.file.text, statement) if has_own_lines(draft.file.text, statement) else "; "
    first = "" if is_where_it_is_empty(statement, target, facts) else f"{builder}.Reset(){separator}"
    split = may_be_split(value, target, facts, half_is_seen=False)
    write(draft, facts, statement, value, builder, split=split, first=first)


def is_where_it_is_empty(statement: Node, target: Target, facts: Facts) -> bool:
    """Is it the first statement of `if s == "" { … }`?"""
    block = None if statement.parent is None else statement.parent.parent
    branch = None if block is None else block.parent
    if branch is None or block is None or branch.type != "if_statement" or statements(block)[0] != statement:
        return False
    condition = branch.child_by_field_name("condition")
    if branch.child_by_field_name("consequence") != block or condition is None:
        return False
    left, right = condition.child_by_field_name("left"), condition.child_by_field_name("right")
    operator = condition.child_by_field_name("operator")
    if left is None or right is None or operator is None or operator.type != "==":
        return False
    return target_of(left, facts) == target and is_empty_string(right, facts)
