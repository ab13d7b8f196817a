"""What of a model's words is taken for a survey: any output leads to a valid result, whose counts are its answers."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.codebook import Codebook, Coding, Subject, Told, Unclear, Unnamed, named, named_by, taken
from assistant.minds.openai.acceptance import ground
from assistant.narrative import WHOLE, holding, lines
from assistant.survey.synthesize import analyse
from assistant.synthesis import Synthesis

ASKED = (
    Unclear("cold and late", ("a", "b"), ("pain:cold-food", "pain:late-delivery")),
    Unclear("hm", ("c",), ("pain:poor-value",)),
    Unclear("so so", ("d",), ()),
)
IDS = ("pain:cold-food", "pain:late-delivery", "pain:poor-value", "pain:none", "", "new:x")
UNNAMED = Unnamed(
    themes=(Subject("pain:cold-food", "Food comes cold", ("The soup was stone cold",)),),
    groups=(Subject("possible-1", "", ("The zebra danced", "A zebra danced"), ("a", "b")),),
    loose=(("c", "Parking is a maze"), ("d", "What a maze"), ("e", "Blue")),
)
said = st.lists(st.tuples(st.integers(-2, 6), st.lists(st.sampled_from(IDS), max_size=5)), max_size=12)
words = st.one_of(
    st.text(max_size=90), st.sampled_from(["Cold soup", "Dancing zebras", "Maze", "www.evil.example", "Soup 99"])
)


def bears(words: str, texts: Sequence[str]) -> bool:
    return ground(texts).bears(words)


@given(said)
def test_codes_are_taken_only_for_answers_asked_about_and_themes_on_offer(given_codes):
    found = taken(ASKED, given_codes)
    options = {response: set(one.options) for one in ASKED for response in one.responses}
    assert len({one.response for one in found}) == len(found)
    for one in found:
        assert set(one.codes) <= options[one.response]
        assert len(set(one.codes)) == len(one.codes)


@given(said, said)
def test_what_is_taken_for_one_answer_depends_on_what_was_said_of_it_alone(first, others):
    def of_first(given_codes):
        return [one for one in taken(ASKED, given_codes) if one.response in ("a", "b")]

    own = [one for one in first if one[0] == 1]
    assert of_first(own) == of_first([*own, *(one for one in others if one[0] != 1)])


@given(
    st.lists(st.tuples(st.sampled_from(["pain:cold-food", "possible-1", "x", ""]), words), max_size=6),
    st.lists(st.tuples(words, words, st.lists(st.integers(-1, 5), max_size=5)), max_size=12),
)
def test_a_codebook_names_each_thing_once_and_rests_on_answers(names, new):
    book = named(UNNAMED, names, new, bears)
    labels = [label.casefold() for label in named_by(book).values()]
    assert len(set(labels)) == len(labels)
    assert "food comes cold" not in labels
    assert len({one.id for one in book.added}) == len(book.added)
    for one in book.added:
        assert len(set(one.responses)) == len(one.responses) >= 2
        assert set(one.responses) <= {"a", "b", "c", "d", "e"}
    assert not any("evil" in label or "99" in label for label in labels)
    assert Codebook.model_validate_json(book.model_dump_json()) == book


def test_names_that_say_something_of_their_answers_are_taken():
    new = [("Parking maze", "Parking is a maze.", (1, 2)), ("Blue", "", (3,))]
    book = named(UNNAMED, [("pain:cold-food", "Soup served cold"), ("possible-1", "Dancing zebras")], new, bears)
    assert [one.label for one in (*book.renamed, *book.added)] == ["Soup served cold", "Dancing zebras", "Parking maze"]
    assert book.added[1].responses == ("c", "d")
    assert book.only({1, 3}).added[0].label == "Parking maze"


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_coding_leads_to_a_valid_synthesis_with_counts_of_its_answers(data, shop, library, vectors):
    survey = shop.survey
    themes = [theme.id for theme in (*shop.synthesis.themes, *shop.synthesis.praise)]
    ids = st.sampled_from([*survey.ids, "nobody"])
    code = {"codes": st.lists(st.sampled_from([*themes, "new:x", "pain:unheard-of"]), max_size=3, unique=True)}
    codes = data.draw(
        st.lists(st.fixed_dictionaries({"response": ids, **code}), max_size=14, unique_by=lambda c: c["response"])
    )
    added = data.draw(st.lists(ids, max_size=5, unique=True))
    coding = Coding.model_validate(
        {
            "model": "m",
            "codebook": {
                "renamed": [{"theme": data.draw(st.sampled_from([*themes, "gone"])), "was": "x", "label": "Called so"}],
                "added": [{"id": "new:x", "label": "X", "responses": added}] if added else [],
            },
            "codes": codes,
            "asked": data.draw(st.integers(0, 20)),
            "told": [{"text": data.draw(st.text(min_size=1, max_size=60)) + "x", "about": "t1"}],
        }
    )
    found = analyse(survey, library, vectors, coding=coding).synthesis
    assert Synthesis.model_validate_json(found.model_dump_json()) == found
    placed = set()
    for theme in (*found.themes, *found.praise):
        assert theme.count == len(theme.response_ids) > 0
        placed |= set(theme.response_ids)
    commented = {id for id, text in zip(survey.ids, survey.texts, strict=True) if text}
    assert len(placed | commented) - len(placed) == found.unclassified.count
    for one in coding.codes:
        if one.response in commented and set(one.codes) <= {*themes, *(["new:x"] if added else [])}:
            assert {t.id for t in (*found.themes, *found.praise) if one.response in t.response_ids} == set(one.codes)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120), about=st.sampled_from(["t1", "p1", "all", "t99", ""]))
def test_no_sentence_holds_with_a_number_of_its_own(text, about, shop):
    sentence = f"Slow replies 4711 {text}"
    assert holding([Told(text=sentence, about=about or "x")], shop.synthesis) == ()


def test_a_sentence_holds_by_its_own_line_alone(shop):
    found = shop.synthesis
    known = lines(found)
    first, second = found.themes[:2]
    true = Told(text=f"{first.label}: {first.count} comments, {round(first.share)} %.", about="t1")
    quoted = Told(text=f"{first.label}, as in “{first.quotes[0].text}”", about="t1")
    whole = Told(text=f"{found.responses} responses came in.", about=WHOLE)
    assert holding([true, quoted, whole], found) == (true, quoted, whole)
    lies = (
        f"{first.label}: {first.count + 1} comments.",
        f"{second.label}: {first.count} comments.",
        f"{first.label} and {second.label}: {first.count} comments.",
        f"{first.label}: most comments.",
        f"{first.label}, up to {round(first.share)} %.",
        f"{first.label}, as in “it is all lies”.",
        f"{first.label}: fourteen times.",
    )
    assert [one.text for one in holding([Told(text=lie, about="t1") for lie in lies], found)] == []
    assert holding([Told(text=f"NPS {abs(found.scores[0].value):.0f}.", about="s1")], found) == ()
    assert known["t1"].startswith("complaint")
