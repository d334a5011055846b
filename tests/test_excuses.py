"""A problem that was there before is not ours, wherever it moved; any other one is."""

from __future__ import annotations

from gofix20.excuses import Report, fresh
from gofix20.model import Problem

BEFORE = b"one\ntwo\nthree\nfour\nfive\n"


def report(line: int, message: str = "bad", path: str = "a.go", check: str = "printf") -> Report:
    return Report(check, Problem("vet", path, line, 1, message))


def new_of(old: list[Report], new: list[Report], after: bytes = BEFORE) -> list[Report]:
    return fresh(old, new, {"a.go": BEFORE}, {"a.go": after})


def test_unchanged() -> None:
    assert new_of([report(2)], [report(2)]) == []
    assert new_of([], [report(2)]) == [report(2)]
    assert new_of([report(2)], []) == []


def test_moved() -> None:
    after = b"zero\n" + BEFORE
    assert new_of([report(2)], [report(3)], after) == []
    assert new_of([report(2)], [report(2)], after) == [report(2)]


def test_numbers_of_other_lines_may_move() -> None:
    after = b"zero\n" + BEFORE
    said = "declared on line 1 (see a.go:4:2)", "declared on line 2 (see a.go:5:2)"
    assert new_of([report(2, said[0])], [report(3, said[1])], after) == []
    assert new_of([report(2, "wants 1 argument")], [report(3, "wants 2 arguments")], after) != []
    # Also in a file that nobody touched.
    assert new_of([report(9, said[0], "b.go")], [report(9, said[1], "b.go")], after) == []
    assert new_of([report(9, said[0], "b.go")], [report(8, said[0], "b.go")], after) != []


def test_replaced_lines_may_be_named_otherwise() -> None:
    after = BEFORE.replace(b"two\nthree\n", b"2\n2.5\n3\n")
    was = report(3, "non-constant format string in call to fmt.Sprintf")
    now = report(4, "non-constant format string in call to (*strings.Builder).WriteString")
    assert new_of([was], [now], after) == []
    assert new_of([was], [report(4, "format string is missing")], after) != []
    assert new_of([was], [report(5, was.problem.message)], after) != []
    # An unchanged line says what it said.
    assert new_of([report(5, "call to fmt.Sprintf")], [report(6, "call to fmt.Fprintf")], after) != []


def test_another_check_or_file_is_another_problem() -> None:
    assert new_of([report(2)], [report(2, check="copylocks")]) != []
    assert new_of([report(2, path="b.go")], [report(2)]) != []


def test_each_old_problem_excuses_one() -> None:
    after = BEFORE.replace(b"two\n", b"2\n2\n")
    assert new_of([report(2)], [report(2), report(3)], after) == [report(3)]
    assert new_of([report(2), report(2)], [report(2), report(3)], after) == []


def test_unchanged_lines_keep_their_excuse() -> None:
    # Line 2 was replaced by text that says the same as the old problem of line 3, which stays.
    after = BEFORE.replace(b"two\n", b"2\n")
    assert new_of([report(3)], [report(2), report(3)], after) == [report(2)]


def test_problem_without_a_place() -> None:
    nowhere = report(0, "import cycle not allowed", "")
    assert new_of([nowhere], [nowhere]) == []
    assert new_of([], [nowhere]) == [nowhere]


def test_new_file() -> None:
    assert fresh([], [report(1, path="n.go")], {}, {"n.go": b"x\n"}) == [report(1, path="n.go")]
