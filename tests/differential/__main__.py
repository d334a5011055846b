"""`python -m tests.differential`: as many functions as one has time for."""

from __future__ import annotations

import argparse
import difflib
import random
import sys
import time
from pathlib import Path

from gofix20 import toolchain
from gofix20.toolchain import Toolchain
from tests.differential import functions
from tests.differential.proof import prove
from tests.differential.running import Difference
from tests.differential.shrink import keep, shrunk


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many functions, over all rules")
    parser.add_argument("--seed", type=int, help="which ones; drawn, and printed, if it is not given")
    parser.add_argument("--rule", action="append", choices=functions.available(), help="of this rule alone")
    parser.add_argument("--show", type=int, help="print the function of that number, of --rule, and stop")
    parser.add_argument("--shrink", type=int, default=3, help="how many of the functions that differ to make small")
    parser.add_argument("--keep", type=Path, help="a folder for golden cases of these")
    options = parser.parse_args()
    rules = options.rule or functions.available()
    seed = random.randrange(10**6) if options.seed is None else options.seed
    if options.show is not None:
        for rule in rules:
            print(functions.written(rule, seed, options.show).text)
        return 0
    print(f"seed {seed}", flush=True)
    start = time.monotonic()
    go = toolchain.find(None, [])
    proof = prove(rules, options.count, seed, go, lambda text: print(text, flush=True))
    print(proof.summary())
    print(f"{time.monotonic() - start:.0f} s")
    for difference in proof.differences[: options.shrink]:
        show(difference, options.keep, go)
    for function, why in (*proof.useless.items(), *proof.dropped):
        print(f"{function.seed}: {why}")
    for reason, count in proof.refused.most_common(40):
        print(f"{count:6} {reason}")
    return 0 if proof.holds else 1


def show(difference: Difference, folder: Path | None, go: Toolchain) -> None:
    print(f"\n{difference.function.seed}, input {difference.input}:\n{difference.function.text}")
    print(f"before:\n{difference.before}\nafter:\n{difference.after}")
    small = shrunk(difference.function, go, lambda text: print(text, flush=True))
    if small is None:
        print("alone in its package, it does not differ")
        return
    one, other = small.before.splitlines(), small.after.splitlines()
    diff = difflib.unified_diff(one, other, "before", "after", lineterm="", n=99)
    print("\n".join(diff), f"\ninput {small.difference.input}: {small.input}")
    print(f"before:\n{small.difference.before}\nafter:\n{small.difference.after}")
    if folder is not None:
        print(f"kept in {keep(small, folder)}")


if __name__ == "__main__":
    sys.exit(main())
