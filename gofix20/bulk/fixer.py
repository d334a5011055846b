"""The process that finds, verifies and writes the fixes of one checkout: the engine, where no token is near.

`python -m gofix20.bulk.fixer` reads one JSON object a line from standard input and answers each with one on standard
output. It lives for one repository, so that its memory does; `fixing.py` is the other end.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gofix20 import apply as writer
from gofix20 import engine, registry
from gofix20.config import Configuration, Overrides, RuleInfo
from gofix20.diff import unified_diff
from gofix20.model import FileChange, GainLevel, GofixError, Plan, Status
from gofix20.toolchain import cache_directory
from gofix20.transform import documentation

MOST_MODULES = 100
"""Of one repository."""
_GAINS = {None: None, "small": GainLevel.SMALL, "large": GainLevel.LARGE}


class Fixer:
    """The modules of a checkout, and what is found in them."""

    def __init__(self, root: str, fixes: Mapping[str, Any]) -> None:
        self.root = root
        self.overrides = Overrides(
            select=tuple(fixes["select"]),
            ignore=tuple(fixes["ignore"]),
            unsafe=fixes["unsafe"],
            min_gain=_GAINS[fixes["min_gain"]],
            builds=fixes["builds"],
        )
        self.tests = bool(fixes["tests"])
        self.plans: dict[str, Plan] = {}
        """By module, of those where something is fixed."""
        self.written: list[FileChange] = []

    def find(self) -> dict[str, Any]:
        """What there is to be fixed, verified; nothing is written."""
        if not self._wanted(self.root):
            return {"opted_out": True}
        every = sorted(modules(self.root))
        left = every[MOST_MODULES:]
        plans = [(module, self._plan(module, None)) for module in every[:MOST_MODULES]]
        self.plans = {module: plan for module, plan in plans if plan.changes}
        findings: list[dict[str, Any]] = [
            {
                "rule": outcome.finding.rule,
                "path": self._relative(outcome.finding.path),
                "start": outcome.finding.start,
                "end": outcome.finding.end,
                "line": outcome.finding.line,
                "message": outcome.finding.message,
                "gain": outcome.finding.gain.level.name.lower(),
                "why": outcome.finding.gain.why,
                "safety": outcome.finding.fix.safety.name.lower(),
                "files": sorted({self._relative(extent.path) for extent in outcome.extents}),
            }
            for _, plan in plans
            for outcome in plan.outcomes
            if outcome.status is Status.APPLIED and outcome.finding.fix is not None
        ]
        paths = {str(one["path"]) for one in findings}
        wanted = {path for path in paths if self._wanted(os.path.join(self.root, os.path.dirname(path)))}
        links = {path for one in findings for path in one["files"] if self._is_link(path)}
        problems = [
            f"{self._relative(one.path)}:{one.line}: {one.message}" for _, plan in plans for one in plan.problems
        ]
        problems += [f"{path}: is a link, which is not followed" for path in sorted(links)]
        problems += [f"{self._relative(module)}: more than {MOST_MODULES} modules" for module in left[:1]]
        return {
            "modules": len(every),
            "findings": [one for one in findings if one["path"] in wanted and not links.intersection(one["files"])],
            "dropped": [
                f"{self._relative(outcome.finding.path)}:{outcome.finding.line}: "
                f"{outcome.finding.rule}: {outcome.reason}"
                for _, plan in plans
                for outcome in plan.outcomes
                if outcome.status in (Status.REJECTED, Status.CONFLICT)
            ],
            "problems": problems,
            "refused": sum(len(plan.refusals) for _, plan in plans),
            "rules": {
                code: {
                    "name": rule.name,
                    "summary": " ".join(documentation(rule).summary.split()),
                    "sections": dict(documentation(rule).sections),
                }
                for code, rule in registry.transforms().items()
            },
        }

    def write(self, sites: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Write the fixes of these findings, and no others: whatever was written before is taken back."""
        wanted = frozenset((rule, os.path.join(self.root, path), start, end) for rule, path, start, end in sites)
        self._write([_reversed(change) for change in self.written])
        self.written = self._changes(wanted)
        self._write(self.written)
        return {
            "files": sorted(self._relative(change.path) for change in self.written),
            "diff": unified_diff(self.written, self.root).decode("utf-8", "replace"),
        }

    def _changes(self, wanted: frozenset[engine.Site]) -> list[FileChange]:
        """The new texts with just these fixes, verified together."""
        found: list[FileChange] = []
        for module, plan in self.plans.items():
            sites = {
                engine.site_of(outcome.finding) for outcome in plan.outcomes if outcome.status is Status.APPLIED
            }
            if sites & wanted:
                found += (plan if sites <= wanted else self._plan(module, wanted)).changes
        return found

    def _plan(self, module: str, only: frozenset[engine.Site] | None) -> Plan:
        return engine.run(
            engine.Request(module, overrides=self.overrides, tests=self.tests, only=only, jobs=1, cache=only is None)
        )

    def _write(self, changes: Sequence[FileChange]) -> None:
        result = writer.write(changes, root=self.root, journal_directory=os.path.join(cache_directory(), "migrate"))
        if result.failed or result.stale:
            wrong = [problem.message for problem in result.failed] + [f"{path} has changed" for path in result.stale]
            raise GofixError(f"the checkout cannot be written: {'; '.join(wrong)}")

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self.root) if path else "."

    def _is_link(self, path: str) -> bool:
        """Would writing the file write another one?"""
        return os.path.realpath(os.path.join(self.root, path)) != os.path.join(os.path.realpath(self.root), path)

    def _wanted(self, directory: str) -> bool:
        """Has its `.gofix20.toml` nothing against it? One that cannot be read is a reason to stay away."""
        rules = [RuleInfo(code, rule.name, rule.options) for code, rule in registry.transforms().items()]
        try:
            return Configuration(Overrides(), rules, root_of=lambda _: self.root).for_directory(directory).migrate
        except GofixError:
            return False


def _reversed(change: FileChange) -> FileChange:
    assert change.before is not None, "no rule makes a file"
    digest = hashlib.sha256(change.after).hexdigest()
    return replace(change, before=change.after, after=change.before, sha256=digest)


def modules(root: str) -> Iterator[str]:
    """The directories of a tree that Go takes for modules of its own; links are not followed."""
    for directory, folders, files in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name not in ("vendor", "testdata", "node_modules") and name[0] not in "._"
        )
        if "go.mod" in files and not os.path.islink(os.path.join(directory, "go.mod")):
            yield directory


def serve() -> None:
    """Answer until there are no more questions."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not get in between
    fixer: Fixer | None = None
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any]
        try:
            if asked["do"] == "find":
                os.environ["GOWORK"] = asked["workspace"]
                fixer = Fixer(asked["root"], asked["fixes"])
                answer = fixer.find()
            else:
                assert fixer is not None
                answer = fixer.write(asked["sites"])
        except GofixError as error:
            answer = {"error": error.message, "hint": error.hint}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
