"""Errors of structure: what a map must have and how its parts must hang together."""

from collections.abc import Iterator

from assistant.model import FromCard, JourneyMap, Stage
from assistant.review.findings import Finding, error, short
from assistant.text import fold

_AFTERWARDS = ("stage:retention", "stage:advocacy")


def structure(journey: JourneyMap) -> Iterator[Finding]:
    """Yield the errors in how the map is put together."""
    watched = {kpi.kpi for stage in journey.stages for kpi in stage.kpis}
    for position, stage in enumerate(journey.stages):
        at = f"stages[{position}]"
        if not stage.touchpoints:
            yield error(
                "stage-without-touchpoint", at, f"Nothing is met at the stage “{stage.name}”.",
                "Name at least one place where the customer meets you or something that speaks for you.",
            )  # fmt: skip
        if journey.kind == "current" and isinstance(stage.emotion.basis, FromCard):
            yield error(
                "emotion-without-evidence", f"{at}.emotion",
                f"The feeling at “{stage.name}” is stated as a fact, yet no customer and no owner said so.",
                "Quote somebody, or mark it as an assumption.",
            )  # fmt: skip
        yield from _chains(at, stage, watched)
    yield from _after_purchase(journey)
    yield from _duplicate_pains(journey)
    yield from _actions(journey, watched)


def _chains(at: str, stage: Stage, watched: set[str]) -> Iterator[Finding]:
    pains = {pain.id for pain in stage.pains}
    for number, chance in enumerate(stage.opportunities):
        where = f"{at}.opportunities[{number}]"
        if chance.answers not in pains:
            yield error(
                "answers-no-pain", where, f"“{short(chance.text)}” answers no pain of this stage.",
                "Point it to a pain of the same stage, or take it off.",
            )  # fmt: skip
        if chance.kpi not in watched:
            yield _unwatched(where, chance.text)
    for number, tactic in enumerate(stage.retention_tactics):
        if tactic.kpi not in watched:
            yield _unwatched(f"{at}.retention_tactics[{number}]", tactic.name)


def _unwatched(where: str, what: str) -> Finding:
    return error(
        "tactic-without-kpi", where, f"The number that “{short(what)}” should move is watched nowhere on the map.",
        "Add that KPI to the stage, or choose one that is there.",
    )  # fmt: skip


def _after_purchase(journey: JourneyMap) -> Iterator[Finding]:
    ids = [stage.id for stage in journey.stages]
    start = ids.index("stage:purchase") + 1 if "stage:purchase" in ids else 0
    if not any(stage in _AFTERWARDS for stage in ids[start:]):
        yield error(
            "no-retention-after-purchase", "map", "The map ends with the purchase: nothing brings the customer back.",
            "Add a stage of coming back or telling others after the purchase.",
        )  # fmt: skip
    elif not any(stage.retention_tactics for stage in journey.stages):
        yield error(
            "no-retention-tactic", "map", "No stage says what brings the customer back.",
            "Add a retention tactic with its trigger, channel and timing.",
        )  # fmt: skip


def _duplicate_pains(journey: JourneyMap) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for position, stage in enumerate(journey.stages):
        for number, pain in enumerate(stage.pains):
            where = f"stages[{position}].pains[{number}]"
            first = seen.setdefault(fold(pain.text).strip(" .!?"), where)
            if first != where:
                yield error(
                    "duplicate-pain", where, f"The pain “{short(pain.text)}” stands on the map twice.",
                    f"Keep the one at {first}.",
                )  # fmt: skip


def _actions(journey: JourneyMap, watched: set[str]) -> Iterator[Finding]:
    for number, action in enumerate(journey.top_actions):
        where = f"top_actions[{number}]"
        if action.stage >= len(journey.stages):
            yield error(
                "broken-link", where, f"The action points to stage {action.stage + 1}, which is not on the map.",
                f"Stages are counted from 0 to {len(journey.stages) - 1}.",
            )  # fmt: skip
        if action.kpi not in watched:
            yield _unwatched(where, action.text)
