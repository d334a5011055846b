"""The report's page in a real Chromium: `.ci/vscode` installs it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gofix20.bulk import report
from gofix20.bulk.journal import Stage, Standing
from gofix20.bulk.overview import Overview
from tests.bulk import journals
from tests.bulk.journals import Paced

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: .ci/vscode installs it")

from tests import vscode  # noqa: E402
from tests.bulk import webpage  # noqa: E402
from tests.bulk.webpage import Opened, opened  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

expect = sync_api.expect


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with vscode.a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def realistic(tmp_path_factory: pytest.TempPathFactory) -> Paced:
    return journals.realistic(tmp_path_factory.mktemp("journal") / "journal.sqlite")


@pytest.fixture(scope="module")
def overview(realistic: Paced) -> Overview:
    return Overview.of(realistic, now=realistic.clock)


@pytest.fixture(scope="module")
def file(realistic: Paced) -> Path:
    return webpage.write(realistic, Path(realistic._engine.url.database or "").with_suffix(".html"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("journal")
    return webpage.write(journals.hostile(directory / "journal.sqlite"), directory / "report.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_is_told_at_once(browser: Browser, file: Path, overview: Overview, scheme: str) -> None:
    with opened(browser, file, color_scheme=scheme) as view:
        page = view.page
        expect(page).to_have_title("Migration speed · gofix20")
        expect(page.get_by_role("heading", level=1)).to_have_text("speed")
        tiles = page.get_by_label("Totals")
        for number in (f"{overview.done} / 72", f"{len(overview.requests)}", f"{overview.fixes}"):
            expect(tiles.get_by_text(number, exact=True)).to_be_visible()
        chart = page.get_by_role("img", name="Repositories: ")
        opened_, failed = overview.standings[Standing.OPENED], overview.standings[Standing.FAILED]
        expect(chart).to_have_accessible_name(re.compile(rf"{opened_} opened, .*{failed} failed$"))
        expect(view.rows).to_have_count(72)
        expect(page.get_by_role("status")).to_have_text("72 of 72 shown")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 247, 249)"
        assert light == (scheme == "light")


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_it_is_never_wider_than_the_window(browser: Browser, file: Path, hostile: Path, width: int) -> None:
    for one in (file, hostile):
        with opened(browser, one, viewport={"width": width, "height": 800}) as view:
            for button in view.page.locator(".more").all()[:4]:
                button.click()
            assert view.page.evaluate("document.documentElement.scrollWidth") <= width


def test_search_and_filters(browser: Browser, file: Path, overview: Overview) -> None:
    with opened(browser, file) as view:
        page = view.page
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("PAYMENTS ledger")
        expect(view.rows).to_have_count(2)
        assert view.names() == ["payments/ledger", "payments/ledger-2"]
        page.get_by_role("searchbox").fill("no such thing")
        expect(page.get_by_text("No repository is like that.")).to_be_visible()
        page.get_by_role("button", name="Show all").click()
        expect(view.rows).to_have_count(72)
        chips = page.get_by_role("group", name="Standing")
        for standing in (Standing.FAILED, Standing.WAITING):
            chips.get_by_role("button", name=standing).click()
        count = overview.standings[Standing.FAILED] + overview.standings[Standing.WAITING]
        expect(view.rows).to_have_count(count)
        expect(page.get_by_role("status")).to_have_text(f"{count} of 72 shown")
        expect(chips.get_by_role("button", pressed=True)).to_have_count(2)
        page.get_by_role("button", name="Show all").click()
        page.get_by_role("combobox", name="Pull request").select_option("merged")
        expect(view.rows).to_have_count(overview.stages[Stage.MERGED])
        page.get_by_role("combobox", name="Rule").select_option("GF05")
        with_rule = [
            line for line in overview.lines
            if line.found.get("GF05") and any(request.stage is Stage.MERGED for request in line.requests)
        ]  # fmt: skip
        expect(view.rows).to_have_count(len(with_rule))
        # In the words of a file that a pull request touches.
        page.get_by_role("button", name="Show all").click()
        line = next(line for line in overview.lines if line.requests)
        page.get_by_role("searchbox").fill(line.requests[0].files[0])
        expect(page.get_by_role("status")).not_to_have_text(re.compile("^(0|72) of"))
        expect(view.row(line.path)).to_be_visible()


def test_sorting(browser: Browser, file: Path, overview: Overview) -> None:
    with opened(browser, file) as view:
        heading = view.page.get_by_role("columnheader", name="Fixes")
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", "descending")
        most = max(overview.lines, key=lambda line: line.fixes)
        assert view.names()[0] == most.path
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", "ascending")
        assert view.names()[-1] == most.path
        view.page.get_by_role("columnheader", name="Repository").get_by_role("button").click()
        assert view.names() == sorted(view.names())
        expect(heading).not_to_have_attribute("aria-sort", re.compile(""))


def open_all(where: Locator) -> None:
    """Open all files of the diffs."""
    closed = where.locator(".file:not([open]) > summary")
    while closed.count():
        closed.first.click()
    expect(where.locator(".file:not(:has(pre))")).to_have_count(0)


def drawn(view: Opened, path: str) -> str:
    """The diffs of a repository as they are on the screen, all files opened."""
    row = view.row(path)
    open_all(row)
    return "".join(row.locator(".code").all_text_contents())


def test_a_diff_is_drawn_when_it_is_asked_for(
    browser: Browser, file: Path, realistic: Paced, overview: Overview
) -> None:
    line = max(overview.lines, key=lambda line: line.fixes)
    (diff,) = realistic.diffs(line.key).values()
    with opened(browser, file) as view:
        expect(view.page.locator(".code")).to_have_count(0)
        button = view.page.get_by_role("button", name=f"Details of {line.path}", exact=True)
        button.focus()
        view.page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        row = view.row(line.path)
        expect(row.get_by_role("heading", level=3)).to_contain_text(line.requests[0].title)
        expect(row.get_by_role("link", name=line.requests[0].title)).to_have_attribute("href", line.requests[0].url)
        expect(row.locator(".file > summary")).to_have_count(len(line.requests[0].files))
        hunks = [text for text in diff.splitlines(keepends=True) if not re.match(r"(---|\+\+\+) [ab]/", text)]
        assert drawn(view, line.path) == "".join(hunks)
        added = sum(text.startswith("+") for text in hunks)
        expect(row.locator(".code > .added")).to_have_count(added)
        assert {"make", "string"} <= set(row.locator(".code .b").all_text_contents())
        assert {"func", "for", "range"} <= set(row.locator(".code .k").all_text_contents())
        button.focus()
        view.page.keyboard.press("Space")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(row.locator(".code").first).to_be_hidden()


GO = """\
--- a/x.go
+++ b/x.go
@@ -1,7 +1,6 @@
 /* begun
 func */ var a = 0x1F
