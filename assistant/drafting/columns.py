"""The columns of the map: the stages of the trade in its words, shaped by what the owner tells and wants."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.drafting.ground import Ground
from assistant.drafting.match import begins, fold, has, stems
from assistant.knowledge.cards import PainCard, TouchpointCard
from assistant.knowledge.kinds import IndustryStage
from assistant.model import STAGES, StageId

_SHORT = 3
_MOST = 8
_FEWEST = 6


@dataclass(frozen=True)
class Column:
    """One stage of the map before it is filled."""

    index: int
    card: IndustryStage
    touchpoints: tuple[TouchpointCard, ...]
    """Usual touchpoints of the trade here."""
    stems: frozenset[str]
    """What the stage is about, as stems."""

    @property
    def stage(self) -> StageId:
        """The canonical stage."""
        return self.card.stage


def plan(ground: Ground) -> tuple[Column, ...]:
    """Return the columns: those of the trade, without what this owner's customers do not go through."""
    stages = list(ground.trade.stages)
    told = _told(ground)
    if not _leaving_matters(ground):
        stages = [stage for stage in stages if stage.stage != "stage:exit"]
    if ground.brief.journey.purchase and ground.brief.journey.delivery:
        for one, other in tuple(pairwise(stages)):
            if one.stage == other.stage == "stage:consideration" and len(stages) > _FEWEST:
                gone = _untouched(ground, one, other, told)
                stages = [stage for stage in stages if stage is not gone]
    return tuple(_column(ground, index, stage) for index, stage in enumerate(stages[:_MOST]))


def enriched(columns: tuple[Column, ...], told: dict[int, str]) -> tuple[Column, ...]:
    """Return the columns with the stems of what the owner tells of each, so that a pain is felt where it is told."""
    return tuple(
        replace(column, stems=column.stems | stems(told[column.index])) if column.index in told else column
        for column in columns
    )


def nearest(columns: Iterable[Column], stage: StageId) -> Column:
    """Return the column closest to a canonical stage."""
    return min(columns, key=lambda column: (abs(STAGES.index(column.stage) - STAGES.index(stage)), column.index))


def focus(ground: Ground, columns: tuple[Column, ...]) -> Column | None:
    """Return the column that the owner's goal is about, None if the goal does not say."""
    goal = fold(ground.brief.goal or "")
    wanted: dict[str, list[str]] = ground.words.get("goal_stages")
    generic: list[str] = ground.words.get("generic_goals")
    found = {stage: [(at, cue) for cue in cues if (at := _at(goal, cue)) is not None] for stage, cues in wanted.items()}
    # "second orders" is about the second, not about orders; of two aims the first counts
    weight = {
        stage: sum(0.9 if cue in generic else 1.2 if " " in cue else 1.0 for _, cue in cues)
        for stage, cues in found.items()
    }
    first = {stage: min(cues)[0] if cues else len(goal) for stage, cues in found.items()}
    best = max(weight, key=lambda stage: (weight[stage], -first[stage]))
    if weight[best] < 1.0:
        return None  # "sell more" is said of every stage, so what hurts most has to tell
    there = [column for column in columns if column.stage == best]
    about = stems(" ".join((goal, *(pain.words for pain in ground.brief.pains))))
    if not there:
        return nearest(columns, next(stage for stage in STAGES if stage == best))
    return max(there, key=lambda column: (len(column.stems & about), -column.index))


def _at(text: str, cue: str) -> int | None:
    """Return where a word of `text` starts with `cue`; a short cue is a whole word, so that "win" is not "winter"."""
    if len(cue) <= _SHORT and not has(text, cue):
        return None
    return begins(text, cue)


def _column(ground: Ground, index: int, stage: IndustryStage) -> Column:
    cards = tuple(ground.library.get(TouchpointCard, card_id) for card_id in stage.touchpoints)
    about = " ".join((stage.name, stage.goal, stage.action, stage.thought, stage.backstage, *(c.title for c in cards)))
    return Column(index, stage, cards, stems(about))


def _told(ground: Ground) -> str:
    journey, brief = ground.brief.journey, ground.brief
    story = (ground.on_topic(part) for part in (journey.purchase, journey.delivery) if part)
    return fold(" \n ".join((*story, brief.goal or "", *(pain.words for pain in brief.pains))))


def _leaving_matters(ground: Ground) -> bool:
    said = fold(" \n ".join((ground.brief.goal or "", *(pain.words for pain in ground.brief.pains))))
    pains = [pain.pain for pain in ground.brief.pains if pain.pain and pain.pain in ground.library]
    cards = [card for card in map(ground.library.__getitem__, pains) if isinstance(card, PainCard)]
    return any(has(said, word) for word in ground.words.get("leave")) or any("stage:exit" in c.stages for c in cards)


def _untouched(ground: Ground, one: IndustryStage, other: IndustryStage, told: str) -> IndustryStage | None:
    """Return the one of two columns of the same stage that nothing the owner told touches, if exactly one is so."""
    touched = {stage.name: _touches(ground, stage, told) for stage in (one, other)}
    if touched[one.name] and not touched[other.name]:
        return other
    if touched[other.name] and not touched[one.name]:
        return one
    return None


def _touches(ground: Ground, stage: IndustryStage, told: str) -> bool:
    cards = [ground.library.get(TouchpointCard, card_id) for card_id in stage.touchpoints]
    named = any(has(told, fold(word)) for card in cards for word in card.words)
    return named or len(stems(told) & stems(f"{stage.name} {stage.goal} {stage.action}")) > 0
