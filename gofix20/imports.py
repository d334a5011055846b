"""The imports of one file, composed: those that fixes need put in, those that they freed taken out.

Only lines of our own are written, as gofmt writes them: a section that was formatted stays so, the
columns of its trailing comments included, and in one that was not, the rest stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gofix20.import_section import TAIL, Declaration, Head, Spec, line_ending, read_head
from gofix20.model import Import

_SEMICOLON = re.compile(rb"[ \t]*;[ \t]*")
_BLANK_LINE = re.compile(rb"[ \t\r]*\n")
_OPENED = re.compile(rb"(\([ \t]*(?://[^\n]*)?\r?\n)[ \t\r]*\n\Z")
_DIRECTIVE = re.compile(rb"//(?:nolint|[a-z0-9]+:[a-z0-9])")


def compose_imports(text: bytes, needs: Iterable[Import], unused: Iterable[Import] = ()) -> bytes:
    """Give `text` with all of `needs` imported, and of `unused` what is not needed taken out.

    An import that is there under the same name is not added twice; `unused` is what the caller
    found to be used no more in `text`. A new import goes to its sorted place among those of its
    kind (the standard library's have no dot in the path's first element), or into a group of its
    own. Nothing comes into a declaration that has `import "C"`, which itself is never removed.

    A comment on the line of an import leaves with it, as does one on the lines directly above an
    import that is alone in its group; every other comment stays. A text whose head is no Go
    comes back as it is: the verifier has more to say about it.
    """
    wanted = sorted(set(needs), key=_key)
    gone = [item for item in sorted(set(unused), key=_key) if not any(_same(item, other) for other in wanted)]
    formatted = _aligned(text) == text
    # A lone `import "x"` is replaced where it stands; in a block the group is still there to add to.
    for item in gone:
        text = _without(text, item, grouped=False)
    for item in wanted:
        text = _with(text, item)
    for item in gone:
        text = _without(text, item, grouped=True)
    return _aligned(text) if formatted else text


def _key(item: Import | Spec) -> tuple[bytes, str]:
    """Order imports as gofmt does."""
    return item.path.encode(), item.name or ""


def _same(one: Import | Spec, other: Import | Spec) -> bool:
    return one.path == other.path and _own_name(one) == _own_name(other)


def _own_name(item: Import | Spec) -> str:
    """The name it is imported by; for one that names none, as far as its path tells."""
    if item.name is not None:
        return item.name
    *rest, last = item.path.split("/")
    return rest[-1] if rest and re.fullmatch(r"v[0-9]+", last) else last


def _is_standard(path: str) -> bool:
    return "." not in path.split("/")[0]


def _shared(path: str, other: str) -> int:
    """Count the leading path elements that two paths share."""
    count = 0
    for one, two in zip(path.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        count += 1
    return count


def _written(item: Import) -> bytes:
    name = f"{item.name} " if item.name else ""
    return f'{name}"{item.path}"'.encode()


def _with(text: bytes, item: Import) -> bytes:
    head = read_head(text)
    if head is None or any(_same(spec, item) for found in head.declarations for spec in found.specs):
        return text
    plain = [found for found in head.declarations if found.plain and not found.cgo]
    kind = _is_standard(item.path)
    kin = [(found, spec) for found in plain for spec in found.specs if _is_standard(spec.path) == kind]
    if kin:
        declaration, spec = max(kin, key=lambda pair: _shared(pair[1].path, item.path))
        if declaration.parentheses is not None:
            return _into_group(head, declaration, spec, item)
    else:
        blocks = [found for found in plain if found.parentheses is not None]
        if blocks:
            return _as_group(head, blocks[0 if kind else -1], item)
        if not plain:
            return _on_its_own(head, item)
        declaration = plain[0 if kind else -1]
    if sum(found.parentheses is None for found in plain) == 1:
        return _as_block(head, declaration, item)
    return _among_lines(head, plain, declaration, item, bool(kin))


def _into_group(head: Head, declaration: Declaration, spec: Spec, item: Import) -> bytes:
    """Put `item` in its sorted place in the group of `spec`."""
    group = _group(head.text, declaration, spec)
    assert declaration.parentheses is not None
    following = [member for member in group if _key(member) > _key(item)]
    if not following:
        at = head.line_end(group[-1].end)
    else:
        at = head.line_start(following[0].start)
        if following[0] == group[0]:
            above = head.above(at)
            # A comment above a group is its heading, above a single import it is that import's own.
            if len(group) == 1 or _DIRECTIVE.search(head.text, above, at):
                before = [member for member in declaration.specs if head.line_end(member.end) == above]
                if before and above < at:
                    # Nothing but the comment parts it from the group above.
                    return _into_group(head, declaration, before[-1], item)
                top = head.line_end(declaration.parentheses[0])
                at = above if head.text[top:above].strip() else top
    return _inserted(head.text, at, b"\t" + _written(item) + line_ending(head.text))


def _group(text: bytes, declaration: Declaration, spec: Spec) -> list[Spec]:
    """Give the imports on lines next to one another that `spec` is among: what gofmt sorts."""
    groups: list[list[Spec]] = []
    for member in declaration.specs:
        if groups and text.count(b"\n", groups[-1][-1].end, member.start) <= 1:
            groups[-1].append(member)
        else:
            groups.append([member])
    return next(group for group in groups if spec in group)


def _as_group(head: Head, block: Declaration, item: Import) -> bytes:
    """Put `item` into a block that has none of its kind: at the top for the standard library, else at the end."""
    newline = line_ending(head.text)
    line = b"\t" + _written(item) + newline
    assert block.parentheses is not None
    opening, closing = block.parentheses
    if b"\n" not in head.text[opening:closing]:
        return head.text[: opening + 1] + newline + line + head.text[closing:]
    if not _is_standard(item.path):
        return _inserted(head.text, head.line_start(closing), (newline if block.specs else b"") + line)
    at = head.line_end(opening)
    separate = block.specs and not _is_blank_line(head, at)
    return _inserted(head.text, at, line + (newline if separate else b""))


def _as_block(head: Head, single: Declaration, item: Import) -> bytes:
    """Make a block of `import x` and `item`."""
    text, newline = head.text, line_ending(head.text)
    spec = single.specs[0]
    tail = TAIL.match(text, spec.end)
    end = tail.end("comment") if tail and tail["comment"] else spec.end
    lines = [(_key(spec), text[spec.start : end]), (_key(item), _written(item))]
    if _is_standard(spec.path) == _is_standard(item.path):
        lines.sort()
        between = newline
    else:
        lines.sort(key=lambda line: not _is_standard(line[0][0].decode()))
        between = newline + newline
    block = b"import (" + newline + between.join(b"\t" + line for _, line in lines) + newline + b")"
    below = head.line_end(end)
    if below < len(text) and not _is_blank_line(head, below) and not text.startswith(b"import", below):
        # gofmt parts what takes more than one line from what follows.
        return text[: single.start] + block + text[end:below] + newline + text[below:]
    return text[: single.start] + block + text[end:]


def _among_lines(head: Head, plain: list[Declaration], nearest: Declaration, item: Import, has_kin: bool) -> bytes:
    """Put `item` on a line of its own, in a file that imports by lines."""
    text, newline = head.text, line_ending(head.text)
    chains: list[list[Declaration]] = []
    for single in plain:
        if single.parentheses is None:
            if chains and head.line_end(chains[-1][-1].end) == single.start:
                chains[-1].append(single)
            else:
                chains.append([single])
    chain = next(chain for chain in chains if nearest in chain)
    line = b"import " + _written(item) + newline
    if not has_kin:
        if _is_standard(item.path):
            return _inserted(text, head.above(chain[0].start), line + newline)
        return _inserted(text, head.line_end(chain[-1].end), newline + line)
    for single in chain:
        if _key(single.specs[0]) > _key(item):
            return _above(head, single, line, newline)
    return _inserted(text, head.line_end(chain[-1].end), line)


def _on_its_own(head: Head, item: Import) -> bytes:
    """Add a declaration to a file with none to add to: there is none, they are cgo's, or of an odd shape."""
    text, newline = head.text, line_ending(head.text)
    line = b"import " + _written(item)
    usable = [found for found in head.declarations if not found.cgo]
    if usable:
        start = usable[0].start
        if head.line_start(start) == start:
            return _above(head, usable[0], line + newline, newline)
        return _inserted(text, start, line + b"; ")
    behind = head.declarations[-1].end if head.declarations else head.package_end
    tail = TAIL.match(text, behind)
    if tail is None:
        # Something else follows on the line.
        if text[behind - 1 : behind] == b";":
            return _inserted(text, behind, b" " + line + b";")
        return _inserted(text, behind, b"; " + line)
    at = tail.end()
    if tail["comment"] and not head.declarations:
        # A comment that starts behind the package's name may go on below.
        for comment, end in head.comments:
            if comment >= at and not text[at:comment].strip(b" \t"):
                at = head.line_end(end)
    separate = at < len(text) and not _is_blank_line(head, at)
    return _inserted(text, at, newline + line + newline + (newline if separate else b""))


