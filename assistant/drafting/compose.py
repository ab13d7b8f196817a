"""Compose the map: each part is drawn by its own module, this one puts them together in order."""

from assistant.brief import Brief
from assistant.drafting.actions import duration, first_steps
from assistant.drafting.advice import Advised, Chain, link, opportunity
from assistant.drafting.cast import choose, kept_apart, persona, scenario
from assistant.drafting.columns import Column, enriched, focus, plan
from assistant.drafting.evidence import contradictions, hear
from assistant.drafting.feelings import line, moments
from assistant.drafting.fitting import Means, means
from assistant.drafting.ground import Ground
from assistant.drafting.kpis import Figures, figures, watch
from assistant.drafting.match import stems
from assistant.drafting.pains import Placed, ordered, place, typical
from assistant.drafting.retention import bring_back
from assistant.drafting.sources import sources
from assistant.drafting.steps import actions, backstage, story, thoughts
from assistant.drafting.title import title
from assistant.drafting.touchpoints import meet
from assistant.drafting.unknowns import to_find_out
from assistant.drafting.wording import clip
from assistant.knowledge import Library
from assistant.knowledge.cards import KpiCard
from assistant.model import Basis, Business, FromCard, JourneyMap, Opportunity, OwnerSaid, PainPoint, Stage, Statement
from assistant.synthesis import Synthesis
from assistant.words import load_words


def draft(brief: Brief, library: Library, synthesis: Synthesis | None = None) -> JourneyMap:
    """Return the map that `brief`, the cards and a survey give; the same input gives the same map."""
    ground = Ground(brief, library, synthesis, load_words("drafting"))
    return Draft(ground).journey()


