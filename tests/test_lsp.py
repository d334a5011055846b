"""The language server, over the real protocol: what an editor sees, and what it gets when it takes something."""

from __future__ import annotations

import ast
import asyncio
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tests.editing import Editor, capabilities, children, editing, memory, uri_of
from tests.golden_cases import Case, cases

pytestmark = pytest.mark.asyncio

Make = Callable[[Mapping[str, str | bytes]], str]

JOIN = """package m

func Join(words []string) string {
	s := ""
	for _, word := range words {
		s += word
	}
	return s
}
"""
JOINED = """package m

import "strings"

func Join(words []string) string {
	var s strings.Builder
	for _, word := range words {
		s.WriteString(word)
	}
	return s.String()
}
"""
LENGTHS = """
func lengths(words []string) []int {
	result := make([]int, 0)
	for _, word := range words {
		result = append(result, len(word))
	}
	return result
}
"""
KEPT = """
func kept(words []string) []int {
	found := make([]int, 0)
	for _, word := range words {
		if word != "" {
			found = append(found, len(word))
		}
	}
	return found
}
"""


async def test_a_finding_is_shown_on_the_text_that_is_not_saved(module: Make) -> None:
    root = module({"a.go": "package m\n"})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        assert await editor.diagnostics(uri) == []
        editor.replace(uri, JOIN)
        (found,) = await editor.diagnostics(uri, "GF05")
        assert editor.shown(uri, found.range) == "s += word"
        assert "`s` grows by concatenation" in found.message
        assert found.source == "gofix20"
        assert found.severity == lsp.DiagnosticSeverity.Information
        assert not found.tags
        assert found.code_description is not None
        page = Path(found.code_description.href.removeprefix("file://"))
        assert page.read_text().startswith("# GF05 strings-builder\n")
        assert "## Measured gain" in page.read_text()
        editor.change(uri, "s += word", "s = word")
        await editor.nothing(uri)
    assert Path(root, "a.go").read_text() == "package m\n"


async def test_severity_is_by_gain(module: Make) -> None:
    root = module({"a.go": JOIN + KEPT})
    async with editing(root) as editor:
        found = await editor.diagnostics(editor.open(f"{root}/a.go"), "GF05", "GF03")
        assert [one.severity for one in found] == [lsp.DiagnosticSeverity.Information, lsp.DiagnosticSeverity.Hint]


async def test_what_is_typed_in_one_file_is_seen_in_another(module: Make) -> None:
    uses = 'package m\n\nfunc use(x T) bool { return x.seen["a"] }\n'
    declares = "package m\n\ntype T struct{ seen map[string]bool }\n\nfunc fill(x T) { x.seen[`b`] = true }\n"
    root = module({"uses.go": uses, "t.go": declares})
    async with editing(root) as editor:
        one, other = editor.open(f"{root}/t.go"), editor.open(f"{root}/uses.go")
        await editor.until(lambda: "GF13" in {d.code for u in (one, other) for d in codes(editor, u)}, "GF13")
        editor.change(other, 'return x.seen["a"]', 'x.seen["c"] = false; return x.seen["a"]')
        await editor.nothing(one)
        await editor.nothing(other)


def codes(editor: Editor, uri: str) -> list[lsp.Diagnostic]:
    last = editor.last(uri)
    return [] if last is None else list(last.diagnostics)


async def test_no_answer_is_of_an_old_version(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root, options={"debounce": 5}) as editor:
        uri = editor.open(f"{root}/a.go")
        for number in range(40):
            old = "s +=" if number % 2 == 0 else "s ="
            new = "s =" if number % 2 == 0 else "s +="
            editor.change(uri, f"\t\t{old} word", f"\t\t{new} word")
            await asyncio.sleep(0.01 * (number % 7))
        await editor.diagnostics(uri, "GF05")
        versions = [params.version or 0 for params, _ in editor.published if params.uri == uri]
        assert versions == sorted(set(versions))
        for params, _ in editor.published:
            # Odd versions are the ones that grow.
            assert params.version is not None
            assert [one.code for one in params.diagnostics] == (["GF05"] if params.version % 2 else [])


