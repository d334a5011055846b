"""migration.toml: what `init` writes is read again; a mistake is told with its place."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from gofix20.bulk import beginning, settings
from gofix20.bulk.forges.base import Query
from gofix20.model import GofixError


def read(tmp_path: Path, text: str) -> settings.Settings:
    path = tmp_path / "migration.toml"
    path.write_text(text)
    return settings.read(str(path))


@pytest.mark.parametrize("kind", ["github", "gitlab", "gerrit", "git"])
def test_what_init_writes_says_the_defaults(tmp_path: Path, kind: str) -> None:
    path = str(tmp_path / "migration.toml")
    beginning.write(path, beginning.Answers(kind=kind, source="acme"))
    found = settings.read(path)
    plain = settings.Settings("go-performance", path, found.forges, found.sources)
    assert found == plain
    assert found.forges[kind].kind == kind


def test_every_setting_is_explained_and_shown_with_its_default(tmp_path: Path) -> None:
    path = tmp_path / "migration.toml"
    beginning.write(str(path), beginning.Answers())
    # All comments that look like settings are taken in: they are the defaults too.
    not_ours = "organization|group|search|list|file|directories|journal|token"
    text = re.sub(rf"^# (?=[a-z-]+ = )(?!{not_ours})", "", path.read_text(), flags=re.M)
    text = text.replace('min-gain = "small"\n', "")
    path.write_text(text)
    found = settings.read(str(path))
    for section, kind in (
        ("fixes", settings.Fixes), ("pull_requests", settings.PullRequests), ("tests", settings.Tests),
        ("skip", settings.Skip), ("limits", settings.Limits),
    ):  # fmt: skip
        assert getattr(found, section) == kind()
        for one in fields(kind):
            assert f"{one.name.replace('_', '-')} =" in text or one.name == "min_gain", one.name


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "migration.toml"
    path.write_text("mine")
    with pytest.raises(GofixError, match="there already"):
        beginning.write(str(path), beginning.Answers())
    assert path.read_text() == "mine"


def test_init_asks(tmp_path: Path) -> None:
    url, command = "https://git.example.org", "go test -short ./..."
    said = iter(["perf", "gitlab", url, "backend", "yes", command, "60", "512", "none"])
    answers = beginning.asked(lambda question, default: next(said))
    path = str(tmp_path / "migration.toml")
    beginning.write(path, answers)
    found = settings.read(path)
    assert found.name == "perf"
    assert found.sources == (settings.Source("gitlab", Query(group="backend")),)
    assert found.tests == settings.Tests(True, ("go", "test", "-short", "./..."), 60, 512, False, "none", 2)


GOOD = 'name = "m"\n[[repositories]]\ndirectories = ["*.git"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"toml: name must be"),
        ('name = "Big Name"\n', r"toml:1: name must be of small letters"),
        ('name = "m"\n', r"names no repositories"),
        (GOOD + "[tests]\nrum = true\n", r"toml:5: unknown key 'rum' in tests; the nearest is 'run'"),
        (GOOD + "[tests]\nrun = 1\n", r"toml:5: tests.run must be a boolean, not an integer"),
        (GOOD + '[tests]\nsandbox = "docker"\n', r"toml:5: sandbox must be one of bwrap, none"),
        (GOOD + "[tests]\nseconds = 0\n", r"toml:5: seconds must be at least 1"),
        (GOOD + '[pull-requests]\nsplit = "file"\n', r"toml:5: split must be one of"),
        (GOOD + '[pull-requests]\nbranch = "a b"\n', r"toml:5: git takes no branch"),
        (GOOD + '[pull-requests]\nbranch = "x"\nsplit = "rule"\n', r"branch needs \$part"),
        (GOOD + '[pull-requests]\ntitle = "$sumary"\n', r"toml:5: \$sumary is not known"),
        (GOOD + '[pull-requests]\ntitle = "5 $"\n', r"toml:5: a \$ stands alone"),
        (GOOD + '[pull-requests]\nauthor = "me"\n', r"toml:5: author must be written as Name <mail"),
        ('name = "m"\n[[repositories]]\nforge = "hub"\nlist = ["a"]\n', r"toml:3: there is no forge 'hub'"),
        ('name = "m"\n[[repositories]]\nlist = ["a"]\nsearch = "x"\n', r"has list and search|has search and list"),
        ('name = "m"\n[[repositories]]\nsearch = "x"\n', r"toml:3: plain git has no search"),
        ('name = "m"\n[forges.f]\nurl = "x"\n', r"forges.f has no kind"),
        ('name = "m"\n[forges.f]\nkind = "github"\nurl = "https://me:secret@host"\n', r"toml:4: a URL here has no"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GofixError, match=message) as raised:
        read(tmp_path, text)
    assert "secret@" not in raised.value.message


def test_a_file_of_repositories(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# ours\nacme/one\n\nacme/two  # later\n")
    forge = 'name = "m"\n[forges.h]\nkind = "github"\nurl = "https://h"\n'
    found = read(tmp_path, forge + '[[repositories]]\nforge = "h"\nfile = "list.txt"\n')
    assert found.sources[0].paths == ("acme/one", "acme/two")


def test_the_journal_of_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(tmp_path, 'journal = "postgresql://db/x"\n' + GOOD)
    assert found.journal_url == "postgresql://db/x"
    monkeypatch.setenv("GOFIX20_JOURNAL", "postgresql://me:pw@db/x")
    assert found.journal_url == "postgresql://me:pw@db/x"
