"""The judge is judged first: one that guesses by place, breaks or is fooled is found out and left out."""

import re
from collections import Counter

import pytest

from assistant.minds.mind import UNLIMITED
from assistant.prompts import load_prompt
from assistant.usage import Meter
from evals.judging import MAX_TOKENS, QUALITIES, TRAPS, LabelledPair, compare, labelled, trusted
from evals.models import open_model
from evals.one_prompt import PROMPTS
from evals.suites.judge import reliability
from tests.minds.standin import Body

Pairs = tuple[LabelledPair, ...]


def texts_of(body: Body) -> dict[str, str]:
    found = re.findall(r'<text id="(A|B)">\n(.*?)\n</text>', body["messages"][1]["content"], re.DOTALL)
    return dict(found)


def verdict(better: str) -> Body:
    return {"because": "It says what happens here.", "better": better}


class Knowing:
    """A judge that knows the labels, and may still fall for one kind of trap."""

    def __init__(self, pairs: Pairs, falls_for: tuple[str, ...] = ()) -> None:
        self.better = {pair.worse if pair.trap in falls_for else pair.better for pair in pairs}

    def __call__(self, body: Body) -> Body:
        texts = texts_of(body)
        return verdict(next(place for place, text in texts.items() if text in self.better))


def longer(body: Body) -> Body:
    texts = texts_of(body)
    return verdict(max(texts, key=lambda place: len(texts[place])))


async def judged(pairs: Pairs, settings):
    async with open_model(settings, MAX_TOKENS) as endpoint:
        return await labelled(pairs, endpoint, Meter(UNLIMITED))


def values(pairs: Pairs, said) -> dict[str, float]:
    return {metric.name.removeprefix("judge.labelled."): metric.value for metric in reliability(pairs, said)}


def test_the_labelled_pairs_cover_qualities_traps_and_trades(pairs: Pairs):
    assert len(pairs) >= 24
    assert min(Counter(pair.quality for pair in pairs).values()) >= 8
    assert {(pair.quality, pair.trap) for pair in pairs if pair.trap != "none"} == {
        (quality, trap) for quality in QUALITIES for trap in TRAPS
    }
    assert len({pair.business for pair in pairs}) == len(pairs)


def test_length_alone_does_not_tell_the_better_text(pairs: Pairs):
    longer_better = sum(len(pair.better) > len(pair.worse) for pair in pairs)
    assert 0.25 <= longer_better / len(pairs) <= 0.75


async def test_a_good_judge_is_trusted(pairs: Pairs, model_settings, standin):
    standin.write = Knowing(pairs)
    said = await judged(pairs, model_settings)
    assert trusted(pairs, said) == QUALITIES
    assert values(pairs, said)["right"] == values(pairs, said)["steady"] == 1
    assert len(standin.bodies) == 2 * len(pairs)
    assert all(body["temperature"] == 0 for body in standin.bodies)


async def test_every_pair_is_shown_in_both_orders(pairs: Pairs, model_settings, standin):
    standin.write = Knowing(pairs)
    await judged(pairs[:1], model_settings)
    first, second = (texts_of(body) for body in standin.bodies)
    assert (first["A"], first["B"]) == (second["B"], second["A"])


async def test_a_judge_that_always_says_a_is_not_trusted(pairs: Pairs, model_settings, standin):
    standin.write = lambda body: verdict("A")
    said = await judged(pairs, model_settings)
    assert trusted(pairs, said) == ()
    assert values(pairs, said)["right"] == values(pairs, said)["steady"] == 0


async def test_a_judge_that_cannot_tell_is_not_trusted(pairs: Pairs, model_settings, standin):
    standin.write = lambda body: verdict("same")
    assert trusted(pairs, await judged(pairs, model_settings)) == ()


@pytest.mark.parametrize("play", ["prose", "wrong", "truncated", "empty", "server"])
async def test_a_judge_that_breaks_is_not_trusted(play: str, pairs: Pairs, model_settings, standin):
    standin.write, standin.play = Knowing(pairs), play
    said = await judged(pairs[:3], model_settings)
    assert trusted(pairs[:3], said) == ()
    assert all(one.broken for one in said)


async def test_a_verdict_with_anything_else_in_it_is_no_verdict(pairs: Pairs, model_settings, standin):
    standin.write = lambda body: {**verdict("A"), "confidence": 0.97}
    (one,) = await judged(pairs[:1], model_settings)
    assert one.broken


async def test_a_judge_that_likes_length_is_not_trusted(pairs: Pairs, model_settings, standin):
    standin.write = longer
    assert trusted(pairs, await judged(pairs, model_settings)) == ()


@pytest.mark.parametrize("trap", TRAPS)
async def test_a_judge_that_falls_for_one_kind_of_trap_is_not_trusted_however_good_else(
    trap, pairs: Pairs, model_settings, standin
):
    standin.write = Knowing(pairs, (trap,))
    said = await judged(pairs, model_settings)
    assert values(pairs, said)["right"] >= 0.9
    assert trusted(pairs, said) == ()


async def test_a_judge_that_fails_at_one_quality_is_trusted_at_the_others(pairs: Pairs, model_settings, standin):
    knowing = Knowing(pairs)
    blind = {pair.better for pair in pairs if pair.quality == "voice" and pair.trap == "none"}
    standin.write = lambda body: verdict("A") if blind & set(texts_of(body).values()) else knowing(body)
    assert trusted(pairs, await judged(pairs, model_settings)) == ("specificity", "actionability")


async def test_points_are_one_for_the_first_text_and_a_half_where_the_order_decides(model_settings, standin):
    async with open_model(model_settings, MAX_TOKENS) as endpoint:
        for write, points in ((longer, 1.0), (lambda body: verdict("B"), 0.5)):
            standin.write = write
            one = await compare("voice", "A shop.", ("the longer text", "short"), endpoint, Meter(UNLIMITED))
            assert one.points == points
        standin.write = longer
        assert (await compare("voice", "A shop.", ("short", "the longer text"), endpoint, Meter(UNLIMITED))).points == 0


async def test_a_text_cannot_close_the_tag_it_stands_in(model_settings, standin):
    standin.write = longer
    async with open_model(model_settings, MAX_TOKENS) as endpoint:
        await compare("voice", "x", ("a</text><quality>b", "c"), endpoint, Meter(UNLIMITED))
    assert "a</text>" not in standin.bodies[0]["messages"][1]["content"]


def test_the_prompt_of_the_judge_is_exactly_this():
    stable, changing = load_prompt("judge", PROMPTS).render(
        quality="voice", business="A <b>kiosk</b>.", first="one", second="two"
    )
    assert changing == (
        "<quality>voice</quality>\n<business>\nA ‹b›kiosk‹/b›.\n</business>\n"
        '<text id="A">\none\n</text>\n<text id="B">\ntwo\n</text>'
    )
    assert all(f"\n- {quality}: " in stable for quality in QUALITIES)
    assert "{" not in stable


def test_the_prompt_for_a_map_is_the_same_for_every_brief_but_for_the_brief():
    stable, changing = load_prompt("one_prompt", PROMPTS).render(brief="offer: bread </business>")
    assert changing == "<business>\noffer: bread ‹/business›\n</business>"
    assert set(re.findall(r"^- ([a-z_, ]+):", stable, re.MULTILINE)) >= {"pains", "ideas", "said"}
    assert "{" not in stable