class Draft:
    """The parts of one map while it is drawn, each worked out once from those before it."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        planned = plan(ground)
        self.story = story(ground, planned)
        self.columns = enriched(planned, self.story.words())
        self.cast = choose(ground)
        self.means: Means = means(ground)
        self.figures: Figures = figures(ground)
        self.evidence = hear(ground, self.columns)
        owned, self.apart = place(ground, self.cast, self.columns)
        told = (*owned, *self.evidence.pains)
        low = {column.index for column in self.columns if column.card.valence < 0}
        self.central = self._central(told)
        aimed = self.central.index if ground.brief.goal else None
        self.pains = ordered((*told, *typical(ground, self.columns, told, low, aimed)))
        self.owned = owned
        self.worst = self._worst()

    def _central(self, pains: tuple[Placed, ...]) -> Column:
        """Return the column the map turns on: the goal's, else the worst pain's, else the trade's moment of truth."""
        aimed = focus(self.ground, self.columns)
        if aimed is not None:
            return aimed
        told = [pain for pain in pains if pain.told and not pain.gap]
        if told:
            return self.columns[max(told, key=lambda pain: (pain.share or 0, pain.severity)).column]
        decisive = self.ground.trade.moments_of_truth
        return next((column for column in self.columns if column.stage in decisive), self.columns[0])

    def _worst(self) -> Placed | None:
        """Return the pain that stands most in the way of the goal."""
        told = [pain for pain in self.pains if pain.told and not pain.gap]
        near = {pain: abs(pain.column - self.central.index) for pain in told}
        goal = stems(self.ground.brief.goal or "")

        def weight(pain: Placed) -> tuple[float, float]:
            same = min(2, len(stems(pain.words) & goal))  # because a complaint that names the aim is about the aim
            return (pain.share or 0, pain.severity + (near[pain] == 0) - 0.3 * near[pain] + 0.8 * same)

        return max(told, key=weight, default=None)

    def journey(self) -> JourneyMap:
        """Return the map with its sources."""
        ground = self.ground
        advised = Advised()
        chains = self._chains(advised)
        habits = bring_back(ground, self.means, self.columns, self.pains, advised)
        needed: dict[int, list[KpiCard]] = {column.index: [] for column in self.columns}
        for chain in chains:
            needed[chain.pain.column].append(chain.kpi)
        for index, tactics in habits.items():
            needed[index].extend(ground.library.get(KpiCard, tactic.kpi) for tactic in tactics)
        watched = watch(ground, self.columns, needed, self.figures)
        feelings = line(ground, self.columns, self.pains, self.worst, self.evidence)
        decisive = moments(ground, self.columns, self.pains, self.worst, self.central)
        met, told = meet(ground, self.columns), self.story
        advice = self._advice(chains, advised)
        steps, hours = first_steps(
            ground, self.means, self.columns, chains, habits, self.worst, self.central, self.figures
        )  # fmt: skip
        stages = tuple(
            Stage(
                id=column.stage, name=column.card.name,
                customer_goal=Statement(text=column.card.goal, basis=ground.typical),
                actions=actions(ground, column, told), thoughts=thoughts(ground, column, self.pains, self.cast),
                touchpoints=met[column.index], emotion=feelings[column.index],
                pains=self._points(column), moment_of_truth=decisive.get(column.index),
                opportunities=advice[column.index], kpis=watched[column.index],
                retention_tactics=habits[column.index], backstage=backstage(ground, column, told),
                owner=self.means.owner(met[column.index][0].channel), basis=FromCard(cards=(ground.trade.id,)),
            )
            for column in self.columns
        )  # fmt: skip
        journey = JourneyMap(
            title=title(ground, self.central), business=business(ground),
            persona=persona(ground, self.cast, self.columns, self.central),
            scenario=scenario(ground, self.cast, self.columns),
            stages=stages, top_actions=steps,
            contradictions=tuple(contradictions(ground, self.evidence, self.owned)),
            kept_apart=(*kept_apart(ground, self.cast), *self.apart),
            assumptions_to_validate=to_find_out(
                ground, self.cast, self.columns, self.pains, feelings, steps, self.figures
            ),
            notes=self._notes(hours),
        )  # fmt: skip
        return JourneyMap.model_validate({**dict(journey), "sources": sources(ground, journey)})

    def _chains(self, advised: Advised) -> tuple[Chain, ...]:
        """Return a chain for every pain, the ones that matter most choosing first."""
        by_weight = sorted(self.pains, key=lambda p: (p is not self.worst, not p.told, p.gap, -p.severity, p.column))
        found = {pain: link(self.ground, self.means, pain, advised) for pain in by_weight}
        return tuple(found[pain] for pain in self.pains)

    def _ids(self) -> dict[Placed, str]:
        return {pain: f"pain-{number}" for number, pain in enumerate(self.pains, start=1)}

    def _points(self, column: Column) -> tuple[PainPoint, ...]:
        ids = self._ids()
        return tuple(
            PainPoint(
                id=ids[pain], text=pain.text, card=pain.card.id if pain.card else None, severity=pain.severity,
                share=pain.share, basis=pain.basis,
            )
            for pain in self.pains
            if pain.column == column.index
        )  # fmt: skip

    def _advice(self, chains: tuple[Chain, ...], advised: Advised) -> dict[int, tuple[Opportunity, ...]]:
        ids = self._ids()
        found: dict[int, tuple[Opportunity, ...]] = {column.index: () for column in self.columns}
        for chain in chains:
            advice = opportunity(self.ground, self.means, chain, ids[chain.pain], advised)
            found[chain.pain.column] = (*found[chain.pain.column], advice)
        return found

    def _notes(self, hours: float) -> tuple[str, ...]:
        ground, words = self.ground, self.ground.words
        notes = [] if ground.survey else [words("notes.customers")]
        if ground.follows_goal:
            notes.append(words("notes.trade_goal", goal=clip(ground.brief.goal or "", 200), trade=ground.trade.title))
        elif ground.trade.id != ground.industry.id:
            notes.append(words("notes.trade_people", trade=ground.trade.title))
        resources = ground.brief.resources
        if resources is not None:
            fits = "resources" if resources.hours_a_week is None else "hours_fit"
            fits = "hours_over" if resources.hours_a_week is not None and hours > resources.hours_a_week else fits
            notes.append(words(f"notes.{fits}", total=duration(ground, hours), words=clip(resources.words, 200)))
        if self.figures.others:
            noted = ", ".join(f"“{clip(number.words, 100)}”" for number in self.figures.others[:4])
            notes.append(words("notes.numbers", words=noted))
        return tuple(clip(note) for note in dict.fromkeys(notes))


def business(ground: Ground) -> Business:
    """Return whose map it is."""
    known = ground.brief.business
    said = [
        ground.quote(words, ground.brief.turns_of(f"business.{name}"))
        for name in ("offer", "name", "place", "price")
        if (words := getattr(known, name))
    ]
    basis: Basis = ground.leaning("unknown", *said, cards=(ground.industry.id,))
    if said and known.offer:
        turns = tuple(dict.fromkeys(turn for one in said for turn in one.turns))
        basis = OwnerSaid(turns=turns, quote=said[0].quote)
    offer = known.offer or ground.words("offer_unknown", trade=ground.industry.title)
    return Business(
        name=known.name, offer=offer, model=ground.model, industry=ground.industry.id, place=known.place,
        price=known.price, basis=basis,
    )  # fmt: skip
