"""The numbers to watch: of each stage and of each piece of advice, with a baseline only where somebody gave one."""

from dataclasses import dataclass

from assistant.brief import Number
from assistant.drafting.columns import Column, nearest
from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, has, stems
from assistant.drafting.wording import clip, quotable
from assistant.knowledge.cards import KpiCard
from assistant.model import Baseline, CardId, FromCard, Kpi
from assistant.numerals import find_numerals


@dataclass(frozen=True)
class Figures:
    """The owner's figures, by KPI."""

    baselines: dict[CardId, Baseline]
    others: tuple[Number, ...]
    """Figures that belong to no KPI."""


def figures(ground: Ground) -> Figures:
    """Return the figures the owner gave; one whose words do not carry it is left out rather than trusted."""
    found: dict[CardId, Baseline] = {}
    others: list[Number] = []
    for number in ground.brief.numbers:
        kpi = _kpi(ground, number)
        if kpi is not None and kpi not in found and _carried(number):
            said = ground.quote(number.words, number.turns)
            found[kpi] = Baseline(value=number.value, unit=number.unit, words=quotable(number.words), basis=said)
        else:
            others.append(number)
    twice = {fold(baseline.words) for baseline in found.values()}
    return Figures(found, tuple(number for number in others if fold(number.words) not in twice))


def _kpi(ground: Ground, number: Number) -> CardId | None:
    """Return the KPI of a figure: as read, else as its words tell; one of leavers is never the share that stays."""
    folded = fold(number.words)
    known = number.kpi if number.kpi and number.kpi.startswith("kpi:") and number.kpi in ground.library else None
    leaving = any(has(folded, word) for word in ground.words.get("leavers"))
    if known is not None and not (leaving and known in ground.words.get("stayers")):
        return known
    cues = ground.words.get("number_cues")
    told = (cue for cue in cues if cue["unit"] == number.unit and any(has(folded, word) for word in cue["words"]))
    return next((cue["kpi"] for cue in told if not (leaving and cue["kpi"] in ground.words.get("stayers"))), None)


def today(ground: Ground) -> Number | None:
    """Return the figure that tells where the owner's aim stands today, None if none speaks of it."""
    goal = stems(ground.brief.goal or "")

    def shared(number: Number) -> int:
        kpi = _kpi(ground, number)
        return len(goal & stems(f"{number.words} {ground.library.get(KpiCard, kpi).title if kpi else ''}"))

    told = [
        one for one in ground.brief.numbers if _carried(one) and fold(one.words) not in fold(ground.brief.goal or "")
    ]
    hurts = [fold(pain.words) for pain in ground.brief.pains]  # a figure that is a complaint stands there already
    best = max(told, key=lambda one: (shared(one), not any(fold(one.words) in pain for pain in hurts)), default=None)
    return best if best is not None and shared(best) else None


def _carried(number: Number) -> bool:
    """Tell whether the value can be read from the words."""
    read = [numeral.value for numeral in find_numerals(quotable(number.words))]
    return any(abs(value - number.value) <= 0.005 * max(1.0, abs(value)) for value in read)


def watch(
    ground: Ground, columns: tuple[Column, ...], needed: dict[int, list[KpiCard]], known: Figures
) -> dict[int, tuple[Kpi, ...]]:
    """Return the KPIs of each column, each KPI once on the map: where advice needs it, else where the trade has it."""
    placed: dict[int, list[KpiCard]] = {column.index: [] for column in columns}
    seen: set[CardId] = set()

    def put(index: int, card: KpiCard) -> None:
        if card.id not in seen:
            seen.add(card.id)
            placed[index].append(card)

    for index, cards in needed.items():
        for card in cards:
            put(index, card)
    for card_id in known.baselines:
        card = ground.library.get(KpiCard, card_id)
        put(_told_at(columns, card, known.baselines[card_id].words).index, card)
    for column in columns:
        for card in _usual(ground, column):
            if not placed[column.index]:
                put(column.index, card)
    return {index: tuple(entry(ground, card, known) for card in cards) for index, cards in placed.items()}


def _told_at(columns: tuple[Column, ...], card: KpiCard, words: str) -> Column:
    """Return the column for a figure: where the trade watches it, else where its words belong among its stages."""
    usual = next((column for column in columns if column.card.kpi == card.id), None)
    there = [column for column in columns if column.stage in card.stages]
    about = stems(words)
    likest = max(there, key=lambda column: (len(column.stems & about), -column.index), default=None)
    return usual or likest or nearest(columns, card.stages[0])


def _usual(ground: Ground, column: Column) -> tuple[KpiCard, ...]:
    """Return the number the trade watches at a stage, then others of the trade that speak of it."""
    others = [ground.library.get(KpiCard, card_id) for card_id in ground.trade.kpis]
    near = [card for card in others if card.stages[0] == column.stage and stems(card.title) & column.stems]
    return (ground.library.get(KpiCard, column.card.kpi), *near)


def entry(ground: Ground, card: KpiCard, known: Figures) -> Kpi:
    """Return a KPI as it stands on the map."""
    return Kpi(
        kpi=card.id, name=card.title, formula=card.formula, unit=card.unit, direction=card.direction,
        baseline=known.baselines.get(card.id), target=_target(ground, card, known), how_to_measure=card.read_it,
        basis=FromCard(cards=(card.id,)),
    )  # fmt: skip


def _target(ground: Ground, card: KpiCard, known: Figures) -> str | None:
    """Return where the number should go, in words; a figure only if the owner's goal states one for it."""
    baseline = known.baselines.get(card.id)
    if baseline is None:
        return None
    goal = ground.brief.goal or ""
    aimed = [numeral for numeral in find_numerals(quotable(goal)) if numeral.unit == baseline.unit]
    about = fold(card.title).split()[0][:5]
    if aimed and about in fold(goal):
        return clip(ground.words("target.goal", words=quotable(goal)))
    return ground.words(f"target.{card.direction}")
