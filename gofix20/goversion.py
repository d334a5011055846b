"""Go versions, and which one go.mod and go.work ask for."""

from __future__ import annotations

import functools
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class GoVersion:
    """A Go version, ordered as Go orders them: 1.27 < 1.27rc1 < 1.27.0 < 1.27.1.

    Without a patch and a pre-release it is the language version that go.mod's `go 1.27` means,
    which every toolchain of that line is new enough for.
    """

    major: int
    minor: int
    patch: int | None = None
    pre: str = ""

    @staticmethod
    def parse(text: str) -> GoVersion:
        """Read `go1.26.8`, `1.26`, `1.27rc1` or `devel go1.28-abc`; ValueError if there is none."""
        found = re.match(
            r"(?:devel )?(?:go)?(\d+)\.(\d+)(?:\.(\d+)|((?:rc|beta)\d+))?(?![\w.])", text.strip()
        )
        if found is None:
            raise ValueError(f"not a Go version: {text!r}")
        major, minor, patch, pre = found.groups()
        return GoVersion(int(major), int(minor), None if patch is None else int(patch), pre or "")

    def _key(self) -> tuple[int, int, int, int]:
        if self.pre:
            kind = 1 if self.pre.startswith("beta") else 2
            return self.major, self.minor, kind, int(self.pre.lstrip("betarc"))
        return self.major, self.minor, 0 if self.patch is None else 3, self.patch or 0

    def __lt__(self, other: GoVersion) -> bool:
        return self._key() < other._key()

    def __str__(self) -> str:
        patch = "" if self.patch is None else f".{self.patch}"
        return f"{self.major}.{self.minor}{patch}{self.pre}"


MINIMUM = GoVersion(1, 22)
"""The oldest Go that gofix20 works with."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What the modules of some directories ask of Go, and which file asks it."""

    go: GoVersion
    go_file: str
    """The file with that `go` line; empty if none asks for more than MINIMUM."""
    wish: GoVersion
    """With the `toolchain` lines, which Go itself takes for a wish where it may not switch."""
    wish_file: str
    trees: tuple[str, ...]
    """Roots of the Go trees whose standard library or commands the directories belong to."""
    places: tuple[str, ...]
    """Existing directories, one for each go.mod and go.work."""


def needs_of(directories: Sequence[str]) -> Needs:
    """Read the nearest go.mod and go.work upward of each directory, as Go does; GOWORK is respected."""
    go = wish = MINIMUM
    go_file = wish_file = ""
    trees: list[str] = []
    files: dict[str, str] = {}
    for directory in map(os.path.abspath, directories):
        work = os.environ.get("GOWORK", "")
        for file in (
            _upward(directory, "go.mod"),
            None if work == "off" else work or _upward(directory, "go.work"),
        ):
            if file is not None and file not in files and os.path.isdir(directory):
                files[file] = directory
    for file in files:
        for word, value in _lines(file):
            if word == "module" and value in ("std", "cmd"):
                # <tree>/src/go.mod and <tree>/src/cmd/go.mod
                above = (os.pardir,) if value == "std" else (os.pardir, os.pardir)
                trees.append(os.path.realpath(os.path.join(os.path.dirname(file), *above)))
            if word not in ("go", "toolchain"):
                continue
            try:
                version = GoVersion.parse(value.partition("-")[0])
            except ValueError:
                continue  # `toolchain default`, or a mistake that Go reports
            if word == "go" and version > go:
                go, go_file = version, file
            if version > wish:
                wish, wish_file = version, file
    return Needs(
        go, go_file, wish, wish_file, tuple(dict.fromkeys(trees)), tuple(dict.fromkeys(files.values()))
    )


def _upward(directory: str, name: str) -> str | None:
    while True:
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def _lines(file: str) -> Iterator[tuple[str, str]]:
    """Give the directives of one word and one value; a file that cannot be read is for Go to report."""
    try:
        with open(file, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return
            text = stream.read(1 << 24)
    except OSError:
        return
    for line in text.decode("utf-8", "surrogateescape").split("\n"):
        words = line.partition("//")[0].split()
        if len(words) == 2:
            yield words[0], words[1].strip('"`')
