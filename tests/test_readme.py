"""The README says what the tool does, and its rule table what the rules say."""

from __future__ import annotations

from tests import readme


def test_rules() -> None:
    text = readme.README.read_text()
    assert readme.filled(text, "rules", readme.table()) == text, "run: python -m tests.readme"


def test_diff() -> None:
    """The diff for examples/ is what the tool prints."""
    text = readme.README.read_text()
    assert readme.filled(text, "diff", readme.diff()) == text, "run: python -m tests.readme"
