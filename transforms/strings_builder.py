"""GF05: strings that grow in a loop."""

from __future__ import annotations

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
    Transform,
    accumulation,
    ancestors,
    builder_plans,
    builder_writes,
    contains,
    declarations,
    in_loop,
    loop_rounds,
    names,
    onlookers,
    places,
    variables,
    write_back,
)

Plan = builder_plans.Plan
SINCE = (1, 10)
FEW = 3
"""Rounds up to which a builder is slower than concatenation (measured)."""

ADDS = re.compile(
    rb"\+=\s*(?!(?:len|cap|u?int\d*|uintptr|float\d\d)\(|[\w.]+\s*(?:[-*%&|^]|<<|>>|/[^/*]))[^\s\d]"
)
"""Something is added that is no number as far as the first of it tells."""
SUM = re.compile(rb"=(?<![:=!<>+]=)[\s(]*[^=\n]*(?<!\+)\+(?![+=])\s*[^\s\d]")
"""Something is assigned with a sum in it, the first operand on one line."""
WORD = re.compile(rb"[\w\x80-\xff]+")


def adds_to_itself(source: bytes, start: int) -> bool:
    """Is anything assigned a sum in which it may be itself?"""
    for found in SUM.finditer(source, start):
        line = source.rfind(b"\n", 0, found.start())
        while line > 0 and source.endswith(b",", 0, line):
            line = source.rfind(b"\n", 0, line)
        if not set(WORD.findall(source, line + 1, found.start())).isdisjoint(WORD.findall(found[0])):
            return True
    return False


class StringsBuilder(Transform):
    """Build strings that grow in a loop with a strings.Builder.

    What it does
    ------------
    Finds a string that grows by `s += e` or `s = s + e` in a loop. Where every use of a local variable can be written
    with a builder, the variable becomes one. Else (parameters, named results, variables of the package, fields, also
    `p.child.text`, and what is assigned otherwise too) the loop alone gets a builder, whose content goes back into the
    variable on every way out. Where somebody may look at any time, or a panic would show it, the variable is kept up to
    date with every piece: `String` costs nothing.

    Why
    ---
    Strings are immutable: each `+=` allocates a new string and copies all that was there, so that n pieces cost n²/2
    copies. A builder grows its buffer as `append` does, and `String()` does not copy.

    Example
    -------
        func list(xs []string) string {
            s := ""
            for _, x := range xs {
                if s != "" {
                    s += ", "
                }
                s += "<" + x + ">"
            }
            return s
        }

    Use instead
    -----------
        func list(xs []string) string {
            var s strings.Builder
            for _, x := range xs {
                if s.Len() > 0 {
                    s.WriteString(", ")
                }
                s.WriteString("<")
                s.WriteString(x)
                s.WriteString(">")
            }
            return s.String()
        }

    Fix safety
    ----------
    SAFE: the string has the same bytes wherever it is read. Operands are written one by one only where nothing can
    tell: none reads the string, none is changed by a call beside it, and none may panic where a closure could see
    the half. A string that is kept may hold up to twice its bytes of memory.

    UNSAFE: a field, where a `String`, `Error` or `Format` method that the loop calls could set it; or where a nil
    pointer to it and a failing operand would both panic, and the other one does.

    When it refuses
    ---------------
    It is an element, such as `m[k]`, or assigned together with others (`s, n = s+x, n+1`); the variable's address is
    taken; its type is not exactly `string`; somebody else may set it while the loop runs: a
    closure, or, of a field or a variable of the package, code that is not known; it is assigned in every round, so that
    it does not grow, or in more places than it grows in; a `goto` leads to the loop; a comment would be lost; or all
    loops have at most 3 rounds, for which a builder is slower.

    Measured gain
    -------------
    CPU time for 8-byte pieces: 8 rounds ×0.39, 16 ×0.25, 100 ×0.10, 1000 ×0.01; with `Fprintf` for
    `Sprintf` 16 rounds ×0.71, 100 ×0.24. At most 3 rounds lose (1 round ×3, 2 ×1.5, 3 ×1.07).
    """

    code = "GF05"
    needles = (b"+",)
    clues = (
        (b"func",),
        (b"for",),
        (in_loop(ADDS.search, adds_to_itself),),
    )
    query = """
        (assignment_statement operator: "+=") @growth
        (assignment_statement operator: "=" right: (expression_list (binary_expression operator: "+"))) @growth
        (assignment_statement operator: "=" right: (expression_list (parenthesized_expression))) @growth
    """
    gain = "×0.25 at 16 rounds"

    def site(self, match: Match, facts: Facts) -> Hashable | None:
        growth = builder_plans.growth_at(match.node, facts)
        if growth is None:
            return None if builder_plans.growth_of_other(match.node, facts) is None else match.node.start_byte
        key = growth.target
        try:
            region = builder_plans.planned(growth, facts).region
        except Refuse:
            return key
        return key if region is None else (key, region.start_byte)

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        growth = builder_plans.growth_at(match.node, facts)
        if growth is None:
            other = builder_plans.growth_of_other(match.node, facts)
            assert other is not None  # or there would be no site
            raise Refuse(other)
        plan = builder_plans.planned(growth, facts)
        draft = Draft.of(match)
        claim(draft, plan)
        if plan.region is None:
            build_whole(draft, facts, plan)
        else:
            build_region(draft, facts, plan, plan.region)
        name = plan.target.text
        message = f"`{name}` grows by concatenation in a loop, each time as a copy: build it with a strings.Builder"
        if any(accumulation.stored_reads(plan.reads)):
            message += " (a string that is kept may hold up to twice its bytes)"
        fix = draft.fix(f"build `{name}` with a strings.Builder", plan.seen_by.safety)
        return self.finding(match.node, message, gain_of(plan, facts), fix)


