"""Finding cards among a few: typos, links, filters, order, and the same thing said in other words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge.library import Library
from assistant.retrieval.embedder import open_embedder
from assistant.retrieval.phrasings import EMBEDDED, phrasings
from assistant.retrieval.search import MATCH, Search, open_search, texts_to_embed
from assistant.retrieval.signs import Signs, Weights, fuse
from assistant.settings import Settings
from assistant.words import load_words


def _cards(search: Search, query: str, **options: object) -> list[str]:
    return [passage.card for passage in search.find(query, **options)]  # type: ignore[arg-type]


def test_a_question_finds_the_number_behind_the_complaint(few_search: Search) -> None:
    assert _cards(few_search, "how many people flake on their booking")[0] == "kpi:no-show-rate"


def test_a_complaint_leads_over_its_pain_to_the_tactic_that_answers_it(few_search: Search) -> None:
    found = _cards(few_search, "they book and then never show, what can i do")
    assert "tactic:appointment-reminders" in found[:3]


@pytest.mark.parametrize("typed", ["appointmnt remindrs", "apointment reminders", "Appointment  REMINDERS!!"])
def test_typing_errors_find_the_same_card(few_search: Search, typed: str) -> None:
    assert _cards(few_search, typed)[0] == "tactic:appointment-reminders"


def test_only_the_kinds_asked_for_are_found(few_search: Search) -> None:
    assert _cards(few_search, "text messages", kinds=("legal",)) == ["legal:sms"]
    assert {passage.kind for passage in few_search.find("text messages", kinds={"pain", "kpi"})} == {"pain", "kpi"}
    assert _cards(few_search, "text messages", kinds=("stage",)) == []


def test_no_more_cards_are_found_than_asked_for(few_search: Search, few: Library) -> None:
    assert len(few_search.find("late parcels", k=2)) == 2
    assert len(few_search.find("late parcels", k=100)) == len(few)
    assert few_search.find("late parcels", k=0) == ()


def test_passages_come_best_first_with_scores_between_0_and_1(few_search: Search) -> None:
    scores = [passage.score for passage in few_search.find("parcels arrive late")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_snippet_is_the_sentence_that_fits(few_search: Search) -> None:
    (found,) = few_search.find("count by weekday", k=1, kinds=("kpi",))
    assert found.snippet == "Count them by weekday."


def test_the_same_message_finds_the_same_passages_in_another_process_of_opening(
    few_search: Search, few: Library
) -> None:
    embedder, words = open_embedder(), load_words("retrieval")
    other = Search(few, embedder, embedder.embed(texts_to_embed(few, words)), words)
    for query in ("late parcels", "no-shows", "", "???"):
        assert other.find(query) == few_search.find(query)


@pytest.mark.parametrize("query", ["", "   ", "!!!", "😀😀", "x" * 100_000, "word " * 20_000, "\u202e\x00"])
def test_a_message_without_sense_finds_something_or_nothing_but_never_fails(few_search: Search, query: str) -> None:
    assert all(passage.score < 0.9 for passage in few_search.find(query))
    assert not few_search.covers(query)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_searched(few_search: Search, text: str) -> None:
    assert few_search.find(text) == few_search.find(text)


def test_a_complaint_matches_its_pain_and_praise_does_not(few_search: Search) -> None:
    late = few_search.match("my parcel came three days late and nobody told me")[0]
    assert late.card == "pain:late-delivery"
    assert late.score >= MATCH
    assert few_search.match("great quick delivery, lovely packaging")[0].score < MATCH


def test_a_neutral_sentence_matches_no_pain(few_search: Search) -> None:
    assert few_search.match("we sell soap at the market on sundays")[0].score < MATCH


def test_an_opened_search_reads_its_index_from_the_data_folder(few: Library, tmp_path: Path) -> None:
    opened = open_search(Settings(data_dir=tmp_path, _env_file=None), few)
    assert (tmp_path / "index" / "chroma" / "chroma.sqlite3").is_file()
    assert opened.find("no-shows")[0].card == "kpi:no-show-rate"


def test_embed_gives_the_vectors_of_the_same_model(few_search: Search) -> None:
    assert few_search.embed(["late"])[0] @ open_embedder().embed(["late"])[0] == pytest.approx(1, abs=1e-5)


def test_every_card_has_a_title_and_a_body_among_its_phrasings(few: Library) -> None:
    texts = phrasings(few)
    for card in few:
        fields = [text.field for text in texts if text.card == card.id]
        assert {"title", "body"} <= set(fields)
    assert {"title", "says", "body"} <= EMBEDDED


def test_every_sign_has_a_weight() -> None:
    assert Signs._fields == Weights._fields


def test_fusion_puts_first_what_leads_both_rankings() -> None:
    import numpy as np

    fused = fuse(np.array([0.9, 0.5, 0.1], np.float32), np.array([0.8, 0.1, 0.4], np.float32))
    assert fused.argmax() == 0
    assert fused[0] == pytest.approx(1)
