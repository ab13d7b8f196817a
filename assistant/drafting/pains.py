"""What hurts, stage by stage: every pain of the owner in its words, gaps they reveal, and few typical ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.brief import Pain
from assistant.drafting.cast import Cast
from assistant.drafting.columns import Column, nearest
from assistant.drafting.gaps import gap_in, habits, whole
from assistant.drafting.ground import Ground
from assistant.drafting.match import first_of, fold, has, lexicon, stems
from assistant.drafting.wording import clauses, clip, tidy
from assistant.knowledge.cards import PainCard
from assistant.model import STAGES, Assumed, Basis, OwnerSaid, StageId, Statement

_MOST_HERE = 4
_MOST_GAPS = 2
_MOST_TYPICAL = 3


@dataclass(frozen=True)
class Placed:
    """A pain in its column."""

    column: int
    text: str
    words: str
    """What was said, as quoted in reasons; for a typical pain what customers tend to say."""
    card: PainCard | None
    severity: int
    basis: Basis
    gap: bool = False
    """Whether it is something missing that the owner let slip."""
    stage: StageId = "stage:use"
    """The stage of its column."""
    asked: str | None = None
    """What the owner was asked when the answer was a bare "no"."""
    share: float | None = None

    @property
    def told(self) -> bool:
        """Whether somebody said it, the owner or a customer."""
        return not isinstance(self.basis, Assumed)


def place(ground: Ground, cast: Cast, columns: tuple[Column, ...]) -> tuple[tuple[Placed, ...], tuple[Statement, ...]]:
    """Return the owner's pains in their columns, and those kept apart because they are not this map's."""
    placed: list[Placed] = []
    apart: list[Statement] = []
    for pain in _joined(ground):
        words = _bare(ground, pain.words)
        if _restates_goal(ground, pain, words) or _is_person(ground, pain, words):
            continue
        said = ground.quote(words, pain.turns)
        if any(_same(words, pain, other) for other in placed):
            continue
        card = _card(ground, pain)
        if _of_others(ground, cast, words, card):
            apart.append(Statement(text=clip(ground.words("kept_apart.pain", words=said.quote)), basis=said))
        else:
            alike = [one for one in placed if card is not None and one.card is card]
            column = columns[alike[0].column] if alike else _column(ground, columns, pain, card)
            new = _placed(ground, column, said, card, alike)
            if sum(one.column == column.index for one in placed) < _MOST_HERE:
                placed.append(new)
            elif len(apart) < 8:
                apart.append(Statement(text=clip(ground.words("kept_apart.overflow", words=said.quote)), basis=said))
    placed.extend(_gaps(ground, columns, placed))
    return tuple(placed), tuple(apart)


def _placed(ground: Ground, column: Column, said: OwnerSaid, card: PainCard | None, alike: list[Placed]) -> Placed:
    titled = card is not None and not alike
    text = ground.words("pain.titled" if titled else "pain.plain", title=card.title if card else "", words=said.quote)
    severity = card.severity if card else 2
    if severity < 3 and first_of(fold(said.quote), ground.words.get("severe")):
        severity += 1
    return Placed(column.index, clip(text), said.quote, card, severity, said, stage=column.stage)


def _bare(ground: Ground, words: str) -> str:
    """Return the complaint itself, without "we'd like to understand why"; still verbatim."""
    words = tidy(words, ground.words.get("joints"))
    return tidy(re.sub(rf"^{ground.words.get('musing')}\s+", "", words, flags=re.IGNORECASE), ()) or words


def _is_person(ground: Ground, pain: Pain, words: str) -> bool:
    """Tell whether a pain is in truth a kind of customer: "neighbours with broken toasters"."""
    people = (person for person in ground.brief.personas if set(person.turns) & set(pain.turns))
    return any(fold(words) in fold(person.who) for person in people)


def _restates_goal(ground: Ground, pain: Pain, words: str) -> bool:
    """Tell whether a pain is the goal once more while another pain of the same card says it in its own words."""
    about = stems(words)
    shared = len(about & stems(ground.brief.goal or "")) / (len(about) or 1)
    return shared >= 0.8 and any(other is not pain and other.pain == pain.pain for other in ground.brief.pains)


def _joined(ground: Ground) -> Iterator[Pain]:
    """Yield the owner's pains, a scrap ("spring rush", "they love it") joined to what follows it in its sentence."""
    pains = list(ground.brief.pains)
    while pains:
        pain = pains.pop(0)
        if pain.pain is None and pains and pains[0].turns == pain.turns and _scrap(ground, pain.words):
            span = whole(ground, pain.words, pains[0].words)
            if span:
                pains[0] = Pain.model_validate({**dict(pains[0]), "words": span})
                continue
        if not _figure_of_another(ground, pain):
            yield pain


