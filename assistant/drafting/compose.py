"""Compose the map from its parts."""

from assistant.brief import Brief
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard, KpiCard, TacticCard, TouchpointCard
from assistant.model import (
    Assumed,
    Business,
    Emotion,
    FromCard,
    JourneyMap,
    Kpi,
    Persona,
    RetentionTactic,
    Source,
    Stage,
    Statement,
    Touchpoint,
)
from assistant.synthesis import Synthesis


def draft(brief: Brief, library: Library, synthesis: Synthesis | None = None) -> JourneyMap:
    """Return the map that `brief`, the cards and a survey give."""
    known = brief.business.industry
    card = library.get(IndustryCard, known if known in library else "industry:retail-store")  # type: ignore[arg-type]
    guess = Assumed(why=f"Typical for {card.title}", cards=(card.id,))
    root = FromCard(cards=(card.id,))
    stages = []
    for column in card.stages:
        kpi = library.get(KpiCard, column.kpi)
        touchpoint = library.get(TouchpointCard, column.touchpoints[0])
        tactics = [library.get(TacticCard, one) for one in card.tactics]
        tactic = next((one for one in tactics if one.retention and one.recommended), None)
        kpis = [kpi]
        kept = ()
        if tactic is not None and column.stage == "stage:retention":
            moved = library.get(KpiCard, tactic.kpis[0])
            kpis += [moved] if moved is not kpi else []
            kept = (
                RetentionTactic(
                    tactic=tactic.id, name=tactic.title, trigger=tactic.trigger, action=tactic.how,
                    channel=tactic.channel, timing=tactic.timing, kpi=moved.id, effort=tactic.effort,
                    basis=FromCard(cards=(tactic.id,)),
                ),
            )  # fmt: skip
        stages.append(
            Stage(
                id=column.stage, name=column.name, customer_goal=Statement(text=column.goal, basis=guess),
                actions=(Statement(text=column.action, basis=guess),),
                thoughts=(Statement(text=column.thought, basis=guess),),
                touchpoints=(
                    Touchpoint(name=touchpoint.title, card=touchpoint.id, channel=touchpoint.channel,
                               owner=touchpoint.owner, status="suggested", basis=FromCard(cards=(touchpoint.id,))),
                ),
                emotion=Emotion(valence=column.valence, word=column.feeling, because=column.because, basis=guess),
                kpis=tuple(
                    Kpi(kpi=one.id, name=one.title, formula=one.formula, unit=one.unit, direction=one.direction,
                        how_to_measure=one.read_it, basis=FromCard(cards=(one.id,)))
                    for one in kpis
                ),
                retention_tactics=kept, owner="You", basis=root,
            )
        )  # fmt: skip
    journey = JourneyMap(
        title=card.stages[1].goal,
        business=Business(
            offer=brief.business.offer or card.title, model=brief.business.model or card.model, industry=card.id, basis=guess
        ),
        persona=Persona(name=f"A {card.customer}", who=card.customers, basis=guess),
        scenario=Statement(text=f"From {card.stages[0].name} to {card.stages[-1].name}", basis=guess),
        stages=tuple(stages),
    )
    cited = {card_id for stage in stages for kpi in stage.kpis for card_id in kpi.basis.cards}  # type: ignore[union-attr]
    cited |= {card_id for stage in stages for t in stage.touchpoints for card_id in t.basis.cards}  # type: ignore[union-attr]
    cited |= {card_id for stage in stages for t in stage.retention_tactics for card_id in t.basis.cards}  # type: ignore[union-attr]
    sources = tuple(
        Source(id=one, kind="card", title=library[one].title, text=library[one].model_dump_json())
        for one in sorted(cited | {card.id})
    )
    return JourneyMap.model_validate({**dict(journey), "sources": sources})
