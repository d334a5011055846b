"""`python -m tests.differential.guards`: each guard of each rule is taken out, and the generator has to find it.

What is found is kept in a file (`--state`), so that a run goes on where another one ended. `EXCUSED` lists the guards
that no difference can show, each with the reason.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.differential import instrument

if TYPE_CHECKING:
    from tests.differential import mutants

GAIN = "about gain, not about behaviour"
COMMENT = "keeps a comment, which no program can tell; golden cases do"
VERSION = "for older versions of Go, and all generated functions have one; golden cases of old-go"
BUILD = "for other systems, and the functions run on this one; golden/prealloc/constants"
UNSAFE = "the fix would be UNSAFE for another reason, and functions are run with SAFE ones"
TYPED = "for code with type errors, which no generated function has"
LAYOUT = "about how the text of a fix looks; golden/prealloc/no-count"
OVERLAP = "what it would let through is refused by what comes next"
UNSAFE = "without it the fix would be UNSAFE, wherever somebody could tell: it is not even offered"
UPPER = "without it the count would be an upper bound, as where the body may change it, and be held to be one"
STRICT = "refuses more than it has to: no program is known that the fix would change"

EXCUSED: Mapping[str, str] = {
    "analysis.asking:require_no_comment:a comment stands before `…`": COMMENT,
    "analysis.builder_writes:replace_gap:a comment stands inside the concatenation": COMMENT,
    "analysis.copying:copy_by_append:bytes.Clone needs Go 1.20; this file is Go ….…": VERSION,
    "analysis.declarations:can_stand_alone:a comment stands in the declaration of `…`": COMMENT,
    "analysis.declarations:declaration:`…` is not declared by a statement #2": OVERLAP,
    "analysis.declarations:declaration:`…` is one of several results": OVERLAP,
    "analysis.distinct_keys:keys_do_not_repeat:`…` is assigned": GAIN,
    "analysis.distinct_keys:keys_do_not_repeat:`…` is read in the loop, so its keys may repeat": GAIN,
    "analysis.distinct_keys:keys_do_not_repeat:`…` loses elements in the loop": GAIN,
    "analysis.growing:is_the_same:`…` is assigned before the last append":
    "what it is set to in the loop is new, so that the room is lost and nobody sees it; or else the fix is UNSAFE",
    "analysis.growing:is_the_same:`…` may change in the loop": UNSAFE,
    "analysis.growing:shared_reasons:`…` is assigned before the last append": UNSAFE,
    "analysis.growing:shared_reasons:`…` is locked in the loop": UNSAFE,
    "analysis.growing:shared_reasons:`…` may be nil where the loop does not run": UNSAFE,
    "analysis.keeping:keeps_no_more:`…` is kept as well: a copy of a piece would free nothing": GAIN,
    "analysis.keeping:not_all_in_turn:one piece after the other is kept, which together may be all of it": GAIN,
    "analysis.keeping:nothing_keeps_all:`…` is captured as well: a copy of a piece would free nothing": GAIN,
    "analysis.keeping:nothing_keeps_all:`…` is kept as well: a copy of a piece would free nothing": GAIN,
    "analysis.keeping:nothing_keeps_all:`…` is returned as well: a copy of a piece would free nothing": GAIN,
    "analysis.linear:check_unchanged:`…` changes in the loop": UPPER,
    "analysis.linear:check_unchanged:`…` changes in the loop #2": UPPER,
    "analysis.linear:whole:the bound is not a simple expression": OVERLAP,
    "analysis.linear:whole:the bound is not a simple expression #2": STRICT,
    "analysis.linear:read:the bound is a constant that another build may change": BUILD,
    "analysis.linear:read:the bound is not a simple expression": TYPED,
    "analysis.linear:term:the bound is not a simple expression": LAYOUT,
    "analysis.making_room:ask_for_room:a comment stands in what is ranged over": COMMENT,
    "analysis.membership:require_movable:a comment stands behind an initializer": COMMENT,
    "analysis.membership:in_for:a comment stands in the condition of a loop": COMMENT,
    "analysis.membership:in_for:a comment stands in the condition of a loop #2": COMMENT,
    "analysis.names:require_version:… needs Go ….…; this file is Go ….…": VERSION,
    "analysis.write_back:whole_statement:the loop is not in a statement list": "a loop always is, but for its labels",
    "analysis.steps:in_steps_before:a comment stands in a condition": COMMENT,
    "analysis.read_values:split_return:a comment stands in a return statement": COMMENT,
    "analysis.rows:plan_of:`…` grows once, to what it needs": GAIN,
    "transforms.prealloc:is_worth_it:`…` gets at most … elements: a capacity gains nothing": GAIN,
    "transforms.prealloc:elements_have_a_size:the elements of `…` have no size": GAIN,
    "transforms.prealloc:fill_map:… may be absurdly large, and the loop may leave before":
    "a map takes any size: what too large a one costs is memory, until there is none",
    "transforms.prealloc:fill_map:not every round stores, and where few do it is slower and takes more memory": GAIN,
    "analysis.builder_plans:whole_plan:`…` is assigned in every round": GAIN,
    "analysis.builder_plans:is_a_string_of_ours:`…` is reached through unsafe": "addresses are no results",
    "analysis.builder_plans:is_only_read_in_closures:"
    "`…` is read by a deferred or concurrent function literal": STRICT,
    "analysis.builder_plans:is_only_read_in_closures:`…` is written in a function literal": STRICT,
    "transforms.strings_builder:gain_of:`…` is assigned in more places than it grows in": GAIN,
    "analysis.noticing:doubt_of:its elements may hold a lock": UNSAFE,
    "analysis.noticing:doubt_of:lock.what": UNSAFE + " (a lock in use has had its address taken)",
    "transforms.subslice_copy:expression_is_plain:a three-index slice says what capacity it wants": UNSAFE,
    "transforms.subslice_copy:expression_is_plain:`…` keeps the memory on purpose": UNSAFE,
    "transforms.subslice_copy:is_no_buffer:`…` is appended to (line …): a buffer that is used again": GAIN,
    "transforms.subslice_copy:memory_can_be_freed:`…` is a constant: a piece of it pins nothing": GAIN,
    "transforms.subslice_copy:memory_can_be_freed:`…` is filled by //go:embed: a piece of it pins nothing": GAIN,
    "transforms.strings_builder:gain_of:at most … rounds, for which a builder is slower": GAIN,
}
"""Guards that no difference can show; a key is a module, a function and the words."""


def known(path: Path | None) -> dict[str, dict[str, dict[str, object]]]:
    """What earlier runs have found, by rule and guard."""
    return json.loads(path.read_text()) if path is not None and path.exists() else {}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential.guards", description=__doc__)
    parser.add_argument("--rule", action="append", help="of this rule alone")
    parser.add_argument("--only", action="append", default=[], help="guards with this in their key")
    parser.add_argument("--count", type=int, default=2000, help="how many functions to look among")
    parser.add_argument("--each", type=int, default=40, help="how many functions to look at for a guard")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="a file with what earlier runs have found; written again")
    options = parser.parse_args()

    # Before anything of gofix20 is imported.
    instrument.install()
    from gofix20 import toolchain
    from tests.differential import functions, mutants

    go = toolchain.find(None, [])
    keys = [key for found in instrument.guards().values() for key in found]
    keys = [key for key in keys if all(part in key for part in options.only)]
    rows = {
        rule: {key: mutants.Found(**row) for key, row in found.items()}  # type: ignore[arg-type]
        for rule, found in known(options.state).items()
    }
    for rule in options.rule or functions.available():
        own = rows.setdefault(rule, {})
        caught = {key for found in rows.values() for key in found if found[key].caught}
        todo = [key for key in keys if key not in EXCUSED and key not in caught]
        results = mutants.search(
            rule, todo, options.count, options.each, options.seed, go, lambda text: print(text, flush=True)
        )
        own.update({key: found for key, found in results.items() if found.reached})
        if options.state is not None:
            state = {rule: {key: dataclasses.asdict(one) for key, one in found.items()} for rule, found in rows.items()}
            options.state.write_text(json.dumps(state, indent=1, ensure_ascii=False))
    return report(keys, rows)


def report(keys: Iterable[str], rows: Mapping[str, Mapping[str, mutants.Found]]) -> int:
    """Say what became of each guard; 1 if one is neither caught nor excused."""
    left = 0
    for key in keys:
        if key in EXCUSED:
            print(f"{'excused':16}   {key}: {EXCUSED[key]}")
            continue
        found = [(rule, row[key]) for rule, row in sorted(rows.items()) if key in row]
        if not found:
            print(f"{'not reached':16}   {key}")
            left += 1
            continue
        rule, best = max(found, key=lambda one: (one[1].caught, bool(one[1].differs), one[1].reached))
        left += not best.caught
        print(
            f"{best.verdict:16}   {key}  ({rule}: {best.reached} reach it, {best.changed} changed, "
            f"{best.broken} broken, {best.crashes} failed) {best.differs}"
        )
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
