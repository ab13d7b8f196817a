"""One message is one run of this graph: read, recall, revise, reply. It computes a turn and keeps nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypedDict

from assistant.brief import Brief, Topic
from assistant.composer import Composer, Happened
from assistant.drafting import draft
from assistant.edits import apply
from assistant.errors import Refused
from assistant.interview import Question, enough_for_a_map, next_question, open_topics
from assistant.knowledge import Library
from assistant.map_edits import apply_to_map
from assistant.minds import Ahead, Mind, OnWords, Scene
from assistant.model import JourneyMap
from assistant.phrasing import Phrasing
from assistant.reading import Reading
from assistant.retrieval import Answer
from assistant.state import State, Step
from assistant.synthesis import Synthesis
from assistant.tailoring import Tailoring, tailor
from assistant.usage import Meter


class Recounted(NamedTuple):
    """A survey that was counted again."""

    synthesis: Synthesis
    paper: str
    """Name under which the log keeps it."""
    words: str
    """What changed, for the owner."""


Recount = Callable[[State, str], Awaitable[Recounted | None]]
"""Counts the survey of a state again, as one of a trade."""


class Run(TypedDict, total=False):
    """What flows through the graph for one message."""

    message: str
    state: State
    meter: Meter
    on_words: OnWords | None
    recount: Recount
    scene: Scene
    reading: Reading
    answer: Answer | None
    base: State
    brief: Brief
    map_problem: str | None
    recounted: Recounted | None
    step: Step


@dataclass(frozen=True)
class Nodes:
    """The four steps from a message to a reply."""

    mind: Mind
    library: Library
    phrasing: Phrasing

    async def read(self, run: Run) -> Run:
        """What did they tell or ask?"""
        state = run["state"]
        scene = Scene(
            brief=state.brief,
            asking=state.asking,
            answered=_answered(state),
            first=state.turn == 0,
            stuck=state.last is not None and state.last.intent == "unclear",
            turn=state.turn + 1,
            journey=self.journey(state) if state.drafted else None,
            ahead=self._ahead(state),
            meter=run["meter"],
            on_words=run["on_words"],
        )
        return {"scene": scene, "reading": await self.mind.read(run["message"], scene)}

    async def recall(self, run: Run) -> Run:
        """Which cards answer their question?"""
        return {"answer": await self.mind.answer(run["reading"], run["scene"])}

    async def revise(self, run: Run) -> Run:
        """Apply facts to the brief and edits to the map; what is not legal is left out and said."""
        state, reading = run["state"], run["reading"]
        base = state
        if reading.intent == "start_over":
            base = State(entries=state.entries)
        elif reading.intent == "back" and state.before is not None:
            base = state.before
        brief, legal, problem = base.brief, [], None
        for edit in reading.edits:
            try:
                brief = apply(brief, (edit,), state.turn + 1, run["message"])
                legal.append(edit)
            except Refused:
                continue  # the mind proposed something the domain does not take; the rest of the message counts
        if reading.map_edits:
            try:
                journey = self.journey(state)
                if journey is not None:
                    apply_to_map(journey, reading.map_edits)
            except Refused as refusal:
                problem = str(refusal)
        reading = reading.model_copy(update={"edits": tuple(legal)})
        recounted = await self._recounted(base, brief, run)
        if recounted is not None:
            base = replace(base, synthesis=recounted.synthesis, paper=recounted.paper)
        return {"base": base, "brief": brief, "reading": reading, "map_problem": problem, "recounted": recounted}

    async def _recounted(self, base: State, brief: Brief, run: Run) -> Recounted | None:
        """Have the survey counted again with what is known of the trade, once the owner has named that."""
        trade = brief.business.industry
        if base.synthesis is None or trade in (None, base.brief.business.industry, base.synthesis.industry):
            return None
        return await run["recount"](base, trade) if trade and "recount" in run else None

    async def reply(self, run: Run) -> Run:
        """Next question, answer, or map."""
        happened = Happened(
            message=run["message"],
            state=run["state"],
            base=run["base"],
            brief=run["brief"],
            reading=run["reading"],
            answer=run["answer"],
            map_problem=run["map_problem"],
        )
        step = Composer(happened, self.phrasing, self.library, self.journey).step()
        meter = run["meter"]
        tailoring = await self._tailored(step, run) if step.draws else None
        noted = {note for entry in run["state"].entries for note in entry.step.notes}
        first = (note for note in meter.once if note not in noted)
        recounted = run["recounted"]
        said = (recounted.words,) if recounted else ()
        notes = tuple(dict.fromkeys((*said, *step.notes, *meter.notes, *first)))
        changes: dict[str, object] = {"tailoring": tailoring, "usage": meter.used, "notes": notes}
        if recounted is not None:
            corrections = run["base"].corrections
            changes |= {"synthesis": recounted.synthesis, "paper": recounted.paper, "corrections": corrections}
        return {"step": Step.model_validate({**dict(step), **changes})}

    async def _tailored(self, step: Step, run: Run) -> Tailoring | None:
        """Have the mind word the map that `step` draws, unless only a detail of it was edited."""
        if step.map_edits:
            return None
        base = run["base"]
        journey = self.journey(replace(base, brief=run["brief"], tailoring=None, map_edits=()))
        if journey is None:
            return None
        on_words = run["on_words"]
        if on_words is not None and self.mind.notice is not None:
            await on_words(step.reply)  # because wording a map takes its time and what is said of it is known
        return await self.mind.tailor(journey, run["brief"], run["meter"])

    def _ahead(self, state: State) -> tuple[Ahead, ...]:
        """Return the questions that may follow the next message: once more for the open topic, or the next topics."""
        if state.drafted:
            return ()
        asking, found = state.asking, []
        if asking is not None:
            deeper = next_question(state.brief, state.asked, asking, vague=True)
            again = deeper if deeper is not None and deeper.probe else Question(asking, known=state.brief.knows(asking))
            found.append(Ahead(asking, self.phrasing.question(again, state.brief), again=True))
        topics = [topic for topic in open_topics(state.brief, state.asked) if topic != asking][:4]
        questions = [Question(topic, known=state.brief.knows(topic)) for topic in topics]
        return (*found, *(Ahead(one.topic, self.phrasing.question(one, state.brief)) for one in questions))

    def journey(self, state: State) -> JourneyMap | None:
        """Draw the map of `state` with the owner's edits on it; None if too little is known."""
        if not enough_for_a_map(state.brief, state.synthesis):
            return None
        journey = draft(_placed(state), self.library, state.synthesis)
        if state.tailoring is not None:
            journey = tailor(journey, state.tailoring)
        for edit in state.map_edits:
            try:
                journey = apply_to_map(journey, (edit,))
            except Refused:
                continue  # the map was redrawn since, and what the edit was about is gone
        return journey


def _placed(state: State) -> Brief:
    """Return the brief, in the trade that the survey was read in if the owner has named none."""
    trade = state.synthesis.industry if state.synthesis else None
    if trade is None or state.brief.business.industry is not None:
        return state.brief
    return state.brief.model_copy(update={"business": state.brief.business.model_copy(update={"industry": trade})})


def _answered(state: State) -> Topic | None:
    """Return the topic the owner spoke about last."""
    previous = [entry.step.asks for entry in state.entries]
    return next((topic for topic in reversed(previous[:-1]) if topic), state.asking) if previous else None


def build_graph(nodes: Nodes) -> Callable[[Run], Awaitable[dict[str, Any]]]:
    """Wire the four nodes; return what runs one message through them."""
    from langgraph.graph import END, START, StateGraph  # imported late: it costs a second

    graph = StateGraph(Run)
    for name in ("read", "recall", "revise", "reply"):
        graph.add_node(name, getattr(nodes, name))
    for before, after in (
        (START, "read"),
        ("read", "recall"),
        ("recall", "revise"),
        ("revise", "reply"),
        ("reply", END),
    ):
        graph.add_edge(before, after)
    return graph.compile().ainvoke
