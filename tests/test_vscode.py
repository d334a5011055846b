"""The extension in a real VS Code, by keyboard and by eye: code-server, and Chromium. `.ci/vscode` installs them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gofix20.toolchain import Toolchain

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: .ci/vscode installs it")

from tests import vscode  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

expect = sync_api.expect

GOFIX20 = Path(sys.executable).parent / "gofix20"
BEFORE = """\
package words

// Lengths knows how many there will be.
func Lengths(words []string) []int {
	result := make([]int, 0)
	for _, word := range words {
		result = append(result, len(word))
	}
	return result
}
"""
AFTER = BEFORE.replace("make([]int, 0)", "make([]int, 0, len(words))")
TRUST: dict[str, object] = {"security.workspace.trust.enabled": False}


class Desk:
    """Somebody's home directory, with a project in it and programs that tell when they are started."""

    def __init__(self, root: Path, extensions: Path, browser: Browser) -> None:
        self.root = root
        self.project = root / "project"
        self._extensions = extensions
        self._browser = browser
        self._log = root / "started"
        self.project.mkdir()
        (self.project / "go.mod").write_text("module example.com/words\n\ngo 1.22\n")
        (self.project / "words.go").write_text(BEFORE)

    def program(self, *place: str, command: str = f'exec {shlex.quote(str(GOFIX20))} "$@"') -> Path:
        """Make a program that writes down that it was started, and is gofix20 then."""
        file = self.root.joinpath(*place)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/sh\necho "$$ $0" >>{shlex.quote(str(self._log))}\n{command}\n')
        file.chmod(0o755)
        return file

    def started(self) -> dict[int, Path]:
        """Give what was started, by process."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return {int(number): Path(file) for number, _, file in (line.partition(" ") for line in lines)}

    def settle(self, *programs: Path) -> list[int]:
        """Wait until just these have been started, in this order; give their processes."""
        wait_for(lambda: [*self.started().values()] == [*programs], lambda: f"started: {self.started()}")
        return [*self.started()]

    def extensions_run(self) -> bool:
        """Has VS Code started those extensions that it starts?"""
        logs = (self.root / "home" / "data" / "logs").glob("*/exthost*/remoteexthost.log")
        return any("Eager extensions activated" in log.read_text() for log in logs)

    @contextmanager
    def window(self, settings: Mapping[str, object], path: str = "/usr/bin:/bin") -> Iterator[vscode.Window]:
        home = self.root / "home"
        home.mkdir()
        page = self._browser.new_page(viewport={"width": 1200, "height": 700})
        with vscode.serve(self._extensions, home, path, settings) as server:
            window = vscode.Window(page, server)
            try:
                window.visit(self.project)
                yield window
            except BaseException as error:
                page.screenshot(path=self.root / "failed.png")
                error.add_note(f"what was on the screen: {self.root / 'failed.png'}")
                raise
            finally:
                page.close()
        wait_for(lambda: not alive(self.started()), lambda: f"still there: {alive(self.started())}")


def wait_for(condition: Callable[[], object], otherwise: Callable[[], str]) -> None:
    end = time.monotonic() + vscode.PATIENCE
    while not condition():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.05)


def alive(processes: Mapping[int, Path]) -> list[int]:
    return [number for number in processes if Path(f"/proc/{number}/cmdline").exists()]


@pytest.fixture(scope="module")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory of extensions with ours in it, as it is published."""
    for needed in (vscode.NODE, vscode.CODE_SERVER):
        if not needed.exists():
            pytest.skip(f"needs {needed.name}: .ci/vscode installs it")
    directory = tmp_path_factory.mktemp("vscode")
    vscode.install(vscode.package(directory), directory / "extensions")
    return directory / "extensions"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with vscode.a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def caches(toolchain: Toolchain) -> Iterator[None]:
    """Keep Go's cache, although home directories are new: a first start would take a minute."""
    found = subprocess.run([toolchain.go, "env", "GOCACHE"], check=True, capture_output=True, text=True).stdout
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOCACHE", found.strip())
        yield


@pytest.fixture
def desk(tmp_path: Path, extensions: Path, browser: Browser, caches: None) -> Desk:
    return Desk(tmp_path, extensions, browser)


def test_the_package_holds_what_is_run_and_nothing_else(extensions: Path) -> None:
    names = zipfile.ZipFile(extensions.parent / "gofix20.vsix").namelist()
    packed = {name.removeprefix("extension/") for name in names if name.startswith("extension/")}
    assert packed == {"dist/extension.cjs", "dist/NOTICES.txt", "package.json", "readme.md", "LICENSE.txt"}


def test_a_fix_is_taken_and_taken_back(desk: Desk) -> None:
    program = desk.program("project", ".venv", "bin", "gofix20")
    with desk.window(TRUST) as window:
        window.open("words.go")
        expect(window.squiggles).to_have_count(1)
        assert window.text() == BEFORE.expandtabs(4)
        window.click(window.squiggles)
        window.bulb.click()
        window.menu("GF03: ").click()
        window.shows(AFTER)
        # Not the file: whether to save it is for the user to say.
        assert (desk.project / "words.go").read_text() == BEFORE
        expect(window.squiggles).to_have_count(0)
        window.press("Control+z")
        window.shows(BEFORE)
        expect(window.squiggles).to_have_count(1)
        desk.settle(program)


