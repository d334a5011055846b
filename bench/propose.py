"""`python -m bench.propose`: all rules over all files, without types, against ast-grep with one rule.

    python -m bench.propose [--pairs N] [--jobs N] [--ast-grep PROGRAM] [TREE…]

TREE is the Go tree's `src` if none is given. Ours are the first two stages of a run, scan and match, in `--jobs`
processes as ast-grep has threads; a run itself does this in one, beside its type helpers. The two take turns.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.running import SKIPPED, go_program, table
from bench.speed import Pairs, ratio
from gofix20 import registry
from gofix20.propose import look, matches

ONE_RULE = """\
id: growth
language: go
rule: {pattern: $S += $E, inside: {kind: for_statement, stopBy: end}}
"""
"""`+=` in a loop, of whatever type."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.propose", description=__doc__)
    parser.add_argument("trees", nargs="*", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--ast-grep", default=shutil.which("ast-grep"))
    parser.add_argument("--once", action="store_true", help="propose once, and print how many matches there are")
    options = parser.parse_args()
    trees = options.trees or [goroot() / "src"]
    files = sorted(path for tree in trees for path in go_files(tree))
    if options.once:
        print(proposed(files, options.jobs))
        return 0
    size = sum(map(os.path.getsize, files)) / 1e6
    ours = [sys.executable, "-m", "bench.propose", "--once", *map(str, trees)]
    ways = {"ours": [*ours, "--jobs", str(options.jobs)], "ours, one process": [*ours, "--jobs", "1"]}
    with tempfile.TemporaryDirectory() as folder:
        rule = Path(folder, "rule.yml")
        rule.write_text(ONE_RULE)
        if options.ast_grep is not None:
            asked = ["scan", "--rule", str(rule), "--json=stream", "--no-ignore", "vcs"]
            ways["ast-grep"] = [options.ast_grep, *asked, *map(str, trees)]
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = str(Path(folder, "compiled"))  # as an installation has it
        Pairs(ways, Path.cwd(), env, allowed=(0,)).run(1)
        pairs = Pairs(ways, Path.cwd(), env, allowed=(0,)).run(options.pairs)
    print(f"{len(files)} files, {size:.0f} MB, {options.jobs} processes\n")
    rows = [(name, pairs.median(name), ratio(pairs, name, "ast-grep")) for name in ways]
    print(table(("", "seconds", "of ast-grep"), rows))
    return 0


def goroot() -> Path:
    answer = subprocess.run([go_program(None), "env", "GOROOT"], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


def go_files(tree: Path) -> list[str]:
    found = []
    for place, inner, names in os.walk(tree):
        inner[:] = [name for name in inner if name not in SKIPPED]
        found += [os.path.join(place, name) for name in names if name.endswith(".go")]
    return found


def proposed(files: list[str], jobs: int) -> int:
    """How many matches all rules have in some files."""
    if jobs == 1:
        return sum(map(matched, files))
    with ProcessPoolExecutor(jobs) as pool:
        return sum(pool.map(matched, files, chunksize=64))


def matched(path: str) -> int:
    with open(path, "rb") as file:
        text = file.read()
    looked = look(path, text, registry.transforms().values())
    return len(matches(looked)) if looked.parts else 0


if __name__ == "__main__":
    sys.exit(main())
