"""Take out one guard after another, and look for a function that shows it."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gofix20 import registry
from gofix20.discover import discover
from gofix20.engine import EXTRA, row_of
from gofix20.helper import Helper
from gofix20.model import Build, Finding, Safety, Status
from gofix20.rounds import Candidate, run_rounds
from gofix20.toolchain import Toolchain, environment
from gofix20.transform import Transform
from gofix20.units import Unit, load
from tests.differential import instrument, running
from tests.differential.fixing import BrokenError, discard, lay_out
from tests.differential.functions import Function, Package, generator, packages, written

SMALL = 10
TRAPS = 85
AT_ONCE = 1500
"""So many functions with a guard taken out make one program."""


@dataclass(slots=True)
class Found:
    """What taking out one guard came to."""

    reached: int = 0
    """How many functions reach the guard."""
    changed: int = 0
    """How many of those looked at become something else without it."""
    crashes: int = 0
    """How many end in an exception of the rule."""
    broken: int = 0
    """How many do not compile any more."""
    differs: str = ""
    """The seed of a function that tells something else, and the input."""

    @property
    def verdict(self) -> str:
        if self.differs:
            return "differs"
        if self.broken:
            return "does not compile"
        if self.crashes:
            return "the rule fails"
        return "survives" if self.reached else "not reached"

    @property
    def caught(self) -> bool:
        return bool(self.differs or self.broken or self.crashes)


@dataclass(slots=True)
class Pool:
    """Functions, loaded once, which a rule is run on again and again."""

    helper: Helper
    rule: type[Transform]
    units: dict[Function, Unit] = field(default_factory=dict)
    candidates: dict[Function, Candidate] = field(default_factory=dict)
    fixed: dict[Function, str] = field(default_factory=dict)
    """What the rule makes of each as it is."""
    reaching: dict[str, list[Function]] = field(default_factory=lambda: defaultdict(list))
    """The functions that reach a guard."""

    def run(self, function: Function) -> tuple[str, bool]:
        """The new text of a function, and whether the rule failed."""
        candidate, unit = self.candidates[function], self.units[function]
        made = run_rounds(self.helper, unit.id, [candidate], unit.importable, set())
        failed = any(problem.stage == "rule" for problem in made.problems)
        return made.texts.get(candidate.path, candidate.original).decode(), failed


def decide(finding: Finding, last: int) -> Status | None:
    safe = finding.fix is not None and finding.fix.safety is Safety.SAFE
    return None if safe else Status.BELOW_SAFETY


def fill(pool: Pool, root: Path, functions: Sequence[Function], toolchain: Toolchain) -> None:
    """Lay functions out, load their types, and see what the rule makes of them and which guards they reach."""
    # Small packages: with each new text of a function, the types of its whole package are found anew.
    found = packages(functions, SMALL)
    lay_out(root, found, toolchain)
    useless = discard(root, found, toolchain)
    build = Build()
    listed = discover(toolchain, ["./before/..."], str(root), build).packages
    units = load(toolchain, listed, tests=False, extra=EXTRA)
    pool.helper.load([row_of(unit) for unit in units], environment(toolchain, build).get("GOARCH", ""))
    by_path = {path: unit for unit in units for path in unit.files}
    for package in found:
        for function in package.functions:
            if function in useless:
                continue
            path = os.fspath(root / "before" / package.name / function.file)
            pool.units[function] = by_path[path]
            pool.candidates[function] = Candidate(
                path, Path(path).read_bytes(), (pool.rule(),), lambda first, last: True, decide
            )
    for unit in units:
        problems = pool.helper.check(unit.id)
        if problems:
            raise BrokenError(str(problems[0]))
    for function in pool.candidates:
        instrument.reached.clear()
        pool.fixed[function] = pool.run(function)[0]
        for key in instrument.reached:
            pool.reaching[key].append(function)


def taken_out(pool: Pool, key: str, some: Sequence[Function], found: Found) -> dict[Function, str]:
    """The texts that functions have without a guard, where they are others than with it."""
    texts = {}
    instrument.out.add(key)
    try:
        for function in some:
            text, failed = pool.run(function)
            found.crashes += failed
            if text != pool.fixed[function]:
                found.changed += 1
                texts[function] = text
    finally:
        instrument.out.clear()
    return texts


def search(
    rule: str,
    keys: Sequence[str],
    count: int,
    each: int,
    seed: int,
    toolchain: Toolchain,
    say: Callable[[str], None],
) -> dict[str, Found]:
    """Look for each guard among `count` functions, at most `each` of those that reach it."""
    results = {key: Found() for key in keys}
    # Traps are what is wanted here: a generator that has them in a share of its functions has them in most now.
    if hasattr(generator(rule), "SHARE"):
        setattr(generator(rule), "SHARE", TRAPS)  # noqa: B010
    with tempfile.TemporaryDirectory(prefix="guards-") as scratch, Helper(toolchain) as helper:
        root = Path(scratch).resolve()
        pool = Pool(helper, registry.transforms()[rule])
        fill(pool, root / "pool", [written(rule, seed, number) for number in range(count)], toolchain)
        changed = sum(text.encode() != pool.candidates[one].original for one, text in pool.fixed.items())
        say(f"{rule}: {len(pool.fixed)} functions, {changed} changed")
        waiting: dict[str, dict[Function, str]] = {}
        for key in keys:
            some = sorted(pool.reaching.get(key, ()), key=lambda function: len(function.text))
            results[key].reached = len(some)
            # The smallest ones, and from the rest by equal steps: what is small is not all that there is.
            chosen = [*some[: each // 2], *some[each // 2 :: max(1, 2 * len(some) // each)]][:each]
            texts = taken_out(pool, key, chosen, results[key])
            if texts:
                waiting[key] = texts
            if sum(map(len, waiting.values())) > AT_ONCE:
                compared(root, pool, waiting, results, toolchain)
                waiting = {}
                say(f"{keys.index(key) + 1} of {len(keys)}")
        compared(root, pool, waiting, results, toolchain)
    return results


def compared(
    root: Path,
    pool: Pool,
    waiting: Mapping[str, Mapping[Function, str]],
    results: Mapping[str, Found],
    toolchain: Toolchain,
) -> None:
    """Run the functions of some guards in one program, a package for each guard."""
    if not waiting:
        return
    made: list[Package] = []
    before: dict[Function, str] = {}
    after: dict[Function, str] = {}
    owner: dict[Function, tuple[str, Function]] = {}
    for number, (key, texts) in enumerate(waiting.items()):
        name = f"m{number}"
        some = []
        for index, (function, text) in enumerate(texts.items()):
            # Another guard may have the same function: they are told apart by their seeds.
            own = Function(function.rule, function.name, f"{name} {index}", function.seed)
            owner[own] = key, function
            before[own] = in_package(pool.candidates[function].original.decode(), name)
            after[own] = in_package(text, name)
            some.append(own)
        made.append(Package(name, some))
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=root) as scratch:
        target, said = Path(scratch), "not built yet"
        functions: list[Function] = []
        while said:
            target = target / "again"
            functions = running.lay_out(target, made, before, after)
            said = running.build(target, toolchain)
            broken = set(re.findall(r"(?m)^after/(\w+)/(\w+)\.go:", said))
            if said and not broken:
                raise BrokenError(said)
            for own in list(after):
                if (own.text.split()[0], own.name) in broken:
                    results[owner[own][0]].broken += 1
                    del after[own]
        for difference in running.run(target, functions).differences:
            key, function = owner[difference.function]
            if not results[key].differs:
                results[key].differs = f"{function.seed} input {difference.input}"


def in_package(text: str, name: str) -> str:
    return re.sub(r"(?m)^package \w+$", f"package {name}", text, count=1)
