"""Facts enter a brief and are traced, replaced and taken back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.brief import TOPICS, Brief
from assistant.edits import (
    AddChannel,
    AddKeeping,
    AddPain,
    AddPersona,
    Drop,
    MarkUnknown,
    SetFact,
    SetNumber,
    SetResources,
    apply,
    is_rooted,
)
from assistant.model import CHANNELS


def test_a_fact_remembers_the_turn_it_came_from():
    brief = apply(
        Brief(), [SetFact(fact="goal", value="more bookings", words="more bookings")], 3, "I want more bookings"
    )
    assert brief.goal == "more bookings"
    assert brief.turns_of("goal") == (3,)
    assert [said.text for said in brief.said] == ["I want more bookings"]


def test_a_corrected_number_replaces_the_old_one_everywhere():
    first = SetNumber(kpi="kpi:win-rate", value=20, unit="%", words="2 in 10 quotes")
    second = SetNumber(kpi="kpi:win-rate", value=30, unit="%", words="3 in 10 quotes", replaces="2 in 10 quotes")
    brief = apply(apply(Brief(), [first], 1, "2 in 10 quotes"), [second], 2, "make that 3 in 10 quotes")
    assert [(number.kpi, number.value, number.turns) for number in brief.numbers] == [("kpi:win-rate", 30, (2,))]


def test_an_unknown_topic_becomes_known_when_it_is_told():
    brief = apply(Brief(), [MarkUnknown(topic="goal")], 1, "skip")
    assert brief.unknown == ("goal",)
    brief = apply(brief, [SetFact(fact="goal", value="more calls", words="more calls")], 2, "more calls")
    assert brief.unknown == ()


def test_a_denied_channel_is_taken_off():
    brief = apply(Brief(), [AddChannel(channel="email", use="buy", words="email")], 1, "by email")
    assert apply(brief, [Drop(what="channel", words="email")], 2, "not by email").channels == ()


def test_the_same_channel_twice_keeps_both_turns():
    edit = AddChannel(channel="phone", use="buy", words="phone")
    brief = apply(apply(Brief(), [edit], 1, "phone"), [edit], 4, "phone")
    assert [use.turns for use in brief.channels] == [(1, 4)]


def test_words_that_are_not_in_the_message_are_not_rooted():
    edit = AddPain(words="the queue is long")
    assert is_rooted(edit, "Honestly, the  QUEUE is long at eight")
    assert not is_rooted(edit, "the queue is short")


words = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable())
edits = st.one_of(
    st.builds(SetFact, fact=st.sampled_from(["goal", "business.offer", "journey.purchase", "business.place"]), value=words, words=words),
    st.builds(AddPersona, name=words, who=words, words=words),
    st.builds(AddChannel, channel=st.sampled_from(CHANNELS), use=st.sampled_from(["discover", "buy", "keep"]), words=words),
    st.builds(AddPain, words=words),
    st.builds(SetNumber, kpi=st.sampled_from([None, "kpi:nps", "kpi:win-rate"]), value=st.floats(-1e6, 1e6), unit=st.just("%"), words=words),
    st.builds(AddKeeping, words=words),
    st.builds(SetResources, words=words, hours_a_week=st.none() | st.floats(0, 100)),
    st.builds(MarkUnknown, topic=st.sampled_from(TOPICS)),
    st.builds(Drop, what=st.sampled_from(["channel", "persona", "pain", "number", "keeping"]), words=words),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(edits, max_size=12))
def test_any_sequence_of_edits_keeps_a_valid_brief(sequence):
    brief = Brief()
    for turn, edit in enumerate(sequence, start=1):
        brief = apply(brief, [edit], turn, "some words")
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
    assert len({(use.channel, use.use) for use in brief.channels}) == len(brief.channels)
    kpis = [number.kpi for number in brief.numbers if number.kpi]
    assert len(kpis) == len(set(kpis))
