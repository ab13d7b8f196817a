"""Fills the lanes of the grid: what each of them says about one stage."""

from collections.abc import Callable, Mapping

from assistant.export.entries import Entries
from assistant.export.footnotes import badge_of
from assistant.export.grid import Detail, Entry, LaneId, Mark
from assistant.model import Kpi, Opportunity, PainPoint, RetentionTactic, Stage, Touchpoint

Filler = Callable[[Stage, Entries, str], tuple[Entry, ...]]
"""Turns one stage into the entries of one lane; the string says where they stand."""


def amount(value: float, unit: str) -> str:
    """Return `value` with its unit as people write it: "30 %", "£1,200", "4.5 days"."""
    number = format(value, ",.10g")
    return f"{unit}{number}" if unit in {"£", "$", "€"} else f"{number} {unit}"


def valence(value: int) -> str:
    """Return a valence with its sign: "+1", "0", "−2"."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def _touchpoint(point: Touchpoint, make: Entries, where: str) -> Entry:
    through = make.words(f"channels.{point.channel}")
    holder = "" if point.owner == "brand" else f" · {make.words(f'holders.{point.owner}')}"
    return make.entry(point.name, point.basis, where, point.status, [Detail(label="", text=through + holder)])


def _feeling(stage: Stage, make: Entries, where: str) -> tuple[Entry, ...]:
    feeling = stage.emotion
    text = f"{feeling.word} ({valence(feeling.valence)})"
    return (make.entry(text, feeling.basis, where, details=[Detail(label="", text=feeling.because)]),)


def _pain(pain: PainPoint, make: Entries, where: str) -> Entry:
    marks: dict[int, Mark] = {1: "severity-1", 2: "severity-2", 3: "severity-3"}
    share = () if pain.share is None else (make.words("details.share", share=format(pain.share, ".3g")),)
    details = (Detail(label="", text=text) for text in share)
    return make.entry(pain.text, pain.basis, where, marks[pain.severity], details)


def _moment(stage: Stage, make: Entries, where: str) -> tuple[Entry, ...]:
    moment = stage.moment_of_truth
    return (make.entry(moment.why, moment.basis, where),) if moment else ()


def _opportunity(idea: Opportunity, make: Entries, where: str) -> Entry:
    details = [
        make.detail("first_step", idea.first_step),
        make.detail("answers", make.pain(idea.answers), in_full=True),
        make.detail("reason", idea.reason, in_full=True),
        make.detail("customer_value", idea.customer_value, in_full=True),
        make.detail("business_value", idea.business_value, in_full=True),
        make.detail("moves", make.kpi(idea.kpi), in_full=True),
        make.detail("who", idea.owner, in_full=True),
    ]
    return make.entry(idea.text, idea.basis, where, idea.effort, details)


def _kpi(kpi: Kpi, make: Entries, where: str) -> Entry:
    details = [
        make.detail("aim", kpi.target),
        make.detail("read_it", kpi.how_to_measure, in_full=kpi.baseline is not None),
        make.detail("formula", kpi.formula, in_full=True),
    ]
    entry = make.entry(kpi.name, kpi.basis, where, kpi.direction, details)
    if kpi.baseline is None:
        return entry
    today = Detail(
        label=make.words("details.today"),
        text=amount(kpi.baseline.value, kpi.baseline.unit),
        badge=badge_of(kpi.baseline.basis),
        notes=make.footnotes.cite(kpi.baseline.basis, entry.anchor, where),
    )
    return entry.model_copy(update={"details": (today, *entry.details)})


def _retention(tactic: RetentionTactic, make: Entries, where: str) -> Entry:
    details = [
        make.detail("do", tactic.action),
        make.detail("when", tactic.timing),
        make.detail("trigger", tactic.trigger, in_full=True),
        make.detail("channel", make.words(f"channels.{tactic.channel}"), in_full=True),
        make.detail("moves", make.kpi(tactic.kpi), in_full=True),
        make.detail("caution", tactic.caution, in_full=True),
    ]
    return make.entry(tactic.name, tactic.basis, where, tactic.effort, details)


FILLERS: Mapping[LaneId, Filler] = {
    "goal": lambda stage, make, where: make.statements([stage.customer_goal], where),
    "actions": lambda stage, make, where: make.statements(stage.actions, where),
    "thoughts": lambda stage, make, where: make.statements(stage.thoughts, where),
    "touchpoints": lambda stage, make, where: tuple(_touchpoint(point, make, where) for point in stage.touchpoints),
    "feeling": _feeling,
    "pains": lambda stage, make, where: tuple(_pain(pain, make, where) for pain in stage.pains),
    "moment": _moment,
    "opportunities": lambda stage, make, where: tuple(_opportunity(idea, make, where) for idea in stage.opportunities),
    "kpis": lambda stage, make, where: tuple(_kpi(kpi, make, where) for kpi in stage.kpis),
    "retention": lambda stage, make, where: tuple(_retention(t, make, where) for t in stage.retention_tactics),
    "backstage": lambda stage, make, where: make.statements([stage.backstage] if stage.backstage else [], where),
    "owner": lambda stage, make, where: (Entry(text=stage.owner),),
}