async def test_the_quick_fix(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        action = await editor.action(uri, "build `s` with a strings.Builder")
        assert action.kind == lsp.CodeActionKind.QuickFix
        assert action.is_preferred
        assert action.edit is None
        assert [one.code for one in action.diagnostics] == ["GF05"]
        edit = await editor.take(uri, "build `s`")
        assert edit.change_annotations is None
        assert editor.texts[uri] == JOINED
        await editor.nothing(uri)
    assert Path(root, "a.go").read_text() == JOIN


async def test_a_fix_is_for_the_text_that_it_was_offered_for(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        action = await editor.action(uri, "build `s`")
        editor.change(uri, "package m", "package m // mine")
        with pytest.raises(JsonRpcException) as caught:
            await editor.client.code_action_resolve_async(action)
        assert caught.value.code == lsp.LSPErrorCodes.ContentModified


async def test_a_file_that_is_opened_again_has_the_same_version_and_another_text(module: Make) -> None:
    root = module({"a.go": JOIN, "b.go": "package m\n"})
    async with editing(root) as editor:
        await editor.diagnostics(editor.open(f"{root}/b.go"))
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        action = await editor.action(uri, "build `s`")
        await editor.client.code_action_resolve_async(action)
        editor.close(uri)
        editor.versions[uri] = 0
        editor.open(f"{root}/a.go", "package m\n" + LENGTHS)
        with pytest.raises(JsonRpcException) as caught:
            await editor.client.code_action_resolve_async(action)
        assert caught.value.code == lsp.LSPErrorCodes.ContentModified
        await editor.diagnostics(uri, "GF03")
        await editor.take(uri, "Fix all gofix20 problems in this file")
        assert "make([]int, 0, len(words))" in editor.texts[uri]


async def test_an_edit_that_was_waited_for_while_one_types_is_no_edit(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        waiting = asyncio.create_task(editor.client.code_action_resolve_async(await editor.action(uri, "build `s`")))
        await asyncio.sleep(0)
        editor.change(uri, "package m", "package m // mine")
        with pytest.raises(JsonRpcException) as caught:
            await waiting
        assert caught.value.code == lsp.LSPErrorCodes.ContentModified


async def test_an_editor_that_cannot_resolve_gets_only_what_has_passed(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root, can=capabilities(resolve=False)) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        while True:
            menu = [one for one in await editor.menu(uri) if "strings.Builder" in one.title]
            if menu:
                break
            await asyncio.sleep(0.05)
        assert menu[0].edit is not None
        assert menu[0].data is None
        editor.apply(menu[0].edit)
        assert editor.texts[uri] == JOINED
        # On save, it waits.
        editor.replace(uri, JOIN)
        (action,) = await editor.menu(uri, None, "source.fixAll.gofix20")
        editor.apply(action.edit)
        assert editor.texts[uri] == JOINED


async def test_unsafe_fixes_ask_and_are_not_among_all(module: Make) -> None:
    root = module({"a.go": JOIN + KEPT})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "GF03")
        await editor.take(uri, "Fix all gofix20 problems in this file")
        assert editor.texts[uri] == JOINED + KEPT
        await editor.diagnostics(uri, "GF03")
        action = await editor.action(uri, "(unsafe)")
        assert not action.is_preferred
        edit = await editor.take(uri, "(unsafe)")
        annotations = edit.change_annotations or {}
        assert [one.needs_confirmation for one in annotations.values()] == [True]
        (change,) = edit.document_changes or ()
        assert isinstance(change, lsp.TextDocumentEdit)
        assert all(isinstance(each, lsp.AnnotatedTextEdit) for each in change.edits)
        assert {getattr(each, "annotation_id", "") for each in change.edits} == annotations.keys()
        assert "found := make([]int, 0, len(words))" in editor.texts[uri]


async def test_unsafe_fixes_can_be_hidden_and_a_folder_cannot_bring_them_back(module: Make) -> None:
    root = module({"a.go": JOIN + KEPT})
    can = capabilities(configuration=True)
    theirs = {"": {"gofix20": {"unsafeFixes": True, "go": "/bin/false"}}}
    async with editing(root, can=can, options={"unsafeFixes": False}, configuration=theirs) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "GF03")
        titles = [one.title for one in await editor.menu(uri)]
        assert any("strings.Builder" in title for title in titles)
        assert not any("unsafe" in title for title in titles)


async def test_ignoring_a_line(module: Make) -> None:
    root = module({"a.go": JOIN + LENGTHS})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "GF03")
        await editor.take(uri, "Ignore GF05 on this line")
        await editor.diagnostics(uri, "GF03")
        assert '\t\t//gofix20:ignore GF05\n\t\ts += word\n' in editor.texts[uri]


