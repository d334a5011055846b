"""Lines of a new text, traced to the old one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gofix20.lines import LineMap

TEXTS = st.lists(st.sampled_from([b"a", b"b", b"c", b""]), max_size=12).map(b"\n".join)


def test_what_did_not_change_is_where_it_was() -> None:
    same = LineMap(b"a\nb\nc\n", b"a\nb\nc\n")
    assert [same.old_lines(line) for line in (1, 2, 3, 4)] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert all(map(same.is_unchanged, (1, 2, 3, 4)))


def test_replaced_inserted_deleted() -> None:
    replaced = LineMap(b"a\nb\nc\nd", b"a\nB\nC\nd")
    assert (replaced.old_lines(2), replaced.old_lines(3), replaced.old_lines(4)) == ((2, 3), (2, 3), (4, 4))
    inserted = LineMap(b"a\nb", b"a\nx\ny\nb")
    assert (inserted.old_lines(2), inserted.old_lines(3), inserted.old_lines(4)) == ((1, 2), (1, 2), (2, 2))
    deleted = LineMap(b"a\nb\nc", b"a\nc")
    assert deleted.old_lines(2) == (3, 3)
    assert not inserted.is_unchanged(2)
    assert inserted.is_unchanged(4)
    in_front = LineMap(b"a", b"x\na")
    assert in_front.old_lines(1) == (1, 1)


def test_a_line_beyond_the_end_is_the_last() -> None:
    assert LineMap(b"a\nb", b"a\nb").old_lines(9) == (2, 2)
    assert not LineMap(b"a\nb", b"a\nb").is_unchanged(9)


@given(TEXTS, TEXTS)
def test_any_two_texts(old: bytes, new: bytes) -> None:
    lines = LineMap(old, new)
    old_lines, new_lines = old.split(b"\n"), new.split(b"\n")
    last = 0
    for number, text in enumerate(new_lines, 1):
        first, end = lines.old_lines(number)
        assert 1 <= first <= end <= len(old_lines) + 1
        if lines.is_unchanged(number):
            assert first == end > last
            assert old_lines[first - 1] == text
            last = first
    if old == new:
        assert all(map(lines.is_unchanged, range(1, len(new_lines) + 1)))
