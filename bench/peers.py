"""Holds what other tools report against what gofix20 does at the same places, as Markdown.

    python -m bench.peers [--go PATH] [--json FILE] [--judgements FILE] TREE… > docs/peers.md

The tools are `go fix -stringsbuilder` of the Go in use, prealloc (also with -forloops) and perfsprint's concat-loop.
A TREE is a module with those inside of it; a directory without go.mod, such as a tool's own test cases, is copied
into a module of its own, one for each file or directory of it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import reasons
from bench.running import Results, document, go_program, gofix20, modules, revision, run, say, table
from bench.sites import FATES, Ours, Site, Source, match, ours, reports

SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool, and the rule of ours that looks for the same."""

    name: str
    rule: str
    package: str | None
    """What `go install` takes; None is Go's own."""
    options: tuple[str, ...]
    kind: str | None = None
    """The category of its reports that counts here."""


PEERS = (
    Peer("go fix -stringsbuilder", "GF05", None, ("-stringsbuilder",)),
    Peer("perfsprint concat-loop", "GF05", "github.com/catenacyber/perfsprint@v0.10.1", (), "concat-loop"),
    Peer("prealloc", "GF03", "github.com/alexkohler/prealloc@v1.1.0", ()),
    Peer("prealloc -forloops", "GF03", "github.com/alexkohler/prealloc@v1.1.0", ("-forloops",)),
)


# What the peers say -------------------------------------------------------------------------


def ask(peer: Peer, module: Path, root: Path, env: dict[str, str], binaries: Path) -> tuple[list[Site], str]:
    """Give what a peer reports, and what it complains of: a package that it cannot load has no reports."""
    if peer.package is None:
        command = ["go", "fix", *peer.options, "-json", "./..."]
    else:
        command = [str(installed(peer.package, env, binaries)), "-json", *peer.options, "./..."]
    ran = run(command, module, env, SECONDS)
    complaint = f"did not end within {ran.seconds:.0f} seconds" if ran.timed_out else first_complaint(ran.errors)
    return reports(ran.output, root, peer.kind) if not ran.timed_out else [], complaint


def first_complaint(errors: str) -> str:
    """Give the first line of standard error that is not about downloads."""
    lines = (line.strip() for line in errors.splitlines())
    return next((line for line in lines if line and not line.startswith(("go: downloading", "# "))), "")


def installed(package: str, env: dict[str, str], binaries: Path) -> Path:
    """Build a peer of a fixed version once."""
    name, _, version = package.rpartition("@")
    directory = binaries / version
    program = directory / name.rpartition("/")[2]
    if not program.exists():
        own = {name: value for name, value in os.environ.items() if name not in ("GOROOT", "GOFLAGS")}
        subprocess.run(["go", "install", package], env={**own, "GOBIN": str(directory)}, check=True)
    return program


# Both together ------------------------------------------------------------------------------


def judged(tree: Path, arguments: argparse.Namespace, go: str, results: Results, called: str) -> None:
    """Everything of one tree: what peers report, which is kept as it comes, and what we do there."""
    own = {name: value for name, value in os.environ.items() if name != "GOROOT"}
    env = {**own, "PATH": os.path.dirname(go) + os.pathsep + own.get("PATH", ""), "GOTOOLCHAIN": "local"}
    reported: dict[str, Any] = results.kept.get(called, {}).get("peers", {})
    said: dict[str, str] = results.kept.get(called, {}).get("said", {})
    found: list[Ours] = []
    sources: dict[str, Source] = {}

    def read(path: str) -> bytes:
        # What a //line comment names need not be there.
        return (tree / path).read_bytes() if (tree / path).is_file() else b""

    for module in modules(tree):
        prefix = str(module.relative_to(tree))
        for peer in PEERS:
            if prefix not in reported.get(peer.name, {}):
                say(f"{tree.name}: {peer.name} in {prefix}")
                sites, complaint = ask(peer, module, tree, env, arguments.binaries)
                reported.setdefault(peer.name, {})[prefix] = [asdict(site) for site in sites]
                if complaint:
                    said[f"{peer.name} in {prefix}"] = complaint.replace(str(tree), "…")
                results.keep(called, {"peers": reported, "said": said})
        say(f"{tree.name}: gofix20 in {prefix}")
        command = gofix20("check" if arguments.check else "apply", "--tests", "--go", go, "./...")
        if not arguments.check:
            command.insert(-1, "--dry-run")
        found.extend(ours(document(run(command, module, env, SECONDS)), read, prefix))
    by_file: dict[str, list[Ours]] = {}
    for one in found:
        by_file.setdefault(one.path, []).append(one)
    rows = []
    for peer in PEERS:
        for prefix, sites in reported[peer.name].items():
            for site in (Site(**one) for one in sites):
                source = sources.setdefault(site.path, Source(read(site.path), site.path))
                ourselves = match(site, peer.rule, source, by_file.get(site.path, ()))
                rows.append(
                    {
                        "peer": peer.name,
                        "path": site.path,
                        "line": site.line,
                        "fate": "generated" if source.generated else ourselves.fate,
                        "reason": ourselves.reason,
                        "rule": peer.rule,
                        "says": site.message,
                        "source": source.line(site.line).strip()[:100],
                        "module": prefix,
                    }
                )
    results.keep(called, {"revision": revision(tree), "peers": reported, "said": said, "rows": rows})


