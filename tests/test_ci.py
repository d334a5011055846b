"""The files and examples for CI, run as what reads them would: pre-commit, GitHub's runner, GitLab's, make."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from tests.installed import CHECKOUT, bin_directory, copy_of_checkout, environment
from tests.reports import commands, valid_sarif
from tests.samples import FINDING, FIXED

Module = Callable[[Mapping[str, str | bytes]], str]
pytestmark = pytest.mark.xdist_group("installed")



def example(name: str) -> str:
    """A block of docs/ci.md, by the comment in front of it."""
    text = (CHECKOUT / "docs" / "ci.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found, name
    return found[1]


def git(directory: Path, *arguments: str, code: int = 0, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=directory, env={**os.environ, **(env or {})}, capture_output=True, text=True
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def repository(module: Module) -> Path:
    directory = Path(module({"a.go": FINDING, "go.mod": "module example.com/m\n\ngo 1.22\n"}))
    git(directory, "init", "-q", "-b", "main")
    return directory


def conforms(schema: str, *files: Path) -> None:
    """Does a file follow the schema of those who read it?"""
    program = Path(sys.executable).parent / "check-jsonschema"
    subprocess.run([str(program), "--builtin-schema", schema, *map(str, files)], check=True)


# pre-commit


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, as pre-commit would find it."""
    clone = copy_of_checkout(tmp_path_factory.mktemp("hooks") / "gofix20")
    git(clone, "init", "-q")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "all")
    return clone


def test_pre_commit(repository: Path, hooks: Path, tmp_path: Path) -> None:
    """With the real one, from `git commit` on."""
    pre_commit = Path(sys.executable).parent / "pre-commit"
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), **environment(GOFIX20_CACHE=os.environ["GOFIX20_CACHE"])}
    subprocess.run([pre_commit, "validate-manifest", str(CHECKOUT / ".pre-commit-hooks.yaml")], check=True)
    configuration = example("pre-commit").replace("URL", hooks.as_uri())
    configuration = configuration.replace("REVISION", git(hooks, "rev-parse", "HEAD").strip())
    (repository / ".pre-commit-config.yaml").write_text(configuration.replace("        args: [", "        # args: ["))
    installed = subprocess.run(
        [pre_commit, "install", "--install-hooks"],
        cwd=repository,
        env=os.environ | home,
        capture_output=True,
        text=True,
    )
    if installed.returncode and "No matching distribution found" in installed.stdout:
        pytest.skip("no package registry can be reached, from which pre-commit installs its hooks")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    git(repository, "add", ".")

    told = git(repository, "commit", "-m", "first", code=1, env=home)
    assert re.search(r"gofix20 check\.+Failed", told)
    assert "a.go:4:2: GF03 `out` gets" in told
    assert re.search(r"gofix20 apply\.+Failed", told)
    assert "files were modified by this hook" in told
    assert (repository / "a.go").read_text() == FIXED
    assert git(repository, "show", ":a.go") == FINDING

    # What is not staged is none of the commit's business, and is left as it is.
    git(repository, "add", ".")
    (repository / "a.go").write_text(FIXED + "\n// Later.\n")
    told = git(repository, "commit", "-m", "first", env=home)
    assert re.search(r"gofix20 check\.+Passed", told)
    assert re.search(r"gofix20 apply\.+Passed", told)
    assert git(repository, "show", "HEAD:a.go") == FIXED
    assert (repository / "a.go").read_text() == FIXED + "\n// Later.\n"

    # A commit without Go has nothing to wait for.
    git(repository, "stash", "-q")
    (repository / "README").write_text("x\n")
    git(repository, "add", ".")
    assert "no files to check" in git(repository, "commit", "-m", "second", env=home)


# GitHub

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


