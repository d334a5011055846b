"""GF13: a map[K]bool that is a set becomes a map[K]struct{}."""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable

from gofix20.api import (
    Draft,
    Facts,
    Finding,
    Gain,
    GainLevel,
    Match,
    Node,
    Refuse,
    Safety,
    Transform,
    all_true,
    components,
    membership,
    names,
    places,
    set_uses,
    variables,
)  # fmt: skip


class SetStruct(Transform):
    """Make a set a `map[K]struct{}` where it is a `map[K]bool` that holds nothing but true.

    What it does
    ------------
    Finds maps of a type `map[K]bool` that are used as sets, changes their element type to `struct{}`, stores
    `struct{}{}` in place of `true`, and asks for members with `_, ok := m[k]`. All that holds the same maps changes
    together, in all files of the package and its tests: variables, parameters, results, fields, named types, what is in
    slices, maps, arrays and channels of sets, and what generic types and functions of the package make of them. What a
    package below `internal` exports changes with all of the module's packages that can come to know it.

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
    Safe where no value ever becomes an interface or leaves the package, as far as `go/types` sees: local variables,
    package-level ones, parameters and results, and fields of structs that nobody prints or passes out. Every use of the
    maps is known and understood, and each element is asked for exactly when and as often as it was read, so that short
    circuits, the order of calls and panics stay. `m[k] = false` becomes `delete(m, k)`, and `m[k] = v` an `if`, only
    where the map is never nil and nobody can tell "not there" from false.

    Unsafe where the set is in an unexported field, and the struct, or what contains it, becomes an interface or is part
    of what the package exports: `%v` prints it differently. So is what a file may do that this build leaves out, what
    is exported by a `package main`, and what is exported by a package below `internal`: nobody else may import it, and
    the fix is one over all packages that do, but another module whose path begins with this one's could, and is only
    known if it is in the same repository or workspace.

    When it refuses
    ---------------
    Where one of the declarations cannot change, all of them stay, and the place is named: what is exported, be it by a
    package that hands on what an internal one has; what is used in packages that were not asked for, in files of other
    builds, below `testdata`, or together with more than 12 MB of source; what becomes an interface itself (`fmt`, JSON,
    `reflect`, templates); type assertions and switches; constraints and type arguments, but for functions that never
    look at an element, and `maps.Keys`, `Clone`, `Copy` and `Equal`; signatures of methods that an interface may match;
    `unsafe.Pointer`, `//go:linkname`, cgo and assembly; generated files, and files of other systems that use one of the
    names. Where a value is stored that may be false, and that would be told from "not there", or a `range` does more
    with the values than to ask. Where an element is read in a place that has no room for a statement: in a later
    `case`, in the condition of a loop behind `||`, beside a call. Where a new variable would be jumped over by a
    `goto`, or a comment would lose its place.

    Measured gain
    -------------
    Go 1.24 to 1.27: the same bytes for every key type, since a trailing field of size zero is padded. Go 1.23 and
    before: 9 % fewer bytes. No difference in time.
    """

    code = "GF13"
    needles = (b"bool",)
    clues = (
        (b"bool",),
        (b"]bool", b"] bool", re.compile(rb"\](?:\s|/\*.*?\*/)+bool\b").search),
    )
    query = """(map_type value: (type_identifier) @bool (#eq? @bool "bool")) @type"""
    safety = Safety.SAFE
    gain = "for clarity"

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        type_ = match["type"]
        if not is_bool(match["bool"], facts) or type_.parent is None or type_.parent.type in OTHERS_WRITE:
            return None
        return components.site_of(type_, facts)

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        component = components.component_of(match["type"], facts)
        draft = Draft.of(match)
        uses = []
        for part in component.parts:
            with components.naming(part, facts):
                uses.append(set_uses.Uses.of(part))
                self.rewrite_part(part, uses[-1], draft.beside(part.facts), local=component.connected.local)
        require_absence_unseen(uses, component)
        require_apart(draft)
        key = component.connected.key
        gain = gain_of(facts, key)
        message = (
            f"`{component.name}` holds nothing but true: map[{key}]struct{{}} says that it is a set"
            f" (for clarity: {gain.why})"
        )
        soft = component.connected.soft
        if soft is not None:
            message += f"; unsafe: {components.told(soft, facts, match['type'])}"
        fix = draft.fix(
            f"make `{component.name}` a set of struct{{}}",
            Safety.SAFE if soft is None else Safety.UNSAFE,
            wide=bool(component.connected.units),
        )
        return self.finding(match.node, message, gain, fix)

    def rewrite_part(self, part: components.Part, uses: set_uses.Uses, draft: Draft, *, local: bool) -> None:
        facts = part.facts
        for type_ in part.types:
            draft.replace(type_.children_by_field_name("value")[0], "struct{}")
        for literal in part.literals:
            for member in set_uses.members(literal, facts):
                draft.replace(member, "{}")
        for value in uses.stored:
            draft.replace(value, "(struct{}{})" if in_header(value) else "struct{}{}")
        for statement, element in uses.removed:
            names.builtin(facts, "delete", [statement])
            draft.replace(statement, f"delete({set_uses.operand(element)}, {set_uses.index(element)})")
        for statement, element, value in uses.decided:
            names.builtin(facts, "delete", [statement])
            draft.replace(statement, set_uses.decided(element, value, places.indentation(draft.file.text, statement)))
        for clause in part.ranges:
            all_true.drop_value(clause, uses.kept, facts, draft)
        for pair in uses.pairs:
            set_uses.merge_pair(pair, facts, draft)
        shared = not local or any(variables.captures(facts, obj) for obj in part.variables)
        membership.ask_for_elements(uses.read, facts, draft, shared=shared)
        for obj in part.variables:
            draft.claim(obj)


