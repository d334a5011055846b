"""Journals as migrations leave them, made by the journal's own methods with a clock that is ours."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gofix20.bulk.forges.base import Target
from gofix20.bulk.journal import Journal, Lease, Stage, Standing

START = 1_790_000_000.0
"""A day in September 2026."""
MARKED = "<b>&\"'`"
"""In all that is hostile: a text that would be shown otherwise if it were taken for HTML, or for Markdown."""


class Paced(Journal):
    """A journal whose clock goes when it is told to."""

    clock = START

    def _now(self, db: sa.Connection) -> float:
        return self.clock

    def pass_by(self, seconds: float) -> None:
        self.clock += seconds


@dataclass
class Made:
    """What one pull request holds."""

    part: str = "all"
    rules: Mapping[str, int] = field(default_factory=lambda: {"GF03": 2})
    diff: str = ""
    title: str = "Performance: say how large a slice is going to be"
    guilty: Sequence[str] = ()
    stage: Stage = Stage.OPEN
    url: str | None = None
    files: Sequence[str] = ("pkg/words.go",)


def target(path: str, forge: str = "github", web: str = "https://github.com") -> Target:
    return Target(forge, path, f"{web}/{path}.git", f"{web}/{path}", "main")


@contextmanager
def worked(journal: Paced, one: Target, owner: str = "builder-1") -> Iterator[Lease]:
    """Somebody's work on a repository."""
    journal.add([one])
    lease = journal.acquire(one.key, owner)
    assert lease is not None
    yield lease
    journal.pass_by(1)


def step(journal: Paced, lease: Lease, name: str, seconds: float, told: str = "", part: str = "") -> None:
    with lease.step(name, part) as list_:
        journal.pass_by(seconds)
        list_.append(told)


def broken_step(journal: Paced, lease: Lease, name: str, seconds: float, error: str, part: str = "") -> None:
    try:
        with lease.step(name, part):
            journal.pass_by(seconds)
            raise RuntimeError(error)
    except RuntimeError:
        pass


def begin_step(journal: Paced, lease: Lease, name: str, seconds: float, part: str = "") -> None:
    """One that is not over yet: whoever did it is still at it, or was killed."""
    lease._tell(name, part, "begin", "")
    journal.pass_by(seconds)


def open_pull(lease: Lease, made: Made, number: int) -> None:
    assert lease.reserve(made.part, f"speed/{made.part}", f"gofix20/speed-{made.part}", 10_000, 10_000) is None
    forge, _, path = lease.key.partition(":")
    url = f"https://gitlab.example.com/{path}/-/merge_requests/{number}"
    if forge == "github":
        url = f"https://github.com/{path}/pull/{number}"
    url = url if made.url is None else made.url
    checks = {
        "go": "go version go1.26.8 linux/amd64", "builds": "the default build, and others where files need them",
        "tests": "go test ./...", "sandboxed": True, "passed": 40 + number % 300, "seconds": 12.5 + number % 90,
        "flaky": [], "dropped": [],
    }  # fmt: skip
    details: dict[str, Any] = {
        "rules": made.rules, "files": made.files, "diff": made.diff, "checks": checks, "guilty": made.guilty,
        "safety": ["safe"],
    }  # fmt: skip
    lease.pull(
        made.part, stage=made.stage, heads=[f"{number:040x}"], base="0" * 40, number=str(number), url=url,
        title=made.title, body="The body.", details=details,
    )  # fmt: skip


# A realistic one

