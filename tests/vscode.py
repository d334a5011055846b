"""VS Code as it runs in a browser: code-server with the packaged extension, and a Chromium as a person would use it.

`python -m tests.vscode` takes the picture of it that the README shows, docs/vscode.png.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, expect, sync_playwright

EXTENSION = Path(__file__).parent.parent / "editors" / "vscode"
NODE = EXTENSION / "node_modules" / ".bin" / "node"
CODE_SERVER = EXTENSION / "e2e" / "node_modules" / "code-server"

PATIENCE = 180.0
"""Seconds that anything may take: two cores may have a lot else to do, and what works waits for none of it."""

# Nothing that calls home, asks questions or stands in the way of a click.
QUIET = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.enabled": False,
    "telemetry.telemetryLevel": "off",
    "terminal.integrated.gpuAcceleration": "off",
    "terminal.integrated.shellIntegration.enabled": False,
    "update.mode": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


def environment(home: Path, path: str) -> dict[str, str]:
    """Give what a program needs to know, with Node 24 first on PATH and nothing of the user's own."""
    kept = {name: os.environ[name] for name in ("LANG", "GOFIX20_CACHE", "GOCACHE") if name in os.environ}
    return kept | {"HOME": str(home), "SHELL": "/bin/sh", "PATH": os.pathsep.join([str(NODE.parent), path])}


def package(target: Path) -> Path:
    """Build the .vsix as it is published."""
    vsix = target / "gofix20.vsix"
    command = ["npm", "run", "--silent", "package", "--", "--out", str(vsix)]
    path = os.pathsep.join([str(NODE.parent), os.environ["PATH"]])
    subprocess.run(command, cwd=EXTENSION, env=os.environ | {"PATH": path}, check=True, capture_output=True)
    return vsix


def install(vsix: Path, extensions: Path) -> None:
    home = extensions.parent
    command = [str(NODE), str(CODE_SERVER), "--install-extension", str(vsix)]
    command += ["--extensions-dir", str(extensions), "--user-data-dir", str(home / "install")]
    subprocess.run(command, env=environment(home, os.environ["PATH"]), check=True, capture_output=True)


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    data: Path
    """Where it keeps what it is configured with."""

    def set(self, settings: Mapping[str, object]) -> None:
        """Set what is the machine's own, which no workspace can set."""
        (self.data / "Machine").mkdir(exist_ok=True)
        (self.data / "Machine" / "settings.json").write_text(json.dumps(dict(settings)))


@contextmanager
def serve(extensions: Path, home: Path, path: str, settings: Mapping[str, object]) -> Iterator[Server]:
    """Run code-server until the block is left; `path` is the PATH of all that it starts."""
    data = home / "data"
    (data / "User").mkdir(parents=True)
    (data / "User" / "settings.json").write_text(json.dumps(QUIET | dict(settings)))
    # VS Code asks a login shell for PATH, and /etc/profile begins it anew.
    (home / ".profile").write_text(f"export PATH={shlex.quote(path)}\n")
    command = [str(NODE), str(CODE_SERVER), "--auth", "none", "--bind-addr", "127.0.0.1:0"]
    command += ["--user-data-dir", str(data), "--extensions-dir", str(extensions)]
    command += ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"]
    log = home / "code-server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment(home, path), start_new_session=True
        )
    try:
        yield Server(address(log), data)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def address(log: Path) -> str:
    """Wait until code-server says where it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if match := re.search(r"listening on (http://[\w.:]+)", log.read_text()):
            return match[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def launch(playwright: Playwright) -> Browser:
    """Start a browser: Debian's if it is there (without a sandbox, as root cannot have one), else Playwright's own."""
    found = shutil.which("chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=found, args=quiet)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Have one for some tests, which are skipped where there is none."""
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error as error:
            pytest.skip(f"needs Chromium: .ci/vscode installs it ({error.message.splitlines()[0]})")
        yield browser
        browser.close()


