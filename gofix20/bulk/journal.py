"""What a migration has done and is about to do, in a database, so that it goes on after a kill at any point.

SQLite for one machine, PostgreSQL for several. A repository is worked on under a *lease*, which runs out unless it is
renewed, and a *fence*, a number that grows with each lease. Every write names the fence, and every push and every call
that changes something on a forge is preceded by `Lease.check`: a worker that was believed dead finds out there.

Each step is written down before it is done and after. What matters most: the commits that we push stand here before
they are pushed, so that a branch whose head is not among them is somebody else's work, and is left alone.
"""

from __future__ import annotations

import contextlib
import enum
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from gofix20.bulk.forges.base import State, Target
from gofix20.bulk.secrets import Secret, clean
from gofix20.model import GofixError

LEASE_SECONDS = 120.0
HOUR = 3600.0
VERSION = 1
"""Of the tables."""


class Standing(enum.StrEnum):
    """How far a repository has come."""

    PENDING = "pending"
    WORKING = "working"
    OPENED = "opened"
    """Every pull request that is to be is there."""
    WAITING = "waiting"
    """For the limit of pull requests that may be open, or be opened in an hour."""
    CLEAN = "clean"
    """Nothing to fix."""
    SKIPPED = "skipped"
    """Not to be touched: archived, opted out, its tests failed before, …"""
    FAILED = "failed"
    """Something went wrong; `run` tries it again."""


OVER = (Standing.OPENED, Standing.CLEAN, Standing.SKIPPED)
"""Not looked at again by `run`."""


class Stage(enum.StrEnum):
    """How far a pull request has come."""

    RESERVED = "reserved"
    """It counts against the limits."""
    PUSHING = "pushing"
    OPENING = "opening"
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"
    """By people: it is not opened again."""
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    """By us: obsolete, or `migrate close`."""
    THEIRS = "theirs"
    """Somebody else's commits are on its branch: it is left alone."""


ABOUT = (Stage.RESERVED, Stage.PUSHING, Stage.OPENING, Stage.OPEN, Stage.WITHDRAWING)
"""That are open, or will be."""
STATES = {State.OPEN: Stage.OPEN, State.MERGED: Stage.MERGED, State.CLOSED: Stage.CLOSED}

