"""`python -m bench.speed`: how long checks take beside Go's own tools, on the same tree, in turns.

    python -m bench.speed [--pairs N] [--go PATH] [--row NAME]… [MODULE…]

Each MODULE is a directory with a go.mod, of which a file is changed and taken back. Times are medians, ratios those of
neighbouring runs. For a first run dependencies are compiled, our cache is empty, and Go's has nothing of vet or fix for
these packages.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.running import go_program, say, table


@dataclass
class Pairs:
    """Commands that take turns, so that whatever else the machine does meets all of them."""

    ways: Mapping[str, Sequence[str]]
    directory: Path
    env: dict[str, str]
    before: Callable[[str], None] = lambda name: None
    """Called with a command's name before each of its runs; its time does not count."""
    allowed: Sequence[int] = (0, 1, 3)
    """Exit codes: there may be findings, ours and vet's."""
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def run(self, count: int) -> Pairs:
        for number in range(count):
            for name, command in self.ways.items():
                self.before(name)
                start = time.perf_counter()
                done = subprocess.run(command, cwd=self.directory, env=self.env, capture_output=True)
                taken = time.perf_counter() - start
                if done.returncode not in self.allowed:
                    raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
                self.seconds.setdefault(name, []).append(taken)
                say(f"{number + 1}/{count} {name}: {taken:.2f} s")
        return self

    def median(self, name: str) -> float:
        return statistics.median(self.seconds[name])


def ratio(pairs: Pairs, name: str, to: str) -> str:
    """The median of the ratios of neighbours."""
    if to not in pairs.seconds or name == to:
        return ""
    return f"{statistics.median(a / b for a, b in zip(pairs.seconds[name], pairs.seconds[to], strict=True)):.2f}"


