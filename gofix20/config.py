"""`.gofix20.toml` and the command line, merged to the settings of a directory.

The nearest file from a package's directory up to the root of its repository counts, alone; a key
that the command line gives replaces the file's. The code that gofix20 is pointed at is not
trusted, so a file that was *found* can only narrow what is done, names nothing outside of its own
directory, and is not followed out of the tree. A file that the user named with `--config` is the
user's word and may do what the command line may do.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pathspec

from gofix20.model import Build, GainLevel, GofixError, Problem
from gofix20.tomlfile import TomlFile, dotted, inside, nearest
from gofix20.transform import Option

__all__ = ["Configuration", "Overrides", "RuleInfo", "Settings", "excluded", "selected"]

FILE_NAME = ".gofix20.toml"
EVERYTHING = "ALL"
"""The selector that matches every rule; the default of `select`."""

KEYS = ("select", "ignore", "per-path-ignores", "exclude", "unsafe", "min-gain", "tags", "builds", "migrate")
BUILD_KEYS = ("goos", "goarch", "tags")
BUILDS = ("default", "all")
"""What `builds` can be in words: the toolchain's own configuration alone, or every one that files need."""
GAINS = {"small": GainLevel.SMALL, "large": GainLevel.LARGE}

_TAG = re.compile(r"[\w.]+")  # letters, digits, underscores and dots: go/build/constraint's isValidTag
_PLATFORM = re.compile(r"[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What the configuration has to know of a rule: "GF05", "strings-builder", its options."""

    code: str
    name: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line sets; None is "not given"."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    unsafe: bool | None = None
    min_gain: GainLevel | None = None
    tags: tuple[str, ...] | None = None
    builds: str | None = None
    """"default" or "all"."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts in one directory. `select` and `ignore` are selectors: see `selected`."""

    select: tuple[str, ...] = (EVERYTHING,)
    ignore: tuple[str, ...] = ()
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Pairs of a glob and selectors."""
    exclude: tuple[str, ...] = ()
    base: str = ""
    """The directory that the globs are relative to."""
    unsafe: bool = False
    min_gain: GainLevel | None = None
    tags: tuple[str, ...] = ()
    builds: tuple[Build, ...] = (Build(),)
    """The build matrix, never empty; each build has `tags` and its own."""
    every_build: bool = True
    """Are files that `builds` leave out looked at in a configuration that has them?"""
    migrate: bool = True
    rules: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """By code and option name; every rule and option is there, with its default if nothing else."""
    origin: str | None = None
    """The configuration file, if there is one."""
    notes: tuple[Problem, ...] = ()


class Configuration:
    """Finds, reads and merges. Each file is read once, each directory looked at once.

    `root_of` gives the root of the repository (outside of one: of the module) that a directory is
    in, or None, where only the directory itself is searched. Raises GofixError, also later, from
    `for_directory`, for a file that cannot be read or has a mistake in it.
    """

    def __init__(
        self,
        overrides: Overrides,
        rules: Sequence[RuleInfo],
        *,
        config: str | None = None,
        isolated: bool = False,
        root_of: Callable[[str], str | None],
    ) -> None:
        if config is not None and isolated:
            raise GofixError("--config and --isolated cannot be used together")
        self._rules = tuple(rules)
        self._root_of = root_of
        self._isolated = isolated
        self._by_directory: dict[str, Settings] = {}
        self._files: dict[str, Settings] = {}
        _check(overrides, self._rules)
        self._overrides = overrides
        self._named: Settings | None = None
        if config is not None:
            self._named = _read(TomlFile.read(os.path.abspath(config), within=None), self._rules, named=True)

    def for_directory(self, directory: str) -> Settings:
        """The settings for the Go files of an absolute directory; it need not exist."""
        if directory not in self._by_directory:
            self._by_directory[directory] = self._merged(self._for_directory(directory))
        return self._by_directory[directory]

    def notes(self) -> tuple[Problem, ...]:
        """The notes of every file that counted so far, each once."""
        every = (note for settings in self._by_directory.values() for note in settings.notes)
        return tuple(dict.fromkeys(every))

    def _for_directory(self, directory: str) -> Settings:
        """What the file that counts for a directory says, or the defaults."""
        if self._named is not None:
            if inside(directory, self._named.base):
                return self._named
            # A file from elsewhere: relative to it, its globs could match nothing here.
            return replace(self._named, base=self._root_of(directory) or directory)
        if not self._isolated:
            for candidate, root in _candidates(directory, self._root_of(directory)):
                if candidate in self._files:
                    return self._files[candidate]
                if _exists(candidate):
                    settings = _read(TomlFile.read(candidate, within=root), self._rules, named=False)
                    self._files[candidate] = settings
                    return settings
        return Settings(base=directory, rules=_with_defaults({}, self._rules))

    def _merged(self, file: Settings) -> Settings:
        given = self._overrides
        tags = file.tags if given.tags is None else given.tags
        listed = file.builds if given.builds is None else (Build(),)
        builds = (Build(build.goos, build.goarch, tuple(dict.fromkeys(tags + build.tags))) for build in listed)
        return replace(
            file,
            select=file.select if given.select is None else given.select,
            ignore=file.ignore if given.ignore is None else given.ignore,
            unsafe=file.unsafe if given.unsafe is None else given.unsafe,
            min_gain=file.min_gain if given.min_gain is None else given.min_gain,
            tags=tags,
            builds=tuple(dict.fromkeys(builds)),
            every_build=file.every_build if given.builds is None else given.builds == "all",
            # The only note says that `unsafe` was left out: it was not, if the command line has it.
            notes=file.notes if given.unsafe is None else (),
        )


def selected(settings: Settings, code: str, name: str, path: str) -> bool:
    """Does a rule run on a file? `ignore` beats `select`, whichever is the more exact."""
    if not _any_matches(settings.select, code, name) or _any_matches(settings.ignore, code, name):
        return False
    return not any(
        _any_matches(selectors, code, name) and _matches_path((glob,), settings.base, path)
        for glob, selectors in settings.per_path_ignores
    )


def excluded(settings: Settings, path: str) -> bool:
    """Does `exclude` name this file, or a directory that it is in?"""
    return bool(settings.exclude) and _matches_path(settings.exclude, settings.base, path)


# Selectors


def _any_matches(selectors: Iterable[str], code: str, name: str) -> bool:
    return any(_matches(selector, code, name) for selector in selectors)


def _matches(selector: str, code: str, name: str) -> bool:
    """A selector is the beginning of a code (GF, GF0, GF05), or of a name up to a hyphen."""
    if selector == EVERYTHING:
        return True
    word = selector.casefold()
    return code.casefold().startswith(word) or f"{name.casefold()}-".startswith(f"{word}-")


def _unknown_rule(word: str, rules: Sequence[RuleInfo]) -> tuple[str, str]:
    """The message and the hint for a rule that there is not."""
    known = [rule.code for rule in rules] + [rule.name for rule in rules]
    return f"unknown rule {word!r}{nearest(word, known)}", "gofix20 rules lists them"


def _unmatched(selectors: Iterable[str], rules: Sequence[RuleInfo]) -> tuple[str, str] | None:
    """Message and hint for the first selector that matches no rule."""
    for word in selectors:
        if word != EVERYTHING and not (word and any(_matches(word, rule.code, rule.name) for rule in rules)):
            return _unknown_rule(word, rules)
    return None


def _check(given: Overrides, rules: Sequence[RuleInfo]) -> None:
    for option, selectors in (("--select", given.select), ("--ignore", given.ignore)):
        if problem := _unmatched(selectors or (), rules):
            raise GofixError(f"{option}: {problem[0]}", problem[1])
    for tag in given.tags or ():
        if not _TAG.fullmatch(tag):
            raise GofixError(f"--tags: {tag!r} is not a build tag")


# Paths


def _candidates(directory: str, root: str | None) -> Iterator[tuple[str, str]]:
    """Where a file may be, nearest first, each with the tree that it must not lead out of."""
    if root is not None and not inside(directory, root):
        # git names the place, a shell may name the way (through a link) that was taken to it.
        directory, root = os.path.realpath(directory), os.path.realpath(root)
    if root is None or not inside(directory, root):
        root = directory
    while True:
        yield os.path.join(directory, FILE_NAME), root
        if directory == root:
            return
        directory = os.path.dirname(directory)


def _exists(path: str) -> bool:
    """Is there anything of that name: a file, a directory, a link to nowhere?"""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise GofixError(f"{path}: cannot be read: {error.strerror}") from error
    return True


@functools.cache
def _spec(globs: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    # "./x" is ours: gitignore's own way to say "here only" is "/x", which reads as an absolute path.
    return pathspec.GitIgnoreSpec.from_lines([re.sub(r"^(!?)\./", r"\1/", glob) for glob in globs])


def _matches_path(globs: tuple[str, ...], base: str, path: str) -> bool:
    if not inside(path, base):
        # Of the file itself only the directory: a link is matched by its own name.
        directory, name = os.path.split(path)
        base, path = os.path.realpath(base), os.path.join(os.path.realpath(directory), name)
        if not inside(path, base):
            return False
    return _spec(globs).match_file(os.path.relpath(path, base))


# A file's keys


def _read(file: TomlFile, rules: Sequence[RuleInfo], *, named: bool) -> Settings:
    """What a file says, checked; `named`: by the user, with --config."""
    values = file.table(file.values, (*KEYS, "rules"))

    def value(key: str, expected: type, default: Any) -> Any:
        return file.typed(values[key], expected, key) if key in values else default

    def selectors(found: tuple[str, ...], *keys: str) -> tuple[str, ...]:
        if problem := _unmatched(found, rules):
            raise file.error(f"{dotted(keys)}: {problem[0]}", *keys, hint=problem[1])
        return found

    gain = value("min-gain", str, None)
    if gain is not None and gain not in GAINS:
        raise file.error(f'min-gain must be "small" or "large", not {gain!r}', "min-gain")
    exclude = value("exclude", tuple, ())
    for glob in exclude:
        _check_glob(file, glob, "exclude")
    ignores = []
    for glob, listed in value("per-path-ignores", dict, {}).items():
        keys = ("per-path-ignores", glob)
        _check_glob(file, glob, *keys)
        if glob.startswith("!"):
            raise file.error(f"{glob!r}: one glob alone cannot take back what others match", *keys)
        ignores.append((glob, selectors(file.typed(listed, tuple, *keys), *keys)))
    builds, every_build = _builds(file, values.get("builds", "all"))
    unsafe = value("unsafe", bool, False)
    notes: tuple[Problem, ...] = ()
    if unsafe and not named:
        message = (
            "unsafe = true has no effect in a file that was found in the tree: "
            "pass --unsafe-fixes, or name the file with --config"
        )
        unsafe, notes = False, (Problem("config", file.path, file.line("unsafe"), 1, message),)
    return Settings(
        select=selectors(value("select", tuple, (EVERYTHING,)), "select"),
        ignore=selectors(value("ignore", tuple, ()), "ignore"),
        per_path_ignores=tuple(ignores),
        exclude=exclude,
        base=os.path.dirname(file.path),
        unsafe=unsafe,
        min_gain=GAINS.get(gain),
        tags=_tags(file, value("tags", tuple, ()), "tags"),
        builds=builds,
        every_build=every_build,
        migrate=value("migrate", bool, True),
        rules=_with_defaults(_rule_options(file, value("rules", dict, {}), rules), rules),
        origin=file.path,
        notes=notes,
    )


def _check_glob(file: TomlFile, glob: str, *keys: str) -> None:
    """Refuse what could only mean a place outside, and what gitignore would drop without a word."""
    plain = glob.removeprefix("!").replace("\\", "")
    if plain.startswith(("/", "~/")) or re.match(r"[A-Za-z]:[\\/]", glob):
        hint = "globs are relative to the configuration file: gen/**, ./file.go, *_gen.go"
        raise file.error(f"{dotted(keys)}: {glob!r} is an absolute path", *keys, hint=hint)
    if ".." in plain.split("/"):
        message = f"{dotted(keys)}: {glob!r} leads out of the directory of the configuration file"
        raise file.error(message, *keys)
    try:
        matches_something = any(pattern.include is not None for pattern in _spec((glob,)).patterns)
    except ValueError:
        matches_something = False
    if not matches_something:
        raise file.error(f"{dotted(keys)}: {glob!r} matches nothing", *keys)


def _tags(file: TomlFile, tags: tuple[str, ...], *keys: str | int) -> tuple[str, ...]:
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise file.error(f"{dotted(keys)}: {tag!r} is not a build tag", *keys)
    return tags


def _builds(file: TomlFile, value: object) -> tuple[tuple[Build, ...], bool]:
    """The builds that a file lists, or stands for with a word; and whether those are added that files need."""
    if isinstance(value, str):
        if value not in BUILDS:
            raise file.error(f'builds must be "default", "all" or an array of tables, not {value!r}', "builds")
        return (Build(),), value == "all"
    builds = tuple(_build(file, build, index) for index, build in enumerate(file.typed(value, list, "builds")))
    return (builds, False) if builds else ((Build(),), True)


def _build(file: TomlFile, value: object, index: int) -> Build:
    keys = ("builds", index)
    table = file.table(value, BUILD_KEYS, *keys)
    platform: dict[str, str] = {}
    for key in ("goos", "goarch"):
        if key in table:
            word = platform[key] = file.typed(table[key], str, *keys, key)
            if not _PLATFORM.fullmatch(word):
                raise file.error(f"{dotted((*keys, key))}: {word!r} is no {key.upper()}", *keys, key)
    tags = file.typed(table.get("tags", []), tuple, *keys, "tags")
    return Build(platform.get("goos"), platform.get("goarch"), _tags(file, tags, *keys, "tags"))


def _rule_options(
    file: TomlFile, tables: Mapping[str, object], rules: Sequence[RuleInfo]
) -> dict[str, dict[str, object]]:
    """The options that the file sets, by code. A rule's table has its code or its name."""
    by_word = {word.casefold(): rule for rule in rules for word in (rule.code, rule.name)}
    found: dict[str, dict[str, object]] = {}
    for word, value in tables.items():
        rule = by_word.get(word.casefold())
        if rule is None:
            message, hint = _unknown_rule(word, rules)
            raise file.error(f"rules: {message}", "rules", word, hint=hint)
        if rule.code in found:
            raise file.error(f"rules.{word}: {rule.code} has a table already", "rules", word)
        types = {option.name: option.type for option in rule.options}
        table = file.table(value, tuple(types), "rules", word)
        found[rule.code] = {
            name: file.typed(option, types[name], "rules", word, name) for name, option in table.items()
        }
    return found


def _with_defaults(
    given: Mapping[str, Mapping[str, object]], rules: Iterable[RuleInfo]
) -> dict[str, dict[str, object]]:
    return {
        rule.code: {option.name: option.default for option in rule.options} | dict(given.get(rule.code, {}))
        for rule in rules
    }
