"""The frozen types that every part of gofix20 speaks.

Standard library only, no behaviour beyond construction: data goes one way through the
pipeline (discover, scan, match, ask, rewrite, merge, verify, diff, apply) as these types.

Paths are absolute strings, decoded as `os.fsdecode` does. Offsets are byte offsets into the
file as it was read, half-open. Lines and columns start at 1; columns count bytes, as Go's do.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


class GofixError(Exception):
    """Something that the user can mend; nothing was written. Shells print it and exit with 2.

    `hint` is the next thing to do, usually a command.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Safety(enum.IntEnum):
    """What a fix promises; see "Safety" in the documentation.

    SAFE: every observable result is the same. UNSAFE: the same for code that does not depend
    on what the rule's "Fix safety" names. DISPLAY: no edit, only something to look at.
    """

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


class GainLevel(enum.IntEnum):
    """How much a fix is expected to gain; UNKNOWN depends on data that nobody can see."""

    NONE = 0
    UNKNOWN = 1
    SMALL = 2
    LARGE = 3


@dataclass(frozen=True, slots=True)
class Gain:
    """An expected gain, with one sentence of why."""

    level: GainLevel
    why: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes `start` to `end` of `path` by `new`; an insertion has `start == end`."""

    path: str
    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """An import declaration: its path, and its name where that is not the package's own."""

    path: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """One atomic change: all of its edits, or none.

    `needs` are imports that the new text uses, `frees` imports that it may have stopped using:
    they are data, composed once a file after all fixes, never edits. `claims` are tokens of what
    the fix changes or brings in (a variable's form, a new name in a function), `relies` of what it
    writes anew as it is: of two fixes of which one claims what the other claims or relies on, the
    later waits for the next round and is thought out anew.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Safety
    needs: tuple[Import, ...] = ()
    frees: tuple[Import, ...] = ()
    claims: tuple[str, ...] = ()
    relies: tuple[str, ...] = ()
    wide: bool = False
    """It changes what other packages of the module can see: these are verified with it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A site that a rule would change (or, without a fix, one to look at)."""

    rule: str
    """The rule's code, such as GF05."""
    path: str
    start: int
    end: int
    line: int
    column: int
    message: str
    gain: Gain
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A site that a rule saw, understood and left alone, and why."""

    rule: str
    path: str
    start: int
    end: int
    line: int
    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place: a compiler's error, vet's finding, a file that does not parse.

    `path`, `line` and `column` are empty or 0 where the stage that found it names no place.
    """

    stage: str
    """Which check speaks: "parse", "types", "list", "gofmt", "vet", "read", "config", …"""
    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier says of a set of new texts: only problems that were not there before."""

    ok: bool
    problems: tuple[Problem, ...] = ()


class Status(enum.Enum):
    """What became of a finding."""

    APPLIED = "applied"
    """Its fix is in the plan's changes, and they passed the verifier."""
    UNVERIFIED = "unverified"
    """Fixable, and not verified: `check` does not run the verifier."""
    BELOW_SAFETY = "below-safety"
    """Its fix (or lack of one) is below the safety that was asked for."""
    BELOW_GAIN = "below-gain"
    CONFLICT = "conflict"
    """It overlaps another fix in every round."""
    REJECTED = "rejected"
    """The verifier found that it breaks something; it was dropped."""
    STALE = "stale"
    """The file changed after it was read."""
    GENERATED = "generated"
    SUPPRESSED = "suppressed"
    BASELINE = "baseline"
    """It was there when the baseline was written, of which only what is new is wanted."""


class Extent(NamedTuple):
    """Lines of a file as it was read, both included."""

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding and what became of it; `reason` quotes the compiler where it was rejected."""

    finding: Finding
    status: Status
    reason: str = ""
    extents: tuple[Extent, ...] = ()
    """What its fix has touched, if it is applied. Its edits may be those of a text that only a later round had."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's text before and after. `before` is None for a file that is to be created."""

    path: str
    sha256: str
    """Of the bytes as read; what is on disk must still have it when the change is written."""
    before: bytes | None
    after: bytes
    group: str = ""
    """Changes of one group are written together or not at all (a package, usually its directory)."""


@dataclass(frozen=True, slots=True)
class Build:
    """A build configuration. None is the toolchain's own default."""

    goos: str | None = None
    goarch: str | None = None
    tags: tuple[str, ...] = ()
    cgo: bool | None = None

    @property
    def is_foreign(self) -> bool:
        """Is it for another system or architecture, as far as it says?"""
        return self.goos is not None or self.goarch is not None

    def __str__(self) -> str:
        parts = [
            "/".join(filter(None, (self.goos, self.goarch))),
            f"tags {', '.join(self.tags)}" if self.tags else "",
            "without cgo" if self.cgo is False and not self.is_foreign else "",
        ]
        return ", ".join(filter(None, parts)) or "the default build"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts and seconds of one run, for `--statistics`."""

    packages: int = 0
    files: int = 0
    parsed: int = 0
    rounds: int = 0
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Wall-clock seconds by stage."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do; the one thing that passes from the engine to a shell."""

    changes: tuple[FileChange, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    verdict: Verdict = Verdict(ok=True)
    problems: tuple[Problem, ...] = ()
    """Packages and files that were left alone, and why: they do not compile, cannot be read, …"""
    notes: tuple[Problem, ...] = ()
    """What the user should know and that changes no exit code: unused suppressions, ignored keys."""
    statistics: Statistics = Statistics()
