"""The fixes of a checkout, from a process of its own (`fixer.py`) whose environment has nothing of ours."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from gofix20.bulk import surroundings
from gofix20.bulk.secrets import clean
from gofix20.bulk.settings import Fixes
from gofix20.model import GofixError
from gofix20.process import start, stop
from gofix20.toolchain import cache_directory


@dataclass(frozen=True, slots=True)
class Fixable:
    """A finding that can be fixed, and was verified together with all others."""

    rule: str
    path: str
    """Relative to the repository's root."""
    start: int
    end: int
    line: int
    message: str
    gain: str
    why: str
    """The gain, measured or estimated, in words."""
    safety: str
    files: tuple[str, ...]
    """What its fix touches."""

    @property
    def site(self) -> tuple[str, str, int, int]:
        return self.rule, self.path, self.start, self.end


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, as the pull request tells of it."""

    name: str
    summary: str
    sections: Mapping[str, str]
    """Of its documentation, by their headings."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine says of a checkout."""

    opted_out: bool = False
    modules: int = 0
    findings: tuple[Fixable, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refused: int = 0
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are, by rule."""
        return dict(Counter(one.rule for one in self.findings))


@dataclass(frozen=True, slots=True)
class Written:
    """What is in the checkout now."""

    files: tuple[str, ...]
    diff: str


class Fixing:
    """The other process; made by `fixing`."""

    def __init__(self, root: str, fixes: Fixes, home: str, seconds: float) -> None:
        self._root, self._fixes, self._seconds = root, fixes, seconds
        self._home = home
        env = surroundings.for_go(home, root, network=True)
        env |= {"GOFIX20_CACHE": cache_directory(), "GOFIX20_GO": surroundings.go_program()}
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = start(
            # -I: nothing of the current directory, which is theirs, is imported.
            [sys.executable, "-I", "-m", "gofix20.bulk.fixer"], cwd=home, env=env, stderr=self._errors,
        )  # fmt: skip

    def find(self) -> Found:
        # The checkout may have come only now.
        workspace = surroundings.for_go(self._home, self._root, network=True)["GOWORK"]
        asked = {"do": "find", "root": self._root, "fixes": asdict(self._fixes), "workspace": workspace}
        said = self._ask(asked)
        if said.get("opted_out"):
            return Found(opted_out=True)
        return Found(
            modules=said["modules"],
            findings=tuple(Fixable(**{**one, "files": tuple(one["files"])}) for one in said["findings"]),
            dropped=tuple(said["dropped"]),
            problems=tuple(said["problems"]),
            refused=said["refused"],
            rules={code: Rule(**rule) for code, rule in said["rules"].items()},
        )

    def write(self, findings: Sequence[Fixable]) -> Written:
        """Make the checkout hold these fixes and no others; verified, in this combination."""
        said = self._ask({"do": "write", "sites": [one.site for one in findings]})
        return Written(tuple(said["files"]), said["diff"])

    def _ask(self, question: Mapping[str, object]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
            line = self._line()
        except BrokenPipeError:
            line = b""
        if not line:
            raise GofixError(f"fixing ended without a result: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise GofixError(clean(answer["error"]), answer["hint"])
        return answer

    def _line(self) -> bytes:
        """The next line, or what there is of it when the process ends. GofixError if it takes too long."""
        assert self._process.stdout is not None
        handle, end, parts = self._process.stdout.fileno(), time.monotonic() + self._seconds, list[bytes]()
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise GofixError(f"fixing did not end within {self._seconds:g} seconds")
                parts.append(os.read(handle, 1 << 20))
                if not parts[-1]:
                    return b""
        return b"".join(parts)

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = clean(self._errors.read().decode(errors="replace")).strip().splitlines()
        return lines[-1][:300] if lines else f"exit status {self._process.wait(5)}"

    def close(self) -> None:
        stop(self._process)
        self._errors.close()


@contextlib.contextmanager
def fixing(root: str, fixes: Fixes, home: str, seconds: float) -> Iterator[Fixing]:
    """The engine on a checkout, in a process of its own that ends with the block.

    It starts at once, and takes a moment: the checkout need not be there before it is asked for something.
    """
    process = Fixing(root, fixes, home, seconds)
    try:
        yield process
    finally:
        process.close()
