"""Functions in which a string grows: GF05."""

from __future__ import annotations

import random
import re

from tests.differential import builder_traps
from tests.differential.writing import Writer

RULE = "GF05"
SHADOW = "strings := in.Words"
"""Left out where the package is needed behind it."""


def write(random: random.Random, name: str) -> str:
    return builder_traps.write(random, name) if random.random() < 0.12 else Strings(random, name).written()


class Strings(Writer):
    """One function with a string that grows in a loop."""

    def __init__(self, dice: random.Random, name: str) -> None:
        super().__init__(dice, name)
        self.names.update(("s", "n", "in", "t", "out", "err", "r", "i"))
        self.s = "s"
        """What grows."""
        self.strings: list[str] = ["in.T", "in.T", '"x"']
        """Expressions of strings in scope that neither panic nor have effects."""
        self.ints: list[str] = ["n", "in.Small", "len(in.Words)"]
        self.labels: list[str] = []
        """Labels of the loops around, outermost first."""
        self.loops = 0
        """How many loops are around."""
        self.result = "none"
        self.calm = False
        """Nothing in the loop may panic, and so it reads nothing through a pointer."""
        self.outer = False
        """A variable of the same name is in scope where the string is declared."""
        self.captured = False
        """The variable may be read by function literals: those that are called meanwhile."""
        self.traps = dice.choices([0.0, 0.06, 0.25], [4, 4, 3])[0]
        """How often something stands in the way of the rule. Most functions have nothing of the kind."""

    # The function

    def written(self) -> str:
        kind = self.weighted(
            {
                self.local: 60, self.parameter: 8, self.named_result: 10, self.assigned_otherwise: 7, self.field: 7,
                self.package_variable: 1, self.named_type: 1, self.own_of_closure: 5, self.conditional: 4, self.in_literal: 3, self.header: 2,
                self.several: 5, self.short: 2,
            }
        )  # fmt: skip
        kind()
        lines = []
        for index, line in enumerate(self.lines):
            if line == SHADOW:
                if not any("strings." in later for later in self.lines[index:]):
                    lines += [line, 'tell("strings", len(strings))']
            else:
                lines.append(line)
        self.lines = lines
        return self.text()

    def entry(self, call: str, told: int = 1) -> None:
        """`func name(in *Input)`, which tells what another function gives, or what it leaves when it panics."""
        with self.block(f"func {self.name}(in *Input)"):
            if told:
                values = ["value", "second"][:told]
                self.add(f"{', '.join(values)} := {call}")
                self.add(*(f'tell("{value}", {value})' for value in values))
            else:
                self.add(call)
        self.add("")

    def open_function(self, *, named: bool = False) -> tuple[str, int]:
        """The head of a function that builds a string, after one that calls it."""
        own = f"{self.name}Text"
        self.result = self.one("string", "string", "error", "int") if not named else self.one("bare", "bare error")
        signature = {
            "string": "string",
            "error": "(string, error)",
            "int": "(int, string)",
            "bare": "(s string)",
            "bare error": "(s string, err error)",
        }[self.result]
        told = 1 if self.result in {"string", "bare"} else 2
        return f"func {own}(in *Input) {signature}", told

    def local(self) -> None:
        if self.chance(0.25):
            self.result = "none"
            with self.block(f"func {self.name}(in *Input)"):
                self.add("n := 0")
                self.used("n")
                self.guards()
                self.declared()
                self.main()
                self.add(f'tell("s", {self.s})', 'tell("n", n)')
            return
        head, told = self.open_function()
        self.entry(f"{self.name}Text(in)", told)
        with self.block(head):
            self.add("n := 0")
            self.used("n")
            self.guards()
            self.declared()
            self.main()
            self.give_back()

    def parameter(self) -> None:
        self.result = "string"
        given = self.one('""', "in.T", "in.S", '"begin "')
        self.entry(f"{self.name}Text(in, {given})")
        with self.block(f"func {self.name}Text(in *Input, s string) string"):
            self.add("n := 0")
            self.used("n")
            self.guards()
            self.main()
            self.give_back()

    def named_result(self) -> None:
        head, told = self.open_function(named=True)
        self.entry(f"{self.name}Text(in)", told)
        with self.block(head):
            self.add("n := 0")
            self.used("n")
            self.guards(often=0.35)
            if self.chance(0.3):
                self.add(f"s = {self.plain()}")
            self.main()
            self.give_back()

    def assigned_otherwise(self) -> None:
        """A variable that a builder cannot take the place of everywhere."""
        self.local_with(lambda: self.add(self.one(
            "s = strings.TrimSuffix(s, in.T)", "s = strings.ToUpper(s)", "s = in.S", "s, n = in.T, n+1",
            "if len(s) > 0 {\ns = s[:len(s)-1]\n}", "s = in.T + s", "p := &s\n*p += in.T",
        )))  # fmt: skip

    def local_with(self, other: object) -> None:
        assert callable(other)
        head, told = self.open_function()
        self.entry(f"{self.name}Text(in)", told)
        before = self.chance(0.4)
        with self.block(head):
            self.add("n := 0")
            self.used("n")
            self.guards()
            self.declared()
            if before:
                other()
            self.main()
            if not before:
                other()
            self.give_back()

    def field(self) -> None:
        own = self.declare("Page", lambda own: f"type {own} struct {{\n\tout string\n\tcount int\n}}")
        self.result = "none"
        pointer = self.chance(0.5)
        begin = self.one("", 'out: "begin"', "out: in.T")
        if pointer or self.chance(0.5):
            # A method, or a function that gets it.
            method = self.chance(0.6)
            receiver = f"(r *{own}) " if method else ""
            rest = "in *Input" if method else f"r *{own}, in *Input"
            self.s = "r.out"
            with self.block(f"func {receiver}{self.name}Text({rest})"):
                self.add("n := 0")
                self.used("n")
                if self.chance(0.6):
                    # A loop that reads nothing through a pointer, and so does nothing that can panic.
                    self.calm = True
                    self.add("t, words := in.T, in.Words", "_, _ = t, words")
                    self.strings, self.ints = ["t", '"x"'], ["n", "2"]
                self.guards()
                if self.chance(0.5):
                    # So that `r` is known not to be nil.
                    self.add(self.one("r.count++", "r.count = 0", "n = r.count", 'tell("begin", r.out)'))
                self.main()
                self.add("r.count += n")
            self.add("")
            with self.block(f"func {self.name}(in *Input)"):
                self.add(f"page := &{own}{{{begin}}}")
                nils = self.chance(0.25)
                if nils:
                    self.add("if in.Flag {\npage = nil\n}")
                with self.block("defer func()", "}()"):
                    self.add('tell("page", page)')
                    if nils:
                        self.add('tell("reason", fmt.Sprint(recover()))')
                self.add(f"page.{self.name}Text(in)" if method else f"{self.name}Text(page, in)")
            return
        self.s = "r.out"
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            self.add(f"r := {own}{{{begin}}}" if self.chance(0.6) else f"r := &{own}{{{begin}}}")
            self.guards()
            self.main()
            self.add('tell("r", r)', 'tell("n", n)')

    def package_variable(self) -> None:
        self.s = self.declare("Text", lambda own: f"var {own} string")
        self.result = "none"
        self.traps = max(self.traps, 0.1)
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            self.add(f'defer func() {{ tell("text", {self.s}) }}()', f'{self.s} = ""')
            self.main()
            self.add(f'tell("text", {self.s})', 'tell("n", n)')

    def named_type(self) -> None:
        own = self.declare("Markup", lambda own: f"type {own} string")
        self.result = "none"
        with self.block(f"func {self.name}(in *Input)"):
            self.add(f'var s {own} = "<"')
            with self.block("for _, word := range in.Words"):
                self.add(f"s += {own}(word) + {own}(in.T)")
            self.add('tell("s", s)', 'tell("again", s+"")')

    def own_of_closure(self) -> None:
        """The variable belongs to a function literal."""
        self.result = "string"
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            concurrent = self.chance(0.25)
            with self.block("join := func(in *Input) string"):
                self.declared()
                self.main()
                self.give_back()
            if concurrent:
                self.add("texts := make(chan string)")
                with self.block("go func()", "}()"):
                    self.add("defer close(texts)")
                    with self.block("defer func()", "}()"):
                        self.add("if reason := recover(); reason != nil {", "texts <- fmt.Sprint(reason)", "}")
                    self.add("texts <- join(in)")
                with self.block("for text := range texts"):
                    self.add('tell("text", text)')
            else:
                self.add('tell("first", join(in))')
                if self.chance(0.4):
                    self.add('tell("second", join(in))')
            self.add('tell("n", n)')

    def header(self) -> None:
        """Declared by what is no statement of a list, or beside a name that is needed."""
        self.result = "none"
        with self.block(f"func {self.name}(in *Input)"):
            grow = self.one('s += "x" + in.T', "s = s + in.T", 's += "y"')
            self.add(self.one(
                f'for s, i := "", 0; i < in.Small; i++ {{\n{grow}\ntell("s", len(s))\n}}',
                f'if s := in.T; in.Small > 2 {{\nfor range in.Words {{\n{grow}\n}}\ntell("s", s)\n}}',
                f'for _, s := range in.Words {{\nfor range in.Small {{\n{grow}\n}}\ntell("s", s)\n}}',
                f'switch s := any(in.S).(type) {{\ncase string:\nfor range in.Words {{\n{grow}\n}}\ntell("s", s)\n}}',
                f's, strings := "", len(in.Words)\nfor range strings {{\n{grow}\n}}\ntell("s", s)',
                f'strings, s := 3, in.T\nfor range in.Words {{\n{grow}\nstrings++\n}}\ntell("s", s)\ntell("strings", strings)',
            ))  # fmt: skip

    def in_literal(self) -> None:
        """The loop is in a function literal, the variable is not."""
        self.result = "none"
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            self.add(self.one('s := ""', "s := in.T", "var s string"), 'show := func() { tell("shown", s) }', "show()")
            with self.block("fill := func()"):
                if self.chance(0.3):
                    self.add("defer func() { recover() }()")
                self.captured = True
                self.loop(lambda: self.statements(1, 3), outermost=True)
                if self.chance(0.3):
                    self.add("show()")
            self.add("fill()")
            if self.chance(0.3):
                self.add("fill()")
            self.add('tell("s", s)')

    def conditional(self) -> None:
        """Declared in a branch, a case or a block."""
        self.result = "none"
        self.outer = self.chance(0.4)
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            if self.outer:
                self.add('s, t := in.T, "t"', "_ = t")
            head = self.one(
                "if in.Flag", "switch {\ncase in.Flag", "for range 2", "{", "switch x := in.Small; {\ncase x > 2"
            )
            if head.startswith("switch"):
                self.add(head + ":")
                self.inside()
                if self.chance(0.5):
                    self.add("default:", 'tell("default", n)')
                self.add("}")
            else:
                self.add(head if head == "{" else head + " {")
                self.inside()
                self.add("}")
            self.add('tell("n", n)')
            if self.outer:
                self.add('tell("outer", s)')

    def inside(self) -> None:
        if self.outer:
            # The value mentions a variable of the same name, further out.
            self.add(
                self.one('s := s + "-"', 't, s := "new", t + s\n_ = t', "s, n := s, n+1\n_ = n", "var s = s", "s := s")
            )
        else:
            self.declared()
        self.main()
        self.add(f'tell("s", {self.s})')

    def several(self) -> None:
        """Two strings, of which one may be appended to the other."""
        self.result = "none"
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            other = "out"
            self.add(self.one(
                's, out := "", ""', 'var s, out string', 's := ""\nout := ""', 'var (\n\ts string\n\tout string\n)',
                'var s, out = "", "begin"', 'out, s := in.T, ""', 's := in.T\nout := s', 'var (\n\tout = "x"\n\ts = out\n)',
            ))  # fmt: skip
            self.strings.append(other)
            nested = self.chance(0.6)
            with self.block("for _, text := range in.Words" if nested else f"for range {self.one('in.Small', '5')}"):
                self.loops += 1
                if nested and self.chance(0.6):
                    self.add(self.one('s = ""', 's = ""', 's = "" // begin anew'))
                self.loop(lambda: self.statements(1, 3))
                self.add(self.one(
                    "out += s", "out += s + in.T", "out = out + s", "out += s + s", 'out += fmt.Sprintf("%s;", s)',
                    "s, out = out, s", "out += s\ns += out[:len(out)/2]", "if s != out {\nout += s\n}",
                ))  # fmt: skip
                self.add("if len(s) > 300 {\nbreak\n}", "if len(out) > 3000 {\nbreak\n}")
                if nested:
                    self.add("n += len(text)")
                self.loops -= 1
            self.add('tell("s", s)', 'tell("out", out)', 'tell("n", n)')

    def short(self) -> None:
        """Few rounds: a builder would not pay."""
        self.result = "none"
        with self.block(f"func {self.name}(in *Input)"):
            self.add("n := 0")
            self.used("n")
            self.declared()
            rounds = self.one("3", "2", '[]string{"a", "b"}', "[2]string{}", "4")
            with self.block(f"for range {rounds}"):
                self.add(f"s += {self.operand()}")
            self.add('tell("s", s)')

    # Its beginning and its end

    def guards(self, often: float = 0.2) -> None:
        """Deferred calls, and names that are taken."""
        if self.chance(often):
            kind = self.weighted({"recover": 6, "read": 1, "known": 2, "set": 1})
            if self.chance(0.6):
                self.traps = max(self.traps, 0.25)  # so that there is something to recover from
            if self.s == "s" and self.result not in {"bare", "bare error"} and kind != "known":
                kind = "plain recover"
            body = {
                "recover": f'if reason := recover(); reason != nil {{\ntell("recovered", {self.s})\n}}',
                "plain recover": 'if reason := recover(); reason != nil {\ntell("recovered", fmt.Sprint(reason))\n}',
                "read": f'tell("at the end", {self.s})',
                "known": "",
                "set": f"if recover() != nil {{\n{self.s} += in.T\n}}",
            }[kind]
            if body:
                with self.block("defer func()", "}()"):
                    self.add(body)
            else:
                self.add('defer tell("deferred", n)')
        if self.chance(self.traps):
            self.add(self.one(SHADOW, "sBuilder := 1\nn += sBuilder"))

    def declared(self) -> None:
        """The declaration of `s`."""
        form = self.weighted(
            {
                's := ""': 24, "var s string": 14, 's := "begin "': 5, "s := in.S": 4, 'var s = ""': 3,
                's, t := "", in.T': 2, 't, s := in.T, ""': 2, 'var (\n\tt = in.T\n\ts string\n)': 3,
                'var (\n\ts, t string\n)': 1, 'var s, t string': 2, "s := strconv.Itoa(len(in.Words))": 2,
                's := in.T + "-"': 2, "t, s := in.S, in.T": 1, "var s, t = in.T, len(in.S)": 1,
                'var (\n\ts string // grows\n\tt = 1\n)': 1, "const begin = \"\"\ns := begin": 1, "s := (\"\")": 1,
                's := fmt.Sprintf("%d:", in.Small)': 1, "var s string = \"\"": 1, "s := string(in.Bytes)": 1,
            }
        )  # fmt: skip
        if self.chance(self.traps):
            form = self.weighted({
                's := in.T\n{\ns := s + "inner"\ntell("inner", s)\n}': 1, f"s, t := {self.pair()}(in)": 1,
                "var s interface{ ~string } = 1": 0, 't, s := "new", in.T\nt += s': 1,
                's := in.T\nif s := in.S; s != "" {\ntell("shadow", s)\n}': 1,
                's := ""\nt := &s': 1, 't := 1\ns, t := "", 2': 0, "s, ok := any(in.T).(string)\nt := ok": 1,
                "s, t := in.T, len(in.S)": 1,
                    f"s, t := strconv.Itoa(n), {self.touch()}(&n)": 2, f"t, s := {self.touch()}(&n), strconv.Itoa(n)": 2,
                    "s, t := in.Words[0], in.Ints[0]": 1, "var (\ns = in.T\nt = s + s\n)": 1.5,
                    "var (\ns /* grows */ string\nt = 2\n)": 0.5, 'var s, t = "", func() string { n++; return in.T }()': 1,
            })  # fmt: skip
        if form == "s := string(in.Bytes)":
            form = "s := string(in.Bytes[:min(len(in.Bytes), 5)])"
        self.add(form)
        if re.search(r"\bt\b", form):
            self.used("t")

    def pair(self) -> str:
        return self.declare("Pair", lambda own: f"func {own}(in *Input) (string, int) {{\n\treturn in.T, in.Small\n}}")

    def give_back(self) -> None:
        """The last statements: what becomes of the string."""
        if self.chance(0.15):
            self.add(self.one(
                f"{self.s} = {self.s}[:len({self.s})/2]", f'{self.s} += "end"', f"{self.s} = strings.TrimSpace({self.s})",
                f'if len({self.s}) == 0 {{\n{self.s} = "nothing"\n}}',
            ))  # fmt: skip
        self.add(self.returned(last=True))

    def returned(self, *, last: bool = False) -> str:
        """A return statement, of the string in most cases."""
        s = self.s
        if self.result == "none":
            return "return" if not last else f'tell("s", {s})'
        if self.result.startswith("bare") and self.chance(0.6):
            return "return"
        value = self.weighted({s: 8, f'{s} + "."': 1, f"{s}, true": 0, '""': 0.5 if not last else 0, f"strings.ToLower({s})": 0.7,
                               f'"(" + {s} + ")"': 1, f"{s}[len({s})/2:]": 0.5})  # fmt: skip
        if self.result in {"string", "bare"}:
            return f"return {value}"
        if self.result == "int":
            return f"return {self.one('n', 'len(s)', '-1')}, {value}"
        return f"return {value}, {self.one('nil', 'nil', 'in.Err', 'errors.New(in.T)')}"

    def main(self) -> None:
        """What stands between the declaration and the end: one loop or more."""
        if self.chance(0.12):
            self.add(self.one(
                f'{self.s} += "head "', f"n = len({self.s})", f"if in.Flag {{\n{self.returned()}\n}}",
                f"{self.s} += in.T", f'if {self.s} == "" {{\nn--\n}}',
            ))  # fmt: skip
        if self.chance(0.2):
            self.captures()
        if self.chance(self.traps / 2):
            self.jumps()
            return
        if self.s.isidentifier() and self.chance(self.traps / 2):
            self.outlived()
            return
        for index in range(self.weighted({1: 8, 2: 1.5, 3: 0.3})):
            if index:
                self.between()
            self.loop(lambda: self.statements(1, 4), outermost=True)
        if self.chance(0.2):
            self.add(self.one(
                f'{self.s} += "tail"', f'tell("length", len({self.s}))', f"n += strings.Count({self.s}, in.T)",
                f'if {self.s} != "" && in.Other {{\n{self.s} += "!"\n}}', f'tell("bytes", []byte({self.s}))',
                f'for _, char := range {self.s} {{\nn += int(char)\n}}',
            ))  # fmt: skip

    def jumps(self) -> None:
        """A loop that a goto leads to, leaves, or leads past."""
        s = self.s
        body = f"{s} += {self.operand()} + in.T\nif len({s}) > 900 {{\nbreak\n}}"
        loop = f"for range in.Words {{\n{body}\n}}"
        left = f"for range in.Words {{\n{s} += in.T\nif len({s}) > 5 {{\ngoto done\n}}\n}}"
        self.add(self.one(
            f"again:\n{loop}\nif n++; n < 3 {{\ngoto again\n}}", f"if in.Flag {{\ngoto done\n}}\n{loop}\ndone:\nn += 2",
            f'again:\n{loop}\nif n++; n < 3 {{\n{s} += "-"\ngoto again\n}}', f'again:\n{loop}\nif n++; n < 3 {{\n{s} = in.T\ngoto again\n}}',
            f"{left}\ndone:\nn += 3", f"{loop}\nif n++; n > 2 {{\ngoto done\n}}\n{s} += in.T\ndone:\nn += 4",
            f"again:\nn++\n{loop}\nif n < 3 {{\ngoto again\n}}",
        ))  # fmt: skip

    def outlived(self) -> None:
        """A function literal of the loop is called behind it."""
        s, last = self.s, self.fresh("last")
        self.add(f"var {last} func() string")
        with self.block("for _, word := range in.Words"):
            self.add(f"{s} += word + {self.constant()}", f"{last} = func() string {{ return {s} }}")
        self.add(self.one(f'{s} += "tail"', f"{s} = in.T + {s}", f"{s} = strings.ToUpper({s})", "n++"))
        self.add(f'if {last} != nil {{\ntell("last", {last}())\n}}')

    def between(self) -> None:
        self.add(self.one(
            f'{self.s} += ";"', f'tell("so far", {self.s})', "n++", f'{self.s} = ""',
            f'if len({self.s}) > 1000 {{\n{self.returned()}\n}}',
        ))  # fmt: skip

    def captures(self) -> None:
        """Function literals that see the variable."""
        if not self.s.isidentifier() or self.captured:
            return
        self.captured = True
        kind = self.weighted({"reader": 5, "writer": 1, "deferred": 1, "length": 2, "other": 3, "goroutine": 1})
        if kind == "reader":
            self.add(f'show := func() {{ tell("shown", {self.s}) }}', "show()")
            self.strings.append(
                f"func() string {{ return {self.s}[:min(len({self.s}), 7)] + in.T }}()" if self.chance(0.2) else "in.T"
            )
        elif kind == "writer":
            self.add(f"more := func() {{ {self.s} += in.T }}", "more()")
        elif kind == "deferred":
            self.add(f'defer func() {{ tell("deferred", {self.s}) }}()')
        elif kind == "length":
            self.add(f"size := func() int {{ return len({self.s}) }}", "n += size()")
        elif kind == "other":
            self.add("next := func() int { n++; return n }", "next()")
            self.ints.append("next()")
        else:
            self.add("done := make(chan int)", f"go func() {{ done <- len({self.s}) }}()", "n += <-done")

    # Loops

    def loop(self, body: object, *, outermost: bool = False) -> None:
        """A loop around what `body` writes."""
        assert callable(body)
        strings, ints = len(self.strings), len(self.ints)
        label = self.fresh("outer") if self.chance(0.12) else ""
        inner = not outermost or self.loops > 0
        kinds = {"words": 12, "indexed": 4, "count": 4, "clause": 4, "bytes": 2, "runes": 3, "while": 2, "items": 4,
                 "forever": 1, "channel": 1, "iterator": 1.5, "list": 2, "keys": 1, "huge": 1, "array": 1, "drawn": 1}  # fmt: skip
        if inner:
            kinds = {"few": 5, "runes": 1, "count5": 3, "parts": 3}
        kind = "words" if self.calm else self.weighted(kinds)
        head, before = getattr(self, f"loop_{kind}")()
        begin = len(self.lines)
        if label:
            self.add(f"{label}:")
            self.labels.append(label)
        used = self.strings[strings:] + self.ints[ints:]
        self.loops += 1
        with self.block(head):
            self.add(*before)
            start = len(self.lines)
            body()
            written = "\n".join(self.lines[start:])
            names = [one for one in dict.fromkeys(used) if one.isidentifier()]
            self.lines[start:start] = [f"_ = {one}" for one in names if not re.search(rf"\b{one}\b", written)]
        self.loops -= 1
        del self.strings[strings:]
        del self.ints[ints:]
        if label:
            self.labels.pop()
            if not any(f" {label}" in line for line in self.lines[begin:]):
                del self.lines[begin]

    def loop_words(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word, word, word]
        if self.calm:
            return f"for _, {word} := range words", []
        return f"for _, {word} := range {self.one('in.Words', 'in.Words', 'in.More', 'in.Words[:len(in.Words)/2]')}", []

    def loop_indexed(self) -> tuple[str, list[str]]:
        i, word = self.fresh("i"), self.fresh("word")
        self.strings += [word, word]
        self.ints.append(i)
        return f"for {i}, {word} := range {self.one('in.Words', 'in.More')}", []

    def loop_count(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i, i]
        return f"for {i} := range {self.one('in.Small', 'in.Small', '10', 'len(in.Words)')}", []

    def loop_clause(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i, i]
        return self.one(
            f"for {i} := 0; {i} < in.Small; {i}++", f"for {i} := in.Small; {i} > 0; {i}--",
            f"for {i} := 0; {i} < len(in.Words); {i}++", f"for {i} := 0; {i} <= in.Small; {i} += 2",
        ), []  # fmt: skip

    def loop_bytes(self) -> tuple[str, list[str]]:
        b = self.fresh("b")
        self.strings.append(f"string({b})")
        return f"for _, {b} := range in.Bytes[:min(len(in.Bytes), 20)]", [f"_ = {b}"]

    def loop_runes(self) -> tuple[str, list[str]]:
        r = self.fresh("r")
        self.strings += [f"string({r})", f"string({r})"]
        return (
            f"for _, {r} := range {self.one('in.S', 'in.T', 'strings.ToUpper(in.T)') if self.loops == 0 else 'in.T'}",
            [f"_ = {r}"],
        )

    def loop_while(self) -> tuple[str, list[str]]:
        left = self.fresh("left")
        self.add(f"{left} := in.Small")
        self.ints.append(left)
        return f"for {left} > 0", [f"{left}--"]

    def loop_items(self) -> tuple[str, list[str]]:
        item = self.fresh("item")
        self.items()
        nils = self.chance(0.3)
        if nils:
            self.strings += [f"{item}.Name", f"{item}.Name", f"{item}.Label()"]
        else:
            self.strings += [f"{item}.Name", f"{item}.Value", f"{item}.Label()"]
        before = [f"if {item} == nil {{\ncontinue\n}}"] if nils and self.chance(0.4) else [f"_ = {item}"]
        return f"for _, {item} := range {self.name}Items(in.Words, {str(nils).lower()})", before

    def items(self) -> None:
        item = self.declare(
            "Item",
            lambda own: (
                f"type {own} struct {{\n\tName, Value string\n\tNext *{own}\n}}\n\n"
                f'func (i *{own}) Label() string {{\n\treturn "[" + i.Name + "]"\n}}'
            ),
        )
        self.declare(
            "Items",
            lambda own: (
                f"func {own}(words []string, nils bool) []*{item} {{\n\tvar items []*{item}\n"
                f"\tfor i, word := range words {{\n\t\tif nils && i%5 == 4 {{\n\t\t\titems = append(items, nil)\n"
                f"\t\t\tcontinue\n\t\t}}\n\t\titems = append(items, &{item}{{Name: word, Value: strconv.Itoa(i)}})\n"
                f"\t\tif i > 0 && items[i-1] != nil {{\n\t\t\titems[i-1].Next = items[i]\n\t\t}}\n\t}}\n\treturn items\n}}"
            ),
        )

    def loop_list(self) -> tuple[str, list[str]]:
        self.items()
        item = self.fresh("item")
        items = self.fresh("items")
        self.add(
            f"{items} := {self.name}Items(in.Words, false)",
            f"var first *{self.name}Item" if self.names["first"] == 0 else "first = nil",
        )
        self.names["first"] += 1
        self.add(f"if len({items}) > 0 {{\nfirst = {items}[0]\n}}")
        self.strings += [f"{item}.Name", f"{item}.Value"]
        return f"for {item} := first; {item} != nil; {item} = {item}.Next", []

    def loop_forever(self) -> tuple[str, list[str]]:
        turn = self.fresh("turn")
        self.add(f"{turn} := 0")
        self.ints.append(turn)
        way = self.one("break", "break", self.returned())
        return "for", [f"{turn}++", f"if {turn} > in.Small {{\n{way}\n}}"]

    def loop_channel(self) -> tuple[str, list[str]]:
        words, word = self.fresh("words"), self.fresh("word")
        self.strings += [word, word]
        self.add(
            f"{words} := make(chan string, len(in.Words))",
            f"for _, w := range in.Words {{\n{words} <- w\n}}",
            f"close({words})",
        )
        return f"for {word} := range {words}", []

    def loop_iterator(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word, word]
        return f"for {word} := range slices.Values(in.Words)", []

    def loop_keys(self) -> tuple[str, list[str]]:
        key = self.fresh("key")
        self.strings += [key]
        return f"for _, {key} := range slices.Sorted(maps.Keys(in.Table))", []

    def loop_huge(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i]
        return f"for {i} := 0; {i} < in.N; {i}++", [f"if {i} > 12 {{\n{self.one('break', self.returned())}\n}}"]

    def loop_array(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word]
        return f'for _, {word} := range [...]string{{"a", "é", in.T, "", "\\xff"}}', []

    def loop_drawn(self) -> tuple[str, list[str]]:
        """A scanner, as files are read."""
        scanner = self.fresh("scanner")
        self.add(f"{scanner} := bufio.NewScanner(strings.NewReader(in.S))", f"{scanner}.Split(bufio.ScanWords)")
        self.strings += [f"{scanner}.Text()"]
        return f"for {scanner}.Scan()", []

    def loop_few(self) -> tuple[str, list[str]]:
        word = self.fresh("word")
        self.strings += [word, word]
        return f'for _, {word} := range []string{{"u", in.T, "w", "é", ""}}', []

    def loop_count5(self) -> tuple[str, list[str]]:
        i = self.fresh("i")
        self.ints += [i]
        return self.one(f"for {i} := range in.Small % 6", f"for {i} := 0; {i} < 5; {i}++"), []

    def loop_parts(self) -> tuple[str, list[str]]:
        part = self.fresh("part")
        self.strings += [part]
        return f'for _, {part} := range strings.Split("a,b,c,d", ",")', []

    # Statements in a loop

    def statements(self, least: int, most: int) -> None:
        """Some statements, of which one at least makes the string grow."""
        if self.calm:
            self.growth()
            if self.chance(0.3):
                self.add(f'if {self.s} != "" {{\n{self.s} += t\n}}')
            if self.chance(self.traps * 2):
                self.closure()
            return
        count = self.dice.randint(least, most)
        grows = self.dice.randrange(count)
        for index in range(count):
            if index == grows:
                self.growth()
            else:
                self.statement()

    def statement(self) -> None:
        choices = {self.growth: 10, self.separated: 5, self.condition: 4, self.skip: 3, self.leave: 2.5, self.read: 3,
                   self.reset: 0.8, self.choice: 1.5, self.nested: 1.5 if self.loops < 2 else 0, self.counting: 2,
                   self.guarded: 1}  # fmt: skip
        if self.chance(self.traps):
            choices = {self.other_write: 3, self.shadow: 2, self.doubled: 2, self.closure: 3, self.thrown: 2,
                       self.started: 1, self.taken: 1, self.ended: 1}  # fmt: skip
        self.weighted(choices)()

    def growth(self) -> None:
        s = self.s
        count = self.weighted({1: 6, 2: 3, 3: 2, 4: 1})
        operands = [self.operand() for _ in range(count)]
        total = " + ".join(operands)
        form = self.weighted({f"{s} += {total}": 12, f"{s} = {s} + {total}": 4, f"{s} += ({total})": 0.7,
                              f"{s} = ({s} + {total})": 0.5, f"{s} = {s} + ({total})": 0.7})  # fmt: skip
        if count > 1 and self.chance(0.1):
            form = f"{s} += {operands[0]} + // first\n{' + '.join(operands[1:])}" if self.chance(0.5) else (
                f"{s} += {operands[0]} +\n{' + '.join(operands[1:])}"
            )  # fmt: skip
        self.add(form + (" // one more" if self.chance(0.03) else ""))

    def separated(self) -> None:
        s = self.s
        condition = self.weighted({f'{s} != ""': 5, f"len({s}) > 0": 4, f"len({s}) != 0": 2, f'"" != {s}': 0.5,
                                   f'!({s} == "")': 0.5, f'{s} > ""': 0.3, f"n > 0 && len({s}) < 1000": 1})  # fmt: skip
        with self.block(f"if {condition}"):
            separator = self.one("in.T", '", "', '"\\n"', '","')
            self.add(f"{s} += {separator}")

    def condition(self) -> None:
        with self.block(f"if {self.test()}"):
            self.growth()
            if self.chance(0.4):
                self.add("} else {")
                self.growth()

    def skip(self) -> None:
        self.add(
            f"if {self.test()} {{\n{self.one('continue', 'continue', *(f'continue {label}' for label in self.labels))}\n}}"
        )

    def leave(self) -> None:
        ways = ["break", *(f"break {label}" for label in self.labels), self.returned(), self.returned()]
        way = self.one(*ways)
        if self.chance(0.3):
            way = f"{self.s} += in.T\n{way}"
        self.add(f"if {self.test()} {{\n{way}\n}}")

    def read(self) -> None:
        s = self.s
        self.add(self.weighted({
            f'tell("so far", {s})': 3, f"n += len({s})": 3, f"if strings.HasSuffix({s}, in.T) {{\nn++\n}}": 2,
            f'if {s} == "x" {{\nn--\n}}': 1, f"if len({s}) > 2 && {s}[1] == 'x' {{\nn++\n}}": 1,
            f"for range {s} {{\nn++\n}}": 0.5, f'tell("last", {s}[max(0, len({s})-1):])': 1,
            f"last := {s}\ntell(\"last\", last)": 0.7, f"switch {s} {{\ncase \"\", \"x\":\nn++\ncase in.T:\nn += 2\n}}": 0.6,
            f'tell("pair", [2]string{{{s}, {s}}})': 0.5, f"in.Table = map[string]int{{{s}: n}}": 0.3,
            f'if m := {s}; m < "m" {{\nn += 3\n}}': 0.5, f'tell("same", in.S == {s})': 0.5,
            f'tell("bytes", len([]byte({s})))': 0.5,
        }))  # fmt: skip

    def reset(self) -> None:
        with self.block(f"if {self.test()}"):
            self.add(
                *self.one((f'tell("line", {self.s})', f'{self.s} = ""'), (f'{self.s} = ""',), ("n++", f'{self.s} = ""'))
            )

    def choice(self) -> None:
        heads = {
            f"switch n % {self.one(2, 3)}": ("case 0", "case 1", "default"),
            "switch": (f"case {self.test()}", f"case {self.test()}", "default"),
            f"switch {self.plain()}": ('case "a"', 'case "", "x"', "default"),
        }
        head = self.one(*heads)
        with self.block(head):
            for case in heads[head][: self.one(2, 3)]:
                self.add(f"{case}:")
                self.weighted({self.growth: 5, self.skip: 1, self.counting: 1, self.leave: 1})()
        self.counting()

    def nested(self) -> None:
        self.loop(lambda: self.statements(1, 2))
        if self.chance(0.4):
            self.growth()

    def counting(self) -> None:
        self.add(self.one("n++", f"n += {self.integer()}", "n ^= 3", f'tell("n", n+{self.integer()})'))

    def guarded(self) -> None:
        """A call that may panic, or fail."""
        self.add(self.one(
            f'if value, err := strconv.Atoi({self.plain()}); err == nil {{\n{self.s} += strconv.Itoa(value)\n}}',
            f"if value, ok := in.Table[{self.plain()}]; ok {{\n{self.s} += fmt.Sprint(value)\n}}",
            f"n += in.Ints[{self.integer()}]" if self.chance(0.3) else "n += len(in.Ints)",
            f"n /= {self.integer()}" if self.chance(0.2) else "n /= 2",
        ))  # fmt: skip

    # Traps

    def other_write(self) -> None:
        s = self.s
        with self.block(f"if {self.test()}"):
            self.add(self.one(
                f"{s} = strings.TrimSpace({s})", f"{s} = {s}[:len({s})/2]", f"{s} = in.T + {s}", f"{s} = in.T",
                f"{s}, n = in.S, n+1", f'{s} = strings.Replace({s}, "a", "b", 1)', f"{s} = ({s})[:0]",
            ))  # fmt: skip

    def shadow(self) -> None:
        if not self.s.isidentifier():
            self.add(f"if {self.test()} {{\nr := n\nn += r\n{self.one('break', 'continue', self.returned())}\n}}")
            return
        s = self.s
        self.add(self.one(
            f'if {s} := in.T; {s} != "" {{\n{s} += "y"\ntell("inner", {s})\n}}',
            f'{{\n{s} := {s} + "z"\ntell("inner", {s})\n}}',
            f'for _, {s} := range in.More {{\n{s} += "q"\nn += len({s})\n}}',
            f'func({s} string) {{\n{s} += "w"\nn += len({s})\n}}({s})',
            f"{{\nstrings := {s}\nn += len(strings)\n}}",
        ))  # fmt: skip

    def doubled(self) -> None:
        s = self.s
        with self.block(f"if len({s}) < 200"):
            self.add(self.one(
                f"{s} += {s}", f"{s} += {s} + {s}", f"{s} = {s} + in.T + {s}", f"{s} += in.T + {s}",
                f'{s} += fmt.Sprintf("%s|%d", {s}, len({s}))', f"{s} = {s} + {s}", f"{s} += {s}[len({s})/2:] + in.T",
                f"{s} += strconv.Itoa(len({s})) + strconv.Itoa(len({s}))", f"{s} += in.T + {s}[:1]",
            ))  # fmt: skip

    def closure(self) -> None:
        s = self.s
        if s == "r.out":
            self.add(self.one(
                "q := r\nq.out += in.T", 'func() { tell("now", r.out) }()', "r.count += len(r.out)", 'tell("page", r)',
                "q := &r.out\n*q += in.T", "r.out = r.out[:len(r.out)/2]", "q := r\nr = q", 'tell("n", n)',
                "get := func() int { return len(r.out) }\nn += get()", "n += in.Ints[n]", "n /= len(in.T)",
            ))  # fmt: skip
            return
        if not s.isidentifier():
            return
        if s != "s":
            look = self.declare("Look", lambda own: f'func {own}() int {{\n\ttell("look", {s})\n\treturn len({s})\n}}')
            self.add(self.one(f"n += {look}()", f"{s} += strconv.Itoa({look}())", "n += in.Ints[n]"))
            return
        if "show()" in self.lines and self.chance(0.5):
            self.add("show()")
            return
        self.add(self.one(
            f"func() {{ {s} += in.T }}()", f"func() {{ n += len({s}) }}()", f'defer func() {{ tell("deferred", {s}) }}()',
            f'defer tell("deferred", {s})', f"func() {{\ndefer func() {{ recover() }}()\n{s} += in.Words[n]\n}}()",
            f"get := func() string {{ return {s}[:min(len({s}), 7)] }}\n{s} += in.T + get()",
            f"get := func() int {{ return len({s}) }}\n{s} += strconv.Itoa(get()) + \",\" + strconv.Itoa(get())",
            f'{s} += func() string {{ tell("now", {s}); return "f" }}()',
            f'{s} += "a" + func() string {{ tell("now", {s}); return "f" }}()',
        ))  # fmt: skip

    def thrown(self) -> None:
        self.add(self.one(
            f"if {self.test()} {{\npanic(in.T)\n}}", f'{self.s} += "a" + in.Words[{self.integer()}]',
            f"{self.s} += string(in.S[{self.integer()}]) + in.Words[{self.integer()}]",
            f"if {self.test()} {{\nruntime.Goexit()\n}}", f"var item *Input\nif {self.test()} {{\n{self.s} += \"a\" + item.S\n}}",
            f'{self.s} += "b" + any(in.Err).(error).Error()', f"n += 10 / {self.integer()}",
        ))  # fmt: skip

    def started(self) -> None:
        if self.s.isidentifier():
            self.add(f"sum := make(chan int)\ngo func() {{ sum <- len({self.s}) }}()\nn += <-sum")

    def taken(self) -> None:
        if self.s.isidentifier():
            self.add(
                self.one(
                    f"p := &{self.s}\n*p += in.T",
                    f'n += int(*unsafe.StringData({self.s} + "x"))',
                    f"func(p *string) {{ n += len(*p) }}(&{self.s})",
                )
            )

    def ended(self) -> None:
        """An operand with an effect on what comes after it."""
        touch = self.touch()
        self.add(self.one(
            f"{self.s} += strconv.Itoa(n) + {touch}(&n)", f"{self.s} += {touch}(&n) + strconv.Itoa(n)",
            f'{self.s} += "a" + {touch}(&n) + {touch}(&n)', f"{self.s} = {self.s} + {touch}(&n)",
        ))  # fmt: skip

    def touch(self) -> str:
        return self.declare(
            "Touch", lambda own: f"func {own}(n *int) string {{\n\t*n += 2\n\treturn strconv.Itoa(*n)\n}}"
        )

    # Expressions

    def plain(self) -> str:
        """A string in scope, or a constant."""
        return self.one(*self.strings)

    def operand(self) -> str:
        if self.calm:
            return self.plain()
        return self.weighted({
            self.constant: 5, self.plain: 9, self.converted: 3, self.formatted: 3, self.called: 2,
            self.risky: self.traps * 10,
        })()  # fmt: skip

    def constant(self) -> str:
        return self.one('"x"', '", "', '"\\n"', '"größer"', '"\\xff"', "`raw\\n`", '"("', '"" + "k"', '"\\x00"')

    def converted(self) -> str:
        i = self.integer()
        return self.one(
            f"strconv.Itoa({i})", f"string(rune({i}))", f"strconv.FormatInt(int64({i}), 2)", f"string(byte({i}))",
            "string(in.Bytes[:min(len(in.Bytes), 4)])", f"strconv.Quote({self.plain()})", "string([]rune(in.T))",
            f"fmt.Sprint({i})", "strconv.FormatBool(in.Flag)", f"string(rune(byte({i})))", "string(append([]byte(nil), in.T...))",
        )  # fmt: skip

    def formatted(self) -> str:
        i, s = self.integer(), self.plain()
        return self.one(
            f'fmt.Sprintf("%d-%s", {i}, {s})', f'fmt.Sprintf("%q", {s})', f"fmt.Sprint({s}, {i})", f"fmt.Sprintln({s})",
            f'fmt.Sprintf("%v %T", in.Ints, {s})', 'fmt.Sprintf("100%%")', f'fmt.Sprintf("%5.2f|%x", float64({i}), {s})',
            f'fmt.Sprintf("%*d", 4, {i})', "fmt.Sprintf(in.T)" if self.chance(0.2) else f'fmt.Sprintf("%s", {s})',
            "fmt.Sprint()", 'fmt.Sprintf("%v", in.Err)',
        )  # fmt: skip

    def called(self) -> str:
        s = self.plain()
        return self.one(f"strings.ToUpper({s})", f"strings.Repeat({s}, 2)", f"strings.TrimSpace({s})", f"{self.wrap()}({s})",
                        f"strings.Trim({s}, in.T)", f"{self.generic()}({s})", f'{self.named()}({s}).show()',
                        f"strings.Join([]string{{{s}, in.T}}, {s})", f"string({self.named()}({s}))")  # fmt: skip

    def wrap(self) -> str:
        return self.declare("Wrap", lambda own: f'func {own}(s string) string {{\n\treturn "<" + s + ">"\n}}')

    def generic(self) -> str:
        return self.declare(
            "Any", lambda own: f"func {own}[T ~string | ~[]byte](value T) string {{\n\treturn string(value)\n}}"
        )

    def named(self) -> str:
        return self.declare(
            "Kind",
            lambda own: f'type {own} string\n\nfunc (k {own}) show() string {{\n\treturn string(k) + "!"\n}}',
        )

    def risky(self) -> str:
        i = self.integer()
        return self.one(
            f"in.Words[{i}]", f"in.S[{i}:]", f"string(in.S[{i}])", f"strconv.Itoa(100/({i}))", f"{self.s}[:1]",
            f"strconv.Itoa(len({self.s}))", "in.Err.Error()", f"in.Nested[{i}][0]", f"strings.Repeat(in.T, {i}%9-3)",
        )  # fmt: skip

    def integer(self) -> str:
        return self.one(*self.ints, "7")

    def test(self) -> str:
        s = self.plain()
        return self.weighted({
            f"len({s}) > 3": 3, f'{s} == ""': 3, f"{self.integer()}%3 == 1": 3, "in.Flag": 2, "in.Other && in.Small > 4": 2,
            f"strings.Contains({s}, in.T)": 1, f"len({self.s}) > {self.one('5', '40', 'in.Small')}": 2, f'{self.s} == ""': 1,
            f"{self.integer()} == {self.integer()}": 1, f"n > {self.dice.randint(1, 30)}": 2,
        })  # fmt: skip
