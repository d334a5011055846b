"""The rules for people: the table of `gofix20 rules`, the page of `gofix20 explain`."""

from __future__ import annotations

import difflib
import json
import re
import textwrap
from collections.abc import Mapping
from typing import Any

from gofix20.model import GofixError
from gofix20.report.json import VERSION
from gofix20.report.text import PLAIN, Paint, table
from gofix20.transform import Transform, documentation

Rules = Mapping[str, type[Transform]]

SAFETY = {"SAFE": "safe", "UNSAFE": "needs --unsafe-fixes", "DISPLAY": "shown only"}


def find(rules: Rules, wanted: str) -> type[Transform]:
    """The rule of a code or a name, in any case, or of the beginning of one if there is only one such rule.

    Raises GofixError, naming what comes nearest.
    """
    word = wanted.strip().lower().replace("_", "-")
    exact = [rule for rule in rules.values() if word in (rule.code.lower(), rule.name)]
    if exact:
        return exact[0]
    begun = [
        rule for rule in rules.values() if word and (rule.code.lower().startswith(word) or rule.name.startswith(word))
    ]
    if len(begun) == 1:
        return begun[0]
    if begun:
        names = ", ".join(f"{rule.code} ({rule.name})" for rule in begun)
        raise GofixError(f"{wanted!r} is the beginning of several rules: {names}")
    words = {key: rule for rule in rules.values() for key in (rule.code.lower(), rule.name)}
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    hint = f"did you mean {words[near[0]].code} ({words[near[0]].name})?" if near else "`gofix20 rules` lists them"
    raise GofixError(f"there is no rule {wanted!r}", hint)


def listing(rules: Rules, *, paint: Paint = PLAIN) -> str:
    """The table of all rules: code, name, safety, gain, one line."""
    return table(
        ("code", "name", "safety", "gain", "what it does"),
        [(rule.code, rule.name, rule.safety.name.lower(), rule.gain, _one_line(rule)) for rule in rules.values()],
        paint=paint,
    )


def document(rules: Rules) -> str:
    """The same as JSON, with the rules' options."""
    content: dict[str, Any] = {"version": VERSION, "rules": [_entry(rule) for rule in rules.values()]}
    return json.dumps(content, indent=2) + "\n"


def _entry(rule: type[Transform]) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "safety": rule.safety.name.lower(),
        "gain": rule.gain,
        "summary": _one_line(rule),
        "options": [
            {
                "name": option.name,
                "type": {"tuple": "array of strings"}.get(option.type.__name__, option.type.__name__),
                "default": list(option.default) if isinstance(option.default, tuple) else option.default,
                "doc": option.doc,
            }
            for option in rule.options
        ],
    }


def _one_line(rule: type[Transform]) -> str:
    return " ".join(documentation(rule).summary.split())


def page(rule: type[Transform], *, width: int, paint: Paint = PLAIN) -> str:
    """A rule's documentation: its docstring, headings set off, prose filled to `width`, code as it is."""
    told = documentation(rule)
    head = f"{rule.code} {rule.name}"
    facts = f"Safety: {SAFETY[rule.safety.name]}." + (f" Gain: {rule.gain}." if rule.gain else "")
    parts = [paint(head, "1;4"), _filled(told.summary, width, "", paint), _filled(facts, width, "", paint)]
    for heading, body in told.sections.items():
        parts.append(f"{paint(heading, '1')}\n{_filled(body, width, '  ', paint)}")
    if rule.options:
        options = "\n".join(f"- `{o.name}` (default {o.default!r}): {o.doc}" for o in rule.options)
        parts.append(f"{paint('Options', '1')}\n{_filled(options, width, '  ', paint)}")
    return "\n\n".join(parts) + "\n"


def _filled(body: str, width: int, indent: str, paint: Paint) -> str:
    """Prose and lists filled to the width; an indented or fenced block is code and stays as it is."""
    shown = []
    for block in _blocks(body):
        if block.startswith(("    ", "\t", "```")):
            code = block if not block.startswith("```") else "\n".join(block.split("\n")[1:]).removesuffix("```")
            code = textwrap.dedent(code.expandtabs(4)).rstrip()
            shown.append(textwrap.indent(paint_lines(code, "36", paint), indent + "    "))
        elif re.match(r"[-*] ", block):
            items = re.split(r"\n(?=[-*] )", block)
            shown.append("\n".join(_paragraph(item, width, indent, paint, hang="  ") for item in items))
        elif re.match(r"[|+]", block):
            shown.append(textwrap.indent(block, indent))
        else:
            shown.append(_paragraph(block, width, indent, paint))
    return "\n\n".join(shown)


def _blocks(body: str) -> list[str]:
    """Separated by empty lines, but for those within code."""
    blocks: list[str] = []
    fenced = False
    for part in re.split(r"\n[ \t]*\n", body.strip("\n")):
        indented = part.startswith(("    ", "\t"))
        if blocks and (fenced or (indented and blocks[-1].startswith(("    ", "\t")))):
            blocks[-1] += "\n\n" + part
        else:
            blocks.append(part)
        if part.count("```") % 2:
            fenced = not fenced
    return blocks


def _paragraph(block: str, width: int, indent: str, paint: Paint, hang: str = "") -> str:
    filled = textwrap.fill(
        " ".join(block.split()),
        max(width, 40),
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return re.sub(r"`([^`\n]+)`", lambda code: paint(code[1], "36"), filled) if paint.on else filled


def paint_lines(text: str, style: str, paint: Paint) -> str:
    """Each line painted on its own, so that a pager which cuts lines keeps the colour."""
    return "\n".join(paint(line, style) for line in text.split("\n"))
