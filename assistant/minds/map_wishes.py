"""Read wishes about the drawn map: "rename stage 2 to First call", "remove the newsletter"."""

import re

from rapidfuzz import fuzz

from assistant.map_edits import MapEdit, NewPain, NewTouchpoint, Removable, Remove, RenameStage
from assistant.model import JourneyMap, OwnerSaid
from assistant.text import fold
from assistant.words import Words

_REMOVABLE: tuple[Removable, ...] = ("touchpoints", "pains", "actions", "thoughts", "retention_tactics", "kpis")
_SAME = 88.0


def read_map_wish(message: str, journey: JourneyMap, turn: int, words: Words) -> tuple[MapEdit, ...] | None:
    """Return the edits that `message` wishes for, None when it wishes for none."""
    plain = " ".join(message.split()).rstrip(".!")
    basis = OwnerSaid(turns=(turn,), quote=message)
    for wish, patterns in words.get("map_edits").items():
        for pattern in patterns:
            found = re.fullmatch(rf"(?:please |can you |could you |i'd like to )*{pattern}", plain, re.IGNORECASE)
            edit = _edit(wish, found, journey, basis) if found else None
            if edit is not None:
                return (edit,)
    return None


def _edit(wish: str, found: re.Match[str], journey: JourneyMap, basis: OwnerSaid) -> MapEdit | None:
    text = found["text"].strip(" '\"")
    if wish == "remove":
        return _removal(text, journey)
    stage = _stage(found["stage"], journey)
    if stage is None or not text:
        return None
    if wish == "rename":
        return RenameStage(stage=stage, name=text, basis=basis)
    if wish == "add_pain":
        return NewPain(stage=stage, text=text, basis=basis)
    return NewTouchpoint(stage=stage, name=text, channel=journey.stages[stage].touchpoints[0].channel, basis=basis)


def _stage(words: str, journey: JourneyMap) -> int | None:
    words = words.strip(" '\"")
    if words.isdigit():
        return int(words) - 1 if 1 <= int(words) <= len(journey.stages) else None
    scores = [fuzz.ratio(fold(words), fold(stage.name)) for stage in journey.stages]
    best = max(range(len(scores)), key=scores.__getitem__)
    return best if scores[best] >= _SAME else None


def _removal(text: str, journey: JourneyMap) -> Remove | None:
    for index, stage in enumerate(journey.stages):
        for part in _REMOVABLE:
            for place, item in enumerate(getattr(stage, part)):
                label = getattr(item, "name", None) or item.text
                if fuzz.ratio(fold(text), fold(label)) >= _SAME:
                    return Remove(stage=index, part=part, index=place)
    return None
