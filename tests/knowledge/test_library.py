"""Reading cards from files: what is wrong is named with file, line and field."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import KnowledgeError
from assistant.knowledge import Library, load_library
from assistant.knowledge.cards import CARD_TYPES, KpiCard, TacticCard
from assistant.knowledge.library import read_card
from assistant.knowledge.stats import stats
from assistant.model import KINDS
from tests.knowledge.small import card, small

METHOD = """---
title: Reading your own records
sources:
- ref: practice
  strength: practice
takes: An hour
gives: What happened
limits: Not why
---
A few plain words.
"""


def written(folder: Path, text: str, kind: str = "method") -> Path:
    path = folder / kind / "log-review.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_gets_its_id_from_its_place(tmp_path):
    assert read_card(written(tmp_path, METHOD)).id == "method:log-review"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("just text", (":1:", "front matter")),
        (METHOD.replace("takes:", "take:"), ("takes", "Field required")),
        (METHOD.replace("gives: What happened", "gives: []"), (":7:", "gives")),
        (METHOD.replace("title: Reading", "title: [Reading"), ("YAML",)),
        (METHOD.replace("title:", "id: method:other\ntitle:"), ("leave 'id' and 'body' out",)),
        (METHOD.replace("strength: practice", "strength: rumour"), ("sources.0.strength",)),
        (METHOD + "\n---\nmore", ()),
    ],
)
def test_a_broken_card_is_named_with_file_line_and_field(tmp_path, text, parts):
    path = written(tmp_path, text)
    if not parts:
        assert "more" in read_card(path).body
        return
    with pytest.raises(KnowledgeError) as caught:
        read_card(path)
    assert str(path) in str(caught.value)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_a_folder_that_is_no_kind_of_card_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="no kind of card named 'methods'"):
        read_card(written(tmp_path, METHOD, kind="methods"))


def test_an_empty_folder_is_no_knowledge_base(tmp_path):
    with pytest.raises(KnowledgeError, match="No knowledge cards"):
        load_library(tmp_path)


def test_the_list_of_sources_must_be_there(tmp_path):
    written(tmp_path, METHOD)
    with pytest.raises(KnowledgeError, match=r"sources\.yaml is missing"):
        load_library(tmp_path)


def test_every_kind_has_a_type_of_card():
    assert tuple(CARD_TYPES) == KINDS


def test_cards_are_closed_and_frozen():
    kpi = card("kpi:response-time")
    with pytest.raises(ValidationError):
        kpi.title = "Other"
    with pytest.raises(ValidationError, match="Extra inputs"):
        card("kpi:response-time", speed="high")


def test_the_evidence_of_a_card_is_its_best_source_unless_one_speaks_against_it():
    strong = [{"ref": "LEAD11", "strength": "vendor"}, {"ref": "LEAD11", "strength": "some"}]
    assert card("kpi:response-time", sources=strong).strength == "some"
    against = card("kpi:response-time", sources=[*strong, {"ref": "LEAD11", "strength": "against"}])
    assert (against.strength, against.recommended) == ("against", False)


def test_a_card_of_another_type_is_not_given_out(library: Library):
    assert isinstance(library.get(KpiCard, "kpi:churn-rate"), KpiCard)
    with pytest.raises(KnowledgeError, match="is not a TacticCard"):
        library.get(TacticCard, "kpi:churn-rate")
    with pytest.raises(KnowledgeError, match="There is no card"):
        library["kpi:happiness"]


def test_the_digest_changes_with_any_word():
    assert small().digest == small().digest
    assert small().digest != small(card("kpi:response-time", mistakes="Taking the best")).digest


def test_statistics_count_cards_and_find_the_thin_places():
    found = stats(small())
    assert dict(found.kinds)["tactic"] == 2
    assert found.without_benchmark == ("kpi:response-time",)
    assert found.linked_by_nobody == ("pain:slow-reply",)
    considered = next(row for row in found.stages_by_kind.rows if row.name == "consideration")
    assert dict(zip(found.stages_by_kind.columns, considered.counts, strict=True))["tactic"] == 2
    assert any("consideration" in line for line in found.lines())


def test_every_trade_leads_to_cards_at_all_of_its_stages(library: Library):
    matrix = stats(library).industries_by_stage
    assert len(matrix.rows) >= 13
    for row in matrix.rows:
        counts = dict(zip(matrix.columns, row.counts, strict=True))
        assert all(counts[stage] for stage in ("awareness", "consideration", "purchase", "retention", "advocacy")), row
