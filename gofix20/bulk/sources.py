"""Where the repositories of a migration come from."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from gofix20.bulk.forges.base import Forge, Target
from gofix20.bulk.settings import Settings, Source
from gofix20.model import GofixError


def targets(settings: Settings, forges: Mapping[str, Forge]) -> Iterator[Target]:
    """All repositories that migration.toml names, each once, as their forges list them."""
    seen: set[str] = set()
    for source in settings.sources:
        for target in _of(source, forges[source.forge]):
            if target.key not in seen:
                seen.add(target.key)
                yield target


def _of(source: Source, forge: Forge) -> Iterator[Target]:
    if source.query is not None:
        yield from forge.search(source.query)
    for path in source.paths:
        yield forge.target(path)
    for pattern in source.directories:
        found = [path for path in sorted(glob.glob(pattern)) if is_repository(path)]
        if not found:
            raise GofixError(f"{pattern}: there is no git repository", "a pattern such as /srv/git/*.git names them")
        for path in found:
            yield forge.target(Path(os.path.realpath(path)).as_uri())


def is_repository(path: str) -> bool:
    """A directory that git can clone from: bare, or with a working tree."""
    return any(
        os.path.isfile(os.path.join(path, inner, "HEAD")) and os.path.isdir(os.path.join(path, inner, "objects"))
        for inner in ("", ".git")
    )
