"""What is asked of a text before any rule looks at it."""

from __future__ import annotations

import pytest

from gofix20.syntax import has_line_directives

FUNCTION = "package p\n\nfunc f() {\n%s\n\t_ = 0\n}\n"


@pytest.mark.parametrize(
    ("written", "counts"),
    [
        ("//line x.y:1", True),
        ("//line x.y:1:2\r", True),
        ("//line :1", True),
        ("\t/*line x.y:1*/", True),
        ("\t_ = 1 + /*line x.y:1*/ 2", True),
        ("/*line x.y:1:7*/", True),
        # no directives
        ("\t//line x.y:1", False),
        ("\t_ = 1 //line x.y:1", False),
        ("//line", False),
        ("//line up: 1, 2", False),
        ("//line x.y", False),
        ("// line x.y:1", False),
        ("\t/* see /*line x.y:1*/", False),
        ("\t_ = `\n//line x.y:1\n`", False),
        ('\t_ = "/*line x.y:1*/"', False),
        ("\t/*\n//line x.y:1\n*/", False),
        # both
        ("\t_ = `\n//line x.y:1\n`\n//line x.y:1", True),
        # where the grammar is lost, nobody knows what a string is
        ("\t) ` (\n//line x.y:1\n`", True),
    ],
)
def test_line_directives(written: str, counts: bool) -> None:
    assert has_line_directives((FUNCTION % written).encode()) is counts


def test_line_directive_in_the_first_line() -> None:
    assert has_line_directives(b"//line x.y:1\npackage p\n")
    assert not has_line_directives(b"package p\n")
