"""`python -m tests.differential.guards`: each guard of each rule is taken out, and the generator has to find it.

What is found is kept in a file, so that a run goes on where another one ended; `EXCUSED` lists the guards that no
difference can show, each with the reason.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.differential import instrument

EXCUSED: Mapping[str, str] = {}
"""Guards that are about gain, that cannot be reached, or that only keep the words of a refusal; by key."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential.guards", description=__doc__)
    parser.add_argument("--rule", action="append", help="of this rule alone")
    parser.add_argument("--only", action="append", default=[], help="guards with this in their key")
    parser.add_argument("--count", type=int, default=2000, help="how many functions to look among")
    parser.add_argument("--each", type=int, default=40, help="how many functions to look at for a guard")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="a file with what earlier runs have found; written again")
    options = parser.parse_args()

    instrument.install()
    from gofix20 import toolchain
    from tests.differential import functions, mutants

    state: dict[str, dict[str, dict[str, object]]] = {}
    if options.state is not None and options.state.exists():
        state = json.loads(options.state.read_text())
    go = toolchain.find(None, [])
    everything = [key for found in instrument.guards().values() for key in found]
    survivors = 0
    for rule in options.rule or functions.available():
        known = {key: mutants.Found(**row) for key, row in state.get(rule, {}).items()}  # type: ignore[arg-type]
        wanted = [key for key in everything if all(part in key for part in options.only)]
        todo = [key for key in wanted if key not in EXCUSED and not (key in known and known[key].caught)]
        results = mutants.search(
            rule, todo, options.count, options.each, options.seed, go, lambda text: print(text, flush=True)
        )
        for key, found in results.items():
            if found.reached or key not in known:
                known[key] = found
        state[rule] = {key: dataclasses.asdict(found) for key, found in known.items() if found.reached}
        if options.state is not None:
            options.state.write_text(json.dumps(state, indent=1, ensure_ascii=False))
        own = {key: found for key, found in known.items() if found.reached and key in wanted}
        for key, found in sorted(own.items(), key=lambda row: (row[1].verdict, row[0])):
            numbers = f"{found.reached:5} reach, {found.changed:3} changed, {found.broken:3} broken, {found.crashes:3}"
            print(f"{found.verdict:16} {numbers}  {key}  {found.differs}")
        survivors += sum(not found.caught for found in own.values())
    unreached = [
        key
        for key in everything
        if key not in EXCUSED
        and not any(key in rows for rows in state.values())
        and all(part in key for part in options.only)
    ]
    for key in unreached:
        print(f"{'not reached':16} {key}")
    return 1 if survivors or unreached else 0


if __name__ == "__main__":
    sys.exit(main())
