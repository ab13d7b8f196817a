"""What a reader must know before believing the numbers: sample, scale, duplicates, who is missing, what was masked."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from assistant.survey.counting import Count
from assistant.survey.quotes import sounds_like_orders
from assistant.survey.scores import FEWEST
from assistant.survey.segments import Compared
from assistant.survey.trade import Trade
from assistant.words import Words, load_words

_INDICATIVE = 30
_MANY_TWICE = 0.2


def notes(count: Count, compared: Compared, trade: Trade) -> tuple[str, ...]:
    """Return the remarks, how the files were read first."""
    words = load_words("survey")
    found = [*count.survey.reading]
    if count.commented.any():
        found += _trade(words, trade)
    found += _sample(words, count)
    found += _scored(words, count)
    found += _texts(words, count)
    if compared.tests:
        found.append(words("notes.segments", tests=compared.tests))
    if compared.suppressed:
        found.append(words("notes.suppressed", count=compared.suppressed))
    return tuple(note[:600] for note in found)


def _trade(words: Words, trade: Trade) -> Iterator[str]:
    if trade.basis != "told":
        yield words(f"notes.trade_{trade.basis}", about=trade.about)


def _sample(words: Words, count: Count) -> Iterator[str]:
    n = len(count.survey)
    comments = int(count.commented.sum())
    if n < FEWEST:
        yield words("notes.tiny", n=n)
    elif n < _INDICATIVE:
        yield words("notes.indicative", n=n)
    if comments:
        yield words("notes.shares", comments=comments, n=n)
    else:
        yield words("notes.no_comments")
    if count.survey.repeated_ids:
        yield words("notes.repeated_ids", count=count.survey.repeated_ids)
    if count.survey.weights is not None:
        yield words("notes.weighted")
    yield words("notes.invited")


def _scored(words: Words, count: Count) -> Iterator[str]:
    for column in count.survey.columns:
        if column.role == "nps" and column.scale and column.scale[0] != 0:
            yield words("notes.nps_scale", heading=column.heading[:80], low=f"{column.scale[0]:g}")
        if column.role == "ces":
            yield words("notes.ces", heading=column.heading[:80], better=column.higher_is_better)
    if count.main is None or count.low is None or not count.commented.any():
        return
    given = ~np.isnan(count.main[1])
    low, rest = given & count.low, given & ~count.low
    if min(low.sum(), rest.sum()) < FEWEST:
        return
    rates = [float(count.commented[group].mean()) for group in (low, rest)]
    if min(rates) < 0.02 and max(rates) > 0.2:
        yield words("notes.why_of_some")
    elif abs(rates[0] - rates[1]) >= 0.15:
        yield words("notes.comment_rate", low=round(rates[0] * 100), rest=round(rates[1] * 100))


def _texts(words: Words, count: Count) -> Iterator[str]:
    texts = [text for text in count.survey.texts if text]
    twice = sum(n - 1 for n in Counter(texts).values())
    if len(texts) >= FEWEST and twice > _MANY_TWICE * len(texts):
        yield words("notes.duplicates", count=twice, n=len(texts))
    if count.survey.masked:
        listed = ", ".join(f"{n} {label.strip('[]')}" for label, n in count.survey.masked)
        yield words("notes.masked", listed=listed)
    orders = sum(sounds_like_orders(text) for text in texts)
    if orders:
        yield words("notes.orders", count=orders)
    if texts and not any(one.hits for one in count.matched):
        yield words("notes.nothing_fits")
    if texts and count.main is None:
        yield words("notes.estimated")
