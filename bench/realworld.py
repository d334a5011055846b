"""Fixes copies of real repositories, and holds their builds, vets and tests against what they were before.

    python -m bench.realworld [--unsafe-fixes] [--go PATH] [--json FILE] CHECKOUT…

No checkout is changed. What a test needs the network for fails before as after: tests have the loopback and nothing
else, where the system can do that. A test that is newly failing is run again, with its package, before it is blamed:
with our changes, and without them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import gotests, reasons
from bench.running import (
    Ran,
    Results,
    copy,
    document,
    environment,
    go_program,
    gofix20,
    modules,
    revision,
    run,
    say,
    table,
    without_network,
)

RERUNS = 2
"""A failing test that passes in one of these, or fails without our changes now, is flaky."""
DOWNLOAD_SECONDS = 600.0
HEADINGS = (
    *("repository", "files", "findings", "SAFE applied", "UNSAFE applied", "UNSAFE left", "refused", "dropped"),
    *("tests passing before", "newly failing", "flaky", "seconds"),
)


class Checked:
    """A module of a copy, and what its own tools say of it."""

    def __init__(self, checkout: Path, copied: Path, name: str, env: dict[str, str], timeout: float) -> None:
        self.checkout = checkout
        self.copied = copied
        self.name = name
        """Its directory, from the root of the checkout."""
        self.directory = copied / name
        self.env = env
        self.timeout = timeout
        self.said: list[str] = []
        """What the figures alone would not tell."""

    def go(self, *words: str, network: bool = False) -> Ran:
        words = ("go", *words) if network else (*without_network(), "go", *words)
        env = self.env if network else {**self.env, "GOPROXY": "off"}
        return run(words, self.directory, env, DOWNLOAD_SECONDS if network else self.timeout)

    def state(self, when: str) -> dict[str, Any]:
        """Build, vet and test. `-vet=off`: vet has had its say, and a test that it stops says nothing more."""
        build = self.go("build", "-o", "/dev/null", "./...")
        vet = self.go("vet", "./...")
        test = self.go("test", "-json", "-short", "-vet=off", "-timeout", f"{self.timeout:.0f}s", "./...")
        for name, ran in (("build", build), ("vet", vet), ("test", test)):
            if ran.timed_out:
                self.said.append(f"{name} {when}: stopped after {ran.seconds:.0f} s")
        return {
            "build": build.errors,
            "vet": vet.output + vet.errors,
            "tests": gotests.parse(test.output.splitlines()),
            "stopped": [name for name, ran in (("build", build), ("vet", vet), ("test", test)) if ran.timed_out],
        }

    def passing(self, names: Iterable[str], times: int) -> set[str]:
        """Give which of these tests pass if their packages are tested so many times more."""
        wanted, found = set(names), set[str]()
        for _ in range(times):
            packages = sorted({gotests.package_of(name) for name in wanted - found})
            if packages:
                words = ("test", "-json", "-short", "-vet=off", "-count=1", "-timeout", f"{self.timeout:.0f}s")
                outcomes = gotests.parse(self.go(*words, *packages).output.splitlines())
                found |= {name for name in wanted if outcomes.get(name) in (gotests.PASS, gotests.SKIP)}
        return found

    def apply(self, go: str, *options: str) -> tuple[dict[str, Any], float]:
        words = gofix20("apply", "--allow-dirty", "--statistics", "--go", go, *options, "./...")
        ran = run(words, self.directory, self.env, self.timeout)
        return document(ran), ran.seconds

    def unchanged(self) -> Checked:
        """Give the same module without our changes."""
        other = copy(self.checkout, self.copied.with_name("unchanged"))
        return Checked(self.checkout, other, self.name, self.env, self.timeout)

    def result(self, go: str, options: Sequence[str]) -> dict[str, Any]:
        """Everything of the module."""
        downloaded = self.go("mod", "download", network=True)
        if downloaded.code:
            self.said.append(f"go mod download: {_last(downloaded.errors)}")
        before = self.state("before")
        if not any(outcome == gotests.PASS for outcome in before["tests"].values()):
            self.said.append(f"no test passes before: {_last(before['build'] or before['vet'] or 'it has none')}")
        answer, seconds = self.apply(go, *options)
        found: dict[str, Any] = {
            "files": answer["statistics"]["files"],
            "changed": answer["files"],
            "findings": Counter(finding["code"] for finding in answer["findings"]),
            "outcomes": Counter(f"{finding['code']} {_fate(finding)}" for finding in answer["findings"]),
            "refusals": Counter(refusal["code"] for refusal in answer["refusals"]),
            "reasons": reasons.by_kind(answer["refusals"]),
            "rejected": [
                f"{finding['path']}:{finding['line']}: {finding['code']} {finding['status']}: {finding['reason']}"
                for finding in answer["findings"]
                if finding["status"] in ("rejected", "conflict", "stale")
            ],
            "problems": [f"{problem['path']}: {problem['message']}" for problem in answer["problems"]],
            "diff": answer["diff"],
            "tests": Counter(before["tests"].values()),
            "seconds": seconds,
            "failing": [],
            "flaky": [],
            "vanished": [],
        }
        if answer["files"]:
            found |= self.compared(before, self.state("after"))
            again, _ = self.apply(go, *options)
            found["second"] = again["files"]
        return {**found, "said": self.said}

    def compared(self, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        failing = [
            f"{name}: {complaint}"
            for name in ("build", "vet")
            if name not in before["stopped"]
            for complaint in gotests.new_complaints(before[name], after[name])
        ]
        tests = gotests.compare(before["tests"], after["tests"])
        flaky = self.passing(tests.failing, RERUNS)
        blamed = [name for name in tests.failing if name not in flaky]
        if blamed:
            # What passed because of what was there then (a port, the time, a quiet machine) fails there now as well.
            still = self.unchanged().passing(blamed, 1)
            flaky |= set(blamed) - still
            blamed = [name for name in blamed if name in still]
        return {"failing": failing + blamed, "flaky": sorted(flaky), "vanished": list(tests.vanished)}


def _last(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "no message"


def _fate(finding: dict[str, Any]) -> str:
    """`applied-safe`, `applied-unsafe`, or the status."""
    status = str(finding["status"])
    return f"applied-{finding['fix']['safety']}" if status == "applied" else status


def measured(checkout: Path, arguments: argparse.Namespace, go: str, work: Path) -> dict[str, Any]:
    """Everything of one checkout: its modules one after another."""
    options = ["--unsafe-fixes"] if arguments.unsafe_fixes else []
    copied = copy(checkout, work / checkout.name)
    env = environment(go, work / "home")
    found = {}
    for directory in modules(copied):
        name = str(directory.relative_to(copied))
        say(f"{checkout.name}: module {name}")
        module = Checked(checkout, copied, name, env, arguments.timeout)
        try:
            found[name] = module.result(go, options)
        except (RuntimeError, OSError) as error:
            found[name] = {"failed": str(error), "said": module.said}
    return {"revision": revision(checkout), "modules": found}


def report(kept: dict[str, Any]) -> str:
    """The tables, of all results that are kept."""
    rows: list[tuple[object, ...]] = []
    notes: list[str] = []
    backlog: list[dict[str, int]] = []
    for name, result in sorted(kept.items()):
        done = [module for module in result["modules"].values() if "failed" not in module]
        found = sum((Counter(module["findings"]) for module in done), Counter[str]())
        fates = sum((Counter(module["outcomes"]) for module in done), Counter[str]())
        tests = sum((Counter(module["tests"]) for module in done), Counter[str]())
        backlog.extend(module["reasons"] for module in done)

        def fate(*names: str, of: Counter[str] = fates) -> int:
            return sum(number for fate, number in of.items() if fate.partition(" ")[2] in names)

        rows.append(
            (
                name,
                sum(module["files"] for module in done),
                " ".join(f"{rule} {number}" for rule, number in sorted(found.items())) or "none",
                fate("applied-safe"),
                fate("applied-unsafe"),
                fate("below-safety"),
                sum(sum(module["refusals"].values()) for module in done),
                fate("rejected", "conflict", "stale"),
                f"{tests['pass']} of {sum(tests.values())}",
                sum(len(module["failing"]) for module in done),
                sum(len(module["flaky"]) for module in done),
                sum(module["seconds"] for module in done),
            )
        )
        notes.extend(f"- {name}: {_short(note)}" for note in _notes(result["modules"]))
    reason_rows = [(number, places, rule, reason) for rule, reason, number, places in reasons.summed(backlog)]
    parts = [table(HEADINGS, rows)]
    if notes:
        parts.append("\n".join(notes))
    parts.append(table(("refused", "modules", "rule", "reason"), reason_rows))
    return "\n\n".join(parts) + "\n"


def _short(text: str, most: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most] + "…"


def _notes(modules: dict[str, Any]) -> Iterable[str]:
    for name, module in modules.items():
        where = "" if name == "." else f"`{name}` "
        if "failed" in module:
            yield f"{where}**not measured**: {module['failed']}"
        for line in module["said"]:
            yield f"{where}{line}"
        for line in module.get("failing", ()):
            yield f"{where}**newly failing**: {line}"
        if module.get("second"):
            yield f"{where}**a second run changes** {', '.join(module['second'])}"
        for line in module.get("flaky", ()):
            yield f"{where}flaky: {line}"
        if module.get("vanished"):
            yield f"{where}{len(module['vanished'])} subtests of passing tests have other names than before"
        for line in module.get("rejected", ()):
            yield f"{where}dropped: {line}"
        for line in module.get("problems", ()):
            yield f"{where}left alone: {line}"


def bad(kept: dict[str, Any]) -> bool:
    """Whether anything is newly failing, not settled, or not measured."""
    found = [module for result in kept.values() for module in result["modules"].values()]
    return any("failed" in module or module["failing"] or module.get("second") for module in found)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.realworld", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--unsafe-fixes", action="store_true")
    parser.add_argument("--go", metavar="PATH")
    parser.add_argument("--json", metavar="FILE", type=Path, help="keeps results; what it has is not measured again")
    parser.add_argument("--again", action="store_true", help="measure even what FILE has")
    parser.add_argument("--timeout", type=float, default=1200.0, metavar="SECONDS", help="of each command")
    parser.add_argument("--work", type=Path, metavar="DIRECTORY", help="for the copies; they stay there")
    parser.add_argument("checkouts", nargs="*", type=Path, metavar="CHECKOUT")
    arguments = parser.parse_args()
    go = go_program(arguments.go)
    results = Results(arguments.json)
    with tempfile.TemporaryDirectory(prefix="gofix20-realworld-") as temporary:
        work = (arguments.work or Path(temporary)).resolve()
        for checkout in arguments.checkouts:
            name = checkout.resolve().name + (" (unsafe)" if arguments.unsafe_fixes else "")
            if name not in results.kept or arguments.again:
                results.keep(name, measured(checkout.resolve(), arguments, go, work))
    if not without_network():
        say("this system cannot take the network from a process: tests had it")
    print(report(results.kept), end="")
    return 1 if bad(results.kept) else 0


if __name__ == "__main__":
    raise SystemExit(main())
