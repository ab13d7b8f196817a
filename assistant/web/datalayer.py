"""The list of saved chats and what was shown in them, on SQLite or PostgreSQL.

The conversation itself lives in the turn log; these tables hold whose chat it is, its name, and the bubbles, so
that the page looks as it did. Elements and buttons are not stored: they are drawn again from the log.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from chainlit.context import context
from chainlit.data.base import BaseDataLayer
from chainlit.session import WebsocketSession
from chainlit.types import PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from chainlit.user import PersistedUser, User
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.errors import Refused, Unavailable
from assistant.store import create_engine
from assistant.text import clean

if TYPE_CHECKING:
    from chainlit.element import Element, ElementDict
    from chainlit.step import StepDict
    from chainlit.types import Feedback

LONGEST_NAME = 60
LONGEST_BUBBLE = 30_000

_TABLES = sa.MetaData()
_USERS = sa.Table(
    "chat_users",
    _TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identifier", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", sa.Text, nullable=False),
)
_CHATS = sa.Table(
    "chats",
    _TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, index=True),
    sa.Column("owner", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("named_by_owner", sa.Boolean, nullable=False, default=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False, default=0, index=True),
)
_BUBBLES = sa.Table(
    "chat_bubbles",
    _TABLES,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("chat", sa.Text, nullable=False, index=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("output", sa.Text, nullable=False),
    sa.Column("is_error", sa.Boolean, nullable=False),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
)


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat() + "Z"


class ChatStore(BaseDataLayer):
    """Chainlit's data layer: users, chats and bubbles; the same code on both databases."""

    def __init__(self, url: str, forget: Callable[[str], Awaitable[None]]) -> None:
        """Open lazily at `url`; `forget` deletes a conversation from the turn log."""
        self._engine = create_engine(url)
        self._forget = forget
        # because Chainlit stores every bubble in a task of its own, and their order is the order of the page
        self._one_at_a_time = asyncio.Lock()

    async def create_schema(self) -> None:
        """Make the tables that are missing."""
        try:
            async with self._engine.begin() as connection:
                await connection.run_sync(_TABLES.create_all)
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("The database for your chats cannot be opened. Check JOURNEY_DATABASE_URL.") from error

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    # Users.

    async def get_user(self, identifier: str) -> PersistedUser | None:
        """Return the user who signs in as `identifier`."""
        async with self._engine.connect() as connection:
            found = await connection.execute(sa.select(_USERS).where(_USERS.c.identifier == identifier))
            row = found.first()
        return PersistedUser(id=row.id, identifier=row.identifier, createdAt=row.created_at) if row else None

    async def create_user(self, user: User) -> PersistedUser | None:
        """Return the stored user, made at first sight."""
        known = await self.get_user(user.identifier)
        if known is None:
            values = {"id": str(uuid.uuid4()), "identifier": user.identifier, "created_at": _now()}
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(_USERS.insert().values(values))
            except IntegrityError:
                pass  # because another tab signed in at the same moment
            known = await self.get_user(user.identifier)
        return known

    # Chats.

    async def get_thread_author(self, thread_id: str) -> str:
        """Return whose chat it is; empty for a chat that does not exist, which Chainlit answers with 404."""
        async with self._engine.connect() as connection:
            found = await connection.execute(sa.select(_CHATS.c.owner).where(_CHATS.c.id == thread_id))
            return found.scalar() or ""

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        """Return a chat with its bubbles in order, None if there is none."""
        async with self._engine.connect() as connection:
            chat = (await connection.execute(sa.select(_CHATS).where(_CHATS.c.id == thread_id))).first()
            if chat is None:
                return None
            query = sa.select(_BUBBLES).where(_BUBBLES.c.chat == thread_id).order_by(_BUBBLES.c.position)
            rows = (await connection.execute(query)).all()
        return _thread(chat, [_step(row) for row in rows])

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> None:
        """Create the chat when its first message comes (with `user_id`), or rename it on the owner's wish.

        Metadata is not kept, because Chainlit writes the browser session there and ours lives in the turn log.
        """
        async with self._one_at_a_time, self._engine.begin() as connection:
            known = (await connection.execute(sa.select(_CHATS.c.id).where(_CHATS.c.id == thread_id))).first()
            if known is None and user_id:
                owner = sa.select(_USERS.c.identifier).where(_USERS.c.id == user_id).scalar_subquery()
                values = {"id": thread_id, "user_id": user_id, "owner": owner, "name": _name(name)}
                await connection.execute(_CHATS.insert().values(created_at=_now(), changed=_next_change(), **values))
            elif known is not None and name and not user_id:
                renamed = _CHATS.update().where(_CHATS.c.id == thread_id)
                await connection.execute(renamed.values(name=_name(name), named_by_owner=True))

    async def words_of(self, thread_id: str, bubble: str) -> str | None:
        """Return the words of one bubble of a chat, None if it is not there."""
        query = sa.select(_BUBBLES.c.output).where((_BUBBLES.c.id == bubble) & (_BUBBLES.c.chat == thread_id))
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).scalar()

    async def call_it(self, thread_id: str, name: str) -> bool:
        """Name a chat after its business, unless its owner named it; tell whether the name changed."""
        chat = _CHATS.c
        ours = (chat.id == thread_id) & chat.named_by_owner.is_(False) & (chat.name.is_distinct_from(_name(name)))
        async with self._one_at_a_time, self._engine.begin() as connection:
            done = await connection.execute(_CHATS.update().where(ours).values(name=_name(name)))
        return done.rowcount > 0

    async def delete_thread(self, thread_id: str) -> None:
        """Delete a chat and the conversation behind it for good."""
        async with self._one_at_a_time:
            async with self._engine.begin() as connection:
                await connection.execute(_BUBBLES.delete().where(_BUBBLES.c.chat == thread_id))
                await connection.execute(_CHATS.delete().where(_CHATS.c.id == thread_id))
            await self._forget(thread_id)
            if self._engine.dialect.name == "sqlite":
                async with self._engine.connect() as connection:
                    # because the write-ahead log would keep the words until it is full
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def list_threads(self, pagination: Pagination, filters: ThreadFilter) -> PaginatedResponse[ThreadDict]:
        """Return one page of a user's chats, the latest first."""
        query = sa.select(_CHATS).where(_CHATS.c.user_id == filters.userId).order_by(_CHATS.c.changed.desc())
        if pagination.cursor:
            last = sa.select(_CHATS.c.changed).where(_CHATS.c.id == pagination.cursor).scalar_subquery()
            query = query.where(_CHATS.c.changed < last)
        if filters.search:
            words = _BUBBLES.c.output.icontains(filters.search, autoescape=True)
            said = sa.select(_BUBBLES.c.chat).where(words)
            query = query.where(_CHATS.c.id.in_(said) | _CHATS.c.name.icontains(filters.search, autoescape=True))
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.limit(pagination.first + 1))).all()
        chats = [_thread(row, []) for row in rows[: pagination.first]]
        ends = (chats[0]["id"], chats[-1]["id"]) if chats else (None, None)
        info = PageInfo(hasNextPage=len(rows) > pagination.first, startCursor=ends[0], endCursor=ends[1])
        return PaginatedResponse(pageInfo=info, data=chats)

    # Bubbles.

    async def create_step(self, step_dict: "StepDict") -> None:
        """Keep a bubble of the chat that is open in this session; a bubble of another chat is refused."""
        session = context.session
        if "message" not in step_dict["type"] or not _under_way(session):
            return
        if step_dict["threadId"] != session.thread_id:
            raise Refused("That message belongs to another conversation.")
        values = _bubble(step_dict)
        mine = (_BUBBLES.c.id == values["id"]) & (_BUBBLES.c.chat == values["chat"])
        async with self._one_at_a_time:
            try:
                async with self._engine.begin() as connection:
                    if not (await connection.execute(_BUBBLES.update().where(mine).values(values))).rowcount:
                        await connection.execute(_BUBBLES.insert().values(values))
                    touched = _CHATS.update().where(_CHATS.c.id == values["chat"])
                    await connection.execute(touched.values(changed=_next_change()))
            except IntegrityError as error:
                raise Refused("That message belongs to another conversation.") from error

    async def update_step(self, step_dict: "StepDict") -> None:
        """Keep the new words of a bubble."""
        await self.create_step(step_dict)

    async def delete_step(self, step_id: str) -> None:
        """Drop a bubble of the chat that is open in this session."""
        mine = (_BUBBLES.c.id == step_id) & (_BUBBLES.c.chat == context.session.thread_id)
        async with self._one_at_a_time, self._engine.begin() as connection:
            await connection.execute(_BUBBLES.delete().where(mine))

    # What the page does not use, because elements are drawn from the turn log and there is no rating.

    async def create_element(self, element: "Element") -> None:
        """Keep nothing."""

    async def get_element(self, thread_id: str, element_id: str) -> "ElementDict | None":
        """Return nothing."""
        return None

    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Delete nothing."""

    async def upsert_feedback(self, feedback: "Feedback") -> str:
        """Refuse: there is no rating."""
        raise Refused("Ratings are not used here.")

    async def delete_feedback(self, feedback_id: str) -> bool:
        """Delete nothing."""
        return False

    async def get_favorite_steps(self, user_id: str) -> "list[StepDict]":
        """Return nothing."""
        return []

    async def build_debug_url(self) -> str:
        """Return no address."""
        return ""


def _under_way(session: object) -> bool:
    # because the greeting of a chat in which nobody wrote is not worth a saved chat
    return not isinstance(session, WebsocketSession) or session.has_first_interaction


def _next_change() -> sa.ScalarSelect[int]:
    # because a clock may be set back: the order of the list is counted, not timed
    return sa.select(sa.func.coalesce(sa.func.max(_CHATS.c.changed), 0) + 1).scalar_subquery()


def _name(name: str | None) -> str | None:
    line = " ".join(clean(name or "").split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def _bubble(step: "StepDict") -> dict[str, Any]:
    return {
        "id": step["id"],
        "chat": step["threadId"],
        "type": step["type"],
        "author": step["name"],
        "output": clean(step["output"])[:LONGEST_BUBBLE],
        "is_error": bool(step.get("isError")),
        "metadata": {"door": door} if (door := (step.get("metadata") or {}).get("door")) else {},
        "created_at": step.get("createdAt") or _now(),
    }


def _step(row: "sa.Row[Any]") -> "StepDict":
    step = {
        "id": row.id,
        "threadId": row.chat,
        "parentId": None,
        "name": row.author,
        "type": row.type,
        "input": "",
        "output": row.output,
        "isError": row.is_error,
        "metadata": row.metadata,
        "createdAt": row.created_at,
        "start": row.created_at,
        "end": row.created_at,
        "streaming": False,
        "tags": None,
        "language": None,
    }
    return cast("StepDict", step)


def _thread(chat: "sa.Row[Any]", steps: "list[StepDict]") -> ThreadDict:
    return ThreadDict(
        id=chat.id,
        createdAt=chat.created_at,
        name=chat.name,
        userId=chat.user_id,
        userIdentifier=chat.owner,
        tags=[],
        metadata={},
        steps=steps,
        elements=[],
    )
