"""The map as a file: drawn from the turn log at the moment it is asked for, for its owner only."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.errors import JourneyError
from assistant.export import FORMATS
from assistant.model import JourneyMap
from assistant.web.datalayer import ChatStore
from assistant.words import Words


def add_downloads(chats: ChatStore, map_of: Callable[[str], Awaitable[JourneyMap | None]], words: Words) -> None:
    """Add the address under which maps are fetched to Chainlit's server."""
    from chainlit.server import app

    async def fetch(request: Request) -> Response:
        thread, name = request.path_params["thread"], request.path_params["name"]
        if not await is_theirs(request, chats, thread):
            return PlainTextResponse(words("no_map"), status_code=404)
        if name not in FORMATS:
            return PlainTextResponse(words("no_format"), status_code=404)
        try:
            journey = await map_of(thread)
            return await _file(journey, name) if journey else PlainTextResponse(words("no_map"), status_code=404)
        except JourneyError as error:
            return PlainTextResponse(str(error), status_code=500)

    # first, because Chainlit's own last route answers every address
    app.router.routes.insert(0, Route("/project/map/{thread}/{name}", fetch, methods=["GET"]))


async def is_theirs(request: Request, chats: ChatStore, thread: str) -> bool:
    """Tell whether who asks is signed in and the chat is theirs."""
    from chainlit.auth import get_current_user, get_token_from_cookies
    from fastapi import HTTPException

    try:
        user = await get_current_user(get_token_from_cookies(dict(request.cookies)) or "")
    except HTTPException:
        return False
    return user is not None and await chats.get_thread_author(thread) == user.identifier


async def _file(journey: JourneyMap, name: str) -> Response:
    form = FORMATS[name]
    content = await asyncio.to_thread(form.write, journey)
    headers = {
        "content-disposition": f'attachment; filename="{form.file_name(journey)}"',
        "cache-control": "no-store",
    }
    return Response(content, media_type=form.media_type, headers=headers)
