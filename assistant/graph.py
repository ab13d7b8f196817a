"""One message is one run of this graph: read, recall, revise, reply. It computes a turn and keeps nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from assistant.brief import Brief, Topic
from assistant.drafting import draft
from assistant.edits import apply
from assistant.errors import Refused
from assistant.interview import (
    Question,
    block_done,
    enough_for_a_map,
    next_question,
    open_topics,
)
from assistant.knowledge import Library
from assistant.map_edits import apply_to_map
from assistant.minds import Mind, Scene
from assistant.model import JourneyMap
from assistant.phrasing import Phrasing
from assistant.quick_replies import quick_replies
from assistant.reading import Reading
from assistant.retrieval import Answer, Search, answer
from assistant.review import share_assumed
from assistant.state import State, Step


class Run(TypedDict, total=False):
    """What flows through the graph for one message."""

    message: str
    state: State
    reading: Reading
    answer: Answer | None
    base: State
    brief: Brief
    map_problem: str | None
    step: Step


@dataclass(frozen=True)
class Nodes:
    """The four steps from a message to a reply."""

    mind: Mind
    search: Search
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
            turn=state.turn + 1,
            journey=self.journey(state) if state.drafted else None,
        )
        return {"reading": await self.mind.read(run["message"], scene)}

    async def recall(self, run: Run) -> Run:
        """Which cards answer their question?"""
        question = run["reading"].question
        return {"answer": answer(question, self.search, self.library) if question else None}

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
        return {"base": base, "brief": brief, "reading": reading, "map_problem": problem}

    async def reply(self, run: Run) -> Run:
        """Next question, answer, or map."""
        return {"step": Composer(self, run).step()}

    def journey(self, state: State) -> JourneyMap | None:
        """Draw the map of `state` with the owner's edits on it; None if too little is known."""
        if not enough_for_a_map(state.brief) and state.synthesis is None:
            return None
        journey = draft(state.brief, self.library, state.synthesis)
        for edit in state.map_edits:
            try:
                journey = apply_to_map(journey, (edit,))
            except Refused:
                continue  # the map was redrawn since, and what the edit was about is gone
        return journey