class Runner:
    """What GitHub's runner does with a composite action, as far as ours needs it."""

    def __init__(self, directory: Path, temp: Path) -> None:
        self.action = yaml.safe_load((CHECKOUT / "action.yml").read_text())
        self.directory = directory
        self.temp = temp
        temp.mkdir()

    def run(self, **inputs: str) -> tuple[int, str, dict[str, str]]:
        """Exit code, log and outputs; a step of which the exit code is not 0 is the last."""
        given = {name: str(one.get("default", "")) for name, one in self.action["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() == self.action["inputs"].keys()
        values = {f"inputs.{name}": value for name, value in given.items()}
        values |= {"runner.temp": str(self.temp), "github.action_path": str(copied())}
        log, code = "", 0
        for step in self.action["runs"]["steps"]:
            assert step.keys() <= {"name", "id", "shell", "working-directory", "env", "run"}
            assert not _EXPRESSION.search(step["run"])
            script, output = self.temp / "script.sh", self.temp / "output"
            script.write_text(step["run"])
            output.write_text("")

            def filled(text: str) -> str:
                return _EXPRESSION.sub(lambda expression: values[expression[1]], text)

            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
                cwd=self.directory / filled(step.get("working-directory", ".")),
                env=environment(
                    RUNNER_TEMP=str(self.temp),
                    GITHUB_OUTPUT=str(output),
                    **{name: filled(value) for name, value in step.get("env", {}).items()},
                ),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            log, code = log + done.stdout, done.returncode
            for line in output.read_text().splitlines():
                name, _, value = line.partition("=")
                values[f"steps.{step['id']}.outputs.{name}"] = value
            if code:
                break
        outputs = {
            name: _EXPRESSION.sub(lambda expression: values.get(expression[1], ""), one["value"])
            for name, one in self.action["outputs"].items()
        }
        return code, log, outputs


def copied() -> Path:
    """This repository as an action is checked out: to build from it leaves its marks."""
    if not _COPIES:
        _COPIES.append(copy_of_checkout(bin_directory().parent.parent / "action"))
    return _COPIES[0]


_COPIES: list[Path] = []


def test_the_action(repository: Path, tmp_path: Path) -> None:
    conforms("vendor.github-actions", CHECKOUT / "action.yml")
    runner = Runner(repository, tmp_path / "temp")
    code, log, outputs = runner.run(sarif="gofix20.sarif")
    if "No matching distribution found" in log:
        pytest.skip("no package registry can be reached, from which the action installs gofix20")
    assert (code, outputs) == (1, {"exit-code": "1"}), log
    (told,) = [line for line in log.splitlines() if line.startswith("::")]
    ((kind, properties, _),) = commands(told)
    assert (kind, properties["file"], properties["line"], properties["col"]) == ("notice", "a.go", "4", "2")
    (result,) = valid_sarif((repository / "gofix20.sarif").read_text())["results"]
    assert result["fixes"]

    # Where something is found, and that is not to fail; what comes in inputs is no code and no option.
    del runner.action["runs"]["steps"][0]  # it is installed
    assert runner.run(fail_on_findings="false")[::2] == (0, {"exit-code": "1"})
    assert runner.run(paths="./... -h $(touch pwned);touch pwned", fail_on_findings="false")[0] == 2
    assert runner.run(baseline="absent; touch pwned")[0] == 2
    assert not (repository / "pwned").exists()
    assert runner.run(args="--select GF05\n--tests")[0] == 0

    (repository / "sub").mkdir()
    (repository / "a.go").rename(repository / "sub" / "a.go")
    _, log, _ = runner.run(working_directory="sub", paths=".")
    assert "file=sub/a.go," in log  # where the pull request has it
    subprocess.run([bin_directory() / "gofix20", "baseline"], cwd=repository, check=True, env=environment())
    assert runner.run(baseline="gofix20-baseline.json")[::2] == (0, {"exit-code": "0"})


def test_the_workflow(tmp_path: Path) -> None:
    workflow = tmp_path / "gofix20.yml"
    workflow.write_text(example("workflow"))
    conforms("vendor.github-workflows", workflow)
    inputs = yaml.safe_load((CHECKOUT / "action.yml").read_text())["inputs"]
    (step,) = (
        step for step in yaml.safe_load(workflow.read_text())["jobs"]["gofix20"]["steps"] if "gofix20@" in step["uses"]
    )
    assert step["with"].keys() <= inputs.keys()
    told = (CHECKOUT / "docs" / "ci.md").read_text()
    assert re.findall(r"^\| `([\w-]+)` \|", told, re.MULTILINE) == list(inputs)


# GitLab


def test_gitlab(repository: Path, tmp_path: Path) -> None:
    configuration = tmp_path / ".gitlab-ci.yml"
    configuration.write_text(example("gitlab"))
    conforms("vendor.gitlab-ci", configuration)
    job = yaml.safe_load(configuration.read_text())["gofix20"]
    install, *script = job["script"]
    assert install == 'pip install --quiet "$GOFIX20"'
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(script)],
        cwd=repository,
        env=environment(PATH=f"{bin_directory()}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("a.go:4:2: GF03 ")
    reports = job["artifacts"]["reports"]
    (entry,) = json.loads((repository / reports["codequality"]).read_text())
    assert entry["location"] == {"path": "a.go", "lines": {"begin": 4, "end": 4}}
    assert 'failures="1"' in (repository / reports["junit"]).read_text()


# reviewdog


class Forge(http.server.BaseHTTPRequestHandler):
    """As much of GitHub as a review needs; what is posted is in `reviews`."""

    diff: ClassVar[str]
    reviews: ClassVar[list[dict[str, Any]]]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/")
        if "diff" in self.headers["Accept"]:
            self.answer(self.diff.encode())
        elif path == "repos/o/r":
            self.answer(b'{"html_url": "http://forge.example/o/r"}')
        elif path == "repos/o/r/pulls/1":
            self.answer(b'{"number": 1, "head": {"sha": "HEAD"}}')
        else:
            self.answer(b"[]")

    def do_POST(self) -> None:
        self.reviews.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer(b'{"id": 1}')

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


JOINED = """\
package p

import "os"

func Joined(words []string) string {
	s := ""
	for _, word := range words {
		s += word + "```"
	}
	os.Exit(0)
	return s
}
"""


def test_reviewdog_posts_suggestions_that_apply(repository: Path) -> None:
    """The line of docs/ci.md, with a stand-in for GitHub: each suggestion taken as a click would."""
    if shutil.which("reviewdog") is None:
        pytest.skip("reviewdog is not on PATH: go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0")
    git(repository, "commit", "-q", "--allow-empty", "-m", "first")
    (repository / "b.go").write_text(JOINED)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    Forge.diff, Forge.reviews = git(repository, "diff", "HEAD~1", "HEAD"), []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge) as forge:
        threading.Thread(target=forge.serve_forever, daemon=True).start()
        done = subprocess.run(
            ["bash", "-e", "-c", example("script reviewdog")],
            cwd=repository,
            env=environment(
                PATH=f"{bin_directory()}:{os.environ['PATH']}",
                GITHUB_API=f"http://127.0.0.1:{forge.server_port}/",
                REVIEWDOG_GITHUB_API_TOKEN="token",
                CI_REPO_OWNER="o",
                CI_REPO_NAME="r",
                CI_PULL_REQUEST="1",
                CI_COMMIT=git(repository, "rev-parse", "HEAD").strip(),
            ),
            capture_output=True,
            text=True,
        )
        forge.shutdown()
    (review,) = Forge.reviews
    taken: dict[str, list[tuple[int, int, str]]] = {}
    for comment in review["comments"]:
        assert "suggestion error" not in comment["body"]
        found = re.search(r"^(`{3,})suggestion\n(.*?)^\1$", comment["body"], re.DOTALL | re.MULTILINE)
        assert found, comment["body"]
        lines = (comment.get("start_line", comment["line"]) - 1, comment["line"])
        taken.setdefault(comment["path"], []).append((*lines, found[2]))
    subprocess.run([bin_directory() / "gofix20", "apply", "-q"], cwd=repository, env=environment(), check=True)
    assert taken.keys() == {"a.go", "b.go"}, done.stderr
    for name, before in (("a.go", FINDING), ("b.go", JOINED)):
        made = before.splitlines(keepends=True)
        for start, end, text in sorted(taken[name], reverse=True):
            made[start:end] = [text]
        assert "".join(made) == (repository / name).read_text() != before


# make


def test_make(repository: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not on PATH")
    (repository / "Makefile").write_text(example("make"))

    def make(target: str) -> subprocess.CompletedProcess[str]:
        program = f"GOFIX20={bin_directory() / 'gofix20'}"
        return subprocess.run(
            ["make", target, program], cwd=repository, env=environment(), capture_output=True, text=True
        )

    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "first")
    assert make("lint").returncode == 2
    assert make("baseline").returncode == 0
    assert make("lint").returncode == 0
    assert make("fix").returncode == 0
    assert (repository / "a.go").read_text() == FIXED
