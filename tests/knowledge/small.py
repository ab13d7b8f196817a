"""A knowledge base of a few cards, to be broken in one place at a time."""

from collections.abc import Mapping

from assistant.knowledge import Card, Library
from assistant.knowledge.cards import CARD_TYPES
from assistant.knowledge.library import Reference

PRACTICE = [{"ref": "practice", "strength": "practice"}]

FIELDS: Mapping[str, Mapping[str, object]] = {
    "pain:slow-reply": {
        "title": "Slow first reply",
        "says": ["we take ages to answer"],
        "customer_says": ["nobody wrote back"],
        "stages": ["stage:consideration"],
        "touchpoints": ["touchpoint:enquiry"],
        "tactics": ["tactic:saved-reply", "tactic:reply-hours"],
        "kpis": ["kpi:response-time"],
        "severity": 3,
        "find_out": "Look at the last ten enquiries.",
        "method": "method:log-review",
    },
    "touchpoint:enquiry": {
        "title": "Enquiry by message",
        "stages": ["stage:consideration"],
        "channel": "messaging",
        "owner": "brand",
        "action": "sends a message",
        "question": "Will they answer?",
        "friction": ["no answer for days"],
        "evidence": "Dates of question and answer",
        "backstage": "Whoever reads the inbox",
    },
    "tactic:saved-reply": {
        "title": "A saved reply",
        "stages": ["stage:consideration"],
        "trigger": "An enquiry comes in",
        "how": "One text with prices",
        "first_step": "Write it.",
        "first_step_hours": 1,
        "effort": "S",
        "impact": "medium",
        "kpis": ["kpi:response-time"],
        "channel": "messaging",
        "timing": "within the hour",
        "customer_value": "Knows where they stand",
        "business_value": "Fewer lost enquiries",
    },
    "tactic:reply-hours": {
        "title": "Two reply slots a day",
        "stages": ["stage:consideration"],
        "trigger": "Messages pile up",
        "how": "Twice a day, fifteen minutes",
        "first_step": "Put them into the calendar.",
        "first_step_hours": 0.5,
        "effort": "S",
        "impact": "medium",
        "kpis": ["kpi:response-time"],
        "channel": "messaging",
        "timing": "mid-morning and mid-afternoon",
        "customer_value": "An answer on the same day",
        "business_value": "Quiet hours in between",
    },
    "kpi:response-time": {
        "title": "Response time",
        "formula": "Median hours from enquiry to answer",
        "unit": "hours",
        "direction": "down",
        "stages": ["stage:consideration"],
        "read_it": "The inbox",
        "mistakes": "Taking the mean",
    },
    "method:log-review": {
        "title": "Reading your own records",
        "takes": "An hour",
        "gives": "What happened",
        "limits": "Not why",
    },
    "stage:consideration": {
        "title": "Consideration",
        "order": 2,
        "customer_goal": "I want to know what it costs",
        "usual_five": "consider",
        "touchpoints": ["touchpoint:enquiry"],
        "kpis": ["kpi:response-time"],
        "emotion": "emotion:consideration",
    },
    "emotion:consideration": {
        "title": "Feelings while weighing",
        "stage": "stage:consideration",
        "high": "hopeful",
        "low": "impatient",
        "needs": ["a clear price"],
        "worry": "Do they even exist?",
    },
}

REFERENCES = {"LEAD11": Reference(title="Oldroyd, the short life of online sales leads", year=2011, seen_as="abstract")}


def card(card_id: str, **changes: object) -> Card:
    """Return the card `card_id` of the small knowledge base with some fields changed."""
    kind = card_id.partition(":")[0]
    fields = {"sources": PRACTICE, "body": "A few plain words.", **FIELDS[card_id], "id": card_id, **changes}
    return CARD_TYPES[kind].model_validate(fields)


def small(*changed: Card, without: tuple[str, ...] = ()) -> Library:
    """Return the small knowledge base with some cards put in place of theirs, and some left out."""
    cards = {card_id: card(card_id) for card_id in FIELDS if card_id not in without}
    return Library({**cards, **{new.id: new for new in changed}}, REFERENCES)
