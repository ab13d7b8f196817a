"""The linter of the cards, put to small knowledge bases that are broken in one place."""

import shutil
from pathlib import Path

import pytest

from assistant.knowledge.cards import CARD_TYPES, IndustryCard
from assistant.knowledge.check import TRADES, Problem, check, check_folder
from assistant.model import CHANNELS, STAGES
from assistant.paths import shipped
from tests.knowledge.small import PRACTICE, card, small


def problems(library, *, about: str | None = None) -> list[Problem]:
    """Return the problems of a small library, without the cards it cannot have."""
    found = [problem for problem in check(library) if "is missing" not in problem.message]
    return [problem for problem in found if about is None or problem.file == about]


def test_the_small_knowledge_base_itself_has_no_problem():
    targets = {problem.message for problem in problems(small())}
    assert targets == set()


@pytest.mark.parametrize(
    ("changed", "field", "part"),
    [
        (card("pain:slow-reply", tactics=["tactic:saved-reply", "tactic:gone"]), "tactics", "no card tactic:gone"),
        (card("pain:slow-reply", related=["kpi:gone"]), "related", "no card kpi:gone"),
        (card("pain:slow-reply", kpis=["tactic:saved-reply"]), "kpis", "is not a kpi"),
        (card("pain:slow-reply", related=["pain:slow-reply"]), "related", "links to itself"),
        (card("pain:slow-reply", tactics=["tactic:saved-reply"]), "tactics", "Only one tactic"),
        (card("pain:slow-reply", sources=[{"ref": "XYZ1", "strength": "strong"}]), "sources", "XYZ1 is unknown"),
        (card("pain:slow-reply", sources=[{"ref": "practice", "strength": "strong"}]), "sources", "cannot be 'strong'"),
        (card("pain:slow-reply", body="word " * 121), "body", "121 words"),
        (card("pain:slow-reply", body="It costs 30 % of them."), "body", "names no source"),
        (card("tactic:reply-hours", says=["We take AGES to answer!"]), "says", "stands in pain:slow-reply too"),
        (card("pain:slow-reply", customer_says=["gone", "Gone."]), "customer_says", "stands in pain:slow-reply too"),
        (card("emotion:consideration", stage="stage:use"), "stage", "stage:consideration links to it"),
    ],
)
def test_a_broken_card_is_named_with_its_field(changed, field, part):
    found = [problem for problem in problems(small(changed)) if problem.field == field]
    assert any(part in problem.message for problem in found), problems(small(changed))
    assert all(problem.fix for problem in found)


def test_a_benchmark_needs_a_known_source():
    figure = {"text": "Half answer within a day", "source": "NOBODY", "year": 2020, "caution": "One country"}
    (problem,) = problems(small(card("kpi:response-time", benchmark=figure)))
    assert problem.field == "benchmark"
    assert problems(small(card("kpi:response-time", benchmark={**figure, "source": "LEAD11"}))) == []


def test_a_single_tactic_is_fine_when_the_card_says_why():
    one = card("pain:slow-reply", tactics=["tactic:saved-reply"], why_one_tactic="Nothing else is as quick.")
    assert problems(small(one), about="pain/slow-reply.md") == []


def test_a_tactic_that_evidence_speaks_against_is_not_advised():
    against = card("tactic:saved-reply", sources=[{"ref": "LEAD11", "strength": "against"}])
    (problem,) = problems(small(against))
    assert (problem.file, problem.field) == ("pain/slow-reply.md", "tactics")


def test_a_tactic_nobody_links_to_is_an_orphan_unless_evidence_speaks_against_it():
    pain = card("pain:slow-reply", tactics=["tactic:saved-reply"], why_one_tactic="Nothing else is as quick.")
    (problem,) = problems(small(pain))
    assert (problem.file, problem.level) == ("tactic/reply-hours.md", "error")
    against = card("tactic:reply-hours", sources=[{"ref": "LEAD11", "strength": "against"}])
    assert problems(small(pain, against)) == []


def test_a_figure_is_fine_when_the_text_names_its_source():
    body = "Firms that waited a day lost 30 % of them (Oldroyd)."
    sourced = card("pain:slow-reply", body=body, sources=[{"ref": "LEAD11", "strength": "some"}])
    assert problems(small(sourced)) == []


