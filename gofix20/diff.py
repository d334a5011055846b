"""Texts to a unified diff, and what a diff amounts to: the only user of unidiff.

The diff is for `git apply` and `patch -p1`, run in the directory that it is relative to:

- There is no `diff --git` line: with one, `git apply` in a sub-directory of a repository takes the
  paths as relative to its root, and applies nothing, without a word.
- Names are quoted as git quotes them (C style, bytes beyond ASCII in octal). `git apply` and GNU
  patch 2.7 or newer read that; the patch of BSD and macOS does not, and wants plain names.
- Lines end at `\\n` and nowhere else; carriage returns and form feeds are part of their line. The
  lines of the header never end in `\\r`, because GNU patch would then strip it from all lines.

What the programs make of it, and we cannot change: `git apply` warns of blanks at the end of an
added line (of each line of a CRLF file), and takes them away with `apply.whitespace=fix`; with
`core.autocrlf=true` it writes a file of `\\n` with `\\r\\n`. patch does not follow a symbolic link. A
new file that is empty cannot be said in this format.

In a sub-directory, `git apply` guesses from the names how many folders to strip: from `server`, the
name `a/server/x.go` loses two, not one. `server/server/x.go` is guessed right, so a file below a
folder of the same name as the current one gets that in place of `a` and `b`. Nothing helps from
`p/q` for a file `p/q/x.go`; it fails, and `git apply -p1` does it.
"""

from __future__ import annotations

import difflib
import itertools
import os
import shlex
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unidiff.patch import PatchSet

from gofix20.model import FileChange, GofixError

CONTEXT = 3
"""Unchanged lines shown around a change, as git and diff do by default."""

