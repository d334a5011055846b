"""Functions in which a slice gets appends in a row, or is made with elements, or filled as often as a method says."""

from __future__ import annotations

import random

from tests.differential.prealloc import Filling


class Row(Filling):
    """One function that appends several things one after another, without a loop."""

    def __init__(self, dice: random.Random, name: str) -> None:
        super().__init__(dice, name)
        self.special, self.full = self.weighted({"": 9, "seen": 1, "nil": 1}), False
        self.elem = self.weighted({"string": 6, "int": 3, "byte": 2})
        self.type = f"[]{self.elem}"
        self.odd = self.chance(0.2)
        self.sources = {
            "string": ["in.Words", "in.More", "words", "other"], "int": ["in.Ints", "in.Ints", "numbers"],
            "byte": ["in.Bytes[:min(len(in.Bytes), 70)]", "in.S", "in.T", "word", "bytes", "bytes"],
        }[self.elem]  # fmt: skip

    def written(self) -> str:
        self.weighted({self.returned: 3, self.inline: 3, self.result: 0.5})()
        return self.text()

    def prologue(self) -> None:
        super().prologue()
        self.optional("numbers", "numbers := in.Ints")
        self.optional("word", "word := in.T")
        self.optional("bytes", "bytes := in.Bytes[:min(len(in.Bytes), 60)]")

    def body(self) -> None:
        if self.chance(0.15):
            self.of_method()
            return
        self.prologue()
        if self.chance(0.2):
            self.add(self.one(
                'defer func() { tell("recovered", fmt.Sprint(recover())) }()', 'defer func() { tell("done", n) }()'
            ))  # fmt: skip
        self.add(self.declaration())
        if self.odd:
            self.disturb()
        for index in range(self.dice.randint(1, 4)):
            if index and self.chance(0.25):
                self.disturb() if self.odd else self.add(self.one("n++", 'tell("so far", len(out))'))
            self.add(self.step())

    def middle(self) -> None:
        """`result` has its own beginning."""

    def main(self) -> None:
        self.add(*[self.step() for _ in range(self.dice.randint(1, 3))])

    def declaration(self) -> str:
        lengths = {"3": 3, "len(in.Words)": 3, "in.Small": 2, "n": 0.5, "in.N % 50": 1, "k": 1, "n + 2": 1}
        length = self.weighted(lengths)
        return self.weighted({
            f"var out {self.type}": 6, f"out := {self.type}{{}}": 3, f"out := {self.type}(nil)": 0.5,
            f"out := {self.type}{{{self.value()}, {self.value()}}}": 3, f"out := make({self.type}, {length})": 6,
            f"out := make({self.type}, {length})\nif len(out) > 1 {{\nout[1] = {self.value()}\n}}": 3,
        })  # fmt: skip

    def source(self) -> str:
        base = self.one(*self.sources)
        form = self.weighted({"{0}": 8, "{0}[1:]": 1, "{0}[:1]": 1, "{0}[1:3]": 0.5, "{0}[len({0})/2:]": 0.5})
        if base.startswith("in.Bytes["):
            return base
        return form.format(base)

    def step(self) -> str:
        unknown = self.declare("Some", lambda own: (
            f'func {own}(in *Input) {self.type} {{\n\ttell("some", in.N)\n\treturn nil\n}}'
        ))  # fmt: skip
        literal = f"{self.type}{{{self.value()}, {self.value()}, {self.value()}}}"
        return self.weighted({
            f"out = append(out, {self.source()}...)": 10, f"out = append(out, {self.value()})": 3,
            f"out = append(out, {self.value()}, {self.value()})": 2, f"out = append(out, {literal}...)": 1,
            f"if in.Flag {{\nout = append(out, {self.value()})\n}}": 1, f"out = append(out, {unknown}(in)...)": 0.5,
            "out = append(out, out...)": 0.3,
        })  # fmt: skip

    def disturb(self) -> None:
        """Something that changes what is appended, or sees what has been."""
        self.add(self.weighted({
            "in.Words = in.More": 2, "in.Ints = nil": 1, "n = 7\nk++": 1,
            f"if in.Other {{\n{self.returns(True)}\n}}": 2,
            f"if in.Other {{\n{self.returns(False)}\n}}": 1, 'tell("so far", out)': 1, "first := out\n_ = first": 1,
            "first := out\ndefer func() { tell(\"first\", first) }()": 2, 'tell("nil", out == nil)': 1,
            'defer func() { tell("at last", out) }()': 1,
            "if len(out) > 0 {\nat := &out[0]\ndefer func() { tell(\"at\", *at) }()\n}": 2,
            'if in.N == 7 {\npanic("seven")\n}': 1, "out = out[:len(out)/2]": 1, "out = nil": 0.5,
        }))  # fmt: skip
        if len(out := [line for line in self.lines if line.startswith("first := ")]) > 1:
            self.lines.remove(out[-1])  # its names are there already

    def of_method(self) -> None:
        """A loop that asks a method how often it runs."""
        kind = self.declare("Queue", lambda own: (
            f"type {own} struct {{\n\titems {self.type}\n}}\n\n"
            f"func (q *{own}) size() int {{\n\treturn len(q.items)\n}}\n\n"
            f"func (q *{own}) at(i int) {self.elem} {{\n\treturn q.items[i]\n}}\n\n"
            f"func (q *{own}) drop() {self.elem} {{\n\tfirst := q.items[0]\n\tq.items = q.items[1:]\n\treturn first\n}}"
        ))  # fmt: skip
        given = {"string": "in.Words", "int": "in.Ints", "byte": "in.Bytes[:min(len(in.Bytes), 50)]"}[self.elem]
        self.add(f"queue := &{kind}{{{given}}}")
        if self.chance(0.15):
            self.add("if in.Flag {\nqueue = nil\n}")
        self.prologue()
        self.add(self.one(f"var out {self.type}", f"out := {self.type}{{}}", f"out := make({self.type}, 2)"))
        with self.block(self.one("for i := 0; i < queue.size(); i++", "for i := queue.size(); i > 0; i--")):
            if self.chance(0.2):
                self.add(f"if in.Other && i > 2 {{\n{self.returns(self.chance(0.5))}\n}}")
            self.add(self.weighted({
                "out = append(out, queue.at(0))": 5, "out = append(out, queue.drop())": 2,
                f"out = append(out, {self.value()})\nqueue.items = queue.items[1:]": 1,
                "out = append(out, queue.at(i/2), queue.at(i/2))": 1, f"out = append(out, {self.value()})\n_ = i": 1,
            }))  # fmt: skip
