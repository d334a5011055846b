"""The findings that are known: a baseline, of which only what is new is told.

A baseline has no line numbers. A finding is known by its rule, its file, its function and the text of the line that
it starts on, so that whatever is written above it changes nothing. What moved further is known as well: to another
function of the file, or with its file to another name. Each entry excuses as many findings as there were.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gofix20.model import Finding, GofixError, Outcome, Plan, Status
from gofix20.texts import Texts

VERSION = 1
"""Of the file's form."""


class Site(NamedTuple):
    """What a finding is known by. The path is relative to the root of its repository, with slashes."""

    path: str
    code: str
    function: str
    line: str


Baseline = Counter[Site]
"""How often each site is known."""


def sites(findings: Sequence[Finding], texts: Texts, root: str) -> list[Site]:
    """What some findings are known by; `root` is what their paths are made relative to."""
    return [
        Site(
            relative(finding.path, root),
            finding.rule,
            texts.function(finding.path, finding.start),
            texts.first_line(finding),
        )
        for finding in findings
    ]


def relative(path: str, root: str) -> str:
    """A path below `root` as others want it, or as it is."""
    inside = path.startswith(root.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, root).replace(os.sep, "/") if inside else path


def fingerprints(findings: Sequence[Finding], texts: Texts, root: str) -> list[str]:
    """A name for each finding that stays what it is when lines move. No two have the same."""
    seen: Counter[Site] = Counter()
    made = []
    for site in sites(findings, texts, root):
        content = "\0".join((*site, str(seen[site])))
        made.append(hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()[:40])
        seen[site] += 1
    return made


def marked(plan: Plan, baseline: Baseline, texts: Texts, root: str, shown: Callable[[Outcome], bool]) -> Plan:
    """The plan in which what the baseline knows is marked so. Only what is `shown` is looked at."""
    left = Counter(baseline)
    asked = [index for index, outcome in enumerate(plan.outcomes) if shown(outcome)]
    waiting = dict(zip(asked, sites([plan.outcomes[index].finding for index in asked], texts, root), strict=True))
    known: set[int] = set()
    # The exact ones first: what has moved must not take their place.
    for key in (_exact, _in_its_file, _in_its_function):
        excuses: dict[object, list[Site]] = {}
        for site in left.elements():
            if key is not _in_its_function or not os.path.exists(os.path.join(root, site.path)):
                excuses.setdefault(key(site), []).append(site)
        for index, site in list(waiting.items()):
            if excused := excuses.get(key(site)):
                left[excused.pop()] -= 1
                known.add(index)
                del waiting[index]
        left = +left
    outcomes = (
        replace(outcome, status=Status.BASELINE) if index in known else outcome
        for index, outcome in enumerate(plan.outcomes)
    )
    return replace(plan, outcomes=tuple(outcomes))


def _exact(site: Site) -> object:
    return site


def _in_its_file(site: Site) -> object:
    return site.code, site.path, site.line


def _in_its_function(site: Site) -> object:
    return site.code, site.function, site.line


def written(found: Iterable[Site]) -> str:
    """The text of a baseline: sorted, and an entry a line, so that git merges two."""
    counted = sorted(Counter(found).items())
    entries = ",\n".join(f"  {json.dumps({**site._asdict(), 'count': count})}" for site, count in counted)
    return f'{{\n "version": {VERSION},\n "findings": [\n{entries}\n ]\n}}\n'


def read(path: str) -> Baseline:
    """The baseline in a file. Raises GofixError for what is none."""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        version = content["version"]
        if version == VERSION:
            return Counter({_site(entry): _count(entry) for entry in content["findings"]})
    except OSError as error:
        raise GofixError(
            f"cannot read the baseline {path}: {error.strerror}", f"gofix20 baseline --output {path}"
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise GofixError(f"{path} is no baseline of gofix20: {error}", "`gofix20 baseline` writes one") from None
    raise GofixError(f"{path} is a baseline of version {version!r}, and this gofix20 reads version {VERSION}")


def _site(entry: dict[str, Any]) -> Site:
    return Site(*(str(entry[name]) for name in Site._fields))


def _count(entry: dict[str, Any]) -> int:
    count = entry["count"]
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"a count of {count!r}")
    return count
