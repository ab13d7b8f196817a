"""What a place on the map is called: the owner's words where they name a thing, else the plain name of the channel."""

import re

from assistant.drafting.ground import Ground
from assistant.drafting.match import fold
from assistant.drafting.wording import capital, tidy
from assistant.model import Channel
from assistant.text import find_phrase


def thing(ground: Ground, clause: str, words: str) -> str:
    """Return what to call a touchpoint: the whole clause where it is short and names a thing, else its words."""
    whole = tidy(clause, ground.words.get("leads"))
    starts = fold(whole).split()[:1]
    spoken = {*ground.words.get("business_side"), *ground.words.get("customer_side"), *ground.words.get("verbs")}
    joined = re.search(r"\b(?:and|or|is|are|was)\b", fold(whole)) is not None
    if starts and starts[0] not in spoken and not joined and len(whole.split()) <= 6 and words in whole:
        return whole
    more = re.match(
        rf"{re.escape(words)}\s+(?:as|in|for|by|on|at|with|from|of|to|about)\s+\S+(?:\s+\S+)?$",
        clause[clause.find(words) :],
    )
    named = more.group() if words in clause and more else words
    return tidy(named, ground.words.get("leads")) or words


def called(ground: Ground, name: str, channel: Channel) -> str:
    """Return the name as it stands on the map, a plain thing: "they ring" becomes the name of its channel."""
    words = fold(name).split()
    spoken = {*ground.words.get("business_side"), *ground.words.get("customer_side")}
    clean: str | None = ground.words.get("clean_names").get(" ".join(words))
    if clean is not None:
        return clean
    # because "day I deliver at 7am" and "venues recommend" are sentences, "quote as pdf" and "my booking page" things
    tells = any(word in spoken - {"our", "my"} for word in words)
    acts = len(words) > 1 and (words[0] in ground.words.get("verbs") or words[0].endswith("ing"))
    acts = acts or (len(words) > 1 and words[0].endswith("s") and words[1] in ground.words.get("tells"))
    if acts or tells or len(fold(name)) < 2:
        return capital(ground.words.get("channel_names")[channel])
    return capital(_written(ground, name))


def _written(ground: Ground, name: str) -> str:
    """Return a name with known names of places spelled as they spell themselves."""
    for proper in ground.words.get("proper_names"):
        at = find_phrase(fold(name), fold(proper)) if len(fold(name)) == len(name) else -1
        if at >= 0:
            name = name[:at] + proper + name[at + len(proper) :]
    return name
