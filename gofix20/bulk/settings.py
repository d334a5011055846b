"""migration.toml: what a migration is to do. What `gofix20 migrate init` writes explains each key."""

from __future__ import annotations

import fnmatch
import os
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from gofix20.bulk.forges.base import ForgeSettings, Query, Target
from gofix20.model import GofixError
from gofix20.tomlfile import TomlFile, nearest

KINDS = ("github", "gitlab", "gerrit", "git")
SPLITS = ("all", "rule", "directory", "codeowners")
SANDBOXES = ("bwrap", "none")
PLAIN = ForgeSettings("git", "git", "")
"""The forge of directories and bare repositories, where none is named."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table `[[repositories]]`: where repositories come from."""

    forge: str
    query: Query | None = None
    paths: tuple[str, ...] = ()
    """As the forge calls them; for plain git URLs."""
    directories: tuple[str, ...] = ()
    """Globs of local repositories, bare or not."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """Which fixes are made: what `gofix20 apply` would be told."""

    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    min_gain: str | None = None
    tests: bool = False
    builds: str = "all"


@dataclass(frozen=True, slots=True)
class PullRequests:
    """What a pull request holds, and how it looks."""

    split: str = "all"
    max_files: int = 50
    branch: str = "gofix20/$migration-$part"
    title: str = "Performance: $summary"
    introduction: str = ""
    commit_message: str = "$rule: $summary"
    author: str = ""
    sign_off: bool = False
    sign: bool = False
    draft: bool = False
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    open_at_once: int = 20
    open_an_hour: int = 20


@dataclass(frozen=True, slots=True)
class Tests:
    """Whether and how a repository's own tests are run, before and after."""

    __test__ = False

    run: bool = True
    command: tuple[str, ...] = ("go", "test", "./...")
    seconds: int = 900
    memory: int = 4096
    """MiB, for each process and for all that files of its own take."""
    network: bool = False
    sandbox: str = "bwrap"
    reruns: int = 2


@dataclass(frozen=True, slots=True)
class Skip:
    """Which repositories are left alone."""

    archived: bool = True
    forks: bool = True
    paths: tuple[str, ...] = ()
    """Globs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one repository may take."""

    jobs: int = 2
    """Repositories at a time."""
    seconds: int = 1800
    """For cloning and fixing, each."""
    disk: int = 4096
    """MiB of a checkout."""
    cache: int = 20480
    """MiB of clones that are kept between runs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A migration. Holds no secret: it may be sent to other machines."""

    name: str
    path: str
    """Of migration.toml, absolute."""
    forges: Mapping[str, ForgeSettings]
    sources: tuple[Source, ...]
    fixes: Fixes = field(default_factory=Fixes)
    pull_requests: PullRequests = field(default_factory=PullRequests)
    tests: Tests = field(default_factory=Tests)
    skip: Skip = field(default_factory=Skip)
    limits: Limits = field(default_factory=Limits)
    journal: str = ""
    """An SQLAlchemy URL; empty: an SQLite file beside migration.toml."""

    @property
    def directory(self) -> str:
        return os.path.dirname(self.path)

    @property
    def journal_url(self) -> str:
        """Of the environment first, since a password must not stand in a file: GOFIX20_JOURNAL."""
        given = os.environ.get("GOFIX20_JOURNAL") or self.journal
        return given or f"sqlite:///{os.path.join(self.directory, self.name)}.journal.sqlite"


_TOP = ("name", "journal", "forges", "repositories", "fixes", "pull-requests", "tests", "skip", "limits")
_SOURCE = ("forge", "organization", "group", "search", "list", "file", "directories")
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "branch": ("migration", "part"),
    "title": ("summary", "rules", "part", "count"),
    "commit_message": ("rule", "name", "summary", "count"),
}


