"""Where a token comes from, and that nothing shows it."""

from __future__ import annotations

import base64
import copy
import logging
import os
import pickle
import shutil
from pathlib import Path

import pytest

from gofix20.bulk import credentials
from gofix20.bulk.forges import connect
from gofix20.bulk.forges.base import ForgeError, ForgeSettings
from gofix20.bulk.secrets import Credential, Secret, clean
from tests.bulk.servers.fake import ForgeServer

TOKEN = "s3cr3t-of-the-tests-0123456789"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A HOME of our own, no token in the environment, and git alone on PATH."""
    home = tmp_path / "home"
    (home / ".config").mkdir(parents=True)
    for name in list(os.environ):
        if "TOKEN" in name or name.startswith(("GH_", "GITHUB_", "GITLAB_", "GL_", "GLAB_", "XDG_", "GERRIT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    git = shutil.which("git")
    assert git is not None
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(programs))
    return home


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "bin"


def settings(kind: str = "github", url: str = "https://github.com", **rest: str) -> ForgeSettings:
    return ForgeSettings("hub", kind, url, **rest)  # type: ignore[arg-type]


def found(which: ForgeSettings) -> tuple[str, str] | None:
    credential = credentials.find(which)
    return None if credential is None else (credential.user, credential.secret.reveal())


def script(path: Path, text: str) -> None:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("variable", "kind", "url", "is_asked"),
    [
        ("GH_TOKEN", "github", "https://github.com", True),
        ("GITHUB_TOKEN", "github", "https://github.com", True),
        ("GITHUB_TOKEN", "github", "https://acme.ghe.com", True),
        ("GH_TOKEN", "github", "https://git.example.com", False),
        ("GH_ENTERPRISE_TOKEN", "github", "https://git.example.com", True),
        ("GH_ENTERPRISE_TOKEN", "github", "https://github.com", False),
        ("GITLAB_TOKEN", "gitlab", "https://gitlab.com", True),
        ("GITLAB_TOKEN", "gitlab", "https://gitlab.example.com", False),
        ("GITLAB_TOKEN", "github", "https://github.com", False),
    ],
)
def test_environment(variable: str, kind: str, url: str, is_asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, TOKEN)
    user = {"github": "x-access-token", "gitlab": "oauth2"}[kind]
    assert found(settings(kind, url)) == ((user, TOKEN) if is_asked else None)


def test_gitlab_s_token_is_the_host_s_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", TOKEN)
    monkeypatch.setenv("GITLAB_HOST", "https://git.example.com:8443/")
    assert found(settings("gitlab", "https://git.example.com:8443")) == ("oauth2", TOKEN)
    assert found(settings("gitlab", "https://gitlab.com")) is None


def test_the_variable_that_is_named_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", "another-token")
    monkeypatch.setenv("SHOP_TOKEN", TOKEN + "\n")
    assert found(settings(token_variable="SHOP_TOKEN")) == ("x-access-token", TOKEN)
    monkeypatch.delenv("SHOP_TOKEN")
    with pytest.raises(ForgeError, match=r"\$SHOP_TOKEN, which is not set"):
        found(settings(token_variable="SHOP_TOKEN"))


def test_gerrit_wants_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GERRIT_PASSWORD", TOKEN)
    assert found(settings("gerrit", "https://review.example.com", user="ada")) == ("ada", TOKEN)
    with pytest.raises(ForgeError, match="does not say whose"):
        found(settings("gerrit", "https://review.example.com"))


def test_gh_and_glab_are_asked(program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(program / "gh", f'echo "$PWD $@" > {tmp_path}/asked; [ "$4" = github.com ] && echo {TOKEN}\n')
    script(program / "glab", f'[ "$5" = gitlab.com ] && echo {TOKEN}2\n')
    assert found(settings()) == ("x-access-token", TOKEN)
    where, _, arguments = (tmp_path / "asked").read_text().partition(" ")
    assert arguments == "auth token --hostname github.com\n"
    assert where != os.getcwd()
    assert not os.path.exists(where)
    assert found(settings(url="https://git.example.com")) is None
    assert found(settings("gitlab", "https://gitlab.com")) == ("oauth2", TOKEN + "2")


def test_a_program_of_the_current_directory_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    script(tmp_path / "gh", "echo evil\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f":.:{program}")
    assert found(settings()) is None


def test_their_files(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (home / ".config/gh").mkdir()
    (home / ".config/gh/hosts.yml").write_text(f"github.com:\n    user: ada\n    oauth_token: {TOKEN}\n")
    (home / ".config/glab-cli").mkdir()
    (home / ".config/glab-cli/config.yml").write_text(f"hosts:\n    gitlab.com:\n        token: {TOKEN}\n")
    assert found(settings()) == ("x-access-token", TOKEN)
    assert found(settings(url="https://git.example.com")) is None
    assert found(settings("gitlab", "https://gitlab.com")) == ("oauth2", TOKEN)
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("GH_CONFIG_DIR", str(tmp_path / "other"))
    assert found(settings()) is None
    (tmp_path / "other/hosts.yml").write_text("- [not what\n")
    assert found(settings()) is None


def test_a_helper_of_git_s(home: Path, program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also with a user of its own; by nobody typing, and not by what a repository configures."""
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    helper = tmp_path / "helper"
    keep = f'echo "$1" >> {tmp_path}/asked\nwhile read -r line; do echo "$line" >> {tmp_path}/asked; done\n'
    script(helper, f"{keep}echo username=ada\necho password={TOKEN}\n")
    (home / ".gitconfig").write_text(f'[credential "https://git.example.com"]\n\thelper = {helper}\n')
    assert found(settings(url="https://git.example.com")) == ("ada", TOKEN)
    assert (tmp_path / "asked").read_text() == "get\nprotocol=https\nhost=git.example.com\n"
    assert found(settings("git", "https://git.example.com")) == ("ada", TOKEN)
    assert found(settings(url="https://other.example.com")) is None

    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / ".git").mkdir()
    for name in ("objects", "refs"):
        (repository / ".git" / name).mkdir()
    (repository / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (repository / ".git/config").write_text("[credential]\n\thelper = !echo password=evil; echo username=x;:\n")
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    assert found(settings(url="https://other.example.com")) is None


def test_nobody_is_asked(home: Path, program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path / "askpass", f"echo asked > {tmp_path}/asked; echo evil\n")
    monkeypatch.setenv("GIT_ASKPASS", str(tmp_path / "askpass"))
    monkeypatch.setenv("SSH_ASKPASS", str(tmp_path / "askpass"))
    assert found(settings(url="https://git.example.com")) is None
    assert not (tmp_path / "asked").exists()


def test_no_child_is_told_it(program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither gh nor git see a token that we have, in their arguments or their environment."""
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    credentials.find(settings(token_variable="SHOP_TOKEN"))
    monkeypatch.delenv("SHOP_TOKEN")
    script(program / "gh", f"for each in environ cmdline; do tr '\\0' '\\n' < /proc/$$/$each; done > {tmp_path}/seen\n")
    monkeypatch.setenv("PATH", f"{program}:{os.defpath}")
    monkeypatch.setenv("GITLAB_TOKEN", TOKEN)
    credentials.find(settings())
    seen = (tmp_path / "seen").read_text()
    assert "hostname" in seen
    assert TOKEN not in seen


def test_a_secret_shows_in_nothing(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(TOKEN)
    credential = Credential("ada", secret)
    pair = base64.b64encode(f"ada:{TOKEN}".encode()).decode()
    shown = f"{secret} {secret!r} {credential} {credential!r} {[secret]} {vars}"
    assert TOKEN not in shown
    for text in (TOKEN, f"token {TOKEN}!", f"https://ada:{TOKEN}@example.com/x", f"Basic {pair}", f"x={TOKEN}&y"):
        assert TOKEN not in clean(text)
        assert pair not in clean(text)
    assert clean("authorization: whatever it is") == "authorization: [hidden]"
    error = ForgeError(f"no: {TOKEN}")
    assert TOKEN not in error.message
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(secret)


def test_no_log_shows_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the libraries, at their most talkative."""
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    caplog.set_level(logging.DEBUG)
    for kind in ("github", "gitlab", "gerrit"):
        with ForgeServer(kind, tmp_path / kind, token=TOKEN) as server:
            forge = connect(ForgeSettings("hub", kind, server.url, user="robot", token_variable="SHOP_TOKEN"))
            assert any("robot" in note for note in forge.check())
            assert TOKEN not in repr(vars(forge))
    assert "GET" in caplog.text
    assert TOKEN not in caplog.text
    assert base64.b64encode(f"robot:{TOKEN}".encode()).decode() not in caplog.text


def test_what_a_token_lacks_is_told_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    for kind, scope in (("github", "repo"), ("gitlab", "api")):
        with ForgeServer(kind, tmp_path / kind, token=TOKEN) as server:
            forge = connect(ForgeSettings("hub", kind, server.url, token_variable="SHOP_TOKEN"))
            server.missing.add(scope)
            assert any("the token may only" in note and f"`{scope}`" in note for note in forge.check())


@pytest.mark.parametrize(("kind", "program_"), [("github", "gh auth login"), ("gitlab", "glab auth login")])
def test_without_a_token_it_says_where_one_would_be_found(kind: str, program_: str, tmp_path: Path) -> None:
    with ForgeServer(kind, tmp_path / kind) as server:
        server.create_repository("acme/shop")
        notes = connect(ForgeSettings("hub", kind, server.url)).check()
        assert any("no token" in note and program_ in note for note in notes)
