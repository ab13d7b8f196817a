"""One test per card: it loads, is found by words, is short, and everything it names exists."""

from pathlib import Path

import pytest

from assistant.knowledge import Library
from assistant.knowledge.cards import PainCard, TacticCard
from assistant.knowledge.library import read_card
from assistant.knowledge.links import links
from assistant.paths import shipped

FILES = sorted(shipped("knowledge").glob("*/*.md"))


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}:{path.stem}" for path in FILES])
def test_the_card_is_whole(path: Path, library: Library):
    card = read_card(path)
    assert card.id == f"{path.parent.name}:{path.stem}"
    assert card.says, "nobody could find it in their own words"
    assert 20 <= len(card.body.split()) <= 120
    assert all(source.ref == "practice" or source.ref in library.references for source in card.sources)
    assert [target for _, target in links(card) if target not in library] == []


@pytest.mark.parametrize("pain", [path.stem for path in FILES if path.parent.name == "pain"])
def test_the_pain_leads_to_something_to_do_and_a_number_to_watch(pain: str, library: Library):
    card = library.get(PainCard, f"pain:{pain}")
    best = library.get(TacticCard, card.tactics[0])
    assert best.recommended
    assert best.first_step.endswith((".", "!"))
    assert library[card.kpis[0]].kind == "kpi"
    assert library[card.method].kind == "method"
