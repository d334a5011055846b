"""The report's page in a real Chromium, as a person would use it.

`python -m tests.bulk.webpage` takes the picture of it that the documentation shows, docs/migration-report.png.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, expect, sync_playwright

from gofix20.bulk import report
from gofix20.bulk.overview import Overview
from tests.bulk import journals
from tests.bulk.journals import Paced
from tests.vscode import launch

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


def write(journal: Paced, file: Path) -> Path:
    overview = Overview.of(journal, now=journal.clock)
    file.write_text(report.render(overview, "html", journal.diffs), encoding="utf-8")
    return file


class Opened:
    """A page, and all that went wrong in it."""

    def __init__(self, browser: Browser, file: Path, **context: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1400, "height": 1000}} | context))
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._asked(request.url, file.as_uri()))
        self.page.on("popup", lambda other: self.wrong.append(f"popup: {other.url}"))
        self.page.add_init_script(WATCH)
        self.page.goto(file.as_uri())

    def _asked(self, url: str, own: str) -> None:
        if url != own:
            self.wrong.append(f"request: {url}")

    @property
    def rows(self) -> Locator:
        """The repositories that are shown."""
        return self.page.locator(".repository:visible")

    def names(self) -> list[str]:
        texts = self.page.locator(".repository:visible .name").all_inner_texts()
        return [text.split("\n")[0] for text in texts]

    def row(self, path: str) -> Locator:
        return self.page.locator(
            ".repository", has=self.page.get_by_role("button", name=f"Details of {path}", exact=True)
        )

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.violations")
        return found


@contextmanager
def opened(browser: Browser, file: Path, **context: Any) -> Iterator[Opened]:
    """A page in which nothing may go wrong until the block is left."""
    page = Opened(browser, file, **context)
    try:
        yield page
        if context.get("java_script_enabled", True):
            assert page.violations() == []
        assert page.wrong == []
    finally:
        page.context.close()


def take_picture(file: Path) -> None:
    """Show a migration on its way."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = write(journals.realistic(Path(folder) / "journal.sqlite"), Path(folder) / "report.html")
        browser = launch(playwright)
        with opened(browser, made, viewport={"width": 1400, "height": 2150}, reduced_motion="reduce") as view:
            view.page.get_by_role("searchbox").fill("payments/")
            expect(view.page.get_by_role("status")).not_to_have_text("72 of 72 shown")
            view.page.locator(".repository:visible .more").nth(1).click()
            view.page.mouse.click(10, 10)
            view.page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    take_picture(Path(__file__).parent.parent.parent / "docs" / "migration-report.png")
