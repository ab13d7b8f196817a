"""Read the numbers an owner gives and tell which KPI each belongs to."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import Stemmer

from assistant.brief import Brief, Number
from assistant.edits import SetNumber
from assistant.knowledge import Library
from assistant.knowledge.cards import KpiCard
from assistant.minds.clauses import content_words
from assistant.minds.signs import SignReader
from assistant.model import CardId
from assistant.numerals import Numeral, find_numerals
from assistant.text import fold
from assistant.words import Words

_BREAK = re.compile(r"(?:[.;](?=\s|$)|\n)|,(?!\d)|\s(?:and|but)\s(?=[^,.;]*\d)")
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:down\s+|up\s+)?to\s+(?:about\s+|around\s+)?\d", re.IGNORECASE)
_SAMPLE = re.compile(r"\b(?:from|of|out of|based on|n\s?=)\s*$", re.IGNORECASE)
_SAMPLE_NOUN = re.compile(r"^\s*(?:answers|responses|replies|people|customers|clients|surveys)\b", re.IGNORECASE)
_TIMES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
_NO_SHOW = re.compile(
    r"\b(?:no[- ]shows?|(?:do|does|did|will)(?:n'?t| not)\s+(?:show|turn)(?:\s+up)?|never\s+shows?\s+up)\b"
)
_DENIALS = frozenset(
    ("never", "don't", "dont", "doesn't", "doesnt", "didn't", "didnt", "fail", "nobody", "miss", "lose", "lost", "late")
)
_PER_TIME = re.compile(r"\b(?:a|per|each|every)\s+(?:day|week|month|year)\b|/(?:day|week|month|year)", re.IGNORECASE)


LIKE, PLAINLY_LIKE = 0.25, 0.75
"""How alike a clause and a KPI must be: when numbers were asked for, and to be noticed unasked or overrule a word.

