"""`python -m bench.growth`: time and memory against the size of a tree, and what a run takes its time for.

    python -m bench.growth [--rounds N] [--plot docs/growth.svg]
    python -m bench.growth --module DIRECTORY

The tree is a module of our own: the golden cases of the rules that are packages of their own, once, twice, four and
eight times. `check` looks at it without its cache, in two threads, dependencies compiled. Memory is that of all
processes of a run together at its worst moment, as the system counts it when it divides shared pages (PSS).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.running import go_program, say, table

SIZES = (1, 2, 4, 8)
GOLDEN = Path(__file__).resolve().parent.parent / "golden"


@dataclass(frozen=True)
class Measured:
    """One run."""

    seconds: float
    cpu: float
    mebibytes: float
    stages: dict[str, float]


def lay_out(root: Path, times: int) -> int:
    """Write the golden cases so many times into one module; the number of files."""
    (root / "go.mod").write_text("module example.com/growth\n\ngo 1.24\n")
    count = 0
    for case in sorted(GOLDEN.glob("*/*/before")):
        files = sorted(case.glob("*.go"))
        if (case.parent / "go.mod").exists() or any(path.is_dir() for path in case.iterdir()):
            continue
        for number in range(times):
            folder = root / f"copy{number}" / case.parent.parent.name / case.parent.name
            folder.mkdir(parents=True)
            for path in files:
                (folder / path.name).write_bytes(path.read_bytes())
                count += 1
    return count


def measured(module: Path, env: dict[str, str], go: str) -> Measured:
    options = ["--go", go, "--no-cache", "--jobs", "2", "--builds", "default", "--statistics", "--format", "json"]
    command = [sys.executable, "-P", "-m", "gofix20", "check", "--isolated", *options, "./..."]
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=module, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    worst = 0.0
    stop = threading.Event()

    def watch() -> None:
        nonlocal worst
        while not stop.wait(0.1):
            worst = max(worst, sum(map(proportional, family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    stop.set()
    watcher.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(seconds, cpu, worst, json.loads(output)["statistics"]["seconds"])


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{one}/task"):
                children = Path(f"/proc/{one}/task/{thread}/children").read_text()
                found += [int(child) for child in children.split()]
    return found


def proportional(pid: int) -> float:
    """A process's share of memory, in MiB."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--go")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--module", type=Path, help="measure one run over this module, and nothing else")
    options = parser.parse_args()
    go = go_program(options.go)
    rows = []
    if options.module is not None:
        run = measured(options.module, dict(os.environ), go)
        print(table(("seconds", "seconds of CPU", "MiB"), [(run.seconds, run.cpu, run.mebibytes)]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, "cache")
        cache.mkdir(mode=0o700)
        env = os.environ | {"GOFIX20_CACHE": str(cache), "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
        for times in SIZES:
            module = Path(folder, f"x{times}")
            module.mkdir()
            files = lay_out(module, times)
            measured(module, env, go)  # compiles what is imported
            runs = [measured(module, env, go) for _ in range(options.rounds)]
            middle = sorted(runs, key=lambda run: run.cpu)[len(runs) // 2]
            worst = statistics.median(run.mebibytes for run in runs)
            rows.append((times, files, middle.seconds, middle.cpu, worst, middle.stages))
            say(f"×{times}: {middle.seconds:.1f} s, {middle.cpu:.1f} s of CPU, {worst:.0f} MiB")
    shown = [
        (f"×{times}", files, f"{seconds:.1f}", f"{cpu:.1f}", f"{1000 * cpu / files:.1f}", f"{memory:.0f}")
        for times, files, seconds, cpu, memory, _ in rows
    ]
    print(table(("size", "files", "seconds", "seconds of CPU", "ms of CPU a file", "MiB"), shown))
    if options.plot is not None:
        plot(rows, options.plot)
    return 0


def plot(rows: list[tuple[int, int, float, float, float, dict[str, float]]], path: Path) -> None:
    """Time and memory against size, and the stages of the largest run."""
    import matplotlib as mpl

    mpl.use("svg")
    bare = {"axes.spines.top": False, "axes.spines.right": False}
    mpl.rcParams.update({"svg.hashsalt": "gofix20", "font.size": 9} | bare)
    from matplotlib import pyplot

    files = [row[1] for row in rows]
    figure, (time_axes, memory_axes, stage_axes) = pyplot.subplots(1, 3, figsize=(10, 2.8), layout="constrained")
    time_axes.plot(files, [row[3] for row in rows], "o-", color="#00758f")
    time_axes.set(title="seconds of CPU", xlabel="files", ylim=0, xlim=0)
    memory_axes.plot(files, [row[4] for row in rows], "o-", color="#ce3262")
    memory_axes.set(title="MiB, all processes", xlabel="files", ylim=0, xlim=0)
    stages = {stage: taken for stage, taken in rows[-1][5].items() if stage != "rules"}
    stage_axes.barh(list(stages), list(stages.values()), color="#5dc9e2")
    stage_axes.invert_yaxis()
    stage_axes.set(title=f"seconds by stage, {files[-1]} files")
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    sys.exit(main())
