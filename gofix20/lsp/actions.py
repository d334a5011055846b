"""What the editor offers at a place, and the edits behind it.

An action that would change code has its edit only once that has passed; else the editor asks for it when it is taken.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsprotocol.types import CodeAction, CodeActionKind, Command, Range

from gofix20 import engine, registry
from gofix20.lsp.diagnostics import diagnostic, is_fixable
from gofix20.lsp.documents import Document
from gofix20.lsp.edits import OutdatedError, workspace_edit
from gofix20.lsp.session import Seen, Session
from gofix20.lsp.workshop import Snapshot, Verified, Wish
from gofix20.model import FileChange, Finding, Outcome, Refusal, Safety, Status
from gofix20.suppress import Suppressions

FIX_ALL = "source.fixAll.gofix20"
FIX_PACKAGE = "source.gofix20.fixPackage"
"""Not below source.fixAll: an editor that does all of these on save is not to change a whole package."""
QUICK_FIX = CodeActionKind.QuickFix.value
KINDS = (QUICK_FIX, FIX_ALL, FIX_PACKAGE)

EXPLAIN = "gofix20.explain"


class RefusedError(Exception):
    """There is no edit, and why."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the editor can do."""

    resolves: bool = False
    """Asks for an edit when an action is taken."""
    versions: bool = False
    """Takes edits with the version that they are for."""
    annotations: bool = False
    """Asks the user before edits that say so."""


class Actions:
    """The actions of a session."""

    def __init__(self, session: Session, abilities: Abilities) -> None:
        self.session = session
        self.abilities = abilities

    def at(self, document: Document, place: Range, only: Sequence[str] | None) -> list[CodeAction]:
        """The menu. Whatever takes time is left for when an action is taken."""
        found: list[CodeAction] = []
        seen = self.session.seen(document)
        snapshot = self.session.snapshot(document.directory)
        if seen is not None and wanted(QUICK_FIX, only):
            first, last = place.start.line, max(place.start.line, place.end.line)
            here = [one for one in seen.outcomes if meets(document, one.finding, first, last)]
            for outcome in here:
                found += self._for_finding(document, snapshot, seen, outcome)
            for refusal in seen.refusals:
                if meets(document, refusal, first, last):
                    found.append(explain(refusal.rule, f"No {refusal.rule} fix here: {one_line(refusal.reason)}"))
            for rule in dict.fromkeys(outcome.finding.rule for outcome in here):
                found.append(explain(rule, f"Explain {rule} ({registry.transforms()[rule].name})"))
        if seen is None or any(is_safe(outcome) for outcome in seen.outcomes):
            file = Wish(snapshot, (document.path,))
            if wanted(FIX_ALL, only):
                found += self._for_all(document, seen, file, "Fix all gofix20 problems in this file", FIX_ALL)
        if wanted(FIX_PACKAGE, only):
            package = Wish(snapshot, (document.directory,))
            found += self._for_all(document, seen, package, "Fix all gofix20 problems in this package", FIX_PACKAGE)
        return found

    def _for_finding(
        self, document: Document, snapshot: Snapshot, seen: Seen, outcome: Outcome
    ) -> list[CodeAction]:
        finding = outcome.finding
        mark = diagnostic(finding, document.text, self.session.pages)
        found: list[CodeAction] = []
        if is_fixable(outcome, unsafe=snapshot.settings.unsafe_fixes) and finding.fix is not None:
            is_sound = finding.fix.safety is Safety.SAFE
            title = f"{finding.rule}: {finding.fix.title}" + ("" if is_sound else " (unsafe)")
            wish = Wish(snapshot, (document.path,), engine.site_of(finding))
            verdict = self.session.verdict(wish)
            if seen.broken:
                found.append(explain(finding.rule, f"No {finding.rule} fix now: {one_line(seen.broken)}"))
            elif verdict is not None and verdict.reason:
                found.append(explain(finding.rule, f"No {finding.rule} fix: {one_line(verdict.reason)}"))
            else:
                action = CodeAction(
                    title, kind=QUICK_FIX, diagnostics=[mark], is_preferred=is_sound,
                    data=data_of(document, "fix", list(engine.site_of(finding))),
                )  # fmt: skip
                found += self._offered(action, wish, verdict)
        ignore = CodeAction(
            f"Ignore {finding.rule} on this line", kind=QUICK_FIX, diagnostics=[mark], is_preferred=False,
            data=data_of(document, "ignore", list(engine.site_of(finding))),
        )  # fmt: skip
        # Where the comment goes, the whole file has to be parsed for.
        if self.abilities.resolves or self.ignore(ignore, document, finding):
            found.append(ignore)
        return found

    def ignore(self, action: CodeAction, document: Document, finding: Finding) -> bool:
        """Give an action the comment that keeps the rule away from a finding; False if none does."""
        changes = suppressed(document, finding)
        if changes is None:
            return False
        action.edit = workspace_edit([changes], self.session.documents, versions=self.abilities.versions)
        action.data = None
        return True

    def ignored(self, action: CodeAction, document: Document) -> CodeAction:
        """The same for one that was taken. Raises RefusedError."""
        seen, site = self.session.seen(document), tuple((action.data or {})["site"])
        findings = [] if seen is None else [outcome.finding for outcome in seen.outcomes]
        for finding in findings:
            if engine.site_of(finding) == site and self.ignore(action, document, finding):
                return action
        raise RefusedError("no comment on this line would keep the rule away")

    def _for_all(
        self, document: Document, seen: Seen | None, wish: Wish, title: str, kind: str
    ) -> list[CodeAction]:
        if seen is not None and seen.broken:
            return []
        verdict = self.session.verdict(wish)
        if verdict is not None and not verdict.changes:
            return []
        action = CodeAction(title, kind=kind, data=data_of(document, kind))
        return self._offered(action, wish, verdict)

    def _offered(self, action: CodeAction, wish: Wish, verdict: Verified | None) -> list[CodeAction]:
        """With its edit if that has passed; without, for an editor that asks for it later."""
        if verdict is not None:
            try:
                self._complete(action, wish, verdict)
            except (RefusedError, OutdatedError):
                return []
            return [action]
        if self.abilities.resolves:
            return [action]
        self.session.verify(wish)
        return []

    def asked_for(self, document: Document, only: Sequence[str]) -> list[Wish]:
        """What has to be fixed as a whole, if the editor asks for exactly that."""
        snapshot = self.session.snapshot(document.directory)
        wishes = {FIX_ALL: document.path, FIX_PACKAGE: document.directory}
        return [Wish(snapshot, (path,)) for kind, path in wishes.items() if only and wanted(kind, only)]

    def wish_of(self, document: Document, data: Mapping[str, Any]) -> Wish:
        snapshot = self.session.snapshot(document.directory)
        if data["what"] == "fix":
            rule, path, start, end = data["site"]
            return Wish(snapshot, (document.path,), (str(rule), str(path), int(start), int(end)))
        return Wish(snapshot, (document.directory if data["what"] == FIX_PACKAGE else document.path,))

    def complete(self, action: CodeAction, document: Document, verdict: Verified) -> CodeAction:
        """An action that was taken, with its edit. Raises RefusedError, or OutdatedError."""
        self._complete(action, self.wish_of(document, action.data or {}), verdict)
        return action

    def _complete(self, action: CodeAction, wish: Wish, verdict: Verified) -> None:
        if verdict.reason:
            raise RefusedError(verdict.reason)
        confirm = None
        if wish.site is not None and action.is_preferred is False and self.abilities.annotations:
            confirm = "it keeps what the program does only for code that does not depend on what the rule names"
        action.edit = workspace_edit(
            verdict.changes, self.session.documents, versions=self.abilities.versions, confirm=confirm
        )
        action.data = None


def wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Did the editor ask for actions of a kind, or of one above it?"""
    return not only or any(kind == one or kind.startswith(f"{one}.") or one == "" for one in only)


def is_safe(outcome: Outcome) -> bool:
    fix = outcome.finding.fix
    return fix is not None and fix.safety is Safety.SAFE and outcome.status is Status.UNVERIFIED


def meets(document: Document, placed: Finding | Refusal, first: int, last: int) -> bool:
    """Is a finding on one of these lines (from 0)?"""
    text = document.text
    return text.position(placed.start).line <= last and first <= text.position(placed.end).line


def explain(rule: str, title: str) -> CodeAction:
    return CodeAction(title, kind=QUICK_FIX, command=Command(title, EXPLAIN, arguments=[rule]))


def one_line(text: str) -> str:
    return text.split("\n", 1)[0]


def data_of(document: Document, what: str, site: list[Any] | None = None) -> dict[str, Any]:
    return {"uri": document.uri, "edition": document.edition, "what": what, "site": site}


def suppressed(document: Document, finding: Finding) -> FileChange | None:
    """The text with a comment that keeps the rule away from the finding; above its line if that does it."""
    text = document.data
    names = {code: rule.name for code, rule in registry.transforms().items()}
    start = text.rfind(b"\n", 0, finding.start) + 1
    end = text.find(b"\n", start)
    end = len(text) if end < 0 else end
    line = text[start:end].removesuffix(b"\r")
    ending = text[start + len(line) : end] + b"\n"
    indent = line[: len(line) - len(line.lstrip())]
    comment = b"//gofix20:ignore " + finding.rule.encode()
    at = finding.line
    above = text[:start] + indent + comment + ending + text[start:]
    behind = text[: start + len(line)] + b" " + comment + text[start + len(line) :]
    before = text[: max(start - 1, 0)].rpartition(b"\n")[2].strip()
    tried = [(behind, at), (above, at + 1)] if before.startswith((b"//", b"*/")) else [(above, at + 1), (behind, at)]
    for made, number in tried:
        if Suppressions.parse(document.path, made, names).suppressing(finding.rule, number):
            return FileChange(document.path, "", text, made, os.path.dirname(document.path))
    return None
