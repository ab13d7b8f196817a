"""A survey as files, and the answers behind its themes: made from the log when asked for, for their owner only."""

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.errors import JourneyError
from assistant.state import State, Step
from assistant.web.composition import Assistant
from assistant.web.datalayer import ChatStore
from assistant.web.downloads import is_theirs
from assistant.web.surveys import SAVED_AS
from assistant.words import Words

_PAGE = 50
"""Answers sent at once."""
_TYPES = {
    ".json": "application/json",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_survey_files(chats: ChatStore, assistant: Assistant, words: Words) -> None:
    """Add the addresses of survey files and answers to Chainlit's server."""
    from chainlit.server import app

    async def fetch(request: Request) -> Response:
        thread, turn, name = (request.path_params[part] for part in ("thread", "turn", "name"))
        missing = PlainTextResponse(words("survey.none"), status_code=404)
        if not await is_theirs(request, chats, thread):
            return missing
        talk = assistant.conversation(thread)
        state = await talk.state()
        step = state.entries[turn - 1].step if 0 < turn <= state.turn else None
        if step is None or step.synthesis is None:
            return missing
        try:
            if name == "answers":
                start = request.query_params.get("from", "0")
                return JSONResponse(
                    await _answers(assistant, thread, step, request.query_params.get("theme", ""), start)
                )
            return await _file(assistant, thread, step, f".{name}") if f".{name}" in SAVED_AS else missing
        except JourneyError as error:
            return PlainTextResponse(str(error), status_code=404)

    # first, because Chainlit's own last route answers every address
    app.router.routes.insert(0, Route("/project/survey/{thread}/{turn:int}/{name}", fetch, methods=["GET"]))


async def _answers(assistant: Assistant, thread: str, step: Step, theme: str, start: str) -> dict[str, object]:
    """Return a page of the answers that speak of `theme`."""
    synthesis = step.synthesis
    assert synthesis is not None
    known = (*synthesis.themes, *synthesis.praise, *synthesis.unclassified.possible)
    ids = next((one.response_ids for one in known if one.id == theme), ())
    first = int(start) if start.isdigit() else 0
    paper = await assistant.conversation(thread).paper(State(paper=step.paper))
    wanted = ids[first : first + _PAGE]
    place = {id: row for row, id in enumerate(paper.survey.ids)}
    answers = [{"id": id, "text": paper.survey.texts[place[id]]} for id in wanted if id in place]
    return {"answers": answers, "total": len(ids), "next": first + _PAGE if first + _PAGE < len(ids) else None}


async def _file(assistant: Assistant, thread: str, step: Step, ending: str) -> Response:
    from assistant.survey.formats import render  # imported late: it brings numpy

    paper = await assistant.conversation(thread).paper(State(paper=step.paper))
    analysis = await assistant.surveyor.count(paper, step.corrections)
    assert step.synthesis is not None
    # the words of the log, so that the file says what the chat said
    content = await asyncio.to_thread(render, replace(analysis, synthesis=step.synthesis), ending)
    headers = {"content-disposition": f'attachment; filename="survey{ending}"', "cache-control": "no-store"}
    return Response(content, media_type=_TYPES[ending], headers=headers)
