"""Functions about GF03, of every kind: loops that fill, appends in a row, and whole scenes."""

from __future__ import annotations

import random

from tests.differential import fill_scenes
from tests.differential.prealloc import Filling
from tests.differential.rows import Row

RULE = "GF03"
SHARE = 15
"""How many of 100 loops have something that stands in the way of the rule."""
ROWS = 0.15
"""How many of the functions are appends in a row."""


def write(dice: random.Random, name: str) -> str:
    if dice.random() < ROWS:
        return Row(dice, name).written()
    if dice.random() < SHARE / 250:
        return fill_scenes.write(dice, name)
    return Filling(dice, name, SHARE).written()