# A tool's own cases -------------------------------------------------------------------------


def as_module(directory: Path, work: Path) -> Path:
    """Copy a directory of cases, not a module, so that each file's package can be loaded."""
    target = work / directory.name
    target.mkdir(parents=True)
    (target / "go.mod").write_text("module example.com/cases\n\ngo 1.26\n")
    for file in sorted(directory.rglob("*.go")):
        own = file.relative_to(directory)
        # Files beside each other may each be a whole program; one and its test are a package.
        place = target / own.parent / (own.stem.removesuffix("_test") if own.parent == Path(".") else "")
        place.mkdir(parents=True, exist_ok=True)
        (place / own.name).write_bytes(file.read_bytes())
    return target


# The report ---------------------------------------------------------------------------------


NO_GAIN, WRONG = "nothing to gain", "would change"
"""What a judgement may say (`kind`) of a place that is refused or not seen: no fix is right there."""

DEFINITION = (
    'Each place that one of them reports is fixed (SAFE), has a fix for `--unsafe-fixes`, is refused, or is "not seen".'
    " Somebody looked at each of the last two, and some of them are told apart, each with the reason in the last table:"
    f" *{NO_GAIN}*, where what the tool proposes saves no allocation worth having (a few elements; a slice that grows"
    " once, to what it needs) or no count that is right can be told before the first element (what it proposes is the"
    f" count of something else, or of a variable that is declared later); and *{WRONG}*, where any capacity may change"
    " what the program does, and the program is named. What is left of the refused and not seen is the backlog; its"
    " share is of the places where a fix is right: fixed, unsafe and left. Generated files are left alone, and not"
    " counted."
)


def standing(row: Mapping[str, Any], judgements: Sequence[Mapping[str, Any]]) -> str:
    """Give the fate of a row, or what the judgement of it says that it is."""
    found = judgement(row, judgements) if row["fate"] in ("refused", "not seen") else {}
    kind = str(found.get("kind", row["fate"]))
    if kind not in (NO_GAIN, WRONG, *FATES, "generated"):
        raise ValueError(f"a judgement of a kind that there is not: {kind}")
    return kind


def report(kept: Mapping[str, Any], judgements: Sequence[Mapping[str, Any]], go_version: str) -> str:
    """The tables, of all trees that are kept."""
    columns = ("fixed", "unsafe", NO_GAIN, WRONG, "refused", "not seen", "generated")
    rows = []
    sections = []
    for tree, result in sorted(kept.items()):
        for peer in PEERS:
            sites = [row for row in result["rows"] if row["peer"] == peer.name]
            fates = Counter(standing(row, judgements) for row in sites)
            counted = sum(fates[fate] for fate in FATES)
            left = fates["refused"] + fates["not seen"]
            share = f"{100 * left / counted:.1f} %" if counted else "—"
            files = len({row["path"] for row in sites})
            rows.append((tree, peer.name, len(sites), files, *(fates[column] for column in columns), share))
        open_sites = [row for row in result["rows"] if row["fate"] in FATES[1:]]
        if open_sites:
            sections.append(f"### {tree}\n\n{_sites(open_sites, judgements)}")
    headings = ("tree", "tool", "sites", "files", *columns, "left of those with a fix that is right")
    versions = ", ".join(sorted({peer.package for peer in PEERS if peer.package}))
    parts = [
        "# Beside other tools, on the same trees",
        f"Made by `python -m bench.peers` with {go_version}, {versions}. {DEFINITION}",
        table(headings, rows),
        *(
            f"- {tree}: {who} could not load everything: {what}"
            for tree, result in sorted(kept.items())
            for who, what in result.get("said", {}).items()
        ),
        "## Why not fixed",
        _kinds(kept, judgements),
        "## Every place that is not fixed",
        *sections,
    ]
    return "\n\n".join(parts) + "\n"