_PARTS = {
    "cache": "store index entries shards evict snapshot", "http": "router headers query middleware session",
    "storage": "segment compact wal blocks merge manifest", "parser": "lexer tokens scope literals",
    "metrics": "labels series buckets export", "cli": "flags usage table complete", "auth": "claims grants scopes keys",
}  # fmt: skip
_TEAMS = {
    "payments": "ledger invoices fx-rates settlement refunds chargebacks statements tax",
    "platform": "gateway scheduler quota secrets-agent rollout service-map audit-log feature-flags build-cache",
    "search": "indexer ranking suggest crawler query-planner synonyms",
    "mobility": "routing geocoder fleet-tracker eta tiles trip-planner",
    "data": "ingest warehouse-loader schema-registry backfill stream-joiner catalog lineage retention",
    "identity": "login tokens directory sessions risk-score passkeys",
    "media": "transcoder thumbnails uploads captions playlists origin-shield",
    "growth": "campaigns experiments referrals mailer notifications",
    "infra": "dns-sync node-agent cert-rotator disk-watcher cost-report ipam image-mirror",
    "shared": "retry httpkit sqlkit logkit testkit textkit",
}
_TITLES = {
    "GF03": "say how large a slice or a map is going to be", "GF05": "build strings with a strings.Builder",
    "GF06": "copy small pieces of large slices", "GF13": "make sets map[K]struct{}",
}  # fmt: skip


def _prealloc(name: str, thing: str) -> tuple[str, str]:
    before = f"""\
// {name.title()}Names lists what is in them, in order.
func {name.title()}Names({thing} []{name.title()}) []string {{
	result := make([]string, 0)
	for _, one := range {thing} {{
		result = append(result, one.Name)
	}}
	return result
}}
"""
    return before, before.replace("make([]string, 0)", f"make([]string, 0, len({thing}))")


def _builder(name: str, thing: str) -> tuple[str, str]:
    before = f"""\
func describe{name.title()}({thing} []string) string {{
	text := "{name}: "
	for i, each := range {thing} {{
		if i > 0 {{
			text += ", "
		}}
		text += each
	}}
	return text
}}
"""
    after = before.replace(f'text := "{name}: "', f'var text strings.Builder\n\ttext.WriteString("{name}: ")')
    after = after.replace('text += ", "', 'text.WriteString(", ")').replace("text += each", "text.WriteString(each)")
    return before, after.replace("return text\n", "return text.String()\n")


def _subslice(name: str, thing: str) -> tuple[str, str]:
    before = f"""\
func (c *{name}Cache) header({thing} []byte) {{
	if len({thing}) < headerSize {{
		return // too short: 0x1F
	}}
	c.head = {thing}[:headerSize]
}}
"""
    return before, before.replace(f"= {thing}[:headerSize]", f"= bytes.Clone({thing}[:headerSize])")


def _set(name: str, thing: str) -> tuple[str, str]:
    before = f"""\
func unique{name.title()}({thing} []int64) int {{
	seen := make(map[int64]bool, len({thing}))
	for _, id := range {thing} {{
		if seen[id] {{
			continue
		}}
		seen[id] = true
	}}
	return len(seen)
}}
"""
    after = before.replace("map[int64]bool", "map[int64]struct{}").replace("seen[id] = true", "seen[id] = struct{}{}")
    return before, after.replace("if seen[id] {", "if _, ok := seen[id]; ok {")


_WAYS = {"GF03": _prealloc, "GF05": _builder, "GF06": _subslice, "GF13": _set}


def go_diff(chance: random.Random, rules: Mapping[str, int]) -> tuple[str, list[str]]:
    """A patch of Go files with so many fixes of each rule, and the files."""
    sites = [rule for rule, number in rules.items() for _ in range(number)]
    chance.shuffle(sites)
    patch, files = list[str](), list[str]()
    while sites:
        package = chance.choice(sorted(_PARTS))
        names = _PARTS[package].split()
        file = f"internal/{package}/{chance.choice(names)}_{len(files)}.go"
        here, sites = sites[:3], sites[3:]
        before, after = [f"package {package}\n\n"], [f"package {package}\n\n"]
        for rule in here:
            name = f"{chance.choice(names)}{chance.choice(('', 'Run', 'Page', 'List', 'Key'))}"
            for side, text in zip((before, after), _WAYS[rule](name, chance.choice(names)), strict=True):
                side.append(text + "\n")
        old, new = ("".join(side).splitlines(keepends=True) for side in (before, after))
        patch += difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")
        files.append(file)
    return "".join(patch), sorted(files)


