"""`gofix20 migrate init`: a migration.toml with comments, after a few questions."""

from __future__ import annotations

import json
import os
import shlex
import string
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

from gofix20.bulk import settings
from gofix20.model import GofixError

URLS = {
    "github": "https://github.com", "gitlab": "https://gitlab.com", "gerrit": "https://review.example.org", "git": "",
}  # fmt: skip
_USUAL = settings.Tests()


@dataclass(frozen=True, slots=True)
class Answers:
    """What `init` asks; the defaults are what it writes where nobody can be asked."""

    name: str = "go-performance"
    kind: str = "github"
    url: str = ""
    source: str = "acme"
    """An organization, a group or a prefix; for plain git a pattern of directories."""
    run: bool = True
    command: tuple[str, ...] = _USUAL.command
    seconds: int = _USUAL.seconds
    memory: int = _USUAL.memory
    sandbox: str = "bwrap"


Ask = Callable[[str, str], str]
"""Asks a question with a default, and gives the answer."""


def asked(ask: Ask) -> Answers:
    """Put the questions."""
    default = Answers()
    name = ask("Name of the migration", default.name)
    kind = ask("Where are the repositories: github, gitlab, gerrit or git (local ones)", default.kind)
    if kind not in URLS:
        raise GofixError(f"{kind!r} is none of {', '.join(URLS)}")
    if kind == "git":
        url, source = "", ask("Which directories", "/srv/git/*.git")
    else:
        url = ask("The server", URLS[kind])
        what = {"github": "organization or user", "gitlab": "group"}.get(kind, "prefix")
        source = ask(f"Which {what}", default.source)
    run = ask("Run the repositories' own tests, before and after (yes or no)", "yes").lower().startswith("y")
    if not run:
        return Answers(name, kind, url, source, run=False)
    command = tuple(shlex.split(ask("By which command", shlex.join(default.command))))
    seconds = int(ask("Seconds that one run of them may take", str(default.seconds)))
    memory = int(ask("MiB of memory that each process of them may take", str(default.memory)))
    sandbox = ask("In a sandbox: bwrap, or none if all repositories are trusted", default.sandbox)
    return Answers(name, kind, url, source, True, command, seconds, memory, sandbox)


def write(path: str, answers: Answers) -> None:
    """Write the file. GofixError if there is one already, or if an answer is none that it could hold."""
    template = resources.files("gofix20.bulk").joinpath("migration.toml.txt").read_text(encoding="utf-8")
    kind, source = answers.kind, json.dumps(answers.source)
    key = {"github": "organization", "gitlab": "group", "gerrit": "group", "git": "directories"}[kind]
    if kind == "git":
        forge = '# [forges.github]\n# kind = "github"\n# url = "https://github.com"'
        repositories = f"[[repositories]]\n{key} = [{source}]"
    else:
        url = json.dumps(answers.url or URLS[kind])
        forge = f'[forges.{kind}]\nkind = "{kind}"\nurl = {url}\n# token-variable = "TOKEN"'
        repositories = f'[[repositories]]\nforge = "{kind}"\n{key} = {source}'
    text = string.Template(template).substitute(
        name=answers.name, forge=forge, repositories=repositories, run=str(answers.run).lower(),
        command=json.dumps(list(answers.command)), seconds=answers.seconds, memory=answers.memory,
        sandbox=answers.sandbox,
    )  # fmt: skip
    try:
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise GofixError(f"{path} is there already", "remove it, or name another file with --config") from None
    except OSError as error:
        raise GofixError(f"{path} cannot be written: {error.strerror}") from None
    try:
        settings.read(path)
    except GofixError:
        os.unlink(path)
        raise
