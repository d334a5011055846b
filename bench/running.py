"""What the measurements share: programs with a time limit, copies of checkouts, results that are kept, tables."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gofix20 import process

SKIPPED = frozenset({"vendor", "testdata", "node_modules", ".git"})


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left behind; of one that was stopped for taking too long, what it had printed until then."""

    code: int
    output: str
    errors: str
    seconds: float
    timed_out: bool = False


def run(argv: Sequence[str], cwd: Path, env: dict[str, str], timeout: float) -> Ran:
    """Run a program to its end, or stop it and all that it started."""
    began = time.monotonic()
    timed_out = False
    # Files, not pipes: what a program that is stopped has printed is not lost, and nobody has to read meanwhile.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = subprocess.Popen(
            argv,
            cwd=cwd,
            env={**env, "PWD": str(cwd)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        try:
            started.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            process.stop(started)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "surrogateescape"))
    return Ran(started.returncode or 0, texts[0], texts[1], time.monotonic() - began, timed_out)


@functools.cache
def without_network() -> tuple[str, ...]:
    """Give the words before a command that leave it nothing but the loopback, or none if the system has none.

    Strangers' tests run behind them: they reach nobody, and fail alike before and after.
    """
    loopback = ("sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh")
    for words in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        if shutil.which(words[0]) and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return (*words, *loopback)
    return ()


def environment(go: str, home: Path) -> dict[str, str]:
    """Give the environment of everything that is run over a checkout: this Go, its caches, and an empty home."""
    asked = ("GOROOT", "GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOSUMDB")
    own = {name: value for name, value in os.environ.items() if name != "GOROOT"}
    answer = subprocess.run([go, "env", "-json", *asked], capture_output=True, text=True, check=True, env=own)
    home.mkdir(parents=True, exist_ok=True)
    return {
        **own,
        **json.loads(answer.stdout),
        "PATH": os.path.dirname(go) + os.pathsep + os.environ.get("PATH", ""),
        "HOME": str(home),
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-buildvcs=false",
    }


def go_program(given: str | None) -> str:
    """Give the absolute path of the Go to use."""
    found = shutil.which(given or "go")
    if found is None:
        sys.exit(f"there is no {given or 'go'} on PATH: --go PATH names one")
    return os.path.abspath(found)


def gofix20(command: str, *arguments: str) -> list[str]:
    """Give the command line of the gofix20 that this belongs to."""
    return [sys.executable, "-P", "-m", "gofix20", command, "--isolated", "--format", "json", *arguments]


def document(ran: Ran) -> dict[str, Any]:
    """Give the JSON document that gofix20 printed; what went wrong where it printed none."""
    if ran.timed_out:
        raise RuntimeError(f"gofix20 did not end within {ran.seconds:.0f} seconds")
    try:
        answer = json.loads(ran.output)
    except ValueError:
        raise RuntimeError(f"gofix20 ended with {ran.code}: {ran.errors.strip()[-2000:]}") from None
    assert isinstance(answer, dict)
    return answer


def modules(root: Path) -> Iterator[Path]:
    """Give the directories of the modules of a checkout, the outer before the inner."""
    for directory, inner, files in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in SKIPPED and not name.startswith((".", "_")))
        if "go.mod" in files:
            yield Path(directory)


def copy(checkout: Path, to: Path) -> Path:
    """Copy a checkout without its history, times of files included: Go's cache of test results looks at them."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(checkout, to, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
    return to


def revision(tree: Path) -> str:
    """Give the commit that a checkout is at, or nothing."""
    # Ours, not the repository's: its configuration may name programs to run.
    words = ["git", "-c", "core.fsmonitor=false", "-C", str(tree), "rev-parse", "--short=12", "HEAD"]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip()


class Results:
    """Results by name in a JSON file that is written after each, so that a run can be stopped and go on later."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.kept: dict[str, Any] = json.loads(path.read_text()) if path is not None and path.exists() else {}

    def keep(self, name: str, result: Any) -> None:
        self.kept[name] = result
        if self.path is not None:
            new = self.path.with_suffix(".new")
            new.write_text(json.dumps(self.kept, indent=1, sort_keys=True) + "\n")
            new.replace(self.path)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a Markdown table; numbers to the right."""
    cells = [[cell(value) for value in row] for row in rows]
    numeric = [bool(cells) and all(row[n].replace(".", "").isdigit() for row in cells) for n in range(len(headings))]
    lines = [list(headings), ["--:" if is_number else "---" for is_number in numeric], *cells]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    """Give a value as a table's cell has it, on one line."""
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return " ".join(text.replace("|", "\\|").split())


def say(text: str) -> None:
    """Tell how far it is, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
