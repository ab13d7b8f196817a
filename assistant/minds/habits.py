"""Read what a business does to keep its customers, and tell apart the answers that say it does nothing."""

import re
from collections.abc import Iterator

from assistant.edits import AddKeeping
from assistant.minds.clauses import clauses, content_words
from assistant.minds.commands import mentions
from assistant.numerals import find_numerals
from assistant.text import fold
from assistant.words import Words


def read_habits(message: str, words: Words) -> Iterator[AddKeeping]:
    """Yield each habit in the answer; of "nothing, they come anyway" only that there is none."""
    pieces = [clause for clause in clauses(message) if clause in message]
    denied = [piece for piece in pieces if says_nothing(piece, words)]
    habits = [piece for piece in pieces if piece not in denied and _is_habit(piece, words)]
    if denied and not any(mentions(piece, ["else", "more"]) for piece in denied):
        # what stands around "nothing" gives the reason; only a "but" or an act of ours is a habit
        habits = [habit for habit in habits if _is_act(habit, message, words)]
        yield from (AddKeeping(words=piece) for piece in (habits or denied[:1]))
    else:
        yield from (AddKeeping(words=piece) for piece in habits or denied[:1])


def says_nothing(piece: str, words: Words) -> bool:
    """Tell whether the clause says no more than that there is nothing: "honestly nothing really", "nothing lol"."""
    plain = fold(piece).strip(" .!")
    if plain in words.get("nothing"):
        return True
    said = [word for word in re.findall(r"[\w']+", plain) if word not in words.get("nothing_hedges")]
    bare = " ".join(said)
    if bare in words.get("nothing"):
        return True
    return re.search(r"\bso (?:no|nope|nothing|none)$", plain) is not None or (
        mentions(plain, words.get("dont_know_inside")) is not None and len(content_words(plain)) <= 3
    )


def _is_habit(piece: str, words: Words) -> bool:
    """Tell whether the clause may be a habit: no price, no share and no number that answers another question."""
    if not content_words(piece):
        return False
    numbers = find_numerals(piece)
    offers = mentions(piece, words.get("reward_words")) is not None
    priced = any(number.unit == "money" for number in numbers) or re.search(r"\b(?:is|are|at)\s+\d", piece) is not None
    counted = any(number.unit == "%" for number in numbers) and not offers
    return offers or not (priced or counted)


def _is_act(piece: str, message: str, words: Words) -> bool:
    at = message.find(piece)
    turned = re.search(r"\b(?:but|though|except|only)[\s,]*$", message[:at], re.IGNORECASE) is not None
    acts = (
        re.match(r"(?:except\s|only\s|maybe\s|just\s)?(?:i|we)\s+(?!don|never|can)", piece, re.IGNORECASE) is not None
    )
    return turned or acts or mentions(piece, words.get("reward_words")) is not None
