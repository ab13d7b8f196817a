"""The turn log: append-only, ordered by `seq`, idempotent by message id; the truth of every conversation."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from assistant.errors import Conflict, Unavailable

_TABLES = sa.MetaData()
_TURNS = sa.Table(
    "turns",
    _TABLES,
    sa.Column("thread", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("msg_id", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.UniqueConstraint("thread", "msg_id"),
)
_PAPERS = sa.Table(
    "papers",
    _TABLES,
    sa.Column("thread", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""What came with a message and is too long for its row; the row names it."""


@dataclass(frozen=True)
class Row:
    """One exchange: what came in, and what the assistant made of it."""

    seq: int
    """From 1, without gaps; orders the log, never the clock."""
    msg_id: str
    who: str
    text: str
    body: str
    """JSON: intent, edits, reply and question."""
    at: str
    """ISO time, for people only."""


def create_engine(url: str) -> AsyncEngine:
    """Open the database at `url`; SQLite gets WAL and synchronous=FULL, so that no acknowledged answer is lost."""
    if url.startswith("sqlite"):
        file = url.partition(":///")[2]
        if file and file != ":memory:":
            Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url)
    if url.startswith("sqlite"):
        sa.event.listen(engine.sync_engine, "connect", _pragmas)
    return engine


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # because a DBAPI connection has no common type
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class TurnLog:
    """The log over one database; open it with `async with`."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)

    async def __aenter__(self) -> Self:
        try:
            async with self._engine.begin() as connection:
                await connection.run_sync(_TABLES.create_all)
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable(
                "The database for your conversations cannot be opened. Check JOURNEY_DATABASE_URL."
            ) from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._engine.dispose()

    async def read(self, thread: str) -> tuple[Row, ...]:
        """Return the exchanges of `thread` in order."""
        columns = _TURNS.c
        query = sa.select(columns.seq, columns.msg_id, columns.who, columns.text, columns.body, columns.at)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.where(columns.thread == thread).order_by(columns.seq))
            return tuple(Row(*row) for row in rows)

    async def append(self, thread: str, row: Row) -> Row:
        """Write `row`, which names the `seq` it expects; return the stored one if its message id is known already.

        Conflict: another message took that place first.
        """
        values = {"thread": thread, **row.__dict__}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(_TURNS.insert().values(values))
        except IntegrityError as error:
            known = next((old for old in await self.read(thread) if old.msg_id == row.msg_id), None)
            if known is None:
                raise Conflict("This conversation went on in another window; here is where it stands now.") from error
            return known
        return row

    async def forget(self, thread: str) -> None:
        """Delete a conversation for good, on the owner's wish."""
        async with self._engine.begin() as connection:
            await connection.execute(_TURNS.delete().where(_TURNS.c.thread == thread))
            await connection.execute(_PAPERS.delete().where(_PAPERS.c.thread == thread))

    async def keep(self, thread: str, name: str, content: bytes) -> None:
        """Keep `content` for the row that will name it; what was kept under that name before is replaced."""
        here = (_PAPERS.c.thread == thread) & (_PAPERS.c.name == name)
        async with self._engine.begin() as connection:
            await connection.execute(_PAPERS.delete().where(here))
            await connection.execute(_PAPERS.insert().values(thread=thread, name=name, content=content))

    async def kept(self, thread: str, name: str) -> bytes | None:
        """Return what `keep` stored under `name`, None if there is nothing."""
        here = (_PAPERS.c.thread == thread) & (_PAPERS.c.name == name)
        async with self._engine.connect() as connection:
            return (await connection.execute(sa.select(_PAPERS.c.content).where(here))).scalar()