def test_all_is_fixed_on_save(desk: Desk) -> None:
    desk.program("project", ".venv", "bin", "gofix20")
    on_save = {"[go]": {"editor.codeActionsOnSave": {"source.fixAll.gofix20": "explicit"}}}  # as docs/editors.md says
    with desk.window(TRUST | on_save) as window:
        window.open("words.go")
        expect(window.squiggles).to_have_count(1)
        window.click(window.squiggles)
        window.press("Control+End")
        window.type("// The end.\n")
        window.press("Control+s")
        window.shows(AFTER + "// The end.\n")
        wait_for(
            lambda: (desk.project / "words.go").read_text() == AFTER + "// The end.\n",
            lambda: (desk.project / "words.go").read_text(),
        )


def test_an_unsafe_fix_is_shown_before_it_is_made(desk: Desk) -> None:
    append = "\t\tresult = append(result, len(word))\n"
    before = BEFORE.replace(append, f'\t\tif word != "" {{\n\t{append}\t\t}}\n')
    (desk.project / "words.go").write_text(before)
    desk.program("project", ".venv", "bin", "gofix20")
    with desk.window(TRUST) as window:
        window.open("words.go")
        window.click(window.squiggles)
        window.bulb.click()
        window.menu("(unsafe)").click()
        expect(window.panel).to_contain_text("Refactor Preview")
        window.shows(before)
        # Nothing is ticked beforehand.
        window.panel.locator(".edit-checkbox").first.click()
        window.panel.get_by_role("button", name="Apply").click()
        window.shows(before.replace("make([]int, 0)", "make([]int, 0, len(words))"))


def test_nothing_is_started_in_restricted_mode(desk: Desk) -> None:
    own = desk.program("project", ".venv", "bin", "gofix20")
    named = desk.program("project", "named")
    desk.program("bin", "gofix20")
    (desk.project / ".vscode").mkdir()
    (desk.project / ".vscode" / "settings.json").write_text(json.dumps({"gofix20.path": str(named)}))
    with desk.window({}, path=f"{desk.root / 'bin'}:/usr/bin:/bin") as window:
        expect(window.restricted).to_be_visible()
        window.open("words.go")
        wait_for(desk.extensions_run, lambda: "there is no extension host")
        time.sleep(5)  # Longer than a start takes.
        assert desk.started() == {}
        expect(window.status).to_have_count(0)
        window.trust()
        # What the workspace's settings name is not run even then: the setting is the machine's.
        expect(window.squiggles).to_have_count(1)
        desk.settle(own)


def test_who_lets_it_run_in_restricted_mode_does_not_run_the_workspace(desk: Desk) -> None:
    own = desk.program("project", ".venv", "bin", "gofix20")
    path = desk.program("bin", "gofix20")
    supported = {"extensions.supportUntrustedWorkspaces": {"gofix20.gofix20": {"supported": True}}}
    with desk.window(supported, path=f"{desk.root / 'bin'}:/usr/bin:/bin") as window:
        expect(window.restricted).to_be_visible()
        window.open("words.go")
        expect(window.squiggles).to_have_count(1)
        desk.settle(path)
        window.trust()
        desk.settle(path, own)


def test_it_says_how_to_install_it_and_starts_once_it_is_there(desk: Desk) -> None:
    with desk.window(TRUST) as window:
        window.open("words.go")
        expect(window.message("gofix20 is not installed")).to_be_visible()
        window.status.click()
        window.pick("virtual environment", "In a virtual environment of this workspace")
        expect(window.terminal).to_contain_text('.venv/bin/python -m pip install "gofix20[go,lsp]"')
        # It is typed, for the user to read; nothing has run.
        assert not (desk.project / ".venv").exists()
        program = desk.program("elsewhere", "gofix20")
        window.server.set({"gofix20.path": str(program)})
        expect(window.squiggles).to_have_count(1)
        desk.settle(program)


def test_one_that_does_not_start_is_named_with_its_last_words(desk: Desk) -> None:
    old = desk.program("project", ".venv", "bin", "gofix20", command="echo No such command. >&2; exit 2")
    with desk.window(TRUST) as window:
        window.open("words.go")
        expect(window.message(f"{old} lsp does not start: No such command.")).to_be_visible()
        # Once is enough.
        desk.settle(old)


def test_commands(desk: Desk) -> None:
    program = desk.program("project", ".venv", "bin", "gofix20")
    with desk.window(TRUST) as window:
        window.open("words.go")
        expect(window.squiggles).to_have_count(1)
        first, *_ = desk.settle(program)
        window.run("gofix20: Restart")
        desk.settle(program, program)
        expect(window.squiggles).to_have_count(1)
        assert first not in alive(desk.started())
        # One that dies comes back by itself.
        os.kill([*desk.started()][-1], signal.SIGKILL)
        desk.settle(program, program, program)
        expect(window.squiggles).to_have_count(1)
        window.run("gofix20: Apply All Safe Fixes")
        window.shows(AFTER)
        window.press("Control+z")
        window.shows(BEFORE)
        window.run("gofix20: Show Report")
        expect(window.tab).to_contain_text("report")
        expect(window.editor).to_contain_text("GF03")
        window.run("gofix20: Show Log")
        expect(window.panel).to_contain_text(f"Starting {program} lsp")
