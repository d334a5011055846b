"""`check --watch`, as somebody uses it who has no editor plug-in."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from watchfiles import Change

from gofix20.watch import Relevant
from tests.samples import FINDING, FIXED

Module = Callable[[Mapping[str, str | bytes]], str]

SECONDS = 60


class Watching:
    """A process, and what it says, a line at a time."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gofix20", "check", "--watch", *arguments],
            cwd=directory,
            env=os.environ | {"PYTHONPATH": os.fspath(Path(__file__).parent.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()

    def told(self) -> list[str]:
        """All that is said of one check."""
        found: list[str] = []
        while not found or not found[-1].startswith("watching"):
            found.append(self.lines.get(timeout=SECONDS))
        return [line.rstrip("\n") for line in found[:-1]]

    def tells(self, *beginnings: str) -> None:
        """Wait for a check that says this: where the machine is slow, one change may be seen as two."""
        while True:
            lines = self.told()
            if len(lines) == len(beginnings) and all(map(str.startswith, lines, beginnings)):
                return


@pytest.fixture
def watched(module: Module) -> Iterator[tuple[Path, Watching]]:
    directory = Path(module({"a.go": FINDING, "go.mod": "module example.com/m\n\ngo 1.22\n"}))
    watching = Watching(directory, "--output", "report.json")
    yield directory, watching
    watching.end()


def test_it_checks_again_when_something_changes(watched: tuple[Path, Watching]) -> None:
    directory, watching = watched
    found = "a.go:4:2: GF03 `out` gets max(n, 0) elements, one at a time: make room for them beforehand [*]"
    assert watching.told() == [found, "1 finding in 1 file: 1 fixable with `gofix20 apply`"]
    assert json.loads((directory / "report.json").read_text())["summary"]["findings"] == 1
    (directory / "a.go").write_text(FIXED)
    watching.tells("no findings")
    assert json.loads((directory / "report.json").read_text())["summary"]["findings"] == 0
    (directory / "b.go").write_text(FINDING.replace("squares", "cubes"))
    watching.tells("b.go:4:2: GF03", "1 finding")
    # As editors save: a new file takes the old one's place.
    (directory / "new").write_text("package p\n")
    (directory / "new").rename(directory / "b.go")
    watching.tells("no findings")
    # What is wrong for now ends nothing.
    (directory / "go.mod").write_text("module\n")
    watching.tells("gofix20: go list failed in ", "    go.mod:1: ")
    (directory / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    watching.tells("no findings")
    (directory / ".gofix20.toml").write_text("nonsense = 1\n")
    watching.tells("gofix20: ", "known keys: ")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=SECONDS) == 0
    assert "Traceback" not in "".join(watching.lines.queue)


@pytest.mark.parametrize("name", ["a.go", "sub/a_test.go", "go.mod", "go.work", ".gofix20.toml", "vendor/modules.txt"])
def test_what_go_or_gofix20_reads_is_watched(name: str) -> None:
    assert Relevant()(Change.modified, f"/m/{name}")


@pytest.mark.parametrize("name", ["report.json", "a.sarif", ".a.go.swp", "a.go~", ".git/a.go", "README.md"])
def test_what_else_changes_is_not(name: str) -> None:
    assert not Relevant()(Change.modified, f"/m/{name}")


def test_an_interrupted_check_ends_too(watched: tuple[Path, Watching]) -> None:
    _, watching = watched
    watching.told()
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=SECONDS) == 0
