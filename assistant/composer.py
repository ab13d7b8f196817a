"""Put one reply together: what was understood, what follows from it, and the next question or the map."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.brief import Brief
from assistant.interview import Question, block_done, enough_for_a_map, next_question, open_topics
from assistant.knowledge import Library
from assistant.map_edits import pinned
from assistant.model import JourneyMap
from assistant.phrasing import Phrasing
from assistant.quick_replies import quick_replies
from assistant.reading import Reading
from assistant.retrieval import Answer
from assistant.review import share_assumed
from assistant.state import State, Step

_MOVES_ON = ("answer", "skip", "dont_know")


@dataclass(frozen=True)
class Happened:
    """What one message has led to before it is answered."""

    message: str
    state: State
    """Where the conversation stood when the message came."""
    base: State
    """Where it goes on from: `state`, or an earlier one after "back" and "start over"."""
    brief: Brief
    """The brief with the facts of the message."""
    reading: Reading
    answer: Answer | None = None
    map_problem: str | None = None
    """Why an edit of the map was refused."""


class Composer:
    """Puts one reply together."""

    def __init__(
        self, happened: Happened, phrasing: Phrasing, library: Library, draw: Callable[[State], JourneyMap | None]
    ) -> None:
        self.happened, self.phrasing, self.library, self.draw = happened, phrasing, library, draw
        self.words, self.reading = phrasing.words, happened.reading
        self.state, self.base, self.brief = happened.state, happened.base, happened.brief

    def step(self) -> Step:
        """Return the step for the turn log."""
        intent = self.reading.intent
        if intent == "edit_map":
            return self._map_edited()
        if intent == "draft" or (self.base.drafted and self._changed()):
            return self._drawn()
        question = self._question()
        if question is None and not self.base.drafted and intent in (*_MOVES_ON, "correct"):
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
        if self.reading.intent in (*_MOVES_ON, "start_over"):
            return True
        asking = self.base.asking
        return asking is not None and self.brief.knows(asking) and not self.base.brief.knows(asking)

    def _new_facts(self) -> bool:
        asking = self.base.asking
        return asking in ("customer", "pains") and self.brief.knows(asking) and not self.base.brief.knows(asking)

    def _asked(self, question: Question | None) -> Step:
        recap = self._recap(question)
        lead = self._lead(question, recap)
        ask = self._question_words(question) if question else ""
        if self.reading.intent == "start_over":
            ask = ""
        cited = self.happened.answer
        between = "\n\n" if cited else " "
        return Step(
            intent=self.reading.intent,
            edits=self.reading.edits,
            reply=between.join(part for part in (lead, ask) if part),
            asks=question.topic if question else None,
            probe=bool(question and question.probe),
            recapped=bool(recap),
            choices=quick_replies(question, self.brief, self.library, self.words, self.base.synthesis),
            citations=tuple(citation.id for citation in cited.citations) if cited else (),
            notes=self.reading.notes,
        )

    def _question_words(self, question: Question) -> str:
        """Return the question in a model's words if it worded the one that is due, else in ours."""
        phrased = self.reading.phrased
        if phrased is not None and phrased.question and phrased.asks == question.topic:
            return phrased.question
        return self.phrasing.question(question, self.brief)

    def _recap(self, question: Question | None) -> str:
        """Return a short recap when this answer closed a block of topics, else ""."""
        if question is None or question.probe or self.reading.intent not in _MOVES_ON:
            return ""
        still_open = open_topics(self.brief, self.base.asked)
        block = block_done(self.words.get("blocks"), self.base.asking, still_open)
        return self.phrasing.recap(self.brief, block) if block is not None else ""

    def _lead(self, question: Question | None, recap: str) -> str:
        """Return what comes before the question: an answer, a read-back, a recap or a thank-you."""
        if self.happened.answer is not None:
            return self._answer(self.happened.answer)
        lead = self.reading.phrased.lead if self.reading.phrased else None
        if lead and self.reading.language != "en" and self.reading.intent not in ("back", "start_over"):
            return lead  # because our own words are English so far
        aside = self._aside(question)
        if aside is not None:
            return aside
        if self.reading.intent in ("skip", "dont_know"):
            return recap or self.words("acks.skipped" if self.reading.intent == "skip" else "acks.unknown")
        if question is None:
            return self.words("replies.all_known")
        if lead:
            return f"{lead} {recap}".strip()
        if question.topic == "offer" and not question.probe and self.phrasing.trade(self.brief):
            return ""  # the question itself takes up the trade
        return recap or self.phrasing.acknowledgement(self.happened.message, self.state.turn)

    def _answer(self, found: Answer) -> str:
        """Return what the cards say to the owner's question, or that they do not say anything."""
        if not found.covered:
            return self.words("replies.not_covered")
        titles = ", ".join(citation.title for citation in found.citations)
        return f"{found.text}\n\n{self.words('replies.sources', titles=titles)}"

    def _aside(self, question: Question | None) -> str | None:
        """Return what is said to a message about the interview itself, None for an answer."""
        words, state = self.words, self.state
        match self.reading.intent:
            case "correct":
                return self.phrasing.corrected(self.reading.edits, self.base.brief)
            case "back":
                if state.before is not None and state.before.map_edits != state.map_edits:
                    return words("replies.back_on_map")
                return words("replies.back" if state.before is not None else "replies.back_at_start")
            case "start_over":
                return words("replies.start_over")
            case "why":
                return self.phrasing.why(self.base.asking)
            case "how_many_left":
                standing = question is not None and question.topic in self.base.asked
                return self.phrasing.left(len(open_topics(self.brief, self.base.asked)) + standing)
            case "help":
                return words("replies.help")
            case "small_talk":
                return words(f"replies.{self.reading.tone}") if self.reading.tone else ""
            case "stop":
                ready = enough_for_a_map(self.brief, self.base.synthesis)
                return words("replies.ready" if ready else "replies.not_ready")
            case "unclear":
                if self.base.drafted:
                    return words("replies.unclear_map")
                return words("replies.unclear" if self.base.asking or state.turn == 0 else "replies.help")
        return None

    def _drawn(self) -> Step:
        """Draw the map, or say what is missing."""
        after = State(
            entries=self.state.entries, brief=self.brief, synthesis=self.base.synthesis, map_edits=self.base.map_edits
        )
        journey = self.draw(after)
        if journey is None:
            open_now = self.base.asking if self.reading.intent == "draft" else None
            kept = Question(open_now) if open_now else next_question(self.brief, self.base.asked, None, vague=False)
            ask = self.phrasing.question(kept, self.brief) if kept else ""
            return Step(
                intent=self.reading.intent,
                edits=self.reading.edits,
                reply=f"{self.words('replies.not_ready')} {ask}".strip(),
                asks=kept.topic if kept else None,
                choices=quick_replies(kept, self.brief, self.library, self.words, self.base.synthesis),
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
        problem = self.happened.map_problem
        if problem:
            return Step(intent="edit_map", reply=self.words("replies.map_refused", reason=problem))
        phrased, journey = self.reading.phrased, self.draw(self.base)
        edits = pinned(journey, self.reading.map_edits) if journey is not None else ()
        reply = phrased.lead if phrased is not None and self.reading.language != "en" else None
        if reply is None:
            changes = self.phrasing.map_changes(edits, journey) if journey is not None else ""
            reply = self.words("replies.map_changed", what=changes)
        return Step(intent="edit_map", map_edits=edits, reply=reply, draws=True)
