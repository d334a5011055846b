"""What an editor can set, under `gofix20`: on its own start, and (but for the program to run) for each folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gofix20.config import GAINS
from gofix20.model import GainLevel


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user says; a `.gofix20.toml` found in a repository can narrow it."""

    go: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_gain: GainLevel | None = None
    tags: tuple[str, ...] | None = None
    unsafe_fixes: bool = True
    """Are unsafe fixes offered, one at a time?"""
    debounce: float = 0.15
    """Seconds without a keystroke after which one looks."""


def settings_of(given: object, base: Settings, complain: Callable[[str], None], *, trusted: bool) -> Settings:
    """The settings `base`, with those given by name. What is not understood is left out, and said.

    Not `trusted` is what may be a repository's own (`.vscode/settings.json`): it names no program to run, and brings
    back no unsafe fix that the user does not want to see.
    """
    if not isinstance(given, Mapping):
        return base
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _READERS:
            complain(f"there is no setting gofix20.{name}: {', '.join(_READERS)}")
            continue
        if value is None or (name == "go" and (value == "" or not trusted)):
            continue
        field, read = _READERS[name]
        try:
            found[field] = read(value)
        except (TypeError, ValueError):
            complain(f"gofix20.{name}: {value!r} is not understood")
    if not trusted:
        found["unsafe_fixes"] = found.get("unsafe_fixes", True) and base.unsafe_fixes
    return replace(base, **found)


def _words(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TypeError
    return tuple(value) or None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _gain(value: object) -> GainLevel | None:
    if value in ("", "none"):
        return None
    if not isinstance(value, str) or value not in GAINS:
        raise ValueError
    return GAINS[value]


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10_000:
        raise ValueError
    return value / 1000


_READERS: Mapping[str, tuple[str, Callable[[object], Any]]] = {
    "go": ("go", _text),
    "select": ("select", _words),
    "ignore": ("ignore", _words),
    "minGain": ("min_gain", _gain),
    "tags": ("tags", _words),
    "unsafeFixes": ("unsafe_fixes", _flag),
    "debounce": ("debounce", _seconds),
}
