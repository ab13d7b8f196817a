"""One plain prompt draws a map too: it is read as far as it goes, believed only where the owner did say so, and scored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.minds.mind import UNLIMITED
from assistant.model import Assumed, JourneyMap, OwnerSaid
from assistant.usage import Meter
from evals.models import open_model
from evals.one_prompt import MAX_TOKENS, PlainMap, as_journey, draw_in_one
from evals.scoring.neutral import invented_figures, neutral
from tests.minds.standin import Body

BRIEF = Brief.model_validate(
    {
        "business": {"industry": "industry:salon", "model": "b2c", "offer": "cuts and colour"},
        "goal": "that clients rebook before they leave",
        "personas": [{"name": "Brides", "who": "brides with their mothers"}],
        "channels": [{"channel": "phone", "use": "buy"}],
        "pains": [{"words": "nobody picks up the phone", "pain": "pain:missed-calls"}],
        "unknown": ["numbers"],
    }
)


def stage(kind: str = "purchase", number: int = 1, **fields: object) -> Body:
    plain = {
        "kind": kind, "name": "Booking", "goal": "get a slot",
        "actions": [{"text": "rings the salon", "said": ""}],
        "thoughts": [{"text": "Why does nobody pick up the phone?", "said": "nobody picks up the phone"}],
        "touchpoints": [{"text": "the phone", "said": "", "channel": "phone", "exists": True}],
        "feeling": -1, "feels": "annoyed", "because": {"text": "it rings and rings", "said": ""},
        "pains": [{"text": "nobody picks up", "said": "nobody picks up the phone", "number": number}],
        "decides": "whoever gets no answer rings the next salon in town",
        "ideas": [{"text": "ring back within the hour", "answers": number, "first_step": "write missed calls down",
                   "kpi": "Missed calls", "who": "whoever stands at the till"}],
        "kpis": [{"text": "missed calls", "said": "", "today": ""}],
        "keeping": [],
    }  # fmt: skip
    return {**plain, **fields}


def answer(*stages: Body, **fields: object) -> Body:
    plain = {
        "title": "I want to look right on the day", "customer": "brides with their mothers",
        "stages": list(stages) or [stage()], "first": ["write missed calls down"],
        "unknown": [{"text": "the numbers: how many calls are missed", "find_out": "count for a week"}],
    }  # fmt: skip
    return {**plain, **fields}


def read(body: Body) -> JourneyMap:
    return as_journey(PlainMap.model_validate_json(json.dumps(body)), BRIEF)


def test_words_that_the_owner_said_become_a_root_and_claimed_ones_an_assumption():
    journey = read(answer(stage(actions=[{"text": "rings", "said": "they ring three times"}])))
    (first,) = journey.stages
    assert isinstance(first.thoughts[0].basis, OwnerSaid)
    assert isinstance(first.actions[0].basis, Assumed)


def test_a_map_with_true_quotes_has_more_true_roots_than_one_with_made_up_ones(library: Library):
    honest = neutral(read(answer()), BRIEF, library)
    made_up = stage(
        thoughts=[{"text": "no one cares", "said": "no one cares"}],
        pains=[{"text": "dear", "said": "far too dear", "number": 1}],
    )
    assert neutral(read(answer(made_up)), BRIEF, library)["true roots"] < honest["true roots"]


def test_a_figure_that_nobody_gave_is_counted(library: Library):
    clean, lying = read(answer()), read(answer(stage(because={"text": "62 % hang up after 4 rings", "said": ""})))
    assert invented_figures(clean, BRIEF, library) == 0
    assert invented_figures(lying, BRIEF, library) == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"ideas": []},
        {"kpis": []},
        {"ideas": [{"text": "x", "answers": 9, "first_step": "y", "kpi": "missed calls", "who": "z"}]},
        {"ideas": [{"text": "x", "answers": 1, "first_step": "", "kpi": "missed calls", "who": "z"}]},
    ],
)
def test_a_chain_without_one_of_its_links_is_not_complete(broken: Body, library: Library):
    assert neutral(read(answer()), BRIEF, library)["chains"] == 1
    assert neutral(read(answer(stage(**broken))), BRIEF, library)["chains"] == 0


def test_pains_that_are_counted_from_one_at_every_stage_are_told_apart(library: Library):
    journey = read(answer(stage("awareness", 1), stage("purchase", 1)))
    assert [chance.answers for one in journey.stages for chance in one.opportunities] == ["pain-1", "pain-2"]
    assert neutral(journey, BRIEF, library)["chains"] == 1


def test_our_own_map_stands_on_more_than_the_plain_one(library: Library):
    ours = neutral(draft(BRIEF, library), BRIEF, library)
    theirs = neutral(read(answer()), BRIEF, library)
    assert ours["true roots"] > theirs["true roots"]
    assert ours["whole arc"] > theirs["whole arc"]
    assert set(ours) == set(theirs)


async def drawn(settings) -> JourneyMap | str:
    async with open_model(settings, MAX_TOKENS) as endpoint:
        return await draw_in_one(BRIEF, endpoint, Meter(UNLIMITED))


async def test_a_good_answer_becomes_a_map(model_settings, standin):
    standin.write = lambda body: answer(stage("awareness"), stage("purchase", 2))
    journey = await drawn(model_settings)
    assert isinstance(journey, JourneyMap)
    assert [one.id for one in journey.stages] == ["stage:awareness", "stage:purchase"]
    assert "nobody picks up the phone" in standin.bodies[0]["messages"][1]["content"]


@pytest.mark.parametrize(
    ("play", "why"), [("prose", "invalid"), ("truncated", "too_long"), ("wrong", "invalid"), ("empty", "refused"),
                      ("server", "server"), ("key", "key")]
)  # fmt: skip
async def test_an_answer_that_is_no_map_is_unusable_and_says_why(play: str, why: str, model_settings, standin):
    standin.write, standin.play = (lambda body: answer()), play
    assert await drawn(model_settings) == why


words = st.text(max_size=40)
lines = st.fixed_dictionaries({"text": words, "said": words})
stages = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["awareness", "purchase", "exit"]), "name": words, "goal": words,
        "actions": st.lists(lines, min_size=1, max_size=2), "thoughts": st.lists(lines, max_size=2),
        "touchpoints": st.lists(st.fixed_dictionaries(
            {"text": words, "said": words, "channel": st.sampled_from(["phone", "store"]), "exists": st.booleans()}
        ), max_size=2),
        "feeling": st.integers(-2, 2), "feels": words, "because": lines,
        "pains": st.lists(st.fixed_dictionaries({"text": words, "said": words, "number": st.integers(-2, 3)}), max_size=3),
        "decides": words,
        "ideas": st.lists(st.fixed_dictionaries(
            {"text": words, "answers": st.integers(-2, 3), "first_step": words, "kpi": words, "who": words}
        ), max_size=3),
        "kpis": st.lists(st.fixed_dictionaries({"text": words, "said": words, "today": words}), max_size=2),
        "keeping": st.lists(lines, max_size=2),
    }
)  # fmt: skip


@given(st.lists(stages, min_size=1, max_size=3), words, words)
def test_whatever_has_the_shape_becomes_a_map_that_can_be_scored(found: list[Body], title: str, customer: str):
    journey = read(answer(*found, title=title, customer=customer))
    scores = neutral(journey, BRIEF, Library({}, {}))
    assert all(0 <= value <= 1 for value in scores.values())
