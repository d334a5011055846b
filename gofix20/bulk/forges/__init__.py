"""The servers that pull requests are opened on: what a forge has to be able to do (`base`), and a file a kind.

`connect` makes one from its settings. The libraries are of the extra `bulk`, and imported by the kind that needs them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from gofix20.bulk.forges.base import Forge, ForgeError, ForgeSettings

if TYPE_CHECKING:
    from gofix20.bulk.politeness import Clock

KINDS = {
    "github": ("gofix20.bulk.forges.github", "GithubForge"),
    "gitlab": ("gofix20.bulk.forges.gitlab", "GitlabForge"),
    "gerrit": ("gofix20.bulk.forges.gerrit", "GerritForge"),
    "git": ("gofix20.bulk.forges.plain", "PlainForge"),
}
"""A new one is a line here and a file beside this one."""


def connect(settings: ForgeSettings, clock: Clock | None = None) -> Forge:
    """The forge of the settings; asks nobody yet. ForgeError for a kind that there is not, and without the extra."""
    if settings.kind not in KINDS:
        raise ForgeError(
            f"[forges.{settings.name}]: there is no kind “{settings.kind}”", f"known are: {', '.join(KINDS)}"
        )
    module, name = KINDS[settings.kind]
    try:
        kind = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise ForgeError(
            f"[forges.{settings.name}] needs {error.name}", "install it with: pip install 'gofix20[bulk]'"
        ) from None
    forge: Forge = kind.connect(settings, clock)
    return forge
