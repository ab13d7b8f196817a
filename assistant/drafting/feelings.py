"""The emotion line and the moments of truth: uneven on purpose, lowered by what hurts, raised by what people love."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.columns import Column
from assistant.drafting.evidence import Evidence, praise_at
from assistant.drafting.gaps import gap_in, habits
from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, has, stems
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clauses, clip, quotable, tidy
from assistant.knowledge.cards import EmotionCard
from assistant.model import Emotion, FromCard, FromSurvey, MomentOfTruth, OwnerSaid

_MOST_MOMENTS = 3


@dataclass(frozen=True)
class Praise:
    """Something people like, in the owner's words, and where they meet it."""

    words: str
    turns: tuple[int, ...]
    column: int


def praises(ground: Ground, columns: tuple[Column, ...]) -> tuple[Praise, ...]:
    """Return what the owner reports people to love, at most one per column."""
    found: dict[int, Praise] = {}
    for words, turns, stage in _loved(ground):
        there = [column for column in columns if column.stage == stage]
        if there:
            about = stems(words)
            column = max(there, key=lambda column: (len(column.stems & about), column.index))
            found.setdefault(column.index, Praise(words, turns, column.index))
    return tuple(found.values())


def _loved(ground: Ground) -> Iterator[tuple[str, tuple[int, ...], str]]:
    everyday = ground.line_of_business is not None  # then what keeps the regulars says nothing of these customers
    for words in habits(ground):
        words = tidy(words, ground.words.get("joints"))
        if everyday or gap_in(ground, words) is not None or len(words.split()) < 2:
            continue
        loved = any(has(fold(words), cue) for cue in ground.words.get("love"))
        if loved and not _doubtful(ground, words):
            yield quotable(words), ground.brief.turns_of("keeping"), "stage:retention"
    for said in ground.brief.said:
        for clause in () if everyday else clauses(said.text):
            words = tidy(clause, ground.words.get("joints"))
            loved = any(has(fold(words), cue) for cue in ground.words.get("love"))
            loved = loved and not any(fold(words) in fold(kept) for kept in ground.brief.keeping)
            if 2 <= len(words.split()) <= 12 and loved and not _doubtful(ground, words):
                stage = "stage:advocacy" if has(fold(words), "review") else "stage:use"
                yield words, (said.turn,), "stage:retention" if has(fold(words), "regular") else stage


def _doubtful(ground: Ground, words: str) -> bool:
    folded = fold(words)
    return "n't" in folded or any(has(folded, word) for word in ground.words.get("love_not"))


def line(
    ground: Ground, columns: tuple[Column, ...], placed: tuple[Placed, ...], worst: Placed | None, evidence: Evidence
) -> tuple[Emotion, ...]:
    """Return the feeling of each column."""
    loved = {praise.column: praise for praise in praises(ground, columns)}
    values = [_valence(column, placed, worst, loved.get(column.index)) for column in columns]
    values = _uneven(values, columns, placed, worst)
    return tuple(
        _emotion(ground, column, value, placed, loved.get(column.index), evidence)
        for column, value in zip(columns, values, strict=True)
    )


def _valence(column: Column, placed: tuple[Placed, ...], worst: Placed | None, loved: Praise | None) -> int:
    here = [pain for pain in placed if pain.column == column.index and pain.told]
    value = column.card.valence
    for pain in here:
        value = min(value, {1: value - 1, 2: 0, 3: -1}[pain.severity])
    heavy = sum(pain.severity for pain in here)
    if here:
        value = min(value, 0)
    if heavy >= 5 or (worst is not None and worst.column == column.index and worst.severity == 3):
        value = -2
    elif here and value == 0 and heavy >= 2:
        value = -1
    if loved is not None and not here:
        value = max(value, 1)
    return max(-2, min(2, value))


def _uneven(
    values: list[int], columns: tuple[Column, ...], placed: tuple[Placed, ...], worst: Placed | None
) -> list[int]:
    """Return the line with its weight kept: where all is alike, the worst goes down and the best up."""
    hurt = {pain.column for pain in placed if pain.told}
    if max(values) - min(values) < 2:
        low = worst.column if worst is not None else min(range(len(values)), key=lambda i: (values[i], i))
        values[low] = max(-2, min(values) - 1)
    if max(values) - min(values) < 2 or len(set(values)) < 3:
        free = [i for i in range(len(values)) if i not in hurt] or list(range(len(values)))
        high = max(free, key=lambda i: (columns[i].card.valence, values[i], i))
        values[high] = min(2, max(values[high] + 1, 0 if high in hurt else 1))
    if len(set(values)) < 3:
        middle = next((i for i in range(len(values)) if values.count(values[i]) > 1 and values[i] < 0), None)
        if middle is not None:
            values[middle] = 0 if 0 not in values else -1
    return values


