"""The command line, with an engine that gives a plan made by hand."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from gofix20 import __version__, cli, commands, engine
from gofix20 import apply as writer
from gofix20.model import (
    Edit,
    FileChange,
    Finding,
    Fix,
    Gain,
    GainLevel,
    GofixError,
    Outcome,
    Plan,
    Problem,
    Refusal,
    Safety,
    Statistics,
    Status,
    Verdict,
)

OLD, NEW = b"package a\n\nvar x = 1\n", b"package a\n\nvar x = 2\n"
DIFF = "--- a/a.go\n+++ b/a.go\n@@ -1,3 +1,3 @@\n package a\n \n-var x = 1\n+var x = 2\n"


@dataclass
class FakeEngine:
    """Gives `plan`, or raises `error`; remembers what it was asked."""

    plan: Plan = field(default_factory=Plan)
    error: BaseException | None = None
    requests: list[engine.Request] = field(default_factory=list)

    def run(self, request: engine.Request, progress: engine.Progress | None = None) -> Plan:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        return self.plan


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    given = FakeEngine()
    monkeypatch.setattr(engine, "run", given.run)
    return given


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a go.mod and a.go, which is the current one."""
    directory = tmp_path.resolve() / "m"
    directory.mkdir()
    (directory / "go.mod").write_text("module example.com/m\n\ngo 1.22\n")
    (directory / "a.go").write_bytes(OLD)
    monkeypatch.chdir(directory)
    # Put back after the test: it is the pytest process's environment that the command line changes.
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return directory


@pytest.fixture
def run(here: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> Ran:
        code = cli.run(arguments)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def change(path: Path, old: bytes = OLD, new: bytes = NEW) -> FileChange:
    return FileChange(os.fspath(path), hashlib.sha256(old).hexdigest(), old, new, os.fspath(path.parent))


def outcome(path: Path, status: Status = Status.APPLIED, safety: Safety | None = Safety.SAFE) -> Outcome:
    edit = Edit(os.fspath(path), 19, 20, b"2")
    fix = None if safety is None else Fix("make it 2", (edit,), safety)
    gain = Gain(GainLevel.SMALL, "2 is more than 1")
    return Outcome(Finding("GF05", os.fspath(path), 19, 20, 3, 9, "`x` is 1", gain, fix), status)


def plan_for(*paths: Path) -> Plan:
    return Plan(changes=tuple(map(change, paths)), outcomes=tuple(map(outcome, paths)))


def refusal(path: Path) -> Refusal:
    return Refusal("GF03", os.fspath(path), 0, 1, 1, 1, "`x` is compared with nil at line 3")


def python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": home(), **environment}
    env.pop("PYTHONSAFEPATH", None)
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True)


# Starting


def test_the_version_starts_nothing_of_weight(tmp_path: Path) -> None:
    program = (
        "import sys; from gofix20.cli import run; code = run(['--version'])\n"
        "heavy = 'tree_sitter rich git unidiff pathspec gofix20.engine gofix20.registry multiprocessing subprocess'\n"
        "sys.exit(str([name for name in heavy.split() if name in sys.modules] or code or ''))"
    )
    done = python("-P", "-c", program, cwd=tmp_path)
    assert (done.stdout, done.stderr) == (f"gofix20 {__version__}\n", "\n")


@pytest.mark.parametrize("command", [[], ["apply"], ["check"]])
def test_the_version_is_an_option_of_the_commands_too(run: Run, command: list[str]) -> None:
    assert run(*command, "--version") == Ran(0, f"gofix20 {__version__}\n", "")


def test_nothing_is_imported_from_the_current_directory(tmp_path: Path) -> None:
    for name in ("click", "multiprocessing", "tomllib", "rich", "gofix20_plugin"):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('{name} of the current directory was run')\n")
    for arguments in (["-P", "-m", "gofix20"], ["-m", "gofix20"]):
        done = python(*arguments, "--version", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, f"gofix20 {__version__}\n"), done.stderr


