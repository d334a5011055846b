"""Measures what the rules' fixes gain, and holds the figures that the rules state against that.

    python -m bench.gains [--go PATH] [--rounds N] [--benchtime T]

The programs are fixed by gofix20 itself; the same Go benchmarks run over both texts, taking turns, and the best
figure of each counts. Times want a quiet machine; allocations and bytes are exact on any.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bench.gains.claims import ALLOCATIONS, BYTES, CLAIMS, PROGRAMS, Becomes, Claim, Ratio
from bench.running import document, go_program, gofix20, run, say, table
from gofix20 import registry
from gofix20.transform import Transform, documentation

HERE = Path(__file__).resolve().parent
TOLERANCE = 1.35
"""A time may be this much off: machines differ by more than what a ratio of one run is off."""
EXACT = 1.05

Figures = dict[str, dict[str, float]]
"""By benchmark and unit."""


# What the rules state -----------------------------------------------------------------------


def stated() -> dict[str, str]:
    """By rule, all that it says of its gain, in one line: its documentation, and its findings' messages."""
    return {
        code: " ".join((documentation(rule).sections["Measured gain"] + f"; {rule.gain}; {_of_findings(rule)}").split())
        for code, rule in registry.transforms().items()
        if rule.__module__.startswith("gofix20.")
    }


def _of_findings(rule: type[Transform]) -> str:
    """Give the texts of the rule's `Gain`s, whose figures depend on the finding."""
    tree = ast.parse(Path(inspect.getfile(rule)).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Gain"]
    texts = [part.value for call in calls for part in ast.walk(call) if isinstance(part, ast.Constant)]
    return "; ".join(text for text in texts if isinstance(text, str))


_FIGURE = re.compile(r"×\d+(?:\.\d+)?")


def unmeasured(said: Mapping[str, str], claims: Iterable[Claim] = CLAIMS) -> list[tuple[str, str]]:
    """Give the figures that a rule states and no claim's words have."""
    claims = list(claims)
    return [
        (rule, figure)
        for rule, text in said.items()
        for figure in dict.fromkeys(_FIGURE.findall(text))
        if not any(claim.rule == rule and figure in _FIGURE.findall(claim.words) for claim in claims)
    ]


# What is measured ---------------------------------------------------------------------------


def benchmarks(output: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Read the lines of `go test -bench`: a name, without the number of CPUs, and its figures by unit."""
    for line in output.splitlines():
        words = line.split()
        if len(words) >= 4 and words[0].startswith("Benchmark") and words[1].isdigit():
            name = re.sub(r"-\d+$", "", words[0].removeprefix("Benchmark"))
            yield name, {unit: float(figure) for figure, unit in zip(words[2::2], words[3::2], strict=False)}


def best(into: Figures, output: str) -> None:
    """Keep the smallest figure of each: what disturbs a measurement only makes it larger."""
    for name, figures in benchmarks(output):
        known = into.setdefault(name, {})
        for unit, figure in figures.items():
            known[unit] = min(figure, known.get(unit, figure))


def fixed(rule: str, module: Path, go: str, env: dict[str, str]) -> None:
    """Let a rule fix its program; all functions, or the figures would be of something else."""
    package = module / PROGRAMS[rule]
    wanted = len(re.findall(r"^func ", (package / "code.go").read_text(), re.MULTILINE))
    options = ("--unsafe-fixes", "--select", rule, "--go", go)
    answer = document(run(gofix20("apply", *options, f"./{package.name}"), module, env, 600))
    if answer["summary"]["applied"] != wanted:
        raise RuntimeError(f"{rule} changed {answer['summary']['applied']} of {wanted} functions of {package.name}")


def measured(go: str, work: Path, rounds: int, benchtime: str) -> tuple[Figures, Figures]:
    """Give the figures before and after."""
    env = {**os.environ, "GOFLAGS": "", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    before, after = Figures(), Figures()
    for name in ("before", "after"):
        shutil.copytree(HERE / "programs", work / name)
    for rule, package in PROGRAMS.items():
        fixed(rule, work / "after", go, env)
        for name in ("before", "after"):
            command = [go, "test", "-c", "-o", str(work / f"{package}.{name}"), f"./{package}"]
            subprocess.run(command, cwd=work / name, env=env, check=True)
        for turn in range(rounds):
            say(f"{rule}: round {turn + 1} of {rounds}")
            for name, figures in (("before", before), ("after", after)):
                words = [
                    str(work / f"{package}.{name}"),
                    "-test.run=^$",
                    "-test.bench=.",
                    f"-test.benchtime={benchtime}",
                ]
                best(figures, run(words, work, env, 3600).output)
    return before, after


# Both together ------------------------------------------------------------------------------

HOLDS, BETTER, WORSE, UNSTATED, UNKNOWN = "holds", "better", "**worse**", "**not stated**", "**not measured**"


def verdict(claim: Claim, said: Mapping[str, str], before: Figures, after: Figures) -> tuple[str, str]:
    """Give what was measured for a claim, and whether it holds."""
    one, other = (figures.get(claim.benchmark, {}).get(claim.unit) for figures in (before, after))
    if one is None or other is None:
        return "", UNKNOWN
    if isinstance(claim.stated, Becomes):
        text = f"{one:.0f} → {other:.0f}"
        low, high, figure = claim.stated.after, claim.stated.after, other
        off = max(one / claim.stated.before, claim.stated.before / one) > EXACT
    else:
        figure = other / one if one else 1.0
        text, off = f"×{figure:.2f}", False
        low, high = claim.stated.low, claim.stated.high
    if claim.words not in said.get(claim.rule, ""):
        return text, UNSTATED
    tolerance = EXACT if claim.unit in (ALLOCATIONS, BYTES) else TOLERANCE
    # Half of the last digit that is stated: ×0.01 may be ×0.015.
    if figure > high * tolerance + 0.005 or off:
        return text, WORSE
    return text, HOLDS if figure >= low / tolerance else BETTER


def report(before: Figures, after: Figures, said: Mapping[str, str]) -> tuple[str, bool]:
    """The table, and whether all that is stated holds."""
    rows: list[tuple[object, ...]] = []
    verdicts = []
    for claim in CLAIMS:
        text, judged = verdict(claim, said, before, after)
        verdicts.append(judged)
        rows.append((claim.rule, claim.words, claim.benchmark, claim.unit, _range(claim.stated), text, judged))
    lost = unmeasured(said)
    rows.extend((rule, figure, "", "", "", "", UNKNOWN) for rule, figure in lost)
    headings = ("rule", "it says", "benchmark", "unit", "stated", "measured", "")
    return table(headings, rows) + "\n", not lost and set(verdicts) <= {HOLDS, BETTER}


def _range(stated: Ratio | Becomes) -> str:
    if isinstance(stated, Becomes):
        return f"{stated.before:g} → {stated.after:g}"
    return f"×{stated.low:g}" + ("" if stated.low == stated.high else f" to ×{stated.high:g}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gains", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--go", metavar="PATH")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--benchtime", default="0.2s")
    arguments = parser.parse_args()
    go = go_program(arguments.go)
    with tempfile.TemporaryDirectory(prefix="gofix20-gains-") as work:
        before, after = measured(go, Path(work), arguments.rounds, arguments.benchtime)
    text, holds = report(before, after, stated())
    print(text, end="")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
