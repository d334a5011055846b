from __future__ import annotations

import json
import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gofix20 import config
from gofix20.config import Configuration, Overrides, RuleInfo, Settings, excluded, selected
from gofix20.model import Build, GainLevel, GofixError
from gofix20.transform import Option

RULES = (
    RuleInfo(
        "GF03",
        "prealloc",
        (
            Option("maps", bool, True, "Also maps."),
            Option("limit", int, 8, "Rounds."),
            Option("ratio", float, 0.5, "Share."),
            Option("note", str, "", "Text."),
            Option("names", tuple, ("a",), "Names."),
        ),
    ),
    RuleInfo("GF05", "strings-builder"),
    RuleInfo("GF06", "subslice-copy"),
    RuleInfo("GF13", "set-struct"),
)


def configuration(
    root: Path | None,
    overrides: Overrides | None = None,
    *,
    config: Path | str | None = None,
    isolated: bool = False,
    root_of: Callable[[str], str | None] | None = None,
) -> Configuration:
    return Configuration(
        overrides or Overrides(),
        RULES,
        config=None if config is None else str(config),
        isolated=isolated,
        root_of=root_of or (lambda _: None if root is None else str(root)),
    )


def load(root: Path, text: str, overrides: Overrides | None = None) -> Settings:
    """The settings of a directory whose configuration file was found there."""
    (root / ".gofix20.toml").write_text(text)
    return configuration(root, overrides).for_directory(str(root))


def load_error(root: Path, text: str) -> str:
    with pytest.raises(GofixError) as caught:
        load(root, text)
    return caught.value.message.replace(f"{root}{os.sep}", "")


def codes(settings: Settings, path: str = "/elsewhere/x.go") -> set[str]:
    return {rule.code for rule in RULES if selected(settings, rule.code, rule.name, path)}


# Which file counts


def test_nearest_file_counts_alone(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".gofix20.toml").write_text('select = ["GF05"]\nmigrate = false\n')
    (tmp_path / "a" / ".gofix20.toml").write_text('ignore = ["GF13"]\n')
    found = configuration(tmp_path)
    assert found.for_directory(str(inner)).origin == str(tmp_path / "a" / ".gofix20.toml")
    assert codes(found.for_directory(str(inner))) == {"GF03", "GF05", "GF06"}
    assert found.for_directory(str(inner)).migrate
    assert codes(found.for_directory(str(tmp_path))) == {"GF05"}
    assert not found.for_directory(str(tmp_path)).migrate


def test_an_empty_file_counts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".gofix20.toml").write_text('select = ["GF05"]\n')
    (tmp_path / "a" / ".gofix20.toml").write_text("")
    assert codes(configuration(tmp_path).for_directory(str(tmp_path / "a"))) == {rule.code for rule in RULES}


def test_nothing_above_the_root_is_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "pkg").mkdir(parents=True)
    (tmp_path / ".gofix20.toml").write_text("nonsense")
    assert configuration(root).for_directory(str(root / "pkg")).origin is None
    assert configuration(None).for_directory(str(root)).origin is None


