"""By what a pull request is found again: a comment at the very beginning of its body, which no page shows."""

from __future__ import annotations

import re
from urllib.parse import quote

_OPENING = re.compile(r"<!--(?=\s*gofix20:)")
_CUT = "\n\n… *(the rest is too long for this server)*"


def comment(marker: str) -> str:
    """The marker as a comment that it cannot end, whatever it holds."""
    return f"<!-- gofix20: {quote(marker, safe='/:._').replace('-', '%2D')} -->"


def marked(body: str, marker: str, limit: int) -> str:
    """The body with the marker, in at most `limit` characters.

    In front, so that nothing in the body can swallow it; what the body holds of the kind is no marker any more.
    """
    text = f"{comment(marker)}\n\n{_OPENING.sub('<!-​-', body)}"
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT


def has(body: str | None, marker: str) -> bool:
    """Does a body begin with the marker? People may have written something in front: then it is looked for."""
    return comment(marker) in (body or "")