def _scrap(ground: Ground, words: str) -> bool:
    """Tell whether words are no complaint of their own: very few, or praise that waits for its "but"."""
    return len(words.split()) <= 2 or any(has(fold(words), cue) for cue in ground.words.get("love"))


def _figure_of_another(ground: Ground, pain: Pain) -> bool:
    """Tell whether a pain is the figure to another one: "miss maybe 20 calls a week" beside "we miss calls"."""
    counted = any(fold(number.words) == fold(pain.words) for number in ground.brief.numbers)
    return counted and any(other is not pain and other.pain == pain.pain for other in ground.brief.pains)


def _card(ground: Ground, pain: Pain) -> PainCard | None:
    """Return the card of a pain: the one named, or its kin where the words say so, else the one that fits clearly."""
    known = pain.pain if pain.pain and pain.pain.startswith("pain:") and pain.pain in ground.library else None
    if known is None:
        lexical = lexicon(ground.library)
        usual = (*ground.trade.pains, *ground.industry.pains)
        known = _by_cue(ground, pain.words) or lexical.best(pain.words, usual)
    for rule in ground.words.get("kin"):
        if known == rule["card"] and any(has(fold(pain.words), word) for word in rule["words"]):
            known = rule["instead"] if rule["instead"] in ground.library else known
    return ground.library.get(PainCard, known) if known else None


def _by_cue(ground: Ground, words: str) -> str | None:
    """Return the card for a telling word, one the trade has before others; None if no word tells."""
    rules = [rule for rule in ground.words.get("pain_cues") if any(has(fold(words), word) for word in rule["words"])]
    rules.sort(key=lambda rule: rule["card"] not in ground.trade.pains)
    return next((rule["card"] for rule in rules if rule["card"] in ground.library), None)


def _same(words: str, pain: Pain, other: Placed) -> bool:
    """Tell whether `other` says the same: the same words, or the same subject with no card of its own."""
    if fold(words) == fold(other.words):
        return True
    mine, theirs = stems(words), stems(other.words)
    overlap = len(mine & theirs) / (min(len(mine), len(theirs)) or 1)
    if pain.pain is not None and other.card is not None and pain.pain != other.card.id:
        return False
    return overlap >= 0.8 or (overlap >= 0.5 and len(mine) <= 2 and _subject(words) == _subject(other.words))


def _subject(words: str) -> frozenset[str]:
    """Return the stem of the first word that means something."""
    return next((found for word in words.split() if (found := stems(word))), frozenset())


def _of_others(ground: Ground, cast: Cast, words: str, card: PainCard | None) -> bool:
    """Tell whether a pain belongs to customers this map is not about, as far as words can tell."""
    about = stems(words)
    mine = stems(f"{cast.chosen.name} {cast.chosen.who}") if cast.chosen else frozenset()
    theirs = [stems(f"{other.name} {other.who}") - mine for other in cast.others]
    if ground.model != "b2b" and any(len(about & other) > 0 for other in theirs) and not about & mine:
        return True
    if not ground.follows_goal or card is None or len(cast.others) == 0:
        return False
    return card.id in ground.industry.pains and card.id not in ground.trade.pains


def _column(ground: Ground, columns: tuple[Column, ...], pain: Pain, card: PainCard | None) -> Column:
    """Return the column where a pain is felt: by its card's stages and touchpoints and by its words."""
    about = stems(f"{pain.words} {card.title if card else ''}")
    stages = card.stages if card else ()
    if card is not None and card.id in ground.words.get("felt_afterwards"):
        stages = ("stage:retention",)
    if pain.stage and pain.stage not in stages:
        stages = (pain.stage, *stages)
    if not stages:
        stages = tuple(
            stage
            for stage, cues in ground.words.get("story_cues").items()
            if any(has(fold(pain.words), c) for c in cues)
        )
    if not stages:
        best = max(columns, key=lambda column: (len(column.stems & about), column.stage == "stage:use"))
        return best if best.stems & about else nearest(columns, "stage:use")

    def fit(column: Column) -> float:
        order = stages.index(column.stage) if column.stage in stages else None
        away = min(abs(STAGES.index(column.stage) - STAGES.index(stage)) for stage in stages)
        rank = -3.0 - away if order is None else 2.0 - 0.5 * order
        shared = sum(one.id in card.touchpoints for one in column.touchpoints) if card else 0
        named = sum(has(fold(pain.words), fold(word)) for one in column.touchpoints for word in one.words)
        return rank + 0.8 * shared + named + 0.7 * len(column.stems & about)

    return max(columns, key=lambda column: (fit(column), -column.index))