def read(path: str) -> Settings:
    """Read a migration.toml. GofixError names the file, the line and the nearest known key."""
    path = os.path.abspath(path)
    if not os.path.exists(path):
        raise GofixError(f"{path}: there is no such file", "gofix20 migrate init writes one")
    file = TomlFile.read(path, within=None)
    values = file.table(None, _TOP)
    name = file.typed(values.get("name", ""), str, "name")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", name):
        raise file.error("name must be of small letters, digits and hyphens, such as \"go-performance\"", "name")
    tables = _table(file, values, "forges")
    here = os.path.join(os.path.dirname(path), f"{name}.pull-requests")
    forges = {"git": replace(PLAIN, directory=here)} | {
        str(key): _forge(file, str(key), table, here) for key, table in tables.items()
    }
    sources = tuple(_source(file, index, table, forges) for index, table in enumerate(_tables(file, values)))
    if not sources:
        raise file.error("it names no repositories", hint="add a table [[repositories]]")
    settings = Settings(
        name,
        path,
        forges,
        sources,
        _section(file, values, "fixes", Fixes),
        _section(file, values, "pull-requests", PullRequests),
        _section(file, values, "tests", Tests),
        _section(file, values, "skip", Skip),
        _section(file, values, "limits", Limits),
        file.typed(values.get("journal", ""), str, "journal"),
    )
    _check(file, settings)
    return settings


def skipped(skip: Skip, target: Target) -> str:
    """Why a repository is not to be looked at; empty if it is."""
    if skip.archived and target.archived:
        return "it is archived"
    if skip.forks and target.fork:
        return "it is a fork"
    if target.has_go is False:
        return "it has no Go"
    if any(fnmatch.fnmatchcase(target.path, glob) for glob in skip.paths):
        return "migration.toml skips it"
    return ""


def _section(file: TomlFile, values: Mapping[str, object], key: str, kind: type) -> Any:
    """A table whose keys are the fields of a dataclass, with its defaults."""
    table = _table(file, values, key)
    known = {one.name.replace("_", "-"): one for one in fields(kind)}
    file.table(table, list(known), key)
    found: dict[str, object] = {}
    default = kind()
    for name, value in table.items():
        one = known[name].name
        given = getattr(default, one)
        found[one] = file.typed(value, str if given is None else type(given), key, name)
    return kind(**found)


def _table(file: TomlFile, values: Mapping[str, object], key: str) -> Mapping[str, object]:
    found: Mapping[str, object] = file.typed(values.get(key, {}), dict, key)
    return found


def _tables(file: TomlFile, values: Mapping[str, object]) -> Sequence[object]:
    found: list[object] = file.typed(values.get("repositories", []), list, "repositories")
    return found


def _forge(file: TomlFile, name: str, value: object, directory: str) -> ForgeSettings:
    """`directory`: where plain git's pull requests are files, unless it is said."""
    known = [one.name.replace("_", "-") for one in fields(ForgeSettings) if one.name != "name"]
    table = file.table(value, known, "forges", name)
    kinds: Mapping[str, type] = {"concurrency": int, "seconds-between-writes": float}
    given = {
        key.replace("-", "_"): file.typed(item, kinds.get(key, str), "forges", name, key)
        for key, item in table.items()
    }
    if "kind" not in given:
        raise file.error(f"forges.{name} has no kind", "forges", name, hint=f"kinds: {', '.join(KINDS)}")
    url = given.setdefault("url", "")
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise file.error("a URL here has no user or token in it", "forges", name, "url", hint="see `token-variable`")
    if given["kind"] == "git":
        directory = os.path.expanduser(given.get("directory", directory))
        given["directory"] = os.path.join(os.path.dirname(file.path), directory)
    return ForgeSettings(name, **given)