class Window:
    """A workbench, as a person would use it: by keyboard and by eye."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        page.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)

    def visit(self, folder: Path) -> None:
        self.page.goto(f"{self.server.url}/?folder={folder}")
        expect(self.page.locator(".monaco-workbench .statusbar")).to_be_visible()

    # What a hand does

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def click(self, mark: Locator) -> None:
        """Put the cursor where a mark is: what lies over the text takes no clicks itself."""
        box = mark.bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def pick(self, text: str, then: str) -> None:
        """Type into the box at the top of the window once it is open, wait for what was meant, and take it."""
        box = self.page.locator(".quick-input-widget")
        expect(box.locator("input").first).to_be_focused()
        self.type(text)
        expect(box.locator(".monaco-list-row.focused")).to_contain_text(then)
        self.press("Enter")

    def run(self, command: str) -> None:
        """Run a command from the palette."""
        self.press("F1")
        self.pick(command, command)

    def open(self, name: str) -> None:
        self.page.get_by_role("treeitem", name=name).dblclick()
        expect(self.tab).to_contain_text(name)
        expect(self.editor.locator(".view-line").first).to_be_visible()

    def trust(self) -> None:
        self.restricted.click()
        self.page.locator(".workspace-trust-editor").get_by_role("button", name="Trust", exact=True).click()
        expect(self.restricted).to_have_count(0)

    # What an eye sees

    @property
    def editor(self) -> Locator:
        return self.page.locator(".editor-group-container.active .editor-instance .monaco-editor")

    @property
    def tab(self) -> Locator:
        return self.page.locator(".tab.active")

    @property
    def squiggles(self) -> Locator:
        return self.editor.locator(".squiggly-hint, .squiggly-info")

    @property
    def bulb(self) -> Locator:
        return self.editor.locator(".lightBulbWidget.codicon")

    def menu(self, text: str) -> Locator:
        return self.page.locator(".action-widget .monaco-list-row", has_text=text)

    @property
    def status(self) -> Locator:
        return self.page.locator(".statusbar-item", has_text="gofix20")

    @property
    def restricted(self) -> Locator:
        return self.page.locator(".statusbar-item", has_text="Restricted Mode")

    def message(self, text: str) -> Locator:
        return self.page.locator(".notifications-toasts .notification-list-item", has_text=text)

    @property
    def panel(self) -> Locator:
        return self.page.locator(".part.panel")

    @property
    def terminal(self) -> Locator:
        return self.panel.locator(".xterm-rows")

    def text(self) -> str:
        """Give the text that is on the screen, from top to bottom."""
        lines = self.editor.locator(".view-lines .view-line").evaluate_all(
            "lines => lines.map(line => [parseFloat(line.style.top), line.textContent])"
        )
        return "\n".join(line.replace("\N{NO-BREAK SPACE}", " ") for _, line in sorted(lines))

    def shows(self, text: str) -> None:
        """Wait until that is on the screen."""
        end = time.monotonic() + PATIENCE
        while self.text() != text.expandtabs(4) and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert self.text() == text.expandtabs(4)


def take_picture(file: Path) -> None:
    """Show what the quick fix looks like, on the README's examples."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        project, home = root / "examples", root / "home"
        shutil.copytree(EXTENSION.parent.parent / "examples", project)
        home.mkdir()
        install(package(root), root / "extensions")
        looks: dict[str, object] = {"security.workspace.trust.enabled": False, "window.zoomLevel": 0.3}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        with serve(root / "extensions", home, path, looks) as server:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 960, "height": 560}, device_scale_factor=2)
            window = Window(page, server)
            window.visit(project)
            window.open("words.go")
            expect(window.squiggles.first).to_be_visible()
            window.press("Control+b")
            window.click(window.squiggles.first)
            expect(window.bulb).to_be_visible()
            window.press("Control+.")
            expect(window.menu("GF05: ")).to_be_visible()
            page.screenshot(path=file)
            browser.close()


if __name__ == "__main__":
    take_picture(EXTENSION.parent.parent / "docs" / "vscode.png")
