"""What a conversation does with a survey: takes it in, counts it again, has a language model read it where asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.codebook import Chosen, Codebook, Offer
from assistant.errors import BadInput
from assistant.graph import Nodes, Recounted
from assistant.minds.coder import Coder
from assistant.spending import Spending
from assistant.state import State, Step
from assistant.store import TurnLog
from assistant.survey_coding import Plan, offer_words, plan, proposal_words, read_again
from assistant.survey_reply import SurveyReply, recounted_words
from assistant.survey_wishes import Wish, chosen
from assistant.surveying import File, OnProgress, Paper, Surveyor, example_column, pack, took_in, unpack
from assistant.synthesis import Synthesis
from assistant.tailoring import merged, redrawn
from assistant.usage import Meter
from assistant.words import load_words

if TYPE_CHECKING:
    from assistant.survey.synthesize import Analysis

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
    most_tokens: int
    """What a language model may use for the whole conversation."""
    spending: Spending | None = None
    """Tells what that costs."""

    async def take(
        self, files: Sequence[File] | str, msg_id: str, state: State, columns: Mapping[str, str],
        on_progress: OnProgress | None,
    ) -> T:  # fmt: skip
        """Take in a survey and say what is in it."""
        if not files:
            raise BadInput(load_words("surveying")("no_answers"))
        # without the last survey, whose themes would otherwise be looked for as if the owner had named them
        own = self.nodes.journey(replace(state, synthesis=None, tailoring=None)) if state.drafted else None
        paper, analysis, tables = await self.surveyor.read(
            files, columns, state.brief.business.industry, own, on_progress
        )
        paper = replace(paper, table=f"{msg_id}:table")
        await self.log.keep(self.thread, f"{msg_id}:table", tables)
        return await self._took_in(paper, analysis, msg_id, took_in(files, len(paper.survey)), state)

    async def count_again(
        self, wished: Wish, text: str, msg_id: str, state: State, on_progress: OnProgress | None
    ) -> T:
        """Count the survey again as the user wishes; `text` is what stands in the log for it."""
        if state.synthesis is None:
            raise BadInput(load_words("surveying")("no_answers"))
        paper = await self.paper(state)
        if wished.columns:
            columns = dict(wished.columns)
            kept = await self.log.kept(self.thread, paper.table) if paper.table else None
            if kept is None:
                raise BadInput(load_words("surveying")("gone"))
            paper, analysis = await self.surveyor.read_again(kept, columns, state.corrections, paper, on_progress)
            return await self._took_in(paper, analysis, msg_id, text, state, wished)
        analysis = await self.surveyor.count(paper, (*state.corrections, *wished.corrections), on_progress)

        async def answer(now: State) -> Step:
            name = now.paper or msg_id
            step = self._reply(now, analysis.synthesis).step(name, paper.survey.reading, "", wished)
            return await self._worded(step, now, self._meter(now))

        return await self.append(msg_id, text, answer)

    async def _took_in(
        self, paper: Paper, analysis: "Analysis", msg_id: str, text: str, state: State, wished: Wish | None = None
    ) -> T:
        await self._keep(msg_id, paper)
        planned = await self._planned(analysis, self.most_tokens - state.used.tokens)
        offered = offer_words(planned, self.spending) if planned is not None and planned.worthwhile else ""

        async def answer(now: State) -> Step:
            reply = self._reply(now, analysis.synthesis)
            step = reply.step(msg_id, paper.survey.reading, example_column(paper.survey), wished, offered)
            return await self._worded(step, now, self._meter(now))

        return await self.append(msg_id, text, answer)

    async def recount(self, msg_id: str, state: State, trade: str) -> Recounted | None:
        """Count the survey again as one of `trade`, with what was corrected; None if it is no longer kept."""
        try:
            paper = replace(await self.paper(state), industry=trade)
        except BadInput:
            return None
        found = (await self.surveyor.count(paper, state.corrections)).synthesis
        await self._keep(f"{msg_id}:trade", paper)
        assert state.synthesis is not None
        words = recounted_words(state.synthesis, found, self.nodes.library[trade].title)
        return Recounted(found, f"{msg_id}:trade", words)

    # ------------------------------------------------------------------ with a language model
    def chosen(self, message: str, state: State) -> Chosen | None:
        """Return what `message` says to the offer that stands, if it says something to it and there is a model."""
        if self._coder is None or state.synthesis is None:
            return None
        return chosen(message, state.last.offer if state.last else None)

    async def settle(
        self, said: Chosen, text: str, msg_id: str, state: State, meter: Meter, on_progress: OnProgress | None
    ) -> T:
        """Do what the user said to an offer; whatever the model fails to do stays as it was counted here."""
        coder, words = self._coder, load_words("surveying")
        meter.left = self.most_tokens - state.used.tokens
        if coder is None or (said.offer.about == "use" and not said.yes):
            return await self._aside(words("model.declined"), None, text, msg_id, meter)
        paper = replace(await self.paper(state), coding=None)
        analysis = await self.surveyor.count(paper, state.corrections)
        planned = await self._planned(analysis, meter.left, names=said.offer.about == "use")
        if planned is None or not planned.worthwhile:
            return await self._aside(words("model.nothing"), None, text, msg_id, meter)
        if state.last is None or state.last.offer is None:
            asked = offer_words(planned, self.spending)
            return await self._aside(asked, Offer(about="use"), text, msg_id, meter)
        if said.offer.about == "use":
            codebook = await coder.propose(planned.material, meter)
            if codebook:
                lines = "\n".join(proposal_words(codebook, planned.material))
                asked = "\n\n".join((words("model.names"), lines, words("model.approve")))
                return await self._aside(asked, Offer(about="names", codebook=codebook), text, msg_id, meter)
        return await self._read_again(coder, planned, said.codebook, paper, text, msg_id, state, meter, on_progress)

    async def _read_again(
        self, coder: Coder, planned: Plan, codebook: Codebook, paper: Paper, text: str, msg_id: str, state: State,
        meter: Meter, on_progress: OnProgress | None,
    ) -> T:  # fmt: skip
        async def recount(paper: Paper) -> Synthesis:
            return (await self.surveyor.count(paper, state.corrections)).synthesis

        read, synthesis = await read_again(coder, planned, codebook, paper, recount, meter, on_progress)
        await self._keep(msg_id, read)

        async def answer(now: State) -> Step:
            return await self._worded(self._reply(now, synthesis).read_again(msg_id), now, meter)

        return await self.append(msg_id, text, answer)

    async def _planned(self, analysis: "Analysis", left: int, *, names: bool = True) -> Plan | None:
        """Return what a model could do for a survey; None without one."""
        if self._coder is None:
            return None
        return plan(self._coder, await self.surveyor.material(analysis), analysis.synthesis, left, names=names)

    async def _aside(self, words: str, offer: Offer | None, text: str, msg_id: str, meter: Meter) -> T:
        async def answer(now: State) -> Step:
            assert now.synthesis is not None
            return _metered(self._reply(now, now.synthesis).aside(words, offer), meter)

        return await self.append(msg_id, text, answer)

    async def _worded(self, step: Step, now: State, meter: Meter) -> Step:
        """Have the model word the stages that the survey changed on a drawn map; the others keep their words."""
        if step.draws and self._coder is not None:
            plain = replace(now, tailoring=None, map_edits=())
            before = self.nodes.journey(plain) if now.drafted else None
            after = self.nodes.journey(replace(plain, synthesis=step.synthesis))
            changed = redrawn(before, after) if after is not None else frozenset()
            new = await self.nodes.mind.tailor(after, now.brief, meter, changed) if after and changed else None
            if new is not None:
                step = Step.model_validate({**dict(step), "tailoring": merged(now.tailoring, changed, new)})
        return _metered(step, meter)

    def _meter(self, state: State) -> Meter:
        return Meter(self.most_tokens - state.used.tokens)

    @property
    def _coder(self) -> Coder | None:
        return self.nodes.mind.coder

    # ------------------------------------------------------------------ what is kept
    async def _keep(self, msg_id: str, paper: Paper) -> None:
        """Keep the survey before the row that names it is written, because that row must never stand alone."""
        await self.log.keep(self.thread, msg_id, await asyncio.to_thread(pack, paper))

    async def paper(self, state: State) -> Paper:
        """Return the survey as it is kept; BadInput if it is not."""
        content = await self.log.kept(self.thread, state.paper) if state.paper else None
        if content is None:
            raise BadInput(load_words("surveying")("gone"))
        return await asyncio.to_thread(unpack, content)

    def _reply(self, state: State, synthesis: Synthesis) -> SurveyReply:
        return SurveyReply(state, synthesis, self.nodes.phrasing, self.nodes.journey)


def _metered(step: Step, meter: Meter) -> Step:
    """Return a step with what the model used and what is quietly remarked of it."""
    notes = tuple(dict.fromkeys((*step.notes, *meter.notes)))
    return Step.model_validate({**dict(step), "usage": meter.used, "notes": notes})