def _above(head: Head, declaration: Declaration, line: bytes, newline: bytes) -> bytes:
    """Put a line above a declaration and its comment, which gofmt wants a blank line in front of."""
    at = head.above(declaration.start)
    return _inserted(head.text, at, line + (newline if at < declaration.start else b""))


def _inserted(text: bytes, at: int, lines: bytes) -> bytes:
    if at == len(text) and not text.endswith(b"\n"):
        lines = line_ending(text) + lines
    return text[:at] + lines + text[at:]


def _is_blank_line(head: Head, start: int) -> bool:
    return not head.text[start : head.line_end(start)].strip()


def _without(text: bytes, item: Import, *, grouped: bool) -> bytes:
    """Take `item` out of the blocks of imports (`grouped`), or out of those that have none."""
    head = read_head(text)
    if head is None or item.path == "C":
        return text
    for declaration in head.declarations:
        for spec in declaration.specs:
            if _same(spec, item) and (declaration.parentheses is not None) == grouped:
                return _cut(head, declaration, spec)
    return text


def _cut(head: Head, declaration: Declaration, spec: Spec) -> bytes:
    text = head.text
    start, end = (spec.start, spec.end) if declaration.parentheses else (declaration.start, declaration.end)
    line, tail = head.line_start(start), TAIL.match(text, end)
    if text[line:start].strip() or tail is None:
        # It shares its line: it leaves with the semicolon behind it.
        semicolon = _SEMICOLON.match(text, end)
        return text[:start] + text[semicolon.end() if semicolon else end :]
    end = tail.end()
    if declaration.parentheses is None:
        return _closed_up(text, line, end)
    above = head.above(start)
    alone = len(_group(text, declaration, spec)) == 1
    start = above if alone and not _DIRECTIVE.search(text, above, line) else line
    if not declaration.plain:
        return _closed_up(text, start, end)
    if len(declaration.specs) == 1:
        last = head.line_end(declaration.end)
        inner = [text[a:b] for a, b in head.comments if declaration.start < a < start or end <= a < last]
        if not inner:
            return _closed_up(text, declaration.start, last)
        # gofmt would not leave them in an empty block: they go on without it.
        newline = line_ending(text)
        above_it = text[: declaration.start]
        if above_it.splitlines()[-1].strip():
            above_it += newline
        return above_it + b"".join(comment.rstrip() + newline for comment in inner) + text[last:]
    if spec == declaration.specs[-1]:
        # gofmt leaves no blank line between the last import and the parenthesis.
        last, closing = head.line_end(declaration.specs[-2].end), head.line_start(declaration.parentheses[1])
        between = text[last:start] + text[end:closing]
        if b"/*" not in between:
            lines = between.splitlines(keepends=True)
            return text[:last] + b"".join(line for line in lines if line.strip()) + text[closing:]
    return _closed_up(text, start, end)


