"""One repository through all steps, with the real engine and real git."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gofix20.bulk.crew import one
from gofix20.bulk.forges.base import ForgeError
from gofix20.bulk.git import identity
from gofix20.bulk.journal import Stage, Standing
from tests.bulk.world import LIST, MODULE, REPOSITORY, TEST, World, bare, git, push

BRANCH = "gofix20/m-all"


SET = """
func Has(xs []string) bool {
\tm := make(map[string]bool)
\tfor _, x := range xs {
\t\tif x != "" {
\t\t\tm[x] = true
\t\t}
\t}
\treturn m["a"]
}
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def worked(world: World, path: Path, **options: object) -> tuple[Standing, str]:
    """Work on a repository once; where it stands then, and why."""
    (key,) = world.add(path)
    kit = world.kit(**options.pop("forge", {}))  # type: ignore[arg-type]
    assert one(kit, key, **options)  # type: ignore[arg-type]
    repository = kit.journal.repository(key)
    assert repository is not None
    return repository.standing, repository.reason


def test_a_pull_request_holds_the_fix_and_says_how_it_was_verified(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    world.change(tests={"run": True, "sandbox": "none"})
    assert worked(world, path) == (Standing.OPENED, "")
    (pull,) = world.pulls(path)
    assert "strings.Builder" in pull["title"]
    assert "list.go" in pull["body"]
    assert "`go test ./...` before and after" in pull["body"]
    assert "strings.Builder" in git(path, "show", f"{BRANCH}:list.go")
    message = git(path, "log", "-1", "--format=%an <%ae>%n%B", BRANCH)
    assert message.startswith("Fix <fix@example.org>\nGF05: Build strings")
    assert git(path, "rev-list", "--count", f"main..{BRANCH}") == "1"


def test_there_is_one_commit_a_rule_and_each_builds(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git", {**REPOSITORY, "list.go": LIST + SET})
    assert worked(world, path)[0] is Standing.OPENED
    subjects = git(path, "log", "--format=%s", f"main..{BRANCH}").splitlines()
    assert [line.partition(":")[0] for line in reversed(subjects)] == ["GF05", "GF13"]
    first = git(path, "show", f"{BRANCH}~1:list.go")
    assert "strings.Builder" in first
    assert "map[string]bool" in first
    assert "map[string]struct{}" in git(path, "show", f"{BRANCH}:list.go")


def test_a_repository_whose_tests_fail_as_it_is_is_not_touched(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git", {**REPOSITORY, "list_test.go": TEST.replace('"ab"', '"no"')})
    world.change(tests={"run": True, "sandbox": "none"})
    standing, reason = worked(world, path)
    assert standing is Standing.SKIPPED
    assert reason == "its own tests fail as it is: example.org/list TestJoin"
    assert not world.pulls(path)
    assert git(path, "branch", "--list").split() == ["*", "main"]


GUILTY = """package list

import (
\t"os"
\t"strings"
\t"testing"
)

func TestText(t *testing.T) {
\ttext, _ := os.ReadFile("other.go")
\tif strings.Contains(string(text), "Builder") {
\t\tt.Fatal("I want it as it was")
\t}
}
"""


def test_the_fix_that_breaks_a_test_is_left_out_and_the_others_go_on(world: World, tmp_path: Path) -> None:
    files = {f"f{n}.go": LIST.replace("Join", f"Join{n}") for n in range(4)}
    path = bare(
        tmp_path / "r.git",
        {**REPOSITORY, **files, "other.go": LIST.replace("Join", "Other"), "other_test.go": GUILTY},
    )
    world.change(tests={"run": True, "sandbox": "none", "reruns": 1})
    assert worked(world, path) == (Standing.OPENED, "")
    changed = git(path, "diff", "--name-only", "main", BRANCH).split()
    assert changed == ["f0.go", "f1.go", "f2.go", "f3.go", "list.go"]
    (pull,) = world.pulls(path)
    assert "other.go:6: GF05: its tests fail with it" in pull["body"]


def test_where_no_fix_passes_nothing_is_opened(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git", {"go.mod": MODULE, "other.go": LIST, "other_test.go": GUILTY})
    world.change(tests={"run": True, "sandbox": "none", "reruns": 1})
    assert worked(world, path) == (Standing.SKIPPED, "none of its fixes passed its tests")
    assert not world.pulls(path)


FLAKY = """package list

import (
\t"os"
\t"testing"
)

func TestSometimes(t *testing.T) {
\tname := os.TempDir() + "/NAME"
\tn, _ := os.ReadFile(name)
\tos.WriteFile(name, append(n, 'x'), 0o600)
\tif len(n) == 1 || len(n) == 3 {
\t\tt.Fatal("not today")
\t}
}
"""


def test_a_test_that_fails_now_and_then_is_held_against_nobody(world: World, tmp_path: Path) -> None:
    counter = f"counter-{tmp_path.name}-{id(world)}"
    path = bare(tmp_path / "r.git", {**REPOSITORY, "flaky_test.go": FLAKY.replace("NAME", counter)})
    world.change(tests={"run": True, "sandbox": "none"})
    assert worked(world, path) == (Standing.OPENED, "")
    (pull,) = world.pulls(path)
    assert "TestSometimes" in pull["body"].partition("now and then")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("files", "standing", "reason"),
    [
        ({"go.mod": MODULE, "a.go": "package a\n"}, Standing.CLEAN, ""),
        ({"README": "no Go\n"}, Standing.SKIPPED, "it has no Go module"),
        ({**REPOSITORY, ".gofix20.toml": "migrate = false\n"}, Standing.SKIPPED, "it has opted out"),
        ({**REPOSITORY, ".gofix20.toml": "migrate = nonsense\n"}, Standing.SKIPPED, "it has opted out"),
        ({"go.mod": MODULE, "a.go": LIST + "}"}, Standing.SKIPPED, "nothing to fix in what compiles"),
    ],
)  # fmt: skip
def test_what_is_left_alone(
    world: World, tmp_path: Path, files: dict[str, str], standing: Standing, reason: str
) -> None:
    path = bare(tmp_path / "r.git", files)
    found, why = worked(world, path)
    assert found is standing
    assert why.startswith(reason)
    assert not world.pulls(path)


def test_what_people_closed_is_not_opened_again_even_if_the_journal_is_lost(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    worked(world, path)
    world.pulls(path)[0]["state"] = "closed"
    (tmp_path / "journal.sqlite").unlink()
    assert worked(world, path) == (Standing.OPENED, "")
    assert [pull["state"] for pull in world.pulls(path)] == ["closed"]
    assert [pull.stage for pull in world.journal().pulls()] == [Stage.CLOSED]


def test_a_persons_commits_on_our_branch_stay(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    worked(world, path)
    theirs = push(path, {"more.go": "package list\n"}, "On top", BRANCH)
    push(path, {"list.go": "// Changed.\n" + LIST}, "Moves")
    assert worked(world, path, update=True)[0] is Standing.OPENED
    assert git(path, "rev-parse", BRANCH) == theirs
    assert [pull.stage for pull in world.journal().pulls()] == [Stage.THEIRS]


def test_a_branch_of_that_name_that_is_not_ours_is_left_alone(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    theirs = push(path, {"x.go": "package list\n"}, "Mine", BRANCH)
    assert worked(world, path) == (Standing.SKIPPED, f"the branch {BRANCH} has commits that are not ours")
    assert git(path, "rev-parse", BRANCH) == theirs
    assert not world.pulls(path)


def test_after_their_main_branch_has_moved_the_change_is_made_anew(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    worked(world, path)
    moved = push(path, {"list.go": "// Changed.\n" + LIST}, "Moves")
    assert worked(world, path, update=True)[0] is Standing.OPENED
    assert git(path, "rev-parse", f"{BRANCH}~1") == moved
    assert git(path, "show", f"{BRANCH}:list.go").startswith("// Changed.")
    assert [pull["state"] for pull in world.pulls(path)] == ["open"]


def test_what_has_become_obsolete_is_closed_and_its_branch_deleted(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    worked(world, path)
    push(path, {"list.go": None, "list_test.go": None, "a.go": "package list\n"}, "Gone")
    worked(world, path, update=True)
    (pull,) = world.pulls(path)
    assert pull["state"] == "closed"
    assert "nothing left to fix" in pull["comment"]
    assert git(path, "branch", "--list", BRANCH) == ""
    assert [one.stage for one in world.journal().pulls()] == [Stage.WITHDRAWN]


def test_who_opts_out_later_is_left_alone_from_then_on(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")
    worked(world, path)
    push(path, {".gofix20.toml": "migrate = false\n"}, "No")
    worked(world, path, update=True)
    (pull,) = world.pulls(path)
    assert pull["state"] == "closed"
    assert "opted out" in pull["comment"]


def test_a_bug_of_ours_stops_no_other_repository(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare(tmp_path / "r.git")
    monkeypatch.setattr("gofix20.bulk.work.divided", lambda *_: 1 // 0)
    standing, reason = worked(world, path)
    assert standing is Standing.FAILED
    assert reason.startswith("a bug in gofix20, please report it: ZeroDivisionError: ")


def test_a_limit_makes_the_rest_wait(world: World, tmp_path: Path) -> None:
    first, second = bare(tmp_path / "a.git"), bare(tmp_path / "b.git")
    world.change(pull_requests={"open_at_once": 1})
    assert worked(world, first)[0] is Standing.OPENED
    assert worked(world, second)[0] is Standing.WAITING
    assert not world.pulls(second)


def test_what_a_forge_has_against_it_is_tried_again_later(world: World, tmp_path: Path) -> None:
    path = bare(tmp_path / "r.git")

    def refuse(what: str) -> ForgeError | None:
        return ForgeError("come back later", retry_after=1234.0) if what == "open" else None

    assert worked(world, path, forge={"refuse": refuse}) == (Standing.FAILED, "come back later")
    (repository,) = world.journal().repositories()
    assert repository.retry
    assert repository.not_before - repository.updated == pytest.approx(1234.0)
    assert world.journal().due(10) == []


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here")
def test_commits_are_signed_with_the_operators_key(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    config = tmp_path / "gitconfig"
    config.write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = {key}.pub\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    path = bare(tmp_path / "r.git")
    (repository,) = world.add(path)
    kit = replace(world.kit(), identity=identity("Fix <fix@example.org>", sign_off=True, sign=True))
    assert one(kit, repository)
    (tmp_path / "allowed").write_text(f"fix@example.org {key.with_suffix('.pub').read_text()}")
    verify = ("-c", f"gpg.ssh.allowedSignersFile={tmp_path}/allowed", "log", "-1", "--format=%G?%n%B", BRANCH)
    said = git(path, *verify)
    assert said.startswith("G\n")
    assert "Signed-off-by: Fix <fix@example.org>" in said
