"""The report of a migration: JSON, Markdown, and the HTML page as text. `test_webpage.py` opens it in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gofix20.bulk import report, webpage
from gofix20.bulk.journal import Stage, Standing
from gofix20.bulk.overview import Overview
from tests.bulk import journals
from tests.bulk.journals import Made, Paced

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "migration.schema.json"


@pytest.fixture(scope="module")
def realistic(tmp_path_factory: pytest.TempPathFactory) -> Paced:
    return journals.realistic(tmp_path_factory.mktemp("journal") / "journal.sqlite")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Paced:
    return journals.hostile(tmp_path_factory.mktemp("journal") / "journal.sqlite")


def render(journal: Paced, form: str, *, diffs: bool = True) -> str:
    return report.render(Overview.of(journal, now=journal.clock), form, journal.diffs if diffs else None)


@pytest.mark.parametrize("form", report.FORMATS)
def test_the_same_journal_gives_the_same_bytes(realistic: Paced, hostile: Paced, form: str) -> None:
    for journal in (realistic, hostile):
        first = render(journal, form)
        assert first == render(journal, form)
        assert first.encode()
        assert first.endswith("\n")


@pytest.mark.parametrize("form", report.FORMATS)
def test_a_journal_with_nothing_in_it(tmp_path: Path, form: str) -> None:
    journal = Paced(f"sqlite:///{tmp_path / 'journal.sqlite'}", "empty")
    assert "empty" in render(journal, form)


# JSON


def valid(text: str) -> dict[str, Any]:
    schema = json.loads(SCHEMA.read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    content: dict[str, Any] = json.loads(text)
    validator.validate(content)
    return content


def test_json_is_as_its_schema_says(realistic: Paced, hostile: Paced) -> None:
    valid(render(hostile, "json"))
    content = valid(render(realistic, "json"))
    totals, repositories = content["totals"], content["repositories"]
    assert sum(totals["repositories"].values()) == len(repositories) == 72
    pulls = [pull for repository in repositories for pull in repository["pull_requests"]]
    assert sum(totals["pull_requests"].values()) == len(pulls)
    assert totals["fixes"]["proposed"] == sum(sum(pull["fixes"].values()) for pull in pulls)
    assert totals["fixes"]["proposed"] == sum(rule["proposed"] for rule in content["rules"])
    assert {rule["name"] for rule in content["rules"]} >= {"prealloc", "set-struct"}
    assert all(pull["diff"].startswith("--- a/internal/") for pull in pulls)
    content["repositories"][0]["standing"] = "else"
    with pytest.raises(jsonschema.ValidationError):
        valid(json.dumps(content))


def test_json_without_diffs(realistic: Paced) -> None:
    content = valid(render(realistic, "json", diffs=False))
    assert {pull["diff"] for one in content["repositories"] for pull in one["pull_requests"]} == {None}


# Markdown


def tokens(text: str) -> list[Token]:
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        found += [token, *(token.children or ())]
    return found


def test_markdown_has_the_same_numbers(realistic: Paced) -> None:
    overview, text = Overview.of(realistic, now=realistic.clock), report.markdown(Overview.of(realistic))
    assert f"| opened | {overview.standings[Standing.OPENED]} |" in text
    assert f"| merged | {overview.stages[Stage.MERGED]} |" in text
    for rule in overview.rules:
        assert re.search(rf"\| `{rule.code}` .* \| {rule.found} \| {rule.proposed} \| {rule.merged} \|", text)
    assert "[`#102`](<https://" in text


def test_nothing_in_markdown_acts(hostile: Paced) -> None:
    """Nor breaks out of its cell: each row has as many as its heading, and the text in them is code."""
    found = tokens(render(hostile, "markdown"))
    assert not {token.type for token in found} & {"html_block", "html_inline", "image", "bullet_list_open", "fence"}
    hrefs = [str(token.attrs["href"]) for token in found if token.type == "link_open"]
    assert hrefs
    assert all(href.startswith("https://e.example/") for href in hrefs)
    width, cells, texts = 0, 0, list[str]()
    for token in found:
        if token.type == "tr_open":
            cells = 0
        elif token.type in ("th_open", "td_open"):
            cells += 1
        elif token.type == "tr_close":
            width = width if token.level > 2 else cells
            assert cells == width
        elif token.type == "text":
            texts.append(token.content)
    assert not [text for text in texts if re.search(r"[<>@{}]|pwned|\\u|http", text)]
    rows = [token for token in found if token.type == "code_inline" and token.content.startswith("github:")]
    assert len(rows) == len(journals.HOSTILE)


# HTML


class Reading(HTMLParser):
    """What a browser makes of it, as far as Python's parser goes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Mapping[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.texts: list[str] = []
        self._inside: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        {"script": self.scripts, "style": self.styles}.get(str(self._inside), self.texts).append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