-s := "a \\" // no" + `raw
+s := "b" // yes
-for ` + 'x'
+for range 3 {
--- x
 }
 type é struct{ _ any }
\\ No newline at end of file
"""


def test_go_is_highlighted(browser: Browser, tmp_path: Path) -> None:
    journal = Paced(f"sqlite:///{tmp_path / 'journal.sqlite'}", "speed")
    with journals.worked(journal, journals.target("a/one")) as lease:
        journals.open_pull(lease, journals.Made(diff=GO), 1)
        lease.release(Standing.OPENED)
    with opened(browser, webpage.write(journal, tmp_path / "report.html")) as view:
        view.page.locator(".more").click()
        spans = view.page.locator(".code > span").evaluate_all(
            "lines => lines.map(line => [...line.children].map(part => `${part.className}:${part.textContent}`))"
        )
        assert spans[1:] == [
            ["c:/* begun"], ["c:func */", "k:var", "n:0x1F"], ['s:"a \\" // no"', "s:`raw"], ['s:"b"', "c:// yes"],
            ["s:for `", "s:'x'"], ["k:for", "k:range", "n:3"], [], [], ["k:type", "k:struct", "b:any"], [],
        ]  # fmt: skip
        kinds = view.page.locator(".code > span").evaluate_all("lines => lines.map(line => line.className)")
        assert kinds == ["hunk", "same", "same", *["removed", "added"] * 2, "removed", "same", "same", "hunk"]


def test_dark_and_light(browser: Browser, file: Path) -> None:
    with opened(browser, file, color_scheme="light") as view:
        paper = "getComputedStyle(document.body).backgroundColor"
        before = view.page.evaluate(paper)
        view.page.get_by_role("button", name="Switch to dark colours").click()
        after = view.page.evaluate(paper)
        assert after != before
        view.page.reload()
        assert view.page.evaluate(paper) == after
        view.page.get_by_role("button", name="Switch to light colours").click()
        assert view.page.evaluate(paper) == before