def gain_of(plan: Plan, facts: Facts) -> Gain:
    """Raises Refuse where every loop is so short that a builder is slower."""
    counts, always = [], False
    for growth in plan.growths:
        loops = builder_plans.growing_loops(growth.statement, growth.target, facts)
        if loops:
            counts.append(loop_rounds.product(loops, facts))
            always = always or not is_conditional(growth.statement, loops[-1])
    if all(count is not None and count <= FEW for count in counts):
        raise Refuse(f"at most {FEW} rounds, for which a builder is slower")
    if len(plan.others) > len(plan.growths):
        raise Refuse(f"`{plan.target.text}` is assigned in more places than it grows in", plan.others[0])
    if plan.others:
        return Gain(GainLevel.UNKNOWN, "it is assigned anew at times; up to 3 pieces are slower with a builder")
    if not always:
        return Gain(GainLevel.UNKNOWN, "it grows under conditions only; up to 3 times, a builder is slower")
    if all(count is not None and count < 8 for count in counts):
        return Gain(GainLevel.SMALL, "few rounds: 4 take ×0.84 of the time, 8 take ×0.39")
    return Gain(GainLevel.LARGE, "16 rounds take ×0.25 of the time, 100 take ×0.10; fewer than 4 are slower")


def is_conditional(statement: Node, loop: Node) -> bool:
    between = (outer for outer in ancestors(statement) if contains(loop, outer))
    return any(outer.type == "if_statement" or outer.type in places.CASES for outer in between)


# The whole variable


def build_whole(draft: Draft, facts: Facts, plan: Plan) -> None:
    found = declarations.declaration(plan.target.obj, facts)
    names.require_version(facts, SINCE, "strings.Builder")
    package = names.package(facts, draft, "strings", [found.name])
    builder_writes.declare(draft, facts, plan.target, found, f"{package}.Builder")
    growing = (growth.statement for growth in plan.growths)
    half_is_seen = onlookers.sees_half(plan.target, growing, facts)
    edit_uses(draft, facts, plan, plan.target.obj.name, half_is_seen)


