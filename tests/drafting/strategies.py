"""Hypothesis strategies for briefs and surveys: any that are valid, plausible ones and odd ones."""

from hypothesis import strategies as st

from assistant.brief import (
    TOPICS,
    Brief,
    Business,
    ChannelUse,
    Journey,
    Number,
    Origin,
    Pain,
    Persona,
    Resources,
    Said,
)  # fmt: skip
from assistant.model import CHANNELS, STAGES
from assistant.synthesis import Quote, Synthesis, Theme
from assistant.text import clean

PHRASES = (
    "they wait too long", "no", "nothing", "send photos if i remember", "people ghost after the quote", "more bookings",
    "we lose 3 in 10 quotes", "half of them never come back", "Instagram, Google and word of mouth", "they phone us",
    "sell more servicing", "we don't do facebook", "the price isn't on the website", "a stamp card", "2,5 h a week",
    "In January 2026 at 8am", "couples planning weddings", "the CFO signs", "keep members past week 6", "£6,500 to £9,800",
    "regulars know my name", "quarterly review, but we skip half of them", "=HYPERLINK(1)", "<b>x</b>", "“quoted” words",
    "Ünïcödé 🙂 words", "1", "?", "I", "AI and CRM for B2B", "they enquire, we send a brochure, they visit, pay a deposit",
)  # fmt: skip
CARDS = (
    "pain:slow-first-reply", "pain:silent-after-quote", "pain:no-such-card", "kpi:win-rate", "industry:salon",
    "pain:long-queue", "pain:hard-cancel", "tactic:stamp-card", "pain:one-time-buyers",
)  # fmt: skip
INDUSTRIES = (
    "industry:salon",
    "industry:saas",
    "industry:events",
    "industry:nowhere",
    "kpi:win-rate",
    "industry:nonprofit",
)

_odd = st.text(min_size=1, max_size=80).filter(lambda text: bool(clean(text)))
texts = st.one_of(
    st.sampled_from(PHRASES), st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4).map(", ".join), _odd
)
lines = texts.map(lambda text: " ".join(clean(text).split())).filter(bool).map(lambda text: text[:500])
turns = st.lists(st.integers(0, 6), max_size=2).map(tuple)


def _many(values: st.SearchStrategy, most: int = 4) -> st.SearchStrategy:
    return st.lists(values, max_size=most).map(tuple)


def _maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values)


businesses = st.builds(
    Business, name=_maybe(lines), offer=_maybe(lines), place=_maybe(lines), price=_maybe(lines),
    model=_maybe(st.sampled_from(("b2c", "b2b", "both", "nonprofit"))), industry=_maybe(st.sampled_from(INDUSTRIES)),
)  # fmt: skip
personas = st.builds(Persona, name=lines, who=lines, goals=_many(lines, 2), worries=_many(lines, 2), turns=turns)
channels = st.builds(
    ChannelUse, channel=st.sampled_from(CHANNELS), words=_maybe(lines), turns=turns,
    use=st.sampled_from(("discover", "buy", "receive", "serve", "keep")),
)  # fmt: skip
pains = st.builds(
    Pain, words=lines, pain=_maybe(st.sampled_from(CARDS)), stage=_maybe(st.sampled_from(STAGES)), turns=turns
)
numbers = st.builds(
    Number, kpi=_maybe(st.sampled_from((*CARDS, "kpi:no-show-rate", "kpi:nps"))), unit=st.sampled_from(("%", "days")),
    value=st.one_of(st.floats(-1e6, 1e6), st.sampled_from((30.0, 3.0, 50.0))), words=lines, turns=turns,
)  # fmt: skip
resources = st.builds(
    Resources, words=texts, people=_maybe(lines), hours_a_week=_maybe(st.floats(0, 60)),
    budget=_maybe(st.sampled_from(("none", "small", "some"))), tools=_many(lines, 2),
)  # fmt: skip
origins = st.builds(
    Origin, turns=turns,
    fact=st.sampled_from(("goal", "business.offer", "journey.purchase", "journey.after_sale", "keeping", "resources")),
)  # fmt: skip
briefs = st.builds(
    Brief, business=businesses, personas=_many(personas, 3), goal=_maybe(texts), channels=_many(channels, 6),
    journey=st.builds(
        Journey, discovery=_maybe(texts), purchase=_maybe(texts), delivery=_maybe(texts), after_sale=_maybe(texts)
    ),
    pains=_many(pains, 6), numbers=_many(numbers), keeping=_many(texts, 3), resources=_maybe(resources),
    unknown=st.lists(st.sampled_from(TOPICS), unique=True, max_size=4).map(tuple), origins=_many(origins, 5),
    said=st.lists(st.builds(Said, turn=st.integers(1, 6), text=texts), max_size=5, unique_by=lambda s: s.turn).map(tuple),
)  # fmt: skip


@st.composite
def themes(draw: st.DrawFn, number: int) -> Theme:
    """Draw one theme that counts its responses."""
    ids = tuple(f"r{number}-{i}" for i in range(draw(st.integers(0, 5))))
    said = tuple(Quote(response=one, text=draw(texts)) for one in ids[: draw(st.integers(0, 2))])
    return Theme(
        id=f"t{number}", label=draw(lines), pain=draw(_maybe(st.sampled_from(CARDS))),
        stage=draw(_maybe(st.sampled_from(STAGES))), touchpoint=draw(_maybe(st.just("touchpoint:quote-email"))),
        count=len(ids), share=draw(st.floats(0, 100)), interval=(0, 100), sentiment=draw(st.floats(-1, 1)),
        severity=draw(_maybe(st.floats(0, 1))), quotes=said, response_ids=ids, few_voices=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def surveys(draw: st.DrawFn) -> Synthesis:
    """Draw a survey with up to four themes and two of praise."""
    found = tuple(draw(themes(number)) for number in range(draw(st.integers(0, 4))))
    praised = tuple(draw(themes(number + 10)) for number in range(draw(st.integers(0, 2))))
    return Synthesis(responses=40, themes=found, praise=praised)
