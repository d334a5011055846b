"""The rules' documentation as files that an editor can open, in the user's cache."""

from __future__ import annotations

import os
from collections.abc import Mapping

from gofix20 import registry
from gofix20.lsp.documents import uri_of
from gofix20.model import GofixError, Plan
from gofix20.overlay import on_disk
from gofix20.report import text
from gofix20.report.rulebook import SAFETY
from gofix20.toolchain import cache_directory
from gofix20.transform import Transform, documentation


def page(rule: type[Transform]) -> str:
    """A rule's docstring, which is Markdown already but for its headings."""
    told = documentation(rule)
    facts = f"Safety: {SAFETY[rule.safety.name]}." + (f" Gain: {rule.gain}." if rule.gain else "")
    parts = [f"# {rule.code} {rule.name}", told.summary, facts]
    parts += [f"## {heading}\n\n{body}" for heading, body in told.sections.items()]
    if rule.options:
        options = (f"- `{option.name}` (default `{option.default!r}`): {option.doc}" for option in rule.options)
        parts.append("## Options\n\n" + "\n".join(options))
    return "\n\n".join(parts) + "\n"


def write_pages() -> Mapping[str, str]:
    """The URI of each rule's page, written if it is not there; none where they cannot be."""
    found: dict[str, str] = {}
    try:
        folder = os.path.join(cache_directory(), "docs")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for code, rule in registry.transforms().items():
            path = os.path.join(folder, f"{code}.md")
            write(path, page(rule))
            found[code] = uri_of(path)
    except (OSError, GofixError):
        return {}
    return found


def report(folder: str, plan: Plan) -> str:
    """All that a run found, as the command line would print it."""
    shown = text.findings(plan, folder, refused=True) + text.problems(plan.problems, folder, label="problem")
    return f"# {text.visible(folder)}\n\n```\n{shown}{text.summary_of_check(plan)}```\n"


def write_report(content: str) -> str:
    """Give its URI. One report a user: the next takes its place."""
    path = os.path.join(cache_directory(), "report.md")
    write(path, content)
    return uri_of(path)


def write(path: str, content: str) -> None:
    data = content.encode("utf-8", "replace")
    if on_disk(path) != data:
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