_meta = sa.MetaData()
_about = sa.Table("gofix20_about", _meta, sa.Column("version", sa.Integer, nullable=False))
_migrations = sa.Table(
    "gofix20_migrations", _meta,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("created", sa.Float, nullable=False),
)  # fmt: skip
_repositories = sa.Table(
    "gofix20_repositories", _meta,
    sa.Column("migration", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(500), primary_key=True),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("standing", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("retry", sa.Boolean, nullable=False, default=True),
    sa.Column("not_before", sa.Float, nullable=False, default=0.0),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("owner", sa.String(100), nullable=False, default=""),
    sa.Column("lease_until", sa.Float, nullable=False, default=0.0),
    sa.Column("fence", sa.Integer, nullable=False, default=0),
    sa.Column("base", sa.String(64), nullable=False, default=""),
    sa.Column("result", sa.Text, nullable=False, default="{}"),
    sa.Column("updated", sa.Float, nullable=False),
)  # fmt: skip
_pulls = sa.Table(
    "gofix20_pull_requests", _meta,
    sa.Column("migration", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(500), primary_key=True),
    sa.Column("part", sa.String(200), primary_key=True),
    sa.Column("marker", sa.String(300), nullable=False),
    sa.Column("branch", sa.String(300), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("base", sa.String(64), nullable=False, default=""),
    sa.Column("heads", sa.Text, nullable=False, default="[]"),
    sa.Column("number", sa.String(64), nullable=False, default=""),
    sa.Column("url", sa.Text, nullable=False, default=""),
    sa.Column("title", sa.Text, nullable=False, default=""),
    sa.Column("details", sa.Text, nullable=False, default="{}"),
    sa.Column("reserved", sa.Float, nullable=False, default=0.0),
    sa.Column("updated", sa.Float, nullable=False),
    # What is large stands last: who does not ask for it does not read it.
    sa.Column("body", sa.Text, nullable=False, default=""),
    sa.Column("diff", sa.Text, nullable=False, default=""),
)  # fmt: skip
_steps = sa.Table(
    "gofix20_steps", _meta,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("migration", sa.String(64), nullable=False, index=True),
    sa.Column("key", sa.String(500), nullable=False),
    sa.Column("part", sa.String(200), nullable=False, default=""),
    sa.Column("step", sa.String(32), nullable=False),
    sa.Column("phase", sa.String(8), nullable=False),
    sa.Column("detail", sa.Text, nullable=False, default=""),
    sa.Column("owner", sa.String(100), nullable=False, default=""),
    sa.Column("fence", sa.Integer, nullable=False, default=0),
    sa.Column("at", sa.Float, nullable=False),
)  # fmt: skip
_UNFINISHED = sa.and_(
    _repositories.c.standing.not_in(OVER),
    sa.or_(_repositories.c.retry, _repositories.c.standing != Standing.FAILED),
)


class LostLeaseError(GofixError):
    """Somebody else works on the repository: what we were doing is theirs now."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, as the journal has it."""

    target: Target
    standing: Standing
    reason: str
    retry: bool
    not_before: float
    attempts: int
    owner: str
    lease_until: float
    fence: int
    base: str
    result: Mapping[str, Any]
    updated: float

    @property
    def key(self) -> str:
        return self.target.key


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request, as the journal has it."""

    key: str
    part: str
    marker: str
    branch: str
    stage: Stage
    base: str
    heads: tuple[str, ...]
    """All the commits that we pushed to its branch, or were about to, the newest last."""
    number: str
    url: str
    title: str
    body: str
    details: Mapping[str, Any]
    """What it fixes: for the report. Its diff is kept by itself: `Journal.diffs`."""
    reserved: float
    updated: float


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the journal."""

    key: str
    part: str
    step: str
    phase: str
    detail: str
    owner: str
    at: float


class Journal:
    """The journal of one migration; safe in many threads and processes."""

    def __init__(self, url: str, migration: str) -> None:
        self.migration = migration
        self._engine = _engine(url)
        self.is_local = self._engine.dialect.name == "sqlite"
        self._serial = threading.Lock() if self.is_local else contextlib.nullcontext()
        with self._open() as db:
            if not self.is_local:  # two that begin at once would both make the tables
                db.execute(sa.text("SELECT pg_advisory_xact_lock(20202020)"))
            _meta.create_all(db)
            found = db.execute(sa.select(_about.c.version)).scalar()
            if found is None:
                db.execute(sa.insert(_about).values(version=VERSION))
            elif found != VERSION:
                raise GofixError(f"the journal is of version {found}, and this gofix20 knows {VERSION}")
            if db.execute(sa.select(_migrations).where(_migrations.c.name == migration)).first() is None:
                db.execute(sa.insert(_migrations).values(name=migration, created=time.time()))

    def close(self) -> None:
        self._engine.dispose()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sa.Connection]:
        """One transaction. GofixError for whatever the database has against it, without its URL's password."""
        with self._serial:
            try:
                with self._engine.begin() as db:
                    yield db
            except SQLAlchemyError as error:
                said = clean(str(error.__cause__ or error)).strip().splitlines()
                raise GofixError(f"the journal: {said[0] if said else type(error).__name__}") from None

    # Repositories

    def add(self, targets: Sequence[Target]) -> int:
        """Take up repositories that are not there yet; how many."""
        with self._open() as db:
            here = self._here(_repositories)
            known = set(db.execute(sa.select(_repositories.c.key).where(here)).scalars())
            now, rows = time.time(), []
            for target in {target.key: target for target in targets}.values():
                if target.key not in known:
                    values = {"target": json.dumps(asdict(target)), "standing": Standing.PENDING, "updated": now}
                    rows.append({"migration": self.migration, "key": target.key, **values})
            if rows:
                db.execute(sa.insert(_repositories), rows)
            return len(rows)

    def repositories(self) -> list[Repository]:
        with self._open() as db:
            query = sa.select(_repositories).where(self._here(_repositories)).order_by(_repositories.c.key)
            return [_repository(row) for row in db.execute(query).mappings()]

    def repository(self, key: str) -> Repository | None:
        with self._open() as db:
            row = db.execute(sa.select(_repositories).where(self._here(_repositories, key))).mappings().first()
            return None if row is None else _repository(row)

    def due(self, limit: int, *, update: bool = False) -> list[str]:
        """The keys of what may be worked on now, what was tried least first; `update`: of what is open."""
        with self._open() as db:
            now, table = self._now(db), _repositories
            free = sa.and_(self._here(table), table.c.lease_until < now)
            if update:
                stages = (Stage.OPEN, Stage.WITHDRAWING)
                open_ = sa.select(_pulls.c.key).where(self._here(_pulls), _pulls.c.stage.in_(stages))
                query = sa.select(table.c.key).where(free, table.c.key.in_(open_))
            else:
                query = sa.select(table.c.key).where(free, table.c.not_before <= now, _UNFINISHED)
            return list(db.execute(query.order_by(table.c.attempts, table.c.key).limit(limit)).scalars())

    def unfinished(self) -> int:
        """How many repositories are, or will be, due."""
        with self._open() as db:
            query = sa.select(sa.func.count()).select_from(_repositories)
            return int(db.execute(query.where(self._here(_repositories), _UNFINISHED)).scalar_one())

    def leased(self) -> int:
        """How many repositories are being worked on, or were when somebody was killed."""
        with self._open() as db:
            query = sa.select(sa.func.count()).select_from(_repositories)
            working = _repositories.c.standing == Standing.WORKING
            return int(db.execute(query.where(self._here(_repositories), working)).scalar_one())

    def counts(self) -> dict[Standing, int]:
        """How many repositories stand where; each standing is named."""
        with self._open() as db:
            column = _repositories.c.standing
            query = sa.select(column, sa.func.count()).where(self._here(_repositories)).group_by(column)
            found = {row[0]: row[1] for row in db.execute(query)}
        return {standing: found.get(standing, 0) for standing in Standing}

    def free(self, is_dead: Callable[[str], bool]) -> None:
        """End the leases of workers of whom it is known that they are dead."""
        with self._open() as db:
            here = sa.and_(self._here(_repositories), _repositories.c.owner != "")
            owners = set(db.execute(sa.select(_repositories.c.owner).where(here)).scalars())
            dead = [owner for owner in owners if is_dead(owner)]
            if dead:
                left = sa.and_(here, _repositories.c.owner.in_(dead))
                db.execute(sa.update(_repositories).where(left).values(owner="", lease_until=0.0))

    def acquire(self, key: str, owner: str, *, seconds: float = LEASE_SECONDS) -> Lease | None:
        """A lease on a repository, unless somebody has one that has not run out."""
        with self._open() as db:
            now = self._now(db)
            free = sa.and_(self._here(_repositories, key), _repositories.c.lease_until < now)
            changed = db.execute(
                sa.update(_repositories).where(free).values(
                    owner=owner, lease_until=now + seconds, fence=_repositories.c.fence + 1, standing=Standing.WORKING,
                    attempts=_repositories.c.attempts + 1, updated=now,
                )
            ).rowcount  # fmt: skip
            if not changed:
                return None
            query = sa.select(_repositories.c.fence).where(self._here(_repositories, key))
            fence = int(db.execute(query).scalar_one())
        return Lease(self, key, owner, fence, seconds)

    # Pull requests

    def pulls(self, key: str | None = None, *, bodies: bool = True) -> list[Pull]:
        """All of them, or a repository's; without `bodies`, which are large, those are empty."""
        columns = [column for column in _pulls.c if column.name != "diff" and (bodies or column.name != "body")]
        with self._open() as db:
            query = sa.select(*columns).where(self._here(_pulls, key)).order_by(_pulls.c.key, _pulls.c.part)
            return [_pull({"body": ""} | dict(row)) for row in db.execute(query).mappings()]

    def diffs(self, key: str) -> dict[str, str]:
        """What a repository's pull requests change, by their parts."""
        with self._open() as db:
            query = sa.select(_pulls.c.part, _pulls.c.diff).where(self._here(_pulls, key)).order_by(_pulls.c.part)
            return {row[0]: row[1] for row in db.execute(query)}

    def _room(self, db: sa.Connection, at_once: int, an_hour: int) -> tuple[bool, float]:
        """May another pull request be opened, and if not, in how many seconds it may be worth asking again."""
        now, here = self._now(db), self._here(_pulls)
        counted = sa.select(sa.func.count()).select_from(_pulls)
        if db.execute(counted.where(here, _pulls.c.stage.in_(ABOUT))).scalar_one() >= at_once:
            return False, HOUR
        query = sa.select(_pulls.c.reserved).where(here, _pulls.c.reserved > now - HOUR).order_by(_pulls.c.reserved)
        recent = list(db.execute(query).scalars())
        if len(recent) >= an_hour:
            return False, max(1.0, recent[len(recent) - an_hour] + HOUR - now)
        return True, 0.0

    # The journal's own

    def last_step(self) -> int:
        """The number of the newest line."""
        with self._open() as db:
            query = sa.select(sa.func.max(_steps.c.id)).where(self._here(_steps))
            return db.execute(query).scalar() or 0

    def steps(self, after: int = 0, limit: int = 10_000) -> list[tuple[int, Step]]:
        """What was done, from the one behind `after`."""
        with self._open() as db:
            query = sa.select(_steps).where(self._here(_steps), _steps.c.id > after).order_by(_steps.c.id).limit(limit)
            return [(row["id"], _step(row)) for row in db.execute(query).mappings()]

    def recent(self, limit: int = 1000) -> list[Step]:
        """What was done last, the newest last."""
        with self._open() as db:
            query = sa.select(_steps).where(self._here(_steps)).order_by(_steps.c.id.desc()).limit(limit)
            return [_step(row) for row in db.execute(query).mappings()][::-1]

    def tallies(self) -> dict[tuple[str, str], int]:
        """How often a step was written down, by its name and phase."""
        with self._open() as db:
            columns = _steps.c.step, _steps.c.phase
            query = sa.select(*columns, sa.func.count()).where(self._here(_steps)).group_by(*columns).order_by(*columns)
            return {(row[0], row[1]): row[2] for row in db.execute(query)}

    def _here(self, table: sa.Table, key: str | None = None) -> sa.ColumnElement[bool]:
        ours = table.c.migration == self.migration
        return ours if key is None else sa.and_(ours, table.c.key == key)

    def _now(self, db: sa.Connection) -> float:
        """Seconds, by the clock of the database where several machines share it."""
        if self.is_local:
            return time.time()
        return float(db.execute(sa.text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())


class Lease:
    """The right to work on a repository; made by `Journal.acquire`, renewed in a thread while it is `held`."""

    def __init__(self, journal: Journal, key: str, owner: str, fence: int, seconds: float) -> None:
        self.journal, self.key, self.owner, self.fence, self.seconds = journal, key, owner, fence, seconds
        self._over = threading.Event()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        thread = threading.Thread(target=self._keep, name=f"lease of {self.key}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _keep(self) -> None:
        while not self._over.wait(self.seconds / 4):
            # What comes of it, `check` finds out.
            with contextlib.suppress(GofixError):
                self.check()

    def check(self) -> None:
        """Still ours? Then for as long as a lease is. LostLeaseError else."""
        with self.journal._open() as db:
            self._check(db)

    def _check(self, db: sa.Connection) -> float:
        now = self.journal._now(db)
        self._write(db, lease_until=now + self.seconds)
        return now

    def _write(self, db: sa.Connection, **values: object) -> None:
        here = sa.and_(self.journal._here(_repositories, self.key), _repositories.c.fence == self.fence)
        if not db.execute(sa.update(_repositories).where(here).values(**values)).rowcount:
            raise LostLeaseError(f"{self.key}: another worker has taken it over")

    def release(
        self, standing: Standing, reason: str = "", *, retry: bool = True, wait: float = 0.0, base: str = "",
        result: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """The end of the work on it, and what came of it; a place that was reserved and not used is free again."""
        with self.journal._open() as db:
            now = self.journal._now(db)
            values: dict[str, object] = {
                "standing": standing, "reason": _kept(clean(reason)), "retry": retry, "updated": now,
                "not_before": now + wait if wait else 0.0, "owner": "", "lease_until": 0.0,
            }  # fmt: skip
            if standing is not Standing.FAILED:
                values["attempts"] = 0
            if base:
                values["base"] = base
            if result is not None:
                values["result"] = json.dumps(result)
            self._write(db, **values)
            unused = sa.and_(self.journal._here(_pulls, self.key), _pulls.c.stage == Stage.RESERVED)
            db.execute(sa.delete(_pulls).where(unused, _pulls.c.heads == "[]"))

    @contextlib.contextmanager
    def step(self, step: str, part: str = "", detail: str = "") -> Iterator[list[str]]:
        """Write down that something is begun, and then how it ended; what is put into the list is told with it."""
        told: list[str] = []
        self._tell(step, part, "begin", detail)
        try:
            yield told
        except BaseException as error:
            with contextlib.suppress(GofixError):
                self._tell(step, part, "error", str(error) or type(error).__name__)
            raise
        self._tell(step, part, "end", "; ".join(told))

    def _tell(self, step: str, part: str, phase: str, detail: str) -> None:
        with self.journal._open() as db:
            now = self._check(db)
            db.execute(
                sa.insert(_steps).values(
                    migration=self.journal.migration, key=self.key, part=part, step=step, phase=phase,
                    detail=_kept(clean(detail))[:2000], owner=self.owner, fence=self.fence, at=now,
                )
            )  # fmt: skip

    def reserve(self, part: str, marker: str, branch: str, at_once: int, an_hour: int) -> float | None:
        """A place among the pull requests that may be open; or in how many seconds to ask again. None: it has one."""
        with self.journal._open() as db:
            if not self.journal.is_local:  # one at a time may count
                ours = sa.select(_migrations).where(_migrations.c.name == self.journal.migration)
                db.execute(ours.with_for_update())
            now = self._check(db)
            here = sa.and_(self.journal._here(_pulls, self.key), _pulls.c.part == part)
            row = db.execute(sa.select(_pulls).where(here)).mappings().first()
            if row is not None and row["stage"] in ABOUT:
                return None
            free, seconds = self.journal._room(db, at_once, an_hour)
            if not free:
                return seconds
            values = {"marker": marker, "branch": branch, "stage": Stage.RESERVED, "reserved": now, "updated": now}
            if row is None:
                values |= {"migration": self.journal.migration, "key": self.key, "part": part}
                db.execute(sa.insert(_pulls).values(**values))
            else:
                db.execute(sa.update(_pulls).where(here).values(**values))
            return None

    def pull(self, part: str, **values: object) -> None:
        """Write down what is known, or about to be done, of a pull request."""
        if isinstance(details := values.get("details"), Mapping) and "diff" in details:
            values |= {"diff": details["diff"], "details": {name: details[name] for name in details if name != "diff"}}
        for name in ("heads", "details"):
            if name in values:
                values[name] = json.dumps(values[name])
        values = {name: _kept(value) if isinstance(value, str) else value for name, value in values.items()}
        with self.journal._open() as db:
            values["updated"] = self._check(db)
            here = sa.and_(self.journal._here(_pulls, self.key), _pulls.c.part == part)
            db.execute(sa.update(_pulls).where(here).values(**values))


def _kept(text: str) -> str:
    """A text as every database takes it: file names need not be UTF-8, and a server may say NUL."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


def _repository(row: sa.RowMapping) -> Repository:
    names = ("reason", "retry", "not_before", "attempts", "owner", "lease_until", "fence", "base")
    values = {name: row[name] for name in names}
    return Repository(
        target=Target(**json.loads(row["target"])), standing=Standing(row["standing"]),
        result=json.loads(row["result"]), updated=row["updated"], **values,
    )  # fmt: skip


def _step(row: sa.RowMapping) -> Step:
    return Step(*(row[name] for name in ("key", "part", "step", "phase", "detail", "owner", "at")))


def _pull(row: Mapping[str, Any]) -> Pull:
    names = ("key", "part", "marker", "branch", "base", "number", "url", "title", "body", "reserved", "updated")
    values = {name: row[name] for name in names}
    return Pull(
        stage=Stage(row["stage"]), heads=tuple(json.loads(row["heads"])), details=json.loads(row["details"]), **values
    )


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError:
        hint = "such as sqlite:///migration.sqlite or postgresql://host/name"
        raise GofixError("the journal's URL is none", hint) from None
    if parsed.password:
        Secret(str(parsed.password))
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise GofixError("a journal in memory would remember nothing", "sqlite:///migration.sqlite")
        # A connection each time: threads and forked processes share none.
        engine = sa.create_engine(parsed, poolclass=NullPool, connect_args={"timeout": 60})
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine
    if backend == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        try:
            return sa.create_engine(parsed, pool_pre_ping=True)
        except ModuleNotFoundError:
            raise GofixError("PostgreSQL needs psycopg", "python -m pip install 'gofix20[cluster]'") from None
    raise GofixError(f"the journal cannot be in {backend}", "SQLite or PostgreSQL")


def _prepare(connection: Any, _: object) -> None:
    # The driver must not begin transactions for us: they would begin as readers, and two could not both go on.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