def judgement(row: Mapping[str, Any], judgements: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Give what somebody who looked has written down, with the program that would change; the first that fits."""
    for one in judgements:
        fits = one.get("rule", row["rule"]) == row["rule"] and one.get("path", row["path"]) == row["path"]
        fits = fits and one.get("line", row["line"]) == row["line"]
        if fits and all(re.search(one.get(what, ""), row[what]) for what in ("fate", "reason", "says", "source")):
            return one
    return {}


def _kinds(kept: Mapping[str, Any], judgements: Sequence[Mapping[str, Any]]) -> str:
    kinds: Counter[tuple[str, str, str]] = Counter()
    for result in kept.values():
        # prealloc reports with -forloops all that it reports without.
        rows = [row for row in result["rows"] if row["fate"] in FATES[1:]]
        places = {(row["rule"], row["path"], row["line"]): row for row in rows}
        for row in places.values():
            kinds[(row["rule"], standing(row, judgements), reasons.kind(row["reason"]))] += 1
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return table(("places", "rule", "", "reason"), [(number, *kind) for kind, number in ordered])


def _sites(rows: Iterable[Mapping[str, Any]], judgements: Sequence[Mapping[str, Any]]) -> str:
    by_place: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_place.setdefault((row["path"], row["line"], row["rule"]), []).append(row)
    lines = []
    for (path, line, _), same in sorted(by_place.items()):
        names = {row["peer"] for row in same}
        if "prealloc" in names:
            names.discard("prealloc -forloops")
        first = same[0]
        program = str(judgement(first, judgements).get("program", ""))
        fate = standing(first, judgements)
        lines.append((f"{path}:{line}", ", ".join(sorted(names)), fate, first["reason"], program))
    return table(("place", "reported by", "", "reason", "what would change"), lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--go", metavar="PATH")
    parser.add_argument("--json", metavar="FILE", type=Path, help="keeps results; what it has is not made again")
    parser.add_argument("--again", action="store_true", help="ask gofix20 again; what the peers said is kept")
    parser.add_argument("--check", action="store_true", help="quick: without gofix20's verifier")
    parser.add_argument("--judgements", metavar="FILE", type=Path, help="TOML: what would change, by reason or place")
    parser.add_argument("--binaries", metavar="DIRECTORY", type=Path, help="where the peers are installed")
    parser.add_argument("trees", nargs="*", type=Path, metavar="[NAME=]TREE")
    arguments = parser.parse_args()
    go = go_program(arguments.go)
    results = Results(arguments.json)
    failed = False
    judgements = tomllib.loads(arguments.judgements.read_text())["judgement"] if arguments.judgements else []
    with tempfile.TemporaryDirectory(prefix="gofix20-peers-") as temporary:
        arguments.binaries = (arguments.binaries or Path(temporary) / "bin").resolve()
        for number, given in enumerate(arguments.trees):
            name, _, path = str(given).rpartition("=")
            tree = Path(path).resolve()
            name = name or tree.name
            if "rows" in results.kept.get(name, {}) and not arguments.again:
                continue
            if next(modules(tree), None) is None:
                tree = as_module(tree, Path(temporary) / str(number))
            try:
                judged(tree, arguments, go, results, name)
            except (RuntimeError, ValueError, subprocess.CalledProcessError) as error:
                say(f"{name}: not measured: {error}")
                failed = True
    version = subprocess.run([go, "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    finished = {name: result for name, result in results.kept.items() if "rows" in result}
    print(report(finished, judgements, version), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
