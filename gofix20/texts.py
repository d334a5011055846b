"""Places in texts, in the units that others count in: each format of a report has its own.

Our own places are byte offsets. A line ends at `\\n` and nowhere else, as Go's do.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gofix20.model import Finding

_BOM = b"\xef\xbb\xbf"
_FUNCTION = re.compile(rb"^func\b[ \t]*(\([^)\n]*\)[ \t]*)?[^\s(\[]+", re.MULTILINE)


class Unit(enum.Enum):
    """What a column counts."""

    BYTES = "bytes"
    """Of UTF-8: Go's, a compiler's, reviewdog's."""
    UTF16 = "UTF-16 code units"
    """JavaScript's, and with it that of every page that shows a place. A byte order mark is none."""


class Region(NamedTuple):
    """A range of a text: lines and columns from 1, the end not included."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class Texts:
    """The files that a run was about, as it read them, each read once."""

    known: Mapping[str, bytes]
    """What is known of them without a look at the disk: a text that was not saved, or that has been changed since."""
    _texts: dict[str, bytes] = field(default_factory=dict)
    _starts: dict[str, list[int]] = field(default_factory=dict)
    _functions: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def of(self, path: str) -> bytes:
        """A file's text; empty if it is gone."""
        if path not in self._texts:
            text = self.known.get(path)
            if text is None:
                try:
                    with open(path, "rb") as file:
                        text = file.read()
                except OSError:
                    text = b""
            self._texts[path] = text
        return self._texts[path]

    def region(self, path: str, start: int, end: int, unit: Unit) -> Region:
        """Where the bytes from `start` to `end` are."""
        line, column = self._place(path, start, unit)
        return Region(line, column, *self._place(path, max(start, end), unit))

    def column(self, path: str, line: int, column: int, unit: Unit) -> int:
        """A column that counts bytes, in another unit."""
        starts = self._starts_of(path)
        return self._place(path, starts[min(line, len(starts)) - 1] + column - 1, unit)[1]

    def lines(self, path: str, first: int, last: int) -> bytes:
        """The text of some lines, both included."""
        starts = self._starts_of(path)
        text = self.of(path)
        end = starts[last] if last < len(starts) else len(text)
        return text[starts[min(first, len(starts)) - 1] : end]

    def function(self, path: str, offset: int) -> str:
        """The head of the function that an offset is in, or of the one above it."""
        if path not in self._functions:
            found = _FUNCTION.finditer(self.of(path))
            self._functions[path] = [(match.start(), _words(match[0])) for match in found]
        functions = self._functions[path]
        at = bisect_right(functions, offset, key=lambda function: function[0])
        return functions[at - 1][1] if at else ""

    def first_line(self, finding: Finding) -> str:
        """The line that a finding starts on, without what a formatter may change of it."""
        return _words(self.lines(finding.path, finding.line, finding.line))

    def _place(self, path: str, offset: int, unit: Unit) -> tuple[int, int]:
        starts = self._starts_of(path)
        text = self.of(path)
        offset = min(offset, len(text))
        line = bisect_right(starts, offset)
        before = text[starts[line - 1] : offset]
        if unit is Unit.BYTES:
            return line, len(before) + 1
        if line == 1:
            before = before.removeprefix(_BOM)
        return line, len(before.decode("utf-8", "replace").encode("utf-16-le")) // 2 + 1

    def _starts_of(self, path: str) -> list[int]:
        if path not in self._starts:
            self._starts[path] = [0, *(match.end() for match in re.finditer(rb"\n", self.of(path)))]
        return self._starts[path]


def _words(text: bytes) -> str:
    return b" ".join(text.split()).decode("utf-8", "surrogateescape")
