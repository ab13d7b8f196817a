"""Read the numbers an owner gives and tell which KPI each belongs to."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import Stemmer

from assistant.brief import Brief, Number
from assistant.edits import SetNumber
from assistant.knowledge import Library
from assistant.knowledge.cards import KpiCard
from assistant.minds.clauses import content_words
from assistant.numerals import Numeral, find_numerals
from assistant.text import fold
from assistant.words import Words

_BREAK = re.compile(r"(?:[.;](?=\s|$)|\n)|,(?!\d)|\s(?:and|but)\s(?=[^,.;]*\d)")
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:down\s+|up\s+)?to\s+(?:about\s+|around\s+)?\d", re.IGNORECASE)
_SAMPLE = re.compile(r"\b(?:from|of|out of|based on|n\s?=)\s*$", re.IGNORECASE)
_SAMPLE_NOUN = re.compile(
    r"^\s*(?:answers|responses|replies|reviews|people|customers|clients|surveys)\b", re.IGNORECASE
)
_SHARES = ("%",)
_DENIALS = frozenset(("never", "don't", "dont", "doesn't", "doesnt", "fail", "nobody"))
_PER_TIME = re.compile(r"\b(?:a|per|each|every)\s+(?:day|week|month|year)\b|/(?:day|week|month|year)", re.IGNORECASE)


@dataclass(frozen=True)
class Figures:
    """Reads numbers with the words of the KPI cards."""

    library: Library
    words: Words
    find_kpi: Callable[[str], str | None]
    """Finds the KPI that a clause is about when none of the cards' words stands in it."""

    def read(self, message: str, *, asked: bool) -> Iterator[SetNumber]:
        """Yield a number per figure that names a KPI; when `asked` for numbers also those that name none."""
        numerals = self.stated(message)
        seen: set[str] = set()
        for number in numerals:
            clause = _clause(message, number, numerals)
            kpi = self.kpi_of(clause, number, asked=asked) or (self._alike(clause, number) if asked else None)
            if kpi is None and not (asked and len(content_words(clause)) >= 2 and number.unit != "money"):
                continue
            if kpi is not None and kpi.id in seen:
                continue
            if kpi is not None:
                seen.add(kpi.id)
            yield SetNumber(
                kpi=kpi.id if kpi else None, value=number.value, unit=_unit(number, kpi), words=clause.strip()[:300]
            )

    def stated(self, message: str) -> tuple[Numeral, ...]:
        """Return the numbers of `message` that may be figures: no years, clock times, ordinals or "day 7"."""
        return tuple(number for number in find_numerals(message) if not self._noise(message, number))

    def kpi_of(self, clause: str, number: Numeral, *, asked: bool = True) -> KpiCard | None:
        """Return the KPI whose words stand in `clause` beside a number of a fitting unit, None if none fits.

        What is said in passing must carry its unit: "referrals from 2 accountants" is no referral rate.
        """
        said = _stems(clause)
        stems = frozenset(said)
        denied = not stems.isdisjoint(_DENIALS)
        best: tuple[int, int, KpiCard] | None = None
        for card in self.library.of(KpiCard):
            other = number.unit in self.words.get("kpi_other_units").get(card.id, ())
            if not other and not _unit_fits(card.unit, number, per_time=_PER_TIME.search(clause) is not None):
                continue
            if not asked and card.unit == "%" and number.unit != "%":
                continue
            if denied and card.direction == "up" and card.unit == "%":
                continue  # "half never rebook" is not a rebooking rate of 50 %
            for phrase in (card.title, *card.words, *self.words.get("kpi_words").get(card.id, ())):
                wanted = _stems(phrase)
                needed = frozenset(wanted)
                if needed and needed <= stems and _near(wanted, said):
                    rank = (len(needed), len(phrase), card)
                    if best is None or rank[:2] > best[:2]:
                        best = rank
        return best[2] if best else None

    def _alike(self, clause: str, number: Numeral) -> KpiCard | None:
        found = self.find_kpi(clause)
        card = self.library.get(KpiCard, found) if found else None
        per_time = _PER_TIME.search(clause) is not None
        return card if card is not None and _unit_fits(card.unit, number, per_time=per_time) else None

    def _noise(self, message: str, number: Numeral) -> bool:
        before, after = message[: number.start], message[number.end :]
        last = re.search(r"([\w']+)\s*$", fold(before[-40:]))
        if last and last.group(1) in self.words.get("number_noise"):
            return True
        if (
            number.unit == "count"
            and float(number.value).is_integer()
            and 1900 <= number.value <= 2100
            and "," not in number.words
        ):
            return True
        if re.match(r"\s*(?:am|pm|a\.m|p\.m|o'clock|:\d\d)", after) or re.search(r"\d:$|@\s*$", before):
            return True
        if _FROM.search(before) and _TO.match(after):
            return True  # of "from 85 % to 70 %" the second holds today
        if number.words.lower() in ("one", "a") or re.match(r"^(?:s|th|st|nd|rd)\b", after):
            return True
        return bool(_SAMPLE.search(before) and _SAMPLE_NOUN.match(after))