def gain_of(facts: Facts, key: str) -> Gain:
    """By the file's version of Go: the tables changed with 1.24."""
    if facts.go_version < (1, 24):
        return Gain(GainLevel.SMALL, "it takes 9 % fewer bytes before Go 1.24, and the same bytes from then on")
    return Gain(GainLevel.NONE, f"no memory is saved, Go 1.24 and later store map[{key}]struct{{}} in the same bytes")


OTHERS_WRITE = frozenset(
    {"type_case", "type_assertion_expression", "type_arguments", "type_elem", "type_constraint", "generic_type"}
)
"""Where a map type names what others made: nothing that this rule would change."""


def require_absence_unseen(uses: list[set_uses.Uses], component: components.Component) -> None:
    """Nobody can tell an element that is false from one that is not there, and the map is not nil.

    A store to a nil map panics, `delete` does not.
    """
    removed = [statement for used in uses for statement, *_ in (*used.removed, *used.decided)]
    if not removed:
        return
    seen = [node for used in uses for node in (*used.asked, *used.pairs)]
    seen += component.of_all("ranges") + component.of_all("counted")
    line = removed[0].start_point.row + 1
    if seen:
        raise Refuse(f"false is stored at line {line}, and told from what is not there", seen[0])
    if any(not set_uses.hashable_key(type_, part.facts) for part in component.parts for type_ in part.types):
        raise Refuse("a key may not be hashable, and `delete` says so in other words than a store of false", removed[0])
    if component.connected.may_be_nil:
        raise Refuse("false is stored, and the map may be nil", removed[0])


def require_apart(draft: Draft) -> None:
    """No edit is made in what another one replaces (a closure in a condition, and both use the set)."""
    edits = sorted(draft.edits, key=lambda edit: (edit.path, edit.start, edit.end))
    for one, other in itertools.pairwise(edits):
        closing = one == other and one.start == one.end  # two blocks end here
        if other.path == one.path and (other.start < one.end or (other.start == one.start and not closing)):
            raise Refuse("several uses in one statement cannot be changed together")


def is_bool(node: Node, facts: Facts) -> bool:
    obj = facts.object(node)
    return obj is not None and obj.scope == "universe" and obj.name == "bool"


def in_header(node: Node) -> bool:
    """Is a statement that it is in part of a header? A `{` there may begin the body."""
    while node.parent is not None and node.parent.type not in {"statement_list", "labeled_statement"}:
        if node.parent.type in {"if_statement", "for_clause", "expression_switch_statement", "type_switch_statement"}:
            return True
        node = node.parent
    return False