def _emotion(
    ground: Ground, column: Column, value: int, placed: tuple[Placed, ...], loved: Praise | None, evidence: Evidence
) -> Emotion:
    here = [pain for pain in placed if pain.column == column.index and pain.told]
    heard = praise_at(evidence, column)
    surveyed = [pain for pain in here if isinstance(pain.basis, FromSurvey)]
    if surveyed and value <= 0:
        pain = max(surveyed, key=lambda pain: pain.share or 0)
        because = ground.words("emotion.low_survey", words=clip(pain.words, 200))
        return Emotion(valence=value, word=_low_word(ground, pain, value), because=clip(because), basis=pain.basis)
    if here and value <= 0:
        pain = max(here, key=lambda pain: pain.severity)
        because = ground.words(
            "emotion.low_gap" if pain.asked else "emotion.low_owner", words=clip(pain.words, 200), asked=pain.asked
        )
        guess = ground.leaning("feeling", pain.basis, cards=(pain.card.id,) if pain.card else ())
        return Emotion(valence=value, word=_low_word(ground, pain, value), because=clip(because), basis=guess)
    if heard is not None and value > 0:
        because = ground.words("emotion.high_survey", words=clip(heard.quote, 200))
        return Emotion(valence=value, word=_word(ground, column, value), because=clip(because), basis=heard)
    if loved is not None and value > 0:
        said = ground.quote(loved.words, loved.turns)
        because = ground.words("emotion.high_owner", words=said.quote)
        guess = ground.leaning("praise", said, cards=(ground.trade.id,))
        return Emotion(valence=value, word=_word(ground, column, value), because=clip(because), basis=guess)
    return Emotion(valence=value, word=_word(ground, column, value), because=column.card.because, basis=ground.typical)


def _low_word(ground: Ground, pain: Placed, value: int) -> str:
    name = pain.card.id if pain.card else ""
    groups = ground.words.get("feelings")
    group = next((g for g in groups if any(part in name for part in g["pains"])), ground.words.get("default_feeling"))
    return str(group["low"] if value == -2 else group["mild"])


def _word(ground: Ground, column: Column, value: int) -> str:
    usual = column.card.valence
    if (usual > 0) == (value > 0) and (usual < 0) == (value < 0):
        return column.card.feeling
    if value > 0:
        return str(ground.words.get("high_feeling")[value])
    if value == 0:
        return str(ground.words.get("flat_feeling"))
    return str(ground.words.get("default_feeling")["low" if value == -2 else "mild"])


def moments(
    ground: Ground, columns: tuple[Column, ...], placed: tuple[Placed, ...], worst: Placed | None, central: Column
) -> dict[int, MomentOfTruth]:
    """Return one to three moments of truth: where what hurts most meets the goal, then those of the trade."""
    found: dict[int, MomentOfTruth] = {}
    told = [pain for pain in placed if pain.told and not pain.gap]
    ranked = sorted(told, key=lambda pain: (pain is not worst, pain.column != central.index, -pain.severity))
    for pain in ranked:
        if pain.column not in found and len(found) < 2 and (pain.severity == 3 or not found):
            found[pain.column] = _of_pain(ground, pain, first=not found)
    if ground.brief.goal and central.index not in found and len(found) < 2:
        said = ground.quote(ground.brief.goal, ground.brief.turns_of("goal"))
        why = ground.words("moment.goal", goal=said.quote)
        found[central.index] = MomentOfTruth(why=clip(why), basis=said)
    room = _MOST_MOMENTS - 1 if len(found) < 2 else _MOST_MOMENTS
    spoken = False
    for stage in ground.trade.moments_of_truth:
        there = [c for c in columns if c.stage == stage]
        if there and len(found) < room and not any(columns[index].stage == stage for index in found):
            column = max(there, key=lambda column: (abs(column.card.valence), -column.card.valence))
            found[column.index] = _of_trade(ground, column, first=not spoken)
            spoken = True
    return found or {central.index: _of_trade(ground, central, first=True)}


def _of_pain(ground: Ground, pain: Placed, *, first: bool) -> MomentOfTruth:
    words, goal = clip(pain.words, 160), ground.brief.goal
    if isinstance(pain.basis, FromSurvey):
        why = ground.words("moment.survey", count=pain.basis.count, words=words)
        return MomentOfTruth(why=clip(why), basis=pain.basis)
    if first and goal and isinstance(pain.basis, OwnerSaid):
        aim = ground.quote(goal, ground.brief.turns_of("goal"))
        why = ground.words("moment.owner_goal", goal=clip(aim.quote, 160), words=words)
        both = tuple(dict.fromkeys((*pain.basis.turns, *aim.turns)))
        return MomentOfTruth(why=clip(why), basis=OwnerSaid(turns=both, quote=pain.basis.quote))
    return MomentOfTruth(why=clip(ground.words("moment.owner", words=words)), basis=pain.basis)


def _of_trade(ground: Ground, column: Column, *, first: bool) -> MomentOfTruth:
    card = next((card for card in ground.library.of(EmotionCard) if card.stage == column.stage), None)
    if first or card is None:
        return MomentOfTruth(why=ground.trade.moment_why, basis=FromCard(cards=(ground.trade.id,)))
    why = ground.words("moment.worry", customer=f"the {ground.trade.customer}", worry=card.worry)
    return MomentOfTruth(why=clip(why), basis=FromCard(cards=(card.id,)))