_ESCAPES = {7: b"\\a", 8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r"} | {
    byte: b"\\" + bytes([byte]) for byte in b'"\\'
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a diff amounts to: files touched, lines added, lines removed."""

    files: int
    added: int
    removed: int


def unified_diff(changes: Sequence[FileChange], base: str) -> bytes:
    """Give the diff of `changes`, in their order, with paths relative to the directory `base`.

    A change whose text is the same before and after is left out. Raises GofixError if a path is
    not below `base`; its hint names the directory that holds them all.
    """
    parts = []
    here = os.path.basename(os.path.realpath(base))
    for change in changes:
        hunks = b"".join(_hunks(lines_of(change.before or b""), lines_of(change.after)))
        if hunks:
            parts.append(_header(change, _relative(change.path, base, changes), here) + hunks)
    return b"".join(parts)


def summary(patch: bytes) -> Summary:
    """Count what a diff made by `unified_diff` touches."""
    # One character a byte, so that no text is undecodable, and no line ends but at "\n".
    lines = [line.decode("latin-1") for line in lines_of(patch)]
    files = PatchSet(lines, metadata_only=True)
    return Summary(len(files), files.added, files.removed)


def _relative(path: str, base: str, changes: Sequence[FileChange]) -> str:
    relative = os.path.relpath(path, base)
    if _is_outside(relative):
        # One of the two may name the same place through a symbolic link, as /tmp does on macOS.
        folder, name = os.path.split(path)
        relative = os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(base))
    if _is_outside(relative):
        directory = os.path.commonpath([base, *(os.path.dirname(change.path) for change in changes)])
        message = f"{path} is outside of {base}, so a diff made there cannot name it"
        raise GofixError(message, f"run it in the directory above both: cd {shlex.quote(directory)}")
    return relative


def _is_outside(relative: str) -> bool:
    return relative == os.pardir or relative.startswith(os.pardir + os.sep)


def _header(change: FileChange, relative: str, here: str) -> bytes:
    old, new = "a", "b"
    if here and relative.startswith(here + "/"):
        old = new = here  # see the module's docstring: git guesses
    before = b"/dev/null" if change.before is None else _quoted(f"{old}/{relative}")
    return b"--- " + before + b"\n+++ " + _quoted(f"{new}/{relative}") + b"\n"


def _quoted(name: str) -> bytes:
    """Write a file name as git does in the header of a diff."""
    raw = os.fsencode(name)
    quoted = b"".join(
        _ESCAPES.get(byte) or (bytes([byte]) if 0x20 <= byte < 0x7F else b"\\%03o" % byte) for byte in raw
    )
    # git would not quote a name for a blank at its end, and patch would not find that file.
    if quoted != raw or raw.endswith(b" "):
        quoted = b'"' + quoted + b'"'
    # Without the tab, a name with a blank in it would end there.
    return quoted + b"\t" if b" " in raw else quoted


def lines_of(text: bytes) -> list[bytes]:
    """Split behind each newline, and only there; only the last line may lack one."""
    lines = text.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    hunk: list[tuple[int, int, int, int]] = []
    for change in changed(old, new):
        # Two changes share a hunk where their contexts would touch.
        if hunk and change[0] - hunk[-1][1] > 2 * CONTEXT:
            yield _hunk(old, new, hunk)
            hunk = []
        hunk.append(change)
    if hunk:
        yield _hunk(old, new, hunk)


def _hunk(old: list[bytes], new: list[bytes], changes: list[tuple[int, int, int, int]]) -> bytes:
    before = min(changes[0][0], CONTEXT)
    start, new_start = changes[0][0] - before, changes[0][2] - before
    behind = min(len(old) - changes[-1][1], CONTEXT)
    end, new_end = changes[-1][1] + behind, changes[-1][3] + behind
    parts = [b"@@ -%s +%s @@\n" % (_range(start, end), _range(new_start, new_end))]
    at = start
    for old_start, old_end, inserted_start, inserted_end in changes:
        parts += [_marked(b" ", line) for line in old[at:old_start]]
        parts += [_marked(b"-", line) for line in old[old_start:old_end]]
        parts += [_marked(b"+", line) for line in new[inserted_start:inserted_end]]
        at = old_end
    parts += [_marked(b" ", line) for line in old[at:end]]
    return b"".join(parts)


def _range(start: int, end: int) -> bytes:
    """Write a range of lines; an empty one names the line before it."""
    length = end - start
    if length == 1:
        return b"%d" % (start + 1)
    return b"%d,%d" % (start + 1 if length else start, length)


def _marked(mark: bytes, line: bytes) -> bytes:
    if line.endswith(b"\n"):
        return mark + line
    return mark + line + b"\n\\ No newline at end of file\n"


def changed(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Give the ranges old[a:b] that new[c:d] replaces, as (a, b, c, d), in order."""
    at, new_at = 0, 0
    for line, new_line in [*_same(old, new), (len(old), len(new))]:
        if at < line or new_at < new_line:
            yield at, line, new_at, new_line
        at, new_at = line + 1, new_line + 1


def _same(old: list[bytes], new: list[bytes]) -> list[tuple[int, int]]:
    """Pair lines that stay, in order: by patience, and by difflib where no line is unique.

    Lines that occur once on both sides hold the rest in place, so that a moved brace does not pair
    two functions that have nothing to do with one another.
    """
    pairs: list[tuple[int, int]] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        start, end, new_start, new_end = todo.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            pairs.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            pairs.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        anchors = _anchors(old, new, start, end, new_start, new_end)
        if anchors:
            pairs += anchors
            corners = [(start - 1, new_start - 1), *anchors, (end, new_end)]
            for (left, new_left), (right, new_right) in itertools.pairwise(corners):
                todo.append((left + 1, right, new_left + 1, new_right))
        else:
            matcher = difflib.SequenceMatcher(None, old[start:end], new[new_start:new_end])
            for block in matcher.get_matching_blocks():
                pairs += [(start + block.a + i, new_start + block.b + i) for i in range(block.size)]
    return sorted(pairs)


def _anchors(
    old: list[bytes], new: list[bytes], start: int, end: int, new_start: int, new_end: int
) -> list[tuple[int, int]]:
    """Give the longest rising sequence of pairs of lines that occur once in both ranges."""
    counts, new_counts = Counter(old[start:end]), Counter(new[new_start:new_end])
    places = {new[i]: i for i in range(new_start, new_end) if new_counts[new[i]] == 1}
    candidates = [(i, places[old[i]]) for i in range(start, end) if counts[old[i]] == 1 and old[i] in places]
    tops: list[int] = []  # of each pile, the smallest place that a sequence of its length ends with
    piles: list[tuple[int, int]] = []
    back: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in candidates:
        pile = bisect_left(tops, pair[1])
        back[pair] = piles[pile - 1] if pile else None
        if pile == len(tops):
            tops.append(pair[1])
            piles.append(pair)
        else:
            tops[pile], piles[pile] = pair[1], pair
    longest = []
    pair_or_none = piles[-1] if piles else None
    while pair_or_none is not None:
        longest.append(pair_or_none)
        pair_or_none = back[pair_or_none]
    return longest[::-1]