# ---------------------------------------------------------------------- gaps
def _gaps(ground: Ground, columns: tuple[Column, ...], placed: list[Placed]) -> Iterator[Placed]:
    """Yield what is missing after the sale, in the words in which the owner let it slip."""
    brief = ground.brief
    after = brief.journey.after_sale
    yielded = 0
    taken = {one.card.id for one in placed if one.card}
    told = [("after_sale", clause, brief.turns_of("journey.after_sale")) for clause in clauses(after or "")]
    told += [("retention", habit, brief.turns_of("keeping")) for habit in habits(ground)]
    for name, words, turns in told:
        gap = gap_in(ground, words)
        if gap is None or yielded == _MOST_GAPS:
            continue
        card = _gap_card(ground, name, gap, taken)
        if card is None:
            continue
        taken.add(card.id)
        stage: StageId = "stage:retention" if "stage:retention" in card.stages else card.stages[-1]
        said = ground.quote(gap, turns)
        bare = fold(gap).strip(" .!") in ground.words.get("nothing") or _nothing(gap)
        text = ground.words(f"pain.gap_{name}" if bare else "pain.gap_words", title=card.title, words=said.quote)
        asked = ground.words(f"pain.asked_{name}") if bare else None
        column = max((c for c in columns if c.stage == stage), key=lambda c: c.index, default=nearest(columns, stage))
        yielded += 1
        yield Placed(column.index, clip(text), said.quote, card, min(2, card.severity), said, True, column.stage, asked)


def _nothing(gap: str) -> bool:
    """Tell whether a gap is hardly more than a "nothing": "nothing systematic"."""
    words = fold(gap).split()
    return len(words) <= 3 and words[0] in ("nothing", "no", "none", "not", "nope")


def _gap_card(ground: Ground, name: str, gap: str, taken: set[str]) -> PainCard | None:
    wanted: list[str] = ground.words.get("gap_pains")["b2b" if ground.model == "b2b" else name]
    usual = [pain for pain in wanted if pain in ground.trade.pains and name == "after_sale"]
    free = [one for one in (*usual, *wanted) if one in ground.library and one not in taken]
    chosen = lexicon(ground.library).best(gap, free) or (free[0] if free else None)
    return ground.library.get(PainCard, chosen) if chosen else None


# ---------------------------------------------------------------------- typical pains
def typical(
    ground: Ground, columns: tuple[Column, ...], placed: tuple[Placed, ...], low: set[int], aimed: int | None
) -> tuple[Placed, ...]:
    """Return a typical pain for each of the `low` columns and the `aimed` one, where nobody named any."""
    found: list[Placed] = []
    used = {one.card.id for one in placed if one.card}
    for column in columns:
        if column.index not in low | {aimed} or any(one.column == column.index for one in placed):
            continue
        here = [
            (card, heard)
            for card in (ground.library.get(PainCard, card_id) for card_id in ground.trade.pains)
            if card.id not in used and column.stage in card.stages and ground.holds(card.title)
            and (heard := as_heard(ground, card, column.stems)) is not None
        ]  # fmt: skip
        if not here or (len(found) >= _MOST_TYPICAL and column.index != aimed):
            continue
        goal = ground.brief.goal if column.index == aimed else None
        card, heard = max(here, key=lambda one: _belongs(column, one[0]) + _aimed_at(ground, goal, one[0]))
        used.add(card.id)
        guess = Assumed(why=ground.words("why.typical", trade=ground.trade.title), cards=(card.id,))
        text = ground.words("pain.typical", title=card.title, customer_says=heard)
        found.append(Placed(column.index, clip(text), heard, card, min(card.severity, 2), guess, stage=column.stage))
    return tuple(found)


def as_heard(ground: Ground, card: PainCard, about: frozenset[str]) -> str | None:
    """Return how customers of this owner may put a pain, None if each phrasing speaks of another kind of business."""
    fitting = [phrase for phrase in card.customer_says if ground.holds(phrase)]
    rarely = lexicon(ground.library).rarely
    known = about | stems(f"{ground.folded} {card.title}")

    def fit(phrase: str) -> float:
        return len(stems(phrase) & about) - 0.6 * len(rarely(phrase) - known)

    return max(fitting, key=fit, default=None)


def _belongs(column: Column, card: PainCard) -> float:
    shared = sum(one.id in card.touchpoints for one in column.touchpoints)
    said = stems(" ".join((card.title, *card.customer_says)))
    return shared + 0.5 * len(column.stems & said) - 0.5 * card.stages.index(column.stage)


def _aimed_at(ground: Ground, goal: str | None, card: PainCard) -> float:
    return 2.0 * lexicon(ground.library).fit(goal, card.id) if goal else 0.0


def ordered(placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Return the pains by column, what somebody said before what is typical, the worst first, each once."""
    once: dict[str, Placed] = {}
    for pain in placed:
        once.setdefault(fold(pain.text).strip(" .!?"), pain)
    return tuple(sorted(once.values(), key=lambda one: (one.column, not one.told, -one.severity)))
