"""Reading a messy message: slang, typing errors, stems and words that mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.embedder import VOCABULARY
from assistant.retrieval.wording import MAX_WORDS, Wording, english_words

CARDS = ("Customers abandon the basket at checkout", "A survey of customers", "retention of subscribers, retention")
WORDING = Wording(
    slang={"ppl": "people", "n": "and", "dont": "do not"},
    same=[["cart", "basket", "trolley"], ["customer", "client"]],
    stop=["the", "at", "of", "a", "and"],
    texts=CARDS,
    dictionary=english_words(VOCABULARY),
)


def test_slang_is_written_out() -> None:
    assert WORDING.plain("Ppl dont buy n leave") == "people do not buy and leave"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("custommers", "customers"), ("basekt", "basket"), ("retension", "retention"), ("subscribrs", "subscribers")],
)
def test_a_typing_error_is_mended_with_the_words_of_the_cards(typed: str, meant: str) -> None:
    assert WORDING.mend(typed) == meant


@pytest.mark.parametrize("word", ["survive", "retailer", "quitting", "basks", "nps", "x", "c3po", "zzzzzzzzz"])
def test_a_real_or_unknown_word_is_left_alone(word: str) -> None:
    assert WORDING.mend(word) == word


def test_words_that_mean_the_same_become_one_term() -> None:
    assert WORDING.terms("the clients' trolley") == WORDING.terms("customer's basket") == ["custom", "cart"]


def test_words_that_say_nothing_are_no_terms() -> None:
    assert WORDING.terms("the of a and") == []


def test_a_long_message_is_cut() -> None:
    assert len(WORDING.plain("people " * 5000).split()) == MAX_WORDS


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    plain = WORDING.plain(text)
    assert WORDING.plain(text) == plain
    assert all(term for term in WORDING.terms(plain))
