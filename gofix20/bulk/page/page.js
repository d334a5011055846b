"use strict";
(() => {
  // All that is drawn is drawn as text: there is no innerHTML here, and the page's policy forbids it.
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, kind, text) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // Dark and light: what the system says, until somebody says otherwise. A file may have no storage.
  const root = document.documentElement;
  const theme = one("#theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try { return localStorage.getItem("gofix20-theme"); } catch { return null; }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tellTheme = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
    theme.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
  };
  if (["dark", "light"].includes(remembered())) root.dataset.theme = remembered();
  system.addEventListener("change", tellTheme);
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("gofix20-theme", root.dataset.theme); } catch { /* it lasts as long as the page */ }
    tellTheme();
  });
  theme.hidden = false;
  tellTheme();

  // Which repositories are shown
  const list = one("#list");
  const form = one(".tools");
  const search = one("#search");
  const rule = one("#rule");
  const stage = one("#stage");
  const chips = all(".chip");
  const repositories = all(".repository").map((element) => {
    const cells = element.rows[0].cells;
    const said = [...cells].map((cell) => cell.textContent.trim());
    return {
      element,
      words: `${said.join(" ")} ${element.dataset.words}`.toLowerCase(),
      standing: element.dataset.standing,
      rules: element.dataset.rules,
      stages: element.dataset.stages.split(" "),
      sort: {
        name: one(".name", element).firstElementChild.textContent.toLowerCase(),
        standing: element.dataset.standing,
        fixes: Number(element.dataset.fixes),
        stage: element.dataset.stages,
        seconds: Number(element.dataset.seconds),
        why: said[5],
      },
    };
  });
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const standings = chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.standing);
    let shown = 0;
    for (const repository of repositories) {
      const isShown =
        wanted.every((word) => repository.words.includes(word)) &&
        (!standings.length || standings.includes(repository.standing)) &&
        (!rule.value || repository.rules.includes(` ${rule.value} `)) &&
        (!stage.value || repository.stages.includes(stage.value));
      repository.element.hidden = !isShown;
      shown += isShown;
    }
    one("#count").textContent = `${shown.toLocaleString("en")} of ${repositories.length.toLocaleString("en")} shown`;
    one("#nothing").hidden = shown > 0;
  };
  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 80);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => {
    for (const chip of chips) chip.ariaPressed = "false";
    setTimeout(filter);
  });
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
      filter();
    });
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input, select, textarea");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });

  // In which order
  for (const heading of all("[data-sort]", list)) {
    const button = make("button", "", heading.textContent);
    button.type = "button";
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const isNumber = ["fixes", "seconds"].includes(heading.dataset.sort);
      const before = heading.ariaSort;
      const ascending = before ? before === "descending" : !isNumber;
      for (const other of all("[aria-sort]", list)) other.removeAttribute("aria-sort");
      heading.ariaSort = ascending ? "ascending" : "descending";
      const by = heading.dataset.sort;
      const order = (a, b) => (isNumber ? a - b : a < b ? -1 : Number(a > b));
      repositories.sort((a, b) => order(a.sort[by], b.sort[by]) * (ascending ? 1 : -1));
      list.append(...repositories.map((repository) => repository.element));
    });
  }

  // Details and diffs, when somebody asks for them
  for (const { element } of repositories) {
    const button = one(".more", element);
    button.hidden = false;
    button.addEventListener("click", () => {
      const details = element.rows[1];
      const isOpen = button.ariaExpanded === "true";
      button.ariaExpanded = String(!isOpen);
      details.hidden = isOpen;
      const template = one("template", details);
      if (template) {
        template.replaceWith(template.content.cloneNode(true));
        for (const place of all("[data-diff]", details)) drawDiff(place);
      }
    });
  }

  const drawDiff = (place) => {
    const block = document.getElementById(place.dataset.diff);
    if (!block) {
      place.append(make("p", "note", "The diff is not in this page."));
      return;
    }
    const files = split(JSON.parse(block.textContent));
    let drawn = 0;
    for (const file of files) {
      const box = make("details", "file");
      const head = make("summary", "", file.name.length > 300 ? `${file.name.slice(0, 299)}…` : file.name);
      head.append(make("span", "plus", `+${file.added}`), make("span", "minus", `−${file.removed}`));
      box.append(head);
      place.append(box);
      const draw = () => { if (!one("pre", box)) box.append(code(file)); };
      drawn += file.lines.length;
      // What is longer is opened file by file.
      if (drawn <= 200 || files.length === 1) {
        draw();
        box.open = true;
      } else {
        box.addEventListener("toggle", draw);
      }
    }
  };

  /** A unified diff by files. What is left of a hunk tells a removed line "-- x" from the next file's header. */
  const split = (diff) => {
    const files = [];
    let file = null;
    let before = 0, after = 0, old = 0, young = 0;
    const named = (line) => line.slice(4).split("\t")[0].replace(/^[ab]\//, "");
    for (const line of diff.split("\n")) {
      const hunk = before <= 0 && after <= 0 ? /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) : null;
      if (hunk && file) {
        [old, young] = [Number(hunk[1]), Number(hunk[3])];
        [before, after] = [Number(hunk[2] ?? 1), Number(hunk[4] ?? 1)];
        file.lines.push({ kind: "hunk", text: line, number: "" });
      } else if (line[0] === "\\" && file) {
        file.lines.push({ kind: "hunk", text: line, number: "" });
      } else if (before > 0 || after > 0) {
        const sign = line[0];
        if (sign === "+") {
          file.lines.push({ kind: "added", text: line, number: young++ });
          file.added++;
          after--;
        } else if (sign === "-") {
          file.lines.push({ kind: "removed", text: line, number: old++ });
          file.removed++;
          before--;
        } else {
          file.lines.push({ kind: "same", text: line, number: young++ });
          old++;
          before--;
          after--;
        }
      } else if (line.startsWith("--- ")) {
        file = { name: named(line), lines: [], added: 0, removed: 0 };
        files.push(file);
      } else if (line.startsWith("+++ ") && file && line !== "+++ /dev/null") {
        file.name = named(line);
      }
    }
    return files;
  };

  const code = (file) => {
    const block = make("pre", "code");
    block.tabIndex = 0;
    block.setAttribute("aria-label", `Changes of ${file.name}`);
    const isGo = file.name.endsWith(".go");
    // What began on a line before and is not over: of what was, and of what is.
    const open = { removed: "", added: "" };
    for (const { kind, text, number } of file.lines) {
      const line = make("span", kind);
      line.dataset.old = number;
      if (kind === "hunk") {
        open.removed = open.added = "";
        line.append(text);
      } else {
        line.append(text[0] ?? " ");
        const side = kind === "removed" ? "removed" : "added";
        const left = isGo ? highlight(line, text.slice(1), open[side]) : (line.append(text.slice(1)), "");
        open[side] = left;
        if (kind === "same") open.removed = left;
      }
      line.append("\n");
      block.append(line);
    }
    return block;
  };

  const KEYWORDS = new Set(
    ("break case chan const continue default defer else fallthrough for func go goto if import interface map package " +
      "range return select struct switch type var").split(" "),
  );
  const BUILTINS = new Set(
    ("any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint " +
      "uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make " +
      "max min new panic print println real recover").split(" "),
  );
  const TOKEN =
    /(\/\/.*|\/\*)|(`|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(\b\d[\w.]*)|([\p{L}_][\p{L}\p{N}_]*)/gu;

  /** Append a line of Go; gives what is open at its end: "`" or "/*". Takes time in proportion to its length. */
  const highlight = (line, text, open) => {
    let at = 0;
    const put = (kind, end) => {
      if (end > at) line.append(kind ? make("span", kind, text.slice(at, end)) : text.slice(at, end));
      at = Math.max(at, end);
    };
    const close = (kind, from, mark) => {
      const end = text.indexOf(mark, from);
      put(kind, end < 0 ? text.length : end + mark.length);
      return end >= 0;
    };
    if (open === "`" && !close("s", 0, "`")) return open;
    if (open === "/*" && !close("c", 0, "*/")) return open;
    for (;;) {
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(text);
      if (!found) break;
      const [token, comment, string, number, word] = found;
      put("", found.index);
      if (comment === "/*") {
        if (!close("c", at + 2, "*/")) return "/*";
      } else if (string === "`") {
        if (!close("s", at + 1, "`")) return "`";
      } else {
        const named = word && (KEYWORDS.has(word) ? "k" : BUILTINS.has(word) ? "b" : "");
        put(comment ? "c" : string ? "s" : number ? "n" : named, found.index + token.length);
      }
    }
    put("", text.length);
    return "";
  };

  form.hidden = false;
  filter();
})();