def home() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(cli.__file__)))


def test_the_current_directory_leaves_the_path(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = os.path.dirname(os.__file__)
    (here.parent / "link").symlink_to(here)
    monkeypatch.setattr(sys, "path", ["", str(here), "relative", library, str(here.parent / "link"), home()])
    cli.leave_current_directory()
    assert sys.path == [library, home()]
    # In a bare checkout gofix20 itself comes from there, and what it imports later must be found.
    monkeypatch.chdir(home())
    cli.leave_current_directory()
    assert sys.path == [library, home()]


def test_children_are_started_with_a_safe_path(run: Run) -> None:
    run("--version")
    assert os.environ["PYTHONSAFEPATH"] == "1"


# Options


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["aply"], "aply"),
        (["apply", "--no-verify"], "--no-verify"),
        (["apply", "--jobs", "0"], "--jobs"),
        (["apply", "--jobs", "many"], "many"),
        (["apply", "--min-gain", "none"], "none"),
        (["apply", "--format", "xml"], "xml"),
        (["apply", "--color", "blue"], "blue"),
        (["apply", "--exit-code"], "--dry-run"),
        (["apply", "-"], "--stdin-filename"),
        (["apply", "-", "./...", "--stdin-filename", "a.go"], "alone"),
        (["apply", "--stdin-filename", "a.go"], "`-`"),
        (["apply", "--config", "absent.toml"], "absent.toml"),
        (["apply", "--config", "go.mod", "--isolated"], "--isolated"),
        (["check", "--select", " , "], "--select"),
        (["check", "--dry-run"], "--dry-run"),
        (["explain"], "RULE"),
        (["explain", "GF999"], "GF999"),
        (["completion", "tcsh"], "tcsh"),
        (["new", "Not A Name"], "Not A Name"),
    ],
)
def test_bad_input_is_a_clear_error(run: Run, fake: FakeEngine, arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert (ran.out, fake.requests) == ("", [])


def test_options_become_the_request(run: Run, fake: FakeEngine, here: Path) -> None:
    (here / "my.toml").touch()
    run(
        *("check", "./x/...", "a.go", "--select", "GF05,set-struct", "--select", "GF03", "--ignore", "GF0"),
        *("--unsafe-fixes", "--min-gain", "large", "--tests", "--tags", "a,b", "--since", "main", "--jobs", "3"),
        *("--config", "my.toml", "--go", "/usr/bin/go"),
    )
    (request,) = fake.requests
    assert request.paths == ("./x/...", "a.go")
    assert request.directory == str(here)
    assert request.overrides.select == ("GF05", "set-struct", "GF03")
    assert request.overrides.ignore == ("GF0",)
    assert request.overrides.unsafe is True
    assert request.overrides.min_gain is GainLevel.LARGE
    assert request.overrides.tags == ("a", "b")
    assert (request.tests, request.since, request.jobs) == (True, "main", 3)
    assert (request.config, request.isolated, request.go) == ("my.toml", False, "/usr/bin/go")
    assert (request.verify, request.stdin) == (False, None)


def test_what_is_not_given_is_left_to_the_configuration(run: Run, fake: FakeEngine) -> None:
    run("apply", "--dry-run")
    run("apply", "--dry-run", "--no-unsafe-fixes", "--isolated")
    first, second = fake.requests
    assert first.paths == ("./...",)
    overrides = first.overrides
    assert (overrides.select, overrides.ignore, overrides.unsafe, overrides.min_gain, overrides.tags) == (None,) * 5
    assert (first.config, first.isolated, first.go, first.jobs, first.verify) == (None, False, None, None, True)
    assert second.overrides.unsafe is False
    assert second.isolated


# check


def test_check(run: Run, fake: FakeEngine, here: Path) -> None:
    assert run("check") == Ran(0, "", "no findings\n")
    fake.plan = Plan(outcomes=(outcome(here / "a.go", Status.UNVERIFIED),), refusals=(refusal(here / "a.go"),))
    ran = run("check")
    assert ran == Ran(
        1, "a.go:3:9: GF05 `x` is 1 [*]\n", "1 finding in 1 file: 1 fixable with `gofix20 apply`; 1 refused\n"
    )
    assert run("check", "--exit-zero").code == 0
    assert run("check", "-q") == Ran(1, ran.out, "")
    refused = "a.go:1:1: GF03 refused: `x` is compared with nil at line 3\n"
    assert run("check", "--show-refused").out == refused + ran.out


def test_refusals_and_notes_change_no_exit_code(run: Run, fake: FakeEngine, here: Path) -> None:
    note = Problem("suppress", str(here / "a.go"), 3, 1, "gofix20:ignore suppresses nothing")
    fake.plan = Plan(refusals=(refusal(here / "a.go"),), notes=(note,))
    for command in (["check"], ["apply"], ["apply", "--dry-run", "--exit-code"]):
        ran = run(*command)
        assert (ran.code, ran.out) == (0, "")
        assert "a.go:3:1: note: gofix20:ignore suppresses nothing\n" in ran.err
        assert run(*command, "-q").err == ""


def test_what_was_left_alone_is_an_error_and_exit_1(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = Plan(problems=(Problem("types", str(here / "a.go"), 3, 1, "undefined: y"),))
    for command in (["check", "--exit-zero"], ["apply"], ["apply", "--dry-run"]):
        ran = run(*command, "-q")
        assert ran == Ran(1, "", "a.go:3:1: problem: undefined: y\n")


def test_json_of_check(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = Plan(outcomes=(outcome(here / "a.go", Status.UNVERIFIED),))
    ran = run("check", "--format", "json")
    assert ran.code == 1
    document = json.loads(ran.out)
    assert document["findings"][0]["path"] == "a.go"
    assert document["diff"] is None
    assert document["statistics"] is None
    assert json.loads(run("check", "--format", "json", "--statistics").out)["statistics"]["seconds"] == {}


@pytest.mark.usefixtures("toolchain")
def test_statistics_and_verbose_go_to_standard_error(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = Plan(
        outcomes=(outcome(here / "a.go", Status.UNVERIFIED),),
        refusals=(refusal(here / "a.go"),),
        statistics=Statistics(2, 7, 1, 1, {"scan": 0.25}),
    )
    ran = run("check", "--statistics")
    assert "GF05         1        1      0        0\n" in ran.err
    assert "      1  GF03  `…` is compared with nil at line N\n" in ran.err
    assert "GF03" not in ran.out
    ran = run("check", "-v")
    assert re.match(r"go1\.\d+(\.\d+)? \(.+\): /.*/go\n", ran.err)
    assert "2 packages, 7 files, 1 round; 1 parsed\nscan 0.25 s\n" in ran.err


# apply


def test_dry_run_prints_the_diff_and_writes_nothing(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = plan_for(here / "a.go")
    assert run("apply", "--dry-run") == Ran(0, DIFF, "1 fix in 1 file; nothing was written (--dry-run)\n")
    assert run("apply", "--dry-run", "--exit-code", "-q") == Ran(1, DIFF, "")
    assert (here / "a.go").read_bytes() == OLD
    assert sorted(os.listdir(here)) == ["a.go", "go.mod"]
    document = json.loads(run("apply", "--dry-run", "--format", "json").out)
    assert (document["diff"], document["files"], document["outcomes"]["applied"]) == (DIFF, ["a.go"], 1)


def test_a_diff_of_what_is_elsewhere_is_refused(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = plan_for(here.parent / "b.go")
    ran = run("apply", "--dry-run")
    assert (ran.code, ran.out) == (2, "")
    assert f"cd {here.parent}" in ran.err


def test_colour_is_no_patch_and_only_where_asked_for(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = plan_for(here / "a.go")
    assert (
        "\x1b[31m-var x = 1\x1b[0m\n\x1b[32m+var x = 2\x1b[0m\n" in run("apply", "--dry-run", "--color", "always").out
    )
    assert "\x1b" not in run("apply", "--dry-run").out


def test_apply_writes_and_prints_nothing_on_standard_output(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = replace(plan_for(here / "a.go"), refusals=(refusal(here / "a.go"),))
    ran = run("apply", "--show-refused")
    assert ran == Ran(0, "", "a.go:1:1: GF03 refused: `x` is compared with nil at line 3\n1 fix in 1 file; 1 refused\n")
    assert (here / "a.go").read_bytes() == NEW


def test_json_of_apply_has_the_diff_of_what_was_written(run: Run, fake: FakeEngine, here: Path) -> None:
    (here.parent / "b.go").write_bytes(OLD)
    fake.plan = plan_for(here / "a.go")
    assert json.loads(run("apply", "--format", "json").out)["diff"] == DIFF
    fake.plan = plan_for(here.parent / "b.go")
    document = json.loads(run("apply", "--format", "json").out)
    assert (document["diff"], document["files"]) == (None, [str(here.parent / "b.go")])
    assert (here.parent / "b.go").read_bytes() == NEW


@pytest.mark.parametrize("status", [Status.REJECTED, Status.CONFLICT, Status.STALE])
def test_a_lost_fix_is_told_and_exit_1(run: Run, fake: FakeEngine, here: Path, status: Status) -> None:
    lost = replace(outcome(here / "a.go", status), reason="undefined: b")
    fake.plan = replace(plan_for(here / "a.go"), outcomes=(outcome(here / "a.go"), lost))
    ran = run("apply", "--dry-run", "-q")
    assert (ran.code, ran.out) == (1, DIFF)
    assert ran.err.startswith("a.go:3:9: GF05 ")
    assert "undefined: b\n" in ran.err


def test_nothing_unverified_gets_out(run: Run, fake: FakeEngine, here: Path) -> None:
    fake.plan = replace(plan_for(here / "a.go"), verdict=Verdict(False, (Problem("vet", "", 0, 0, "broken"),)))
    for arguments in (["apply"], ["apply", "--dry-run"]):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert "problem: broken\n" in ran.err
    assert (here / "a.go").read_bytes() == OLD


def test_a_file_that_changed_meanwhile(run: Run, fake: FakeEngine, here: Path) -> None:
    (here / "b").mkdir()
    (here / "b" / "b.go").write_bytes(OLD)
    fake.plan = plan_for(here / "a.go", here / "b" / "b.go")
    (here / "b" / "b.go").write_bytes(OLD + b"// mine\n")
    ran = run("apply")
    assert ran == Ran(
        1,
        "",
        "b/b.go:3:9: GF05 not written: the file changed meanwhile\n1 fix in 1 file; 1 not written\n",
    )
    assert (here / "a.go").read_bytes() == NEW
    assert (here / "b" / "b.go").read_bytes() == OLD + b"// mine\n"


def test_a_file_that_cannot_be_written(run: Run, fake: FakeEngine, here: Path) -> None:
    (here / "b.go").write_bytes(OLD)
    (here / "b.go").chmod(0o444)
    fake.plan = plan_for(here / "a.go", here / "b.go")
    ran = run("apply")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "a.go:3:9: GF05 not written: it goes together with a file that was not written",
        "b.go:3:9: GF05 not written: the file could not be written",
        "b.go: problem: not written: it is read-only",
        "no fixes; 2 not written; 1 problem",
    ]
    assert (here / "a.go").read_bytes() == OLD


def test_no_symbolic_link_is_followed_out_of_the_tree(run: Run, fake: FakeEngine, repository: Path) -> None:
    outside = repository.parent / "outside"
    outside.mkdir()
    (outside / "b.go").write_bytes(OLD)
    (repository / "sub").symlink_to(outside)
    fake.plan = plan_for(repository / "sub" / "b.go")
    ran = run("apply", "--allow-dirty")
    assert ran.code == 1
    assert "follows no symbolic link out of the tree" in ran.err
    assert (outside / "b.go").read_bytes() == OLD


def test_what_a_kill_left_is_mended_first_and_told(run: Run, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "recover", lambda journal: [] if fake.requests else ["a.go: taken back"])
    assert run("apply", "-q").err == "gofix20: a.go: taken back\n"
    monkeypatch.setattr(writer, "recover", lambda journal: pytest.fail("recover writes"))
    for arguments in (["check"], ["apply", "--dry-run"]):
        assert run(*arguments).code == 0


# git


@pytest.fixture
def repository(here: Path) -> Path:
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], cwd=here, check=True)
    return here


def test_uncommitted_changes_are_listed_and_nothing_is_written(run: Run, fake: FakeEngine, repository: Path) -> None:
    untracked = repository / "untracked.go"
    untracked.write_bytes(OLD)
    (repository / "elsewhere.go").write_bytes(OLD)
    fake.plan = plan_for(repository / "a.go", untracked)
    assert run("apply", "--dry-run").code == 0
    ran = run("apply")
    assert (ran.code, ran.out) == (2, "")
    assert "    untracked.go\n" in ran.err
    assert "elsewhere.go" not in ran.err
    assert "a.go\n" not in ran.err.replace("untracked.go", "")
    assert "--allow-dirty" in ran.err
    assert (repository / "a.go").read_bytes() == untracked.read_bytes() == OLD
    assert run("apply", "--allow-dirty").code == 0
    assert (repository / "a.go").read_bytes() == untracked.read_bytes() == NEW


def test_a_clean_file_is_written_whatever_else_is_dirty(run: Run, fake: FakeEngine, repository: Path) -> None:
    (repository / "go.mod").write_text("module example.com/m\n\ngo 1.23\n")
    fake.plan = plan_for(repository / "a.go")
    assert run("apply").code == 0
    fake.plan = Plan()
    assert run("apply").code == 0


# Standard input


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[bytes]:
    text = b"package a\r\n\xff\n"
    (tmp_path / "stdin").write_bytes(text)
    with (tmp_path / "stdin").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        yield text


def test_a_text_on_standard_input_comes_out_changed(
    fake: FakeEngine, here: Path, stdin: bytes, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = here / "a.go"
    new = b"package b\r\n\xff\n"
    fake.plan = Plan(changes=(change(path, stdin, new),), outcomes=(outcome(path),))
    assert cli.run(["apply", "-", "--stdin-filename", "./x/../a.go"]) == 0
    assert fake.requests[0].stdin == (str(path), stdin)
    assert fake.requests[0].paths == ()
    captured = capfdbinary.readouterr()
    assert (captured.out, captured.err) == (new, b"1 fix in 1 file\n")
    assert path.read_bytes() == OLD


def test_a_text_with_nothing_to_do_comes_out_as_it_was(
    fake: FakeEngine, here: Path, stdin: bytes, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.run(["apply", "-", "--stdin-filename", "a.go", "-q"]) == 0
    assert capfdbinary.readouterr().out == stdin


def test_a_text_that_does_not_parse_comes_not_out(run: Run, fake: FakeEngine, here: Path, stdin: bytes) -> None:
    fake.plan = Plan(problems=(Problem("parse", str(here / "a.go"), 2, 1, "illegal character"),))
    ran = run("apply", "-", "--stdin-filename", "a.go")
    assert ran == Ran(2, "", f"gofix20: {here}/a.go:2:1: illegal character\n")


def test_a_text_whose_fix_needs_other_files_comes_not_out(run: Run, fake: FakeEngine, here: Path, stdin: bytes) -> None:
    fake.plan = plan_for(here / "a.go", here / "b.go")
    ran = run("apply", "-", "--stdin-filename", "a.go")
    assert (ran.code, ran.out) == (2, "")
    assert "save the file" in ran.err


def test_the_diff_of_a_text_on_standard_input(run: Run, fake: FakeEngine, here: Path, stdin: bytes) -> None:
    fake.plan = plan_for(here / "a.go")
    assert run("apply", "-", "--stdin-filename", "a.go", "--dry-run").out == DIFF


# Errors, interrupts


def test_an_error_is_shown_with_what_helps(run: Run, fake: FakeEngine) -> None:
    fake.error = GofixError("no Go \x1b[2J\nfound", "install it")
    assert run("apply") == Ran(2, "", "gofix20: no Go \\x1b[2J\n    found\ninstall it\n")


def test_a_bug_is_a_traceback_and_exit_2(run: Run, fake: FakeEngine) -> None:
    fake.error = ZeroDivisionError("oh")
    ran = run("apply")
    assert (ran.code, ran.out) == (2, "")
    assert "ZeroDivisionError: oh\n" in ran.err
    assert f"this is a bug in gofix20 {__version__}" in ran.err


def test_a_missing_package_is_named(run: Run, fake: FakeEngine) -> None:
    fake.error = ModuleNotFoundError("No module named 'unidiff'", name="unidiff")
    ran = run("apply")
    assert ran.code == 2
    assert "'unidiff' is missing" in ran.err
    assert "Traceback" not in ran.err


def test_an_interrupted_run_wrote_nothing(run: Run, fake: FakeEngine) -> None:
    fake.error = KeyboardInterrupt()
    ran = run("apply")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "gofix20: interrupted: nothing was written"


def test_an_interrupted_write_says_what_was_written(
    run: Run, fake: FakeEngine, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "b.go").write_bytes(OLD)
    fake.plan = plan_for(here / "a.go", here / "b.go")

    def write(*_: object, **__: object) -> None:
        (here / "a.go").write_bytes(NEW)
        raise KeyboardInterrupt

    recovered: list[str] = []

    def recover(journal_directory: str) -> list[str]:
        recovered.append(journal_directory)
        return []

    monkeypatch.setattr(writer, "write", write)
    monkeypatch.setattr(writer, "recover", recover)
    ran = run("apply")
    assert ran.code == 130
    assert ran.err.strip() == "gofix20: interrupted: 1 of 2 files were written:\n    a.go"
    assert len(recovered) == 2


def test_a_reader_that_goes_away_is_no_error(fake: FakeEngine, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.plan = plan_for(here / "a.go")
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.run(["apply", "--dry-run", "--exit-code"]) == 1
        stream.write("lost without a word")


class Tty(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_progress_is_for_a_terminal_and_not_for_quiet(
    fake: FakeEngine, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def engine_run(request: engine.Request, progress: engine.Progress | None = None) -> Plan:
        asked.append(progress is not None)
        return Plan()

    monkeypatch.setattr(engine, "run", engine_run)
    monkeypatch.setenv("TERM", "xterm")
    for stream in (Tty(io.BytesIO()), io.TextIOWrapper(io.BytesIO())):
        monkeypatch.setattr(sys, "stderr", stream)
        for arguments in (["check"], ["check", "-q"]):
            assert cli.run(arguments) == 0
    monkeypatch.setattr(sys, "stderr", Tty(io.BytesIO()))
    monkeypatch.setenv("TERM", "dumb")
    assert cli.run(["check"]) == 0
    assert asked == [True, False, False, False, False]


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_scripts_call_gofix20(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_GOFIX20_COMPLETE={shell}_complete" in ran.out


def test_completion_answers(tmp_path: Path) -> None:
    program = "from gofix20.cli import main; main()"
    for words, expected in (("gofix20 app", "plain,apply"), ("gofix20 check --format js", "plain,json")):
        done = python(
            *("-P", "-c", program),
            cwd=tmp_path,
            _GOFIX20_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - 1),
        )
        assert done.stdout.splitlines() == [expected], done.stderr


def test_options_are_the_commands_fields() -> None:
    """A field that no option sets, or an option that no field takes, is a mistake."""
    names = {parameter.name for parameter in cli.check.params} - {"exit_zero", "baseline", "watch", "version"}
    assert names == set(commands.Options.__dataclass_fields__)