class Composer:
    """Puts one reply together."""

    def __init__(self, nodes: Nodes, run: Run) -> None:
        self.nodes, self.run = nodes, run
        self.phrasing, self.words = nodes.phrasing, nodes.phrasing.words
        self.state, self.base, self.brief, self.reading = run["state"], run["base"], run["brief"], run["reading"]

    def step(self) -> Step:
        """Return the step for the turn log."""
        intent = self.reading.intent
        if intent == "edit_map":
            return self._map_edited()
        if intent == "draft" or (self.base.drafted and self._changed()):
            return self._drawn()
        question = self._question()
        if question is None and not self.base.drafted and intent in ("answer", "correct", "skip", "dont_know"):
            return self._drawn()
        return self._asked(question)

    def _changed(self) -> bool:
        return self.reading.intent in ("answer", "correct") and self.brief != self.base.brief

    def _question(self) -> Question | None:
        """Return the question that stands after this turn."""
        if self.base.drafted:
            return None
        asking, intent = self.base.asking, self.reading.intent
        if intent == "back":
            previous = self.base.asking
            return Question(previous) if previous else None
        if asking is not None and not self._answered_now():
            return Question(asking, known=self.brief.knows(asking))
        return next_question(self.brief, self.base.asked, asking, vague=self.reading.vague and not self._new_facts())

    def _answered_now(self) -> bool:
        if self.reading.intent in ("skip", "dont_know", "start_over"):
            return True
        if self.reading.intent == "answer":
            return True
        asking = self.base.asking
        return asking is not None and self.brief.knows(asking) and not self.base.brief.knows(asking)

    def _new_facts(self) -> bool:
        asking = self.base.asking
        return asking in ("customer", "pains") and self.brief.knows(asking) and not self.base.brief.knows(asking)

    def _asked(self, question: Question | None) -> Step:
        recap = self._recap(question)
        lead = self._lead(question, recap)
        ask = self.phrasing.question(question, self.brief) if question else ""
        if self.reading.intent == "start_over":
            ask = ""
        cited = self.run.get("answer")
        return Step(
            intent=self.reading.intent,
            edits=self.reading.edits,
            reply=" ".join(part for part in (lead, ask) if part)
            if not cited
            else "\n\n".join(p for p in (lead, ask) if p),
            asks=question.topic if question else None,
            probe=bool(question and question.probe),
            recapped=bool(recap),
            choices=quick_replies(question, self.brief, self.nodes.library, self.words),
            citations=tuple(citation.id for citation in cited.citations) if cited else (),
            notes=self.reading.notes,
        )

    def _recap(self, question: Question | None) -> str:
        """Return a short recap when this answer closed a block of topics, else ""."""
        if question is None or question.probe or self.reading.intent not in ("answer", "skip", "dont_know"):
            return ""
        still_open = open_topics(self.brief, self.base.asked)
        block = block_done(self.words.get("blocks"), self.base.asking, still_open)
        return self.phrasing.recap(self.brief, block) if block is not None else ""

    def _lead(self, question: Question | None, recap: str) -> str:
        """Return what comes before the question: an answer, a read-back, a recap or a thank-you."""
        intent, words = self.reading.intent, self.words
        found = self.run.get("answer")
        if found is not None:
            text = found.text if found.covered else words("replies.not_covered")
            titles = ", ".join(citation.title for citation in found.citations)
            return f"{text}\n\n{words('replies.sources', titles=titles)}" if found.covered and titles else text
        match intent:
            case "correct":
                return self.phrasing.corrected(self.reading.edits, self.base.brief)
            case "back":
                return words("replies.back") if self.state.before is not None else words("replies.back_at_start")
            case "start_over":
                return words("replies.start_over")
            case "why":
                return self.phrasing.why(self.base.asking)
            case "how_many_left":
                left = len(open_topics(self.brief, self.base.asked)) + (
                    question is not None and not self._fresh(question)
                )
                return self.phrasing.left(left)
            case "help":
                return words("replies.help")
            case "small_talk":
                return words(f"replies.{self.reading.tone}") if self.reading.tone else ""
            case "stop":
                return words("replies.ready") if enough_for_a_map(self.brief) else words("replies.not_ready")
            case "unclear":
                return words("replies.unclear") if self.base.asking or self.state.turn == 0 else words("replies.help")
            case "skip":
                return recap or words("acks.skipped")
            case "dont_know":
                return recap or words("acks.unknown")
        if question is None:
            return words("replies.all_known")
        if question.topic == "offer" and self.brief.business.industry is not None and not question.probe:
            return ""  # the question itself takes up the trade
        return recap or self.phrasing.acknowledgement(self.run["message"], self.state.turn)

    def _fresh(self, question: Question) -> bool:
        return question.topic not in self.base.asked

    def _drawn(self) -> Step:
        """Draw the map, or say what is missing."""
        after = State(
            entries=self.state.entries, brief=self.brief, synthesis=self.base.synthesis, map_edits=self.base.map_edits
        )
        journey = self.nodes.journey(after)
        if journey is None:
            open_now = self.base.asking if self.reading.intent == "draft" else None
            kept = Question(open_now) if open_now else next_question(self.brief, self.base.asked, None, vague=False)
            ask = self.phrasing.question(kept, self.brief) if kept else ""
            return Step(
                intent="answer" if self.reading.intent == "draft" else self.reading.intent,
                edits=self.reading.edits,
                reply=f"{self.words('replies.not_ready')} {ask}".strip(),
                asks=kept.topic if kept else None,
                choices=quick_replies(kept, self.brief, self.nodes.library, self.words),
            )
        lead = ""
        if self.reading.intent == "correct":
            lead = self.phrasing.corrected(self.reading.edits, self.base.brief) + "\n\n"
        return Step(
            intent=self.reading.intent,
            edits=self.reading.edits,
            reply=lead + self.drawn_words(journey),
            draws=True,
            citations=tuple(action.tactic for action in journey.top_actions),
            notes=(*self.reading.notes, *journey.notes),
        )

    def drawn_words(self, journey: JourneyMap) -> str:
        """Return the message that hands over the map."""
        return self.words(
            "replies.drawn", title=journey.title, actions=journey.top_actions, share=round(100 * share_assumed(journey))
        )

    def _map_edited(self) -> Step:
        problem = self.run.get("map_problem")
        if problem:
            return Step(intent="edit_map", reply=self.words("replies.map_refused", reason=problem))
        what = self.words(f"map_edits.{self.reading.map_edits[0].do}")
        return Step(
            intent="edit_map",
            map_edits=self.reading.map_edits,
            reply=self.words("replies.map_changed", what=what),
            draws=True,
        )


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
