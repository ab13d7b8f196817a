"""The scorers of interviews tell good from bad on hand-made ones."""

from dataclasses import replace

import pytest

from assistant.brief import Brief
from evals.owners import Correction, Interruption, OwnerCase, SimulatedOwner
from evals.scoring import manners
from evals.scoring.facts import found_facts, invented, known_after, matches, unrooted
from tests.evals.made import GOLD, GOOD, played, turn


def changed(**fields: object) -> Brief:
    return Brief.model_validate({**dict(GOOD), **fields})


def test_every_fact_of_a_right_brief_is_found():
    assert all(fact.found for fact in found_facts(GOLD, GOOD))


@pytest.mark.parametrize(
    ("field", "brief"),
    [
        ("trade", changed(business={"industry": "industry:gym", "model": "b2c"})),
        ("model", changed(business={"industry": "industry:salon", "model": "b2b"})),
        ("channels", changed(channels=())),
        ("customers", changed(personas=())),
        ("numbers", changed(numbers=({"kpi": "kpi:no-show-rate", "value": 25, "unit": "%", "words": "25"},))),
        ("pains", changed(pains=())),
        ("told", changed(goal="more sales")),
        ("unknown", changed(resources={"words": "two hours"}, unknown=())),
    ],
)
def test_a_missing_or_wrong_fact_is_a_miss_in_its_field(field: str, brief: Brief):
    missed = {fact.field for fact in found_facts(GOLD, brief) if not fact.found}
    assert missed == {field}


def test_what_nobody_said_is_invented():
    more = changed(
        channels=(*GOOD.channels, {"channel": "email", "use": "keep"}),
        numbers=(
            *GOOD.numbers,
            {"value": 77, "unit": "%", "words": "77 %"},
            {"value": 35, "unit": "money", "words": "35"},
        ),
    )
    assert [fact.what for fact in invented(GOLD, more) if not fact.found] == ["email", "None 77"]
    assert all(fact.found for fact in invented(GOLD, GOOD))


def test_fields_that_are_not_annotated_in_full_are_not_judged_for_invention():
    open_gold = GOLD.model_copy(update={"channels_also": None, "numbers_also": None})
    assert {fact.field for fact in invented(open_gold, GOOD)} == {"customers", "pains"}


def test_words_that_stand_in_no_message_are_unrooted():
    wrong = {fact.what for fact in unrooted(played([turn(None)])) if not fact.found}
    assert wrong == {"cuts for 35", "that they rebook at the till"}


def test_what_is_known_grows_from_turn_to_turn():
    shares = known_after(played([turn("offer", brief=Brief()), turn(None)]))
    assert shares == (0.0, 1.0)
    assert manners.until_known(shares) == 1
    assert manners.until_known((0.1, 0.5)) == manners.NEVER


def test_patterns_ignore_case_and_curly_quotes():
    assert matches("don't pick up", "They DON’T pick up")
    assert not matches("pick", None)


def test_a_topic_asked_after_it_was_answered_is_asked_again():
    assert manners.reasks(played([turn("goal"), turn("pains"), turn("goal"), turn(None)])) == ("goal",)
    assert manners.reasks(played([turn("goal"), turn("goal"), turn("pains")])) == ()
    assert manners.probes(played([turn("goal"), turn("goal"), turn("pains")])) == 1


def test_a_topic_asked_although_the_opening_told_it_is_asked_again():
    told = GOLD.model_copy(update={"told_at_once": ("goal",)})
    assert manners.reasks(played([turn("goal"), turn("pains")], told)) == ("goal",)


def test_a_skipped_topic_asked_at_once_is_asked_again():
    assert manners.reasks(played([turn("goal"), turn("goal", "skip")])) == ("goal",)


