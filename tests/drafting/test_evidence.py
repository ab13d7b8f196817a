"""A survey flows into the map: shares, quotes and counts stand beside what the owner believes."""

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import FromSurvey
from assistant.review import review
from assistant.synthesis import Quote, Synthesis, Theme


def theme(name: str, count: int, pain: str | None, text: str, sentiment: float = -0.5) -> Theme:
    ids = tuple(f"{name}{number}" for number in range(count))
    return Theme.model_validate(
        {
            "id": name, "label": name, "pain": pain, "count": count, "share": count / 2, "interval": (0, 100),
            "sentiment": sentiment, "severity": 0.6, "quotes": (Quote(response=ids[0], text=text),), "response_ids": ids,
        }
    )  # fmt: skip


SURVEY = Synthesis(
    responses=200,
    themes=(
        theme("queue", 80, "pain:long-queue", "Stood in line for 25 minutes"),
        theme("cold", 20, "pain:cold-food", "Chips were cold"),
    ),
    praise=(theme("staff", 40, None, "The staff remembered my name", 0.8),),
)
BRIEF = Brief.model_validate(
    {
        "business": {"industry": "industry:restaurant", "offer": "pizza"}, "goal": "better reviews",
        "pains": [{"words": "people cancel on the day", "pain": "pain:no-shows"}],
    }
)  # fmt: skip


def test_a_theme_becomes_a_pain_with_its_share_quote_and_responses(library: Library) -> None:
    journey = draft(BRIEF, library, SURVEY)
    pain = next(pain for stage in journey.stages for pain in stage.pains if pain.card == "pain:long-queue")
    assert pain.share == 40
    assert isinstance(pain.basis, FromSurvey)
    assert (pain.basis.count, pain.basis.quote) == (80, "Stood in line for 25 minutes")
    assert len(pain.basis.responses) == 80
    assert [one for one in review(journey, card_ids=library.ids) if one.level == "error"] == []


def test_customers_feelings_rest_on_their_own_words(library: Library) -> None:
    journey = draft(BRIEF, library, SURVEY)
    heard = [stage.emotion for stage in journey.stages if isinstance(stage.emotion.basis, FromSurvey)]
    assert any(emotion.valence < 0 and "Stood in line" in emotion.because for emotion in heard)


def test_a_disagreement_between_owner_and_customers_is_shown_side_by_side(library: Library) -> None:
    (clash,) = draft(BRIEF, library, SURVEY).contradictions
    assert "people cancel on the day" in clash.owner_view.text
    assert "80 of those asked" in clash.customer_view.text
    assert "Long queue" in clash.customer_view.text


def test_no_disagreement_is_claimed_when_the_owner_named_the_top_theme(library: Library) -> None:
    told = {**BRIEF.model_dump(), "pains": [{"words": "the line is too long", "pain": "pain:long-queue"}]}
    assert draft(Brief.model_validate(told), library, SURVEY).contradictions == ()


def test_a_survey_alone_gives_a_map(library: Library) -> None:
    journey = draft(Brief.model_validate({"business": {"industry": "industry:restaurant"}}), library, SURVEY)
    assert "80 of those asked" in journey.top_actions[0].why
    assert {rule.rule for rule in review(journey, card_ids=library.ids)} == set()


def test_few_voices_are_not_ranked_while_others_speak(library: Library) -> None:
    few = theme("till", 2, "pain:surprise-costs", "The total jumped").model_copy(update={"few_voices": True})
    survey = SURVEY.model_copy(update={"themes": (*SURVEY.themes, few)})
    cards = {pain.card for stage in draft(BRIEF, library, survey).stages for pain in stage.pains if pain.share}
    assert cards == {"pain:long-queue", "pain:cold-food"}
