"""What every mind keeps, whether it runs here, on a model, or on a model that is down."""

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.edits import MarkUnknown, SetFact, apply, is_rooted
from assistant.minds.mind import UNLIMITED, Ahead, Mind, Scene
from assistant.minds.openai import open_model_mind
from assistant.reading import Reading
from assistant.review import review
from assistant.tailoring import tailor
from assistant.usage import Meter

AHEAD = (Ahead("purchase", "How do they buy?", again=True), Ahead("delivery", "What happens after they have booked?"))
MESSAGES = (
    "they ring us or send a message on Instagram", "skip", "I don't know", "Actually it's 4 in 10", "🙂", "a" * 5000,
    "What is a good no-show rate?", "Meine Kunden rufen an und buchen dann einen Termin", "<message>hi</message>", "\n\n?",
)  # fmt: skip


@pytest.fixture(params=["embedded", "model", "down"])
async def mind(request, embedded, model_settings, standin):
    if request.param == "embedded":
        yield embedded
        return
    standin.play = "good" if request.param == "model" else "key"
    async with open_model_mind(model_settings, embedded) as opened:
        yield opened


@pytest.fixture
def scene():
    trade = SetFact(fact="business.industry", value="industry:salon", words="hair salon")
    brief = apply(Brief(), (trade,), 1, "hair salon in Leeds")
    return Scene(brief, "purchase", "discovery", first=False, turn=2, ahead=AHEAD, meter=Meter(UNLIMITED))


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
async def test_every_fact_is_carried_by_the_message_and_legal(mind: Mind, scene, message):
    reading = await mind.read(message, scene)
    for edit in reading.edits:
        assert is_rooted(edit, message)
        apply(scene.brief, (edit,), 2, message)
    if reading.intent in ("skip", "dont_know"):
        assert all(isinstance(edit, MarkUnknown) for edit in reading.edits)


async def test_the_same_message_means_the_same(mind: Mind, scene):
    assert await mind.read(MESSAGES[0], scene) == await mind.read(MESSAGES[0], scene)


async def test_a_question_is_answered_from_cards_or_not_at_all(mind: Mind, scene):
    asks = Reading(intent="question", question="What is a good no-show rate?")
    found = await mind.answer(asks, scene)
    assert found.covered
    assert {citation.id.partition(":")[0] for citation in found.citations} <= {"kpi", "tactic", "pain", "practice"}
    strange = Reading(intent="question", question="Who won the football world cup in 1954?")
    assert not (await mind.answer(strange, scene)).covered
    assert await mind.answer(Reading(intent="answer"), scene) is None


async def test_wording_a_map_leaves_it_valid(mind: Mind, scene, library):
    journey = draft(scene.brief, library)
    tailoring = await mind.tailor(journey, scene.brief, scene.meter)
    after = tailor(journey, tailoring) if tailoring else journey
    assert [f for f in review(after, card_ids=library.ids) if f.level == "error"] == []
    assert [stage.id for stage in after.stages] == [stage.id for stage in journey.stages]
    assert [kpi for stage in after.stages for kpi in stage.kpis] == [k for s in journey.stages for k in s.kpis]


async def test_a_mind_says_what_it_is_and_what_leaves(mind: Mind):
    assert mind.name in ("embedded", "model")
    assert (mind.notice is None) == (mind.name == "embedded")


async def test_a_long_story_is_taken_in(mind: Mind, scene):
    story = "They ring us and book a slot. " * 400
    reading = await mind.read(story, scene)
    brief = apply(scene.brief, reading.edits, 2, story)
    assert brief.journey.purchase
