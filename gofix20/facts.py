"""Typed questions about one function, and their frozen answers: the protocol, not the process.

The Go helper dumps what go/types knows of a whole top-level declaration at once; `Facts` answers
from that dump, so that a rule can ask as often as it likes. Only `visible` goes back to the helper.

An answer of None means *unknown*: the code is broken there, or go/types has nothing to say. A rule
that gets None refuses; it never guesses.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from gofix20.syntax import GoFile, Node, contains, walk

__all__ = [
    "Connected", "Constant", "Effect", "Facts", "Imported", "Object", "Obstacle", "Place", "Receivers", "Sight", "Type",
]  # fmt: skip


class Effect(enum.IntEnum):
    """What evaluating an expression may do besides giving a value."""

    NONE = 0
    MAY_PANIC = 1
    """It may panic, or read a map (which moved may race, or hash what cannot be hashed)."""
    EFFECT = 2
    """It may change something, block, or run code that nobody looked at."""


@dataclass(frozen=True, slots=True)
class Type:
    """A Go type. Aliases are resolved; two types of one function are identical if they are equal."""

    text: str
    """As one would write it in this file; with a package's path where the file does not import it."""
    kind: str
    """Of the underlying type: "string", "int", "untyped int", "slice", "map", …; "typeparam"."""
    named: bool
    """A defined type or a type parameter: not predeclared, not a literal."""
    length: int
    """Of an array, else -1."""
    size: int
    """In bytes on the target architecture; -1 where it is not known (type parameters)."""
    comparable: bool
    hashable: bool
    """Comparing two values, or hashing one as a key, cannot panic: no interface is in it."""
    occupies: bool
    """Every value takes some memory: of a type parameter, as far as the package's own instantiations tell."""
    _elem: int
    _key: int
    _same: int
    _table: Table

    @property
    def elem(self) -> Type | None:
        """Element type of a slice, array, pointer, map or channel."""
        return self._table.type(self._elem)

    @property
    def key(self) -> Type | None:
        """Key type of a map."""
        return self._table.type(self._key)

    def is_exactly(self, name: str) -> bool:
        """Is it the predeclared type of that name (`byte` is `uint8`, `rune` is `int32`)?"""
        same = {"byte": "uint8", "rune": "int32", "any": "interface{}"}
        return not self.named and same.get(self.text, self.text) == same.get(name, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self._table is other._table and self._same == other._same

    def __hash__(self) -> int:
        return hash(self._same)


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """What an identifier denotes. Two objects are equal if they are the same one in Go."""

    index: int
    """Which one it is among the objects of the function; -1 for an answer of `visible`."""
    name: str
    kind: str
    """var, const, func, type, package, builtin, nil, label."""
    scope: str
    """local, parameter, result, receiver, field, method, package, file (an import), universe."""
    start: int
    """Byte offset of its declaration if that is in this file, else -1."""
    package: str
    """Import path: of the package that declares it; of the imported one for a package name."""
    type: Type | None
    value: str | None
    """Of a constant, as Go writes it exactly."""
    recovers: bool
    """Of a function: may it stop a panic if it is deferred?"""
    signature: str
    """Of a function: its full name, such as `(*bytes.Buffer).Write`."""
    embedded: bool = False
    """Of a package variable: filled by `//go:embed`."""
    _id: int = -1

    @property
    def identity(self) -> tuple[str, str, str, int]:
        """What tells it apart; `start` would not, where it is declared in another file."""
        return self.kind, self.name, self.package, self._id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def is_local(self) -> bool:
        """A variable that lives in a function: declared there, a parameter, a result, a receiver."""
        return self.kind == "var" and self.scope in {"local", "parameter", "result", "receiver"}


@dataclass(frozen=True, slots=True)
class Constant:
    """The value of a constant expression."""

    value: int | str | bool | None
    """None where it is too large to be told, or a float."""
    portable: bool
    """No build tag, operating system or architecture can change it, as far as anyone can see."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An import of the file. `name` is what the file calls it: "_" and "." are told as they are."""

    path: str
    name: str
    used: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that a receiver does with a slice by which it can tell whose memory it is."""

    kind: str
    """cap, append, fork (copies of it are appended to), reslice, write, address (of an element), lock, or unknown: code
    that is not in view."""
    what: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Receivers:
    """What becomes of a value that is returned, stored, sent or passed, in the whole package."""

    kept: bool
    """It reaches a field, a package variable, a container or a result of a function."""
    sights: tuple[Sight, ...]

    def of_kind(self, *kinds: str) -> Sight | None:
        return next((sight for sight in self.sights if sight.kind in kinds), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Some bytes of a file of the package."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a type cannot change, or who would notice, and where that is decided; line 0 if that is no line."""

    what: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Connected:
    """What can only change the element type of its maps together, in all of the package."""

    unit: str
    """Which unit knows it all: perhaps the one with the package's tests."""
    units: Mapping[str, str]
    """Where several packages have a part in it: which unit knows each file."""
    name: str
    """Of its first variable; empty if it has none."""
    key: str
    """The type of the keys."""
    local: bool
    """Nothing but variables of one function hold the maps."""
    may_be_nil: bool
    hard: Obstacle | None
    """Why it cannot change."""
    soft: Obstacle | None
    """Why code that looks for it would see the change."""
    types: tuple[Place, ...]
    """The map types as they are written, in order."""
    names: tuple[Place, ...]
    """Where its variables, parameters and fields are declared."""
    values: tuple[tuple[str, Place], ...]
    """What is done with values: element (an index expression), range (what is ranged over), literal, counted."""


class Table:
    """The types of one dump; they refer to each other by index."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        self._made: dict[int, Type] = {}

    def type(self, index: int) -> Type | None:
        if index < 0:
            return None
        made = self._made.get(index)
        if made is None:
            row = self._rows[index]
            made = self._made[index] = Type(
                row["text"], row["kind"], row["named"], row["length"], row["size"], row["comparable"],
                row["hashable"], row["occupies"], row["elem"], row["key"], row["same"], self,
            )  # fmt: skip
        return made


IS_TYPE: Final = 1
IS_ADDRESSABLE: Final = 4
IS_NIL: Final = 16
IS_CONSTANT: Final = 32
IS_PORTABLE: Final = 64
IS_STATIC: Final = 128
IS_CONVERSION: Final = 256
TAKES_ADDRESS: Final = 512
FOLLOWS_POINTER: Final = 1024
IS_PROMOTED: Final = 2048
IS_QUIET: Final = 4096
GOES_DEEP: Final = 8192
STAYS_WITHIN: Final = 16384

Visible = Callable[[str, int], "dict[str, Any]"]
"""(name, byte offset) to the helper's reply; see `Facts.visible`."""


Trace = Callable[[int, int], "dict[str, Any]"]
"""(start, end) of an expression to the helper's reply; see `Facts.receivers`."""


Connect = Callable[[str, int, int], "dict[str, Any]"]
"""(path, start, end) of a map type to the helper's reply; see `Facts.connected`."""

Open = Callable[[GoFile, str, str, "Iterable[int]"], "list[Facts]"]
"""(this file, unit, path, offsets) to the facts of the declarations there; see `Facts.elsewhere`."""


class Facts:
    """What go/types knows of one top-level declaration of one file."""

    def __init__(
        self,
        file: GoFile,
        function: Node,
        file_row: Mapping[str, Any],
        row: Mapping[str, Any],
        ask: Visible,
        trace: Trace | None = None,
        connect: Connect | None = None,
        open_: Open | None = None,
        importable: Collection[str] | None = None,
    ) -> None:
        self.file = file
        self.function = function
        self.package_name: str = file_row["package"]
        self.go_version = version_pair(file_row["go_version"])
        """The language version of this file, such as (1, 21)."""
        self._imported = file_row["imports"] or ()
        self.recursive: bool = row["recursive"]
        """The function may call itself, directly or through functions of its package."""
        self._row = row
        self._ask = ask
        self._trace = trace
        self._connect = connect
        self._open = open_
        self._importable = importable
        self._connected: dict[int, Connected | None] = {}
        self._table = Table(row["types"] or [])
        self._objects: dict[int, Object] = {}
        self._nodes: dict[int, tuple[Node, ...]] = {}

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        return tuple(Imported(spec["path"], spec["name"], spec["used"]) for spec in self._imported)

    def may_import(self, path: str) -> bool:
        """Can this file import a package: does it already, or would that close no cycle and bring nothing new?"""
        return self._importable is None or path in self._importable or any(spec.path == path for spec in self.imports)

    # What names denote

    @cached_property
    def _denoted(self) -> dict[int, int]:
        return {offset: index for offset, _, index in self._row["idents"] or ()}

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for offset, _, index in self._row["idents"] or ():
            places.setdefault(index, []).append(offset)
        return places

    def _object(self, index: int) -> Object:
        made = self._objects.get(index)
        if made is None:
            made = self._objects[index] = make_object(index, self._row["objects"][index], self._table)
        return made

    def object(self, node: Node) -> Object | None:
        """What an identifier denotes (of `pkg.Name` and `x.field`, ask for the last name's node).

        None for the blank name, for what did not resolve, and for a node that is no identifier.
        """
        index = self._denoted.get(node.start_byte)
        if index is None or node.end_byte - node.start_byte != len(self._object(index).name.encode()):
            return None
        return self._object(index)

    def places(self, obj: Object) -> tuple[Node, ...]:
        """Every identifier of this declaration that denotes `obj`, its definition included, in order."""
        if obj.index not in self._nodes:
            size = len(obj.name.encode())
            found = (self._named(offset, size) for offset in self._places.get(obj.index, ()))
            self._nodes[obj.index] = tuple(node for node in found if node is not None)
        return self._nodes[obj.index]

    def equals(self, obj: Object) -> list[Node]:
        """Every identifier of this declaration that denotes an object equal to `obj`, from wherever it is, in order.

        Of a generic struct's field there is one for each type that the struct is made with.
        """
        offsets = sorted(offset for index in self._indexes.get(obj, ()) for offset in self._places[index])
        size = len(obj.name.encode())
        return [node for offset in offsets if (node := self._named(offset, size)) is not None]

    @cached_property
    def _indexes(self) -> dict[Object, list[int]]:
        found: dict[Object, list[int]] = {}
        for index in self._places:
            found.setdefault(self._object(index), []).append(index)
        return found

    def _named(self, offset: int, size: int) -> Node | None:
        return self.function.named_descendant_for_byte_range(offset, offset + size)

    def definition(self, obj: Object) -> Node | None:
        """The identifier that declares `obj`, if it is in this declaration."""
        is_here = obj.start in self._places.get(obj.index, ())
        return self._named(obj.start, len(obj.name.encode())) if is_here else None

    def uses(self, obj: Object) -> tuple[Node, ...]:
        """Every identifier of this declaration that denotes `obj`, without its definition."""
        return tuple(node for node in self.places(obj) if node.start_byte != obj.start)

    def mentioned(self, node: Node) -> frozenset[Object]:
        """Every object that a name inside `node` denotes."""
        return frozenset(
            obj for inner in walk(node) if inner.child_count == 0 and (obj := self.object(inner)) is not None
        )

    def names(self) -> frozenset[str]:
        """Every identifier that is written anywhere in the declaration, resolved or not."""
        return self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        kinds = {"identifier", "type_identifier", "field_identifier", "package_identifier", "label_name"}
        return frozenset(
            node.text.decode("utf-8", "replace")
            for node in walk(self.function)
            if node.type in kinds and node.text is not None
        )

    def visible(self, name: str, node: Node) -> Object | None:
        """What `name` would mean where `node` begins; None where it means nothing."""
        return self.visible_at(name, node.start_byte)

    def visible_at(self, name: str, offset: int) -> Object | None:
        """As `visible`, at a byte offset."""
        answer = self._ask(name, offset)
        if not answer.get("object"):
            return None
        row = dict(answer["object"])
        table = Table([answer["type"] | {"elem": -1, "key": -1}] if answer.get("type") else [])
        row["type"] = 0 if answer.get("type") else -1
        return make_object(-1, row, table)

    # What expressions are

    @cached_property
    def _expressions(self) -> dict[tuple[int, int], int]:
        # The innermost expression wins where two have the same extent: it comes later.
        return {(row[0], row[1]): index for index, row in enumerate(self._row["exprs"] or ())}

    def _expression(self, node: Node) -> tuple[int, list[int]] | None:
        index = self._expressions.get((node.start_byte, node.end_byte))
        return None if index is None else (index, self._row["exprs"][index])

    def _flags(self, node: Node) -> int:
        found = self._expression(node)
        return 0 if found is None else found[1][3]

    def type(self, node: Node) -> Type | None:
        """The type of an expression, or the type that a type expression denotes."""
        found = self._expression(node)
        if found is not None:
            return self._table.type(found[1][2])
        obj = self.object(node)
        return None if obj is None else obj.type

    def is_type(self, node: Node) -> bool:
        """Does the expression denote a type (of a conversion, of a composite literal)?"""
        return bool(self._flags(node) & IS_TYPE)

    def is_nil(self, node: Node) -> bool:
        """Is it the predeclared nil (also in parentheses)?"""
        return bool(self._flags(node) & IS_NIL)

    def is_conversion(self, node: Node) -> bool:
        """Is this call expression a conversion?"""
        return bool(self._flags(node) & IS_CONVERSION)

    def takes_address(self, node: Node) -> bool:
        """Does this selector (`x.Method`) take the address of its operand implicitly?"""
        return bool(self._flags(node) & TAKES_ADDRESS)

    def follows_pointer(self, node: Node) -> bool:
        """Does this selector reach its field or method through a pointer?"""
        return bool(self._flags(node) & FOLLOWS_POINTER)

    def is_promoted(self, node: Node) -> bool:
        """Does this selector name a field or method of an embedded field?"""
        return bool(self._flags(node) & IS_PROMOTED)

    def goes_deep(self, node: Node) -> bool:
        """Does this selector follow a pointer that is an embedded field?"""
        return bool(self._flags(node) & GOES_DEEP)

    def stays_within(self, node: Node) -> bool:
        """Does this slice expression end within the length of what it cuts, whatever its values?"""
        return bool(self._flags(node) & STAYS_WITHIN)

    def constant(self, node: Node) -> Constant | None:
        """The value of a constant expression; None if it is not constant."""
        found = self._expression(node)
        if found is None or not found[1][3] & IS_CONSTANT:
            return None
        index, row = found
        return Constant(
            constant_value(self._row["values"].get(str(index)), self._table.type(row[2])),
            bool(row[3] & IS_PORTABLE),
        )

    def effect(self, node: Node) -> Effect:
        """What evaluating an expression may do; EFFECT if that is not known."""
        found = self._expression(node)
        if found is not None:
            return Effect(found[1][4])
        obj = self.object(node)
        return Effect.NONE if obj is not None and obj.kind in {"var", "const", "nil", "func"} else Effect.EFFECT

    def callee(self, call: Node) -> str | None:
        """Full name of what a call expression calls: `len`, `strings.Join`, `(*bytes.Buffer).Write`.

        None for conversions, for function values and for what did not resolve. A builtin's name is only
        given where it *is* the builtin: a shadowed `len` is not called `len` here.
        """
        found = self._expression(call)
        return None if found is None else self._row["callees"].get(str(found[0]))

    def is_static(self, call: Node) -> bool:
        """Does the call run exactly what `callee` names (no interface in between)?"""
        return bool(self._flags(call) & IS_STATIC)

    def is_quiet(self, call: Node) -> bool:
        """Does a call of its own, whatever its operands do, set nothing but variables of what it runs?

        (And elements of slices, where it appends, that are no structs or arrays; and a strings.Builder that is a local
        variable.) It may read anything, and panic.
        """
        return bool(self._flags(call) & IS_QUIET)

    def origins(self, call: Node) -> tuple[str, ...]:
        """Where the memory of a call's results is from, where it calls a function of the package: for each result, the
        full name of the function that made it for this call and gave it to nobody else; empty where that is not known.
        """
        found = self._expression(call)
        return () if found is None else tuple((self._row.get("origins") or {}).get(str(found[0]), ()))

    def passes(self, call: Node) -> tuple[tuple[int, str], ...]:
        """What becomes of the arguments of a call of a function of the package: the index of one, and that it (or a
        piece of it) is put into the "receiver", into what is a "result", "stored" for good, or that a "part" of it is
        returned. What is not told is not known.
        """
        found = self._expression(call)
        rows = () if found is None else (self._row.get("passes") or {}).get(str(found[0]), ())
        return tuple((row["index"], row["kind"]) for row in rows)

    def receivers(self, node: Node) -> Receivers | None:
        """What becomes of the slice that an expression gives to wherever it stands, in all of the package.

        None if that is not known. Of what was done to it before, and of its base, nothing is told.
        """
        answer = self._trace(node.start_byte, node.end_byte).get("receivers") if self._trace else None
        if not answer or not answer["known"]:
            return None
        rows = answer["sights"] or ()
        return Receivers(answer["kept"], tuple(Sight(r["kind"], r["what"], r["path"], r["line"]) for r in rows))

    def connected(self, node: Node) -> Connected | None:
        """What can only change together with a map type that is written here; None if that is not known."""
        if node.start_byte not in self._connected:
            row = self._connect(self.file.path, node.start_byte, node.end_byte) if self._connect else None
            self._connected[node.start_byte] = make_connected(row) if row else None
        return self._connected[node.start_byte]

    def elsewhere(self, unit: str, path: str, offsets: Iterable[int]) -> list[Facts]:
        """The facts of the top-level declarations at some offsets of a file of the package, as `unit` knows them.

        Fewer where none is at an offset.
        """
        offsets = [*offsets]
        if path == self.file.path and all(self.function.start_byte <= at < self.function.end_byte for at in offsets):
            return [self] if offsets else []
        assert self._open is not None
        found = self._open(self.file, unit, path, offsets)
        here = self.file.path, self.function.start_byte
        return [self if (one.file.path, one.function.start_byte) == here else one for one in found]

    def inside(self, node: Node) -> bool:
        """Is the node part of the declaration that these facts are about?"""
        return contains(self.function, node)


def make_connected(row: Mapping[str, Any]) -> Connected:
    files = row["files"] or ()

    def places(spans: Iterable[list[int]] | None) -> tuple[Place, ...]:
        return tuple(Place(files[index], start, end) for index, start, end in spans or ())

    def obstacle(told: Mapping[str, Any] | None) -> Obstacle | None:
        return None if told is None else Obstacle(told["what"], told["path"], told["line"])

    values = row["values"] or ()
    units = dict(zip(files, row.get("units") or (), strict=False))
    return Connected(
        row["unit"], units, row["name"], row["key"], row["local"], row["nil"], obstacle(row.get("hard")),
        obstacle(row.get("soft")), places(row["types"]), places(row["names"]),
        tuple(zip((one["kind"] for one in values), places(one["at"] for one in values), strict=True)),
    )  # fmt: skip


def make_object(index: int, row: Mapping[str, Any], table: Table) -> Object:
    return Object(
        index, row["name"], row["kind"], row["scope"], row["start"], row["package"], table.type(row["type"]),
        row.get("value"), row.get("recovers", False), row.get("signature", ""),
        row.get("embedded", False), row["id"],
    )  # fmt: skip


def version_pair(text: str) -> tuple[int, int]:
    """`go1.21` to (1, 21); (1, 0) where nothing is known, so that nothing newer is used."""
    parts = text.removeprefix("go").split(".")
    try:
        return int(parts[0]), int(parts[1])
    except (ValueError, IndexError):
        return 1, 0


def constant_value(written: str | None, type_: Type | None) -> int | str | bool | None:
    if written is None or type_ is None:
        return None
    kind = type_.kind.removeprefix("untyped ")
    if kind == "string":
        return written
    if kind == "bool":
        return written == "true"
    return int(written) if kind == "rune" or kind.startswith(("int", "uint")) else None
