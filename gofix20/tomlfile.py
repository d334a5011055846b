"""A TOML file as its reader wants it: typed values, and errors that name the file and the line."""

from __future__ import annotations

import difflib
import errno
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gofix20.model import GofixError

__all__ = ["TomlFile", "dotted", "inside", "nearest"]

SIZE_LIMIT = 1 << 16
"""Bytes. A configuration is a page; something larger is a mistake, or meant to cost us time."""

STATEMENT_LIMIT = 200
"""Lines. Finding the line of a key parses a statement once for each of its lines."""

_TYPES: Mapping[type, str] = {
    bool: "a boolean",
    int: "an integer",
    float: "a float",
    str: "a string",
    list: "an array",
    tuple: "an array of strings",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A configuration file as TOML, with the text in which an error finds its line."""

    path: str
    text: str
    values: Mapping[str, object]

    @classmethod
    def read(cls, path: str, *, within: str | None) -> TomlFile:
        """Read a file; one that was found (`within` a tree) must be a regular file of that tree."""
        real = os.path.realpath(path)
        if within is not None and not inside(real, os.path.realpath(within)):
            raise GofixError(f"{path}: leads out of the tree, to {real}; it is not read")
        try:
            # Not blocking: a fifo of that name would wait for a writer for ever. A link is resolved
            # already: what is one now was put there in between.
            guard = 0 if within is None else os.O_NOFOLLOW | os.O_NONBLOCK
            with open(real, "rb", opener=lambda name, flags: os.open(name, flags | guard)) as file:
                if within is not None and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise GofixError(f"{path}: is not a regular file")
                raw = file.read(SIZE_LIMIT + 1)
        except OSError as error:
            reason = "is a directory" if error.errno == errno.EISDIR else f"cannot be read: {error.strerror}"
            raise GofixError(f"{path}: {reason}") from error
        if len(raw) > SIZE_LIMIT:
            raise GofixError(f"{path}: is larger than {SIZE_LIMIT >> 10} KiB")
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
            return cls(path, text, tomllib.loads(text))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise GofixError(f"{path}:{line}: is not UTF-8") from error
        except RecursionError as error:
            raise GofixError(f"{path}: is nested too deeply") from error
        except ValueError as error:  # TOMLDecodeError, and what int() and datetime() make of a number
            at = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
            place = f"{path}:{at[1]}:{at[2]}" if at else path
            raise GofixError(f"{place}: {str(error)[: at.start()] if at else error}") from error

    def line(self, *keys: str | int) -> int:
        """The line on which a key is set, from 1, or 0: tomllib does not tell.

        Statement by statement, each under its own header, until one sets the key.
        """
        header, tables, pending = "", 0, list[str]()
        for number, line in enumerate(self.text.split("\n"), 1):
            pending.append(line)
            statement = "\n".join(pending)
            heading = statement.lstrip().startswith("[")
            try:
                values = tomllib.loads(statement if heading else f"{header}\n{statement}")
            except ValueError:
                if len(pending) > STATEMENT_LIMIT:
                    return 0
                continue
            start, pending = number - len(pending) + 1, []
            if heading:
                header = statement
                tables += isinstance(values.get(str(keys[0])), list)
            # Of an array of tables, a header's own is the first here, and the n-th in the file.
            here = (keys[0], 0, *keys[2:]) if len(keys) > 1 and keys[1] == tables - 1 else keys
            if _has(values, keys) or _has(values, here):
                return start
        return 0

    def error(self, message: str, *keys: str | int, hint: str | None = None) -> GofixError:
        line = self.line(*keys)
        return GofixError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}", hint)

    def table(self, value: object, known: Sequence[str], *keys: str | int) -> Mapping[str, object]:
        """A table that has none but the known keys."""
        found = self.typed(value, dict, *keys) if keys else self.values
        for key in found:
            if key not in known:
                where = f" in {dotted(keys)}" if keys else ""
                hint = f"known keys: {', '.join(known)}" if known else None
                raise self.error(f"unknown key {key!r}{where}{nearest(key, known)}", *keys, key, hint=hint)
        return found

    def typed(self, value: Any, expected: type, *keys: str | int) -> Any:
        """The value, if it has the type, one of _TYPES, that was declared."""
        if expected is tuple:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                return tuple(value)
        elif expected is float and type(value) is int:
            return float(value)
        elif type(value) is expected:  # not isinstance: true is no integer
            return value
        found = _TYPES.get(type(value), "a date or time")
        if expected is tuple and isinstance(value, list):
            other = next(item for item in value if not isinstance(item, str))
            found = f"one that holds {_TYPES.get(type(other), 'a date or time')}"
        raise self.error(f"{dotted(keys)} must be {_TYPES[expected]}, not {found}", *keys)


def _has(values: Any, keys: Sequence[str | int]) -> bool:
    for key in keys:
        if isinstance(key, int):
            if not isinstance(values, list) or len(values) <= key:
                return False
        elif not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def dotted(keys: Iterable[str | int]) -> str:
    """The name of a key as people write it: rules.GF03.maps, builds[1].goos."""

    def word(key: str | int) -> str:
        if isinstance(key, int):
            return f"[{key}]"
        return f".{key}" if re.fullmatch(r"[\w-]+", key, re.ASCII) else f".{key!r}"

    return "".join(map(word, keys)).removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """`; the nearest is '…'`, or nothing where nothing is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.4)
    return f"; the nearest is {by_folded[found[0]]!r}" if found else ""


def inside(path: str, directory: str) -> bool:
    """Is a path that directory, or below it? Only by the text: links are not followed."""
    return path == directory or path.startswith(directory.rstrip(os.sep) + os.sep)