_SKIPPED = (
    "it is archived", "its own tests fail as it is: example.com/settlement TestRounding", "it is a fork",
    "it has opted out: migrate = false in its .gofix20.toml", "none of its fixes passed its tests", "it has no Go",
    "the branch gofix20/speed-all has commits that are not ours",
)  # fmt: skip
_FAILED = (
    "git fetch: the remote end hung up unexpectedly", "github.com: 502 Bad Gateway, three times",
    "fixing did not end within 1800 seconds",
)  # fmt: skip
_STANDINGS = (Standing.OPENED,) * 11 + (Standing.CLEAN,) * 3 + (Standing.SKIPPED,) * 3 + (Standing.FAILED,)
_STAGES = (Stage.OPEN,) * 5 + (Stage.MERGED,) * 4 + (Stage.CLOSED,)


def realistic(file: Path, repositories: int = 72, seed: int = 7) -> Paced:
    """A migration on its way: repositories in all standings, pull requests in all stages, two at work."""
    chance, journal = random.Random(seed), Paced(f"sqlite:///{file}", "speed")
    paths = [f"{team}/{name}" for team, names in _TEAMS.items() for name in names.split()]
    paths += [f"{path}-{number}" for number in range(2, 2 + repositories // len(paths)) for path in paths]
    paths = paths[:repositories]
    chance.shuffle(paths)
    pending, at_work = max(4, repositories // 12), 2
    for number, path in enumerate(paths[: -pending - at_work]):
        one = target(path) if chance.random() < 0.8 else target(path, "gitlab", "https://gitlab.example.com")
        standing = _STANDINGS[number % len(_STANDINGS)]
        if number % 23 == 22:
            standing = Standing.WAITING
        with worked(journal, one, f"builder-{number % 2 + 1}") as lease:
            _work(journal, lease, standing, number, chance)
    for number, path in enumerate(paths[-pending - at_work : -pending]):
        with worked(journal, target(path), f"builder-{number + 1}") as lease:
            step(journal, lease, "clone", 2)
            begin_step(journal, lease, ("test", "fix")[number], 20, ("all", "")[number])
    journal.add([target(path) for path in paths[-pending:]])
    return journal


def _work(journal: Paced, lease: Lease, standing: Standing, number: int, chance: random.Random) -> None:
    seconds: dict[str, float] = {"clone": round(chance.uniform(0.6, 6), 3)}
    step(journal, lease, "clone", seconds["clone"], f"{chance.getrandbits(160):040x}")
    if standing is Standing.FAILED:
        reason = _FAILED[number // len(_STANDINGS) % len(_FAILED)]
        broken_step(journal, lease, "fix" if "fixing" in reason else "clone", 4, reason)
        lease.release(standing, reason, retry=number % 2 == 1, wait=60, result={"seconds": seconds})
        return
    seconds["fix"] = round(chance.uniform(1.5, 14), 3)
    rules = {rule: n for rule in _WAYS if (n := max(0, round(chance.gauss({"GF03": 9, "GF05": 2}.get(rule, 3), 4))))}
    rules = rules or {"GF03": 1}
    step(journal, lease, "fix", seconds["fix"], f"{sum(rules.values())} findings")
    result: dict[str, Any] = {"modules": 1, "refused": chance.randrange(90), "seconds": seconds}
    if standing in (Standing.CLEAN, Standing.SKIPPED):
        reason = _SKIPPED[(number // 18 + number % 3 * 2) % len(_SKIPPED)] if standing is Standing.SKIPPED else ""
        if "own tests" in reason:
            result |= {"rules": rules, "tests": {"passed": 112, "failed": [["example.com/settlement", "TestRounding"]]}}
            result["said"] = "--- FAIL: TestRounding (0.01s)\n    rounding_test.go:41: got 10.02, want 10.01\n"
        lease.release(standing, reason, result=result)
        return
    result |= {"rules": rules, "dropped": ["internal/http/query.go:88: GF05: vet: text redeclared"] * (number % 9 == 4)}
    if standing is Standing.WAITING:
        lease.release(standing, "as many pull requests are open, or were opened, as may be", wait=3600, result=result)
        return
    kept, guilty = dict(rules), []
    if number % 7 == 3 and kept.get("GF06", 0) > 1:
        kept["GF06"] -= 1
        guilty = ["internal/storage/wal.go:57: GF06: its tests fail with it"]
    seconds |= {"test": round(chance.uniform(8, 140), 3), "commit": round(chance.uniform(0.2, 1.5), 3)}
    seconds |= {"push": round(chance.uniform(0.5, 3), 3), "open": round(chance.uniform(0.4, 2), 3)}
    step(journal, lease, "test", seconds["test"], "210 passed, 0 fixes dropped, 1 runs", "all")
    title = "Performance: " + (_TITLES[next(iter(kept))] if len(kept) == 1 else f"{sum(kept.values())} fixes")
    diff, files = go_diff(chance, kept)
    stage = _STAGES[number % len(_STAGES)]
    if number % 31 == 12:
        stage = Stage.THEIRS
    step(journal, lease, "push", seconds["push"], part="all")
    open_pull(lease, Made(rules=kept, diff=diff, title=title, guilty=guilty, stage=stage, files=files), 100 + number)
    step(journal, lease, "open", seconds["open"], part="all")
    if number % 11 == 6:
        result["notes"] = ["the label “performance” cannot be set: there is none"]
    lease.release(standing, result=result, base=f"{chance.getrandbits(160):040x}")


# A hostile one

SCRIPT = "<script>window.pwned = 1; fetch('https://evil.example/')</script>"
HOSTILE = (
    SCRIPT, "</script><script>window.pwned = 2</script>", "</template></details></style><img src=x onerror=pwned=3>",
    "\"><svg onload='window.pwned=4'>", "{{ 7 * 7 }}{% raw %}", "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\N{ZERO WIDTH SPACE}",
    "\x1b]0;title\x07\x1b[31mred\x1b[0m", "| a | b |\n| - | - |\n# head\n- [ ] x", "![x](https://evil.example/i.png)",
    "<!-- <script> --!>", "@everyone `code` [link](javascript:pwned=5)", "n" * 10_000, "\udcff\ud800", MARKED,
    "\u2028\u2029\r\n", "constructor", "__proto__", "a\x00b",
)  # fmt: skip


def hostile(file: Path) -> Paced:
    """Names, reasons, titles, files, diffs and URLs by somebody who wants to be run, or to be shown as another."""
    journal = Paced(f"sqlite:///{file}", "speed")
    for number, bad in enumerate(HOSTILE):
        raw, bad = bad, bad.encode("utf-8", "replace").decode()
        name = f"{number}{bad[:440]}"
        url = (
            "javascript:pwned=6//",
            "data:text/html,<script>pwned=7</script>",
            "https://e.example/\"onclick='pwned=8'|)>",
        )
        one = Target("github", name, "https://e.example/x.git", url[number % 3] + bad, "main")
        with worked(journal, one, bad[:90]) as lease:
            broken_step(journal, lease, "fix", 1, bad, part=bad[:100])
            begin_step(journal, lease, "test", 5, part=bad[:100])
            diff = f"--- a/{bad}\n+++ b/{bad}\n@@ -1,2 +1,2 @@ func {bad}\n-x := `{bad}`\n+y := {bad} // {bad}\n z\n"
            made = Made(
                bad[:190], {"GF03": 1, f"GF13{bad}": 1}, diff, bad, [f"{raw}:1: GF03: its tests fail with it"],
                url=url[(number + 1) % 3] + bad, files=[raw],
            )  # fmt: skip
            open_pull(lease, made, number)
            standing = (Standing.OPENED, Standing.SKIPPED, Standing.FAILED, None)[number % 4]
            if standing is not None:
                lease.release(
                    standing, bad,
                    result={
                        "rules": {"GF03": 1, raw: 2}, "modules": 1, "refused": 3, "seconds": {"fix": 1.0, raw: 2.0},
                        "dropped": [raw], "problems": [raw], "notes": [raw], "said": raw,
                        "tests": {"passed": 1, "failed": [[bad, bad]], "flaky": [[bad, bad]]},
                    },
                )  # fmt: skip
    return journal
