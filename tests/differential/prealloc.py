"""Functions in which a slice or a map is filled: GF03."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.differential.writing import Writer

TRAPS = ("any", "huge", "changed", "narrow", "goto", "nil", "spare", "seen", "round", "literal", "panic", "operand")
HIDDEN = ("spare", "changed", "literal", "goto", "narrow")
FORCED = ("huge", "changed", "narrow")
MAKE = "make := 2\n_ = make"


class Filling(Writer):
    """One function that fills something in a loop."""

    def __init__(self, dice: random.Random, name: str, share: int = 15) -> None:
        """`share`: in how many of 100 functions something stands in the way of the rule."""
        super().__init__(dice, name)
        self.names.update(("out", "n", "k", "u", "in", "err", "value", "words", "m", "p", "other"))
        self.special = dice.choices(("", *TRAPS), (100 - share, *[share / len(TRAPS)] * len(TRAPS)))[0]
        """What stands in the way of the rule. Most functions have nothing of the kind."""
        self.traps = 0.3 if self.special == "any" else 0.0
        self.strings = ["in.T", '"x"']
        self.ints = ["n", "len(in.Words)"]
        self.loops = 0
        self.labels: list[str] = []
        self.returns: Callable[[bool], str] = lambda seen: "return"
        """A return statement; of what was filled, or of nothing of it."""
        self.named = False
        self.elem = self.weighted({"string": 6, "int": 5, "byte": 1, "item": 3, "*item": 2, "any": 1, "[]string": 1,
                                   "struct{}": 0.2, "[8]int": 0.5, "error": 0.4, "rune": 0.7, "T": 0.7})  # fmt: skip
        if self.elem == "item" or self.elem == "*item":
            self.elem = self.elem.replace("item", self.item())
        self.full = self.special in HIDDEN and self.chance(0.75)
        """The slice gets its elements one by one, and is looked at where it has no room left: see `hidden`."""
        if self.full and self.elem in {"T", "byte", "rune", "struct{}"}:
            self.elem = "string"
        if self.special in {"narrow", "huge", "changed"} and self.chance(0.7):
            # Nothing is read through a pointer, so that the loop cannot panic.
            self.strings, self.ints = ['"x"', '"y"'], ["n", "7"]
        self.type = f"[]{self.elem}"
        if self.elem != "T" and self.chance(0.12):
            self.type = self.declare("List", lambda own: f"type {own} []{self.elem}")

    def item(self) -> str:
        return self.declare("Item", lambda own: f"type {own} struct {{\n\tName string\n\tSize int\n}}")

    # The function

    def written(self) -> str:
        kinds = {self.returned: 42, self.inline: 22, self.result: 13, self.mapping: 18, self.literal: 5,
                 self.recursive: 1, self.in_loop: 5}  # fmt: skip
        if self.special == "literal":
            kinds = {self.grown_in_literal: 1}
        elif self.special == "panic":
            kinds = {self.result: 3, self.inline: 1}
        elif self.full or self.special == "huge":
            kinds = {self.returned: 1, self.inline: 2, self.mapping: self.special == "huge"}
        elif self.special in {"nil", "seen"}:
            kinds = {self.result: 1, self.returned: 2, self.inline: 2}
        self.weighted(kinds)()
        return self.text()

    def prologue(self) -> None:
        self.optional("n", "n := 0")
        self.optional("k", self.one("k := in.N % 50", "k := in.Small - 5", "k := len(in.S) - 3", "k := in.Small"))
        self.optional("u", self.one("u := in.U % 50", "u := uint(in.Small)", "u := uint(len(in.Words)) % 9"))
        self.optional("words", "words := in.Words")
        self.optional("other", "other := slices.Clone(in.Words)")
        self.optional("p", f"p := {self.holder()}(in)")

    def holder(self) -> str:
        """Something whose pointer may be nil."""
        kind = self.declare(
            "Holder",
            lambda own: (
                f"type {own} struct {{\n\tWords []string\n\tInts []int\n\tSize int\n\tInner *{own}\n}}\n\n"
                f'func (h *{own}) All() []string {{\n\ttell("all", len(h.Words))\n\treturn h.Words\n}}'
            ),
        )
        return self.declare(
            "Hold",
            lambda own: (
                f"func {own}(in *Input) *{kind} {{\n\tif in.Small == 17 {{\n\t\treturn nil\n\t}}\n"
                f"\treturn &{kind}{{Words: in.Words, Ints: in.Ints, Size: in.Small, "
                f"Inner: &{kind}{{Words: in.More}}}}\n}}"
            ),
        )

    def generic(self) -> tuple[str, str]:
        """The type parameters, and how they are given."""
        if self.elem != "T":
            return "", ""
        return "[T any]", self.one("[string]", "[int]", "[struct{}]" if self.chance(0.3) else "[bool]")

    def returned(self) -> None:
        own = f"{self.name}Make"
        parameters, given = self.generic()
        kind = self.weighted({"one": 6, "error": 3, "pair": 1})
        with self.block(f"func {self.name}(in *Input)"):
            value = f"{own}{given}(in)"
            if kind == "one":
                self.add(f"value := {value}")
            elif kind == "pair":
                self.add(f"second, value := {value}", 'tell("second", second)')
            else:
                self.add(f"value, second := {value}", 'tell("second", second)')
            self.observe("value")
        self.add("")
        results = {"one": self.type, "error": f"({self.type}, error)", "pair": f"(int, {self.type})"}[kind]

        def returns(seen: bool) -> str:
            out = "out" if seen else "nil"
            if kind == "one":
                return f"return {out}"
            if kind == "pair":
                return f"return {self.one('n', 'len(out)', '-1')}, {out}"
            return f"return {out}, {'nil' if seen else self.one('errors.New(in.T)', 'in.Err')}"

        self.returns = returns
        with self.block(f"func {own}{parameters}(in *Input) {results}"):
            self.body()
            self.add(self.returns(True))

    def result(self) -> None:
        """A named result."""
        self.named = True
        own = f"{self.name}Make"
        parameters, given = self.generic()
        error = self.chance(0.5)
        with self.block(f"func {self.name}(in *Input)"):
            if error:
                self.add(f"value, err := {own}{given}(in)", 'tell("err", err)')
            else:
                self.add(f"value := {own}{given}(in)")
            self.observe("value")
        self.add("")

        def returns(seen: bool) -> str:
            if seen:
                return self.one("return", "return out, nil" if error else "return out")
            return "return nil, errors.New(in.T)" if error else "return nil"

        self.returns = returns
        results = f"(out {self.type}, err error)" if error else f"(out {self.type})"
        with self.block(f"func {own}{parameters}(in *Input) {results}"):
            self.prologue()
            if self.special == "panic" or self.chance(0.3):
                with self.block("defer func()", "}()"):
                    self.add(self.one(
                        'if reason := recover(); reason != nil {\ntell("recovered", out)\n}',
                        'if reason := recover(); reason != nil {\ntell("recovered", fmt.Sprint(reason))\n}',
                        'tell("at the end", out)', 'tell("done", true)', "if recover() != nil {\nout = nil\n}",
                    ))  # fmt: skip
            if self.chance(0.08):
                self.add(f"out = {self.empty()}")
            self.middle()
            self.main()
            self.add(self.returns(True))

    def inline(self) -> None:
        if self.elem == "T":
            self.elem, self.type = "int", "[]int"
        with self.block(f"func {self.name}(in *Input)"):
            self.body()
            self.observe("out")

    def literal(self) -> None:
        """In a function literal, or with one that sees the slice."""
        if self.elem == "T":
            self.elem, self.type = "int", "[]int"
        with self.block(f"func {self.name}(in *Input)"):
            self.returns = lambda seen: "return out" if seen else "return nil"
            with self.block(f"collect := func(in *Input) {self.type}"):
                self.body()
                self.add("return out")
            self.add("value := collect(in)")
            self.observe("value")

    def grown_in_literal(self) -> None:
        """A function literal appends too, or alone."""
        if self.elem == "T":
            self.elem, self.type = "int", "[]int"
        with self.block(f"func {self.name}(in *Input)"):
            self.prologue()
            self.add(self.declaration())
            value = self.value()
            forms = 1 if self.full else 4
            self.add(self.one(*[
                f"add := func() {{ out = append(out, {value}) }}", f"add := func() {{\nout = append(out[:len(out)/2], {value})\n}}",
                f"add := func() {{\nif len(out) < 40 {{\nout = append(out, out...)\n}}\nout = append(out, {value})\n}}",
                f"add := func() {{\nfor range in.Words {{\nout = append(out, {value})\n}}\n}}",
            ][:forms]))  # fmt: skip
            self.used("add")
            if self.chance(0.4):
                self.add("add()")
            with self.block(self.one("for range in.Words", "for range in.Small", "for range 12")):
                self.add(*self.some(["add()", f"out = append(out, {self.value()})"], 1, 2))
            if self.chance(0.5):
                self.add("add()")
            self.observe("out")

    def in_loop(self) -> None:
        """Declared anew in each round of an outer loop."""
        if self.elem == "T":
            self.elem, self.type = "int", "[]int"
        with self.block(f"func {self.name}(in *Input)"):
            self.prologue()
            self.add(f"var all []{self.type}")
            with self.block("for index := range 3"):
                self.add(self.declaration())
                self.middle()
                self.main()
                self.add("all = append(all, out)", "n += index")
            self.add('tell("all", all)')

    def recursive(self) -> None:
        """The frame of each call holds what is made."""
        own = f"{self.name}Down"
        count = self.one(120, 500, 900, 8000)
        with self.block(f"func {self.name}(in *Input)"):
            self.add(f'tell("down", {own}(in.Small*{self.one(60, 300)}))')
        self.add("")
        with self.block(f"func {own}(depth int) int"):
            self.add("if depth == 0 {\nreturn 0\n}", "out := []int{}")
            with self.block(f"for i := range {count if self.chance(0.5) else 64}"):
                self.add("out = append(out, i*depth)", "if len(out) > 70 {\nbreak\n}" if self.chance(0.3) else "")
            self.add(f"return out[len(out)-1] + {own}(depth-1)")

    def body(self) -> None:
        self.prologue()
        if self.chance(self.traps / 2):
            self.add(self.one(
                "len := func(list any) int { return 1 }\n_ = len", "max := 3\n_ = max", "slices := 1\n_ = slices",
                MAKE,
            ))  # fmt: skip
        self.add(self.declaration())
        self.middle()
        self.main()

    def declaration(self) -> str:
        """The slice, empty."""
        made = f"make({self.type}, 0)" if MAKE not in self.lines else f"{self.type}{{}}"
        if self.full or self.special == "huge":
            return self.one(f"out := {made}", f"out := {self.type}{{}}")
        return self.weighted({
            f"var out {self.type}": 10, f"out := {self.type}{{}}": 7, f"out := {made}": 8,
            f"out := {self.type}(nil)": 1, f"var out = {self.type}{{}}": 1, f"var out = {made}": 1,
            f"var (\nout {self.type}\nother2 = in.T\n)\n_ = other2": 1, f"n, out := 3, {self.type}{{}}\n_ = n": 0,
            f"out, extent := {made}, len(in.S)\n_ = extent": 1, f"var out, spare {self.type}\n_ = spare": 0.7,
            f"var out {self.type} = {self.type}{{}} // filled below": 0.7, f"var out {self.type} // filled below": 0.7,
            f"base := make({self.type}, 4)\nout := base[:0]": self.traps, f"out := make({self.type}, 0, 2)": self.traps,
        })  # fmt: skip

    def empty(self) -> str:
        return f"{self.type}{{}}" if self.chance(0.5) else f"make({self.type}, 0)"

    def middle(self) -> None:
        """What stands between the declaration and the loop."""
        if self.special == "spare" or (self.full and self.special != "goto"):
            return
        if self.special == "operand":
            self.add(self.one(
                'tell("begin", n)', "in.Words = in.More", "words = in.More", "k--", "p = p.Inner", "if p != nil {\np.Words = in.More\n}",
                'words = append(words, "more")', f"if in.Flag {{\n{self.returns(False)}\n}}", "n++\nk += n",
                'defer func() { tell("reached", n) }()\nn = 5',
            ))  # fmt: skip
        count = self.weighted({0: 6, 1: 3, 2: 1})
        if self.special == "goto":
            again = self.fresh("again")
            self.add(self.one(
                f"{again}:\nn++\nif n < 3 {{\ngoto {again}\n}}",
                f"{again}:\nout = append(out, {self.value()})\nif n++; n < 7 {{\ngoto {again}\n}}",
            ))  # fmt: skip
        for _ in range(count):
            self.add(self.weighted({
                "n++": 2, 'tell("begin", len(in.Words))': 2, "limit := in.Small\n_ = limit": 1,
                f"if in.Flag {{\n{self.returns(False)}\n}}": 2, f"if len(in.Words) == 0 {{\n{self.returns(True)}\n}}": 1,
                "words = append(words, in.T)": 1, "if in.Other {\nwords = words[len(words)/2:]\n}": 1,
                "k = k / 2": 1, f"out = append(out, {self.value()})": 1.5, "var size int\n_ = size": 0.5,
                f"if in.Other {{\nout = append(out, {self.value()})\n}}": 0.5, "n = len(in.Ints)": 1,
                'if p != nil {\ntell("size", p.Size)\n}': 0.7,
                f"out = append(out, {self.value()}, {self.value()})": 0.7, "n = in.Ints[0]": self.traps,
                'if k < 0 {\npanic("negative")\n}': 0.5 + self.traps, "in.Words = words[:len(words)/2]": self.traps,
                "again:\nn++\nif n < 3 {\ngoto again\n}": self.traps,
            }))  # fmt: skip

    def main(self) -> None:
        if self.full:
            self.loop()
            return
        loops = self.weighted({1: 8, 2: 2, 3: 0.5})
        if self.chance(0.06) and not self.labels:
            # Everything happens in a branch.
            self.add(self.one("if in.Flag {", "{", "switch {\ncase in.Small > 3:", "if len(in.Words) > 0 {"))
            self.loop()
            self.add("}")
            return
        for index in range(loops):
            if index:
                self.between()
            self.loop()
        if self.chance(0.2):
            self.after()

    def between(self) -> None:
        self.add(self.weighted({
            f"out = append(out, {self.value()})": 3, "n++": 3, 'tell("so far", len(out))': 2,
            f"if n > 30 {{\n{self.returns(self.chance(0.5))}\n}}": 1, "words = words[:len(words)/2]": 1, "k++": 1,
            'tell("so far", out)': self.traps * 3, "other = out2(out)": 0, "first := out\n_ = first": self.traps * 2,
            'tell("nil", out == nil)': 0.5 + self.traps,
        }))  # fmt: skip

    def after(self) -> None:
        self.add(self.weighted({
            f"out = append(out, {self.value()})": 4, f"if len(out) == 0 {{\n{self.returns(False)}\n}}": 2,
            f"if in.Flag {{\nout = append(out, {self.value()})\n}}": 2, 'tell("length", len(out))': 2,
            "out = out[:len(out)/2]": 1, "if out == nil {\nn = -1\n}\ntell(\"n\", n)": 1.5,
            "if len(out) > 3 {\nout = out[1:]\n}": 1, f"out = slices.Insert(out, 0, {self.value()})": 1,
            "slices.Reverse(out)": 1, "out = slices.Clip(out)": 0.5, "out = append(out, out...)": 1,
        }))  # fmt: skip

    def observe(self, name: str) -> None:
        """What becomes of the slice: each of these tells something else of it."""
        start = len(self.lines)
        if self.full:
            self.hidden(name)
            return
        if self.special == "nil":
            self.add(f'tell("nil", {name} == nil)', f'tell("length", len({name}))')
            return
        for _ in range(self.weighted({1: 5, 2: 4, 3: 2})):
            harmless: dict[str, float] = {f'tell("length", len({name}))': 4, f"for index, each := range {name} {{\ntell(\"each\", each)\nif index > 5 {{\nbreak\n}}\n}}": 3,
                        f'tell("first", fmt.Sprint({name}))': 2 if "*" not in self.elem else 0, f"for index := range {name} {{\n_ = index\n}}": 1}  # fmt: skip
            telling: dict[str, float] = {
                f'tell("{name}", {name})': 8, f'tell("nil", {name} == nil)': 3,
                f'text, _ := json.Marshal({name})\ntell("json", string(text))': 2,
                f'tell("verb", fmt.Sprintf("%#v", {name}))': 1.5 if self.elem not in {"any", "error"} and "*" not in self.elem else 0, f'tell("copy", slices.Concat({name}))': 1, f'tell("copy", append([]{self.told()}{{}}, {name}...))': self.elem != "T",
                f'tell("equal", reflect.DeepEqual({name}, {self.same()}{{}}))': 1.5,
                f'tell("clone", slices.Clone({name}))': 1, f"if {name} != nil {{\ntell(\"some\", len({name}))\n}}": 1,
                f'tell("pieces", {name}[:len({name})/2])': 0.4,
            }  # fmt: skip
            sharing: dict[str, float] = {
                f'one, two := append({name}, {self.zero()}), append({name}, {self.zero(1)})\ntell("one", one)\ntell("two", two)': 3,
                f"one := {name}\ntwo := append(one, {self.zero()})\nthree := append(one, {self.zero(1)})\ntell(\"two\", two)\ntell(\"three\", three)": 1,
                f'tell("cap", cap({name}))': 2, f"if cap({name}) > len({name}) {{\ntell(\"spare\", {name}[:len({name})+1])\n}}": 1,
                f'{self.helper()}({name})': 3, f'tell("whole", {name}[:cap({name})])': 1,
                f'part := {name}[:len({name})/2]\npart = append(part, {self.zero(1)})\ntell("part", part)\ntell("under", {name})': 2,
            }  # fmt: skip
            choices: dict[str, float] = (
                sharing
                if (self.special == "seen" or self.chance(self.traps)) and self.elem != "T"
                else self.one(harmless, telling, telling)
                if self.special != "huge"
                else harmless
            )
            line = self.weighted(choices)
            if line.split(" ")[0] in "\n".join(self.lines) and ":=" in line:
                continue  # its names are there already
            self.add(line)
        if len(self.lines) == start:
            self.add(f'tell("{name}", {name})')

    def hidden(self, name: str) -> None:
        """Two appends to what has no room as it is, where nobody sees that they are two.

        A slice that got its elements one by one is full where their number is a power of two.
        """
        kept = self.one(f"kept.({self.type})", "(<-kept)")
        if kept.startswith("kept"):
            self.add(f"var kept any = {name}")
        else:
            self.add(f"kept := make(chan {self.type}, 2)", f"kept <- {name}", f"kept <- {name}")
        with self.block(f"if size := len({name}); size > 0 && size <= 256 && size&(size-1) == 0"):
            self.add(f"one, two := append({kept}, {self.zero()}), append({kept}, {self.zero(1)})")
            self.add('tell("one", one)', 'tell("two", two)')

    def told(self) -> str:
        return self.elem if self.elem != "T" else "any"

    def same(self) -> str:
        return self.type if self.elem != "T" else "[]any"

    def zero(self, which: int = 0) -> str:
        """An element that can be told from the others."""
        item = self.item()
        return {
            "string": '"one"' if which else '"two"', "int": str(-1 - which), "byte": str(90 + which), "rune": str(90 + which),
            item: f"{item}{{Size: {which}}}", f"*{item}": f"&{item}{{Size: {which}}}", "any": str(which), "error": f"fmt.Errorf(\"{which}\")",
            "[]string": f'[]string{{"{which}"}}', "struct{}": "struct{}{}", "[8]int": f"[8]int{{{which}}}",
        }.get(self.elem, "zero")  # fmt: skip

    def helper(self) -> str:
        """A function of the package that gets the slice."""
        kind = self.one("append", "cap", "keep", "nil", "write")
        body = {
            "append": f'tell("more", append(list, {self.zero(1)}))\n\ttell("then", append(list, {self.zero()}))',
            "cap": 'tell("cap", cap(list))',
            "keep": f'kept := list\n\tlist = append(list, {self.zero(1)})\n\tkept = append(kept, {self.zero()})\n\ttell("list", list)\n\ttell("kept", kept)',
            "nil": 'tell("nil", list == nil)',
            "write": 'if len(list) > 0 {\n\t\tlist[0] = list[len(list)-1]\n\t}\n\ttell("list", list)',
        }[kind]
        return self.declare(f"Get{kind.title()}", lambda own: f"func {own}(list {self.type}) {{\n\t{body}\n}}")

    # Elements

    def value(self) -> str:
        """Something to append."""
        word, number, item = self.one(*self.strings), self.one(*self.ints), self.item()
        return {
            "string": self.one(word, word, f"{word}+in.T", f"strconv.Itoa({number})", f"strings.ToUpper({word})"),
            "int": self.one(number, f"{number}*2", f"len({word})", f"{number}+n", "7"),
            "byte": f"byte({number})", "rune": f"rune({number})", item: f"{item}{{Name: {word}, Size: {number}}}",
            f"*{item}": f"&{item}{{Name: {word}, Size: {number}}}", "any": self.one(word, number, "nil"),
            "error": self.one("in.Err", f"errors.New({word})"), "[]string": f"[]string{{{word}}}", "struct{}": "struct{}{}",
            "[8]int": f"[8]int{{{number}}}", "T": "*new(T)",
        }[self.elem]  # fmt: skip

    # Loops

    def loop(self) -> None:
        strings, ints = len(self.strings), len(self.ints)
        kinds = {self.over_words: 10, self.over_indexed: 4, self.over_count: 5, self.over_clause: 7, self.over_ints: 4,
                 self.over_text: 1.5, self.over_table: 1.5, self.over_parts: 3, self.over_field: 2, self.over_array: 1.5,
                 self.over_list: 1, self.over_nested: 2, self.over_bytes: 1, self.over_few: 0.5, self.over_known: 1.5,
                 self.over_unknown: 1, self.over_huge: self.traps * 6, self.over_changed: self.traps * 5,
                 self.over_narrow: self.traps * 3}  # fmt: skip
        if self.special in FORCED and not self.loops:
            kinds = {getattr(self, f"over_{self.special}"): 3, self.over_words: 1}
        if self.special == "operand" and not self.loops:
            kinds = {self.over_field: 3, self.over_words: 2, self.over_count: 1, self.over_clause: 1}
        if self.loops:
            kinds = {self.over_few: 2, self.over_inner: 5, self.over_known: 1}
        head, before = self.weighted(kinds)()
        label = self.fresh("outer") if self.chance(0.08) else ""
        begin = len(self.lines)
        if label:
            self.add(f"{label}:")
            self.labels.append(label)
        names = [one for one in dict.fromkeys(self.strings[strings:] + self.ints[ints:]) if one.isidentifier()]
        self.loops += 1
        with self.block(head):
            self.add(*before)
            start = len(self.lines)
            self.round()
            written = "\n".join(self.lines[start:])
            self.lines[start:start] = [f"_ = {one}" for one in names if not re.search(rf"\b{one}\b", written)]
        self.loops -= 1
        del self.strings[strings:]
        del self.ints[ints:]
        if label:
            self.labels.pop()
            if not any(f" {label}" in line for line in self.lines[begin + 1 :]):
                del self.lines[begin]

    def over_words(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word, word]
        return f"for _, {word} := range {self.one('in.Words', 'in.Words', 'words', 'in.More', 'words[n:]')}", []

    def over_indexed(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i, i]
        if self.chance(0.5):
            word = self.fresh("word")
            self.strings += [word]
            return f"for {i}, {word} := range {self.one('in.Words', 'words')}", []
        return f"for {i} := range {self.one('in.Words', 'words', 'in.Ints', 'in.Nested')}", []

    def over_ints(self) -> tuple[str, list[str]]:
        each = self.fresh("each")
        self.ints += [each, each]
        return f"for _, {each} := range in.Ints", []

    def over_count(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i, i]
        limit = self.one(
            "in.Small",
            "k",
            "k",
            "k + 2",
            "k - 1",
            "len(in.Words) + 1",
            "len(in.Words) - 1",
            self.one("k * 2", "in.Small % 7", "in.Small", "k"),
        )
        if self.chance(0.1):
            limit = "u"
            self.ints[-2:] = [f"int({i})"]
        return f"for {i} := range {limit}", [f"_ = {i}"]

    def over_clause(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i, i]
        bound = self.one("k", "len(in.Words)", "in.Small", "len(words)", "k - 1", "k + 1", "2*k", "len(in.Ints) + 5")
        return self.one(
            f"for {i} := 0; {i} < {bound}; {i}++", f"for {i} := 0; {i} <= {bound}; {i}++",
            f"for {i} := 1; {i} < {bound}; {i}++", f"for {i} := {bound} - 1; {i} >= 0; {i}--",
            f"for {i} := {bound}; {i} > 0; {i}--", f"for {i} := 0; {i} < {bound}; {i} += 2",
            f"for {i} := k; {i} < in.Small; {i}++", f"for {i} := 2; {i} <= {bound}; {i} += 3",
            f"for {i}, end := 0, {bound}; {i} < end; {i}++", f"for {i} := 0; {bound} > {i}; {i}++",
            f"for {i} := 0; {i} != in.Small; {i}++", f"for {i} := {bound}; {i} > -3; {i} -= 2",
        ), []  # fmt: skip

    def over_text(self) -> tuple[str, list[str]]:
        r = self.fresh("r")
        self.strings += [f"string({r})"]
        self.ints += [f"int({r})"]
        return f"for _, {r} := range {self.one('in.S', '[]byte(in.S)', '[]rune(in.S)')}", [f"_ = {r}"]

    def over_bytes(self) -> tuple[str, list[str]]:
        b = self.fresh("b")
        self.ints += [f"int({b})"]
        return f"for _, {b} := range in.Bytes[:min(len(in.Bytes), 30)]", [f"_ = {b}"]

    def over_table(self) -> tuple[str, list[str]]:
        # In no order: what is appended is the same in each round.
        return self.one("for range in.Table", "for range len(in.Table)"), []

    def over_parts(self) -> tuple[str, list[str]]:
        part = self.fresh("part")
        self.strings += [part, part]
        return f"for _, {part} := range " + self.one(
            'strings.Split(in.S, " ")', "strings.Fields(in.S)", "slices.Sorted(maps.Keys(in.Table))",
            f"{self.source()}(in)", "append([]string{}, in.Words...)",
        ), []  # fmt: skip

    def source(self) -> str:
        return self.declare(
            "Source",
            lambda own: f'func {own}(in *Input) []string {{\n\ttell("source", len(in.Words))\n\treturn in.Words\n}}',
        )

    def over_field(self) -> tuple[str, list[str]]:
        if self.special == "operand" and self.chance(0.25):
            # Which of two panics comes first: over an index, or a nil pointer?
            i = self.fresh("i")
            self.ints += [i]
            self.add(self.one("p = p.Inner", "p = nil", "p = p.Inner.Inner"))
            bound = self.one("p.Words", "p.Inner.Words")
            return f"for {i}, first := 0, in.Ints[{self.one('n', '9')}]; {i} < len({bound}); {i}++", ["_ = first"]
        word = self.fresh("word")
        self.strings += [word]
        return f"for _, {word} := range {self.one('p.Words', 'p.All()', 'p.Inner.Words', 'p.Words')}", []

    def over_array(self) -> tuple[str, list[str]]:
        each, array = self.fresh("each"), self.fresh("array")
        self.ints += [each]
        size = self.one(6, 20)
        self.add(f"var {array} [{size}]int", f"copy({array}[:], in.Ints)")
        return f"for _, {each} := range {self.one(array, f'&{array}', f'{array}[1:]')}", []

    def over_list(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word]
        count = self.one(5, 6, 9)
        return f"for _, {word} := range []string{{{', '.join(['in.T'] * count)}}}", []

    def over_nested(self) -> tuple[str, list[str]]:
        group = self.fresh("group")
        self.ints += [f"len({group})"]
        return f"for _, {group} := range in.Nested", [f"_ = {group}"]

    def over_inner(self) -> tuple[str, list[str]]:
        each = self.fresh("each")
        self.strings += [each]
        groups = [f"group{number or ''}" for number in (*range(2, self.names["group"] + 1), 0) if self.names["group"]]
        inside = [one for one in groups if f"len({one})" in self.ints]
        return f"for _, {each} := range {self.one('in.More', 'in.Words', *inside, *inside, *inside)}", []

    def over_few(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i]
        return f"for {i} := range {self.one('3', '5', '4', 'in.Small % 6')}", [f"_ = {i}"]

    def over_known(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i]
        return self.one(f"for {i} := range 10", f"for {i} := 0; {i} < 12; {i}++", f"for {i} := 20; {i} > 0; {i} -= 3",
                        f"const rounds = 9\nfor {i} := range rounds" if self.loops == 0 and self.fresh('rounds') == 'rounds' else f"for {i} := range 6"), [f"_ = {i}"]  # fmt: skip

    def over_unknown(self) -> tuple[str, list[str]]:
        left = self.fresh("left")
        self.add(f"{left} := in.Small")
        self.ints += [left]
        return f"for {left} > 0", [f"{left} -= {self.one(1, 2)}"]

    def over_huge(self) -> tuple[str, list[str]]:
        """Leaves long before it has run that often."""
        i = self.fresh("i")
        self.ints += [f"int({i})"]
        head = self.one(f"for {i} := range in.N", f"for {i} := 0; {i} < in.N; {i}++", f"for {i} := range in.U",
                        f"for {i} := uint(0); {i} < in.U - 3; {i}++", f"for {i} := in.N; {i} < in.Small; {i}++",
                        f"for {i} := 0; {i} < in.N * 3; {i}++", f"for {i} := range [1 << 40]struct{{}}{{}}",
                        f"for {i} := 0; {i} < len(in.Words) * in.N; {i}++", f"for {i} := range u * 3")  # fmt: skip
        turn = self.fresh("turn")
        self.add(f"{turn} := 0")
        ways = [
            "break",
            self.returns(True),
            self.returns(False),
            'panic("enough")',
            'tell("index", [3]int{}[len(out)%9])\nbreak',
        ]
        return head, [f"{turn}++", f"if {turn} > in.Small+2 {{\n{self.one(*ways)}\n}}", f"_ = {i}"]

    def over_changed(self) -> tuple[str, list[str]]:
        """The loop changes what says how often it runs."""
        i = self.fresh("i")
        self.ints += [i]
        head, line = self.one(
            (f"for {i} := 0; {i} < len(words); {i}++", "words = words[:len(words)-1]"),
            (f"for {i} := 0; {i} < k; {i}++", "k--"), (f"for {i} := 0; {i} < len(words); {i}++", f"{i} += n % 3"),
            (f"for {i} := 0; {i} < in.Small; {i}++", "in.Small--"), (f"for {i} := 0; {i} < len(words); {i}++", f"{i}++"),
            (f"for {i} := 0; {i} < len(words); {i}++", f"skip := func() {{ {i}++ }}\nskip()"),
            (f"for {i} := 0; {i} < len(words); {i}++", f"at := &{i}\n*at += 1"),
            (f"for {i} := range words", "words = nil"), (f"for {i} := 0; {i} < k; {i}++", "func() { k -= 2 }()"),
            (f"for {i}, end := 0, len(words); {i} < end; {i}++", "end--"),
            (f"for {i} := 0; {i} < {self.limit()}(in); {i}++", ""), (f"for {i} := range {self.echo()}({self.limit()}(in))", ""), (f"for {i} := 0; {i} < len(words); {i}++", "words = words[1:]"),
            (f"for {i} := 0; {i} < box[0]; {i}++", "box[0]--"), (f"for {i} := 0; {i} < box[0]; {i}++", "box[0] -= 2"),
            (f"for {i} := 1; {i} < in.Small; {i} *= 2", ""), (f"for {i} := len(words); {i} > 0; {i}--", f"{i} -= n & 1"),
        )  # fmt: skip
        if "box" in head:
            self.add("box := []int{in.Small}")
        return head, [line] if line else []

    def echo(self) -> str:
        return self.declare("Echo", lambda own: f"func {own}(n int) int {{\n\treturn n\n}}")

    def limit(self) -> str:
        return self.declare(
            "Limit", lambda own: f'func {own}(in *Input) int {{\n\ttell("limit", in.Small)\n\treturn in.Small\n}}'
        )

    def over_narrow(self) -> tuple[str, list[str]]:
        """A counter, a sum or a difference that may wrap."""
        i = self.fresh("i")
        self.ints += [f"int({i})"]
        ends = (
            f"for {i} := int8(0); {i} < int8(in.N); {i}++", f"for {i} := uint8(k); {i} < uint8(in.Small); {i}++",
            f"for {i} := range uint8(in.N)", f"for {i} := range int8(in.N)", f"for {i} := u; {i} < uint(len(in.Words)); {i}++",
            f"for {i} := int16(k); {i} < int16(in.Small); {i}++", f"for {i} := in.N; {i} < in.N+9; {i}++",
            f"for {i} := in.N - 9; {i} < in.N; {i}++", f"for {i} := u; {i} < u+9; {i}++",
            f"for {i} := range len(in.Words) - len(in.More)", f"for {i} := len(in.More); {i} < len(in.Words); {i}++",
            f"for {i} := k; {i} < len(in.Words); {i} += 2", f"for {i} := in.U; {i} < in.U+7; {i}++",
            f"for {i} := range min(in.N, 20)", f"for {i} := range max(k, 3)", f"for {i} := range k * k % 30",
            f"for {i} := in.Small; {i} > k; {i}--", f"for {i} := range uint16(in.U) % 60",
            f"for {i} := in.N; {i} > in.N-8; {i}--", f"for {i} := int32(k) - 1; {i} >= 0; {i}--",
            f"for {i} := uint(3); {i} < u; {i}++", f"for {i} := uint(2); {i} <= u; {i}++", f"for {i} := range u",
        )  # fmt: skip
        endless = (
            f"for {i} := uint8(u); {i} < 250; {i} += 7", f"for {i} := byte(0); {i} <= byte(in.U); {i}++",
            f"for {i} := u; {i} >= 0; {i}--", f"for {i} := int8(0); {i} < 120; {i} += 50",
            f"for {i} := uint(3); {i} < u-1; {i}++", f"for {i} := int8(0); {i} <= int8(in.N); {i}++",
            f"for {i} := in.N; {i} < in.Small; {i}++", f"for {i} := 0; {i} != k; {i}++",
            f"for {i} := 0; {i} < math.MaxInt; {i} += 1 << 61", f"for {i} := range u - 2",
        )  # fmt: skip
        if self.chance(0.6):
            return self.one(*ends), [f"_ = {i}"]
        turn = self.fresh("turn")
        self.add(f"{turn} := 0")
        return self.one(*endless), [f"{turn}++", f"_ = {i}", f"if {turn} > 300 {{\nbreak\n}}"]

    # One round

    def round(self) -> None:
        choices = {"plain": 10, "with more": 4, "nested": 2.5 if not self.loops > 1 else 0, "filter": 1.2, "leaving": 3,
                   "trap": self.traps * 8}  # fmt: skip
        if self.special == "round":
            choices = {"trap": 1}
        elif self.special in {"nil", "spare"}:
            choices = {"filter": 1, "leaving": 1}
        elif self.full:
            choices = {"plain": 1}
        elif self.special == "panic":
            choices = {"trap": 2, "leaving": 1}
        kind = self.weighted(choices)
        if kind == "with more":
            self.other()
        if kind == "filter":
            if self.chance(0.5):
                self.add(
                    f"if {self.test()} {{\n{self.one('continue', 'continue', *(f'continue {one}' for one in self.labels))}\n}}"
                )
                self.growth()
            else:
                with self.block(f"if {self.test()}"):
                    self.growth()
                    if self.chance(0.4):
                        self.add("} else {")
                        self.growth()
            return
        if kind == "leaving":
            self.leave()
            self.growth()
            if self.chance(0.3):
                self.leave()
            return
        if kind == "nested":
            if self.chance(0.3):
                self.growth()
            self.loop()
            return
        if kind == "trap":
            first = self.chance(0.5)
            if first:
                self.growth()
            self.trap()
            if not first or self.chance(0.3):
                self.growth()
            return
        self.growth()
        if kind == "with more" and self.chance(0.5):
            self.other()

    def growth(self) -> None:
        v = self.value()
        if self.full:
            self.add(f"out = append(out, {v})")
            return
        self.add(self.weighted({
            f"out = append(out, {v})": 14, f"out = append(out, {v}, {self.value()})": 2,
            f"out = append(out, {v})\nout = append(out, {self.value()})": 2, f"out = (append(out, {v}))": 0.3,
            f"item := {v}\nout = append(out, item)": 1 if "nil" not in v else 0,
            f"if {self.test()} {{\nout = append(out, {v})\n}} else {{\nout = append(out, {self.value()})\n}}": 1.5,
            f"switch n % 2 {{\ncase 0:\nout = append(out, {v})\ndefault:\nout = append(out, {self.value()})\n}}": 0.7,
            f"out = append(out, []{self.elem}{{{v}, {self.value()}}}...)": 0.7,
            f"out = append(out, out[:len(out)/3]...)\nout = append(out, {v})\nif len(out) > 500 {{\nbreak\n}}": self.traps / 2,
        }))  # fmt: skip

    def other(self) -> None:
        self.add(self.weighted({
            "n++": 3, f"n += {self.one(*self.ints)}": 3, 'tell("n", n)': 1, "if len(out) > 3 {\nn++\n}": 1,
            "if n > 2 {\nn = 0\n}": 1, f"n += len({self.one(*self.strings)})": 1, "n += len(out)": 1,
            "for range out {\nn++\n}": 0.4, "if len(out) > 0 {\nout[0] = out[len(out)-1]\n}": 0.5,
        }))  # fmt: skip

    def leave(self) -> None:
        way = self.weighted({"break": 2, self.returns(True): 3, self.returns(False): 4, 'panic("left")': 0.5,
                             **{f"break {one}": 2 for one in self.labels},
                             f"n = in.Ints[{self.one(*self.ints)}]": self.traps * 4})  # fmt: skip
        self.add(f"if {self.test()} {{\n{way}\n}}")

    def trap(self) -> None:
        """What the slice must not know beforehand."""
        if self.special == "panic":
            self.add(
                self.one(
                    "n += in.Ints[n]", "n /= len(in.T)", f"{self.thrower()}(in, n)", "n += p.Size", "n += 10 / (n - 4)"
                )
            )
            return
        zero = self.zero(1) if self.elem != "T" else "*new(T)"
        self.add(self.weighted({
            'tell("now", out)': 2, "kept := out\n_ = kept": 1, 'tell("nil", out == nil)': 2, "if out == nil {\nn += 5\n}": 2,
            'tell("cap", cap(out))': 2, f"more := append(out, {zero})\ntell(\"more\", more)": 3,
            f"if len(out) > 2 {{\nfirst := &out[0]\n*first = {zero}\n}}": 2, "n += in.Ints[n]": 2, "n /= len(in.T)": 1,
            "out = out[:0]": 1, "if len(out) > 4 {\nout = nil\n}": 1, "if len(out) > 4 {\nout = out[1:]\n}": 1,
            f"func() {{ out = append(out, {zero}) }}()": 2, "defer func() { tell(\"later\", out) }()" if self.loops < 2 else "n--": 1,
            f"{self.thrower()}(in, n)": 2, "n += p.Size": 1, "runtime.Goexit()" if self.chance(0.3) else "n++": 0.5,
            f"func(list {self.type}) {{ tell(\"list\", len(list)) }}(out)": 1,
            "last := out[len(out)-1:]\n_ = last": 1,
            "if n > 40 {\ntell(\"pieces\", out[len(out)/2:])\n}": 1,
            f"if cap(out) > len(out) {{\nout = out[:len(out)+1]\nout[len(out)-1] = {zero}\n}}": 2,
            "grown := slices.Grow(out, 1)\n_ = grown": 0.5,
        }))  # fmt: skip

    def thrower(self) -> str:
        return self.declare(
            "Check",
            lambda own: f'func {own}(in *Input, n int) {{\n\tif n > 3 && in.Flag {{\n\t\tpanic("check")\n\t}}\n}}',
        )

    def test(self) -> str:
        word, number = self.one(*self.strings), self.one(*self.ints)
        return self.one(f"len({word}) > 3", f'{word} == ""', f"{number}%3 == 1", "in.Flag", f"{number} > 4", "len(out) > 6",
                        f"strings.Contains({word}, in.T)", "in.Other && in.Small > 4", f"{number} == 2")  # fmt: skip

    # Maps

    def mapping(self) -> None:
        value = self.weighted({"int": 5, "string": 3, "bool": 3, "struct{}": 2, "[]int": 1, "*" + self.item(): 1})
        key = self.weighted({"string": 8, "int": 4, self.item(): 1, "any": 1})
        type_ = f"map[{key}]{value}"
        local = self.chance(0.6)
        own = f"{self.name}Make"
        with self.block(f"func {self.name}(in *Input)"):
            if local:
                self.map_body(type_, key, value)
            else:
                self.add(f"m := {own}(in)")
            self.add(self.one('tell("m", m)', 'tell("m", m)', 'tell("size", len(m))', "text, _ := json.Marshal(m)\ntell(\"json\", string(text))"
                              if key == "string" else 'tell("nil", m == nil)'))  # fmt: skip
        if not local:
            self.add("")
            self.returns = lambda seen: "return m" if seen else "return nil"
            with self.block(f"func {own}(in *Input) {type_}"):
                self.map_body(type_, key, value)
                self.add("return m")

    def map_body(self, type_: str, key: str, value: str) -> None:
        self.prologue()
        self.optional("out", "var out []int")
        self.add(self.weighted({
            f"m := make({type_})": 8, f"m := {type_}{{}}": 5, f"m := make({type_}, 0)": 1, f"var m = {type_}{{}}": 1,
            f"var m {type_}\nif in.Small > 0 {{\nm = make({type_})\n}}": self.traps, f"m, size := {type_}{{}}, 3\n_ = size": 0.5,
        }))  # fmt: skip
        if self.chance(0.25):
            self.add(
                self.one(
                    'tell("begin", n)',
                    f"if in.Flag {{\n{self.returns(False)}\n}}",
                    "words = words[len(words)/2:]",
                    "k /= 2",
                )
            )
        strings, ints = len(self.strings), len(self.ints)
        for _ in range(self.weighted({1: 6, 2: 1})):
            kinds = {self.over_words: 8, self.over_indexed: 4, self.over_count: 4, self.over_clause: 4, self.over_ints: 3,
                     self.over_parts: 2, self.over_field: 1, self.over_known: 1, self.over_nested: 1, self.over_text: 1,
                     self.over_huge: self.traps * 6, self.over_changed: self.traps * 3}  # fmt: skip
            if self.special in FORCED:
                kinds = {getattr(self, f"over_{self.special}"): 3, self.over_words: 1}
            head, before = self.weighted(kinds)()
            names = [one for one in dict.fromkeys(self.strings[strings:] + self.ints[ints:]) if one.isidentifier()]
            self.loops += 1
            with self.block(head):
                self.add(*before)
                start = len(self.lines)
                self.map_round(key, value)
                written = "\n".join(self.lines[start:])
                self.lines[start:start] = [f"_ = {one}" for one in names if not re.search(rf"\b{one}\b", written)]
            self.loops -= 1
            del self.strings[strings:]
            del self.ints[ints:]
        if self.chance(0.15):
            self.add("delete(m, " + ('"a"' if key in {"string", "any"} else self.key(key)) + ")")

    def key(self, key: str) -> str:
        word, number, item = self.one(*self.strings[-2:]), self.one(*self.ints[-2:]), self.item()
        return {"string": self.one(word, f"{word} + in.T"), "int": number, item: f"{item}{{{word}, {number}}}",
                "any": self.one(word, number, f"any({word})", "any(in.Ints)" if self.chance(self.traps) else word)}[key]  # fmt: skip

    def map_round(self, key: str, value: str) -> None:
        k, number, item = self.key(key), self.one(*self.ints), self.item()
        v = {"int": number, "string": self.one(*self.strings), "bool": "true", "struct{}": "struct{}{}", "[]int": f"[]int{{{number}}}",
             f"*{item}": f"&{item}{{Size: {number}}}"}[value]  # fmt: skip
        store = f"m[{k}] = {v}"
        kind = self.weighted({"plain": 10, "leave": 2, "filter": 1.5, "trap": self.traps * 8})
        if kind == "leave":
            self.leave_map()
        if kind == "filter":
            self.add(f"if {self.test_map()} {{\n{store}\n}}")
        elif kind == "trap":
            self.add(self.one(
                f"if _, ok := m[{k}]; ok {{\ncontinue\n}}\n{store}", f"{store}\ndelete(m, {k})", f"{store}\ntell(\"m\", len(m))",
                f"{store}\nm2 := m\n_ = m2", f"{store}\nif len(m) > 5 {{\nm = {{}}\n}}".replace("{}", f"map[{key}]{value}{{}}"),
                f"{store}\n{self.thrower()}(in, n)", f"{store}\nn += in.Ints[n]", f"{store}\nn++",
            ))  # fmt: skip
        else:
            self.add(store)
            if self.chance(0.2):
                self.add(f"m[{self.key(key)}] = {v}")

    def leave_map(self) -> None:
        self.add(f"if {self.test_map()} {{\n{self.one('break', self.returns(True), self.returns(False))}\n}}")

    def test_map(self) -> str:
        return self.test().replace("len(out) > 6", "len(m) > 6")
