"""The whole of it: write functions, fix them, run both forms, and say what differs and how much was changed."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gofix20.toolchain import Toolchain
from tests.differential.fixing import Fixed, fixed
from tests.differential.functions import PER_PACKAGE, Function, packages, written
from tests.differential.running import Difference, compare

AT_ONCE = 4 * PER_PACKAGE
"""So many functions make one module and one program."""
LEAST_CHANGED = 0.5
MOST_USELESS = 0.01


@dataclass(slots=True)
class Proof:
    """What some functions of each rule came to."""

    seed: int
    functions: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    """How many the rule itself changed."""
    differences: list[Difference] = field(default_factory=list)
    fixed: dict[Function, tuple[str, str]] = field(default_factory=dict)
    """The whole files, before and after, of functions that differ."""
    dropped: list[tuple[Function, str]] = field(default_factory=list)
    useless: dict[Function, str] = field(default_factory=dict)
    """Functions that prove nothing: mistakes of a generator, of which there may be few."""
    refused: Counter[str] = field(default_factory=Counter)
    """How many functions of the rule a reason has kept from being changed by it."""

    def share(self, rule: str) -> float:
        return self.changed[rule] / self.functions[rule]

    @property
    def too_timid(self) -> list[str]:
        """Rules that refuse so much that nothing is proved."""
        return [rule for rule in self.functions if self.share(rule) < LEAST_CHANGED]

    @property
    def holds(self) -> bool:
        few = len(self.useless) <= MOST_USELESS * sum(self.functions.values())
        return few and not self.differences and not self.dropped and not self.too_timid

    def summary(self) -> str:
        lines = [f"seed {self.seed}"]
        lines += [
            f"{rule}: {self.changed[rule]} of {count} functions changed ({self.share(rule):.0%})"
            for rule, count in sorted(self.functions.items())
        ]
        if self.useless:
            lines.append(f"{len(self.useless)} functions prove nothing: they do not compile, or end the program")
        lines.append(f"{len(self.differences)} differences; {len(self.dropped)} fixes that did not compile")
        return "\n".join(lines)


def prove(
    rules: Sequence[str],
    count: int,
    seed: int,
    toolchain: Toolchain,
    say: Callable[[str], None] = lambda text: None,
) -> Proof:
    """`count` functions, as many of each rule."""
    proof = Proof(seed)
    each = -(-count // len(rules))
    todo = [(rule, number) for rule in rules for number in range(each)]
    for start in range(0, len(todo), AT_ONCE):
        functions = [written(rule, seed, number) for rule, number in todo[start : start + AT_ONCE]]
        found = packages(functions)
        with tempfile.TemporaryDirectory(prefix="differential-") as scratch:
            root = Path(scratch).resolve()
            made = fixed(root / "fixed", found, toolchain)
            compared = compare(root / "run", found, made.before, made.after, toolchain)
        proof.useless.update(made.discarded)
        proof.useless.update(compared.flawed)
        count_in(proof, [one for one in functions if one not in proof.useless], made)
        proof.differences += compared.differences
        for difference in compared.differences:
            one = difference.function
            proof.fixed[one] = made.before[one], made.after[one]
        say(f"{min(start + AT_ONCE, len(todo))} of {len(todo)} functions, {len(proof.differences)} differences")
    return proof


def count_in(proof: Proof, functions: Sequence[Function], made: Fixed) -> None:
    for function in functions:
        proof.functions[function.rule] += 1
        if function.rule in made.rules.get(function, ()):
            proof.changed[function.rule] += 1
        else:
            own = {reason for reason in made.refused.get(function, ()) if reason.startswith(function.rule)}
            proof.refused.update(own or {f"{function.rule}: no candidate"})
    proof.dropped += made.dropped