def test_nothing_that_a_repository_says_is_run(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile) as view:
        page = view.page
        for button in page.locator(".more").all():
            button.click()
        open_all(page.locator("#list"))
        for term in ("<script>", "constructor", "__proto__", "\\u202e"):
            page.get_by_role("searchbox").fill(term)
            expect(page.get_by_role("status")).not_to_have_text(re.compile(f"^(0|{len(journals.HOSTILE)}) of"))
        page.get_by_role("button", name="Show all").click()
        for rule in page.get_by_role("combobox", name="Rule").locator("option").all()[:4]:
            page.get_by_role("combobox", name="Rule").select_option(rule.get_attribute("value") or "")
        assert page.evaluate("window.pwned") is None
        assert page.locator("img, iframe, object, embed, base, link, audio, video, foreignObject").count() == 0
        hrefs = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert {href for href in hrefs if not href.startswith("https://e.example/")} == {"#repositories"}
        texts = "".join(page.locator(".code").all_text_contents())
        assert journals.SCRIPT in texts
        assert "\\u202egpj.exe" in texts
        assert "\u202e" not in page.content()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Give the URL of a server, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("smuggled", "directive"),
    [
        ("<script>window.pwned = 1</script>", "script-src-elem"),
        ("<svg onload='window.pwned = 1'></svg>", "script-src-attr"),
        ("<img src='{url}/image'>", "img-src"),
        ("<script src='{url}/script'></script>", "script-src-elem"),
        ("<link rel=stylesheet href='{url}/style'>", "style-src-elem"),
        ("<style>@import '{url}/style'; body { color: red }</style>", "style-src-elem"),
        ("<p style='background: url({url}/style)'>x</p>", "style-src-attr"),
        ("<iframe src='{url}/frame'></iframe>", "frame-src"),
        ("<base href='{url}/'>", "base-uri"),
    ],
)
def test_the_policy_holds_even_if_escaping_did_not(
    browser: Browser, file: Path, tmp_path: Path, elsewhere: tuple[str, list[str]], smuggled: str, directive: str
) -> None:
    url, asked = elsewhere
    bad = tmp_path / "bad.html"
    text = file.read_text().replace("<main>", "<main>" + smuggled.replace("{url}", url))
    for is_ours in (True, False):
        bad.write_text(text if is_ours else re.sub("<meta http-equiv.*>", "", text))
        asked.clear()
        view = Opened(browser, bad)
        # Not by a text that the page evaluates: that would be a violation too.
        for _ in range(100):
            if view.violations() or not is_ours:
                break
            view.page.wait_for_timeout(50)
        pwned = view.page.evaluate("window.pwned")
        if is_ours:
            assert set(view.violations()) == {directive}
            assert not pwned
            assert not asked
        else:  # Without the policy, it does what it says.
            assert pwned or asked or "<base" in smuggled
        view.context.close()


def test_three_hundred_repositories_open_quickly(
    browser: Browser, tmp_path: Path, realistic: Paced, overview: Overview
) -> None:
    """Each with a diff of sixty thousand characters."""
    line = max(overview.lines, key=lambda line: line.fixes)
    (diff,) = realistic.diffs(line.key).values()
    lines = [replace(line, key=f"github:a/{number}", path=f"a/{number}") for number in range(300)]
    many = replace(overview, lines=lines)
    large = diff * (1 + 60_000 // len(diff))
    began = time.process_time()
    text = report.render(many, "html", lambda _: {"all": large})
    assert time.process_time() - began < 10
    assert len(text) > 18_000_000
    page = tmp_path / "report.html"
    page.write_text(text)
    with opened(browser, page) as view:
        expect(view.page.get_by_role("status")).to_have_text("300 of 300 shown")
        seconds = view.page.evaluate("performance.timing.domComplete - performance.timing.navigationStart") / 1000
        assert seconds < 10
        view.page.get_by_role("button", name="Details of a/299", exact=True).click()
        expect(view.row("a/299").locator(".code").first).to_be_visible()


def test_without_its_script_the_list_is_there(browser: Browser, file: Path) -> None:
    with opened(browser, file, java_script_enabled=False) as view:
        expect(view.rows).to_have_count(72)
        expect(view.page.locator("noscript p")).to_be_visible()
        expect(view.page.get_by_role("searchbox")).to_be_hidden()
        expect(view.page.locator(".more").first).to_be_hidden()


def test_on_paper(browser: Browser, file: Path) -> None:
    with opened(browser, file, color_scheme="dark") as view:
        view.page.locator(".more").first.click()
        view.page.emulate_media(media="print")
        expect(view.page.get_by_role("searchbox")).to_be_hidden()
        expect(view.page.locator(".details").first).to_be_visible()
        assert view.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 36, 48)"
