"""Which configurations build files that another one leaves out: constraints -> `Build`s, as few as will do.

Worked out from what Go says of itself: the configuration that there is, and the systems and architectures that
it supports. Only a guess at what `go list` will say under a configuration: that has to be asked, and counts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gofix20.constraints import IMPLIED, UNIX, Expr, holds, is_known, tags_of
from gofix20.golist import list_error
from gofix20.model import Build, GofixError
from gofix20.toolchain import Toolchain, go

__all__ = ["Context", "Cover", "Matrix", "cover", "matrix_of", "named"]

MOST_TAGS = 6
"""Of an expression with more tags that nobody has set, only one, or all of them, are tried."""


@dataclass(frozen=True, slots=True)
class Context:
    """What satisfies constraints, in one configuration."""

    goos: str
    goarch: str
    cgo: bool
    tags: frozenset[str]
    """Set with -tags."""
    own: frozenset[str] = frozenset()
    """Those that Go sets: the compiler, its versions, its experiments, the level of the architecture."""

    def has(self, tag: str) -> bool:
        """go/build's matchTag."""
        return (
            tag in (self.goos, self.goarch, IMPLIED.get(self.goos))
            or (tag == "cgo" and self.cgo)
            or (tag == "unix" and self.goos in UNIX)
            or tag in self.tags
            or tag in self.own
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """The configurations that there can be around one that is the default."""

    default: Context
    platforms: tuple[tuple[str, str], ...]
    """Pairs of GOOS and GOARCH that Go supports, the most welcome first; the first is the default's."""
    _options: dict[Expr, tuple[Context, ...]] = field(default_factory=dict, compare=False)
    _never: dict[Expr, bool] = field(default_factory=dict, compare=False)

    def options(self, expr: Expr) -> tuple[Context, ...]:
        """Every configuration, of those with the fewest tags, that satisfies an expression; most welcome first.

        None on another system where tags or no cgo will do on this one. No cgo on another system: it takes a C
        compiler for that.
        """
        if expr not in self._options:
            here = tuple(self._on(self.platforms[:1], expr))
            self._options[expr] = here or tuple(self._on(self.platforms[1:], expr))
        return self._options[expr]

    def _on(self, platforms: Iterable[tuple[str, str]], expr: Expr) -> Iterator[Context]:
        free = sorted(tag for tag in tags_of(expr) - self.default.tags if may_be_set(tag))
        for goos, goarch in platforms:
            at_home = (goos, goarch) == self.platforms[0]
            for cgo in (True, False) if at_home and self.default.cgo else (False,):
                some = self._with_fewest_tags(goos, goarch, cgo, free, expr)
                yield from some
                if some:
                    break

    def _with_fewest_tags(self, goos: str, goarch: str, cgo: bool, free: Sequence[str], expr: Expr) -> list[Context]:
        own = self.default.own
        if goarch != self.default.goarch:
            own = frozenset(tag for tag in own if not is_known(tag.partition(".")[0]))
        sizes = range(len(free) + 1) if len(free) <= MOST_TAGS else (0, 1, len(free))
        for size in sizes:
            found = [
                context
                for added in itertools.combinations(free, size)
                if holds(expr, (context := Context(goos, goarch, cgo, self.default.tags.union(added), own)).has)
            ]
            if found:
                return found
        return []

    def build(self, context: Context) -> Build:
        """A configuration as Go is asked for it."""
        default = self.default
        home = (context.goos, context.goarch) == (default.goos, default.goarch)
        return Build(
            None if home else context.goos,
            None if home else context.goarch,
            tuple(sorted(context.tags)),
            None if context.cgo == default.cgo and home else context.cgo,
        )

    def why_not(self, expr: Expr) -> str:
        """Say what keeps every configuration from satisfying an expression."""
        if "ignore" in tags_of(expr):
            return "their constraint keeps them out of every build"
        if "cgo" in tags_of(expr) and not self.is_never(expr):
            return "they need cgo on another system, and so a C compiler for it"
        special = sorted(tag for tag in tags_of(expr) if not may_be_set(tag) and not is_known(tag))
        more = f" ({', '.join(special)})" if special else ""
        return f"no configuration of this Go that gofix20 can set up builds them{more}"

    def _anywhere(self, expr: Expr) -> Iterator[Context]:
        """Configurations with cgo on other systems, too, and with what only Go itself or its experiments set."""
        free = sorted(tag for tag in tags_of(expr) - self.default.tags if may_be_set(tag) or is_special(tag))
        for (goos, goarch), cgo in itertools.product(self.platforms, (True, False)):
            yield from self._with_fewest_tags(goos, goarch, cgo, free, expr)

    def is_never(self, expr: Expr) -> bool:
        """Is there no build whatever, even one that we cannot set up here, in which an expression holds?"""
        if expr not in self._never:
            self._never[expr] = not self.options(expr) and next(self._anywhere(expr), None) is None
        return self._never[expr]


def may_be_set(tag: str) -> bool:
    """May a configuration set this tag with -tags? Not what Go sets, and not what is there never to be set."""
    return not (
        is_known(tag)
        or tag in ("unix", "cgo", "gc", "gccgo", "ignore", "boringcrypto")
        or re.fullmatch(r"go\d+(\.\d+)*", tag)
        or is_special(tag)
    )


def is_special(tag: str) -> bool:
    """Set by other means than -tags: GOEXPERIMENT, GOAMD64 and the like."""
    word, dot, _ = tag.partition(".")
    return tag == "boringcrypto" or (dot == "." and (word == "goexperiment" or is_known(word)))


@dataclass(frozen=True, slots=True)
class Cover:
    """Configurations that together satisfy expressions."""

    contexts: tuple[Context, ...]
    left: tuple[Expr, ...]
    """Those that none satisfies."""


def cover(
    matrix: Matrix,
    wanted: Mapping[Expr, int],
    *,
    used: Collection[Context] = (),
    but: Collection[tuple[Expr, Context]] = (),
) -> Cover:
    """Choose few configurations that together satisfy the expressions, each worth so many files.

    Greedy: the one that satisfies most first, of equals one that is `used` anyway, then the most welcome. One with
    tags that nobody has set satisfies only what needs them: they may not go together with the rest of the code.
    `but` are pairs that were tried, in vain.
    """
    left = dict(wanted)
    rank = {platform: number for number, platform in enumerate(matrix.platforms)}
    options = {
        expr: tuple(context for context in matrix.options(expr) if (expr, context) not in but) for expr in wanted
    }
    pool = dict.fromkeys([*used, *itertools.chain.from_iterable(options.values())])
    satisfied = {
        context: frozenset(
            expr for expr in wanted if (expr, context) not in but and holds(expr, context.has)
        )
        for context in pool
    }
    chosen: list[Context] = []
    while left:
        best = max(
            pool,
            key=lambda context: (
                context.tags == matrix.default.tags and not left.keys().isdisjoint(satisfied[context]),
                sum(left.get(expr, 0) for expr in satisfied[context]),
                context in used,
                -rank.get((context.goos, context.goarch), len(rank)),
                -len(context.tags),
            ),
            default=None,
        )
        done = left.keys() & satisfied[best] if best is not None else set()
        if best is None or not done:
            break
        chosen.append(best)
        for expr in done:
            del left[expr]
    return Cover(tuple(chosen), tuple(left))


def named(context: Context, default: Context) -> str:
    """A configuration in words: "windows/amd64", "tags a, b", "without cgo"."""
    parts = []
    home = (context.goos, context.goarch) == (default.goos, default.goarch)
    if not home:
        parts.append(f"{context.goos}/{context.goarch}")
    if added := sorted(context.tags - default.tags):
        parts.append(f"{'tags' if len(added) > 1 else 'tag'} {', '.join(added)}")
    if home and default.cgo and not context.cgo:
        parts.append("without cgo")
    return ", ".join(parts) or f"{context.goos}/{context.goarch}"


# What Go says of itself

_CONTEXT = (
    "{{context.GOOS}}\n{{context.GOARCH}}\n{{context.CgoEnabled}}\n{{context.Compiler}}\n"
    '{{join context.BuildTags " "}}\n{{join context.ToolTags " "}}\n{{join context.ReleaseTags " "}}'
)
_SYSTEMS = ("linux", "windows", "darwin", "freebsd", "openbsd", "netbsd", "dragonfly", "solaris", "plan9")
_ARCHITECTURES = ("amd64", "arm64", "386", "arm")


def _needs_cgo(system: str, architecture: str) -> bool:
    """Can Go not even compile for it without cgo (`MustLinkExternal` of internal/platform)?"""
    return (system == "android" and architecture != "arm64") or (system == "ios" and architecture == "arm64")


def matrix_of(toolchain: Toolchain, directory: str, build: Build) -> Matrix:
    """Ask Go for the configuration of a build, and for what it supports. GofixError if it does not say."""
    done = go(toolchain, ["list", "-f", _CONTEXT, "unsafe"], cwd=directory, build=build)
    lines = done.stdout.decode("utf-8", "surrogateescape").split("\n")
    if done.code != 0 or len(lines) < 7:
        raise list_error(done.stderr.decode("utf-8", "replace"), directory)
    goos, goarch, cgo, compiler = lines[:4]
    tags, tools, releases = (frozenset(line.split()) for line in lines[4:7])
    default = Context(goos, goarch, cgo == "true", tags, tools | releases | {compiler})
    # Not -json: it is a tool of the user's Go, and prints lines `goos/goarch` in all versions.
    said = go(toolchain, ["tool", "dist", "list"], cwd=directory, build=Build(), hermetic=True)
    pairs = [tuple(line.split("/")) for line in said.stdout.decode("utf-8", "replace").split()]
    found = [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and not _needs_cgo(*pair)]
    if said.code != 0 or not found:
        raise GofixError(f"go tool dist list failed: {said.stderr.decode('utf-8', 'replace').strip()}")

    def welcome(platform: tuple[str, str]) -> tuple[int, int, str]:
        system, architecture = platform
        systems, architectures = (goos, *_SYSTEMS), (goarch, *_ARCHITECTURES)
        return (
            systems.index(system) if system in systems else len(systems),
            architectures.index(architecture) if architecture in architectures else len(architectures),
            f"{system}/{architecture}",
        )

    home = (goos, goarch)
    return Matrix(default, (home, *(pair for pair in sorted(found, key=welcome) if pair != home)))
