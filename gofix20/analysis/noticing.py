"""Who might notice that a slice's piece is a copy: those who get it, and those who have its memory."""

from __future__ import annotations

from collections.abc import Sequence

from gofix20.analysis.lending import lending_doubt
from gofix20.analysis.provenance import Base
from gofix20.analysis.sharing import capacity_doubt, holders_of, memory_doubt, reaching
from gofix20.facts import Facts, Type
from gofix20.syntax import Node
from gofix20.transform import Refuse

OTHERS = {
    "parameter": "is a parameter",
    "field": "is a field",
    "global": "is a package variable",
}


def doubt_of(node: Node, values: Sequence[Node], type_: Type, base: Base, facts: Facts) -> str:
    """Why somebody might notice that a slice's piece is a copy; empty if nobody can."""
    doubt, writes = "", False
    elem = type_.elem
    for value in values:
        receivers = facts.receivers(value)
        if receivers is None:
            if elem is None or elem.kind in {"struct", "array", "typeparam"}:
                raise Refuse("its elements may hold a lock")
            doubt = doubt or "who gets it is not in view"
            continue
        if (lock := receivers.of_kind("lock")) is not None:
            raise Refuse(lock.what)
        sight = receivers.of_kind("unknown", "cap", "append", "reslice")
        if sight is not None:
            doubt = doubt or (f"{sight.what} at line {sight.line}" if sight.line else sight.what)
        writes = writes or receivers.of_kind("write") is not None
    if base.kind in OTHERS:
        name = "it" if base.obj is None else f"`{base.obj.name}`"
        return f"{name} {OTHERS[base.kind]}: others may share its memory on purpose"
    if base.kind in {"lent", "buffer"}:
        return lending_doubt(base, values, writes, facts) or doubt
    holders = holders_of(node, values, base.held, facts)
    if base.chosen and (beyond := reaching(values, facts)) is not None:
        doubt = doubt or capacity_doubt(beyond, f"`{holders[0].name}`" if holders else "its memory")
    for holder in holders:
        doubt = doubt or memory_doubt(holder, values, writes, facts, base.chosen)
    return doubt
