"""Where a token comes from: the environment, `gh` and `glab`, a credential helper of git's; no file of a migration.

The programs are asked outside of any repository, so that no configuration found in one answers, and never a person.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from gofix20 import process
from gofix20.bulk.forges.base import ForgeError, ForgeSettings
from gofix20.bulk.secrets import Credential, Secret
from gofix20.model import GofixError

SECONDS = 20.0
"""For a program to answer; a keyring may be slow, or may wait for somebody who is not there."""
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "GH_PROMPT_DISABLED": "1",
    "NO_PROMPT": "1",
}
"""Nobody is there to answer."""
TOLD = {
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "GNUPGHOME", "PASSWORD_STORE_DIR"),
    *("GH_CONFIG_DIR", "GLAB_CONFIG_DIR", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    "DBUS_SESSION_BUS_ADDRESS",
}
"""What the programs see of our environment: no other token, and no repository."""
USERS = {"github": "x-access-token", "gitlab": "oauth2"}
"""What git calls whoever has a token."""


def find(settings: ForgeSettings) -> Credential | None:
    """The credential for a forge's host: of the variable that the settings name, or of the first place that has it."""
    parts = urlsplit(settings.url)
    host = parts.hostname or ""
    name = f"{host}:{parts.port}" if parts.port else host
    if settings.token_variable is not None:
        token = os.environ.get(settings.token_variable)
        if not token:
            raise ForgeError(
                f"[forges.{settings.name}] takes its token from ${settings.token_variable}, which is not set",
                "set it, or leave token_variable out",
            )
        return _credential(settings, token)
    for variable in variables(settings.kind, name):
        if os.environ.get(variable):
            return _credential(settings, os.environ[variable])
    if not host:
        return None
    places = {"github": (_gh, _hosts_yml), "gitlab": (_glab, _config_yml)}.get(settings.kind, ())
    for place in places:
        told = place(name)
        if told:
            return _credential(settings, told)
    return _git(settings, parts.scheme, name)


def hint(settings: ForgeSettings) -> str:
    """Where a token would be looked for."""
    parts = urlsplit(settings.url)
    names = variables(settings.kind, parts.netloc.rpartition("@")[2])
    program = {"github": "`gh auth login`", "gitlab": "`glab auth login`"}.get(settings.kind)
    places = [*(f"${name}" for name in names[:1]), *([program] if program else []), "a credential helper of git's"]
    return f"a variable that token_variable names, {', '.join(places)} would do"


def variables(kind: str, host: str) -> Sequence[str]:
    """The environment variables that hold a token for a host, as `gh` and `glab` have them.

    GH_TOKEN is github.com's, and GITLAB_TOKEN that of GITLAB_HOST: another server is not told.
    """
    if kind == "github":
        if host in {"github.com", "www.github.com"} or host.endswith(".ghe.com"):
            return ("GH_TOKEN", "GITHUB_TOKEN")
        return ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
    if kind == "gitlab":
        meant = os.environ.get("GITLAB_HOST") or os.environ.get("GL_HOST") or "gitlab.com"
        parts = urlsplit(meant if "//" in meant else f"//{meant}")
        return ("GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN") if parts.netloc.rpartition("@")[2] == host else ()
    if kind == "gerrit":
        return ("GERRIT_PASSWORD",)
    return ()


def _credential(settings: ForgeSettings, token: str) -> Credential:
    user = settings.user or USERS.get(settings.kind)
    if user is None:
        raise ForgeError(f"[forges.{settings.name}] has a password, and does not say whose", 'add user = "…" to it')
    return Credential(user, Secret(token.strip()))


def _gh(host: str) -> str | None:
    return _told("gh", ["auth", "token", "--hostname", host])


def _glab(host: str) -> str | None:
    return _told("glab", ["config", "get", "token", "--host", host])


def _hosts_yml(host: str) -> str | None:
    """What `gh auth login --insecure-storage` writes; otherwise the keyring has it, and only gh asks that."""
    default = _config_home() / "gh"
    entry = _yaml(Path(os.environ.get("GH_CONFIG_DIR") or default) / "hosts.yml").get(host)
    return _text(entry, "oauth_token")


def _config_yml(host: str) -> str | None:
    default = _config_home() / "glab-cli"
    hosts = _yaml(Path(os.environ.get("GLAB_CONFIG_DIR") or default) / "config.yml").get("hosts")
    return _text(hosts.get(host) if isinstance(hosts, dict) else None, "token")


def _git(settings: ForgeSettings, scheme: str, host: str) -> Credential | None:
    if scheme not in {"https", "http"}:
        return None
    asked = [f"protocol={scheme}", f"host={host}", *([f"username={settings.user}"] if settings.user else [])]
    answer = _told(
        "git",
        ["-c", "core.askPass=", "-c", "credential.interactive=false", "credential", "fill"],
        stdin="\n".join([*asked, "", ""]),
    )
    told = dict(line.partition("=")[::2] for line in (answer or "").splitlines())
    if not told.get("password"):
        return None
    return Credential(told.get("username") or settings.user or USERS.get(settings.kind, ""), Secret(told["password"]))


def _told(name: str, arguments: Sequence[str], stdin: str | None = None) -> str | None:
    """What a program prints, if there is one and it succeeds."""
    env = {variable: text for variable, text in os.environ.items() if variable in TOLD or variable.startswith("XDG_")}
    for program in process.programs(name)[:1]:
        with _nowhere() as directory, contextlib.suppress(GofixError):
            env["GIT_CEILING_DIRECTORIES"] = os.path.dirname(directory)
            done = process.run(
                [program, *arguments],
                cwd=directory,
                env={**env, **QUIET},
                stdin=None if stdin is None else stdin.encode(),
                timeout=SECONDS,
            )
            if done.code == 0:
                return done.stdout.decode(errors="replace").strip() or None
    return None


@contextlib.contextmanager
def _nowhere() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="gofix20-") as directory:
        yield os.path.realpath(directory)


def _config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _yaml(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(path.read_text())
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return read if isinstance(read, dict) else {}


def _text(entry: object, key: str) -> str | None:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) and value else None