Of 96 clauses of ours, 85 had the right KPI first once units had to fit;
ten figures that are no KPI stayed below 0.2."""


class Near(NamedTuple):
    """A card that a text may be about."""

    card: CardId
    score: float
    """0 to 1."""


@dataclass(frozen=True)
class Figures:
    """Reads numbers with the words of the KPI cards."""

    library: Library
    words: Words
    near_kpis: Callable[[str], Iterable[Near]]
    """Finds the KPIs that a clause is like, most alike first."""

    def read(self, message: str, *, asked: bool) -> Iterator[SetNumber]:
        """Yield a number per figure that names a KPI; when `asked` for numbers also those that name none."""
        numerals = self.stated(message)
        seen: set[str] = set()
        for number in numerals:
            clause = _clause(message, number, numerals)
            if _is_window(number, clause):
                continue
            kpi = self.kpi_meant(clause, number, asked=asked)
            if kpi is None and not (asked and len(content_words(clause)) >= 2 and number.unit != "money"):
                continue
            if (kpi.id if kpi is not None else clause) in seen:
                continue  # "4.9 from 410 reviews" tells one number, and the second is its sample
            seen.update((clause, kpi.id) if kpi is not None else (clause,))
            yield SetNumber(
                kpi=kpi.id if kpi else None,
                value=_meant(number, kpi, clause),
                unit=_unit(number, kpi),
                words=clause.strip()[:300],
            )

    def read_beside(self, message: str, aim: str) -> Iterator[SetNumber]:
        """Yield the numbers that say how things are beside an aim, which itself holds targets.

        "Cut the churn, we're at 3 % now" tells in the aim what the number is of.
        """
        beside = message.replace(aim, "\n")
        known = list(self.read(beside, asked=False))
        yield from known
        for number in self.stated(beside) if not known else ():
            kpi = self.kpi_of(message, number, asked=False) if number.unit == "%" else None
            if kpi is not None:
                words = _clause(beside, number, ()).strip()[:300]
                yield SetNumber(kpi=kpi.id, value=number.value, unit="%", words=words)
                return

    def stated(self, message: str) -> tuple[Numeral, ...]:
        """Return the numbers of `message` that may be figures: no years, clock times, ordinals or "day 7"."""
        return tuple(number for number in find_numerals(message) if not self._noise(message, number))

    def kpi_of(self, clause: str, number: Numeral, *, asked: bool = True) -> KpiCard | None:
        """Return the KPI whose words stand in `clause` beside a number of a fitting unit, None if none fits.

        What is said in passing must carry its unit: "referrals from 2 accountants" is no referral rate.
        """
        said = _stems(clause)
        stems = frozenset(said)
        best: tuple[int, int, KpiCard] | None = None
        for card in self.library.of(KpiCard):
            if not self._fits(card, number, per_time=_PER_TIME.search(clause) is not None):
                continue
            if not asked and card.unit == "%" and number.unit != "%":
                continue
            for phrase in (card.title, *card.words, *self.words.get("kpi_words").get(card.id, ())):
                wanted = _stems(phrase)
                needed = frozenset(wanted)
                if needed and needed <= stems and _near(wanted, said):
                    rank = (len(needed), len(phrase), card)
                    if best is None or rank[:2] > best[:2]:
                        best = rank
        sign = self._signs.kpi_of(stems, clause, number, asked=asked)
        if sign is not None and (best is None or sign.weight > best[0]):
            return self.library.get(KpiCard, sign.kpi)
        return best[2] if best else None

    @cached_property
    def _signs(self) -> SignReader:
        return SignReader(self.words, _stems)

    def kpi_meant(self, clause: str, number: Numeral, *, asked: bool) -> KpiCard | None:
        """Return the KPI that `clause` is about: by its words, or by what it is like where that is plainer."""
        named = self.kpi_of(clause, number, asked=asked)
        if named is None and not asked and number.unit in ("count", "money"):
            return None
        sign = self._signs.kpi_of(frozenset(_stems(clause)), clause, number, asked=asked)
        if sign is not None and named is not None and named.id == sign.kpi:
            return named  # what is counted and what becomes of it is plainer than any likeness
        alike = self._alike(clause, number)
        if named is None:
            best = alike[:1]
            return best[0][0] if best and best[0][1] >= (LIKE if asked else PLAINLY_LIKE) else None
        score = next((score for card, score in alike if card.id == named.id), 0.0)
        return alike[0][0] if score < LIKE and alike and alike[0][1] >= PLAINLY_LIKE else named

    def _alike(self, clause: str, number: Numeral) -> list[tuple[KpiCard, float]]:
        """Return the KPIs whose unit fits `number`, most alike first."""
        per_time = _PER_TIME.search(clause) is not None
        plain = clause
        for said in reversed(find_numerals(clause)):  # because "30 %" is like every share
            plain = plain[: said.start] + " " + plain[said.end :]
        plain = plain if content_words(plain) else clause
        cards = ((self.library.get(KpiCard, near.card), near.score) for near in self.near_kpis(plain))
        return [
            (card, score) for card, score in cards if card is not None and self._fits(card, number, per_time=per_time)
        ]

    def _fits(self, card: KpiCard, number: Numeral, *, per_time: bool) -> bool:
        other = number.unit in self.words.get("kpi_other_units").get(card.id, ())
        return other or _unit_fits(card.unit, number, per_time=per_time)

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
        if re.match(rf"\s*(?:{'|'.join(self.words.get('price_terms'))})\b", after, re.IGNORECASE):
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


def _meant(number: Numeral, kpi: KpiCard | None, clause: str) -> float:
    """Return the value for `kpi`: that 15 % come late is 85 % on time, and that half never rebook is half who do."""
    turned = kpi is not None and kpi.direction == "up" and kpi.unit == number.unit == "%"
    denied = not _DENIALS.isdisjoint(_stems(clause))
    return round(100 - number.value, 4) if turned and denied else number.value


def _is_window(number: Numeral, clause: str) -> bool:
    """Tell whether `number` is only the time in which a share of the same clause counts: "21 % come back in a year"."""
    return number.unit in _TIMES and any(other.unit == "%" for other in find_numerals(clause))


def _near(wanted: list[str], said: list[str]) -> bool:
    """Tell whether the words stand close together; those of a "… rate" stand side by side, because "rate" is common."""
    if "rate" in wanted and len(wanted) > 1:
        return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))
    places = [said.index(word) for word in wanted]
    return max(places) - min(places) <= len(wanted) + 3


def _unit(number: Numeral, kpi: KpiCard | None) -> str:
    if kpi is not None and number.unit == "count":
        return kpi.unit
    return number.unit


def _unit_fits(unit: str, number: Numeral, *, per_time: bool) -> bool:
    whole = float(number.value).is_integer()
    if unit == "%":
        return number.unit == "%" or (number.unit == "count" and 0 <= number.value <= 100 and not per_time)
    if unit in _TIMES:
        return number.unit in _TIMES
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
    plain = _NO_SHOW.sub("noshow", fold(text)).replace("-", " ")
    plain = re.sub(r"\bavg\.?\b", "average", plain)
    stems: list[str] = _stemmer().stemWords(re.findall(r"[a-z][a-z']*", " ".join(content_words(plain))))
    return stems


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
