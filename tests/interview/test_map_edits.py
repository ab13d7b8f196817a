"""Changes of a drawn map: they hit what they were meant for, also after the map was redrawn, or nothing."""

import pytest

from assistant.errors import Refused
from assistant.map_edits import NewPain, NewTouchpoint, Remove, RenameStage, Reword, apply_to_map, pinned, words_at
from assistant.model import Assumed, JourneyMap, OwnerSaid
from tests.export.example_map import EXAMPLE

GUESS, SAID = Assumed(why="a guess"), OwnerSaid(turns=(1,), quote="Good")


def redrawn(**changes):
    """Return the example with another first stage."""
    first = type(EXAMPLE.stages[0]).model_validate({**dict(EXAMPLE.stages[0]), **changes})
    return JourneyMap.model_validate({**dict(EXAMPLE), "stages": (first, *EXAMPLE.stages[1:])})


def two_touchpoints():
    first = EXAMPLE.stages[0].touchpoints[0]
    other = type(first).model_validate({**dict(first), "name": "A sign at the road"})
    return redrawn(touchpoints=(first, other))


def names(journey):
    return [met.name for met in journey.stages[0].touchpoints]


def test_what_was_taken_off_stays_off_where_more_stands_before_it_now():
    journey = two_touchpoints()
    (edit,) = pinned(journey, (Remove(stage=0, part="touchpoints", index=1),))
    kept = journey.stages[0].touchpoints
    new = type(kept[0]).model_validate({**dict(kept[0]), "name": "A new one"})
    assert names(apply_to_map(redrawn(touchpoints=(new, *kept)), (edit,))) == ["A new one", names(journey)[0]]


def test_what_is_gone_already_takes_nothing_else_along():
    journey = two_touchpoints()
    (edit,) = pinned(journey, (Remove(stage=0, part="touchpoints", index=1),))
    new = type(journey.stages[0].touchpoints[0]).model_validate(
        {**dict(journey.stages[0].touchpoints[0]), "name": "A new one"}
    )
    with pytest.raises(Refused, match="not on the map any more"):
        apply_to_map(redrawn(touchpoints=(journey.stages[0].touchpoints[0], new)), (edit,))


def test_words_that_each_drawing_makes_anew_are_known_by_their_place():
    (edit,) = pinned(EXAMPLE, (Reword(stage=0, part="actions", index=0, text="Asks around", basis=GUESS),))
    other = type(EXAMPLE.stages[0].actions[0])(text="Worded anew", basis=GUESS)
    after = apply_to_map(redrawn(actions=(other, *EXAMPLE.stages[0].actions[1:])), (edit,))
    assert after.stages[0].actions[0].text == "Asks around"


def test_a_stage_is_found_where_the_columns_have_moved():
    (edit,) = pinned(EXAMPLE, (RenameStage(stage=1, name="Have a look", basis=GUESS),))
    fewer = JourneyMap.model_validate(
        {**dict(EXAMPLE), "stages": EXAMPLE.stages[1:], "top_actions": (), "contradictions": ()}
    )
    assert fewer.stages[0].id != EXAMPLE.stages[0].id
    assert apply_to_map(fewer, (edit,)).stages[0].name == "Have a look"


def test_several_edits_are_pinned_to_the_map_as_it_is_by_then():
    edits = pinned(
        two_touchpoints(),
        (
            Remove(stage=0, part="touchpoints", index=0),
            Reword(stage=0, part="touchpoints", index=0, text="Our sign", basis=SAID),
        ),
    )
    assert [edit.was for edit in edits] == [EXAMPLE.stages[0].touchpoints[0].name, "A sign at the road"]
    assert names(apply_to_map(two_touchpoints(), edits)) == ["Our sign"]


def test_what_nobody_named_does_not_stand_there_as_if_it_existed():
    said = NewTouchpoint(stage=0, name="Our window", channel="store", basis=SAID)
    guessed = NewTouchpoint(stage=0, name="A leaflet", channel="outdoor", basis=GUESS)
    after = apply_to_map(EXAMPLE, (said, guessed)).stages[0].touchpoints
    assert [met.status for met in after[-2:]] == ["exists", "suggested"]


def test_the_words_that_an_edit_replaces_are_told():
    stage = EXAMPLE.stages[0]
    assert words_at(EXAMPLE, RenameStage(stage=0, name="x", basis=GUESS)) == stage.name
    assert words_at(EXAMPLE, Remove(stage=0, part="touchpoints", index=0)) == stage.touchpoints[0].name
    assert words_at(EXAMPLE, NewPain(stage=0, text="x", basis=GUESS)) is None
    assert words_at(EXAMPLE, Remove(stage=99, part="touchpoints", index=0)) is None