async def test_explaining_a_rule_opens_its_page(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        action = await editor.action(uri, "Explain GF05")
        command = ast.literal_eval(action.command)  # as pygls takes it for a command
        await editor.client.workspace_execute_command_async(
            lsp.ExecuteCommandParams(command["command"], command["arguments"])
        )
        (shown,) = editor.client.shown_documents
        assert Path(shown.uri.removeprefix("file://")).read_text().startswith("# GF05")


async def test_a_refusal_says_why_there_is_no_fix(module: Make) -> None:
    kept = JOIN.replace("return s\n", "p := &s\n\treturn *p\n")
    root = module({"a.go": kept})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.nothing(uri)
        assert [one.title for one in await editor.menu(uri) if "No GF05 fix here: " in one.title]


async def test_hover(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        (found,) = await editor.diagnostics(uri, "GF05")
        place = lsp.TextDocumentIdentifier(uri)
        shown = await editor.client.text_document_hover_async(lsp.HoverParams(place, found.range.start))
        assert shown is not None
        assert isinstance(shown.contents, lsp.MarkupContent)
        for words in ("GF05 strings-builder", "grows by concatenation", "safe: every observable", "Measured gain"):
            assert words in shown.contents.value
        nothing = await editor.client.text_document_hover_async(lsp.HoverParams(place, lsp.Position(0, 0)))
        assert nothing is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
async def test_positions(module: Make, encoding: str, ending: str) -> None:
    before = JOIN.replace('s := ""', 'if len(words) == 0 {\n\t\treturn "𝕏é😀"\n\t}\n\ts := ""')
    before = before.replace("s += word", "/* 😀é */ s += word")
    before = before.replace("\n", ending)
    root = module({"a.go": before})
    async with editing(root, can=capabilities(encodings=[encoding])) as editor:
        assert editor.encoding == encoding
        uri = editor.open(f"{root}/a.go")
        (found,) = await editor.diagnostics(uri, "GF05")
        assert editor.shown(uri, found.range) == "s += word"
        # Incremental, behind characters of all sizes.
        editor.change(uri, "é😀", "e😀\u2028😀")
        editor.change(uri, "/* 😀é */ s +=", "/* 😀😀 */ s +=")
        (found,) = await editor.diagnostics(uri, "GF05")
        assert editor.shown(uri, found.range) == "s += word"
        await editor.take(uri, "build `s`")
        text = editor.texts[uri]
        assert f"\t\t/* 😀😀 */ s.WriteString(word){ending}" in text
        assert f'return "𝕏e😀\u2028😀"{ending}' in text
        assert f'import "strings"{ending}' in text
        assert text.count("\n") == text.count(ending)
        await editor.nothing(uri)



def chosen() -> list[Case]:
    """A few cases of each rule that are done without options."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        is_plain = not (case.unsafe or case.tests or case.options or case.has_tests)
        if is_plain and case.before != case.after and all("/" not in path for path in case.before):
            found.setdefault(case.rule, []).append(case)
    return [case for some in found.values() for case in some[:3]]


@pytest.mark.parametrize("case", chosen(), ids=lambda case: case.id)
async def test_fixing_the_package_of_a_golden_case(case: Case, module: Make) -> None:
    go_mod = case.go_mod or "module golden\n\ngo 1.24\n"
    root = module({"go.mod": go_mod, **case.before})
    options = {"select": [case.rule]}
    async with editing(root, options=options) as editor:
        uris = {path: editor.open(f"{root}/{path}") for path in case.before if path.endswith(".go")}
        for uri in uris.values():
            await editor.diagnostics(uri)
        await editor.take(next(iter(uris.values())), "in this package")
        for path, uri in uris.items():
            assert editor.texts[uri].encode() == case.after[path]


async def test_a_fix_of_several_files_changes_those_that_are_not_open_too(module: Make) -> None:
    uses = 'package m\n\nfunc use(x t) bool { return x.seen["a"] }\n'
    declares = "package m\n\ntype t struct{ seen map[string]bool }\n\nfunc fill(x t) { x.seen[`b`] = true }\n"
    root = module({"uses.go": uses, "t.go": declares})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/t.go")
        await editor.diagnostics(uri, "GF13")
        await editor.take(uri, "make `seen` a set")
        assert "seen map[string]struct{}" in editor.texts[uri]
        assert '_, ok := x.seen["a"]' in Path(root, "uses.go").read_text()


BREAKS = '''
from gofix20.api import Draft, Facts, Finding, Gain, GainLevel, Match, Safety, Transform


class Breaks(Transform):
    """What it does
    ------------
    It breaks.
    """

    code = "BAD01"
    needles = (b"breakMe",)
    query = """((function_declaration name: (identifier) @name body: (block) @body) @function (#eq? @name "breakMe"))"""

    def rewrite(self, match: Match, facts: Facts) -> Finding:
        draft = Draft.of(match)
        draft.insert(match["body"].start_byte + 1, "\\n\\tunused := 1")
        gain = Gain(GainLevel.SMALL, "none")
        return self.finding(match["name"], "break it", gain, draft.fix("break it", Safety.SAFE))
'''


@pytest.fixture
def breaking(tmp_path: Path) -> dict[str, str]:
    """An environment with a rule whose fixes do not compile."""
    place = tmp_path / "site"
    (place / "bad-1.0.dist-info").mkdir(parents=True)
    (place / "bad-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n")
    (place / "bad-1.0.dist-info" / "entry_points.txt").write_text("[gofix20.transforms]\nbad = bad_rule\n")
    headings = ("Why", "Example", "Use instead", "Fix safety", "When it refuses", "Measured gain")
    rest = "".join(f"\n    {heading}\n    {'-' * len(heading)}\n    None.\n" for heading in headings)
    text = BREAKS.replace("    It breaks.\n", f"    It breaks.\n{rest}").replace('"""What', '"""It breaks.\n\n    What')
    (place / "bad_rule.py").write_text(text)
    return {"PYTHONPATH": str(place)}


async def test_what_does_not_pass_is_no_edit_but_an_error_in_the_compilers_words(
    module: Make, breaking: dict[str, str]
) -> None:
    root = module({"a.go": JOIN + "\nfunc breakMe() {\n}\n"})
    async with editing(root, env=breaking) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "BAD01")
        action = await editor.action(uri, "BAD01: break it")
        with pytest.raises(JsonRpcException, match="declared and not used: unused") as caught:
            await editor.client.code_action_resolve_async(action)
        assert caught.value.code == lsp.LSPErrorCodes.RequestFailed
        # Now that it is known, the menu leaves it out, and says why.
        titles = [one.title for one in await editor.menu(uri)]
        assert "BAD01: break it" not in titles
        assert any("No BAD01 fix: " in title and "declared and not used" in title for title in titles)
        # What is sound goes on without it.
        await editor.take(uri, "Fix all gofix20 problems in this file")
        assert editor.texts[uri] == JOINED + "\nfunc breakMe() {\n}\n"


async def test_an_editor_that_cannot_resolve_is_never_given_what_does_not_pass(
    module: Make, breaking: dict[str, str]
) -> None:
    root = module({"a.go": JOIN + "\nfunc breakMe() {\n}\n"})
    async with editing(root, env=breaking, can=capabilities(resolve=False)) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "BAD01")
        titles: list[str] = []
        while not any("No BAD01 fix: " in title for title in titles):
            titles = [one.title for one in await editor.menu(uri)]
            assert "BAD01: break it" not in titles
            await asyncio.sleep(0.05)


async def test_nothing_to_fix_on_save_is_no_error(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        editor.replace(uri, "package m\n")
        # Before anybody has looked.
        (action,) = await editor.menu(uri, None, "source.fixAll")
        resolved = await editor.client.code_action_resolve_async(action)
        assert resolved.edit is not None
        assert not resolved.edit.document_changes
        await editor.nothing(uri)
        assert await editor.menu(uri, None, "source.fixAll") == []


# Modules


async def test_several_roots_a_workspace_and_nested_modules(tmp_path: Path) -> None:
    def lay(name: str, path: str, text: str, go_mod: str = "") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "go.mod").write_text(f"module {path}\n\ngo 1.22\n{go_mod}")
        (folder / "a.go").write_text(text)
        return folder / "a.go"

    one = lay("one", "example.com/one", JOIN)
    nested = lay("one/nested", "example.com/one/nested", JOIN)
    lib = lay("work/lib", "example.com/lib", "package lib\n\ntype Words []string\n")
    uses = JOIN.replace("package m\n", 'package m\n\nimport "example.com/lib"\n').replace("[]string", "lib.Words")
    user = lay("work/user", "example.com/user", uses)
    (tmp_path / "work" / "go.work").write_text("go 1.22\n\nuse (\n\t./lib\n\t./user\n)\n")
    alone = tmp_path / "alone.go"
    alone.write_text(JOIN)
    async with editing(tmp_path / "one", tmp_path / "work") as editor:
        for path in (one, nested, user):
            uri = editor.open(path)
            await editor.diagnostics(uri, "GF05")
            await editor.take(uri, "build `s`")
            assert "var s strings.Builder" in editor.texts[uri]
        # What one module of a workspace says, not saved, counts in the other.
        changed = editor.open(lib)
        editor.change(changed, "type Words []string", "type Words []int")
        editor.replace(uri, uses.replace("s += word", 's += "x"; _ = word + 1'))
        await editor.diagnostics(uri, "GF05")
        outside = editor.open(alone)
        again = editor.open(one)
        await editor.diagnostics(again, "GF05")
        assert editor.last(outside) is None or not codes(editor, outside)


async def test_files_that_are_renamed_and_deleted(module: Make) -> None:
    root = module({"a.go": JOIN, "b.go": "package m\n\nvar x = 1\n"})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        editor.close(uri)
        await editor.until(lambda: editor.published[-1][0].version is None, "cleared")
        assert not editor.published[-1][0].diagnostics
        os.rename(f"{root}/a.go", f"{root}/c.go")
        editor.touched(f"{root}/a.go", kind=lsp.FileChangeType.Deleted)
        editor.touched(f"{root}/c.go", kind=lsp.FileChangeType.Created)
        renamed = editor.open(f"{root}/c.go")
        await editor.diagnostics(renamed, "GF05")
        os.remove(f"{root}/c.go")
        editor.touched(f"{root}/c.go", kind=lsp.FileChangeType.Deleted)
        editor.change(renamed, "return s", "return s + s")
        await editor.diagnostics(renamed, "GF05")
        fresh = editor.open(f"{root}/new.go", JOIN.replace("Join", "Other"))
        await editor.diagnostics(fresh, "GF05")


async def test_through_a_symbolic_link(module: Make, tmp_path: Path) -> None:
    root = module({"a.go": JOIN, "b.go": "package m\n"})
    link = tmp_path / "link"
    link.symlink_to(root)
    async with editing(link) as editor:
        uri = editor.open(link / "a.go")
        await editor.diagnostics(uri, "GF05")
        await editor.take(uri, "build `s`")
        assert editor.texts[uri] == JOINED


async def test_files_of_another_system_beside_those_of_this_one(module: Make) -> None:
    root = module({"a.go": JOIN, "b_windows.go": JOIN.replace("Join", "Other"), "c_test.go": "package m\n" + LENGTHS})
    async with editing(root) as editor:
        uris = [editor.open(f"{root}/{name}") for name in ("a.go", "b_windows.go", "c_test.go")]
        for uri, code in zip(uris, ("GF05", "GF05", "GF03"), strict=True):
            await editor.diagnostics(uri, code)
        await editor.take(uris[1], "build `s`")
        assert editor.texts[uris[1]] == JOINED.replace("Join", "Other")
        await editor.nothing(uris[1])
        await editor.diagnostics(uris[0], "GF05")
        await editor.take(uris[2], "Fix all gofix20 problems in this file")
        assert "make([]int, 0, len(words))" in editor.texts[uris[2]]


# Settings


async def test_settings_of_the_editor(module: Make) -> None:
    root = module({"a.go": JOIN + LENGTHS})
    can = capabilities(configuration=True)
    async with editing(root, can=can, configuration={"": {"gofix20": {"select": ["GF03"]}}}) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF03")
        editor.client.set_configuration({"ignore": ["GF03"]}, section="gofix20")
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
        await editor.diagnostics(uri, "GF05")


async def test_settings_of_each_folder(module: Make) -> None:
    texts = {
        f"{place}/{name}": text
        for place in ("one", "two", "two/inner", "other")
        for name, text in (("go.mod", "module example.com/m\n\ngo 1.22\n"), ("a.go", JOIN + LENGTHS))
    }
    root = module(texts)
    wanted = {"one": ["GF03"], "two": ["GF05"], "two/inner": ["GF03"]}
    folders = {place: f"{root}/{place}" for place in wanted}
    configuration: dict[str, dict[str, object]] = {"": {}}
    configuration |= {uri_of(folders[place]): {"gofix20": {"select": codes}} for place, codes in wanted.items()}
    can = capabilities(configuration=True)
    async with editing(*folders.values(), can=can, configuration=configuration) as editor:
        uris = {place: editor.open(f"{root}/{place}/a.go") for place in (*wanted, "other")}
        for place, codes in wanted.items():
            await editor.diagnostics(uris[place], *codes)
        await editor.diagnostics(uris["other"], "GF05", "GF03")  # in none of the folders: those of all
        # One changes, the others stay what they were.
        editor.client.set_configuration({"ignore": ["GF05"]}, section="gofix20", scope_uri=uri_of(folders["two"]))
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
        await editor.diagnostics(uris["two"], "GF03")
        await editor.diagnostics(uris["one"], "GF03")
        # A folder that comes later has its own, too.
        editor.client.set_configuration({"select": ["GF03"]}, section="gofix20", scope_uri=uri_of(f"{root}/other"))
        added = lsp.WorkspaceFolder(uri_of(f"{root}/other"), "other")
        editor.client.workspace_did_change_workspace_folders(
            lsp.DidChangeWorkspaceFoldersParams(lsp.WorkspaceFoldersChangeEvent([added], []))
        )
        await editor.diagnostics(uris["other"], "GF03")


async def test_a_configuration_file_is_watched_and_can_only_narrow(module: Make) -> None:
    root = module({"a.go": JOIN + LENGTHS + KEPT})
    async with editing(root, can=capabilities(watch=True)) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "GF03", "GF03")
        toml = Path(root, ".gofix20.toml")
        toml.write_text('unsafe = true\nselect = ["GF03"]\n')
        editor.touched(toml, kind=lsp.FileChangeType.Created)
        await editor.diagnostics(uri, "GF03", "GF03")
        await editor.take(uri, "Fix all gofix20 problems in this file")
        assert KEPT in editor.texts[uri]
        toml.write_text("select = 3\n")
        editor.touched(toml)
        await editor.until(lambda: any("select" in one.message for one in editor.client.messages), "a message")


# What goes wrong


async def test_code_that_is_not_whole_at_this_keystroke(module: Make) -> None:
    root = module({"a.go": JOIN + LENGTHS})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05", "GF03")
        editor.change(uri, "result = append(result, len(word))", "result = append(result, len(wor")
        await editor.diagnostics(uri, "GF05")
        titles = [one.title for one in await editor.menu(uri)]
        assert not any("strings.Builder" in title or "Fix all" in title for title in titles)
        assert any("No GF05 fix now: " in title and "does not compile" in title for title in titles)
        editor.change(uri, "result = append(result, len(wor", "result = append(result, len(wor))")
        await editor.diagnostics(uri, "GF05")
        editor.change(uri, "len(wor))", "len(word))")
        await editor.diagnostics(uri, "GF05", "GF03")
        await editor.take(uri, "build `s`")


async def test_without_go_it_says_how_to_get_it(module: Make, tmp_path: Path) -> None:
    root = module({"a.go": JOIN})
    broken = tmp_path / "go"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    async with editing(root, env={"GOFIX20_GO": str(broken)}) as editor:
        editor.open(f"{root}/a.go")
        await editor.until(lambda: editor.client.messages, "a message")
        assert "not a Go that works" in editor.client.messages[0].message
        assert "name the `go` of a Go installation" in editor.client.messages[0].message


async def test_nothing_is_downloaded(module: Make, tmp_path: Path) -> None:
    asked = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    proxy = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    programs = tmp_path / "bin"
    programs.mkdir()
    git = programs / "git"
    git.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\nexit 1\n")
    git.chmod(0o755)
    name = "example.org/y.git"
    none = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    files = {
        "go.mod": f"module example.com/m\n\ngo 1.22\n\nrequire {name} v1.0.0\n",
        "go.sum": f"{name} v1.0.0 h1:{none}\n{name} v1.0.0/go.mod h1:{none}\n",
        "a.go": JOIN.replace("package m\n", f'package m\n\nimport _ "{name}"\n'),
    }
    root = module(files)
    ours = {"PATH": f"{programs}:{os.environ['PATH']}", "GOMODCACHE": str(tmp_path / "mod"), "GOFLAGS": ""}
    for env in ({"GOPROXY": proxy, "GONOSUMDB": "*"}, {"GOPROXY": proxy, "GOPRIVATE": "*"}):
        async with editing(root, env=ours | env) as editor:
            editor.open(f"{root}/a.go")
            await editor.until(lambda: editor.client.messages, "a message")
            assert "run `go mod download`" in editor.client.messages[0].message
    async with editing(root, env=ours | {"GOFLAGS": "-mod=mod"}) as editor:
        editor.open(f"{root}/a.go")
        await editor.until(lambda: editor.client.messages, "a message")
        assert "-mod=mod" in editor.client.messages[0].message
    listening.close()
    assert asked == []
    assert not Path(tmp_path, "asked").exists()
    assert {name: Path(root, name).read_text() for name in files} == files


def helpers(pid: int) -> list[int]:
    return [child for child in children(pid) if "helper-" in Path(f"/proc/{child}/cmdline").read_text()]


async def test_a_helper_that_dies_is_started_again_with_a_limit(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        for number in range(12):
            for pid in helpers(editor.pid):
                os.kill(pid, 9)
            editor.replace(uri, f"{JOIN}\nvar x{number} = 1\n")
            await editor.until(lambda: editor.last(uri) is not None, "an answer")
            if editor.client.messages:
                break
            assert [one.code for one in codes(editor, uri)] == ["GF05"]
        assert "gofix20.restart" in editor.client.messages[0].message
        await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams("gofix20.restart"))
        await editor.diagnostics(uri, "GF05")


async def test_nothing_is_left_running(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        await editor.take(uri, "build `s`")
        started = children(editor.pid)
        assert started
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("how", ["killed", "closed", "terminated"])
async def test_nothing_is_left_running_by_a_server_that_ended_otherwise(module: Make, how: str) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/a.go")
        await editor.diagnostics(uri, "GF05")
        await editor.take(uri, "build `s`")
        started = children(editor.pid)
        server = editor.client._server
        assert server is not None
        assert server.stdin is not None
        if how == "killed":
            server.kill()
        elif how == "terminated":
            server.terminate()
        else:
            server.stdin.close()
        await asyncio.wait_for(server.wait(), 60)
        left = started
        for _ in range(200):
            if left:
                left = [pid for pid in started if Path(f"/proc/{pid}").exists()]
                await asyncio.sleep(0.1)
        assert not left


async def test_memory_is_flat_however_many_files_are_opened(module: Make) -> None:
    count = 240
    root = module({f"p{n % 12}/f{n}.go": JOIN.replace("Join", f"Join{n}") for n in range(count)})
    async with editing(root, options={"debounce": 0}) as editor:

        async def look(numbers: range) -> int:
            for n in numbers:
                uri = editor.open(f"{root}/p{n % 12}/f{n}.go")
                await editor.diagnostics(uri)
                editor.close(uri)
            return memory(editor.pid) + sum(map(memory, helpers(editor.pid)))

        early = await look(range(count // 2))
        late = await look(range(count // 2, count))
        assert late < early * 1.15 + 4_000


# Commands


async def test_applying_everything(module: Make) -> None:
    root = module({"a.go": JOIN, "sub/b.go": JOIN.replace("package m", "package sub"), "sub/c.go": "package sub\n"})
    async with editing(root) as editor:
        uri = editor.open(f"{root}/sub/c.go", "package sub\n" + LENGTHS)
        await editor.diagnostics(uri, "GF03")
        answer = await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams("gofix20.applyAll"))
        assert answer == "3 fixes in 3 files"
        assert Path(root, "a.go").read_text() == JOINED
        assert "strings.Builder" in Path(root, "sub/b.go").read_text()
        assert "make([]int, 0, len(words))" in editor.texts[uri]
        assert Path(root, "sub/c.go").read_text() == "package sub\n"
        (reports,) = editor.client.progress_reports.values()
        assert isinstance(reports[0], lsp.WorkDoneProgressBegin)
        assert isinstance(reports[-1], lsp.WorkDoneProgressEnd)


async def test_the_report(module: Make) -> None:
    root = module({"a.go": JOIN + KEPT})
    async with editing(root) as editor:
        uri = await editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams("gofix20.showReport"))
        assert isinstance(uri, str)
        assert [one.uri for one in editor.client.shown_documents] == [uri]
        text = Path(uri.removeprefix("file://")).read_text()
        assert "a.go:6:3: GF05" in text
        assert "1 fixable with `gofix20 apply`" in text


async def test_the_status_for_an_extension(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root, options={"statusNotification": True}) as editor:
        await editor.diagnostics(editor.open(f"{root}/a.go"), "GF05")
        await editor.until(lambda: len(editor.statuses) > 1, "two statuses")
        assert [one.state for one in editor.statuses[:2]] == ["busy", "ok"]


async def test_what_is_not_go_is_left_alone(module: Make) -> None:
    root = module({"a.go": JOIN})
    async with editing(root) as editor:
        client = editor.client
        item = lsp.TextDocumentItem("untitled:Untitled-1", lsp.LanguageKind.Go, 1, JOIN)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        item = lsp.TextDocumentItem(uri_of(f"{root}/x.txt"), lsp.LanguageKind.Go, 1, JOIN)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await editor.diagnostics(editor.open(f"{root}/a.go"), "GF05")
        assert await editor.menu(item.uri) == []
        assert {params.uri for params, _ in editor.published} == {uri_of(f"{root}/a.go")}
        assert json.dumps(sorted(editor.client.diagnostics)) == "[]"
