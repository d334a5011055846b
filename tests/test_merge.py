"""Fixes become one text: no edit is lost, none overlaps, and what does not go together waits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gofix20.merge import MergeResult, merge, replaced
from gofix20.model import Edit, Fix, Safety

PATH, OTHER = "/r/x.go", "/r/y.go"


def fix(*edits: tuple[int, int, bytes] | Edit, claims: tuple[str, ...] = (), relies: tuple[str, ...] = ()) -> Fix:
    whole = [edit if isinstance(edit, Edit) else Edit(PATH, edit[0], edit[1], edit[2]) for edit in edits]
    return Fix("a fix", tuple(whole), Safety.SAFE, claims=claims, relies=relies)


def merged(text: bytes, *fixes: Fix) -> MergeResult:
    return merge({PATH: text, OTHER: text}, fixes)


def text_of(text: bytes, *fixes: Fix) -> bytes:
    """The text that fixes without conflicts make."""
    result = merged(text, *fixes)
    assert result.applied == tuple(range(len(fixes)))
    return result.texts[PATH]


# Few offsets and few new texts, so that fixes meet, touch and repeat one another all the time.
SOURCE = b"0123456789ab"
spans = st.tuples(st.integers(0, len(SOURCE)), st.integers(0, 3)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], len(SOURCE)))
)
edits_drawn = st.builds(
    lambda path, span, new: Edit(path, span[0], span[1], new),
    st.sampled_from([PATH, PATH, OTHER]),
    spans,
    st.sampled_from([b"", b"A", b"B", b"line\n", b"other\n"]),
)
fixes_drawn = st.lists(st.lists(edits_drawn, min_size=1, max_size=3).map(lambda edits: fix(*edits)), max_size=7)
many = settings(max_examples=120, derandomize=True, deadline=None)


def meets(one: Edit, other: Edit) -> bool:
    """May the two not both be done? By cells: byte n is cell 2n+1, the gap in front of it 2n."""
    if one.path != other.path:
        return False

    def cells(edit: Edit) -> set[int]:
        return {2 * edit.start} if edit.start == edit.end else set(range(2 * edit.start + 1, 2 * edit.end))

    def edges(edit: Edit) -> set[int]:
        return {2 * edit.start, 2 * edit.end}

    touched = any(
        insertion.start == insertion.end and cells(insertion) & edges(replacement)
        for insertion, replacement in ((one, other), (other, one))
    )
    return touched or bool(cells(one) & cells(other))


def once_is_enough(edit: Edit) -> bool:
    return edit.start < edit.end or edit.new.endswith(b"\n")


def does_something(edit: Edit) -> bool:
    return edit.start < edit.end or edit.new != b""


def is_sound(one_fix: Fix) -> bool:
    spans = [edit for edit in one_fix.edits if edit.start < edit.end]
    points = [edit for edit in one_fix.edits if edit.start == edit.end and edit.new]
    return not any(
        one != two and one.path == two.path and one.start < two.end and two.start < one.end
        for one in spans
        for two in spans
    ) and not any(point.path == span.path and span.start < point.start < span.end for point in points for span in spans)


def effective(one_fix: Fix) -> list[Edit]:
    """What a fix does: without insertions of nothing, and each replacement once."""
    edits: list[Edit] = []
    for edit in sorted(one_fix.edits, key=lambda edit: (edit.path, edit.start, edit.end)):
        if edit.new if edit.start == edit.end else edit not in edits:
            edits.append(edit)
    return edits


def may_go_together(one: Fix, two: Fix) -> bool:
    if effective(one) == effective(two):
        return True
    return not any(
        meets(edit, other) and not (edit == other and once_is_enough(edit))
        for edit in effective(one)
        for other in effective(two)
        # An edit that is there already brings nothing new to the other's neighbours.
        if not (once_is_enough(edit) and edit in effective(two))
        and not (once_is_enough(other) and other in effective(one))
    )


@given(fixes_drawn)
@many
def test_each_fix_is_applied_waits_or_is_malformed(fixes: list[Fix]) -> None:
    result = merged(SOURCE, *fixes)
    assert sorted([*result.applied, *result.waiting, *result.malformed]) == list(range(len(fixes)))
    assert [index for index, one in enumerate(fixes) if not is_sound(one)] == list(result.malformed)
    assert list(result.applied) == sorted(result.applied)


@given(fixes_drawn)
@many
def test_fixes_that_overlap_are_not_both_applied(fixes: list[Fix]) -> None:
    applied = [fixes[index] for index in merged(SOURCE, *fixes).applied]
    for at, one in enumerate(applied):
        for two in applied[:at]:
            assert may_go_together(one, two)


@given(fixes_drawn)
@many
def test_a_fix_that_overlaps_nothing_does_not_wait(fixes: list[Fix]) -> None:
    result = merged(SOURCE, *fixes)
    for index in result.waiting:
        touched = [edit for at in result.applied if at < index for edit in effective(fixes[at])]
        assert any(meets(edit, other) for edit in effective(fixes[index]) for other in touched)


@given(fixes_drawn)
@many
def test_no_edit_is_lost(fixes: list[Fix]) -> None:
    # Each edit has a text of its own, so that none is the same as another, and each can be found.
    number = 0
    marked = []
    for one in fixes:
        edits = []
        for edit in one.edits:
            number += 1
            edits.append(Edit(edit.path, edit.start, edit.end, b"<%d>" % number))
        marked.append(fix(*edits))
    result = merged(SOURCE, *marked)
    for path in (PATH, OTHER):
        kept = [True] * len(SOURCE)
        new = [b""] * (len(SOURCE) + 1)
        applied = [edit for index in result.applied for edit in marked[index].edits if edit.path == path]
        for edit in sorted(applied, key=lambda edit: edit.end - edit.start > 0):
            new[edit.start] += edit.new
            kept[edit.start : edit.end] = [False] * (edit.end - edit.start)
        cells = [SOURCE[at : at + 1] if kept[at] else b"" for at in range(len(SOURCE))]
        expected = b"".join(inserted + cell for inserted, cell in zip(new, [*cells, b""], strict=True))
        assert result.texts.get(path, SOURCE) == expected
        assert replaced(SOURCE, result.edits.get(path, ())) == expected


@given(fixes_drawn)
@many
def test_the_same_fixes_again_change_nothing(fixes: list[Fix]) -> None:
    once, twice = merged(SOURCE, *fixes), merged(SOURCE, *fixes, *fixes)
    assert twice.texts == once.texts
    assert set(twice.applied) == {*once.applied, *(index + len(fixes) for index in once.applied)}


def test_neighbours_go_together() -> None:
    assert text_of(b"abcdef", fix((2, 4, b"X")), fix((0, 2, b"Y"))) == b"YXef"
    assert text_of(b"abcdef", fix((1, 1, b"X")), fix((2, 3, b"Y"))) == b"aXbYdef"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1, 3, b"X"), (2, 4, b"Y")),
        ((0, 6, b"X"), (2, 3, b"Y")),
        ((2, 3, b"Y"), (0, 6, b"X")),
        ((1, 3, b"X"), (1, 3, b"Y")),
        ((1, 3, b"X"), (2, 2, b"Y")),
        ((1, 3, b"X"), (1, 1, b"Y")),
        ((1, 3, b"X"), (3, 3, b"Y")),
        ((2, 2, b"X"), (2, 2, b"Y")),
    ],
)
def test_overlap_of_any_kind_is_a_conflict(first: tuple[int, int, bytes], second: tuple[int, int, bytes]) -> None:
    result = merged(b"abcdef", fix(first), fix(second))
    assert (result.applied, result.waiting) == ((0,), (1,))
    assert result.texts == merged(b"abcdef", fix(first)).texts


def test_two_fixes_that_close_a_parenthesis_at_one_place_mean_two() -> None:
    result = merged(b"a-b", fix((0, 0, b"f("), (3, 3, b")")), fix((2, 2, b"g("), (3, 3, b")")))
    assert (result.applied, result.waiting) == ((0,), (1,))


def test_what_two_fixes_share_counts_once() -> None:
    shared = (2, 2, b"n := len(x)\n")
    assert text_of(b"a\nb\nc\n", fix(shared, (0, 1, b"A")), fix(shared, (4, 5, b"C"))) == b"A\nn := len(x)\nb\nC\n"
    assert text_of(b"abc", fix((1, 2, b"")), fix((1, 2, b""))) == b"ac"
    assert text_of(b"abc", fix((1, 1, b")")), fix((1, 1, b")"))) == b"a)bc"  # the same fix, found twice


def test_a_fix_is_whole_over_all_of_its_files() -> None:
    first = fix((0, 1, b"X"))
    second = fix(Edit(OTHER, 0, 1, b"Y"), Edit(PATH, 0, 1, b"Z"))
    third = fix(Edit(OTHER, 0, 1, b"W"))
    result = merged(b"abc", first, second, third)
    assert (result.applied, result.waiting) == ((0, 2), (1,))
    assert result.texts == {PATH: b"Xbc", OTHER: b"Wbc"}


def test_within_a_fix_every_insertion_counts_in_its_order() -> None:
    both_ends = fix((3, 3, b")"), (1, 1, b"f("), (3, 3, b")"), (1, 1, b"g("), (1, 3, b"x"))
    assert text_of(b"abcd", both_ends) == b"af(g(x))d"


def test_what_one_relies_on_no_other_may_change() -> None:
    reader, other = fix((0, 1, b"X"), relies=("x",)), fix((2, 3, b"Y"), relies=("x", "y"))
    changer = fix((4, 5, b"Z"), claims=("x",))
    assert merged(b"abcdef", reader, other).waiting == ()
    assert merged(b"abcdef", reader, changer).waiting == (1,)
    assert merged(b"abcdef", changer, reader).waiting == (1,)


def test_a_fix_that_claims_the_same_waits() -> None:
    first, second = fix((0, 1, b"X"), claims=("name b",)), fix((2, 3, b"Y"), claims=("name b", "name c"))
    third = fix((1, 2, b"Z"), claims=("name c",))
    result = merged(b"abc", first, second, third)
    assert (result.applied, result.waiting) == ((0, 2), (1,))


@pytest.mark.parametrize(
    "wrong",
    [
        fix((-1, 0, b"")),
        fix((2, 1, b"")),
        fix((0, 4, b"")),
        fix((4, 4, b"x")),
        fix((0, 2, b"x"), (1, 3, b"y")),
        fix((0, 2, b"x"), (1, 1, b"y")),
        fix((0, 2, b"x"), (0, 2, b"y")),
        fix((0, 1, b"x"), Edit("/r/unread.go", 0, 0, b"x")),
    ],
)
def test_a_rules_mistake_touches_nothing(wrong: Fix) -> None:
    result = merged(b"abc", wrong, fix((1, 2, b"B")))
    assert (result.applied, result.waiting, result.malformed) == ((1,), (), (0,))
    assert result.texts == {PATH: b"aBc"}


@given(st.lists(st.sampled_from([b"a", b"}", b""]), min_size=3, max_size=8), st.integers(0, 99), st.integers(0, 9))
@many
def test_line_endings_stay_those_of_the_file(lines: list[bytes], at: int, length: int) -> None:
    unix = b"\n".join(lines)
    start = min(at, len(unix))
    end = min(start + length, len(unix))
    dos = unix.replace(b"\n", b"\r\n")
    moved = {offset: offset + unix.count(b"\n", 0, offset) for offset in (start, end)}
    # What a rule copies from the file has its line endings, what it writes itself may have the other.
    for new in (b"x\ny\n", b"x\r\ny\n"):
        edit = fix((start, end, b"x\ny\n"))
        same = fix((moved[start], moved[end], new))
        assert text_of(dos, same) == text_of(unix, edit).replace(b"\n", b"\r\n")


def test_nothing_comes_between_cr_and_lf_or_before_a_byte_order_mark() -> None:
    assert text_of(b"ab\r\ncd\r\n", fix((3, 3, b"\n// x"))) == b"ab\r\n// x\r\ncd\r\n"
    assert text_of(b"ab\r\ncd\r\n", fix((3, 5, b"\n"))) == b"ab\r\nd\r\n"
    assert text_of(b"ab\r\ncd\r\n", fix((0, 3, b"x"))) == b"x\r\ncd\r\n"
    assert text_of(b"\xef\xbb\xbfab", fix((0, 0, b"x"))) == b"\xef\xbb\xbfxab"
    assert text_of(b"\xef\xbb\xbfab", fix((0, 4, b"x"))) == b"\xef\xbb\xbfxb"


def test_a_few_foreign_line_endings_do_not_change_the_rest() -> None:
    assert text_of(b"a\nb\r\nc\nd\n", fix((0, 1, b"x\ny"))) == b"x\ny\nb\r\nc\nd\n"
    assert text_of(b"a\r\nb\nc\r\n", fix((0, 1, b"x\ny"))) == b"x\r\ny\r\nb\nc\r\n"


def test_many_fixes_in_one_file_do_not_take_forever() -> None:
    text = b"x" * 60_000
    fixes: Sequence[Fix] = [fix((at, at + 1, b"y")) for at in range(0, 60_000, 3)]
    assert text_of(text, *fixes) == re.sub(rb"x(..)", rb"y\1", text)