@dataclass(frozen=True)
class Bench:
    """One module, with Go and a cache of ours that is thrown away."""

    go: str
    module: Path
    scratch: Path

    @property
    def env(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if name not in ("GOROOT", "PYTHONDONTWRITEBYTECODE")}
        own["PYTHONPYCACHEPREFIX"] = str(self.scratch / "compiled")  # as an installation has it
        path = os.path.dirname(self.go) + os.pathsep + os.environ.get("PATH", "")
        ours = {"GOFIX20_CACHE": str(self.cache), "GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false"}
        return own | {"PATH": path} | ours

    @property
    def cache(self) -> Path:
        folder = self.scratch / "cache"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def ours(self, *more: str) -> list[str]:
        return [sys.executable, "-P", "-m", "gofix20", "check", "--go", self.go, "-q", *more, "./..."]

    def fix(self) -> list[str]:
        return [self.go, "fix", "-stringsbuilder", "-diff", "./..."]

    def forget(self) -> None:
        shutil.rmtree(self.cache / "results", ignore_errors=True)

    # The rows

    def first(self, count: int) -> Pairs:
        """Nothing is known of the tree, but all that it and its tests import is compiled."""
        go_cache = self.scratch / "go-cache"
        env = self.env | {"GOCACHE": str(go_cache)}
        compiling = [self.go, "list", "-e", "-export", "-deps", "-test", "-f", "", "./..."]
        subprocess.run(compiling, cwd=self.module, env=env, check=False, capture_output=True)
        run_in = self.scratch / "go-cache-of-a-run"

        def before(name: str) -> None:
            self.forget()
            renew(go_cache, run_in)

        ways = {"ours": self.ours("--builds", "default"), "Go": self.fix()}
        return Pairs(ways, self.module, self.env | {"GOCACHE": str(run_in)}, before).run(count)

    def verification(self, count: int) -> Pairs:
        """What `apply` takes to verify, beside `go vet` of what it wrote. Each has vetted the tree as it was before.

        Each time, what is to be fixed has another comment at its end. The fixes are written between the two, so that
        vet has the very text that was verified, in the same places, and taken back behind it. Each has a copy of Go's
        cache of its own: neither has seen that text.
        """
        go_cache, run_in = self.scratch / "go-cache", self.scratch / "go-cache-of-a-run"
        env = self.env | {"GOCACHE": str(go_cache)}
        for command in ("build", "vet"):
            subprocess.run([self.go, command, "./..."], cwd=self.module, env=env, check=False, capture_output=True)
        options = ["--builds", "default", "--statistics", "--allow-dirty", "--format", "json"]
        ours = [sys.executable, "-P", "-m", "gofix20", "apply", "--isolated", "--go", self.go, *options, "./..."]
        pairs = Pairs({"ours": ours, "Go": []}, self.module, self.env | {"GOCACHE": str(run_in)})
        done = subprocess.run([*ours, "--dry-run"], cwd=self.module, env=env, capture_output=True, check=True)
        changed = [self.module / path for path in json.loads(done.stdout)["files"]]
        texts = {path: path.read_bytes() for path in changed}
        for number in range(count):
            self.forget()
            renew(go_cache, run_in)
            try:
                for path in changed:
                    path.write_bytes(texts[path] + b"\n// %d\n" % number)
                done = subprocess.run(ours, cwd=self.module, env=pairs.env, capture_output=True)
                answer = json.loads(done.stdout)
                pairs.seconds.setdefault("ours", []).append(answer["statistics"]["seconds"].get("verify", 0.0))
                renew(go_cache, run_in)
                places = sorted({str(path.parent) for path in changed})
                start = time.perf_counter()
                subprocess.run([self.go, "vet", *places], cwd=self.module, env=pairs.env, capture_output=True)
                pairs.seconds.setdefault("Go", []).append(time.perf_counter() - start)
            finally:
                for path in changed:
                    path.write_bytes(texts[path])
            say(f"{len(places)} packages: {pairs.seconds['ours'][-1]:.2f} s, vet {pairs.seconds['Go'][-1]:.2f} s")
        return pairs

    def unchanged(self, count: int) -> Pairs:
        """Both have seen the tree."""
        ways = {"ours": self.ours("--builds", "default"), "Go": self.fix()}
        Pairs(ways, self.module, self.env).run(1)
        time.sleep(2.1)  # what was just written is not relied on
        Pairs(ways, self.module, self.env).run(1)
        return Pairs(ways, self.module, self.env).run(count)

    def one_changed(self, count: int) -> Pairs:
        """A comment is added to one file in the middle, and taken back."""
        ways = {"ours": self.ours("--builds", "default"), "Go": self.fix()}
        file = sorted(path for path in self.module.rglob("*.go") if not path.name.endswith("_test.go"))
        path = next(p for p in file[len(file) // 2 :] if "testdata" not in p.parts and b"+=" in p.read_bytes())
        text = path.read_bytes()
        number = iter(range(1_000_000))
        Pairs(ways, self.module, self.env).run(1)

        def before(name: str) -> None:
            path.write_bytes(text + b"\n// %d\n" % (next(number) // 2))

        try:
            return Pairs(ways, self.module, self.env, before).run(count)
        finally:
            path.write_bytes(text)


def renew(of: Path, copy: Path) -> None:
    """Make a copy of a directory anew."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(of, copy)


ROWS: dict[str, Callable[[Bench, int], Pairs]] = {
    "first": Bench.first,
    "verification": Bench.verification,
    "unchanged": Bench.unchanged,
    "one-changed": Bench.one_changed,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--go")
    parser.add_argument("--row", action="append", choices=list(ROWS))
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for module in options.modules:
            bench = Bench(go_program(options.go), module.resolve(), Path(folder))
            for name in options.row or ROWS:
                say(f"{module}: {name}")
                pairs = ROWS[name](bench, options.pairs)
                medians = (f"{pairs.median(way):.2f}" for way in ("ours", "Go"))
                rows.append((module.name, name, *medians, ratio(pairs, "ours", "Go")))
    print(table(("module", "what", "ours", "Go", "ratio"), rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
