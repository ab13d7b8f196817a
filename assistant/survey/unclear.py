"""Chooses what of a survey a language model may be asked about: names that could be plainer, answers left unclear.

What is on offer for an answer depends on its own words alone, and answers that give orders to software are not sent.
"""

import hashlib
from collections.abc import Sequence

from assistant.codebook import Code, Material, Subject, Unclear, Unnamed
from assistant.survey.matching import Matched
from assistant.survey.quotes import sounds_like_orders
from assistant.survey.synthesize import Analysis
from assistant.synthesis import Theme

OPTIONS = 6
"""Themes on offer for an answer: those nearest to its words."""
_NAMED = 24
"""Themes shown to be named."""
_QUOTES = 4
_LOOSE = 60
_LONG = 300


def material(analysis: Analysis) -> Material:
    """Return what a model may be asked about a counted survey; the same whatever the order of its rows."""
    synthesis = analysis.synthesis
    themes = (*synthesis.themes, *synthesis.praise)
    unclear = _unclear(analysis)
    on_offer = {option for one in unclear for option in one.options}
    labels = {theme.id: theme.label for theme in themes}
    codes = tuple(
        Code(one.id, labels.get(one.id, one.label), one.kind == "praise")
        for one in analysis.candidates
        if one.id in on_offer
    )
    return Material(_unnamed(analysis, themes, unclear), unclear, codes)


def _unclear(analysis: Analysis) -> tuple[Unclear, ...]:
    """Return the words that fit nothing or might as well fit something else, the least certain first."""
    found: dict[str, list[str]] = {}
    scores: dict[str, float] = {}
    for id, text, matched in zip(analysis.survey.ids, analysis.survey.texts, analysis.matched, strict=True):
        if text and _is_weak(matched) and not sounds_like_orders(text):
            found.setdefault(text, []).append(id)
            scores[text] = matched.hits[0].score if matched.hits else 0.0
    # by a hash of the words, because neither the order of the rows nor other answers may decide about a place
    texts = sorted(found, key=lambda text: (scores[text], hashlib.sha256(text.encode()).digest()))
    options = analysis.matcher.nearest(texts, OPTIONS)
    return tuple(Unclear(text, tuple(sorted(found[text])), near) for text, near in zip(texts, options, strict=True))


def _is_weak(matched: Matched) -> bool:
    return matched.reason == "too vague" or bool(matched.hits and matched.hits[0].confidence == "low")


def _unnamed(analysis: Analysis, themes: Sequence[Theme], unclear: Sequence[Unclear]) -> Unnamed:
    """Return the themes with their quotes, the groups of alike answers, and a sample of unclear ones."""
    texts = dict(zip(analysis.survey.ids, analysis.survey.texts, strict=True))
    rest = analysis.synthesis.unclassified
    shown = [theme for theme in themes if theme.quotes][:_NAMED]
    groups = tuple(_group(theme, texts) for theme in rest.possible)
    grouped = {one for group in groups for one in group.responses}
    loose = {one.text: one.responses[0] for one in unclear if one.responses[0] not in grouped}
    short = [text for text in loose if len(text) <= _LONG and len(text.split()) > 1]
    chosen = sorted(short, key=lambda text: hashlib.sha256(text.encode()).digest())[:_LOOSE]
    return Unnamed(
        themes=tuple(Subject(one.id, one.label, tuple(quote.text for quote in one.quotes)) for one in shown),
        groups=tuple(group for group in groups if group.quotes),
        loose=tuple((loose[text], text) for text in chosen),
    )


def _group(theme: Theme, texts: dict[str, str]) -> Subject:
    quotes = tuple(quote.text for quote in theme.quotes)
    # those that sound like orders count, but are not shown to a model
    more = [texts[id] for id in theme.response_ids if not sounds_like_orders(texts[id])]
    distinct = sorted(dict.fromkeys((*quotes, *(text for text in more if len(text) <= _LONG))))
    return Subject(theme.id, "", tuple(distinct[: 2 * _QUOTES]), theme.response_ids)
