"""What one pull request holds: the findings of a repository, divided as migration.toml says."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pathspec import GitIgnoreSpec

from gofix20.bulk.fixing import Fixable

OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
SIZE_LIMIT = 1 << 20
NAME_LIMIT = 60
"""Characters of a part's name: it becomes part of a branch's."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into one pull request."""

    name: str
    """Of letters, digits, hyphens and dots: the same for the same findings, in each run."""
    findings: tuple[Fixable, ...]

    @property
    def rules(self) -> dict[str, list[Fixable]]:
        """Its findings by rule, in the order of the codes."""
        found: dict[str, list[Fixable]] = {}
        for one in sorted(self.findings, key=lambda one: (one.rule, one.path, one.start)):
            found.setdefault(one.rule, []).append(one)
        return found


def divided(findings: Sequence[Fixable], split: str, max_files: int, root: str) -> list[Part]:
    """Divide by `split`, and what still touches more than `max_files` files once more, in the order of their paths."""
    owners = _Owners.read(root) if split == "codeowners" else None
    groups: dict[str, list[Fixable]] = {}
    for one in sorted(findings, key=lambda one: (one.path, one.start, one.rule)):
        groups.setdefault(_group(one, split, owners), []).append(one)
    parts = []
    for name, members in sorted(groups.items()):
        chunks = _chunks(members, max_files)
        parts += [
            Part(name if len(chunks) == 1 else f"{name}-{number}", tuple(chunk))
            for number, chunk in enumerate(chunks, 1)
        ]
    return parts


def _group(one: Fixable, split: str, owners: _Owners | None) -> str:
    if split == "rule":
        return one.rule.lower()
    if split == "directory":
        return _slug(os.path.dirname(one.path) or "root")
    if owners is not None:
        return _slug(" ".join(owners.of(one.path)) or "unowned")
    return "all"


def _chunks(findings: Sequence[Fixable], max_files: int) -> list[list[Fixable]]:
    """Findings that touch the same files stay together, as far as they follow each other."""
    chunks: list[list[Fixable]] = [[]]
    files: set[str] = set()
    for one in findings:
        new = files.union(one.files, [one.path])
        if len(new) > max_files and chunks[-1]:
            chunks.append([])
            new = {*one.files, one.path}
        chunks[-1].append(one)
        files = new
    return chunks


def _slug(text: str) -> str:
    """A name for a branch; two texts have two names."""
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")
    slug = re.sub(r"\.{2,}", ".", slug)
    if slug != text or len(slug) > NAME_LIMIT or slug.endswith(".lock"):
        digest = hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:8]
        slug = f"{slug[:NAME_LIMIT].strip('-.')}-{digest}".lstrip("-")
    return slug


@dataclass(frozen=True, slots=True)
class _Owners:
    """A CODEOWNERS file: of several patterns that match, the last one counts."""

    rules: Sequence[tuple[GitIgnoreSpec, tuple[str, ...]]]

    @classmethod
    def read(cls, root: str) -> _Owners:
        rules = []
        for line in _text(root).splitlines():
            words = line.partition(" #")[0].split()
            # GitLab's sections divide the file, and say nothing by themselves.
            if words and not words[0].startswith(("#", "[", "^[")):
                rules.append((GitIgnoreSpec.from_lines([words[0]]), tuple(words[1:])))
        return cls(rules)

    def of(self, path: str) -> tuple[str, ...]:
        return next((owners for spec, owners in reversed(self.rules) if spec.match_file(path)), ())


def _text(root: str) -> str:
    for name in OWNERS:
        path = os.path.join(root, name)
        if os.path.isfile(path) and os.path.realpath(path).startswith(os.path.realpath(root) + os.sep):
            with open(path, "rb") as stream:
                return stream.read(SIZE_LIMIT).decode(errors="replace")
    return ""