def test_missing_stages_channels_feelings_and_trades_are_named():
    missing = {problem.message.split()[2] for problem in check(small()) if "is missing" in problem.message}
    needed = {
        *STAGES,
        *(stage.replace("stage", "emotion", 1) for stage in STAGES),
        *(f"channel:{channel}" for channel in CHANNELS),
        *(f"industry:{trade}" for trade in TRADES),
    }
    assert missing == needed - {"stage:consideration", "emotion:consideration"}


def trade(stages: list[str], **changes: object) -> IndustryCard:
    column = {
        "name": "Weigh", "goal": "I want to know", "action": "asks", "thought": "Hm", "feeling": "unsure",
        "valence": 0, "because": "no price", "touchpoints": ["touchpoint:enquiry"], "backstage": "The owner",
        "kpi": "kpi:response-time",
    }  # fmt: skip
    fields = {
        "id": "industry:salon", "title": "Salon", "sources": PRACTICE, "body": "A few words.",
        "words": ["salon", "barber", "nail bar"], "customer": "client", "customers": "clients", "model": "b2c",
        "stages": [{**column, "stage": stage} for stage in stages], "moments_of_truth": ["stage:consideration"],
        "moment_why": "It decides.", "channels": ["phone", "maps"], "pains": ["pain:slow-reply"] * 3,
        "kpis": ["kpi:response-time"] * 4, "tactics": ["tactic:saved-reply"] * 5, "seasonality": "December",
    }  # fmt: skip
    return CARD_TYPES["industry"].model_validate({**fields, **changes})


@pytest.mark.parametrize(
    ("stages", "part"),
    [
        (["awareness", "consideration", "use", "purchase", "retention", "advocacy"], "comes after stage:use"),
        (["consideration", "purchase", "onboarding", "use", "use", "advocacy"], "before first contact"),
        (["awareness", "consideration", "purchase", "onboarding", "use", "use"], "after the purchase"),
        (["awareness", "awareness", "purchase", "onboarding", "use", "retention"], "has no such stage"),
    ],
)
def test_a_trade_runs_forwards_from_before_first_contact_to_after_the_purchase(stages, part):
    found = problems(small(trade([f"stage:{stage}" for stage in stages])), about="industry/salon.md")
    assert any(part in problem.message for problem in found), found


FORWARDS = [f"stage:{name}" for name in ("awareness", "consideration", "purchase", "use", "retention", "advocacy")]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ({"fits": ["price"]}, "holds for some of the trade only"),
        ({"fits": ["barber"], "lines": [{"column": "Cut", "goal": "I want a cut"}]}, "no column 'Cut'"),
    ],
)
def test_lines_of_a_trade_hold_for_all_its_kinds(kind, part):
    found = problems(small(trade(FORWARDS, kinds=[kind])), about="industry/salon.md")
    assert any(part in problem.message for problem in found), found


def test_a_choice_between_the_same_two_things_is_named():
    found = problems(small(card("pain:slow-reply", body="Is it for beginners or beginners?")))
    assert any("the same thing twice" in problem.message for problem in found)


def test_errors_come_before_advice():
    wrong = card("pain:slow-reply", body="Half of them, 50%.", related=["kpi:gone"])
    levels = [problem.level for problem in problems(small(wrong))]
    assert levels == ["error", "advice"]


def test_unreadable_files_are_problems_and_the_rest_is_still_checked(tmp_path: Path):
    shutil.copytree(shipped("knowledge"), tmp_path, dirs_exist_ok=True)
    (tmp_path / "pain" / "broken.md").write_text("no front matter", encoding="utf-8")
    odd = tmp_path / "stage" / "use.md"
    odd.write_text(odd.read_text(encoding="utf-8").replace("order:", "ordr:"), encoding="utf-8")
    (tmp_path / "channel" / "phone.md").unlink()
    found = check_folder(tmp_path)
    assert {"pain/broken.md", "stage/use.md", "channel/phone.md"} <= {problem.file for problem in found}
    assert any("ordr" in problem.message or "order" in problem.message for problem in found)


def test_the_knowledge_base_has_no_problem():
    assert check_folder(shipped("knowledge")) == ()