OURS = {
    "a",
    "article",
    "b",
    "body",
    "button",
    "caption",
    "code",
    "details",
    "div",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "i",
    "input",
    "label",
    "legend",
    "li",
    "main",
    "meta",
    "noscript",
    "option",
    "p",
    "pre",
    "rect",
    "script",
    "section",
    "select",
    "small",
    "span",
    "style",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
}


def test_what_is_hostile_makes_no_element_and_no_attribute(hostile: Paced) -> None:
    page = render(hostile, "html")
    read = Reading(page)
    assert {tag for tag, _ in read.elements} <= OURS
    names = {name for _, attributes in read.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "action")]
    hrefs = {attributes["href"] for tag, attributes in read.elements if "href" in attributes}
    assert all(href == "#repositories" or str(href).startswith("https://e.example/") for href in hrefs)
    assert len([tag for tag, _ in read.elements if tag == "script"]) == len(journals.HOSTILE) + 1
    said = "".join(read.texts)
    assert journals.SCRIPT in said
    assert "{{ 7 * 7 }}" in said
    assert "\\u202egpj.exe\\u200b" in said
    assert not re.search(r"[^\n\x20-\x7e\xa0-\U0010ffff]|[\u2028-\u202e\u200b]", page)


def test_the_policy_names_the_one_script_and_the_one_style(realistic: Paced) -> None:
    read = Reading(render(realistic, "html"))
    policy = next(
        str(attributes["content"]) for _, attributes in read.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )  # fmt: skip
    said = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert said["default-src"] == said["base-uri"] == said["form-action"] == "'none'"
    for directive, text in (("script-src", read.scripts[-1]), ("style-src", "".join(read.styles))):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert said[directive] == f"'sha256-{digest}'"
    scripts = [attributes for tag, attributes in read.elements if tag == "script"]
    assert [attributes.get("type") for attributes in scripts] == ["application/json"] * (len(scripts) - 1) + [None]


def test_a_diff_is_in_the_page_as_it_is(hostile: Paced) -> None:
    read = Reading(render(hostile, "html"))
    ids = [str(attributes["id"]) for tag, attributes in read.elements if tag == "script" and "id" in attributes]
    diffs = dict(zip(ids, map(json.loads, read.scripts[:-1]), strict=True))
    for number, line in enumerate(Overview.of(hostile).lines):
        (kept,) = hostile.diffs(line.key).values()
        told = diffs[f"diff-{number}-0"]
        assert told.count("\n") == kept.count("\n")
        if kept.isascii() and kept.replace("\n", "").isprintable():
            assert told == kept


def test_there_is_room_for_so_many_diffs(realistic: Paced, monkeypatch: pytest.MonkeyPatch) -> None:
    every = Reading(render(realistic, "html")).scripts[:-1]
    monkeypatch.setattr(webpage, "MOST_DIFFS", sum(map(len, every)) // 2)
    some = Reading(render(realistic, "html")).scripts[:-1]
    assert 0 < len(some) < len(every)
    assert len(Reading(render(realistic, "html", diffs=False)).scripts) == 1


def test_rules_of_others_are_named_by_their_codes(tmp_path: Path) -> None:
    journal = Paced(f"sqlite:///{tmp_path / 'journal.sqlite'}", "speed")
    with journals.worked(journal, journals.target("a/one")) as lease:
        journals.open_pull(lease, Made(rules={"ZZ99": 1}), 1)
        lease.release(Standing.OPENED, result={"rules": {"ZZ99": 1}})
    for form in report.FORMATS:
        assert "ZZ99" in render(journal, form)


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://github.com/a/b/pull/1", True),
        ("http://git.example.com:8080/a?b=c#d", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)//https://x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.com", False),
        ("https://", False),
        ("https:///x", False),
        ("https://[x", False),
        ("https://example.com/\n", False),
        ("https://exam\u202eple.com/", False),
        ("", False),
    ],
)
def test_only_what_a_browser_may_follow_is_a_link(url: str, is_one: bool) -> None:
    assert webpage.http(url) == (url if is_one else None)
