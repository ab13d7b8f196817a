"""The page as a fold of the turn log and of what the page kept."""

from itertools import combinations

from assistant.reply import Choice
from assistant.state import Entry, State, Step, advance
from assistant.web.bubbles import Bubble, buttons, remembered, reply_bubble

THREAD = "t"


def _state(*texts: str) -> State:
    state = State()
    for turn, text in enumerate(texts, start=1):
        step = Step(intent="answer", reply=f"reply to {text}", choices=(Choice(label="Skip", value="skip"),))
        state = advance(state, Entry(turn=turn, msg_id=f"m{turn}", text=text, at="", step=step))
    return state


def _kept(bubble: Bubble) -> dict[str, object]:
    type = "user_message" if bubble.mine else "assistant_message"
    return {"id": bubble.id, "type": type, "output": bubble.words, "createdAt": "", "metadata": {"door": bubble.door}}


def _page(state: State, *kept: Bubble) -> list[str]:
    return [bubble.words for bubble in remembered(THREAD, "hello", [_kept(bubble) for bubble in kept], state)]


def test_the_log_alone_gives_the_whole_conversation() -> None:
    assert _page(_state("a", "b")) == ["hello", "a", "reply to a", "b", "reply to b"]


def test_what_the_page_itself_said_keeps_its_place() -> None:
    state = _state("a", "b")
    first = reply_bubble(THREAD, "m1", "reply to a", (), draws=False)
    asked, answered = Bubble(id="u", mine=True, words="see an example"), Bubble(id="e", words="here", door="example")
    page = _page(
        state, Bubble(id="m1", mine=True, words="a"), first, asked, answered, Bubble(id="m2", mine=True, words="b")
    )
    assert page == ["hello", "a", "reply to a", "see an example", "here", "b", "reply to b"]


def test_any_bubbles_the_page_lost_come_back_in_their_order() -> None:
    state = _state("a", "b", "c")
    whole = remembered(THREAD, "hello", [], state)
    for size in range(len(whole)):
        for kept in combinations(whole[1:], size):
            assert _page(state, *kept) == [bubble.words for bubble in whole]


def test_the_words_of_the_log_count() -> None:
    assert _page(_state("a"), Bubble(id="m1", mine=True, words="something else")) == ["hello", "a", "reply to a"]


def test_a_button_has_the_same_id_wherever_it_is_drawn_and_another_for_another_question() -> None:
    choices = (Choice(label="Skip", value="skip"), Choice(label="Skip", value="skip"))
    (one,) = buttons(THREAD, 1, choices)
    assert buttons(THREAD, 1, choices) == (one,)
    assert buttons(THREAD, 2, choices)[0].id != one.id
    assert buttons("other", 1, choices)[0].id != one.id