def _source(file: TomlFile, index: int, value: object, forges: Mapping[str, ForgeSettings]) -> Source:
    where = ("repositories", index)
    table = file.table(value, _SOURCE, *where)
    forge = file.typed(table.get("forge", "git"), str, *where, "forge")
    if forge not in forges:
        raise file.error(f"there is no forge {forge!r}{nearest(forge, forges)}", *where, "forge")
    given = [key for key in _SOURCE[1:] if key in table]
    if len(given) != 1:
        raise file.error(
            f"a table [[repositories]] has one of {', '.join(_SOURCE[1:])}; this has {' and '.join(given) or 'none'}",
            *where,
        )
    (key,) = given
    here = os.path.dirname(file.path)
    if key == "list":
        return Source(forge, paths=file.typed(table[key], tuple, *where, key))
    if key == "file":
        name = os.path.join(here, file.typed(table[key], str, *where, key))
        return Source(forge, paths=tuple(_lines(file, name, where)))
    if key == "directories":
        if forges[forge].kind != "git":
            raise file.error("directories are of plain git", *where, key)
        globs = file.typed(table[key], tuple, *where, key)
        return Source(forge, directories=tuple(os.path.join(here, os.path.expanduser(glob)) for glob in globs))
    if forges[forge].kind == "git":
        raise file.error(f"plain git has no {key}", *where, key, hint="name a forge, or use list, file or directories")
    return Source(forge, Query(**{key: file.typed(table[key], str, *where, key)}))


def _lines(file: TomlFile, name: str, where: tuple[str | int, ...]) -> list[str]:
    try:
        with open(name, encoding="utf-8") as stream:
            lines = [line.partition("#")[0].strip() for line in stream]
    except (OSError, UnicodeDecodeError) as error:
        raise file.error(f"{name}: cannot be read: {error}", *where, "file") from None
    return [line for line in lines if line]


def _check(file: TomlFile, settings: Settings) -> None:
    """What one key demands of another, and what a value may be."""
    wanted, tests = settings.pull_requests, settings.tests
    if wanted.split not in SPLITS:
        raise file.error(f"split must be one of {', '.join(SPLITS)}", "pull-requests", "split")
    if tests.sandbox not in SANDBOXES:
        raise file.error(f"sandbox must be one of {', '.join(SANDBOXES)}", "tests", "sandbox")
    if tests.run and not tests.command:
        raise file.error("command is empty", "tests", "command", hint="run = false runs no tests")
    if settings.fixes.min_gain not in (None, "small", "large"):
        raise file.error('min-gain must be "small" or "large"', "fixes", "min-gain")
    positive: Sequence[tuple[str, str, int]] = (
        ("pull-requests", "max-files", wanted.max_files),
        ("pull-requests", "open-at-once", wanted.open_at_once),
        ("pull-requests", "open-an-hour", wanted.open_an_hour),
        ("tests", "seconds", tests.seconds),
        ("tests", "memory", tests.memory),
        ("limits", "jobs", settings.limits.jobs),
        ("limits", "seconds", settings.limits.seconds),
        ("limits", "disk", settings.limits.disk),
        ("limits", "cache", settings.limits.cache),
    )
    for section, key, value in positive:
        if value < 1:
            raise file.error(f"{key} must be at least 1", section, key)
    if wanted.author and not re.fullmatch(r"[^<>\n]+ <[^<>\s]+>", wanted.author):
        raise file.error("author must be written as Name <mail@example.org>", "pull-requests", "author")
    if "part" not in _names(wanted.branch) and wanted.split != "all":
        raise file.error(f"with split = {wanted.split!r}, branch needs $part", "pull-requests", "branch")
    for name, known in PLACEHOLDERS.items():
        text = getattr(wanted, name)
        unknown = [one for one in _names(text) if one not in known]
        if unknown or not string.Template(text).is_valid():
            what = f"${unknown[0]} is not known" if unknown else "a $ stands alone; write $$ for one"
            raise file.error(what, "pull-requests", name.replace("_", "-"), hint="known: $" + ", $".join(known))
    sample = string.Template(wanted.branch).safe_substitute(migration=settings.name, part="x")
    if not is_branch(sample):
        raise file.error(f"git takes no branch of the name {sample}", "pull-requests", "branch")


def _names(template: str) -> list[str]:
    return string.Template(template).get_identifiers()


def is_branch(name: str) -> bool:
    """Would git take it, and has it nothing but letters, digits and -_./ in it?"""
    return (
        re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*", name) is not None
        and ".." not in name
        and not any(part.endswith((".", ".lock")) for part in name.split("/"))
    )