def target_of_correction(message: str, brief: Brief, figures: Figures) -> tuple[Number, SetNumber] | None:
    """Return the number in the brief that `message` corrects, with the corrected one; None if it corrects none."""
    numerals = figures.stated(message)
    if not numerals or not brief.numbers:
        return None
    new = _last_not_denied(message, numerals)
    clause = _clause(message, new, numerals)
    kpi = figures.kpi_of(clause, new)
    old = _target(brief.numbers, kpi.id if kpi else None, new, clause)
    if old is None:
        return None
    kpi_id = old.kpi or (kpi.id if kpi else None)
    unit = old.unit if new.unit == "count" else new.unit
    edit = SetNumber(
        kpi=kpi_id, value=new.value, unit=unit, words=clause.strip()[:300] or new.words, replaces=old.words
    )
    return (old, edit) if (old.value, old.unit) != (edit.value, edit.unit) else None


def _without_cues(clause: str, cues: list[str]) -> str:
    """Return the clause without the words that announce a correction: "make that 3 in 10" is "3 in 10"."""
    longest_first = "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))
    announced = rf"^(?:(?:{longest_first}|it's|its|it is|no|so|well)\b[\s,:-]*)+"
    return re.sub(announced, "", clause, flags=re.IGNORECASE).strip()


def _last_not_denied(message: str, numerals: tuple[Numeral, ...]) -> Numeral:
    """Return the number that holds: in "30, not 20" the first, in "not 20 but 30" the second."""
    holding = [
        number
        for number in numerals
        if not re.search(r"\b(?:not|instead of|rather than|said|was)\s+(?:\w+\s)?$", message[: number.start].lower())
    ]
    return (holding or list(numerals))[-1]


def _target(numbers: Iterable[Number], kpi: str | None, new: Numeral, clause: str) -> Number | None:
    known = list(numbers)
    if kpi is not None:
        return next((old for old in reversed(known) if old.kpi == kpi), None)
    stems = frozenset(_stems(clause))
    ranked = sorted(known, key=lambda old: len(stems & frozenset(_stems(old.words))), reverse=True)
    if ranked and stems & frozenset(_stems(ranked[0].words)):
        return ranked[0]
    same_unit = [old for old in known if old.unit == new.unit or new.unit == "count"]
    return same_unit[-1] if same_unit else None


def _clause(message: str, number: Numeral, numerals: Iterable[Numeral]) -> str:
    """Return the span around `number` up to the next break, reaching no other number's words."""
    start = max([0, *(cut.end() for cut in _BREAK.finditer(message) if cut.end() <= number.start)])
    ends = [cut.start() for cut in _BREAK.finditer(message) if cut.start() >= number.end]
    end = min([len(message), *ends])
    return message[start:end].strip(" .,;")


def _near(wanted: list[str], said: list[str]) -> bool:
    """Tell whether the words stand close together; those of a "… rate" stand side by side, because "rate" is common."""
    if "rate" in wanted and len(wanted) > 1:
        return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))
    places = [said.index(word) for word in wanted]
    return max(places) - min(places) <= len(wanted) + 3


def _unit(number: Numeral, kpi: KpiCard | None) -> str:
    if kpi is not None and kpi.unit in _SHARES and number.unit == "count":
        return "%" if 0 <= number.value <= 100 else "count"
    if kpi is not None and number.unit == "count":
        return kpi.unit
    return number.unit


def _unit_fits(unit: str, number: Numeral, *, per_time: bool) -> bool:
    times = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
    whole = float(number.value).is_integer()
    if unit == "%":
        return number.unit == "%" or (number.unit == "count" and 0 <= number.value <= 100 and not per_time)
    if unit in times:
        return number.unit in times
    if unit == "money":
        return number.unit == "money"
    if unit == "stars":
        return number.unit == "stars" or (number.unit == "count" and 1 <= number.value <= 5 and not whole)
    if unit == "points":
        return number.unit == "count" and -100 <= number.value <= 100
    if unit == "ratio":
        return number.unit in ("count", "%")
    return number.unit == "count" and (whole or unit != "count")


def _stems(text: str) -> list[str]:
    plain = re.sub(r"\bno[- ]shows?\b", "noshow", fold(text)).replace("-", " ")
    plain = re.sub(r"\bavg\.?\b", "average", plain)
    stems: list[str] = _stemmer().stemWords(re.findall(r"[a-z][a-z']*", " ".join(content_words(plain))))
    return stems


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
