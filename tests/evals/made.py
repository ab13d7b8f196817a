"""Hand-made conversations and maps for the scorers to judge."""

from collections.abc import Sequence

from assistant.brief import Brief, Topic
from assistant.reading import Intent
from assistant.turn import Progress, Turn
from evals.owners import Gold, OwnerCase
from evals.playing import Exchange, Played

GOLD = Gold(
    industry=("salon",),
    model="b2c",
    channels=("phone", "social"),
    channels_also=(),
    personas=("brides",),
    personas_also=(),
    numbers=(("kpi:no-show-rate", 20),),
    numbers_also=(35,),
    pain_words=("nobody answers",),
    pains_also=(),
    facts={"goal": "rebook"},
    unknown=("resources",),
)

GOOD = Brief.model_validate(
    {
        "business": {"industry": "industry:salon", "model": "b2c", "offer": "cuts for 35"},
        "goal": "that they rebook at the till",
        "personas": [{"name": "Brides", "who": "brides"}],
        "channels": [{"channel": "phone", "use": "buy"}, {"channel": "social", "use": "discover"}],
        "pains": [{"words": "nobody answers the phone"}],
        "numbers": [{"kpi": "kpi:no-show-rate", "value": 20, "unit": "%", "words": "1 in 5"}],
        "unknown": ["resources"],
    }
)


def turn(asks: Topic | None, intent: Intent = "answer", reply: str = "Good. And then?", **fields: object) -> Turn:
    """Return a turn; what is not given is of no interest."""
    told: dict[str, object] = {
        "turn": 1, "reply": reply, "asks": asks, "intent": intent, "brief": GOOD,
        "progress": Progress(known=1, total=11), "map_ready": True, **fields,
    }  # fmt: skip
    return Turn.model_validate(told)


def played(turns: Sequence[Turn], gold: Gold = GOLD, **fields: object) -> Played:
    """Return an interview with these turns."""
    case = OwnerCase.model_validate(
        {"name": "made", "note": "made by hand", "opening": "hello", "answers": {}, "gold": gold, **fields}
    )
    return Played(case, tuple(Exchange("nobody answers the phone, brides, 1 in 5", one) for one in turns), None)
