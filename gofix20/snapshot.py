"""What a run leaves for the next one that asks the same, which looks again only at what depends on what has changed.

Mostly that is a file or two. What Go lists stays then, since it is made of what files begin with (see `shape_of`), and
so does what was found in every package that neither has such a file nor depends on one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gofix20.import_section import read_head
from gofix20.importers import mentioned
from gofix20.model import Build, Problem
from gofix20.rounds import Result
from gofix20.suppress import Suppressions
from gofix20.trees import Rows
from gofix20.units import Unit

__all__ = ["MOST_CHANGED", "Kept", "Needs", "Shape", "Snapshot", "links_of", "shape_at", "shape_of"]

MOST_CHANGED = 16
"""From so many changed files on, a run leaves a snapshot of its own; until then the one before is as good."""

_LINKS = re.compile(rb"^//go:linkname\b.*$", re.MULTILINE)
_EMBEDS = re.compile(rb"^.*//go:embed\b.*$", re.MULTILINE)


@dataclass(slots=True)
class Needs:
    """What a result depends on, by directories, beside the files of its own package and what it imports."""

    whole: set[str] = field(default_factory=set)
    """Every file counts."""
    sources: set[str] = field(default_factory=set)
    """What they declare counts, but no test, and not what their functions do."""
    spared: frozenset[str] | None = None
    """If not None, no file in any other than these may change: what other packages do with it was looked at."""
    all: bool = False
    """It depends on what nothing here tells."""

    def add(self, other: Needs) -> None:
        self.whole |= other.whole
        self.sources |= other.sources
        if other.spared is not None:
            self.spared = other.spared if self.spared is None else self.spared & other.spared
        self.all = self.all or other.all

    def jointly(self, module: Collection[str], needed: Collection[str]) -> None:
        """Add that it depends on some packages of a module, of others not at all."""
        self.add(Needs(spared=frozenset(module) - frozenset(needed)))

    @property
    def is_beyond(self) -> bool:
        """Does more than the package, its tests and what they import have a part in it?"""
        return self.all or self.spared is not None

    def is_met(self, changed: Iterable[str], outside: Iterable[str]) -> bool:
        """Has none of the files changed on which it depends? `outside` are those in which others may see a change."""
        places = set(map(os.path.dirname, changed))
        return (
            not self.all
            and self.whole.isdisjoint(places)
            and (self.spared is None or places <= self.spared)
            and self.sources.isdisjoint(map(os.path.dirname, outside))
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """Packages of one build, by their directories, and all that was found in them."""

    build: Build
    directories: frozenset[str]
    matched: Mapping[str, tuple[str, ...]]
    """The files of theirs in which rules match, with these."""
    works: tuple[tuple[Unit, tuple[str, ...], Result], ...]
    """Each with the paths of its files."""
    suppressions: tuple[tuple[str, tuple[Suppressions, Sequence[str]]], ...]
    notes: tuple[Problem, ...]
    needs: Needs


@dataclass(frozen=True, slots=True)
class Shape:
    """Digests of a Go file."""

    content: bytes
    shape: bytes


@dataclass(slots=True)
class Snapshot:
    """The state of the files, and what was made of them."""

    rows: Rows
    shapes: dict[str, Shape] = field(default_factory=dict)
    outlines: dict[str, str] = field(default_factory=dict)
    """See `outline` in the helper's outline.go; not of tests."""
    modules: frozenset[str] = frozenset()
    """Those of which it counts who mentions a package of theirs; part of all shapes."""
    listings: dict[Any, Any] = field(default_factory=dict)
    """What Go has listed, by what it was asked."""
    scans: dict[tuple[str, bool], tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    units: dict[tuple[Build, str], tuple[Unit, ...]] = field(default_factory=dict)
    """By the package's build and directory."""
    tested: dict[tuple[Build, str], Unit] = field(default_factory=dict)
    """Packages with their tests, by the build and what the unit without them is called."""
    kept: list[Kept] = field(default_factory=list)
    links: dict[Build, str] = field(default_factory=dict)
    """How the packages of a build link to names of each other."""

    def changes(self, now: Rows) -> frozenset[str] | None:
        """The Go files that may have changed since; None if what Go lists may have, too."""
        if self.rows.keys() != now.keys():
            return None
        changed = set()
        for path in (path for path, facts in now.items() if facts != self.rows[path]):
            known, found = self.shapes.get(path), shape_at(path, self.modules)
            if known is None or found is None or found.shape != known.shape:
                return None
            # Else it is what it was before somebody took a change back.
            if not self.rows[path] or found.content != known.content:
                changed.add(path)
        return frozenset(changed)

    def scanned(self, path: str, codes: tuple[str, ...], exact: bool) -> tuple[str, ...] | None:
        found = self.scans.get((path, exact))
        return found[1] if found is not None and found[0] == codes else None


def shape_at(path: str, modules: Collection[str]) -> Shape | None:
    """None for what is no Go file that can be read."""
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError:
        return None
    shape = shape_of(text, modules)
    return None if shape is None else Shape(hashlib.sha256(text).digest(), shape)


def shape_of(text: bytes, modules: Collection[str]) -> bytes | None:
    """A digest of all in a Go file that says something of other files, or of the package as Go lists it.

    That is the text up to the last import, and what the rest embeds and links to by name, and mentions of some modules.
    None if it does not begin as Go does.
    """
    head = read_head(text)
    if head is None:
        return None
    end = head.declarations[-1].end if head.declarations else head.package_end
    digest = hashlib.sha256(text[:end])
    for part in (*(_EMBEDS.findall(text) if b"go:embed" in text else ()), *links_of(text)):
        digest.update(b"\0" + part)
    for module in sorted(modules):
        digest.update(repr(sorted(mentioned(module, text))).encode())
    return digest.digest()


def links_of(text: bytes) -> tuple[bytes, ...]:
    """The lines by which a text links to names of other packages."""
    return tuple(_LINKS.findall(text)) if b"go:linkname" in text else ()
