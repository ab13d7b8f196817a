"""A small library and a toy embedder, shared by the tests of retrieval."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from assistant.knowledge.cards import KpiCard, LegalCard, PainCard, TacticCard
from assistant.knowledge.library import Library
from assistant.retrieval.embedder import Vectors

PRACTICE = ({"ref": "practice", "strength": "practice"},)


class ToyEmbedder:
    """Vectors from hashed words: the same text always gives the same vector, and no model is needed."""

    def __init__(self, name: str = "toy-1") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        vectors = np.full((len(texts), 32), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, hashlib.sha256(word.encode()).digest()[0] % 32] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def small_library() -> Library:
    """Six cards: two pains, a tactic for each (one with evidence against it), a KPI and a legal note."""
    cards = (
        PainCard(
            id="pain:no-shows",
            title="Does not turn up",
            says=("people book and never show", "empty chair at two o'clock again"),
            customer_says=("i forgot my slot completely",),
            stages=("stage:purchase",),
            touchpoints=("touchpoint:sms-reminder",),
            tactics=("tactic:appointment-reminders",),
            kpis=("kpi:no-show-rate",),
            severity=2,
            find_out="Ask the last five.",
            method="method:customer-interviews",
            sources=PRACTICE,
            body="Somebody books and does not come. The time cannot be sold again.",
        ),
        PainCard(
            id="pain:late-delivery",
            title="Delivery comes late",
            says=("parcels arrive days after we promised",),
            customer_says=("my package was late",),
            stages=("stage:use",),
            touchpoints=("touchpoint:shipping-updates",),
            tactics=("tactic:delivery-updates",),
            kpis=("kpi:no-show-rate",),
            severity=2,
            find_out="Count.",
            method="method:customer-interviews",
            sources=PRACTICE,
            body="The parcel comes after the promised day. Customers worry and write.",
        ),
        TacticCard(
            id="tactic:appointment-reminders",
            title="Appointment reminders",
            says=("remind them the day before", "text message before the visit"),
            stages=("stage:purchase",),
            trigger="People forget what they booked",
            how="Send one message the day before",
            first_step="Switch on the reminder in your booking tool",
            first_step_hours=1,
            effort="S",
            impact="medium",
            kpis=("kpi:no-show-rate",),
            legal=("legal:sms",),
            channel="sms",
            timing="The day before",
            customer_value="Does not forget",
            business_value="Fewer empty hours",
            sources=({"ref": "MCLEAN16", "strength": "strong"},),
            body="A short message the day before (MCLEAN16) saves the hour. It also gives people a way to cancel.",
        ),
        TacticCard(
            id="tactic:delivery-updates",
            title="Delivery updates",
            says=("tell people where the parcel is", "tracking mails"),
            stages=("stage:use",),
            trigger="Customers ask where their order is",
            how="Send a note at dispatch",
            first_step="Write one dispatch note",
            first_step_hours=1,
            effort="S",
            impact="low",
            kpis=("kpi:no-show-rate",),
            channel="email",
            timing="At dispatch",
            customer_value="Knows",
            business_value="Fewer mails",
            sources=({"ref": "ABC10", "strength": "against"},),
            body="In a test, daily tracking mails made people complain more. One note at dispatch did no harm.",
        ),
        KpiCard(
            id="kpi:no-show-rate",
            title="No-show rate",
            says=("what share of bookings never come",),
            formula="No-shows ÷ bookings × 100",
            unit="%",
            direction="down",
            stages=("stage:purchase",),
            read_it="Your booking tool",
            mistakes="Counting late cancellations",
            benchmark={
                "text": "About 5% in one restaurant platform's data",
                "source": "OT17",
                "year": 2017,
                "caution": "restaurants only",
            },
            words=("no-shows", "flakes"),
            sources=({"ref": "OT17", "strength": "vendor"},),
            body="How many of those who booked did not come. Count them by weekday.",
        ),
        LegalCard(
            id="legal:sms",
            title="Text messages",
            says=("am i allowed to text customers",),
            as_of="2026-11-22",
            check="Check that people agreed to text messages.",
            sources=PRACTICE,
            body="Most countries want consent before marketing texts. Reminders are often treated apart.",
        ),
    )
    return Library({card.id: card for card in cards}, {})