def test_a_question_that_stands_again_after_a_digression_is_not_counted():
    assert manners.asked(played([turn("goal"), turn("goal", "question"), turn("pains")])) == 2


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ("Thank you. What do you sell?", "What do you sell?"),
        ("So far: cuts.\n\nWho comes? If there are kinds, name two.", "Who comes? If there are kinds, name two."),
        ('You mentioned "why me?". Where else do they wait?', "Where else do they wait?"),
    ],
)
def test_the_question_is_taken_from_the_reply(reply: str, question: str):
    assert manners.question_of(reply) == question


def test_two_questions_at_once_are_not_single_but_quoted_ones_do_not_count():
    assert manners.is_single("What do you sell?")
    assert manners.is_single('You said "who knows?". What else?')
    assert not manners.is_single("What do you sell? And to whom?")


def test_a_question_that_pushes_is_leading():
    assert manners.is_leading("Customers love your service, don't they, right?")
    assert manners.is_leading("Surely they come back?")
    assert not manners.is_leading("What brings customers back?")


def test_a_correction_must_replace_the_value_and_be_read_back():
    correction = Correction(after="numbers", message="it's 30", expect_number=("kpi:no-show-rate", 30))
    ignored = played([turn("goal", "answer", "Good.")], correction=correction)
    ignored = replace(ignored, exchanges=(replace(ignored.exchanges[0], correcting=True),))
    assert [check.found for check in manners.corrections(ignored)] == [False, False, False, False]
    brief = changed(numbers=({"kpi": "kpi:no-show-rate", "value": 30, "unit": "%", "words": "30"},))
    taken = replace(ignored.exchanges[0], turn=turn("goal", "correct", "Corrected: 30 % instead of 20 %.", brief=brief))
    assert all(check.found for check in manners.corrections(replace(ignored, exchanges=(taken,))))


def test_a_correction_that_could_not_be_made_is_a_failure():
    correction = Correction(after="numbers", message="it's 30")
    assert [c.found for c in manners.corrections(played([turn(None)], correction=correction))] == [False]


def test_after_an_interruption_the_question_must_stand_again():
    said = Interruption(before="goal", message="why?", reply="map", cited=False)
    made = played([turn("goal"), turn("goal", "why", "The map puts it first. What is your goal?"), turn(None)])
    judged = replace(made, exchanges=(made.exchanges[0], replace(made.exchanges[1], interrupting=said)))
    assert all(check.found for check in manners.interruptions(judged))
    lost = replace(judged, exchanges=(replace(judged.exchanges[1], turn=turn("pains", "answer", "Noted. Pains?")),))
    assert [check.found for check in manners.interruptions(lost)] == [False, False, True]


def test_an_interview_without_a_map_or_with_too_many_questions_does_not_end_well():
    assert not any(check.found for check in manners.ending(played([turn("goal"), turn("pains")] * 8)))


def owner(**fields: object) -> SimulatedOwner:
    tree = {"name": "a", "note": "b", "opening": "hi", "answers": {"goal": ["more", "much more"], "pains": "queues"}}
    return SimulatedOwner(OwnerCase.model_validate({**tree, "gold": GOLD, **fields}))


def test_an_owner_tells_a_fact_only_when_asked_and_once():
    one = owner(otherwise="dunno")
    said = [one.next(turn(topic)) for topic in ("goal", "goal", "goal", "pains", "offer")]
    assert said == ["more", "much more", "dunno", "queues", "dunno"]


def test_an_owner_corrects_after_the_topic_and_interrupts_once():
    one = owner(
        correction=Correction(after="goal", message="no, fewer"),
        interruptions=(Interruption(before="pains", message="why?"),),
    )
    assert [one.next(turn(topic)) for topic in ("goal", "pains", "pains", "pains")] == [
        "more", "no, fewer", "why?", "queues",
    ]  # fmt: skip


def test_an_owner_who_has_enough_asks_for_the_map():
    one = owner(leaves_at="pains", leaves_with="draw it")
    assert (one.next(turn("pains")), one.left) == ("draw it", True)
