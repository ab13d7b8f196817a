"""Lays a journey map out as a grid: stages as columns, lanes as rows, every line with its badge and footnotes."""

from collections import Counter

from assistant.export.entries import Entries
from assistant.export.footnotes import badge_of
from assistant.export.grid import (
    BADGES,
    LANES,
    Badge,
    Cell,
    Column,
    Contrast,
    Detail,
    EmotionPoint,
    Entry,
    Grid,
    Head,
    Lane,
    LaneId,
    LegendEntry,
)
from assistant.export.lanes import FILLERS
from assistant.model import Assumption, Contradiction, JourneyMap, Stage, TopAction
from assistant.review import counted_leaves
from assistant.text import fold
from assistant.words import Words, load_words


def lay_out(map: JourneyMap, words: Words | None = None) -> Grid:
    """Lay `map` out as a grid; the same map gives the same grid."""
    make = Entries(map, words or load_words("export"))
    # because anchors are numbered as they are handed out, the parts are made in the order they are read
    head = _head(map, make)
    top_actions = tuple(_top_action(action, map, make) for action in map.top_actions)
    columns = tuple(_column(stage, make) for stage in map.stages)
    lanes = tuple(_lane(name, map, make) for name in LANES)
    counts = _counts(map)
    leaves = sum(counts.values())
    return Grid(
        head=head,
        top_actions=top_actions,
        columns=columns,
        lanes=lanes,
        emotions=_emotions(map, lanes[LANES.index("feeling")]),
        contradictions=tuple(_contrast(contradiction, make) for contradiction in map.contradictions),
        assumptions=tuple(_assumption(assumption, make) for assumption in map.assumptions_to_validate),
        kept_apart=make.statements(map.kept_apart, make.words("where.apart")),
        remarks=map.notes,
        footnotes=make.footnotes.listed(),
        legend=tuple(
            LegendEntry(badge=badge, lines=counts[badge], **make.words.get(f"badges.{badge}")) for badge in BADGES
        ),
        leaves=leaves,
        assumed=counts["assumption"],
        assumed_share=round(100 * counts["assumption"] / leaves),
    )


def _counts(map: JourneyMap) -> Counter[Badge]:
    return Counter(badge_of(leaf.basis) for leaf in counted_leaves(map))


def _head(map: JourneyMap, make: Entries) -> Head:
    persona, business, words = map.persona, map.business, make.words
    said_more = fold(persona.who) != fold(persona.name)
    who = [Detail(label="", text=persona.who)] if said_more else []
    facts = [
        make.detail("offer", business.offer if business.name else None),
        make.detail("place", business.place),
        make.detail("price", business.price),
        make.detail("model", words(f"models.{business.model}"), in_full=True),
    ]
    return Head(
        title=map.title,
        kind=words(f"kinds.{map.kind}"),
        scenario=make.entry(map.scenario.text, map.scenario.basis, words("where.title")),
        persona=make.entry(persona.name, persona.basis, words("where.persona"), details=who),
        goals=make.statements(persona.goals, words("where.goals")),
        worries=make.statements(persona.worries, words("where.worries")),
        business=make.entry(business.name or business.offer, business.basis, words("where.business"), details=facts),
    )


def _top_action(action: TopAction, map: JourneyMap, make: Entries) -> Entry:
    stage = map.stages[action.stage].name if action.stage < len(map.stages) else None
    details = [
        make.detail("when", action.when),
        make.detail("why", action.why),
        make.detail("stage", stage),
        make.detail("moves", make.kpi(action.kpi)),
    ]
    return make.entry(action.text, action.basis, make.words("where.top"), action.effort, details)


def _column(stage: Stage, make: Entries) -> Column:
    return Column(
        stage=stage.id,
        name=make.entry(stage.name, stage.basis, f"{stage.name} · {make.words('where.stage')}"),
        canonical=make.words(f"stages.{stage.id.partition(':')[2]}"),
        decides=stage.moment_of_truth is not None,
    )


def _lane(name: LaneId, map: JourneyMap, make: Entries) -> Lane:
    title, fill = make.words(f"lanes.{name}.title"), FILLERS[name]
    cells = tuple(Cell(entries=fill(stage, make, f"{stage.name} · {title}")) for stage in map.stages)
    return Lane(id=name, title=title, hint=make.words(f"lanes.{name}.hint"), cells=cells)


def _emotions(map: JourneyMap, feeling: Lane) -> tuple[EmotionPoint, ...]:
    points = zip(map.stages, (cell.entries[0] for cell in feeling.cells), strict=True)
    return tuple(
        EmotionPoint(
            column=column,
            valence=stage.emotion.valence,
            word=stage.emotion.word,
            because=stage.emotion.because,
            badge=entry.badge or "assumption",
            notes=entry.notes,
        )
        for column, (stage, entry) in enumerate(points)
    )


def _contrast(contradiction: Contradiction, make: Entries) -> Contrast:
    where = f"{make.words('where.contradictions')} · {contradiction.topic}"
    owner, customers = contradiction.owner_view, contradiction.customer_view
    return Contrast(
        topic=contradiction.topic,
        owner=make.entry(owner.text, owner.basis, where),
        customers=make.entry(customers.text, customers.basis, where),
    )


def _assumption(assumption: Assumption, make: Entries) -> Entry:
    method = make.card(assumption.method) if assumption.method else None
    details = [make.detail("find_out", assumption.find_out), make.detail("method", method, in_full=True)]
    return make.entry(assumption.text, assumption.basis, make.words("where.assumptions"), details=details)