def _closed_up(text: bytes, start: int, end: int) -> bytes:
    """Cut whole lines, and the blank line that gofmt would not leave there."""
    above, below = text[:start], text[end:]
    if not below.strip():
        return above.rstrip() + line_ending(text)
    line_above = above.splitlines()[-1] if above else b""
    blank_below = _BLANK_LINE.match(below)
    if blank_below and (not line_above.strip() or line_above.split(b"//")[0].rstrip().endswith(b"(")):
        below = below[blank_below.end() :]
    # A block starts with a blank line only in front of a comment.
    if not below.lstrip().startswith((b"//", b"/*")):
        above = _OPENED.sub(rb"\1", above)
    return above + below


def _aligned(text: bytes) -> bytes:
    """Put the comments behind imports into the columns that gofmt gives them."""
    head = read_head(text)
    if head is None:
        return text
    columns: list[list[tuple[int, int, int]]] = []
    last: tuple[int, bool] | None = None
    for start, end, indented in _lines_with_code(head):
        tail = TAIL.match(text, end)
        if tail is None or not tail["comment"]:
            continue
        if last != (head.line_start(start), indented):
            columns.append([])
        columns[-1].append((start, end, tail.start("comment")))
        last = (tail.end(), indented)
    for column in reversed(columns):
        widths = [len(text[start:end].decode("utf-8", "replace")) for start, end, _ in column]
        for width, (_, end, comment) in reversed(list(zip(widths, column, strict=True))):
            text = text[:end] + b" " * (max(widths) - width + 1) + text[comment:]
    return text


def _lines_with_code(head: Head) -> Iterator[tuple[int, int, bool]]:
    """Give where the code of each line of the plain declarations is, and whether it is indented."""
    for found in head.declarations:
        if not found.plain:
            continue
        if found.parentheses is None:
            yield found.start, found.end, False
            continue
        yield found.start, found.parentheses[0] + 1, False
        for spec in found.specs:
            yield spec.start, spec.end, True
        yield found.parentheses[1], found.end, False
