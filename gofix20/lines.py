"""Which line of an old text a line of a new text comes from."""

from __future__ import annotations

import difflib
from functools import cached_property


class LineMap:
    """Lines (from 1) of a new text, traced to the old one. Both are compared whole, so any change may lie between."""

    def __init__(self, old: bytes, new: bytes) -> None:
        self._old = old.split(b"\n")
        self._new = new.split(b"\n")

    @cached_property
    def _blocks(self) -> list[tuple[str, int, int, int, int]]:
        old, new = self._old, self._new
        # difflib is quadratic at worst; what is equal at both ends is most of a file.
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        matcher = difflib.SequenceMatcher(
            None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
        )
        blocks = [("equal", 0, head, 0, head)]
        blocks += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in matcher.get_opcodes()]
        blocks.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
        return blocks

    def old_lines(self, line: int) -> tuple[int, int]:
        """First and last line of the old text that a line of the new one comes from.

        One line if it is unchanged; else the lines that were replaced, or the ones around an insertion.
        """
        at = line - 1
        for tag, old_start, old_end, new_start, new_end in self._blocks:
            if new_start <= at < new_end:
                if tag == "equal":
                    same = old_start + at - new_start + 1
                    return same, same
                return (old_start + 1, old_end) if old_end > old_start else (max(old_start, 1), old_start + 1)
        return len(self._old), len(self._old)

    def is_unchanged(self, line: int) -> bool:
        at = line - 1
        return any(tag == "equal" and start <= at < end for tag, _, _, start, end in self._blocks)
