"""Whether the trade of a survey is told from its answers alone; a wrong trade is worse than none."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from assistant.knowledge import Library
from assistant.masking import mask
from assistant.survey.trade import Worlds
from assistant.survey.vectors import WordVectors
from evals.scorer import Metric, Outcome, share
from evals.survey.cases import HERE, airline, clothes, laptops, restaurants

_SAMPLES = 20
_SIZE = 20


class Answers(NamedTuple):
    """The comments of one survey and the trades that are right for it; none if no trade fits."""

    name: str
    trades: tuple[str, ...]
    comments: tuple[str, ...]


def load_trades() -> tuple[Answers, ...]:
    """Return the small surveys of our own writing."""
    tree = yaml.safe_load((HERE / "trades.yaml").read_text(encoding="utf-8"))
    return tuple(Answers(one["name"], tuple(one["trades"]), tuple(one["comments"])) for one in tree)


def measure_trades(library: Library, vectors: WordVectors) -> tuple[list[Metric], list[Outcome]]:
    """Return how often the trade is right, or rightly left open, and how often no wrong one is named."""
    worlds = Worlds(library, vectors)
    own = load_trades()
    outcomes = [_outcome(one, worlds.trade_of(one.comments)) for one in own]
    metrics = _shares("survey.trade", own, worlds)
    vague = next(one.comments for one in own if one.name.startswith("short answers"))
    metrics += _shares("survey.trade_diluted", [one._replace(comments=one.comments + vague) for one in own], worlds)
    return metrics, outcomes


def measure_public_trades(library: Library, vectors: WordVectors) -> list[Metric]:
    """Return the same for public data, whole and in samples of twenty comments."""
    return _shares("survey.trade_public", tuple(_public()), Worlds(library, vectors))


def _outcome(one: Answers, found: str | None) -> Outcome:
    right = _right(one, found)
    failures = () if right else (f"Its trade was read as {found or 'none'}, not as {one.trades or 'none'}.",)
    return Outcome(
        name=one.name, note=found or "no trade", score=float(right), failures=failures,
        transcript="\n".join(one.comments),
    )  # fmt: skip


def _shares(name: str, sets: Sequence[Answers], worlds: Worlds) -> list[Metric]:
    found = [worlds.trade_of(one.comments) for one in sets]
    pairs = list(zip(sets, found, strict=True))
    return [
        share(f"{name}.right", [_right(one, trade) for one, trade in pairs]),
        share(f"{name}.none_wrong", [trade is None or _right(one, trade) for one, trade in pairs]),
    ]


def _right(one: Answers, found: str | None) -> bool:
    return found in one.trades if found else not one.trades


def _public() -> Iterator[Answers]:
    """Yield each public set whole, and samples of twenty of its comments."""
    shops = ("industry:ecommerce", "industry:retail-store")
    for name, trades, comments in (
        ("airlines", ("industry:air-travel",), tuple(mask(case.text) for case in airline())),
        ("restaurants", ("industry:restaurant",), tuple(case.text for case in restaurants())),
        ("clothes", shops, tuple(case.text for case in clothes())),
        ("laptops", (), tuple(case.text for case in laptops())),
    ):
        rng = random.Random(5)  # noqa: S311 - resampling
        yield Answers(name, trades, comments)
        for number in range(_SAMPLES):
            yield Answers(f"{name} {number}", trades, tuple(rng.sample(comments, _SIZE)))
