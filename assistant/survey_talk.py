"""What a conversation does with a survey: takes it in, counts it again as the user wishes, keeps what it came from."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from assistant.errors import BadInput
from assistant.graph import Nodes
from assistant.state import State, Step
from assistant.store import TurnLog
from assistant.survey_reply import SurveyReply
from assistant.survey_wishes import Wish
from assistant.surveying import File, OnProgress, Paper, Surveyor, example_column, pack, took_in, unpack
from assistant.synthesis import Synthesis
from assistant.words import load_words

T = TypeVar("T")
Append = Callable[[str, str, Callable[[State], Awaitable[Step]]], Awaitable[T]]
"""Writes one exchange to the log: message id, what stands in the log, and the step made of where it stands then."""


@dataclass(frozen=True)
class SurveyTalk(Generic[T]):
    """The survey side of one conversation."""

    thread: str
    log: TurnLog
    surveyor: Surveyor
    nodes: Nodes
    append: Append[T]

    async def take(
        self, files: Sequence[File] | str, msg_id: str, state: State, columns: Mapping[str, str],
        on_progress: OnProgress | None,
    ) -> T:  # fmt: skip
        """Take in a survey and say what is in it."""
        if not files:
            raise BadInput(load_words("surveying")("no_answers"))
        # without the last survey, whose themes would otherwise be looked for as if the owner had named them
        own = self.nodes.journey(replace(state, synthesis=None, tailoring=None)) if state.drafted else None
        paper, analysis = await self.surveyor.read(
            self.thread, files, columns, state.brief.business.industry, own, on_progress
        )
        return await self._took_in(paper, analysis.synthesis, msg_id, took_in(files, len(paper.survey)))

    async def count_again(
        self, wished: Wish, text: str, msg_id: str, state: State, on_progress: OnProgress | None
    ) -> T:
        """Count the survey again as the user wishes; `text` is what stands in the log for it."""
        if state.synthesis is None:
            raise BadInput(load_words("surveying")("no_answers"))
        paper = await self.paper(state)
        if wished.columns:
            columns = dict(wished.columns)
            paper, analysis = await self.surveyor.read_again(
                self.thread, columns, state.corrections, paper, on_progress
            )
            return await self._took_in(paper, analysis.synthesis, msg_id, text, wished)
        analysis = await self.surveyor.count(paper, (*state.corrections, *wished.corrections), on_progress)
        return await self._took_in(paper, analysis.synthesis, msg_id, text, wished)

    async def _took_in(
        self, paper: Paper, synthesis: Synthesis, msg_id: str, text: str, wished: Wish | None = None
    ) -> T:
        again = wished is not None and not wished.columns
        if not again:  # first, because the row that names it must never stand alone
            await self.log.keep(self.thread, msg_id, await asyncio.to_thread(pack, paper))

        async def answer(state: State) -> Step:
            name = state.paper if again and state.paper else msg_id
            reply = SurveyReply(state, synthesis, self.nodes.phrasing, self.nodes.journey)
            return reply.step(name, paper.survey.reading, example_column(paper.survey), wished)

        return await self.append(msg_id, text, answer)

    async def paper(self, state: State) -> Paper:
        """Return the survey as it is kept; BadInput if it is not."""
        content = await self.log.kept(self.thread, state.paper) if state.paper else None
        if content is None:
            raise BadInput(load_words("surveying")("gone"))
        return await asyncio.to_thread(unpack, content)
