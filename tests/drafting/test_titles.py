"""A title is one sentence of the customer, whatever the owner sells."""

import re

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library

OFFERS = {
    "bicycles and spare wheels": None,
    "spare wheels for bicycles": "spare wheels for bicycles",
    "an app for rowers": None,
    "nine-person design studio (Figma partner)": None,
    "beach weddings, from 2,000": "beach weddings",
    "green coffee online": None,
    "watercolour classes": "watercolour classes",
    "network support": "network support",
    "we bake bread and cakes": "cakes",
    "leather belts": "leather belts",
    "a taco van": None,
    "physiotherapy": "physiotherapy",
    "bookkeeping for artists": "bookkeeping for artists",
    "my own cider": None,
    "tarts to order": "tarts to order",
    "cat sitting": "cat sitting",
    "club membership 20 a month": None,
    "pilates": "pilates",
    "anything for your boat": None,
    "used records": "used records",
    "singing lessons": "singing lessons",
    "oak stairs from 6k": None,
    "cleaning windows": None,
    "cleaning services": "cleaning services",
    "the finest gelato in town": None,
    "children's parties": "children's parties",
    "HR training": "HR training",
    "Pension advice": "pension advice",
    "glass": "glass",
    "news": "news",
    "😀": None,
    "no idea": None,
    "I sell soap": None,
    "they come for the view": None,
}


@pytest.mark.parametrize(("offer", "item"), OFFERS.items())
def test_a_title_names_the_offer_only_where_grammar_allows(offer: str, item: str | None, library: Library) -> None:
    told = Brief.model_validate({"business": {"offer": offer}, "goal": "more enquiries"})
    title = draft(told, library).title
    assert re.match(r"I (?:want|am looking for) ", title)
    if item is None:
        assert title.startswith("I want ")
    else:
        assert title.startswith(f"I am looking for {item}, and I want ")
