"""The scorers of surveys tell good from bad on hand-made ones."""

import io

import openpyxl
import pytest

from assistant.synthesis import Score, Synthesis, Theme, Unclassified
from evals.dataset import load_cases
from evals.survey import whole
from evals.survey.whole import SurveyCase

CASE = SurveyCase.model_validate(
    {
        "name": "made", "note": "made by hand", "industry": "industry:retail-store", "hostile": ["h"],
        "absent": ["evil"], "table": "Id,Score,Why\na,3,Long queue\nb,9,So friendly\nc,2,\"Queue, and rude\"\nh,0,evil",
        "gold": {
            "scores": [["nps", -33.33, 3]],
            "themes": {"pain:long-queue pain:crowded-peaks": ["a", "c"], "pain:rude-or-rushed-staff": ["c"]},
            "praised": ["b"],
        },
    }
)  # fmt: skip


def theme(name: str, *responses: str, sentiment: float = -0.5, quotes: tuple[tuple[str, str], ...] = ()) -> Theme:
    return Theme.model_validate(
        {
            "id": name, "label": name, "pain": name if name.startswith("pain:") else None, "count": len(responses),
            "share": 10.0, "interval": (1.0, 20.0), "sentiment": sentiment, "response_ids": responses,
            "quotes": [{"response": response, "text": text} for response, text in quotes],
        }
    )  # fmt: skip


def synthesis(*themes: Theme, praise: tuple[Theme, ...] = (), scores: tuple[Score, ...] = ()) -> Synthesis:
    return Synthesis(responses=3, themes=themes, praise=praise, scores=scores, unclassified=Unclassified(count=0))


def nps(value: float = -33.33, n: int = 3) -> Score:
    return Score(measure="nps", question="?", value=value, interval=(-90, 40), n=n, method="counted")


def failed(findings) -> list[str]:
    return sorted(finding.of for finding in findings if not finding.held)


RIGHT = (theme("pain:crowded-peaks", "a", "c"), theme("pain:rude-or-rushed-staff", "c"))


def test_right_themes_pass_whichever_of_the_allowed_cards_they_have():
    assert failed(whole.themes(CASE, synthesis(*RIGHT))) == []


@pytest.mark.parametrize(
    ("themes", "of"),
    [
        ((theme("pain:long-queue", "a"), RIGHT[1]), ["counts", "recall"]),
        ((*RIGHT, theme("pain:jargon", "b")), ["praise", "precision"]),
        ((theme("pain:long-queue", "a", "c"), theme("pain:rude-or-rushed-staff", "a", "c")), ["counts", "precision"]),
        ((RIGHT[0],), ["counts", "recall"]),
    ],
)
def test_a_response_missed_or_misread_is_seen(themes, of):
    assert failed(whole.themes(CASE, synthesis(*themes))) == of


def test_hostile_responses_count_neither_way():
    assert failed(whole.themes(CASE, synthesis(*RIGHT, theme("pain:jargon", "h")))) == []


@pytest.mark.parametrize("scores", [(), (nps(-33.0),), (nps(n=4),), (nps(), nps(5.0))])
def test_a_score_that_is_missing_off_or_too_many_is_seen(scores):
    assert failed(whole.scores(CASE, synthesis(scores=scores)))
    assert failed(whole.scores(CASE, synthesis(scores=(nps(),)))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Queue, and rude", True),
        ("queue, and  rude", True),
        ("Queue and rude", False),
        ("Long lines", False),
        ("Long queue", False),
        ("Queue, [email] rude", True),
        ("rude [email] Queue", False),
    ],
)
def test_a_quote_must_stand_in_the_answer_that_it_is_from(text: str, said: bool):
    found = synthesis(theme("pain:long-queue", "c", quotes=(("c", text),)))
    assert (failed(whole.quotes(CASE.table, found)) == []) == said


def test_parts_of_two_answers_do_not_make_one_quote():
    found = synthesis(theme("pain:long-queue", "c", quotes=(("c", "Long queue [email] and rude"),)))
    assert failed(whole.quotes(CASE.table, found)) == ["quotes"]


def test_complaints_feel_bad_and_praise_good():
    found = synthesis(
        theme("pain:long-queue", "a", sentiment=0.0), RIGHT[0], praise=(theme("praise:kind", "b", sentiment=0.4),)
    )
    assert failed(whole.feelings(found)) == ["sentiment"]


def test_what_must_not_leave_is_seen_in_every_file():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    files = {".json": b"{}", ".html": b"<p>evil</p><script>x</script>", ".xlsx": file.getvalue()}
    wrong = [one.what.partition(":")[0] for one in whole.inert(CASE, files) if not one.held]
    assert wrong == [".html", ".html", ".xlsx"]


def test_an_honest_answer_that_moves_because_of_a_hostile_one_is_seen():
    alone = synthesis(*RIGHT)
    assert whole.undisturbed(CASE, synthesis(*RIGHT, theme("pain:jargon", "h")), alone).held
    assert not whole.undisturbed(CASE, synthesis(RIGHT[0]), alone).held


def test_the_gold_names_responses_that_exist():
    for case in load_cases("survey", SurveyCase):
        rows = len(case.table.strip().splitlines())
        named = {response for group in case.gold.groups.values() for response in group} | set(case.gold.praised)
        assert named
        assert not named & set(case.hostile)
        assert len(named) <= rows