def test_without_a_root_the_directory_itself_counts(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_text('select = ["GF05"]\n')
    assert codes(configuration(None).for_directory(str(tmp_path))) == {"GF05"}


def test_a_directory_that_is_not_there_belongs_to_its_parents(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_text('select = ["GF05"]\n')
    assert codes(configuration(tmp_path).for_directory(str(tmp_path / "new" / "pkg"))) == {"GF05"}


def test_a_root_named_by_another_way(tmp_path: Path) -> None:
    # git gives the real path, a shell's $PWD may go through a link.
    real = tmp_path / "real"
    (real / "pkg").mkdir(parents=True)
    (real / ".gofix20.toml").write_text('select = ["GF05"]\nexclude = ["gen/**"]\n')
    (tmp_path / "link").symlink_to(real)
    settings = configuration(real).for_directory(str(tmp_path / "link" / "pkg"))
    assert codes(settings) == {"GF05"}
    assert excluded(settings, str(tmp_path / "link" / "gen" / "x.go"))


def test_isolated_reads_none(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_text("nonsense")
    settings = configuration(tmp_path, isolated=True).for_directory(str(tmp_path))
    assert settings.origin is None
    assert codes(settings) == {rule.code for rule in RULES}


def test_config_replaces_the_search(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_text("nonsense")
    named = tmp_path / "other.toml"
    named.write_text('select = ["GF13"]\n')
    settings = configuration(tmp_path, config=named).for_directory(str(tmp_path))
    assert codes(settings) == {"GF13"}
    assert settings.origin == str(named)


def test_config_and_isolated_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("")
    with pytest.raises(GofixError, match="--isolated"):
        configuration(tmp_path, config=tmp_path / "x.toml", isolated=True)


def test_files_are_read_once_and_settings_can_go_to_another_process(tmp_path: Path) -> None:
    settings = load(tmp_path, '[rules.GF03]\nmaps = false\n[[builds]]\ngoos = "linux"\n')
    found = configuration(tmp_path)
    first = found.for_directory(str(tmp_path))
    (tmp_path / ".gofix20.toml").write_text("nonsense")
    assert found.for_directory(str(tmp_path)) is first
    assert found.for_directory(str(tmp_path / "sub")).rules == first.rules
    assert pickle.loads(pickle.dumps(settings)) == settings


# Files that are not to be read


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret").write_text("do not read me = ")
    (root / ".gofix20.toml").symlink_to(tmp_path / "secret")
    with pytest.raises(GofixError, match="leads out of the tree") as caught:
        configuration(root).for_directory(str(root))
    assert str(root / ".gofix20.toml") in caught.value.message
    assert "do not read" not in caught.value.message


def test_a_link_within_the_tree_is_followed(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text('select = ["GF05"]\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gofix20.toml").symlink_to("../shared.toml")
    assert codes(configuration(tmp_path).for_directory(str(tmp_path / "a"))) == {"GF05"}


def test_a_directory_that_is_a_link_out_of_the_tree(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / ".gofix20.toml").write_text("")
    (root / "pkg").symlink_to(outside)
    with pytest.raises(GofixError, match="leads out of the tree"):
        configuration(root).for_directory(str(root / "pkg"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: path.symlink_to("nowhere"), "cannot be read: No such file"),
        (lambda path: path.symlink_to(path.name), "cannot be read"),
        (os.mkfifo, "is not a regular file"),
        (lambda path: path.write_bytes(b"#" * 70_000), "is larger than 64 KiB"),
        (lambda path: path.write_bytes(b"a = 1\nb = '\xff'\n"), "2: is not UTF-8"),
        (lambda path: path.write_text("a = " + "[" * 9000), "is nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_it(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    path = tmp_path / ".gofix20.toml"
    make(path)
    with pytest.raises(GofixError) as caught:
        configuration(tmp_path).for_directory(str(tmp_path))
    assert caught.value.message.startswith(f"{path}:")
    assert message in caught.value.message


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / ".gofix20.toml").write_text("")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(GofixError, match=r"\.gofix20\.toml: cannot be read: Permission denied"):
        configuration(tmp_path).for_directory(str(tmp_path))


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_named_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(GofixError) as caught:
        configuration(tmp_path, config=tmp_path / name)
    assert str(tmp_path) in caught.value.message


def test_a_named_file_may_be_anywhere(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "gen").mkdir(parents=True)
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "real.toml").write_text('exclude = ["gen/**"]\nunsafe = true\n')
    named = tmp_path / "team" / "gofix20.toml"
    named.symlink_to("real.toml")
    settings = configuration(root, config=named).for_directory(str(root / "gen"))
    assert settings.unsafe
    assert settings.notes == ()
    # Relative to the file nothing could match here, so it is the root of the repository.
    assert excluded(settings, str(root / "gen" / "x.go"))
    assert not excluded(settings, str(root / "x.go"))


# Keys


def test_every_key(tmp_path: Path) -> None:
    text = """
select = ["GF", "strings-builder"]
ignore = ["subslice"]
exclude = ["gen/**"]
unsafe = false
min-gain = "large"
tags = ["integration"]
migrate = false
builds = [{}, {goos = "linux", goarch = "arm64", tags = ["extra"]}]

[per-path-ignores]
"cmd/**" = ["GF13"]

[rules.prealloc]
maps = false
ratio = 1
names = ["x", "y"]
"""
    assert load(tmp_path, text) == Settings(
        select=("GF", "strings-builder"),
        ignore=("subslice",),
        per_path_ignores=(("cmd/**", ("GF13",)),),
        exclude=("gen/**",),
        base=str(tmp_path),
        unsafe=False,
        min_gain=GainLevel.LARGE,
        tags=("integration",),
        builds=(Build(tags=("integration",)), Build("linux", "arm64", ("integration", "extra"))),
        every_build=False,
        migrate=False,
        rules={
            "GF03": {"maps": False, "limit": 8, "ratio": 1.0, "note": "", "names": ("x", "y")},
            "GF05": {},
            "GF06": {},
            "GF13": {},
        },
        origin=str(tmp_path / ".gofix20.toml"),
    )


def test_the_defaults(tmp_path: Path) -> None:
    settings = configuration(tmp_path).for_directory(str(tmp_path))
    assert settings.builds == (Build(),)
    assert settings.min_gain is None
    assert settings.rules["GF03"]["maps"] is True
    assert not settings.unsafe


def test_crlf_and_bom(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_bytes(b'\xef\xbb\xbfselect = [\r\n"GF05"]\r\nunsafe = true\r\n')
    settings = configuration(tmp_path).for_directory(str(tmp_path))
    assert codes(settings) == {"GF05"}
    assert settings.notes[0].line == 3


def test_the_command_line_replaces_keys(tmp_path: Path) -> None:
    text = 'select = ["GF05"]\nignore = ["GF13"]\nmin-gain = "large"\ntags = ["a"]\n[[builds]]\ntags = ["b"]\n'
    given_ = Overrides(select=("GF",), ignore=(), min_gain=GainLevel.SMALL, tags=("c",), unsafe=True)
    settings = load(tmp_path, text, given_)
    assert codes(settings) == {rule.code for rule in RULES}
    assert settings.min_gain is GainLevel.SMALL
    assert settings.tags == ("c",)
    assert settings.builds == (Build(tags=("c", "b")),)
    assert settings.unsafe
    assert codes(load(tmp_path, text, Overrides(select=("GF05", "GF13")))) == {"GF05"}


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (Overrides(select=("GF05", "GF99")), "--select: unknown rule 'GF99'; the nearest is 'GF"),
        (Overrides(ignore=("string-builder",)), "--ignore: unknown rule 'string-builder'; the nearest is 'strings-b"),
        (Overrides(tags=("-toolexec=x",)), "--tags: '-toolexec=x' is not a build tag"),
    ],
)
def test_mistakes_on_the_command_line(tmp_path: Path, given_: Overrides, message: str) -> None:
    with pytest.raises(GofixError) as caught:
        configuration(tmp_path, given_)
    assert caught.value.message.startswith(message)


def test_builds_in_a_word(tmp_path: Path) -> None:
    for text, expected in (("", True), ('builds = "all"', True), ('builds = "default"', False), ("builds = []", True)):
        settings = load(tmp_path, text)
        assert (settings.builds, settings.every_build) == ((Build(),), expected)
        for word in ("all", "default"):
            assert load(tmp_path, text, Overrides(builds=word)).every_build is (word == "all")
    # A list is what it says, unless the command line takes its place.
    listed = '[[builds]]\ngoos = "linux"\n'
    assert not load(tmp_path, listed).every_build
    settings = load(tmp_path, listed, Overrides(builds="all", tags=("a",)))
    assert (settings.builds, settings.every_build) == ((Build(tags=("a",)),), True)


def test_builds_are_each_once(tmp_path: Path) -> None:
    assert load(tmp_path, 'builds = [{goos = "linux"}, {goos = "linux", tags = []}]').builds == (Build("linux"),)
    assert load(tmp_path, "builds = []").builds == (Build(),)


# unsafe


def test_unsafe_in_a_file_that_was_found_is_only_noted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".gofix20.toml").write_text("migrate = true\n\nunsafe = true\n")
    found = configuration(tmp_path)
    assert not found.for_directory(str(tmp_path)).unsafe
    assert not found.for_directory(str(tmp_path / "a")).unsafe
    (note,) = found.notes()
    assert (note.stage, note.path, note.line, note.column) == ("config", str(tmp_path / ".gofix20.toml"), 3, 1)
    assert "--unsafe-fixes" in note.message
    assert "--config" in note.message


@pytest.mark.parametrize("given_", [True, False])
def test_the_command_line_decides_on_unsafe(tmp_path: Path, given_: bool) -> None:
    for text in ("unsafe = true\n", "unsafe = false\n", ""):
        settings = load(tmp_path, text, Overrides(unsafe=given_))
        assert settings.unsafe is given_
        assert settings.notes == ()
        named = configuration(tmp_path, Overrides(unsafe=given_), config=tmp_path / ".gofix20.toml")
        assert named.for_directory(str(tmp_path)).unsafe is given_


def test_unsafe_in_a_named_file_is_honoured(tmp_path: Path) -> None:
    for text, expected in (("unsafe = true", True), ("unsafe = false", False), ("", False)):
        (tmp_path / "x.toml").write_text(text)
        assert configuration(tmp_path, config=tmp_path / "x.toml").for_directory(str(tmp_path)).unsafe is expected


# Selectors


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("ALL", {"GF03", "GF05", "GF06", "GF13"}),
        ("GF", {"GF03", "GF05", "GF06", "GF13"}),
        ("GF0", {"GF03", "GF05", "GF06"}),
        ("GF05", {"GF05"}),
        ("gf05", {"GF05"}),
        ("strings-builder", {"GF05"}),
        ("strings", {"GF05"}),
        ("set", {"GF13"}),
    ],
)
def test_selectors(tmp_path: Path, selector: str, expected: set[str]) -> None:
    everything = {rule.code for rule in RULES}
    assert codes(load(tmp_path, f'select = ["{selector}"]')) == expected
    assert codes(load(tmp_path, f'ignore = ["{selector}"]')) == everything - expected
    # ignore beats select, however exact that is.
    assert codes(load(tmp_path, f'select = ["GF05", "GF13"]\nignore = ["{selector}"]')) == {"GF05", "GF13"} - expected
    path = str(tmp_path / "cmd" / "x.go")
    settings = load(tmp_path, f'[per-path-ignores]\n"cmd/**" = ["{selector}"]')
    assert codes(settings, path) == everything - expected
    assert codes(settings, str(tmp_path / "x.go")) == everything


def test_an_empty_selection_selects_nothing(tmp_path: Path) -> None:
    assert codes(load(tmp_path, "select = []")) == set()


@pytest.mark.parametrize(
    "selector", ["GF99", "GF055", "string", "strings-", "str", "set-struct-x", "", "all the rules"]
)
def test_selectors_that_match_no_rule(tmp_path: Path, selector: str) -> None:
    for key in ("select", "ignore"):
        message = load_error(tmp_path, f'migrate = true\n{key} = ["GF05",\n"{selector}"]')
        assert message.startswith(f".gofix20.toml:2: {key}: unknown rule '{selector}'")
    message = load_error(tmp_path, f'[per-path-ignores]\n"a/**" = ["GF05"]\n"cmd/**" = ["{selector}"]')
    assert message.startswith(f".gofix20.toml:3: per-path-ignores.'cmd/**': unknown rule '{selector}'")


# Globs


@pytest.mark.parametrize(
    ("globs", "matching", "other"),
    [
        (["gen/"], ["gen/x.go", "a/gen/b/x.go"], ["gen.go", "a/generic/x.go"]),
        (["gen/**"], ["gen/x.go", "gen/a/x.go"], ["a/gen/x.go"]),
        (["./x.go"], ["x.go"], ["a/x.go"]),
        (["*_gen.go"], ["x_gen.go", "a/x_gen.go"], ["gen.go"]),
        (["a/**/x.go"], ["a/x.go", "a/b/c/x.go"], ["x.go"]),
        (["*.go", "!./keep.go"], ["x.go", "a/keep.go"], ["keep.go"]),
        (["a..b/"], ["a..b/x.go"], ["a/b/x.go"]),
    ],
)
def test_exclude(tmp_path: Path, globs: list[str], matching: list[str], other: list[str]) -> None:
    settings = load(tmp_path, f"exclude = {json.dumps(globs)}")
    assert [path for path in matching + other if excluded(settings, str(tmp_path / path))] == matching


def test_globs_are_relative_to_the_file_and_reach_no_further(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gofix20.toml").write_text('exclude = ["b/**", "*_gen.go"]\n')
    settings = configuration(tmp_path).for_directory(str(tmp_path / "a" / "b"))
    assert excluded(settings, str(tmp_path / "a" / "b" / "x.go"))
    assert not excluded(settings, str(tmp_path / "b" / "x.go"))
    assert not excluded(settings, str(tmp_path / "x_gen.go"))


@pytest.mark.parametrize(
    "glob", ["/etc/**", "!/etc/**", "~/x.go", "C:\\\\x", "../x.go", "a/../../x.go", "!..", "\\\\../x.go"]
)
def test_globs_that_lead_outside(tmp_path: Path, glob: str) -> None:
    for text in (f'tags = []\nexclude = ["a",\n"{glob}"]', f'[per-path-ignores]\n"{glob}" = ["GF05"]'):
        message = load_error(tmp_path, text)
        assert message.startswith(".gofix20.toml:2: ")
        assert "is an absolute path" in message or "leads out of" in message


@pytest.mark.parametrize("glob", ["", "  ", "# gen", "!", "./"])
def test_globs_that_match_nothing(tmp_path: Path, glob: str) -> None:
    assert "matches nothing" in load_error(tmp_path, f'exclude = ["{glob}"]')


def test_a_single_negated_glob(tmp_path: Path) -> None:
    assert "cannot take back" in load_error(tmp_path, '[per-path-ignores]\n"!a/**" = ["GF05"]')


# Mistakes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x =\n", ".gofix20.toml:1:4: Invalid value"),
        ('a = "', ".gofix20.toml: Unterminated string (at end of document)"),
        ("unsafe = true\nunsafe = true\n", ".gofix20.toml:2:14: Cannot overwrite a value"),
        (f"a = {'1' * 5000}", ".gofix20.toml: Exceeds the limit"),
        ("\nmin_gain = 1\n", ".gofix20.toml:2: unknown key 'min_gain'; the nearest is 'min-gain'"),
        ("Select = []", ".gofix20.toml:1: unknown key 'Select'; the nearest is 'select'"),
        ("zzz = 1", ".gofix20.toml:1: unknown key 'zzz'"),
        ('"\\u001b[31m" = 1', ".gofix20.toml:1: unknown key '\\x1b[31m'"),
        ("command = 'rm'", ".gofix20.toml:1: unknown key 'command'"),
        ("select = 'GF05'", ".gofix20.toml:1: select must be an array of strings, not a string"),
        ("select = ['GF05', 1]", ".gofix20.toml:1: select must be an array of strings, not one that holds an integer"),
        ("unsafe = 'yes'", ".gofix20.toml:1: unsafe must be a boolean, not a string"),
        ("migrate = 1", ".gofix20.toml:1: migrate must be a boolean, not an integer"),
        ("exclude = 2020-01-01", ".gofix20.toml:1: exclude must be an array of strings, not a date or time"),
        ("\n\nmin-gain = 'big'", '.gofix20.toml:3: min-gain must be "small" or "large", not \'big\''),
        ("tags = ['a b']", ".gofix20.toml:1: tags: 'a b' is not a build tag"),
        ("[per-path-ignores]\n'a/**' = 'GF05'", ".gofix20.toml:2: per-path-ignores.'a/**' must be an array of strings"),
        ("per-path-ignores = []", ".gofix20.toml:1: per-path-ignores must be a table, not an array"),
        ("builds = 'some'", ".gofix20.toml:1: builds must be \"default\", \"all\" or an array of tables, not 'some'"),
        ("[builds]\ngoos = 'linux'", ".gofix20.toml:1: builds must be an array, not a table"),
        ("builds = ['linux']", ".gofix20.toml:1: builds[0] must be a table, not a string"),
        ("[[builds]]\n[[builds]]\ngos = 'x'", ".gofix20.toml:3: unknown key 'gos' in builds[1]; the nearest is 'goos'"),
        ("[[builds]]\ngoos = '-x'", ".gofix20.toml:2: builds[0].goos: '-x' is no GOOS"),
        ("[[builds]]\ntags = ['!x']", ".gofix20.toml:2: builds[0].tags: '!x' is not a build tag"),
        ("[[builds]]\ngoarch = 1", ".gofix20.toml:2: builds[0].goarch must be a string, not an integer"),
        ("rules = 1", ".gofix20.toml:1: rules must be a table, not an integer"),
        ("[rules.GF04]", ".gofix20.toml:1: rules: unknown rule 'GF04'; the nearest is 'GF"),
        ("[rules.preallok]", ".gofix20.toml:1: rules: unknown rule 'preallok'; the nearest is 'prealloc'"),
        ("[rules]\nGF05 = 1", ".gofix20.toml:2: rules.GF05 must be a table, not an integer"),
        ("[rules.GF05]\nx = 1", ".gofix20.toml:2: unknown key 'x' in rules.GF05"),
        ("[rules.GF03]\n[rules.prealloc]", ".gofix20.toml:2: rules.prealloc: GF03 has a table already"),
        ("[rules.GF03]\nmap = true", ".gofix20.toml:2: unknown key 'map' in rules.GF03; the nearest is 'maps'"),
        ("[rules.GF03]\n# c\nmaps = 1", ".gofix20.toml:3: rules.GF03.maps must be a boolean, not an integer"),
        ("rules.GF03.limit = true", ".gofix20.toml:1: rules.GF03.limit must be an integer, not a boolean"),
        ("rules.GF03.limit = 1.5", ".gofix20.toml:1: rules.GF03.limit must be an integer, not a float"),
        ("rules.GF03.ratio = '1'", ".gofix20.toml:1: rules.GF03.ratio must be a float, not a string"),
        ("rules.GF03.names = [1]", ".gofix20.toml:1: rules.GF03.names must be an array of strings, not one that holds"),
    ],
)
def test_mistakes_name_file_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    assert load_error(tmp_path, text).startswith(message)


def test_an_unknown_key_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / ".gofix20.toml").write_text("zzz = 1")
    with pytest.raises(GofixError) as caught:
        configuration(tmp_path).for_directory(str(tmp_path))
    assert caught.value.hint is not None
    assert "per-path-ignores" in caught.value.hint


STATEMENTS = st.sampled_from(
    [
        "",
        "# unsafe = 1",
        'select = [\n  "GF05", # [rules]\n  "GF13",\n]',
        "tags = []",
        "migrate = true",
        'exclude = ["""\nunsafe = 1\n"""]',
        "ignore = ['''[builds]''']",
    ]
)


@settings(deadline=None)
@given(st.lists(STATEMENTS, max_size=6, unique=True), st.lists(STATEMENTS, max_size=3))
def test_the_line_of_a_mistake(tmp_path_factory: pytest.TempPathFactory, before: list[str], tables: list[str]) -> None:
    root = tmp_path_factory.mktemp("line")
    after = "".join(f"[rules.GF0{'356'[index]}]\n# {index}\n" for index, _ in enumerate(tables))
    text = "".join(f"{statement}\n" for statement in before) + "unsafe = 1\n" + after
    line = "".join(f"{statement}\n" for statement in before).count("\n") + 1
    assert load_error(root, text).startswith(f".gofix20.toml:{line}: unsafe must be a boolean")


KEYS = st.sampled_from(["select", "ignore", "unsafe", "exclude", "tags", "builds", "rules", "per-path-ignores", "x"])
WORDS = st.sampled_from(["", "GF05", "x", "a/**", "!", "**", "[", "\\", "a\nb", "\0", "/", "é"])
VALUES = st.recursive(
    st.booleans() | st.integers(-1, 9) | st.floats(0, 1) | WORDS,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=3), st.binary(max_size=30))
@example({"select": []}, b"\x00")
def test_any_file_gives_settings_or_an_error_that_names_it(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object], tail: bytes
) -> None:
    root = tmp_path_factory.mktemp("any")
    found: Settings | None = None
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items()).encode() + b"#" + tail
    (root / ".gofix20.toml").write_bytes(text)
    message = str(root / ".gofix20.toml")
    try:
        found = configuration(root).for_directory(str(root))
    except GofixError as error:
        message = error.message
    assert message.startswith(str(root / ".gofix20.toml"))
    if found is not None:
        assert not found.unsafe
        assert not excluded(found, str(root.parent / "x.go"))


def test_the_documentation_has_every_key_and_its_example_is_valid(tmp_path: Path) -> None:
    documentation = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)(?:\.<rule>)?` \|", documentation, re.M)
    assert rows == [*config.KEYS, "rules"]
    example_ = documentation.split("```toml\n")[1].split("```")[0]
    found = load(tmp_path, example_)
    assert codes(found, str(tmp_path / "internal" / "bench" / "x.go")) == {"GF13"}
    assert found.builds[1] == Build("windows", None, ("integration", "extra"))
