"""A migration of many repositories, killed again and again: is anything lost, twice or wrong, and what does it cost?

    python -m bench.migrate --from ~/src --count 300 --crash-every 20

The repositories are made from real code: every package below `--from` that imports the standard library alone becomes
one of its own, with its tests, and each is varied by a function of ours with something to fix. They are served over
HTTP by the forge of `tests/bulk/servers`. `gofix20 migrate run` is killed (SIGKILL) after so many repositories, and
started again until nothing is left to do. Then each is looked at: just one pull request, one commit a rule on the
newest main, and the change just what `gofix20 apply` makes of a checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bulk.servers.fake import ForgeServer

OURS = """package {package}

func {name}Text(xs []string) string {{
\ts := ""
\tfor _, x := range xs {{
\t\ts += x + ","
\t}}
\treturn s
}}

func {name}Lengths(xs []string) []int {{
\tvar out []int
\tfor _, x := range xs {{
\t\tout = append(out, len(x))
\t}}
\treturn out
}}
"""
GOFIX = (sys.executable, "-m", "gofix20")


def packages(root: Path) -> Iterator[tuple[str, Path]]:
    """Package names and directories below a directory of checkouts that import nothing but the standard library."""
    for module in sorted(root.glob("**/go.mod")):
        env = os.environ | {"GOFLAGS": "-mod=mod", "GOWORK": "off", "GOPROXY": "off"}
        done = subprocess.run(
            ["go", "list", "-e", "-json=Name,Dir,Imports,TestImports,XTestImports,CgoFiles,EmbedPatterns", "./..."],
            cwd=module.parent, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        decoder, text = json.JSONDecoder(), done.stdout.strip()
        while text:
            one, end = decoder.raw_decode(text)
            text = text[end:].lstrip()
            imports = [*one.get("Imports", ()), *one.get("TestImports", ()), *one.get("XTestImports", ())]
            std = all("." not in name.partition("/")[0] and not name.startswith("internal/") for name in imports)
            if std and one.get("Name") and not one.get("CgoFiles") and not one.get("EmbedPatterns"):
                yield one["Name"], Path(one["Dir"])


def made(root: Path, count: int, directory: Path) -> list[Path]:
    """Directories of so many repositories."""
    found = list(packages(root))
    if not found:
        raise SystemExit(f"there are no checkouts with packages of their own below {root}")
    rng, made_ = random.Random(20), []
    for number in range(count):
        name, source = found[number % len(found)]
        target = directory / f"r{number:03}-{source.name}"
        target.mkdir(parents=True)
        for file in source.iterdir():
            if file.is_file() and not file.is_symlink():
                shutil.copyfile(file, target / file.name)
            elif file.name == "testdata" and file.is_dir():
                shutil.copytree(file, target / "testdata", symlinks=True)
        (target / "go.mod").write_text(f"module example.org/r{number:03}\n\ngo 1.22\n")
        ours = OURS.format(package=name, name=f"variant{rng.randrange(1 << 30)}")
        (target / "zz_variant.go").write_text(ours)
        made_.append(target)
    return made_


def finished(journal: Path) -> int:
    if not journal.exists():
        return 0
    with sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=30) as db:
        try:
            over = "('opened', 'clean', 'skipped', 'failed')"
            query = f"SELECT count(*) FROM gofix20_repositories WHERE standing IN {over}"
            return int(db.execute(query).fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def memory(pid: int) -> float:
    """MiB that a process holds."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS")), 0.0)


def migrated(config: Path, journal: Path, env: dict[str, str], every: int, log: Path) -> tuple[int, list[float]]:
    """Run until it is done, killed after every so many repositories; how often it was, and the driver's memory."""
    kills, sizes, goal = 0, [], finished(journal) + every
    while True:
        with open(log, "ab") as stream:
            process = subprocess.Popen(
                [*GOFIX, "migrate", "run", "--config", str(config)], env=env, stdout=stream, stderr=stream,
                start_new_session=True,
            )  # fmt: skip
            while process.poll() is None:
                time.sleep(0.5)
                sizes.append(memory(process.pid))
                if every and finished(journal) >= goal:
                    # The driver alone: what it started is left behind, as after a power cut it would be gone.
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    kills += 1
                    goal = finished(journal) + every
                    break
            else:
                return kills, sizes


def expected(repository: Path, env: dict[str, str]) -> str:
    """What `gofix20 apply` makes of a checkout, as one text."""
    subprocess.run([*GOFIX, "apply", "-q", "--allow-dirty", "./..."], cwd=repository, env=env, check=False)
    return texts(repository)


def texts(directory: Path) -> str:
    files = sorted(path for path in directory.rglob("*.go") if path.is_file())
    return "".join(f"== {path.relative_to(directory)}\n{path.read_text(errors='replace')}" for path in files)


def git(directory: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=directory, capture_output=True, text=True, check=True).stdout.strip()


