"""Byte offsets to an editor's lines and characters, and back: in UTF-8, UTF-16 or UTF-32 units, as was agreed."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lsprotocol.types import Position, PositionEncodingKind, Range

UTF16 = PositionEncodingKind.Utf16.value
_UNITS = {PositionEncodingKind.Utf16.value: ("utf-16-le", 2), PositionEncodingKind.Utf32.value: ("utf-32-le", 4)}
_LINE = re.compile(rb"\r\n|\n|\r")
"""What ends a line in the protocol: a lone carriage return too, though not in Go."""


class Text:
    """One text, as the editor counts in it."""

    def __init__(self, data: bytes, encoding: str = UTF16) -> None:
        self.data = data
        self.encoding = encoding

    @cached_property
    def starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE.finditer(self.data))]

    def position(self, offset: int) -> Position:
        offset = min(max(offset, 0), len(self.data))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, self._units(self.data[self.starts[line] : offset]))

    def range(self, start: int, end: int) -> Range:
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Behind the end of a line or of the text is its end, as the protocol has it."""
        if position.line >= len(self.starts):
            return len(self.data)
        start = self.starts[position.line]
        line = self.data[start : self._line_end(position.line)]
        if self.encoding not in _UNITS or line.isascii():
            return start + min(position.character, len(line))
        units = 0
        text = line.decode("utf-8", "surrogateescape")
        for index, character in enumerate(text):
            if units >= position.character:
                return start + len(text[:index].encode("utf-8", "surrogateescape"))
            units += 2 if character > "\uffff" and self.encoding == UTF16 else 1
        return start + len(line)

    def _line_end(self, line: int) -> int:
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.data)
        while end > self.starts[line] and self.data[end - 1] in b"\r\n":
            end -= 1
        return end

    def _units(self, part: bytes) -> int:
        if self.encoding not in _UNITS or part.isascii():
            return len(part)
        name, size = _UNITS[self.encoding]
        # A byte that is no UTF-8 counts as one character, as editors show it.
        return len(part.decode("utf-8", "replace").encode(name, "replace")) // size