def edit_uses(draft: Draft, facts: Facts, plan: Plan, builder: str, half_is_seen: bool) -> None:
    for growth in plan.growths:
        split = builder_writes.is_split(growth.operands, plan.target, facts, half_is_seen)
        builder_writes.write(draft, facts, growth.statement, growth.operands, builder, split=split)
    for reset in plan.resets:
        draft.replace(reset, f"{builder}.Reset()")
    for other in plan.others:
        if accumulation.begins_anew(other, plan.target, facts):
            builder_writes.begin(draft, facts, other, plan.target, builder)
        else:
            if any(not variables.is_written(use) for use in plan.target.uses(facts) if contains(other, use)):
                builder_writes.insert_before(draft, other, f"{plan.target.text} = {builder}.String()")
            builder_writes.insert_after(draft, other, *refilled(plan, builder))
    for use in plan.reads:
        builder_writes.read(draft, facts, use, builder)


# The loop alone


def claim(draft: Draft, plan: Plan) -> None:
    """A field or variable that others have too stays what it is: fixes in two functions do not hinder each other."""
    target = plan.target
    for obj in (target.base, target.obj):
        if obj is not None and obj.is_local:
            draft.claim(obj)
        elif obj is not None:
            draft.mention(obj)


def build_region(draft: Draft, facts: Facts, plan: Plan, region: Node) -> None:
    target, name = plan.target, plan.target.text
    statement = write_back.whole_statement(region)
    seen = plan.seen_by.watch is onlookers.Watch.AT_THE_END
    always = plan.seen_by.watch is onlookers.Watch.ALWAYS
    wanted = seen or (not always and write_back.is_wanted_after(target, region, facts))
    exits = [] if always else write_back.ways_out(target, region, facts, seen_by_others=seen)
    for place in (statement, *exits):
        meant = facts.visible(name.partition(".")[0], place)
        if meant != (target.base or target.obj):
            raise Refuse(f"`{name}` means something else", place)
    names.require_version(facts, SINCE, "strings.Builder")
    package = names.package(facts, draft, "strings", [statement])
    builder = names.fresh(facts, f"{target.obj.name[0].lower()}{target.obj.name[1:]}Builder")
    draft.claim_name(builder)
    lines = [f"var {builder} {package}.Builder"]
    if plan.seen_by.guard:
        lines += [f"if {plan.seen_by.guard} {{", f"\t{builder}.WriteString({name})", "}"]
    elif not write_back.is_empty_before(target, region, facts):
        lines.append(f"{builder}.WriteString({name})")
    builder_writes.insert_before(draft, statement, *lines)
    if always:
        keep_up_to_date(draft, facts, plan, builder)
        return
    edit_uses(draft, facts, plan, builder, half_is_seen=False)
    back = f"{name} = {builder}.String()"
    for way in exits:
        builder_writes.insert_before(draft, way, back)
    if wanted and write_back.ends(region):
        builder_writes.insert_after(draft, region, back)


def keep_up_to_date(draft: Draft, facts: Facts, plan: Plan, builder: str) -> None:
    """Whoever looks sees what there would be without a builder: `String` costs nothing, and all reads stay."""
    name = plan.target.text
    for statement in (*(growth.statement for growth in plan.growths), *plan.resets):
        if statement.parent is None or statement.parent.type not in declarations.IN_LISTS:
            raise Refuse(f"`{name}` has to be kept up to date where no statement can stand", statement)
    for growth in plan.growths:
        split = builder_writes.is_split(growth.operands, plan.target, facts, half_is_seen=False)
        builder_writes.write(draft, facts, growth.statement, growth.operands, builder, split=split)
        builder_writes.insert_after(draft, growth.statement, f"{name} = {builder}.String()")
    for reset in plan.resets:
        builder_writes.insert_after(draft, reset, f"{builder}.Reset()")
    for other in plan.others:
        builder_writes.insert_after(draft, other, *refilled(plan, builder))


def refilled(plan: Plan, builder: str) -> tuple[str, str]:
    return f"{builder}.Reset()", f"{builder}.WriteString({plan.target.text})"