def wrong(server: ForgeServer, work: Path, name: str, source: Path, env: dict[str, str]) -> str | None:
    """What is wrong with a repository, if anything is."""
    pulls = server.pulls(f"acme/{name}")
    want, before = expected(source, env), texts(source.parent.parent / "before" / name)
    if want == before:
        return f"{len(pulls)} pull requests where nothing is to be fixed" if pulls else None
    if len(pulls) != 1:
        return f"{len(pulls)} pull requests"
    clone = work / "clones" / name
    git(work, "clone", "--quiet", str(bare(server, name)), str(clone))
    branches = [line for line in git(clone, "branch", "--remotes").split() if "gofix20" in line]
    if len(branches) != 1:
        return f"{len(branches)} branches"
    git(clone, "checkout", "--quiet", branches[0])
    subjects = git(clone, "log", "--format=%s", "origin/main..HEAD").splitlines()
    if len({subject.partition(":")[0] for subject in subjects}) != len(subjects):
        return f"not one commit a rule: {subjects}"
    return None if texts(clone) == want else "another change than `apply` makes"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a directory with checkouts of Go code")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--crash-every", type=int, default=20)
    parser.add_argument("--tests", action="store_true", help="run their tests too")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--baseline", type=int, default=10, help="of so many, clone and apply alone are timed")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gofix20-migrate-") as name:
        work = Path(name)
        sources = made(given.source, given.count, work / "sources")
        shutil.copytree(work / "sources", work / "before", symlinks=True)
        with ForgeServer("github", work / "server") as server:
            for source in sources:
                server.create_repository(f"acme/{source.name}", from_directory=source)
            config = work / "migration.toml"
            config.write_text(
                f'name = "bench"\n[forges.github]\nkind = "github"\nurl = "{server.url}"\nseconds-between-writes = 0\n'
                '[[repositories]]\nforge = "github"\norganization = "acme"\n'
                '[pull-requests]\nauthor = "Bench <bench@example.org>"\nopen-at-once = 100000\nopen-an-hour = 100000\n'
                f"[tests]\nrun = {str(given.tests).lower()}\n[limits]\njobs = {given.jobs}\n"
            )
            env = os.environ | {"GH_ENTERPRISE_TOKEN": server.token, "GOFIX20_CACHE": str(work / "cache")}
            for cache in ("cache", "other"):
                (work / cache).mkdir(mode=0o700)
            # Before, so that Go has not seen them yet either; and they do not count below, since it has then. The first
            # one, with which the type helper is built, is not counted at all.
            for cache in ("other", "cache"):
                alone(server, work / cache, sources[-1].name, env | {"GOFIX20_CACHE": str(work / cache)})
            other = env | {"GOFIX20_CACHE": str(work / "other")}
            alike = [source.name for source in sources[: given.baseline]]
            baseline = [alone(server, work, name, other) for name in alike]
            start = time.monotonic()
            kills, sizes = migrated(config, work / "bench.journal.sqlite", env, given.crash_every, work / "log")
            took = time.monotonic() - start
            found = {source.name: wrong(server, work, source.name, source, env) for source in sources}
            report(given, work, sources, found, kills, sizes, took, baseline, len(server.exchanges))
            return 1 if any(found.values()) else 0


def bare(server: ForgeServer, name: str) -> Path:
    repository = server.repository(f"acme/{name}")
    assert repository is not None
    return repository.directory


def alone(server: ForgeServer, work: Path, name: str, env: dict[str, str]) -> float:
    """Seconds that a clone and an `apply` of it take, without a migration around them."""
    start = time.monotonic()
    target = work / "alone" / name
    url = bare(server, name).as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=1", url, str(target)], check=True)
    subprocess.run([*GOFIX, "apply", "-q", "--jobs=1", "./..."], cwd=target, env=env, check=False)
    return time.monotonic() - start


def report(
    given: argparse.Namespace, work: Path, sources: Sequence[Path], found: dict[str, str | None], kills: int,
    sizes: Sequence[float], took: float, baseline: Sequence[float], requests: int,
) -> None:  # fmt: skip
    with sqlite3.connect(work / "bench.journal.sqlite") as db:
        query = "SELECT key, standing, reason, result FROM gofix20_repositories ORDER BY key"
        rows = db.execute(query).fetchall()
    names = {source.name for source in [*sources[: given.baseline], sources[-1]]}
    results = [json.loads(result) for key, _, _, result in rows if key.rpartition("/")[2] not in names]
    seconds = [sum(result.get("seconds", {}).values()) for result in results]
    standings: dict[str, int] = {}
    for _, standing, _, _ in rows:
        standings[standing] = standings.get(standing, 0) + 1
    bad = {name: why for name, why in found.items() if why}
    quarter = max(1, len(sizes) // 4)
    print(f"repositories       {len(sources)}, taken up {len(rows)}: {standings}")
    print(f"kills              {kills}")
    print(f"wrong              {len(bad)} {dict(list(bad.items())[:10])}")
    print(f"seconds            {took:.0f}, {took / len(sources):.2f} a repository with {given.jobs} at a time")
    print(f"one repository     {statistics.median(seconds):.2f} s of work (median of {len(seconds)})")
    print(f"clone and apply    {statistics.median(baseline):.2f} s (median of {len(baseline)} others, before)")
    print(f"driver's memory    {statistics.median(sizes[:quarter]):.0f} MiB at first, {max(sizes):.0f} MiB at most")
    print(f"requests           {requests / len(sources):.1f} a repository")


if __name__ == "__main__":
    sys.exit(main())
